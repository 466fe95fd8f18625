export const id = 388;
export const ids = [388];
export const modules = {

/***/ 3252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FF: () => (/* binding */ proxyCredentials),
/* harmony export */   OH: () => (/* binding */ refuseUnusableProxy),
/* harmony export */   nM: () => (/* binding */ readProxy),
/* harmony export */   nt: () => (/* binding */ readVariable)
/* harmony export */ });
/* unused harmony export ignoredProxies */
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/** The variables for a proxy; each may also be in lower case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];
// Strict, because in `http://user:1#secret@host` the host is `user`, and the rest of the password is a
// fragment.
const ADDRESS = /^https?:\/\/(?:[^/?#\\\s]*@)?[^@/?#\\\s]+(?:\/[^@?#\\\s]*)?$/i;
/** The value of a variable in either spelling; lower case comes first, as for Node and curl. */
function readVariable(env, name) {
    return env[name.toLowerCase()] || env[name] || '';
}
/**
 * The proxy for https, from `HTTPS_PROXY`.
 *
 * @returns undefined if there is none
 * @throws ActionError `environment` if Node's agent cannot use the address, which is not quoted
 */
function readProxy(env) {
    const text = readVariable(env, 'HTTPS_PROXY');
    if (text === '')
        return undefined;
    const url = ADDRESS.test(text) ? URL.parse(text) : null;
    if (url !== null && [url.username, url.password].every((part) => decode(part) !== null)) {
        return url;
    }
    throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`HTTPS_PROXY` is not a valid proxy address, so nothing was sent. Use the form `http://host:port`, and ' +
        'percent-encode special characters in the password (such as `#`, `/`, `?`, `@`).');
}
/** The variables whose proxy is not used, if https requests go through none. */
function ignoredProxies(env) {
    if (readVariable(env, 'HTTPS_PROXY') !== '')
        return [];
    return ['ALL_PROXY', 'HTTP_PROXY'].filter((name) => readVariable(env, name) !== '');
}
/**
 * Refuses a proxy that Node would bypass, or whose certificate it would not verify.
 *
 * @param nodeVersion - such as `24.4.0`; Node's agents support `proxyEnv` since 24.5.0
 * @throws ActionError `environment`
 */
function refuseUnusableProxy(env, nodeVersion) {
    const proxy = readProxy(env);
    if (proxy === undefined)
        return;
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    if (major < 24 || (major === 24 && minor < 5)) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `\`HTTPS_PROXY\` is set, but Node ${nodeVersion} of this runner would bypass the proxy. Nothing was ` +
            'sent. Use runner 2.328.0 or later, whose Node supports proxies.');
    }
    // Node verifies the certificate of a proxy by default, which this variable disables.
    if (proxy.protocol === 'https:' && env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`NODE_TLS_REJECT_UNAUTHORIZED` is `0`, so the certificate of the proxy would not be verified. ' +
            'Nothing was sent. Remove the variable, and set `NODE_EXTRA_CA_CERTS` to the file with the certificate.');
    }
}
/**
 * The forms of all proxy credentials: as written, decoded, and joined as Node sends them in Base64, which
 * the runner masks by itself.
 */
function proxyCredentials(env) {
    const texts = VARIABLES.flatMap((name) => [env[name], env[name.toLowerCase()]]);
    return texts.flatMap((text) => credentialsIn(text ?? ''));
}
/** Everything before the last `@` may be a password, even in an invalid address. */
function credentialsIn(proxy) {
    const [, userinfo = ''] = /^(?:[a-z][a-z\d+.-]*:[/\\]*)?(?<=^|[/\\])(.*)@/is.exec(proxy) ?? [];
    const [user = '', ...rest] = userinfo.split(':');
    const password = rest.join(':');
    // A token is often the user name, without a password.
    const lone = password === '' ? user : password;
    return [`${user}:${password}`, password, lone]
        .filter((form) => form !== '' && form !== ':')
        .flatMap((form) => [form, decode(form) ?? form]);
}
/** @returns null where the text is not percent-encoded */
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return null;
    }
}


/***/ }),

/***/ 5917:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R9: () => (/* binding */ isExpectedHost),
/* harmony export */   U9: () => (/* binding */ isLoopback)
/* harmony export */ });
/* unused harmony export isOpenAi */
/** Whether a host name means this machine. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
/** Whether a host name is OpenAI's own. */
function isOpenAi(hostname) {
    return hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com');
}
/** Whether a host is OpenAI's or this machine. For any other there is a warning. */
function isExpectedHost(hostname) {
    return isLoopback(hostname) || isOpenAi(hostname);
}


/***/ }),

/***/ 7388:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  NetworkError: () => (/* binding */ NetworkError),
  createHttpClient: () => (/* binding */ createHttpClient)
});

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: ./lib/domain/proxy.js
var domain_proxy = __webpack_require__(3252);
// EXTERNAL MODULE: ./lib/domain/url.js
var domain_url = __webpack_require__(5917);
;// CONCATENATED MODULE: ./lib/http/decode.js
/** Several encodings at once are rare; more than this are an attack. */
const MAX_ENCODINGS = 3;
/**
 * Decodes a body. Gateways send gzip, br or deflate although `identity` was requested. Unknown encodings
 * are left as they are.
 *
 * @param encoding - the header `content-encoding`
 * @param options - `maxBytes`: the maximum size of the text; `partial`: the end of the body is missing
 * @throws RangeError if the text is larger, Error if the body does not have the encoding
 */
function decodeBody(body, encoding, { maxBytes, partial }) {
    const names = (encoding ?? '').toLowerCase().split(/[\s,]+/);
    const encodings = names.filter((name) => name !== '' && name !== 'identity');
    if (encodings.length === 0 || body.length === 0)
        return body;
    if (encodings.length > MAX_ENCODINGS)
        throw new Error('too many encodings');
    // Loaded on demand: few responses need it, and an import would slow down every start.
    const library = process.getBuiltinModule('node:zlib');
    const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = library.constants;
    const decoders = {
        gzip: library.gunzipSync,
        'x-gzip': library.gunzipSync,
        br: library.brotliDecompressSync,
        // Some servers leave out the two-byte header.
        deflate: (data, how) => (((data[0] ?? 0) & 0x0f) === 8 ? library.inflateSync : library.inflateRawSync)(data, how),
    };
    return encodings.reduceRight((data, name) => {
        const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
        const finishFlush = name === 'br' ? BROTLI_OPERATION_FLUSH : Z_SYNC_FLUSH;
        return decode?.(data, { maxOutputLength: maxBytes, ...(partial && { finishFlush }) }) ?? data;
    }, body);
}

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
;// CONCATENATED MODULE: ./lib/http/final-failure.js

const MAX_QUOTE = 300;
/** OpenSSL's codes for a certificate that this machine does not trust. */
const UNTRUSTED = [
    'CERT_UNTRUSTED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'INVALID_CA',
];
const OUT_OF_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
/**
 * Explains a failed connection that a retry cannot fix: why it failed, and what to do. Nothing was sent,
 * since the tunnel or the handshake failed.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 *
 * @param error - from Node's client
 * @param host - the host of the request
 * @returns undefined if a retry may succeed
 */
function finalFailure(error, host) {
    const { code = '', statusCode = 0 } = (error ?? {});
    const why = describeFailure(error);
    if (code === 'ERR_PROXY_TUNNEL' && statusCode === 407) {
        return (`The proxy requires a valid user and password to reach ${host} (407), so nothing was sent. It was ` +
            'tried only once. Correct them in `HTTPS_PROXY`.');
    }
    if (code === 'ERR_PROXY_TUNNEL' && (statusCode === 401 || statusCode === 403)) {
        return (`The proxy does not let this runner reach ${host} (${statusCode}), so nothing was sent. Allow the ` +
            'host there, or add it to `NO_PROXY` if it can be reached without the proxy.');
    }
    if (UNTRUSTED.includes(code)) {
        return (`This runner does not trust the certificate of ${host} (${why}), so nothing was sent. If a proxy ` +
            'intercepts TLS, set `NODE_EXTRA_CA_CERTS` to the file with its certificate.');
    }
    if (OUT_OF_TIME.includes(code)) {
        return (`The certificate of ${host} is not valid today (${why}), so nothing was sent. Renew it there, or ` +
            'correct the clock of this runner.');
    }
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
        return (`Another server answers instead of ${host} (${why}), so nothing was sent. Check the address, the ` +
            'DNS and the proxy.');
    }
    return undefined;
}
/** Node's message for a failed connection; if several addresses were tried, the message for each. */
function describeFailure(error) {
    const { errors } = (error ?? {});
    const each = Array.isArray(errors) && errors.length > 0 ? errors : [error];
    return [...new Set(each.map(domain_error/* messageOf */.bD))].join('; ').slice(0, MAX_QUOTE);
}

;// CONCATENATED MODULE: ./lib/http/no-proxy.js

/**
 * Whether `NO_PROXY` excludes a host. Entries are separated by commas or white space: names, which include
 * their subdomains (`example.com`, `.example.com`), `*.example.com`, `host:port`, addresses, `10.0.0.0/8`,
 * `10.0.0.1-10.0.0.9`, `*`. Node's agent supports only some of these forms.
 */
function isExempt(url, noProxy) {
    const host = withoutBrackets(url.hostname.toLowerCase()).replace(/\.$/, '');
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return noProxy
        .toLowerCase()
        .split(/[\s,]+/)
        .some((entry) => matches(entry, host, port));
}
function matches(entry, host, port) {
    if (entry === '*')
        return true;
    // An IPv6 address without brackets has colons, and no port.
    const [, name = entry, wanted = port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
    if (wanted !== port || name === '')
        return false;
    if ((0,external_node_net_.isIP)(host) !== 0)
        return isAmong(withoutBrackets(name), host);
    const suffix = name.replace(/^\*?\./, '').replace(/\.$/, '');
    if (suffix === '')
        return false;
    return host.endsWith(`.${suffix}`) || (host === suffix && !name.startsWith('*'));
}
/** Whether an address equals an entry, or is in its network or range. */
function isAmong(entry, host) {
    const list = new external_node_net_.BlockList();
    const [start = '', end] = entry.split(/[/-]/);
    try {
        const family = familyOf(start);
        if (end === undefined)
            list.addAddress(start, family);
        else if (entry.includes('/'))
            list.addSubnet(start, end === '' ? -1 : Number(end), family);
        else
            list.addRange(start, end, family);
        return list.check(host, familyOf(host));
    }
    catch {
        // The entry is not an address.
        return false;
    }
}
function familyOf(address) {
    return (0,external_node_net_.isIP)(address) === 6 ? 'ipv6' : 'ipv4';
}
function withoutBrackets(host) {
    return host.replace(/^\[(.*)\]$/, '$1');
}

;// CONCATENATED MODULE: ./lib/http/client.js









/** A larger body is refused: real responses are far smaller. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const TOO_LARGE = 'the answer is larger than 16 MiB';
/** How long each address of a host has to answer. Node's 250 ms are too short for distant ones. */
const ADDRESS_TIMEOUT_MS = 2_000;
/**
 * A request without a complete response. `sent` is false only if no connection was established, so that
 * the request certainly had no effect. `partial` is what arrived.
 */
class NetworkError extends Error {
    name = 'NetworkError';
    kind;
    sent;
    partial;
    /** Set if a retry cannot succeed: why, and what to do, in whole sentences. */
    final;
    /** Empty, or what was tried before giving up. */
    tried;
    constructor(kind, message, options) {
        super(message, { cause: options.cause });
        this.kind = kind;
        this.sent = options.sent;
        this.partial = options.partial;
        this.final = options.final;
        this.tried = options.tried ?? '';
    }
    /** The same failure, as the last of several attempts. */
    after(tried) {
        return new NetworkError(this.kind, this.message, { ...this, cause: this.cause, tried });
    }
}
/**
 * An HTTP client on Node's own. Whatever the environment says, it verifies certificates and needs TLS 1.2
 * or later. It uses `HTTPS_PROXY` and `NO_PROXY`.
 *
 * @throws ActionError `environment` if the proxy address cannot be used
 */
function createHttpClient(env) {
    hardenDefaults();
    const proxy = (0,domain_proxy/* readProxy */.nM)(env);
    const noProxy = (0,domain_proxy/* readVariable */.nt)(env, 'NO_PROXY');
    const options = { keepAlive: true, rejectUnauthorized: true };
    const direct = new external_node_https_.Agent(options);
    const plain = new external_node_http_.Agent({ keepAlive: true });
    // Node itself would ignore `HTTP://proxy`, and supports fewer forms of `NO_PROXY`.
    const proxied = proxy
        ? new external_node_https_.Agent({ ...options, proxyEnv: { https_proxy: proxy.href } })
        : direct;
    const agentFor = (url) => {
        if (url.protocol !== 'https:')
            return plain;
        return (0,domain_url/* isLoopback */.U9)(url.hostname) || isExempt(url, noProxy) ? direct : proxied;
    };
    return (request, { timeoutMs, signal }) => new Promise((resolve, reject) => {
        const secure = request.url.protocol === 'https:';
        let connected = false;
        let head;
        const chunks = [];
        let length = 0;
        const answer = (incoming, partial) => {
            const { headers, statusCode = 0 } = incoming;
            const decoding = { maxBytes: MAX_BODY_BYTES, partial };
            const bytes = decodeBody(Buffer.concat(chunks), headers['content-encoding'], decoding);
            // The decoder drops a byte order mark, which gateways may put before JSON.
            return { status: statusCode, headers, body: new TextDecoder().decode(bytes) };
        };
        const partialAnswer = () => {
            try {
                return head && answer(head, true);
            }
            catch {
                return head && { status: head.statusCode ?? 0, headers: head.headers, body: '' };
            }
        };
        const fail = (kind, message, cause) => {
            settle();
            const final = connected ? undefined : finalFailure(cause, request.url.host);
            const partial = partialAnswer();
            reject(new NetworkError(kind, message, { sent: connected, partial, final, cause }));
            outgoing.destroy();
        };
        const cancel = () => fail('cancelled', 'the step was cancelled');
        const timer = setTimeout(() => fail('timeout', `no ${head ? 'complete ' : ''}answer within ${timeoutMs / 1000} s`), timeoutMs);
        const settle = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', cancel);
        };
        const outgoing = (secure ? external_node_https_ : external_node_http_).request(request.url, {
            method: request.method,
            headers: { 'accept-encoding': 'identity', ...request.headers },
            agent: agentFor(request.url),
            // `--insecure-http-parser` would allow response smuggling.
            insecureHTTPParser: false,
        });
        outgoing.on('socket', (socket) => {
            // Nothing of the request is sent before the handshake ends.
            if (socket.connecting) {
                socket.once(secure ? 'secureConnect' : 'connect', () => {
                    connected = true;
                });
            }
            else {
                connected = true;
            }
        });
        outgoing.on('error', (error) => {
            const kind = connected ? 'reset' : 'unreachable';
            fail(kind, describeFailure(error), error);
        });
        // Without a listener, Node drops the connection silently.
        outgoing.on('upgrade', (_, socket) => {
            socket.destroy();
            fail('reset', 'it switched to another protocol');
        });
        outgoing.on('response', (incoming) => {
            head = incoming;
            connected = true;
            incoming.on('data', (chunk) => {
                length += chunk.length;
                if (length > MAX_BODY_BYTES)
                    fail('too-large', TOO_LARGE);
                else
                    chunks.push(chunk);
            });
            incoming.on('error', (error) => fail('cut', 'the answer was cut off', error));
            incoming.on('end', () => {
                settle();
                try {
                    resolve(answer(incoming, false));
                }
                catch (error) {
                    const { code } = error;
                    if (code === 'ERR_BUFFER_TOO_LARGE')
                        fail('too-large', TOO_LARGE);
                    else
                        fail('cut', 'the answer could not be decoded', error);
                }
            });
        });
        if (signal?.aborted)
            cancel();
        else
            signal?.addEventListener('abort', cancel, { once: true });
        outgoing.end(request.body);
    });
}
/** Sets defaults that `NODE_OPTIONS` can weaken; agent options do not apply to the connection to a proxy. */
function hardenDefaults() {
    if (external_node_tls_.DEFAULT_MIN_VERSION !== 'TLSv1.3')
        external_node_tls_.DEFAULT_MIN_VERSION = 'TLSv1.2';
    const timeout = Math.max(ADDRESS_TIMEOUT_MS, external_node_net_.getDefaultAutoSelectFamilyAttemptTimeout());
    external_node_net_.setDefaultAutoSelectFamilyAttemptTimeout(timeout);
}


/***/ })

};

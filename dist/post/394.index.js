export const id = 394;
export const ids = [394];
export const modules = {

/***/ 3252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FF: () => (/* binding */ proxyCredentials),
/* harmony export */   OH: () => (/* binding */ refuseUnusableProxy),
/* harmony export */   k8: () => (/* binding */ readNoProxy),
/* harmony export */   nM: () => (/* binding */ readProxy)
/* harmony export */ });
/* unused harmony exports proxyHost, ignoredProxies */
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/** The variables that people set for a proxy; each may also be in lower case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];
// Strict, because of what an address hides: in `http://user:1#secret@host` the host is `user`, and
// the rest of the password is a fragment.
const ADDRESS = /^https?:\/\/(?:[^/?#\\\s]*@)?[^@/?#\\\s]+(?:\/[^@?#\\\s]*)?$/i;
/** The value of a variable in either spelling; lower case comes first, as for Node and curl. */
function read(env, name) {
    return env[name.toLowerCase()] || env[name] || '';
}
/**
 * The proxy for https, from `HTTPS_PROXY`.
 *
 * @returns undefined where there is none
 * @throws ActionError `environment` where it is not an address that Node's agent can use; nothing of it is quoted
 */
function readProxy(env) {
    const text = read(env, 'HTTPS_PROXY');
    if (text === '')
        return undefined;
    const url = ADDRESS.test(text) ? URL.parse(text) : null;
    if (url !== null && [url.username, url.password].every(isDecodable))
        return url;
    throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`HTTPS_PROXY` cannot be used, so nothing was sent. Give the proxy as `http://host:port`, and ' +
        'write what an address cannot hold in a password (such as `#`, `/`, `?`, `@`) percent-encoded.');
}
/** The hosts that requests reach without the proxy, as `NO_PROXY` has them. */
function readNoProxy(env) {
    return read(env, 'NO_PROXY');
}
/** The host of the proxy that https requests go through, without its credentials. */
function proxyHost(env) {
    try {
        return readProxy(env)?.host;
    }
    catch {
        return undefined;
    }
}
/** Which variables name a proxy that is not used, where https requests go through none. */
function ignoredProxies(env) {
    if (read(env, 'HTTPS_PROXY') !== '')
        return [];
    return ['ALL_PROXY', 'HTTP_PROXY'].filter((name) => read(env, name) !== '');
}
/**
 * Refuses a proxy that requests would go past, or whose certificate nobody would verify.
 *
 * @param nodeVersion - such as `24.4.0`; Node's agents know `proxyEnv` since 24.5.0
 * @throws ActionError `environment`
 */
function refuseUnusableProxy(env, nodeVersion) {
    const proxy = readProxy(env);
    if (proxy === undefined)
        return;
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    if (major < 24 || (major === 24 && minor < 5)) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `\`HTTPS_PROXY\` is set, and Node ${nodeVersion} of this runner would go past the proxy. Nothing was ` +
            'sent. Use runner 2.328.0 or later, which has a Node that can use one.');
    }
    // The certificate of a proxy is verified by Node's default, which this variable switches off.
    if (proxy.protocol === 'https:' && env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`NODE_TLS_REJECT_UNAUTHORIZED` is `0`, so the certificate of the proxy would not be verified. ' +
            'Nothing was sent. Remove the variable, and name the certificate in `NODE_EXTRA_CA_CERTS`.');
    }
}
/**
 * The forms in which the credentials of all proxies can show up: as written, decoded, and joined as
 * Node sends them in Base64, which the runner derives from the joined form by itself.
 */
function proxyCredentials(env) {
    const texts = VARIABLES.flatMap((name) => [env[name], env[name.toLowerCase()]]);
    return texts.flatMap((text) => credentialsIn(text ?? ''));
}
/** Whatever stands before the last `@` may be a password, also in what is no address. */
function credentialsIn(proxy) {
    const [, userinfo = ''] = /^(?:[a-z][a-z\d+.-]*:[/\\]*)?(?<=^|[/\\])(.*)@/is.exec(proxy) ?? [];
    const colon = userinfo.indexOf(':');
    // A token often stands in the place of the user name, alone.
    const user = colon < 0 ? userinfo : userinfo.slice(0, colon);
    const password = colon < 0 ? '' : userinfo.slice(colon + 1);
    const lone = password === '' ? user : password;
    return [`${user}:${password}`, password, lone]
        .filter((form) => form !== '' && form !== ':')
        .flatMap((form) => [form, decoded(form)]);
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function isDecodable(text) {
    try {
        decodeURIComponent(text);
        return true;
    }
    catch {
        return false;
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
/** Whether an address belongs to OpenAI, or to this machine. Any other receives the key at a warning. */
function isExpectedHost(hostname) {
    return isLoopback(hostname) || isOpenAi(hostname);
}


/***/ }),

/***/ 9394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ExchangeError: () => (/* binding */ ExchangeError),
  createExchange: () => (/* binding */ createExchange)
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
/** More than one encoding on top of another is rare; more than this is meant to cost time. */
const MAX_ENCODINGS = 3;
/**
 * The text of a body. Gateways send gzip, br or deflate although `identity` was asked for, or a byte
 * order mark before JSON. Another encoding is left as it is.
 *
 * @param encoding - the header `content-encoding`
 * @param options - `maxBytes`: how long the text may get; `partial`: the end of the body is missing
 * @throws RangeError where the text is longer than that, Error where the body is not so encoded
 */
function decodeBody(body, encoding, options) {
    return withoutMark(decodeBytes(body, encoding, options).toString('utf8'));
}
function decodeBytes(body, encoding, { maxBytes, partial }) {
    const names = (encoding ?? '').toLowerCase().split(/[\s,]+/);
    const encodings = names.filter((name) => name !== '' && name !== 'identity');
    if (encodings.length === 0 || body.length === 0)
        return body;
    if (encodings.length > MAX_ENCODINGS)
        throw new Error('too many encodings');
    // Not imported: hardly any answer needs it, and each start would pay for it.
    const library = process.getBuiltinModule('node:zlib');
    const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = library.constants;
    const decoders = {
        gzip: library.gunzipSync,
        'x-gzip': library.gunzipSync,
        br: library.brotliDecompressSync,
        // Some send it without the two bytes in front that the standard asks for.
        deflate: (data, how) => (((data[0] ?? 0) & 0x0f) === 8 ? library.inflateSync : library.inflateRawSync)(data, how),
    };
    return encodings.reduceRight((data, name) => {
        const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
        const finishFlush = name === 'br' ? BROTLI_OPERATION_FLUSH : Z_SYNC_FLUSH;
        return decode?.(data, { maxOutputLength: maxBytes, ...(partial && { finishFlush }) }) ?? data;
    }, body);
}
function withoutMark(text) {
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
;// CONCATENATED MODULE: ./lib/http/final-failure.js

const MAX_QUOTE = 300;
/** What OpenSSL says of a certificate that nobody on this machine vouches for. */
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
 * Why a connection that failed will fail again, as sentences with what to do; undefined where a later
 * try may succeed. Nothing was sent: the tunnel or the handshake was refused.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 *
 * @param error - as Node's client tells of it
 * @param host - that was to be reached
 */
function finalFailure(error, host) {
    const { code = '', statusCode = 0 } = (error ?? {});
    const why = describeFailure(error);
    if (code === 'ERR_PROXY_TUNNEL' && statusCode === 407) {
        return (`The proxy lets nobody through to ${host} without the right user and password (407), so nothing ` +
            'was sent, and it was tried only once. Correct them in `HTTPS_PROXY`.');
    }
    if (code === 'ERR_PROXY_TUNNEL' && (statusCode === 401 || statusCode === 403)) {
        return (`The proxy does not let this runner reach ${host} (${statusCode}), so nothing was sent. Have the ` +
            'host allowed there, or name it in `NO_PROXY` if it can be reached without the proxy.');
    }
    if (UNTRUSTED.includes(code)) {
        return (`Nobody known to this runner vouches for the certificate of ${host} (${why}), so nothing was sent. ` +
            'Mostly something on the way opens the connection, such as a company’s proxy: name the file of ' +
            'its certificate in `NODE_EXTRA_CA_CERTS`.');
    }
    if (OUT_OF_TIME.includes(code)) {
        return (`The certificate of ${host} does not count today (${why}), so nothing was sent. It has to be renewed ` +
            'there, or the clock of this runner is wrong.');
    }
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
        return (`Another server answers in the place of ${host} (${why}), so nothing was sent. Check the address, ` +
            'and what on the way answers for it.');
    }
    return undefined;
}
/** What Node says of a connection that failed; where several addresses were tried, of each. */
function describeFailure(error) {
    const { errors } = (error ?? {});
    const each = Array.isArray(errors) && errors.length > 0 ? errors : [error];
    const told = each.map(domain_error/* messageOf */.bD);
    // One sentence that all share is said once.
    return [...new Set(told)].join('; ').slice(0, MAX_QUOTE);
}

;// CONCATENATED MODULE: ./lib/http/no-proxy.js

/**
 * Whether `NO_PROXY` takes a host out, in the forms that curl, Node and others take: names with all
 * that is below them (`example.com`, `.example.com`), `*.example.com`, `host:port`, addresses,
 * `10.0.0.0/8`, `10.0.0.1-10.0.0.9`, `*`; between them commas or white space. Decided here because
 * Node's agent knows only some of these, and would send the others through the proxy.
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
/** Whether an address is the one of an entry, or in its network or range. */
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
        // Not an address.
        return false;
    }
}
function familyOf(address) {
    return (0,external_node_net_.isIP)(address) === 6 ? 'ipv6' : 'ipv4';
}
function withoutBrackets(host) {
    return host.replace(/^\[(.*)\]$/, '$1');
}

;// CONCATENATED MODULE: ./lib/http/exchange.js









/** A body larger than this is not read to its end: no honest answer comes near it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Of several addresses of a host, each has this long to answer. Node's 250 ms are too short for far ones. */
const ADDRESS_TIMEOUT_MS = 2_000;
/**
 * An exchange that brought no whole answer. `sent` is false only where no connection to the server
 * was made, so that the request certainly had no effect. `partial` is what had arrived.
 */
class ExchangeError extends Error {
    name = 'ExchangeError';
    kind;
    sent;
    partial;
    /** Where no later try can succeed: why, and what to do, in whole sentences. */
    final;
    // The transport's to fill in, for a request that was tried more than once:
    /** Empty, or what was tried before giving up. */
    tried = '';
    /** Whether an earlier attempt may have had its effect. */
    uncertain = false;
    constructor(kind, message, options) {
        super(message, { cause: options.cause });
        this.kind = kind;
        this.sent = options.sent;
        this.partial = options.partial;
        this.final = options.final;
    }
}
/**
 * The exchange on Node's own client. Certificates are verified, and TLS is 1.2 at least, even where
 * the environment says otherwise; `HTTPS_PROXY` and `NO_PROXY` are honoured.
 *
 * @throws ActionError `environment` where the proxy is no usable address
 */
function createExchange(env) {
    hardenDefaults();
    const proxy = (0,domain_proxy/* readProxy */.nM)(env);
    const noProxy = (0,domain_proxy/* readNoProxy */.k8)(env);
    const options = { keepAlive: true, rejectUnauthorized: true };
    const direct = new external_node_https_.Agent(options);
    const plain = new external_node_http_.Agent({ keepAlive: true });
    // Node's own reading of the variables would go past `HTTP://proxy`, and knows fewer forms of `NO_PROXY`.
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
            const body = decodeBody(Buffer.concat(chunks), headers['content-encoding'], decoding);
            return { status: statusCode, headers, body };
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
            reject(new ExchangeError(kind, message, { sent: connected, partial, final, cause }));
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
            // `--insecure-http-parser` would let an answer smuggle another one in.
            insecureHTTPParser: false,
        });
        outgoing.on('socket', (socket) => {
            // Nothing of the request leaves before the handshake is over, so until then it is not sent.
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
        // Without a listener, Node drops the connection and tells nobody.
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
                    fail('too-large', 'the answer is larger than 16 MiB');
                else
                    chunks.push(chunk);
            });
            incoming.on('error', (error) => fail('cut', 'the answer broke off', error));
            incoming.on('end', () => {
                settle();
                try {
                    resolve(answer(incoming, false));
                }
                catch (error) {
                    if (isTooLarge(error))
                        fail('too-large', 'the answer is larger than 16 MiB');
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
/** What no option of an agent reaches on the way to a proxy, and `NODE_OPTIONS` can make worse. */
function hardenDefaults() {
    if (external_node_tls_.DEFAULT_MIN_VERSION !== 'TLSv1.3')
        external_node_tls_.DEFAULT_MIN_VERSION = 'TLSv1.2';
    const timeout = Math.max(ADDRESS_TIMEOUT_MS, external_node_net_.getDefaultAutoSelectFamilyAttemptTimeout());
    external_node_net_.setDefaultAutoSelectFamilyAttemptTimeout(timeout);
}
/** Whether a body was given up because what is packed in it is larger than what was allowed. */
function isTooLarge(error) {
    return error.code === 'ERR_BUFFER_TOO_LARGE';
}


/***/ })

};

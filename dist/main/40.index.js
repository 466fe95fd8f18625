export const id = 40;
export const ids = [40,394];
export const modules = {

/***/ 8748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K2: () => (/* binding */ hasLifetime),
/* harmony export */   U8: () => (/* binding */ misfitOf),
/* harmony export */   oX: () => (/* binding */ EARLY),
/* harmony export */   sU: () => (/* binding */ judgeFate)
/* harmony export */ });
/* harmony import */ var _admin_key_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6921);
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(738);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4621);



/*
 * Whether the answer to a create is about the key that was asked for, and what became of a create
 * whose answer was lost or is about something else.
 *
 * The request may not have arrived, may have been carried out, or may have failed; the API has no
 * idempotency key and no field of ours that it would give back. Another run, or a sibling of a
 * matrix, may make a key of the same name in the same second. So nothing that a listing shows proves
 * whose key it is, and without an id in the answer nothing is deleted: an orphan is a key that nobody
 * can use, a wrong deletion breaks somebody.
 *
 * An id that came through did so over a verified connection, in reply to our own request. Its key is
 * ours where the listing agrees with all else that the answer said, and the key was made since.
 *
 * Moments are compared on the server's clock, in Unix seconds.
 */
/** A key can seem to be made so long before its request was sent: edge and database differ. */
const EARLY = 5 * 60;
/** And so long after the answer. */
const LATE = 60;
/** By so many seconds a lifetime may differ from what was asked. */
const LIFETIME_SLACK = 60;
/**
 * What speaks against an answer being about the key that was asked for, as a clause; undefined
 * where nothing does. What the answer lacks does not speak against it.
 *
 * @param window - the earliest moment at which the request was sent and the moment of the answer,
 *   in Unix seconds on the server's clock; undefined where the server does not tell its time
 */
function misfitOf(key, asked, window) {
    if (key.name !== null && key.name !== asked.name) {
        return `it names the key “${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(key.name)}” instead of “${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(asked.name)}”. Choose a \`name\` of plain letters, digits and \`-\``;
    }
    if ('expires_at' in key.raw && !hasLifetime(key, asked.lifetime)) {
        const life = key.expiresAt === null ? null : key.expiresAt - key.createdAt;
        const limit = life === null ? '' : '. Set `expires-in` to what the organization allows, or to this';
        return `its key ${spellLife(life)}, and was asked to be one that ${spellLife(asked.lifetime)}${limit}`;
    }
    if (window === undefined)
        return undefined;
    if (key.createdAt < window.sent - EARLY || key.createdAt > window.answered + LATE) {
        return `its key was made at ${(0,_admin_key_js__WEBPACK_IMPORTED_MODULE_2__/* .isoTime */ .Ly)(key.createdAt)}, not now: something on the way repeats an older answer`;
    }
    return undefined;
}
/** Whether a key lives as long as was asked, in seconds; null: for ever. */
function hasLifetime(key, lifetime) {
    if (key.expiresAt === null || lifetime === null)
        return key.expiresAt === lifetime;
    return Math.abs(key.expiresAt - key.createdAt - lifetime) <= LIFETIME_SLACK;
}
/**
 * Decides which of the newest keys is the one that the attempt made, if any.
 *
 * @param listed - the newest keys of the organization, in any order
 */
function judgeFate(listed, attempt) {
    const { claim, known } = attempt;
    const possible = listed.filter((key) => !known.has(key.id) && (0,_admin_key_js__WEBPACK_IMPORTED_MODULE_2__/* .isAdminKind */ .Qm)(key));
    const claimed = possible.find((key) => key.id === claim?.id);
    if (claim !== undefined && claimed !== undefined && isOurs(claimed, claim, attempt)) {
        return { kind: 'ours', key: claimed };
    }
    const alike = possible.filter((key) => key.name === attempt.name &&
        key.createdAt >= attempt.since &&
        hasLifetime(key, attempt.lifetime));
    const ids = new Set([...(claim === undefined ? [] : [claim.id]), ...alike.map(({ id }) => id)]);
    return ids.size === 0 ? { kind: 'none' } : { kind: 'unproven', ids: [...ids] };
}
function isOurs(key, claim, attempt) {
    const { createdAt = key.createdAt, name = attempt.name, expiresAt, hasValue } = claim;
    const { value } = attempt;
    const isSaid = expiresAt !== undefined;
    return (key.createdAt >= attempt.since &&
        key.createdAt === createdAt &&
        key.name === name &&
        (isSaid ? key.expiresAt === expiresAt : hasLifetime(key, attempt.lifetime)) &&
        (value === undefined ? !hasValue : value.matchesRedacted(key.redactedValue)));
}
function spellLife(seconds) {
    return seconds === null ? 'never expires' : `expires after ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(seconds)}`;
}


/***/ }),

/***/ 7024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cl: () => (/* binding */ rulesInForce),
/* harmony export */   S4: () => (/* binding */ judge),
/* harmony export */   XZ: () => (/* binding */ cureOf),
/* harmony export */   iU: () => (/* binding */ RULE_NAMES)
/* harmony export */ });
/* harmony import */ var _admin_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6921);
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(738);


/** What is wrong with a key whatever the policy says, and what to do about it. */
const OTHER_CURES = {
    missing: 'correct `key-id`, or find out who deleted the key',
    expired: 'delete the key, it is of no more use',
    value: 'put the value of a live key into the secret',
};
const spellLimit = (seconds) => (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(seconds, seconds)[1];
/** Every rule, in the order in which violations are told. */
const POLICY = {
    'max-age': {
        faultOf: ({ createdAt }, limit, { now }) => exceeding('is', now - createdAt, 'old', limit),
        spell: spellLimit,
        cure: 'replace the key: `operation: rotate` does it',
    },
    'max-idle': {
        faultOf: (key, limit, { now, isUsedByCheck }) => {
            if (isUsedByCheck(key))
                return undefined;
            return key.lastUsedAt === null
                ? exceeding('was never used in the', now - key.createdAt, 'of its life', limit)
                : exceeding('was last used', now - key.lastUsedAt, 'ago', limit);
        },
        spell: spellLimit,
        cure: 'delete the key if nobody needs it',
    },
    'min-remaining': {
        faultOf: ({ expiresAt }, limit, { now }) => {
            if (expiresAt === null || expiresAt - now >= limit)
                return undefined;
            const [left, wanted] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(expiresAt - now, limit);
            return `expires in ${left}, at least ${wanted} must be left`;
        },
        spell: spellLimit,
        cure: 'replace the key in time: `operation: rotate` does it',
    },
    'require-expiry': {
        faultOf: ({ expiresAt }) => (expiresAt === null ? 'never expires' : undefined),
        spell: () => '',
        cure: 'replace the key by one with `expires-in`',
    },
    'allowed-owners': {
        faultOf: ({ owner }, allowed) => allowed.includes(owner?.id ?? '')
            ? undefined
            : `belongs to ${owner?.id ?? 'an unknown owner'}, who is not allowed`,
        spell: (owners) => owners.join(', '),
        cure: 'ask its owner, then delete the key',
    },
};
const RULE_NAMES = Object.keys(POLICY);
/**
 * Holds keys against rules. An expired key breaks nothing else: it is dead already. Limits are
 * inclusive: a key exactly as old as `max-age` allows is fine.
 *
 * @returns the violations, in the keys' order
 */
function judge(keys, rules, moment) {
    return keys.flatMap((key) => {
        if (!(0,_admin_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isLive */ .DG)(key, moment.now)) {
            const [since] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(moment.now - (key.expiresAt ?? 0), 0);
            return [{ id: key.id, key, rule: 'expired', message: `expired ${since} ago` }];
        }
        return RULE_NAMES.flatMap((rule) => {
            const message = faultBy(rule, key, rules, moment);
            return message === undefined ? [] : [{ id: key.id, key, rule, message }];
        });
    });
}
/** The rules that are in force, as the inputs say them, in a fixed order. */
function rulesInForce(rules) {
    return RULE_NAMES.flatMap((name) => spelledBy(name, rules) ?? []);
}
/** What to do about a violation, as a clause. */
function cureOf(rule) {
    return rule in OTHER_CURES
        ? OTHER_CURES[rule]
        : POLICY[rule].cure;
}
function faultBy(name, key, rules, moment) {
    const limit = rules[name];
    const rule = POLICY[name];
    return limit == null ? undefined : rule.faultOf(key, limit, moment);
}
function spelledBy(name, rules) {
    const limit = rules[name];
    const rule = POLICY[name];
    return limit == null ? undefined : `${name} ${rule.spell(limit)}`.trim();
}
/** A limit that is exceeded, in words. */
function exceeding(verb, measured, what, limit) {
    if (measured <= limit)
        return undefined;
    const [shown, allowed] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(measured, limit);
    return `${verb} ${shown} ${what}, the limit is ${allowed}`;
}


/***/ }),

/***/ 7373:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ excessOf)
/* harmony export */ });
/** Honest answers of either API are four levels deep. */
const MAX_DEPTH = 32;
/** Objects and lists. A page of ten thousand keys, which is more than any server sends, has 20,000. */
const MAX_PARTS = 100_000;
/** Texts, numbers and the like, told by their commas. The same page has 200,000. */
const MAX_VALUES = 1_000_000;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/**
 * What is excessive about a JSON text, as the end of a sentence that starts with “it”; undefined
 * where nothing is. Told before it is parsed: the parser takes a gigabyte for what can be sent in a
 * few megabytes of brackets.
 *
 * @param maxValues - how many values are still fine
 */
function excessOf(json, maxValues = MAX_VALUES) {
    let depth = 0;
    let parts = 0;
    let values = 0;
    for (let at = 0; at < json.length; at++) {
        const letter = json.charCodeAt(at);
        if (letter === QUOTE)
            at = endOfString(json, at);
        else if (letter === COMMA) {
            if (++values > maxValues)
                return 'has far too many parts';
        }
        else if (letter === 0x5d || letter === 0x7d)
            depth -= 1;
        else if (letter === 0x5b || letter === 0x7b) {
            if (++depth > MAX_DEPTH)
                return 'is nested too deeply';
            if (++parts > MAX_PARTS)
                return 'has far too many parts';
        }
    }
    return undefined;
}
/** Where the quote is that ends a string; the end of the text where there is none. */
function endOfString(json, start) {
    for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
        let slashes = 0;
        while (json.charCodeAt(at - 1 - slashes) === BACKSLASH)
            slashes += 1;
        if (slashes % 2 === 0)
            return at;
    }
    return json.length;
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


/***/ }),

/***/ 1464:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ isSpendingLimit),
/* harmony export */   f: () => (/* binding */ SPENDING_LIMIT)
/* harmony export */ });
/** An error's body is short; a longer one is not searched for its code. */
const MAX_BODY = 65_536;
/** What OpenAI calls a limit of money, in `code` or in `type` of an error. */
const SPENDING_LIMIT = /^(insufficient_quota|credit_balance_exhausted|billing_\w+|\w+_(spend|usage)_limit_exceeded)$/;
/**
 * Whether an answer tells of a limit of money: it comes as 429, and no wait mends it.
 * https://platform.openai.com/docs/guides/error-codes
 */
function isSpendingLimit({ status, body }) {
    if (status < 400 || status >= 500 || body.length > MAX_BODY)
        return false;
    try {
        const { error } = JSON.parse(body);
        return [error.code, error.type].some((word) => SPENDING_LIMIT.test(String(word)));
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 9274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a5: () => (/* binding */ isRateLimit),
/* harmony export */   cB: () => (/* binding */ serverClock),
/* harmony export */   fI: () => (/* binding */ waitBefore),
/* harmony export */   uD: () => (/* binding */ isOutage)
/* harmony export */ });
/* unused harmony export requestedWait */
/* harmony import */ var _spending_limit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1464);

/** A rate limit that names no time refills in about a minute, measured on a sibling endpoint. */
const SILENT_RATE_LIMIT_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A server that asks for more asks for ever; `retry-for` is shorter in any case. */
const LONGEST_ASKED_MS = 365 * 86_400_000;
/**
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: the message of a limit
 * on what is done at once, which may come without any header that tells of it.
 */
const RATE_LIMIT_WORDS = /^\s*\{[^{}]*"message"\s*:\s*"[^"]*(secondary rate limit|abuse detection|API rate limit exceeded)/i;
const MAX_SEARCHED = 4_096;
function headerOf(response, name) {
    const value = response.headers[name];
    return typeof value === 'string' ? value.trim() : undefined;
}
/**
 * The server's own clock, from its `Date` header.
 *
 * @returns Unix milliseconds, or undefined where it does not say
 */
function serverClock(response) {
    const at = Date.parse((response && headerOf(response, 'date')) ?? '');
    return Number.isNaN(at) ? undefined : at;
}
/**
 * How long the server asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date, or the
 * time at which GitHub's spent quota is renewed.
 *
 * @param now - Unix milliseconds, used where the answer carries no `Date`
 * @returns milliseconds, or undefined where it does not ask
 */
function requestedWait(response, now) {
    const clock = serverClock(response) ?? now;
    const milliseconds = headerOf(response, 'retry-after-ms');
    if (milliseconds !== undefined && /^\d+(\.\d+)?$/.test(milliseconds)) {
        return Number(milliseconds);
    }
    const after = headerOf(response, 'retry-after');
    if (after !== undefined) {
        if (/^\d+(\.\d+)?$/.test(after))
            return Number(after) * 1000;
        // `Date.parse` by itself finds a date in almost anything, `-5` included.
        const date = /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(after) ? Date.parse(after) : Number.NaN;
        if (!Number.isNaN(date))
            return Math.max(0, date - clock);
    }
    const reset = headerOf(response, 'x-ratelimit-reset');
    if (headerOf(response, 'x-ratelimit-remaining') === '0' && /^\d{9,11}$/.test(reset ?? '')) {
        return Math.max(0, Number(reset) * 1000 - clock);
    }
    return undefined;
}
/** Whether an answer says that too much was asked of the server, and nothing was done. */
function isRateLimit(response) {
    if ((0,_spending_limit_js__WEBPACK_IMPORTED_MODULE_0__/* .isSpendingLimit */ .I)(response))
        return false;
    if (response.status === 429)
        return true;
    // GitHub's limits answer 403 too, told from a refusal by a header or, where there is none, by words.
    return (response.status === 403 &&
        ('retry-after' in response.headers ||
            response.headers['x-ratelimit-remaining'] === '0' ||
            RATE_LIMIT_WORDS.test(response.body.slice(0, MAX_SEARCHED))));
}
/** Whether the server could not do what was asked, and may be able to later. */
function isOutage({ status }) {
    return status === 408 || status >= 500;
}
/**
 * How long to wait before the next try: as long as the server says, about a minute after a rate
 * limit that says nothing, else exponentially from a second to half a minute. Jitter keeps jobs
 * that failed together from coming back together.
 *
 * @param response - the answer that was no good, or undefined where none came
 * @param tries - how many there were, from 1
 * @param random - in [0, 1)
 * @param now - Unix milliseconds
 * @returns milliseconds
 */
function waitBefore(response, tries, random, now) {
    const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (tries - 1), LONGEST_BACKOFF_MS);
    const jittered = backoff * (0.5 + random / 2);
    const asked = response && requestedWait(response, now);
    // Not sooner than the backoff, or a server that says 0 would be asked as fast as it answers.
    if (asked !== undefined)
        return Math.max(Math.min(asked, LONGEST_ASKED_MS), jittered);
    if (response && isRateLimit(response))
        return SILENT_RATE_LIMIT_MS * (1 + random / 10);
    return jittered;
}


/***/ }),

/***/ 4308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ isWebPage),
/* harmony export */   D: () => (/* binding */ describeWebPage)
/* harmony export */ });
const MAX_NAME = 100;
/** A page's title stands near its beginning. */
const MAX_HEAD = 65_536;
const ENTITIES = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
};
/** Whether an answer is a page for people: both APIs talk JSON, so something else sent it. */
function isWebPage({ headers, body }) {
    const head = body.slice(0, 1_000).trimStart().toLowerCase();
    if (/^(<!doctype html|<html|<head|<\?xml)/.test(head))
        return true;
    return head.startsWith('<') && String(headers['content-type']).startsWith('text/html');
}
/**
 * What a web page tells of its sender: ``a web page (server “squid”, title “Access denied”)``.
 *
 * @param clean - takes out of a foreign text what must not be shown; called before a text is cut
 */
function describeWebPage({ headers, body }, clean) {
    const named = (label, text) => {
        const shown = typeof text === 'string' ? clean(text).trim().slice(0, MAX_NAME) : '';
        return shown === '' ? [] : [`${label} “${shown}”`];
    };
    const names = [
        ...named('server', headers.server),
        ...named('title', titleOf(body)),
        ...named('cf-mitigated', headers['cf-mitigated']),
    ];
    return `a web page${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
}
/** Searched for step by step: a pattern would take minutes for what a hostile page can hold. */
function titleOf(body) {
    const head = body.slice(0, MAX_HEAD);
    const lower = head.toLowerCase();
    const tag = lower.indexOf('<title');
    const start = tag < 0 ? -1 : lower.indexOf('>', tag);
    const end = start < 0 ? -1 : lower.indexOf('</title', start);
    if (end < 0)
        return '';
    // Written out first: a secret in another spelling would not be recognised.
    return head
        .slice(start + 1, end)
        .replace(/&(#x?[\da-f]{1,6}|[a-z]{2,4});/gi, (entity, name) => character(name) ?? entity)
        .replace(/\s+/g, ' ');
}
function character(name) {
    if (!name.startsWith('#'))
        return ENTITIES[name.toLowerCase()];
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}


/***/ }),

/***/ 9383:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Z: () => (/* reexport */ UnknownFate),
  _: () => (/* binding */ createAdminKeys)
});

// EXTERNAL MODULE: ./lib/http/exchange.js + 3 modules
var exchange = __webpack_require__(9394);
// EXTERNAL MODULE: ./lib/http/waits.js
var waits = __webpack_require__(9274);
// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/secret.js
var secret = __webpack_require__(3998);
// EXTERNAL MODULE: ./lib/http/excess.js
var http_excess = __webpack_require__(7373);
;// CONCATENATED MODULE: ./lib/openai/redaction.js
/*
 * What is hidden in an answer: every credential that a server put into a text, whatever the field.
 */
/** How much of a key a redacted value may show on each side of its dots or stars. */
const MAX_END = 20;
/**
 * Words of the API's own, which mean something to this action and are no secrets, whatever a step was
 * given for a password.
 */
const OWN_WORDS = new Set([
    ...[
        'object',
        'id',
        'name',
        'redacted_value',
        'created_at',
        'expires_at',
        'last_used_at',
        'owner',
    ],
    ...['type', 'role', 'user', 'service_account', 'member', 'organization.admin_api_key'],
    ...['organization.user', 'organization.service_account', 'organization.project.api_key'],
]);
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** An answer with every text in it redacted, and redacted values by their two ends. */
function redactFields(json, redact) {
    return redactDeep(json, redact);
}
function redactDeep(value, redact) {
    if (typeof value === 'string')
        return OWN_WORDS.has(value) ? value : redact(value);
    if (Array.isArray(value))
        return value.map((item) => redactDeep(item, redact));
    if (!isObject(value))
        return value;
    return Object.fromEntries(Object.entries(value).map(([field, item]) => [
        OWN_WORDS.has(field) ? field : redact(field),
        field === 'redacted_value' && typeof item === 'string'
            ? redact(endsOf(item))
            : redactDeep(item, redact),
    ]));
}
/** A redacted value by its two ends, no more of them than may be shown. Both tell whose key it is. */
function endsOf(redacted) {
    const gap = redacted.search(/[.*…]/);
    const rest = redacted.slice(Math.max(0, gap));
    const end = rest.search(/[^.*…]/);
    const tail = rest.slice(Math.max(0, end));
    if (gap < 0 || end < 0 || /[.*…]/.test(tail))
        return redacted;
    return redacted.slice(0, Math.min(gap, MAX_END)) + rest.slice(0, end) + tail.slice(-MAX_END);
}
/**
 * The redaction that an answer needs: none, found out by one search instead of one a text, where
 * nothing would be redacted.
 */
function redactionFor(body, redact) {
    const text = unescaped(body);
    return redact(text) === text ? null : redact;
}
/** A JSON text as its strings read, for the search alone. */
function unescaped(json) {
    if (!json.includes('\\'))
        return json;
    return json.replace(/\\(?:u([0-9A-Fa-f]{4})|([bfnrt])|(.))/g, (_, code, control, other) => control === undefined ? (other ?? String.fromCharCode(Number.parseInt(code, 16))) : '\n');
}

;// CONCATENATED MODULE: ./lib/openai/answers.js




/*
 * What the API sent, checked at the boundary: strict about what decisions rest on, permissive about
 * what the API's own pages contradict each other on. Every text is redacted here, once, so that no
 * credential that a server put into a name or a new field can travel further.
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 */
/** The latest moment that a Date can hold as a four-digit year. */
const MAX_TIME = 253_402_300_799;
/**
 * How much of a name is saved for the post step, which gets it in a variable of limited size. One that
 * was cut is the name of no key, so none is deleted for it.
 */
const MAX_CLAIMED = 250;
/** A hundred are asked for; a server in between may know no pages. */
const MAX_PAGE = 10_000;
/** An answer that is not what the API promises. The message completes "…: it ". */
class UnreadableAnswer extends Error {
    name = 'UnreadableAnswer';
}
function parseObject(body) {
    const excess = (0,http_excess/* excessOf */.F)(body);
    if (excess !== undefined)
        throw new UnreadableAnswer(excess);
    let parsed;
    try {
        parsed = JSON.parse(body);
    }
    catch {
        throw new UnreadableAnswer('is not JSON');
    }
    if (!isObject(parsed))
        throw new UnreadableAnswer('is not a JSON object');
    return parsed;
}
function time(json, field) {
    const value = json[field];
    if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TIME) {
        return Number(value);
    }
    throw new UnreadableAnswer(`has no usable \`${field}\``);
}
function answers_text(value) {
    return typeof value === 'string' ? value : null;
}
function toOwner(value) {
    if (!isObject(value))
        return null;
    return {
        id: answers_text(value.id),
        type: answers_text(value.type),
        name: answers_text(value.name),
        role: answers_text(value.role),
    };
}
function toKey(json, redact) {
    if (!isObject(json))
        throw new UnreadableAnswer('holds something that is not a key');
    // Even where there is none, a `delete` costs as much as reading all the other fields.
    if ('value' in json)
        delete json.value;
    const raw = redact === null ? json : redactFields(json, redact);
    if (!(0,admin_key/* isKeyId */.rZ)(raw.id))
        throw new UnreadableAnswer('has no usable `id`');
    const redacted = raw.redacted_value;
    if (typeof redacted !== 'string' || redacted === '') {
        throw new UnreadableAnswer('has no usable `redacted_value`');
    }
    const lastUsed = raw.last_used_at;
    return {
        id: raw.id,
        name: answers_text(raw.name),
        redactedValue: redacted,
        createdAt: time(raw, 'created_at'),
        expiresAt: raw.expires_at == null ? null : time(raw, 'expires_at'),
        lastUsedAt: Number.isInteger(lastUsed) ? time(raw, 'last_used_at') : null,
        owner: toOwner(raw.owner),
        raw,
    };
}
/**
 * The key that was asked for by its id.
 *
 * @throws UnreadableAnswer also where the answer is about another key
 */
function readKey(body, keyId, redact) {
    const key = toKey(parseObject(body), redactionFor(body, redact));
    if (key.id !== keyId)
        throw new UnreadableAnswer('is about another key than was asked for');
    return key;
}
/** @throws UnreadableAnswer */
function readPage(body, redact) {
    const json = parseObject(body);
    if (!Array.isArray(json.data))
        throw new UnreadableAnswer('has no `data` list');
    if (json.data.length > MAX_PAGE)
        throw new UnreadableAnswer('has far more keys than a page');
    if (typeof json.has_more !== 'boolean')
        throw new UnreadableAnswer('has no `has_more`');
    if (json.has_more && json.data.length === 0) {
        throw new UnreadableAnswer('has no keys, though it says that there are more');
    }
    const total = json.total_count;
    const redaction = redactionFor(body, redact);
    return {
        keys: json.data.map((item) => toKey(item, redaction)),
        hasMore: json.has_more,
        total: Number.isInteger(total) ? Number(total) : undefined,
    };
}
/**
 * The new key and its value. The value is handed to `hide` before anything else is looked at, and
 * so before anything can fail with a text that holds it.
 *
 * @throws UnreadableAnswer
 */
function readCreated(body, redact, hide) {
    const json = parseObject(body);
    const text = json.value;
    if (!(0,secret/* isKeyValue */.V)(text))
        throw new UnreadableAnswer('has no usable `value`');
    const value = new secret/* Secret */.z(text);
    hide(value);
    return { key: toKey(json, redact), value };
}
/**
 * What an answer to a create says of its key, where it could not be used: whole but wrong, or cut in
 * the middle. A cut text may have held another `id` first, so it only ever says which key to look for.
 *
 * @param hide - gets the value, where there is one
 */
function salvageClaim(body, redact, hide) {
    let json;
    try {
        json = parseObject(body);
    }
    catch {
        const matchIn = (pattern) => pattern.exec(body)?.[1];
        json = {
            id: matchIn(/"id"\s*:\s*"(key_[A-Za-z0-9_-]{1,200})"/),
            value: matchIn(/"value"\s*:\s*"([^"\\]+)"/),
        };
    }
    const value = (0,secret/* isKeyValue */.V)(json.value) ? new secret/* Secret */.z(json.value) : undefined;
    if (value !== undefined)
        hide(value);
    // It is named, and saved for the post step.
    if (!(0,admin_key/* isKeyId */.rZ)(json.id) || redact(json.id) !== json.id)
        return undefined;
    const claim = {
        id: json.id,
        hasValue: value !== undefined,
        ...(typeof json.name === 'string' && { name: redact(json.name).slice(0, MAX_CLAIMED) }),
        ...(Number.isInteger(json.created_at) && { createdAt: Number(json.created_at) }),
        ...((json.expires_at === null || Number.isInteger(json.expires_at)) && {
            expiresAt: json.expires_at,
        }),
    };
    return { claim, value };
}
/** @throws UnreadableAnswer unless the answer says that exactly this key is deleted */
function readDeleted(body, keyId) {
    const json = parseObject(body);
    if (json.id !== keyId || json.deleted !== true) {
        throw new UnreadableAnswer('does not say that this key is deleted');
    }
}
/** The API's own words about a refusal, in any of the forms seen. */
function readErrorMessage(body) {
    const error = errorIn(body);
    const fields = isObject(error) ? error : { message: error };
    const word = (name) => answers_text(fields[name]) ?? '';
    return {
        message: word('message'),
        type: word('type'),
        code: word('code'),
        param: word('param'),
    };
}
function errorIn(body) {
    try {
        return parseObject(body).error;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/fate.js
var fate = __webpack_require__(8748);
;// CONCATENATED MODULE: ./lib/openai/created-key.js




/**
 * The key in the answer to a create, held against what was asked. Its value is hidden first.
 *
 * @param took - how long the attempt took, in milliseconds
 * @throws UnreadableAnswer
 * @throws ActionError `unreadable` where the answer is about another key than was asked for
 */
function readFitting(answer, asked, took, { host, redact, hide }) {
    const created = readCreated(answer.body, redact, hide);
    const clock = (0,waits/* serverClock */.cB)(answer);
    const window = clock === undefined ? undefined : windowOf(clock, took);
    const misfit = (0,fate/* misfitOf */.U8)(created.key, asked, window);
    if (misfit !== undefined) {
        throw new domain_error/* ActionError */.lZ('unreadable', `The answer of ${host} to the create is not about what was asked: ${misfit}.`);
    }
    const made = created.key.createdAt * 1000;
    return { ...created, age: (clock ?? made) - made };
}
/** In whole seconds of the server's clock, which `Date` cuts and `created_at` may round. */
function windowOf(clock, took) {
    return { sent: Math.floor((clock - took) / 1000), answered: Math.ceil(clock / 1000) };
}

// EXTERNAL MODULE: ./lib/domain/url.js
var url = __webpack_require__(5917);
// EXTERNAL MODULE: ./lib/http/web-page.js
var web_page = __webpack_require__(4308);
// EXTERNAL MODULE: ./lib/http/spending-limit.js
var spending_limit = __webpack_require__(1464);
;// CONCATENATED MODULE: ./lib/openai/causes.js

/*
 * What OpenAI is known to refuse a request for. What is not in this table is quoted and left at
 * that, since advice that does not fit the cause sends people the wrong way.
 * https://platform.openai.com/docs/guides/error-codes
 */
const SETTINGS = 'https://platform.openai.com/settings/organization';
const KEYS_PAGE = `${SETTINGS}/admin-keys`;
/** A longer message is not searched to its end. */
const MAX_SEARCHED = 10_000;
const MONEY = [400, 402, 403, 429];
const DENIED = [401, 403];
const REJECTED = [400, 403, 422];
const money = (named, fact, cure) => {
    return { code: 'no-credit', statuses: MONEY, named, fact, cure };
};
const CAUSES = [
    money(/^credit_balance_exhausted$/, 'says that the organization has no credit left', `Waiting does not help: somebody has to add credit at ${SETTINGS}/billing.`),
    money(/^organization_spend_limit_exceeded$/, 'says that the organization has reached its spend limit', `Raise the limit at ${SETTINGS}/limits, or wait for the next month.`),
    money(/^project_spend_limit_exceeded$/, 'says that the project has reached its spend limit', 'Raise the limit in the settings of the project, or wait for the next month.'),
    money(/^organization_usage_limit_exceeded$/, 'says that the organization has reached the usage limit that OpenAI gave it', `Ask for a higher one at ${SETTINGS}/limits.`),
    money(spending_limit/* SPENDING_LIMIT */.f, 'refuses requests because of billing', `Waiting does not help: look at ${SETTINGS}/billing and ${SETTINGS}/limits.`),
    {
        code: 'account-inactive',
        statuses: DENIED,
        named: /^account_deactivated$/,
        said: /\baccount\b[^.]{0,100}\bdeactivated\b|\bdeactivated account\b/i,
        fact: 'says that the account behind this key is deactivated',
        cure: `The e-mail to that account says why. Another owner can make a key at ${KEYS_PAGE}.`,
    },
    {
        code: 'account-inactive',
        statuses: DENIED,
        named: /^no_organization$/,
        said: /must be a member of an organization/i,
        fact: 'says that the account behind this key is in no organization',
        cure: `Its owner left the organization, or was removed. Another owner can make a key at ${KEYS_PAGE}.`,
    },
    {
        code: 'address-refused',
        statuses: DENIED,
        named: /^ip_/,
        fact: 'lets nobody in from the address of this runner',
        cure: 'Add the address to the IP allow list of the organization, and of the project where it has one ' +
            '(that takes up to 15 minutes), or use a runner whose address is on it.',
    },
    {
        code: 'forbidden',
        statuses: DENIED,
        named: /^unsupported_country/,
        said: /country, region, or territory not supported/i,
        fact: 'serves nobody in the country or region of this runner',
        cure: 'Use a runner in another one.',
    },
    {
        code: 'wrong-host',
        statuses: [401, 403, 421],
        named: /^incorrect_hostname$/,
        said: /incorrect regional host ?name/i,
        fact: 'is not the host that this key belongs to, since its data stays in a region',
        cure: ({ message }) => {
            const host = regionalHost(message);
            return host === undefined
                ? 'Set `base-url` to the address of that region.'
                : `Set \`base-url\` to \`https://${host}/v1\`.`;
        },
    },
    {
        code: 'forbidden',
        statuses: DENIED,
        said: /\b(didn't|did not) provide an api key\b/i,
        fact: 'got the request without its key',
        cure: 'Something on the way took the `Authorization` header out: look at `base-url` and at the proxy.',
    },
    {
        code: 'missing-scope',
        statuses: DENIED,
        byAdminKey: true,
        said: /insufficient permissions|missing scopes/i,
        fact: (key) => `knows ${key} but does not let it manage admin keys`,
        cure: 'It needs the permission “Organization Administration: Write”, and its owner has to be an ' +
            `owner of the organization. Keys and their permissions are at ${KEYS_PAGE}.`,
    },
    {
        code: 'missing-scope',
        statuses: DENIED,
        byAdminKey: false,
        said: /insufficient permissions|missing scopes/i,
        fact: (key) => `knows ${key} but does not let it manage admin keys`,
        cure: `It does not begin with \`sk-admin-\`. Use an organization admin key, made by an owner at ${KEYS_PAGE}.`,
    },
    {
        code: 'archived',
        statuses: [...REJECTED, 409],
        named: /^project_archived$/,
        said: /\bproject\b[^.]{0,80}\barchived\b|\barchived project\b/i,
        fact: 'says that the project is archived',
        cure: 'Take it out of `project-id`.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^expires_in_seconds$/,
        said: /\bexpires_in_seconds\b/,
        fact: 'does not take this lifetime of a key',
        cure: 'The organization or the project may require an expiry, or limit it: set `expires-in` to what ' +
            'they allow.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^scopes\b/,
        fact: 'does not give the key these scopes',
        cure: 'Correct `scopes`.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^name$/,
        fact: 'does not take this name of a key',
        cure: 'Choose another `name`.',
    },
];
/** Why a request was refused, where the answer says so in a way that is known. */
function causeOf(refused) {
    // It never tells of a known key, whatever the message repeats.
    if (refused.code === 'invalid_api_key')
        return undefined;
    const message = refused.message.slice(0, MAX_SEARCHED);
    return CAUSES.find(({ statuses, byAdminKey, named, said, param }) => statuses.includes(refused.status) &&
        (byAdminKey ?? refused.byAdminKey) === refused.byAdminKey &&
        (named?.test(refused.code) ||
            named?.test(refused.type) ||
            said?.test(message) ||
            param?.test(refused.param)));
}
/** Whether a 401 says of the key that it is none. */
function isDeadKey({ code, message }) {
    return (code === 'invalid_api_key' ||
        /incorrect api key|invalid api key|invalid authentication/i.test(message));
}
/** The host that a message names, where it is one of OpenAI's: the admin key will go there. */
function regionalHost(message) {
    return /(?<![\w.@-])([a-z]{2}\.api\.openai\.com)(?![\w@-]|\.\w)/.exec(message)?.[1];
}

// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
;// CONCATENATED MODULE: ./lib/openai/quote.js



/** How much of a server's message is quoted. */
const MAX_QUOTE = 500;
/** Status, request, words and tries of a refusal, as the rest of a sentence and its full stop. */
function detailsOf(answer, redact) {
    const message = cleaned(wordsIn(answer), redact).slice(0, MAX_QUOTE).toWellFormed();
    const quote = message === '' ? '' : `, saying “${message}”`;
    const tried = answer.tried === '' ? '' : ` ${answer.tried}.`;
    return ` (${answer.status}${requestId(answer)})${pageIn(answer, redact)}${quote}.${tried}`;
}
/** The API's words; of a text in no known form, the text, unless it can hide something by escapes. */
function wordsIn({ headers, body }) {
    const { message } = readErrorMessage(body);
    if (message !== '' || (0,web_page/* isWebPage */.A)({ headers, body }) || body.includes('\\'))
        return message;
    return body.length > MAX_QUOTE || !/\p{L}/u.test(body) ? '' : body.trim();
}
/** Empty, or the page that came instead of the API's answer. */
function pageIn(answer, redact) {
    if (!(0,web_page/* isWebPage */.A)(answer))
        return '';
    return `, with ${(0,web_page/* describeWebPage */.D)(answer, (text) => cleaned(text, redact))}`;
}
/** A foreign text as it may be shown. Redacted before it is cut: nobody would know half a secret. */
function cleaned(text, redact) {
    // Messages about a bad key repeat its beginning and end, so each word that starts like one, or
    // that has a row of asterisks in it, goes.
    return (0,domain_text/* oneLine */.TN)(redact(text)
        .slice(0, 20 * MAX_QUOTE)
        .toWellFormed()).replace(/[^\s"',;()]+/g, (word) => (/^sk-|[^A-Za-z0-9]sk-|\*{3}/.test(word) ? '***' : word));
}
/** Empty, or the id by which OpenAI knows the request. */
function requestId(answer) {
    const id = answer.headers['x-request-id'];
    return typeof id === 'string' && /^[\w.-]{1,100}$/.test(id) ? `, request ${id}` : '';
}

;// CONCATENATED MODULE: ./lib/openai/refusals.js







/** An unknown path is answered by 404 too, and must not pass for an unknown key. */
function isUnknownPath(answer) {
    const { message } = readErrorMessage(answer.body);
    return message === '' || /\b(invalid|unknown)( request)? url\b/i.test(message);
}
/**
 * The sentence for an answer that is not a success: what was refused, why, and what to do. Where the
 * cause is not known, the answer is quoted, without advice.
 * https://platform.openai.com/docs/guides/error-codes
 */
function refusal(answer, asked, redact) {
    const { status } = answer;
    const { what, host } = asked;
    const details = detailsOf(answer, redact);
    const refused = { ...readErrorMessage(answer.body), status, byAdminKey: asked.byAdminKey };
    const cause = causeOf(refused);
    if (cause !== undefined) {
        const cure = typeof cause.cure === 'string' ? cause.cure : cause.cure(refused);
        const fact = typeof cause.fact === 'string' ? cause.fact : cause.fact(asked.key);
        return new domain_error/* ActionError */.lZ(cause.code, `${host} ${fact}: ${what} was refused${details} ${cure}`);
    }
    if (answer.headers['cf-mitigated'] !== undefined) {
        return new domain_error/* ActionError */.lZ(status >= 500 ? 'unavailable' : 'forbidden', `Cloudflare stands before ${host} and takes this runner for a robot: ${what} was refused${details} ` +
            'Use a runner with another address.');
    }
    if ((0,waits/* isRateLimit */.a5)(answer)) {
        return new domain_error/* ActionError */.lZ('rate-limited', `${host} limits the rate: ${what} was refused${details} ` +
            'Admin endpoints take about six requests a minute: run this later, keep jobs that use the ' +
            'API apart, or raise `retry-for`.');
    }
    if (status === 404)
        return notFound(answer, asked, details);
    if (status >= 500 || status === 408) {
        return new domain_error/* ActionError */.lZ('unavailable', `${host} is out of order: ${what} failed${details} ${whatToDoLater(answer, host)}`);
    }
    if ((0,web_page/* isWebPage */.A)(answer)) {
        return new domain_error/* ActionError */.lZ('rejected', `Something other than the API answered for ${host}: ${what} failed${details} Look at ` +
            '`base-url`, at the proxy and at the network of the runner.');
    }
    if (status === 401) {
        const isDead = answer.body.trim() === '' || isDeadKey(refused);
        const known = asked.isRerun ? ` ${RERUN}` : isDead ? ` ${DEAD_KEY}` : '';
        const cure = asked.wasAccepted ? ` ${DEAD_SINCE}` : known;
        return new domain_error/* ActionError */.lZ('unauthorized', `${host} refused ${asked.key}: ${what} failed${details}${cure}`);
    }
    if (status === 403) {
        return new domain_error/* ActionError */.lZ('forbidden', `${host} does not allow it: ${what} was refused${details}`);
    }
    return new domain_error/* ActionError */.lZ('rejected', `${host} rejected the request: ${what} failed${details}`);
}
const RERUN = 'This run is a re-run, which gets the secrets as they were when the run was first started: a key ' +
    'that was rotated since is dead here. Start a new run instead.';
const DEAD_SINCE = 'It was accepted until then, so it was deleted or revoked meanwhile.';
const DEAD_KEY = 'The key was deleted, has expired or is no admin key. Put a live one into the secret; keys are ' +
    `listed at ${KEYS_PAGE}.`;
function notFound(answer, { what, host, keyId }, details) {
    if (keyId !== undefined && !isUnknownPath(answer)) {
        return new domain_error/* ActionError */.lZ('not-found', `No admin key has the id \`${keyId}\` in this organization${details} ` +
            '`operation: list` shows the ids that there are.');
    }
    return new domain_error/* ActionError */.lZ('rejected', `${host} has no admin API at this address: ${what} failed${details} ` +
        'Check the path of `base-url`: it usually ends in `/v1`.');
}
/** The status page knows of OpenAI's own servers alone. */
function whatToDoLater(answer, host) {
    const isOpenAi = (0,url/* isExpectedHost */.R9)(host.replace(/:\d+$/, ''));
    const later = isOpenAi
        ? 'See https://status.openai.com and run this again later, or raise `retry-for`.'
        : 'Run this again later, or raise `retry-for`.';
    // With an id, the API itself had the request.
    if (!(0,web_page/* isWebPage */.A)(answer) || requestId(answer) !== '')
        return later;
    return `${later} If it stays so, look at what sent the page: at \`base-url\` and the proxy.`;
}
/** The sentence for an exchange that brought no whole answer. */
function noAnswer(error, asked) {
    const tried = error.tried === '' ? '' : ` ${error.tried}.`;
    const start = `${asked.what} failed`;
    switch (error.kind) {
        case 'cancelled':
            return new domain_error/* ActionError */.lZ('cancelled', `The job was cancelled: ${start}.`, { cause: error });
        case 'unreachable':
            return new domain_error/* ActionError */.lZ('unreachable', `${asked.host} could not be reached: ${start} (${error.message}).${tried} Check \`base-url\`, ` +
                'the proxy settings and the network of the runner.', { cause: error });
        case 'too-large':
            return new domain_error/* ActionError */.lZ('unreadable', `${nonsense(asked)}: ${error.message}.`, {
                cause: error,
            });
        default:
            return new domain_error/* ActionError */.lZ('unavailable', `${asked.host} did not answer: ${start} (${error.message}).${tried} Run this again later, or ` +
                'raise `timeout` and `retry-for`.', { cause: error });
    }
}
/** The sentence for a success whose answer is not what the API promises. */
function unreadable(problem, answer, asked, redact) {
    return new domain_error/* ActionError */.lZ('unreadable', `${nonsense(asked)}: the answer ${problem}${requestId(answer)}${pageIn(answer, redact)}. Check that ` +
        '`base-url` points to the OpenAI API and that nothing on the way answers in its place.');
}
function nonsense({ host, what }) {
    return `${host} does not talk like the admin API when ${what}`;
}

;// CONCATENATED MODULE: ./lib/openai/unknown-fate.js



/** The answer to a create was lost, could not be read, or is about another key: one may exist. */
class UnknownFate extends domain_error/* ActionError */.lZ {
    /** What the answer seems to say of the key, where part of it came through. */
    claim;
    /** The value that it gave. */
    value;
    constructor(failure, said) {
        super('unknown-fate', failure.message, { cause: failure });
        this.claim = said?.claim;
        this.value = said?.value;
    }
}
/**
 * What to throw for a create that failed: the error itself where the server certainly made no key,
 * told from what became of the exchange.
 */
function fateOf(error, answer, { redact, hide }) {
    if (!(error instanceof domain_error/* ActionError */.lZ))
        return error;
    if (answer !== undefined) {
        const refused = answer.status >= 300 && answer.status < 500 && answer.status !== 408;
        return refused ? error : new UnknownFate(error, salvageClaim(answer.body, redact, hide));
    }
    const { cause } = error;
    if (!(cause instanceof exchange.ExchangeError) || !cause.sent)
        return error;
    return new UnknownFate(error, salvageClaim(cause.partial?.body ?? '', redact, hide));
}

;// CONCATENATED MODULE: ./lib/openai/admin-keys.js







/** The pages of one step together, in characters: a hundred thousand keys, and more. */
const MAX_LISTED = 64 * 1024 * 1024;
/**
 * A client of https://platform.openai.com/docs/api-reference/admin-api-keys. The official SDK is no
 * way to do this: it sends a create up to three times and has no idempotency key.
 */
function createAdminKeys(transport, options) {
    const { baseUrl, redact } = options;
    let listed = 0;
    /** Whether the key was accepted earlier in this step. */
    let wasAccepted = false;
    function send(method, path, body, how) {
        if (options.readOnly && method !== 'GET')
            throw new Error('a dry run must not write');
        const url = new URL(`${baseUrl.href.replace(/\/$/, '')}/organization/admin_api_keys${path}`);
        const headers = {
            authorization: `Bearer ${options.adminApiKey.reveal()}`,
            accept: 'application/json',
            'user-agent': 'openai-admin-api-keys-action',
        };
        if (body !== undefined)
            headers['content-type'] = 'application/json';
        return transport.send({ method, url, headers, ...(body !== undefined && { body }) }, how);
    }
    async function read(sending, asked, parse, isGood = isSuccess) {
        let answer;
        try {
            answer = await sending;
        }
        catch (error) {
            throw error instanceof exchange.ExchangeError ? noAnswer(error, asked) : error;
        }
        if (!isGood(answer))
            throw refusal(answer, { ...asked, wasAccepted }, redact);
        wasAccepted = true;
        try {
            return parse(answer);
        }
        catch (error) {
            throw error instanceof UnreadableAnswer
                ? unreadable(error.message, answer, asked, redact)
                : error;
        }
    }
    const reading = { repeatable: true, droppable: true };
    const ask = (what, keyId) => ({
        what,
        host: baseUrl.host,
        key: options.calledKey ?? 'the key in `admin-api-key`',
        byAdminKey: options.adminApiKey.matchesRedacted('sk-admin-...'),
        isRerun: options.isRerun ?? false,
        ...(keyId !== undefined && { keyId }),
    });
    const pathOf = (keyId) => `/${encodeURIComponent(keyId)}`;
    return {
        async create({ name, lifetime }, onAttempt) {
            const body = JSON.stringify({
                name,
                ...(lifetime !== null && { expires_in_seconds: lifetime }),
            });
            const asked = ask('creating the key');
            let sentAt = options.monotonic();
            // A cancelled job lets the create run to its end: knowing the id is worth the second it takes.
            const sending = send('POST', '', body, {
                repeatable: false,
                droppable: false,
                onAttempt: (at) => {
                    sentAt = options.monotonic();
                    onAttempt?.(at);
                },
            });
            let answer;
            try {
                return await read(sending.then((received) => (answer = received)), asked, (received) => {
                    const took = options.monotonic() - sentAt;
                    return readFitting(received, { name, lifetime }, took, {
                        ...options,
                        host: asked.host,
                    });
                });
            }
            catch (error) {
                throw fateOf(error, answer, options);
            }
        },
        listPage({ order, limit, after, notAfter }) {
            const query = new URLSearchParams({ limit: String(limit), order });
            if (after !== undefined)
                query.set('after', after);
            return read(send('GET', `?${query}`, undefined, {
                ...reading,
                ...(notAfter !== undefined && { notAfter }),
            }), ask('listing the keys'), (answer) => {
                listed += answer.body.length;
                if (listed > MAX_LISTED)
                    throw new UnreadableAnswer('makes the listing larger than 64 MiB');
                return { ...readPage(answer.body, redact), serverTime: (0,waits/* serverClock */.cB)(answer) };
            });
        },
        retrieve(keyId) {
            const asked = ask(`reading key \`${keyId}\``, keyId);
            return read(send('GET', pathOf(keyId), undefined, reading), asked, (answer) => ({
                key: readKey(answer.body, keyId, redact),
                serverTime: (0,waits/* serverClock */.cB)(answer),
            }));
        },
        delete(keyId) {
            const sending = send('DELETE', pathOf(keyId), undefined, {
                repeatable: true,
                droppable: false,
            });
            return read(sending, ask(`deleting key \`${keyId}\``, keyId), (answer) => {
                if (answer.status === 404)
                    return 'gone';
                readDeleted(answer.body, keyId);
                return 'deleted';
            }, (answer) => isSuccess(answer) || (answer.status === 404 && !isUnknownPath(answer)));
        },
    };
}
function isSuccess(answer) {
    return answer.status >= 200 && answer.status <= 299;
}


/***/ }),

/***/ 3040:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  perform: () => (/* binding */ perform)
});

// EXTERNAL MODULE: ./lib/domain/proxy.js
var proxy = __webpack_require__(3252);
// EXTERNAL MODULE: ./lib/domain/duration.js
var duration = __webpack_require__(738);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/http/exchange.js + 3 modules
var exchange = __webpack_require__(9394);
;// CONCATENATED MODULE: ./lib/http/redirect.js


/** By RFC 9110, the request was carried out, and its result is to be seen elsewhere. */
const SEE_OTHER = 303;
/**
 * Follows no redirect, since the request carries a credential.
 *
 * @param uncertain - whether an earlier attempt may have had its effect
 * @throws ActionError on a 3xx: `redirected`, or `unavailable` where the request may have had its effect
 */
function refuseRedirect(request, response, uncertain) {
    const { status } = response;
    if (status < 300 || status > 399)
        return;
    const to = addressIn(response.headers.location, request.url);
    const mayBeDone = status === SEE_OTHER && request.method !== 'GET';
    throw new domain_error/* ActionError */.lZ(
    // Where this or an earlier attempt may have had its effect, this is no refusal.
    uncertain || mayBeDone ? 'unavailable' : 'redirected', `${request.url.host} answered ${request.method} ${request.url.pathname} with a redirect ` +
        `(${status})${to && ` to ${to}`}. Redirects are not followed, ` +
        'since the request carries a credential. Give the final address.', { cause: mayBeDone ? new exchange.ExchangeError('cut', 'it answered 303', { sent: true }) : undefined });
}
/**
 * Where a redirect leads; empty where that is no plain address. What nobody sees in one, such as white
 * space between the pieces of a secret, would be written out as `%20`, and the secret be recognised
 * by nobody any more.
 */
function addressIn(location, base) {
    if (location === undefined || !/^[!-~]+$/.test(location))
        return '';
    const to = URL.parse(location, base.href);
    return to !== null && /^https?:$/.test(to.protocol) ? `${to.origin}${to.pathname}` : '';
}

// EXTERNAL MODULE: ./lib/http/waits.js
var waits = __webpack_require__(9274);
;// CONCATENATED MODULE: ./lib/http/retry.js


/** The first that applies counts; an outcome to which none applies is final. */
const RULES = [
    {
        applies: (outcome) => isAnswer(outcome) && (0,waits/* isRateLimit */.a5)(outcome),
        isHarmless: true,
        reason: (host, outcome) => `${host} limits the rate${statusOf(outcome)}`,
    },
    {
        applies: (outcome, { credential }) => isAnswer(outcome) && !!credential?.isRefusal(outcome),
        isHarmless: true,
        // https://github.com/octokit/auth-app.js waits 1, 2 and 4 s; 5 s in all have been too short.
        newness: {
            waits: [1_000, 2_000, 4_000, 8_000],
            withinMs: 30_000,
            shared: ({ credential }) => credential?.waits,
        },
        reason: (host, outcome) => `${host} refuses the token${statusOf(outcome)}, which it may not know yet if it was made a moment ago`,
    },
    {
        applies: (outcome, { place }) => isAnswer(outcome) && outcome.status === 404 && place !== undefined,
        isHarmless: true,
        newness: {
            waits: [1_000, 2_000, 4_000],
            withinMs: Number.POSITIVE_INFINITY,
            shared: ({ place }) => place,
        },
        reason: (host, outcome) => `${host} does not know a repository or environment${statusOf(outcome)}, perhaps because it was made a ` +
            'moment ago',
    },
    {
        applies: (outcome) => isAnswer(outcome) && (0,waits/* isOutage */.uD)(outcome),
        isHarmless: false,
        reason: (host, outcome) => `${host} answered ${isAnswer(outcome) ? outcome.status : ''}`,
    },
    { applies: (outcome) => isLoss(outcome) && !outcome.sent, isHarmless: true, reason: unreached },
    { applies: isLoss, isHarmless: false, reason: unreached },
];
/** Whether and how to try again; undefined where the outcome is final. */
function retryAfter(outcome, host, mayBeNew) {
    const rule = RULES.find(({ applies }) => applies(outcome, mayBeNew));
    if (rule === undefined)
        return undefined;
    const { isHarmless, newness } = rule;
    const shared = newness?.shared(mayBeNew);
    return {
        isHarmless,
        reason: rule.reason(host, outcome),
        ...(newness && shared && { newness: { ...newness, shared } }),
    };
}
function isAnswer(outcome) {
    return !(outcome instanceof exchange.ExchangeError);
}
function isLoss(outcome) {
    if (isAnswer(outcome) || outcome.final !== undefined)
        return false;
    return outcome.kind !== 'cancelled' && outcome.kind !== 'too-large';
}
function statusOf(outcome) {
    return isAnswer(outcome) ? ` (${outcome.status})` : '';
}
function unreached(host, outcome) {
    return `${host} could not be reached (${isAnswer(outcome) ? outcome.status : outcome.message})`;
}

;// CONCATENATED MODULE: ./lib/http/transport.js






/** An attempt that was begun in time does not last much longer than that. */
const LATE_MS = 60_000;
/** Waits from this length on are announced, so that a quiet log is never a riddle. */
const LONG_WAIT_MS = 5_000;
function createTransport(deps, patience) {
    async function send(request, options) {
        const started = deps.monotonic();
        const { notAfter = Number.POSITIVE_INFINITY } = options;
        const end = Math.min(started + patience.retryForMs, notAfter);
        const { mayBeNew = {} } = options;
        /** How often each kind of newness was waited for. */
        const waited = new Map();
        let uncertain = false;
        const label = `${request.method} ${request.url.host}${request.url.pathname}`;
        for (let tries = 1;; tries++) {
            const begunAt = deps.monotonic();
            noteFirst(mayBeNew, begunAt);
            const outcome = await attempt(request, options, notAfter);
            const failed = outcome instanceof exchange.ExchangeError;
            deps.debug(`${label}: ${failed ? outcome.message : outcome.status} (try ${tries})`);
            if (!failed)
                refuseRedirect(request, outcome, uncertain);
            const retry = retryAfter(outcome, request.url.host, mayBeNew);
            if (retry === undefined || !(options.repeatable || retry.isHarmless)) {
                return finish(outcome, '', uncertain);
            }
            const { newness } = retry;
            const now = deps.monotonic();
            const count = (newness && waited.get(newness.shared)) ?? 0;
            if (newness)
                waited.set(newness.shared, count + 1);
            const wait = newness
                ? newness.waits[count]
                : (0,waits/* waitBefore */.fI)(failed ? undefined : outcome, tries, deps.random(), deps.now());
            const last = newness ? (newness.shared.firstAt ?? now) + newness.withinMs : end;
            if (wait === undefined || (newness && now + wait > last)) {
                return finish(outcome, timesTried(tries, now - started), uncertain);
            }
            if (now + wait > end) {
                return finish(outcome, gaveUp(tries, now - started, wait, patience.retryForMs), uncertain);
            }
            uncertain ||= !retry.isHarmless;
            if (!uncertain)
                options.onRefused?.();
            const sleep = () => {
                announce(retry.reason, wait, newness);
                return deps.sleep(wait, deps.cancelled);
            };
            await (newness ? newness.shared.join(begunAt, deps.monotonic, sleep) : sleep());
        }
    }
    /** In the log: the first wait for what is new, and every long one for something else. */
    function announce(reason, wait, newness) {
        const isQuiet = newness ? newness.shared.isAnnounced : wait < LONG_WAIT_MS;
        const next = `next try in ${(0,duration/* formatDuration */.a3)(wait / 1000)}`;
        if (isQuiet) {
            deps.debug(`${reason}; ${next}.`);
        }
        else if (newness) {
            newness.shared.isAnnounced = true;
            const all = newness.waits.reduce((sum, one) => sum + one, 0);
            deps.info(`${reason}; trying again for up to ${(0,duration/* formatDuration */.a3)(all / 1000)}.`);
        }
        else {
            deps.info(`${reason}; ${next}, at ${clockTime(deps.now() + wait)}.`);
        }
    }
    async function attempt(request, options, notAfter) {
        try {
            options.onAttempt?.(deps.now());
            const signal = options.droppable ? deps.cancelled : undefined;
            const left = Math.max(1, notAfter + LATE_MS - deps.monotonic());
            return await deps.exchange(request, {
                timeoutMs: Math.min(patience.timeoutMs, left),
                signal,
            });
        }
        catch (error) {
            if (error instanceof exchange.ExchangeError)
                return error;
            throw error;
        }
    }
    return { send };
}
function noteFirst({ credential, place }, at) {
    for (const shared of [credential?.waits, place])
        if (shared)
            shared.firstAt ??= at;
}
function finish(outcome, tried, uncertain) {
    if (!(outcome instanceof exchange.ExchangeError))
        return { ...outcome, tried, uncertain };
    outcome.tried = tried;
    outcome.uncertain = uncertain;
    if (outcome.final === undefined)
        throw outcome;
    // Where an earlier attempt may have had its effect, this is no refusal.
    const code = uncertain ? 'unavailable' : 'unreachable';
    throw new domain_error/* ActionError */.lZ(code, outcome.final, { cause: outcome });
}
function timesTried(tries, spentMs) {
    if (tries === 1)
        return 'Tried once';
    const span = spentMs < 1000 ? 'within a second' : `in ${(0,duration/* formatDuration */.a3)(spentMs / 1000)}`;
    return `Tried ${tries} times ${span}`;
}
function gaveUp(tries, spentMs, waitMs, retryForMs) {
    return (`${timesTried(tries, spentMs)}; the next try would come after ${(0,duration/* formatDuration */.a3)(Math.ceil(waitMs / 1000))}, ` +
        `which does not fit in \`retry-for\` (${(0,duration/* formatDuration */.a3)(retryForMs / 1000)})`);
}
function clockTime(ms) {
    return new Date(ms).toISOString().slice(11, 19);
}

// EXTERNAL MODULE: ./lib/openai/admin-keys.js + 7 modules
var admin_keys = __webpack_require__(9383);
;// CONCATENATED MODULE: ./lib/connect.js



/**
 * Clients of both APIs over one transport. Nothing is sent yet.
 *
 * @throws ActionError `environment` where a proxy variable cannot be used
 */
async function connect(world, masks, reporter, options) {
    const exchange = await openExchange(world);
    const isRerun = Number(world.env.GITHUB_RUN_ATTEMPT) > 1;
    const transportFor = (cancelled) => createTransport({ ...world, ...reporter, exchange, cancelled }, options);
    const keysOver = (transport, changes = {}) => (0,admin_keys/* createAdminKeys */._)(transport, {
        ...options,
        ...changes,
        isRerun,
        monotonic: world.monotonic,
        hide: (value) => masks.hide(value),
        redact: (text) => masks.redact(text),
    });
    const transport = transportFor(world.cancelled);
    return {
        keys: keysOver(transport),
        cleanup: keysOver(transportFor(new AbortController().signal)),
        keysBy: (adminApiKey, calledKey) => keysOver(transport, { adminApiKey, calledKey }),
        store: await openStore(transport, world, masks, options),
        isRerun,
    };
}
/** By `import()`: Octokit and libsodium cost 90 ms, which only those pay who write a secret. */
async function openStore(transport, { env }, masks, { github, readOnly }) {
    if (github === null)
        return null;
    // `@actions/github` reads the event at its import, prints what is wrong with it, and it is of no use here.
    delete env.GITHUB_EVENT_PATH;
    const { createSecretStore } = await Promise.all(/* import() */[__webpack_require__.e(692), __webpack_require__.e(358)]).then(__webpack_require__.bind(__webpack_require__, 6358));
    const redact = (text) => masks.redact(text);
    return createSecretStore(transport, { ...github, readOnly, redact });
}
/** @throws ActionError `environment` where a proxy is set that cannot be used */
async function openExchange(world) {
    (0,proxy/* refuseUnusableProxy */.OH)(world.env, process.versions.node);
    return await world.openExchange();
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
;// CONCATENATED MODULE: ./lib/report/headline.js



/**
 * What the step did, in one sentence, the same in the log and the summary.
 *
 * @param show - makes text from outside harmless for the place where the sentence is shown
 */
function headline(result, show) {
    switch (result.operation) {
        case 'create':
            return ofCreate(result, show);
        case 'retrieve':
            return `Key ${show(result.key.id)} is named ${show(result.key.name ?? '')}.`;
        case 'list':
            return ofList(result, show);
        case 'verify':
            return ofVerify(result, show);
        case 'rotate':
            return ofRotate(result, show);
        case 'delete':
            return ofDelete(result);
    }
}
function ofCreate(result, show) {
    const { key, name, lifetime } = result;
    if (key === null)
        return `Dry run: a key named ${show(name)} that ${lifeOf(lifetime)} would be made.`;
    const which = `${show(key.id)} named ${show(name)}`;
    if (result.outcome === 'reused')
        return `Key ${which} is there already; none was made.`;
    const end = result.revokeAfterJob ? ', and is deleted when the job ends' : '';
    return `Made key ${which}: it ${lifeAsMade(key)}${end}.`;
}
function ofRotate(result, show) {
    const { key, name, lifetime, outcome, dryRun, why } = result;
    if (outcome === 'kept') {
        return `${dryRun ? 'Dry run: no' : 'No'} new key named ${show(name)} is due: ${why}.`;
    }
    if (dryRun || key === null) {
        return `Dry run: a key named ${show(name)} that ${lifeOf(lifetime)} would be made, since ${why}.`;
    }
    return `Made key ${show(key.id)} named ${show(name)}, since ${why}. It ${lifeAsMade(key)}.`;
}
/** What the server made counts, not what was asked for. */
function lifeAsMade({ createdAt, expiresAt }) {
    if (expiresAt === null)
        return lifeOf(null);
    return `${lifeOf(expiresAt - createdAt)} (${(0,admin_key/* isoTime */.Ly)(expiresAt)})`;
}
function lifeOf(seconds) {
    return seconds === null ? 'never expires' : `expires after ${(0,duration/* formatDuration */.a3)(seconds)}`;
}
function ofList(result, show) {
    const count = result.keys.length;
    const keys = `${count} admin API ${count === 1 ? 'key' : 'keys'}`;
    const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
    const file = result.file === null ? '' : `, all of them in ${show(result.file)}`;
    return `${keys}${matching}${file}.`;
}
function ofVerify(result, show) {
    const count = result.keys.length;
    const keys = `${count} admin API ${count === 1 ? 'key' : 'keys'}`;
    const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
    if (result.violations === null)
        return `No verdict on ${keys}${matching}.`;
    const found = result.violations.length;
    const said = found === 0 ? 'Compliant' : `Not compliant, ${found} violation${found === 1 ? '' : 's'}`;
    return `${said}: ${keys}${matching} checked.`;
}
/** Whose value the one in `key-value` is, as far as redacted values tell; empty where nobody asks. */
function whoseValue({ valueKeys }, show) {
    if (valueKeys === null)
        return [];
    const keys = valueKeys.map(({ id, name }) => `${show(id)} named ${show(name ?? '')}`);
    if (keys.length === 0) {
        return ['The value in `key-value` is that of none of the keys that were checked.'];
    }
    const fits = keys.length === 1 ? `that of key ${keys[0]}` : `that of one of the keys ${keys.join(', ')}`;
    return [`The value in \`key-value\` is ${fits}, as far as redacted values tell.`];
}
function ofDelete({ keys }) {
    const count = (fate) => keys.filter((key) => key.fate === fate).length;
    const parts = [
        [count('deleted'), 'deleted'],
        [count('gone'), 'already gone'],
        [count('failed'), 'could not be deleted'],
        [count('untried'), 'not tried'],
    ];
    const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
    const planned = count('planned');
    if (planned > 0)
        return `Dry run: ${planned} ${planned === 1 ? 'key' : 'keys'} would be deleted.`;
    return `Keys: ${said.join(', ')}.`;
}
/** How many keys the log lists one by one; outputs and files hold them all. */
const MAX_LINES = 50;
/** What became of a key, in the log. */
const WORDS = {
    planned: 'would be deleted',
    deleted: 'deleted',
    gone: 'already gone',
    failed: 'could not be deleted',
    untried: 'not tried',
    stays: 'stays',
    expired: 'expired',
};
/** What a list in the summary is in the log: a line each, below the headline. */
function details(result, show) {
    switch (result.operation) {
        case 'list':
            return linesOf(result.keys, ({ id, name, redactedValue }) => {
                return `${show(id)} ${show(name ?? '')} ${redactedValue}`;
            });
        case 'delete':
            return linesOf(result.keys, ({ id, fate }) => `${show(id)}: ${WORDS[fate]}`);
        case 'verify':
            return [
                ...whoseValue(result, show),
                ...(result.file === null
                    ? []
                    : [`All keys that were checked are in ${show(result.file)}.`]),
            ];
        case 'rotate':
            return linesOf(result.older, (older) => {
                return `older ${show(older.key.id)}: ${WORDS[fateOf(result, older)]}, ${older.why}`;
            });
        default:
            return [];
    }
}
function linesOf(items, lineOf) {
    // One item is one line, whatever a server put into it.
    const lines = items.slice(0, MAX_LINES).map((item) => `  ${(0,domain_text/* oneLine */.TN)(lineOf(item))}`);
    const left = items.length - lines.length;
    return left > 0 ? [...lines, `  and ${left} more`] : lines;
}
/** What became of an older key of a rotation. */
function fateOf({ deletions }, { key, fate }) {
    if (fate === 'expired')
        return 'expired';
    return deletions.find(({ id }) => id === key.id)?.fate ?? 'stays';
}

;// CONCATENATED MODULE: ./lib/report/outputs.js

/** The runner refuses outputs of more than 1 MiB, counted in UTF-16, names included. */
const MAX_OUTPUT_BYTES = 1_048_576 - 8_192;
function keyOutputs(key) {
    return {
        id: key?.id ?? '',
        name: key?.name ?? '',
        'redacted-value': key?.redactedValue ?? '',
        'created-at': (0,admin_key/* isoTime */.Ly)(key?.createdAt ?? null),
        'expires-at': (0,admin_key/* isoTime */.Ly)(key?.expiresAt ?? null),
        'last-used-at': (0,admin_key/* isoTime */.Ly)(key?.lastUsedAt ?? null),
        owner: key?.raw.owner == null ? '' : JSON.stringify(key.raw.owner),
        key: key === null ? '' : JSON.stringify(key.raw),
    };
}
function writtenOutput({ target, action }) {
    const { app, name } = target;
    if (target.place === 'organization') {
        return { app, organization: target.organization, name, action };
    }
    const repository = `${target.owner}/${target.repo}`;
    const environment = target.place === 'environment' ? { environment: target.environment } : {};
    return { app, repository, ...environment, name, action };
}
function violationOutput({ id, key, rule, message }) {
    const owner = key?.owner ?? null;
    return {
        id,
        name: key?.name ?? null,
        owner: owner === null ? null : { type: owner.type, id: owner.id },
        created_at: timeOrNull(key?.createdAt),
        expires_at: timeOrNull(key?.expiresAt),
        rule,
        message,
    };
}
/** A moment in Unix seconds as ISO 8601 in UTC. */
function timeOrNull(seconds) {
    return seconds == null ? null : (0,admin_key/* isoTime */.Ly)(seconds);
}
function listOutputs(keys) {
    return {
        keys: jsonWithin(keys.map(({ raw }) => raw)),
        ids: keys.map(({ id }) => id).join('\n'),
        count: String(keys.length),
    };
}
function idsOfGone(deletions) {
    const gone = deletions.filter(({ fate }) => fate === 'deleted' || fate === 'gone');
    return gone.map(({ id }) => id).join('\n');
}
/** Every output of the operation but `value`; what is absent is the empty string. */
function outputsOf(result) {
    switch (result.operation) {
        case 'create':
            return {
                ...keyOutputs(result.key),
                created: String(result.outcome === 'created'),
                'secrets-written': JSON.stringify(result.written.map(writtenOutput)),
            };
        case 'retrieve':
            return keyOutputs(result.key);
        case 'list':
            return listOutputs(result.keys);
        case 'verify':
            return {
                ...listOutputs(result.keys),
                compliant: result.violations === null ? '' : String(result.violations.length === 0),
                violations: result.violations === null ? '' : jsonWithin(result.violations.map(violationOutput)),
                'violation-ids': result.violationIds.join('\n'),
            };
        case 'rotate': {
            const rotated = String(result.outcome === 'rotated' && !result.dryRun);
            return {
                ...keyOutputs(result.key),
                created: rotated,
                rotated,
                'deleted-ids': idsOfGone(result.deletions),
                'secrets-written': JSON.stringify(result.written.map(writtenOutput)),
            };
        }
        case 'delete':
            return { 'deleted-ids': idsOfGone(result.keys) };
    }
}
/** A JSON array, given up as soon as it is too large: long listings are. */
function jsonWithin(items) {
    const parts = [];
    let length = 2;
    for (const item of items) {
        const part = JSON.stringify(item);
        length += part.length + 1;
        if (2 * length > MAX_OUTPUT_BYTES)
            return null;
        parts.push(part);
    }
    return `[${parts.join(',')}]`;
}
/**
 * Empties `keys`, then `violations`, then the largest, until all outputs together fit.
 *
 * @returns the outputs, and the names of those that were emptied
 */
function fitOutputs(draft) {
    const emptied = Object.keys(draft).filter((name) => draft[name] === null);
    const outputs = Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, value ?? '']));
    const bySize = Object.keys(outputs).sort((a, b) => lengthOf(outputs, b) - lengthOf(outputs, a));
    for (const name of new Set(['keys', 'violations', ...bySize])) {
        if (sizeOf(outputs) <= MAX_OUTPUT_BYTES)
            break;
        if (!outputs[name])
            continue;
        outputs[name] = '';
        emptied.push(name);
    }
    return { outputs, emptied };
}
function lengthOf(outputs, name) {
    return outputs[name]?.length ?? 0;
}
function sizeOf(outputs) {
    return Object.entries(outputs).reduce((sum, [name, value]) => sum + 2 * (name.length + value.length), 0);
}

// EXTERNAL MODULE: ./lib/report/safe-text.js
var safe_text = __webpack_require__(8641);
// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
;// CONCATENATED MODULE: ./lib/report/tables.js



/** More rows than this nobody reads, and GitHub draws them slowly. */
const MAX_ROWS = 1_000;
/** Keys as a table. `now` is in Unix seconds; rows that do not fit into `budget` bytes are left out. */
function keyTable(head, keys, now, budget) {
    const columns = ['Name', 'Id', 'Redacted value', 'Owner', 'Age', 'Last used', 'Expires'];
    const header = [`| ${columns.join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`];
    return table(head, header, keys, (key) => keyRow(key, now), budget);
}
function keyRow(key, now) {
    const owner = key.owner?.name ?? key.owner?.id ?? '';
    const cells = [
        (0,safe_text/* markdownText */.p7)(key.name ?? ''),
        (0,safe_text/* markdownText */.p7)(key.id),
        (0,safe_text/* markdownText */.p7)(key.redactedValue),
        (0,safe_text/* markdownText */.p7)(owner),
        (0,duration/* formatDuration */.a3)(now - key.createdAt),
        key.lastUsedAt === null ? 'never' : `${(0,duration/* formatDuration */.a3)(now - key.lastUsedAt)} ago`,
        expiryCell(key.expiresAt, now),
    ];
    return `| ${cells.join(' | ')} |`;
}
function expiryCell(expiresAt, now) {
    if (expiresAt === null)
        return 'never';
    const day = (0,admin_key/* isoTime */.Ly)(expiresAt).slice(0, 10);
    return expiresAt <= now ? `expired ${day}` : `${day}, in ${(0,duration/* formatDuration */.a3)(expiresAt - now)}`;
}
/** A table below some lines; rows that do not fit into `budget` bytes are left out with a note. */
function table(head, header, items, rowOf, budget, maxRows = MAX_ROWS) {
    if (items.length === 0)
        return `${head.join('\n')}\n`;
    const sizeOf = (text) => Buffer.byteLength(text) + 1;
    // Room for the note is kept free from the start.
    let room = budget - sizeOf([...head, ...header].join('\n')) - 200;
    const shown = [];
    for (const item of items.slice(0, maxRows)) {
        const row = rowOf(item);
        room -= sizeOf(row);
        if (room < 0)
            break;
        shown.push(row);
    }
    const left = items.length - shown.length;
    const note = left === 0 ? [] : ['', `${left} more are not shown here.`];
    return `${[...head, ...header, ...shown, ...note].join('\n')}\n\n`;
}

// EXTERNAL MODULE: ./lib/domain/policy.js
var policy = __webpack_require__(7024);
;// CONCATENATED MODULE: ./lib/report/chart.js

const DAY = 86_400;
/** More bars than this cannot be told apart. */
const MAX_BARS = 20;
/** Within limits, beyond them, and the limit itself: readable on white and on black. */
const PALETTE = '#2da44e, #cf222e, #bf8700';
/** Mermaid draws a short bar for 0, and none for what lies far below the axis. */
const NO_BAR = -10_000;
const CLASSES = [
    ['under 7', 7],
    ['7 to 30', 30],
    ['30 to 90', 90],
    ['90 to 180', 180],
    ['180 to 365', 365],
    ['over 365', Number.POSITIVE_INFINITY],
];
/**
 * Ages, and what is left of the lives that end, as Mermaid charts: a bar a key for up to 20 keys,
 * beyond that a bar an age class. https://mermaid.js.org/syntax/xyChart.html
 *
 * @param now - Unix seconds
 */
function charts(keys, rules, now) {
    const { 'max-age': maxAge = null, 'min-remaining': minRemaining = null } = rules;
    const live = keys.filter((key) => (0,admin_key/* isLive */.DG)(key, now));
    const ages = live.map((key, index) => {
        const age = now - key.createdAt;
        return {
            label: labelOf(key, index),
            days: Math.max(0, age) / DAY,
            breaks: maxAge !== null && age > maxAge,
        };
    });
    const lives = live.flatMap((key, index) => {
        if (key.expiresAt === null)
            return [];
        const left = key.expiresAt - now;
        return [
            {
                label: labelOf(key, index),
                days: left / DAY,
                breaks: minRemaining !== null && left < minRemaining,
            },
        ];
    });
    return [
        ...(ages.length === 0 ? [] : [chart('Age', ages, maxAge)]),
        ...(lives.length === 0 ? [] : [chart('Remaining life', lives, minRemaining)]),
    ];
}
function chart(title, figures, limit) {
    return figures.length <= MAX_BARS ? barChart(title, figures, limit) : classChart(title, figures);
}
function barChart(title, figures, limit) {
    return draw({
        heading: `${title} in days${limit === null ? '' : `, the limit is ${round(limit / DAY)}`}`,
        horizontal: true,
        labels: figures.map(({ label }) => label),
        unit: 'days',
        good: figures.map(({ days: value, breaks }) => (breaks ? NO_BAR : value)),
        bad: figures.map(({ days: value, breaks }) => (breaks ? value : NO_BAR)),
        lines: limit === null ? [] : [figures.map(() => limit / DAY)],
    });
}
function classChart(title, figures) {
    const counts = CLASSES.map(([, end], index) => {
        const start = CLASSES[index - 1]?.[1] ?? 0;
        const inClass = figures.filter(({ days }) => days >= start && days < end);
        return { all: inClass.length, bad: inClass.filter(({ breaks }) => breaks).length };
    });
    return draw({
        heading: `${title} in days: how many keys`,
        horizontal: false,
        labels: CLASSES.map(([label]) => label),
        unit: 'keys',
        // The second bar is drawn over the first, from the same base.
        good: counts.map(({ all }) => all || NO_BAR),
        bad: counts.map(({ bad }) => bad || NO_BAR),
        lines: [],
    });
}
function draw({ heading, horizontal, labels, unit, good, bad, lines }) {
    const top = Math.max(1, ...good, ...bad, ...lines.flat());
    const list = (values) => values.map(round).join(', ');
    const config = {
        xyChart: { width: 900, height: horizontal ? 140 + 26 * labels.length : 360 },
        // In the dark, Mermaid's own background is a grey box on GitHub's page.
        themeVariables: { xyChart: { plotColorPalette: PALETTE, backgroundColor: 'transparent' } },
    };
    return [
        '```mermaid',
        `%%{init: ${JSON.stringify(config)}}%%`,
        `xychart-beta${horizontal ? ' horizontal' : ''}`,
        `  title "${heading}"`,
        `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
        `  y-axis "${unit}" 0 --> ${Math.ceil(top * 1.1)}`,
        `  bar [${list(good)}]`,
        `  bar [${list(bad)}]`,
        ...lines.map((line) => `  line [${list(line)}]`),
        '```',
    ].join('\n');
}
const round = (value) => Number(value.toFixed(1));
/**
 * A label that Mermaid can only read as one: its number, and its name where that is short and
 * harmless, else its id. A part of a name is not shown: the runner would not know it for a text that
 * it masks.
 */
function labelOf(key, index) {
    const name = key.name?.trim() ?? '';
    if (/^[A-Za-z0-9 ._-]{1,22}$/.test(name))
        return `${index + 1} ${name}`;
    const id = key.id.replace(/[^A-Za-z0-9_]+/g, ' ');
    return `${index + 1} ${id.length > 22 ? `${id.slice(0, 21)}…` : id}`;
}

;// CONCATENATED MODULE: ./lib/report/verdict.js





/** The charts below should not be far away. */
const verdict_MAX_ROWS = 100;
/**
 * The summary of a check: the verdict and the rules first, then what fell short and what to do about
 * it, then charts and all keys.
 *
 * @param head - the heading and the verdict
 * @param budget - bytes
 */
function verdictOf(result, head, budget) {
    const rules = (0,policy/* rulesInForce */.Cl)(result.rules);
    const inForce = rules.length === 0 ? 'none but that no key has expired' : rules.join('; ');
    const whose = whoseValue(result, safe_text/* markdownText */.p7).flatMap((line) => [line, '']);
    const top = [...head, `Rules in force: ${(0,safe_text/* markdownProse */.h$)(inForce)}.`, '', ...whose];
    const parts = [violationsTable(result, top, budget / 2)];
    for (const chart of charts(result.keys, result.rules, result.at))
        parts.push(`${chart}\n\n`);
    const left = budget - parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
    parts.push(keyTable(['#### All keys that were checked', ''], result.keys, result.at, left));
    return parts.join('');
}
function violationsTable({ violations, violationIds }, head, budget) {
    if (violations === null || violations.length === 0)
        return `${head.join('\n')}\n`;
    const row = ({ id, key, rule, message }) => `| ${[
        rule === 'value' ? '`key-value`' : (0,safe_text/* markdownText */.p7)(id),
        (0,safe_text/* markdownText */.p7)(key?.name ?? ''),
        `\`${rule}\``,
        // The id of an owner may look like a reference to an issue, which GitHub would link.
        rule === 'allowed-owners' ? (0,safe_text/* markdownText */.p7)(message) : (0,safe_text/* markdownProse */.h$)(message),
        (0,policy/* cureOf */.XZ)(rule),
    ].join(' | ')} |`;
    const columns = ['Key', 'Name', 'Rule', 'What is wrong', 'What to do'];
    const header = [`| ${columns.join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`];
    return `${table(head, header, violations, row, budget, verdict_MAX_ROWS)}${deletion(violationIds)}`;
}
/** A step that deletes what fell short, for those who want that. */
function deletion(ids) {
    if (ids.length === 0)
        return '';
    const shown = ids.slice(0, 20);
    return [
        '<details><summary>A step that deletes these keys</summary>',
        '',
        '```yaml',
        '- uses: openai-admin-api-keys/action@v1',
        '  with:',
        '    operation: delete',
        '    admin-api-key: ${{ secrets.OPENAI_ADMIN_KEY }}',
        '    key-id: |',
        ...shown.map((id) => `      ${id}`),
        ...(ids.length > shown.length
            ? [`      # and ${ids.length - shown.length} more, in \`violation-ids\``]
            : []),
        '```',
        '',
        '</details>',
        '',
        '',
    ].join('\n');
}

;// CONCATENATED MODULE: ./lib/report/summary.js






const TITLES = {
    create: 'Create an admin API key',
    list: 'Admin API keys',
    retrieve: 'Admin API key',
    verify: 'Admin API keys against the policy',
    rotate: 'Rotate an admin API key',
    delete: 'Delete admin API keys',
};
const FATES = {
    stays: 'stays',
    expired: 'expired',
    planned: 'would be deleted',
    deleted: '✅ deleted',
    gone: '✅ already gone',
    failed: '❌ could not be deleted',
    untried: '⚠️ not tried',
};
/**
 * The job summary of a result, as GitHub's Markdown.
 *
 * @param now - Unix milliseconds, for ages and remaining life
 * @param budget - how many bytes it may take; rows that do not fit are left out with a note
 */
function summaryOf(result, now, budget) {
    const head = [
        `### ${TITLES[result.operation]}`,
        '',
        `${result.failure === undefined ? '' : '❌ '}${headline(result, safe_text/* markdownText */.p7)}`,
        ...('targets' in result ? destinationsOf(result) : []),
        '',
    ];
    if (result.operation === 'verify')
        return verdictOf(result, head, budget);
    if (result.operation === 'delete') {
        const row = (key) => `| ${(0,safe_text/* markdownText */.p7)(key.id)} | ${FATES[key.fate]} |`;
        return table(head, ['| Id | |', '| --- | --- |'], result.keys, row, budget);
    }
    if (result.operation === 'rotate')
        return rotationOf(result, head, now, budget);
    const keys = 'keys' in result ? result.keys : result.key === null ? [] : [result.key];
    return keyTable(head, keys, Math.floor(now / 1000), budget);
}
/** The newest key, then what became of each older one, and why. */
function rotationOf(result, head, now, budget) {
    const newest = result.key === null ? [] : [result.key];
    const top = keyTable(head, newest, Math.floor(now / 1000), budget);
    if (result.older.length === 0)
        return top;
    const row = (older) => `| ${(0,safe_text/* markdownText */.p7)(older.key.id)} | ${(0,admin_key/* isoTime */.Ly)(older.key.createdAt)} | ${FATES[fateOf(result, older)]}: ${older.why} |`;
    const header = ['| Older key | Made | What became of it |', '| --- | --- | --- |'];
    return `${top}${table([], header, result.older, row, budget - Buffer.byteLength(top))}`;
}
/** Where the value is, or would go, a line each. */
function destinationsOf(result) {
    const { targets, written, handedTo, outcome } = result;
    const planned = outcome === 'planned' || (outcome === 'rotated' && result.dryRun);
    const lines = targets.map((target) => {
        const done = written.find((one) => one.target === target);
        const name = (0,safe_text/* markdownProse */.h$)((0,domain_target/* describeTarget */.ff)(target).replaceAll('`', ''));
        if (done !== undefined)
            return `- ✅ ${name} ${done.action}`;
        if (planned)
            return `- ${name}`;
        return outcome === 'kept' || outcome === 'reused' ? `- ✅ ${name}` : `- ❌ ${name} not written`;
    });
    const heading = planned ? 'It would go to:' : 'The value is in:';
    const all = [...lines, ...handedTo.map((place) => `- ✅ ${place}`)];
    return all.length === 0 ? [] : ['', heading, '', ...all];
}

;// CONCATENATED MODULE: ./lib/report/publish.js






/** A larger file is refused whole by the runner; the distance to 1 MiB is for other writers. */
const MAX_SUMMARY_BYTES = 1_000_000;
/** Outputs in which texts of a server stand one below the other, with nothing visible in between. */
const LISTS = ['ids', 'violation-ids', 'deleted-ids'];
/** Makes a result known: outputs, the headline in the log, and the job summary. */
function publish(result, files, reporter, options) {
    // First of all, so that a key has been named whatever happens to the outputs.
    const quoted = (text) => `“${(0,safe_text/* plainLine */.h0)(text)}”`;
    for (const line of [headline(result, quoted), ...details(result, quoted)])
        reporter.info(line);
    const { outputs, emptied } = fitOutputs(outputsOf(result));
    for (const [name, value] of Object.entries(outputs)) {
        files.setOutput(name, LISTS.includes(name) ? options.redact(value) : value);
    }
    if (emptied.length > 0) {
        const names = emptied.map((name) => `\`${name}\``).join(' and ');
        reporter.warning(`The outputs would be larger than the runner takes, so ${names} stayed empty.` +
            fileHint(result));
    }
    if (options.summaryFile === undefined)
        return;
    try {
        // Other parts of a composite action may have written to the same file.
        const taken = (0,external_node_fs_.statSync)(options.summaryFile, { throwIfNoEntry: false })?.size ?? 0;
        const summary = summaryOf(result, options.now, MAX_SUMMARY_BYTES - taken);
        (0,external_node_fs_.appendFileSync)(options.summaryFile, options.redact(summary));
    }
    catch (error) {
        reporter.warning(`The job summary could not be written: ${(0,domain_error/* messageOf */.bD)(error)}.`);
    }
}
/** Where all keys are to be had when the outputs cannot hold them. */
function fileHint(result) {
    if (!('file' in result))
        return '';
    return result.file === null
        ? ' Set `keys-file` to get all keys.'
        : ' The file of `keys-file` holds all keys.';
}

;// CONCATENATED MODULE: ./lib/runner/journal.js

/** Writes down how far the step got. The entry is on disk when this returns. */
function writeJournal(files, { sign }, entry) {
    files.saveState('journal', sign('journal', JSON.stringify(entry)));
}
/** The writes of the key in the journal, apart from it because it changes twice a target. */
function writeProgress(files, { sign }, progress) {
    files.saveState('progress', sign('progress', progress));
}
/** Whether the main step saved anything; cheap, since most post steps find nothing. */
function hasState(env) {
    return [...spellingsOf(env, 'journal'), ...spellingsOf(env, 'progress')].length > 0;
}
/**
 * The last entry that the main step wrote. A text that nobody signed, a name in several spellings,
 * and a progress without an entry are not what it wrote.
 */
function readState(env, signature) {
    const journal = readSigned(env, 'journal', signature);
    const progress = spellingsOf(env, 'progress').length === 0 ? '' : undefined;
    const text = progress ?? readSigned(env, 'progress', signature);
    if (journal === undefined || text === undefined)
        return undefined;
    const entry = JSON.parse(journal);
    return isWhole(entry) ? { entry, progress: text } : undefined;
}
/** The runner keeps these names without regard to case, in the spelling that came first. */
function spellingsOf(env, name) {
    const variable = `STATE_${name}`.toUpperCase();
    return Object.keys(env).filter((key) => key.toUpperCase() === variable);
}
function readSigned(env, name, { open }) {
    const [spelling, ...others] = spellingsOf(env, name);
    if (spelling === undefined || others.length > 0)
        return undefined;
    return open(name, env[spelling] ?? '');
}
/** An id becomes part of an address, so it is looked at even where the signature is right. */
function isWhole(entry) {
    return entry.stage !== 'made' || isKeyId(entry.keyId);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/runner/signature.js

/** A SHA-256 in hexadecimal, and a dot. */
const LENGTH = 64 + 1;
/** @param env - where the runner says which step of which run this is; the same in main and post */
function createSignature(adminApiKey, env) {
    const { GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB, GITHUB_ACTION } = env;
    const step = [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB, GITHUB_ACTION].map((id) => id ?? '');
    const codeOf = (name, text) => (0,external_node_crypto_.createHmac)('sha256', adminApiKey.reveal())
        .update(JSON.stringify([...step, name, text]))
        .digest('hex');
    return {
        sign: (name, text) => `${codeOf(name, text)}.${text}`,
        open(name, signed) {
            const text = signed.slice(LENGTH);
            const [given, right] = [signed.slice(0, LENGTH), `${codeOf(name, text)}.`].map(Buffer.from);
            if (given?.length !== right?.length)
                return undefined;
            return given && right && (0,external_node_crypto_.timingSafeEqual)(given, right) ? text : undefined;
        },
    };
}

;// CONCATENATED MODULE: ./lib/runner/unwritable.js

const OTHER_USER = 'It belongs to another user than the one that runs this step: look at `container:` and at the user ' +
    'of the runner.';
/** What to do about a file that takes nothing, by the code of the error. */
const ADVICE = {
    ENOSPC: 'The disk of the runner is full: free space on it.',
    EDQUOT: 'The disk quota of the runner is used up: free space on it.',
    EACCES: OTHER_USER,
    EPERM: OTHER_USER,
    EROFS: 'Its disk is mounted read-only.',
    EISDIR: 'Something put a folder in its place.',
    ENOENT: 'An earlier step, or a program on the runner, removed it.',
};
/**
 * The sentence for a file of the runner's that could not be written.
 *
 * @param variable - the one that names the file: `GITHUB_OUTPUT`
 * @param name - of the output, state or variable that was to go into it
 */
function unwritable(variable, name, error) {
    const message = (0,domain_error/* messageOf */.bD)(error);
    const { code } = error;
    // `@actions/core` looks for the file first, and has words of its own for one that is gone.
    const kind = /^Missing file/.test(message) ? 'ENOENT' : String(code);
    const advice = ADVICE[kind];
    return new domain_error/* ActionError */.lZ('file', `The runner could not take \`${name}\`: the file in \`${variable}\` cannot be written (${message}).` +
        (advice === undefined ? '' : ` ${advice}`), { cause: error });
}

;// CONCATENATED MODULE: ./lib/perform.js






/**
 * Carries out a request and makes the result known. Loaded only when there is a request, with all
 * that talking to a server needs.
 *
 * @throws ActionError also where part of the work was done; outputs and summary tell of that part
 */
async function perform(request, world, masks, reporter) {
    const { cancelled, env } = world;
    const files = guarded(await world.openFiles());
    const signature = createSignature(request.adminApiKey, env);
    const readOnly = !('dryRun' in request) || request.dryRun;
    const github = 'github' in request ? request.github : null;
    const result = await operate(request, {
        ...(await connect(world, masks, reporter, { ...request, github, readOnly })),
        log: reporter,
        now: world.now,
        monotonic: world.monotonic,
        sleep: (ms) => world.sleep(ms, cancelled),
        cancelled,
        writeJournal: (entry) => writeJournal(files, signature, entry),
        writeProgress: (progress) => writeProgress(files, signature, progress),
        setValueOutput: (value) => files.setOutput('value', value.reveal()),
        exportValue: (variable, value) => files.exportVariable(variable, value.reveal()),
    });
    const summaryFile = (request.summary && env.GITHUB_STEP_SUMMARY) || undefined;
    try {
        const redact = (text) => masks.redact(text);
        publish(result, files, reporter, { summaryFile, now: world.now(), redact });
    }
    catch (error) {
        throw (0,domain_error/* alsoFailed */.$o)(result.failure, error);
    }
    if (result.failure !== undefined)
        throw result.failure;
}
/** By `import()`: each operation is loaded by those who use it. */
async function operate(request, tools) {
    switch (request.operation) {
        case 'create':
            return (await Promise.all(/* import() */[__webpack_require__.e(561), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 9968))).create(request, tools);
        case 'list':
            return (await __webpack_require__.e(/* import() */ 415).then(__webpack_require__.bind(__webpack_require__, 7415))).list(request, tools);
        case 'retrieve':
            return (await __webpack_require__.e(/* import() */ 400).then(__webpack_require__.bind(__webpack_require__, 4400))).retrieve(request, tools);
        case 'verify':
            return (await __webpack_require__.e(/* import() */ 684).then(__webpack_require__.bind(__webpack_require__, 9684))).verify(request, tools);
        case 'rotate':
            return (await Promise.all(/* import() */[__webpack_require__.e(561), __webpack_require__.e(205)]).then(__webpack_require__.bind(__webpack_require__, 5205))).rotate(request, tools);
        case 'delete':
            return (await __webpack_require__.e(/* import() */ 183).then(__webpack_require__.bind(__webpack_require__, 9183))).deleteKeys(request, tools);
    }
}
/** The runner's files, with a sentence for each way in which they take nothing. */
function guarded(files) {
    const guard = (variable, write) => {
        return (name, value) => {
            try {
                write(name, value);
            }
            catch (error) {
                throw unwritable(variable, name, error);
            }
        };
    };
    return {
        setOutput: guard('GITHUB_OUTPUT', files.setOutput),
        saveState: guard('GITHUB_STATE', files.saveState),
        exportVariable: guard('GITHUB_ENV', files.exportVariable),
    };
}


/***/ })

};

export const id = 637;
export const ids = [637];
export const modules = {

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/* unused harmony export alsoFailed */
/**
 * A failure that a person can act on. The message says what happened, to which input, key or
 * target, and what to do. Whatever is thrown and is not an `ActionError` is a bug of this action.
 */
class ActionError extends Error {
    name = 'ActionError';
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
/** The message of anything that can be thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/**
 * What to throw where telling of a failure failed too: the second must not hide the first.
 *
 * @param failure - undefined where there was none
 * @param error - whatever was thrown then; a bug stays a bug
 */
function alsoFailed(failure, error) {
    if (failure === undefined || !(error instanceof ActionError))
        return error;
    const message = `${failure.message}\n${error.message}`;
    return new ActionError(failure.code, message, { cause: error });
}


/***/ }),

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

/***/ 3998:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ isKeyValue),
/* harmony export */   z: () => (/* binding */ Secret)
/* harmony export */ });
const HIDDEN = '***';
/**
 * A plaintext credential. However it is printed, joined, serialised or inspected, it shows as
 * `***`; `reveal` is the only way to the text, and is called where a value is masked and where it
 * is delivered, nowhere else.
 */
class Secret {
    #text;
    constructor(text) {
        this.#text = text;
    }
    /** The plaintext. */
    reveal() {
        return this.#text;
    }
    /** Whether both are the same text. */
    equals(other) {
        return this.#text === other.#text;
    }
    /**
     * Whether a redacted value can be this one's: `sk-admin...xyz` keeps beginning and end. It rules
     * other keys out and cannot prove the same one, since several may share their last letters.
     */
    matchesRedacted(redacted) {
        const gap = redacted.search(/\.\.|\*\*|…/);
        if (gap < 0)
            return false;
        const end = redacted.slice(gap).replace(/^[.*…]+/, '');
        return (gap + end.length > 0 &&
            this.#text.startsWith(redacted.slice(0, gap)) &&
            this.#text.endsWith(end));
    }
    toString() {
        return HIDDEN;
    }
    toJSON() {
        return HIDDEN;
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return HIDDEN;
    }
}
/**
 * Whether a text can be a key's value: 8 to 1024 printable ASCII characters without space. Anything
 * else could break out of a mask, a header or a file command. Nor one with dots or stars in a row:
 * gateways that keep keys out of their logs put them in the place of a new one too, and what is left
 * would be delivered as if it were a key.
 */
function isKeyValue(text) {
    return typeof text === 'string' && /^(?!.*(?:\.\.|\*\*))[\x21-\x7e]{8,1024}$/.test(text);
}


/***/ }),

/***/ 8251:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RW: () => (/* binding */ hideCredentials),
/* harmony export */   Z5: () => (/* binding */ readAdminKey),
/* harmony export */   Zm: () => (/* binding */ refuseTracing)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_proxy_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3252);
/* harmony import */ var _domain_secret_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3998);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1516);




/** The admin key as given: the input, or else the environment variable; empty where neither is. */
function readAdminKey(env) {
    return (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(env, 'admin-api-key') || (env.OPENAI_ADMIN_KEY ?? '').trim();
}
/** Masks every credential that the step was given, before anything else is printed. */
function hideCredentials(env, masks) {
    for (const name of Object.keys(_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK)) {
        const text = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(env, name) ?? '';
        if (_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].secret && text !== _inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].default)
            masks.hide(new _domain_secret_js__WEBPACK_IMPORTED_MODULE_2__/* .Secret */ .z(text));
    }
    masks.hide(new _domain_secret_js__WEBPACK_IMPORTED_MODULE_2__/* .Secret */ .z(env.OPENAI_ADMIN_KEY ?? ''));
    for (const form of (0,_domain_proxy_js__WEBPACK_IMPORTED_MODULE_1__/* .proxyCredentials */ .FF)(env))
        masks.hide(new _domain_secret_js__WEBPACK_IMPORTED_MODULE_2__/* .Secret */ .z(form));
}
/** Variables that make Node print what it does, past everything that this action prints itself. */
const PRINTING = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'];
const OPENS = 'lets others look into the process';
const REPORTS = 'writes a report with all environment variables';
const DUMPS = 'writes the memory of the process to a file';
/** Options of Node's in `NODE_OPTIONS` with which no secret would be safe, and why. */
const UNSAFE_OPTIONS = {
    '--abort-on-uncaught-exception': DUMPS,
    '--heapsnapshot-near-heap-limit': DUMPS,
    '--heapsnapshot-signal': DUMPS,
    '--inspect': OPENS,
    '--inspect-brk': OPENS,
    '--inspect-wait': OPENS,
    '--report-on-fatalerror': REPORTS,
    '--report-on-signal': REPORTS,
    '--report-uncaught-exception': REPORTS,
    '--tls-keylog': 'writes the keys of each connection to a file',
    '--trace-event-categories': 'writes what the process does to a file',
    '--trace-events-enabled': 'writes what the process does to a file',
    '--trace-tls': 'prints each connection',
};
/**
 * Refuses to work where Node was told to print or keep what it does, or to let others look on.
 *
 * @throws ActionError `environment`
 */
function refuseTracing(env) {
    const variable = PRINTING.find((name) => env[name]);
    if (variable !== undefined) {
        throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `The environment variable \`${variable}\` is set, which makes Node print requests with the admin key ` +
            'in them. Nothing was sent. Remove it from this job.');
    }
    const [option, why] = unsafeOption(env.NODE_OPTIONS ?? '') ?? [];
    if (option === undefined)
        return;
    throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `\`NODE_OPTIONS\` holds \`${option}\`, which ${why}. Nothing was sent. Take the option out of the ` +
        'environment of this step.');
}
/** The first option that no secret would be safe with, and why. */
function unsafeOption(options) {
    // Node takes `_` for `-`, and a value after `=`.
    const given = wordsOf(options).map((word) => word.split('=')[0]?.replaceAll('_', '-'));
    return Object.entries(UNSAFE_OPTIONS).find(([option]) => given.includes(option));
}
/**
 * The words of `NODE_OPTIONS` as Node reads them: apart by spaces, but for those in double quotes, which
 * may stand anywhere in a word, and in which a backslash takes the next character as it is.
 * https://nodejs.org/api/cli.html#node_optionsoptions
 */
function wordsOf(options) {
    const words = options.match(/(?:"(?:\\.|[^"\\])*"?|[^ "])+/gs) ?? [];
    return words.map((word) => word.replace(/"((?:\\.|[^"\\])*)"?/gs, (_, quoted) => quoted.replace(/\\(.)/gs, '$1')));
}


/***/ }),

/***/ 1516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R5: () => (/* binding */ readInput),
/* harmony export */   bK: () => (/* binding */ INPUT_RULES)
/* harmony export */ });
/* unused harmony exports OPERATIONS, INPUTS, inputVariable, defaultOf */
/** The operations, by the word that `operation` takes. */
const OPERATIONS = ['create', 'list', 'retrieve', 'verify', 'rotate', 'delete'];
/** The operations that make keys. */
const MAKING = ['create', 'rotate'];
/** Every input there is. `action.yml` says the same; a test holds the two against each other. */
const INPUTS = {
    operation: { default: '', for: OPERATIONS },
    'admin-api-key': { default: '', for: OPERATIONS, secret: true },
    'base-url': { default: 'https://api.openai.com/v1', for: OPERATIONS },
    name: { default: '', for: ['create', 'list', 'verify', 'rotate'] },
    'key-id': { default: '', for: ['retrieve', 'verify', 'delete'], list: true },
    'expires-in': { default: 'never', for: MAKING, refusesEmpty: true },
    'if-exists': { default: 'create', for: ['create'] },
    'revoke-after-job': { default: 'false', for: ['create'] },
    'output-value': { default: 'false', for: MAKING },
    'export-env': { default: '', for: MAKING },
    'secret-name': { default: '', for: MAKING },
    'secret-repositories': {
        default: '${{ github.repository }}',
        for: MAKING,
        refusesEmpty: true,
        list: true,
    },
    'secret-environment': { default: 'none', for: MAKING, refusesEmpty: true, list: true },
    'secret-organization': { default: 'none', for: MAKING, refusesEmpty: true },
    'secret-visibility': { default: 'keep', for: MAKING },
    'secret-app': { default: 'actions', for: MAKING, list: true },
    'github-token': { default: '', for: MAKING, secret: true },
    'github-api-url': { default: '${{ github.api_url }}', for: MAKING },
    order: { default: 'asc', for: ['list'] },
    after: { default: '', for: ['list'] },
    limit: { default: '', for: ['list'] },
    'keys-file': { default: '', for: ['list', 'verify'] },
    'max-age': { default: 'none', for: ['verify'], refusesEmpty: true },
    'max-idle': { default: 'none', for: ['verify'], refusesEmpty: true },
    'min-remaining': { default: 'none', for: ['verify', 'rotate'], refusesEmpty: true },
    'rotate-after': { default: 'none', for: ['rotate'], refusesEmpty: true },
    now: { default: 'false', for: ['rotate'] },
    'grace-period': { default: '24h', for: ['rotate'], refusesEmpty: true },
    'require-expiry': { default: 'false', for: ['verify'] },
    'allowed-owners': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
    'key-value': { default: 'none', for: ['verify'], refusesEmpty: true, secret: true },
    'on-violation': { default: 'fail', for: ['verify'] },
    'dry-run': { default: 'false', for: ['create', 'rotate', 'delete'] },
    'retry-for': { default: '15m', for: OPERATIONS },
    timeout: { default: '30s', for: OPERATIONS },
    summary: { default: 'true', for: OPERATIONS },
};
const INPUT_RULES = INPUTS;
/** The environment variable in which the runner passes an input. */
function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
/** An input as the runner passes it, trimmed; undefined where it was left out. */
function readInput(env, name) {
    return env[inputVariable(name)]?.trim();
}
/** What an input is when it is left out. */
function defaultOf(env, name) {
    const text = INPUT_RULES[name].default;
    if (text === '${{ github.repository }}')
        return env.GITHUB_REPOSITORY ?? '';
    if (text === '${{ github.api_url }}')
        return env.GITHUB_API_URL || 'https://api.github.com';
    return text;
}


/***/ }),

/***/ 4637:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openSaved: () => (/* binding */ openSaved)
});

// EXTERNAL MODULE: ./lib/domain/secret.js
var secret = __webpack_require__(3998);
// EXTERNAL MODULE: ./lib/request/credentials.js
var credentials = __webpack_require__(8251);
// EXTERNAL MODULE: ./lib/runner/journal.js
var journal = __webpack_require__(4417);
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

;// CONCATENATED MODULE: ./lib/saved.js




/**
 * What the main step saved, checked with the admin key that the post step was given. Apart from the
 * entry because checking a signature costs some milliseconds, which a step that saved nothing does
 * not pay.
 */
function openSaved(env) {
    const adminApiKey = (0,credentials/* readAdminKey */.Z5)(env);
    const state = adminApiKey === '' ? undefined : (0,journal/* readState */.un)(env, createSignature(new secret/* Secret */.z(adminApiKey), env));
    return { state, adminApiKey };
}


/***/ })

};

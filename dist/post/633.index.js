export const id = 633;
export const ids = [633];
export const modules = {

/***/ 5931:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ Credential),
/* harmony export */   V: () => (/* binding */ isKeyValue)
/* harmony export */ });
const HIDDEN = '***';
/**
 * A plaintext credential. Printed, joined, serialised or inspected, it shows as `***`. Only `reveal` returns
 * the text; a test lists the files that may call it.
 */
class Credential {
    #text;
    constructor(text) {
        this.#text = text;
    }
    reveal() {
        return this.#text;
    }
    equals(other) {
        return this.#text === other.#text;
    }
    /**
     * Whether a redacted value such as `sk-admin...xyz` fits this one. It can rule out other keys but cannot
     * prove the same one, since several may have the same last letters.
     */
    matchesRedacted(redacted) {
        const ends = endsOf(redacted);
        return ends !== undefined && this.#hasEnds(ends);
    }
    /** Whether a redacted value shows letters that this one does not have. */
    contradictsRedacted(redacted) {
        const ends = endsOf(redacted);
        return ends !== undefined && !this.#hasEnds(ends);
    }
    #hasEnds([start, end]) {
        return this.#text.startsWith(start) && this.#text.endsWith(end);
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
/** What a redacted value shows; undefined where it shows nothing, or is in no known form. */
function endsOf(redacted) {
    const gap = redacted.search(/\.\.|\*\*|…/);
    if (gap < 0)
        return undefined;
    const end = redacted.slice(gap).replace(/^[.*…]+/, '');
    return gap + end.length > 0 ? [redacted.slice(0, gap), end] : undefined;
}
/**
 * Whether a text can be the value of a key: 8 to 1024 printable ASCII characters without spaces. Others
 * could break out of a mask, a header or a file command. Dots or stars in a row are refused: some gateways
 * redact even the value of a new key.
 */
function isKeyValue(text) {
    return typeof text === 'string' && /^(?!.*(?:\.\.|\*\*))[\x21-\x7e]{8,1024}$/.test(text);
}


/***/ }),

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   e5: () => (/* binding */ failsEveryRequest),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/* unused harmony exports isDueTo, joinFailures, alsoFailed */
/**
 * A failure that a person can act on. The message says what happened, to which input, key or target, and
 * what to do. Any other error is a bug in this action.
 */
class ActionError extends Error {
    name = 'ActionError';
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
const FATAL_CODES = [
    'unauthorized',
    'invalid-key',
    'account-inactive',
    'address-refused',
    'wrong-host',
    'no-credit',
    'rate-limited',
    'unavailable',
    'unreachable',
    'redirected',
    'cancelled',
];
/** Whether other requests would fail in the same way. */
function failsEveryRequest({ code }) {
    return FATAL_CODES.includes(code);
}
/** Whether a failure, or one that caused it, is of one of these kinds. */
function isDueTo({ code, cause }, codes) {
    return codes.includes(code) || (cause instanceof ActionError && isDueTo(cause, codes));
}
/** The message of anything that can be thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/** Joins failures into one with all their messages; undefined without failures. */
function joinFailures(failures) {
    const [first, ...others] = failures.filter((failure) => failure !== undefined);
    if (first === undefined || others.length === 0)
        return first;
    const message = [first, ...others].map((failure) => failure.message).join('\n');
    return new ActionError(first.code, message, { cause: others[0] });
}
/** What to throw if reporting failed, too: the second error must not hide the first. A bug stays a bug. */
function alsoFailed(failure, error) {
    return error instanceof ActionError ? joinFailures([failure, error]) : error;
}


/***/ }),

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

/***/ 8863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bs: () => (/* binding */ maskCredentials),
/* harmony export */   Z5: () => (/* binding */ readAdminKey),
/* harmony export */   Zm: () => (/* binding */ refuseTracing)
/* harmony export */ });
/* unused harmony export isFork */
/* harmony import */ var _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5931);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9342);
/* harmony import */ var _domain_proxy_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3252);
/* harmony import */ var _definitions_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3683);




/** The admin key: the input, or else the environment variable, or else an empty text. */
function readAdminKey(env) {
    return (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(env, 'admin-api-key') || (env.OPENAI_ADMIN_KEY ?? '').trim();
}
/** Whether a dry run of a manifest checks the file alone, since pull requests of forks get no credentials. */
function isFork(inputs) {
    return (inputs.env.GITHUB_EVENT_NAME === 'pull_request' &&
        inputs.text('operation') === 'rotate' &&
        inputs.isGiven('manifest') &&
        inputs.isGiven('dry-run') &&
        readAdminKey(inputs.env) === '' &&
        !inputs.isGiven('github-token'));
}
/** Masks every credential that the step was given, before anything else is printed. */
function maskCredentials(env, masker) {
    for (const name of _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_NAMES */ .Qh) {
        const text = (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(env, name) ?? '';
        if (_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].secret && text !== _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].default)
            masker.mask(new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G(text));
    }
    masker.mask(new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G(env.OPENAI_ADMIN_KEY ?? ''));
    for (const form of (0,_domain_proxy_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyCredentials */ .FF)(env))
        masker.mask(new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G(form));
}
/** Variables that make Node print requests itself, so that this action cannot redact them. */
const PRINTING = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'];
const OPENS = 'opens the process to a debugger';
const REPORTS = 'writes a report with all environment variables';
const DUMPS = 'writes the memory of the process to a file';
/** Options in `NODE_OPTIONS` that can expose secrets, and how. */
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
    '--tls-keylog': 'writes TLS keys to a file',
    '--trace-event-categories': 'writes a trace of the process to a file',
    '--trace-events-enabled': 'writes a trace of the process to a file',
    '--trace-tls': 'prints TLS traffic',
};
/**
 * Stops the step if Node is set to print, record or expose what the process does.
 *
 * @throws ActionError `environment`
 */
function refuseTracing(env) {
    const variable = PRINTING.find((name) => env[name]);
    if (variable !== undefined) {
        throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('environment', `The environment variable \`${variable}\` makes Node print requests, including the admin key. Nothing ` +
            'was sent. Remove the variable from this job.');
    }
    const [option, why] = unsafeOption(env.NODE_OPTIONS ?? '') ?? [];
    if (option === undefined)
        return;
    throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('environment', `\`NODE_OPTIONS\` contains \`${option}\`, which ${why}. Nothing was sent. Remove the option from the ` +
        'environment of this step.');
}
/** The first unsafe option, and why it is unsafe. */
function unsafeOption(options) {
    // Node takes `_` for `-`, and a value after `=`.
    const given = wordsOf(options).map((word) => word.split('=')[0]?.replaceAll('_', '-'));
    return Object.entries(UNSAFE_OPTIONS).find(([option]) => given.includes(option));
}
/**
 * Splits `NODE_OPTIONS` as Node does: at spaces outside double quotes. Within quotes, a backslash escapes
 * the next character.
 * https://nodejs.org/api/cli.html#node_optionsoptions
 */
function wordsOf(options) {
    const words = options.match(/(?:"(?:\\.|[^"\\])*"?|[^ "])+/gs) ?? [];
    return words.map((word) => word.replace(/"((?:\\.|[^"\\])*)"?/gs, (_, quoted) => quoted.replace(/\\(.)/gs, '$1')));
}


/***/ }),

/***/ 3683:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qh: () => (/* binding */ INPUT_NAMES),
/* harmony export */   R5: () => (/* binding */ readInput),
/* harmony export */   bK: () => (/* binding */ INPUT_RULES)
/* harmony export */ });
/* unused harmony exports OPERATIONS, INPUTS, ENTRY_INPUTS, inputVariable, defaultOf */
/** The operations, by the word that `operation` takes. */
const OPERATIONS = ['create', 'list', 'retrieve', 'verify', 'rotate', 'delete'];
const MAKING = ['create', 'rotate'];
const OF_SECRET = { for: MAKING, needs: 'secret-name' };
/** Every input. A test compares this table with `action.yml`. */
const INPUTS = {
    operation: { default: '', for: OPERATIONS, step: true },
    'admin-api-key': { default: '', for: OPERATIONS, secret: true, step: true },
    'base-url': { default: 'https://api.openai.com/v1', for: OPERATIONS, step: true },
    name: { default: '', for: ['create', 'list', 'verify', 'rotate'] },
    'project-id': { default: 'none', for: OPERATIONS, refusesEmpty: true, list: true },
    'service-account-id': {
        default: 'none',
        for: ['create', 'rotate', 'list', 'verify'],
        refusesEmpty: true,
    },
    scopes: { default: 'all', for: MAKING, refusesEmpty: true, list: true },
    'expires-in': { default: 'never', for: MAKING, refusesEmpty: true },
    'rotate-after': { default: 'none', for: ['rotate'], refusesEmpty: true },
    'min-remaining': { default: 'none', for: ['verify', 'rotate'], refusesEmpty: true },
    'grace-period': { default: '24h', for: ['rotate'], refusesEmpty: true },
    'secret-name': { default: '', for: MAKING },
    'secret-repositories': {
        default: '${{ github.repository }}',
        ...OF_SECRET,
        refusesEmpty: true,
        list: true,
    },
    'secret-environment': { default: 'none', ...OF_SECRET, refusesEmpty: true, list: true },
    'secret-organization': { default: 'none', ...OF_SECRET, refusesEmpty: true },
    'secret-visibility': { default: 'keep', ...OF_SECRET },
    'secret-app': { default: 'actions', ...OF_SECRET, list: true },
    manifest: { default: 'none', for: ['rotate', 'verify'], refusesEmpty: true, step: true },
    only: { default: 'all', for: ['rotate'], needs: 'manifest', refusesEmpty: true, list: true },
    'max-rotations': { default: '20', for: ['rotate'], needs: 'manifest' },
    'key-id': { default: '', for: ['retrieve', 'verify', 'delete'], list: true },
    'if-exists': { default: 'create', for: ['create'] },
    'revoke-after-job': { default: 'false', for: ['create'] },
    'output-value': { default: 'false', for: MAKING, step: true },
    'export-env': { default: '', for: MAKING, step: true },
    'github-token': { default: '', ...OF_SECRET, secret: true, step: true },
    'github-api-url': { default: '${{ github.api_url }}', for: MAKING, step: true },
    order: { default: 'asc', for: ['list'] },
    after: { default: '', for: ['list'] },
    limit: { default: '', for: ['list'] },
    'report-file': { default: '', for: OPERATIONS, step: true },
    'keys-file': { default: '', for: ['list', 'verify'] },
    'max-age': { default: 'none', for: ['verify'], refusesEmpty: true },
    'max-idle': { default: 'none', for: ['verify'], refusesEmpty: true },
    now: { default: 'false', for: ['rotate'], step: true },
    'require-expiry': { default: 'false', for: ['verify'] },
    'allowed-owners': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
    'allowed-owner-types': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
    'key-value': { default: 'none', for: ['verify'], refusesEmpty: true, secret: true },
    'on-violation': { default: 'fail', for: ['verify'] },
    'dry-run': { default: 'false', for: ['create', 'rotate', 'delete'], step: true },
    'retry-for': { default: '15m', for: OPERATIONS, step: true },
    timeout: { default: '30s', for: OPERATIONS, step: true },
    summary: { default: 'true', for: OPERATIONS, step: true },
};
const INPUT_RULES = INPUTS;
const INPUT_NAMES = Object.keys(INPUTS);
/** The inputs of `rotate` that are fields of an entry of a manifest, too. */
const ENTRY_INPUTS = INPUT_NAMES.filter((name) => {
    const { for: users, needs, step } = INPUT_RULES[name];
    return users.includes('rotate') && needs !== 'manifest' && !step;
});
/** The environment variable in which the runner passes an input. */
function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
/** An input as the runner passes it, trimmed; undefined if it was not given. */
function readInput(env, name) {
    return env[inputVariable(name)]?.trim();
}
/** The value of an input that was not given. */
function defaultOf(env, name) {
    const text = INPUT_RULES[name].default;
    if (text === '${{ github.repository }}')
        return env.GITHUB_REPOSITORY ?? '';
    if (text === '${{ github.api_url }}')
        return env.GITHUB_API_URL || 'https://api.github.com';
    return text;
}


/***/ }),

/***/ 7633:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openSaved: () => (/* binding */ openSaved)
});

// EXTERNAL MODULE: ./lib/domain/credential.js
var credential = __webpack_require__(5931);
// EXTERNAL MODULE: ./lib/inputs/credentials.js
var credentials = __webpack_require__(8863);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/runner/signature.js

/** A SHA-256 in hexadecimal, and a dot. */
const LENGTH = 64 + 1;
/** @param env - identifies the run and the step; the same in main and post */
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
            const given = Buffer.from(signed.slice(0, LENGTH));
            const right = Buffer.from(`${codeOf(name, text)}.`);
            return given.length === right.length && (0,external_node_crypto_.timingSafeEqual)(given, right) ? text : undefined;
        },
    };
}

// EXTERNAL MODULE: ./lib/runner/state.js
var runner_state = __webpack_require__(5223);
;// CONCATENATED MODULE: ./lib/saved-state.js




/**
 * What the main step saved, checked with the admin key that the post step was given. Apart from the
 * entry because checking a signature costs some milliseconds, which a step that saved nothing does
 * not pay.
 */
function openSaved(env) {
    const adminApiKey = (0,credentials/* readAdminKey */.Z5)(env);
    const state = adminApiKey === ''
        ? undefined
        : (0,runner_state/* readState */.un)(env, createSignature(new credential/* Credential */.G(adminApiKey), env));
    return { state, adminApiKey };
}


/***/ })

};

import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 5237:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __nccwpck_require__(9342);
// EXTERNAL MODULE: ./lib/domain/proxy.js
var domain_proxy = __nccwpck_require__(3252);
// EXTERNAL MODULE: ./lib/domain/url.js
var domain_url = __nccwpck_require__(5917);
// EXTERNAL MODULE: ./lib/inputs/credentials.js
var credentials = __nccwpck_require__(8863);
// EXTERNAL MODULE: ./lib/inputs/definitions.js
var definitions = __nccwpck_require__(3683);
// EXTERNAL MODULE: ./lib/domain/credential.js
var credential = __nccwpck_require__(5931);
// EXTERNAL MODULE: ./lib/inputs/mistakes.js
var mistakes = __nccwpck_require__(9416);
// EXTERNAL MODULE: ./lib/domain/spelling.js
var spelling = __nccwpck_require__(4680);
;// CONCATENATED MODULE: ./lib/inputs/names.js


/**
 * Checks the names of all `INPUT_` variables. GitHub only warns about a misspelled input, so a name that
 * shares a word with an input, or is at most two letters away from one, is a problem. Any other name may
 * belong to another action and is a warning.
 */
function checkNames({ env, problems, warnings }) {
    const known = new Set(definitions/* INPUT_NAMES */.Qh.map(definitions/* inputVariable */.LO));
    for (const variable of Object.keys(env).sort()) {
        if (!variable.startsWith('INPUT_') || known.has(variable))
            continue;
        const name = variable.slice('INPUT_'.length).toLowerCase();
        const words = wordsOf(name);
        const related = definitions/* INPUT_NAMES */.Qh.filter((one) => wordsOf(one).some((word) => words.includes(word)));
        const meant = (0,spelling/* nearestWord */.z)(name.replaceAll('_', '-'), definitions/* INPUT_NAMES */.Qh) ??
            (related.length === 1 ? related[0] : undefined);
        if (meant !== undefined || related.length > 0) {
            problems.push(`\`${name}\` is not an input of this action.` +
                ((0,spelling/* didYouMean */.a)(meant) || ' Correct its spelling, or remove it.'));
        }
        else if (env[variable]?.trim()) {
            warnings.push(`The variable \`${variable}\` is not an input of this action and was ignored. It may belong to ` +
                'another action, or come from `env:`.');
        }
    }
}
function wordsOf(name) {
    return name.split(/[-_ ]/).filter((word) => word !== '');
}

// EXTERNAL MODULE: ./lib/inputs/new-key.js
var new_key = __nccwpck_require__(7921);
// EXTERNAL MODULE: ./lib/inputs/places.js
var inputs_places = __nccwpck_require__(2945);
// EXTERNAL MODULE: ./lib/inputs/reader.js
var reader = __nccwpck_require__(178);
;// CONCATENATED MODULE: ./lib/inputs/parse.js










const DAY = 86_400;
/**
 * Reads and checks all inputs.
 *
 * @param env - with the inputs as `INPUT_<NAME>`
 * @param warn - receives warnings, if no input has a problem
 * @param options - what removes secrets from a text, and what reads a manifest, if the step names one
 * @throws ActionError `input` with every problem, and what to do about each
 */
function parseRequest(env, warn = () => undefined, { redact, manifests } = {}) {
    const inputs = new reader/* Inputs */.G(env, redact);
    checkNames(inputs);
    const operation = inputs.choice('operation', definitions/* OPERATIONS */.xb);
    if (operation !== undefined)
        inputs.refuseUnused(operation);
    const settings = readSettings(inputs);
    const readers = inputs.isGiven('manifest') ? manifests : undefined;
    const request = operation && readOperation(operation, settings, inputs, readers);
    const { problems, warnings } = inputs;
    if (problems.length === 0 && request !== undefined) {
        for (const warning of warnings)
            warn(warning);
        return request;
    }
    const count = problems.length === 1 ? 'An input is wrong' : `${problems.length} inputs are wrong`;
    throw new domain_error/* ActionError */.lZ('input', `${count}; nothing was sent.\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}
function readSettings(inputs) {
    const baseUrl = inputs.url('base-url');
    return {
        adminApiKey: checkAdminKey(baseUrl, inputs),
        baseUrl,
        retryForMs: (inputs.duration('retry-for', 0, DAY) ?? 0) * 1000,
        timeoutMs: (inputs.duration('timeout', 1, 300) ?? 1) * 1000,
        summary: inputs.boolean('summary'),
    };
}
function checkAdminKey(baseUrl, inputs) {
    const text = (0,credentials/* readAdminKey */.Z5)(inputs.env);
    const mistake = (0,mistakes/* mistakeIn */.o)(text, 'OpenAI');
    if (text === '' && (0,credentials/* isFork */.B0)(inputs))
        return new credential/* Credential */.G('');
    if (text === '') {
        inputs.problem('admin-api-key', 'is empty, and so is the environment variable `OPENAI_ADMIN_KEY`. Runs from forks and from ' +
            'Dependabot get no Actions secrets, and a job gets the secrets of an environment only with ' +
            '`environment:`. Otherwise the secret does not exist.');
    }
    else if (mistake !== undefined) {
        inputs.problem('admin-api-key', mistake);
    }
    else if (!/^[\x21-\x7e]+$/.test(text)) {
        inputs.problem('admin-api-key', 'contains characters that no key has (white space, line breaks or non-ASCII characters). Save the ' +
            'secret again with only the key.');
    }
    else if ((0,domain_url/* isOpenAi */.Dk)(baseUrl.hostname) && !text.startsWith('sk-')) {
        inputs.problem('admin-api-key', 'does not start with `sk-` as every OpenAI key does. Check which secret is read here, and save it ' +
            'again with only the key.');
    }
    return new credential/* Credential */.G(text);
}
function readOperation(operation, settings, inputs, manifests) {
    switch (operation) {
        case 'create':
            return (0,new_key/* readCreate */.$t)(settings, inputs);
        case 'list':
            return {
                ...settings,
                operation,
                places: (0,inputs_places/* readPlaces */.BQ)(inputs),
                name: inputs.text('name') || null,
                order: inputs.choice('order', ['asc', 'desc']) ?? 'asc',
                after: readAfter(inputs),
                limit: inputs.count('limit'),
                keysFile: readKeysFile(inputs),
            };
        case 'retrieve':
            return { ...settings, operation, keyId: (0,inputs_places/* readKeyIds */.i$)(inputs, 'key-id', 1, 1)[0] ?? '' };
        case 'verify':
            return readVerify(settings, inputs, manifests);
        case 'rotate':
            return manifests === undefined
                ? (0,new_key/* readRotate */.oq)(settings, inputs)
                : manifests.readReconcile(settings, inputs, manifests.readManifest);
        case 'delete':
            return {
                ...settings,
                operation,
                keyIds: (0,inputs_places/* readKeyIds */.i$)(inputs, 'key-id', 1, Number.POSITIVE_INFINITY),
                dryRun: inputs.boolean('dry-run'),
            };
    }
}
function readVerify(settings, inputs, manifests) {
    const name = inputs.text('name') || null;
    const keyIds = (0,inputs_places/* readKeyIds */.i$)(inputs, 'key-id', 0, Number.POSITIVE_INFINITY);
    if (name !== null && keyIds.length > 0) {
        inputs.problem('key-id', 'cannot be combined with `name`. Remove one of the two.');
    }
    const places = (0,inputs_places/* readPlaces */.BQ)(inputs);
    const manifest = manifests?.readManifest({ settings, inputs, fixed: [] }) ?? null;
    if (manifest !== null && (name !== null || keyIds.length > 0)) {
        inputs.problem('manifest', 'cannot be combined with `name` or `key-id`. Remove one of the two.');
    }
    const limit = (input) => inputs.duration(input, 1, new_key/* MAX_LIMIT */.tq, 'none');
    return {
        ...settings,
        operation: 'verify',
        places: manifest === null || inputs.isGiven('project-id') ? places : placesOf(manifest),
        name,
        keyIds,
        rules: {
            'max-age': limit('max-age'),
            'max-idle': limit('max-idle'),
            'min-remaining': limit('min-remaining'),
            'require-expiry': inputs.boolean('require-expiry') || null,
            'allowed-owners': readOwners(inputs),
            'allowed-owner-types': readOwnerTypes(inputs),
        },
        keyValue: inputs.isGiven('key-value') ? inputs.secret('key-value', 'OpenAI') : null,
        onViolation: inputs.choice('on-violation', ['fail', 'warn']) ?? 'fail',
        keysFile: readKeysFile(inputs),
        manifest,
    };
}
function placesOf({ entries }) {
    const accounts = entries.map(({ request }) => request.account);
    const projects = accounts.flatMap((account) => account?.projectId ?? []);
    const hasAdminKeys = accounts.includes(null);
    return { hasAdminKeys, projects: [...new Set(projects)], serviceAccountId: null };
}
function readAfter(inputs) {
    if (inputs.isGiven('after') && inputs.isGiven('project-id')) {
        inputs.problem('after', "cannot be combined with `project-id`: the order of a project's keys is not defined. Remove it.");
        return null;
    }
    const [after = null] = (0,inputs_places/* readKeyIds */.i$)(inputs, 'after', 0, 1);
    if (after?.includes('/')) {
        inputs.problem('after', 'must be the id of an admin key: only their pages have an order.');
    }
    return after;
}
function readOwners(inputs) {
    if (!inputs.isGiven('allowed-owners'))
        return null;
    const owners = inputs.list('allowed-owners');
    // No owner has such an id, so every key would be a violation.
    if (owners.some((owner) => owner === 'all' || owner === 'none')) {
        inputs.problem('allowed-owners', 'must be owner ids, or `any`.');
    }
    return owners;
}
function readOwnerTypes(inputs) {
    if (!inputs.isGiven('allowed-owner-types'))
        return null;
    const types = inputs.list('allowed-owner-types');
    const wrong = types.find((type) => type !== 'user' && type !== 'service_account');
    if (wrong !== undefined) {
        inputs.refuse('allowed-owner-types', 'must be `user`, `service_account` or both', wrong);
    }
    return types;
}
function readKeysFile(inputs) {
    const path = inputs.text('keys-file');
    if (path === '')
        return null;
    if (/^~[^/\\]*[/\\]/.test(path)) {
        inputs.problem('keys-file', 'starts with `~`, which only a shell expands. Use a path in the workspace or in ' +
            '`${{ runner.temp }}`.');
    }
    else if (!/[^/\\]\.(json|ndjson|csv)$/i.test(path)) {
        inputs.problem('keys-file', 'must be a path that ends in `.json`, `.ndjson` or `.csv`.');
    }
    return path;
}

// EXTERNAL MODULE: ./lib/report/safe-text.js
var safe_text = __nccwpck_require__(8641);
;// CONCATENATED MODULE: ./lib/report/logger.js

function createLogger(toolkit, masker) {
    const safe = (text) => (0,safe_text/* plainLines */.y1)(masker.redact(text));
    return {
        info: (line) => toolkit.info(safe(line)),
        // Without debug logging the runner discards these lines, and a long listing has a hundred.
        debug: (line) => {
            if (toolkit.isDebug())
                toolkit.debug(safe(line));
        },
        notice: (message) => toolkit.notice(safe(message)),
        warning: (message) => toolkit.warning(safe(message)),
        error: (message) => toolkit.error(safe(message)),
    };
}

// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __nccwpck_require__(4621);
;// CONCATENATED MODULE: ./lib/domain/short-secret.js

/**
 * A shorter secret is hidden only as a whole word. A password `key` is part of every id that a server sends;
 * with `***` in each id, keys could not be told apart.
 */
const WORD = 8;
/**
 * Finds a short secret in a text, also with invisible characters in between.
 *
 * @param secret - without white space and invisible characters
 */
function wordsIn(text, secret) {
    const spans = [];
    const isWord = secret.length < WORD;
    const first = secret.charAt(0);
    let start = text.indexOf(first);
    while (start >= 0) {
        const end = endOfMatch(text, start, secret);
        const isFound = end >= 0 && !(isWord && (goesOn(text, start, -1) || goesOn(text, end - 1, 1)));
        if (isFound)
            spans.push({ start, end });
        start = text.indexOf(first, isFound ? end : start + 1);
    }
    return spans;
}
/** The end of the secret that starts at a place; negative if none starts there. */
function endOfMatch(text, start, secret) {
    let at = start;
    for (let index = 0; index < secret.length; index++) {
        if (index > 0)
            at += 1;
        while (at < text.length && (0,domain_text/* kindOf */.I)(text.charCodeAt(at)) !== domain_text/* UNIT */.p5.seen)
            at += 1;
        if (text.charCodeAt(at) !== secret.charCodeAt(index))
            return -1;
    }
    return at + 1;
}
/** Whether a word continues beyond a place. Dots and stars are part of words, as in `sk-admin...xyz`. */
function goesOn(text, edge, step) {
    if (!isLetter(text.charAt(edge)))
        return false;
    let at = edge + step;
    while ('.*…'.includes(text[at] ?? ' '))
        at += step;
    return isLetter(text.charAt(at));
}
function isLetter(character) {
    if (character === ' ' || character === '"')
        return false;
    return /[\p{L}\p{N}_-]/u.test(character);
}

;// CONCATENATED MODULE: ./lib/domain/known-secrets.js


/** This many characters of a secret in a row are hidden; a shorter secret as a whole. */
const RUN = 12;
/** Encoded forms of a secret that are shorter are not searched for. */
const MIN_FORM = 8;
/** The number of characters in a block of the search. */
const BLOCK = 3;
const PLACEHOLDER = /^sk-(?:(?:admin|proj|svcacct)-?|[A-Za-z0-9_-]{0,17}[.*…]+[A-Za-z0-9_-]{0,20})$/;
/** Stands for a UTF-16 unit that is skipped, as is the real U+0001. */
const SKIPPED = 1;
const folded = new Uint16Array(65_536);
/** A UTF-16 unit, with ASCII in lower case, or `SKIPPED`. */
function fold(unit) {
    return folded[unit] || foldFirst(unit);
}
function foldFirst(unit) {
    const isUpper = unit >= 0x41 && unit <= 0x5a;
    const result = (0,domain_text/* kindOf */.I)(unit) === domain_text/* UNIT */.p5.seen ? unit + (isUpper ? 32 : 0) : SKIPPED;
    folded[unit] = result;
    return result;
}
/** A hash of three letters, in 16 bits. */
function hashOf(first, second, third) {
    return (first * 7_919 + second * 101 + third) & 0xffff;
}
/**
 * The secrets of one step, and a search for them: for any 12 characters in a row, in upper or lower case, and
 * for shorter secrets as a whole. White space and invisible characters in between are skipped.
 */
class KnownSecrets {
    #texts = new Set();
    #short = new Set();
    #index = new RunIndex();
    /** The plaintexts. */
    get texts() {
        return this.#texts;
    }
    /**
     * Ignores single characters, which are in every text, and placeholders such as `sk-admin...xyz` or their
     * start, which the API shows for every key.
     */
    add(text) {
        if (this.#texts.has(text) || (0,domain_text/* compact */.oE)(text).length < 2 || PLACEHOLDER.test(text))
            return;
        this.#texts.add(text);
        for (const form of formsOf(text)) {
            const letters = (0,domain_text/* compact */.oE)(form);
            if (letters.length < RUN)
                this.#short.add(letters);
            else
                this.#index.add(letters.replace(/[A-Z]+/g, (upper) => upper.toLowerCase()));
        }
    }
    /** Finds secrets, or runs of their characters, in linear time. */
    find(text) {
        return {
            runs: this.#index.find(text),
            short: [...this.#short].flatMap((secret) => wordsIn(text, secret)),
        };
    }
}
/**
 * Finds runs with the Wu-Manber algorithm: each block tells how many of the next characters cannot end a run,
 * so most of a text is skipped. Skipped characters only make a run longer, so this holds with them, too.
 */
class RunIndex {
    /** All that was added, a NUL after each. */
    #letters = '';
    /** By the hash of its last block: where each run ends in `#letters`. */
    #ends = new Map();
    /** By the hash of a block: how many characters after it cannot be the last of a run. */
    #skips = new Uint8Array(65_536).fill(RUN - BLOCK + 1);
    add(letters) {
        const offset = this.#letters.length;
        this.#letters += `${letters}\0`;
        const skips = this.#skips;
        for (let at = BLOCK - 1; at < letters.length; at++) {
            const [first, second] = [letters.charCodeAt(at - 2), letters.charCodeAt(at - 1)];
            const hash = hashOf(first, second, letters.charCodeAt(at));
            skips[hash] = Math.min(skips[hash] ?? 0, Math.max(0, RUN - 1 - at));
            if (at < RUN - 1)
                continue;
            const ends = this.#ends.get(hash);
            if (ends === undefined)
                this.#ends.set(hash, [offset + at]);
            else if (!ends.some((end) => this.#runTo(end) === this.#runTo(offset + at))) {
                ends.push(offset + at);
            }
        }
    }
    /** The run that ends at a place in `#letters`. */
    #runTo(end) {
        return this.#letters.slice(end - RUN + 1, end + 1);
    }
    find(text) {
        const spans = [];
        let at = this.#letters === '' ? text.length : RUN - 1;
        while (at < text.length) {
            at = nextPlace(text, at, this.#skips);
            if (at < text.length)
                at = this.#lookAt(text, at, spans);
        }
        return spans;
    }
    /** Adds the run that ends at a place, if one does, and returns where to continue. */
    #lookAt(text, at, spans) {
        const middle = before(text, at);
        const [first, second] = [letterAt(text, before(text, middle)), letterAt(text, middle)];
        const hash = hashOf(first, second, letterAt(text, at));
        const span = this.#runAt(text, at, this.#ends.get(hash) ?? []);
        if (span === undefined)
            return at + 1;
        const last = spans.at(-1);
        if (last !== undefined && span.start < last.end)
            last.end = span.end;
        else
            spans.push(span);
        return span.end;
    }
    /** The longest run whose first `RUN` characters end at a place. */
    #runAt(text, place, ends) {
        for (const end of ends) {
            const start = this.#startOf(text, place, end);
            if (start < 0)
                continue;
            let last = place;
            for (let at = place + 1, next = end + 1; at < text.length; at++) {
                const letter = fold(text.charCodeAt(at));
                if (letter === SKIPPED)
                    continue;
                if (letter !== this.#letters.charCodeAt(next))
                    break;
                last = at;
                next += 1;
            }
            return { start, end: last + 1 };
        }
        return undefined;
    }
    /** The start of a run that ends at a place; negative if none ends there. */
    #startOf(text, place, end) {
        let at = place;
        for (let left = 0; left < RUN; left++) {
            if (letterAt(text, at) !== this.#letters.charCodeAt(end - left))
                return -1;
            if (left < RUN - 1)
                at = before(text, at);
        }
        return at;
    }
}
/** The forms in which the action or Node writes a secret: as it is, in JSON, URLs, Base64. */
function formsOf(text) {
    const forms = [JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())];
    // Base64 differs at each of three offsets; characters that depend on the neighbours are cut.
    for (const offset of [0, 1, 2]) {
        const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
        const base64 = bytes.toString('base64');
        const end = base64.endsWith('=') ? base64.indexOf('=') - 1 : base64.length;
        const form = base64.slice(offset === 0 ? 0 : offset + 1, end);
        forms.push(form, form.replaceAll('+', '-').replaceAll('/', '_'));
    }
    return new Set([text, ...forms.filter((form) => form.length >= MIN_FORM)]);
}
/**
 * The first place from `from` on where a run may end, or else the length of the text. One loop without
 * calls, since it reads listings of 10,000 keys.
 */
function nextPlace(text, from, skips) {
    let at = from;
    while (at < text.length) {
        const third = folded[text.charCodeAt(at)];
        if (third === SKIPPED) {
            at += 1;
            continue;
        }
        let middle = at - 1;
        let second = folded[text.charCodeAt(middle)];
        while (second === SKIPPED)
            second = folded[text.charCodeAt(--middle)];
        let outer = middle - 1;
        let first = folded[text.charCodeAt(outer)];
        while (first === SKIPPED)
            first = folded[text.charCodeAt(--outer)];
        if (third === 0 || second === 0 || first === 0)
            foldAll(text, outer, at);
        else {
            const skip = skips[(first * 7_919 + second * 101 + third) & 0xffff];
            if (skip === 0)
                return at;
            at += skip;
        }
    }
    return text.length;
}
/** Fills `folded` for the characters of a text from one place to another. */
function foldAll(text, from, to) {
    for (let at = Math.max(0, from); at <= to; at++)
        fold(text.charCodeAt(at));
}
/** The place of the last character before a place that is not skipped; negative if there is none. */
function before(text, place) {
    let at = place - 1;
    while (at >= 0 && fold(text.charCodeAt(at)) === SKIPPED)
        at -= 1;
    return at;
}
function letterAt(text, place) {
    return place < 0 ? SKIPPED : fold(text.charCodeAt(place));
}

// EXTERNAL MODULE: ./lib/domain/credential-shape.js
var credential_shape = __nccwpck_require__(4091);
;// CONCATENATED MODULE: ./lib/domain/redact.js



const NOTHING_KNOWN = new KnownSecrets();
/**
 * A key as the API shows it: `sk-admin...xyz`, with up to 20 characters on each side. The pattern is bounded
 * to limit time and stack.
 */
const REDACTED_VALUE = /(?<![A-Za-z0-9_.*…-])([A-Za-z0-9_-]{0,20})(?:[.*…]{2,1024}|…)(?![.*…])([A-Za-z0-9_-]{0,20})(?![A-Za-z0-9_*…-]|\.\.)/g;
/**
 * Redacts a text from outside, before it is shown, kept or cut: known secrets, and everything with the shape
 * of a credential, become `***`. Redacted values stay.
 *
 * @returns the same text if nothing is hidden, which is fast
 */
function redact(text, known = NOTHING_KNOWN) {
    const { runs, short } = known.find(text);
    const { shapes, marked } = (0,credential_shape/* credentialsIn */.W)(text);
    if (runs.length + short.length + shapes.length + marked.length === 0)
        return text;
    const values = redactedValuesIn(text, runs, known.texts);
    const hidden = outside([...runs, ...marked], values);
    return (0,domain_text/* replaceSpans */.Gg)(text, [...hidden, ...short, ...shapes], '***');
}
/** The redacted values in a text that show no more of a known secret than its two ends. */
function redactedValuesIn(text, runs, secrets) {
    const values = [];
    let at = 0;
    for (const { index: start, 0: whole, 1: head = '', 2: tail = '' } of text.matchAll(REDACTED_VALUE)) {
        const end = start + whole.length;
        while ((runs[at]?.end ?? text.length) < start)
            at += 1;
        const showsRun = (runs[at]?.start ?? text.length) < end;
        if (!showsRun || areEndsOfOne(head, tail, secrets))
            values.push({ start, end });
    }
    return values;
}
/** Whether two texts are the beginning and the end of one secret, and no more than half of it. */
function areEndsOfOne(head, tail, secrets) {
    for (const secret of secrets) {
        const isHalf = 2 * (head.length + tail.length) <= secret.length;
        if (isHalf && secret.startsWith(head) && secret.endsWith(tail))
            return true;
    }
    return false;
}
/** The spans that lie in none of the others, which are in order and do not overlap. */
function outside(spans, others) {
    let at = 0;
    return (0,domain_text/* inOrder */.al)(spans).filter(({ start, end }) => {
        while ((others[at]?.end ?? Number.POSITIVE_INFINITY) <= start)
            at += 1;
        const other = others[at];
        return other === undefined || start < other.start || end > other.end;
    });
}

;// CONCATENATED MODULE: ./lib/runner/masker.js


/** @param addMask - masks one text, as `setSecret` does */
function createMasker(addMask) {
    const masked = new Set();
    const known = new KnownSecrets();
    return {
        mask(secret) {
            const text = secret.reveal().trim();
            // The runner masks each line of a longer text by itself.
            for (const form of [text, ...text.split(/\r?\n/)]) {
                if (form.trim() === '' || masked.has(form))
                    continue;
                addMask(form);
                masked.add(form);
                known.add(form);
            }
        },
        redact: (text) => redact(text, known),
    };
}

;// CONCATENATED MODULE: ./lib/action.js








/** Enough for a stack trace; errors of libraries may contain whole responses. */
const MAX_TRACE = 5_000;
/**
 * The main step: request, operation, report. Never throws; a failure is one error annotation.
 *
 * @returns the exit code of the step
 */
async function runAction(runtime) {
    const { env, toolkit } = runtime;
    const masker = createMasker(toolkit.setSecret);
    const logger = createLogger(toolkit, masker);
    runtime.onUncaught((error) => reportFailure(error, logger, masker));
    try {
        (0,credentials/* maskCredentials */.Bs)(env, masker);
        (0,credentials/* refuseTracing */.Zm)(env);
        const hasManifest = ((0,definitions/* readInput */.R5)(env, 'manifest') || 'none') !== 'none';
        const request = parseRequest(env, logger.warning, {
            redact: masker.redact,
            // By `import()`: the reader of YAML is large.
            ...(hasManifest && { manifests: await Promise.all(/* import() */[__nccwpck_require__.e(815), __nccwpck_require__.e(304)]).then(__nccwpck_require__.bind(__nccwpck_require__, 8304)) }),
        });
        announceRoute(request, env, logger);
        // Imported here, so that a refused input does not load the HTTP stack.
        const { execute } = await __nccwpck_require__.e(/* import() */ 852).then(__nccwpck_require__.bind(__nccwpck_require__, 2852));
        await execute(request, runtime, masker, logger);
        return 0;
    }
    catch (error) {
        reportFailure(error, logger, masker);
        return 1;
    }
}
function announceRoute(request, env, logger) {
    const { hostname, host } = request.baseUrl;
    if (!(0,domain_url/* isExpectedHost */.R9)(hostname)) {
        logger.warning(`\`base-url\` points to ${host}, which is not OpenAI: it receives the admin key.`);
    }
    const github = 'github' in request ? request.github : null;
    if (github !== null && !isGitHub(github.apiUrl, env)) {
        logger.warning(`\`github-api-url\` points to ${github.apiUrl.host}, which is not this workflow's GitHub: it ` +
            'receives the GitHub token.');
    }
    // Without its credentials.
    const proxy = (0,domain_proxy/* readProxy */.nM)(env)?.host;
    const leaves = [request.baseUrl, github?.apiUrl].some((url) => url && !(0,domain_url/* isLoopback */.U9)(url.hostname));
    if (proxy !== undefined && leaves) {
        logger.info(`Requests go through the proxy ${proxy}, unless \`NO_PROXY\` names their host.`);
    }
    const ignored = (0,domain_proxy/* ignoredProxies */.jS)(env).map((name) => `\`${name}\``);
    if (ignored.length > 0 && leaves) {
        logger.info(`Requests go through no proxy: ${ignored.join(' and ')} is not used, since both APIs use https. To ` +
            'use a proxy, set `HTTPS_PROXY`.');
    }
}
function isGitHub(url, env) {
    if ((0,domain_url/* isLoopback */.U9)(url.hostname) || url.hostname === 'api.github.com')
        return true;
    return url.href === URL.parse(env.GITHUB_API_URL ?? '')?.href;
}
function reportFailure(error, logger, masker) {
    if (error instanceof domain_error/* ActionError */.lZ)
        logger.error(error.message);
    else
        logger.error(`This is a bug in the action: ${(0,domain_error/* messageOf */.bD)(error)}. Report it with the debug log.`);
    for (let cause = error; cause instanceof Error; cause = cause.cause) {
        // Redacted before it is cut, since half a secret is not found.
        logger.debug(masker.redact(cause.stack ?? cause.message).slice(0, MAX_TRACE));
    }
}


/***/ }),

/***/ 4091:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ looksLikeCredential),
/* harmony export */   W: () => (/* binding */ credentialsIn)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4621);

// The start of a credential, up to its minimum length. The pattern is bounded, so it is fast on any text.
// The look-behind excludes names such as `task-admin-for-the-nightly-builds` and `laughs_at_everything`.
const START = /(?<![A-Za-z0-9])(?:sk-(?:(?:admin|proj|svcacct)-[A-Za-z0-9_-]{20}|[A-Za-z0-9_]{40})|gh[opsur]_[\w.-]{8})|github_pat_\w{8}|\bBearer(?=\s)/g;
/** In the middle of every OpenAI key. */
const MARK = 'T3BlbkFJ';
const KEY_LETTER = /[A-Za-z0-9_-]/;
const TOKEN_LETTER = /[\w.-]/;
const BEARER_LETTER = /[^\s"']/;
const SPACE = /\s/;
/** Finds credentials in a text, also with invisible characters in between, in linear time. */
function credentialsIn(text) {
    const found = plainCredentialsIn(text);
    // Most texts are ASCII, and this check takes a fifth of the time.
    if (!/[^\n\r -~]/.test(text))
        return found;
    const { visible, places } = visiblePart(text);
    if (visible.length === text.length)
        return found;
    const more = plainCredentialsIn(visible);
    const inText = ({ start, end }) => {
        return { start: places[start] ?? 0, end: (places[end - 1] ?? 0) + 1 };
    };
    return {
        shapes: [...found.shapes, ...more.shapes.map(inText)],
        marked: [...found.marked, ...more.marked.map(inText)],
    };
}
/** Whether a text holds something that has the shape of a credential. */
function looksLikeCredential(text) {
    const { shapes, marked } = credentialsIn(text);
    return shapes.length + marked.length > 0;
}
function plainCredentialsIn(text) {
    const shapes = [];
    const pattern = new RegExp(START);
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
        const { index, 0: begin } = found;
        const isBearer = begin === 'Bearer';
        const from = isBearer ? endOfRun(text, pattern.lastIndex, SPACE) : pattern.lastIndex;
        const letter = isBearer ? BEARER_LETTER : begin.startsWith('sk') ? KEY_LETTER : TOKEN_LETTER;
        const end = endOfRun(text, from, letter);
        pattern.lastIndex = end;
        if (!isBearer || end > from)
            shapes.push({ start: index, end });
    }
    const marked = [];
    let done = 0;
    for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, done)) {
        let start = at;
        while (start > done && KEY_LETTER.test(text.charAt(start - 1)))
            start -= 1;
        done = endOfRun(text, at + MARK.length, KEY_LETTER);
        marked.push({ start, end: done });
    }
    return { shapes, marked };
}
/** The end of a run of letters. A pattern would run out of stack after some millions. */
function endOfRun(text, start, letter) {
    let end = start;
    while (end < text.length && letter.test(text.charAt(end)))
        end += 1;
    return end;
}
/** A text without invisible characters, and the place where each of its UTF-16 units was. */
function visiblePart(text) {
    const places = new Uint32Array(text.length);
    const pieces = [];
    let length = 0;
    let start = 0;
    for (let at = 0; at < text.length; at++) {
        if ((0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(text.charCodeAt(at)) !== _text_js__WEBPACK_IMPORTED_MODULE_0__/* .UNIT */ .p5.invisible) {
            places[length++] = at;
            continue;
        }
        if (at > start)
            pieces.push(text.slice(start, at));
        start = at + 1;
    }
    return { visible: pieces.join('') + text.slice(start), places };
}


/***/ }),

/***/ 5931:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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

/***/ 738:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   Lz: () => (/* binding */ toleranceOf),
/* harmony export */   Pe: () => (/* binding */ spellLife),
/* harmony export */   XH: () => (/* binding */ spellApart),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   vR: () => (/* binding */ suggestDuration)
/* harmony export */ });
const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SIMPLE = /^(\d{1,12})([smhdw])$/;
const ISO_8601 = /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})S)?)?$/;
/**
 * Parses a duration: a whole number and one of `s m h d w` (`90d`), or ISO 8601 with weeks, days and
 * times (`P90D`, `PT12H`). Numbers without a unit, months and years are refused.
 *
 * @param text - the input, trimmed
 * @returns whole seconds, or undefined if the text is not a duration
 */
function parseDuration(text) {
    const simple = SIMPLE.exec(text);
    if (simple !== null) {
        return Number(simple[1]) * UNIT_SECONDS[simple[2]];
    }
    const iso = ISO_8601.exec(text);
    if (iso === null)
        return undefined;
    const counts = iso.slice(1).map((count) => Number(count ?? 0));
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = counts;
    const { w, d, h, m } = UNIT_SECONDS;
    return weeks * w + days * d + hours * h + minutes * m + seconds;
}
/** Spellings of a unit, and the unit that each stands for; years and months count in days. */
const SPELLINGS = [
    [/^(?:y|yrs?|years?)$/i, 'd', 365],
    [/^(?:mo|mos|months?)$/i, 'd', 30],
    [/^(?:s|secs?|seconds?)$/i, 's', 1],
    [/^(?:m|[Mm]ins?|[Mm]inutes?)$/, 'm', 1],
    [/^(?:h|hrs?|hours?)$/i, 'h', 1],
    [/^(?:d|days?)$/i, 'd', 1],
    [/^(?:w|weeks?)$/i, 'w', 1],
];
/**
 * A suggestion for a text that is not a duration: `365d` for `1y` or `P1Y`, `90d` for `3 months` or
 * `90 days`; undefined if there is none.
 */
function suggestDuration(text) {
    const months = /^P(\d{1,4})M$/.exec(text);
    if (months !== null)
        return `${30 * Number(months[1])}d`;
    const [, count, word = ''] = /^P?(\d{1,6}) ?([A-Za-z]+)$/.exec(text) ?? [];
    if (count === undefined)
        return undefined;
    const spelling = SPELLINGS.find(([pattern]) => pattern.test(word));
    return spelling && `${Number(count) * spelling[2]}${spelling[1]}`;
}
/**
 * The tolerance of a limit, both in seconds: 5 %, at most 6 hours. GitHub starts scheduled runs hours late
 * or early, and a weekly run that starts early must not skip a week.
 */
function toleranceOf(limit) {
    return Math.min(limit * 0.05, 6 * UNIT_SECONDS.h);
}
/** The units of a length in a text, from the largest on: as a word, as a symbol, in seconds. */
const UNITS = [
    ['day', 'd', UNIT_SECONDS.d],
    ['hour', 'h', UNIT_SECONDS.h],
    ['minute', 'min', UNIT_SECONDS.m],
    ['second', 's', 1],
];
/**
 * Formats a duration in its two largest units: `3 d 4 h`, `12 min`, `45 s`.
 *
 * @param seconds - the length; fractions are cut, negative counts as 0
 */
function formatDuration(seconds) {
    let rest = Math.max(0, Math.floor(seconds));
    const parts = [];
    for (const [, unit, length] of UNITS) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        if (count > 0)
            parts.push(`${count} ${unit}`);
        if (parts.length > 0 && (count === 0 || parts.length === 2))
            break;
    }
    return parts.join(' ') || '0 s';
}
/** What becomes of a key with a lifetime in seconds; null: it never expires. */
function spellLife(seconds) {
    return seconds === null ? 'never expires' : `expires after ${formatDuration(seconds)}`;
}
/**
 * Spells a measured duration and its limit, both in seconds, as short as possible, but never alike:
 * `127 days` and `90 days`, but `90 days 1 second` and `90 days`.
 */
function spellApart(measured, limit) {
    const full = spell(limit, UNITS.length);
    for (let units = 1; units < UNITS.length; units++) {
        const shown = spell(measured, units);
        if (shown !== spell(limit, units))
            return [shown, full];
    }
    return [spell(measured, UNITS.length), full];
}
function spell(seconds, units) {
    let rest = Math.max(0, Math.floor(seconds));
    const parts = [];
    for (const [word, , length] of UNITS) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        if (count > 0 && parts.length < units)
            parts.push(`${count} ${word}${count === 1 ? '' : 's'}`);
    }
    return parts.join(' ') || '0 seconds';
}


/***/ }),

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $o: () => (/* binding */ alsoFailed),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   cc: () => (/* binding */ joinFailures),
/* harmony export */   e5: () => (/* binding */ failsEveryRequest),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   y2: () => (/* binding */ isDueTo)
/* harmony export */ });
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

/***/ 7271:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $o: () => (/* binding */ isAdminKey),
/* harmony export */   DG: () => (/* binding */ isLive),
/* harmony export */   DL: () => (/* binding */ isCallerKey),
/* harmony export */   HE: () => (/* binding */ isDeletable),
/* harmony export */   Ly: () => (/* binding */ isoTime),
/* harmony export */   N1: () => (/* binding */ longKeyId),
/* harmony export */   Xo: () => (/* binding */ splitKeyId),
/* harmony export */   hk: () => (/* binding */ isPlaceId),
/* harmony export */   nD: () => (/* binding */ isAnyKeyId),
/* harmony export */   rZ: () => (/* binding */ isKeyId),
/* harmony export */   su: () => (/* binding */ newestOf)
/* harmony export */ });
/** Whether a text can be the id of a project or a service account. */
function isPlaceId(text) {
    return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}
/**
 * Whether a text can be a key's id in the API. It becomes part of a path and a line of an output, and must
 * not break either.
 */
function isKeyId(text) {
    return typeof text === 'string' && /^(?!\.$|.*\.\.)[A-Za-z0-9_.~:-]{1,256}$/.test(text);
}
/** A key's id in the long form, which names its project too. */
function longKeyId(projectId, keyId) {
    return `${projectId}/${keyId}`;
}
/** The parts of an id in either form; `projectId` is null for the short one. */
function splitKeyId(id) {
    const slash = id.indexOf('/');
    return { projectId: slash < 0 ? null : id.slice(0, slash), keyId: id.slice(slash + 1) };
}
/** Whether a text can be a key's id in either form. */
function isAnyKeyId(text) {
    const { projectId, keyId } = splitKeyId(text);
    return isKeyId(keyId) && (projectId === null || isPlaceId(projectId));
}
/**
 * Whether a key is an admin key. OpenAI describes their list as “all organization and project API keys”; a
 * project's key in it is ignored and never deleted.
 */
function isAdminKey({ project, redactedValue }) {
    return project === null && redactedValue.startsWith('sk-admin');
}
/** Whether a key can be deleted by its id: not a project's key that the list of admin keys shows. */
function isDeletable(key) {
    return key.project !== null || isAdminKey(key);
}
/** Whether a key authenticates a step, as far as its redacted value tells. */
function isCallerKey({ project, redactedValue }, adminApiKey) {
    return project === null && adminApiKey.matchesRedacted(redactedValue);
}
/**
 * Whether a key has not expired.
 *
 * @param now - Unix seconds
 */
function isLive(key, now) {
    return key.expiresAt === null || key.expiresAt > now;
}
/** The newest key; of several made in the same second, the last in the list. */
function newestOf(keys) {
    return keys.toSorted((a, b) => a.createdAt - b.createdAt).at(-1);
}
/** A moment in Unix seconds as ISO 8601 in UTC; absent becomes the empty string. */
function isoTime(seconds) {
    return seconds === null ? '' : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}


/***/ }),

/***/ 3252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FF: () => (/* binding */ proxyCredentials),
/* harmony export */   OH: () => (/* binding */ refuseUnusableProxy),
/* harmony export */   jS: () => (/* binding */ ignoredProxies),
/* harmony export */   nM: () => (/* binding */ readProxy),
/* harmony export */   nt: () => (/* binding */ readVariable)
/* harmony export */ });
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9342);

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

/***/ 4706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F6: () => (/* binding */ placeFields),
/* harmony export */   Tj: () => (/* binding */ permissionFor),
/* harmony export */   Wh: () => (/* binding */ SECRET_APPS),
/* harmony export */   df: () => (/* binding */ describePlace),
/* harmony export */   ff: () => (/* binding */ describeTarget)
/* harmony export */ });
const SECRET_APPS = ['actions', 'dependabot', 'codespaces'];
const APP_WORDS = {
    actions: 'Actions',
    dependabot: 'Dependabot',
    codespaces: 'Codespaces',
};
/** The name of a target in messages: ``Actions secret `KEY` of octo/repo``. */
function describeTarget(target) {
    const secret = `${APP_WORDS[target.app]} secret \`${target.name}\` of`;
    if (target.place === 'organization')
        return `${secret} organization ${target.organization}`;
    const repository = `${target.owner}/${target.repo}`;
    return target.place === 'repository'
        ? `${secret} ${repository}`
        : `${secret} environment \`${target.environment}\` of ${repository}`;
}
/**
 * The permission that a token needs to write a target: GitHub's name for it, and what its settings
 * page calls it. https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
function permissionFor(target) {
    const prefix = target.app === 'actions' ? '' : `${target.app}_`;
    const word = target.app === 'actions' ? 'secrets' : `${APP_WORDS[target.app]} secrets`;
    switch (target.place) {
        case 'repository':
            return { name: `${prefix}secrets`, label: word === 'secrets' ? 'Secrets' : word };
        case 'environment':
            return { name: 'environments', label: 'Environments' };
        case 'organization':
            return { name: `organization_${prefix}secrets`, label: `Organization ${word}` };
    }
}
/** What has to exist for a target, as the start of a sentence. */
function describePlace(target) {
    switch (target.place) {
        case 'repository':
            return `The repository ${target.owner}/${target.repo}`;
        case 'environment':
            return `The environment \`${target.environment}\` of ${target.owner}/${target.repo}, or the repository,`;
        case 'organization':
            return `The organization ${target.organization}`;
    }
}
/** Where a target is, in the output `secrets-written`. */
function placeFields(target) {
    if (target.place === 'organization')
        return { organization: target.organization };
    const repository = `${target.owner}/${target.repo}`;
    return target.place === 'repository'
        ? { repository }
        : { repository, environment: target.environment };
}


/***/ }),

/***/ 4680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ didYouMean),
/* harmony export */   z: () => (/* binding */ nearestWord)
/* harmony export */ });
/** The maximum number of wrong letters in a misspelled word. */
const NEAR = 2;
/**
 * The word that a misspelled one probably means: it differs only in upper and lower case, or in at most two
 * letters (added, omitted or replaced). Of several, the first of the nearest.
 */
function nearestWord(text, words) {
    const lower = text.toLowerCase();
    let found;
    for (const word of words) {
        if (Math.abs(word.length - text.length) > NEAR)
            continue;
        const letters = lettersBetween(lower, word.toLowerCase());
        // If more than half of a word differs, it is a misspelling only if it has the same letters: `nwo`
        // means `now`, but `log` does not.
        if (letters > NEAR || (2 * letters > word.length && sorted(lower) !== sorted(word)))
            continue;
        if (found === undefined || letters < found.letters)
            found = { word, letters };
    }
    return found?.word;
}
/** A suggestion to end a message with; empty without a word. */
function didYouMean(word) {
    return word === undefined ? '' : ` Did you mean \`${word}\`?`;
}
function sorted(word) {
    return [...word.toLowerCase()].sort().join('');
}
/** The Levenshtein distance between two words. */
function lettersBetween(from, to) {
    let row = Array.from({ length: to.length + 1 }, (_, at) => at);
    for (const [line, letter] of [...from].entries()) {
        const next = [line + 1];
        for (const [at, other] of [...to].entries()) {
            const replaced = (row[at] ?? 0) + (letter === other ? 0 : 1);
            next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
        }
        row = next;
    }
    return row.at(-1) ?? 0;
}


/***/ }),

/***/ 4621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gg: () => (/* binding */ replaceSpans),
/* harmony export */   I: () => (/* binding */ kindOf),
/* harmony export */   Ku: () => (/* binding */ firstOf),
/* harmony export */   Pf: () => (/* binding */ isOneLine),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   al: () => (/* binding */ inOrder),
/* harmony export */   fF: () => (/* binding */ bulletList),
/* harmony export */   oE: () => (/* binding */ compact),
/* harmony export */   p5: () => (/* binding */ UNIT)
/* harmony export */ });
// Control characters (line breaks and escapes), line separators, characters that change the direction of
// text, and lone surrogates.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** How a UTF-16 unit shows. `half` is a surrogate, since a pair of them is visible. */
const UNIT = { seen: 1, space: 2, invisible: 3, half: 4 };
const kinds = new Uint8Array(65_536);
/** One of `UNIT`; cached. */
function kindOf(unit) {
    kinds[unit] ||= classify(unit);
    return kinds[unit];
}
function classify(unit) {
    const letter = String.fromCharCode(unit);
    // Most texts are ASCII.
    if (unit > 0x20 && unit < 0x7f)
        return UNIT.seen;
    if (/\s/.test(letter))
        return UNIT.space;
    if (unit >= 0xd800 && unit <= 0xdfff)
        return UNIT.half;
    const invisible = /[\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u;
    return invisible.test(letter) ? UNIT.invisible : UNIT.seen;
}
/** The visible characters of a text. */
function compact(text) {
    // Most secrets are ASCII without white space.
    if (/^[!-~]*$/.test(text))
        return text;
    let seen = '';
    for (let at = 0; at < text.length; at++) {
        if (kindOf(text.charCodeAt(at)) === UNIT.seen)
            seen += text.charAt(at);
    }
    return seen;
}
/** A text on one line, with U+FFFD in place of characters that are not visible. */
function oneLine(text) {
    return text.replace(UNSAFE, '\u{fffd}');
}
/** Whether a text is one line of visible characters. */
function isOneLine(text) {
    return text.search(UNSAFE) < 0;
}
/** Spans in order of their start; the same list if it is in order already. */
function inOrder(spans) {
    const isSorted = spans.every(({ start }, index) => start >= (spans[index - 1]?.start ?? 0));
    return isSorted ? spans : spans.toSorted((a, b) => a.start - b.start);
}
/** A text with parts of it replaced; parts that overlap or touch are replaced as one. */
function replaceSpans(text, spans, by) {
    const pieces = [];
    let done = -1;
    for (const { start, end } of inOrder(spans)) {
        if (start > done)
            pieces.push(text.slice(Math.max(0, done), start), by);
        done = Math.max(done, end);
    }
    return pieces.join('') + text.slice(Math.max(0, done));
}
/** The first of some texts, and how many more there are. */
function firstOf(texts, most = 10) {
    const more = texts.length - most;
    return more > 0 ? [...texts.slice(0, most), `and ${more} more`] : [...texts];
}
/** The first ten of some sentences, one a line, and how many more there are. */
function bulletList(sentences) {
    return firstOf(sentences)
        .map((sentence) => `- ${sentence}`)
        .join('\n');
}


/***/ }),

/***/ 5917:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dk: () => (/* binding */ isOpenAi),
/* harmony export */   R9: () => (/* binding */ isExpectedHost),
/* harmony export */   U9: () => (/* binding */ isLoopback)
/* harmony export */ });
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

/***/ 8863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B0: () => (/* binding */ isFork),
/* harmony export */   Bs: () => (/* binding */ maskCredentials),
/* harmony export */   Z5: () => (/* binding */ readAdminKey),
/* harmony export */   Zm: () => (/* binding */ refuseTracing)
/* harmony export */ });
/* harmony import */ var _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5931);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9342);
/* harmony import */ var _domain_proxy_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3252);
/* harmony import */ var _definitions_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3683);




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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HA: () => (/* binding */ defaultOf),
/* harmony export */   LO: () => (/* binding */ inputVariable),
/* harmony export */   Qh: () => (/* binding */ INPUT_NAMES),
/* harmony export */   R5: () => (/* binding */ readInput),
/* harmony export */   bK: () => (/* binding */ INPUT_RULES),
/* harmony export */   jN: () => (/* binding */ ENTRY_INPUTS),
/* harmony export */   xb: () => (/* binding */ OPERATIONS)
/* harmony export */ });
/* unused harmony export INPUTS */
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

/***/ 9416:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ mistakeIn)
/* harmony export */ });
const CREDENTIAL = 'sk-|gh[opsur]_|github_pat_';
const IN_BOTH_PLACES = [
    [
        /^(?:\$?\{\{)?\s*(?:secrets|vars|env|inputs|steps|needs)\.[\w.-]+\s*(?:\}\})?$/,
        'seems to be the text of an expression. Write it as `${{ secrets.NAME }}`.',
    ],
    [/^export\s/, 'seems to begin with `export`, as in a shell script. Save it again without it.'],
    [/^Bearer\s/i, 'seems to begin with `Bearer`. Save it again without that word.'],
    [
        new RegExp(`^(?:[A-Za-z_]\\w*\\s*[=:]\\s*["'\`]?(?:${CREDENTIAL})|[A-Z]+_[A-Z0-9_]*\\s*=)`),
        'seems to hold its name as well, as in `NAME=value`. Save it again without the name.',
    ],
    [/^["'`“”‘’]|["'`“”‘’]$/, 'seems to be in quotes. Save it again without them.'],
];
const GITHUB_TOKEN = [
    /^(?:gh[opsur]_|github_pat_)/,
    'seems to be a GitHub token, not an OpenAI key. Check which secret is read here.',
];
const OPENAI_KEY = [
    /^sk-/,
    'seems to be an OpenAI key, not a GitHub token. Check which secret is read here.',
];
/**
 * Recognizes a text that cannot be the credential that an input takes.
 *
 * @param wanted - whose credential the input takes
 * @returns what it seems to be and what to do, as the rest of a sentence that does not quote the text;
 *   undefined if no mistake is recognized
 */
function mistakeIn(text, wanted) {
    const mistakes = [...IN_BOTH_PLACES, wanted === 'OpenAI' ? GITHUB_TOKEN : OPENAI_KEY];
    return mistakes.find(([looksLikeIt]) => looksLikeIt.test(text))?.[1];
}


/***/ }),

/***/ 7921:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ readCreate),
/* harmony export */   oq: () => (/* binding */ readRotate),
/* harmony export */   tq: () => (/* binding */ MAX_LIMIT)
/* harmony export */ });
/* harmony import */ var _domain_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(738);
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4621);
/* harmony import */ var _credentials_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8863);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2945);
/* harmony import */ var _secret_targets_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(1878);





const DAY = 86_400;
const MAX_LIFETIME = 365 * DAY;
/** A limit may exceed the longest lifetime. */
const MAX_LIMIT = 100 * MAX_LIFETIME;
const RESERVED_VARIABLES = /^(PATH|HOME|CI|(NODE|LD|DYLD|GITHUB|RUNNER|ACTIONS|INPUT|STATE)_.*)$/;
function readCreate(settings, inputs) {
    const revokeAfterJob = inputs.boolean('revoke-after-job');
    const newKey = readNewKey(settings, inputs);
    const request = {
        ...newKey,
        operation: 'create',
        // If the runner dies, no post step deletes the key, but it still expires.
        lifetime: newKey.lifetime ?? (revokeAfterJob ? DAY : null),
        ifExists: inputs.choice('if-exists', ['create', 'reuse', 'fail']) ?? 'create',
        revokeAfterJob,
    };
    if (revokeAfterJob && inputs.isGiven('secret-name')) {
        inputs.problem('revoke-after-job', 'cannot be combined with `secret-name`: the secret would keep a deleted key. Remove one of the two.');
    }
    if (request.ifExists === 'reuse') {
        for (const name of ['output-value', 'export-env', 'revoke-after-job']) {
            if (!inputs.isGiven(name))
                continue;
            inputs.problem(name, 'cannot be combined with `if-exists: reuse`: the value of a reused key is not known, and the key ' +
                'does not belong to this job. Remove one of the two.');
        }
    }
    return request;
}
function readRotate(settings, inputs) {
    if (inputs.text('secret-name') === '') {
        inputs.problem('secret-name', 'is required when `operation` is `rotate`, which writes each new key to a secret. Add ' +
            '`secret-name: …` to the step.');
    }
    const request = {
        ...readNewKey(settings, inputs),
        operation: 'rotate',
        rotateAfter: inputs.duration('rotate-after', 1, MAX_LIMIT, 'none'),
        minRemaining: inputs.duration('min-remaining', 1, MAX_LIMIT, 'none'),
        now: inputs.boolean('now'),
        gracePeriod: inputs.duration('grace-period', 0, MAX_LIMIT) ?? 0,
    };
    checkRules(request, inputs);
    return request;
}
/** Refuses rules that contradict each other, and warns if old keys expire within their grace period. */
function checkRules(request, inputs) {
    const { lifetime, rotateAfter, minRemaining, gracePeriod } = request;
    if (lifetime !== null && rotateAfter !== null && lifetime <= rotateAfter) {
        inputs.problem('expires-in', 'must be longer than `rotate-after`: the key would expire before it is due. Leave time for a few ' +
            'runs in between.');
    }
    const atLeast = minRemaining === null ? 0 : minRemaining + (0,_domain_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .toleranceOf */ .Lz)(minRemaining);
    if (lifetime !== null && atLeast >= lifetime) {
        inputs.problem('min-remaining', 'must be shorter than `expires-in`, including its tolerance of 5 % (at most 6 hours): each new key ' +
            'would be due at once.');
    }
    if (lifetime === null || (rotateAfter === null && minRemaining === null))
        return;
    // How long a key still lives when the first of the two rules replaces it.
    const byAge = rotateAfter === null ? 0 : lifetime - rotateAfter;
    if (Math.max(byAge, minRemaining ?? 0) >= gracePeriod)
        return;
    inputs.warnings.push('An old key expires before its `grace-period` ends, since ' +
        (rotateAfter === null
            ? '`min-remaining` is shorter than `grace-period`'
            : '`expires-in` is shorter than `rotate-after` and `grace-period` together') +
        '. Queued runs may then use an expired key. Set a longer `expires-in` or `min-remaining`, or a ' +
        'shorter `grace-period`.');
}
function readNewKey(settings, inputs) {
    return {
        ...settings,
        account: (0,_places_js__WEBPACK_IMPORTED_MODULE_4__/* .readAccount */ .GM)(inputs),
        name: readNewName(inputs),
        lifetime: inputs.duration('expires-in', 1, MAX_LIFETIME, 'never'),
        outputValue: inputs.boolean('output-value'),
        exportEnv: readExportEnv(inputs),
        ...(0,_secret_targets_js__WEBPACK_IMPORTED_MODULE_3__/* .readDelivery */ .nR)(inputs),
        dryRun: inputs.boolean('dry-run'),
    };
}
function readNewName(inputs) {
    const name = inputs.text('name');
    if (name === '') {
        inputs.problem('name', `is required when \`operation\` is \`${inputs.text('operation')}\`. Add \`name: …\` to the step.`);
    }
    else if (!(0,_domain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .isOneLine */ .Pf)(name)) {
        inputs.problem('name', 'contains a line break or another control character. Use a single line.');
    }
    else if (name.includes('***')) {
        // Names are compared after redaction.
        inputs.problem('name', 'contains `***`, which replaces secrets in names, so other keys could seem to have this name. ' +
            'Choose another name.');
    }
    return name;
}
function readExportEnv(inputs) {
    const { env } = inputs;
    const name = inputs.text('export-env');
    if (name === '')
        return null;
    // On Windows, names of variables are case-insensitive.
    const variable = env.RUNNER_OS === 'Windows' ? name.toUpperCase() : name;
    const flaw = (0,_secret_targets_js__WEBPACK_IMPORTED_MODULE_3__/* .misplaced */ .j5)(variable, inputs);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        inputs.problem('export-env', 'is not a valid variable name. Use letters, digits and `_`.');
    }
    else if (RESERVED_VARIABLES.test(name.toUpperCase())) {
        inputs.problem('export-env', `must not be \`${name}\`, which the runner or the system uses. Choose another name.`);
    }
    else if (flaw !== undefined) {
        inputs.problem('export-env', flaw);
    }
    else if (variable === 'OPENAI_ADMIN_KEY' && holdsAdminKey(env)) {
        inputs.problem('export-env', 'must not be `OPENAI_ADMIN_KEY`, which holds the admin key of this step: the post step would read ' +
            'the new key instead. Choose another name.');
    }
    return name;
}
/** Also if the input was given as `${{ env.OPENAI_ADMIN_KEY }}`: the post step evaluates it again. */
function holdsAdminKey(env) {
    return (env.OPENAI_ADMIN_KEY ?? '').trim() === (0,_credentials_js__WEBPACK_IMPORTED_MODULE_2__/* .readAdminKey */ .Z5)(env);
}


/***/ }),

/***/ 2945:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BQ: () => (/* binding */ readPlaces),
/* harmony export */   GM: () => (/* binding */ readAccount),
/* harmony export */   i$: () => (/* binding */ readKeyIds)
/* harmony export */ });
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7271);

/** A scope in the API's words: `api.model.read`. */
const SCOPE = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/i;
/** Reads the service account that a new key is for; null for an admin key. */
function readAccount(inputs) {
    const { projects, hasAdminKeys } = readProjects(inputs);
    const serviceAccountId = readServiceAccount(inputs);
    const scopes = readScopes(inputs);
    if (!inputs.isGiven('project-id'))
        return null;
    const [projectId = '', ...others] = projects === 'all' ? [] : projects;
    if (projectId === '' || others.length > 0 || hasAdminKeys) {
        inputs.problem('project-id', 'must be one project here: a key belongs to one project.');
    }
    if (serviceAccountId === null) {
        inputs.problem('service-account-id', 'is required with `project-id`: the API creates project keys only for service accounts. Add ' +
            '`service-account-id: …` to the step.');
    }
    return { projectId, serviceAccountId: serviceAccountId ?? '', scopes };
}
/** Reads which keys to list. */
function readPlaces(inputs) {
    const { projects, hasAdminKeys } = readProjects(inputs);
    const serviceAccountId = readServiceAccount(inputs);
    if (serviceAccountId !== null && inputs.isGiven('key-id')) {
        inputs.problem('service-account-id', 'cannot be combined with `key-id`: the ids say which keys.');
    }
    if (serviceAccountId !== null && (projects === 'all' || projects.length > 1 || hasAdminKeys)) {
        inputs.problem('service-account-id', 'needs exactly one project in `project-id`.');
    }
    return { hasAdminKeys, projects, serviceAccountId };
}
/**
 * Reads `least` to `most` key ids in either form. With `project-id`, the result has the long form, which
 * names the project.
 */
function readKeyIds(inputs, name, least, most) {
    const ids = inputs.list(name);
    const { projects, hasAdminKeys } = readProjects(inputs);
    const wrong = ids.find((id) => !(0,_domain_key_js__WEBPACK_IMPORTED_MODULE_0__/* .isAnyKeyId */ .nD)(id));
    if (ids.length < least) {
        inputs.problem(name, `is required when \`operation\` is \`${inputs.text('operation')}\`. Add \`${name}: key_…\` to the step.`);
    }
    else if (ids.length === 0 && inputs.isGiven(name)) {
        inputs.problem(name, 'contains no id. Add one, or remove the input.');
    }
    else if (ids.length > most) {
        inputs.problem(name, `takes one id here, not ${ids.length}.`);
    }
    else if (wrong !== undefined) {
        inputs.refuse(name, 'must be an id such as `key_abc`, or `proj_abc/key_xyz` for a project key', wrong, '`operation: list` shows the ids.');
    }
    if (ids.length === 0 || !inputs.isGiven('project-id'))
        return ids;
    if (projects === 'all' || projects.length !== 1 || hasAdminKeys) {
        inputs.problem('project-id', `must be one project with \`${name}\`. Correct or remove it.`);
        return ids;
    }
    const [project = ''] = projects;
    const long = ids.map((id) => {
        const { projectId, keyId } = (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_0__/* .splitKeyId */ .Xo)(id);
        if (projectId !== null && projectId !== project) {
            inputs.problem(name, 'contains a key of another project than `project-id`. Remove one of the two.');
        }
        return (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_0__/* .longKeyId */ .N1)(project, keyId);
    });
    return [...new Set(long)];
}
/** Without `project-id`: only the admin keys. */
function readProjects(inputs) {
    const items = inputs.list('project-id');
    const ids = items.filter((item) => item !== 'none' && item !== 'all');
    const wrong = ids.find((id) => !(0,_domain_key_js__WEBPACK_IMPORTED_MODULE_0__/* .isPlaceId */ .hk)(id) || id === 'any');
    const hasAdminKeys = items.includes('none') || items.length === 0;
    if (wrong !== undefined) {
        inputs.refuse('project-id', 'must be project ids such as `proj_abc`, `all` or `none`', wrong);
    }
    if (!items.includes('all'))
        return { hasAdminKeys, projects: ids };
    if (ids.length > 0) {
        inputs.problem('project-id', 'combines `all` with project ids. Remove it, or the others.');
    }
    return { hasAdminKeys, projects: 'all' };
}
function readServiceAccount(inputs) {
    if (!inputs.isGiven('service-account-id'))
        return null;
    needsProject(inputs, 'service-account-id');
    const id = inputs.text('service-account-id');
    if (!(0,_domain_key_js__WEBPACK_IMPORTED_MODULE_0__/* .isPlaceId */ .hk)(id)) {
        inputs.refuse('service-account-id', 'must be one id such as `svc_acct_abc` or `user-abc`', id);
    }
    return id;
}
function readScopes(inputs) {
    if (!inputs.isGiven('scopes'))
        return null;
    needsProject(inputs, 'scopes');
    const scopes = inputs.list('scopes');
    const wrong = scopes.find((scope) => !SCOPE.test(scope) || ['any', 'none'].includes(scope));
    if (wrong !== undefined) {
        inputs.refuse('scopes', 'must be API scopes such as `api.model.read`', wrong);
    }
    return scopes;
}
function needsProject(inputs, name) {
    if (inputs.isGiven('project-id') || inputs.hasProblem('project-id'))
        return;
    inputs.problem(name, 'is only for project keys. Add `project-id: proj_…`, or remove it.');
}


/***/ }),

/***/ 178:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ Inputs)
/* harmony export */ });
/* harmony import */ var _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5931);
/* harmony import */ var _domain_credential_shape_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4091);
/* harmony import */ var _domain_duration_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(738);
/* harmony import */ var _domain_spelling_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4680);
/* harmony import */ var _domain_url_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(5917);
/* harmony import */ var _definitions_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3683);
/* harmony import */ var _mistakes_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(9416);







/**
 * Reads single inputs. A problem is added to `problems`, and a placeholder is returned, so that all
 * problems are found.
 */
class Inputs {
    problems = [];
    /** About what is valid but probably not intended. */
    warnings = [];
    env;
    /** Removes what the step masks. */
    redact;
    #reported = new Set();
    constructor(env, redact = (text) => text) {
        this.env = env;
        this.redact = redact;
        for (const name of _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_NAMES */ .Qh)
            this.#checkText(name);
    }
    /** Adds a problem; only the first one of each input counts. */
    problem(name, what) {
        if (this.#reported.has(name))
            return;
        this.#reported.add(name);
        this.problems.push(`\`${name}\` ${what}`);
    }
    hasProblem(name) {
        return this.#reported.has(name);
    }
    /** The input, trimmed; its default if it was not given or is empty. */
    text(name) {
        return (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(this.env, name) || (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .defaultOf */ .HA)(this.env, name);
    }
    /** Whether the input was given and differs from its default. */
    isGiven(name) {
        const text = this.text(name).replace(/^(true|false)$/i, (word) => word.toLowerCase());
        return text !== '' && text !== (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .defaultOf */ .HA)(this.env, name);
    }
    /** A credential; null if it was not given. */
    secret(name, from) {
        const text = this.text(name);
        if (text === '')
            return null;
        const mistake = (0,_mistakes_js__WEBPACK_IMPORTED_MODULE_4__/* .mistakeIn */ .o)(text, from);
        if (mistake !== undefined)
            this.problem(name, mistake);
        else if (!/^[\x21-\x7e]+$/.test(text)) {
            this.problem(name, 'contains characters that no credential has (white space, line breaks). Save it again.');
        }
        return new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G(text);
    }
    refuseUnused(operation) {
        // Without that one, a rotation is refused anyway, or has it in its manifest.
        const isRotation = operation === 'rotate';
        for (const name of _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_NAMES */ .Qh) {
            if (!this.isGiven(name))
                continue;
            const { for: users, needs } = _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name];
            if (!users.includes(operation)) {
                this.problem(name, `is not used when \`operation\` is \`${operation}\`. Remove it from the step.`);
            }
            else if (needs && !this.isGiven(needs) && !(isRotation && needs === 'secret-name')) {
                this.problem(name, `has no effect without \`${needs}\`. Add \`${needs}: …\`, or remove it.`);
            }
        }
    }
    /** Accepts what `core.getBooleanInput` accepts, so no empty text. */
    boolean(name) {
        const text = (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(this.env, name) ?? _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].default;
        if (/^(true|True|TRUE)$/.test(text))
            return true;
        if (!/^(false|False|FALSE)$/.test(text)) {
            this.problem(name, `must be \`true\` or \`false\`, not ${quote(text)}.`);
        }
        return false;
    }
    choice(name, words) {
        const text = this.text(name);
        const word = words.find((candidate) => candidate === text);
        if (word === undefined) {
            const list = words.map((candidate) => `\`${candidate}\``).join(', ');
            this.problem(name, text === ''
                ? `is required: one of ${list}.`
                : `must be one of ${list}, not ${quote(text)}.${(0,_domain_spelling_js__WEBPACK_IMPORTED_MODULE_5__/* .didYouMean */ .a)((0,_domain_spelling_js__WEBPACK_IMPORTED_MODULE_5__/* .nearestWord */ .z)(text, words))}`);
        }
        return word;
    }
    /** In seconds, as are its limits; null if it is `none`, the word for no duration, or invalid. */
    duration(name, min, max, none) {
        const text = this.text(name);
        if (text === none)
            return null;
        const seconds = (0,_domain_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDuration */ .E9)(text);
        if (seconds === undefined) {
            const suggested = (0,_domain_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .suggestDuration */ .vR)(text);
            const length = (0,_domain_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDuration */ .E9)(suggested ?? '') ?? -1;
            const meant = length >= min && length <= max ? suggested : undefined;
            const or = none === undefined ? '' : `, or \`${none}\``;
            this.problem(name, `must be a whole number with a unit such as \`90d\`, \`12h\` or \`30s\`, or ISO 8601 such as ` +
                `\`P90D\` (no months or years)${or}, not ${quote(text)}.${(0,_domain_spelling_js__WEBPACK_IMPORTED_MODULE_5__/* .didYouMean */ .a)(meant)}`);
            return null;
        }
        if (seconds < min || seconds > max) {
            this.problem(name, `must be from ${shortest(min)} to ${shortest(max)}, not ${quote(text)}.`);
            return null;
        }
        return seconds;
    }
    /** A whole number from 1; null if the input was not given. */
    count(name) {
        const text = this.text(name);
        if (text === '')
            return null;
        if (/^[1-9]\d{0,8}$/.test(text))
            return Number(text);
        this.problem(name, `must be a whole number from 1, not ${quote(text)}.`);
        return null;
    }
    /** The distinct items of a list. */
    list(name) {
        return itemsOf(this.text(name));
    }
    /** Adds a problem that quotes an item of the input. */
    refuse(name, rule, item, hint = '') {
        this.problem(name, `${rule}, not ${quote(item)}.${hint === '' ? '' : ` ${hint}`}`);
    }
    /** An address that a credential may be sent to: https, or http on this machine. */
    url(name) {
        const text = this.text(name);
        const url = URL.parse(text);
        const flaw = flawOfAddress(text, url);
        if (flaw !== undefined)
            this.problem(name, flaw);
        return url ?? new URL('https://invalid');
    }
    #checkText(name) {
        const rule = _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name];
        const text = (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(this.env, name);
        const isGuardedList = rule.refusesEmpty && rule.list && text !== undefined;
        const isEmpty = isGuardedList ? itemsOf(text).length === 0 : text === '';
        if (isEmpty && rule.refusesEmpty) {
            this.problem(name, 'is empty, perhaps because an expression found nothing. To use the default ' +
                `(\`${rule.default}\`), remove the input; otherwise set a value.`);
        }
        else if (text !== undefined && !rule.secret && (0,_domain_credential_shape_js__WEBPACK_IMPORTED_MODULE_1__/* .looksLikeCredential */ .P)(text)) {
            this.problem(name, 'contains what looks like a credential, which does not belong here. Revoke it if it was printed.');
        }
        else if (name === 'name' && this.redact(text ?? '') !== (text ?? '')) {
            // Names from a server are redacted, so such a key could not be found by its name.
            this.problem(name, 'contains a text that this step masks (a credential, or the user or password of the proxy), so ' +
                'its keys could not be told from others. Choose another name.');
        }
        else if (isGuardedList) {
            const flaw = flawOfList(text, name === 'project-id');
            if (flaw !== undefined)
                this.problem(name, flaw);
        }
    }
}
/** The distinct items of a list, which are separated by commas or line breaks. */
function itemsOf(text) {
    const items = text.split(/[\n,]/).map((item) => item.trim());
    return [...new Set(items.filter((item) => item !== ''))];
}
/** What is wrong with a list whose default has the widest effect, as the rest of a sentence. */
function flawOfList(text, isOfProjects) {
    if (text.split(',').some((side) => side.trim() === '')) {
        return 'has an empty item, perhaps because an expression found nothing. Add the item, or remove its comma.';
    }
    const items = itemsOf(text);
    const whole = items.find((item) => ['all', 'any', 'none'].includes(item));
    // `project-id` may combine these words with ids; its reader checks them.
    if (whole === undefined || items.length === 1 || isOfProjects)
        return undefined;
    return `combines \`${whole}\` with other items. Remove it, or the others.`;
}
/** What is wrong with an address. It is not quoted, since it may contain a password. */
function flawOfAddress(text, url) {
    if (url === null)
        return 'must be an absolute URL.';
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && (0,_domain_url_js__WEBPACK_IMPORTED_MODULE_6__/* .isLoopback */ .U9)(url.hostname))) {
        return 'must start with `https://` (`http://` only on this machine), since it receives a credential.';
    }
    if (url.username !== '' || url.password !== '')
        return 'must not contain a user name or password.';
    return /[?#]/.test(text) ? 'must not contain a query or fragment.' : undefined;
}
/** Quotes at most 20 characters, since the text may be a secret. */
function quote(text) {
    const shown = text.length > 20 ? `${text.slice(0, 20).toWellFormed()}…` : text;
    return text === '' ? 'empty' : `\`${shown}\``;
}
/** A limit in the notation of the inputs. */
function shortest(seconds) {
    if (seconds > 0 && seconds % 86_400 === 0)
        return `${seconds / 86_400}d`;
    return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}


/***/ }),

/***/ 1878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   j5: () => (/* binding */ misplaced),
/* harmony export */   kQ: () => (/* binding */ readGitHub),
/* harmony export */   nR: () => (/* binding */ readDelivery)
/* harmony export */ });
/* unused harmony export VISIBILITIES */
/* harmony import */ var _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4706);
/* harmony import */ var _domain_spelling_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4680);
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4621);
/* harmony import */ var _definitions_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3683);




/** A longer text is not quoted. */
const MAX_QUOTED = 20;
/** GitHub allows 500 writes an hour. */
const MAX_TARGETS = 500;
/** New logins are stricter, but GitHub still has `octo-`, `octo--org` and `-octo`. */
const LOGIN = /^[A-Za-z0-9_-]{1,100}$/;
const VISIBILITIES = ['keep', 'all', 'private', 'selected'];
/**
 * Checks that the name of a secret or variable suits the kind of key that is made.
 *
 * @returns what is wrong, as the rest of a sentence
 */
function misplaced(name, inputs) {
    const isAdminKey = !inputs.isGiven('project-id');
    if (isAdminKey && name === 'OPENAI_API_KEY') {
        return ('must not be `OPENAI_API_KEY`, which programs that call models read: an admin key manages the whole ' +
            'organization and cannot call a model. Choose another name, such as `OPENAI_ADMIN_KEY`, or set ' +
            '`project-id` and `service-account-id` to make a key that calls models.');
    }
    if (!isAdminKey && name === 'OPENAI_ADMIN_KEY') {
        return ('must not be `OPENAI_ADMIN_KEY`, which holds the admin key of other steps: a key of a project cannot ' +
            'manage keys. Choose another name, such as `OPENAI_API_KEY`.');
    }
    return undefined;
}
/** Reads the secrets to write, and how to reach them. */
function readDelivery(inputs) {
    const name = inputs.text('secret-name');
    const github = readGitHub(inputs);
    // For a rotation, the missing name is reported elsewhere, and the other inputs are checked.
    if (name === '' && inputs.text('operation') !== 'rotate')
        return { targets: [], github: null };
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || /^GITHUB_/i.test(name)) {
        inputs.problem('secret-name', 'is not a valid name for a secret. Use letters, digits and `_`, and start with neither a digit ' +
            'nor `GITHUB_`.');
    }
    // Names of secrets are case-insensitive.
    const flaw = misplaced(name.toUpperCase(), inputs);
    if (flaw !== undefined)
        inputs.problem('secret-name', flaw);
    if (github === null) {
        inputs.problem('github-token', 'is required with `secret-name`. `GITHUB_TOKEN` can never write secrets: use a token of a GitHub ' +
            'App (actions/create-github-app-token) or a fine-grained personal access token.');
    }
    return { targets: readTargets(name, inputs), github };
}
/** Reads where secrets are written, and with what; null without a token. */
function readGitHub(inputs) {
    const apiUrl = inputs.url('github-api-url');
    const token = inputs.secret('github-token', 'GitHub');
    return token && { apiUrl, token };
}
function readTargets(name, inputs) {
    const apps = readApps(inputs);
    const organization = readOrganization(inputs);
    const environments = readEnvironments(inputs, apps);
    const repositories = readRepositories(inputs);
    const visibility = inputs.choice('secret-visibility', VISIBILITIES) ?? 'keep';
    if (organization !== null) {
        checkOrganization(inputs, visibility, environments);
        return apps.map((app) => {
            return { place: 'organization', app, name, organization, visibility, repositories };
        });
    }
    if (visibility !== 'keep') {
        inputs.problem('secret-visibility', 'is only for organization secrets. Add `secret-organization`, or remove it.');
    }
    const targets = apps.flatMap((app) => repositories.flatMap((repository) => environments.length === 0
        ? [{ place: 'repository', app, name, ...repository }]
        : environments.map((environment) => {
            return { place: 'environment', app, name, ...repository, environment };
        })));
    if (targets.length > MAX_TARGETS) {
        inputs.problem('secret-repositories', `leads to ${targets.length} secrets, but GitHub allows ${MAX_TARGETS} writes an hour. Use one ` +
            'organization secret with `secret-visibility: selected`.');
    }
    return targets;
}
function checkOrganization(inputs, visibility, environments) {
    const named = inputs.isGiven('secret-repositories');
    if (environments.length > 0) {
        inputs.problem('secret-environment', 'cannot be combined with `secret-organization`: an organization has no environments. Remove one of ' +
            'the two.');
    }
    if (visibility === 'selected' && !named) {
        inputs.problem('secret-repositories', 'is required when `secret-visibility` is `selected`: list the repositories that may read the ' +
            'secret. For only this repository, write `this`.');
    }
    if (visibility !== 'selected' && named) {
        inputs.problem('secret-repositories', 'applies to an organization secret only when `secret-visibility` is `selected`. Set that, or ' +
            'remove it.');
    }
}
function readApps(inputs) {
    const words = inputs.list('secret-app');
    const apps = _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_0__/* .SECRET_APPS */ .Wh.filter((app) => words.includes(app));
    if (apps.length === 0 || apps.length !== words.length) {
        const known = _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_0__/* .SECRET_APPS */ .Wh.map((app) => `\`${app}\``).join(', ');
        inputs.problem('secret-app', `must be one or more of ${known}.`);
    }
    return apps;
}
function readOrganization(inputs) {
    if (!inputs.isGiven('secret-organization'))
        return null;
    const text = inputs.text('secret-organization');
    if (!LOGIN.test(text)) {
        inputs.problem('secret-organization', 'must be the name of one organization, as in its URL on GitHub.');
    }
    return text;
}
function readEnvironments(inputs, apps) {
    if (!inputs.isGiven('secret-environment'))
        return [];
    const environments = inputs.list('secret-environment');
    // `.` and `..` would change the path of the request; GitHub has no such environments.
    if (environments.some((name) => /^\.{1,2}$/.test(name) || name.length > 255 || !(0,_domain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .isOneLine */ .Pf)(name))) {
        inputs.problem('secret-environment', 'contains a name that no environment can have.');
    }
    if (apps.some((app) => app !== 'actions')) {
        inputs.problem('secret-environment', 'is only for `secret-app: actions`: Dependabot and Codespaces have no environment secrets.');
    }
    return environments;
}
function readRepositories(inputs) {
    const own = (0,_definitions_js__WEBPACK_IMPORTED_MODULE_2__/* .defaultOf */ .HA)(inputs.env, 'secret-repositories');
    const names = inputs.list('secret-repositories').map((name) => (name === 'this' ? own : name));
    const unique = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
    const wrong = unique.find((name) => repositoryOf(name) === undefined);
    if (unique.length === 0 || wrong !== undefined) {
        inputs.problem('secret-repositories', `must be names such as \`owner/repo\`, separated by commas or line breaks.${suggestion(wrong ?? '', own)}`);
    }
    return unique.flatMap((name) => repositoryOf(name) ?? []);
}
function repositoryOf(name) {
    const [owner = '', repo = '', ...rest] = name.split('/');
    const isName = /^[A-Za-z0-9._-]{1,100}$/.test(repo) && !/^\.{1,2}$/.test(repo);
    return LOGIN.test(owner) && isName && rest.length === 0 ? { owner, repo } : undefined;
}
/** A name without an owner probably means a repository of the same owner. */
function suggestion(name, own) {
    const [owner = ''] = own.split('/');
    const meant = `${owner}/${name}`;
    const isLikely = name.length <= MAX_QUOTED && repositoryOf(meant) !== undefined;
    return (0,_domain_spelling_js__WEBPACK_IMPORTED_MODULE_3__/* .didYouMean */ .a)(isLikely ? meant : undefined);
}


/***/ }),

/***/ 342:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5237);
/* harmony import */ var _runner_output_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(4709);
/* harmony import */ var _runtime_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4213);



const write = (0,_runner_output_js__WEBPACK_IMPORTED_MODULE_2__/* .takeOutput */ .l)();
// If the job is cancelled, the runner sends SIGINT, then SIGTERM 7.5 s later, and kills the process 2.5 s
// after that; on Windows Ctrl+C, then Ctrl+Break.
const cancellation = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'])
    process.on(signal, () => cancellation.abort());
process.exitCode = await (0,_action_js__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)((0,_runtime_js__WEBPACK_IMPORTED_MODULE_1__/* .createRuntime */ .x)(cancellation.signal, write, 1));
// A proxy that never answers would keep its connection, and so the process, open.
write('', () => process.exit());

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 8641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   h$: () => (/* binding */ markdownProse),
/* harmony export */   h0: () => (/* binding */ plainLine),
/* harmony export */   p7: () => (/* binding */ markdownText),
/* harmony export */   y1: () => (/* binding */ plainLines)
/* harmony export */ });
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4621);

/*
 * Escapes text from outside (names, messages, ids) for each place where it is shown. It is already
 * redacted.
 */
/** Longer names and messages are cut. */
const MAX_LENGTH = 2_000;
function shown(text) {
    const line = (0,_domain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(text);
    return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).toWellFormed()}…` : line;
}
/**
 * A line of the log that cannot contain a workflow command: the runner reads `::name::` at the start of
 * a line, after white space, and `##[name]` anywhere.
 */
function plainLine(text) {
    return shown(text)
        .replace(/^(\s*):(?=:)/, '$1:\u200b')
        .replaceAll('##[', '##\u200b[');
}
/** Several lines of the log that may contain text from outside. */
function plainLines(text) {
    return text.split('\n').map(plainLine).join('\n');
}
// Characters that can have a meaning in GitHub's Markdown. An underscore within a word has none, nor has
// a dot, except after `www`.
const SPECIAL = /(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\.|[^A-Za-z0-9 ,;.?!%"'(){}/+=_\u00a1-\u{10ffff}-]/giu;
/**
 * Escapes text for GitHub's Markdown: no HTML, links, mentions or ends of table cells. Special characters
 * become entities. An `@` also gets break opportunities around it, since GitHub would still read the entity
 * as part of a mention or an email address. All other characters stay, so that the runner can mask the text.
 */
function markdownProse(text) {
    return shown(text).replace(SPECIAL, (character) => character === '@' ? '<wbr>&#64;<wbr>' : `&#${character.codePointAt(0)};`);
}
/**
 * Escapes a name or an id as code, in which no character is special, so that the runner can mask it whole.
 * Only a bar would end a table cell even in code.
 */
function markdownText(text) {
    const line = shown(text);
    if (line === '')
        return '';
    if (line.includes('|'))
        return `<code>${markdownProse(line)}</code>`;
    const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    // Markdown removes one space on each side; without them, a backtick would lengthen the fence.
    const room = /^[ `]|[ `]$/.test(line) && /[^ ]/.test(line) ? ' ' : '';
    return `${fence}${room}${line}${room}${fence}`;
}


/***/ }),

/***/ 4709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ takeOutput)
/* harmony export */ });
/**
 * Takes over standard output and standard error, so that only the returned function writes to the log. The
 * runner reads workflow commands from both streams, and libraries (Octokit's deprecation notices, Node's
 * warnings) may print text from a server; that is dropped.
 *
 * @returns writes text to the log; `done` is called once it has left this process
 */
function takeOutput() {
    const { stdout, stderr } = process;
    const write = stdout.write.bind(stdout);
    for (const stream of [stdout, stderr])
        stream.write = drop;
    // Node prints warnings in its own listener, without the streams' `write`.
    process.removeAllListeners('warning');
    process.on('warning', () => undefined);
    return (text, done) => void write(text, done);
}
function drop(_text, encodingOrDone, done) {
    const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    if (typeof callback === 'function')
        process.nextTick(callback);
    return true;
}


/***/ }),

/***/ 4213:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  x: () => (/* binding */ createRuntime)
});

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __nccwpck_require__(9342);
;// CONCATENATED MODULE: ./lib/runner/sleep.js


/**
 * Waits.
 *
 * @param ms - milliseconds
 * @throws ActionError `cancelled` when the signal fires first
 */
async function sleep(ms, signal) {
    try {
        await (0,promises_namespaceObject.setTimeout)(ms, undefined, signal && { signal });
    }
    catch (error) {
        const message = 'The job was cancelled during a wait; nothing more was sent.';
        throw new domain_error/* ActionError */.lZ('cancelled', message, { cause: error });
    }
}

;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: ./lib/runner/toolkit.js
/*
 * The log commands of `@actions/core`, without the package: its index loads an OIDC client with an HTTP
 * stack (58 ms at every start, of a step that takes about 80), and it writes to `process.stdout`, which only
 * the function passed in may do. A test compares every method with the real one.
 */

/** @param env - tells whether debug logging is on */
function createToolkit(write, env) {
    const issue = (command) => (message) => write(`::${command}::${escapeData(message)}${external_node_os_namespaceObject.EOL}`);
    return {
        setSecret: issue('add-mask'),
        info: (message) => write(message + external_node_os_namespaceObject.EOL),
        debug: issue('debug'),
        notice: issue('notice'),
        warning: issue('warning'),
        error: issue('error'),
        isDebug: () => env.RUNNER_DEBUG === '1',
    };
}
/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

;// CONCATENATED MODULE: ./lib/runtime.js


/**
 * The runtime of the main and post step.
 *
 * @param failed - the exit code after an error that nothing caught
 */
function createRuntime(cancelled, write, failed) {
    const { env } = process;
    return {
        env,
        toolkit: createToolkit(write, env),
        openFiles: async () => (await __nccwpck_require__.e(/* import() */ 496).then(__nccwpck_require__.bind(__nccwpck_require__, 4496))).openFileCommands(env),
        openHttpClient: async () => (await __nccwpck_require__.e(/* import() */ 388).then(__nccwpck_require__.bind(__nccwpck_require__, 7388))).createHttpClient(env),
        now: Date.now,
        monotonic: () => performance.now(),
        random: Math.random,
        sleep: sleep,
        cancelled,
        onUncaught: (report) => void process.on('uncaughtException', (error) => {
            report(error);
            write('', () => process.exit(failed));
        }),
    };
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(342);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 

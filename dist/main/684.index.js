export const id = 684;
export const ids = [684,415];
export const modules = {

/***/ 1532:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ matchesGlob)
/* harmony export */ });
/**
 * Whether a whole name matches a pattern in which `*` is any run of characters, `?` one character,
 * and everything else, `/`, dots and line ends included, stands for itself.
 *
 * Takes time in proportion to pattern × name at the worst, however many stars there are.
 */
function matchesGlob(pattern, name) {
    const want = [...pattern];
    const have = [...name];
    let w = 0;
    let h = 0;
    let star = -1;
    let resume = 0;
    while (h < have.length) {
        if (want[w] === '*') {
            star = w++;
            resume = h;
        }
        else if (w < want.length && (want[w] === '?' || want[w] === have[h])) {
            w++;
            h++;
        }
        else if (star >= 0) {
            // The last star takes one character more, and the rest is tried again from there.
            w = star + 1;
            h = ++resume;
        }
        else {
            return false;
        }
    }
    while (want[w] === '*')
        w++;
    return w === want.length;
}


/***/ }),

/***/ 5518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TH: () => (/* binding */ listKeys),
/* harmony export */   cP: () => (/* binding */ listWhole),
/* harmony export */   md: () => (/* binding */ PAGE_SIZE)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/** The largest page that list endpoints of this API take. */
const PAGE_SIZE = 100;
/** Far beyond any organization; a server that goes on for longer is not telling the truth. */
const MAX_PAGES = 1000;
const MAX_KEYS = MAX_PAGES * PAGE_SIZE;
/**
 * Reads page after page until the end, or until `limit` keys match.
 *
 * @throws ActionError of the client's, or `unreadable` where the pages lead nowhere
 */
async function listKeys(client, query) {
    const limit = query.limit ?? Number.POSITIVE_INFINITY;
    const seen = new Set();
    const keys = [];
    let after = query.after;
    for (let page = 1; page <= MAX_PAGES; page++) {
        // With a pattern, nobody knows how many keys it takes to find the ones that match.
        const size = query.matches === undefined ? Math.min(PAGE_SIZE, limit - keys.length) : PAGE_SIZE;
        const asking = client.listPage({ order: query.order, limit: size, after });
        const { keys: listed, hasMore, total = 0, serverTime, } = await asking.catch((error) => {
            throw query.strict && page > 1 && isRefusedCursor(error) ? changed() : error;
        });
        const known = seen.size;
        for (const key of listed) {
            if (seen.has(key.id) && query.strict)
                throw changed();
            if (seen.has(key.id))
                continue;
            seen.add(key.id);
            if (query.matches?.(key) ?? true)
                keys.push(key);
        }
        if (!hasMore && query.strict && seen.size < total) {
            throw leadsNowhere(`it ended after ${seen.size} of ${total} keys`);
        }
        if (!hasMore || keys.length >= limit) {
            return { keys: keys.slice(0, limit), ids: seen, serverTime };
        }
        if (seen.size >= MAX_KEYS)
            throw leadsNowhere(`there was no end after ${MAX_KEYS} keys`);
        if (seen.size === known)
            throw leadsNowhere('a page brought no new key though more were promised');
        after = listed.at(-1)?.id;
    }
    throw leadsNowhere(`there was no end after ${MAX_PAGES} pages`);
}
/**
 * Every key that matches, from one view of them all: a listing that changed while it was read is
 * read once more, and fails if that changes too.
 *
 * @throws ActionError of the client's, `unreadable`, or `changed`
 */
async function listWhole(client, matches) {
    const query = { order: 'asc', matches, strict: true };
    try {
        return await listKeys(client, query);
    }
    catch (error) {
        if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ) || error.code !== 'changed')
            throw error;
        return listKeys(client, query);
    }
}
/** The key that a page was to start after is gone. */
function isRefusedCursor(error) {
    return error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && ['rejected', 'not-found'].includes(error.code);
}
function changed() {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('changed', 'The listing of keys changed while it was read, twice: somebody makes or deletes keys right now. ' +
        'Run this again later.');
}
function leadsNowhere(what) {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unreadable', `The listing of keys leads nowhere: ${what}. Check that \`base-url\` points to the OpenAI API ` +
        'and that nothing on the way answers in its place.');
}


/***/ }),

/***/ 7415:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  list: () => (/* binding */ list),
  saveKeys: () => (/* binding */ saveKeys)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/glob.js
var glob = __webpack_require__(1532);
// EXTERNAL MODULE: ./lib/openai/listing.js
var openai_listing = __webpack_require__(5518);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
;// CONCATENATED MODULE: ./lib/report/keys-file.js






/**
 * Writes keys as JSON, NDJSON or CSV, by the path's ending. The file is readable by its owner only
 * and appears whole or not at all; parent folders are made.
 *
 * @param path - absolute, or relative to the working folder
 * @returns the full path
 * @throws ActionError `file`
 */
async function writeKeysFile(path, keys) {
    const target = (0,external_node_path_.resolve)(path);
    const temporary = `${target}.${(0,external_node_crypto_.randomUUID)()}.tmp`;
    const text = await serialise(path, keys);
    try {
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(target), { recursive: true });
        const file = await (0,promises_.open)(temporary, 'wx', 0o600);
        try {
            await file.writeFile(text);
            await file.sync();
        }
        finally {
            await file.close();
        }
        await (0,promises_.rename)(temporary, target);
        return target;
    }
    catch (error) {
        await (0,promises_.rm)(temporary, { force: true }).catch(() => undefined);
        throw new domain_error/* ActionError */.lZ('file', `\`keys-file\` could not be written to ${target}: ${(0,domain_error/* messageOf */.bD)(error)}. Give a path in a folder ` +
            'that the runner may write to.', { cause: error });
    }
}
async function serialise(path, keys) {
    const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
    if (ending === 'csv')
        return toCsv(keys);
    const items = keys.map((key) => JSON.stringify(key.raw));
    if (ending === 'ndjson')
        return items.map((item) => `${item}\n`).join('');
    return items.length === 0 ? '[]\n' : `[\n${items.join(',\n')}\n]\n`;
}
async function toCsv(keys) {
    // Loaded here alone: no other operation or format needs it.
    const { stringify } = await __webpack_require__.e(/* import() */ 789).then(__webpack_require__.bind(__webpack_require__, 6789));
    const rows = keys.map((key) => ({
        id: cell(key.id),
        name: cell(key.name),
        redacted_value: cell(key.redactedValue),
        created_at: (0,admin_key/* isoTime */.Ly)(key.createdAt),
        expires_at: (0,admin_key/* isoTime */.Ly)(key.expiresAt),
        last_used_at: (0,admin_key/* isoTime */.Ly)(key.lastUsedAt),
        owner_id: cell(key.owner?.id),
        owner_name: cell(key.owner?.name),
        owner_type: cell(key.owner?.type),
        owner_role: cell(key.owner?.role),
    }));
    const columns = [
        'id',
        'name',
        'redacted_value',
        'created_at',
        'expires_at',
        'last_used_at',
        'owner_id',
        'owner_name',
        'owner_type',
        'owner_role',
    ];
    return stringify(rows, { header: true, columns });
}
/**
 * A text as a cell that no spreadsheet takes for a formula, nor for several cells: many split lines at
 * semicolons or tabs, so what follows one there begins a cell too. A line end is a new line to most
 * who read the file, a workflow's log among them; it and a tab are written as U+FFFD.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text) {
    const line = (0,domain_text/* oneLine */.TN)(text ?? '');
    return line.replace(/((?:^|[;\ufffd])["' ]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'");
}

;// CONCATENATED MODULE: ./lib/operations/list.js




/** Writes the keys where they are wanted, and gives the full path, since it is counted from the workspace; a failure is told of beside what else was done. */
async function saveKeys(path, keys) {
    if (path === null)
        return { file: null };
    try {
        return { file: await writeKeysFile(path, keys) };
    }
    catch (error) {
        if (error instanceof domain_error/* ActionError */.lZ)
            return { file: null, failure: error };
        throw error;
    }
}
/** The keys whose name matches, over as many pages as it takes. */
async function list(request, { keys }) {
    const pattern = request.name;
    const listing = await (0,openai_listing/* listKeys */.TH)(keys, {
        order: request.order,
        after: request.after ?? undefined,
        limit: request.limit ?? undefined,
        matches: pattern === null ? undefined : (key) => (0,glob/* matchesGlob */.k)(pattern, key.name ?? ''),
    });
    const result = {
        operation: 'list',
        keys: listing.keys,
        pattern,
        file: null,
    };
    return { ...result, ...(await saveKeys(request.keysFile, listing.keys)) };
}


/***/ }),

/***/ 9684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  verify: () => (/* binding */ verify)
});

// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/glob.js
var glob = __webpack_require__(1532);
// EXTERNAL MODULE: ./lib/domain/policy.js
var policy = __webpack_require__(7024);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
// EXTERNAL MODULE: ./lib/openai/listing.js
var openai_listing = __webpack_require__(5518);
// EXTERNAL MODULE: ./lib/domain/fate.js
var fate = __webpack_require__(8748);
;// CONCATENATED MODULE: ./lib/operations/early-clock.js



/**
 * By a clock that is behind, of something on the way or of an answer that was kept, old keys would pass
 * for young ones.
 *
 * @throws ActionError `unreadable` where a key was made later than it is
 */
function refuseEarlyClock({ keys, at, isTold }) {
    const early = keys.find(({ createdAt }) => createdAt > at + fate/* EARLY */.oX);
    if (early === undefined)
        return;
    throw new domain_error/* ActionError */.lZ('unreadable', `Key \`${early.id}\` was made at ${(0,admin_key/* isoTime */.Ly)(early.createdAt)}, and by the clock ` +
        `${isTold ? 'that the API tells' : 'of this machine'} it is ${(0,admin_key/* isoTime */.Ly)(at)} only, so there is no verdict. ` +
        `If that clock is wrong, correct it.${isTold ? ' Something on the way to `base-url` may set the header `Date`.' : ''}`);
}

// EXTERNAL MODULE: ./lib/operations/list.js + 1 modules
var list = __webpack_require__(7415);
;// CONCATENATED MODULE: ./lib/operations/verify.js








/**
 * Holds keys, and a stored value, against a policy. There is a verdict only where everything could
 * be looked at; without one, the step fails.
 */
async function verify(request, tools) {
    const view = await lookAt(request, tools);
    refuseEarlyClock(view);
    const isOwn = (key) => request.adminApiKey.matchesRedacted(key.redactedValue);
    const isTried = (key) => request.keyValue?.matchesRedacted(key.redactedValue) ?? false;
    const isUsedByCheck = (key) => isOwn(key) || isTried(key);
    announce(request, view, isUsedByCheck, tools);
    const result = {
        operation: 'verify',
        keys: view.keys,
        violations: null,
        violationIds: [],
        rules: request.rules,
        pattern: request.name,
        valueKeys: null,
        onViolation: request.onViolation,
        at: view.at,
        ...(await (0,list.saveKeys)(request.keysFile, view.keys)),
    };
    let ofValue;
    try {
        ofValue = await tryValue(request, view, isTried, tools);
    }
    catch (error) {
        if (error instanceof domain_error/* ActionError */.lZ)
            return { ...result, failure: error };
        throw error;
    }
    const violations = [
        ...view.missing.map((id) => {
            return { id, key: null, rule: 'missing', message: 'does not exist in this organization' };
        }),
        ...(0,policy/* judge */.S4)(view.keys, request.rules, { now: view.at, isUsedByCheck }),
        ...ofValue,
    ];
    const deletable = new Set(violations.map(({ key }) => key));
    const violationIds = view.keys.filter((key) => deletable.has(key) && !isOwn(key) && (0,admin_key/* isAdminKind */.Qm)(key));
    const asksWhose = request.keyValue !== null && request.keyIds.length === 0 && ofValue.length === 0;
    const verdict = describe(violations, view.keys.length);
    if (violations.length > 0 && request.onViolation === 'warn')
        tools.log.warning(verdict);
    const failure = violations.length > 0 && request.onViolation === 'fail'
        ? new domain_error/* ActionError */.lZ('violation', verdict)
        : undefined;
    return {
        ...result,
        violations,
        violationIds: violationIds.map(({ id }) => id),
        valueKeys: asksWhose ? view.keys.filter(isTried) : null,
        failure: joined(failure, result.failure),
    };
}
async function lookAt(request, { keys, now }) {
    const [onlyId, ...otherIds] = request.keyIds;
    if (onlyId !== undefined && otherIds.length === 0) {
        try {
            const { key, serverTime } = await keys.retrieve(onlyId);
            return { keys: [key], missing: [], ...momentOf(serverTime, now) };
        }
        catch (error) {
            if (!(error instanceof domain_error/* ActionError */.lZ) || error.code !== 'not-found')
                throw error;
            return { keys: [], missing: [onlyId], ...momentOf(undefined, now) };
        }
    }
    const wanted = new Set(request.keyIds);
    const matches = (key) => wanted.size > 0 ? wanted.has(key.id) : (0,glob/* matchesGlob */.k)(request.name ?? '*', key.name ?? '');
    const listing = await (0,openai_listing/* listWhole */.cP)(keys, matches);
    const found = new Set(listing.keys.map(({ id }) => id));
    const missing = request.keyIds.filter((id) => !found.has(id));
    if (listing.keys.length + missing.length === 0) {
        throw nothingToJudge(request.name);
    }
    return { keys: listing.keys, missing, ...momentOf(listing.serverTime, now) };
}
function momentOf(serverTime, now) {
    return { at: Math.floor((serverTime ?? now()) / 1000), isTold: serverTime !== undefined };
}
function nothingToJudge(pattern) {
    const why = pattern === null
        ? 'The API lists no admin key'
        : `No admin key has a name like \`${(0,domain_text/* oneLine */.TN)(pattern)}\``;
    const cure = pattern === null
        ? 'Check that `admin-api-key` belongs to the organization that is meant.'
        : 'Correct `name`, or remove it to check every key.';
    return new domain_error/* ActionError */.lZ('violation', `${why}, so there is nothing to judge, and no verdict. ${cure}`);
}
/** Tries the stored value with one request. Only an answer about the value itself is a verdict. */
async function tryValue({ keyValue, keyIds }, { keys }, isTried, { keysBy }) {
    if (keyValue === null)
        return [];
    const fault = (message) => [
        { id: keyIds.length === 1 ? (keyIds[0] ?? '') : '', key: null, rule: 'value', message },
    ];
    try {
        await keysBy(keyValue, 'the value in `key-value`').listPage({ order: 'asc', limit: 1 });
    }
    catch (error) {
        const code = error instanceof domain_error/* ActionError */.lZ ? error.code : undefined;
        if (code === 'unauthorized') {
            return fault('is refused by the API: its key was deleted, has expired, or never was one');
        }
        if (code === 'account-inactive') {
            return fault('is refused by the API: the account behind its key is deactivated or has left');
        }
        if (code === 'missing-scope') {
            return fault('is accepted by the API but may not manage admin keys');
        }
        if (!(error instanceof domain_error/* ActionError */.lZ))
            throw error;
        const message = `The value in \`key-value\` could not be tried, so there is no verdict. ${error.message}`;
        throw new domain_error/* ActionError */.lZ(error.code, message, { cause: error });
    }
    if (keyIds.length === 0 || keys.some(isTried))
        return [];
    return fault(`is accepted by the API but is the value of another key than ${keyIds.join(', ')}`);
}
/** The rules in force, and the keys whose last use this check refreshes. */
function announce({ rules, keyValue }, { keys, at }, isUsedByCheck, { log }) {
    const words = (0,policy/* rulesInForce */.Cl)(rules);
    log.info(`Rules in force: ${words.length === 0 ? 'none but that no key has expired' : words.join('; ')}.`);
    if (words.length === 0 && keyValue === null) {
        const names = policy/* RULE_NAMES */.iU.map((name) => `\`${name}\``).join(', ');
        log.warning(`No rule is in force, so all that can fall short is a key that has expired or is missing. Set one of ${names}.`);
    }
    if (rules['max-idle'] == null)
        return;
    for (const { id } of keys.filter((key) => (0,admin_key/* isLive */.DG)(key, at) && isUsedByCheck(key))) {
        log.info(`\`max-idle\` cannot tell about \`${id}\`: this very check uses it.`);
    }
}
/** One failure for the one annotation: the verdict, and what else went wrong. */
function joined(verdict, other) {
    if (verdict === undefined || other === undefined)
        return verdict ?? other;
    return new domain_error/* ActionError */.lZ('violation', `${verdict.message}\n${other.message}`, { cause: other });
}
/** The verdict and the first ten violations. */
function describe(violations, keys) {
    const lines = violations.slice(0, 10).map(({ id, key, rule, message }) => {
        const subject = rule === 'value' ? 'The value in `key-value`' : `\`${id}\``;
        const name = key?.name ?? null;
        const called = name === null ? '' : ` (“${(0,domain_text/* oneLine */.TN)(name)}”)`;
        return `- ${subject}${called} ${(0,domain_text/* oneLine */.TN)(message)}.`;
    });
    const more = violations.length - lines.length;
    return [
        `Not compliant: ${violations.length} ${violations.length === 1 ? 'violation' : 'violations'}, ` +
            `${keys} ${keys === 1 ? 'key' : 'keys'} checked.`,
        ...lines,
        ...(more > 0 ? [`- and ${more} more`] : []),
    ].join('\n');
}


/***/ })

};

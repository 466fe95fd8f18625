export const id = 114;
export const ids = [114,640];
export const modules = {

/***/ 5640:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   listPlaces: () => (/* binding */ listPlaces),
/* harmony export */   listProjects: () => (/* binding */ listProjects)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7271);
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4621);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1699);
/* harmony import */ var _listing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5518);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5159);






/** A listing of many projects says this often how far it is, in milliseconds. */
const PROGRESS_MS = 10_000;
/** Failures that one project can have on its own: its network, its region, its budget. */
const OF_ONE_PROJECT = ['unavailable', 'address-refused', 'wrong-host', 'no-credit'];
/** So many projects are named in a message. */
const MAX_NAMED = 10;
/** Far beyond any organization; a server that goes on for longer is not telling the truth. */
const MAX_PROJECT_PAGES = 1_000;
/**
 * Reads the keys of one place after another. A project that cannot be read does not keep the others from
 * being read; one that was archived meanwhile is left out.
 *
 * @param query - `strict` for one view of all keys of each place
 * @throws ActionError where the only place cannot be read
 */
async function listPlaces(places, query, context) {
    const { projects: wanted } = places;
    const isAll = wanted === 'all';
    const projects = isAll
        ? await context.listProjects()
        : wanted.map((id) => ({ id, name: null }));
    // Null: the admin keys.
    const sources = places.hasAdminKeys ? [null, ...projects] : projects;
    const isOnly = sources.length === 1 && !isAll;
    const listing = { keys: [], serverTime: undefined, archived: [], failures: [] };
    const room = { left: _listing_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_LISTED */ .Bl };
    let hadFailure = false;
    /** The projects that are active by now, where that could be read. */
    let active;
    /** A project that answers as if it were not there, and is no longer active. */
    const wasArchived = async ({ id }, error) => {
        if (!(0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .isNotFound */ .c4)(error) && error.code !== 'archived')
            return false;
        // An earlier look may have shown it already.
        if (active?.every((one) => one.id !== id))
            return true;
        active = await context.listProjects().catch((why) => {
            if (!(why instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ))
                throw why;
            return undefined;
        });
        return active?.every((one) => one.id !== id) ?? false;
    };
    let reportedAt = context.monotonic();
    for (const [index, project] of sources.entries()) {
        /** How many projects are read after this source. */
        const read = index + 1 - Number(places.hasAdminKeys);
        try {
            const client = project === null ? context.client : await context.clientOf(project);
            const { keys, serverTime } = await listOne(client, places, { ...query, room }, isOnly);
            for (const key of keys)
                listing.keys.push(key);
            listing.serverTime = serverTime;
            hadFailure = false;
        }
        catch (error) {
            if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ) || isOnly)
                throw error;
            if (project && isAll && (await wasArchived(project, error))) {
                listing.archived.push(project);
            }
            else {
                listing.failures.push(error);
                // Such a failure may be of one project; a second one in a row is of all.
                const mayBeOfOne = OF_ONE_PROJECT.includes(error.code) && !hadFailure;
                hadFailure = mayBeOfOne;
                if ((0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .failsEveryRequest */ .e5)(error) && !mayBeOfOne) {
                    const left = projects.slice(read);
                    if (left.length > 0)
                        listing.failures.push(notTried(left));
                    break;
                }
            }
        }
        if (context.monotonic() - reportedAt >= PROGRESS_MS) {
            reportedAt = context.monotonic();
            context.log.info(`${read} of ${projects.length} projects, ${listing.keys.length} keys.`);
        }
    }
    if (isOnly)
        return listing;
    const more = listing.failures.length - MAX_NAMED;
    if (more > 0) {
        const rest = new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `${more} more could not be read.`);
        listing.failures.splice(MAX_NAMED, more, rest);
    }
    const sorted = (0,_listing_js__WEBPACK_IMPORTED_MODULE_3__/* .sortKeys */ .di)(withoutDuplicates(listing.keys), query.order);
    return { ...listing, keys: sorted.slice(0, query.limit) };
}
function notTried(projects) {
    const ids = (0,_domain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .firstOf */ .Ku)(projects.map(({ id }) => `\`${id}\``)).join(', ');
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `These projects were not read after that: ${ids}.`);
}
/** Every active project, page by page. @throws ActionError */
async function listProjects(api) {
    const active = new Map();
    const seen = new Set();
    let after;
    let size = 0;
    for (let page = 1; page <= MAX_PROJECT_PAGES; page++) {
        const query = new URLSearchParams({ limit: String(_listing_js__WEBPACK_IMPORTED_MODULE_3__/* .PAGE_SIZE */ .md) });
        if (after !== undefined)
            query.set('after', after);
        const path = `/organization/projects?${query}`;
        const { projects, hasMore } = await api.send({ what: 'listing the projects', path }, ({ body }) => {
            size += body.length;
            if (size > _listing_js__WEBPACK_IMPORTED_MODULE_3__/* .MAX_LISTED */ .Bl)
                throw new _parse_js__WEBPACK_IMPORTED_MODULE_4__/* .UnreadableResponse */ .Vk('makes the list larger than 64 MiB');
            return (0,_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .readProjects */ .VH)(body, api.options.redact);
        });
        const known = seen.size;
        for (const { id, name, isArchived } of projects) {
            seen.add(id);
            if (!isArchived)
                active.set(id, { id, name });
        }
        if (!hasMore)
            return [...active.values()];
        if (seen.size === known)
            break;
        after = projects.at(-1)?.id;
    }
    throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unreadable', 'The listing of projects does not end. Check `base-url`.');
}
function listOne(client, { serviceAccountId }, query, isOnly) {
    const { matches, room } = query;
    const isWanted = (key) => (matches?.(key) ?? true) && (serviceAccountId === null || key.owner?.id === serviceAccountId);
    if (query.strict)
        return (0,_listing_js__WEBPACK_IMPORTED_MODULE_3__/* .listWhole */ .cP)(client, { room, matches: isWanted });
    const isAll = serviceAccountId === null && matches === undefined;
    const limit = isOnly ? query.limit : undefined;
    return (0,_listing_js__WEBPACK_IMPORTED_MODULE_3__/* .listKeys */ .TH)(client, { ...query, limit, matches: isAll ? undefined : isWanted });
}
/** The list of admin keys can show a project's keys too; each counts once. */
function withoutDuplicates(keys) {
    const ids = new Set(keys.flatMap(({ id, project }) => (project ? [(0,_domain_key_js__WEBPACK_IMPORTED_MODULE_5__/* .splitKeyId */ .Xo)(id).keyId] : [])));
    return keys.filter((key) => key.project !== null || (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_5__/* .isAdminKey */ .$o)(key) || !ids.has(key.id));
}


/***/ }),

/***/ 7114:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  verify: () => (/* binding */ verify)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/glob.js
var domain_glob = __webpack_require__(1532);
// EXTERNAL MODULE: ./lib/domain/key.js
var domain_key = __webpack_require__(7271);
// EXTERNAL MODULE: ./lib/domain/lost-create.js
var lost_create = __webpack_require__(8229);
// EXTERNAL MODULE: ./lib/domain/policy.js
var policy = __webpack_require__(7024);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
// EXTERNAL MODULE: ./lib/openai/places.js
var openai_places = __webpack_require__(5640);
// EXTERNAL MODULE: ./lib/report/keys-file.js
var keys_file = __webpack_require__(4639);
// EXTERNAL MODULE: ./lib/domain/manifest.js
var manifest = __webpack_require__(5151);
;// CONCATENATED MODULE: ./lib/operations/verify-manifest.js




/**
 * Compares keys with a manifest and a policy: the newest key of each entry is judged, an entry without a
 * live key is missing, and a key that no entry names is unmanaged.
 *
 * @param moment - as `judge` takes it
 * @param isComplete - whether all places could be read: what could not be read is not missing
 */
function judgeManifest(keys, { entries }, { rules, places }, moment, isComplete) {
    const groups = (0,manifest/* groupByIdentity */.ND)(keys);
    const named = new Set();
    const found = entries.flatMap((entry) => {
        const { request, state, line } = entry;
        const own = groups.get((0,manifest/* identityText */.Ky)(request)) ?? [];
        for (const key of own)
            named.add(key);
        if (state === 'absent')
            return [];
        const newest = (0,domain_key/* newestOf */.su)(own);
        if (newest !== undefined && own.some((key) => (0,domain_key/* isLive */.DG)(key, moment.now))) {
            return (0,policy/* judge */.S4)([newest], rules, moment);
        }
        if (!isComplete || !isIn(places, entry))
            return [];
        const message = `is an entry of the manifest (line ${line}) and has no live key`;
        return [{ id: (0,manifest/* labelOf */.Wy)(request), key: null, entry: request, rule: 'missing', message }];
    });
    const unmanaged = keys
        .filter((key) => !named.has(key))
        .map((key) => {
        const message = 'is named by no entry of the manifest';
        return { id: key.id, key, rule: 'unmanaged', message };
    });
    return [...found, ...unmanaged];
}
function isIn({ hasAdminKeys, projects, serviceAccountId }, { request: { account } }) {
    if (account === null)
        return hasAdminKeys;
    const isOfAccount = serviceAccountId === null || serviceAccountId === account.serviceAccountId;
    return isOfAccount && (projects === 'all' || projects.includes(account.projectId));
}
/**
 * Takes out the violations of which a manifest makes an exception; one whose last day is over is a
 * violation itself.
 *
 * @param now - Unix seconds
 */
function withExceptions(violations, { exceptions }, now) {
    const current = exceptions.filter(({ until }) => until > now);
    const isExcepted = ({ id, key, entry, rule }) => {
        const name = entry?.name ?? key?.name ?? '';
        const names = [id, name, ...(key?.project ? [`${key.project.id}/${name}`] : [])];
        return current.some(({ key: glob, rules }) => {
            const isCovered = rules?.includes(rule) ?? !['missing', 'value'].includes(rule);
            return isCovered && names.some((one) => (0,domain_glob/* matchesGlob */.k)(glob, one));
        });
    };
    const ended = exceptions.filter(({ until }) => until <= now);
    return [
        ...violations.filter((violation) => !isExcepted(violation)),
        ...ended.map(({ key, day, reason, line }) => {
            const message = `has an exception (line ${line}, ${reason}) that ended on ${day}`;
            return { id: key, key: null, rule: 'exception', message };
        }),
    ];
}

;// CONCATENATED MODULE: ./lib/operations/verify-value.js

/** Answers that are about the value itself, by the code of the error. */
const VERDICTS = {
    'invalid-key': 'is refused by the API: its key was deleted, has expired, or never was one',
    'account-inactive': 'is refused by the API: the account behind its key is deactivated or has left',
    'missing-scope': 'is accepted by the API but may not manage admin keys',
};
/**
 * Tries the value of `key-value` with one request, and compares it with the keys.
 *
 * @param places - where the keys were read
 * @param isWhole - whether all of them could be read
 * @param isOfValue - whether the value fits the redacted value of a key
 * @throws ActionError where the value could not be tried, so that there is no verdict
 */
async function checkValue({ keyValue, keyIds }, places, { keys, isWhole }, isOfValue, { clientFor, tryValue, log }) {
    if (keyValue === null)
        return [];
    const violation = (message) => [
        { id: keyIds.length === 1 ? (keyIds[0] ?? '') : '', key: null, rule: 'value', message },
    ];
    const label = 'the value in `key-value`';
    const isAdminKey = keyValue.matchesRedacted('sk-admin-...');
    const hasProjects = places.projects.length > 0;
    if (isAdminKey && !places.hasAdminKeys)
        return violation('is the value of an admin key');
    try {
        if (hasProjects && !isAdminKey) {
            const warning = await tryValue(keyValue, label);
            if (warning !== undefined)
                log.warning(warning);
        }
        else {
            await clientFor(keyValue, label).listPage({ order: 'asc', limit: 1 });
        }
    }
    catch (error) {
        if (!(error instanceof domain_error/* ActionError */.lZ))
            throw error;
        const verdict = VERDICTS[error.code];
        if (verdict !== undefined)
            return violation(verdict);
        const message = `The value in \`key-value\` could not be tried, so there is no verdict. ${error.message}`;
        throw new domain_error/* ActionError */.lZ(error.code, message, { cause: error });
    }
    // It may be the value of a key that could not be read.
    if (!isWhole || keys.some(isOfValue))
        return [];
    if (keyIds.length > 0) {
        return violation(`is accepted by the API but is the value of another key than ${keyIds.join(', ')}`);
    }
    return hasProjects && !places.hasAdminKeys
        ? violation('is accepted by the API but is the value of none of the keys that were checked')
        : [];
}

;// CONCATENATED MODULE: ./lib/operations/verify.js










/**
 * Compares keys, and a stored value, with a policy. There is a verdict only where everything could be
 * read; without one, the step fails.
 */
async function verify(request, context) {
    const { manifest } = request;
    const view = await readView(request, context);
    refuseEarlyClock(view);
    const isOwn = (key) => (0,domain_key/* isCallerKey */.DL)(key, request.adminApiKey);
    const isOfValue = (key) => request.keyValue?.matchesRedacted(key.redactedValue) ?? false;
    const isUsedByCheck = (key) => isOwn(key) || isOfValue(key);
    announce(request, view, isUsedByCheck, context);
    const { file, failure: fileFailure } = await (0,keys_file/* writeKeysFile */.U)(request.keysFile, view.keys);
    const failures = [...view.failures];
    /** Undefined where the value could not be tried; then nothing is told about the keys either. */
    let ofValue;
    try {
        const judged = { keys: view.keys, isWhole: view.failures.length === 0 };
        ofValue = await checkValue(request, placesFor(request), judged, isOfValue, context);
    }
    catch (error) {
        if (!(error instanceof domain_error/* ActionError */.lZ))
            throw error;
        failures.push(error);
    }
    const moment = { now: view.at, isUsedByCheck };
    const missing = view.missing.map((id) => {
        const message = 'does not exist in this organization';
        return { id, key: null, rule: 'missing', message };
    });
    const ofKeys = manifest === null
        ? (0,policy/* judge */.S4)(view.keys, request.rules, moment)
        : judgeManifest(view.keys, manifest, request, moment, view.failures.length === 0);
    const found = ofValue === undefined ? [] : [...missing, ...ofKeys, ...ofValue];
    const violations = manifest === null || ofValue === undefined ? found : withExceptions(found, manifest, view.at);
    if (ofValue !== undefined && view.keys.length + found.length === 0) {
        throw (0,domain_error/* joinFailures */.cc)([...failures, nothingToJudge(request)]);
    }
    const violating = new Set(violations.filter(({ rule }) => rule !== 'unmanaged').map(({ key }) => key));
    const deletable = view.keys.filter((key) => violating.has(key) && !isOwn(key) && (0,domain_key/* isDeletable */.HE)(key));
    const isComplete = failures.length === 0;
    const verdict = describe(violations, view.keys.length, isComplete);
    const isWarning = isComplete && request.onViolation === 'warn';
    if (violations.length > 0 && isWarning)
        context.log.warning(verdict);
    const failure = violations.length > 0 && !isWarning ? new domain_error/* ActionError */.lZ('violation', verdict) : undefined;
    const namesKeysOfValue = request.keyValue !== null && request.keyIds.length === 0 && isComplete && ofValue?.length === 0;
    return {
        operation: 'verify',
        keys: view.keys,
        archived: view.archived,
        isComplete,
        violations,
        violationIds: deletable.map(({ id }) => id),
        rules: request.rules,
        pattern: request.name,
        file,
        valueKeys: namesKeysOfValue ? view.keys.filter(isOfValue) : null,
        at: view.at,
        failure: (0,domain_error/* joinFailures */.cc)([...failures, failure, fileFailure]),
    };
}
async function readView(request, context) {
    const { keyIds } = request;
    const [onlyId, ...otherIds] = keyIds;
    if (onlyId !== undefined && otherIds.length === 0) {
        const view = { missing: [], archived: [], failures: [] };
        try {
            const { key, serverTime } = await context.client.retrieve(onlyId);
            return { ...view, keys: [key], ...momentOf(serverTime, context) };
        }
        catch (error) {
            if (!(error instanceof domain_error/* ActionError */.lZ) || error.code !== 'not-found')
                throw error;
            return { ...view, keys: [], missing: [onlyId], ...momentOf(undefined, context) };
        }
    }
    const wanted = new Set(keyIds);
    const matches = (key) => wanted.size > 0 ? wanted.has(key.id) : (0,domain_glob/* matchesGlob */.k)(request.name ?? '*', key.name ?? '');
    const places = placesFor(request);
    const query = { order: 'asc', matches, strict: true };
    const { serverTime, ...listing } = await (0,openai_places.listPlaces)(places, query, context);
    const found = new Set(listing.keys.map(({ id }) => id));
    // What could not be read is not missing.
    const missing = listing.failures.length > 0 ? [] : keyIds.filter((id) => !found.has(id));
    if (listing.keys.length + missing.length === 0 && request.manifest === null) {
        throw (0,domain_error/* joinFailures */.cc)([...listing.failures, nothingToJudge(request)]);
    }
    return { ...listing, missing, ...momentOf(serverTime, context) };
}
function placesFor({ keyIds, places }) {
    if (keyIds.length === 0)
        return places;
    const projects = new Set(keyIds.map((id) => (0,domain_key/* splitKeyId */.Xo)(id).projectId));
    const hasAdminKeys = projects.delete(null);
    return {
        hasAdminKeys,
        projects: [...projects].filter((id) => id !== null),
        serviceAccountId: null,
    };
}
function momentOf(serverTime, { now }) {
    return { at: Math.floor((serverTime ?? now()) / 1000), isTimed: serverTime !== undefined };
}
function nothingToJudge({ name, places }) {
    const kind = places.projects.length === 0 ? 'admin key' : 'key';
    const why = name === null ? `The API lists no ${kind}` : `No ${kind} has a name like \`${(0,domain_text/* oneLine */.TN)(name)}\``;
    const account = places.serviceAccountId === null ? '' : '`service-account-id` and ';
    const project = places.projects.length === 0 ? '' : `${account}\`project-id\`, and `;
    const remedy = name === null
        ? `Check ${project}that \`admin-api-key\` belongs to the right organization.`
        : 'Correct `name`, or remove it to check every key.';
    return new domain_error/* ActionError */.lZ('violation', `${why}, so there is nothing to judge, and no verdict. ${remedy}`);
}
/** By a clock that is behind, old keys would pass for young ones. */
function refuseEarlyClock({ keys, at, isTimed }) {
    const early = keys.find(({ createdAt }) => createdAt > at + lost_create/* MAX_EARLY_SECONDS */.fe);
    if (early === undefined)
        return;
    throw new domain_error/* ActionError */.lZ('unreadable', `Key \`${early.id}\` was made at ${(0,domain_key/* isoTime */.Ly)(early.createdAt)}, and by the clock ` +
        `${isTimed ? 'that the API tells' : 'of this machine'} it is ${(0,domain_key/* isoTime */.Ly)(at)} only, so there is no verdict. ` +
        `If that clock is wrong, correct it.${isTimed ? ' Something on the way to `base-url` may set the header `Date`.' : ''}`);
}
/** The rules in force, and the keys whose last use this check refreshes. */
function announce({ rules, keyValue }, { keys, at }, isUsedByCheck, { log }) {
    const words = (0,policy/* rulesInForce */.Cl)(rules);
    log.info(`Rules in force: ${words.length === 0 ? 'none but that no key has expired' : words.join('; ')}.`);
    if (words.length === 0 && keyValue === null) {
        const names = policy/* RULE_NAMES */.iU.map((name) => `\`${name}\``).join(', ');
        log.warning(`No rule is in force, so only a key that has expired or is missing is a violation. Set one of ${names}.`);
    }
    if (rules['max-idle'] == null)
        return;
    for (const { id } of keys.filter((key) => (0,domain_key/* isLive */.DG)(key, at) && isUsedByCheck(key))) {
        log.info(`\`max-idle\` cannot tell about \`${id}\`: this very check uses it.`);
    }
}
function describe(violations, keys, isComplete) {
    const lines = violations.map(({ id, key, rule, message }) => {
        const subject = rule === 'value' ? 'The value in `key-value`' : `\`${id}\``;
        const name = key?.name ?? null;
        const called = name === null ? '' : ` (“${(0,domain_text/* oneLine */.TN)(name)}”)`;
        return `${subject}${called} ${(0,domain_text/* oneLine */.TN)(message)}.`;
    });
    return (`${isComplete ? 'Not compliant' : 'No verdict, but found'}: ${violations.length} ${violations.length === 1 ? 'violation' : 'violations'}, ` +
        `${keys} ${keys === 1 ? 'key' : 'keys'} checked.\n${(0,domain_text/* bulletList */.fF)(lines)}`);
}


/***/ }),

/***/ 4639:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ writeKeysFile)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7271);
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4621);
/* harmony import */ var _outputs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8568);







/**
 * Writes keys as JSON, NDJSON or CSV, by the file extension. Only its owner can read the file. It is
 * written whole or not at all; parent folders are created.
 *
 * @param path - absolute, or relative to the working folder; null: no file is wanted
 * @returns the full path, and why it could not be written
 */
async function writeKeysFile(path, keys) {
    if (path === null)
        return { file: null };
    const target = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(path);
    const temporary = `${target}.${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}.tmp`;
    const text = await serialise(path, keys);
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(target), { recursive: true });
        const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(temporary, 'wx', 0o600);
        try {
            await file.writeFile(text);
            await file.sync();
        }
        finally {
            await file.close();
        }
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename)(temporary, target);
        return { file: target };
    }
    catch (error) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(temporary, { force: true }).catch(() => undefined);
        const failure = new _domain_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('file', `\`keys-file\` could not be written to ${target}: ${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error)}. Use a path in a folder that ` +
            'the runner can write to.', { cause: error });
        return { file: null, failure };
    }
}
async function serialise(path, keys) {
    const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
    if (ending === 'csv')
        return toCsv(keys);
    const items = keys.map((key) => JSON.stringify((0,_outputs_js__WEBPACK_IMPORTED_MODULE_5__/* .withProject */ .C3)(key)));
    if (ending === 'ndjson')
        return items.map((item) => `${item}\n`).join('');
    return items.length === 0 ? '[]\n' : `[\n${items.join(',\n')}\n]\n`;
}
const COLUMNS = {
    id: ({ id }) => cell(id),
    name: ({ name }) => cell(name),
    redacted_value: ({ redactedValue }) => cell(redactedValue),
    created_at: ({ createdAt }) => (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_6__/* .isoTime */ .Ly)(createdAt),
    expires_at: ({ expiresAt }) => (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_6__/* .isoTime */ .Ly)(expiresAt),
    last_used_at: ({ lastUsedAt }) => (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_6__/* .isoTime */ .Ly)(lastUsedAt),
    owner_id: ({ owner }) => cell(owner?.id),
    owner_name: ({ owner }) => cell(owner?.name),
    owner_type: ({ owner }) => cell(owner?.type),
    owner_role: ({ owner }) => cell(owner?.role),
    project_id: ({ project }) => cell(project?.id),
};
async function toCsv(keys) {
    // Loaded only for this format.
    const { stringify } = await __webpack_require__.e(/* import() */ 789).then(__webpack_require__.bind(__webpack_require__, 6789));
    const rows = keys.map((key) => Object.values(COLUMNS).map((cellOf) => cellOf(key)));
    return stringify(rows, { header: true, columns: Object.keys(COLUMNS) });
}
/**
 * A cell that no spreadsheet reads as a formula. Many also split lines at semicolons and tabs, so a cell may
 * begin after one. Line breaks and tabs become U+FFFD.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text) {
    const line = (0,_domain_text_js__WEBPACK_IMPORTED_MODULE_4__/* .oneLine */ .TN)(text ?? '');
    return line.replace(/((?:^|[;\ufffd])["' ]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'");
}


/***/ })

};

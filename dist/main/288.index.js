export const id = 288;
export const ids = [288,640];
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

/***/ 4288:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   list: () => (/* binding */ list)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_glob_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1532);
/* harmony import */ var _openai_places_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5640);
/* harmony import */ var _report_keys_file_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4639);




/** The keys whose name matches, over as many pages as it takes. */
async function list(request, context) {
    const pattern = request.name;
    const query = {
        order: request.order,
        after: request.after ?? undefined,
        limit: request.limit ?? undefined,
        matches: pattern === null ? undefined : (key) => (0,_domain_glob_js__WEBPACK_IMPORTED_MODULE_3__/* .matchesGlob */ .k)(pattern, key.name ?? ''),
    };
    const { keys, archived, failures } = await (0,_openai_places_js__WEBPACK_IMPORTED_MODULE_1__.listPlaces)(request.places, query, context);
    const { file, failure } = await (0,_report_keys_file_js__WEBPACK_IMPORTED_MODULE_2__/* .writeKeysFile */ .U)(request.keysFile, keys);
    return {
        operation: 'list',
        keys,
        archived,
        pattern,
        file,
        failure: (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .joinFailures */ .cc)([...failures, failure]),
    };
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

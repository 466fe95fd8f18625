export const id = 640;
export const ids = [640];
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


/***/ })

};

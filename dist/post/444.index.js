export const id = 444;
export const ids = [444];
export const modules = {

/***/ 5444:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createProjectKeys: () => (/* binding */ createProjectKeys),
/* harmony export */   tryValue: () => (/* binding */ tryValue)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7271);
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4621);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1699);
/* harmony import */ var _create_key_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9061);
/* harmony import */ var _listing_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5518);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5159);







/** The waits before a create is sent again whose service account may be too new to be known. */
const CREATE_WAITS_MS = [2_000, 4_000];
/** The waits before a new key that is not listed is read again by its id. */
const READ_WAITS_MS = [2_000, 4_000, 8_000];
/** Refusals that show the API to know a key: of its scopes, of an address, of a host, of money. */
const KNOWN_KEY_CODES = ['missing-scope', 'address-refused', 'wrong-host', 'no-credit'];
/**
 * The keys of a project, and with a service account those that are made for it.
 * https://platform.openai.com/docs/api-reference/project-api-keys
 *
 * @param account - undefined where keys are only read
 */
function createProjectKeys(api, project, account) {
    const path = (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .projectPath */ .DZ)(project.id);
    const { readKeys, ...byId } = (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .keysById */ .nX)(api);
    const { sleep } = api.options;
    const listPage = ({ limit, after, notAfter }) => {
        // Left out, some enabled keys are hidden.
        const query = new URLSearchParams({ limit: String(limit), owner_project_access: 'any' });
        if (after !== undefined)
            query.set('after', (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_6__/* .splitKeyId */ .Xo)(after).keyId);
        return readKeys({
            what: `listing the keys of project ${labelOf(project)}`,
            projectId: project.id,
            path: `${path}/api_keys?${query}`,
            how: { notAfter },
        }, project);
    };
    const client = {
        ...byId,
        isOrdered: false,
        listPage,
        async listNewest(notAfter) {
            const { keys, serverTime } = await (0,_listing_js__WEBPACK_IMPORTED_MODULE_4__/* .listWhole */ .cP)(client, { notAfter });
            return { keys, serverTime, hasMore: false };
        },
        async create(spec, onAttempt) {
            if (account === undefined)
                throw new Error('keys are made for a service account');
            const { serviceAccountId, scopes } = account;
            const keys = `${path}/service_accounts/${encodeURIComponent(serviceAccountId)}/api_keys`;
            const creating = () => (0,_create_key_js__WEBPACK_IMPORTED_MODULE_3__/* .sendCreate */ .v)(api, keys, spec, onAttempt, project, scopes);
            return (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .retryNotFound */ .AE)(creating, CREATE_WAITS_MS, sleep).catch(async (error) => {
                throw (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .isNotFound */ .c4)(error) ? await whatIsMissing(api, account, error) : error;
            });
        },
        whyForeign(key) {
            if (account === undefined || key.owner?.id === account.serviceAccountId)
                return undefined;
            const owner = key.owner?.id ?? 'no owner';
            return (`The API names \`${owner}\` as its owner, not \`${account.serviceAccountId}\`. If both are the same service account, ` +
                `set \`service-account-id\` to \`${owner}\`.`);
        },
        /** The new key cannot list keys, so it lists the models, and the admin key lists the keys. */
        async check({ key, value }, { purpose, until, retry }) {
            const tried = purpose === 'delivery' ? undefined : await retry(() => tryValue(api, value, until));
            const warnings = tried === undefined ? [] : [tried];
            const read = () => client.retrieve(key.id, until);
            if (purpose === 'rotation') {
                const { keys, serverTime } = await client.listNewest(until);
                const listed = keys.find(({ id }) => id === key.id) ??
                    (await (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .retryNotFound */ .AE)(read, READ_WAITS_MS, sleep)).key;
                return { listed, keys, serverTime, warnings };
            }
            try {
                const { key: listed, serverTime } = await read();
                return { listed, keys: [], serverTime, warnings };
            }
            catch (error) {
                if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ))
                    throw error;
                warnings.push(`The new key (\`${key.id}\`) could not be read back. ${error.message}`);
                return { listed: undefined, keys: [], serverTime: undefined, warnings };
            }
        },
    };
    return client;
}
/**
 * Tries a value that cannot list keys: it lists the models.
 *
 * @param notAfter - no further attempt begins after this moment of the clock that is never corrected
 * @returns a warning where the API knows the key and refuses this request for another reason
 * @throws ActionError where the API does not accept the key
 */
async function tryValue(api, value, notAfter, keyLabel = 'the new key') {
    const how = { notAfter };
    const request = { what: 'listing the models', path: '/models', isForModels: true, how };
    try {
        await api.as(value, keyLabel).send(request, ({ body }) => void (0,_parse_js__WEBPACK_IMPORTED_MODULE_5__/* .parseObject */ .lj)(body));
        return undefined;
    }
    catch (error) {
        if (error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && KNOWN_KEY_CODES.includes(error.code))
            return error.message;
        throw error;
    }
}
function labelOf({ id, name }) {
    return name === null ? `\`${id}\`` : `\`${id}\` (“${(0,_domain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(name)}”)`;
}
/** Whether the project or its service account is missing, which only a read of the project tells. */
async function whatIsMissing(api, { projectId, serviceAccountId }, cause) {
    try {
        const { isArchived } = await (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .readProject */ .Wh)(api, projectId);
        return isArchived
            ? new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('archived', `Project \`${projectId}\` is archived. No key was made. Correct \`project-id\`.`)
            : new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('not-found', `Project \`${projectId}\` has no service account \`${serviceAccountId}\`, or it was deleted. No key was made. ` +
                'Correct `service-account-id`; the settings of the project list the ids.', { cause });
    }
    catch (unread) {
        if (!(unread instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ) || (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .isNotFound */ .c4)(unread))
            return unread;
        return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(unread.code, `Project \`${projectId}\`, or its service account \`${serviceAccountId}\`, does not exist (404). No key was made. ` +
            `Check \`project-id\` and \`service-account-id\`. Which of the two is wrong is not known: ${unread.message}`, { cause: unread });
    }
}


/***/ })

};

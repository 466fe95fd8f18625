export const id = 183;
export const ids = [183];
export const modules = {

/***/ 9183:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   deleteEach: () => (/* binding */ deleteEach),
/* harmony export */   deleteKeys: () => (/* binding */ deleteKeys)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7271);


/**
 * Deletes keys in the order given, one request each and no read before. One that cannot be deleted
 * does not keep the others alive.
 */
async function deleteEach(ids, keys, cancelled) {
    const done = [];
    const messages = [];
    let last;
    for (const id of ids) {
        if (cancelled.aborted)
            last = new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('cancelled', 'The job was cancelled.', { cause: last });
        if (last !== undefined && (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .failsEveryRequest */ .e5)(last)) {
            done.push({ id, status: 'not-tried' });
            continue;
        }
        try {
            done.push({ id, status: await keys.delete(id) });
        }
        catch (error) {
            if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ))
                throw error;
            last = error;
            messages.push(error.message);
            done.push({ id, status: 'failed' });
        }
    }
    if (last === undefined)
        return { done };
    const message = messages.join('\n') || last.message;
    return { done, failure: new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(last.code, message, { cause: last }) };
}
/** A replica that has not heard of a key answers 404, once. */
const AGAIN_MS = 2_000;
/** Deletes keys by id. */
async function deleteKeys(request, { client, cancelled, log, sleep }) {
    if (request.dryRun) {
        return { operation: 'delete', keys: request.keyIds.map((id) => ({ id, status: 'planned' })) };
    }
    const twice = {
        async delete(id) {
            if ((await client.delete(id)) === 'deleted')
                return 'deleted';
            await sleep(AGAIN_MS);
            const outcome = await client.delete(id);
            if (outcome === 'gone')
                await client.checkProjectOf(id);
            return outcome;
        },
    };
    const deletions = await deleteEach(request.keyIds, twice, cancelled);
    const gone = deletions.done.filter(({ status }) => status === 'gone');
    const isOfProject = ({ id }) => (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_1__/* .splitKeyId */ .Xo)(id).projectId !== null;
    const [admin, ofProjects] = [gone.filter((one) => !isOfProject(one)), gone.filter(isOfProject)];
    const here = "among the admin keys of this organization (a project's key is `proj_…/key_…`)";
    if (admin.length > 0)
        log.warning(notFound(admin, here));
    if (ofProjects.length > 0)
        log.warning(notFound(ofProjects, 'among the keys of its project'));
    return { operation: 'delete', keys: deletions.done, failure: describeFailure(deletions) };
}
function notFound(gone, where) {
    const ids = gone.map(({ id }) => `\`${id}\``).join(', ');
    return (`Not ${where}, so counted as deleted: ${ids}. If such a key should exist, check its id, and that ` +
        '`admin-api-key` belongs to its organization.');
}
function describeFailure({ done, failure }) {
    if (failure === undefined)
        return undefined;
    const idsOf = (...statuses) => done.filter(({ status }) => statuses.includes(status)).map(({ id }) => `\`${id}\``);
    const gone = idsOf('deleted', 'gone');
    const notTried = idsOf('not-tried');
    const message = [
        failure.message,
        notTried.length > 0 ? `Not tried after that: ${notTried.join(', ')}.` : '',
        gone.length > 0 && failure.code === 'unauthorized'
            ? 'It is likely one of those that were deleted: delete the rest with another key, and next time put ' +
                'that one last in the list.'
            : '',
        gone.length > 0 ? `Deleted: ${gone.join(', ')}.` : '',
    ];
    const code = gone.length > 0 ? 'partial' : failure.code;
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(code, message.filter((line) => line !== '').join('\n'), {
        cause: failure,
    });
}


/***/ })

};

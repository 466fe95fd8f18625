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

/** After one of these, the next id can only fare the same. */
const HOPELESS = [
    'unauthorized',
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
/**
 * Deletes keys in the order given, one request each and no read before. One that cannot be deleted
 * does not keep the others alive.
 */
async function deleteEach(ids, keys, cancelled) {
    const done = [];
    const failures = [];
    let last;
    for (const id of ids) {
        if (cancelled.aborted)
            last = new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('cancelled', 'The job was cancelled.', { cause: last });
        if (last !== undefined && HOPELESS.includes(last.code)) {
            done.push({ id, fate: 'untried' });
            continue;
        }
        try {
            done.push({ id, fate: await keys.delete(id) });
        }
        catch (error) {
            if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ))
                throw error;
            last = error;
            failures.push((0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error));
            done.push({ id, fate: 'failed' });
        }
    }
    return { done, failures, last };
}
/** A replica that has not heard of a key answers 404, once. */
const AGAIN_MS = 2_000;
/** Deletes keys by id. */
async function deleteKeys(request, { keys, cancelled, log, sleep }) {
    if (request.dryRun) {
        return { operation: 'delete', keys: request.keyIds.map((id) => ({ id, fate: 'planned' })) };
    }
    const twice = {
        async delete(id) {
            if ((await keys.delete(id)) === 'deleted')
                return 'deleted';
            await sleep(AGAIN_MS);
            return keys.delete(id);
        },
    };
    const deletions = await deleteEach(request.keyIds, twice, cancelled);
    const gone = deletions.done.filter(({ fate }) => fate === 'gone').map(({ id }) => `\`${id}\``);
    if (gone.length > 0) {
        log.warning(`Not among the admin keys of this organization, so counted as deleted: ${gone.join(', ')}. If such ` +
            'a key should have been there, check its id, and whether `admin-api-key` is of its organization.');
    }
    return { operation: 'delete', keys: deletions.done, failure: describeFailure(deletions) };
}
function describeFailure({ done, failures, last }) {
    if (last === undefined)
        return undefined;
    const idsOf = (...fates) => done.filter(({ fate }) => fates.includes(fate)).map(({ id }) => `\`${id}\``);
    const gone = idsOf('deleted', 'gone');
    const untried = idsOf('untried');
    const message = [
        ...(failures.length > 0 ? failures : [last.message]),
        untried.length > 0 ? `Not tried after that: ${untried.join(', ')}.` : '',
        gone.length > 0 && last.code === 'unauthorized'
            ? 'It is likely one of those that were deleted: delete the rest with another key, and next time put ' +
                'that one last in the list.'
            : '',
        gone.length > 0 ? `Deleted: ${gone.join(', ')}.` : '',
    ];
    const code = gone.length > 0 ? 'partial' : last.code;
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(code, message.filter((line) => line !== '').join('\n'), { cause: last });
}


/***/ })

};

export const id = 671;
export const ids = [671,183];
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


/***/ }),

/***/ 6671:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   planFor: () => (/* binding */ planFor),
/* harmony export */   rotate: () => (/* binding */ rotate)
/* harmony export */ });
/* harmony import */ var _delivery_deliver_value_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2713);
/* harmony import */ var _delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9020);
/* harmony import */ var _delivery_new_key_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9944);
/* harmony import */ var _domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5041);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(7271);
/* harmony import */ var _domain_rotation_plan_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9458);
/* harmony import */ var _openai_listing_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5518);
/* harmony import */ var _delete_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(9183);
/* harmony import */ var _undelivered_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2435);










/** Decides what a rotation does, from the listed keys and the inspected secrets. */
async function planFor(request, found, inspected, { store }) {
    if (!found.isTimed)
        throw untimed();
    const evidence = (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .toDeliveryEvidence */ .Dv)(found, inspected);
    return (0,_domain_rotation_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .planRotation */ .Qj)({
        ...request,
        evidence,
        // Who may read a secret is only asked where it holds the newest key, since it costs requests.
        accessible: !(0,_domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_8__/* .isDelivered */ .Z$)(evidence) || (await (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .haveAccess */ .ff)(inspected, store)),
        hasSkipped: inspected.skipped.length > 0,
        isAskedFor: request.now,
        now: found.now,
        isCallerKey: (key) => (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_9__/* .isCallerKey */ .DL)(key, request.adminApiKey),
    });
}
/**
 * Makes sure that the newest key of a name is fresh, delivered and working, and deletes the older
 * ones: list → checks → create → check of the new key → write every target → delete. A run that ends
 * anywhere in between is finished by the next one, from what the two APIs show.
 *
 * @param known - what need not be read again
 */
async function rotate(request, context, known) {
    const { name, lifetime, targets, adminApiKey, dryRun } = request;
    const { store, log } = context;
    if (lifetime === null && request.rotateAfter === null && request.minRemaining !== null) {
        log.warning('A key that never expires is never due by `min-remaining` alone. Add `expires-in` or `rotate-after`.');
    }
    const found = known?.found ?? (await (0,_openai_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .findKeys */ .WB)(context.client, name, context.now));
    if (!found.isTimed)
        throw untimed();
    // One target must not let the others' key expire; where there is no key yet, nothing can expire.
    const maySkip = found.keys.length > 0;
    let inspected = known?.inspected ?? (await (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .inspectSecrets */ .iw)(targets, store, context, maySkip));
    (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .warnIfOpenToAll */ .sw)(inspected, context);
    let plan = known?.plan ?? (await planFor(request, found, inspected, context));
    let ready = [];
    if (plan.kind === 'rotate') {
        const before = inspected.secrets.length;
        ({ ready, inspected } = await (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .prepareSecrets */ .fH)(inspected, store, maySkip));
        if (ready.length < before) {
            plan = await planFor(request, found, inspected, context);
        }
    }
    const evidence = (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .toDeliveryEvidence */ .Dv)(found, inspected);
    const skipped = (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .combineFailures */ .XJ)(inspected.skipped);
    if (plan.kind === 'busy' || plan.kind === 'unsettled') {
        const error = await (0,_undelivered_js__WEBPACK_IMPORTED_MODULE_7__/* .undeliveredError */ .K)(plan, evidence, inspected, store);
        throw (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_3__/* .joinFailures */ .cc)([error, skipped]);
    }
    if (plan.kind === 'rotate' && plan.newest !== undefined) {
        (0,_undelivered_js__WEBPACK_IMPORTED_MODULE_7__/* .warnOfOtherWriters */ ._)(evidence, inspected, log);
    }
    const { older } = plan;
    const result = {
        operation: 'rotate',
        outcome: plan.kind === 'keep' ? 'kept' : 'rotated',
        dryRun,
        key: plan.newest ?? null,
        name,
        lifetime,
        targets,
        written: [],
        exposedTo: [],
        why: plan.why,
        nextDue: plan.newest ? (0,_domain_rotation_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .dueAt */ .s5)(plan.newest, request) : null,
        older,
        deletions: keysToDelete(older).map((id) => ({ id, status: dryRun ? 'planned' : 'not-tried' })),
        failure: skipped &&
            new _domain_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('partial', 'The other targets are up to date, but these were skipped, and no older key was deleted, since they ' +
                `may hold one:\n${skipped.message}`, { cause: skipped }),
    };
    if (plan.kind === 'keep' && (request.outputValue || request.exportEnv !== null)) {
        log.info('No key is made, so there is no value for later steps.');
    }
    if (dryRun)
        return result;
    if (plan.kind === 'keep') {
        return extend(result, await deleteOldKeys(older, context.client, context));
    }
    await (0,_delivery_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_1__/* .waitForDistinctTimestamp */ .Z)(inspected, context);
    log.info(`A new key is due: ${plan.why}.`);
    const newKeyPlan = {
        purpose: 'rotation',
        ready,
        offset: found.offset,
        knownIds: found.ids,
    };
    const { value, ...made } = await (0,_delivery_new_key_js__WEBPACK_IMPORTED_MODULE_2__/* .withNewKey */ .U)(request, newKeyPlan, context, async (newKey) => {
        await (0,_delivery_deliver_value_js__WEBPACK_IMPORTED_MODULE_0__/* .checkNewKey */ .CL)(newKey, request, 'rotation', found.ids, context);
        return (0,_delivery_deliver_value_js__WEBPACK_IMPORTED_MODULE_0__/* .deliverValue */ .Bl)(request, newKey, { ready, offset: inspected.offset }, context);
    });
    const done = extend(result, { ...made, nextDue: (0,_domain_rotation_plan_js__WEBPACK_IMPORTED_MODULE_4__/* .dueAt */ .s5)(made.key, request) });
    if (made.failure !== undefined)
        return done;
    // A key cannot sign what comes after its own deletion.
    const deletesCaller = older.some(({ key, action }) => action === 'delete' && (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_9__/* .isCallerKey */ .DL)(key, adminApiKey));
    const byNew = context.clientFor(value, 'the new key');
    const forever = Number.POSITIVE_INFINITY;
    const signer = deletesCaller
        ? { delete: (id) => (0,_delivery_deliver_value_js__WEBPACK_IMPORTED_MODULE_0__/* .retryNewKey */ .st)(() => byNew.delete(id), forever, context) }
        : context.client;
    return extend(done, await deleteOldKeys(older, signer, context));
}
/** The result with what else was done; of two failures, both are reported. */
function extend(result, more) {
    return { ...result, ...more, failure: (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_3__/* .joinFailures */ .cc)([result.failure, more.failure]) };
}
/** By this machine's clock, a key on its way into its secrets could pass for an abandoned one. */
function untimed() {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('unreadable', 'The API does not tell its time, so the age of a key is not known, and nothing was touched. ' +
        'Check that nothing on the way to `base-url` removes the `Date` header.');
}
/** Deletes the older keys whose grace period is over, and warns where one of them authenticates this step. */
async function deleteOldKeys(older, keys, { log, cancelled, isRerun }) {
    for (const { key } of older.filter(({ action }) => action === 'in-use')) {
        log.warning(`Key \`${key.id}\` is not deleted though its grace period is over, since it authenticates this step. ` +
            (isRerun
                ? 'This run is a re-run, which gets the secrets as they were when the run was first started. The next ' +
                    'new run authenticates with a newer key and deletes it.'
                : 'The next run deletes it if it authenticates with the new key. If it does not, `admin-api-key` comes ' +
                    'from a secret that is not among the targets: correct `secret-name` and what goes with it.'));
    }
    const { done, failure } = await (0,_delete_js__WEBPACK_IMPORTED_MODULE_6__.deleteEach)(keysToDelete(older), keys, cancelled);
    if (failure === undefined)
        return { deletions: done };
    const left = done.filter(({ status }) => status === 'failed' || status === 'not-tried');
    const ids = left.map(({ id }) => `\`${id}\``).join(', ');
    const message = `The newest key is in place, but older ones could not be deleted: ${ids}. The next run tries again; ` +
        `\`operation: delete\` does it at once.\n${failure.message}`;
    return { deletions: done, failure: new _domain_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('partial', message, { cause: failure }) };
}
function keysToDelete(older) {
    return older.filter(({ action }) => action === 'delete').map(({ key }) => key.id);
}


/***/ })

};

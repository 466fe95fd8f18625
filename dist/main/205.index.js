export const id = 205;
export const ids = [205,183];
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


/***/ }),

/***/ 5205:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rotate: () => (/* binding */ rotate)
});

// EXTERNAL MODULE: ./lib/delivery/evidence.js
var delivery_evidence = __webpack_require__(5195);
// EXTERNAL MODULE: ./lib/delivery/make.js + 1 modules
var make = __webpack_require__(5662);
// EXTERNAL MODULE: ./lib/delivery/prepare.js
var prepare = __webpack_require__(6107);
// EXTERNAL MODULE: ./lib/delivery/undo.js
var undo = __webpack_require__(7900);
// EXTERNAL MODULE: ./lib/domain/delivered.js
var delivered = __webpack_require__(8304);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/rotation-plan.js + 1 modules
var rotation_plan = __webpack_require__(3246);
// EXTERNAL MODULE: ./lib/operations/hand-over.js + 2 modules
var hand_over = __webpack_require__(4402);
// EXTERNAL MODULE: ./lib/operations/not-now.js
var not_now = __webpack_require__(5366);
;// CONCATENATED MODULE: ./lib/operations/patience.js

/** A new key can take a moment to be accepted: 60 s in all. */
const WAITS_MS = [2_000, 4_000, 8_000, 16_000, 30_000];
/** The same in words. */
const PATIENCE = `${WAITS_MS.reduce((sum, wait) => sum + wait, 0) / 1000} s`;
/**
 * Does something that a new key signs. A refusal of the key is tried again for a minute: nobody
 * knows how long it takes until it is accepted everywhere.
 *
 * @param until - the moment, in milliseconds of `monotonic`, after which no further attempt is begun
 * @throws ActionError of the last attempt, or `cancelled`
 */
async function patiently(work, until, { log, sleep, monotonic }) {
    for (const wait of WAITS_MS) {
        try {
            return await work();
        }
        catch (error) {
            if (!isRefused(error) || monotonic() + wait > until)
                throw error;
            log.info(`The API does not accept the new key yet; the next try is in ${wait / 1000} s.`);
            await sleep(wait);
        }
    }
    return work();
}
/** Whether the API does not know the key that signed; a known key without a permission is no such case. */
function isRefused(error) {
    return error instanceof domain_error/* ActionError */.lZ && error.code === 'unauthorized';
}

// EXTERNAL MODULE: ./lib/operations/delete.js
var operations_delete = __webpack_require__(9183);
;// CONCATENATED MODULE: ./lib/operations/retire.js


/** Deletes the older keys whose time is over, and says why one of them stays. */
async function retire(older, keys, { log, cancelled, isRerun }) {
    for (const { key } of older.filter(({ fate }) => fate === 'own')) {
        log.warning(`Key \`${key.id}\` is not deleted though its time is over, since it authenticates this very step. ` +
            (isRerun
                ? 'This run was run again, and gets the secrets as they were when it was first made: that is why. ' +
                    'The next new run authenticates with a newer key and deletes it.'
                : 'The next run deletes it if it authenticates with the new key. If it does not, `admin-api-key` comes ' +
                    'from a secret that is not among the targets: correct `secret-name` and what goes with it.'));
    }
    const deletions = await (0,operations_delete.deleteEach)(doomedOf(older), keys, cancelled);
    return { deletions: deletions.done, failure: notRetired(deletions) };
}
/** The ids of the keys that are to be deleted. */
function doomedOf(older) {
    return older.filter(({ fate }) => fate === 'delete').map(({ key }) => key.id);
}
/** Every older key stays, since a target that was left out may hold it. */
function holdAll(older) {
    return older.map((one) => one.fate === 'expired'
        ? one
        : { ...one, fate: 'held', why: 'a target that was left out may hold it' });
}
function notRetired({ done, failures, last }) {
    if (last === undefined)
        return undefined;
    const left = done.filter(({ fate }) => fate === 'failed' || fate === 'untried');
    const ids = left.map(({ id }) => `\`${id}\``).join(', ');
    return new domain_error/* ActionError */.lZ('partial', `The newest key is in place, but older ones could not be deleted: ${ids}. The next run tries again; ` +
        `\`operation: delete\` does it at once.\n${(failures.length > 0 ? failures : [last.message]).join('\n')}`, { cause: last });
}

// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/fate.js
var fate = __webpack_require__(8748);
// EXTERNAL MODULE: ./lib/openai/listing.js
var listing = __webpack_require__(5518);
;// CONCATENATED MODULE: ./lib/operations/trial.js






/**
 * Tries a new key before anybody gets it, with a listing that also shows whether another run has
 * made a key of this name meanwhile, and whether later runs will know this one by its name.
 *
 * @param asked - the name whose keys belong to this rotation, and the lifetime in seconds
 * @param known - the ids of all keys that were listed before this one was made
 * @throws ActionError after the new key was deleted again, where it is refused, misnamed or not the only one
 */
async function tryOut({ key, value, tryUntil }, asked, known, tools) {
    const { name, lifetime } = asked;
    const giveUp = (why) => (0,undo/* undo */.tN)(key.id, why, tools);
    let page;
    try {
        const client = tools.keysBy(value, 'the new key');
        const query = { order: 'desc', limit: listing/* PAGE_SIZE */.md, notAfter: tryUntil };
        page = await patiently(() => client.listPage(query), tryUntil, tools);
    }
    catch (error) {
        if (!(error instanceof domain_error/* ActionError */.lZ))
            throw error;
        throw await giveUp(`Nothing was written. ${whyFailed(error)}`);
    }
    // What the answer to the create lacked shows here.
    const listed = page.keys.find(({ id }) => id === key.id) ?? key;
    if ((listed.name ?? name) !== name || (listed !== key && listed.name === null)) {
        throw await giveUp(`Nothing was written: the server keeps another name for it than \`${name}\`, so no later run would know it and ` +
            'retire it. Choose a `name` of plain letters, digits and `-`.');
    }
    if (!(0,admin_key/* isAdminKind */.Qm)(listed)) {
        throw await giveUp('Nothing was written: the API lists it as a key of another kind than an admin key (its redacted value does not begin ' +
            'with `sk-admin`), so no later run would know it. Check what `base-url` points to.');
    }
    if (listed !== key && 'expires_at' in listed.raw && !(0,fate/* hasLifetime */.K2)(listed, lifetime)) {
        throw await giveUp('Nothing was written: the server gave it another lifetime than was asked for. Set `expires-in` to what the ' +
            'organization allows.');
    }
    const now = (page.serverTime ?? tools.now()) / 1000;
    const other = page.keys.find((one) => one.name === name &&
        (0,admin_key/* isAdminKind */.Qm)(one) &&
        (0,admin_key/* isLive */.DG)(one, now) &&
        one.id !== key.id &&
        !known.has(one.id));
    if (other === undefined)
        return;
    throw await giveUp(`Nothing was written: another run made key \`${other.id}\` of the same name meanwhile. Run this again when that one has ` +
        'ended, and keep runs apart with `concurrency:`.');
}
function whyFailed(error) {
    if (!isRefused(error))
        return `The new key could not be tried: ${error.message}`;
    return (`The API still refused the new key after ${PATIENCE}. Run this again later; if it stays so, look at ` +
        'https://status.openai.com and at whether the organization lets its admin keys manage keys.');
}

;// CONCATENATED MODULE: ./lib/operations/rotate.js












/**
 * Makes sure that the newest key of a name is fresh, delivered and working, and retires the older
 * ones: list → checks → create → trial → write every target → delete. A run that ends anywhere in
 * between is finished by the next one, from what the two APIs show.
 */
async function rotate(request, tools) {
    const { name, lifetime, targets, adminApiKey, dryRun } = request;
    // A rotation always names secrets.
    const store = tools.store;
    if (lifetime === null && request.rotateAfter === null && request.minRemaining !== null) {
        tools.log.warning('A key that never expires is never due by `min-remaining` alone. Add `expires-in` or `rotate-after`.');
    }
    const found = await (0,delivery_evidence/* findKeys */.WB)(name, tools);
    if (!found.isTimed)
        throw untimed();
    const isOwn = (key) => adminApiKey.matchesRedacted(key.redactedValue);
    const planFor = async (view) => {
        const evidence = (0,delivery_evidence/* gatherEvidence */.hx)(found, view);
        // Who may read a secret is only asked where it holds the newest key, since it costs requests.
        const accessible = !(0,delivered/* isDelivered */.Z$)(evidence) || (await (0,delivery_evidence/* areAccessible */.f4)(view, store));
        const isAskedFor = request.now;
        return (0,rotation_plan/* planRotation */.Q)({ ...request, evidence, accessible, isAskedFor, now: found.now, isOwn });
    };
    // One target must not let the others' key expire; where there is no key yet, nothing can expire.
    const mayLeaveOut = found.keys.length > 0;
    let seen = await (0,prepare/* survey */.Fr)(targets, store, tools, mayLeaveOut);
    (0,prepare/* warnOfAll */.$0)(seen, tools.log);
    let plan = await planFor(seen);
    let ready = [];
    if (plan.kind === 'rotate') {
        const before = seen.targets.length;
        ({ ready, seen } = await (0,prepare/* prepare */.iA)(seen, store, mayLeaveOut));
        if (seen.targets.length < before)
            plan = await planFor(seen);
    }
    if (plan.kind === 'busy' || plan.kind === 'unsettled') {
        const refusal = await (0,not_now/* notNow */.q)(plan, (0,delivery_evidence/* gatherEvidence */.hx)(found, seen), seen, store);
        const list = listOf(seen.leftOut);
        throw list === undefined ? refusal : joined(refusal, list);
    }
    if (plan.kind === 'rotate' && plan.newest !== undefined) {
        (0,not_now/* warnOfOtherWriters */._)((0,delivery_evidence/* gatherEvidence */.hx)(found, seen), seen, tools.log);
    }
    const older = seen.leftOut.length === 0 ? plan.older : holdAll(plan.older);
    const result = {
        operation: 'rotate',
        outcome: plan.kind === 'keep' ? 'kept' : 'rotated',
        dryRun,
        key: plan.newest ?? null,
        name,
        lifetime,
        targets,
        written: [],
        handedTo: [],
        why: plan.why,
        older,
        deletions: doomedOf(older).map((id) => ({ id, fate: dryRun ? 'planned' : 'untried' })),
        failure: leftOut(seen.leftOut),
    };
    if (plan.kind === 'keep') {
        if (request.outputValue || request.exportEnv !== null) {
            tools.log.info('No key is made, so there is no value for later steps.');
        }
        return dryRun ? result : finish(result, await retire(older, tools.keys, tools));
    }
    if (dryRun)
        return result;
    await (0,prepare/* awaitQuiet */.TO)(seen, tools);
    tools.log.info(`A new key is due: ${plan.why}.`);
    const order = (0,make/* orderFor */.c)(request, 'rotation', ready, found.offset);
    const made = await (0,make/* makeKey */.o)(order, tools, found.ids);
    // Its trial would succeed, and the secrets would get a key that is about to be deleted.
    await (0,hand_over/* refuseOwnValue */.O)(made, request, tools);
    await tryOut(made, { name, lifetime }, found.ids, tools);
    const home = await (0,hand_over/* bringHome */.S)(request, made, { ready, offset: seen.offset }, tools);
    (0,undo/* noteSettled */.wi)(tools);
    const done = finish({ ...result, key: made.key }, home);
    if (home.failure !== undefined)
        return done;
    // A key cannot sign what comes after its own deletion.
    const deletesOwn = older.some(({ key, fate }) => fate === 'delete' && isOwn(key));
    const byNew = tools.keysBy(made.value, 'the new key');
    const signer = deletesOwn
        ? { delete: (id) => patiently(() => byNew.delete(id), Number.POSITIVE_INFINITY, tools) }
        : tools.keys;
    return finish(done, await retire(older, signer, tools));
}
/** The result with what else was done; of two failures, both are told. */
function finish(result, more) {
    const [first, second] = [result.failure, more.failure];
    const failure = first && second ? joined(first, second) : (first ?? second);
    return { ...result, ...more, failure };
}
function joined(first, second) {
    return new domain_error/* ActionError */.lZ(first.code, `${first.message}\n${second.message}`, { cause: second });
}
function leftOut(failures) {
    const list = listOf(failures);
    return (list &&
        new domain_error/* ActionError */.lZ('partial', 'The other targets were taken care of, but these were left out, and no older key was deleted, ' +
            `since they may hold one:\n${list.message}`, { cause: list }));
}
/** Several failures as one, which names each. */
function listOf(failures) {
    const [first] = failures;
    const text = (0,prepare/* listUp */.uC)(failures.map(({ message }) => message));
    return first && new domain_error/* ActionError */.lZ(first.code, text, { cause: first });
}
/** By this machine's clock, a key on its way into its secrets could pass for a forgotten one. */
function untimed() {
    return new domain_error/* ActionError */.lZ('unreadable', 'The API does not tell its time, so the age of a key cannot be told, and nothing was touched. ' +
        'Check that nothing on the way to `base-url` takes the `Date` header away.');
}


/***/ })

};

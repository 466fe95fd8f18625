export const id = 463;
export const ids = [463,671,183];
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

/***/ 5463:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  reconcile: () => (/* binding */ reconcile)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/secret-target.js
var secret_target = __webpack_require__(4706);
// EXTERNAL MODULE: ./lib/delivery/recover-create.js
var recover_create = __webpack_require__(5745);
// EXTERNAL MODULE: ./lib/delivery/revoke.js
var revoke = __webpack_require__(680);
// EXTERNAL MODULE: ./lib/delivery/write-secrets.js
var write_secrets = __webpack_require__(9647);
// EXTERNAL MODULE: ./lib/delivery/write-state.js
var write_state = __webpack_require__(6603);
;// CONCATENATED MODULE: ./lib/delivery/finish.js






/**
 * Finishes what a rotation or a create left behind, as its saved state says: keeps a key that a secret
 * holds or may hold, and deletes one that nobody holds. Never throws; what stays open is named.
 *
 * @param canReadSecrets - whether the store may be asked
 */
async function finish({ entry, progress }, canReadSecrets, context) {
    if (entry.stage === 'done')
        return;
    const { log } = context;
    try {
        if (entry.stage === 'created') {
            await finishKey(entry, progress, canReadSecrets, context);
            return;
        }
        // Counted from here: the machine's clock may have been corrected since the request left.
        await context.sleep(write_state/* IN_FLIGHT_MS */.MC);
        const known = { knownIds: new Set() };
        const { message } = await (0,recover_create/* findCreated */.it)(entry, known, context);
        log.warning(`The creation of a key was left unfinished. ${message}`);
    }
    catch (error) {
        log.warning(`${(0,domain_error/* messageOf */.bD)(error)}\n${describeLeftover(entry)}`);
    }
}
/** What may be left, and what to do about it. */
function describeLeftover(entry) {
    if (entry.stage === 'created') {
        return `Key \`${entry.keyId}\` is still there. If no secret holds it: ${(0,revoke/* howToDelete */.nu)(entry.keyId)}`;
    }
    return (0,recover_create/* describeLost */.Uk)(entry);
}
async function finishKey(entry, text, canReadSecrets, context) {
    const { targets, before, keyId } = entry;
    const { log } = context;
    let progress = (0,write_state/* parseProgress */.TS)(text, keyId, targets.length) ?? (0,write_state/* unknownProgress */.Ac)(targets.length);
    if (canReadSecrets)
        progress = await (0,write_secrets/* readUnanswered */.Z)(progress, targets, before, context);
    switch ((0,write_state/* decide */.LD)(progress, false)) {
        case 'keep': {
            const left = targets.filter((_, index) => progress[index]?.state !== 'written');
            if (left.length === 0)
                return;
            log.warning(`The delivery of key \`${keyId}\` was left unfinished. The key lives on, since some secrets hold it; ` +
                `these may not: ${left.map(secret_target/* describeTarget */.ff).join(', ')}. Run the step again to give all of them one key.`);
            return;
        }
        case 'leave':
            throw new domain_error/* ActionError */.lZ('partial', 'It is not certain whether a secret holds the new key, so it was not deleted. The next ' +
                'rotation of its name finds it delivered or deletes it.');
        case 'delete':
            await deleteKey(entry, context);
    }
}
async function deleteKey(entry, context) {
    const { uncancellable, now, log } = context;
    const { keyId, createdAt, purpose } = entry;
    // The main step may have ended before it could compare the key with what was asked.
    const foreign = entry.isCompared ? undefined : await (0,revoke/* whyForeign */.fW)(entry, context);
    if (foreign !== undefined) {
        log.warning(`Key \`${keyId}\` may be somebody else's, so it was not deleted. ${foreign}`);
        return;
    }
    const isNew = now() < createdAt + revoke/* NEW_KEY_MS */.CF;
    const outcome = isNew ? await (0,revoke/* deleteNewKey */.Rf)(keyId, context) : await uncancellable.delete(keyId);
    if (outcome === 'hidden') {
        log.warning(`The key that the step made had to be deleted, but ${(0,revoke/* maybeThere */.Dc)(keyId)}`);
        return;
    }
    const why = purpose === 'job' ? 'it was made for this job only' : 'its value had reached nobody';
    const what = outcome === 'gone' ? 'is gone already' : 'was deleted';
    log.info(`Key \`${keyId}\` ${what}: ${why}.`);
}

// EXTERNAL MODULE: ./lib/domain/duration.js
var duration = __webpack_require__(738);
// EXTERNAL MODULE: ./lib/domain/key.js
var domain_key = __webpack_require__(7271);
// EXTERNAL MODULE: ./lib/domain/manifest.js
var domain_manifest = __webpack_require__(5151);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
// EXTERNAL MODULE: ./lib/delivery/inspect-secrets.js
var inspect_secrets = __webpack_require__(9020);
// EXTERNAL MODULE: ./lib/domain/delivery-status.js
var delivery_status = __webpack_require__(5041);
// EXTERNAL MODULE: ./lib/domain/rotation-plan.js
var rotation_plan = __webpack_require__(9458);
// EXTERNAL MODULE: ./lib/operations/rotate.js
var rotate = __webpack_require__(6671);
;// CONCATENATED MODULE: ./lib/operations/candidates.js







/** A postponed key that expires sooner than this is a failure, in seconds. */
const SOON = 48 * 3600;
/** Reads the place and the targets of an entry. @throws ActionError where that is not possible */
async function inspect(entry, places, context) {
    const { request, state } = entry;
    const found = await places.find(request);
    const live = found.keys.filter((key) => (0,domain_key/* isLive */.DG)(key, found.now));
    if (state === 'absent')
        return { entry, found, isIdle: live.length === 0, hint: '' };
    const { store } = context;
    const inspected = await (0,inspect_secrets/* inspectSecrets */.iw)(request.targets, store, context, found.keys.length > 0);
    const plan = await (0,rotate.planFor)(request, found, inspected, context);
    const isIdle = plan.kind === 'keep' &&
        inspected.skipped.length === 0 &&
        plan.older.every(({ action }) => action !== 'delete' && action !== 'in-use');
    const isMissing = plan.kind === 'rotate' && inspected.secrets.some(({ before }) => before === null);
    const ids = live.map(({ id }) => `\`${id}\``).join(', ');
    const end = (0,domain_key/* isoTime */.Ly)(found.now + request.gracePeriod);
    // Another place may hold one of these keys.
    const hint = isMissing && live.length > 0
        ? `; a secret is missing, so another place may hold ${ids}, deleted once this is delivered and it is ${end}`
        : '';
    const ending = (0,delivery_status/* firstToExpire */.D)((0,inspect_secrets/* toDeliveryEvidence */.Dv)(found, inspected), found.now);
    return { entry, found, inspected, plan, ending, isIdle, hint };
}
/** What there is to say about an entry that needs nothing. */
function describe({ entry, plan }) {
    if (plan === undefined) {
        return { action: 'retired', reason: 'its state is `absent`, and it has no live key' };
    }
    const { newest, why: reason } = plan;
    const nextDue = newest === undefined ? null : (0,rotation_plan/* dueAt */.s5)(newest, entry.request);
    return { action: 'kept', reason, id: newest?.id ?? null, nextDue };
}
/** An entry that is left to the next run, which is a failure where its key does not live until then. */
function postpone({ found, plan, ending, hint }, why) {
    const reason = `${plan?.why ?? 'its state is `absent`'}, but ${why}${hint}`;
    const done = { action: 'postponed', reason, id: (0,domain_key/* newestOf */.su)(found.keys)?.id ?? null };
    if (ending === undefined || (0,domain_key/* isLive */.DG)(ending, found.now + SOON))
        return done;
    const { id, expiresAt } = ending;
    const verb = (0,domain_key/* isLive */.DG)(ending, found.now) ? 'expires' : 'expired';
    const message = `It was postponed, and its key \`${id}\` ${verb} at ${(0,domain_key/* isoTime */.Ly)(expiresAt)}: ${reason}. Run this ` +
        'again soon.';
    return { ...done, reason: message, failure: new domain_error/* ActionError */.lZ('partial', message) };
}
/** What is left to do, in the order in which it is done. */
function inOrder(candidates, { adminApiKey }, places) {
    const isOwn = (key) => (0,domain_key/* isCallerKey */.DL)(key, adminApiKey);
    // Where no redacted value tells which key authenticates this step, it may be any admin key.
    const isTold = places.keys().some(isOwn);
    const ranked = candidates
        .filter(({ isIdle }) => !isIdle)
        .map((candidate) => {
        const { entry, found, plan, ending } = candidate;
        const mayHoldCallerKey = isTold ? found.keys.some(isOwn) : entry.request.account === null;
        return { candidate, rank: (0,domain_manifest/* rankOf */.IQ)({ plan, ending, mayHoldCallerKey }, found.now) };
    });
    ranked.sort(({ rank: a }, { rank: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
    return ranked.map(({ candidate }) => candidate);
}

// EXTERNAL MODULE: ./lib/operations/delete.js
var operations_delete = __webpack_require__(9183);
// EXTERNAL MODULE: ./lib/openai/listing.js
var openai_listing = __webpack_require__(5518);
;// CONCATENATED MODULE: ./lib/operations/manifest-places.js


/** The places of a manifest's entries, each listed once, and again where a fresh listing is wanted. */
function createPlaces(context) {
    const places = new Map();
    /** A listing, or why there is none, and when it was read on both clocks, in milliseconds. */
    async function read(projectId) {
        const client = projectId === null ? context.client : await context.clientOf({ id: projectId, name: null });
        const listing = (0,openai_listing/* listWhole */.cP)(client).then((whole) => {
            return { ...whole, groups: (0,domain_manifest/* groupByIdentity */.ND)(whole.keys) };
        });
        const [outcome] = await Promise.allSettled([listing]);
        return { outcome, readAt: context.monotonic(), localTime: context.now() };
    }
    return {
        /**
         * The keys of an identity.
         *
         * @param maxAge - how old their listing may be, in milliseconds
         * @throws ActionError where their place cannot be read
         */
        async find(identity, maxAge = Number.POSITIVE_INFINITY) {
            const projectId = identity.account?.projectId ?? null;
            let place = places.get(projectId);
            const age = context.monotonic() - (place?.readAt ?? Number.NEGATIVE_INFINITY);
            // One that failed is not tried with each of its entries.
            if (place === undefined || (place.outcome.status === 'fulfilled' && age > maxAge)) {
                place = await read(projectId);
                places.set(projectId, place);
            }
            const { outcome, localTime } = place;
            if (outcome.status === 'rejected')
                throw outcome.reason;
            const keys = outcome.value.groups.get((0,domain_manifest/* identityText */.Ky)(identity)) ?? [];
            return (0,openai_listing/* toFoundKeys */.QF)({ ...outcome.value, keys }, localTime);
        },
        /** Whether a failure was that of a listing. */
        isCause(failure) {
            return [...places.values()].some(({ outcome }) => outcome.status === 'rejected' && outcome.reason === failure);
        },
        /** Every key that was listed. */
        keys() {
            return [...places.values()].flatMap(({ outcome }) => outcome.status === 'fulfilled' ? outcome.value.keys : []);
        },
    };
}

;// CONCATENATED MODULE: ./lib/operations/reconcile.js










/** A listing older than this is read again before a key is made or deleted, in milliseconds. */
const FRESH_MS = 5 * 60_000;
/** A GitHub App's token lives for an hour, so no entry begins later than this, in milliseconds. */
const APP_TOKEN_MS = 50 * 60_000;
/** Of a failing entry in the one annotation, in characters. */
const MAX_LINE = 350;
/** After one of these, every other entry would fail in the same way. */
const COMMON = [
    'unauthorized',
    'account-inactive',
    'no-credit',
    'unreachable',
    'cancelled',
];
/** The same, where a listing of keys failed. */
const COMMON_IN_LISTING = [...COMMON, 'rate-limited', 'unavailable'];
/**
 * Brings keys into the state that a manifest describes: the places of its entries are listed once, all
 * targets are read once, and then one entry after another that needs something is rotated, each with all
 * guarantees of a rotation. What one entry leaves unfinished is finished before the next begins.
 *
 * @param record - is told of each entry as soon as it is known what became of it
 */
async function reconcile(request, context, record) {
    const { entries, maxRotations, isKeyless, dryRun, manifest } = request;
    const isOfApp = request.github?.token.matchesRedacted('ghs_...') === true;
    const end = context.monotonic() + (isOfApp ? APP_TOKEN_MS : Number.POSITIVE_INFINITY);
    const places = createPlaces(context);
    const results = new Map();
    let isOver = false;
    const settle = (entry, done) => {
        const { name, account, targets } = entry.request;
        const empty = { id: null, nextDue: null, written: [], deletions: [] };
        const result = { name, account, targets, line: entry.line, ...empty, ...done };
        results.set(entry, result);
        record(result);
        const { failure } = result;
        if (failure === undefined)
            return;
        isOver ||= (0,domain_error/* isDueTo */.y2)(failure, places.isCause(failure) ? COMMON_IN_LISTING : COMMON);
    };
    /** As `settle`, of an entry that needed something. */
    const tell = (entry, done) => {
        settle(entry, done);
        const label = `Entry ${results.size} of ${entries.length}, \`${(0,domain_manifest/* labelOf */.Wy)(entry.request)}\``;
        context.log.info(`${label}: ${done.action}, ${done.reason.replace(/\.?$/, '.')}`);
    };
    const attempt = async (entry, id, work) => {
        try {
            await work();
        }
        catch (failure) {
            if (!(failure instanceof domain_error/* ActionError */.lZ))
                throw failure;
            tell(entry, { action: 'failed', reason: failure.message, id, failure });
        }
    };
    const candidates = [];
    for (const entry of isKeyless ? [] : entries) {
        if (isOver)
            break;
        await attempt(entry, null, async () => {
            candidates.push(await inspect(entry, places, context));
        });
    }
    const idle = candidates.filter(({ isIdle }) => isIdle);
    for (const candidate of idle)
        settle(candidate.entry, describe(candidate));
    let rotated = 0;
    for (const candidate of inOrder(candidates, request, places)) {
        if (isOver)
            break;
        const { entry, plan, found } = candidate;
        const isRotation = plan?.kind === 'rotate';
        const why = isRotation && rotated >= maxRotations
            ? `\`max-rotations\` is ${maxRotations}`
            : context.monotonic() > end
                ? 'the GitHub token ends soon'
                : undefined;
        if (why !== undefined) {
            tell(entry, postpone(candidate, why));
            continue;
        }
        await attempt(entry, (0,domain_key/* newestOf */.su)(found.keys)?.id ?? null, async () => {
            tell(entry, await carryOut(candidate, places, context));
        });
        const { action, written } = results.get(entry);
        if (isRotation && (action === 'rotated' || written.length > 0))
            rotated++;
    }
    context.log.info(`${idle.length} of ${entries.length} entries needed nothing.`);
    const reason = isKeyless
        ? 'this run has no credentials, so the file was checked and no key was seen'
        : 'not tried after another failure';
    for (const entry of entries) {
        if (!results.has(entry))
            settle(entry, { action: 'skipped', reason });
    }
    const all = entries.map((entry) => results.get(entry));
    const named = new Set(manifest.entries.map((entry) => (0,domain_manifest/* identityText */.Ky)(entry.request)));
    const strays = [...(0,domain_manifest/* groupByIdentity */.ND)(places.keys())].filter(([identity]) => !named.has(identity));
    const isOfAccount = ({ project, owner }) => project !== null && owner?.type === 'service_account';
    return {
        operation: 'reconcile',
        dryRun,
        entries: all,
        unmanaged: strays.flatMap(([, keys]) => keys.filter(isOfAccount)),
        failure: failureOf(all),
    };
}
/** Rotates or retires the key of an entry, and finishes what that leaves unfinished. */
async function carryOut(candidate, places, context) {
    const { entry, plan, hint } = candidate;
    const { request } = entry;
    const saved = { entry: { stage: 'done' }, progress: '' };
    const own = {
        ...context,
        ...(await context.forAccount(request.account)),
        saveEntry(entry) {
            context.saveEntry(entry);
            saved.entry = entry;
        },
        saveProgress(progress) {
            context.saveProgress(progress);
            saved.progress = progress;
        },
    };
    try {
        const known = request.dryRun ? candidate : { found: await places.find(request, FRESH_MS) };
        if (plan === undefined)
            return await retire(request, known.found, own);
        const result = await (0,rotate.rotate)(request, own, known);
        const { key, outcome, why, nextDue, written, deletions, failure } = result;
        const reason = `${failure?.message ?? why}${hint}`;
        const action = failure === undefined ? outcome : 'failed';
        return { action, reason, id: key?.id ?? null, nextDue, written, deletions, failure };
    }
    finally {
        // What a cancelled job leaves is for its post step.
        if (saved.entry.stage !== 'done' && !context.cancelled.aborted) {
            await finish(saved, true, own);
            if (!context.cancelled.aborted)
                context.saveEntry({ stage: 'done' });
        }
    }
}
/** Deletes the live keys of an entry that is `absent`, each once it was unused for the grace period. */
async function retire({ gracePeriod, adminApiKey, dryRun }, { keys, now }, { client, cancelled }) {
    const live = keys.filter((key) => (0,domain_key/* isLive */.DG)(key, now));
    const isIdle = (key) => now - (key.lastUsedAt ?? key.createdAt) >= gracePeriod;
    const ids = live
        .filter((key) => isIdle(key) && !(0,domain_key/* isCallerKey */.DL)(key, adminApiKey))
        .map(({ id }) => id);
    const planned = ids.map((id) => ({ id, status: 'planned' }));
    const { done, failure } = dryRun ? { done: planned } : await (0,operations_delete.deleteEach)(ids, client, cancelled);
    if (failure !== undefined) {
        return { action: 'failed', reason: failure.message, deletions: done, failure };
    }
    const left = live.find((key) => !ids.includes(key.id));
    if (left === undefined) {
        const reason = `its state is \`absent\`: ${ids.map((id) => `\`${id}\``).join(', ')}`;
        return { action: 'retired', reason, deletions: done };
    }
    const why = isIdle(left)
        ? 'authenticates this step'
        : `was used in the last ${(0,duration/* formatDuration */.a3)(gracePeriod)}`;
    const reason = `its state is \`absent\`, but \`${left.id}\` ${why}`;
    return { action: 'kept', reason, id: left.id, deletions: done };
}
function failureOf(results) {
    const failed = results.filter(({ failure }) => failure !== undefined);
    const lines = failed.map((one) => {
        const text = `line ${one.line}, \`${(0,domain_manifest/* labelOf */.Wy)(one)}\`: ${one.failure?.message ?? ''}`;
        // Ten of them fit into an annotation, and the log has each in full.
        return text
            .replaceAll(/\n(- )?/g, ' ')
            .slice(0, MAX_LINE)
            .toWellFormed();
    });
    if (failed.length === 0)
        return undefined;
    const message = `${failed.length} of ${results.length} entries failed.\n${(0,domain_text/* bulletList */.fF)(lines)}`;
    return new domain_error/* ActionError */.lZ('partial', message, { cause: failed[0]?.failure });
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

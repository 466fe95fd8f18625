export const id = 563;
export const ids = [563,183];
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
/** Deletes keys by id. */
async function deleteKeys(request, { keys, cancelled }) {
    if (request.dryRun) {
        return { operation: 'delete', keys: request.keyIds.map((id) => ({ id, fate: 'planned' })) };
    }
    const deletions = await deleteEach(request.keyIds, keys, cancelled);
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
            ? 'The key in `admin-api-key` was accepted until then, so it is likely one of those that were deleted. ' +
                'Delete the rest with another key; next time, put that one last in the list.'
            : '',
        gone.length > 0 ? `Deleted: ${gone.join(', ')}.` : '',
    ];
    const code = gone.length > 0 ? 'partial' : last.code;
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(code, message.filter((line) => line !== '').join('\n'), { cause: last });
}


/***/ }),

/***/ 2563:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rotate: () => (/* binding */ rotate)
});

// EXTERNAL MODULE: ./lib/delivery/evidence.js
var delivery_evidence = __webpack_require__(5195);
// EXTERNAL MODULE: ./lib/delivery/make.js + 2 modules
var make = __webpack_require__(93);
// EXTERNAL MODULE: ./lib/delivery/prepare.js
var prepare = __webpack_require__(6107);
// EXTERNAL MODULE: ./lib/delivery/undo.js
var undo = __webpack_require__(7900);
// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/delivered.js
var delivered = __webpack_require__(8304);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/duration.js
var duration = __webpack_require__(738);
;// CONCATENATED MODULE: ./lib/domain/rotation-plan.js



const EXPIRED = 'nothing accepts it any more; `operation: delete` takes it off the list';
/** Decides what a rotation does. Limits are inclusive: a key exactly as old as allowed stays. */
function planRotation(situation) {
    const { evidence, now } = situation;
    const newest = (0,admin_key/* newestOf */.su)(evidence.keys);
    if (newest === undefined) {
        return { kind: 'rotate', newest, why: 'there is no key of this name', older: [] };
    }
    const undelivered = (0,delivered/* whyUndelivered */.Eu)(evidence);
    if (undelivered !== undefined) {
        const why = `key \`${newest.id}\` is not delivered: ${undelivered}`;
        const retryAt = newest.createdAt + delivered/* AT_WORK */.yS;
        if (now < retryAt)
            return { kind: 'busy', newest, why, retryAt };
        return { kind: 'rotate', newest, why, older: judgeOlder(situation, 'all replaced now') };
    }
    const due = whyDue(newest, situation);
    if (due !== undefined) {
        return {
            kind: 'rotate',
            newest,
            why: due,
            older: judgeOlder(situation, 'newest replaced now'),
        };
    }
    const why = `key \`${newest.id}\` is delivered and ${nextDue(newest, situation)}`;
    return { kind: 'keep', newest, why, older: judgeOlder(situation, 'newest stays') };
}
function whyDue(newest, rules) {
    const { now, rotateAfter, minRemaining } = rules;
    const id = `key \`${newest.id}\``;
    const { expiresAt } = newest;
    if (expiresAt !== null && !(0,admin_key/* isLive */.DG)(newest, now)) {
        return `${id} expired ${(0,duration/* spellApart */.XH)(now - expiresAt, 0)[0]} ago`;
    }
    const age = now - newest.createdAt;
    if (rotateAfter !== null && age > rotateAfter) {
        const [shown, limit] = (0,duration/* spellApart */.XH)(age, rotateAfter);
        return `${id} is ${shown} old, and \`rotate-after\` is ${limit}`;
    }
    if (minRemaining !== null && expiresAt !== null && expiresAt - now < minRemaining) {
        const [shown, limit] = (0,duration/* spellApart */.XH)(expiresAt - now, minRemaining);
        return `${id} expires in ${shown}, and \`min-remaining\` is ${limit}`;
    }
    if (!rules.accessible)
        return 'the readers of a secret are not those that the inputs name';
    if (rotateAfter === null && minRemaining === null) {
        return 'neither `rotate-after` nor `min-remaining` is given, so each run rotates';
    }
    return undefined;
}
function nextDue({ createdAt, expiresAt }, rules) {
    const { rotateAfter, minRemaining } = rules;
    const moments = [
        ...(rotateAfter === null ? [] : [createdAt + rotateAfter]),
        ...(expiresAt === null ? [] : [expiresAt - (minRemaining ?? 0)]),
    ];
    return moments.length === 0 ? 'never due' : `due after ${(0,admin_key/* isoTime */.Ly)(Math.min(...moments))}`;
}
/**
 * The fate of every key but the one that is the newest in the end. A key's replacement is the next
 * newer one; where the newest was not delivered, nobody knows which of them the targets held, and
 * this run's key is the replacement of them all.
 */
function judgeOlder(situation, change) {
    const { evidence, now, gracePeriod, isOwn } = situation;
    const keys = evidence.keys.toSorted((a, b) => a.createdAt - b.createdAt);
    const older = change === 'newest stays' ? keys.slice(0, -1) : keys;
    const makesSecret = evidence.updates.includes(null);
    return older.map((key, index) => {
        if (!(0,admin_key/* isLive */.DG)(key, now))
            return { key, fate: 'expired', why: EXPIRED };
        const next = change === 'all replaced now' ? undefined : keys[index + 1];
        const replacedAt = next?.createdAt ?? now;
        const end = replacedAt + gracePeriod;
        if (end > now)
            return { key, fate: 'in-grace', why: `its grace period ends ${(0,admin_key/* isoTime */.Ly)(end)}` };
        // Had this step's secret been among the targets, the newest key would authenticate it.
        if (isOwn(key) && (makesSecret || next !== undefined)) {
            return { key, fate: 'own', why: 'it authenticates this step' };
        }
        const why = `it was replaced ${next === undefined ? 'now' : `at ${(0,admin_key/* isoTime */.Ly)(replacedAt)}`}`;
        return { key, fate: 'delete', why };
    });
}

// EXTERNAL MODULE: ./lib/operations/delete.js
var operations_delete = __webpack_require__(9183);
// EXTERNAL MODULE: ./lib/operations/hand-over.js + 2 modules
var hand_over = __webpack_require__(4402);
// EXTERNAL MODULE: ./lib/openai/listing.js
var listing = __webpack_require__(5518);
;// CONCATENATED MODULE: ./lib/operations/trial.js




/** A new key can take a moment to be accepted: 30 s in all. */
const WAITS_MS = [2_000, 4_000, 8_000, 16_000];
/**
 * Tries a new key before anybody gets it, with a listing that also shows whether another run has
 * made a key of this name meanwhile, and whether later runs will know this one by its name.
 *
 * @param name - whose keys belong to this rotation
 * @param first - the keys of that name before this one was made
 * @throws ActionError after the new key was deleted again, where it is refused, misnamed or not the only one
 */
async function tryOut({ key, value }, name, first, tools) {
    let page;
    try {
        page = await listPatiently(tools.keysBy(value), tools);
    }
    catch (error) {
        if (!(error instanceof domain_error/* ActionError */.lZ))
            throw error;
        throw await (0,undo/* undo */.t)(key.id, `Nothing was written. ${whyFailed(error)}`, tools);
    }
    const listed = page.keys.find(({ id }) => id === key.id);
    const called = listed === undefined ? (key.name ?? name) : listed.name;
    if (called !== name) {
        throw await (0,undo/* undo */.t)(key.id, `Nothing was written: the server keeps another name for it than \`${name}\`, so no later run would ` +
            'know it and retire it. Choose a `name` of plain letters, digits and `-`.', tools);
    }
    const now = (page.serverTime ?? tools.now()) / 1000;
    const known = new Set([key.id, ...first.map(({ id }) => id)]);
    const other = page.keys.find((one) => one.name === name && (0,admin_key/* isLive */.DG)(one, now) && !known.has(one.id));
    if (other === undefined)
        return;
    throw await (0,undo/* undo */.t)(key.id, `Nothing was written: another run made key \`${other.id}\` of the same name meanwhile. Run this ` +
        'again when that one has ended, and keep runs apart with `concurrency:`.', tools);
}
async function listPatiently(keys, { log, sleep }) {
    const list = () => keys.listPage({ order: 'desc', limit: listing/* PAGE_SIZE */.md });
    for (const wait of WAITS_MS) {
        try {
            return await list();
        }
        catch (error) {
            if (!isRefusal(error))
                throw error;
            log.info(`The API does not accept the new key yet; the next try is in ${wait / 1000} s.`);
            await sleep(wait);
        }
    }
    return list();
}
function isRefusal(error) {
    return error instanceof domain_error/* ActionError */.lZ && ['unauthorized', 'missing-scope'].includes(error.code);
}
function whyFailed(error) {
    if (!isRefusal(error))
        return `The new key could not be tried: ${error.message}`;
    return ('The API still refused the new key after 30 s. Run this again later; if it stays so, look at ' +
        'https://status.openai.com and at whether the organization lets its admin keys manage keys.');
}

;// CONCATENATED MODULE: ./lib/operations/rotate.js











/**
 * Makes sure that the newest key of a name is fresh, delivered and working, and retires the older
 * ones: list → checks → create → trial → write every target → delete. A run that ends anywhere in
 * between is finished by the next one, from what the two APIs show.
 */
async function rotate(request, tools) {
    const { name, targets, adminApiKey, dryRun } = request;
    // A rotation always names secrets.
    const store = tools.store;
    if (request.lifetime === null && request.rotateAfter === null && request.minRemaining !== null) {
        tools.log.warning('A key that never expires is never due by `min-remaining` alone. Add `expires-in` or `rotate-after`.');
    }
    const found = await (0,delivery_evidence/* findKeys */.WB)(name, tools);
    if (!found.isTimed)
        throw untimed();
    const seen = await (0,prepare/* survey */.Fr)(targets, store, tools.now);
    (0,prepare/* warnOfAll */.$0)(seen, tools.log);
    const isOwn = (key) => adminApiKey.matchesRedacted(key.redactedValue);
    const evidence = (0,delivery_evidence/* gatherEvidence */.hx)(found, seen);
    // Who may read a secret is only asked where it holds the newest key, since it costs requests.
    const accessible = !(0,delivered/* isDelivered */.Z$)(evidence) || (await (0,delivery_evidence/* areAccessible */.f4)(seen, store));
    const plan = planRotation({ ...request, evidence, accessible, now: found.now, isOwn });
    if (plan.kind === 'busy')
        throw othersAtWork(plan);
    const result = {
        operation: 'rotate',
        outcome: plan.kind === 'keep' ? 'kept' : 'rotated',
        dryRun,
        key: plan.newest ?? null,
        name,
        lifetime: request.lifetime,
        targets,
        written: [],
        handedTo: [],
        why: plan.why,
        older: plan.older,
        deletions: doomedOf(plan.older).map((id) => ({ id, fate: dryRun ? 'planned' : 'untried' })),
    };
    if (plan.kind === 'keep') {
        if (request.outputValue || request.exportEnv !== null) {
            tools.log.info('No key is made, so there is no value for later steps.');
        }
        return dryRun ? result : { ...result, ...(await retire(plan.older, tools.keys, tools)) };
    }
    const ready = await (0,prepare/* prepare */.iA)(seen, store);
    if (dryRun)
        return result;
    await (0,prepare/* awaitQuiet */.TO)(seen, tools);
    tools.log.info(`A new key is due: ${plan.why}.`);
    const made = await (0,make/* makeKey */.o)((0,make/* orderFor */.c)(request, 'delivery', ready), tools, found.keys);
    // Its trial would succeed, and the secrets would get a key that is about to be deleted.
    if (made.value.equals(adminApiKey)) {
        const why = 'Nothing was written: the server gave it the value of the key in `admin-api-key`.';
        throw await (0,undo/* undo */.t)(made.key.id, why, tools);
    }
    await tryOut(made, name, found.keys, tools);
    const home = await (0,hand_over/* bringHome */.S)(request, made, ready, tools);
    tools.writeJournal({ stage: 'settled' });
    const done = { ...result, key: made.key, ...home };
    if (home.failure !== undefined)
        return done;
    // A key cannot sign what comes after its own deletion.
    const deletesOwn = plan.older.some(({ key, fate }) => fate === 'delete' && isOwn(key));
    const signer = deletesOwn ? tools.keysBy(made.value) : tools.keys;
    return { ...done, ...(await retire(plan.older, signer, tools)) };
}
async function retire(older, keys, { log, cancelled }) {
    for (const { key } of older.filter(({ fate }) => fate === 'own')) {
        log.warning(`Key \`${key.id}\` is not deleted though its time is over, since it authenticates this very step. The ` +
            'next run deletes it if it authenticates with the new key. If it does not, `admin-api-key` comes ' +
            'from a secret that is not among the targets: correct `secret-name` and what goes with it.');
    }
    const deletions = await (0,operations_delete.deleteEach)(doomedOf(older), keys, cancelled);
    return { deletions: deletions.done, failure: notRetired(deletions) };
}
function doomedOf(older) {
    return older.filter(({ fate }) => fate === 'delete').map(({ key }) => key.id);
}
function notRetired({ done, failures, last }) {
    if (last === undefined)
        return undefined;
    const left = done.filter(({ fate }) => fate === 'failed' || fate === 'untried');
    const ids = left.map(({ id }) => `\`${id}\``).join(', ');
    return new domain_error/* ActionError */.lZ('partial', `The newest key is in place, but older ones could not be deleted: ${ids}. The next run tries again; ` +
        `\`operation: delete\` does it at once.\n${(failures.length > 0 ? failures : [last.message]).join('\n')}`, { cause: last });
}
/** By this machine's clock, a key on its way into its secrets could pass for a forgotten one. */
function untimed() {
    return new domain_error/* ActionError */.lZ('unreadable', 'The API does not tell its time, so the age of a key cannot be told, and nothing was touched. ' +
        'Check that nothing on the way to `base-url` takes the `Date` header away.');
}
function othersAtWork(plan) {
    return new domain_error/* ActionError */.lZ('busy', `A key of this name was made by hand less than 20 minutes ago, or another run is at work, so nothing ` +
        `was touched: ${plan.why}. In both cases, run this again after ${(0,admin_key/* isoTime */.Ly)(plan.retryAt)}; keep runs ` +
        'apart with `concurrency:` on the job.');
}


/***/ })

};

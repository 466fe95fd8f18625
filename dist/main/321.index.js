export const id = 321;
export const ids = [321];
export const modules = {

/***/ 2713:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bl: () => (/* binding */ deliverValue),
/* harmony export */   CL: () => (/* binding */ checkNewKey),
/* harmony export */   st: () => (/* binding */ retryNewKey)
/* harmony export */ });
/* unused harmony export NEW_KEY_PATIENCE */
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7271);
/* harmony import */ var _domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8229);
/* harmony import */ var _revoke_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(680);
/* harmony import */ var _write_secrets_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9647);





/** A new key can take a moment to be accepted: 60 s in all. */
const WAITS_MS = [2_000, 4_000, 8_000, 16_000, 30_000];
/** The same in words. */
const NEW_KEY_PATIENCE = `${WAITS_MS.reduce((sum, wait) => sum + wait, 0) / 1000} s`;
const UNCHECKED = 'The new key could not be checked:';
const STILL_REFUSED = `The API still refused the new key after ${NEW_KEY_PATIENCE}. Run this again later; if it stays so, look at ` +
    'https://status.openai.com and at what the organization lets such keys do.';
/**
 * Checks a new key before anybody gets it, as far as its purpose asks for: that it works, that the API
 * keeps it as it was asked for, so that later runs know it, and that no other run has made a key of this
 * name meanwhile.
 *
 * @param knownIds - the ids of all keys that were listed before this one was made
 * @throws ActionError where the key must not be delivered; `foreign` where it may not be this step's
 */
async function checkNewKey(newKey, asked, purpose, knownIds, context) {
    const { name } = asked;
    const { key, checkUntil: until } = newKey;
    let checked;
    try {
        const retry = (work) => retryNewKey(work, until, context).catch((error) => {
            if (isRefused(error))
                throw notWritten(STILL_REFUSED, error);
            // Of the new key's account, not of that which authenticates this step: no cause of what follows.
            if (error.code === 'account-inactive')
                throw notWritten(`${UNCHECKED} ${error.message}`);
            throw error;
        });
        checked = await context.client.check(newKey, { purpose, until, retry });
    }
    catch (error) {
        if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ) || error.code === 'partial')
            throw error;
        throw notWritten(`${UNCHECKED} ${error.message}`, error);
    }
    for (const warning of checked.warnings)
        context.log.warning(warning);
    const { listed } = checked;
    // A listing can be late; then the response to the create is all there is.
    const shown = listed ?? (purpose === 'rotation' ? key : undefined);
    if (shown !== undefined)
        compare(newKey, shown, asked, context);
    // The response to the create may lack an owner and a redacted value.
    if (listed !== undefined && key.redactedValue === '')
        newKey.key = listed;
    const now = (checked.serverTime ?? context.now()) / 1000;
    const other = checked.keys.find((one) => one.name === name &&
        context.client.whyForeign(one) === undefined &&
        (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_4__/* .isLive */ .DG)(one, now) &&
        one.id !== key.id &&
        !knownIds.has(one.id));
    if (other === undefined)
        return;
    throw notWritten(`Another run made key \`${other.id}\` of the same name meanwhile. Run this again when that run has ` +
        'ended, and keep runs apart with `concurrency:`.');
}
function compare(newKey, shown, { name, lifetime }, { client }) {
    const { key, value } = newKey;
    // Without a redacted value that fits, the key may be somebody else's, whatever its id.
    const isOwn = value.matchesRedacted(shown.redactedValue);
    newKey.isCompared = isOwn;
    const differs = (why) => isOwn ? notWritten(why) : new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('foreign', `Nothing was written. ${why}`);
    const isUnnamed = shown === key && key.name === null;
    if (shown.name !== name && !isUnnamed) {
        throw differs(`The server keeps another name for it than \`${name}\`, so no later run would know it and delete it. ` +
            'Choose a `name` of plain letters, digits and `-`.');
    }
    const foreign = client.whyForeign(shown);
    if (foreign !== undefined)
        throw differs(foreign);
    if ('expires_at' in shown.raw && !(0,_domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__/* .hasLifetime */ .K2)(shown, lifetime)) {
        throw differs('The server gave it another lifetime than was asked for. Set `expires-in` to what the organization ' +
            'allows.');
    }
    if (value.contradictsRedacted(shown.redactedValue)) {
        throw differs('The API shows another redacted value for it than that of the value in the response to the create, so ' +
            'that value may be of another key.');
    }
    newKey.isCompared = true;
}
function notWritten(why, cause) {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `Nothing was written. ${why}`, { cause });
}
/**
 * Sends requests that a new key authenticates. A refusal of the key is retried for a minute: how long it
 * takes until the key is accepted everywhere is not documented.
 *
 * @param until - the moment, in milliseconds of `monotonic`, after which no further attempt begins
 * @throws ActionError of the last attempt, or `cancelled`
 */
async function retryNewKey(work, until, { log, sleep, monotonic }) {
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
/** Whether the API does not know the key; a known key without a permission is no such case. */
function isRefused(error) {
    return error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && error.code === 'invalid-key';
}
/**
 * Writes a new key's value to its secrets, and exposes it to the steps that follow, as the request asks.
 *
 * @param ready - the secrets to write
 * @param offset - GitHub's clock minus this machine's, in milliseconds; undefined where it is not known
 * @throws ActionError where nobody got the value, or a later step did not
 */
async function deliverValue(request, newKey, { ready, offset }, context) {
    // A secret that seems to be written before its key was made would count as not delivered. A job
    // that is cancelled meanwhile is seen below.
    const early = newKey.writeFrom - context.monotonic();
    if (early > 0)
        await context.sleep(early).catch(() => undefined);
    if (context.cancelled.aborted)
        throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('cancelled', 'The job was cancelled.');
    const { retryForMs } = request;
    const delivered = ready.length === 0
        ? { written: [] }
        : await (0,_write_secrets_js__WEBPACK_IMPORTED_MODULE_3__/* .writeSecrets */ .P)(newKey, ready, { retryForMs, offset }, context);
    try {
        exposeValue(request, newKey, context);
        return delivered;
    }
    catch (error) {
        const isHeld = delivered.written.length + newKey.exposedTo.length > 0;
        if (!isHeld || !(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ))
            throw (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .alsoFailed */ .$o)(delivered.failure, error);
        const stays = new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `The new key (\`${newKey.key.id}\`) stays: a secret or a later step holds its value.`);
        return { ...delivered, failure: (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .joinFailures */ .cc)([stays, delivered.failure, error]) };
    }
}
function exposeValue({ outputValue, exportEnv, targets }, { key, value, exposedTo }, { log, setValueOutput, exportValue }) {
    if (outputValue) {
        setValueOutput(value);
        exposedTo.push('step output `value`');
    }
    if (exportEnv !== null) {
        exportValue(exportEnv, value);
        exposedTo.push(`environment variable \`${exportEnv}\``);
        log.notice(`\`${exportEnv}\` holds the value of the new key: every later step of this job can read it.`);
    }
    if (exposedTo.length === 0 && targets.length === 0) {
        log.warning(`The value of the new key (\`${key.id}\`) is lost: the step names no destination for it. Set ` +
            `\`secret-name\`, \`output-value\` or \`export-env\`. ${(0,_revoke_js__WEBPACK_IMPORTED_MODULE_2__/* .howToDelete */ .nu)(key.id)}`);
    }
}


/***/ }),

/***/ 9020:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dv: () => (/* binding */ toDeliveryEvidence),
/* harmony export */   XJ: () => (/* binding */ combineFailures),
/* harmony export */   Z: () => (/* binding */ waitForDistinctTimestamp),
/* harmony export */   fH: () => (/* binding */ prepareSecrets),
/* harmony export */   ff: () => (/* binding */ haveAccess),
/* harmony export */   iw: () => (/* binding */ inspectSecrets),
/* harmony export */   iy: () => (/* binding */ CONCURRENCY),
/* harmony export */   sw: () => (/* binding */ warnIfOpenToAll)
/* harmony export */ });
/* unused harmony export MIN_WRITE_DISTANCE_MS */
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(370);
/* harmony import */ var _domain_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(738);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9342);
/* harmony import */ var _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4706);
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4621);





/** GitHub punishes more than a handful of requests at once. */
const CONCURRENCY = 4;
/** `updated_at` has a resolution of a second; this long apart, two writes have distinct timestamps. */
const MIN_WRITE_DISTANCE_MS = 10_000;
/**
 * What concerns one target alone: it is missing, archived, renamed, or this token may not write it.
 * Anything else (a dead token, a rate limit, an outage) concerns all of them.
 */
const OF_ONE_TARGET = ['not-found', 'forbidden', 'redirected', 'rejected'];
/**
 * Reads every target, with one request each.
 *
 * @param maySkip - whether a target with a problem of its own is skipped; where there is no secret, its
 *   place may not be there either, so its public key is read too
 * @throws ActionError that names every target with a problem
 */
async function inspectSecrets(targets, store, clocks, maySkip = false) {
    let offset;
    let steadyOffset;
    const { good, failures } = await forEach(targets, maySkip, async (target) => {
        const { current: before, serverTime } = await store.get(target);
        if (serverTime !== undefined) {
            offset = serverTime - clocks.now();
            steadyOffset = serverTime - clocks.monotonic();
        }
        const isPlaceKnown = before !== null || !maySkip;
        const prepared = isPlaceKnown ? undefined : await store.prepare(target, null);
        return { target, before, prepared };
    });
    return { secrets: good, offset, steadyOffset, skipped: failures };
}
/**
 * Reads and checks every public key, and who may read an organization's secret.
 *
 * @param maySkip - whether a target with a problem of its own is skipped
 * @returns the same without those, and what is ready to be written
 * @throws ActionError that names every target with a problem
 */
async function prepareSecrets(inspected, store, maySkip = false) {
    const { good: ready, failures } = await forEach(inspected.secrets, maySkip, async ({ target, before, prepared }) => prepared ?? (await store.prepare(target, before)));
    const secrets = ready.map((prepared) => ({ ...prepared, prepared }));
    const skipped = [...inspected.skipped, ...failures];
    return { ready, inspected: { ...inspected, secrets, skipped } };
}
/** What tells whether the targets hold the newest key. */
function toDeliveryEvidence({ keys, offset }, inspected) {
    const updates = inspected.secrets.map(({ before }) => before?.updatedAt ?? null);
    // Where GitHub does not tell its time, both clocks are taken to be right.
    return { keys, updates, skew: (inspected.offset ?? offset) - offset };
}
/**
 * Whether exactly the repositories that the inputs name may read each organization secret; requests only
 * where the inputs name some.
 *
 * @throws ActionError of the store's
 */
async function haveAccess({ secrets }, store) {
    for (const { target, before } of secrets) {
        if (before === null || !(await store.hasAccess(target, before)))
            return false;
    }
    return true;
}
/** Warns about secrets that every repository can read, or will be able to read. */
function warnIfOpenToAll({ secrets }, { log }) {
    const isOpen = secrets.some(({ target, before }) => {
        if (target.place !== 'organization')
            return false;
        const { visibility } = target;
        return (visibility === 'keep' ? before?.visibility : visibility) === 'all';
    });
    if (!isOpen)
        return;
    log.warning('Every repository of the organization, public ones included, can read the secret: its visibility ' +
        'is `all`. `private` or `selected` would limit it to fewer.');
}
/** Waits until the last write of every target is so old that the next one has another timestamp. */
async function waitForDistinctTimestamp({ secrets, steadyOffset }, context) {
    const last = Math.max(0, ...secrets.map(({ before }) => before?.updatedAt ?? 0));
    // Where GitHub does not tell its time, this machine's is taken to be right.
    const now = steadyOffset === undefined ? context.now() : context.monotonic() + steadyOffset;
    const wait = Math.min(last + MIN_WRITE_DISTANCE_MS - now, MIN_WRITE_DISTANCE_MS);
    if (wait <= 0)
        return;
    const names = secrets.flatMap(({ target, before }) => before?.updatedAt === last ? [(0,_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)] : []);
    context.log.info(`${names[0]} was written just now: waiting ${(0,_domain_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(Math.ceil(wait / 1000))}, so ` +
        'that the next write has another timestamp.');
    await context.sleep(wait);
}
/** Does something for each target, a few at a time, and throws where it fails for one that counts. */
async function forEach(targets, maySkip, work) {
    const limit = (0,p_limit__WEBPACK_IMPORTED_MODULE_4__/* ["default"] */ .A)(CONCURRENCY);
    const outcomes = await Promise.allSettled(targets.map((target) => limit(() => work(target))));
    const good = [];
    const failures = [];
    for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled')
            good.push(outcome.value);
        else if (outcome.reason instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ)
            failures.push(outcome.reason);
        else
            throw outcome.reason;
    }
    const [first] = failures;
    const areTheirOwn = failures.every(({ code }) => OF_ONE_TARGET.includes(code));
    if (first === undefined || (maySkip && good.length > 0 && areTheirOwn)) {
        return { good, failures };
    }
    throw failures.length === 1 ? first : combineFailures(failures);
}
/** Several failures as one that names each, of the worst kind; undefined where there are none. */
function combineFailures(failures) {
    const areCommon = failures.filter(({ code }) => !OF_ONE_TARGET.includes(code));
    const worst = areCommon.find(_domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .failsEveryRequest */ .e5) ?? failures[0];
    const text = (0,_domain_text_js__WEBPACK_IMPORTED_MODULE_3__/* .bulletList */ .fF)(failures.map(({ message }) => message));
    return worst && new _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(worst.code, text, { cause: worst });
}


/***/ }),

/***/ 9944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ withNewKey)
/* harmony export */ });
/* harmony import */ var _domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5041);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _openai_unknown_outcome_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6081);
/* harmony import */ var _recover_create_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5745);
/* harmony import */ var _revoke_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(680);
/* harmony import */ var _write_state_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6603);






/** State reaches the post step as one variable, of 128 KiB on Linux and 32,767 letters on Windows. */
const MAX_STATE_BYTES = process.platform === 'win32' ? 30_000 : 120_000;
/** A new key is checked, and the check repeated, until it is so old, in milliseconds. */
const CHECK_WINDOW_MS = 10 * 60_000;
/** A clock that is further behind than this is not waited for, in milliseconds. */
const MAX_CATCH_UP_MS = 60_000;
/**
 * Makes a key and lets `use` check and deliver it. This is the one place that decides what happens to the
 * key when `use` throws: it is kept where a secret or a later step holds it, left to the post step where
 * that is not known, and deleted where nobody holds it. State is saved before the request leaves, and
 * again as soon as the id is known, so that the post step can do the same after a crash.
 *
 * @returns the key, its value, where that went, and what `use` returned
 * @throws ActionError of `use`'s, or where no key was made; the message says what happened to the key
 */
async function withNewKey(request, plan, context, use) {
    if (context.cancelled.aborted) {
        throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('cancelled', 'The job was cancelled before a key was made.');
    }
    const saved = savedFor(request, plan);
    const created = await create(request, plan, context);
    const madeAt = context.monotonic() - created.age;
    const newKey = {
        key: created.key,
        value: created.value,
        checkUntil: madeAt + CHECK_WINDOW_MS,
        writeFrom: Math.min(madeAt, context.monotonic() + MAX_CATCH_UP_MS),
        writeUntil: madeAt + _domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_5__/* .WRITE_WINDOW */ .j7 * 1000,
        progress: (0,_write_state_js__WEBPACK_IMPORTED_MODULE_4__/* .startProgress */ .ot)(plan.ready.length),
        exposedTo: [],
        isCompared: false,
    };
    const { id } = created.key;
    const entry = {
        stage: 'created',
        keyId: id,
        createdAt: context.now() - created.age,
        toldCreatedAt: created.key.createdAt,
        ...saved,
    };
    try {
        context.saveEntry(entry);
        // Where there are targets, a missing progress means that nobody knows what was begun.
        const { progress, value } = newKey;
        if (progress.length > 0)
            context.saveProgress((0,_write_state_js__WEBPACK_IMPORTED_MODULE_4__/* .formatProgress */ .Vu)(id, progress));
        if (value.equals(request.adminApiKey)) {
            // The answer is not about a new key: what it names may be the key that authenticates this step.
            const why = 'the server gave it the value of the key in `admin-api-key`';
            throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('foreign', `Nothing was written: ${why}.`);
        }
        const delivery = await use(newKey);
        const failure = (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .joinFailures */ .cc)([keep(newKey, entry, context), delivery.failure]);
        return { key: newKey.key, value, exposedTo: newKey.exposedTo, ...delivery, failure };
    }
    catch (error) {
        throw error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ ? await release(newKey, entry, error, context) : error;
    }
}
/** What happens to a key whose delivery failed. @returns the error to throw */
async function release(newKey, entry, why, context) {
    const { purpose, keyId: id } = entry;
    const isExposed = newKey.exposedTo.length > 0;
    if (why.code === 'foreign')
        return (0,_revoke_js__WEBPACK_IMPORTED_MODULE_3__/* .leaveForeign */ .u_)(id, why.message, context, why);
    switch ((0,_write_state_js__WEBPACK_IMPORTED_MODULE_4__/* .decide */ .LD)(newKey.progress, isExposed)) {
        case 'keep':
            // What a later step has, the post step must not delete; of that, the progress tells nothing.
            if (isExposed && purpose !== 'job')
                (0,_revoke_js__WEBPACK_IMPORTED_MODULE_3__/* .saveDone */ .E3)(context);
            return why;
        case 'leave':
            return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `It is not certain whether a secret holds the new key (\`${id}\`), so it is not deleted here; ` +
                'this job checks again. If the key stays, the next rotation of its name finds it delivered or ' +
                `deletes it. ${(0,_revoke_js__WEBPACK_IMPORTED_MODULE_3__/* .howToDelete */ .nu)(id)} Do so only if no secret holds it.\n${why.message}`, { cause: why });
        case 'delete': {
            // A key that cannot be read counts as this step's own.
            const foreign = newKey.isCompared
                ? undefined
                : await (0,_revoke_js__WEBPACK_IMPORTED_MODULE_3__/* .whyForeign */ .fW)(entry, context, newKey.checkUntil).catch(() => undefined);
            if (foreign !== undefined)
                return (0,_revoke_js__WEBPACK_IMPORTED_MODULE_3__/* .leaveForeign */ .u_)(id, `${why.message}\n${foreign}`, context, why);
            return (0,_revoke_js__WEBPACK_IMPORTED_MODULE_3__/* .revoke */ .r8)(id, why, context);
        }
    }
}
/** The post step has nothing to do, unless the key ends with the job. @returns what went wrong */
function keep({ isCompared }, entry, context) {
    const { purpose, account, keyId: id, targets } = entry;
    if (purpose === 'job') {
        // Without it, the post step looks whose key it is.
        if (isCompared && account !== null)
            context.saveEntry({ stage: 'created', ...entry, isCompared });
        return undefined;
    }
    const unsaved = (0,_revoke_js__WEBPACK_IMPORTED_MODULE_3__/* .saveDone */ .E3)(context);
    // With secrets, the post step sees from the progress that the key stays.
    if (unsaved === undefined || targets.length > 0)
        return undefined;
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `The post step will delete the new key (\`${id}\`), since it could not save that this step is done: do ` +
        `not use its value. ${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(unsaved)}`, { cause: unsaved });
}
function endpointFor(request, { purpose }) {
    const { baseUrl, timeoutMs, retryForMs, account } = request;
    return { baseUrl: baseUrl.href, timeoutMs, retryForMs, purpose, account };
}
/** @throws ActionError `input` where the state is too large */
function savedFor(request, plan) {
    const { ready } = plan;
    const saved = {
        ...endpointFor(request, plan),
        targets: ready.map(({ target }) => target),
        before: ready.map(({ before }) => before?.updatedAt ?? null),
        githubApiUrl: request.github?.apiUrl.href ?? '',
    };
    if (Buffer.byteLength(JSON.stringify(saved)) <= MAX_STATE_BYTES)
        return saved;
    throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('input', '`secret-repositories` and `secret-environment` name more than the runner can hand to the post ' +
        'step, which cleans up if this one fails. No key was made. Spread the targets over several steps.');
}
async function create(request, plan, context) {
    const { name, lifetime } = request;
    const { offset, knownIds } = plan;
    const endpoint = endpointFor(request, plan);
    const pending = { ...endpoint, name, lifetime, offset, sentAt: context.now() };
    try {
        const created = await context.client.create({ name, lifetime }, (at) => {
            pending.sentAt = at;
            context.saveEntry({ stage: 'creating', ...pending });
        });
        if (!knownIds.has(created.key.id))
            return created;
        // If such a key were taken for the new one, it could be deleted while secrets hold it.
        const replayed = `The answer to the create names key \`${created.key.id}\`, which was there before: something on the way ` +
            'repeats an older answer. That key was not touched. Check what `base-url` and the proxy point to.';
        throw new _openai_unknown_outcome_js__WEBPACK_IMPORTED_MODULE_1__/* .UnknownOutcomeError */ .rk(new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unreadable', replayed));
    }
    catch (error) {
        if (error instanceof _openai_unknown_outcome_js__WEBPACK_IMPORTED_MODULE_1__/* .UnknownOutcomeError */ .rk) {
            throw await (0,_recover_create_js__WEBPACK_IMPORTED_MODULE_2__/* .recoverLostCreate */ .JC)(error, pending, knownIds, context);
        }
        if (error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
            context.saveEntry({ stage: 'done' });
        throw error;
    }
}


/***/ }),

/***/ 5745:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JC: () => (/* binding */ recoverLostCreate),
/* harmony export */   Uk: () => (/* binding */ describeLost),
/* harmony export */   it: () => (/* binding */ findCreated)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8229);
/* harmony import */ var _domain_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4621);
/* harmony import */ var _openai_listing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5518);
/* harmony import */ var _revoke_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(680);
/* harmony import */ var _write_state_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6603);






/** A line of the log is cut at some length, and a hundred ids could be too much for one. */
const MAX_IN_LINE = 3;
/**
 * Looks for the key of a create whose answer was lost or is about something else, once the request can
 * no longer be in flight.
 *
 * @param knownIds - ids of keys that were there before
 * @returns the error to throw, which says what was found
 */
async function recoverLostCreate(error, pending, knownIds, context) {
    const { reported, value } = error;
    const failure = (message) => new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unknown-outcome', `${error.message}\n${message}`, { cause: error });
    if (reported !== undefined && !knownIds.has(reported.id)) {
        pending.reported = reported;
        try {
            context.saveEntry({ stage: 'creating', ...pending });
        }
        catch {
            // The post step then looks without the id.
        }
    }
    try {
        // Counted from the end of the attempt, so that a clock that is corrected shortens nothing.
        await context.sleep(_write_state_js__WEBPACK_IMPORTED_MODULE_5__/* .IN_FLIGHT_MS */ .MC);
    }
    catch {
        return failure('The job was cancelled; the post step checks whether a key was made.');
    }
    const { done, message } = await findCreated(pending, { knownIds, value }, context);
    if (!done)
        return failure(`${message} This job checks once more.`);
    (0,_revoke_js__WEBPACK_IMPORTED_MODULE_4__/* .saveDone */ .E3)(context);
    return failure(message);
}
/**
 * Reads the newest keys once, to find the one that a create with an unknown outcome may have made. It
 * is deleted where an id that came through proves that it is that one; otherwise it is named. Never
 * throws.
 *
 * @param known - ids of keys that were there before, and the value in the broken answer
 */
async function findCreated(pending, known, context) {
    const { uncancellable, now } = context;
    const page = await uncancellable.listNewest().catch(_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD);
    if (typeof page === 'string') {
        return notFound(`The newest keys could not be listed either: ${page}`, pending);
    }
    const measured = page.serverTime === undefined ? null : page.serverTime - now();
    const offset = pending.offset ?? measured;
    if (offset === null) {
        const why = 'The server does not tell its time, so its new keys cannot be told from others.';
        return notFound(why, pending);
    }
    const since = Math.floor((pending.sentAt + offset) / 1000) - _domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_EARLY_SECONDS */ .fe;
    const isCandidate = (key) => uncancellable.whyForeign(key) === undefined;
    const outcome = (0,_domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__/* .findLostKey */ .lh)(page.keys, { ...pending, ...known, since, isCandidate });
    switch (outcome.kind) {
        case 'none':
            return {
                done: false,
                message: `No key named \`${pending.name}\` that may be this step's is listed, but a listing can be late.`,
            };
        case 'unproven': {
            const { reported } = pending;
            const isLate = reported !== undefined && !page.keys.some(({ id }) => id === reported.id);
            return { done: !isLate, message: unproven(outcome.ids, pending) };
        }
        case 'proven':
            return deleteProven(outcome.key.id, context);
    }
}
async function deleteProven(keyId, context) {
    try {
        if ((await (0,_revoke_js__WEBPACK_IMPORTED_MODULE_4__/* .deleteNewKey */ .Rf)(keyId, context)) === 'deleted') {
            const message = `The key that it had made (\`${keyId}\`) was deleted. Run this again.`;
            return { done: true, message };
        }
        return { done: false, message: `The create had made a key, and ${(0,_revoke_js__WEBPACK_IMPORTED_MODULE_4__/* .maybeThere */ .Dc)(keyId)}` };
    }
    catch (error) {
        return {
            done: false,
            message: `The key had been made (\`${keyId}\`), nobody holds its value, and deleting it failed: ` +
                `${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)} Delete it by its id.`,
        };
    }
}
function notFound(why, pending) {
    return { done: false, message: `${why} ${describeLost(pending)}` };
}
/** What a create with an unknown outcome may have left, and what to do about it. */
function describeLost({ name, sentAt, reported }) {
    const which = reported === undefined ? '' : ` (perhaps \`${reported.id}\`)`;
    return (`A key named \`${name}\`${which} may have been made at ${new Date(sentAt).toISOString()}, and nobody ` +
        'holds its value: find it with `operation: list` and delete it by its id.');
}
function unproven(ids, { name, purpose, lifetime }) {
    const one = ids.length === 1;
    const isLong = ids.length > MAX_IN_LINE;
    const listed = ids.map((id) => `\`${id}\``);
    const shown = (0,_domain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .firstOf */ .Ku)(listed, _openai_listing_js__WEBPACK_IMPORTED_MODULE_3__/* .PAGE_SIZE */ .md).join(isLong ? ',\n' : ', ');
    const named = isLong ? '`key-id` with' : `\`key-id: ${ids.join(', ')}\`, or with`;
    return (`${shown} may be the key that this step made, or somebody else's: the answer that would tell was ` +
        `lost, so ${one ? 'it was' : 'they were'} not deleted. ${endOf(purpose, name, lifetime)} To delete it ` +
        'now, make sure that nothing uses it, and run `operation: delete` with ' +
        (one ? `\`key-id: ${ids[0]}\`.` : `${named} those of them that nothing uses.`));
}
/** What will become of a key that is left. */
function endOf(purpose, name, lifetime) {
    if (purpose === 'rotation')
        return `The next rotation of \`${name}\` deletes it.`;
    if (lifetime !== null)
        return 'It expires by itself, as `expires-in` says.';
    return 'It never expires; a rotation of that name would delete it.';
}


/***/ }),

/***/ 680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CF: () => (/* binding */ NEW_KEY_MS),
/* harmony export */   Dc: () => (/* binding */ maybeThere),
/* harmony export */   E3: () => (/* binding */ saveDone),
/* harmony export */   Rf: () => (/* binding */ deleteNewKey),
/* harmony export */   fW: () => (/* binding */ whyForeign),
/* harmony export */   nu: () => (/* binding */ howToDelete),
/* harmony export */   r8: () => (/* binding */ revoke),
/* harmony export */   u_: () => (/* binding */ leaveForeign)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8229);
/* harmony import */ var _openai_client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1699);



/** A replica that has not heard of a new key yet answers 404, which is no proof that it is gone. */
const WAITS_MS = [2_000, 4_000, 8_000];
/** So long after it was made, in milliseconds, a key is new in this sense. */
const NEW_KEY_MS = 5 * 60_000;
/** How to delete a key by hand. */
function howToDelete(keyId) {
    return `Delete it with \`operation: delete\` and \`key-id: ${keyId}\`.`;
}
/**
 * Deletes a key that was just made.
 *
 * @returns `hidden` where the API answers again and again that there is no such key
 * @throws ActionError of the client's; `cancelled` when the job ended during a wait
 */
async function deleteNewKey(keyId, { uncancellable, sleep }) {
    if ((await uncancellable.delete(keyId)) === 'deleted')
        return 'deleted';
    for (const wait of WAITS_MS) {
        await sleep(wait);
        if ((await uncancellable.delete(keyId)) === 'deleted')
            return 'deleted';
    }
    return 'hidden';
}
/**
 * Why a key that a step is about to delete may not be the one that it made, as a sentence: the response to
 * the create may have named another. Only a key of a project is looked at, which shows its owner.
 *
 * @param notAfter - as for `retrieve`
 * @returns undefined also where the key is not there (yet)
 * @throws ActionError where it cannot be read
 */
async function whyForeign({ keyId, toldCreatedAt, account }, { uncancellable }, notAfter) {
    if (account === null)
        return undefined;
    try {
        const { key } = await uncancellable.retrieve(keyId, notAfter);
        if (key.createdAt < toldCreatedAt - _domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_EARLY_SECONDS */ .fe) {
            return 'It was made before this step made one.';
        }
        return uncancellable.whyForeign(key);
    }
    catch (error) {
        if ((0,_openai_client_js__WEBPACK_IMPORTED_MODULE_2__/* .isNotFound */ .c4)(error))
            return undefined;
        throw error;
    }
}
/** The sentence for such a key. */
function maybeThere(keyId) {
    return (`key \`${keyId}\` may still be there: the API answers its delete as if there were no such key, ` +
        `which it can do for a new one. ${howToDelete(keyId)}`);
}
/** A key that may be another's is named, and the post step leaves it too. */
function leaveForeign(id, why, context, cause) {
    saveDone(context);
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('foreign', `${why}\nKey \`${id}\` may be somebody else's, so it was not deleted. ${howToDelete(id)} Do so only ` +
        'if nothing uses it.', { cause });
}
/**
 * Deletes a new key that nobody holds.
 *
 * @param why - what went wrong
 * @returns the error to throw
 */
async function revoke(keyId, why, context) {
    try {
        if ((await deleteNewKey(keyId, context)) === 'hidden') {
            return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `${why.message}\nThe new key had to be deleted again, but ${maybeThere(keyId)} This job tries once more.`, { cause: why });
        }
    }
    catch (error) {
        return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
            `${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}\n${why.message}`, { cause: error });
    }
    saveDone(context);
    const message = `The new key (\`${keyId}\`) was deleted again. ${why.message}`;
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', message, { cause: why });
}
/**
 * Tells the post step that nothing is left to do.
 *
 * @returns why that failed; undefined where it did not. Where no key is left, or a secret holds it, a
 *   failure does no harm: the post step looks once more, and finds nothing to do
 */
function saveDone({ saveEntry }) {
    try {
        saveEntry({ stage: 'done' });
        return undefined;
    }
    catch (error) {
        // What is reported is what happened to the key.
        return error;
    }
}


/***/ }),

/***/ 9647:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ writeSecrets),
/* harmony export */   Z: () => (/* binding */ readUnanswered)
/* harmony export */ });
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(370);
/* harmony import */ var _domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5041);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4706);
/* harmony import */ var _inspect_secrets_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9020);
/* harmony import */ var _write_state_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6603);






/** GitHub takes about 80 writes a minute; above this many targets their starts are spaced out. */
const UNPACED = 60;
const PACE_MS = 800;
/** The waits before a write is retried: from a second to half a minute. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/**
 * Writes a value to every target, of which there is at least one, and saves each step of it before it is
 * taken. One that fails does not keep the others from being written.
 *
 * @param how - how long one write may be retried, and GitHub's clock minus this machine's (undefined
 *   where it did not tell its time), both in milliseconds
 * @returns when at least one target holds the value
 * @throws ActionError where none is known to hold it; `newKey.progress` tells whether one may
 */
async function writeSecrets(newKey, ready, how, context) {
    const { key } = newKey;
    const failures = await writeAll(newKey, ready, how, context);
    const targets = ready.map(({ target }) => target);
    const before = ready.map((secret) => secret.before?.updatedAt ?? null);
    newKey.progress = await readUnanswered(newKey.progress, targets, before, context);
    const isWrittenAt = (index) => newKey.progress[index]?.state === 'written';
    const written = ready.filter((_, index) => isWrittenAt(index));
    const left = (0,_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_2__/* .combineFailures */ .XJ)(failures.flatMap((failure, index) => (failure && !isWrittenAt(index) ? [failure] : [])));
    if (written.length === 0) {
        const message = `No secret is known to hold it:\n${left?.message}`;
        throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', message, { cause: left });
    }
    return {
        written: written.map(({ target, before: was }) => ({
            target,
            action: was === null ? 'created' : 'updated',
        })),
        failure: left === undefined
            ? undefined
            : new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `The new key (\`${key.id}\`) reached ${written.length} of ${ready.length} secrets and lives on, since ` +
                `those hold it. Run this again to give all of them one new key. Not reached:\n${left.message}`, { cause: left }),
    };
}
/** @returns why each target was not written; undefined for one that was */
async function writeAll(newKey, ready, { retryForMs, offset }, context) {
    const { value, writeUntil: notAfter } = newKey;
    const { store } = context;
    const limit = (0,p_limit__WEBPACK_IMPORTED_MODULE_4__/* ["default"] */ .A)(_inspect_secrets_js__WEBPACK_IMPORTED_MODULE_2__/* .CONCURRENCY */ .iy);
    let nextStart = 0;
    function save(index, write) {
        const next = newKey.progress.with(index, write);
        context.saveProgress((0,_write_state_js__WEBPACK_IMPORTED_MODULE_3__/* .formatProgress */ .Vu)(newKey.key.id, next));
        newKey.progress = next;
    }
    /** The outcome of a write is true also where the disk is full. */
    function note(index, state) {
        try {
            save(index, { state });
        }
        catch {
            newKey.progress = newKey.progress.with(index, { state });
        }
    }
    async function pace() {
        if (ready.length <= UNPACED)
            return;
        const wait = Math.max(0, nextStart - context.monotonic());
        nextStart = context.monotonic() + wait + PACE_MS;
        await context.sleep(wait).catch(() => undefined);
    }
    /**
     * One attempt after another, until the outcome is known or time is over. A write whose answer was lost
     * is sent again only after a read that does not show it.
     */
    async function send(secret, index) {
        const end = Math.min(context.monotonic() + retryForMs, notAfter);
        /** When the first attempt left whose outcome is not known. */
        let since;
        for (let tries = 1;; tries++) {
            const lostSince = since;
            const onAttempt = (at) => {
                const now = offset === undefined ? null : at + offset;
                save(index, { state: 'sent', since: lostSince === undefined ? now : lostSince });
            };
            // A refusal says nothing about the attempts before it.
            const onRefused = () => {
                if (lostSince === undefined)
                    note(index, 'refused');
            };
            const outcome = await store.write(secret, value, { notAfter, onAttempt, onRefused });
            if (outcome.state === 'written')
                return outcome;
            const write = newKey.progress[index];
            if (outcome.state === 'sent' && write?.state === 'sent')
                since = write.since;
            if (since === undefined)
                return { ...outcome, state: 'refused' };
            const lost = { ...outcome, state: 'sent' };
            const wait = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
            // Only what may pass is worth a retry, and only where a read can tell what this attempt did.
            const mayRetry = outcome.state === 'sent' &&
                outcome.failure.code === 'unavailable' &&
                since !== null &&
                context.monotonic() + wait < end;
            if (!mayRetry)
                return lost;
            try {
                await context.sleep(wait);
                const { current } = await store.get(secret.target);
                const before = secret.before?.updatedAt ?? null;
                const seen = current?.updatedAt ?? null;
                if ((0,_write_state_js__WEBPACK_IMPORTED_MODULE_3__/* .isWritten */ .QH)({ state: 'sent', since }, before, seen))
                    return { state: 'written' };
            }
            catch (error) {
                if (error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
                    return lost;
                throw error;
            }
            if (context.cancelled.aborted || context.monotonic() >= notAfter)
                return lost;
        }
    }
    async function write(secret, index) {
        await pace();
        const name = (0,_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(secret.target);
        if (context.cancelled.aborted) {
            return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('cancelled', `${name} was not written: the job was cancelled.`);
        }
        if (context.monotonic() >= notAfter) {
            const age = `${_domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_5__/* .WRITE_WINDOW */ .j7 / 60} minutes`;
            const why = `the new key is ${age} old, and no write begins after that`;
            return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `${name} was not written: ${why}.`);
        }
        const outcome = await send(secret, index);
        if (outcome.state !== 'sent')
            note(index, outcome.state);
        if (outcome.state !== 'written')
            return outcome.failure;
        const count = newKey.progress.filter(({ state }) => state === 'written').length;
        context.log.info(`Wrote ${name} (${count} of ${ready.length}).`);
        return undefined;
    }
    return Promise.all(ready.map((secret, index) => limit(() => write(secret, index))));
}
/**
 * Finds out what happened to writes whose answers were lost, with two reads of each such secret: 12 and
 * 14 s from now, and so after their last attempts ended.
 *
 * @param before - when each target was last written before, in Unix milliseconds; null: not there
 * @returns the progress with what is known now; what is not certain stays `sent`
 */
async function readUnanswered(progress, targets, before, { store, sleep, log }) {
    const reads = [];
    try {
        for (const wait of _write_state_js__WEBPACK_IMPORTED_MODULE_3__/* .READ_DELAYS_MS */ .rm) {
            const unanswered = (0,_write_state_js__WEBPACK_IMPORTED_MODULE_3__/* .unansweredOf */ .od)((0,_write_state_js__WEBPACK_IMPORTED_MODULE_3__/* .resolveProgress */ .kx)(progress, before, reads));
            if (unanswered.length === 0)
                break;
            await sleep(wait);
            const read = targets.map(() => undefined);
            reads.push(read);
            for (const index of unanswered) {
                const { current } = await store.get(targets[index]);
                read[index] = current?.updatedAt ?? null;
            }
        }
    }
    catch (error) {
        log.warning(`What happened to a write could not be found out. ${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}`);
    }
    return (0,_write_state_js__WEBPACK_IMPORTED_MODULE_3__/* .resolveProgress */ .kx)(progress, before, reads);
}


/***/ }),

/***/ 6603:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ac: () => (/* binding */ unknownProgress),
/* harmony export */   LD: () => (/* binding */ decide),
/* harmony export */   MC: () => (/* binding */ IN_FLIGHT_MS),
/* harmony export */   QH: () => (/* binding */ isWritten),
/* harmony export */   TS: () => (/* binding */ parseProgress),
/* harmony export */   Vu: () => (/* binding */ formatProgress),
/* harmony export */   kx: () => (/* binding */ resolveProgress),
/* harmony export */   od: () => (/* binding */ unansweredOf),
/* harmony export */   ot: () => (/* binding */ startProgress),
/* harmony export */   rm: () => (/* binding */ READ_DELAYS_MS)
/* harmony export */ });
/*
 * Between "about to create" and "delivered": what is known of each write to a secret, and what follows
 * from it for the new key. Pure, so that the main step, the post step and the tests decide alike.
 *
 *   pending ──request──► sent ──answer: yes──► written
 *                         │  └──answer: no───► refused
 *                         └──no answer: the secret is read 12 and 14 s after the end of the last
 *                            attempt. One read shows that it was written since → written. Both show
 *                            it as it was before → refused. Anything else → it stays sent.
 *
 *   any written, or a later step has the value → keep: the key lives on
 *   none written, some sent                    → leave: a secret may hold the key
 *   none written, none sent                    → delete: nobody holds it
 */
/** A request whose answer was lost can take effect for so long after nobody waits for it any more. */
const IN_FLIGHT_MS = 12_000;
/** The waits before the two reads of a secret whose write may have been lost. */
const READ_DELAYS_MS = [IN_FLIGHT_MS, 2_000];
/** `updated_at` is in whole seconds, and the clocks are aligned by headers in whole seconds. */
const CLOCK_TOLERANCE_MS = 5_000;
/** The progress before the first write. */
function startProgress(targets) {
    return Array.from({ length: targets }, () => ({ state: 'pending' }));
}
/** The progress where nobody knows what was begun. */
function unknownProgress(targets) {
    return Array.from({ length: targets }, () => ({ state: 'sent', since: null }));
}
/**
 * What has to happen to a new key if nothing more is written.
 *
 * @param isExposed - whether a later step of the job has the value
 */
function decide(progress, isExposed) {
    if (isExposed || progress.some(({ state }) => state === 'written'))
        return 'keep';
    return progress.some(({ state }) => state === 'sent') ? 'leave' : 'delete';
}
/** The targets whose write was sent and not answered, as far as reading them can tell what happened. */
function unansweredOf(progress) {
    return progress.flatMap((write, index) => write.state === 'sent' && write.since !== null ? [index] : []);
}
/**
 * Whether a read shows that a secret was written since the first attempt, by this run or another.
 *
 * @param before - when it had last been written before the key was made
 */
function isWritten(write, before, seen) {
    if (write.state !== 'sent' || write.since === null)
        return false;
    return seen !== null && seen !== before && seen >= write.since - CLOCK_TOLERANCE_MS;
}
/**
 * The progress after both reads of what was not answered.
 *
 * @param before - one time for each target, from before the key was made
 * @param reads - two times one for each target; undefined where a target could not be read
 */
function resolveProgress(progress, before, reads) {
    return progress.map((write, index) => {
        if (write.state !== 'sent' || write.since === null)
            return write;
        const was = before[index] ?? null;
        const seen = reads.map((read) => read[index]);
        if (seen.some((one) => one !== undefined && isWritten(write, was, one))) {
            return { state: 'written' };
        }
        const isAsBefore = seen.length === READ_DELAYS_MS.length && seen.every((one) => one === was);
        return isAsBefore ? { state: 'refused' } : write;
    });
}
const STATES = { p: 'pending', w: 'written', r: 'refused' };
/** A few bytes for the saved state, which is saved twice for each target: `key_abc w s1795365635123 p`. */
function formatProgress(keyId, progress) {
    const words = progress.map((write) => write.state === 'sent' ? `s${write.since ?? '?'}` : write.state.charAt(0));
    return [keyId, ...words].join(' ');
}
/** @returns undefined where the text is no progress of this key and so many targets */
function parseProgress(text, keyId, targets) {
    const [id, ...words] = text.split(' ');
    if (id !== keyId || words.length !== targets)
        return undefined;
    const writes = words.map((word) => {
        const [, letter = '', since = ''] = /^(?:([pwr])|s(\d{1,16}|\?))$/.exec(word) ?? [];
        if (letter !== '')
            return { state: STATES[letter] };
        if (since === '')
            return undefined;
        return { state: 'sent', since: since === '?' ? null : Number(since) };
    });
    return writes.every((write) => write !== undefined) ? writes : undefined;
}


/***/ }),

/***/ 5041:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ firstToExpire),
/* harmony export */   Eu: () => (/* binding */ whyUndelivered),
/* harmony export */   Kp: () => (/* binding */ targetStatuses),
/* harmony export */   Z$: () => (/* binding */ isDelivered),
/* harmony export */   j7: () => (/* binding */ WRITE_WINDOW),
/* harmony export */   mS: () => (/* binding */ IN_PROGRESS)
/* harmony export */ });
/* unused harmony exports EARLIEST_WRITE, LATEST_WRITE */
/* harmony import */ var _key_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7271);

/*
 * Whether every target holds the newest key of a name. GitHub never shows a value, so this is derived from
 * times: a run writes its targets within 15 minutes after it made its key, and nothing else makes a key of
 * the name meanwhile. After a crash, with two runs at once, if an older key was pasted back or the newest was
 * deleted by hand, the key counts as not delivered.
 */
/** A target that holds a key was written this many seconds after the key was made, on aligned clocks. */
const EARLIEST_WRITE = -5;
const LATEST_WRITE = 16 * 60;
/** Seconds after a key was made, on the API's clock, after which its run starts no write. */
const WRITE_WINDOW = 15 * 60;
/** Seconds after a key was made in which its run may still write it, with a margin. */
const IN_PROGRESS = 20 * 60;
/** Whether every target holds the newest key, as far as the times tell. */
function isDelivered(evidence) {
    return whyUndelivered(evidence) === undefined;
}
/** Why the newest key does not count as delivered, as a clause; undefined if it does. */
function whyUndelivered(evidence) {
    const newest = (0,_key_js__WEBPACK_IMPORTED_MODULE_0__/* .newestOf */ .su)(evidence.keys);
    if (newest === undefined)
        return 'there is none';
    const rival = evidence.keys.find((key) => key !== newest && key.createdAt > newest.createdAt - IN_PROGRESS);
    if (rival !== undefined)
        return `key \`${rival.id}\` was made less than 20 minutes before it`;
    const held = targetStatuses(evidence);
    const absent = held.filter((target) => target === 'absent').length;
    if (absent > 0)
        return `${secrets(absent, held.length, 'does', 'do')} not exist`;
    const later = held.filter((target) => target === 'later').length;
    if (later > 0) {
        return `${secrets(later, held.length, 'was', 'were')} written again after the run that made it`;
    }
    const earlier = held.filter((target) => target === 'earlier').length;
    return earlier > 0
        ? `${secrets(earlier, held.length, 'was', 'were')} last written before it was made`
        : undefined;
}
/**
 * Of the keys that a target may hold, the one that expires first: the newest, where each secret that exists
 * holds it; or else it, each live one, and the last that was made before a target was written.
 *
 * @param now - Unix seconds on the API's clock
 */
function firstToExpire(evidence, now) {
    const { keys, updates, skew } = evidence;
    const newest = (0,_key_js__WEBPACK_IMPORTED_MODULE_0__/* .newestOf */ .su)(keys);
    const existing = updates.filter((at) => at !== null);
    if (existing.length > 0 && isDelivered({ ...evidence, updates: existing }))
        return newest;
    const held = existing.map((at) => {
        const latest = (at - skew) / 1000 - EARLIEST_WRITE;
        return (0,_key_js__WEBPACK_IMPORTED_MODULE_0__/* .newestOf */ .su)(keys.filter(({ createdAt }) => createdAt <= latest));
    });
    const end = ({ expiresAt }) => expiresAt ?? Number.MAX_SAFE_INTEGER;
    const possible = keys.filter((key) => key === newest || (0,_key_js__WEBPACK_IMPORTED_MODULE_0__/* .isLive */ .DG)(key, now) || held.includes(key));
    return possible.toSorted((a, b) => end(a) - end(b))[0];
}
/** The status of each target, in their order. `keys` must not be empty. */
function targetStatuses({ keys, updates, skew }) {
    const made = (0,_key_js__WEBPACK_IMPORTED_MODULE_0__/* .newestOf */ .su)(keys)?.createdAt ?? 0;
    return updates.map((at) => {
        if (at === null)
            return 'absent';
        const seconds = (at - skew) / 1000 - made;
        if (seconds < EARLIEST_WRITE)
            return 'earlier';
        return seconds > LATEST_WRITE ? 'later' : 'held';
    });
}
function secrets(count, all, one, many) {
    if (all === 1)
        return `the secret ${one}`;
    return `${count} of ${all} secrets ${count === 1 ? one : many}`;
}


/***/ }),

/***/ 9458:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qj: () => (/* binding */ planRotation),
/* harmony export */   s5: () => (/* binding */ dueAt),
/* harmony export */   zC: () => (/* binding */ planUndelivered)
/* harmony export */ });
/* harmony import */ var _delivery_status_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5041);
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(738);
/* harmony import */ var _key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7271);



/*
 * Decides what a rotation does, from one reading of both APIs. Pure, so that a dry run, the log, the summary
 * and the tests share the decision.
 *
 *                     no newest key ─────────────────────────────► rotate
 *   not delivered ─┬─ younger than 20 min ───────────────────────► busy: change nothing
 *                  ├─ the last three made in a week, no rule asks ► unsettled: make no more
 *                  └─ else ──────────────────────────────────────► rotate
 *       delivered ─┬─ expired, too old, too little left, no rule,
 *                  │  `now`, or other readers ───────────────────► rotate
 *                  └─ else ──────────────────────────────────────► keep
 *
 * An older key is deleted once it has been replaced for as long as the grace period.
 */
/**
 * If this many live keys were made within a week and the newest is not delivered, another would not help.
 * Counted from the newest, not from now, or three more would be made each week.
 */
const TOO_MANY = 3;
const WEEK = 7 * 86_400;
const EXPIRED = 'it no longer works; `operation: delete` removes it from the list';
/** Decides what a rotation does. */
function planRotation(input) {
    const { evidence } = input;
    const newest = (0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .newestOf */ .su)(evidence.keys);
    if (newest === undefined) {
        return { kind: 'rotate', newest, why: 'there is no key of this name', older: [] };
    }
    const why = (0,_delivery_status_js__WEBPACK_IMPORTED_MODULE_2__/* .whyUndelivered */ .Eu)(evidence);
    if (why !== undefined) {
        const isDue = whyAsked(newest, input) !== undefined;
        return (planUndelivered(newest, why, isDue, input) ?? {
            kind: 'rotate',
            newest,
            why: sayUndelivered(newest, why),
            older: judgeOlder(input, 'all replaced now'),
            isUndelivered: true,
        });
    }
    const due = whyDue(newest, input);
    if (due === undefined) {
        const older = judgeOlder(input, 'newest stays');
        return { kind: 'keep', newest, why: whyKept(newest, input), older };
    }
    return { kind: 'rotate', newest, why: due, older: judgeOlder(input, 'newest replaced now') };
}
/**
 * Why no key is made though the newest is not delivered; undefined if one is made.
 *
 * @param why - why the newest does not count as delivered
 * @param isDue - whether a new key is due in any case
 */
function planUndelivered(newest, why, isDue, { evidence, now }) {
    const said = sayUndelivered(newest, why);
    const retryAt = newest.createdAt + _delivery_status_js__WEBPACK_IMPORTED_MODULE_2__/* .IN_PROGRESS */ .mS;
    if (now < retryAt)
        return { kind: 'busy', newest, why: said, retryAt };
    const inVain = evidence.keys.filter((key) => (0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isLive */ .DG)(key, now) && key.createdAt > newest.createdAt - WEEK);
    return !isDue && inVain.length >= TOO_MANY
        ? { kind: 'unsettled', newest, why: said, older: [] }
        : undefined;
}
function sayUndelivered(newest, why) {
    return `key \`${newest.id}\` is not delivered: ${why}`;
}
/**
 * Plans every key but the one that is the newest in the end. A key is replaced by the next newer one. If the
 * newest was not delivered, the targets may hold any of them, so the key of this run replaces them all.
 */
function judgeOlder(input, change) {
    const { evidence, now, gracePeriod, hasSkipped, isCallerKey } = input;
    const keys = evidence.keys.toSorted((a, b) => a.createdAt - b.createdAt);
    const older = change === 'newest stays' ? keys.slice(0, -1) : keys;
    const makesSecret = evidence.updates.includes(null);
    return older.map((key, index) => {
        if (!(0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isLive */ .DG)(key, now))
            return { key, action: 'expired', why: EXPIRED };
        if (hasSkipped)
            return { key, action: 'kept', why: 'a target that was skipped may hold it' };
        const next = change === 'all replaced now' ? undefined : keys[index + 1];
        const replacedAt = next?.createdAt ?? now;
        const end = replacedAt + gracePeriod;
        if (end > now)
            return { key, action: 'in-grace', why: `its grace period ends ${(0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isoTime */ .Ly)(end)}` };
        // If this step read its key from one of the targets, a newer key would authenticate it.
        if (isCallerKey(key) && (makesSecret || keys[index + 1] !== undefined)) {
            return { key, action: 'in-use', why: 'it authenticates this step' };
        }
        const why = `it was replaced ${next === undefined ? 'now' : `at ${(0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isoTime */ .Ly)(replacedAt)}`}`;
        return { key, action: 'delete', why };
    });
}
/** Why a delivered key is due. */
function whyDue(newest, rules) {
    if (rules.accessible)
        return isJustMade(newest, rules) ? byRule(newest, rules) : whyAsked(newest, rules);
    return byRule(newest, rules) ?? 'the readers of a secret are not those that the inputs name';
}
/** Why a new key is due, delivered or not. */
function whyAsked(newest, rules) {
    const { rotateAfter, minRemaining } = rules;
    const rule = byRule(newest, rules);
    if (rule !== undefined)
        return rule;
    if (rules.isAskedFor)
        return '`now` asks for it';
    if (rotateAfter === null && minRemaining === null) {
        return 'neither `rotate-after` nor `min-remaining` is given, so each run rotates';
    }
    return undefined;
}
/** What age and expiry say. */
function byRule(newest, rules) {
    const { now, rotateAfter, minRemaining } = rules;
    const id = `key \`${newest.id}\``;
    const { expiresAt } = newest;
    if (expiresAt !== null && !(0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isLive */ .DG)(newest, now)) {
        return `${id} expired ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(now - expiresAt, 0)[0]} ago`;
    }
    const age = now - newest.createdAt;
    if (rotateAfter !== null && age > rotateAfter - (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .toleranceOf */ .Lz)(rotateAfter)) {
        const [shown, limit] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(age, rotateAfter);
        return `${id} is ${shown} old, and \`rotate-after\` is ${limit}${early(age <= rotateAfter)}`;
    }
    if (minRemaining !== null && expiresAt !== null) {
        const left = expiresAt - now;
        if (left < minRemaining + (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .toleranceOf */ .Lz)(minRemaining)) {
            const [shown, limit] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(left, minRemaining);
            return `${id} expires in ${shown}, and \`min-remaining\` is ${limit}${early(left >= minRemaining)}`;
        }
    }
    return undefined;
}
function early(isEarly) {
    return isEarly ? ', and the next run may come too late' : '';
}
function isJustMade({ createdAt }, { isAskedFor, now }) {
    return isAskedFor && now < createdAt + _delivery_status_js__WEBPACK_IMPORTED_MODULE_2__/* .IN_PROGRESS */ .mS;
}
/** Why a delivered key that is not due stays, and until when. */
function whyKept(newest, rules) {
    if (!isJustMade(newest, rules)) {
        const at = dueAt(newest, rules);
        const next = at === null ? 'never due' : `due after ${(0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isoTime */ .Ly)(at)}`;
        return `key \`${newest.id}\` is delivered and ${next}`;
    }
    return (`key \`${newest.id}\` is delivered and was made less than 20 minutes ago, so \`now\` keeps it; to ` +
        `replace it too, run with \`now\` again after ${(0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isoTime */ .Ly)(newest.createdAt + _delivery_status_js__WEBPACK_IMPORTED_MODULE_2__/* .IN_PROGRESS */ .mS)}`);
}
/** When a delivered key is due, in Unix seconds; null: never. */
function dueAt({ createdAt, expiresAt }, { rotateAfter, minRemaining }) {
    const lead = minRemaining === null ? 0 : minRemaining + (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .toleranceOf */ .Lz)(minRemaining);
    const moments = [
        ...(rotateAfter === null ? [] : [createdAt + rotateAfter - (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .toleranceOf */ .Lz)(rotateAfter)]),
        ...(expiresAt === null ? [] : [expiresAt - lead]),
    ];
    return moments.length === 0 ? null : Math.floor(Math.min(...moments));
}


/***/ }),

/***/ 2435:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ undeliveredError),
/* harmony export */   _: () => (/* binding */ warnOfOtherWriters)
/* harmony export */ });
/* harmony import */ var _domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5041);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7271);
/* harmony import */ var _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4706);




/**
 * Why no key is made although the newest one is not delivered: another run may be in progress, or key
 * after key was made and none is delivered.
 *
 * @returns the error to throw
 */
async function undeliveredError(plan, evidence, { secrets }, store) {
    if (plan.kind === 'busy') {
        return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('busy', 'A key of this name was made by hand less than 20 minutes ago, or another run is running or was ' +
            `stopped, so nothing was touched: ${plan.why}. In each case, run this again after ` +
            `${(0,_domain_key_js__WEBPACK_IMPORTED_MODULE_2__/* .isoTime */ .Ly)(plan.retryAt)}; keep runs apart with \`concurrency:\` on the job.`);
    }
    const lines = [];
    const statuses = (0,_domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_3__/* .targetStatuses */ .Kp)(evidence);
    for (const [index, { target, before }] of secrets.entries()) {
        const status = statuses[index] ?? 'held';
        if (status === 'held')
            continue;
        const why = await whyNot(status, target, before?.updatedAt ?? null, store);
        lines.push(`- ${(0,_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} ${why}`);
    }
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unsettled', 'The last three keys of this name were made within a week, and the newest is still not in place, so ' +
        `no further one was made: ${plan.why}.\n${lines.join('\n')}${lines.length > 0 ? '\n' : ''}Fix that, then run this ` +
        'with `operation: rotate` and `now: true`, which makes a key at once.');
}
/** Says which targets something else has written since the newest key was made, and when. */
function warnOfOtherWriters(evidence, { secrets }, log) {
    const statuses = (0,_domain_delivery_status_js__WEBPACK_IMPORTED_MODULE_3__/* .targetStatuses */ .Kp)(evidence);
    for (const [index, { target, before }] of secrets.entries()) {
        if (statuses[index] !== 'later')
            continue;
        const since = writtenSince(target, before?.updatedAt ?? null);
        log.warning(`${(0,_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} ${since} If that goes on, let only one of the two write it.`);
    }
}
function writtenSince(target, updatedAt) {
    const start = `was written at ${timeOf(updatedAt)}, after the run that made the key was over:`;
    return target.place === 'organization'
        ? `${start} something else writes it, a person or a tool that syncs secrets, or somebody edited ` +
            'who may read it.'
        : `${start} something else writes it, a person or a tool that syncs secrets.`;
}
function timeOf(updatedAt) {
    return (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_2__/* .isoTime */ .Ly)(Math.floor((updatedAt ?? 0) / 1000));
}
async function whyNot(status, target, updatedAt, store) {
    if (status === 'later')
        return writtenSince(target, updatedAt);
    if (await store.isArchived(target)) {
        return 'cannot be written: its repository is archived. Unarchive it, or take it out of the targets.';
    }
    const since = status === 'absent'
        ? 'is not there'
        : `was last written at ${timeOf(updatedAt)}, before that key`;
    return `${since}: it cannot be written, is new among the targets, or the answer to that create was lost.`;
}


/***/ }),

/***/ 370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  A: () => (/* binding */ pLimit)
});

// UNUSED EXPORTS: limitFunction

;// CONCATENATED MODULE: ./node_modules/yocto-queue/index.js
/*
How it works:
`this.#head` is an instance of `Node` which keeps track of its current value and nests another instance of `Node` that keeps the value that comes after it. When a value is provided to `.enqueue()`, the code needs to iterate through `this.#head`, going deeper and deeper to find the last value. However, iterating through every single item is slow. This problem is solved by saving a reference to the last value as `this.#tail` so that it can reference it to add a new value.
*/

class Node {
	value;
	next;

	constructor(value) {
		this.value = value;
	}
}

class Queue {
	#head;
	#tail;
	#size;

	constructor() {
		this.clear();
	}

	enqueue(value) {
		const node = new Node(value);

		if (this.#head) {
			this.#tail.next = node;
			this.#tail = node;
		} else {
			this.#head = node;
			this.#tail = node;
		}

		this.#size++;
	}

	dequeue() {
		const current = this.#head;
		if (!current) {
			return;
		}

		this.#head = this.#head.next;
		this.#size--;

		// Clean up tail reference when queue becomes empty
		if (!this.#head) {
			this.#tail = undefined;
		}

		return current.value;
	}

	peek() {
		if (!this.#head) {
			return;
		}

		return this.#head.value;

		// TODO: Node.js 18.
		// return this.#head?.value;
	}

	clear() {
		this.#head = undefined;
		this.#tail = undefined;
		this.#size = 0;
	}

	get size() {
		return this.#size;
	}

	* [Symbol.iterator]() {
		let current = this.#head;

		while (current) {
			yield current.value;
			current = current.next;
		}
	}

	* drain() {
		while (this.#head) {
			yield this.dequeue();
		}
	}
}

;// CONCATENATED MODULE: ./node_modules/p-limit/index.js


function pLimit(concurrency) {
	let rejectOnClear = false;

	if (typeof concurrency === 'object') {
		({concurrency, rejectOnClear = false} = concurrency);
	}

	validateConcurrency(concurrency);

	if (typeof rejectOnClear !== 'boolean') {
		throw new TypeError('Expected `rejectOnClear` to be a boolean');
	}

	const queue = new Queue();
	let activeCount = 0;

	const resumeNext = () => {
		// Process the next queued function if we're under the concurrency limit
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};

	const next = () => {
		activeCount--;
		resumeNext();
	};

	const run = async (function_, resolve, arguments_) => {
		// Execute the function and capture the result promise
		const result = (async () => function_(...arguments_))();

		// Resolve immediately with the promise (don't wait for completion)
		resolve(result);

		// Wait for the function to complete (success or failure)
		// We catch errors here to prevent unhandled rejections,
		// but the original promise rejection is preserved for the caller
		try {
			await result;
		} catch {}

		// Decrement active count and process next queued function
		next();
	};

	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = {reject};

		// Queue the internal resolve function instead of the run function
		// to preserve the asynchronous execution context.
		new Promise(internalResolve => { // eslint-disable-line promise/param-names
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(undefined, function_, resolve, arguments_)); // eslint-disable-line promise/prefer-await-to-then

		// Start processing immediately if we haven't reached the concurrency limit
		if (activeCount < concurrency) {
			resumeNext();
		}
	};

	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});

	Object.defineProperties(generator, {
		activeCount: {
			get: () => activeCount,
		},
		pendingCount: {
			get: () => queue.size,
		},
		clearQueue: {
			value() {
				if (!rejectOnClear) {
					queue.clear();
					return;
				}

				const abortError = AbortSignal.abort().reason;

				while (queue.size > 0) {
					queue.dequeue().reject(abortError);
				}
			},
		},
		concurrency: {
			get: () => concurrency,

			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;

				queueMicrotask(() => {
					// eslint-disable-next-line no-unmodified-loop-condition
					while (activeCount < concurrency && queue.size > 0) {
						resumeNext();
					}
				});
			},
		},
		map: {
			async value(iterable, function_) {
				const promises = [];

				try {
					Array.from(iterable, (value, index) => {
						const promise = generator(function_, value, index);
						promises.push(promise);
						return promise;
					});
				} catch (error) {
					// The iterable threw, so `Promise.all` never observes the already scheduled promises. Observe them here to avoid unhandled rejections.
					for (const promise of promises) {
						promise.catch(() => {}); // eslint-disable-line promise/prefer-await-to-then
					}

					throw error;
				}

				return Promise.all(promises);
			},
		},
	});

	return generator;
}

function limitFunction(function_, options) {
	const limit = pLimit(options);

	const limitedFunction = (...arguments_) => limit(() => function_(...arguments_));
	Object.defineProperty(limitedFunction, 'clearQueue', {
		value: limit.clearQueue,
	});

	return limitedFunction;
}

function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
		throw new TypeError('Expected `concurrency` to be a number from 1 and up');
	}
}


/***/ })

};

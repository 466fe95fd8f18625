export const id = 561;
export const ids = [561];
export const modules = {

/***/ 5195:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WB: () => (/* binding */ findKeys),
/* harmony export */   f4: () => (/* binding */ areAccessible),
/* harmony export */   hx: () => (/* binding */ gatherEvidence)
/* harmony export */ });
/* harmony import */ var _domain_admin_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6921);
/* harmony import */ var _openai_listing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5518);


/**
 * Lists every key of exactly this name.
 *
 * @throws ActionError of the client's, or where the listing does not hold still
 */
async function findKeys(name, { keys: client, now }) {
    const isOfName = (key) => key.name === name && (0,_domain_admin_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isAdminKind */ .Qm)(key);
    const { keys, ids, serverTime: told } = await (0,_openai_listing_js__WEBPACK_IMPORTED_MODULE_0__/* .listWhole */ .cP)(client, isOfName);
    const serverTime = told ?? now();
    return {
        keys,
        ids,
        now: Math.floor(serverTime / 1000),
        offset: serverTime - now(),
        isTimed: told !== undefined,
    };
}
/** What there is to tell whether the targets hold the newest key. */
function gatherEvidence({ keys, offset }, seen) {
    const updates = seen.current.map((secret) => secret?.updatedAt ?? null);
    // Where GitHub does not tell its time, both clocks are taken to be right.
    return { keys, updates, skew: (seen.offset ?? offset) - offset };
}
/**
 * Whether the secrets of an organization may be read by those who are to read them; requests only
 * where the request names them.
 *
 * @throws ActionError of the store's
 */
async function areAccessible({ targets, current }, store) {
    for (const [index, target] of targets.entries()) {
        const secret = current[index];
        if (!secret || !(await store.hasAccess(target, secret)))
            return false;
    }
    return true;
}


/***/ }),

/***/ 5662:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  o: () => (/* binding */ makeKey),
  c: () => (/* binding */ orderFor)
});

// EXTERNAL MODULE: ./lib/domain/delivered.js
var delivered = __webpack_require__(8304);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/openai/admin-keys.js + 7 modules
var admin_keys = __webpack_require__(9383);
// EXTERNAL MODULE: ./lib/domain/fate.js
var fate = __webpack_require__(8748);
// EXTERNAL MODULE: ./lib/openai/listing.js
var listing = __webpack_require__(5518);
// EXTERNAL MODULE: ./lib/delivery/undo.js
var undo = __webpack_require__(7900);
;// CONCATENATED MODULE: ./lib/delivery/fate.js




/** A line of the log is cut at some length, and a hundred ids could be too much for one. */
const MAX_IN_LINE = 3;
/**
 * Looks once at the newest keys for the one that a create with an unknown fate may have made. It is
 * deleted where an id that came through proves that it is that one; otherwise it is named. Never
 * throws. No sooner than 12 s after the request: a server may be at work on it for a while after
 * nobody listens.
 */
async function settleFate(keys, sent, { known, value }, { now, sleep }) {
    let page;
    try {
        page = await keys.listPage({ order: 'desc', limit: listing/* PAGE_SIZE */.md });
    }
    catch (error) {
        return fate_open(`The look at the newest keys failed too: ${(0,domain_error/* messageOf */.bD)(error)}`, sent);
    }
    const told = page.serverTime === undefined ? null : page.serverTime - now();
    const offset = sent.offset ?? told;
    if (offset === null) {
        const why = 'The server does not tell its time, so its new keys cannot be told from others.';
        return fate_open(why, sent);
    }
    const since = Math.floor((sent.sentAt + offset) / 1000) - fate/* EARLY */.oX;
    const verdict = (0,fate/* judgeFate */.sU)(page.keys, { ...sent, since, known, value });
    switch (verdict.kind) {
        case 'none':
            return {
                settled: false,
                message: `No key named \`${sent.name}\` that may be this step's shows up, but a listing can be late.`,
            };
        case 'unproven': {
            const { claim } = sent;
            const isLate = claim !== undefined && !page.keys.some(({ id }) => id === claim.id);
            return { settled: !isLate, message: unproven(verdict.ids, sent) };
        }
        case 'ours':
            return deleteOurs(verdict.key.id, keys, sleep);
    }
}
async function deleteOurs(keyId, keys, sleep) {
    try {
        if ((await (0,undo/* deleteNew */.Qd)(keyId, keys, sleep)) === 'deleted') {
            const message = `The key that it had made (\`${keyId}\`) was deleted. Run this again.`;
            return { settled: true, message };
        }
        return { settled: false, message: `The create had made a key, and ${(0,undo/* maybeThere */.Dc)(keyId)}` };
    }
    catch (error) {
        return {
            settled: false,
            message: `The key had been made (\`${keyId}\`), nobody holds its value, and deleting it failed: ` +
                `${(0,domain_error/* messageOf */.bD)(error)} Delete it by its id.`,
        };
    }
}
function fate_open(why, { name, sentAt, claim }) {
    const which = claim === undefined ? '' : ` (perhaps \`${claim.id}\`)`;
    return {
        settled: false,
        message: `${why} A key named \`${name}\`${which} may have been made at ${new Date(sentAt).toISOString()}, and ` +
            'nobody holds its value: look for it with `operation: list` and delete it by its id.',
    };
}
function unproven(ids, { name, purpose, lifetime }) {
    const one = ids.length === 1;
    const isLong = ids.length > MAX_IN_LINE;
    const listed = ids.slice(0, listing/* PAGE_SIZE */.md).map((id) => `\`${id}\``);
    if (ids.length > listed.length)
        listed.push(`and ${ids.length - listed.length} more`);
    const shown = listed.join(isLong ? ',\n' : ', ');
    const named = isLong ? '`key-id` with' : `\`key-id: ${ids.join(', ')}\`, or with`;
    return (`${shown} may be the key that this step made, or somebody else's: the answer that would tell was ` +
        `lost, so ${one ? 'it was' : 'they were'} left alone. ${endOf(purpose, name, lifetime)} To be rid of ` +
        'it at once, find out that nothing uses it, and run `operation: delete` with ' +
        (one ? `\`key-id: ${ids[0]}\`.` : `${named} those of them that nothing uses.`));
}
/** What will become of a key that is left. */
function endOf(purpose, name, lifetime) {
    if (purpose === 'rotation')
        return `The next rotation of \`${name}\` retires it.`;
    if (lifetime !== null)
        return 'It expires by itself, as `expires-in` says.';
    return 'It never expires; a rotation of that name would retire it.';
}

// EXTERNAL MODULE: ./lib/delivery/transaction.js
var transaction = __webpack_require__(8248);
;// CONCATENATED MODULE: ./lib/delivery/make.js






/** State reaches the post step as one variable, of 128 KiB on Linux and 32,767 letters on Windows. */
const MAX_JOURNAL_BYTES = process.platform === 'win32' ? 30_000 : 120_000;
/** A key is tried, and its trial tried again, until it is so old, in milliseconds. */
const TRIAL_WINDOW_MS = 10 * 60_000;
/** A clock that is further behind than this is not waited for, in milliseconds. */
const LONGEST_CATCH_UP_MS = 60_000;
/** No key was listed. */
const NOTHING = new Set();
/** The order for the key that a request asks for, and the secrets that are ready for it. */
function orderFor(request, purpose, ready, offset) {
    return {
        offset,
        name: request.name,
        lifetime: request.lifetime,
        baseUrl: request.baseUrl.href,
        timeoutMs: request.timeoutMs,
        retryForMs: request.retryForMs,
        purpose,
        targets: request.targets,
        before: ready.map(({ before }) => before?.updatedAt ?? null),
        githubApiUrl: request.github?.apiUrl.href ?? '',
    };
}
/**
 * Makes a key. The journal is written before the request leaves, and again as soon as the id is
 * known, so that the post step can clean up whatever happens in between.
 *
 * @param known - ids that were listed before; an answer that names one of them is not about a new key
 * @throws ActionError; where the key may have been made all the same, the message says what was found
 */
async function makeKey(order, tools, known = NOTHING) {
    if (tools.cancelled.aborted) {
        throw new domain_error/* ActionError */.lZ('cancelled', 'The job was cancelled before a key was made.');
    }
    const { name, lifetime, offset, ...rest } = order;
    if (Buffer.byteLength(JSON.stringify(rest)) > MAX_JOURNAL_BYTES) {
        throw new domain_error/* ActionError */.lZ('input', '`secret-repositories` and `secret-environment` name more than the runner can hand to the post ' +
            'step, which cleans up if this one fails. No key was made. Spread the targets over several steps.');
    }
    const { baseUrl, timeoutMs, retryForMs, purpose } = order;
    const sent = { name, lifetime, purpose, offset, sentAt: tools.now() };
    const note = () => {
        tools.writeJournal({ stage: 'creating', baseUrl, timeoutMs, retryForMs, ...sent });
    };
    const onAttempt = (at) => {
        sent.sentAt = at;
        note();
    };
    const { key, value, age } = await create(sent, known, { onAttempt, note }, tools);
    const madeAt = tools.now() - age;
    const born = tools.monotonic() - age;
    try {
        tools.writeJournal({ stage: 'made', keyId: key.id, madeAt, ...rest });
        // Where there are targets, a progress that is missing means that nobody knows what was begun.
        const start = (0,transaction/* startProgress */.ot)(rest.targets.length);
        if (start.length > 0)
            tools.writeProgress((0,transaction/* formatProgress */.Vu)(key.id, start));
    }
    catch (error) {
        throw await (0,undo/* undo */.tN)(key.id, (0,domain_error/* messageOf */.bD)(error), tools);
    }
    return {
        key,
        value,
        tryUntil: born + TRIAL_WINDOW_MS,
        writeFrom: Math.min(born, tools.monotonic() + LONGEST_CATCH_UP_MS),
        writeUntil: born + delivered/* WRITE_WINDOW */.j7 * 1000,
    };
}
async function create(sent, known, { onAttempt, note }, tools) {
    const { name, lifetime } = sent;
    try {
        const created = await tools.keys.create({ name, lifetime }, onAttempt);
        const { id } = created.key;
        if (known.has(id))
            throw new admin_keys/* UnknownFate */.Z(replayed(id));
        return created;
    }
    catch (error) {
        if (error instanceof admin_keys/* UnknownFate */.Z)
            throw await afterUnknownFate(error, sent, known, note, tools);
        if (error instanceof domain_error/* ActionError */.lZ)
            tools.writeJournal({ stage: 'settled' });
        throw error;
    }
}
/** Taken for new, such a key would be deleted as the old one while the secrets hold it. */
function replayed(keyId) {
    return new domain_error/* ActionError */.lZ('unreadable', `The answer to the create names key \`${keyId}\`, which was there before: something on the way ` +
        'repeats an older answer. That key was not touched. Check what `base-url` and the proxy point to.');
}
async function afterUnknownFate(error, sent, known, note, tools) {
    const { cleanup, sleep } = tools;
    const { claim, value } = error;
    const told = (message) => new domain_error/* ActionError */.lZ('unknown-fate', `${error.message}\n${message}`, { cause: error });
    if (claim !== undefined && !known.has(claim.id)) {
        sent.claim = claim;
        try {
            note();
        }
        catch {
            // The post step then looks without the id.
        }
    }
    try {
        // Counted from the end of the attempt, so that a clock that is corrected shortens nothing.
        await sleep(transaction/* AFTERMATH_MS */.AT);
    }
    catch {
        return told('The job was cancelled; the post step looks whether a key was made.');
    }
    const { settled, message } = await settleFate(cleanup, sent, { known, value }, tools);
    if (!settled)
        return told(`${message} The post step looks once more.`);
    (0,undo/* noteSettled */.wi)(tools);
    return told(message);
}


/***/ }),

/***/ 6107:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $0: () => (/* binding */ warnOfAll),
/* harmony export */   Fr: () => (/* binding */ survey),
/* harmony export */   TO: () => (/* binding */ awaitQuiet),
/* harmony export */   iA: () => (/* binding */ prepare),
/* harmony export */   iy: () => (/* binding */ CONCURRENCY),
/* harmony export */   uC: () => (/* binding */ listUp)
/* harmony export */ });
/* harmony import */ var p_limit__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(370);
/* harmony import */ var _domain_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(738);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9342);
/* harmony import */ var _domain_target_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8955);




/** GitHub punishes more than a handful of requests at once. */
const CONCURRENCY = 4;
/** `updated_at` has a resolution of a second; this tells a new write from an old one for sure. */
const QUIET_MS = 10_000;
/**
 * What concerns one target alone: it is missing, archived, renamed, or this token may not write it.
 * Anything else (a dead token, a rate limit, a server out of order) concerns all of them.
 */
const OF_ONE_TARGET = ['not-found', 'forbidden', 'redirected', 'rejected'];
/**
 * Looks at every target, one request each.
 *
 * @param mayLeaveOut - whether a target with a problem of its own is left out; where a secret is not
 *   there, its place may not be there either, so its public key is fetched too
 * @throws ActionError that names every target with a problem
 */
async function survey(targets, store, clocks, mayLeaveOut = false) {
    let offset;
    let steadyOffset;
    const { good, failures } = await forEach(targets, mayLeaveOut, async (target) => {
        const { current, serverTime } = await store.observe(target);
        if (serverTime !== undefined) {
            offset = serverTime - clocks.now();
            steadyOffset = serverTime - clocks.monotonic();
        }
        const isPlaceKnown = current !== null || !mayLeaveOut;
        return { current, prepared: isPlaceKnown ? undefined : await store.prepare(target, null) };
    });
    return {
        targets: good.map(({ index }) => targets[index]),
        current: good.map(({ value }) => value.current),
        prepared: good.map(({ value }) => value.prepared),
        offset,
        steadyOffset,
        leftOut: failures,
    };
}
/**
 * Fetches and checks every public key, and who may read an organization's secret.
 *
 * @param mayLeaveOut - whether a target with a problem of its own is left out
 * @returns the survey without those, all of it prepared
 * @throws ActionError that names every target with a problem
 */
async function prepare(seen, store, mayLeaveOut = false) {
    const { good, failures } = await forEach(seen.targets, mayLeaveOut, async (target, index) => seen.prepared[index] ?? (await store.prepare(target, seen.current[index] ?? null)));
    const ready = good.map(({ value }) => value);
    return {
        ready,
        seen: {
            targets: ready.map(({ target }) => target),
            current: ready.map(({ before }) => before),
            prepared: ready,
            offset: seen.offset,
            steadyOffset: seen.steadyOffset,
            leftOut: [...seen.leftOut, ...failures],
        },
    };
}
/** Warns of secrets that every repository can read, or will be able to. */
function warnOfAll({ targets, current }, log) {
    const open = targets.some((target, index) => {
        if (target.place !== 'organization')
            return false;
        const { visibility } = target;
        return (visibility === 'keep' ? current[index]?.visibility : visibility) === 'all';
    });
    if (!open)
        return;
    log.warning('Every repository of the organization, public ones included, can read the secret: its visibility ' +
        'is `all`. `private` or `selected` would keep it to fewer.');
}
/** Waits until the last write of every target is old enough for the next one to show. */
async function awaitQuiet({ targets, current, steadyOffset }, tools) {
    const last = Math.max(0, ...current.map((secret) => secret?.updatedAt ?? 0));
    // Where GitHub does not tell its time, this machine's is taken to be right.
    const now = steadyOffset === undefined ? tools.now() : tools.monotonic() + steadyOffset;
    const wait = last + QUIET_MS - now;
    if (wait <= 0)
        return;
    const target = targets[current.findIndex((secret) => secret?.updatedAt === last)];
    tools.log.info(`${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} was written just now: waiting ${(0,_domain_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(Math.ceil(wait / 1000))}, so ` +
        'that the next write can be told from that one.');
    await tools.sleep(Math.min(wait, QUIET_MS));
}
/** Does something for each target, a few at a time, and throws where it fails for one that counts. */
async function forEach(targets, mayLeaveOut, work) {
    const limit = (0,p_limit__WEBPACK_IMPORTED_MODULE_3__/* ["default"] */ .A)(CONCURRENCY);
    const outcomes = await Promise.allSettled(targets.map((target, index) => limit(() => work(target, index))));
    const good = [];
    const failures = [];
    for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'fulfilled')
            good.push({ index, value: outcome.value });
        else if (outcome.reason instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ)
            failures.push(outcome.reason);
        else
            throw outcome.reason;
    }
    const [first] = failures;
    const areTheirOwn = failures.every(({ code }) => OF_ONE_TARGET.includes(code));
    if (first === undefined || (mayLeaveOut && good.length > 0 && areTheirOwn)) {
        return { good, failures };
    }
    if (failures.length === 1)
        throw first;
    throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ(first.code, listUp(failures.map(({ message }) => message)), {
        cause: first,
    });
}
/** The first ten of some sentences, one a line, and how many more there are. */
function listUp(sentences) {
    const shown = sentences.slice(0, 10).map((sentence) => `- ${sentence}`);
    const more = sentences.length - shown.length;
    return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}


/***/ }),

/***/ 8248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AT: () => (/* binding */ AFTERMATH_MS),
/* harmony export */   Fh: () => (/* binding */ afterLooks),
/* harmony export */   LD: () => (/* binding */ decide),
/* harmony export */   OE: () => (/* binding */ visibleOf),
/* harmony export */   Q9: () => (/* binding */ LOOK_WAITS_MS),
/* harmony export */   QH: () => (/* binding */ isWritten),
/* harmony export */   Vu: () => (/* binding */ formatProgress),
/* harmony export */   ot: () => (/* binding */ startProgress)
/* harmony export */ });
/* unused harmony exports unknownProgress, unansweredOf, parseProgress */
/*
 * Between "about to create" and "delivered": what is known of each write, and what follows from it
 * for the key. Pure, so that the main step, the post step and the tests decide alike.
 *
 *   pending ──send──► sent ──answer: yes──► landed
 *                      │  └──answer: no───► refused
 *                      └──no answer: two looks at the secret, 12 and 14 s after the end of the last
 *                         attempt. One shows that it was written since → landed. Both show it as it
 *                         was before → refused. Anything else → it stays sent.
 *
 *   any landed             → the key lives; the others are named
 *   none landed, some sent → a secret may hold the key: it is named, and left
 *   none landed, none sent → the key is deleted: nobody holds it
 */
/** A request whose answer was lost can take effect for so long after nobody listens any more. */
const AFTERMATH_MS = 12_000;
/** The waits before the two looks at a secret whose write may have been lost. */
const LOOK_WAITS_MS = [AFTERMATH_MS, 2_000];
/** `updated_at` is in whole seconds, and the clocks are aligned by headers in whole seconds. */
const CLOCK_SLACK_MS = 5_000;
/** Before the first write. */
function startProgress(targets) {
    return Array.from({ length: targets }, () => ({ state: 'pending' }));
}
/** Where nobody knows what was begun. */
function unknownProgress(targets) {
    return Array.from({ length: targets }, () => ({ state: 'sent', since: null }));
}
/** What is to become of the key if nothing more is written. */
function decide(progress) {
    const isLanded = ({ state }) => state === 'landed';
    if (progress.some(isLanded)) {
        return { kind: 'keep', left: indexesOf(progress, (write) => !isLanded(write)) };
    }
    const unanswered = unansweredOf(progress);
    return unanswered.length === 0 ? { kind: 'delete' } : { kind: 'leave', at: unanswered };
}
/** The targets whose write was sent and not answered. */
function unansweredOf(progress) {
    return indexesOf(progress, ({ state }) => state === 'sent');
}
/** The same, as far as a look can tell what became of them. */
function visibleOf(progress) {
    return indexesOf(progress, (write) => write.state === 'sent' && write.since !== null);
}
/**
 * Whether a look shows that a secret was written since the first attempt, by this run or another.
 *
 * @param before - the look before the key was made
 */
function isWritten(write, before, seen) {
    if (write.state !== 'sent' || write.since === null)
        return false;
    return seen !== null && seen !== before && seen >= write.since - CLOCK_SLACK_MS;
}
/**
 * The progress after both looks at what was not answered.
 *
 * @param before - one look a target, before the key was made
 * @param looks - two times one look a target; undefined where a target could not be looked at
 */
function afterLooks(progress, before, looks) {
    return progress.map((write, index) => {
        if (write.state !== 'sent' || write.since === null)
            return write;
        const was = before[index] ?? null;
        const seen = looks.map((look) => look[index]);
        if (seen.some((one) => one !== undefined && isWritten(write, was, one))) {
            return { state: 'landed' };
        }
        const isAsBefore = seen.length === LOOK_WAITS_MS.length && seen.every((one) => one === was);
        return isAsBefore ? { state: 'refused' } : write;
    });
}
function indexesOf(progress, holds) {
    return progress.flatMap((write, index) => (holds(write) ? [index] : []));
}
const LETTERS = { pending: 'p', landed: 'l', refused: 'r' };
const STATES = { p: 'pending', l: 'landed', r: 'refused' };
/** A few bytes for the state, which is saved twice a target: `key_abc l s1795365635123 p`. */
function formatProgress(keyId, progress) {
    const words = progress.map((write) => write.state === 'sent' ? `s${write.since ?? '?'}` : LETTERS[write.state]);
    return [keyId, ...words].join(' ');
}
/** @returns undefined where the text is no progress of this key and so many targets */
function parseProgress(text, keyId, targets) {
    const [id, ...words] = text.split(' ');
    if (id !== keyId || words.length !== targets)
        return undefined;
    const writes = words.map((word) => {
        const [, letter = '', since = ''] = /^(?:([plr])|s(\d{1,16}|\?))$/.exec(word) ?? [];
        if (letter !== '')
            return { state: STATES[letter] };
        if (since === '')
            return undefined;
        return { state: 'sent', since: since === '?' ? null : Number(since) };
    });
    return writes.every((write) => write !== undefined) ? writes : undefined;
}


/***/ }),

/***/ 7900:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dc: () => (/* binding */ maybeThere),
/* harmony export */   Qd: () => (/* binding */ deleteNew),
/* harmony export */   nu: () => (/* binding */ howToDelete),
/* harmony export */   tN: () => (/* binding */ undo),
/* harmony export */   wi: () => (/* binding */ noteSettled)
/* harmony export */ });
/* unused harmony export NEW_MS */
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/** A replica that has not heard of a new key yet answers 404, which is no proof that it is gone. */
const WAITS_MS = [2_000, 4_000, 8_000];
/** So long after it was made, in milliseconds, a key is new in this sense. */
const NEW_MS = (/* unused pure expression or super */ null && (5 * 60_000));
/** How to get rid of a key by hand. */
function howToDelete(keyId) {
    return `Delete it with \`operation: delete\` and \`key-id: ${keyId}\`.`;
}
/**
 * Deletes a key that was just made.
 *
 * @returns `hidden` where it is answered for as if it were not there, again and again
 * @throws ActionError of the client's; `cancelled` when the job ended during a wait
 */
async function deleteNew(keyId, client, sleep) {
    if ((await client.delete(keyId)) === 'deleted')
        return 'deleted';
    for (const wait of WAITS_MS) {
        await sleep(wait);
        if ((await client.delete(keyId)) === 'deleted')
            return 'deleted';
    }
    return 'hidden';
}
/** The sentence for such a key. */
function maybeThere(keyId) {
    return (`key \`${keyId}\` is perhaps still there: the API answers its delete as if there were no such key, ` +
        `which it can do for a new one. ${howToDelete(keyId)}`);
}
/**
 * Deletes a key that nobody holds.
 *
 * @param why - what went wrong, in whole sentences
 * @returns the error to throw
 */
async function undo(keyId, why, tools) {
    try {
        if ((await deleteNew(keyId, tools.cleanup, tools.sleep)) === 'hidden') {
            return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `${why}\nThe new key was to be deleted again, but ${maybeThere(keyId)} The post step tries once more.`);
        }
    }
    catch (error) {
        return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
            `${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}\n${why}`, { cause: error });
    }
    noteSettled(tools);
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `The new key (\`${keyId}\`) was deleted again. ${why}`);
}
/**
 * Tells the post step that nothing is left to do.
 *
 * @returns why that failed. Where no key is left, or a secret holds it, that does no harm: the post step
 *   looks once more, in vain
 */
function noteSettled(tools) {
    try {
        tools.writeJournal({ stage: 'settled' });
        return undefined;
    }
    catch (error) {
        // What is told is what happened to the key.
        return error;
    }
}


/***/ }),

/***/ 8304:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Eu: () => (/* binding */ whyUndelivered),
/* harmony export */   Ui: () => (/* binding */ judgeTargets),
/* harmony export */   Z$: () => (/* binding */ isDelivered),
/* harmony export */   j7: () => (/* binding */ WRITE_WINDOW),
/* harmony export */   yS: () => (/* binding */ AT_WORK)
/* harmony export */ });
/* harmony import */ var _admin_key_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6921);

/*
 * Whether every target holds the newest key of a name. GitHub never shows a value, so this is
 * concluded from times: a run writes its targets within 15 minutes of making its key, and nobody
 * else makes a key of the name meanwhile. A crash, two runs at once, an older key pasted back, the
 * newest deleted by hand: all of it reads as not delivered.
 */
const EARLIEST = -5;
const LATEST = 16 * 60;
/** Seconds after a key was made, on the API's clock, from which its run starts no write any more. */
const WRITE_WINDOW = 15 * 60;
/** Seconds for which a key may still be on its way into its targets, with a margin. */
const AT_WORK = 20 * 60;
/** Whether the newest of the keys is held by every target, as far as the times tell. */
function isDelivered(evidence) {
    return evidence.keys.length > 0 && whyUndelivered(evidence) === undefined;
}
/**
 * What speaks against every target holding the newest key, as a clause; undefined where nothing
 * does. There has to be a key.
 */
function whyUndelivered(evidence) {
    const newest = (0,_admin_key_js__WEBPACK_IMPORTED_MODULE_0__/* .newestOf */ .su)(evidence.keys);
    if (newest === undefined)
        return 'there is none';
    const rival = rivalOf(newest, evidence.keys);
    if (rival !== undefined)
        return `key \`${rival.id}\` was made less than 20 minutes before it`;
    const held = judgeTargets(evidence);
    const absent = held.filter((target) => target === 'absent').length;
    if (absent > 0)
        return `${secrets(absent, held.length, 'is', 'are')} not there`;
    const later = held.filter((target) => target === 'later').length;
    if (later > 0) {
        return `${secrets(later, held.length, 'was', 'were')} written again after the run that made it`;
    }
    const earlier = held.filter((target) => target === 'earlier').length;
    return earlier > 0
        ? `${secrets(earlier, held.length, 'was', 'were')} last written before it was made`
        : undefined;
}
/** One word a target, in their order. There has to be a key. */
function judgeTargets({ keys, updates, skew }) {
    const made = (0,_admin_key_js__WEBPACK_IMPORTED_MODULE_0__/* .newestOf */ .su)(keys)?.createdAt ?? 0;
    return updates.map((at) => {
        if (at === null)
            return 'absent';
        const seconds = (at - skew) / 1000 - made;
        if (seconds < EARLIEST)
            return 'earlier';
        return seconds > LATEST ? 'later' : 'held';
    });
}
function rivalOf(newest, keys) {
    return keys.find((key) => key !== newest && key.createdAt > newest.createdAt - AT_WORK);
}
function secrets(count, all, one, many) {
    if (all === 1)
        return `the secret ${one}`;
    return `${count} of ${all} secrets ${count === 1 ? one : many}`;
}


/***/ }),

/***/ 3246:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Q: () => (/* binding */ planRotation),
  z: () => (/* binding */ planUndelivered)
});

// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/delivered.js
var delivered = __webpack_require__(8304);
// EXTERNAL MODULE: ./lib/domain/duration.js
var duration = __webpack_require__(738);
;// CONCATENATED MODULE: ./lib/domain/due.js



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
    if (expiresAt !== null && !(0,admin_key/* isLive */.DG)(newest, now)) {
        return `${id} expired ${(0,duration/* spellApart */.XH)(now - expiresAt, 0)[0]} ago`;
    }
    const age = now - newest.createdAt;
    if (rotateAfter !== null && age > rotateAfter - (0,duration/* toleranceOf */.Lz)(rotateAfter)) {
        const [shown, limit] = (0,duration/* spellApart */.XH)(age, rotateAfter);
        return `${id} is ${shown} old, and \`rotate-after\` is ${limit}${early(age <= rotateAfter)}`;
    }
    if (minRemaining !== null && expiresAt !== null) {
        const left = expiresAt - now;
        if (left < minRemaining + (0,duration/* toleranceOf */.Lz)(minRemaining)) {
            const [shown, limit] = (0,duration/* spellApart */.XH)(left, minRemaining);
            return `${id} expires in ${shown}, and \`min-remaining\` is ${limit}${early(left >= minRemaining)}`;
        }
    }
    return undefined;
}
function early(isEarly) {
    return isEarly ? ', which the next run may come too late for' : '';
}
function isJustMade({ createdAt }, { isAskedFor, now }) {
    return isAskedFor && now < createdAt + delivered/* AT_WORK */.yS;
}
/** Why a delivered key that is not due stays, and until when. */
function whyKept(newest, rules) {
    if (!isJustMade(newest, rules)) {
        return `key \`${newest.id}\` is delivered and ${nextDue(newest, rules)}`;
    }
    return (`key \`${newest.id}\` is delivered and was made less than 20 minutes ago, so \`now\` keeps it; to ` +
        `replace it too, run with \`now\` again after ${(0,admin_key/* isoTime */.Ly)(newest.createdAt + delivered/* AT_WORK */.yS)}`);
}
function nextDue({ createdAt, expiresAt }, rules) {
    const { rotateAfter, minRemaining } = rules;
    const lead = minRemaining === null ? 0 : minRemaining + (0,duration/* toleranceOf */.Lz)(minRemaining);
    const moments = [
        ...(rotateAfter === null ? [] : [createdAt + rotateAfter - (0,duration/* toleranceOf */.Lz)(rotateAfter)]),
        ...(expiresAt === null ? [] : [expiresAt - lead]),
    ];
    return moments.length === 0
        ? 'never due'
        : `due after ${(0,admin_key/* isoTime */.Ly)(Math.floor(Math.min(...moments)))}`;
}

;// CONCATENATED MODULE: ./lib/domain/rotation-plan.js



/*
 * What a rotation is to do, decided from one look at the two APIs. Pure and total, so that a dry
 * run, the log, the summary and the tests all tell of the same decision.
 *
 *                     no newest key ─────────────────────────────► rotate
 *   not delivered ─┬─ younger than 20 min ───────────────────────► busy: touch nothing
 *                  ├─ the last three made in a week, no rule asks ► unsettled: make no more
 *                  └─ else ──────────────────────────────────────► rotate
 *       delivered ─┬─ expired, too old, too little left, no rule,
 *                  │  `now`, or open to others ──────────────────► rotate
 *                  └─ else ──────────────────────────────────────► keep
 *
 * An older key is deleted once it has been replaced for as long as the grace period.
 */
/**
 * The last so many live keys were made within so many seconds of each other, and still none is
 * delivered: another would not help. Counted from the newest, not from now, or three more would be made
 * each week.
 */
const TOO_MANY = 3;
const WEEK = 7 * 86_400;
const EXPIRED = 'nothing accepts it any more; `operation: delete` takes it off the list';
/** Decides what a rotation does. */
function planRotation(situation) {
    const { evidence } = situation;
    const newest = (0,admin_key/* newestOf */.su)(evidence.keys);
    if (newest === undefined) {
        return { kind: 'rotate', newest, why: 'there is no key of this name', older: [] };
    }
    const why = (0,delivered/* whyUndelivered */.Eu)(evidence);
    if (why !== undefined) {
        const isAsked = whyAsked(newest, situation) !== undefined;
        return (planUndelivered(newest, why, isAsked, situation) ?? {
            kind: 'rotate',
            newest,
            why: sayUndelivered(newest, why),
            older: judgeOlder(situation, 'all replaced now'),
        });
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
    const stays = whyKept(newest, situation);
    return { kind: 'keep', newest, why: stays, older: judgeOlder(situation, 'newest stays') };
}
/**
 * Why no key is made though the newest is not delivered; undefined where one is.
 *
 * @param why - what speaks against it being delivered
 * @param isAsked - whether a new key is due in any case
 */
function planUndelivered(newest, why, isAsked, { evidence, now }) {
    const said = sayUndelivered(newest, why);
    const retryAt = newest.createdAt + delivered/* AT_WORK */.yS;
    if (now < retryAt)
        return { kind: 'busy', newest, why: said, retryAt };
    const inVain = evidence.keys.filter((key) => (0,admin_key/* isLive */.DG)(key, now) && key.createdAt > newest.createdAt - WEEK);
    if (!isAsked && inVain.length >= TOO_MANY) {
        return { kind: 'unsettled', newest, why: said, older: [] };
    }
    return undefined;
}
function sayUndelivered(newest, why) {
    return `key \`${newest.id}\` is not delivered: ${why}`;
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
        // Had this step read a secret that is among the targets now, a newer key would authenticate it.
        if (isOwn(key) && (makesSecret || keys[index + 1] !== undefined)) {
            return { key, fate: 'own', why: 'it authenticates this step' };
        }
        const why = `it was replaced ${next === undefined ? 'now' : `at ${(0,admin_key/* isoTime */.Ly)(replacedAt)}`}`;
        return { key, fate: 'delete', why };
    });
}


/***/ }),

/***/ 5518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TH: () => (/* binding */ listKeys),
/* harmony export */   cP: () => (/* binding */ listWhole),
/* harmony export */   md: () => (/* binding */ PAGE_SIZE)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/** The largest page that list endpoints of this API take. */
const PAGE_SIZE = 100;
/** Far beyond any organization; a server that goes on for longer is not telling the truth. */
const MAX_PAGES = 1000;
const MAX_KEYS = MAX_PAGES * PAGE_SIZE;
/**
 * Reads page after page until the end, or until `limit` keys match.
 *
 * @throws ActionError of the client's, or `unreadable` where the pages lead nowhere
 */
async function listKeys(client, query) {
    const limit = query.limit ?? Number.POSITIVE_INFINITY;
    const seen = new Set();
    const keys = [];
    let after = query.after;
    for (let page = 1; page <= MAX_PAGES; page++) {
        // With a pattern, nobody knows how many keys it takes to find the ones that match.
        const size = query.matches === undefined ? Math.min(PAGE_SIZE, limit - keys.length) : PAGE_SIZE;
        const asking = client.listPage({ order: query.order, limit: size, after });
        const { keys: listed, hasMore, total = 0, serverTime, } = await asking.catch((error) => {
            throw query.strict && page > 1 && isRefusedCursor(error) ? changed() : error;
        });
        const known = seen.size;
        for (const key of listed) {
            if (seen.has(key.id) && query.strict)
                throw changed();
            if (seen.has(key.id))
                continue;
            seen.add(key.id);
            if (query.matches?.(key) ?? true)
                keys.push(key);
        }
        if (!hasMore && query.strict && seen.size < total) {
            throw leadsNowhere(`it ended after ${seen.size} of ${total} keys`);
        }
        if (!hasMore || keys.length >= limit) {
            return { keys: keys.slice(0, limit), ids: seen, serverTime };
        }
        if (seen.size >= MAX_KEYS)
            throw leadsNowhere(`there was no end after ${MAX_KEYS} keys`);
        if (seen.size === known)
            throw leadsNowhere('a page brought no new key though more were promised');
        after = listed.at(-1)?.id;
    }
    throw leadsNowhere(`there was no end after ${MAX_PAGES} pages`);
}
/**
 * Every key that matches, from one view of them all: a listing that changed while it was read is
 * read once more, and fails if that changes too.
 *
 * @throws ActionError of the client's, `unreadable`, or `changed`
 */
async function listWhole(client, matches) {
    const query = { order: 'asc', matches, strict: true };
    try {
        return await listKeys(client, query);
    }
    catch (error) {
        if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ) || error.code !== 'changed')
            throw error;
        return listKeys(client, query);
    }
}
/** The key that a page was to start after is gone. */
function isRefusedCursor(error) {
    return error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && ['rejected', 'not-found'].includes(error.code);
}
function changed() {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('changed', 'The listing of keys changed while it was read, twice: somebody makes or deletes keys right now. ' +
        'Run this again later.');
}
function leadsNowhere(what) {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unreadable', `The listing of keys leads nowhere: ${what}. Check that \`base-url\` points to the OpenAI API ` +
        'and that nothing on the way answers in its place.');
}


/***/ }),

/***/ 4402:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  S: () => (/* binding */ bringHome),
  O: () => (/* binding */ refuseOwnValue)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/delivery/prepare.js
var prepare = __webpack_require__(6107);
// EXTERNAL MODULE: ./lib/delivery/transaction.js
var transaction = __webpack_require__(8248);
// EXTERNAL MODULE: ./lib/delivery/undo.js
var undo = __webpack_require__(7900);
// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(370);
// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
;// CONCATENATED MODULE: ./lib/delivery/writes.js





/** GitHub takes about 80 writes a minute; above this many targets their starts are spaced out. */
const UNPACED = 60;
const PACE_MS = 800;
/** The waits before a write is tried again: from a second to half a minute. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/**
 * Writes a value to every target, a few at a time, and notes each step of it before it is taken.
 * One that fails does not keep the others from being tried. A write whose answer was lost is sent
 * again only after a look that does not show it. Never throws.
 */
async function writeAll(ready, writing, store, tools) {
    const { keyId, value, notAfter, retryForMs, offset } = writing;
    const limit = (0,p_limit/* default */.A)(prepare/* CONCURRENCY */.iy);
    const reasons = new Map();
    let progress = (0,transaction/* startProgress */.ot)(ready.length);
    let nextStart = 0;
    function note(index, write) {
        const next = progress.with(index, write);
        tools.writeProgress((0,transaction/* formatProgress */.Vu)(keyId, next));
        progress = next;
    }
    async function pace() {
        if (ready.length <= UNPACED)
            return;
        const wait = Math.max(0, nextStart - tools.monotonic());
        nextStart = tools.monotonic() + wait + PACE_MS;
        await tools.sleep(wait).catch(() => undefined);
    }
    /** One attempt after another, until its fate is known or time is over. */
    async function send(target, index) {
        const end = Math.min(tools.monotonic() + retryForMs, notAfter);
        /** When the first attempt left of which nobody knows what it did. */
        let since;
        for (let tries = 1;; tries++) {
            const left = since;
            const onAttempt = (at) => {
                const now = offset === undefined ? null : at + offset;
                note(index, { state: 'sent', since: left === undefined ? now : left });
            };
            // A refusal says nothing about the attempts before it.
            const onRefused = () => {
                if (left === undefined)
                    settle(index, 'refused');
            };
            const outcome = await store.write(target, value, { notAfter, onAttempt, onRefused });
            if (outcome.state === 'landed')
                return outcome;
            const write = progress[index];
            if (outcome.state === 'sent' && write?.state === 'sent')
                since = write.since;
            if (since === undefined)
                return { ...outcome, state: 'refused' };
            const lost = { ...outcome, state: 'sent' };
            const wait = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
            if (outcome.state === 'refused' ||
                !mayTryAgain(outcome, since, tools.monotonic() + wait, end)) {
                return lost;
            }
            try {
                await tools.sleep(wait);
                const { current } = await store.observe(target.target);
                const before = target.before?.updatedAt ?? null;
                const seen = current?.updatedAt ?? null;
                if ((0,transaction/* isWritten */.QH)({ state: 'sent', since }, before, seen))
                    return { state: 'landed' };
            }
            catch (error) {
                if (error instanceof domain_error/* ActionError */.lZ)
                    return lost;
                throw error;
            }
            if (tools.cancelled.aborted || tools.monotonic() >= notAfter)
                return lost;
        }
    }
    async function write(target, index) {
        await pace();
        const name = (0,domain_target/* describeTarget */.ff)(target.target);
        if (tools.cancelled.aborted) {
            reasons.set(index, `${name} was not written: the job was cancelled.`);
            return;
        }
        if (tools.monotonic() >= notAfter) {
            reasons.set(index, `${name} was not written: the new key is 15 minutes old, and no write is begun after that.`);
            return;
        }
        const outcome = await send(target, index);
        if (outcome.state === 'landed') {
            settle(index, outcome.state);
            const count = progress.filter(({ state }) => state === 'landed').length;
            tools.log.info(`Wrote ${name} (${count} of ${ready.length}).`);
        }
        else {
            if (outcome.state === 'refused')
                settle(index, outcome.state);
            reasons.set(index, outcome.failure.message);
        }
    }
    /** What came of a write is true also where the disk is full. */
    function settle(index, state) {
        try {
            note(index, { state });
        }
        catch {
            progress = progress.with(index, { state });
        }
    }
    await Promise.all(ready.map((target, index) => limit(() => write(target, index))));
    return { progress, reasons };
}
/** Only what may pass is worth another try, and only where a look can tell what became of this one. */
function mayTryAgain(outcome, since, next, end) {
    return outcome.failure.code === 'unavailable' && since !== null && next < end;
}
/**
 * Finds out what became of writes whose answers were lost, with two looks at each such secret: 12
 * and 14 s from now, and so after their last attempts ended.
 *
 * @param before - when each target was last written before, in Unix milliseconds; null: not there
 * @returns the progress with what is known now; what is not certain stays unanswered
 */
async function lookAtUnanswered(progress, targets, before, store, tools) {
    let known = progress;
    const looks = [];
    try {
        for (const wait of transaction/* LOOK_WAITS_MS */.Q9) {
            const unanswered = (0,transaction/* visibleOf */.OE)(known);
            if (unanswered.length === 0)
                break;
            await tools.sleep(wait);
            const look = targets.map(() => undefined);
            looks.push(look);
            for (const index of unanswered) {
                const { current } = await store.observe(targets[index]);
                look[index] = current?.updatedAt ?? null;
            }
            known = (0,transaction/* afterLooks */.Fh)(progress, before, looks);
        }
    }
    catch (error) {
        tools.log.warning(`What became of a write could not be found out. ${(0,domain_error/* messageOf */.bD)(error)}`);
        known = (0,transaction/* afterLooks */.Fh)(progress, before, looks);
    }
    return known;
}

;// CONCATENATED MODULE: ./lib/delivery/deliver.js





/**
 * Writes a new key's value to its targets, of which there is at least one.
 *
 * @returns when at least one target holds it
 * @throws ActionError where none does; the message says what became of the key
 */
async function deliver({ key, value, writeUntil }, ready, how, store, tools) {
    const writing = { ...how, keyId: key.id, value, notAfter: writeUntil };
    const { progress: written, reasons } = await writeAll(ready, writing, store, tools);
    const targets = ready.map(({ target }) => target);
    const before = ready.map((target) => target.before?.updatedAt ?? null);
    const progress = await lookAtUnanswered(written, targets, before, store, tools);
    const decision = (0,transaction/* decide */.LD)(progress);
    const left = progress.flatMap(({ state }, index) => state === 'landed' ? [] : [reasons.get(index) ?? '']);
    switch (decision.kind) {
        case 'keep':
            return { written: landedOf(ready, progress), failure: partial(key.id, left, ready.length) };
        case 'leave':
            throw new domain_error/* ActionError */.lZ('partial', `It is not certain whether a secret holds the new key (\`${key.id}\`), so it is not deleted here; the ` +
                'post step looks again. If it stays, the next rotation of its name finds it delivered or retires ' +
                `it. ${(0,undo/* howToDelete */.nu)(key.id)} Do so only if no secret holds it.\n${(0,prepare/* listUp */.uC)(left)}`);
        case 'delete':
            throw await (0,undo/* undo */.tN)(key.id, `It reached no secret:\n${(0,prepare/* listUp */.uC)(left)}`, tools);
    }
}
function landedOf(ready, progress) {
    return ready.flatMap(({ target, before }, index) => progress[index]?.state === 'landed'
        ? [{ target, action: before === null ? 'created' : 'updated' }]
        : []);
}
function partial(keyId, left, targets) {
    if (left.length === 0)
        return undefined;
    return new domain_error/* ActionError */.lZ('partial', `The new key (\`${keyId}\`) reached ${targets - left.length} of ${targets} secrets and lives on, since ` +
        `those hold it. Run this again to give all of them one new key. Not reached:\n${(0,prepare/* listUp */.uC)(left)}`);
}

;// CONCATENATED MODULE: ./lib/operations/hand-over.js



/**
 * Gives a new key up whose value is that of the key which authenticates this step.
 *
 * @throws ActionError then
 */
async function refuseOwnValue({ key, value }, { adminApiKey }, tools) {
    if (!value.equals(adminApiKey))
        return;
    const why = 'Nothing was written: the server gave it the value of the key in `admin-api-key`.';
    throw await (0,undo/* undo */.tN)(key.id, why, tools);
}
/**
 * Writes a new key's value to its secrets, of which there are some where there is a store, and hands
 * it to the steps that follow, as far as they are to have it.
 *
 * @throws ActionError where nobody got it; the key is deleted then
 */
async function bringHome(request, made, { ready, offset }, tools) {
    // A secret that seems to be written before its key was made would count as not delivered. A job
    // that is cancelled meanwhile is seen below.
    const early = made.writeFrom - tools.monotonic();
    if (early > 0)
        await tools.sleep(early).catch(() => undefined);
    if (tools.cancelled.aborted)
        throw await (0,undo/* undo */.tN)(made.key.id, 'The job was cancelled.', tools);
    const delivered = tools.store === null
        ? { written: [], failure: undefined }
        : await deliver(made, ready, { retryForMs: request.retryForMs, offset }, tools.store, tools);
    try {
        return { ...delivered, handedTo: await handOver(request, made, tools) };
    }
    catch (error) {
        throw (0,domain_error/* alsoFailed */.$o)(delivered.failure, error);
    }
}
/** @throws ActionError where the runner's files cannot be written; a key that nobody holds is deleted */
async function handOver({ outputValue, exportEnv }, { key, value }, tools) {
    const handedTo = [];
    try {
        if (outputValue) {
            tools.setValueOutput(value);
            handedTo.push('step output `value`');
        }
        if (exportEnv !== null) {
            tools.exportValue(exportEnv, value);
            handedTo.push(`environment variable \`${exportEnv}\``);
            tools.log.notice(`\`${exportEnv}\` holds the new admin key: every later step of this job can read it.`);
        }
    }
    catch (error) {
        if (handedTo.length > 0 || tools.store !== null)
            throw error;
        throw await (0,undo/* undo */.tN)(key.id, `The runner could not take its value: ${(0,domain_error/* messageOf */.bD)(error)}.`, tools);
    }
    if (handedTo.length === 0 && tools.store === null) {
        tools.log.warning(`The value of the new key (\`${key.id}\`) is gone: the step names no destination for it. Set ` +
            `\`secret-name\`, \`output-value\` or \`export-env\`. ${(0,undo/* howToDelete */.nu)(key.id)}`);
    }
    return handedTo;
}


/***/ }),

/***/ 5366:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ warnOfOtherWriters),
/* harmony export */   q: () => (/* binding */ notNow)
/* harmony export */ });
/* harmony import */ var _domain_admin_key_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6921);
/* harmony import */ var _domain_delivered_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8304);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_target_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8955);




/*
 * Why no key is made although the newest one is not delivered: another run may be at work, or key
 * after key was made in vain.
 */
/** @returns the error to throw */
async function notNow(plan, evidence, { targets }, store) {
    if (plan.kind === 'busy')
        return othersAtWork(plan);
    const lines = [];
    for (const [index, holding] of (0,_domain_delivered_js__WEBPACK_IMPORTED_MODULE_2__/* .judgeTargets */ .Ui)(evidence).entries()) {
        const target = targets[index];
        if (holding !== 'held') {
            const updatedAt = evidence.updates[index] ?? null;
            lines.push(`- ${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} ${await whyNot(holding, target, updatedAt, store)}`);
        }
    }
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unsettled', 'The last three keys of this name were made within a week, and the newest is still not in place, so ' +
        `no further one was made: ${plan.why}.\n${lines.join('\n')}${lines.length > 0 ? '\n' : ''}Mend that, then run this ` +
        'with `operation: rotate` and `now: true`, which makes a key at once.');
}
/** Says which targets something else has written since the newest key was made, and when. */
function warnOfOtherWriters(evidence, { targets }, log) {
    for (const [index, holding] of (0,_domain_delivered_js__WEBPACK_IMPORTED_MODULE_2__/* .judgeTargets */ .Ui)(evidence).entries()) {
        const target = targets[index];
        if (holding !== 'later')
            continue;
        const since = writtenSince(target, evidence.updates[index] ?? null);
        log.warning(`${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_1__/* .describeTarget */ .ff)(target)} ${since} If that goes on, let only one of the two write it.`);
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
    return (0,_domain_admin_key_js__WEBPACK_IMPORTED_MODULE_3__/* .isoTime */ .Ly)(Math.floor((updatedAt ?? 0) / 1000));
}
async function whyNot(holding, target, updatedAt, store) {
    if (holding === 'later')
        return writtenSince(target, updatedAt);
    if (await store.isArchived(target)) {
        return 'cannot be written: its repository is archived. Unarchive it, or take it out of the targets.';
    }
    const since = holding === 'absent'
        ? 'is not there'
        : `was last written at ${timeOf(updatedAt)}, before that key`;
    return `${since}: it cannot be written, is new among the targets, or the answer to that create was lost.`;
}
function othersAtWork(plan) {
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('busy', 'A key of this name was made by hand less than 20 minutes ago, or another run is at work or broke ' +
        `off, so nothing was touched: ${plan.why}. In each case, run this again after ` +
        `${(0,_domain_admin_key_js__WEBPACK_IMPORTED_MODULE_3__/* .isoTime */ .Ly)(plan.retryAt)}; keep runs apart with \`concurrency:\` on the job.`);
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

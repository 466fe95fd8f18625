export const id = 636;
export const ids = [636];
export const modules = {

/***/ 5195:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WB: () => (/* binding */ findKeys),
/* harmony export */   f4: () => (/* binding */ areAccessible),
/* harmony export */   hx: () => (/* binding */ gatherEvidence)
/* harmony export */ });
/* harmony import */ var _openai_listing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5518);

/**
 * Lists every key of exactly this name.
 *
 * @throws ActionError of the client's, or where the listing does not hold still
 */
async function findKeys(name, { keys: client, now }) {
    const { keys, serverTime: told } = await (0,_openai_listing_js__WEBPACK_IMPORTED_MODULE_0__/* .listWhole */ .cP)(client, (key) => key.name === name);
    const serverTime = told ?? now();
    return {
        keys,
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

/***/ 93:
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
;// CONCATENATED MODULE: ./lib/domain/fate.js

/** `Date` has a resolution of a second, and so has `created_at`. */
const CLOCK_SLACK = 2;
/**
 * Decides which of the newest keys is the one that the attempt made, if any.
 *
 * @param listed - the newest keys of the organization, in any order
 */
function judgeFate(listed, attempt) {
    const ofName = listed.filter((key) => key.name === attempt.name);
    const possible = ofName.filter((key) => couldBeOurs(key, attempt));
    if (possible.length === 0)
        return { kind: 'none' };
    if (attempt.hint !== undefined) {
        const named = possible.find((key) => key.id === attempt.hint);
        return named ? { kind: 'ours', key: named } : { kind: 'unproven', keys: possible };
    }
    const [only] = possible;
    const recent = ofName.filter((key) => key.createdAt >= attempt.from - delivered/* AT_WORK */.yS);
    if (only !== undefined && recent.length === 1 && isUnused(only)) {
        return { kind: 'ours', key: only };
    }
    return { kind: 'unproven', keys: possible };
}
function couldBeOurs(key, attempt) {
    const inTime = key.createdAt >= attempt.from - CLOCK_SLACK && key.createdAt <= attempt.to + CLOCK_SLACK;
    return inTime && hasLifetime(key, attempt.lifetime);
}
/** Whether a key lives as long as was asked, in seconds; null: for ever. */
function hasLifetime(key, lifetime) {
    if (key.expiresAt === null || lifetime === null)
        return key.expiresAt === lifetime;
    return Math.abs(key.expiresAt - key.createdAt - lifetime) <= CLOCK_SLACK;
}
/** A brand-new key may carry the moment of its making as its last use. */
function isUnused(key) {
    return key.lastUsedAt === null || key.lastUsedAt <= key.createdAt + CLOCK_SLACK;
}

// EXTERNAL MODULE: ./lib/openai/admin-keys.js + 4 modules
var admin_keys = __webpack_require__(526);
// EXTERNAL MODULE: ./lib/openai/listing.js
var listing = __webpack_require__(5518);
// EXTERNAL MODULE: ./lib/delivery/transaction.js
var transaction = __webpack_require__(8248);
;// CONCATENATED MODULE: ./lib/delivery/fate.js




/**
 * Waits until a create that was lost can have no effect any more: a server may be at work on it for
 * a while after nobody listens.
 */
function awaitAftermath({ sentAt }, { now, sleep }) {
    // A clock that was set back must not make this wait for hours.
    return sleep(Math.min(transaction/* AFTERMATH_MS */.AT, Math.max(0, sentAt + transaction/* AFTERMATH_MS */.AT - now())));
}
/**
 * Looks once at the newest keys for the one that a create with an unknown fate may have made, and
 * deletes it where it is proven to be that one. Two requests at the most; never throws.
 *
 * @param until - Unix milliseconds on this machine's clock: the latest moment at which the server
 *   can have made the key
 * @param hint - an id that came through in the broken answer
 */
async function settleFate(keys, sent, until, now, hint) {
    const name = `\`${sent.name}\``;
    const unknown = (what) => ({
        settled: false,
        message: `${what} A key named ${name} may have been made at ${new Date(sent.sentAt).toISOString()}, and ` +
            'nobody holds its value: look for it with `operation: list` and delete it by its id.',
    });
    let page;
    try {
        page = await keys.listPage({ order: 'desc', limit: listing/* PAGE_SIZE */.md });
    }
    catch (error) {
        return unknown(`The look at the newest keys failed too: ${(0,domain_error/* messageOf */.bD)(error)}`);
    }
    if (page.serverTime === undefined) {
        return unknown('The server does not tell its time, so its new keys cannot be told from others.');
    }
    const offset = page.serverTime - now();
    const verdict = judgeFate(page.keys, {
        name: sent.name,
        lifetime: sent.lifetime,
        from: Math.floor((sent.sentAt + offset) / 1000),
        to: Math.ceil((until + offset) / 1000),
        hint,
    });
    switch (verdict.kind) {
        case 'none':
            return { settled: true, message: `No key named ${name} was made. Run this again.` };
        case 'unproven': {
            const ids = verdict.keys.map((key) => `\`${key.id}\``).join(', ');
            return {
                settled: true,
                message: `It cannot be proven which of the new keys named ${name} is this step's, so none was ` +
                    `deleted: ${ids}. Find out which of them is in use and delete the other by its id.`,
            };
        }
        case 'ours':
            try {
                await keys.delete(verdict.key.id);
                return {
                    settled: true,
                    message: `The key had been made (\`${verdict.key.id}\`) and was deleted, since its value is lost. Run this again.`,
                };
            }
            catch (error) {
                return {
                    settled: false,
                    message: `The key had been made (\`${verdict.key.id}\`), its value is lost, and deleting it failed: ` +
                        `${(0,domain_error/* messageOf */.bD)(error)} Delete it by its id.`,
                };
            }
    }
}

// EXTERNAL MODULE: ./lib/delivery/undo.js
var undo = __webpack_require__(7900);
;// CONCATENATED MODULE: ./lib/delivery/make.js






/** State reaches the post step as one variable, of 128 KiB on Linux and 32,767 letters on Windows. */
const MAX_JOURNAL_BYTES = process.platform === 'win32' ? 30_000 : 120_000;
/** The order for the key that a request asks for, and the secrets that are ready for it. */
function orderFor(request, purpose, ready) {
    return {
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
 * @param known - keys that were listed before; an answer that names one of them was never about a new one
 * @throws ActionError; where the key may have been made all the same, the message says what was found
 */
async function makeKey(order, tools, known = []) {
    if (tools.cancelled.aborted) {
        throw new domain_error/* ActionError */.lZ('cancelled', 'The job was cancelled before a key was made.');
    }
    const { name, lifetime, ...rest } = order;
    if (Buffer.byteLength(JSON.stringify(rest)) > MAX_JOURNAL_BYTES) {
        throw new domain_error/* ActionError */.lZ('input', '`secret-repositories` and `secret-environment` name more than the runner can hand to the post ' +
            'step, which cleans up if this one fails. No key was made. Spread the targets over several steps.');
    }
    const { baseUrl, timeoutMs, retryForMs } = order;
    const sent = { name, lifetime, sentAt: tools.now() };
    const onAttempt = (at) => {
        sent.sentAt = at;
        tools.writeJournal({ stage: 'creating', baseUrl, timeoutMs, retryForMs, ...sent });
    };
    const { key, value, age } = await create(sent, known, onAttempt, tools);
    const writeUntil = tools.now() - age + delivered/* WRITE_WINDOW */.j7 * 1000;
    try {
        tools.writeJournal({ stage: 'made', keyId: key.id, ...rest });
    }
    catch (error) {
        throw await (0,undo/* undo */.t)(key.id, (0,domain_error/* messageOf */.bD)(error), tools);
    }
    if (!hasLifetime(key, lifetime)) {
        tools.log.warning(`The server gave key \`${key.id}\` another lifetime than was asked for: look at its expiry.`);
    }
    return { key, value, writeUntil };
}
async function create(sent, known, onAttempt, tools) {
    const { name, lifetime } = sent;
    try {
        const created = await tools.keys.create({ name, lifetime }, onAttempt);
        const { id } = created.key;
        if (known.some((key) => key.id === id))
            throw new admin_keys/* UnknownFate */.Z(replayed(id));
        return created;
    }
    catch (error) {
        if (error instanceof admin_keys/* UnknownFate */.Z)
            throw await afterUnknownFate(error, sent, tools);
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
async function afterUnknownFate(error, sent, tools) {
    try {
        await awaitAftermath(sent, tools);
    }
    catch {
        const message = 'The job was cancelled; the post step looks whether a key was made.';
        return new domain_error/* ActionError */.lZ('unknown-fate', `${error.message}\n${message}`, { cause: error });
    }
    const { cleanup, now } = tools;
    const { settled, message } = await settleFate(cleanup, sent, now(), now, error.hint);
    if (settled)
        tools.writeJournal({ stage: 'settled' });
    return new domain_error/* ActionError */.lZ('unknown-fate', `${error.message}\n${message}`, { cause: error });
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
 * Looks at every target, one request each.
 *
 * @throws ActionError that names every target with a problem
 */
async function survey(targets, store, now) {
    let offset;
    const observations = await forEach(targets, async (target) => {
        const observation = await store.observe(target);
        if (observation.serverTime !== undefined)
            offset = observation.serverTime - now();
        return observation;
    });
    return { targets, current: observations.map(({ current }) => current), offset };
}
/**
 * Fetches and checks every public key, and who may read an organization's secret.
 *
 * @throws ActionError that names every target with a problem
 */
function prepare({ targets, current }, store) {
    return forEach(targets, (target, index) => store.prepare(target, current[index] ?? null));
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
async function awaitQuiet({ targets, current, offset }, tools) {
    const last = Math.max(0, ...current.map((secret) => secret?.updatedAt ?? 0));
    const wait = last + QUIET_MS - (tools.now() + (offset ?? 0));
    if (wait <= 0)
        return;
    const target = targets[current.findIndex((secret) => secret?.updatedAt === last)];
    tools.log.info(`${(0,_domain_target_js__WEBPACK_IMPORTED_MODULE_2__/* .describeTarget */ .ff)(target)} was written just now: waiting ${(0,_domain_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(Math.ceil(wait / 1000))}, so ` +
        'that the next write can be told from that one.');
    await tools.sleep(Math.min(wait, QUIET_MS));
}
async function forEach(targets, work) {
    const limit = (0,p_limit__WEBPACK_IMPORTED_MODULE_3__/* ["default"] */ .A)(CONCURRENCY);
    const outcomes = await Promise.allSettled(targets.map((target, index) => limit(() => work(target, index))));
    const failures = [];
    for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled')
            continue;
        if (!(outcome.reason instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ))
            throw outcome.reason;
        failures.push(outcome.reason);
    }
    const [first] = failures;
    if (first === undefined) {
        return outcomes.map((outcome) => outcome.value);
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
/* harmony export */   LD: () => (/* binding */ decide),
/* harmony export */   Vu: () => (/* binding */ formatProgress),
/* harmony export */   np: () => (/* binding */ advance),
/* harmony export */   od: () => (/* binding */ unansweredOf),
/* harmony export */   ot: () => (/* binding */ startProgress)
/* harmony export */ });
/* unused harmony export parseProgress */
/*
 * Between "about to create" and "delivered": what is known of each write, and what follows from it
 * for the key. Pure, so that the main step, the post step and the tests decide alike.
 *
 *   pending ──send──► sent ──answer: yes──► landed
 *                      │  └──answer: no───► refused
 *                      └──no answer: a look at the secret, no sooner than 12 s after the send,
 *                         tells landed from refused
 *
 *   any landed             → the key lives; the others are named
 *   none landed, some sent → look first
 *   none landed, none sent → the key is deleted: nobody holds it
 */
/** A request whose answer was lost can take effect for so long after it was sent. */
const AFTERMATH_MS = 12_000;
/** Before the first write. */
function startProgress(targets) {
    return { lastSentAt: 0, writes: Array.from({ length: targets }, () => 'pending') };
}
/**
 * The progress after an event at one target.
 *
 * @param at - Unix milliseconds, where the event is a send
 */
function advance(progress, target, state, at = progress.lastSentAt) {
    return { lastSentAt: at, writes: progress.writes.with(target, state) };
}
/** What is to become of the key if nothing more is written. */
function decide(progress) {
    if (progress.writes.includes('landed')) {
        return { kind: 'keep', left: indexesOf(progress, (state) => state !== 'landed') };
    }
    const unanswered = unansweredOf(progress);
    if (unanswered.length === 0)
        return { kind: 'delete' };
    return { kind: 'look', at: unanswered, notBefore: progress.lastSentAt + AFTERMATH_MS };
}
/** The targets whose write was sent and not answered. */
function unansweredOf(progress) {
    return indexesOf(progress, (state) => state === 'sent');
}
function indexesOf(progress, holds) {
    return progress.writes.flatMap((state, index) => (holds(state) ? [index] : []));
}
const LETTERS = { pending: 'p', sent: 's', landed: 'l', refused: 'r' };
const STATES = { p: 'pending', s: 'sent', l: 'landed', r: 'refused' };
/** A few bytes for the state file, which is written twice a target: `1795365635123:llsp`. */
function formatProgress({ lastSentAt, writes }) {
    return `${lastSentAt}:${writes.map((state) => LETTERS[state]).join('')}`;
}
/** @returns undefined where the text is no progress of so many targets */
function parseProgress(text, targets) {
    const [, at, letters = ''] = /^(\d{1,16}):([pslr]*)$/.exec(text) ?? [];
    if (at === undefined || letters.length !== targets)
        return undefined;
    const writes = [...letters].map((letter) => STATES[letter]);
    return { lastSentAt: Number(at), writes };
}


/***/ }),

/***/ 7900:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ undo)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/**
 * Deletes a key that nobody holds.
 *
 * @param why - what went wrong, in whole sentences
 * @returns the error to throw
 */
async function undo(keyId, why, tools) {
    try {
        await tools.cleanup.delete(keyId);
    }
    catch (error) {
        return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
            `${(0,_domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}\n${why}`, { cause: error });
    }
    try {
        tools.writeJournal({ stage: 'settled' });
    }
    catch {
        // The post step then looks once more, and finds nothing to do.
    }
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('partial', `The new key (\`${keyId}\`) was deleted again. ${why}`);
}


/***/ }),

/***/ 8304:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Eu: () => (/* binding */ whyUndelivered),
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
function whyUndelivered({ keys, updates, skew }) {
    const newest = (0,_admin_key_js__WEBPACK_IMPORTED_MODULE_0__/* .newestOf */ .su)(keys);
    if (newest === undefined)
        return 'there is none';
    const rival = keys.find((key) => key !== newest && key.createdAt > newest.createdAt - AT_WORK);
    if (rival !== undefined)
        return `key \`${rival.id}\` was made less than 20 minutes before it`;
    const absent = updates.filter((at) => at === null).length;
    if (absent > 0)
        return `${secrets(absent, updates.length, 'is', 'are')} not there`;
    const strange = updates.filter((at) => {
        const seconds = ((at ?? 0) - skew) / 1000 - newest.createdAt;
        return seconds < EARLIEST || seconds > LATEST;
    }).length;
    return strange > 0
        ? `${secrets(strange, updates.length, 'was', 'were')} last written at another time`
        : undefined;
}
function secrets(count, all, one, many) {
    if (all === 1)
        return `the secret ${one}`;
    return `${count} of ${all} secrets ${count === 1 ? one : many}`;
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
        const { keys: listed, hasMore, serverTime, } = await asking.catch((error) => {
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
        if (!hasMore || keys.length >= limit)
            return { keys: keys.slice(0, limit), serverTime };
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
  S: () => (/* binding */ bringHome)
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
/**
 * Writes a value to every target, a few at a time, and notes each step of it before it is taken.
 * One that fails does not keep the others from being tried. Never throws.
 *
 * @param notAfter - Unix milliseconds from which on no write is begun, retries included
 */
async function writeAll(ready, value, notAfter, store, tools) {
    const limit = (0,p_limit/* default */.A)(prepare/* CONCURRENCY */.iy);
    const reasons = new Map();
    let progress = (0,transaction/* startProgress */.ot)(ready.length);
    let nextStart = 0;
    function note(index, state, at) {
        progress = (0,transaction/* advance */.np)(progress, index, state, at);
        tools.writeProgress((0,transaction/* formatProgress */.Vu)(progress));
    }
    async function pace() {
        if (ready.length <= UNPACED)
            return;
        const wait = Math.max(0, nextStart - tools.now());
        nextStart = tools.now() + wait + PACE_MS;
        await tools.sleep(wait).catch(() => undefined);
    }
    async function write(target, index) {
        await pace();
        const name = (0,domain_target/* describeTarget */.ff)(target.target);
        if (tools.cancelled.aborted) {
            reasons.set(index, `${name} was not written: the job was cancelled.`);
            return;
        }
        if (tools.now() >= notAfter) {
            reasons.set(index, `${name} was not written: the new key is 15 minutes old, and no write is begun after that.`);
            return;
        }
        const onAttempt = (at) => note(index, 'sent', at);
        const outcome = await store.write(target, value, { notAfter, onAttempt });
        note(index, outcome.state);
        if (outcome.state === 'landed') {
            const count = progress.writes.filter((state) => state === 'landed').length;
            tools.log.info(`Wrote ${name} (${count} of ${ready.length}).`);
        }
        else {
            reasons.set(index, outcome.failure.message);
        }
    }
    await Promise.all(ready.map((target, index) => limit(() => write(target, index))));
    return { progress, reasons };
}
/**
 * Finds out what became of writes whose answers were lost: no sooner than 12 s after the last of
 * them was sent, each such secret is looked at, and has landed where it was written since.
 *
 * @param before - when each target was last written before, in Unix milliseconds; null: not there
 * @returns the progress with what is known now; what cannot be looked at stays unanswered
 */
async function lookAtUnanswered(progress, targets, before, store, tools) {
    const unanswered = (0,transaction/* unansweredOf */.od)(progress);
    if (unanswered.length === 0)
        return progress;
    let known = progress;
    try {
        const wait = progress.lastSentAt + transaction/* AFTERMATH_MS */.AT - tools.now();
        await tools.sleep(Math.min(transaction/* AFTERMATH_MS */.AT, Math.max(0, wait)));
        for (const index of unanswered) {
            const { current } = await store.observe(targets[index]);
            const changed = current !== null && current.updatedAt !== before[index];
            known = (0,transaction/* advance */.np)(known, index, changed ? 'landed' : 'refused');
        }
    }
    catch (error) {
        tools.log.warning(`What became of a write could not be found out. ${(0,domain_error/* messageOf */.bD)(error)}`);
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
async function deliver({ key, value, writeUntil }, ready, store, tools) {
    const { progress: written, reasons } = await writeAll(ready, value, writeUntil, store, tools);
    const targets = ready.map(({ target }) => target);
    const before = ready.map((target) => target.before?.updatedAt ?? null);
    const progress = await lookAtUnanswered(written, targets, before, store, tools);
    tools.writeProgress((0,transaction/* formatProgress */.Vu)(progress));
    const decision = (0,transaction/* decide */.LD)(progress);
    const left = progress.writes.flatMap((state, index) => state === 'landed' ? [] : [reasons.get(index) ?? '']);
    switch (decision.kind) {
        case 'keep':
            return { written: landedOf(ready, progress), failure: partial(key.id, left, ready.length) };
        case 'look':
            throw new domain_error/* ActionError */.lZ('partial', `It is not known whether a secret holds the new key (\`${key.id}\`), so it is not deleted here; the ` +
                `post step looks again.\n${(0,prepare/* listUp */.uC)(left)}`);
        case 'delete':
            throw await (0,undo/* undo */.t)(key.id, `It reached no secret:\n${(0,prepare/* listUp */.uC)(left)}`, tools);
    }
}
function landedOf(ready, progress) {
    return ready.flatMap(({ target, before }, index) => progress.writes[index] === 'landed'
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
 * Writes a new key's value to its secrets and hands it to the steps that follow, as far as they are
 * to have it.
 *
 * @throws ActionError where nobody got it; the key is deleted then
 */
async function bringHome(request, made, ready, tools) {
    if (tools.cancelled.aborted)
        throw await (0,undo/* undo */.t)(made.key.id, 'The job was cancelled.', tools);
    const delivered = tools.store === null
        ? { written: [], failure: undefined }
        : await deliver(made, ready, tools.store, tools);
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
        throw await (0,undo/* undo */.t)(key.id, `The runner could not take its value: ${(0,domain_error/* messageOf */.bD)(error)}.`, tools);
    }
    if (handedTo.length === 0 && tools.store === null) {
        tools.log.warning(`The value of the new key (\`${key.id}\`) is gone, since the step names no destination for it: set ` +
            '`secret-name`, `output-value` or `export-env`. Nobody can use this key; a step with ' +
            `\`operation: delete\` and \`key-id: ${key.id}\` deletes it.`);
    }
    return handedTo;
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

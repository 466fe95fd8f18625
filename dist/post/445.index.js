export const id = 445;
export const ids = [445,388];
export const modules = {

/***/ 1445:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cleanUp: () => (/* binding */ cleanUp)
});

// EXTERNAL MODULE: ./lib/domain/proxy.js
var proxy = __webpack_require__(3252);
// EXTERNAL MODULE: ./lib/domain/duration.js
var duration = __webpack_require__(738);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/http/client.js + 3 modules
var client = __webpack_require__(7388);
;// CONCATENATED MODULE: ./lib/http/redirect.js


/** RFC 9110: the request was carried out, and the result is at another address. */
const SEE_OTHER = 303;
/**
 * Refuses redirects, since the request carries a credential.
 *
 * @param uncertain - whether an earlier attempt may have taken effect
 * @throws ActionError on a 3xx: `redirected`, or `unavailable` if the request may have taken effect
 */
function refuseRedirect(request, response, uncertain) {
    const { status } = response;
    if (status < 300 || status > 399)
        return;
    const to = addressIn(response.headers.location, request.url);
    const mayBeDone = status === SEE_OTHER && request.method !== 'GET';
    throw new domain_error/* ActionError */.lZ(
    // `redirected` means that the request had no effect.
    uncertain || mayBeDone ? 'unavailable' : 'redirected', `${request.url.host} answered ${request.method} ${request.url.pathname} with a redirect ` +
        `(${status})${to && ` to ${to}`}. Redirects are not followed, ` +
        'since the request carries a credential. Use the final address.', { cause: mayBeDone ? new client.NetworkError('cut', 'it answered 303', { sent: true }) : undefined });
}
/**
 * The target of a redirect; empty if it is not a plain address. White space between the parts of a secret
 * would become `%20`, and redaction would not find the secret.
 */
function addressIn(location, base) {
    if (location === undefined || !/^[!-~]+$/.test(location))
        return '';
    const to = URL.parse(location, base.href);
    return to !== null && /^https?:$/.test(to.protocol) ? `${to.origin}${to.pathname}` : '';
}

// EXTERNAL MODULE: ./lib/http/retry-delay.js
var retry_delay = __webpack_require__(4472);
;// CONCATENATED MODULE: ./lib/http/retry.js


/** How to retry; undefined if the outcome is final. */
function retryAfter(outcome, host, { credential, place }) {
    if (outcome instanceof client.NetworkError) {
        const { kind, sent, final, message } = outcome;
        if (final !== undefined || kind === 'cancelled' || kind === 'too-large')
            return undefined;
        return { reason: `${host} could not be reached (${message})`, isHarmless: !sent };
    }
    const { status } = outcome;
    if ((0,retry_delay/* isRateLimit */.a5)(outcome)) {
        return { reason: `The rate limit of ${host} is exceeded (${status})`, isHarmless: true };
    }
    if (credential?.isRefusal(outcome)) {
        return {
            reason: `${host} refused the token (${status}), perhaps because it was just created`,
            isHarmless: true,
            // https://github.com/octokit/auth-app.js waits 1, 2 and 4 s; a total of 5 s has been too short.
            newness: {
                shared: credential.waits,
                waits: [1_000, 2_000, 4_000, 8_000],
                withinMs: 30_000,
            },
        };
    }
    if (status === 404 && place !== undefined) {
        return {
            reason: `${host} did not find a repository or environment (${status}), perhaps because it was just created`,
            isHarmless: true,
            newness: {
                shared: place,
                waits: [1_000, 2_000, 4_000],
                withinMs: Number.POSITIVE_INFINITY,
            },
        };
    }
    return (0,retry_delay/* isOutage */.uD)(outcome)
        ? { reason: `${host} answered ${status}`, isHarmless: false }
        : undefined;
}

;// CONCATENATED MODULE: ./lib/http/transport.js






/** How long a running attempt may continue after `notAfter`. */
const LATE_MS = 60_000;
/** Waits of this length or longer are logged. */
const LONG_WAIT_MS = 5_000;
function createTransport(context, budget) {
    async function send(request, options) {
        const started = context.monotonic();
        const { notAfter = Number.POSITIVE_INFINITY, mayBeNew = {} } = options;
        const end = Math.min(started + budget.retryForMs, notAfter);
        // A write runs to its end: knowing what it did is worth the second it takes.
        const signal = request.method === 'GET' ? context.cancelled : undefined;
        /** The number of waits for each kind of newness. */
        const waited = new Map();
        /** Whether an earlier attempt may have taken effect, which a read never has. */
        let uncertain = false;
        const label = `${request.method} ${request.url.host}${request.url.pathname}`;
        for (const shared of [mayBeNew.credential?.waits, mayBeNew.place]) {
            if (shared)
                shared.firstAt = Math.min(shared.firstAt, started);
        }
        for (let tries = 1;; tries++) {
            const begunAt = context.monotonic();
            options.onAttempt?.(context.now());
            const timeoutMs = Math.min(budget.timeoutMs, Math.max(1, notAfter + LATE_MS - begunAt));
            const outcome = await context
                .httpClient(request, { timeoutMs, signal })
                .catch((error) => (error instanceof client.NetworkError ? error : Promise.reject(error)));
            const failed = outcome instanceof client.NetworkError;
            context.debug(`${label}: ${failed ? outcome.message : outcome.status} (try ${tries})`);
            if (!failed)
                refuseRedirect(request, outcome, uncertain);
            const retry = retryAfter(outcome, request.url.host, mayBeNew);
            if (retry === undefined || !(options.repeatable || retry.isHarmless)) {
                return finish(outcome, '', uncertain);
            }
            const { newness } = retry;
            const now = context.monotonic();
            const count = (newness && waited.get(newness.shared)) ?? 0;
            if (newness)
                waited.set(newness.shared, count + 1);
            const wait = newness
                ? newness.waits[count]
                : (0,retry_delay/* retryDelay */.a2)(failed ? undefined : outcome, tries, context.random(), context.now());
            const last = newness ? newness.shared.firstAt + newness.withinMs : Number.POSITIVE_INFINITY;
            if (wait === undefined || now + wait > last) {
                return finish(outcome, timesTried(tries, now - started), uncertain);
            }
            if (now + wait > end) {
                return finish(outcome, gaveUp(tries, now - started, wait, budget.retryForMs), uncertain);
            }
            uncertain ||= !retry.isHarmless && request.method !== 'GET';
            if (!uncertain)
                options.onRefused?.();
            const sleep = () => {
                announce(retry, wait);
                return context.sleep(wait, context.cancelled);
            };
            await (newness ? newness.shared.join(begunAt, context.monotonic, sleep) : sleep());
        }
    }
    /** Logs the first wait for something new, and every long wait for another reason. */
    function announce({ reason, newness }, wait) {
        const isQuiet = newness ? newness.shared.isAnnounced : wait < LONG_WAIT_MS;
        const next = `next try in ${(0,duration/* formatDuration */.a3)(wait / 1000)}`;
        if (isQuiet) {
            context.debug(`${reason}; ${next}.`);
        }
        else if (newness) {
            newness.shared.isAnnounced = true;
            const all = newness.waits.reduce((sum, one) => sum + one, 0);
            context.info(`${reason}; trying again for up to ${(0,duration/* formatDuration */.a3)(all / 1000)}.`);
        }
        else {
            const at = new Date(context.now() + wait).toISOString().slice(11, 19);
            context.info(`${reason}; ${next}, at ${at}.`);
        }
    }
    return { send };
}
function finish(outcome, tried, uncertain) {
    if (!(outcome instanceof client.NetworkError))
        return { ...outcome, tried };
    const failure = outcome.after(tried);
    if (failure.final === undefined)
        throw failure;
    // `unreachable` means that the request had no effect.
    const code = uncertain ? 'unavailable' : 'unreachable';
    throw new domain_error/* ActionError */.lZ(code, failure.final, { cause: failure });
}
function timesTried(tries, spentMs) {
    if (tries === 1)
        return 'Tried once';
    const span = spentMs < 1000 ? 'within a second' : `in ${(0,duration/* formatDuration */.a3)(spentMs / 1000)}`;
    return `Tried ${tries} times ${span}`;
}
function gaveUp(tries, spentMs, waitMs, retryForMs) {
    return (`${timesTried(tries, spentMs)}; another wait of ${(0,duration/* formatDuration */.a3)(Math.ceil(waitMs / 1000))} would ` +
        `exceed \`retry-for\` (${(0,duration/* formatDuration */.a3)(retryForMs / 1000)})`);
}

// EXTERNAL MODULE: ./lib/domain/key.js
var domain_key = __webpack_require__(7271);
// EXTERNAL MODULE: ./lib/openai/client.js
var openai_client = __webpack_require__(1699);
// EXTERNAL MODULE: ./lib/openai/create-key.js + 1 modules
var create_key = __webpack_require__(9061);
// EXTERNAL MODULE: ./lib/openai/listing.js
var listing = __webpack_require__(5518);
;// CONCATENATED MODULE: ./lib/openai/admin-keys.js




const PATH = '/organization/admin_api_keys';
/**
 * The organization's admin keys.
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 */
function createAdminKeys(api) {
    const { readKeys, ...byId } = (0,openai_client/* keysById */.nX)(api);
    const listPage = ({ order, limit, after, notAfter }) => {
        const query = new URLSearchParams({ limit: String(limit), order });
        if (after !== undefined)
            query.set('after', after);
        return readKeys({ what: 'listing the keys', path: `${PATH}?${query}`, how: { notAfter } });
    };
    const listNewest = (notAfter) => listPage({ order: 'desc', limit: listing/* PAGE_SIZE */.md, notAfter });
    return {
        ...byId,
        isOrdered: true,
        listPage,
        listNewest,
        create: (spec, onAttempt) => (0,create_key/* sendCreate */.v)(api, PATH, spec, onAttempt),
        whyForeign: (key) => (0,domain_key/* isAdminKey */.$o)(key)
            ? undefined
            : 'The API lists it as a key of another kind than an admin key (its redacted value does not begin ' +
                'with `sk-admin`), so no later run would know it. Check what `base-url` points to.',
        /** A listing with the new key shows that it works, and which keys there are. */
        async check({ key, value }, { purpose, until, retry }) {
            if (purpose !== 'rotation') {
                return { listed: undefined, keys: [], serverTime: undefined, warnings: [] };
            }
            const byNewKey = createAdminKeys(api.as(value, 'the new key'));
            const { keys, serverTime } = await retry(() => byNewKey.listNewest(until));
            const listed = keys.find(({ id }) => id === key.id);
            return { listed, keys, serverTime, warnings: [] };
        },
    };
}

// EXTERNAL MODULE: ./lib/openai/api.js
var openai_api = __webpack_require__(6298);
;// CONCATENATED MODULE: ./lib/clients.js




/**
 * Clients of both APIs over one transport. Nothing is sent yet.
 *
 * @throws ActionError `environment` where a proxy variable cannot be used
 */
async function createClients(runtime, masker, logger, options) {
    (0,proxy/* refuseUnusableProxy */.OH)(runtime.env, process.versions.node);
    const httpClient = await runtime.openHttpClient();
    const isRerun = Number(runtime.env.GITHUB_RUN_ATTEMPT) > 1;
    const transportFor = (cancelled) => createTransport({ ...runtime, ...logger, httpClient, cancelled }, options);
    const apiOver = (cancelled) => (0,openai_api/* createApi */.x)(transportFor(cancelled), {
        ...options,
        ...masker,
        isRerun,
        monotonic: runtime.monotonic,
        sleep: (ms) => runtime.sleep(ms, cancelled),
    });
    const api = apiOver(runtime.cancelled);
    const uncancellableApi = apiOver(new AbortController().signal);
    const forAccount = async (account) => {
        const clientOver = await clientsFor(account);
        const uncancellable = clientOver(uncancellableApi);
        return {
            client: clientOver(api),
            uncancellable: {
                ...uncancellable,
                async delete(keyId) {
                    const outcome = await uncancellable.delete(keyId);
                    if (outcome === 'deleted')
                        options.onDeleted?.(keyId);
                    return outcome;
                },
            },
            clientFor: (value, keyLabel) => clientOver(api.as(value, keyLabel)),
        };
    };
    return {
        ...(await forAccount(options.account)),
        forAccount,
        clientOf: async (project) => (await projectKeys()).createProjectKeys(api, project),
        listProjects: async () => (await __webpack_require__.e(/* import() */ 640).then(__webpack_require__.bind(__webpack_require__, 5640))).listProjects(api),
        tryValue: async (value, keyLabel) => (await projectKeys()).tryValue(api, value, undefined, keyLabel),
        store: await openStore(transportFor(runtime.cancelled), runtime, masker, options),
        isRerun,
    };
}
/** By `import()`: most steps are about admin keys. */
const projectKeys = () => __webpack_require__.e(/* import() */ 444).then(__webpack_require__.bind(__webpack_require__, 5444));
/** @returns what makes a client of the keys that a request is about */
async function clientsFor(account) {
    if (account === null)
        return createAdminKeys;
    const { createProjectKeys } = await projectKeys();
    return (api) => createProjectKeys(api, { id: account.projectId, name: null }, account);
}
/** By `import()`: Octokit is large, and only those pay for it who have targets. */
async function openStore(transport, { env }, { redact }, { github, readOnly }) {
    // Without targets, none of its methods is called.
    if (github === null)
        return {};
    // `@actions/github` reads the event at its import, prints what is wrong with it, and has no use for it here.
    delete env.GITHUB_EVENT_PATH;
    const { createSecretStore } = await Promise.all(/* import() */[__webpack_require__.e(413), __webpack_require__.e(788)]).then(__webpack_require__.bind(__webpack_require__, 788));
    return createSecretStore(transport, { ...github, readOnly, redact });
}

// EXTERNAL MODULE: ./lib/domain/secret-target.js
var secret_target = __webpack_require__(4706);
// EXTERNAL MODULE: ./lib/domain/lost-create.js
var lost_create = __webpack_require__(8229);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
;// CONCATENATED MODULE: ./lib/delivery/revoke.js



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
        if (key.createdAt < toldCreatedAt - lost_create/* MAX_EARLY_SECONDS */.fe) {
            return 'It was made before this step made one.';
        }
        return uncancellable.whyForeign(key);
    }
    catch (error) {
        if ((0,openai_client/* isNotFound */.c4)(error))
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
    revoke_saveDone(context);
    return new ActionError('foreign', `${why}\nKey \`${id}\` may be somebody else's, so it was not deleted. ${howToDelete(id)} Do so only ` +
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
            return new ActionError('partial', `${why.message}\nThe new key had to be deleted again, but ${maybeThere(keyId)} This job tries once more.`, { cause: why });
        }
    }
    catch (error) {
        return new ActionError('partial', `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
            `${messageOf(error)}\n${why.message}`, { cause: error });
    }
    revoke_saveDone(context);
    const message = `The new key (\`${keyId}\`) was deleted again. ${why.message}`;
    return new ActionError('partial', message, { cause: why });
}
/**
 * Tells the post step that nothing is left to do.
 *
 * @returns why that failed; undefined where it did not. Where no key is left, or a secret holds it, a
 *   failure does no harm: the post step looks once more, and finds nothing to do
 */
function revoke_saveDone({ saveEntry }) {
    try {
        saveEntry({ stage: 'done' });
        return undefined;
    }
    catch (error) {
        // What is reported is what happened to the key.
        return error;
    }
}

;// CONCATENATED MODULE: ./lib/delivery/write-state.js
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
const write_state_IN_FLIGHT_MS = 12_000;
/** The waits before the two reads of a secret whose write may have been lost. */
const READ_DELAYS_MS = [write_state_IN_FLIGHT_MS, 2_000];
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
function write_state_isWritten(write, before, seen) {
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
        if (seen.some((one) => one !== undefined && write_state_isWritten(write, was, one))) {
            return { state: 'written' };
        }
        const isAsBefore = seen.length === READ_DELAYS_MS.length && seen.every((one) => one === was);
        return isAsBefore ? { state: 'refused' } : write;
    });
}
const STATES = { p: 'pending', w: 'written', r: 'refused' };
/** A few bytes for the saved state, which is saved twice for each target: `key_abc w s1795365635123 p`. */
function write_state_formatProgress(keyId, progress) {
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

;// CONCATENATED MODULE: ./lib/delivery/recover-create.js






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
    const failure = (message) => new ActionError('unknown-outcome', `${error.message}\n${message}`, { cause: error });
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
        await context.sleep(IN_FLIGHT_MS);
    }
    catch {
        return failure('The job was cancelled; the post step checks whether a key was made.');
    }
    const { done, message } = await findCreated(pending, { knownIds, value }, context);
    if (!done)
        return failure(`${message} This job checks once more.`);
    saveDone(context);
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
    const page = await uncancellable.listNewest().catch(domain_error/* messageOf */.bD);
    if (typeof page === 'string') {
        return notFound(`The newest keys could not be listed either: ${page}`, pending);
    }
    const measured = page.serverTime === undefined ? null : page.serverTime - now();
    const offset = pending.offset ?? measured;
    if (offset === null) {
        const why = 'The server does not tell its time, so its new keys cannot be told from others.';
        return notFound(why, pending);
    }
    const since = Math.floor((pending.sentAt + offset) / 1000) - lost_create/* MAX_EARLY_SECONDS */.fe;
    const isCandidate = (key) => uncancellable.whyForeign(key) === undefined;
    const outcome = (0,lost_create/* findLostKey */.lh)(page.keys, { ...pending, ...known, since, isCandidate });
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
        if ((await deleteNewKey(keyId, context)) === 'deleted') {
            const message = `The key that it had made (\`${keyId}\`) was deleted. Run this again.`;
            return { done: true, message };
        }
        return { done: false, message: `The create had made a key, and ${maybeThere(keyId)}` };
    }
    catch (error) {
        return {
            done: false,
            message: `The key had been made (\`${keyId}\`), nobody holds its value, and deleting it failed: ` +
                `${(0,domain_error/* messageOf */.bD)(error)} Delete it by its id.`,
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
    const shown = (0,domain_text/* firstOf */.Ku)(listed, listing/* PAGE_SIZE */.md).join(isLong ? ',\n' : ', ');
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

;// CONCATENATED MODULE: ./lib/delivery/inspect-secrets.js





/** GitHub punishes more than a handful of requests at once. */
const inspect_secrets_CONCURRENCY = 4;
/** `updated_at` has a resolution of a second; this long apart, two writes have distinct timestamps. */
const MIN_WRITE_DISTANCE_MS = 10_000;
/**
 * What concerns one target alone: it is missing, archived, renamed, or this token may not write it.
 * Anything else (a dead token, a rate limit, an outage) concerns all of them.
 */
const OF_ONE_TARGET = (/* unused pure expression or super */ null && (['not-found', 'forbidden', 'redirected', 'rejected']));
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
    const names = secrets.flatMap(({ target, before }) => before?.updatedAt === last ? [describeTarget(target)] : []);
    context.log.info(`${names[0]} was written just now: waiting ${formatDuration(Math.ceil(wait / 1000))}, so ` +
        'that the next write has another timestamp.');
    await context.sleep(wait);
}
/** Does something for each target, a few at a time, and throws where it fails for one that counts. */
async function forEach(targets, maySkip, work) {
    const limit = pLimit(inspect_secrets_CONCURRENCY);
    const outcomes = await Promise.allSettled(targets.map((target) => limit(() => work(target))));
    const good = [];
    const failures = [];
    for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled')
            good.push(outcome.value);
        else if (outcome.reason instanceof ActionError)
            failures.push(outcome.reason);
        else
            throw outcome.reason;
    }
    const [first] = failures;
    const areTheirOwn = failures.every(({ code }) => OF_ONE_TARGET.includes(code));
    if (first === undefined || (maySkip && good.length > 0 && areTheirOwn)) {
        return { good, failures };
    }
    throw failures.length === 1 ? first : inspect_secrets_combineFailures(failures);
}
/** Several failures as one that names each, of the worst kind; undefined where there are none. */
function inspect_secrets_combineFailures(failures) {
    const areCommon = failures.filter(({ code }) => !OF_ONE_TARGET.includes(code));
    const worst = areCommon.find(failsEveryRequest) ?? failures[0];
    const text = bulletList(failures.map(({ message }) => message));
    return worst && new ActionError(worst.code, text, { cause: worst });
}

;// CONCATENATED MODULE: ./lib/delivery/write-secrets.js






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
    const left = combineFailures(failures.flatMap((failure, index) => (failure && !isWrittenAt(index) ? [failure] : [])));
    if (written.length === 0) {
        const message = `No secret is known to hold it:\n${left?.message}`;
        throw new ActionError('partial', message, { cause: left });
    }
    return {
        written: written.map(({ target, before: was }) => ({
            target,
            action: was === null ? 'created' : 'updated',
        })),
        failure: left === undefined
            ? undefined
            : new ActionError('partial', `The new key (\`${key.id}\`) reached ${written.length} of ${ready.length} secrets and lives on, since ` +
                `those hold it. Run this again to give all of them one new key. Not reached:\n${left.message}`, { cause: left }),
    };
}
/** @returns why each target was not written; undefined for one that was */
async function writeAll(newKey, ready, { retryForMs, offset }, context) {
    const { value, writeUntil: notAfter } = newKey;
    const { store } = context;
    const limit = pLimit(CONCURRENCY);
    let nextStart = 0;
    function save(index, write) {
        const next = newKey.progress.with(index, write);
        context.saveProgress(formatProgress(newKey.key.id, next));
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
                if (isWritten({ state: 'sent', since }, before, seen))
                    return { state: 'written' };
            }
            catch (error) {
                if (error instanceof ActionError)
                    return lost;
                throw error;
            }
            if (context.cancelled.aborted || context.monotonic() >= notAfter)
                return lost;
        }
    }
    async function write(secret, index) {
        await pace();
        const name = describeTarget(secret.target);
        if (context.cancelled.aborted) {
            return new ActionError('cancelled', `${name} was not written: the job was cancelled.`);
        }
        if (context.monotonic() >= notAfter) {
            const age = `${WRITE_WINDOW / 60} minutes`;
            const why = `the new key is ${age} old, and no write begins after that`;
            return new ActionError('partial', `${name} was not written: ${why}.`);
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
        for (const wait of READ_DELAYS_MS) {
            const unanswered = unansweredOf(resolveProgress(progress, before, reads));
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
        log.warning(`What happened to a write could not be found out. ${(0,domain_error/* messageOf */.bD)(error)}`);
    }
    return resolveProgress(progress, before, reads);
}

;// CONCATENATED MODULE: ./lib/delivery/finish.js






/**
 * Finishes what a rotation or a create left behind, as its saved state says: keeps a key that a secret
 * holds or may hold, and deletes one that nobody holds. Never throws; what stays open is named.
 *
 * @param canReadSecrets - whether the store may be asked
 */
async function finish_finish({ entry, progress }, canReadSecrets, context) {
    if (entry.stage === 'done')
        return;
    const { log } = context;
    try {
        if (entry.stage === 'created') {
            await finishKey(entry, progress, canReadSecrets, context);
            return;
        }
        // Counted from here: the machine's clock may have been corrected since the request left.
        await context.sleep(write_state_IN_FLIGHT_MS);
        const known = { knownIds: new Set() };
        const { message } = await findCreated(entry, known, context);
        log.warning(`The creation of a key was left unfinished. ${message}`);
    }
    catch (error) {
        log.warning(`${(0,domain_error/* messageOf */.bD)(error)}\n${describeLeftover(entry)}`);
    }
}
/** What may be left, and what to do about it. */
function describeLeftover(entry) {
    if (entry.stage === 'created') {
        return `Key \`${entry.keyId}\` is still there. If no secret holds it: ${howToDelete(entry.keyId)}`;
    }
    return describeLost(entry);
}
async function finishKey(entry, text, canReadSecrets, context) {
    const { targets, before, keyId } = entry;
    const { log } = context;
    let progress = parseProgress(text, keyId, targets.length) ?? unknownProgress(targets.length);
    if (canReadSecrets)
        progress = await readUnanswered(progress, targets, before, context);
    switch (decide(progress, false)) {
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
    const foreign = entry.isCompared ? undefined : await whyForeign(entry, context);
    if (foreign !== undefined) {
        log.warning(`Key \`${keyId}\` may be somebody else's, so it was not deleted. ${foreign}`);
        return;
    }
    const isNew = now() < createdAt + NEW_KEY_MS;
    const outcome = isNew ? await deleteNewKey(keyId, context) : await uncancellable.delete(keyId);
    if (outcome === 'hidden') {
        log.warning(`The key that the step made had to be deleted, but ${maybeThere(keyId)}`);
        return;
    }
    const why = purpose === 'job' ? 'it was made for this job only' : 'its value had reached nobody';
    const what = outcome === 'gone' ? 'is gone already' : 'was deleted';
    log.info(`Key \`${keyId}\` ${what}: ${why}.`);
}

// EXTERNAL MODULE: ./lib/domain/credential.js
var credential = __webpack_require__(5931);
// EXTERNAL MODULE: ./lib/inputs/credentials.js
var credentials = __webpack_require__(8863);
// EXTERNAL MODULE: ./lib/inputs/definitions.js
var definitions = __webpack_require__(3683);
;// CONCATENATED MODULE: ./lib/report/safe-text.js

/*
 * Escapes text from outside (names, messages, ids) for each place where it is shown. It is already
 * redacted.
 */
/** Longer names and messages are cut. */
const MAX_LENGTH = 2_000;
function shown(text) {
    const line = (0,domain_text/* oneLine */.TN)(text);
    return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).toWellFormed()}…` : line;
}
/**
 * A line of the log that cannot contain a workflow command: the runner reads `::name::` at the start of
 * a line, after white space, and `##[name]` anywhere.
 */
function plainLine(text) {
    return shown(text)
        .replace(/^(\s*):(?=:)/, '$1:\u200b')
        .replaceAll('##[', '##\u200b[');
}
/** Several lines of the log that may contain text from outside. */
function plainLines(text) {
    return text.split('\n').map(plainLine).join('\n');
}
// Characters that can have a meaning in GitHub's Markdown. An underscore within a word has none, nor has
// a dot, except after `www`.
const SPECIAL = /(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\.|[^A-Za-z0-9 ,;.?!%"'(){}/+=_\u00a1-\u{10ffff}-]/giu;
/**
 * Escapes text for GitHub's Markdown: no HTML, links, mentions or ends of table cells. Special characters
 * become entities. An `@` also gets break opportunities around it, since GitHub would still read the entity
 * as part of a mention or an email address. All other characters stay, so that the runner can mask the text.
 */
function markdownProse(text) {
    return shown(text).replace(SPECIAL, (character) => character === '@' ? '<wbr>&#64;<wbr>' : `&#${character.codePointAt(0)};`);
}
/**
 * Escapes a name or an id as code, in which no character is special, so that the runner can mask it whole.
 * Only a bar would end a table cell even in code.
 */
function markdownText(text) {
    const line = shown(text);
    if (line === '')
        return '';
    if (line.includes('|'))
        return `<code>${markdownProse(line)}</code>`;
    const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    // Markdown removes one space on each side; without them, a backtick would lengthen the fence.
    const room = /^[ `]|[ `]$/.test(line) && /[^ ]/.test(line) ? ' ' : '';
    return `${fence}${room}${line}${room}${fence}`;
}

;// CONCATENATED MODULE: ./lib/report/logger.js

function createLogger(toolkit, masker) {
    const safe = (text) => plainLines(masker.redact(text));
    return {
        info: (line) => toolkit.info(safe(line)),
        // Without debug logging the runner discards these lines, and a long listing has a hundred.
        debug: (line) => {
            if (toolkit.isDebug())
                toolkit.debug(safe(line));
        },
        notice: (message) => toolkit.notice(safe(message)),
        warning: (message) => toolkit.warning(safe(message)),
        error: (message) => toolkit.error(safe(message)),
    };
}

;// CONCATENATED MODULE: ./lib/domain/short-secret.js

/**
 * A shorter secret is hidden only as a whole word. A password `key` is part of every id that a server sends;
 * with `***` in each id, keys could not be told apart.
 */
const WORD = 8;
/**
 * Finds a short secret in a text, also with invisible characters in between.
 *
 * @param secret - without white space and invisible characters
 */
function wordsIn(text, secret) {
    const spans = [];
    const isWord = secret.length < WORD;
    const first = secret.charAt(0);
    let start = text.indexOf(first);
    while (start >= 0) {
        const end = endOfMatch(text, start, secret);
        const isFound = end >= 0 && !(isWord && (goesOn(text, start, -1) || goesOn(text, end - 1, 1)));
        if (isFound)
            spans.push({ start, end });
        start = text.indexOf(first, isFound ? end : start + 1);
    }
    return spans;
}
/** The end of the secret that starts at a place; negative if none starts there. */
function endOfMatch(text, start, secret) {
    let at = start;
    for (let index = 0; index < secret.length; index++) {
        if (index > 0)
            at += 1;
        while (at < text.length && (0,domain_text/* kindOf */.I)(text.charCodeAt(at)) !== domain_text/* UNIT */.p5.seen)
            at += 1;
        if (text.charCodeAt(at) !== secret.charCodeAt(index))
            return -1;
    }
    return at + 1;
}
/** Whether a word continues beyond a place. Dots and stars are part of words, as in `sk-admin...xyz`. */
function goesOn(text, edge, step) {
    if (!isLetter(text.charAt(edge)))
        return false;
    let at = edge + step;
    while ('.*…'.includes(text[at] ?? ' '))
        at += step;
    return isLetter(text.charAt(at));
}
function isLetter(character) {
    if (character === ' ' || character === '"')
        return false;
    return /[\p{L}\p{N}_-]/u.test(character);
}

;// CONCATENATED MODULE: ./lib/domain/known-secrets.js


/** This many characters of a secret in a row are hidden; a shorter secret as a whole. */
const RUN = 12;
/** Encoded forms of a secret that are shorter are not searched for. */
const MIN_FORM = 8;
/** The number of characters in a block of the search. */
const BLOCK = 3;
const PLACEHOLDER = /^sk-(?:(?:admin|proj|svcacct)-?|[A-Za-z0-9_-]{0,17}[.*…]+[A-Za-z0-9_-]{0,20})$/;
/** Stands for a UTF-16 unit that is skipped, as is the real U+0001. */
const SKIPPED = 1;
const folded = new Uint16Array(65_536);
/** A UTF-16 unit, with ASCII in lower case, or `SKIPPED`. */
function fold(unit) {
    return folded[unit] || foldFirst(unit);
}
function foldFirst(unit) {
    const isUpper = unit >= 0x41 && unit <= 0x5a;
    const result = (0,domain_text/* kindOf */.I)(unit) === domain_text/* UNIT */.p5.seen ? unit + (isUpper ? 32 : 0) : SKIPPED;
    folded[unit] = result;
    return result;
}
/** A hash of three letters, in 16 bits. */
function hashOf(first, second, third) {
    return (first * 7_919 + second * 101 + third) & 0xffff;
}
/**
 * The secrets of one step, and a search for them: for any 12 characters in a row, in upper or lower case, and
 * for shorter secrets as a whole. White space and invisible characters in between are skipped.
 */
class KnownSecrets {
    #texts = new Set();
    #short = new Set();
    #index = new RunIndex();
    /** The plaintexts. */
    get texts() {
        return this.#texts;
    }
    /**
     * Ignores single characters, which are in every text, and placeholders such as `sk-admin...xyz` or their
     * start, which the API shows for every key.
     */
    add(text) {
        if (this.#texts.has(text) || (0,domain_text/* compact */.oE)(text).length < 2 || PLACEHOLDER.test(text))
            return;
        this.#texts.add(text);
        for (const form of formsOf(text)) {
            const letters = (0,domain_text/* compact */.oE)(form);
            if (letters.length < RUN)
                this.#short.add(letters);
            else
                this.#index.add(letters.replace(/[A-Z]+/g, (upper) => upper.toLowerCase()));
        }
    }
    /** Finds secrets, or runs of their characters, in linear time. */
    find(text) {
        return {
            runs: this.#index.find(text),
            short: [...this.#short].flatMap((secret) => wordsIn(text, secret)),
        };
    }
}
/**
 * Finds runs with the Wu-Manber algorithm: each block tells how many of the next characters cannot end a run,
 * so most of a text is skipped. Skipped characters only make a run longer, so this holds with them, too.
 */
class RunIndex {
    /** All that was added, a NUL after each. */
    #letters = '';
    /** By the hash of its last block: where each run ends in `#letters`. */
    #ends = new Map();
    /** By the hash of a block: how many characters after it cannot be the last of a run. */
    #skips = new Uint8Array(65_536).fill(RUN - BLOCK + 1);
    add(letters) {
        const offset = this.#letters.length;
        this.#letters += `${letters}\0`;
        const skips = this.#skips;
        for (let at = BLOCK - 1; at < letters.length; at++) {
            const [first, second] = [letters.charCodeAt(at - 2), letters.charCodeAt(at - 1)];
            const hash = hashOf(first, second, letters.charCodeAt(at));
            skips[hash] = Math.min(skips[hash] ?? 0, Math.max(0, RUN - 1 - at));
            if (at < RUN - 1)
                continue;
            const ends = this.#ends.get(hash);
            if (ends === undefined)
                this.#ends.set(hash, [offset + at]);
            else if (!ends.some((end) => this.#runTo(end) === this.#runTo(offset + at))) {
                ends.push(offset + at);
            }
        }
    }
    /** The run that ends at a place in `#letters`. */
    #runTo(end) {
        return this.#letters.slice(end - RUN + 1, end + 1);
    }
    find(text) {
        const spans = [];
        let at = this.#letters === '' ? text.length : RUN - 1;
        while (at < text.length) {
            at = nextPlace(text, at, this.#skips);
            if (at < text.length)
                at = this.#lookAt(text, at, spans);
        }
        return spans;
    }
    /** Adds the run that ends at a place, if one does, and returns where to continue. */
    #lookAt(text, at, spans) {
        const middle = before(text, at);
        const [first, second] = [letterAt(text, before(text, middle)), letterAt(text, middle)];
        const hash = hashOf(first, second, letterAt(text, at));
        const span = this.#runAt(text, at, this.#ends.get(hash) ?? []);
        if (span === undefined)
            return at + 1;
        const last = spans.at(-1);
        if (last !== undefined && span.start < last.end)
            last.end = span.end;
        else
            spans.push(span);
        return span.end;
    }
    /** The longest run whose first `RUN` characters end at a place. */
    #runAt(text, place, ends) {
        for (const end of ends) {
            const start = this.#startOf(text, place, end);
            if (start < 0)
                continue;
            let last = place;
            for (let at = place + 1, next = end + 1; at < text.length; at++) {
                const letter = fold(text.charCodeAt(at));
                if (letter === SKIPPED)
                    continue;
                if (letter !== this.#letters.charCodeAt(next))
                    break;
                last = at;
                next += 1;
            }
            return { start, end: last + 1 };
        }
        return undefined;
    }
    /** The start of a run that ends at a place; negative if none ends there. */
    #startOf(text, place, end) {
        let at = place;
        for (let left = 0; left < RUN; left++) {
            if (letterAt(text, at) !== this.#letters.charCodeAt(end - left))
                return -1;
            if (left < RUN - 1)
                at = before(text, at);
        }
        return at;
    }
}
/** The forms in which the action or Node writes a secret: as it is, in JSON, URLs, Base64. */
function formsOf(text) {
    const forms = [JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())];
    // Base64 differs at each of three offsets; characters that depend on the neighbours are cut.
    for (const offset of [0, 1, 2]) {
        const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
        const base64 = bytes.toString('base64');
        const end = base64.endsWith('=') ? base64.indexOf('=') - 1 : base64.length;
        const form = base64.slice(offset === 0 ? 0 : offset + 1, end);
        forms.push(form, form.replaceAll('+', '-').replaceAll('/', '_'));
    }
    return new Set([text, ...forms.filter((form) => form.length >= MIN_FORM)]);
}
/**
 * The first place from `from` on where a run may end, or else the length of the text. One loop without
 * calls, since it reads listings of 10,000 keys.
 */
function nextPlace(text, from, skips) {
    let at = from;
    while (at < text.length) {
        const third = folded[text.charCodeAt(at)];
        if (third === SKIPPED) {
            at += 1;
            continue;
        }
        let middle = at - 1;
        let second = folded[text.charCodeAt(middle)];
        while (second === SKIPPED)
            second = folded[text.charCodeAt(--middle)];
        let outer = middle - 1;
        let first = folded[text.charCodeAt(outer)];
        while (first === SKIPPED)
            first = folded[text.charCodeAt(--outer)];
        if (third === 0 || second === 0 || first === 0)
            foldAll(text, outer, at);
        else {
            const skip = skips[(first * 7_919 + second * 101 + third) & 0xffff];
            if (skip === 0)
                return at;
            at += skip;
        }
    }
    return text.length;
}
/** Fills `folded` for the characters of a text from one place to another. */
function foldAll(text, from, to) {
    for (let at = Math.max(0, from); at <= to; at++)
        fold(text.charCodeAt(at));
}
/** The place of the last character before a place that is not skipped; negative if there is none. */
function before(text, place) {
    let at = place - 1;
    while (at >= 0 && fold(text.charCodeAt(at)) === SKIPPED)
        at -= 1;
    return at;
}
function letterAt(text, place) {
    return place < 0 ? SKIPPED : fold(text.charCodeAt(place));
}

;// CONCATENATED MODULE: ./lib/domain/credential-shape.js

// The start of a credential, up to its minimum length. The pattern is bounded, so it is fast on any text.
// The look-behind excludes names such as `task-admin-for-the-nightly-builds` and `laughs_at_everything`.
const START = /(?<![A-Za-z0-9])(?:sk-(?:(?:admin|proj|svcacct)-[A-Za-z0-9_-]{20}|[A-Za-z0-9_]{40})|gh[opsur]_[\w.-]{8})|github_pat_\w{8}|\bBearer(?=\s)/g;
/** In the middle of every OpenAI key. */
const MARK = 'T3BlbkFJ';
const KEY_LETTER = /[A-Za-z0-9_-]/;
const TOKEN_LETTER = /[\w.-]/;
const BEARER_LETTER = /[^\s"']/;
const SPACE = /\s/;
/** Finds credentials in a text, also with invisible characters in between, in linear time. */
function credentialsIn(text) {
    const found = plainCredentialsIn(text);
    // Most texts are ASCII, and this check takes a fifth of the time.
    if (!/[^\n\r -~]/.test(text))
        return found;
    const { visible, places } = visiblePart(text);
    if (visible.length === text.length)
        return found;
    const more = plainCredentialsIn(visible);
    const inText = ({ start, end }) => {
        return { start: places[start] ?? 0, end: (places[end - 1] ?? 0) + 1 };
    };
    return {
        shapes: [...found.shapes, ...more.shapes.map(inText)],
        marked: [...found.marked, ...more.marked.map(inText)],
    };
}
/** Whether a text holds something that has the shape of a credential. */
function looksLikeCredential(text) {
    const { shapes, marked } = credentialsIn(text);
    return shapes.length + marked.length > 0;
}
function plainCredentialsIn(text) {
    const shapes = [];
    const pattern = new RegExp(START);
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
        const { index, 0: begin } = found;
        const isBearer = begin === 'Bearer';
        const from = isBearer ? endOfRun(text, pattern.lastIndex, SPACE) : pattern.lastIndex;
        const letter = isBearer ? BEARER_LETTER : begin.startsWith('sk') ? KEY_LETTER : TOKEN_LETTER;
        const end = endOfRun(text, from, letter);
        pattern.lastIndex = end;
        if (!isBearer || end > from)
            shapes.push({ start: index, end });
    }
    const marked = [];
    let done = 0;
    for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, done)) {
        let start = at;
        while (start > done && KEY_LETTER.test(text.charAt(start - 1)))
            start -= 1;
        done = endOfRun(text, at + MARK.length, KEY_LETTER);
        marked.push({ start, end: done });
    }
    return { shapes, marked };
}
/** The end of a run of letters. A pattern would run out of stack after some millions. */
function endOfRun(text, start, letter) {
    let end = start;
    while (end < text.length && letter.test(text.charAt(end)))
        end += 1;
    return end;
}
/** A text without invisible characters, and the place where each of its UTF-16 units was. */
function visiblePart(text) {
    const places = new Uint32Array(text.length);
    const pieces = [];
    let length = 0;
    let start = 0;
    for (let at = 0; at < text.length; at++) {
        if ((0,domain_text/* kindOf */.I)(text.charCodeAt(at)) !== domain_text/* UNIT */.p5.invisible) {
            places[length++] = at;
            continue;
        }
        if (at > start)
            pieces.push(text.slice(start, at));
        start = at + 1;
    }
    return { visible: pieces.join('') + text.slice(start), places };
}

;// CONCATENATED MODULE: ./lib/domain/redact.js



const NOTHING_KNOWN = new KnownSecrets();
/**
 * A key as the API shows it: `sk-admin...xyz`, with up to 20 characters on each side. The pattern is bounded
 * to limit time and stack.
 */
const REDACTED_VALUE = /(?<![A-Za-z0-9_.*…-])([A-Za-z0-9_-]{0,20})(?:[.*…]{2,1024}|…)(?![.*…])([A-Za-z0-9_-]{0,20})(?![A-Za-z0-9_*…-]|\.\.)/g;
/**
 * Redacts a text from outside, before it is shown, kept or cut: known secrets, and everything with the shape
 * of a credential, become `***`. Redacted values stay.
 *
 * @returns the same text if nothing is hidden, which is fast
 */
function redact(text, known = NOTHING_KNOWN) {
    const { runs, short } = known.find(text);
    const { shapes, marked } = credentialsIn(text);
    if (runs.length + short.length + shapes.length + marked.length === 0)
        return text;
    const values = redactedValuesIn(text, runs, known.texts);
    const hidden = outside([...runs, ...marked], values);
    return (0,domain_text/* replaceSpans */.Gg)(text, [...hidden, ...short, ...shapes], '***');
}
/** The redacted values in a text that show no more of a known secret than its two ends. */
function redactedValuesIn(text, runs, secrets) {
    const values = [];
    let at = 0;
    for (const { index: start, 0: whole, 1: head = '', 2: tail = '' } of text.matchAll(REDACTED_VALUE)) {
        const end = start + whole.length;
        while ((runs[at]?.end ?? text.length) < start)
            at += 1;
        const showsRun = (runs[at]?.start ?? text.length) < end;
        if (!showsRun || areEndsOfOne(head, tail, secrets))
            values.push({ start, end });
    }
    return values;
}
/** Whether two texts are the beginning and the end of one secret, and no more than half of it. */
function areEndsOfOne(head, tail, secrets) {
    for (const secret of secrets) {
        const isHalf = 2 * (head.length + tail.length) <= secret.length;
        if (isHalf && secret.startsWith(head) && secret.endsWith(tail))
            return true;
    }
    return false;
}
/** The spans that lie in none of the others, which are in order and do not overlap. */
function outside(spans, others) {
    let at = 0;
    return (0,domain_text/* inOrder */.al)(spans).filter(({ start, end }) => {
        while ((others[at]?.end ?? Number.POSITIVE_INFINITY) <= start)
            at += 1;
        const other = others[at];
        return other === undefined || start < other.start || end > other.end;
    });
}

;// CONCATENATED MODULE: ./lib/runner/masker.js


/** @param addMask - masks one text, as `setSecret` does */
function createMasker(addMask) {
    const masked = new Set();
    const known = new KnownSecrets();
    return {
        mask(secret) {
            const text = secret.reveal().trim();
            // The runner masks each line of a longer text by itself.
            for (const form of [text, ...text.split(/\r?\n/)]) {
                if (form.trim() === '' || masked.has(form))
                    continue;
                addMask(form);
                masked.add(form);
                known.add(form);
            }
        },
        redact: (text) => redact(text, known),
    };
}

;// CONCATENATED MODULE: ./lib/cleanup.js








/**
 * The post step: finishes what the main step left behind. Never throws, never fails the job.
 *
 * @param saved - undefined where it is not what this step's main part saved
 * @param adminApiKey - the key that signed it; empty where post was given none
 */
async function cleanUp(saved, adminApiKey, runtime) {
    const masker = createMasker(runtime.toolkit.setSecret);
    const logger = createLogger(runtime.toolkit, masker);
    (0,credentials/* maskCredentials */.Bs)(runtime.env, masker);
    if (saved === undefined) {
        logger.warning(untrusted(adminApiKey));
        return;
    }
    const { entry } = saved;
    if (entry.stage === 'done')
        return;
    const warn = (error) => logger.warning(`${(0,domain_error/* messageOf */.bD)(error)}\n${describeLeftover(entry)}`);
    runtime.onUncaught(warn);
    try {
        (0,credentials/* refuseTracing */.Zm)(runtime.env);
        const options = optionsFor(entry, adminApiKey, runtime.env);
        const clients = await createClients(runtime, masker, logger, options);
        const context = { ...clients, ...runtime, log: logger };
        await finish_finish(saved, options.github !== null, context);
    }
    catch (error) {
        warn(error);
    }
}
/**
 * The clients for the cleanup. Addresses must be main's: an input that differs is refused. One that is
 * absent or empty is unknown: in a composite action inside another, post evaluates `${{ inputs.x }}` with
 * the inputs of the outer one, which mostly has none of that name.
 */
function optionsFor(entry, adminApiKey, env) {
    const baseUrl = sameAddress('base-url', entry.baseUrl, env);
    const token = (0,definitions/* readInput */.R5)(env, 'github-token') ?? '';
    const github = entry.stage === 'created' && entry.githubApiUrl !== '' && token !== ''
        ? {
            apiUrl: sameAddress('github-api-url', entry.githubApiUrl, env),
            token: new credential/* Credential */.G(token),
        }
        : null;
    return { ...entry, adminApiKey: new credential/* Credential */.G(adminApiKey), baseUrl, github, readOnly: false };
}
function sameAddress(name, saved, env) {
    const url = URL.parse((0,definitions/* readInput */.R5)(env, name) || saved);
    if (url?.href === saved)
        return url;
    throw new domain_error/* ActionError */.lZ('input', `\`${name}\` is not what it was when the key was made, so nothing was sent.`);
}
/** Nothing of such a state is quoted: whoever wrote it may want that. */
function untrusted(adminApiKey) {
    const why = adminApiKey === ''
        ? '`admin-api-key` is empty in the post step, so what the main step saved cannot be read (in a ' +
            "composite action inside another, give the key in the job's `OPENAI_ADMIN_KEY` instead)"
        : 'What the main step saved does not bear its signature: something else wrote it, or ' +
            '`admin-api-key` is another key in the post step than in the main step';
    return (`${why}. Nothing was sent. If the main step made a key and did not get it to its destinations, it may ` +
        'still be there: the log of the main step names it.');
}


/***/ }),

/***/ 5931:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ Credential),
/* harmony export */   V: () => (/* binding */ isKeyValue)
/* harmony export */ });
const HIDDEN = '***';
/**
 * A plaintext credential. Printed, joined, serialised or inspected, it shows as `***`. Only `reveal` returns
 * the text; a test lists the files that may call it.
 */
class Credential {
    #text;
    constructor(text) {
        this.#text = text;
    }
    reveal() {
        return this.#text;
    }
    equals(other) {
        return this.#text === other.#text;
    }
    /**
     * Whether a redacted value such as `sk-admin...xyz` fits this one. It can rule out other keys but cannot
     * prove the same one, since several may have the same last letters.
     */
    matchesRedacted(redacted) {
        const ends = endsOf(redacted);
        return ends !== undefined && this.#hasEnds(ends);
    }
    /** Whether a redacted value shows letters that this one does not have. */
    contradictsRedacted(redacted) {
        const ends = endsOf(redacted);
        return ends !== undefined && !this.#hasEnds(ends);
    }
    #hasEnds([start, end]) {
        return this.#text.startsWith(start) && this.#text.endsWith(end);
    }
    toString() {
        return HIDDEN;
    }
    toJSON() {
        return HIDDEN;
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return HIDDEN;
    }
}
/** What a redacted value shows; undefined where it shows nothing, or is in no known form. */
function endsOf(redacted) {
    const gap = redacted.search(/\.\.|\*\*|…/);
    if (gap < 0)
        return undefined;
    const end = redacted.slice(gap).replace(/^[.*…]+/, '');
    return gap + end.length > 0 ? [redacted.slice(0, gap), end] : undefined;
}
/**
 * Whether a text can be the value of a key: 8 to 1024 printable ASCII characters without spaces. Others
 * could break out of a mask, a header or a file command. Dots or stars in a row are refused: some gateways
 * redact even the value of a new key.
 */
function isKeyValue(text) {
    return typeof text === 'string' && /^(?!.*(?:\.\.|\*\*))[\x21-\x7e]{8,1024}$/.test(text);
}


/***/ }),

/***/ 738:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pe: () => (/* binding */ spellLife),
/* harmony export */   a3: () => (/* binding */ formatDuration)
/* harmony export */ });
/* unused harmony exports parseDuration, suggestDuration, toleranceOf, spellApart */
const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SIMPLE = /^(\d{1,12})([smhdw])$/;
const ISO_8601 = /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})S)?)?$/;
/**
 * Parses a duration: a whole number and one of `s m h d w` (`90d`), or ISO 8601 with weeks, days and
 * times (`P90D`, `PT12H`). Numbers without a unit, months and years are refused.
 *
 * @param text - the input, trimmed
 * @returns whole seconds, or undefined if the text is not a duration
 */
function parseDuration(text) {
    const simple = SIMPLE.exec(text);
    if (simple !== null) {
        return Number(simple[1]) * UNIT_SECONDS[simple[2]];
    }
    const iso = ISO_8601.exec(text);
    if (iso === null)
        return undefined;
    const counts = iso.slice(1).map((count) => Number(count ?? 0));
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = counts;
    const { w, d, h, m } = UNIT_SECONDS;
    return weeks * w + days * d + hours * h + minutes * m + seconds;
}
/** Spellings of a unit, and the unit that each stands for; years and months count in days. */
const SPELLINGS = (/* unused pure expression or super */ null && ([
    [/^(?:y|yrs?|years?)$/i, 'd', 365],
    [/^(?:mo|mos|months?)$/i, 'd', 30],
    [/^(?:s|secs?|seconds?)$/i, 's', 1],
    [/^(?:m|[Mm]ins?|[Mm]inutes?)$/, 'm', 1],
    [/^(?:h|hrs?|hours?)$/i, 'h', 1],
    [/^(?:d|days?)$/i, 'd', 1],
    [/^(?:w|weeks?)$/i, 'w', 1],
]));
/**
 * A suggestion for a text that is not a duration: `365d` for `1y` or `P1Y`, `90d` for `3 months` or
 * `90 days`; undefined if there is none.
 */
function suggestDuration(text) {
    const months = /^P(\d{1,4})M$/.exec(text);
    if (months !== null)
        return `${30 * Number(months[1])}d`;
    const [, count, word = ''] = /^P?(\d{1,6}) ?([A-Za-z]+)$/.exec(text) ?? [];
    if (count === undefined)
        return undefined;
    const spelling = SPELLINGS.find(([pattern]) => pattern.test(word));
    return spelling && `${Number(count) * spelling[2]}${spelling[1]}`;
}
/**
 * The tolerance of a limit, both in seconds: 5 %, at most 6 hours. GitHub starts scheduled runs hours late
 * or early, and a weekly run that starts early must not skip a week.
 */
function toleranceOf(limit) {
    return Math.min(limit * 0.05, 6 * UNIT_SECONDS.h);
}
/** The units of a length in a text, from the largest on: as a word, as a symbol, in seconds. */
const UNITS = [
    ['day', 'd', UNIT_SECONDS.d],
    ['hour', 'h', UNIT_SECONDS.h],
    ['minute', 'min', UNIT_SECONDS.m],
    ['second', 's', 1],
];
/**
 * Formats a duration in its two largest units: `3 d 4 h`, `12 min`, `45 s`.
 *
 * @param seconds - the length; fractions are cut, negative counts as 0
 */
function formatDuration(seconds) {
    let rest = Math.max(0, Math.floor(seconds));
    const parts = [];
    for (const [, unit, length] of UNITS) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        if (count > 0)
            parts.push(`${count} ${unit}`);
        if (parts.length > 0 && (count === 0 || parts.length === 2))
            break;
    }
    return parts.join(' ') || '0 s';
}
/** What becomes of a key with a lifetime in seconds; null: it never expires. */
function spellLife(seconds) {
    return seconds === null ? 'never expires' : `expires after ${formatDuration(seconds)}`;
}
/**
 * Spells a measured duration and its limit, both in seconds, as short as possible, but never alike:
 * `127 days` and `90 days`, but `90 days 1 second` and `90 days`.
 */
function spellApart(measured, limit) {
    const full = spell(limit, UNITS.length);
    for (let units = 1; units < UNITS.length; units++) {
        const shown = spell(measured, units);
        if (shown !== spell(limit, units))
            return [shown, full];
    }
    return [spell(measured, UNITS.length), full];
}
function spell(seconds, units) {
    let rest = Math.max(0, Math.floor(seconds));
    const parts = [];
    for (const [word, , length] of UNITS) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        if (count > 0 && parts.length < units)
            parts.push(`${count} ${word}${count === 1 ? '' : 's'}`);
    }
    return parts.join(' ') || '0 seconds';
}


/***/ }),

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   e5: () => (/* binding */ failsEveryRequest),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/* unused harmony exports isDueTo, joinFailures, alsoFailed */
/**
 * A failure that a person can act on. The message says what happened, to which input, key or target, and
 * what to do. Any other error is a bug in this action.
 */
class ActionError extends Error {
    name = 'ActionError';
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
const FATAL_CODES = [
    'unauthorized',
    'invalid-key',
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
/** Whether other requests would fail in the same way. */
function failsEveryRequest({ code }) {
    return FATAL_CODES.includes(code);
}
/** Whether a failure, or one that caused it, is of one of these kinds. */
function isDueTo({ code, cause }, codes) {
    return codes.includes(code) || (cause instanceof ActionError && isDueTo(cause, codes));
}
/** The message of anything that can be thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/** Joins failures into one with all their messages; undefined without failures. */
function joinFailures(failures) {
    const [first, ...others] = failures.filter((failure) => failure !== undefined);
    if (first === undefined || others.length === 0)
        return first;
    const message = [first, ...others].map((failure) => failure.message).join('\n');
    return new ActionError(first.code, message, { cause: others[0] });
}
/** What to throw if reporting failed, too: the second error must not hide the first. A bug stays a bug. */
function alsoFailed(failure, error) {
    return error instanceof ActionError ? joinFailures([failure, error]) : error;
}


/***/ }),

/***/ 8229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _n: () => (/* binding */ findMismatch),
/* harmony export */   fe: () => (/* binding */ MAX_EARLY_SECONDS),
/* harmony export */   lh: () => (/* binding */ findLostKey)
/* harmony export */ });
/* unused harmony export hasLifetime */
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(738);
/* harmony import */ var _key_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7271);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4621);



/*
 * Whether the response to a create is about the requested key, and what happened to a create whose response
 * was lost or is about something else.
 *
 * The request may not have arrived, or may have succeeded or failed. The API has no idempotency key and
 * returns no field of ours. Another run or matrix job may make a key of the same name in the same second. So
 * a listing alone never proves which key is ours, and without an id in the response nothing is deleted:
 * nobody can use an orphaned key, but a wrong deletion breaks something.
 *
 * An id in the response arrived over a verified connection, in reply to our request. Its key is ours if the
 * listing agrees with the rest of the response, and the key was made since.
 *
 * Times are compared on the server's clock, in Unix seconds.
 */
/** A key can seem to be made this long before its request was sent: the server's clocks differ. */
const MAX_EARLY_SECONDS = 5 * 60;
/** And this long after the response. */
const LATE = 60;
/** A lifetime may differ from the requested one by this many seconds. */
const LIFETIME_SLACK = 60;
/**
 * How a response differs from the request for a key, as a clause; undefined if it does not. A missing field
 * is no difference.
 *
 * @param window - the earliest time at which the request was sent, and the time of the response, in Unix
 *   seconds on the server's clock; undefined if the server does not tell its time
 */
function findMismatch(key, asked, window) {
    if (key.name !== null && key.name !== asked.name) {
        return `it names the key “${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(key.name)}” instead of “${(0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .TN)(asked.name)}”. Choose a \`name\` of plain letters, digits and \`-\``;
    }
    if ('expires_at' in key.raw && !hasLifetime(key, asked.lifetime)) {
        const life = key.expiresAt === null ? null : key.expiresAt - key.createdAt;
        const limit = life === null ? '' : '. Set `expires-in` to this, or to what else the organization allows';
        return `its key ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellLife */ .Pe)(life)}, but the request was for one that ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellLife */ .Pe)(asked.lifetime)}${limit}`;
    }
    if (window === undefined)
        return undefined;
    if (key.createdAt < window.sent - MAX_EARLY_SECONDS || key.createdAt > window.answered + LATE) {
        return `its key was made at ${(0,_key_js__WEBPACK_IMPORTED_MODULE_2__/* .isoTime */ .Ly)(key.createdAt)}, not now: something on the way repeats an older answer`;
    }
    return undefined;
}
/** Whether a key has a requested lifetime, in seconds; null: it never expires. */
function hasLifetime(key, lifetime) {
    if (key.expiresAt === null || lifetime === null)
        return key.expiresAt === lifetime;
    return Math.abs(key.expiresAt - key.createdAt - lifetime) <= LIFETIME_SLACK;
}
/** Decides which of the newest keys, in any order, is the one that the lost create made, if any. */
function findLostKey(listed, lost) {
    const { reported, knownIds } = lost;
    const possible = listed.filter((key) => !knownIds.has(key.id) && lost.isCandidate(key));
    const match = possible.find((key) => key.id === reported?.id);
    if (reported !== undefined && match !== undefined && isProven(match, reported, lost)) {
        return { kind: 'proven', key: match };
    }
    const alike = possible.filter((key) => key.name === lost.name && key.createdAt >= lost.since && hasLifetime(key, lost.lifetime));
    const ids = new Set([
        ...(reported === undefined ? [] : [reported.id]),
        ...alike.map(({ id }) => id),
    ]);
    return ids.size === 0 ? { kind: 'none' } : { kind: 'unproven', ids: [...ids] };
}
function isProven(key, reported, lost) {
    const { createdAt = key.createdAt, name = lost.name, expiresAt, hasValue } = reported;
    const { value } = lost;
    const isSaid = expiresAt !== undefined;
    return (key.createdAt >= lost.since &&
        key.createdAt === createdAt &&
        key.name === name &&
        (isSaid ? key.expiresAt === expiresAt : hasLifetime(key, lost.lifetime)) &&
        (value === undefined ? !hasValue : value.matchesRedacted(key.redactedValue)));
}


/***/ }),

/***/ 3252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FF: () => (/* binding */ proxyCredentials),
/* harmony export */   OH: () => (/* binding */ refuseUnusableProxy),
/* harmony export */   nM: () => (/* binding */ readProxy),
/* harmony export */   nt: () => (/* binding */ readVariable)
/* harmony export */ });
/* unused harmony export ignoredProxies */
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/** The variables for a proxy; each may also be in lower case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];
// Strict, because in `http://user:1#secret@host` the host is `user`, and the rest of the password is a
// fragment.
const ADDRESS = /^https?:\/\/(?:[^/?#\\\s]*@)?[^@/?#\\\s]+(?:\/[^@?#\\\s]*)?$/i;
/** The value of a variable in either spelling; lower case comes first, as for Node and curl. */
function readVariable(env, name) {
    return env[name.toLowerCase()] || env[name] || '';
}
/**
 * The proxy for https, from `HTTPS_PROXY`.
 *
 * @returns undefined if there is none
 * @throws ActionError `environment` if Node's agent cannot use the address, which is not quoted
 */
function readProxy(env) {
    const text = readVariable(env, 'HTTPS_PROXY');
    if (text === '')
        return undefined;
    const url = ADDRESS.test(text) ? URL.parse(text) : null;
    if (url !== null && [url.username, url.password].every((part) => decode(part) !== null)) {
        return url;
    }
    throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`HTTPS_PROXY` is not a valid proxy address, so nothing was sent. Use the form `http://host:port`, and ' +
        'percent-encode special characters in the password (such as `#`, `/`, `?`, `@`).');
}
/** The variables whose proxy is not used, if https requests go through none. */
function ignoredProxies(env) {
    if (readVariable(env, 'HTTPS_PROXY') !== '')
        return [];
    return ['ALL_PROXY', 'HTTP_PROXY'].filter((name) => readVariable(env, name) !== '');
}
/**
 * Refuses a proxy that Node would bypass, or whose certificate it would not verify.
 *
 * @param nodeVersion - such as `24.4.0`; Node's agents support `proxyEnv` since 24.5.0
 * @throws ActionError `environment`
 */
function refuseUnusableProxy(env, nodeVersion) {
    const proxy = readProxy(env);
    if (proxy === undefined)
        return;
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    if (major < 24 || (major === 24 && minor < 5)) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `\`HTTPS_PROXY\` is set, but Node ${nodeVersion} of this runner would bypass the proxy. Nothing was ` +
            'sent. Use runner 2.328.0 or later, whose Node supports proxies.');
    }
    // Node verifies the certificate of a proxy by default, which this variable disables.
    if (proxy.protocol === 'https:' && env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`NODE_TLS_REJECT_UNAUTHORIZED` is `0`, so the certificate of the proxy would not be verified. ' +
            'Nothing was sent. Remove the variable, and set `NODE_EXTRA_CA_CERTS` to the file with the certificate.');
    }
}
/**
 * The forms of all proxy credentials: as written, decoded, and joined as Node sends them in Base64, which
 * the runner masks by itself.
 */
function proxyCredentials(env) {
    const texts = VARIABLES.flatMap((name) => [env[name], env[name.toLowerCase()]]);
    return texts.flatMap((text) => credentialsIn(text ?? ''));
}
/** Everything before the last `@` may be a password, even in an invalid address. */
function credentialsIn(proxy) {
    const [, userinfo = ''] = /^(?:[a-z][a-z\d+.-]*:[/\\]*)?(?<=^|[/\\])(.*)@/is.exec(proxy) ?? [];
    const [user = '', ...rest] = userinfo.split(':');
    const password = rest.join(':');
    // A token is often the user name, without a password.
    const lone = password === '' ? user : password;
    return [`${user}:${password}`, password, lone]
        .filter((form) => form !== '' && form !== ':')
        .flatMap((form) => [form, decode(form) ?? form]);
}
/** @returns null where the text is not percent-encoded */
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return null;
    }
}


/***/ }),

/***/ 4706:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Tj: () => (/* binding */ permissionFor),
/* harmony export */   df: () => (/* binding */ describePlace),
/* harmony export */   ff: () => (/* binding */ describeTarget)
/* harmony export */ });
/* unused harmony exports SECRET_APPS, placeFields */
const SECRET_APPS = (/* unused pure expression or super */ null && (['actions', 'dependabot', 'codespaces']));
const APP_WORDS = {
    actions: 'Actions',
    dependabot: 'Dependabot',
    codespaces: 'Codespaces',
};
/** The name of a target in messages: ``Actions secret `KEY` of octo/repo``. */
function describeTarget(target) {
    const secret = `${APP_WORDS[target.app]} secret \`${target.name}\` of`;
    if (target.place === 'organization')
        return `${secret} organization ${target.organization}`;
    const repository = `${target.owner}/${target.repo}`;
    return target.place === 'repository'
        ? `${secret} ${repository}`
        : `${secret} environment \`${target.environment}\` of ${repository}`;
}
/**
 * The permission that a token needs to write a target: GitHub's name for it, and what its settings
 * page calls it. https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
function permissionFor(target) {
    const prefix = target.app === 'actions' ? '' : `${target.app}_`;
    const word = target.app === 'actions' ? 'secrets' : `${APP_WORDS[target.app]} secrets`;
    switch (target.place) {
        case 'repository':
            return { name: `${prefix}secrets`, label: word === 'secrets' ? 'Secrets' : word };
        case 'environment':
            return { name: 'environments', label: 'Environments' };
        case 'organization':
            return { name: `organization_${prefix}secrets`, label: `Organization ${word}` };
    }
}
/** What has to exist for a target, as the start of a sentence. */
function describePlace(target) {
    switch (target.place) {
        case 'repository':
            return `The repository ${target.owner}/${target.repo}`;
        case 'environment':
            return `The environment \`${target.environment}\` of ${target.owner}/${target.repo}, or the repository,`;
        case 'organization':
            return `The organization ${target.organization}`;
    }
}
/** Where a target is, in the output `secrets-written`. */
function placeFields(target) {
    if (target.place === 'organization')
        return { organization: target.organization };
    const repository = `${target.owner}/${target.repo}`;
    return target.place === 'repository'
        ? { repository }
        : { repository, environment: target.environment };
}


/***/ }),

/***/ 4621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gg: () => (/* binding */ replaceSpans),
/* harmony export */   I: () => (/* binding */ kindOf),
/* harmony export */   Ku: () => (/* binding */ firstOf),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   al: () => (/* binding */ inOrder),
/* harmony export */   oE: () => (/* binding */ compact),
/* harmony export */   p5: () => (/* binding */ UNIT)
/* harmony export */ });
/* unused harmony exports isOneLine, bulletList */
// Control characters (line breaks and escapes), line separators, characters that change the direction of
// text, and lone surrogates.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** How a UTF-16 unit shows. `half` is a surrogate, since a pair of them is visible. */
const UNIT = { seen: 1, space: 2, invisible: 3, half: 4 };
const kinds = new Uint8Array(65_536);
/** One of `UNIT`; cached. */
function kindOf(unit) {
    kinds[unit] ||= classify(unit);
    return kinds[unit];
}
function classify(unit) {
    const letter = String.fromCharCode(unit);
    // Most texts are ASCII.
    if (unit > 0x20 && unit < 0x7f)
        return UNIT.seen;
    if (/\s/.test(letter))
        return UNIT.space;
    if (unit >= 0xd800 && unit <= 0xdfff)
        return UNIT.half;
    const invisible = /[\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u;
    return invisible.test(letter) ? UNIT.invisible : UNIT.seen;
}
/** The visible characters of a text. */
function compact(text) {
    // Most secrets are ASCII without white space.
    if (/^[!-~]*$/.test(text))
        return text;
    let seen = '';
    for (let at = 0; at < text.length; at++) {
        if (kindOf(text.charCodeAt(at)) === UNIT.seen)
            seen += text.charAt(at);
    }
    return seen;
}
/** A text on one line, with U+FFFD in place of characters that are not visible. */
function oneLine(text) {
    return text.replace(UNSAFE, '\u{fffd}');
}
/** Whether a text is one line of visible characters. */
function isOneLine(text) {
    return text.search(UNSAFE) < 0;
}
/** Spans in order of their start; the same list if it is in order already. */
function inOrder(spans) {
    const isSorted = spans.every(({ start }, index) => start >= (spans[index - 1]?.start ?? 0));
    return isSorted ? spans : spans.toSorted((a, b) => a.start - b.start);
}
/** A text with parts of it replaced; parts that overlap or touch are replaced as one. */
function replaceSpans(text, spans, by) {
    const pieces = [];
    let done = -1;
    for (const { start, end } of inOrder(spans)) {
        if (start > done)
            pieces.push(text.slice(Math.max(0, done), start), by);
        done = Math.max(done, end);
    }
    return pieces.join('') + text.slice(Math.max(0, done));
}
/** The first of some texts, and how many more there are. */
function firstOf(texts, most = 10) {
    const more = texts.length - most;
    return more > 0 ? [...texts.slice(0, most), `and ${more} more`] : [...texts];
}
/** The first ten of some sentences, one a line, and how many more there are. */
function bulletList(sentences) {
    return firstOf(sentences)
        .map((sentence) => `- ${sentence}`)
        .join('\n');
}


/***/ }),

/***/ 5917:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R9: () => (/* binding */ isExpectedHost),
/* harmony export */   U9: () => (/* binding */ isLoopback)
/* harmony export */ });
/* unused harmony export isOpenAi */
/** Whether a host name means this machine. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
/** Whether a host name is OpenAI's own. */
function isOpenAi(hostname) {
    return hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com');
}
/** Whether a host is OpenAI's or this machine. For any other there is a warning. */
function isExpectedHost(hostname) {
    return isLoopback(hostname) || isOpenAi(hostname);
}


/***/ }),

/***/ 7388:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  NetworkError: () => (/* binding */ NetworkError),
  createHttpClient: () => (/* binding */ createHttpClient)
});

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: ./lib/domain/proxy.js
var domain_proxy = __webpack_require__(3252);
// EXTERNAL MODULE: ./lib/domain/url.js
var domain_url = __webpack_require__(5917);
;// CONCATENATED MODULE: ./lib/http/decode.js
/** Several encodings at once are rare; more than this are an attack. */
const MAX_ENCODINGS = 3;
/**
 * Decodes a body. Gateways send gzip, br or deflate although `identity` was requested. Unknown encodings
 * are left as they are.
 *
 * @param encoding - the header `content-encoding`
 * @param options - `maxBytes`: the maximum size of the text; `partial`: the end of the body is missing
 * @throws RangeError if the text is larger, Error if the body does not have the encoding
 */
function decodeBody(body, encoding, { maxBytes, partial }) {
    const names = (encoding ?? '').toLowerCase().split(/[\s,]+/);
    const encodings = names.filter((name) => name !== '' && name !== 'identity');
    if (encodings.length === 0 || body.length === 0)
        return body;
    if (encodings.length > MAX_ENCODINGS)
        throw new Error('too many encodings');
    // Loaded on demand: few responses need it, and an import would slow down every start.
    const library = process.getBuiltinModule('node:zlib');
    const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = library.constants;
    const decoders = {
        gzip: library.gunzipSync,
        'x-gzip': library.gunzipSync,
        br: library.brotliDecompressSync,
        // Some servers leave out the two-byte header.
        deflate: (data, how) => (((data[0] ?? 0) & 0x0f) === 8 ? library.inflateSync : library.inflateRawSync)(data, how),
    };
    return encodings.reduceRight((data, name) => {
        const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
        const finishFlush = name === 'br' ? BROTLI_OPERATION_FLUSH : Z_SYNC_FLUSH;
        return decode?.(data, { maxOutputLength: maxBytes, ...(partial && { finishFlush }) }) ?? data;
    }, body);
}

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
;// CONCATENATED MODULE: ./lib/http/final-failure.js

const MAX_QUOTE = 300;
/** OpenSSL's codes for a certificate that this machine does not trust. */
const UNTRUSTED = [
    'CERT_UNTRUSTED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'INVALID_CA',
];
const OUT_OF_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
/**
 * Explains a failed connection that a retry cannot fix: why it failed, and what to do. Nothing was sent,
 * since the tunnel or the handshake failed.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 *
 * @param error - from Node's client
 * @param host - the host of the request
 * @returns undefined if a retry may succeed
 */
function finalFailure(error, host) {
    const { code = '', statusCode = 0 } = (error ?? {});
    const why = describeFailure(error);
    if (code === 'ERR_PROXY_TUNNEL' && statusCode === 407) {
        return (`The proxy requires a valid user and password to reach ${host} (407), so nothing was sent. It was ` +
            'tried only once. Correct them in `HTTPS_PROXY`.');
    }
    if (code === 'ERR_PROXY_TUNNEL' && (statusCode === 401 || statusCode === 403)) {
        return (`The proxy does not let this runner reach ${host} (${statusCode}), so nothing was sent. Allow the ` +
            'host there, or add it to `NO_PROXY` if it can be reached without the proxy.');
    }
    if (UNTRUSTED.includes(code)) {
        return (`This runner does not trust the certificate of ${host} (${why}), so nothing was sent. If a proxy ` +
            'intercepts TLS, set `NODE_EXTRA_CA_CERTS` to the file with its certificate.');
    }
    if (OUT_OF_TIME.includes(code)) {
        return (`The certificate of ${host} is not valid today (${why}), so nothing was sent. Renew it there, or ` +
            'correct the clock of this runner.');
    }
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
        return (`Another server answers instead of ${host} (${why}), so nothing was sent. Check the address, the ` +
            'DNS and the proxy.');
    }
    return undefined;
}
/** Node's message for a failed connection; if several addresses were tried, the message for each. */
function describeFailure(error) {
    const { errors } = (error ?? {});
    const each = Array.isArray(errors) && errors.length > 0 ? errors : [error];
    return [...new Set(each.map(domain_error/* messageOf */.bD))].join('; ').slice(0, MAX_QUOTE);
}

;// CONCATENATED MODULE: ./lib/http/no-proxy.js

/**
 * Whether `NO_PROXY` excludes a host. Entries are separated by commas or white space: names, which include
 * their subdomains (`example.com`, `.example.com`), `*.example.com`, `host:port`, addresses, `10.0.0.0/8`,
 * `10.0.0.1-10.0.0.9`, `*`. Node's agent supports only some of these forms.
 */
function isExempt(url, noProxy) {
    const host = withoutBrackets(url.hostname.toLowerCase()).replace(/\.$/, '');
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return noProxy
        .toLowerCase()
        .split(/[\s,]+/)
        .some((entry) => matches(entry, host, port));
}
function matches(entry, host, port) {
    if (entry === '*')
        return true;
    // An IPv6 address without brackets has colons, and no port.
    const [, name = entry, wanted = port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
    if (wanted !== port || name === '')
        return false;
    if ((0,external_node_net_.isIP)(host) !== 0)
        return isAmong(withoutBrackets(name), host);
    const suffix = name.replace(/^\*?\./, '').replace(/\.$/, '');
    if (suffix === '')
        return false;
    return host.endsWith(`.${suffix}`) || (host === suffix && !name.startsWith('*'));
}
/** Whether an address equals an entry, or is in its network or range. */
function isAmong(entry, host) {
    const list = new external_node_net_.BlockList();
    const [start = '', end] = entry.split(/[/-]/);
    try {
        const family = familyOf(start);
        if (end === undefined)
            list.addAddress(start, family);
        else if (entry.includes('/'))
            list.addSubnet(start, end === '' ? -1 : Number(end), family);
        else
            list.addRange(start, end, family);
        return list.check(host, familyOf(host));
    }
    catch {
        // The entry is not an address.
        return false;
    }
}
function familyOf(address) {
    return (0,external_node_net_.isIP)(address) === 6 ? 'ipv6' : 'ipv4';
}
function withoutBrackets(host) {
    return host.replace(/^\[(.*)\]$/, '$1');
}

;// CONCATENATED MODULE: ./lib/http/client.js









/** A larger body is refused: real responses are far smaller. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const TOO_LARGE = 'the answer is larger than 16 MiB';
/** How long each address of a host has to answer. Node's 250 ms are too short for distant ones. */
const ADDRESS_TIMEOUT_MS = 2_000;
/**
 * A request without a complete response. `sent` is false only if no connection was established, so that
 * the request certainly had no effect. `partial` is what arrived.
 */
class NetworkError extends Error {
    name = 'NetworkError';
    kind;
    sent;
    partial;
    /** Set if a retry cannot succeed: why, and what to do, in whole sentences. */
    final;
    /** Empty, or what was tried before giving up. */
    tried;
    constructor(kind, message, options) {
        super(message, { cause: options.cause });
        this.kind = kind;
        this.sent = options.sent;
        this.partial = options.partial;
        this.final = options.final;
        this.tried = options.tried ?? '';
    }
    /** The same failure, as the last of several attempts. */
    after(tried) {
        return new NetworkError(this.kind, this.message, { ...this, cause: this.cause, tried });
    }
}
/**
 * An HTTP client on Node's own. Whatever the environment says, it verifies certificates and needs TLS 1.2
 * or later. It uses `HTTPS_PROXY` and `NO_PROXY`.
 *
 * @throws ActionError `environment` if the proxy address cannot be used
 */
function createHttpClient(env) {
    hardenDefaults();
    const proxy = (0,domain_proxy/* readProxy */.nM)(env);
    const noProxy = (0,domain_proxy/* readVariable */.nt)(env, 'NO_PROXY');
    const options = { keepAlive: true, rejectUnauthorized: true };
    const direct = new external_node_https_.Agent(options);
    const plain = new external_node_http_.Agent({ keepAlive: true });
    // Node itself would ignore `HTTP://proxy`, and supports fewer forms of `NO_PROXY`.
    const proxied = proxy
        ? new external_node_https_.Agent({ ...options, proxyEnv: { https_proxy: proxy.href } })
        : direct;
    const agentFor = (url) => {
        if (url.protocol !== 'https:')
            return plain;
        return (0,domain_url/* isLoopback */.U9)(url.hostname) || isExempt(url, noProxy) ? direct : proxied;
    };
    return (request, { timeoutMs, signal }) => new Promise((resolve, reject) => {
        const secure = request.url.protocol === 'https:';
        let connected = false;
        let head;
        const chunks = [];
        let length = 0;
        const answer = (incoming, partial) => {
            const { headers, statusCode = 0 } = incoming;
            const decoding = { maxBytes: MAX_BODY_BYTES, partial };
            const bytes = decodeBody(Buffer.concat(chunks), headers['content-encoding'], decoding);
            // The decoder drops a byte order mark, which gateways may put before JSON.
            return { status: statusCode, headers, body: new TextDecoder().decode(bytes) };
        };
        const partialAnswer = () => {
            try {
                return head && answer(head, true);
            }
            catch {
                return head && { status: head.statusCode ?? 0, headers: head.headers, body: '' };
            }
        };
        const fail = (kind, message, cause) => {
            settle();
            const final = connected ? undefined : finalFailure(cause, request.url.host);
            const partial = partialAnswer();
            reject(new NetworkError(kind, message, { sent: connected, partial, final, cause }));
            outgoing.destroy();
        };
        const cancel = () => fail('cancelled', 'the step was cancelled');
        const timer = setTimeout(() => fail('timeout', `no ${head ? 'complete ' : ''}answer within ${timeoutMs / 1000} s`), timeoutMs);
        const settle = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', cancel);
        };
        const outgoing = (secure ? external_node_https_ : external_node_http_).request(request.url, {
            method: request.method,
            headers: { 'accept-encoding': 'identity', ...request.headers },
            agent: agentFor(request.url),
            // `--insecure-http-parser` would allow response smuggling.
            insecureHTTPParser: false,
        });
        outgoing.on('socket', (socket) => {
            // Nothing of the request is sent before the handshake ends.
            if (socket.connecting) {
                socket.once(secure ? 'secureConnect' : 'connect', () => {
                    connected = true;
                });
            }
            else {
                connected = true;
            }
        });
        outgoing.on('error', (error) => {
            const kind = connected ? 'reset' : 'unreachable';
            fail(kind, describeFailure(error), error);
        });
        // Without a listener, Node drops the connection silently.
        outgoing.on('upgrade', (_, socket) => {
            socket.destroy();
            fail('reset', 'it switched to another protocol');
        });
        outgoing.on('response', (incoming) => {
            head = incoming;
            connected = true;
            incoming.on('data', (chunk) => {
                length += chunk.length;
                if (length > MAX_BODY_BYTES)
                    fail('too-large', TOO_LARGE);
                else
                    chunks.push(chunk);
            });
            incoming.on('error', (error) => fail('cut', 'the answer was cut off', error));
            incoming.on('end', () => {
                settle();
                try {
                    resolve(answer(incoming, false));
                }
                catch (error) {
                    const { code } = error;
                    if (code === 'ERR_BUFFER_TOO_LARGE')
                        fail('too-large', TOO_LARGE);
                    else
                        fail('cut', 'the answer could not be decoded', error);
                }
            });
        });
        if (signal?.aborted)
            cancel();
        else
            signal?.addEventListener('abort', cancel, { once: true });
        outgoing.end(request.body);
    });
}
/** Sets defaults that `NODE_OPTIONS` can weaken; agent options do not apply to the connection to a proxy. */
function hardenDefaults() {
    if (external_node_tls_.DEFAULT_MIN_VERSION !== 'TLSv1.3')
        external_node_tls_.DEFAULT_MIN_VERSION = 'TLSv1.2';
    const timeout = Math.max(ADDRESS_TIMEOUT_MS, external_node_net_.getDefaultAutoSelectFamilyAttemptTimeout());
    external_node_net_.setDefaultAutoSelectFamilyAttemptTimeout(timeout);
}


/***/ }),

/***/ 9281:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ findExcess)
/* harmony export */ });
/** Real responses of both APIs are four levels deep. */
const MAX_DEPTH = 32;
/** Objects and lists. A page of 10,000 keys, more than any server sends, has 20,000. */
const MAX_PARTS = 100_000;
/** Values, counted by commas. The same page has 200,000. */
const MAX_VALUES = 1_000_000;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/**
 * Checks the size of a JSON text before it is parsed: for a few megabytes of brackets, the parser would
 * need a gigabyte.
 *
 * @param maxValues - the maximum number of values
 * @returns what is excessive, as the rest of a sentence; undefined if nothing is
 */
function findExcess(json, maxValues = MAX_VALUES) {
    let depth = 0;
    let parts = 0;
    let values = 0;
    for (let at = 0; at < json.length; at++) {
        const letter = json.charCodeAt(at);
        if (letter === QUOTE)
            at = endOfString(json, at);
        else if (letter === COMMA) {
            if (++values > maxValues)
                return 'has far too many parts';
        }
        else if (letter === 0x5d || letter === 0x7d)
            depth -= 1;
        else if (letter === 0x5b || letter === 0x7b) {
            if (++depth > MAX_DEPTH)
                return 'is nested too deeply';
            if (++parts > MAX_PARTS)
                return 'has far too many parts';
        }
    }
    return undefined;
}
/** The position of the quote that ends a string, or else the end of the text. */
function endOfString(json, start) {
    for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
        let slashes = 0;
        while (json.charCodeAt(at - 1 - slashes) === BACKSLASH)
            slashes += 1;
        if (slashes % 2 === 0)
            return at;
    }
    return json.length;
}


/***/ }),

/***/ 4472:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a2: () => (/* binding */ retryDelay),
/* harmony export */   a5: () => (/* binding */ isRateLimit),
/* harmony export */   cB: () => (/* binding */ serverClock),
/* harmony export */   uD: () => (/* binding */ isOutage)
/* harmony export */ });
/* unused harmony export requestedWait */
/* harmony import */ var _spending_limit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1464);

/** A rate limit without a time ends after about a minute, as measured on a similar endpoint. */
const SILENT_RATE_LIMIT_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A longer requested wait counts as this; `retry-for` is always shorter. */
const LONGEST_ASKED_MS = 365 * 86_400_000;
/**
 * The message of a secondary rate limit, which may come without a header.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const RATE_LIMIT_WORDS = /^\s*\{[^{}]*"message"\s*:\s*"[^"]*(secondary rate limit|abuse detection|API rate limit exceeded)/i;
const MAX_SEARCHED = 4_096;
/** A header; empty if there is none. */
function headerOf({ headers }, name) {
    return String(headers[name] ?? '').trim();
}
/**
 * The server's time, from its `Date` header.
 *
 * @returns Unix milliseconds, or undefined without a valid header
 */
function serverClock(response) {
    const at = Date.parse(response ? headerOf(response, 'date') : '');
    return Number.isNaN(at) ? undefined : at;
}
/**
 * The wait that the server requests: `retry-after-ms`, `Retry-After` in seconds or as a date, or the time
 * at which GitHub resets an exhausted quota.
 *
 * @param now - Unix milliseconds, used if the response has no `Date`
 * @returns milliseconds, or undefined if none is requested
 */
function requestedWait(response, now) {
    const clock = serverClock(response) ?? now;
    const milliseconds = headerOf(response, 'retry-after-ms');
    if (/^\d+(\.\d+)?$/.test(milliseconds))
        return Number(milliseconds);
    const after = headerOf(response, 'retry-after');
    if (/^\d+(\.\d+)?$/.test(after))
        return Number(after) * 1000;
    // `Date.parse` accepts almost anything, even `-5`.
    const date = /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(after) ? Date.parse(after) : Number.NaN;
    if (!Number.isNaN(date))
        return Math.max(0, date - clock);
    const reset = headerOf(response, 'x-ratelimit-reset');
    if (headerOf(response, 'x-ratelimit-remaining') === '0' && /^\d{9,11}$/.test(reset)) {
        return Math.max(0, Number(reset) * 1000 - clock);
    }
    return undefined;
}
/** Whether a response is a rate limit, so that the request had no effect. */
function isRateLimit(response) {
    if ((0,_spending_limit_js__WEBPACK_IMPORTED_MODULE_0__/* .isSpendingLimit */ .I)(response))
        return false;
    if (response.status === 429)
        return true;
    // GitHub also uses 403; a header or the message tells a rate limit from a refusal.
    return (response.status === 403 &&
        ('retry-after' in response.headers ||
            response.headers['x-ratelimit-remaining'] === '0' ||
            RATE_LIMIT_WORDS.test(response.body.slice(0, MAX_SEARCHED))));
}
/** Whether the server failed in a way that may end by itself. */
function isOutage({ status }) {
    return status === 408 || status >= 500;
}
/**
 * The wait before the next try: what the server requests, about a minute after a rate limit without a
 * time, or else an exponential backoff from 1 to 30 s. Jitter keeps jobs that failed together from
 * retrying together.
 *
 * @param response - the failed response, or undefined if none arrived
 * @param tries - the number of tries so far, from 1
 * @param random - in [0, 1)
 * @param now - Unix milliseconds
 * @returns milliseconds
 */
function retryDelay(response, tries, random, now) {
    const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (tries - 1), LONGEST_BACKOFF_MS);
    const jittered = backoff * (0.5 + random / 2);
    const asked = response && requestedWait(response, now);
    // Never shorter than the backoff, since a server may request 0.
    if (asked !== undefined)
        return Math.max(Math.min(asked, LONGEST_ASKED_MS), jittered);
    if (response && isRateLimit(response))
        return SILENT_RATE_LIMIT_MS * (1 + random / 10);
    return jittered;
}


/***/ }),

/***/ 1464:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ isSpendingLimit),
/* harmony export */   f: () => (/* binding */ SPENDING_LIMIT)
/* harmony export */ });
/** The body of an error is short; a longer one is not parsed. */
const MAX_BODY = 65_536;
/** OpenAI's names for billing limits, in `code` or `type` of an error. */
const SPENDING_LIMIT = /^(insufficient_quota|credit_balance_exhausted|billing_\w+|\w+_(spend|usage)_limit_exceeded)$/;
/**
 * Whether a response is a billing limit: it has status 429, too, but does not end by waiting.
 * https://platform.openai.com/docs/guides/error-codes
 */
function isSpendingLimit({ status, body }) {
    if (status < 400 || status >= 500 || body.length > MAX_BODY)
        return false;
    try {
        const { error } = JSON.parse(body);
        return [error.code, error.type].some((word) => SPENDING_LIMIT.test(String(word)));
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 4308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AA: () => (/* binding */ isWebPage),
/* harmony export */   Dd: () => (/* binding */ describeWebPage),
/* harmony export */   os: () => (/* binding */ shortText)
/* harmony export */ });
const MAX_NAME = 100;
/** The title of a page is near its beginning. */
const MAX_HEAD = 65_536;
const ENTITIES = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
};
/** Whether a response is a web page, which neither API sends. */
function isWebPage({ headers, body }) {
    const head = body.slice(0, 1_000).trimStart().toLowerCase();
    if (/^(<!doctype html|<html|<head|<\?xml)/.test(head))
        return true;
    return head.startsWith('<') && String(headers['content-type']).startsWith('text/html');
}
/**
 * Describes the sender of a web page: ``a web page (server “squid”, title “Access denied”)``.
 *
 * @param clean - redacts a text; called before the text is cut
 */
function describeWebPage({ headers, body }, clean) {
    const named = (label, text) => {
        const shown = typeof text === 'string' ? clean(text).trim().slice(0, MAX_NAME) : '';
        return shown === '' ? [] : [`${label} “${shown}”`];
    };
    const names = [
        ...named('server', headers.server),
        ...named('title', titleOf(body)),
        ...named('cf-mitigated', headers['cf-mitigated']),
    ];
    return `a web page${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
}
/**
 * A short body without a message of its own, to quote. Empty if it is a web page, or escapes in it could
 * hide a secret.
 */
function shortText(answer, maxLength) {
    const { body } = answer;
    const isShown = !isWebPage(answer) && body.length <= maxLength && /\p{L}/u.test(body) && !body.includes('\\');
    return isShown ? body.trim() : '';
}
/** Without a regular expression: a hostile page could make one take minutes. */
function titleOf(body) {
    const head = body.slice(0, MAX_HEAD);
    const lower = head.toLowerCase();
    const tag = lower.indexOf('<title');
    const start = tag < 0 ? -1 : lower.indexOf('>', tag);
    const end = start < 0 ? -1 : lower.indexOf('</title', start);
    if (end < 0)
        return '';
    // Entities are decoded first, so that redaction finds secrets.
    return head
        .slice(start + 1, end)
        .replace(/&(#x?[\da-f]{1,6}|[a-z]{2,4});/gi, (entity, name) => character(name) ?? entity)
        .replace(/\s+/g, ' ');
}
function character(name) {
    if (!name.startsWith('#'))
        return ENTITIES[name.toLowerCase()];
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}


/***/ }),

/***/ 8863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bs: () => (/* binding */ maskCredentials),
/* harmony export */   Z5: () => (/* binding */ readAdminKey),
/* harmony export */   Zm: () => (/* binding */ refuseTracing)
/* harmony export */ });
/* unused harmony export isFork */
/* harmony import */ var _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5931);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9342);
/* harmony import */ var _domain_proxy_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3252);
/* harmony import */ var _definitions_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3683);




/** The admin key: the input, or else the environment variable, or else an empty text. */
function readAdminKey(env) {
    return (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(env, 'admin-api-key') || (env.OPENAI_ADMIN_KEY ?? '').trim();
}
/** Whether a dry run of a manifest checks the file alone, since pull requests of forks get no credentials. */
function isFork(inputs) {
    return (inputs.env.GITHUB_EVENT_NAME === 'pull_request' &&
        inputs.text('operation') === 'rotate' &&
        inputs.isGiven('manifest') &&
        inputs.isGiven('dry-run') &&
        readAdminKey(inputs.env) === '' &&
        !inputs.isGiven('github-token'));
}
/** Masks every credential that the step was given, before anything else is printed. */
function maskCredentials(env, masker) {
    for (const name of _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_NAMES */ .Qh) {
        const text = (0,_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(env, name) ?? '';
        if (_definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].secret && text !== _definitions_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].default)
            masker.mask(new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G(text));
    }
    masker.mask(new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G(env.OPENAI_ADMIN_KEY ?? ''));
    for (const form of (0,_domain_proxy_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyCredentials */ .FF)(env))
        masker.mask(new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G(form));
}
/** Variables that make Node print requests itself, so that this action cannot redact them. */
const PRINTING = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'];
const OPENS = 'opens the process to a debugger';
const REPORTS = 'writes a report with all environment variables';
const DUMPS = 'writes the memory of the process to a file';
/** Options in `NODE_OPTIONS` that can expose secrets, and how. */
const UNSAFE_OPTIONS = {
    '--abort-on-uncaught-exception': DUMPS,
    '--heapsnapshot-near-heap-limit': DUMPS,
    '--heapsnapshot-signal': DUMPS,
    '--inspect': OPENS,
    '--inspect-brk': OPENS,
    '--inspect-wait': OPENS,
    '--report-on-fatalerror': REPORTS,
    '--report-on-signal': REPORTS,
    '--report-uncaught-exception': REPORTS,
    '--tls-keylog': 'writes TLS keys to a file',
    '--trace-event-categories': 'writes a trace of the process to a file',
    '--trace-events-enabled': 'writes a trace of the process to a file',
    '--trace-tls': 'prints TLS traffic',
};
/**
 * Stops the step if Node is set to print, record or expose what the process does.
 *
 * @throws ActionError `environment`
 */
function refuseTracing(env) {
    const variable = PRINTING.find((name) => env[name]);
    if (variable !== undefined) {
        throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('environment', `The environment variable \`${variable}\` makes Node print requests, including the admin key. Nothing ` +
            'was sent. Remove the variable from this job.');
    }
    const [option, why] = unsafeOption(env.NODE_OPTIONS ?? '') ?? [];
    if (option === undefined)
        return;
    throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('environment', `\`NODE_OPTIONS\` contains \`${option}\`, which ${why}. Nothing was sent. Remove the option from the ` +
        'environment of this step.');
}
/** The first unsafe option, and why it is unsafe. */
function unsafeOption(options) {
    // Node takes `_` for `-`, and a value after `=`.
    const given = wordsOf(options).map((word) => word.split('=')[0]?.replaceAll('_', '-'));
    return Object.entries(UNSAFE_OPTIONS).find(([option]) => given.includes(option));
}
/**
 * Splits `NODE_OPTIONS` as Node does: at spaces outside double quotes. Within quotes, a backslash escapes
 * the next character.
 * https://nodejs.org/api/cli.html#node_optionsoptions
 */
function wordsOf(options) {
    const words = options.match(/(?:"(?:\\.|[^"\\])*"?|[^ "])+/gs) ?? [];
    return words.map((word) => word.replace(/"((?:\\.|[^"\\])*)"?/gs, (_, quoted) => quoted.replace(/\\(.)/gs, '$1')));
}


/***/ }),

/***/ 3683:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qh: () => (/* binding */ INPUT_NAMES),
/* harmony export */   R5: () => (/* binding */ readInput),
/* harmony export */   bK: () => (/* binding */ INPUT_RULES)
/* harmony export */ });
/* unused harmony exports OPERATIONS, INPUTS, ENTRY_INPUTS, inputVariable, defaultOf */
/** The operations, by the word that `operation` takes. */
const OPERATIONS = ['create', 'list', 'retrieve', 'verify', 'rotate', 'delete'];
const MAKING = ['create', 'rotate'];
const OF_SECRET = { for: MAKING, needs: 'secret-name' };
/** Every input. A test compares this table with `action.yml`. */
const INPUTS = {
    operation: { default: '', for: OPERATIONS, step: true },
    'admin-api-key': { default: '', for: OPERATIONS, secret: true, step: true },
    'base-url': { default: 'https://api.openai.com/v1', for: OPERATIONS, step: true },
    name: { default: '', for: ['create', 'list', 'verify', 'rotate'] },
    'project-id': { default: 'none', for: OPERATIONS, refusesEmpty: true, list: true },
    'service-account-id': {
        default: 'none',
        for: ['create', 'rotate', 'list', 'verify'],
        refusesEmpty: true,
    },
    scopes: { default: 'all', for: MAKING, refusesEmpty: true, list: true },
    'expires-in': { default: 'never', for: MAKING, refusesEmpty: true },
    'rotate-after': { default: 'none', for: ['rotate'], refusesEmpty: true },
    'min-remaining': { default: 'none', for: ['verify', 'rotate'], refusesEmpty: true },
    'grace-period': { default: '24h', for: ['rotate'], refusesEmpty: true },
    'secret-name': { default: '', for: MAKING },
    'secret-repositories': {
        default: '${{ github.repository }}',
        ...OF_SECRET,
        refusesEmpty: true,
        list: true,
    },
    'secret-environment': { default: 'none', ...OF_SECRET, refusesEmpty: true, list: true },
    'secret-organization': { default: 'none', ...OF_SECRET, refusesEmpty: true },
    'secret-visibility': { default: 'keep', ...OF_SECRET },
    'secret-app': { default: 'actions', ...OF_SECRET, list: true },
    manifest: { default: 'none', for: ['rotate', 'verify'], refusesEmpty: true, step: true },
    only: { default: 'all', for: ['rotate'], needs: 'manifest', refusesEmpty: true, list: true },
    'max-rotations': { default: '20', for: ['rotate'], needs: 'manifest' },
    'key-id': { default: '', for: ['retrieve', 'verify', 'delete'], list: true },
    'if-exists': { default: 'create', for: ['create'] },
    'revoke-after-job': { default: 'false', for: ['create'] },
    'output-value': { default: 'false', for: MAKING, step: true },
    'export-env': { default: '', for: MAKING, step: true },
    'github-token': { default: '', ...OF_SECRET, secret: true, step: true },
    'github-api-url': { default: '${{ github.api_url }}', for: MAKING, step: true },
    order: { default: 'asc', for: ['list'] },
    after: { default: '', for: ['list'] },
    limit: { default: '', for: ['list'] },
    'report-file': { default: '', for: OPERATIONS, step: true },
    'keys-file': { default: '', for: ['list', 'verify'] },
    'max-age': { default: 'none', for: ['verify'], refusesEmpty: true },
    'max-idle': { default: 'none', for: ['verify'], refusesEmpty: true },
    now: { default: 'false', for: ['rotate'], step: true },
    'require-expiry': { default: 'false', for: ['verify'] },
    'allowed-owners': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
    'allowed-owner-types': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
    'key-value': { default: 'none', for: ['verify'], refusesEmpty: true, secret: true },
    'on-violation': { default: 'fail', for: ['verify'] },
    'dry-run': { default: 'false', for: ['create', 'rotate', 'delete'], step: true },
    'retry-for': { default: '15m', for: OPERATIONS, step: true },
    timeout: { default: '30s', for: OPERATIONS, step: true },
    summary: { default: 'true', for: OPERATIONS, step: true },
};
const INPUT_RULES = INPUTS;
const INPUT_NAMES = Object.keys(INPUTS);
/** The inputs of `rotate` that are fields of an entry of a manifest, too. */
const ENTRY_INPUTS = INPUT_NAMES.filter((name) => {
    const { for: users, needs, step } = INPUT_RULES[name];
    return users.includes('rotate') && needs !== 'manifest' && !step;
});
/** The environment variable in which the runner passes an input. */
function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
/** An input as the runner passes it, trimmed; undefined if it was not given. */
function readInput(env, name) {
    return env[inputVariable(name)]?.trim();
}
/** The value of an input that was not given. */
function defaultOf(env, name) {
    const text = INPUT_RULES[name].default;
    if (text === '${{ github.repository }}')
        return env.GITHUB_REPOSITORY ?? '';
    if (text === '${{ github.api_url }}')
        return env.GITHUB_API_URL || 'https://api.github.com';
    return text;
}


/***/ }),

/***/ 6298:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ isSuccess),
/* harmony export */   x: () => (/* binding */ createApi)
/* harmony export */ });
/* harmony import */ var _http_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7388);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6902);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5159);



/**
 * The API over one transport. The official SDK is not used, since it sends a create up to three times and
 * has no idempotency key.
 */
function createApi(transport, options) {
    const { baseUrl, redact } = options;
    /** Whether the key was accepted earlier in this step. */
    let wasAccepted = false;
    const facts = {
        host: baseUrl.host,
        key: options.keyLabel ?? 'the key in `admin-api-key`',
        isOther: options.keyLabel !== undefined,
        byAdminKey: options.adminApiKey.matchesRedacted('sk-admin-...'),
        isRerun: options.isRerun ?? false,
    };
    return {
        options,
        as: (adminApiKey, keyLabel) => createApi(transport, { ...options, adminApiKey, keyLabel }),
        async send(request, parse) {
            const { method = 'GET', path, body, how, isGood = isSuccess } = request;
            if (options.readOnly && method !== 'GET')
                throw new Error('a dry run must not write');
            const context = { ...facts, ...request };
            const url = new URL(`${baseUrl.href.replace(/\/$/, '')}${path}`);
            const headers = {
                authorization: `Bearer ${options.adminApiKey.reveal()}`,
                accept: 'application/json',
                'user-agent': 'openai-admin-api-keys-action',
            };
            if (body !== undefined)
                headers['content-type'] = 'application/json';
            const sending = transport.send({ method, url, headers, body }, { repeatable: true, ...how });
            const response = await sending.catch((error) => {
                throw error instanceof _http_client_js__WEBPACK_IMPORTED_MODULE_0__.NetworkError ? (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .networkError */ .x6)(error, context) : error;
            });
            if (!isGood(response))
                throw (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .apiError */ .pb)(response, { ...context, wasAccepted }, redact);
            wasAccepted = true;
            try {
                return parse(response);
            }
            catch (error) {
                throw error instanceof _parse_js__WEBPACK_IMPORTED_MODULE_2__/* .UnreadableResponse */ .Vk
                    ? (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .unreadableError */ .Sw)(error.message, response, context, redact)
                    : error;
            }
        },
    };
}
function isSuccess({ status }) {
    return status >= 200 && status <= 299;
}


/***/ }),

/***/ 1699:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AE: () => (/* binding */ retryNotFound),
/* harmony export */   DZ: () => (/* binding */ projectPath),
/* harmony export */   Wh: () => (/* binding */ readProject),
/* harmony export */   c4: () => (/* binding */ isNotFound),
/* harmony export */   nX: () => (/* binding */ keysById)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7271);
/* harmony import */ var _http_retry_delay_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4472);
/* harmony import */ var _api_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6298);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6902);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5159);






/** What both kinds of keys have in common: their pages, and what takes an id. */
function keysById(api) {
    const { redact } = api.options;
    const projects = new Map();
    return {
        readKeys: (request, project) => api.send(request, (response) => {
            const page = (0,_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .readPage */ .SP)(response.body, redact, project);
            return { ...page, size: response.body.length, serverTime: (0,_http_retry_delay_js__WEBPACK_IMPORTED_MODULE_4__/* .serverClock */ .cB)(response) };
        }),
        retrieve(keyId, notAfter) {
            const how = { notAfter };
            const request = { what: `reading key \`${keyId}\``, keyId, path: pathOf(keyId), how };
            return api.send(request, (response) => ({
                key: (0,_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .readKey */ .YZ)(response.body, keyId, redact),
                serverTime: (0,_http_retry_delay_js__WEBPACK_IMPORTED_MODULE_4__/* .serverClock */ .cB)(response),
            }));
        },
        delete: (keyId) => api.send({
            what: `deleting key \`${keyId}\``,
            keyId,
            path: pathOf(keyId),
            method: 'DELETE',
            isGood: (response) => (0,_api_js__WEBPACK_IMPORTED_MODULE_1__/* .isSuccess */ .o)(response) || (response.status === 404 && !(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .isUnknownPath */ .iT)(response)),
        }, (response) => {
            if (response.status === 404)
                return 'gone';
            (0,_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .readDeleted */ .Qw)(response.body, keyId);
            return 'deleted';
        }),
        async checkProjectOf(keyId) {
            const { projectId } = (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_5__/* .splitKeyId */ .Xo)(keyId);
            if (projectId === null)
                return;
            const reading = projects.get(projectId) ?? readProject(api, projectId);
            projects.set(projectId, reading);
            await reading.catch((error) => {
                if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ))
                    throw error;
                const why = isNotFound(error)
                    ? `This organization has no project \`${projectId}\`. Correct the id in \`key-id\` or \`project-id\`, and ` +
                        'check that `admin-api-key` belongs to the organization of that project.'
                    : error.message;
                const message = `Key \`${keyId}\` was not found (404), which only counts as deleted in a project that exists. ${why}`;
                throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(error.code, message, { cause: error });
            });
        },
    };
}
/** Repeats what answers 404 while it is too new to be known, after each of the waits. */
async function retryNotFound(work, waits, sleep) {
    for (const wait of waits) {
        try {
            return await work();
        }
        catch (error) {
            if (!isNotFound(error))
                throw error;
            await sleep(wait);
        }
    }
    return work();
}
/** Whether an error says that there is no such thing. */
function isNotFound(error) {
    return error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ && error.code === 'not-found';
}
/**
 * @returns whether it is archived
 * @throws ActionError `not-found` where there is no such project
 */
function readProject(api, projectId) {
    const what = `reading project \`${projectId}\``;
    return api.send({ what, projectId, path: projectPath(projectId) }, ({ body }) => {
        const { id, status } = (0,_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .parseObject */ .lj)(body);
        if (id !== projectId)
            throw new _parse_js__WEBPACK_IMPORTED_MODULE_3__/* .UnreadableResponse */ .Vk('is about another project');
        return { isArchived: status === 'archived' };
    });
}
function projectPath(projectId) {
    return `/organization/projects/${encodeURIComponent(projectId)}`;
}
function pathOf(id) {
    const { projectId, keyId } = (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_5__/* .splitKeyId */ .Xo)(id);
    const key = encodeURIComponent(keyId);
    return projectId === null
        ? `/organization/admin_api_keys/${key}`
        : `${projectPath(projectId)}/api_keys/${key}`;
}


/***/ }),

/***/ 9061:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  v: () => (/* binding */ sendCreate)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/lost-create.js
var lost_create = __webpack_require__(8229);
// EXTERNAL MODULE: ./lib/http/retry-delay.js
var retry_delay = __webpack_require__(4472);
// EXTERNAL MODULE: ./lib/openai/api.js
var openai_api = __webpack_require__(6298);
// EXTERNAL MODULE: ./lib/openai/parse.js + 1 modules
var parse = __webpack_require__(5159);
// EXTERNAL MODULE: ./lib/domain/credential.js
var credential = __webpack_require__(5931);
// EXTERNAL MODULE: ./lib/domain/key.js
var key = __webpack_require__(7271);
// EXTERNAL MODULE: ./lib/http/client.js + 3 modules
var client = __webpack_require__(7388);
;// CONCATENATED MODULE: ./lib/openai/unknown-outcome.js






/**
 * How much of a name is saved for the post step, which gets it in a variable of limited size. One that
 * was cut is the name of no key, so none is deleted for it.
 */
const MAX_CLAIMED = 250;
/** The response to a create was lost, could not be read, or is about another key: one may exist. */
class UnknownOutcomeError extends domain_error/* ActionError */.lZ {
    /** What the response seems to say of the key, where part of it came through. */
    reported;
    /** The value that it gave. */
    value;
    constructor(failure, said) {
        super('unknown-outcome', failure.message, { cause: failure });
        this.reported = said?.reported;
        this.value = said?.value;
    }
}
/**
 * What to throw for a create that failed: the error itself where the server certainly made no key.
 *
 * @param response - undefined where no whole one arrived
 */
function classifyCreateError(error, response, { options: { redact, mask } }, project) {
    if (!(error instanceof domain_error/* ActionError */.lZ))
        return error;
    const salvage = (body) => salvageKey(body, redact, mask, project);
    if (response !== undefined) {
        const { status, body } = response;
        return status >= 300 && !(0,retry_delay/* isOutage */.uD)(response)
            ? error
            : new UnknownOutcomeError(error, salvage(body));
    }
    const { cause } = error;
    if (!(cause instanceof client.NetworkError) || !cause.sent)
        return error;
    return new UnknownOutcomeError(error, salvage(cause.partial?.body ?? ''));
}
/**
 * What an answer to a create says of its key, where it could not be used: whole but wrong, or cut in
 * the middle. A cut text may have held another `id` first, so it only ever says which key to look for.
 *
 * @param mask - gets the value, where there is one
 */
function salvageKey(body, redact, mask, project) {
    let json;
    try {
        json = (0,parse/* parseObject */.lj)(body);
    }
    catch {
        const matchIn = (pattern) => pattern.exec(body)?.[1];
        json = {
            id: matchIn(/"id"\s*:\s*"(key_[A-Za-z0-9_-]{1,200})"/),
            value: matchIn(/"value"\s*:\s*"([^"\\]+)"/),
        };
    }
    const value = (0,credential/* isKeyValue */.V)(json.value) ? new credential/* Credential */.G(json.value) : undefined;
    if (value !== undefined)
        mask(value);
    // It is named, and saved for the post step.
    if (!(0,key/* isKeyId */.rZ)(json.id) || redact(json.id) !== json.id)
        return undefined;
    const reported = {
        id: project === undefined ? json.id : (0,key/* longKeyId */.N1)(project.id, json.id),
        hasValue: value !== undefined,
        ...(typeof json.name === 'string' && { name: redact(json.name).slice(0, MAX_CLAIMED) }),
        ...(Number.isInteger(json.created_at) && { createdAt: Number(json.created_at) }),
        ...((json.expires_at === null || Number.isInteger(json.expires_at)) && {
            expiresAt: json.expires_at,
        }),
    };
    return { reported, value };
}

;// CONCATENATED MODULE: ./lib/openai/create-key.js






/**
 * Sends a create once, compares its response with what was asked, and classifies a failure.
 *
 * @param onAttempt - as for `create` of a client
 * @param project - whose key it will be; undefined: an admin key
 * @param scopes - what the key may do; null: all that its owner may do
 * @throws UnknownOutcomeError where the key may have been made all the same
 * @throws ActionError where it certainly was not
 */
async function sendCreate(api, path, spec, onAttempt, project, scopes = null) {
    const { monotonic, baseUrl, redact, mask } = api.options;
    const { name, lifetime } = spec;
    const body = {
        name,
        ...(lifetime !== null && { expires_in_seconds: lifetime }),
        ...(scopes !== null && { scopes }),
    };
    let sentAt = monotonic();
    let response;
    const request = {
        what: 'creating the key',
        path,
        projectId: project?.id,
        method: 'POST',
        body: JSON.stringify(body),
        how: {
            repeatable: false,
            onAttempt(at) {
                sentAt = monotonic();
                onAttempt?.(at);
            },
        },
        isGood(received) {
            response = received;
            return (0,openai_api/* isSuccess */.o)(received);
        },
    };
    /** Its value is hidden before the key is held against what was asked. */
    const read = (answer) => {
        const created = (0,parse/* readCreated */.$6)(answer.body, redact, mask, project);
        const clock = (0,retry_delay/* serverClock */.cB)(answer);
        // In whole seconds of the server's clock, which `Date` cuts and `created_at` may round.
        const window = clock === undefined
            ? undefined
            : {
                sent: Math.floor((clock - (monotonic() - sentAt)) / 1000),
                answered: Math.ceil(clock / 1000),
            };
        const misfit = (0,lost_create/* findMismatch */._n)(created.key, spec, window);
        if (misfit !== undefined) {
            throw new domain_error/* ActionError */.lZ('unreadable', `The answer of ${baseUrl.host} to the create is not about what was asked: ${misfit}.`);
        }
        const made = created.key.createdAt * 1000;
        return { ...created, age: (clock ?? made) - made };
    };
    try {
        return await api.send(request, read);
    }
    catch (error) {
        throw classifyCreateError(error, response, api, project);
    }
}


/***/ }),

/***/ 6902:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  pb: () => (/* binding */ apiError),
  iT: () => (/* binding */ isUnknownPath),
  x6: () => (/* binding */ networkError),
  Sw: () => (/* binding */ unreadableError)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/key.js
var domain_key = __webpack_require__(7271);
// EXTERNAL MODULE: ./lib/domain/url.js
var url = __webpack_require__(5917);
// EXTERNAL MODULE: ./lib/http/retry-delay.js
var retry_delay = __webpack_require__(4472);
// EXTERNAL MODULE: ./lib/http/web-page.js
var web_page = __webpack_require__(4308);
// EXTERNAL MODULE: ./lib/http/spending-limit.js
var spending_limit = __webpack_require__(1464);
;// CONCATENATED MODULE: ./lib/openai/causes.js

/*
 * The known causes for which OpenAI refuses a request. Any other refusal is quoted without advice, since
 * wrong advice misleads.
 * https://platform.openai.com/docs/guides/error-codes
 */
const SETTINGS = 'https://platform.openai.com/settings/organization';
const KEYS_PAGE = `${SETTINGS}/admin-keys`;
/** Only the start of a longer message is searched. */
const MAX_SEARCHED = 10_000;
const MONEY = [400, 402, 403, 429];
const DENIED = [401, 403];
const REJECTED = [400, 403, 422];
const money = (named, fact, remedy) => {
    return { code: 'no-credit', statuses: MONEY, named, fact, remedy };
};
const CAUSES = [
    money(/^credit_balance_exhausted$/, 'says that the organization has no credit left', `Waiting does not help: add credit at ${SETTINGS}/billing.`),
    money(/^organization_spend_limit_exceeded$/, 'says that the organization has reached its spend limit', `Raise the limit at ${SETTINGS}/limits, or wait for the next month.`),
    money(/^project_spend_limit_exceeded$/, 'says that the project has reached its spend limit', 'Raise the limit in the settings of the project, or wait for the next month.'),
    money(/^organization_usage_limit_exceeded$/, 'says that the organization has reached the usage limit that OpenAI set', `Request a higher limit at ${SETTINGS}/limits.`),
    money(spending_limit/* SPENDING_LIMIT */.f, 'refuses requests because of billing', `Waiting does not help: check ${SETTINGS}/billing and ${SETTINGS}/limits.`),
    {
        code: 'account-inactive',
        named: /^account_deactivated$/,
        said: /\baccount\b[^.]{0,100}\bdeactivated\b|\bdeactivated account\b/i,
        fact: 'says that the account of this key is deactivated',
        remedy: `OpenAI's email to that account says why. Another owner can create a key at ${KEYS_PAGE}.`,
    },
    {
        code: 'account-inactive',
        named: /^no_organization$/,
        said: /must be a member of an organization/i,
        fact: 'says that the account of this key is in no organization',
        remedy: `Its owner left the organization, or was removed. Another owner can create a key at ${KEYS_PAGE}.`,
    },
    {
        code: 'address-refused',
        named: /^ip_not_authorized$/,
        fact: 'does not accept the IP address of this runner',
        remedy: 'Add the address to the IP allowlist of the organization, and to that of the project if it has one ' +
            '(this takes up to 15 minutes), or use a runner whose address is on the list.',
    },
    {
        code: 'forbidden',
        named: /^unsupported_country/,
        said: /country, region, or territory not supported/i,
        fact: 'does not serve the country or region of this runner',
        remedy: 'Use a runner in another one.',
    },
    {
        code: 'wrong-host',
        statuses: [401, 403, 421],
        named: /^incorrect_hostname$/,
        said: /incorrect regional host ?name/i,
        fact: 'is not the host of this key, whose data stays in a region',
        remedy: ({ message }) => {
            const host = regionalHost(message);
            return host === undefined
                ? 'Set `base-url` to the address of that region.'
                : `Set \`base-url\` to \`https://${host}/v1\`.`;
        },
    },
    {
        code: 'forbidden',
        said: /\b(didn't|did not) provide an api key\b/i,
        fact: 'received no key',
        remedy: 'Something on the way removed the `Authorization` header: check `base-url` and the proxy.',
    },
    {
        code: 'missing-scope',
        isForModels: true,
        said: /insufficient permissions|missing scopes/i,
        fact: (key) => `accepts ${key} but does not let it list models`,
        remedy: 'Its scopes, or the role of its owner, do not include that.',
    },
    {
        code: 'missing-scope',
        said: /insufficient permissions|missing scopes/i,
        fact: (key) => `accepts ${key} but does not let it manage admin keys`,
        remedy: ({ byAdminKey }) => byAdminKey
            ? 'It needs the permission “Organization Administration: Write”, and its owner has to be an ' +
                `owner of the organization. Keys and their permissions are at ${KEYS_PAGE}.`
            : `It does not start with \`sk-admin-\`. Use an organization admin key, which an owner can create at ${KEYS_PAGE}.`,
    },
    {
        code: 'archived',
        statuses: [...REJECTED, 409],
        named: /^project_archived$/,
        said: /\bproject\b[^.]{0,80}\barchived\b|\barchived project\b/i,
        fact: 'says that the project is archived',
        remedy: 'Remove it from `project-id`.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^expires_in_seconds$/,
        said: /\bexpires_in_seconds\b/,
        fact: 'does not accept this lifetime of a key',
        remedy: 'The organization or the project may require an expiry, or limit it: set `expires-in` to what they allow.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^scopes\b/,
        fact: 'does not accept these scopes',
        remedy: 'Correct `scopes`.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^name$/,
        fact: 'does not accept this name of a key',
        remedy: 'Choose another `name`.',
    },
];
/** The known cause of a refusal; undefined if there is none. */
function causeOf(refused) {
    // The API does not know such a key, whatever else the message says.
    if (isInvalidKey(refused))
        return undefined;
    const message = refused.message.slice(0, MAX_SEARCHED);
    return CAUSES.find(({ statuses = DENIED, isForModels, named, said, param }) => statuses.includes(refused.status) &&
        (isForModels ?? refused.isForModels) === refused.isForModels &&
        (named?.test(refused.code) ||
            named?.test(refused.type) ||
            said?.test(message) ||
            param?.test(refused.param)));
}
function isInvalidKey({ code, type }) {
    return code === 'invalid_api_key' || type === 'invalid_api_key';
}
/** Whether a 401 says that the key is not valid. */
function isDeadKey(refused) {
    return (isInvalidKey(refused) ||
        /incorrect api key|invalid api key|invalid authentication/i.test(refused.message));
}
/** The regional host in a message. Only a host of OpenAI: the admin key will be sent there. */
function regionalHost(message) {
    return /(?<![\w.@-])([a-z]{2}\.api\.openai\.com)(?![\w@-]|\.\w)/.exec(message)?.[1];
}

// EXTERNAL MODULE: ./lib/openai/parse.js + 1 modules
var parse = __webpack_require__(5159);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
;// CONCATENATED MODULE: ./lib/openai/quote.js



/** The maximum length of a quoted message. */
const MAX_QUOTE = 500;
/** Status, request id, message and tries of a refusal, to end a sentence with. */
function detailsOf(answer, redact) {
    const words = (0,parse/* readErrorMessage */.IP)(answer.body).message || (0,web_page/* shortText */.os)(answer, MAX_QUOTE);
    const message = cleaned(words, redact).slice(0, MAX_QUOTE).toWellFormed();
    const quote = message === '' ? '' : `, saying “${message}”`;
    const tried = answer.tried === '' ? '' : ` ${answer.tried}.`;
    return ` (${answer.status}${requestId(answer)})${pageIn(answer, redact)}${quote}.${tried}`;
}
/** Describes a web page that came instead of the API's response; empty if none did. */
function pageIn(answer, redact) {
    if (!(0,web_page/* isWebPage */.AA)(answer))
        return '';
    return `, with ${(0,web_page/* describeWebPage */.Dd)(answer, (text) => cleaned(text, redact))}`;
}
/** Makes a server's text safe to show. It is redacted before it is cut, since half a secret is not found. */
function cleaned(text, redact) {
    // Messages about a bad key show its start and end, so words that start like a key or contain asterisks
    // are replaced.
    return (0,domain_text/* oneLine */.TN)(redact(text)
        .slice(0, 20 * MAX_QUOTE)
        .toWellFormed()).replace(/[^\s"',;()]+/g, (word) => (/^sk-|[^A-Za-z0-9]sk-|\*{3}/.test(word) ? '***' : word));
}
/** OpenAI's id of the request; empty without one. */
function requestId(answer) {
    const id = answer.headers['x-request-id'];
    return typeof id === 'string' && /^[\w.-]{1,100}$/.test(id) ? `, request ${id}` : '';
}

;// CONCATENATED MODULE: ./lib/openai/errors.js








/** Whether a 404 is about an unknown path instead of an unknown key. */
function isUnknownPath(answer) {
    const { message } = (0,parse/* readErrorMessage */.IP)(answer.body);
    return message === '' || /\b(invalid|unknown)( request)? url\b/i.test(message);
}
/**
 * Describes a response that is not a success: what was refused, why, and what to do. If the cause is not
 * known, the response is quoted without advice.
 * https://platform.openai.com/docs/guides/error-codes
 */
function apiError(answer, context, redact) {
    const { status } = answer;
    const { what, host } = context;
    const details = detailsOf(answer, redact);
    const refused = {
        ...(0,parse/* readErrorMessage */.IP)(answer.body),
        status,
        byAdminKey: context.byAdminKey,
        isForModels: context.isForModels ?? false,
    };
    const cause = causeOf(refused);
    if (cause !== undefined) {
        const remedy = typeof cause.remedy === 'string' ? cause.remedy : cause.remedy(refused);
        const fact = typeof cause.fact === 'string' ? cause.fact : cause.fact(context.key);
        return new domain_error/* ActionError */.lZ(cause.code, `${host} ${fact}: ${what} was refused${details} ${remedy}`);
    }
    if (answer.headers['cf-mitigated'] !== undefined) {
        return new domain_error/* ActionError */.lZ(status >= 500 ? 'unavailable' : 'forbidden', `Cloudflare blocked this runner as a bot in front of ${host}: ${what} was refused${details} ` +
            'Use a runner with another IP address.');
    }
    if ((0,retry_delay/* isRateLimit */.a5)(answer)) {
        return new domain_error/* ActionError */.lZ('rate-limited', `The rate limit of ${host} is exceeded: ${what} was refused${details} ` +
            'Admin endpoints accept about six requests a minute: run this later, avoid parallel jobs that ' +
            'use the API, or raise `retry-for`.');
    }
    if (status === 404)
        return notFound(answer, context, details);
    if ((0,retry_delay/* isOutage */.uD)(answer)) {
        return new domain_error/* ActionError */.lZ('unavailable', `${host} is not available: ${what} failed${details} ${whatToDoLater(answer, host)}`);
    }
    if ((0,web_page/* isWebPage */.AA)(answer)) {
        return new domain_error/* ActionError */.lZ('rejected', `Something other than the API answered for ${host}: ${what} failed${details} Check ` +
            '`base-url`, the proxy and the network of the runner.');
    }
    if (status === 401) {
        const isDead = answer.body.trim() === '' || isDeadKey(refused);
        const known = context.isRerun ? ` ${RERUN}` : isDead ? ` ${DEAD_KEY}` : '';
        const remedy = context.wasAccepted ? ` ${DEAD_SINCE}` : known;
        return new domain_error/* ActionError */.lZ(context.isOther ? 'invalid-key' : 'unauthorized', `${host} refused ${context.key}: ${what} failed${details}${remedy}`);
    }
    if (status === 403) {
        return new domain_error/* ActionError */.lZ('forbidden', `${host} does not allow it: ${what} was refused${details}`);
    }
    return new domain_error/* ActionError */.lZ('rejected', `${host} rejected the request: ${what} failed${details}`);
}
const RERUN = 'This run is a re-run, which gets the secrets as they were when the run was first started: a key ' +
    'that was rotated since is no longer valid. Start a new run instead.';
const DEAD_SINCE = 'It was accepted earlier in this step, so it has been deleted or revoked since.';
const DEAD_KEY = 'The key was deleted, has expired or is not an admin key. Save a valid one in the secret; keys are ' +
    `listed at ${KEYS_PAGE}.`;
function notFound(answer, context, details) {
    const { what, host, keyId, projectId } = context;
    if (isUnknownPath(answer) || (keyId ?? projectId) === undefined) {
        return new domain_error/* ActionError */.lZ('rejected', `${host} has no admin API at this address: ${what} failed${details} ` +
            'Check the path of `base-url`: it usually ends in `/v1`.');
    }
    if (keyId === undefined) {
        return new domain_error/* ActionError */.lZ('not-found', `This organization has no project \`${projectId}\`: ${what} failed${details} Correct \`project-id\`, and ` +
            'check that `admin-api-key` belongs to the organization of that project.');
    }
    const key = (0,domain_key/* splitKeyId */.Xo)(keyId);
    return new domain_error/* ActionError */.lZ('not-found', key.projectId === null
        ? `No admin key has the id \`${keyId}\` in this organization${details} ` +
            "`operation: list` shows the ids. A project's key has an id such as `proj_…/key_…`."
        : `Project \`${key.projectId}\` has no key \`${key.keyId}\`, or there is no such project${details} ` +
            '`operation: list` with `project-id` shows the ids.');
}
/** The status page covers only OpenAI's own servers, or a local one in their place. */
function whatToDoLater(answer, host) {
    const later = (0,url/* isExpectedHost */.R9)(host.replace(/:\d+$/, ''))
        ? 'See https://status.openai.com and run this again later, or raise `retry-for`.'
        : 'Run this again later, or raise `retry-for`.';
    // With a request id, the page is from the API itself.
    if (!(0,web_page/* isWebPage */.AA)(answer) || requestId(answer) !== '')
        return later;
    return `${later} If it fails again, check what sent the page: \`base-url\` and the proxy.`;
}
/** Describes a request without a complete response. */
function networkError(error, context) {
    const tried = error.tried === '' ? '' : ` ${error.tried}.`;
    const start = `${context.what} failed`;
    const failure = (code, message) => new domain_error/* ActionError */.lZ(code, message, { cause: error });
    switch (error.kind) {
        case 'cancelled':
            return failure('cancelled', `The job was cancelled: ${start}.`);
        case 'unreachable':
            return failure('unreachable', `${context.host} could not be reached: ${start} (${error.message}).${tried} Check \`base-url\`, ` +
                'the proxy settings and the network of the runner.');
        case 'too-large':
            return failure('unreadable', `${unexpected(context)}: ${error.message}.`);
        default:
            return failure('unavailable', `${context.host} did not answer: ${start} (${error.message}).${tried} Run this again later, or ` +
                'raise `timeout` and `retry-for`.');
    }
}
/** Describes a success whose body is not what the API documents. */
function unreadableError(problem, answer, context, redact) {
    return new domain_error/* ActionError */.lZ('unreadable', `${unexpected(context)}: the answer ${problem}${requestId(answer)}${pageIn(answer, redact)}. Check that ` +
        '`base-url` points to the OpenAI API and that nothing on the way answers in its place.');
}
function unexpected({ host, what }) {
    return `${host} does not answer like the admin API when ${what}`;
}


/***/ }),

/***/ 5518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bl: () => (/* binding */ MAX_LISTED),
/* harmony export */   TH: () => (/* binding */ listKeys),
/* harmony export */   cP: () => (/* binding */ listWhole),
/* harmony export */   di: () => (/* binding */ sortKeys),
/* harmony export */   md: () => (/* binding */ PAGE_SIZE)
/* harmony export */ });
/* unused harmony exports findKeys, toFoundKeys */
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/** The largest page that list endpoints of this API take. */
const PAGE_SIZE = 100;
/** Far beyond any organization; a server that goes on for longer is not telling the truth. */
const MAX_PAGES = 1000;
const MAX_KEYS = MAX_PAGES * PAGE_SIZE;
/** The pages of a listing together, in characters: a hundred thousand keys, and more. */
const MAX_LISTED = 64 * 1024 * 1024;
/**
 * Reads page after page until the end, or until `limit` keys match.
 *
 * @throws ActionError of the client's, or `unreadable` where the pages lead nowhere
 */
async function listKeys(client, query) {
    // Without an order, the first keys are only known at the end.
    const limit = (client.isOrdered ? query.limit : undefined) ?? Number.POSITIVE_INFINITY;
    const room = query.room ?? { left: MAX_LISTED };
    const seen = new Set();
    const keys = [];
    let after = query.after;
    for (let page = 1; page <= MAX_PAGES; page++) {
        // With a pattern, nobody knows how many keys it takes to find the ones that match.
        const size = query.matches === undefined ? Math.min(PAGE_SIZE, limit - keys.length) : PAGE_SIZE;
        const { order, notAfter } = query;
        const asking = client.listPage({ order, limit: size, after, notAfter });
        const listed = await asking.catch((error) => {
            throw query.strict && page > 1 && isRefusedCursor(error) ? changed() : error;
        });
        const { hasMore, total = 0, serverTime } = listed;
        room.left -= listed.size ?? 0;
        if (room.left < 0)
            throw leadsNowhere('it is larger than 64 MiB');
        const known = seen.size;
        for (const key of listed.keys) {
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
            const sorted = client.isOrdered ? keys : sortKeys(keys, query.order);
            return { keys: sorted.slice(0, query.limit), ids: seen, serverTime };
        }
        if (seen.size >= MAX_KEYS)
            throw leadsNowhere(`there was no end after ${MAX_KEYS} keys`);
        if (seen.size === known)
            throw leadsNowhere('a page brought no new key though more were promised');
        after = listed.keys.at(-1)?.id;
    }
    throw leadsNowhere(`there was no end after ${MAX_PAGES} pages`);
}
/**
 * Every key that matches, from one view of them all: a listing that changed while it was read is
 * read once more, and fails if that changes too.
 *
 * @throws ActionError of the client's, `unreadable`, or `changed`
 */
async function listWhole(client, which = {}) {
    const list = () => listKeys(client, { ...which, order: 'asc', strict: true });
    return list().catch((error) => {
        if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ) || error.code !== 'changed')
            throw error;
        return list();
    });
}
/**
 * Lists every key of exactly this name.
 *
 * @param now - Unix milliseconds
 * @throws ActionError of the client's, or where the listing changes while it is read
 */
async function findKeys(client, name, now) {
    const isOfName = (key) => key.name === name && client.whyForeign(key) === undefined;
    return toFoundKeys(await listWhole(client, { matches: isOfName }), now());
}
/**
 * Keys of one name, from a listing.
 *
 * @param localTime - Unix milliseconds at the time of the listing
 */
function toFoundKeys({ keys, ids, serverTime }, localTime) {
    const time = serverTime ?? localTime;
    return {
        keys,
        ids,
        now: Math.floor(time / 1000),
        offset: time - localTime,
        isTimed: serverTime !== undefined,
    };
}
/** Keys by their creation, then by id. */
function sortKeys(keys, order) {
    const sign = order === 'asc' ? 1 : -1;
    return keys.toSorted((a, b) => sign * (a.createdAt - b.createdAt || (a.id < b.id ? -1 : Number(a.id > b.id))));
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
    return new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unreadable', `The listing of keys does not end: ${what}. Check that \`base-url\` points to the OpenAI API ` +
        'and that nothing on the way answers in its place.');
}


/***/ }),

/***/ 5159:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Vk: () => (/* binding */ UnreadableResponse),
  lj: () => (/* binding */ parseObject),
  $6: () => (/* binding */ readCreated),
  Qw: () => (/* binding */ readDeleted),
  IP: () => (/* binding */ readErrorMessage),
  YZ: () => (/* binding */ readKey),
  SP: () => (/* binding */ readPage),
  VH: () => (/* binding */ readProjects)
});

// EXTERNAL MODULE: ./lib/domain/credential.js
var credential = __webpack_require__(5931);
// EXTERNAL MODULE: ./lib/domain/key.js
var domain_key = __webpack_require__(7271);
// EXTERNAL MODULE: ./lib/http/json-limits.js
var json_limits = __webpack_require__(9281);
;// CONCATENATED MODULE: ./lib/openai/redaction.js
/* Redacts the credentials in a response, in every field. */
/** How much of a key a redacted value may show on each side of its dots or stars. */
const MAX_END = 20;
/**
 * Words of the API that are never redacted, even if a step has such a word for a password.
 */
const OWN_WORDS = new Set([
    ...[
        'object',
        'id',
        'name',
        'redacted_value',
        'created_at',
        'expires_at',
        'last_used_at',
        'owner',
    ],
    ...['type', 'role', 'user', 'service_account', 'member', 'organization.admin_api_key'],
    ...['organization.user', 'organization.service_account', 'organization.project.api_key'],
]);
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Redacts every text in a response, and shortens the ends of redacted values. */
function redactFields(json, redact) {
    return Object.fromEntries(Object.entries(json).map(([field, item]) => [
        OWN_WORDS.has(field) ? field : redact(field),
        field === 'redacted_value' && typeof item === 'string'
            ? redact(endsOf(item))
            : redactItem(item, redact),
    ]));
}
function redactItem(value, redact) {
    if (typeof value === 'string')
        return OWN_WORDS.has(value) ? value : redact(value);
    if (Array.isArray(value))
        return value.map((item) => redactItem(item, redact));
    return isObject(value) ? redactFields(value, redact) : value;
}
/** A redacted value with at most `MAX_END` characters on each side; both sides identify the key. */
function endsOf(redacted) {
    const gap = redacted.search(/[.*…]/);
    const rest = redacted.slice(Math.max(0, gap));
    const end = rest.search(/[^.*…]/);
    const tail = rest.slice(Math.max(0, end));
    if (gap < 0 || end < 0 || /[.*…]/.test(tail))
        return redacted;
    return redacted.slice(0, Math.min(gap, MAX_END)) + rest.slice(0, end) + tail.slice(-MAX_END);
}
/**
 * The redaction that a response needs; null if one search of the body finds nothing to redact.
 */
function redactionFor(body, redact) {
    const text = unescaped(body);
    return redact(text) === text ? null : redact;
}
/** A JSON text with decoded escapes, only for this search. */
function unescaped(json) {
    if (!json.includes('\\'))
        return json;
    return json.replace(/\\(?:u([0-9A-Fa-f]{4})|([bfnrt])|(.))/g, (_, code, control, other) => control === undefined ? (other ?? String.fromCharCode(Number.parseInt(code, 16))) : '\n');
}

;// CONCATENATED MODULE: ./lib/openai/parse.js




/*
 * What the API sent, checked at the boundary: strict about what decisions rest on, permissive about
 * what the API's own pages contradict each other on. Every text is redacted here, once, so that no
 * credential that a server put into a name or a new field can travel further.
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 */
/** The latest moment that a Date can hold as a four-digit year. */
const MAX_TIME = 253_402_300_799;
/** A hundred are asked for; a server in between may know no pages. */
const MAX_PAGE = 10_000;
/** An answer that is not what the API promises. The message completes "…: it ". */
class UnreadableResponse extends Error {
    name = 'UnreadableResponse';
}
/** @throws UnreadableResponse unless the body is a JSON object within limits */
function parseObject(body) {
    const excess = (0,json_limits/* findExcess */.L)(body);
    if (excess !== undefined)
        throw new UnreadableResponse(excess);
    let parsed;
    try {
        parsed = JSON.parse(body);
    }
    catch {
        throw new UnreadableResponse('is not JSON');
    }
    if (!isObject(parsed))
        throw new UnreadableResponse('is not a JSON object');
    return parsed;
}
function time(json, field) {
    const value = json[field];
    if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TIME) {
        return Number(value);
    }
    throw new UnreadableResponse(`has no usable \`${field}\``);
}
function parse_text(value) {
    return typeof value === 'string' ? value : null;
}
/** A project's key names its owner one level deeper: `{type: "user", user: {id, …}}`. */
function toOwner(value) {
    if (!isObject(value))
        return null;
    const nested = [value.service_account, value.user].find(isObject);
    const fields = nested ?? value;
    const name = parse_text(fields.name);
    return {
        id: parse_text(fields.id),
        type: parse_text(value.type),
        // Some have an e-mail address for a name, which is personal; it stays in the raw key.
        name: name?.includes('@') ? null : name,
        role: parse_text(fields.role),
    };
}
/** @param project - whose key it is; undefined: an admin key */
function toKey(json, redact, project, isCreated = false) {
    if (!isObject(json))
        throw new UnreadableResponse('holds something that is not a key');
    // Even where there is none, a `delete` costs as much as reading all the other fields.
    if ('value' in json)
        delete json.value;
    const raw = redact === null ? json : redactFields(json, redact);
    if (!(0,domain_key/* isKeyId */.rZ)(raw.id))
        throw new UnreadableResponse('has no usable `id`');
    const redacted = raw.redacted_value;
    const hasRedacted = typeof redacted === 'string' && redacted !== '';
    if (!hasRedacted && !(isCreated && project !== undefined)) {
        throw new UnreadableResponse('has no usable `redacted_value`');
    }
    const lastUsed = raw.last_used_at;
    return {
        id: project === undefined ? raw.id : (0,domain_key/* longKeyId */.N1)(project.id, raw.id),
        project: project ?? null,
        name: parse_text(raw.name),
        redactedValue: hasRedacted ? redacted : '',
        createdAt: time(raw, 'created_at'),
        expiresAt: raw.expires_at == null ? null : time(raw, 'expires_at'),
        lastUsedAt: Number.isInteger(lastUsed) ? time(raw, 'last_used_at') : null,
        owner: toOwner(raw.owner),
        raw,
    };
}
/**
 * The key that was asked for by its id, which is in the long form for a project's key.
 *
 * @throws UnreadableResponse also where the response is about another key
 */
function readKey(body, keyId, redact) {
    const { projectId } = (0,domain_key/* splitKeyId */.Xo)(keyId);
    const project = projectId === null ? undefined : { id: projectId, name: null };
    const key = toKey(parseObject(body), redactionFor(body, redact), project);
    if (key.id !== keyId)
        throw new UnreadableResponse('is about another key than was asked for');
    return key;
}
/**
 * A page of keys.
 *
 * @param project - whose keys they are; undefined: admin keys
 * @throws UnreadableResponse
 */
function readPage(body, redact, project) {
    const { items, hasMore, total } = readList(body);
    const redaction = redactionFor(body, redact);
    return { keys: items.map((item) => toKey(item, redaction, project)), hasMore, total };
}
/** @throws UnreadableResponse */
function readList(body) {
    const json = parseObject(body);
    const { data, has_more: hasMore, total_count: total } = json;
    if (!Array.isArray(data))
        throw new UnreadableResponse('has no `data` list');
    if (data.length > MAX_PAGE)
        throw new UnreadableResponse('has far more items than a page');
    if (typeof hasMore !== 'boolean')
        throw new UnreadableResponse('has no `has_more`');
    if (hasMore && data.length === 0) {
        throw new UnreadableResponse('is empty, though it says that there is more');
    }
    return { items: data, hasMore, total: Number.isInteger(total) ? Number(total) : undefined };
}
/**
 * A page of projects.
 *
 * @throws UnreadableResponse
 */
function readProjects(body, redact) {
    const { items, hasMore } = readList(body);
    const projects = items.map((item) => {
        if (!isObject(item) || typeof item.id !== 'string' || !(0,domain_key/* isPlaceId */.hk)(item.id)) {
            throw new UnreadableResponse('has a project without a usable `id`');
        }
        const { id } = item;
        const name = parse_text(item.name);
        const isArchived = item.status === 'archived' || typeof item.archived_at === 'number';
        return { id, name: name === null ? null : redact(name), isArchived };
    });
    return { projects, hasMore };
}
/**
 * The new key and its value. The value is handed to `mask` before anything else is looked at, and
 * so before anything can fail with a text that holds it.
 *
 * @param project - whose key it is; undefined: an admin key
 * @throws UnreadableResponse
 */
function readCreated(body, redact, mask, project) {
    const json = parseObject(body);
    const text = json.value;
    if (!(0,credential/* isKeyValue */.V)(text))
        throw new UnreadableResponse('has no usable `value`');
    const value = new credential/* Credential */.G(text);
    mask(value);
    return { key: toKey(json, redact, project, true), value };
}
/** @throws UnreadableResponse unless the response says that exactly this key is deleted */
function readDeleted(body, keyId) {
    const json = parseObject(body);
    if (json.id !== (0,domain_key/* splitKeyId */.Xo)(keyId).keyId || json.deleted !== true) {
        throw new UnreadableResponse('does not say that this key is deleted');
    }
}
/** The API's own words about a refusal, in any of the forms seen; a text is empty where it does not say. */
function readErrorMessage(body) {
    const error = errorIn(body);
    const fields = isObject(error) ? error : { message: error };
    return {
        message: parse_text(fields.message) ?? '',
        type: parse_text(fields.type) ?? '',
        code: parse_text(fields.code) ?? '',
        /** The field of the request that it does not take. */
        param: parse_text(fields.param) ?? '',
    };
}
function errorIn(body) {
    try {
        return parseObject(body).error;
    }
    catch {
        return undefined;
    }
}


/***/ })

};

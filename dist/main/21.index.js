export const id = 21;
export const ids = [21];
export const modules = {

/***/ 1839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ createExchange),
/* harmony export */   S: () => (/* binding */ ExchangeError)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9342);
/* harmony import */ var _domain_url_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5917);




/** A body larger than this is not read to its end: no honest answer comes near it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/**
 * An exchange that brought no whole answer. `sent` is false only where no connection to the server
 * was made, so that the request certainly had no effect. `partial` is what had arrived.
 */
class ExchangeError extends Error {
    name = 'ExchangeError';
    kind;
    sent;
    partial;
    // The transport's to fill in, for a request that was tried more than once:
    /** Empty, or what was tried before giving up. */
    tried = '';
    /** Whether an earlier attempt may have had its effect. */
    uncertain = false;
    constructor(kind, message, options) {
        super(message, { cause: options.cause });
        this.kind = kind;
        this.sent = options.sent;
        this.partial = options.partial;
    }
}
/**
 * The exchange on Node's own client. Certificates are verified even where the environment switches
 * that off for the default agent; `HTTPS_PROXY` and `NO_PROXY` are honoured by the agent.
 *
 * @throws TypeError where a proxy variable holds no URL
 */
function createExchange(env) {
    const direct = new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent({ keepAlive: true, rejectUnauthorized: true });
    const plain = new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent({ keepAlive: true });
    const proxied = new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent({ keepAlive: true, rejectUnauthorized: true, proxyEnv: env });
    return (request, { timeoutMs, signal }) => new Promise((resolve, reject) => {
        const secure = request.url.protocol === 'https:';
        const local = (0,_domain_url_js__WEBPACK_IMPORTED_MODULE_3__/* .isLoopback */ .U)(request.url.hostname);
        let connected = false;
        let head;
        const chunks = [];
        let length = 0;
        const answer = () => head && {
            status: head.statusCode ?? 0,
            headers: head.headers,
            body: Buffer.concat(chunks).toString('utf8'),
        };
        const fail = (kind, message, cause) => {
            settle();
            reject(new ExchangeError(kind, message, { sent: connected, partial: answer(), cause }));
            outgoing.destroy();
        };
        const cancel = () => fail('cancelled', 'the step was cancelled');
        const timer = setTimeout(() => fail('timeout', `no ${head ? 'complete ' : ''}answer within ${timeoutMs / 1000} s`), timeoutMs);
        const settle = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', cancel);
        };
        const outgoing = (secure ? node_https__WEBPACK_IMPORTED_MODULE_1__ : node_http__WEBPACK_IMPORTED_MODULE_0__).request(request.url, {
            method: request.method,
            headers: { 'accept-encoding': 'identity', ...request.headers },
            agent: secure ? (local ? direct : proxied) : plain,
        });
        outgoing.on('socket', (socket) => {
            // Nothing of the request leaves before the handshake is over, so until then it is not sent.
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
            fail(kind, (0,_domain_error_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .b)(error), error);
        });
        outgoing.on('response', (incoming) => {
            head = incoming;
            connected = true;
            incoming.on('data', (chunk) => {
                length += chunk.length;
                if (length > MAX_BODY_BYTES)
                    fail('too-large', 'the answer is larger than 16 MiB');
                else
                    chunks.push(chunk);
            });
            incoming.on('error', (error) => fail('cut', 'the answer broke off', error));
            incoming.on('end', () => {
                settle();
                resolve(answer());
            });
        });
        if (signal?.aborted)
            cancel();
        else
            signal?.addEventListener('abort', cancel, { once: true });
        outgoing.end(request.body);
    });
}


/***/ }),

/***/ 5021:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  perform: () => (/* binding */ perform)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/http/exchange.js
var exchange = __webpack_require__(1839);
// EXTERNAL MODULE: ./lib/domain/duration.js
var duration = __webpack_require__(738);
;// CONCATENATED MODULE: ./lib/http/waits.js
/** A rate limit that names no time refills in about a minute, measured on a sibling endpoint. */
const SILENT_RATE_LIMIT_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
function headerOf(response, name) {
    const value = response.headers[name];
    return typeof value === 'string' ? value.trim() : undefined;
}
/**
 * The server's own clock, from its `Date` header.
 *
 * @returns Unix milliseconds, or undefined where it does not say
 */
function serverClock(response) {
    const at = Date.parse((response && headerOf(response, 'date')) ?? '');
    return Number.isNaN(at) ? undefined : at;
}
/**
 * How long the server asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date, or the
 * time at which GitHub's spent quota is renewed.
 *
 * @param now - Unix milliseconds, used where the answer carries no `Date`
 * @returns milliseconds, or undefined where it does not ask
 */
function requestedWait(response, now) {
    const clock = serverClock(response) ?? now;
    const milliseconds = headerOf(response, 'retry-after-ms');
    if (milliseconds !== undefined && /^\d+(\.\d+)?$/.test(milliseconds)) {
        return Number(milliseconds);
    }
    const after = headerOf(response, 'retry-after');
    if (after !== undefined) {
        if (/^\d+(\.\d+)?$/.test(after))
            return Number(after) * 1000;
        // `Date.parse` by itself finds a date in almost anything, `-5` included.
        const date = /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(after) ? Date.parse(after) : Number.NaN;
        if (!Number.isNaN(date))
            return Math.max(0, date - clock);
    }
    const reset = headerOf(response, 'x-ratelimit-reset');
    if (headerOf(response, 'x-ratelimit-remaining') === '0' && /^\d{9,11}$/.test(reset ?? '')) {
        return Math.max(0, Number(reset) * 1000 - clock);
    }
    return undefined;
}
/** Whether an answer says that too much was asked of the server, and nothing was done. */
function isRateLimit(response) {
    if (response.status === 429)
        return true;
    // GitHub's secondary limits answer 403, told from a refusal by these headers.
    return (response.status === 403 &&
        ('retry-after' in response.headers || response.headers['x-ratelimit-remaining'] === '0'));
}
/** Whether a later try may fare better than this answer. */
function isTransient(response) {
    return isRateLimit(response) || response.status === 408 || response.status >= 500;
}
/**
 * How long to wait before the next try: as long as the server says, about a minute after a rate
 * limit that says nothing, else exponentially from a second to half a minute. Jitter keeps jobs
 * that failed together from coming back together.
 *
 * @param response - the answer that was no good, or undefined where none came
 * @param tries - how many there were, from 1
 * @param random - in [0, 1)
 * @param now - Unix milliseconds
 * @returns milliseconds
 */
function waitBefore(response, tries, random, now) {
    const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (tries - 1), LONGEST_BACKOFF_MS);
    const jittered = backoff * (0.5 + random / 2);
    const asked = response && requestedWait(response, now);
    // Not sooner than the backoff, or a server that says 0 would be asked as fast as it answers.
    if (asked !== undefined)
        return Math.max(asked, jittered);
    if (response && isRateLimit(response))
        return SILENT_RATE_LIMIT_MS * (1 + random / 10);
    return jittered;
}

;// CONCATENATED MODULE: ./lib/http/transport.js




/** Waits from this length on are announced, so that a quiet log is never a riddle. */
const LONG_WAIT_MS = 5_000;
function createTransport(deps, patience) {
    async function send(request, options) {
        const started = deps.now();
        const end = Math.min(started + patience.retryForMs, options.notAfter ?? Number.POSITIVE_INFINITY);
        let uncertain = false;
        const label = `${request.method} ${request.url.host}${request.url.pathname}`;
        for (let tries = 1;; tries++) {
            const outcome = await attempt(request, options);
            const failed = outcome instanceof exchange/* ExchangeError */.S;
            deps.debug(`${label}: ${failed ? outcome.message : outcome.status} (try ${tries})`);
            if (!failed)
                refuseRedirect(request, outcome, uncertain);
            const again = failed ? mayRepeat(outcome, options) : mayRepeatAfter(outcome, options);
            if (!again)
                return finish(outcome, '', uncertain);
            const now = deps.now();
            const wait = waitBefore(failed ? undefined : outcome, tries, deps.random(), now);
            if (now + wait > end) {
                return finish(outcome, gaveUp(tries, now - started, wait, patience.retryForMs), uncertain);
            }
            uncertain ||= failed ? outcome.sent : !isRateLimit(outcome);
            const line = `${reasonOf(request, outcome)}; next try in ${(0,duration/* formatDuration */.a3)(wait / 1000)}`;
            if (wait >= LONG_WAIT_MS)
                deps.info(`${line}, at ${clockTime(now + wait)}.`);
            else
                deps.debug(`${line}.`);
            await deps.sleep(wait, deps.cancelled);
        }
    }
    async function attempt(request, options) {
        try {
            options.onAttempt?.(deps.now());
            const signal = options.droppable ? deps.cancelled : undefined;
            return await deps.exchange(request, { timeoutMs: patience.timeoutMs, signal });
        }
        catch (error) {
            if (error instanceof exchange/* ExchangeError */.S)
                return error;
            throw error;
        }
    }
    return { send };
}
function mayRepeat(error, options) {
    if (error.kind === 'cancelled' || error.kind === 'too-large')
        return false;
    return options.repeatable || !error.sent;
}
function mayRepeatAfter(response, options) {
    return options.repeatable ? isTransient(response) : isRateLimit(response);
}
function finish(outcome, tried, uncertain) {
    if (!(outcome instanceof exchange/* ExchangeError */.S))
        return { ...outcome, tried, uncertain };
    outcome.tried = tried;
    outcome.uncertain = uncertain;
    throw outcome;
}
function refuseRedirect(request, response, uncertain) {
    if (response.status < 300 || response.status > 399)
        return;
    const { location } = response.headers;
    const to = location === undefined ? null : URL.parse(location, request.url.href);
    throw new domain_error/* ActionError */.l(
    // Where an earlier attempt may have had its effect, this is no refusal.
    uncertain ? 'unavailable' : 'redirected', `${request.url.host} answered ${request.method} ${request.url.pathname} with a redirect ` +
        `(${response.status})${to ? ` to ${to.origin}${to.pathname}` : ''}. Redirects are not followed, ` +
        'since the request carries a credential. Give the final address.');
}
function reasonOf(request, outcome) {
    const { host } = request.url;
    if (outcome instanceof exchange/* ExchangeError */.S)
        return `${host} could not be reached (${outcome.message})`;
    if (isRateLimit(outcome))
        return `${host} limits the rate (${outcome.status})`;
    return `${host} answered ${outcome.status}`;
}
function gaveUp(tries, spentMs, waitMs, retryForMs) {
    const times = tries === 1 ? 'once' : `${tries} times in ${(0,duration/* formatDuration */.a3)(spentMs / 1000)}`;
    return (`Tried ${times}; the next try would come after ${(0,duration/* formatDuration */.a3)(Math.ceil(waitMs / 1000))}, ` +
        `which does not fit in \`retry-for\` (${(0,duration/* formatDuration */.a3)(retryForMs / 1000)})`);
}
function clockTime(ms) {
    return new Date(ms).toISOString().slice(11, 19);
}

// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/secret.js
var secret = __webpack_require__(3998);
;// CONCATENATED MODULE: ./lib/openai/answers.js


/** The latest moment that a Date can hold as a four-digit year. */
const MAX_TIME = 253_402_300_799;
/** A hundred are asked for; a server in between may know no pages. */
const MAX_PAGE = 10_000;
/** Honest answers are four levels deep. */
const MAX_DEPTH = 32;
/** An answer that is not what the API promises. The message completes "…: it ". */
class UnreadableAnswer extends Error {
    name = 'UnreadableAnswer';
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function redactDeep(value, redact) {
    if (typeof value === 'string')
        return redact(value);
    if (Array.isArray(value))
        return value.map((item) => redactDeep(item, redact));
    if (!isObject(value))
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), redactDeep(item, redact)]));
}
/**
 * The redaction that an answer needs: none, found out by one search instead of one a text, where
 * nothing in it is escaped and nothing would be redacted.
 */
function redactionFor(body, redact) {
    return !body.includes('\\') && redact(body) === body ? null : redact;
}
function checkDepth(value, depth = 0) {
    if (typeof value !== 'object' || value === null)
        return;
    if (depth > MAX_DEPTH)
        throw new UnreadableAnswer('is nested too deeply');
    if (Array.isArray(value)) {
        for (const item of value)
            checkDepth(item, depth + 1);
        return;
    }
    // `Object.values` would copy every key of a long listing once more.
    for (const field in value)
        checkDepth(value[field], depth + 1);
}
function parseObject(body) {
    let parsed;
    try {
        parsed = JSON.parse(body);
    }
    catch {
        throw new UnreadableAnswer('is not JSON');
    }
    if (!isObject(parsed))
        throw new UnreadableAnswer('is not a JSON object');
    checkDepth(parsed);
    return parsed;
}
function time(json, field) {
    const value = json[field];
    if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TIME) {
        return Number(value);
    }
    throw new UnreadableAnswer(`has no usable \`${field}\``);
}
function answers_text(value) {
    return typeof value === 'string' ? value : null;
}
function toOwner(value) {
    if (!isObject(value))
        return null;
    return {
        id: answers_text(value.id),
        type: answers_text(value.type),
        name: answers_text(value.name),
        role: answers_text(value.role),
    };
}
function toKey(json, redact) {
    if (!isObject(json))
        throw new UnreadableAnswer('holds something that is not a key');
    delete json.value;
    const raw = redact === null ? json : redactDeep(json, redact);
    if (!(0,admin_key/* isKeyId */.rZ)(raw.id))
        throw new UnreadableAnswer('has no usable `id`');
    const redacted = raw.redacted_value;
    if (typeof redacted !== 'string' || redacted === '') {
        throw new UnreadableAnswer('has no usable `redacted_value`');
    }
    const lastUsed = raw.last_used_at;
    return {
        id: raw.id,
        name: answers_text(raw.name),
        redactedValue: redacted,
        createdAt: time(raw, 'created_at'),
        expiresAt: raw.expires_at == null ? null : time(raw, 'expires_at'),
        lastUsedAt: Number.isInteger(lastUsed) ? time(raw, 'last_used_at') : null,
        owner: toOwner(raw.owner),
        raw,
    };
}
/** @throws UnreadableAnswer */
function readKey(body, redact) {
    return toKey(parseObject(body), redactionFor(body, redact));
}
/** @throws UnreadableAnswer */
function readPage(body, redact) {
    const json = parseObject(body);
    if (!Array.isArray(json.data))
        throw new UnreadableAnswer('has no `data` list');
    if (json.data.length > MAX_PAGE)
        throw new UnreadableAnswer('has far more keys than a page');
    if (typeof json.has_more !== 'boolean')
        throw new UnreadableAnswer('has no `has_more`');
    const redaction = redactionFor(body, redact);
    return { keys: json.data.map((item) => toKey(item, redaction)), hasMore: json.has_more };
}
/**
 * The new key and its value. The value is handed to `hide` before anything else is looked at, and
 * so before anything can fail with a text that holds it.
 *
 * @throws UnreadableAnswer
 */
function readCreated(body, redact, hide) {
    const json = parseObject(body);
    const text = json.value;
    if (!(0,secret/* isKeyValue */.VO)(text))
        throw new UnreadableAnswer('has no usable `value`');
    const value = new secret/* Secret */.zh(text);
    hide(value);
    return { key: toKey(json, redact), value };
}
/**
 * The id in an answer to a create that could not be used: whole but wrong, or cut in the middle.
 * It is a hint, since a cut text may have held another `id` first; the look at the listing decides.
 */
function salvageKeyId(body) {
    try {
        const id = parseObject(body).id;
        return (0,admin_key/* isKeyId */.rZ)(id) ? id : undefined;
    }
    catch {
        return /"id"\s*:\s*"(key_[A-Za-z0-9_-]{1,200})"/.exec(body)?.[1];
    }
}
/** @throws UnreadableAnswer unless the answer says that exactly this key is deleted */
function readDeleted(body, keyId) {
    const json = parseObject(body);
    if (json.id !== keyId || json.deleted !== true) {
        throw new UnreadableAnswer('does not say that this key is deleted');
    }
}
/** The API's own words about a refusal, in any of the forms seen; empty where it says nothing. */
function readErrorMessage(body) {
    try {
        const { error } = parseObject(body);
        if (typeof error === 'string')
            return error;
        return isObject(error) ? (answers_text(error.message) ?? '') : '';
    }
    catch {
        return '';
    }
}

// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
;// CONCATENATED MODULE: ./lib/openai/refusals.js




/** How much of a server's message is quoted. */
const MAX_QUOTE = 500;
const KEYS_PAGE = 'https://platform.openai.com/settings/organization/admin-keys';
/** An unknown path is answered by 404 too, and must not pass for an unknown key. */
function isUnknownPath(answer) {
    const message = readErrorMessage(answer.body);
    return message === '' || /\b(invalid|unknown)( request)? url\b/i.test(message);
}
/**
 * The sentence for an answer that is not a success.
 * https://platform.openai.com/docs/guides/error-codes
 */
function refusal(answer, asked, redact) {
    const details = detailsOf(answer, redact);
    const { what, host, keyId } = asked;
    if (isRateLimit(answer)) {
        return new domain_error/* ActionError */.l('rate-limited', `${host} limits the rate: ${what} was refused${details} ` +
            'Admin endpoints take about six requests a minute: run this later, keep jobs that use the ' +
            'API apart, or raise `retry-for`.');
    }
    if (isMissingScope(answer)) {
        return new domain_error/* ActionError */.l('missing-scope', `${host} knows the key in \`admin-api-key\` but does not let it manage admin keys: ${what} ` +
            `was refused${details} Use an organization admin key, made by an owner at ${KEYS_PAGE}.`);
    }
    // Some refusals with 401 are about the caller's place, not about the key.
    switch (isAboutPlace(answer) ? 403 : answer.status) {
        case 401:
            return new domain_error/* ActionError */.l('unauthorized', `${host} refused the key in \`admin-api-key\`: ${what} failed${details} The key was deleted, ` +
                `has expired or is no admin key. Put a live one into the secret; keys are listed at ${KEYS_PAGE}.`);
        case 403:
            return new domain_error/* ActionError */.l('forbidden', `${host} does not allow it: ${what} was refused${details} Check that \`admin-api-key\` belongs ` +
                `to the right organization${keyId === undefined ? '' : ' and that `key-id` is one of its keys'}.`);
        case 404:
            if (keyId !== undefined && !isUnknownPath(answer)) {
                return new domain_error/* ActionError */.l('not-found', `No admin key has the id \`${keyId}\` in this organization${details} ` +
                    '`operation: list` shows the ids that there are.');
            }
            return new domain_error/* ActionError */.l('rejected', `${host} has no admin API at this address: ${what} failed${details} ` +
                'Check the path of `base-url`: it usually ends in `/v1`.');
        default:
            if (answer.status >= 500 || answer.status === 408) {
                return new domain_error/* ActionError */.l('unavailable', `${host} is out of order: ${what} failed${details} See https://status.openai.com and run ` +
                    'this again later, or raise `retry-for`.');
            }
            return new domain_error/* ActionError */.l('rejected', `${host} rejected the request: ${what} failed${details}`);
    }
}
/** The sentence for an exchange that brought no whole answer. */
function noAnswer(error, asked) {
    const tried = error.tried === '' ? '' : ` ${error.tried}.`;
    const start = `${asked.what} failed`;
    switch (error.kind) {
        case 'cancelled':
            return new domain_error/* ActionError */.l('cancelled', `The job was cancelled: ${start}.`, { cause: error });
        case 'unreachable':
            return new domain_error/* ActionError */.l('unreachable', `${asked.host} could not be reached: ${start} (${error.message}).${tried} Check \`base-url\`, ` +
                'the proxy settings and the network of the runner.', { cause: error });
        case 'too-large':
            return new domain_error/* ActionError */.l('unreadable', `${nonsense(asked)}: ${error.message}.`, {
                cause: error,
            });
        default:
            return new domain_error/* ActionError */.l('unavailable', `${asked.host} did not answer: ${start} (${error.message}).${tried} Run this again later, or ` +
                'raise `timeout` and `retry-for`.', { cause: error });
    }
}
/** The sentence for a success whose answer is not what the API promises. */
function unreadable(problem, answer, asked) {
    return new domain_error/* ActionError */.l('unreadable', `${nonsense(asked)}: the answer ${problem}${requestId(answer)}. Check that \`base-url\` points to ` +
        'the OpenAI API and that nothing on the way answers in its place.');
}
function nonsense({ host, what }) {
    return `${host} does not talk like the admin API when ${what}`;
}
function isAboutPlace(answer) {
    return /"code"\s*:\s*"(ip_|unsupported_country)/.test(answer.body.slice(0, 20 * MAX_QUOTE));
}
/** The API answers 401 both for a dead key and for a live one without the scope. */
function isMissingScope(answer) {
    return ((answer.status === 401 || answer.status === 403) &&
        /insufficient permissions|missing scopes/i.test(readErrorMessage(answer.body)));
}
function detailsOf(answer, redact) {
    // Redacted before it is cut: half a secret would be recognised by nobody.
    const said = redact((0,domain_text/* oneLine */.T)(readErrorMessage(answer.body))).slice(0, 20 * MAX_QUOTE);
    // Messages about a bad key repeat its beginning and end, so each word that starts like one, or
    // that has a row of asterisks in it, goes.
    const message = said
        .replace(/[^\s"',;()]+/g, (word) => (/^sk-|[^A-Za-z0-9]sk-|\*{3}/.test(word) ? '***' : word))
        .slice(0, MAX_QUOTE);
    const quote = message === '' ? '' : `, saying “${message}”`;
    const tried = answer.tried === '' ? '' : ` ${answer.tried}.`;
    return ` (${answer.status}${requestId(answer)})${quote}.${tried}`;
}
function requestId(answer) {
    const id = answer.headers['x-request-id'];
    return typeof id === 'string' && /^[\w.-]{1,100}$/.test(id) ? `, request ${id}` : '';
}

;// CONCATENATED MODULE: ./lib/openai/admin-keys.js





/** The answer to a create was lost or could not be read: the key may exist. */
class UnknownFate extends domain_error/* ActionError */.l {
    /** The id that the answer seems to name, where part of it came through. */
    hint;
    constructor(failure, hint) {
        super('unknown-fate', failure.message, { cause: failure });
        this.hint = hint;
    }
}
/**
 * A client of https://platform.openai.com/docs/api-reference/admin-api-keys. The official SDK is no
 * way to do this: it sends a create up to three times and has no idempotency key.
 */
function createAdminKeys(transport, options) {
    const { baseUrl, redact } = options;
    function send(method, path, body, how) {
        if (options.readOnly && method !== 'GET')
            throw new Error('a dry run must not write');
        const url = new URL(`${baseUrl.href.replace(/\/$/, '')}/organization/admin_api_keys${path}`);
        const headers = {
            authorization: `Bearer ${options.adminApiKey.reveal()}`,
            accept: 'application/json',
            'user-agent': 'openai-admin-api-keys-action',
        };
        if (body !== undefined)
            headers['content-type'] = 'application/json';
        return transport.send({ method, url, headers, ...(body !== undefined && { body }) }, how);
    }
    async function read(sending, asked, parse, isGood = isSuccess) {
        let answer;
        try {
            answer = await sending;
        }
        catch (error) {
            throw error instanceof exchange/* ExchangeError */.S ? noAnswer(error, asked) : error;
        }
        if (!isGood(answer))
            throw refusal(answer, asked, redact);
        try {
            return parse(answer);
        }
        catch (error) {
            throw error instanceof UnreadableAnswer ? unreadable(error.message, answer, asked) : error;
        }
    }
    const reading = { repeatable: true, droppable: true };
    const ask = (what, keyId) => ({
        what,
        host: baseUrl.host,
        ...(keyId !== undefined && { keyId }),
    });
    const pathOf = (keyId) => `/${encodeURIComponent(keyId)}`;
    return {
        async create({ name, lifetime }, onAttempt) {
            const body = JSON.stringify({
                name,
                ...(lifetime !== null && { expires_in_seconds: lifetime }),
            });
            const asked = ask('creating the key');
            // A cancelled job lets the create run to its end: knowing the id is worth the second it takes.
            const sending = send('POST', '', body, {
                repeatable: false,
                droppable: false,
                ...(onAttempt && { onAttempt }),
            });
            let answer;
            try {
                return await read(sending.then((received) => (answer = received)), asked, (received) => {
                    const created = readCreated(received.body, redact, options.hide);
                    const made = created.key.createdAt * 1000;
                    return { ...created, age: Math.max(0, (serverClock(received) ?? made) - made) };
                });
            }
            catch (error) {
                throw fateOf(error, answer);
            }
        },
        listPage({ order, limit, after }) {
            const query = new URLSearchParams({ limit: String(limit), order });
            if (after !== undefined)
                query.set('after', after);
            return read(send('GET', `?${query}`, undefined, reading), ask('listing the keys'), (answer) => ({
                ...readPage(answer.body, redact),
                serverTime: serverClock(answer),
            }));
        },
        retrieve(keyId) {
            const asked = ask(`reading key \`${keyId}\``, keyId);
            return read(send('GET', pathOf(keyId), undefined, reading), asked, (answer) => ({
                key: readKey(answer.body, redact),
                serverTime: serverClock(answer),
            }));
        },
        delete(keyId) {
            const sending = send('DELETE', pathOf(keyId), undefined, {
                repeatable: true,
                droppable: false,
            });
            return read(sending, ask(`deleting key \`${keyId}\``, keyId), (answer) => {
                if (answer.status === 404)
                    return 'gone';
                readDeleted(answer.body, keyId);
                return 'deleted';
            }, (answer) => isSuccess(answer) || (answer.status === 404 && !isUnknownPath(answer)));
        },
    };
}
function isSuccess(answer) {
    return answer.status >= 200 && answer.status <= 299;
}
/** Whether the server certainly made no key, told from what became of the exchange. */
function fateOf(error, answer) {
    if (!(error instanceof domain_error/* ActionError */.l))
        return error;
    if (answer !== undefined) {
        const refused = answer.status >= 300 && answer.status < 500 && answer.status !== 408;
        return refused ? error : new UnknownFate(error, salvageKeyId(answer.body));
    }
    const { cause } = error;
    if (!(cause instanceof exchange/* ExchangeError */.S) || !cause.sent)
        return error;
    return new UnknownFate(error, salvageKeyId(cause.partial?.body ?? ''));
}

;// CONCATENATED MODULE: ./lib/connect.js




/**
 * Clients of both APIs over one transport. Nothing is sent yet.
 *
 * @throws ActionError `environment` where a proxy variable cannot be used
 */
async function connect(world, masks, reporter, options) {
    const exchange = openExchange(world.env);
    const transportFor = (cancelled) => createTransport({ ...world, ...reporter, exchange, cancelled }, options);
    const keysOver = (transport, changes = {}) => createAdminKeys(transport, {
        ...options,
        ...changes,
        hide: (value) => masks.hide(value),
        redact: (text) => masks.redact(text),
    });
    const transport = transportFor(world.cancelled);
    return {
        keys: keysOver(transport),
        cleanup: keysOver(transportFor(new AbortController().signal)),
        keysBy: (adminApiKey) => keysOver(transport, { adminApiKey, readOnly: true }),
        store: await openStore(transport, world, masks, options),
    };
}
/** By `import()`: Octokit and libsodium cost 90 ms, which only those pay who write a secret. */
async function openStore(transport, { env }, masks, { github, readOnly }) {
    if (github === null)
        return null;
    // `@actions/github` reads the event at its import, prints what is wrong with it, and it is of no use here.
    delete env.GITHUB_EVENT_PATH;
    const { createSecretStore } = await Promise.all(/* import() */[__webpack_require__.e(692), __webpack_require__.e(362)]).then(__webpack_require__.bind(__webpack_require__, 2362));
    const redact = (text) => masks.redact(text);
    return createSecretStore(transport, { ...github, readOnly, redact });
}
/** The certificate of a proxy is verified by Node's default, which this variable switches off. */
function refuseUnverifiedProxy(proxy, env) {
    if (!/^https:/i.test(proxy) || env.NODE_TLS_REJECT_UNAUTHORIZED !== '0')
        return;
    throw new domain_error/* ActionError */.l('environment', '`NODE_TLS_REJECT_UNAUTHORIZED` is `0`, so the certificate of the proxy would not be verified. ' +
        'Nothing was sent. Remove the variable, and name the certificate in `NODE_EXTRA_CA_CERTS`.');
}
function openExchange(env) {
    try {
        // Without a scheme, Node would ignore the proxy and send past it.
        const proxy = env.https_proxy || env.HTTPS_PROXY || 'http://none';
        if (!/^https?:\/\//i.test(proxy))
            throw new TypeError('no scheme');
        refuseUnverifiedProxy(proxy, env);
        return (0,exchange/* createExchange */.C)(env);
    }
    catch (error) {
        if (error instanceof domain_error/* ActionError */.l)
            throw error;
        // Node's own message repeats the address, password included.
        throw new domain_error/* ActionError */.l('environment', '`HTTPS_PROXY` or `NO_PROXY` cannot be used. Give the proxy as `http://host:port`.');
    }
}

;// CONCATENATED MODULE: ./lib/domain/delivered.js

/*
 * Whether every target holds the newest key of a name. GitHub never shows a value, so this is
 * concluded from times: a run writes its targets within 15 minutes of making its key, and nobody
 * else makes a key of the name meanwhile. A crash, two runs at once, an older key pasted back, the
 * newest deleted by hand: all of it reads as not delivered.
 */
const EARLIEST = -5;
const LATEST = 16 * 60;
/** A key made shortly before may still be on its way into the same targets. */
const RIVAL = 20 * 60;
/** Seconds after a key was made, on the API's clock, from which its run starts no write any more. */
const WRITE_WINDOW = 15 * 60;
/** Whether the newest of the keys is held by every target, as far as the times tell. */
function isDelivered({ keys, updates, skew }) {
    const newest = (0,admin_key/* newestOf */.su)(keys);
    if (newest === undefined)
        return false;
    const rivals = keys.filter((key) => key !== newest && key.createdAt > newest.createdAt - RIVAL);
    if (rivals.length > 0)
        return false;
    return updates.every((at) => {
        if (at === null)
            return false;
        const seconds = (at - skew) / 1000 - newest.createdAt;
        return seconds >= EARLIEST && seconds <= LATEST;
    });
}

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

// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
;// CONCATENATED MODULE: ./lib/delivery/prepare.js




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
    return { targets, current: observations.map(({ current }) => current), offset: offset ?? 0 };
}
/**
 * Fetches and checks every public key, and who may read an organization's secret.
 *
 * @throws ActionError that names every target with a problem
 */
function prepare({ targets, current }, store) {
    return forEach(targets, (target, index) => store.prepare(target, current[index] ?? null));
}
/** Waits until the last write of every target is old enough for the next one to show. */
async function awaitQuiet({ targets, current, offset }, tools) {
    const last = Math.max(0, ...current.map((secret) => secret?.updatedAt ?? 0));
    const wait = last + QUIET_MS - (tools.now() + offset);
    if (wait <= 0)
        return;
    const target = targets[current.findIndex((secret) => secret?.updatedAt === last)];
    tools.log.info(`${(0,domain_target/* describeTarget */.ff)(target)} was written just now: waiting ${(0,duration/* formatDuration */.a3)(Math.ceil(wait / 1000))}, so ` +
        'that the next write can be told from that one.');
    await tools.sleep(Math.min(wait, QUIET_MS));
}
async function forEach(targets, work) {
    const limit = pLimit(CONCURRENCY);
    const outcomes = await Promise.allSettled(targets.map((target, index) => limit(() => work(target, index))));
    const failures = [];
    for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled')
            continue;
        if (!(outcome.reason instanceof domain_error/* ActionError */.l))
            throw outcome.reason;
        failures.push(outcome.reason);
    }
    const [first] = failures;
    if (first === undefined) {
        return outcomes.map((outcome) => outcome.value);
    }
    if (failures.length === 1)
        throw first;
    throw new domain_error/* ActionError */.l(first.code, listUp(failures.map(({ message }) => message)), {
        cause: first,
    });
}
/** The first ten of some sentences, one a line, and how many more there are. */
function listUp(sentences) {
    const shown = sentences.slice(0, 10).map((sentence) => `- ${sentence}`);
    const more = sentences.length - shown.length;
    return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

;// CONCATENATED MODULE: ./lib/delivery/transaction.js
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

;// CONCATENATED MODULE: ./lib/delivery/writes.js





/** GitHub takes about 80 writes a minute; above this many targets their starts are spaced out. */
const UNPACED = 60;
const PACE_MS = 800;
/**
 * Writes a value to every target, a few at a time, and notes each step of it before it is taken.
 * One that fails does not keep the others from being tried. Never throws.
 *
 * @param notAfter - Unix milliseconds after which no write is begun, retries included
 */
async function writeAll(ready, value, notAfter, store, tools) {
    const limit = pLimit(CONCURRENCY);
    const reasons = new Map();
    let progress = startProgress(ready.length);
    let nextStart = 0;
    function note(index, state, at) {
        progress = advance(progress, index, state, at);
        tools.writeProgress(formatProgress(progress));
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
        if (tools.now() > notAfter) {
            reasons.set(index, `${name} was not written: 15 minutes after its making, a key is too old.`);
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
    const unanswered = unansweredOf(progress);
    if (unanswered.length === 0)
        return progress;
    let known = progress;
    try {
        const wait = progress.lastSentAt + AFTERMATH_MS - tools.now();
        await tools.sleep(Math.min(AFTERMATH_MS, Math.max(0, wait)));
        for (const index of unanswered) {
            const { current } = await store.observe(targets[index]);
            const changed = current !== null && current.updatedAt !== before[index];
            known = advance(known, index, changed ? 'landed' : 'refused');
        }
    }
    catch (error) {
        tools.log.warning(`What became of a write could not be found out. ${(0,domain_error/* messageOf */.b)(error)}`);
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
async function deliver({ key, value, age }, ready, store, tools) {
    const notAfter = tools.now() - age + WRITE_WINDOW * 1000;
    const { progress: written, reasons } = await writeAll(ready, value, notAfter, store, tools);
    const targets = ready.map(({ target }) => target);
    const before = ready.map((target) => target.before?.updatedAt ?? null);
    const progress = await lookAtUnanswered(written, targets, before, store, tools);
    tools.writeProgress(formatProgress(progress));
    const decision = decide(progress);
    const left = progress.writes.flatMap((state, index) => state === 'landed' ? [] : [reasons.get(index) ?? '']);
    switch (decision.kind) {
        case 'keep':
            return { written: landedOf(ready, progress), failure: partial(key.id, left, ready.length) };
        case 'look':
            throw new domain_error/* ActionError */.l('partial', `It is not known whether a secret holds the new key (\`${key.id}\`), so it is not deleted here; the ` +
                `post step looks again.\n${listUp(left)}`);
        case 'delete':
            throw await undo(key.id, `It reached no secret:\n${listUp(left)}`, tools);
    }
}
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
        return new domain_error/* ActionError */.l('partial', `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
            `${(0,domain_error/* messageOf */.b)(error)}\n${why}`, { cause: error });
    }
    tools.writeJournal({ stage: 'settled' });
    return new domain_error/* ActionError */.l('partial', `The new key (\`${keyId}\`) was deleted again. ${why}`);
}
function landedOf(ready, progress) {
    return ready.flatMap(({ target, before }, index) => progress.writes[index] === 'landed'
        ? [{ target, action: before === null ? 'created' : 'updated' }]
        : []);
}
function partial(keyId, left, targets) {
    if (left.length === 0)
        return undefined;
    return new domain_error/* ActionError */.l('partial', `The new key (\`${keyId}\`) reached ${targets - left.length} of ${targets} secrets and lives on, since ` +
        `those hold it. Not reached:\n${listUp(left)}`);
}

;// CONCATENATED MODULE: ./lib/domain/fate.js
/** `Date` has a resolution of a second, and so has `created_at`. */
const CLOCK_SLACK = 2;
/** The time in which another run can still be at work on a key that it made. */
const OTHERS_AT_WORK = 20 * 60;
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
    const recent = ofName.filter((key) => key.createdAt >= attempt.from - OTHERS_AT_WORK);
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

;// CONCATENATED MODULE: ./lib/openai/listing.js

/** The largest page that list endpoints of this API take. */
const PAGE_SIZE = 100;
/** Far beyond any organization; a server that goes on for longer is not telling the truth. */
const MAX_PAGES = 1000;
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
        if (!(error instanceof domain_error/* ActionError */.l) || error.code !== 'changed')
            throw error;
        return listKeys(client, query);
    }
}
/** The key that a page was to start after is gone. */
function isRefusedCursor(error) {
    return error instanceof domain_error/* ActionError */.l && ['rejected', 'not-found'].includes(error.code);
}
function changed() {
    return new domain_error/* ActionError */.l('changed', 'The listing of keys changed while it was read, twice: somebody makes or deletes keys right now. ' +
        'Run this again later.');
}
function leadsNowhere(what) {
    return new domain_error/* ActionError */.l('unreadable', `The listing of keys leads nowhere: ${what}. Check that \`base-url\` points to the OpenAI API ` +
        'and that nothing on the way answers in its place.');
}

;// CONCATENATED MODULE: ./lib/delivery/fate.js




/**
 * Waits until a create that was lost can have no effect any more: a server may be at work on it for
 * a while after nobody listens.
 */
function awaitAftermath({ sentAt }, { now, sleep }) {
    // A clock that was set back must not make this wait for hours.
    return sleep(Math.min(AFTERMATH_MS, Math.max(0, sentAt + AFTERMATH_MS - now())));
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
        page = await keys.listPage({ order: 'desc', limit: PAGE_SIZE });
    }
    catch (error) {
        return unknown(`The look at the newest keys failed too: ${(0,domain_error/* messageOf */.b)(error)}`);
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
                        `${(0,domain_error/* messageOf */.b)(error)} Delete it by its id.`,
                };
            }
    }
}

;// CONCATENATED MODULE: ./lib/delivery/make.js




/** State reaches the post step as one environment variable, which Linux limits to 128 KiB. */
const MAX_JOURNAL_BYTES = 120_000;
/**
 * Makes a key. The journal is written before the request leaves, and again as soon as the id is
 * known, so that the post step can clean up whatever happens in between.
 *
 * @throws ActionError; where the key may have been made all the same, the message says what was found
 */
async function makeKey(order, tools) {
    if (tools.cancelled.aborted) {
        throw new domain_error/* ActionError */.l('cancelled', 'The job was cancelled before a key was made.');
    }
    const { name, lifetime, ...rest } = order;
    if (Buffer.byteLength(JSON.stringify(rest)) > MAX_JOURNAL_BYTES) {
        throw new domain_error/* ActionError */.l('input', '`secret-repositories` and `secret-environment` name more than the runner can hand to the post ' +
            'step, which cleans up if this one fails. No key was made. Spread the targets over several steps.');
    }
    const { baseUrl, timeoutMs, retryForMs } = order;
    const sent = { name, lifetime, sentAt: tools.now() };
    const onAttempt = (at) => {
        sent.sentAt = at;
        tools.writeJournal({ stage: 'creating', baseUrl, timeoutMs, retryForMs, ...sent });
    };
    try {
        const made = await tools.keys.create({ name, lifetime }, onAttempt);
        tools.writeJournal({ stage: 'made', keyId: made.key.id, ...rest });
        if (!hasLifetime(made.key, lifetime)) {
            tools.log.warning(`The server gave key \`${made.key.id}\` another lifetime than was asked for: look at its expiry.`);
        }
        return made;
    }
    catch (error) {
        if (error instanceof UnknownFate)
            throw await afterUnknownFate(error, sent, tools);
        if (error instanceof domain_error/* ActionError */.l)
            tools.writeJournal({ stage: 'settled' });
        throw error;
    }
}
async function afterUnknownFate(error, sent, tools) {
    try {
        await awaitAftermath(sent, tools);
    }
    catch {
        const message = 'The job was cancelled; the post step looks whether a key was made.';
        return new domain_error/* ActionError */.l('unknown-fate', `${error.message}\n${message}`, { cause: error });
    }
    const { cleanup, now } = tools;
    const { settled, message } = await settleFate(cleanup, sent, now(), now, error.hint);
    if (settled)
        tools.writeJournal({ stage: 'settled' });
    return new domain_error/* ActionError */.l('unknown-fate', `${error.message}\n${message}`, { cause: error });
}

;// CONCATENATED MODULE: ./lib/operations/hand-over.js


/**
 * Hands a new key's value to the steps that follow, as far as they are to have it.
 *
 * @returns where it went, in words
 * @throws ActionError where the runner's files cannot be written; a key that nobody holds is deleted
 */
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
        throw await undo(key.id, `The runner could not take its value: ${(0,domain_error/* messageOf */.b)(error)}.`, tools);
    }
    if (handedTo.length === 0 && tools.store === null) {
        tools.log.warning('The value of the new key is gone: the step names no destination for it. Set `secret-name`, ' +
            '`output-value` or `export-env`, and delete this key if nothing else needs it.');
    }
    return handedTo;
}

;// CONCATENATED MODULE: ./lib/operations/create.js








/** Makes a key and hands its value to those it is meant for, or finds the one that is there. */
async function create(request, tools) {
    const { targets, ifExists } = request;
    const result = {
        operation: 'create',
        outcome: 'created',
        key: null,
        name: request.name,
        lifetime: request.lifetime,
        revokeAfterJob: request.revokeAfterJob,
        targets,
        written: [],
        handedTo: [],
    };
    const found = ifExists === 'create' ? undefined : await findKeys(request.name, tools);
    if (found?.live !== undefined && ifExists === 'fail')
        throw alreadyThere(found.live);
    const seen = tools.store === null ? undefined : await survey(targets, tools.store, tools.now);
    if (found?.live !== undefined && (await isInPlace(found, seen, tools))) {
        return { ...result, outcome: 'reused', key: found.live };
    }
    const ready = tools.store && seen ? await prepare(seen, tools.store) : [];
    if (ready.some(({ access }) => access?.visibility === 'all')) {
        tools.log.warning('Every repository of the organization, public ones included, can read the secret: its visibility ' +
            'is `all`. `private` or `selected` would keep it to fewer.');
    }
    if (request.dryRun)
        return { ...result, outcome: 'planned' };
    if (seen !== undefined)
        await awaitQuiet(seen, tools);
    const made = await makeKey({
        name: request.name,
        lifetime: request.lifetime,
        baseUrl: request.baseUrl.href,
        timeoutMs: request.timeoutMs,
        retryForMs: request.retryForMs,
        purpose: request.revokeAfterJob ? 'job' : 'delivery',
        targets,
        before: ready.map(({ before }) => before?.updatedAt ?? null),
        githubApiUrl: request.github?.apiUrl.href ?? '',
    }, tools);
    const { written, failure } = await bringHome(made, ready, tools);
    const handedTo = await handOver(request, made, tools);
    if (!request.revokeAfterJob)
        tools.writeJournal({ stage: 'settled' });
    return { ...result, key: made.key, written, handedTo, failure };
}
async function findKeys(name, tools) {
    const matches = (key) => key.name === name;
    const { keys, serverTime } = await listKeys(tools.keys, { order: 'asc', matches });
    const offset = (serverTime ?? tools.now()) - tools.now();
    const now = (tools.now() + offset) / 1000;
    return { keys, offset, live: (0,admin_key/* newestOf */.su)(keys.filter((key) => (0,admin_key/* isLive */.DG)(key, now))) };
}
/** Without secrets, a live key is all there is to reuse; with them, it has to be the one they hold. */
async function isInPlace({ keys, live, offset }, seen, { store }) {
    if (seen === undefined || store === null)
        return true;
    if (live !== (0,admin_key/* newestOf */.su)(keys))
        return false;
    const updates = seen.current.map((secret) => secret?.updatedAt ?? null);
    if (!isDelivered({ keys, updates, skew: seen.offset - offset }))
        return false;
    for (const [index, target] of seen.targets.entries()) {
        const current = seen.current[index];
        if (!current || !(await store.hasAccess(target, current)))
            return false;
    }
    return true;
}
async function bringHome(made, ready, tools) {
    if (tools.cancelled.aborted)
        throw await undo(made.key.id, 'The job was cancelled.', tools);
    if (tools.store === null)
        return { written: [] };
    return deliver(made, ready, tools.store, tools);
}
function alreadyThere(key) {
    return new domain_error/* ActionError */.l('exists', `A live key named \`${key.name}\` is there already (\`${key.id}\`), and \`if-exists\` is \`fail\`. No ` +
        'key was made. Choose another `name`, delete that key, or set `if-exists` to `reuse` or `create`.');
}

;// CONCATENATED MODULE: ./lib/operations/delete.js

/** After one of these, the next id can only fare the same. */
const HOPELESS = [
    'unauthorized',
    'rate-limited',
    'unavailable',
    'unreachable',
    'redirected',
    'cancelled',
];
/**
 * Deletes keys by id, in the order given, one request each and no read before. One that cannot be
 * deleted does not keep the others alive.
 */
async function deleteKeys(request, { keys, cancelled }) {
    if (request.dryRun) {
        return { operation: 'delete', keys: request.keyIds.map((id) => ({ id, fate: 'planned' })) };
    }
    const done = [];
    const failures = [];
    let last;
    for (const id of request.keyIds) {
        if (cancelled.aborted)
            last = new domain_error/* ActionError */.l('cancelled', 'The job was cancelled.', { cause: last });
        if (last !== undefined && HOPELESS.includes(last.code)) {
            done.push({ id, fate: 'untried' });
            continue;
        }
        try {
            done.push({ id, fate: await keys.delete(id) });
        }
        catch (error) {
            if (!(error instanceof domain_error/* ActionError */.l))
                throw error;
            last = error;
            failures.push((0,domain_error/* messageOf */.b)(error));
            done.push({ id, fate: 'failed' });
        }
    }
    return {
        operation: 'delete',
        keys: done,
        failure: last && describeFailure(last, failures, done),
    };
}
function describeFailure(last, failures, done) {
    const idsOf = (...fates) => done.filter(({ fate }) => fates.includes(fate)).map(({ id }) => `\`${id}\``);
    const gone = idsOf('deleted', 'gone');
    const untried = idsOf('untried');
    const message = [
        ...(failures.length > 0 ? failures : [last.message]),
        untried.length > 0 ? `Not tried after that: ${untried.join(', ')}.` : '',
        gone.length > 0 && last.code === 'unauthorized'
            ? 'If one of the deleted keys is the one in `admin-api-key`, list it last.'
            : '',
        gone.length > 0 ? `Deleted: ${gone.join(', ')}.` : '',
    ];
    const code = gone.length > 0 ? 'partial' : last.code;
    return new domain_error/* ActionError */.l(code, message.filter((line) => line !== '').join('\n'), { cause: last });
}

;// CONCATENATED MODULE: ./lib/domain/glob.js
/**
 * Whether a whole name matches a pattern in which `*` is any run of characters, `?` one character,
 * and everything else, `/`, dots and line ends included, stands for itself.
 *
 * Takes time in proportion to pattern × name at the worst, however many stars there are.
 */
function matchesGlob(pattern, name) {
    const want = [...pattern];
    const have = [...name];
    let w = 0;
    let h = 0;
    let star = -1;
    let resume = 0;
    while (h < have.length) {
        if (want[w] === '*') {
            star = w++;
            resume = h;
        }
        else if (w < want.length && (want[w] === '?' || want[w] === have[h])) {
            w++;
            h++;
        }
        else if (star >= 0) {
            // The last star takes one character more, and the rest is tried again from there.
            w = star + 1;
            h = ++resume;
        }
        else {
            return false;
        }
    }
    while (want[w] === '*')
        w++;
    return w === want.length;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/report/keys-file.js






/**
 * Writes keys as JSON, NDJSON or CSV, by the path's ending. The file is readable by its owner only
 * and appears whole or not at all; parent folders are made.
 *
 * @param path - absolute, or relative to the working folder
 * @throws ActionError `file`
 */
async function writeKeysFile(path, keys) {
    const target = (0,external_node_path_.resolve)(path);
    const temporary = `${target}.${(0,external_node_crypto_.randomUUID)()}.tmp`;
    const text = await serialise(path, keys);
    try {
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(target), { recursive: true });
        const file = await (0,promises_.open)(temporary, 'wx', 0o600);
        try {
            await file.writeFile(text);
            await file.sync();
        }
        finally {
            await file.close();
        }
        await (0,promises_.rename)(temporary, target);
    }
    catch (error) {
        await (0,promises_.rm)(temporary, { force: true }).catch(() => undefined);
        throw new domain_error/* ActionError */.l('file', `\`keys-file\` could not be written to ${target}: ${(0,domain_error/* messageOf */.b)(error)}. Give a path in a folder ` +
            'that the runner may write to.', { cause: error });
    }
}
async function serialise(path, keys) {
    const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
    if (ending === 'csv')
        return toCsv(keys);
    const items = keys.map((key) => JSON.stringify(key.raw));
    if (ending === 'ndjson')
        return items.map((item) => `${item}\n`).join('');
    return items.length === 0 ? '[]\n' : `[\n${items.join(',\n')}\n]\n`;
}
async function toCsv(keys) {
    // Loaded here alone: no other operation or format needs it.
    const { stringify } = await __webpack_require__.e(/* import() */ 789).then(__webpack_require__.bind(__webpack_require__, 6789));
    const rows = keys.map((key) => ({
        id: key.id,
        // A line end in a cell is a new line to most who read the file, a workflow's log among them.
        name: (0,domain_text/* oneLine */.T)(key.name ?? ''),
        redacted_value: (0,domain_text/* oneLine */.T)(key.redactedValue),
        created_at: (0,admin_key/* isoTime */.Ly)(key.createdAt),
        expires_at: (0,admin_key/* isoTime */.Ly)(key.expiresAt),
        last_used_at: (0,admin_key/* isoTime */.Ly)(key.lastUsedAt),
        owner_id: (0,domain_text/* oneLine */.T)(key.owner?.id ?? ''),
        owner_name: (0,domain_text/* oneLine */.T)(key.owner?.name ?? ''),
        owner_type: (0,domain_text/* oneLine */.T)(key.owner?.type ?? ''),
        owner_role: (0,domain_text/* oneLine */.T)(key.owner?.role ?? ''),
    }));
    const columns = [
        'id',
        'name',
        'redacted_value',
        'created_at',
        'expires_at',
        'last_used_at',
        'owner_id',
        'owner_name',
        'owner_type',
        'owner_role',
    ];
    return stringify(rows, { header: true, columns, escape_formulas: true });
}

;// CONCATENATED MODULE: ./lib/operations/list.js




/** Writes the keys where they are wanted; a failure is told of beside what else was done. */
async function saveKeys(path, keys) {
    if (path === null)
        return { file: null };
    try {
        await writeKeysFile(path, keys);
        return { file: path };
    }
    catch (error) {
        if (error instanceof domain_error/* ActionError */.l)
            return { file: null, failure: error };
        throw error;
    }
}
/** The keys whose name matches, over as many pages as it takes. */
async function list(request, { keys }) {
    const pattern = request.name;
    const listing = await listKeys(keys, {
        order: request.order,
        after: request.after ?? undefined,
        limit: request.limit ?? undefined,
        matches: pattern === null ? undefined : (key) => matchesGlob(pattern, key.name ?? ''),
    });
    const result = {
        operation: 'list',
        keys: listing.keys,
        pattern,
        file: null,
    };
    return { ...result, ...(await saveKeys(request.keysFile, listing.keys)) };
}

;// CONCATENATED MODULE: ./lib/operations/retrieve.js
/** One key by its id, in one request. */
async function retrieve(request, { keys }) {
    const { key } = await keys.retrieve(request.keyId);
    return { operation: 'retrieve', key };
}

;// CONCATENATED MODULE: ./lib/domain/policy.js


/**
 * Holds keys against rules. An expired key breaks nothing else: it is dead already. Limits are
 * inclusive: a key exactly as old as `max-age` allows is fine.
 *
 * @returns the violations, in the keys' order
 */
function judge(keys, rules, moment) {
    return keys.flatMap((key) => faultsOf(key, rules, moment).map(([rule, message]) => ({
        id: key.id,
        name: key.name,
        rule,
        message,
    })));
}
function faultsOf(key, rules, moment) {
    const { now } = moment;
    if (!(0,admin_key/* isLive */.DG)(key, now)) {
        const [since] = (0,duration/* spellApart */.XH)(now - (key.expiresAt ?? now), 0);
        return [['expired', `expired ${since} ago`]];
    }
    const faults = [];
    const exceeds = (rule, measured, limit, verb, what) => {
        if (limit === null || measured <= limit)
            return;
        const [shown, allowed] = (0,duration/* spellApart */.XH)(measured, limit);
        faults.push([rule, `${verb} ${shown} ${what}, the limit is ${allowed}`]);
    };
    exceeds('max-age', now - key.createdAt, rules.maxAge, 'is', 'old');
    if (!moment.isUsedByCheck(key)) {
        const never = key.lastUsedAt === null;
        const idle = now - (key.lastUsedAt ?? key.createdAt);
        exceeds('max-idle', idle, rules.maxIdle, never ? 'was never used in the' : 'was last used', never ? 'of its life' : 'ago');
    }
    if (key.expiresAt === null) {
        if (rules.requireExpiry)
            faults.push(['require-expiry', 'never expires']);
    }
    else if (rules.minRemaining !== null && key.expiresAt - now < rules.minRemaining) {
        const [left, wanted] = (0,duration/* spellApart */.XH)(key.expiresAt - now, rules.minRemaining);
        faults.push(['min-remaining', `expires in ${left}, at least ${wanted} must be left`]);
    }
    if (rules.allowedOwners !== null && !rules.allowedOwners.includes(key.owner?.id ?? '')) {
        faults.push([
            'allowed-owners',
            `belongs to ${key.owner?.id ?? 'an unknown owner'}, who is not allowed`,
        ]);
    }
    return faults;
}
/** The rules that are in force, as the inputs say them, in a fixed order. */
function rulesInForce(rules) {
    const limits = [
        ['max-age', rules.maxAge],
        ['max-idle', rules.maxIdle],
        ['min-remaining', rules.minRemaining],
    ];
    return [
        ...limits.flatMap(([name, limit]) => limit === null ? [] : [`${name} ${(0,duration/* spellApart */.XH)(limit, limit)[1]}`]),
        ...(rules.requireExpiry ? ['require-expiry'] : []),
        ...(rules.allowedOwners === null ? [] : [`allowed-owners ${rules.allowedOwners.join(', ')}`]),
    ];
}

;// CONCATENATED MODULE: ./lib/operations/verify.js







/**
 * Holds keys, and a stored value, against a policy. There is a verdict only where everything could
 * be looked at; without one, the step fails.
 */
async function verify(request, tools) {
    const view = await lookAt(request, tools);
    const isOwn = (key) => request.adminApiKey.matchesRedacted(key.redactedValue);
    const isTried = (key) => request.keyValue?.matchesRedacted(key.redactedValue) ?? false;
    const isUsedByCheck = (key) => isOwn(key) || isTried(key);
    announce(request, view, isUsedByCheck, tools);
    const result = {
        operation: 'verify',
        keys: view.keys,
        violations: null,
        violationIds: [],
        rules: request.rules,
        pattern: request.name,
        onViolation: request.onViolation,
        at: view.at,
        ...(await saveKeys(request.keysFile, view.keys)),
    };
    let ofValue;
    try {
        ofValue = await tryValue(request, view, isTried, tools);
    }
    catch (error) {
        if (error instanceof domain_error/* ActionError */.l)
            return { ...result, failure: error };
        throw error;
    }
    const violations = [
        ...view.missing.map((id) => {
            return { id, name: null, rule: 'missing', message: 'does not exist in this organization' };
        }),
        ...judge(view.keys, request.rules, { now: view.at, isUsedByCheck }),
        ...ofValue,
    ];
    const deletable = new Set(violations.filter(({ rule }) => rule !== 'missing' && rule !== 'value').map(({ id }) => id));
    const violationIds = view.keys.filter((key) => deletable.has(key.id) && !isOwn(key));
    const verdict = describe(violations, view.keys.length);
    if (violations.length > 0 && request.onViolation === 'warn')
        tools.log.warning(verdict);
    const failure = violations.length > 0 && request.onViolation === 'fail'
        ? new domain_error/* ActionError */.l('violation', verdict)
        : undefined;
    return {
        ...result,
        violations,
        violationIds: violationIds.map(({ id }) => id),
        failure: joined(failure, result.failure),
    };
}
async function lookAt(request, { keys, now }) {
    const [onlyId, ...otherIds] = request.keyIds;
    if (onlyId !== undefined && otherIds.length === 0) {
        try {
            const { key, serverTime } = await keys.retrieve(onlyId);
            return { keys: [key], missing: [], at: Math.floor((serverTime ?? now()) / 1000) };
        }
        catch (error) {
            if (!(error instanceof domain_error/* ActionError */.l) || error.code !== 'not-found')
                throw error;
            return { keys: [], missing: [onlyId], at: Math.floor(now() / 1000) };
        }
    }
    const wanted = new Set(request.keyIds);
    const matches = (key) => wanted.size > 0 ? wanted.has(key.id) : matchesGlob(request.name ?? '*', key.name ?? '');
    const listing = await listWhole(keys, matches);
    const found = new Set(listing.keys.map(({ id }) => id));
    const missing = request.keyIds.filter((id) => !found.has(id));
    if (listing.keys.length + missing.length === 0) {
        throw new domain_error/* ActionError */.l('violation', `No admin key has a name like \`${request.name ?? '*'}\`, and a check that checks nothing is no ` +
            'check. Correct `name`, or remove it to check every key.');
    }
    return { keys: listing.keys, missing, at: Math.floor((listing.serverTime ?? now()) / 1000) };
}
/** Tries the stored value with one request. Only an answer about the value itself is a verdict. */
async function tryValue({ keyValue, keyIds }, { keys }, isTried, { keysBy }) {
    if (keyValue === null)
        return [];
    const fault = (message) => [
        { id: keyIds.length === 1 ? (keyIds[0] ?? '') : '', name: null, rule: 'value', message },
    ];
    try {
        await keysBy(keyValue).listPage({ order: 'asc', limit: 1 });
    }
    catch (error) {
        const code = error instanceof domain_error/* ActionError */.l ? error.code : undefined;
        if (code === 'unauthorized') {
            return fault('is refused by the API: its key was deleted, has expired, or never was one');
        }
        if (code === 'missing-scope') {
            return fault('is accepted by the API but may not manage admin keys');
        }
        if (!(error instanceof domain_error/* ActionError */.l))
            throw error;
        const message = `The value in \`key-value\` could not be tried, so there is no verdict. ${error.message}`;
        throw new domain_error/* ActionError */.l(error.code, message, { cause: error });
    }
    if (keyIds.length === 0 || keys.some(isTried))
        return [];
    return fault(`is accepted by the API but is the value of another key than ${keyIds.join(', ')}`);
}
/** The rules in force, and the keys whose last use this check refreshes. */
function announce({ rules }, { keys, at }, isUsedByCheck, { log }) {
    const words = rulesInForce(rules);
    log.info(`Rules in force: ${words.length === 0 ? 'none but that no key has expired' : words.join('; ')}.`);
    if (rules.maxIdle === null)
        return;
    for (const { id } of keys.filter((key) => (0,admin_key/* isLive */.DG)(key, at) && isUsedByCheck(key))) {
        log.info(`\`max-idle\` cannot tell about \`${id}\`: this very check uses it.`);
    }
}
/** One failure for the one annotation: the verdict, and what else went wrong. */
function joined(verdict, other) {
    if (verdict === undefined || other === undefined)
        return verdict ?? other;
    return new domain_error/* ActionError */.l('violation', `${verdict.message}\n${other.message}`, { cause: other });
}
/** The verdict and the first ten violations. */
function describe(violations, keys) {
    const lines = violations.slice(0, 10).map(({ id, name, rule, message }) => {
        const subject = rule === 'value' ? 'The value in `key-value`' : `\`${id}\``;
        const called = name === null ? '' : ` (“${(0,domain_text/* oneLine */.T)(name)}”)`;
        return `- ${subject}${called} ${(0,domain_text/* oneLine */.T)(message)}.`;
    });
    const more = violations.length - lines.length;
    return [
        `Not compliant: ${violations.length} ${violations.length === 1 ? 'violation' : 'violations'}, ` +
            `${keys} ${keys === 1 ? 'key' : 'keys'} checked.`,
        ...lines,
        ...(more > 0 ? [`- and ${more} more`] : []),
    ].join('\n');
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/report/headline.js


/**
 * What the step did, in one sentence, the same in the log and the summary.
 *
 * @param show - makes text from outside harmless for the place where the sentence is shown
 */
function headline(result, show) {
    switch (result.operation) {
        case 'create':
            return ofCreate(result, show);
        case 'retrieve':
            return `Key ${show(result.key.id)} is named ${show(result.key.name ?? '')}.`;
        case 'list':
            return ofList(result, show);
        case 'verify':
            return ofVerify(result, show);
        case 'delete':
            return ofDelete(result);
    }
}
function ofCreate(result, show) {
    const { key, name, lifetime } = result;
    if (key === null)
        return `Dry run: a key named ${show(name)} that ${lifeOf(lifetime)} would be made.`;
    const which = `${show(key.id)} named ${show(name)}`;
    if (result.outcome === 'reused')
        return `Key ${which} is there already; none was made.`;
    const end = result.revokeAfterJob ? ', and is deleted when the job ends' : '';
    const until = key.expiresAt === null ? '' : ` (${(0,admin_key/* isoTime */.Ly)(key.expiresAt)})`;
    // What the server made counts, not what was asked for.
    const life = lifeOf(key.expiresAt === null ? null : key.expiresAt - key.createdAt);
    return `Made key ${which}: it ${life}${until}${end}.`;
}
function lifeOf(seconds) {
    return seconds === null ? 'never expires' : `expires after ${(0,duration/* formatDuration */.a3)(seconds)}`;
}
function ofList(result, show) {
    const count = result.keys.length;
    const keys = `${count} admin API ${count === 1 ? 'key' : 'keys'}`;
    const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
    const file = result.file === null ? '' : `, all of them in ${show(result.file)}`;
    return `${keys}${matching}${file}.`;
}
function ofVerify(result, show) {
    const count = result.keys.length;
    const keys = `${count} admin API ${count === 1 ? 'key' : 'keys'}`;
    const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
    if (result.violations === null)
        return `No verdict on ${keys}${matching}.`;
    const found = result.violations.length;
    const said = found === 0 ? 'Compliant' : `Not compliant, ${found} violation${found === 1 ? '' : 's'}`;
    return `${said}: ${keys}${matching} checked.`;
}
function ofDelete({ keys }) {
    const count = (fate) => keys.filter((key) => key.fate === fate).length;
    const parts = [
        [count('planned'), 'would be deleted'],
        [count('deleted'), 'deleted'],
        [count('gone'), 'already gone'],
        [count('failed'), 'could not be deleted'],
        [count('untried'), 'not tried'],
    ];
    const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
    const start = count('planned') > 0 ? 'Dry run: keys' : 'Keys';
    return `${start}: ${said.join(', ')}.`;
}
/** How many keys the log lists one by one; outputs and files hold them all. */
const MAX_LINES = 50;
/** What a list in the summary is in the log: a line each, below the headline. */
function details(result, show) {
    if (result.operation !== 'list' && result.operation !== 'delete')
        return [];
    const lines = result.operation === 'delete'
        ? result.keys.slice(0, MAX_LINES).map(({ id, fate }) => `  ${show(id)}: ${fate}`)
        : result.keys
            .slice(0, MAX_LINES)
            .map((key) => `  ${show(key.id)} ${show(key.name ?? '')} ${key.redactedValue}`);
    const left = result.keys.length - lines.length;
    return left > 0 ? [...lines, `  and ${left} more`] : lines;
}

;// CONCATENATED MODULE: ./lib/report/outputs.js

/** The runner refuses outputs of more than 1 MiB, counted in UTF-16, names included. */
const MAX_OUTPUT_BYTES = 1_048_576 - 8_192;
function keyOutputs(key) {
    return {
        id: key?.id ?? '',
        name: key?.name ?? '',
        'redacted-value': key?.redactedValue ?? '',
        'created-at': (0,admin_key/* isoTime */.Ly)(key?.createdAt ?? null),
        'expires-at': (0,admin_key/* isoTime */.Ly)(key?.expiresAt ?? null),
        'last-used-at': (0,admin_key/* isoTime */.Ly)(key?.lastUsedAt ?? null),
        owner: key?.raw.owner == null ? '' : JSON.stringify(key.raw.owner),
        key: key === null ? '' : JSON.stringify(key.raw),
    };
}
function writtenOutput({ target, action }) {
    const { app, name } = target;
    if (target.place === 'organization') {
        return { app, organization: target.organization, name, action };
    }
    const repository = `${target.owner}/${target.repo}`;
    const environment = target.place === 'environment' ? { environment: target.environment } : {};
    return { app, repository, ...environment, name, action };
}
function listOutputs(keys) {
    return {
        keys: jsonWithin(keys.map(({ raw }) => raw)),
        ids: keys.map(({ id }) => id).join('\n'),
        count: String(keys.length),
    };
}
/** Every output of the operation but `value`; what is absent is the empty string. */
function outputsOf(result) {
    switch (result.operation) {
        case 'create':
            return {
                ...keyOutputs(result.key),
                created: String(result.outcome === 'created'),
                'secrets-written': JSON.stringify(result.written.map(writtenOutput)),
            };
        case 'retrieve':
            return keyOutputs(result.key);
        case 'list':
            return listOutputs(result.keys);
        case 'verify':
            return {
                ...listOutputs(result.keys),
                compliant: result.violations === null ? '' : String(result.violations.length === 0),
                violations: result.violations === null ? '' : jsonWithin(result.violations),
                'violation-ids': result.violationIds.join('\n'),
            };
        case 'delete': {
            const gone = result.keys.filter(({ fate }) => fate === 'deleted' || fate === 'gone');
            return { 'deleted-ids': gone.map(({ id }) => id).join('\n') };
        }
    }
}
/** A JSON array, given up as soon as it is too large: long listings are. */
function jsonWithin(items) {
    const parts = [];
    let length = 2;
    for (const item of items) {
        const part = JSON.stringify(item);
        length += part.length + 1;
        if (2 * length > MAX_OUTPUT_BYTES)
            return null;
        parts.push(part);
    }
    return `[${parts.join(',')}]`;
}
/**
 * Empties `keys`, then `violations`, then the largest, until all outputs together fit.
 *
 * @returns the outputs, and the names of those that were emptied
 */
function fitOutputs(draft) {
    const emptied = Object.keys(draft).filter((name) => draft[name] === null);
    const outputs = Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, value ?? '']));
    const bySize = Object.keys(outputs).sort((a, b) => lengthOf(outputs, b) - lengthOf(outputs, a));
    for (const name of new Set(['keys', 'violations', ...bySize])) {
        if (sizeOf(outputs) <= MAX_OUTPUT_BYTES)
            break;
        if (!outputs[name])
            continue;
        outputs[name] = '';
        emptied.push(name);
    }
    return { outputs, emptied };
}
function lengthOf(outputs, name) {
    return outputs[name]?.length ?? 0;
}
function sizeOf(outputs) {
    return Object.entries(outputs).reduce((sum, [name, value]) => sum + 2 * (name.length + value.length), 0);
}

// EXTERNAL MODULE: ./lib/report/safe-text.js
var safe_text = __webpack_require__(8641);
;// CONCATENATED MODULE: ./lib/report/tables.js



/** More rows than this nobody reads, and GitHub draws them slowly. */
const MAX_ROWS = 1_000;
/** Keys as a table. `now` is in Unix seconds; rows that do not fit into `budget` bytes are left out. */
function keyTable(head, keys, now, budget) {
    const columns = ['Name', 'Id', 'Redacted value', 'Owner', 'Age', 'Last used', 'Expires'];
    const header = [`| ${columns.join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`];
    return table(head, header, keys, (key) => keyRow(key, now), budget);
}
function keyRow(key, now) {
    const owner = key.owner?.name ?? key.owner?.id ?? '';
    const cells = [
        (0,safe_text/* markdownText */.p7)(key.name ?? ''),
        (0,safe_text/* markdownText */.p7)(key.id),
        (0,safe_text/* markdownText */.p7)(key.redactedValue),
        (0,safe_text/* markdownText */.p7)(owner),
        (0,duration/* formatDuration */.a3)(now - key.createdAt),
        key.lastUsedAt === null ? 'never' : `${(0,duration/* formatDuration */.a3)(now - key.lastUsedAt)} ago`,
        expiryCell(key.expiresAt, now),
    ];
    return `| ${cells.join(' | ')} |`;
}
function expiryCell(expiresAt, now) {
    if (expiresAt === null)
        return 'never';
    const day = (0,admin_key/* isoTime */.Ly)(expiresAt).slice(0, 10);
    return expiresAt <= now ? `expired ${day}` : `${day}, in ${(0,duration/* formatDuration */.a3)(expiresAt - now)}`;
}
/** A table below some lines; rows that do not fit into `budget` bytes are left out with a note. */
function table(head, header, items, rowOf, budget, maxRows = MAX_ROWS) {
    if (items.length === 0)
        return `${head.join('\n')}\n`;
    const sizeOf = (text) => Buffer.byteLength(text) + 1;
    // Room for the note is kept free from the start.
    let room = budget - sizeOf([...head, ...header].join('\n')) - 200;
    const shown = [];
    for (const item of items.slice(0, maxRows)) {
        const row = rowOf(item);
        room -= sizeOf(row);
        if (room < 0)
            break;
        shown.push(row);
    }
    const left = items.length - shown.length;
    const note = left === 0 ? [] : ['', `${left} more are not shown here.`];
    return `${[...head, ...header, ...shown, ...note].join('\n')}\n\n`;
}

;// CONCATENATED MODULE: ./lib/report/chart.js

const DAY = 86_400;
/** More bars than this cannot be told apart. */
const MAX_BARS = 20;
/** Within limits, beyond them, and the limit itself: readable on white and on black. */
const PALETTE = '#2da44e, #cf222e, #bf8700';
/** Mermaid draws a short bar for 0, and none for what lies far below the axis. */
const NO_BAR = -10_000;
const CLASSES = [
    ['under 7', 7],
    ['7 to 30', 30],
    ['30 to 90', 90],
    ['90 to 180', 180],
    ['180 to 365', 365],
    ['over 365', Number.POSITIVE_INFINITY],
];
/**
 * Ages, and what is left of the lives that end, as Mermaid charts: a bar a key for up to 20 keys,
 * beyond that a bar an age class. https://mermaid.js.org/syntax/xyChart.html
 *
 * @param now - Unix seconds
 */
function charts(keys, rules, now) {
    const live = keys.filter((key) => (0,admin_key/* isLive */.DG)(key, now));
    const ages = live.map((key, index) => {
        const age = now - key.createdAt;
        return {
            label: labelOf(key, index),
            days: Math.max(0, age) / DAY,
            breaks: rules.maxAge !== null && age > rules.maxAge,
        };
    });
    const lives = live.flatMap((key, index) => {
        if (key.expiresAt === null)
            return [];
        const left = key.expiresAt - now;
        return [
            {
                label: labelOf(key, index),
                days: left / DAY,
                breaks: rules.minRemaining !== null && left < rules.minRemaining,
            },
        ];
    });
    return [
        ...(ages.length === 0 ? [] : [chart('Age', ages, rules.maxAge)]),
        ...(lives.length === 0 ? [] : [chart('Remaining life', lives, rules.minRemaining)]),
    ];
}
function chart(title, figures, limit) {
    return figures.length <= MAX_BARS ? barChart(title, figures, limit) : classChart(title, figures);
}
function barChart(title, figures, limit) {
    return draw({
        heading: `${title} in days${limit === null ? '' : `, the limit is ${round(limit / DAY)}`}`,
        horizontal: true,
        labels: figures.map(({ label }) => label),
        unit: 'days',
        good: figures.map(({ days: value, breaks }) => (breaks ? NO_BAR : value)),
        bad: figures.map(({ days: value, breaks }) => (breaks ? value : NO_BAR)),
        lines: limit === null ? [] : [figures.map(() => limit / DAY)],
    });
}
function classChart(title, figures) {
    const counts = CLASSES.map(([, end], index) => {
        const start = CLASSES[index - 1]?.[1] ?? 0;
        const inClass = figures.filter(({ days }) => days >= start && days < end);
        return { all: inClass.length, bad: inClass.filter(({ breaks }) => breaks).length };
    });
    return draw({
        heading: `${title} in days: how many keys`,
        horizontal: false,
        labels: CLASSES.map(([label]) => label),
        unit: 'keys',
        // The second bar is drawn over the first, from the same base.
        good: counts.map(({ all }) => all || NO_BAR),
        bad: counts.map(({ bad }) => bad || NO_BAR),
        lines: [],
    });
}
function draw({ heading, horizontal, labels, unit, good, bad, lines }) {
    const top = Math.max(1, ...good, ...bad, ...lines.flat());
    const list = (values) => values.map(round).join(', ');
    const config = {
        xyChart: { width: 900, height: horizontal ? 140 + 26 * labels.length : 360 },
        themeVariables: { xyChart: { plotColorPalette: PALETTE } },
    };
    return [
        '```mermaid',
        `%%{init: ${JSON.stringify(config)}}%%`,
        `xychart-beta${horizontal ? ' horizontal' : ''}`,
        `  title "${heading}"`,
        `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
        `  y-axis "${unit}" 0 --> ${Math.ceil(top * 1.1)}`,
        `  bar [${list(good)}]`,
        `  bar [${list(bad)}]`,
        ...lines.map((line) => `  line [${list(line)}]`),
        '```',
    ].join('\n');
}
const round = (value) => Number(value.toFixed(1));
/** A label that Mermaid can only read as one: its number and the harmless part of its name. */
function labelOf(key, index) {
    const name = (key.name ?? '').replace(/[^A-Za-z0-9 ._-]+/g, ' ').trim();
    return `${index + 1} ${name.length > 22 ? `${name.slice(0, 21)}…` : name}`.trim();
}

;// CONCATENATED MODULE: ./lib/report/verdict.js




/** The charts below should not be far away. */
const verdict_MAX_ROWS = 100;
/** What to do about each kind of violation. */
const CURES = {
    'max-age': 'replace the key by a new one, then delete it',
    'max-idle': 'delete the key if nobody needs it',
    'min-remaining': 'replace the key before it expires',
    'require-expiry': 'replace the key by one with `expires-in`',
    'allowed-owners': 'ask its owner, then delete the key',
    missing: 'correct `key-id`, or find out who deleted the key',
    expired: 'delete the key, it is of no more use',
    value: 'put the value of a live key into the secret',
};
/**
 * The summary of a check: the verdict and the rules first, then what fell short and what to do about
 * it, then charts and all keys.
 *
 * @param head - the heading and the verdict
 * @param budget - bytes
 */
function verdictOf(result, head, budget) {
    const rules = rulesInForce(result.rules);
    const inForce = rules.length === 0 ? 'none but that no key has expired' : rules.join('; ');
    const top = [...head, `Rules in force: ${(0,safe_text/* markdownProse */.h$)(inForce)}.`, ''];
    const parts = [violationsTable(result, top, budget / 2)];
    for (const chart of charts(result.keys, result.rules, result.at))
        parts.push(`${chart}\n\n`);
    const left = budget - parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
    parts.push(keyTable(['#### All keys that were checked', ''], result.keys, result.at, left));
    return parts.join('');
}
function violationsTable({ violations, violationIds }, head, budget) {
    if (violations === null || violations.length === 0)
        return `${head.join('\n')}\n`;
    const row = ({ id, name, rule, message }) => `| ${[
        rule === 'value' ? '`key-value`' : (0,safe_text/* markdownText */.p7)(id),
        (0,safe_text/* markdownText */.p7)(name ?? ''),
        `\`${rule}\``,
        // The id of an owner may look like a reference to an issue, which GitHub would link.
        rule === 'allowed-owners' ? (0,safe_text/* markdownText */.p7)(message) : (0,safe_text/* markdownProse */.h$)(message),
        CURES[rule],
    ].join(' | ')} |`;
    const columns = ['Key', 'Name', 'Rule', 'What is wrong', 'What to do'];
    const header = [`| ${columns.join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`];
    return `${table(head, header, violations, row, budget, verdict_MAX_ROWS)}${deletion(violationIds)}`;
}
/** A step that deletes what fell short, for those who want that. */
function deletion(ids) {
    if (ids.length === 0)
        return '';
    const shown = ids.slice(0, 20);
    return [
        '<details><summary>A step that deletes these keys</summary>',
        '',
        '```yaml',
        '- uses: openai-admin-api-keys/action@v1',
        '  with:',
        '    operation: delete',
        '    admin-api-key: ${{ secrets.OPENAI_ADMIN_KEY }}',
        '    key-id: |',
        ...shown.map((id) => `      ${id}`),
        ...(ids.length > shown.length
            ? [`      # and ${ids.length - shown.length} more, in \`violation-ids\``]
            : []),
        '```',
        '',
        '</details>',
        '',
        '',
    ].join('\n');
}

;// CONCATENATED MODULE: ./lib/report/summary.js





const TITLES = {
    create: 'Create an admin API key',
    list: 'Admin API keys',
    retrieve: 'Admin API key',
    verify: 'Admin API keys against the policy',
    delete: 'Delete admin API keys',
};
const FATES = {
    planned: 'would be deleted',
    deleted: '✅ deleted',
    gone: '✅ already gone',
    failed: '❌ could not be deleted',
    untried: '⚠️ not tried',
};
/**
 * The job summary of a result, as GitHub's Markdown.
 *
 * @param now - Unix milliseconds, for ages and remaining life
 * @param budget - how many bytes it may take; rows that do not fit are left out with a note
 */
function summaryOf(result, now, budget) {
    const head = [
        `### ${TITLES[result.operation]}`,
        '',
        `${result.failure === undefined ? '' : '❌ '}${headline(result, safe_text/* markdownText */.p7)}`,
        ...(result.operation === 'create' ? destinationsOf(result) : []),
        '',
    ];
    if (result.operation === 'verify')
        return verdictOf(result, head, budget);
    if (result.operation === 'delete') {
        const row = (key) => `| ${(0,safe_text/* markdownText */.p7)(key.id)} | ${FATES[key.fate]} |`;
        return table(head, ['| Id | |', '| --- | --- |'], result.keys, row, budget);
    }
    const keys = 'keys' in result ? result.keys : result.key === null ? [] : [result.key];
    return keyTable(head, keys, Math.floor(now / 1000), budget);
}
/** Where the value went, or would go, a line each. */
function destinationsOf({ targets, written, handedTo, outcome }) {
    const lines = targets.map((target) => {
        const done = written.find((one) => one.target === target);
        const name = (0,safe_text/* markdownText */.p7)((0,domain_target/* describeTarget */.ff)(target));
        if (done !== undefined)
            return `- ✅ ${name} ${done.action}`;
        return outcome === 'created' ? `- ❌ ${name} not written` : `- ${name}`;
    });
    const heading = outcome === 'planned' ? 'It would go to:' : 'The value is in:';
    const all = [...lines, ...handedTo.map((place) => `- ✅ ${place}`)];
    return all.length === 0 ? [] : ['', heading, '', ...all];
}

;// CONCATENATED MODULE: ./lib/report/publish.js






/** A larger file is refused whole by the runner; the distance to 1 MiB is for other writers. */
const MAX_SUMMARY_BYTES = 1_000_000;
/** Makes a result known: outputs, the headline in the log, and the job summary. */
function publish(result, files, reporter, options) {
    // First of all, so that a key has been named whatever happens to the outputs.
    const quoted = (text) => `“${(0,safe_text/* plainLine */.h0)(text)}”`;
    for (const line of [headline(result, quoted), ...details(result, quoted)])
        reporter.info(line);
    const { outputs, emptied } = fitOutputs(outputsOf(result));
    for (const [name, value] of Object.entries(outputs))
        files.setOutput(name, value);
    if (emptied.length > 0) {
        const names = emptied.map((name) => `\`${name}\``).join(' and ');
        reporter.warning(`The outputs would be larger than the runner takes, so ${names} stayed empty.` +
            fileHint(result));
    }
    if (options.summaryFile === undefined)
        return;
    try {
        // Other parts of a composite action may have written to the same file.
        const taken = (0,external_node_fs_.statSync)(options.summaryFile, { throwIfNoEntry: false })?.size ?? 0;
        const summary = summaryOf(result, options.now, MAX_SUMMARY_BYTES - taken);
        (0,external_node_fs_.appendFileSync)(options.summaryFile, summary);
    }
    catch (error) {
        reporter.warning(`The job summary could not be written: ${(0,domain_error/* messageOf */.b)(error)}.`);
    }
}
/** Where all keys are to be had when the outputs cannot hold them. */
function fileHint(result) {
    if (!('file' in result))
        return '';
    return result.file === null
        ? ' Set `keys-file` to get all keys.'
        : ' The file of `keys-file` holds all keys.';
}

;// CONCATENATED MODULE: ./lib/runner/journal.js

/** Writes down how far the step got. The entry is on disk when this returns. */
function writeJournal(files, entry) {
    files.saveState('journal', JSON.stringify(entry));
}
/** The writes of the key in the journal, apart from it because it changes twice a target. */
function writeProgress(files, progress) {
    files.saveState('progress', progress);
}
/** The last entry that the main step wrote; `settled` where it wrote none that can be read. */
function readJournal(env) {
    try {
        const entry = JSON.parse(env.STATE_journal ?? '');
        if (entry !== null && isWhole(entry))
            return entry;
    }
    catch {
        // Nothing that this action wrote.
    }
    return { stage: 'settled' };
}
/** Whether an entry is one that this action writes: the post step must not stumble over another. */
function isWhole(entry) {
    if (entry.stage !== 'creating' && entry.stage !== 'made')
        return false;
    const { baseUrl, timeoutMs, retryForMs } = entry;
    const times = [timeoutMs, retryForMs, ...(entry.stage === 'creating' ? [entry.sentAt] : [])];
    if (typeof baseUrl !== 'string' || !times.every(isTime))
        return false;
    if (entry.stage === 'creating')
        return typeof entry.name === 'string';
    const { keyId, targets, before } = entry;
    return isKeyId(keyId) && Array.isArray(targets) && Array.isArray(before);
}
/** Milliseconds that a Date can hold. */
function isTime(value) {
    return Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 8.64e15;
}
/** The last progress that the main step wrote; empty where it wrote none. */
function readProgress(env) {
    return env.STATE_progress ?? '';
}

;// CONCATENATED MODULE: ./lib/perform.js









/**
 * Carries out a request and makes the result known. Loaded only when there is a request, with all
 * that talking to a server needs.
 *
 * @throws ActionError also where part of the work was done; outputs and summary tell of that part
 */
async function perform(request, world, masks, reporter) {
    const { cancelled } = world;
    const files = guarded(await world.openFiles());
    const readOnly = 'dryRun' in request && request.dryRun;
    const github = 'github' in request ? request.github : null;
    const result = await operate(request, {
        ...(await connect(world, masks, reporter, { ...request, github, readOnly })),
        log: reporter,
        now: world.now,
        sleep: (ms) => world.sleep(ms, cancelled),
        cancelled,
        writeJournal: (entry) => writeJournal(files, entry),
        writeProgress: (progress) => writeProgress(files, progress),
        setValueOutput: (value) => files.setOutput('value', value.reveal()),
        exportValue: (variable, value) => files.exportVariable(variable, value.reveal()),
    });
    const summaryFile = (request.summary && world.env.GITHUB_STEP_SUMMARY) || undefined;
    publish(result, files, reporter, { summaryFile, now: world.now() });
    if (result.failure !== undefined)
        throw result.failure;
}
function operate(request, tools) {
    switch (request.operation) {
        case 'create':
            return create(request, tools);
        case 'list':
            return list(request, tools);
        case 'retrieve':
            return retrieve(request, tools);
        case 'verify':
            return verify(request, tools);
        case 'delete':
            return deleteKeys(request, tools);
    }
}
/** The runner's files, with a sentence for a disk that is full or a file that is gone. */
function guarded(files) {
    const guard = (write) => (name, value) => {
        try {
            write(name, value);
        }
        catch (error) {
            throw new domain_error/* ActionError */.l('file', `The runner could not take \`${name}\`: ${(0,domain_error/* messageOf */.b)(error)}. Check the disk of the runner.`, { cause: error });
        }
    };
    return {
        setOutput: guard(files.setOutput),
        saveState: guard(files.saveState),
        exportVariable: guard(files.exportVariable),
    };
}


/***/ })

};

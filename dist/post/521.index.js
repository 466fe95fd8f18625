export const id = 521;
export const ids = [521,394];
export const modules = {

/***/ 7521:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cleanUp: () => (/* binding */ cleanUp)
});

// EXTERNAL MODULE: ./lib/domain/proxy.js
var proxy = __webpack_require__(3252);
;// CONCATENATED MODULE: ./lib/domain/duration.js
const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SIMPLE = /^(\d{1,12})([smhdw])$/;
const ISO_8601 = /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})S)?)?$/;
/**
 * Reads a duration as the inputs write it: a whole number and one of `s m h d w` (`90d`), or
 * ISO 8601 with weeks, days and times (`P90D`, `PT12H`). A bare number has no unit, months and
 * years have no length, so they are not durations here.
 *
 * @param text - the input, trimmed
 * @returns whole seconds, or undefined where the text is no duration
 */
function parseDuration(text) {
    const simple = SIMPLE.exec(text);
    if (simple !== null) {
        return Number(simple[1]) * UNIT_SECONDS[simple[2]];
    }
    const iso = ISO_8601.exec(text);
    if (iso === null)
        return undefined;
    const [weeks, days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0));
    return ((weeks ?? 0) * UNIT_SECONDS.w +
        (days ?? 0) * UNIT_SECONDS.d +
        (hours ?? 0) * UNIT_SECONDS.h +
        (minutes ?? 0) * UNIT_SECONDS.m +
        (seconds ?? 0));
}
/** How people write a unit, and the unit that it stands for; years and months count in days. */
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
 * What somebody may have meant by a text that is no duration here: `365d` for `1y` or `P1Y`, `90d`
 * for `3 months` or `90 days`; undefined where that is not plain.
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
 * How much a limit may be missed by: GitHub starts schedules hours late or early, and a weekly run
 * that comes early must not skip a week.
 *
 * @param limit - seconds
 * @returns seconds: 5 %, at most 6 hours
 */
function toleranceOf(limit) {
    return Math.min(limit * 0.05, 6 * UNIT_SECONDS.h);
}
/**
 * Writes a duration for people, in its two largest units: `3 d 4 h`, `12 min`, `45 s`.
 *
 * @param seconds - the length; fractions are cut, negative counts as 0
 */
function duration_formatDuration(seconds) {
    let rest = Math.max(0, Math.floor(seconds));
    const parts = [];
    for (const [unit, length] of [
        ['d', UNIT_SECONDS.d],
        ['h', UNIT_SECONDS.h],
        ['min', UNIT_SECONDS.m],
        ['s', 1],
    ]) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        if (count > 0)
            parts.push(`${count} ${unit}`);
        if (parts.length > 0 && (count === 0 || parts.length === 2))
            break;
    }
    return parts.join(' ') || '0 s';
}
const WORDS = [
    ['day', UNIT_SECONDS.d],
    ['hour', UNIT_SECONDS.h],
    ['minute', UNIT_SECONDS.m],
    ['second', 1],
];
/**
 * Spells a measured duration and the limit that it is held against, each as short as tells them
 * apart: `127 days` and `90 days`, but `90 days 1 second` and `90 days`.
 *
 * @param measured - seconds
 * @param limit - seconds
 */
function spellApart(measured, limit) {
    const full = spell(limit, WORDS.length);
    for (let units = 1; units < WORDS.length; units++) {
        const shown = spell(measured, units);
        if (shown !== spell(limit, units))
            return [shown, full];
    }
    return [spell(measured, WORDS.length), full];
}
function spell(seconds, units) {
    let rest = Math.max(0, Math.floor(seconds));
    const parts = [];
    for (const [word, length] of WORDS) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        if (count > 0 && parts.length < units)
            parts.push(`${count} ${word}${count === 1 ? '' : 's'}`);
    }
    return parts.join(' ') || '0 seconds';
}

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/http/exchange.js + 3 modules
var exchange = __webpack_require__(9394);
;// CONCATENATED MODULE: ./lib/http/redirect.js


/** By RFC 9110, the request was carried out, and its result is to be seen elsewhere. */
const SEE_OTHER = 303;
/**
 * Follows no redirect, since the request carries a credential.
 *
 * @param uncertain - whether an earlier attempt may have had its effect
 * @throws ActionError on a 3xx: `redirected`, or `unavailable` where the request may have had its effect
 */
function refuseRedirect(request, response, uncertain) {
    const { status } = response;
    if (status < 300 || status > 399)
        return;
    const to = addressIn(response.headers.location, request.url);
    const mayBeDone = status === SEE_OTHER && request.method !== 'GET';
    throw new domain_error/* ActionError */.lZ(
    // Where this or an earlier attempt may have had its effect, this is no refusal.
    uncertain || mayBeDone ? 'unavailable' : 'redirected', `${request.url.host} answered ${request.method} ${request.url.pathname} with a redirect ` +
        `(${status})${to && ` to ${to}`}. Redirects are not followed, ` +
        'since the request carries a credential. Give the final address.', { cause: mayBeDone ? new exchange.ExchangeError('cut', 'it answered 303', { sent: true }) : undefined });
}
/**
 * Where a redirect leads; empty where that is no plain address. What nobody sees in one, such as white
 * space between the pieces of a secret, would be written out as `%20`, and the secret be recognised
 * by nobody any more.
 */
function addressIn(location, base) {
    if (location === undefined || !/^[!-~]+$/.test(location))
        return '';
    const to = URL.parse(location, base.href);
    return to !== null && /^https?:$/.test(to.protocol) ? `${to.origin}${to.pathname}` : '';
}

// EXTERNAL MODULE: ./lib/http/waits.js
var waits = __webpack_require__(9274);
;// CONCATENATED MODULE: ./lib/http/retry.js


/** The first that applies counts; an outcome to which none applies is final. */
const RULES = [
    {
        applies: (outcome) => isAnswer(outcome) && (0,waits/* isRateLimit */.a5)(outcome),
        isHarmless: true,
        reason: (host, outcome) => `${host} limits the rate${statusOf(outcome)}`,
    },
    {
        applies: (outcome, { credential }) => isAnswer(outcome) && !!credential?.isRefusal(outcome),
        isHarmless: true,
        // https://github.com/octokit/auth-app.js waits 1, 2 and 4 s; 5 s in all have been too short.
        newness: {
            waits: [1_000, 2_000, 4_000, 8_000],
            withinMs: 30_000,
            shared: ({ credential }) => credential?.waits,
        },
        reason: (host, outcome) => `${host} refuses the token${statusOf(outcome)}, which it may not know yet if it was made a moment ago`,
    },
    {
        applies: (outcome, { place }) => isAnswer(outcome) && outcome.status === 404 && place !== undefined,
        isHarmless: true,
        newness: {
            waits: [1_000, 2_000, 4_000],
            withinMs: Number.POSITIVE_INFINITY,
            shared: ({ place }) => place,
        },
        reason: (host, outcome) => `${host} does not know a repository or environment${statusOf(outcome)}, perhaps because it was made a ` +
            'moment ago',
    },
    {
        applies: (outcome) => isAnswer(outcome) && (0,waits/* isOutage */.uD)(outcome),
        isHarmless: false,
        reason: (host, outcome) => `${host} answered ${isAnswer(outcome) ? outcome.status : ''}`,
    },
    { applies: (outcome) => isLoss(outcome) && !outcome.sent, isHarmless: true, reason: unreached },
    { applies: isLoss, isHarmless: false, reason: unreached },
];
/** Whether and how to try again; undefined where the outcome is final. */
function retryAfter(outcome, host, mayBeNew) {
    const rule = RULES.find(({ applies }) => applies(outcome, mayBeNew));
    if (rule === undefined)
        return undefined;
    const { isHarmless, newness } = rule;
    const shared = newness?.shared(mayBeNew);
    return {
        isHarmless,
        reason: rule.reason(host, outcome),
        ...(newness && shared && { newness: { ...newness, shared } }),
    };
}
function isAnswer(outcome) {
    return !(outcome instanceof exchange.ExchangeError);
}
function isLoss(outcome) {
    if (isAnswer(outcome) || outcome.final !== undefined)
        return false;
    return outcome.kind !== 'cancelled' && outcome.kind !== 'too-large';
}
function statusOf(outcome) {
    return isAnswer(outcome) ? ` (${outcome.status})` : '';
}
function unreached(host, outcome) {
    return `${host} could not be reached (${isAnswer(outcome) ? outcome.status : outcome.message})`;
}

;// CONCATENATED MODULE: ./lib/http/transport.js






/** An attempt that was begun in time does not last much longer than that. */
const LATE_MS = 60_000;
/** Waits from this length on are announced, so that a quiet log is never a riddle. */
const LONG_WAIT_MS = 5_000;
function createTransport(deps, patience) {
    async function send(request, options) {
        const started = deps.monotonic();
        const { notAfter = Number.POSITIVE_INFINITY } = options;
        const end = Math.min(started + patience.retryForMs, notAfter);
        const { mayBeNew = {} } = options;
        /** How often each kind of newness was waited for. */
        const waited = new Map();
        let uncertain = false;
        const label = `${request.method} ${request.url.host}${request.url.pathname}`;
        for (let tries = 1;; tries++) {
            const begunAt = deps.monotonic();
            noteFirst(mayBeNew, begunAt);
            const outcome = await attempt(request, options, notAfter);
            const failed = outcome instanceof exchange.ExchangeError;
            deps.debug(`${label}: ${failed ? outcome.message : outcome.status} (try ${tries})`);
            if (!failed)
                refuseRedirect(request, outcome, uncertain);
            const retry = retryAfter(outcome, request.url.host, mayBeNew);
            if (retry === undefined || !(options.repeatable || retry.isHarmless)) {
                return finish(outcome, '', uncertain);
            }
            const { newness } = retry;
            const now = deps.monotonic();
            const count = (newness && waited.get(newness.shared)) ?? 0;
            if (newness)
                waited.set(newness.shared, count + 1);
            const wait = newness
                ? newness.waits[count]
                : (0,waits/* waitBefore */.fI)(failed ? undefined : outcome, tries, deps.random(), deps.now());
            const last = newness ? (newness.shared.firstAt ?? now) + newness.withinMs : end;
            if (wait === undefined || (newness && now + wait > last)) {
                return finish(outcome, timesTried(tries, now - started), uncertain);
            }
            if (now + wait > end) {
                return finish(outcome, gaveUp(tries, now - started, wait, patience.retryForMs), uncertain);
            }
            uncertain ||= !retry.isHarmless;
            if (!uncertain)
                options.onRefused?.();
            const sleep = () => {
                announce(retry.reason, wait, newness);
                return deps.sleep(wait, deps.cancelled);
            };
            await (newness ? newness.shared.join(begunAt, deps.monotonic, sleep) : sleep());
        }
    }
    /** In the log: the first wait for what is new, and every long one for something else. */
    function announce(reason, wait, newness) {
        const isQuiet = newness ? newness.shared.isAnnounced : wait < LONG_WAIT_MS;
        const next = `next try in ${duration_formatDuration(wait / 1000)}`;
        if (isQuiet) {
            deps.debug(`${reason}; ${next}.`);
        }
        else if (newness) {
            newness.shared.isAnnounced = true;
            const all = newness.waits.reduce((sum, one) => sum + one, 0);
            deps.info(`${reason}; trying again for up to ${duration_formatDuration(all / 1000)}.`);
        }
        else {
            deps.info(`${reason}; ${next}, at ${clockTime(deps.now() + wait)}.`);
        }
    }
    async function attempt(request, options, notAfter) {
        try {
            options.onAttempt?.(deps.now());
            const signal = options.droppable ? deps.cancelled : undefined;
            const left = Math.max(1, notAfter + LATE_MS - deps.monotonic());
            return await deps.exchange(request, {
                timeoutMs: Math.min(patience.timeoutMs, left),
                signal,
            });
        }
        catch (error) {
            if (error instanceof exchange.ExchangeError)
                return error;
            throw error;
        }
    }
    return { send };
}
function noteFirst({ credential, place }, at) {
    for (const shared of [credential?.waits, place])
        if (shared)
            shared.firstAt ??= at;
}
function finish(outcome, tried, uncertain) {
    if (!(outcome instanceof exchange.ExchangeError))
        return { ...outcome, tried, uncertain };
    outcome.tried = tried;
    outcome.uncertain = uncertain;
    if (outcome.final === undefined)
        throw outcome;
    // Where an earlier attempt may have had its effect, this is no refusal.
    const code = uncertain ? 'unavailable' : 'unreachable';
    throw new domain_error/* ActionError */.lZ(code, outcome.final, { cause: outcome });
}
function timesTried(tries, spentMs) {
    if (tries === 1)
        return 'Tried once';
    const span = spentMs < 1000 ? 'within a second' : `in ${duration_formatDuration(spentMs / 1000)}`;
    return `Tried ${tries} times ${span}`;
}
function gaveUp(tries, spentMs, waitMs, retryForMs) {
    return (`${timesTried(tries, spentMs)}; the next try would come after ${duration_formatDuration(Math.ceil(waitMs / 1000))}, ` +
        `which does not fit in \`retry-for\` (${duration_formatDuration(retryForMs / 1000)})`);
}
function clockTime(ms) {
    return new Date(ms).toISOString().slice(11, 19);
}

// EXTERNAL MODULE: ./lib/domain/admin-key.js
var admin_key = __webpack_require__(6921);
// EXTERNAL MODULE: ./lib/domain/secret.js
var secret = __webpack_require__(3998);
// EXTERNAL MODULE: ./lib/http/excess.js
var http_excess = __webpack_require__(7373);
;// CONCATENATED MODULE: ./lib/openai/redaction.js
/*
 * What is hidden in an answer: every credential that a server put into a text, whatever the field.
 */
/** How much of a key a redacted value may show on each side of its dots or stars. */
const MAX_END = 20;
/**
 * Words of the API's own, which mean something to this action and are no secrets, whatever a step was
 * given for a password.
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
/** An answer with every text in it redacted, and redacted values by their two ends. */
function redactFields(json, redact) {
    return redactDeep(json, redact);
}
function redactDeep(value, redact) {
    if (typeof value === 'string')
        return OWN_WORDS.has(value) ? value : redact(value);
    if (Array.isArray(value))
        return value.map((item) => redactDeep(item, redact));
    if (!isObject(value))
        return value;
    return Object.fromEntries(Object.entries(value).map(([field, item]) => [
        OWN_WORDS.has(field) ? field : redact(field),
        field === 'redacted_value' && typeof item === 'string'
            ? redact(endsOf(item))
            : redactDeep(item, redact),
    ]));
}
/** A redacted value by its two ends, no more of them than may be shown. Both tell whose key it is. */
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
 * The redaction that an answer needs: none, found out by one search instead of one a text, where
 * nothing would be redacted.
 */
function redactionFor(body, redact) {
    const text = unescaped(body);
    return redact(text) === text ? null : redact;
}
/** A JSON text as its strings read, for the search alone. */
function unescaped(json) {
    if (!json.includes('\\'))
        return json;
    return json.replace(/\\(?:u([0-9A-Fa-f]{4})|([bfnrt])|(.))/g, (_, code, control, other) => control === undefined ? (other ?? String.fromCharCode(Number.parseInt(code, 16))) : '\n');
}

;// CONCATENATED MODULE: ./lib/openai/answers.js




/*
 * What the API sent, checked at the boundary: strict about what decisions rest on, permissive about
 * what the API's own pages contradict each other on. Every text is redacted here, once, so that no
 * credential that a server put into a name or a new field can travel further.
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 */
/** The latest moment that a Date can hold as a four-digit year. */
const MAX_TIME = 253_402_300_799;
/**
 * How much of a name is saved for the post step, which gets it in a variable of limited size. One that
 * was cut is the name of no key, so none is deleted for it.
 */
const MAX_CLAIMED = 250;
/** A hundred are asked for; a server in between may know no pages. */
const MAX_PAGE = 10_000;
/** An answer that is not what the API promises. The message completes "…: it ". */
class UnreadableAnswer extends Error {
    name = 'UnreadableAnswer';
}
function parseObject(body) {
    const excess = (0,http_excess/* excessOf */.F)(body);
    if (excess !== undefined)
        throw new UnreadableAnswer(excess);
    let parsed;
    try {
        parsed = JSON.parse(body);
    }
    catch {
        throw new UnreadableAnswer('is not JSON');
    }
    if (!isObject(parsed))
        throw new UnreadableAnswer('is not a JSON object');
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
    // Even where there is none, a `delete` costs as much as reading all the other fields.
    if ('value' in json)
        delete json.value;
    const raw = redact === null ? json : redactFields(json, redact);
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
/**
 * The key that was asked for by its id.
 *
 * @throws UnreadableAnswer also where the answer is about another key
 */
function readKey(body, keyId, redact) {
    const key = toKey(parseObject(body), redactionFor(body, redact));
    if (key.id !== keyId)
        throw new UnreadableAnswer('is about another key than was asked for');
    return key;
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
    if (json.has_more && json.data.length === 0) {
        throw new UnreadableAnswer('has no keys, though it says that there are more');
    }
    const total = json.total_count;
    const redaction = redactionFor(body, redact);
    return {
        keys: json.data.map((item) => toKey(item, redaction)),
        hasMore: json.has_more,
        total: Number.isInteger(total) ? Number(total) : undefined,
    };
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
    if (!(0,secret/* isKeyValue */.V)(text))
        throw new UnreadableAnswer('has no usable `value`');
    const value = new secret/* Secret */.z(text);
    hide(value);
    return { key: toKey(json, redact), value };
}
/**
 * What an answer to a create says of its key, where it could not be used: whole but wrong, or cut in
 * the middle. A cut text may have held another `id` first, so it only ever says which key to look for.
 *
 * @param hide - gets the value, where there is one
 */
function salvageClaim(body, redact, hide) {
    let json;
    try {
        json = parseObject(body);
    }
    catch {
        const matchIn = (pattern) => pattern.exec(body)?.[1];
        json = {
            id: matchIn(/"id"\s*:\s*"(key_[A-Za-z0-9_-]{1,200})"/),
            value: matchIn(/"value"\s*:\s*"([^"\\]+)"/),
        };
    }
    const value = (0,secret/* isKeyValue */.V)(json.value) ? new secret/* Secret */.z(json.value) : undefined;
    if (value !== undefined)
        hide(value);
    // It is named, and saved for the post step.
    if (!(0,admin_key/* isKeyId */.rZ)(json.id) || redact(json.id) !== json.id)
        return undefined;
    const claim = {
        id: json.id,
        hasValue: value !== undefined,
        ...(typeof json.name === 'string' && { name: redact(json.name).slice(0, MAX_CLAIMED) }),
        ...(Number.isInteger(json.created_at) && { createdAt: Number(json.created_at) }),
        ...((json.expires_at === null || Number.isInteger(json.expires_at)) && {
            expiresAt: json.expires_at,
        }),
    };
    return { claim, value };
}
/** @throws UnreadableAnswer unless the answer says that exactly this key is deleted */
function readDeleted(body, keyId) {
    const json = parseObject(body);
    if (json.id !== keyId || json.deleted !== true) {
        throw new UnreadableAnswer('does not say that this key is deleted');
    }
}
/** The API's own words about a refusal, in any of the forms seen. */
function readErrorMessage(body) {
    const error = errorIn(body);
    const fields = isObject(error) ? error : { message: error };
    const word = (name) => answers_text(fields[name]) ?? '';
    return {
        message: word('message'),
        type: word('type'),
        code: word('code'),
        param: word('param'),
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

// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
;// CONCATENATED MODULE: ./lib/domain/fate.js



/*
 * Whether the answer to a create is about the key that was asked for, and what became of a create
 * whose answer was lost or is about something else.
 *
 * The request may not have arrived, may have been carried out, or may have failed; the API has no
 * idempotency key and no field of ours that it would give back. Another run, or a sibling of a
 * matrix, may make a key of the same name in the same second. So nothing that a listing shows proves
 * whose key it is, and without an id in the answer nothing is deleted: an orphan is a key that nobody
 * can use, a wrong deletion breaks somebody.
 *
 * An id that came through did so over a verified connection, in reply to our own request. Its key is
 * ours where the listing agrees with all else that the answer said, and the key was made since.
 *
 * Moments are compared on the server's clock, in Unix seconds.
 */
/** A key can seem to be made so long before its request was sent: edge and database differ. */
const EARLY = 5 * 60;
/** And so long after the answer. */
const LATE = 60;
/** By so many seconds a lifetime may differ from what was asked. */
const LIFETIME_SLACK = 60;
/**
 * What speaks against an answer being about the key that was asked for, as a clause; undefined
 * where nothing does. What the answer lacks does not speak against it.
 *
 * @param window - the earliest moment at which the request was sent and the moment of the answer,
 *   in Unix seconds on the server's clock; undefined where the server does not tell its time
 */
function misfitOf(key, asked, window) {
    if (key.name !== null && key.name !== asked.name) {
        return `it names the key “${(0,domain_text/* oneLine */.TN)(key.name)}” instead of “${(0,domain_text/* oneLine */.TN)(asked.name)}”. Choose a \`name\` of plain letters, digits and \`-\``;
    }
    if ('expires_at' in key.raw && !hasLifetime(key, asked.lifetime)) {
        const life = key.expiresAt === null ? null : key.expiresAt - key.createdAt;
        const limit = life === null ? '' : '. Set `expires-in` to what the organization allows, or to this';
        return `its key ${spellLife(life)}, and was asked to be one that ${spellLife(asked.lifetime)}${limit}`;
    }
    if (window === undefined)
        return undefined;
    if (key.createdAt < window.sent - EARLY || key.createdAt > window.answered + LATE) {
        return `its key was made at ${(0,admin_key/* isoTime */.Ly)(key.createdAt)}, not now: something on the way repeats an older answer`;
    }
    return undefined;
}
/** Whether a key lives as long as was asked, in seconds; null: for ever. */
function hasLifetime(key, lifetime) {
    if (key.expiresAt === null || lifetime === null)
        return key.expiresAt === lifetime;
    return Math.abs(key.expiresAt - key.createdAt - lifetime) <= LIFETIME_SLACK;
}
/**
 * Decides which of the newest keys is the one that the attempt made, if any.
 *
 * @param listed - the newest keys of the organization, in any order
 */
function judgeFate(listed, attempt) {
    const { claim, known } = attempt;
    const possible = listed.filter((key) => !known.has(key.id) && (0,admin_key/* isAdminKind */.Qm)(key));
    const claimed = possible.find((key) => key.id === claim?.id);
    if (claim !== undefined && claimed !== undefined && isOurs(claimed, claim, attempt)) {
        return { kind: 'ours', key: claimed };
    }
    const alike = possible.filter((key) => key.name === attempt.name &&
        key.createdAt >= attempt.since &&
        hasLifetime(key, attempt.lifetime));
    const ids = new Set([...(claim === undefined ? [] : [claim.id]), ...alike.map(({ id }) => id)]);
    return ids.size === 0 ? { kind: 'none' } : { kind: 'unproven', ids: [...ids] };
}
function isOurs(key, claim, attempt) {
    const { createdAt = key.createdAt, name = attempt.name, expiresAt, hasValue } = claim;
    const { value } = attempt;
    const isSaid = expiresAt !== undefined;
    return (key.createdAt >= attempt.since &&
        key.createdAt === createdAt &&
        key.name === name &&
        (isSaid ? key.expiresAt === expiresAt : hasLifetime(key, attempt.lifetime)) &&
        (value === undefined ? !hasValue : value.matchesRedacted(key.redactedValue)));
}
function spellLife(seconds) {
    return seconds === null ? 'never expires' : `expires after ${duration_formatDuration(seconds)}`;
}

;// CONCATENATED MODULE: ./lib/openai/created-key.js




/**
 * The key in the answer to a create, held against what was asked. Its value is hidden first.
 *
 * @param took - how long the attempt took, in milliseconds
 * @throws UnreadableAnswer
 * @throws ActionError `unreadable` where the answer is about another key than was asked for
 */
function readFitting(answer, asked, took, { host, redact, hide }) {
    const created = readCreated(answer.body, redact, hide);
    const clock = (0,waits/* serverClock */.cB)(answer);
    const window = clock === undefined ? undefined : windowOf(clock, took);
    const misfit = misfitOf(created.key, asked, window);
    if (misfit !== undefined) {
        throw new domain_error/* ActionError */.lZ('unreadable', `The answer of ${host} to the create is not about what was asked: ${misfit}.`);
    }
    const made = created.key.createdAt * 1000;
    return { ...created, age: (clock ?? made) - made };
}
/** In whole seconds of the server's clock, which `Date` cuts and `created_at` may round. */
function windowOf(clock, took) {
    return { sent: Math.floor((clock - took) / 1000), answered: Math.ceil(clock / 1000) };
}

// EXTERNAL MODULE: ./lib/domain/url.js
var url = __webpack_require__(5917);
// EXTERNAL MODULE: ./lib/http/web-page.js
var web_page = __webpack_require__(4308);
// EXTERNAL MODULE: ./lib/http/spending-limit.js
var spending_limit = __webpack_require__(1464);
;// CONCATENATED MODULE: ./lib/openai/causes.js

/*
 * What OpenAI is known to refuse a request for. What is not in this table is quoted and left at
 * that, since advice that does not fit the cause sends people the wrong way.
 * https://platform.openai.com/docs/guides/error-codes
 */
const SETTINGS = 'https://platform.openai.com/settings/organization';
const KEYS_PAGE = `${SETTINGS}/admin-keys`;
/** A longer message is not searched to its end. */
const MAX_SEARCHED = 10_000;
const MONEY = [400, 402, 403, 429];
const DENIED = [401, 403];
const REJECTED = [400, 403, 422];
const money = (named, fact, cure) => {
    return { code: 'no-credit', statuses: MONEY, named, fact, cure };
};
const CAUSES = [
    money(/^credit_balance_exhausted$/, 'says that the organization has no credit left', `Waiting does not help: somebody has to add credit at ${SETTINGS}/billing.`),
    money(/^organization_spend_limit_exceeded$/, 'says that the organization has reached its spend limit', `Raise the limit at ${SETTINGS}/limits, or wait for the next month.`),
    money(/^project_spend_limit_exceeded$/, 'says that the project has reached its spend limit', 'Raise the limit in the settings of the project, or wait for the next month.'),
    money(/^organization_usage_limit_exceeded$/, 'says that the organization has reached the usage limit that OpenAI gave it', `Ask for a higher one at ${SETTINGS}/limits.`),
    money(spending_limit/* SPENDING_LIMIT */.f, 'refuses requests because of billing', `Waiting does not help: look at ${SETTINGS}/billing and ${SETTINGS}/limits.`),
    {
        code: 'account-inactive',
        statuses: DENIED,
        named: /^account_deactivated$/,
        said: /\baccount\b[^.]{0,100}\bdeactivated\b|\bdeactivated account\b/i,
        fact: 'says that the account behind this key is deactivated',
        cure: `The e-mail to that account says why. Another owner can make a key at ${KEYS_PAGE}.`,
    },
    {
        code: 'account-inactive',
        statuses: DENIED,
        named: /^no_organization$/,
        said: /must be a member of an organization/i,
        fact: 'says that the account behind this key is in no organization',
        cure: `Its owner left the organization, or was removed. Another owner can make a key at ${KEYS_PAGE}.`,
    },
    {
        code: 'address-refused',
        statuses: DENIED,
        named: /^ip_/,
        fact: 'lets nobody in from the address of this runner',
        cure: 'Add the address to the IP allow list of the organization, and of the project where it has one ' +
            '(that takes up to 15 minutes), or use a runner whose address is on it.',
    },
    {
        code: 'forbidden',
        statuses: DENIED,
        named: /^unsupported_country/,
        said: /country, region, or territory not supported/i,
        fact: 'serves nobody in the country or region of this runner',
        cure: 'Use a runner in another one.',
    },
    {
        code: 'wrong-host',
        statuses: [401, 403, 421],
        named: /^incorrect_hostname$/,
        said: /incorrect regional host ?name/i,
        fact: 'is not the host that this key belongs to, since its data stays in a region',
        cure: ({ message }) => {
            const host = regionalHost(message);
            return host === undefined
                ? 'Set `base-url` to the address of that region.'
                : `Set \`base-url\` to \`https://${host}/v1\`.`;
        },
    },
    {
        code: 'forbidden',
        statuses: DENIED,
        said: /\b(didn't|did not) provide an api key\b/i,
        fact: 'got the request without its key',
        cure: 'Something on the way took the `Authorization` header out: look at `base-url` and at the proxy.',
    },
    {
        code: 'missing-scope',
        statuses: DENIED,
        byAdminKey: true,
        said: /insufficient permissions|missing scopes/i,
        fact: (key) => `knows ${key} but does not let it manage admin keys`,
        cure: 'It needs the permission “Organization Administration: Write”, and its owner has to be an ' +
            `owner of the organization. Keys and their permissions are at ${KEYS_PAGE}.`,
    },
    {
        code: 'missing-scope',
        statuses: DENIED,
        byAdminKey: false,
        said: /insufficient permissions|missing scopes/i,
        fact: (key) => `knows ${key} but does not let it manage admin keys`,
        cure: `It does not begin with \`sk-admin-\`. Use an organization admin key, made by an owner at ${KEYS_PAGE}.`,
    },
    {
        code: 'archived',
        statuses: [...REJECTED, 409],
        named: /^project_archived$/,
        said: /\bproject\b[^.]{0,80}\barchived\b|\barchived project\b/i,
        fact: 'says that the project is archived',
        cure: 'Take it out of `project-id`.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^expires_in_seconds$/,
        said: /\bexpires_in_seconds\b/,
        fact: 'does not take this lifetime of a key',
        cure: 'The organization or the project may require an expiry, or limit it: set `expires-in` to what ' +
            'they allow.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^scopes\b/,
        fact: 'does not give the key these scopes',
        cure: 'Correct `scopes`.',
    },
    {
        code: 'rejected',
        statuses: REJECTED,
        param: /^name$/,
        fact: 'does not take this name of a key',
        cure: 'Choose another `name`.',
    },
];
/** Why a request was refused, where the answer says so in a way that is known. */
function causeOf(refused) {
    // It never tells of a known key, whatever the message repeats.
    if (refused.code === 'invalid_api_key')
        return undefined;
    const message = refused.message.slice(0, MAX_SEARCHED);
    return CAUSES.find(({ statuses, byAdminKey, named, said, param }) => statuses.includes(refused.status) &&
        (byAdminKey ?? refused.byAdminKey) === refused.byAdminKey &&
        (named?.test(refused.code) ||
            named?.test(refused.type) ||
            said?.test(message) ||
            param?.test(refused.param)));
}
/** Whether a 401 says of the key that it is none. */
function isDeadKey({ code, message }) {
    return (code === 'invalid_api_key' ||
        /incorrect api key|invalid api key|invalid authentication/i.test(message));
}
/** The host that a message names, where it is one of OpenAI's: the admin key will go there. */
function regionalHost(message) {
    return /(?<![\w.@-])([a-z]{2}\.api\.openai\.com)(?![\w@-]|\.\w)/.exec(message)?.[1];
}

;// CONCATENATED MODULE: ./lib/openai/quote.js



/** How much of a server's message is quoted. */
const MAX_QUOTE = 500;
/** Status, request, words and tries of a refusal, as the rest of a sentence and its full stop. */
function detailsOf(answer, redact) {
    const message = cleaned(wordsIn(answer), redact).slice(0, MAX_QUOTE).toWellFormed();
    const quote = message === '' ? '' : `, saying “${message}”`;
    const tried = answer.tried === '' ? '' : ` ${answer.tried}.`;
    return ` (${answer.status}${requestId(answer)})${pageIn(answer, redact)}${quote}.${tried}`;
}
/** The API's words; of a text in no known form, the text, unless it can hide something by escapes. */
function wordsIn({ headers, body }) {
    const { message } = readErrorMessage(body);
    if (message !== '' || (0,web_page/* isWebPage */.A)({ headers, body }) || body.includes('\\'))
        return message;
    return body.length > MAX_QUOTE || !/\p{L}/u.test(body) ? '' : body.trim();
}
/** Empty, or the page that came instead of the API's answer. */
function pageIn(answer, redact) {
    if (!(0,web_page/* isWebPage */.A)(answer))
        return '';
    return `, with ${(0,web_page/* describeWebPage */.D)(answer, (text) => cleaned(text, redact))}`;
}
/** A foreign text as it may be shown. Redacted before it is cut: nobody would know half a secret. */
function cleaned(text, redact) {
    // Messages about a bad key repeat its beginning and end, so each word that starts like one, or
    // that has a row of asterisks in it, goes.
    return (0,domain_text/* oneLine */.TN)(redact(text)
        .slice(0, 20 * MAX_QUOTE)
        .toWellFormed()).replace(/[^\s"',;()]+/g, (word) => (/^sk-|[^A-Za-z0-9]sk-|\*{3}/.test(word) ? '***' : word));
}
/** Empty, or the id by which OpenAI knows the request. */
function requestId(answer) {
    const id = answer.headers['x-request-id'];
    return typeof id === 'string' && /^[\w.-]{1,100}$/.test(id) ? `, request ${id}` : '';
}

;// CONCATENATED MODULE: ./lib/openai/refusals.js







/** An unknown path is answered by 404 too, and must not pass for an unknown key. */
function isUnknownPath(answer) {
    const { message } = readErrorMessage(answer.body);
    return message === '' || /\b(invalid|unknown)( request)? url\b/i.test(message);
}
/**
 * The sentence for an answer that is not a success: what was refused, why, and what to do. Where the
 * cause is not known, the answer is quoted, without advice.
 * https://platform.openai.com/docs/guides/error-codes
 */
function refusal(answer, asked, redact) {
    const { status } = answer;
    const { what, host } = asked;
    const details = detailsOf(answer, redact);
    const refused = { ...readErrorMessage(answer.body), status, byAdminKey: asked.byAdminKey };
    const cause = causeOf(refused);
    if (cause !== undefined) {
        const cure = typeof cause.cure === 'string' ? cause.cure : cause.cure(refused);
        const fact = typeof cause.fact === 'string' ? cause.fact : cause.fact(asked.key);
        return new domain_error/* ActionError */.lZ(cause.code, `${host} ${fact}: ${what} was refused${details} ${cure}`);
    }
    if (answer.headers['cf-mitigated'] !== undefined) {
        return new domain_error/* ActionError */.lZ(status >= 500 ? 'unavailable' : 'forbidden', `Cloudflare stands before ${host} and takes this runner for a robot: ${what} was refused${details} ` +
            'Use a runner with another address.');
    }
    if ((0,waits/* isRateLimit */.a5)(answer)) {
        return new domain_error/* ActionError */.lZ('rate-limited', `${host} limits the rate: ${what} was refused${details} ` +
            'Admin endpoints take about six requests a minute: run this later, keep jobs that use the ' +
            'API apart, or raise `retry-for`.');
    }
    if (status === 404)
        return notFound(answer, asked, details);
    if (status >= 500 || status === 408) {
        return new domain_error/* ActionError */.lZ('unavailable', `${host} is out of order: ${what} failed${details} ${whatToDoLater(answer, host)}`);
    }
    if ((0,web_page/* isWebPage */.A)(answer)) {
        return new domain_error/* ActionError */.lZ('rejected', `Something other than the API answered for ${host}: ${what} failed${details} Look at ` +
            '`base-url`, at the proxy and at the network of the runner.');
    }
    if (status === 401) {
        const isDead = answer.body.trim() === '' || isDeadKey(refused);
        const known = asked.isRerun ? ` ${RERUN}` : isDead ? ` ${DEAD_KEY}` : '';
        const cure = asked.wasAccepted ? ` ${DEAD_SINCE}` : known;
        return new domain_error/* ActionError */.lZ('unauthorized', `${host} refused ${asked.key}: ${what} failed${details}${cure}`);
    }
    if (status === 403) {
        return new domain_error/* ActionError */.lZ('forbidden', `${host} does not allow it: ${what} was refused${details}`);
    }
    return new domain_error/* ActionError */.lZ('rejected', `${host} rejected the request: ${what} failed${details}`);
}
const RERUN = 'This run is a re-run, which gets the secrets as they were when the run was first started: a key ' +
    'that was rotated since is dead here. Start a new run instead.';
const DEAD_SINCE = 'It was accepted until then, so it was deleted or revoked meanwhile.';
const DEAD_KEY = 'The key was deleted, has expired or is no admin key. Put a live one into the secret; keys are ' +
    `listed at ${KEYS_PAGE}.`;
function notFound(answer, { what, host, keyId }, details) {
    if (keyId !== undefined && !isUnknownPath(answer)) {
        return new domain_error/* ActionError */.lZ('not-found', `No admin key has the id \`${keyId}\` in this organization${details} ` +
            '`operation: list` shows the ids that there are.');
    }
    return new domain_error/* ActionError */.lZ('rejected', `${host} has no admin API at this address: ${what} failed${details} ` +
        'Check the path of `base-url`: it usually ends in `/v1`.');
}
/** The status page knows of OpenAI's own servers alone. */
function whatToDoLater(answer, host) {
    const isOpenAi = (0,url/* isExpectedHost */.R9)(host.replace(/:\d+$/, ''));
    const later = isOpenAi
        ? 'See https://status.openai.com and run this again later, or raise `retry-for`.'
        : 'Run this again later, or raise `retry-for`.';
    // With an id, the API itself had the request.
    if (!(0,web_page/* isWebPage */.A)(answer) || requestId(answer) !== '')
        return later;
    return `${later} If it stays so, look at what sent the page: at \`base-url\` and the proxy.`;
}
/** The sentence for an exchange that brought no whole answer. */
function noAnswer(error, asked) {
    const tried = error.tried === '' ? '' : ` ${error.tried}.`;
    const start = `${asked.what} failed`;
    switch (error.kind) {
        case 'cancelled':
            return new domain_error/* ActionError */.lZ('cancelled', `The job was cancelled: ${start}.`, { cause: error });
        case 'unreachable':
            return new domain_error/* ActionError */.lZ('unreachable', `${asked.host} could not be reached: ${start} (${error.message}).${tried} Check \`base-url\`, ` +
                'the proxy settings and the network of the runner.', { cause: error });
        case 'too-large':
            return new domain_error/* ActionError */.lZ('unreadable', `${nonsense(asked)}: ${error.message}.`, {
                cause: error,
            });
        default:
            return new domain_error/* ActionError */.lZ('unavailable', `${asked.host} did not answer: ${start} (${error.message}).${tried} Run this again later, or ` +
                'raise `timeout` and `retry-for`.', { cause: error });
    }
}
/** The sentence for a success whose answer is not what the API promises. */
function unreadable(problem, answer, asked, redact) {
    return new domain_error/* ActionError */.lZ('unreadable', `${nonsense(asked)}: the answer ${problem}${requestId(answer)}${pageIn(answer, redact)}. Check that ` +
        '`base-url` points to the OpenAI API and that nothing on the way answers in its place.');
}
function nonsense({ host, what }) {
    return `${host} does not talk like the admin API when ${what}`;
}

;// CONCATENATED MODULE: ./lib/openai/unknown-fate.js



/** The answer to a create was lost, could not be read, or is about another key: one may exist. */
class UnknownFate extends domain_error/* ActionError */.lZ {
    /** What the answer seems to say of the key, where part of it came through. */
    claim;
    /** The value that it gave. */
    value;
    constructor(failure, said) {
        super('unknown-fate', failure.message, { cause: failure });
        this.claim = said?.claim;
        this.value = said?.value;
    }
}
/**
 * What to throw for a create that failed: the error itself where the server certainly made no key,
 * told from what became of the exchange.
 */
function fateOf(error, answer, { redact, hide }) {
    if (!(error instanceof domain_error/* ActionError */.lZ))
        return error;
    if (answer !== undefined) {
        const refused = answer.status >= 300 && answer.status < 500 && answer.status !== 408;
        return refused ? error : new UnknownFate(error, salvageClaim(answer.body, redact, hide));
    }
    const { cause } = error;
    if (!(cause instanceof exchange.ExchangeError) || !cause.sent)
        return error;
    return new UnknownFate(error, salvageClaim(cause.partial?.body ?? '', redact, hide));
}

;// CONCATENATED MODULE: ./lib/openai/admin-keys.js







/** The pages of one step together, in characters: a hundred thousand keys, and more. */
const MAX_LISTED = 64 * 1024 * 1024;
/**
 * A client of https://platform.openai.com/docs/api-reference/admin-api-keys. The official SDK is no
 * way to do this: it sends a create up to three times and has no idempotency key.
 */
function createAdminKeys(transport, options) {
    const { baseUrl, redact } = options;
    let listed = 0;
    /** Whether the key was accepted earlier in this step. */
    let wasAccepted = false;
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
            throw error instanceof exchange.ExchangeError ? noAnswer(error, asked) : error;
        }
        if (!isGood(answer))
            throw refusal(answer, { ...asked, wasAccepted }, redact);
        wasAccepted = true;
        try {
            return parse(answer);
        }
        catch (error) {
            throw error instanceof UnreadableAnswer
                ? unreadable(error.message, answer, asked, redact)
                : error;
        }
    }
    const reading = { repeatable: true, droppable: true };
    const ask = (what, keyId) => ({
        what,
        host: baseUrl.host,
        key: options.calledKey ?? 'the key in `admin-api-key`',
        byAdminKey: options.adminApiKey.matchesRedacted('sk-admin-...'),
        isRerun: options.isRerun ?? false,
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
            let sentAt = options.monotonic();
            // A cancelled job lets the create run to its end: knowing the id is worth the second it takes.
            const sending = send('POST', '', body, {
                repeatable: false,
                droppable: false,
                onAttempt: (at) => {
                    sentAt = options.monotonic();
                    onAttempt?.(at);
                },
            });
            let answer;
            try {
                return await read(sending.then((received) => (answer = received)), asked, (received) => {
                    const took = options.monotonic() - sentAt;
                    return readFitting(received, { name, lifetime }, took, {
                        ...options,
                        host: asked.host,
                    });
                });
            }
            catch (error) {
                throw fateOf(error, answer, options);
            }
        },
        listPage({ order, limit, after, notAfter }) {
            const query = new URLSearchParams({ limit: String(limit), order });
            if (after !== undefined)
                query.set('after', after);
            return read(send('GET', `?${query}`, undefined, {
                ...reading,
                ...(notAfter !== undefined && { notAfter }),
            }), ask('listing the keys'), (answer) => {
                listed += answer.body.length;
                if (listed > MAX_LISTED)
                    throw new UnreadableAnswer('makes the listing larger than 64 MiB');
                return { ...readPage(answer.body, redact), serverTime: (0,waits/* serverClock */.cB)(answer) };
            });
        },
        retrieve(keyId) {
            const asked = ask(`reading key \`${keyId}\``, keyId);
            return read(send('GET', pathOf(keyId), undefined, reading), asked, (answer) => ({
                key: readKey(answer.body, keyId, redact),
                serverTime: (0,waits/* serverClock */.cB)(answer),
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

;// CONCATENATED MODULE: ./lib/connect.js



/**
 * Clients of both APIs over one transport. Nothing is sent yet.
 *
 * @throws ActionError `environment` where a proxy variable cannot be used
 */
async function connect(world, masks, reporter, options) {
    const exchange = await openExchange(world);
    const isRerun = Number(world.env.GITHUB_RUN_ATTEMPT) > 1;
    const transportFor = (cancelled) => createTransport({ ...world, ...reporter, exchange, cancelled }, options);
    const keysOver = (transport, changes = {}) => createAdminKeys(transport, {
        ...options,
        ...changes,
        isRerun,
        monotonic: world.monotonic,
        hide: (value) => masks.hide(value),
        redact: (text) => masks.redact(text),
    });
    const transport = transportFor(world.cancelled);
    return {
        keys: keysOver(transport),
        cleanup: keysOver(transportFor(new AbortController().signal)),
        keysBy: (adminApiKey, calledKey) => keysOver(transport, { adminApiKey, calledKey }),
        store: await openStore(transport, world, masks, options),
        isRerun,
    };
}
/** By `import()`: Octokit and libsodium cost 90 ms, which only those pay who write a secret. */
async function openStore(transport, { env }, masks, { github, readOnly }) {
    if (github === null)
        return null;
    // `@actions/github` reads the event at its import, prints what is wrong with it, and it is of no use here.
    delete env.GITHUB_EVENT_PATH;
    const { createSecretStore } = await Promise.all(/* import() */[__webpack_require__.e(692), __webpack_require__.e(358)]).then(__webpack_require__.bind(__webpack_require__, 6358));
    const redact = (text) => masks.redact(text);
    return createSecretStore(transport, { ...github, readOnly, redact });
}
/** @throws ActionError `environment` where a proxy is set that cannot be used */
async function openExchange(world) {
    (0,proxy/* refuseUnusableProxy */.OH)(world.env, process.versions.node);
    return await world.openExchange();
}

;// CONCATENATED MODULE: ./lib/openai/listing.js

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
        if (!(error instanceof ActionError) || error.code !== 'changed')
            throw error;
        return listKeys(client, query);
    }
}
/** The key that a page was to start after is gone. */
function isRefusedCursor(error) {
    return error instanceof ActionError && ['rejected', 'not-found'].includes(error.code);
}
function changed() {
    return new ActionError('changed', 'The listing of keys changed while it was read, twice: somebody makes or deletes keys right now. ' +
        'Run this again later.');
}
function leadsNowhere(what) {
    return new ActionError('unreadable', `The listing of keys leads nowhere: ${what}. Check that \`base-url\` points to the OpenAI API ` +
        'and that nothing on the way answers in its place.');
}

;// CONCATENATED MODULE: ./lib/delivery/undo.js

/** A replica that has not heard of a new key yet answers 404, which is no proof that it is gone. */
const WAITS_MS = [2_000, 4_000, 8_000];
/** So long after it was made, in milliseconds, a key is new in this sense. */
const NEW_MS = 5 * 60_000;
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
            return new ActionError('partial', `${why}\nThe new key was to be deleted again, but ${maybeThere(keyId)} The post step tries once more.`);
        }
    }
    catch (error) {
        return new ActionError('partial', `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
            `${messageOf(error)}\n${why}`, { cause: error });
    }
    noteSettled(tools);
    return new ActionError('partial', `The new key (\`${keyId}\`) was deleted again. ${why}`);
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
        page = await keys.listPage({ order: 'desc', limit: PAGE_SIZE });
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
    const since = Math.floor((sent.sentAt + offset) / 1000) - EARLY;
    const verdict = judgeFate(page.keys, { ...sent, since, known, value });
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
        if ((await deleteNew(keyId, keys, sleep)) === 'deleted') {
            const message = `The key that it had made (\`${keyId}\`) was deleted. Run this again.`;
            return { settled: true, message };
        }
        return { settled: false, message: `The create had made a key, and ${maybeThere(keyId)}` };
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
    const listed = ids.slice(0, PAGE_SIZE).map((id) => `\`${id}\``);
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

;// CONCATENATED MODULE: ./lib/delivery/transaction.js
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
function transaction_startProgress(targets) {
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
function transaction_isWritten(write, before, seen) {
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
        if (seen.some((one) => one !== undefined && transaction_isWritten(write, was, one))) {
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
function transaction_formatProgress(keyId, progress) {
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

// EXTERNAL MODULE: ./lib/domain/target.js
var target = __webpack_require__(8955);
;// CONCATENATED MODULE: ./lib/delivery/prepare.js




/** GitHub punishes more than a handful of requests at once. */
const prepare_CONCURRENCY = 4;
/** `updated_at` has a resolution of a second; this tells a new write from an old one for sure. */
const QUIET_MS = 10_000;
/**
 * What concerns one target alone: it is missing, archived, renamed, or this token may not write it.
 * Anything else (a dead token, a rate limit, a server out of order) concerns all of them.
 */
const OF_ONE_TARGET = (/* unused pure expression or super */ null && (['not-found', 'forbidden', 'redirected', 'rejected']));
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
    tools.log.info(`${describeTarget(target)} was written just now: waiting ${formatDuration(Math.ceil(wait / 1000))}, so ` +
        'that the next write can be told from that one.');
    await tools.sleep(Math.min(wait, QUIET_MS));
}
/** Does something for each target, a few at a time, and throws where it fails for one that counts. */
async function forEach(targets, mayLeaveOut, work) {
    const limit = pLimit(prepare_CONCURRENCY);
    const outcomes = await Promise.allSettled(targets.map((target, index) => limit(() => work(target, index))));
    const good = [];
    const failures = [];
    for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'fulfilled')
            good.push({ index, value: outcome.value });
        else if (outcome.reason instanceof ActionError)
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
    throw new ActionError(first.code, listUp(failures.map(({ message }) => message)), {
        cause: first,
    });
}
/** The first ten of some sentences, one a line, and how many more there are. */
function listUp(sentences) {
    const shown = sentences.slice(0, 10).map((sentence) => `- ${sentence}`);
    const more = sentences.length - shown.length;
    return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

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
    const limit = pLimit(CONCURRENCY);
    const reasons = new Map();
    let progress = startProgress(ready.length);
    let nextStart = 0;
    function note(index, write) {
        const next = progress.with(index, write);
        tools.writeProgress(formatProgress(keyId, next));
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
                if (isWritten({ state: 'sent', since }, before, seen))
                    return { state: 'landed' };
            }
            catch (error) {
                if (error instanceof ActionError)
                    return lost;
                throw error;
            }
            if (tools.cancelled.aborted || tools.monotonic() >= notAfter)
                return lost;
        }
    }
    async function write(target, index) {
        await pace();
        const name = describeTarget(target.target);
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
        for (const wait of LOOK_WAITS_MS) {
            const unanswered = visibleOf(known);
            if (unanswered.length === 0)
                break;
            await tools.sleep(wait);
            const look = targets.map(() => undefined);
            looks.push(look);
            for (const index of unanswered) {
                const { current } = await store.observe(targets[index]);
                look[index] = current?.updatedAt ?? null;
            }
            known = afterLooks(progress, before, looks);
        }
    }
    catch (error) {
        tools.log.warning(`What became of a write could not be found out. ${(0,domain_error/* messageOf */.bD)(error)}`);
        known = afterLooks(progress, before, looks);
    }
    return known;
}

;// CONCATENATED MODULE: ./lib/report/safe-text.js

/*
 * Text from outside (names, messages, ids) is data. Here it is made harmless for each place where
 * it is shown. Credentials in it were redacted where it came in.
 */
/** Longer names and messages are cut: nobody reads them, and a log has better things to hold. */
const MAX_LENGTH = 2_000;
function shown(text) {
    const line = (0,domain_text/* oneLine */.TN)(text);
    return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).toWellFormed()}…` : line;
}
/**
 * A line of the log that cannot issue a workflow command: the runner takes `::name::` at the start
 * of a line, after white space, and `##[name]` anywhere.
 */
function plainLine(text) {
    return shown(text)
        .replace(/^(\s*):(?=:)/, '$1:\u200b')
        .replaceAll('##[', '##\u200b[');
}
/** Lines of our own making that may hold text from outside; each is made harmless by itself. */
function plainLines(text) {
    return text.split('\n').map(plainLine).join('\n');
}
// Everything but what means nothing in GitHub's Markdown, where it stands: an underscore within a word,
// a dot but for that of `www.`.
const MEANS_SOMETHING = /(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\.|[^A-Za-z0-9 ,;.?!%"'(){}/+=_\u00a1-\u{10ffff}-]/giu;
/**
 * Text in GitHub's Markdown that shows as it is and does nothing: no HTML, no link, no mention, no
 * end of a table cell. Characters with a meaning are written as entities, which take it away, and
 * an `@` stands alone between two break opportunities, since an entity would still make a mention or
 * a mail address of it and its neighbours. All others stay as they are: the runner masks the summary
 * by the texts that other steps told it, and knows none of them by its entities.
 */
function markdownProse(text) {
    return shown(text).replace(MEANS_SOMETHING, (character) => character === '@' ? '<wbr>&#64;<wbr>' : `&#${character.codePointAt(0)};`);
}
/**
 * The same for a name or an id, set apart from the words around it: as code, in which nothing means
 * anything, so that the runner masks it whole. A bar alone would end a table cell even there.
 */
function markdownText(text) {
    const line = shown(text);
    if (line === '')
        return '';
    if (line.includes('|'))
        return `<code>${markdownProse(line)}</code>`;
    const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length));
    const fence = '`'.repeat(longest + 1);
    // One space on each side is no part of the code; without any, a backtick would lengthen the fence.
    const room = /^[ `]|[ `]$/.test(line) && line.trim() !== '' ? ' ' : '';
    return `${fence}${room}${line}${room}${fence}`;
}

;// CONCATENATED MODULE: ./lib/report/reporter.js

function createReporter(toolkit, masks) {
    const safe = (text) => plainLines(masks.redact(text));
    return {
        info: (line) => toolkit.info(safe(line)),
        // Without debug logging the runner throws these lines away, and a long listing has a hundred.
        debug: (line) => {
            if (toolkit.isDebug())
                toolkit.debug(safe(line));
        },
        notice: (message) => toolkit.notice(safe(message)),
        warning: (message) => toolkit.warning(safe(message)),
        fail: (message) => toolkit.error(safe(message)),
    };
}

// EXTERNAL MODULE: ./lib/request/credentials.js
var credentials = __webpack_require__(8251);
// EXTERNAL MODULE: ./lib/request/inputs.js
var inputs = __webpack_require__(1516);
;// CONCATENATED MODULE: ./lib/domain/short-secret.js

/**
 * A shorter secret is hidden only where it stands as a word. A password `key` is in every id that a
 * server sends, and where each of them became `***`, no key could be told from another.
 */
const WORD = 8;
/**
 * Where a short secret stands in a text, whatever is unseen between its characters.
 *
 * @param secret - without white space and invisible characters
 */
function short_secret_wordsIn(text, secret) {
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
/** Where a text ends that starts at a place; below 0 where another one is there. */
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
/** Whether a word goes on beyond its letter at a place. Dots and stars join: `sk-admin...xyz` is one. */
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


/** A run of so many characters of a secret is hidden; of a shorter secret, the whole of it. */
const RUN = 12;
/** A form of a secret in another writing is looked for from this length on. */
const MIN_FORM = 8;
/** The search reads so many characters at a time. */
const BLOCK = 3;
const PLACEHOLDER = /^sk-(?:(?:admin|proj|svcacct)-?|[A-Za-z0-9_-]{0,17}[.*…]+[A-Za-z0-9_-]{0,20})$/;
/** Stands for a UTF-16 unit that does not count; the real U+0001 does not either. */
const SKIPPED = 1;
const folded = new Uint16Array(65_536);
/** A UTF-16 unit, with ASCII in lower case; `SKIPPED` where it does not count. */
function fold(unit) {
    return folded[unit] || foldFirst(unit);
}
function foldFirst(unit) {
    const isUpper = unit >= 0x41 && unit <= 0x5a;
    const result = (0,domain_text/* kindOf */.I)(unit) === domain_text/* UNIT */.p5.seen ? unit + (isUpper ? 32 : 0) : SKIPPED;
    folded[unit] = result;
    return result;
}
/** Three letters, mixed to 16 bits. */
function hashOf(first, second, third) {
    return (first * 7_919 + second * 101 + third) & 0xffff;
}
/**
 * The secrets of one step, to be found in any text: runs of 12 characters of them in upper or lower
 * case, and shorter ones as a whole. White space and invisible characters in between do not count.
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
     * A single character is left out, which is in every text, so that `***` would tell where; and so is
     * a placeholder such as `sk-admin...xyz`, or the beginning of one, which the API shows of every key.
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
    /** Where secrets, or runs of them, stand in a text. Takes a time that is linear in its length. */
    find(text) {
        return {
            runs: this.#index.find(text),
            short: [...this.#short].flatMap((secret) => short_secret_wordsIn(text, secret)),
        };
    }
}
/**
 * Finds runs by the search of Wu and Manber: the block that was read tells how many of the next
 * characters cannot end a run, so most of a text is never looked at. Unseen characters only make a
 * run longer, so what may be skipped without them may be skipped with them too.
 */
class RunIndex {
    /** All that was added, a NUL after each. */
    #letters = '';
    #size = 0;
    /** By the hash of its last block: where each run ends in `#letters`. */
    #ends = new Map();
    /** By the hash of a block: how many characters after it cannot be the last of a run. */
    #skips = new Uint8Array(65_536).fill(RUN - BLOCK + 1);
    add(letters) {
        const offset = this.#letters.length;
        this.#letters += `${letters}\0`;
        this.#size += 1;
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
            else if (!ends.some((end) => this.#isSameRun(end, offset + at)))
                ends.push(offset + at);
        }
    }
    #isSameRun(one, other) {
        for (let left = 0; left < RUN; left++) {
            if (this.#letters.charCodeAt(one - left) !== this.#letters.charCodeAt(other - left))
                return false;
        }
        return true;
    }
    find(text) {
        const spans = [];
        let at = this.#size === 0 ? text.length : RUN - 1;
        while (at < text.length) {
            at = nextPlace(text, at, this.#skips);
            if (at < text.length)
                at = this.#lookAt(text, at, spans);
        }
        return spans;
    }
    /** Adds the run that ends at a place, if one does, and tells where to go on. */
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
    /** The run, as long as it goes on, whose first characters end at a place. */
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
    /** Where a run starts if it ends at a place of a text; below 0 where it does not. */
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
/** The forms in which the action, or Node for it, writes a secret: as it is, in JSON, URLs, Base64. */
function formsOf(text) {
    const forms = [JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())];
    // In Base64 a text looks different at each of three offsets; what its neighbours change goes.
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
 * The first place from one on where a run may end; the length of the text where there is none. A
 * listing of 10,000 keys is read here and nowhere else, so this is one loop that calls nothing.
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
/** Folds the characters of a text from one place to another, for those who look at `folded`. */
function foldAll(text, from, to) {
    for (let at = Math.max(0, from); at <= to; at++)
        fold(text.charCodeAt(at));
}
/** Where the last character before a place is that counts; below 0 where there is none. */
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

// How a credential begins, up to the length from which it is one: a pattern that is bounded takes long
// in no text. The letters before `sk-` and `gh` are looked at so that the names
// `task-admin-for-the-nightly-builds` and `laughs_at_everything` are left alone.
const START = /(?<![A-Za-z0-9])(?:sk-(?:(?:admin|proj|svcacct)-[A-Za-z0-9_-]{20}|[A-Za-z0-9_]{40})|gh[opsur]_[\w.-]{8})|github_pat_\w{8}|\bBearer(?=\s)/g;
/** In the middle of every key of OpenAI's. */
const MARK = 'T3BlbkFJ';
const KEY_LETTER = /[A-Za-z0-9_-]/;
const TOKEN_LETTER = /[\w.-]/;
const BEARER_LETTER = /[^\s"']/;
const SPACE = /\s/;
/** The credentials in a text, also those with something invisible in them. Linear in its length. */
function credentialsIn(text) {
    const found = plainCredentialsIn(text);
    // Most texts are ASCII, which is found out in a fifth of the time.
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
/** Where a run of letters ends. By hand: a pattern runs out of stack after some millions of them. */
function endOfRun(text, start, letter) {
    let end = start;
    while (end < text.length && letter.test(text.charAt(end)))
        end += 1;
    return end;
}
/** A text without what is invisible in it, and where each of its UTF-16 units was. */
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
 * A key as the API shows it, dots or stars in place of what it leaves out: `sk-admin...xyz`. Up to 20
 * characters stay on each side. Bounded, so that no text takes long or much of the stack.
 */
const REDACTED_VALUE = /(?<![A-Za-z0-9_.*…-])([A-Za-z0-9_-]{0,20})(?:[.*…]{2,1024}|…)(?![.*…])([A-Za-z0-9_-]{0,20})(?![A-Za-z0-9_*…-]|\.\.)/g;
/**
 * The one function through which every text from outside passes before it is shown, kept or cut:
 * known secrets, and everything that has the shape of a credential, become `***`. Redacted values
 * stay as they are.
 *
 * @returns the same text where nothing is hidden; that is found out without a look at most of it
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
/** Those spans that lie in none of others, which are in order and apart from each other. */
function outside(spans, others) {
    let at = 0;
    return (0,domain_text/* inOrder */.al)(spans).filter(({ start, end }) => {
        while ((others[at]?.end ?? Number.POSITIVE_INFINITY) <= start)
            at += 1;
        const other = others[at];
        return other === undefined || start < other.start || end > other.end;
    });
}

;// CONCATENATED MODULE: ./lib/runner/masks.js


/** @param addMask - tells the runner one text to hide, as `setSecret` does */
function createMasks(addMask) {
    const hidden = new Set();
    const known = new KnownSecrets();
    return {
        hide(secret) {
            const text = secret.reveal().trim();
            // The runner masks each line of a longer text by itself.
            for (const form of new Set([text, ...text.split(/\r?\n/)])) {
                if (form.trim() === '' || hidden.has(form))
                    continue;
                addMask(form);
                hidden.add(form);
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
 * @param state - undefined where it is not what this step's main part wrote
 * @param adminApiKey - the key that signed it; empty where post was given none
 */
async function cleanUp(state, adminApiKey, world) {
    const masks = createMasks(world.toolkit.setSecret);
    const reporter = createReporter(world.toolkit, masks);
    (0,credentials/* hideCredentials */.RW)(world.env, masks);
    if (state === undefined) {
        reporter.warning(untrusted(adminApiKey));
        return;
    }
    const { entry, progress } = state;
    if (entry.stage === 'settled')
        return;
    world.onUncaught((error) => reporter.warning(`${(0,domain_error/* messageOf */.bD)(error)}\n${leftoverOf(entry)}`));
    try {
        (0,credentials/* refuseTracing */.Zm)(world.env);
        const options = reachOf(entry, adminApiKey, world.env);
        const { cleanup, store } = await connect(world, masks, reporter, options);
        if (entry.stage === 'made') {
            await settleKey(entry, progress, cleanup, store, world, reporter);
            return;
        }
        // Counted from here: the machine's clock may have been corrected since the request left.
        await world.sleep(AFTERMATH_MS);
        const { message } = await settleFate(cleanup, entry, { known: new Set() }, world);
        reporter.warning(`The step ended while it created a key. ${message}`);
    }
    catch (error) {
        reporter.warning(`${(0,domain_error/* messageOf */.bD)(error)}\n${leftoverOf(entry)}`);
    }
}
/** Keeps a key that a secret holds or may hold, and deletes one that nobody does. */
async function settleKey(entry, text, keys, store, world, reporter) {
    const { targets, before, keyId } = entry;
    let progress = parseProgress(text, keyId, targets.length) ?? unknownProgress(targets.length);
    if (store !== null) {
        const tools = { sleep: world.sleep, log: reporter };
        progress = await lookAtUnanswered(progress, targets, before, store, tools);
    }
    const decision = decide(progress);
    switch (decision.kind) {
        case 'keep': {
            const left = decision.left.flatMap((index) => targets[index] ?? []).map(target/* describeTarget */.ff);
            if (left.length === 0)
                return;
            reporter.warning(`The step ended while it delivered key \`${keyId}\`. The key lives on, since some secrets hold it; ` +
                `these may not: ${left.join(', ')}. Run the step again to get all of them in line.`);
            return;
        }
        case 'leave':
            throw new domain_error/* ActionError */.lZ('partial', 'It is not certain whether a secret holds the new key, so it was not deleted. The next ' +
                'rotation of its name finds it delivered or retires it.');
        case 'delete':
            await deleteKey(entry, keys, world, reporter);
    }
}
async function deleteKey({ keyId, madeAt, purpose }, keys, { now, sleep }, reporter) {
    const isNew = now() < madeAt + NEW_MS;
    const fate = isNew ? await deleteNew(keyId, keys, sleep) : await keys.delete(keyId);
    if (fate === 'hidden') {
        reporter.warning(`The key that the step made was to be deleted, but ${maybeThere(keyId)}`);
        return;
    }
    const why = purpose === 'job' ? 'it was made for this job only' : 'its value had reached nobody';
    const what = fate === 'gone' ? 'is gone already' : 'was deleted';
    reporter.info(`Key \`${keyId}\` ${what}: ${why}.`);
}
/**
 * What to clean up with. Addresses must be main's: an input that differs is refused. One that is absent
 * or empty is unknown: in a composite action inside another, post evaluates `${{ inputs.x }}` with the
 * inputs of the outer one, which mostly has none of that name.
 */
function reachOf(entry, adminApiKey, env) {
    const { timeoutMs, retryForMs } = entry;
    const baseUrl = sameAddress('base-url', entry.baseUrl, env);
    const token = (0,inputs/* readInput */.R5)(env, 'github-token') ?? '';
    const github = entry.stage === 'made' && entry.githubApiUrl !== '' && token !== ''
        ? { apiUrl: sameAddress('github-api-url', entry.githubApiUrl, env), token: new secret/* Secret */.z(token) }
        : null;
    return {
        adminApiKey: new secret/* Secret */.z(adminApiKey),
        baseUrl,
        github,
        timeoutMs,
        retryForMs,
        readOnly: false,
    };
}
function sameAddress(name, saved, env) {
    const url = URL.parse((0,inputs/* readInput */.R5)(env, name) || saved);
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
function leftoverOf(entry) {
    if (entry.stage === 'made') {
        return `Key \`${entry.keyId}\` is still there. If no secret holds it: ${howToDelete(entry.keyId)}`;
    }
    return (`A key named \`${entry.name}\` may have been made at ${new Date(entry.sentAt).toISOString()}; nobody ` +
        'holds its value. Look for it and delete it.');
}


/***/ }),

/***/ 9342:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/* unused harmony export alsoFailed */
/**
 * A failure that a person can act on. The message says what happened, to which input, key or
 * target, and what to do. Whatever is thrown and is not an `ActionError` is a bug of this action.
 */
class ActionError extends Error {
    name = 'ActionError';
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
/** The message of anything that can be thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/**
 * What to throw where telling of a failure failed too: the second must not hide the first.
 *
 * @param failure - undefined where there was none
 * @param error - whatever was thrown then; a bug stays a bug
 */
function alsoFailed(failure, error) {
    if (failure === undefined || !(error instanceof ActionError))
        return error;
    const message = `${failure.message}\n${error.message}`;
    return new ActionError(failure.code, message, { cause: error });
}


/***/ }),

/***/ 3252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FF: () => (/* binding */ proxyCredentials),
/* harmony export */   OH: () => (/* binding */ refuseUnusableProxy),
/* harmony export */   k8: () => (/* binding */ readNoProxy),
/* harmony export */   nM: () => (/* binding */ readProxy)
/* harmony export */ });
/* unused harmony exports proxyHost, ignoredProxies */
/* harmony import */ var _error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);

/** The variables that people set for a proxy; each may also be in lower case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];
// Strict, because of what an address hides: in `http://user:1#secret@host` the host is `user`, and
// the rest of the password is a fragment.
const ADDRESS = /^https?:\/\/(?:[^/?#\\\s]*@)?[^@/?#\\\s]+(?:\/[^@?#\\\s]*)?$/i;
/** The value of a variable in either spelling; lower case comes first, as for Node and curl. */
function read(env, name) {
    return env[name.toLowerCase()] || env[name] || '';
}
/**
 * The proxy for https, from `HTTPS_PROXY`.
 *
 * @returns undefined where there is none
 * @throws ActionError `environment` where it is not an address that Node's agent can use; nothing of it is quoted
 */
function readProxy(env) {
    const text = read(env, 'HTTPS_PROXY');
    if (text === '')
        return undefined;
    const url = ADDRESS.test(text) ? URL.parse(text) : null;
    if (url !== null && [url.username, url.password].every(isDecodable))
        return url;
    throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`HTTPS_PROXY` cannot be used, so nothing was sent. Give the proxy as `http://host:port`, and ' +
        'write what an address cannot hold in a password (such as `#`, `/`, `?`, `@`) percent-encoded.');
}
/** The hosts that requests reach without the proxy, as `NO_PROXY` has them. */
function readNoProxy(env) {
    return read(env, 'NO_PROXY');
}
/** The host of the proxy that https requests go through, without its credentials. */
function proxyHost(env) {
    try {
        return readProxy(env)?.host;
    }
    catch {
        return undefined;
    }
}
/** Which variables name a proxy that is not used, where https requests go through none. */
function ignoredProxies(env) {
    if (read(env, 'HTTPS_PROXY') !== '')
        return [];
    return ['ALL_PROXY', 'HTTP_PROXY'].filter((name) => read(env, name) !== '');
}
/**
 * Refuses a proxy that requests would go past, or whose certificate nobody would verify.
 *
 * @param nodeVersion - such as `24.4.0`; Node's agents know `proxyEnv` since 24.5.0
 * @throws ActionError `environment`
 */
function refuseUnusableProxy(env, nodeVersion) {
    const proxy = readProxy(env);
    if (proxy === undefined)
        return;
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    if (major < 24 || (major === 24 && minor < 5)) {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `\`HTTPS_PROXY\` is set, and Node ${nodeVersion} of this runner would go past the proxy. Nothing was ` +
            'sent. Use runner 2.328.0 or later, which has a Node that can use one.');
    }
    // The certificate of a proxy is verified by Node's default, which this variable switches off.
    if (proxy.protocol === 'https:' && env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
        throw new _error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', '`NODE_TLS_REJECT_UNAUTHORIZED` is `0`, so the certificate of the proxy would not be verified. ' +
            'Nothing was sent. Remove the variable, and name the certificate in `NODE_EXTRA_CA_CERTS`.');
    }
}
/**
 * The forms in which the credentials of all proxies can show up: as written, decoded, and joined as
 * Node sends them in Base64, which the runner derives from the joined form by itself.
 */
function proxyCredentials(env) {
    const texts = VARIABLES.flatMap((name) => [env[name], env[name.toLowerCase()]]);
    return texts.flatMap((text) => credentialsIn(text ?? ''));
}
/** Whatever stands before the last `@` may be a password, also in what is no address. */
function credentialsIn(proxy) {
    const [, userinfo = ''] = /^(?:[a-z][a-z\d+.-]*:[/\\]*)?(?<=^|[/\\])(.*)@/is.exec(proxy) ?? [];
    const colon = userinfo.indexOf(':');
    // A token often stands in the place of the user name, alone.
    const user = colon < 0 ? userinfo : userinfo.slice(0, colon);
    const password = colon < 0 ? '' : userinfo.slice(colon + 1);
    const lone = password === '' ? user : password;
    return [`${user}:${password}`, password, lone]
        .filter((form) => form !== '' && form !== ':')
        .flatMap((form) => [form, decoded(form)]);
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function isDecodable(text) {
    try {
        decodeURIComponent(text);
        return true;
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 3998:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ isKeyValue),
/* harmony export */   z: () => (/* binding */ Secret)
/* harmony export */ });
const HIDDEN = '***';
/**
 * A plaintext credential. However it is printed, joined, serialised or inspected, it shows as
 * `***`; `reveal` is the only way to the text, and is called where a value is masked and where it
 * is delivered, nowhere else.
 */
class Secret {
    #text;
    constructor(text) {
        this.#text = text;
    }
    /** The plaintext. */
    reveal() {
        return this.#text;
    }
    /** Whether both are the same text. */
    equals(other) {
        return this.#text === other.#text;
    }
    /**
     * Whether a redacted value can be this one's: `sk-admin...xyz` keeps beginning and end. It rules
     * other keys out and cannot prove the same one, since several may share their last letters.
     */
    matchesRedacted(redacted) {
        const gap = redacted.search(/\.\.|\*\*|…/);
        if (gap < 0)
            return false;
        const end = redacted.slice(gap).replace(/^[.*…]+/, '');
        return (gap + end.length > 0 &&
            this.#text.startsWith(redacted.slice(0, gap)) &&
            this.#text.endsWith(end));
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
/**
 * Whether a text can be a key's value: 8 to 1024 printable ASCII characters without space. Anything
 * else could break out of a mask, a header or a file command. Nor one with dots or stars in a row:
 * gateways that keep keys out of their logs put them in the place of a new one too, and what is left
 * would be delivered as if it were a key.
 */
function isKeyValue(text) {
    return typeof text === 'string' && /^(?!.*(?:\.\.|\*\*))[\x21-\x7e]{8,1024}$/.test(text);
}


/***/ }),

/***/ 8955:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Tj: () => (/* binding */ permissionFor),
/* harmony export */   ff: () => (/* binding */ describeTarget)
/* harmony export */ });
/* unused harmony export SECRET_APPS */
const SECRET_APPS = (/* unused pure expression or super */ null && (['actions', 'dependabot', 'codespaces']));
const APP_WORDS = {
    actions: 'Actions',
    dependabot: 'Dependabot',
    codespaces: 'Codespaces',
};
/** What a target is called in messages: ``Actions secret `KEY` of octo/repo``. */
function describeTarget(target) {
    const secret = `${APP_WORDS[target.app]} secret \`${target.name}\` of`;
    switch (target.place) {
        case 'repository':
            return `${secret} ${target.owner}/${target.repo}`;
        case 'environment':
            return `${secret} environment \`${target.environment}\` of ${target.owner}/${target.repo}`;
        case 'organization':
            return `${secret} organization ${target.organization}`;
    }
}
/**
 * The permission that a token needs to write a target: GitHub's name for it, and what its settings
 * page calls it. https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
function permissionFor(target) {
    if (target.place === 'environment')
        return { name: 'environments', label: 'Environments' };
    const prefix = target.app === 'actions' ? '' : `${target.app}_`;
    const word = target.app === 'actions' ? 'secrets' : `${APP_WORDS[target.app]} secrets`;
    return target.place === 'organization'
        ? { name: `organization_${prefix}secrets`, label: `Organization ${word}` }
        : { name: `${prefix}secrets`, label: word === 'secrets' ? 'Secrets' : word };
}


/***/ }),

/***/ 4621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gg: () => (/* binding */ replaceSpans),
/* harmony export */   I: () => (/* binding */ kindOf),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   al: () => (/* binding */ inOrder),
/* harmony export */   oE: () => (/* binding */ compact),
/* harmony export */   p5: () => (/* binding */ UNIT)
/* harmony export */ });
/* unused harmony export isOneLine */
// Control characters (line ends and escape sequences with them), line separators, characters that
// turn the direction of the text around, and half characters.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** What a UTF-16 unit is to the eye. Half characters are told apart since two of them can be seen. */
const UNIT = { seen: 1, space: 2, invisible: 3, half: 4 };
const kinds = new Uint8Array(65_536);
/** One of `UNIT`, found out once for each unit. */
function kindOf(unit) {
    return kinds[unit] || classify(unit);
}
function classify(unit) {
    const letter = String.fromCharCode(unit);
    let kind = UNIT.seen;
    // Most texts are ASCII.
    if (unit > 0x20 && unit < 0x7f)
        kind = UNIT.seen;
    else if (/\s/.test(letter))
        kind = UNIT.space;
    else if (unit >= 0xd800 && unit <= 0xdfff)
        kind = UNIT.half;
    else if (isInvisible(letter))
        kind = UNIT.invisible;
    kinds[unit] = kind;
    return kind;
}
/** What nobody sees between two characters, or what stands on top of the one before it. */
function isInvisible(letter) {
    // In here, so that who meets ASCII alone does not pay for the making of the pattern.
    return /[\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u.test(letter);
}
/** The characters of a text that can be seen. */
function compact(text) {
    // Secrets are ASCII without white space, as a rule.
    if (/^[!-~]*$/.test(text))
        return text;
    let seen = '';
    for (let at = 0; at < text.length; at++) {
        if (kindOf(text.charCodeAt(at)) === UNIT.seen)
            seen += text.charAt(at);
    }
    return seen;
}
/** A text on one line, of visible characters alone; the others show as a replacement character. */
function oneLine(text) {
    return text.replace(UNSAFE, '\u{fffd}');
}
/** Whether a text is one line of visible characters. */
function isOneLine(text) {
    return text.search(UNSAFE) < 0;
}
/** Parts of a text by where they start; sorted only where they are not in order yet. */
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
/** Whether an address belongs to OpenAI, or to this machine. Any other receives the key at a warning. */
function isExpectedHost(hostname) {
    return isLoopback(hostname) || isOpenAi(hostname);
}


/***/ }),

/***/ 7373:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ excessOf)
/* harmony export */ });
/** Honest answers of either API are four levels deep. */
const MAX_DEPTH = 32;
/** Objects and lists. A page of ten thousand keys, which is more than any server sends, has 20,000. */
const MAX_PARTS = 100_000;
/** Texts, numbers and the like, told by their commas. The same page has 200,000. */
const MAX_VALUES = 1_000_000;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/**
 * What is excessive about a JSON text, as the end of a sentence that starts with “it”; undefined
 * where nothing is. Told before it is parsed: the parser takes a gigabyte for what can be sent in a
 * few megabytes of brackets.
 *
 * @param maxValues - how many values are still fine
 */
function excessOf(json, maxValues = MAX_VALUES) {
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
/** Where the quote is that ends a string; the end of the text where there is none. */
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

/***/ 9394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ExchangeError: () => (/* binding */ ExchangeError),
  createExchange: () => (/* binding */ createExchange)
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
/** More than one encoding on top of another is rare; more than this is meant to cost time. */
const MAX_ENCODINGS = 3;
/**
 * The text of a body. Gateways send gzip, br or deflate although `identity` was asked for, or a byte
 * order mark before JSON. Another encoding is left as it is.
 *
 * @param encoding - the header `content-encoding`
 * @param options - `maxBytes`: how long the text may get; `partial`: the end of the body is missing
 * @throws RangeError where the text is longer than that, Error where the body is not so encoded
 */
function decodeBody(body, encoding, options) {
    return withoutMark(decodeBytes(body, encoding, options).toString('utf8'));
}
function decodeBytes(body, encoding, { maxBytes, partial }) {
    const names = (encoding ?? '').toLowerCase().split(/[\s,]+/);
    const encodings = names.filter((name) => name !== '' && name !== 'identity');
    if (encodings.length === 0 || body.length === 0)
        return body;
    if (encodings.length > MAX_ENCODINGS)
        throw new Error('too many encodings');
    // Not imported: hardly any answer needs it, and each start would pay for it.
    const library = process.getBuiltinModule('node:zlib');
    const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = library.constants;
    const decoders = {
        gzip: library.gunzipSync,
        'x-gzip': library.gunzipSync,
        br: library.brotliDecompressSync,
        // Some send it without the two bytes in front that the standard asks for.
        deflate: (data, how) => (((data[0] ?? 0) & 0x0f) === 8 ? library.inflateSync : library.inflateRawSync)(data, how),
    };
    return encodings.reduceRight((data, name) => {
        const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
        const finishFlush = name === 'br' ? BROTLI_OPERATION_FLUSH : Z_SYNC_FLUSH;
        return decode?.(data, { maxOutputLength: maxBytes, ...(partial && { finishFlush }) }) ?? data;
    }, body);
}
function withoutMark(text) {
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
;// CONCATENATED MODULE: ./lib/http/final-failure.js

const MAX_QUOTE = 300;
/** What OpenSSL says of a certificate that nobody on this machine vouches for. */
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
 * Why a connection that failed will fail again, as sentences with what to do; undefined where a later
 * try may succeed. Nothing was sent: the tunnel or the handshake was refused.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 *
 * @param error - as Node's client tells of it
 * @param host - that was to be reached
 */
function finalFailure(error, host) {
    const { code = '', statusCode = 0 } = (error ?? {});
    const why = describeFailure(error);
    if (code === 'ERR_PROXY_TUNNEL' && statusCode === 407) {
        return (`The proxy lets nobody through to ${host} without the right user and password (407), so nothing ` +
            'was sent, and it was tried only once. Correct them in `HTTPS_PROXY`.');
    }
    if (code === 'ERR_PROXY_TUNNEL' && (statusCode === 401 || statusCode === 403)) {
        return (`The proxy does not let this runner reach ${host} (${statusCode}), so nothing was sent. Have the ` +
            'host allowed there, or name it in `NO_PROXY` if it can be reached without the proxy.');
    }
    if (UNTRUSTED.includes(code)) {
        return (`Nobody known to this runner vouches for the certificate of ${host} (${why}), so nothing was sent. ` +
            'Mostly something on the way opens the connection, such as a company’s proxy: name the file of ' +
            'its certificate in `NODE_EXTRA_CA_CERTS`.');
    }
    if (OUT_OF_TIME.includes(code)) {
        return (`The certificate of ${host} does not count today (${why}), so nothing was sent. It has to be renewed ` +
            'there, or the clock of this runner is wrong.');
    }
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
        return (`Another server answers in the place of ${host} (${why}), so nothing was sent. Check the address, ` +
            'and what on the way answers for it.');
    }
    return undefined;
}
/** What Node says of a connection that failed; where several addresses were tried, of each. */
function describeFailure(error) {
    const { errors } = (error ?? {});
    const each = Array.isArray(errors) && errors.length > 0 ? errors : [error];
    const told = each.map(domain_error/* messageOf */.bD);
    // One sentence that all share is said once.
    return [...new Set(told)].join('; ').slice(0, MAX_QUOTE);
}

;// CONCATENATED MODULE: ./lib/http/no-proxy.js

/**
 * Whether `NO_PROXY` takes a host out, in the forms that curl, Node and others take: names with all
 * that is below them (`example.com`, `.example.com`), `*.example.com`, `host:port`, addresses,
 * `10.0.0.0/8`, `10.0.0.1-10.0.0.9`, `*`; between them commas or white space. Decided here because
 * Node's agent knows only some of these, and would send the others through the proxy.
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
/** Whether an address is the one of an entry, or in its network or range. */
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
        // Not an address.
        return false;
    }
}
function familyOf(address) {
    return (0,external_node_net_.isIP)(address) === 6 ? 'ipv6' : 'ipv4';
}
function withoutBrackets(host) {
    return host.replace(/^\[(.*)\]$/, '$1');
}

;// CONCATENATED MODULE: ./lib/http/exchange.js









/** A body larger than this is not read to its end: no honest answer comes near it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Of several addresses of a host, each has this long to answer. Node's 250 ms are too short for far ones. */
const ADDRESS_TIMEOUT_MS = 2_000;
/**
 * An exchange that brought no whole answer. `sent` is false only where no connection to the server
 * was made, so that the request certainly had no effect. `partial` is what had arrived.
 */
class ExchangeError extends Error {
    name = 'ExchangeError';
    kind;
    sent;
    partial;
    /** Where no later try can succeed: why, and what to do, in whole sentences. */
    final;
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
        this.final = options.final;
    }
}
/**
 * The exchange on Node's own client. Certificates are verified, and TLS is 1.2 at least, even where
 * the environment says otherwise; `HTTPS_PROXY` and `NO_PROXY` are honoured.
 *
 * @throws ActionError `environment` where the proxy is no usable address
 */
function createExchange(env) {
    hardenDefaults();
    const proxy = (0,domain_proxy/* readProxy */.nM)(env);
    const noProxy = (0,domain_proxy/* readNoProxy */.k8)(env);
    const options = { keepAlive: true, rejectUnauthorized: true };
    const direct = new external_node_https_.Agent(options);
    const plain = new external_node_http_.Agent({ keepAlive: true });
    // Node's own reading of the variables would go past `HTTP://proxy`, and knows fewer forms of `NO_PROXY`.
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
            const body = decodeBody(Buffer.concat(chunks), headers['content-encoding'], decoding);
            return { status: statusCode, headers, body };
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
            reject(new ExchangeError(kind, message, { sent: connected, partial, final, cause }));
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
            // `--insecure-http-parser` would let an answer smuggle another one in.
            insecureHTTPParser: false,
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
            fail(kind, describeFailure(error), error);
        });
        // Without a listener, Node drops the connection and tells nobody.
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
                    fail('too-large', 'the answer is larger than 16 MiB');
                else
                    chunks.push(chunk);
            });
            incoming.on('error', (error) => fail('cut', 'the answer broke off', error));
            incoming.on('end', () => {
                settle();
                try {
                    resolve(answer(incoming, false));
                }
                catch (error) {
                    if (isTooLarge(error))
                        fail('too-large', 'the answer is larger than 16 MiB');
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
/** What no option of an agent reaches on the way to a proxy, and `NODE_OPTIONS` can make worse. */
function hardenDefaults() {
    if (external_node_tls_.DEFAULT_MIN_VERSION !== 'TLSv1.3')
        external_node_tls_.DEFAULT_MIN_VERSION = 'TLSv1.2';
    const timeout = Math.max(ADDRESS_TIMEOUT_MS, external_node_net_.getDefaultAutoSelectFamilyAttemptTimeout());
    external_node_net_.setDefaultAutoSelectFamilyAttemptTimeout(timeout);
}
/** Whether a body was given up because what is packed in it is larger than what was allowed. */
function isTooLarge(error) {
    return error.code === 'ERR_BUFFER_TOO_LARGE';
}


/***/ }),

/***/ 1464:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ isSpendingLimit),
/* harmony export */   f: () => (/* binding */ SPENDING_LIMIT)
/* harmony export */ });
/** An error's body is short; a longer one is not searched for its code. */
const MAX_BODY = 65_536;
/** What OpenAI calls a limit of money, in `code` or in `type` of an error. */
const SPENDING_LIMIT = /^(insufficient_quota|credit_balance_exhausted|billing_\w+|\w+_(spend|usage)_limit_exceeded)$/;
/**
 * Whether an answer tells of a limit of money: it comes as 429, and no wait mends it.
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

/***/ 9274:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a5: () => (/* binding */ isRateLimit),
/* harmony export */   cB: () => (/* binding */ serverClock),
/* harmony export */   fI: () => (/* binding */ waitBefore),
/* harmony export */   uD: () => (/* binding */ isOutage)
/* harmony export */ });
/* unused harmony export requestedWait */
/* harmony import */ var _spending_limit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1464);

/** A rate limit that names no time refills in about a minute, measured on a sibling endpoint. */
const SILENT_RATE_LIMIT_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A server that asks for more asks for ever; `retry-for` is shorter in any case. */
const LONGEST_ASKED_MS = 365 * 86_400_000;
/**
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: the message of a limit
 * on what is done at once, which may come without any header that tells of it.
 */
const RATE_LIMIT_WORDS = /^\s*\{[^{}]*"message"\s*:\s*"[^"]*(secondary rate limit|abuse detection|API rate limit exceeded)/i;
const MAX_SEARCHED = 4_096;
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
    if ((0,_spending_limit_js__WEBPACK_IMPORTED_MODULE_0__/* .isSpendingLimit */ .I)(response))
        return false;
    if (response.status === 429)
        return true;
    // GitHub's limits answer 403 too, told from a refusal by a header or, where there is none, by words.
    return (response.status === 403 &&
        ('retry-after' in response.headers ||
            response.headers['x-ratelimit-remaining'] === '0' ||
            RATE_LIMIT_WORDS.test(response.body.slice(0, MAX_SEARCHED))));
}
/** Whether the server could not do what was asked, and may be able to later. */
function isOutage({ status }) {
    return status === 408 || status >= 500;
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
        return Math.max(Math.min(asked, LONGEST_ASKED_MS), jittered);
    if (response && isRateLimit(response))
        return SILENT_RATE_LIMIT_MS * (1 + random / 10);
    return jittered;
}


/***/ }),

/***/ 4308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ isWebPage),
/* harmony export */   D: () => (/* binding */ describeWebPage)
/* harmony export */ });
const MAX_NAME = 100;
/** A page's title stands near its beginning. */
const MAX_HEAD = 65_536;
const ENTITIES = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
};
/** Whether an answer is a page for people: both APIs talk JSON, so something else sent it. */
function isWebPage({ headers, body }) {
    const head = body.slice(0, 1_000).trimStart().toLowerCase();
    if (/^(<!doctype html|<html|<head|<\?xml)/.test(head))
        return true;
    return head.startsWith('<') && String(headers['content-type']).startsWith('text/html');
}
/**
 * What a web page tells of its sender: ``a web page (server “squid”, title “Access denied”)``.
 *
 * @param clean - takes out of a foreign text what must not be shown; called before a text is cut
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
/** Searched for step by step: a pattern would take minutes for what a hostile page can hold. */
function titleOf(body) {
    const head = body.slice(0, MAX_HEAD);
    const lower = head.toLowerCase();
    const tag = lower.indexOf('<title');
    const start = tag < 0 ? -1 : lower.indexOf('>', tag);
    const end = start < 0 ? -1 : lower.indexOf('</title', start);
    if (end < 0)
        return '';
    // Written out first: a secret in another spelling would not be recognised.
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

/***/ 8251:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RW: () => (/* binding */ hideCredentials),
/* harmony export */   Z5: () => (/* binding */ readAdminKey),
/* harmony export */   Zm: () => (/* binding */ refuseTracing)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_proxy_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3252);
/* harmony import */ var _domain_secret_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3998);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1516);




/** The admin key as given: the input, or else the environment variable; empty where neither is. */
function readAdminKey(env) {
    return (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(env, 'admin-api-key') || (env.OPENAI_ADMIN_KEY ?? '').trim();
}
/** Masks every credential that the step was given, before anything else is printed. */
function hideCredentials(env, masks) {
    for (const name of Object.keys(_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK)) {
        const text = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .readInput */ .R5)(env, name) ?? '';
        if (_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].secret && text !== _inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .INPUT_RULES */ .bK[name].default)
            masks.hide(new _domain_secret_js__WEBPACK_IMPORTED_MODULE_2__/* .Secret */ .z(text));
    }
    masks.hide(new _domain_secret_js__WEBPACK_IMPORTED_MODULE_2__/* .Secret */ .z(env.OPENAI_ADMIN_KEY ?? ''));
    for (const form of (0,_domain_proxy_js__WEBPACK_IMPORTED_MODULE_1__/* .proxyCredentials */ .FF)(env))
        masks.hide(new _domain_secret_js__WEBPACK_IMPORTED_MODULE_2__/* .Secret */ .z(form));
}
/** Variables that make Node print what it does, past everything that this action prints itself. */
const PRINTING = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'];
const OPENS = 'lets others look into the process';
const REPORTS = 'writes a report with all environment variables';
const DUMPS = 'writes the memory of the process to a file';
/** Options of Node's in `NODE_OPTIONS` with which no secret would be safe, and why. */
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
    '--tls-keylog': 'writes the keys of each connection to a file',
    '--trace-event-categories': 'writes what the process does to a file',
    '--trace-events-enabled': 'writes what the process does to a file',
    '--trace-tls': 'prints each connection',
};
/**
 * Refuses to work where Node was told to print or keep what it does, or to let others look on.
 *
 * @throws ActionError `environment`
 */
function refuseTracing(env) {
    const variable = PRINTING.find((name) => env[name]);
    if (variable !== undefined) {
        throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `The environment variable \`${variable}\` is set, which makes Node print requests with the admin key ` +
            'in them. Nothing was sent. Remove it from this job.');
    }
    const [option, why] = unsafeOption(env.NODE_OPTIONS ?? '') ?? [];
    if (option === undefined)
        return;
    throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('environment', `\`NODE_OPTIONS\` holds \`${option}\`, which ${why}. Nothing was sent. Take the option out of the ` +
        'environment of this step.');
}
/** The first option that no secret would be safe with, and why. */
function unsafeOption(options) {
    // Node takes `_` for `-`, and a value after `=`.
    const given = wordsOf(options).map((word) => word.split('=')[0]?.replaceAll('_', '-'));
    return Object.entries(UNSAFE_OPTIONS).find(([option]) => given.includes(option));
}
/**
 * The words of `NODE_OPTIONS` as Node reads them: apart by spaces, but for those in double quotes, which
 * may stand anywhere in a word, and in which a backslash takes the next character as it is.
 * https://nodejs.org/api/cli.html#node_optionsoptions
 */
function wordsOf(options) {
    const words = options.match(/(?:"(?:\\.|[^"\\])*"?|[^ "])+/gs) ?? [];
    return words.map((word) => word.replace(/"((?:\\.|[^"\\])*)"?/gs, (_, quoted) => quoted.replace(/\\(.)/gs, '$1')));
}


/***/ }),

/***/ 1516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R5: () => (/* binding */ readInput),
/* harmony export */   bK: () => (/* binding */ INPUT_RULES)
/* harmony export */ });
/* unused harmony exports OPERATIONS, INPUTS, inputVariable, defaultOf */
/** The operations, by the word that `operation` takes. */
const OPERATIONS = ['create', 'list', 'retrieve', 'verify', 'rotate', 'delete'];
/** The operations that make keys. */
const MAKING = ['create', 'rotate'];
/** Every input there is. `action.yml` says the same; a test holds the two against each other. */
const INPUTS = {
    operation: { default: '', for: OPERATIONS },
    'admin-api-key': { default: '', for: OPERATIONS, secret: true },
    'base-url': { default: 'https://api.openai.com/v1', for: OPERATIONS },
    name: { default: '', for: ['create', 'list', 'verify', 'rotate'] },
    'key-id': { default: '', for: ['retrieve', 'verify', 'delete'], list: true },
    'expires-in': { default: 'never', for: MAKING, refusesEmpty: true },
    'if-exists': { default: 'create', for: ['create'] },
    'revoke-after-job': { default: 'false', for: ['create'] },
    'output-value': { default: 'false', for: MAKING },
    'export-env': { default: '', for: MAKING },
    'secret-name': { default: '', for: MAKING },
    'secret-repositories': {
        default: '${{ github.repository }}',
        for: MAKING,
        refusesEmpty: true,
        list: true,
    },
    'secret-environment': { default: 'none', for: MAKING, refusesEmpty: true, list: true },
    'secret-organization': { default: 'none', for: MAKING, refusesEmpty: true },
    'secret-visibility': { default: 'keep', for: MAKING },
    'secret-app': { default: 'actions', for: MAKING, list: true },
    'github-token': { default: '', for: MAKING, secret: true },
    'github-api-url': { default: '${{ github.api_url }}', for: MAKING },
    order: { default: 'asc', for: ['list'] },
    after: { default: '', for: ['list'] },
    limit: { default: '', for: ['list'] },
    'keys-file': { default: '', for: ['list', 'verify'] },
    'max-age': { default: 'none', for: ['verify'], refusesEmpty: true },
    'max-idle': { default: 'none', for: ['verify'], refusesEmpty: true },
    'min-remaining': { default: 'none', for: ['verify', 'rotate'], refusesEmpty: true },
    'rotate-after': { default: 'none', for: ['rotate'], refusesEmpty: true },
    now: { default: 'false', for: ['rotate'] },
    'grace-period': { default: '24h', for: ['rotate'], refusesEmpty: true },
    'require-expiry': { default: 'false', for: ['verify'] },
    'allowed-owners': { default: 'any', for: ['verify'], refusesEmpty: true, list: true },
    'key-value': { default: 'none', for: ['verify'], refusesEmpty: true, secret: true },
    'on-violation': { default: 'fail', for: ['verify'] },
    'dry-run': { default: 'false', for: ['create', 'rotate', 'delete'] },
    'retry-for': { default: '15m', for: OPERATIONS },
    timeout: { default: '30s', for: OPERATIONS },
    summary: { default: 'true', for: OPERATIONS },
};
const INPUT_RULES = INPUTS;
/** The environment variable in which the runner passes an input. */
function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
/** An input as the runner passes it, trimmed; undefined where it was left out. */
function readInput(env, name) {
    return env[inputVariable(name)]?.trim();
}
/** What an input is when it is left out. */
function defaultOf(env, name) {
    const text = INPUT_RULES[name].default;
    if (text === '${{ github.repository }}')
        return env.GITHUB_REPOSITORY ?? '';
    if (text === '${{ github.api_url }}')
        return env.GITHUB_API_URL || 'https://api.github.com';
    return text;
}


/***/ })

};

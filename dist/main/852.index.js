export const id = 852;
export const ids = [852,388];
export const modules = {

/***/ 1532:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ matchesGlob)
/* harmony export */ });
/**
 * Whether a whole name matches a pattern in which `*` is any run of characters, `?` one character,
 * and everything else, `/`, dots and line ends included, stands for itself.
 *
 * Takes time proportional to pattern × name at most.
 */
function matchesGlob(pattern, name) {
    if (!/[*?]/.test(pattern))
        return pattern === name;
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
            // The last star matches one more character, and the rest is tried again.
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


/***/ }),

/***/ 8229:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K2: () => (/* binding */ hasLifetime),
/* harmony export */   _n: () => (/* binding */ findMismatch),
/* harmony export */   fe: () => (/* binding */ MAX_EARLY_SECONDS),
/* harmony export */   lh: () => (/* binding */ findLostKey)
/* harmony export */ });
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

/***/ 5151:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IQ: () => (/* binding */ rankOf),
/* harmony export */   Ky: () => (/* binding */ identityText),
/* harmony export */   ND: () => (/* binding */ groupByIdentity),
/* harmony export */   Wy: () => (/* binding */ labelOf),
/* harmony export */   XO: () => (/* binding */ selectEntries),
/* harmony export */   jg: () => (/* binding */ spreadOf)
/* harmony export */ });
/* harmony import */ var _glob_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1532);
/* harmony import */ var _key_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7271);


/** Keys by the identity that they are of, as text; empty for those of none. */
function groupByIdentity(keys) {
    return Map.groupBy(keys, (key) => {
        const { name, project, owner } = key;
        if (name === null)
            return '';
        if (project === null)
            return (0,_key_js__WEBPACK_IMPORTED_MODULE_0__/* .isAdminKey */ .$o)(key) ? identityText({ account: null, name }) : '';
        const account = { projectId: project.id, serviceAccountId: owner?.id ?? '' };
        return identityText({ account, name });
    });
}
/** An identity as one text, for maps and hashes. */
function identityText({ account, name }) {
    return JSON.stringify([account?.projectId ?? null, account?.serviceAccountId ?? null, name]);
}
/** How an identity is called in messages and globs: `proj_abc/nightly`, or `nightly` for an admin key. */
function labelOf({ account, name }) {
    return account === null ? name : `${account.projectId}/${name}`;
}
/**
 * The entries that patterns of `name` or `proj_…/name` match, and the patterns that match none.
 *
 * @param only - null: every entry
 */
function selectEntries(entries, only) {
    if (only === null)
        return { entries, unmatched: [] };
    const matches = (glob, { request }) => (0,_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(glob, request.name) || (0,_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(glob, labelOf(request));
    return {
        entries: entries.filter((entry) => only.some((glob) => matches(glob, entry))),
        unmatched: only.filter((glob) => !entries.some((entry) => matches(glob, entry))),
    };
}
/**
 * A part of a span that is always the same for an identity, so that keys that were made in one night are
 * not due in one night again (FNV-1a).
 *
 * @param span - seconds
 */
function spreadOf(identity, span) {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(identityText(identity))) {
        hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    }
    return Math.floor((span * hash) / 2 ** 32);
}
/**
 * Numbers that sort the entries that are due: expired keys come first, then what is not delivered, then the
 * others, each by the life that is left, then by age; then what has no key yet, then what is only deleted.
 *
 * @param now - Unix seconds on the API's clock
 */
function rankOf({ plan, ending, mayHoldCallerKey }, now) {
    const last = Number(mayHoldCallerKey);
    if (plan === undefined)
        return [last, 4, 0, 0];
    if (ending === undefined)
        return [last, 3, 0, 0];
    const end = ending.expiresAt ?? Number.MAX_SAFE_INTEGER;
    const isUndelivered = plan.kind === 'rotate' && plan.isUndelivered === true;
    return [last, end <= now ? 0 : isUndelivered ? 1 : 2, end, ending.createdAt];
}


/***/ }),

/***/ 7024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cl: () => (/* binding */ rulesInForce),
/* harmony export */   If: () => (/* binding */ VIOLATION_RULES),
/* harmony export */   S4: () => (/* binding */ judge),
/* harmony export */   SM: () => (/* binding */ remedyOf),
/* harmony export */   iU: () => (/* binding */ RULE_NAMES)
/* harmony export */ });
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(738);
/* harmony import */ var _key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7271);


/** What to do about violations that need no rule. */
const OTHER_REMEDIES = {
    missing: 'correct `key-id`, or find out who deleted the key',
    expired: 'delete the key, which no longer works',
    value: 'put the value of a live key into the secret',
    unmanaged: 'add an entry for it to the manifest, or find out who uses it and delete it',
    exception: 'remove the exception from the manifest, or set a later day',
};
const OWNER_TYPES = {
    user: 'a user',
    service_account: 'a service account',
};
const spellLimit = (seconds) => (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(seconds, seconds)[1];
/** Every rule, in the order in which violations are reported. */
const POLICY = {
    'max-age': {
        faultOf: ({ createdAt }, limit, { now }) => exceeding('is', now - createdAt, 'old', limit),
        spell: spellLimit,
        remedy: 'replace the key with `operation: rotate`',
    },
    'max-idle': {
        faultOf: (key, limit, { now, isUsedByCheck }) => {
            if (isUsedByCheck(key))
                return undefined;
            return key.lastUsedAt === null
                ? exceeding('was made', now - key.createdAt, 'ago and never used', limit)
                : exceeding('was last used', now - key.lastUsedAt, 'ago', limit);
        },
        spell: spellLimit,
        remedy: 'delete the key if nobody needs it',
    },
    'min-remaining': {
        faultOf: ({ expiresAt }, limit, { now }) => {
            if (expiresAt === null || expiresAt - now >= limit)
                return undefined;
            const [left, wanted] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(expiresAt - now, limit);
            return `expires in ${left}, at least ${wanted} must be left`;
        },
        spell: spellLimit,
        remedy: 'replace the key in time with `operation: rotate`',
    },
    'require-expiry': {
        faultOf: ({ expiresAt }) => (expiresAt === null ? 'never expires' : undefined),
        spell: () => '',
        remedy: 'replace the key with one that has `expires-in`',
    },
    'allowed-owners': {
        faultOf: ({ owner }, allowed) => allowed.includes(owner?.id ?? '')
            ? undefined
            : `belongs to ${owner?.id ?? 'an unknown owner'}, who is not allowed`,
        spell: (owners) => owners.join(', '),
        remedy: 'ask its owner, then delete the key',
    },
    'allowed-owner-types': {
        faultOf: ({ owner }, allowed) => allowed.includes(owner?.type ?? '')
            ? undefined
            : `belongs to ${OWNER_TYPES[owner?.type ?? ''] ?? 'an owner of unknown type'}, which is not allowed`,
        spell: (types) => types.join(', '),
        remedy: 'replace the key with one of an allowed owner',
    },
};
const RULE_NAMES = Object.keys(POLICY);
/**
 * Checks keys against rules. An expired key has no other violation. Limits are inclusive: a key exactly as
 * old as `max-age` complies.
 *
 * @returns the violations, in the keys' order
 */
function judge(keys, rules, moment) {
    return keys.flatMap((key) => {
        if (!(0,_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isLive */ .DG)(key, moment.now)) {
            const [since] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(moment.now - (key.expiresAt ?? 0), 0);
            return [{ id: key.id, key, rule: 'expired', message: `expired ${since} ago` }];
        }
        return RULE_NAMES.flatMap((rule) => {
            const message = inForce(rule, rules)?.faultOf(key, moment);
            return message === undefined ? [] : [{ id: key.id, key, rule, message }];
        });
    });
}
/** The rules that are in force, as the inputs write them, in a fixed order. */
function rulesInForce(rules) {
    return RULE_NAMES.flatMap((name) => inForce(name, rules)?.text ?? []);
}
/** Every word that a violation can have for its rule. */
const VIOLATION_RULES = [...RULE_NAMES, ...Object.keys(OTHER_REMEDIES)];
/** What to do about a violation, as a clause. */
function remedyOf(rule) {
    return rule in OTHER_REMEDIES
        ? OTHER_REMEDIES[rule]
        : POLICY[rule].remedy;
}
/** What a rule finds about a key, and the rule in words, where it is in force. */
function inForce(name, rules) {
    const limit = rules[name];
    if (limit == null)
        return undefined;
    const rule = POLICY[name];
    return {
        text: `${name} ${rule.spell(limit)}`.trim(),
        faultOf: (key, moment) => rule.faultOf(key, limit, moment),
    };
}
/** A limit that is exceeded, in words. */
function exceeding(verb, measured, what, limit) {
    if (measured <= limit)
        return undefined;
    const [shown, allowed] = (0,_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .spellApart */ .XH)(measured, limit);
    return `${verb} ${shown} ${what}, the limit is ${allowed}`;
}


/***/ }),

/***/ 2852:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  execute: () => (/* binding */ execute)
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
// EXTERNAL MODULE: ./lib/openai/create-key.js
var create_key = __webpack_require__(4842);
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

// EXTERNAL MODULE: ./lib/inputs/definitions.js
var definitions = __webpack_require__(3683);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
// EXTERNAL MODULE: ./lib/domain/manifest.js
var manifest = __webpack_require__(5151);
// EXTERNAL MODULE: ./lib/domain/secret-target.js
var secret_target = __webpack_require__(4706);
// EXTERNAL MODULE: ./lib/report/safe-text.js
var safe_text = __webpack_require__(8641);
;// CONCATENATED MODULE: ./lib/report/tables.js



/** GitHub shows longer tables slowly. */
const MAX_ROWS = 1_000;
/** Keys as a table. `now` is in Unix seconds; rows that do not fit into `budget` bytes are left out. */
function keyTable(head, keys, now, budget) {
    const hasProjects = keys.some(({ project }) => project !== null);
    const columns = [
        'Name',
        'Id',
        ...(hasProjects ? ['Project'] : []),
        ...['Redacted value', 'Owner', 'Age', 'Last used', 'Expires'],
    ];
    return table(head, columns, keys, (key) => keyCells(key, now, hasProjects), budget);
}
function keyCells(key, now, hasProjects) {
    const owner = key.owner?.name ?? key.owner?.id ?? '';
    return [
        (0,safe_text/* markdownText */.p7)(key.name ?? ''),
        (0,safe_text/* markdownText */.p7)(key.id),
        ...(hasProjects ? [(0,safe_text/* markdownText */.p7)(key.project?.name ?? key.project?.id ?? '')] : []),
        (0,safe_text/* markdownText */.p7)(key.redactedValue),
        (0,safe_text/* markdownText */.p7)(owner),
        (0,duration/* formatDuration */.a3)(now - key.createdAt),
        key.lastUsedAt === null ? 'never' : `${(0,duration/* formatDuration */.a3)(now - key.lastUsedAt)} ago`,
        expiryCell(key.expiresAt, now),
    ];
}
function expiryCell(expiresAt, now) {
    if (expiresAt === null)
        return 'never';
    const day = (0,domain_key/* isoTime */.Ly)(expiresAt).slice(0, 10);
    return expiresAt <= now ? `expired ${day}` : `${day}, in ${(0,duration/* formatDuration */.a3)(expiresAt - now)}`;
}
/** A table below some lines; rows that do not fit into `budget` bytes are left out with a note. */
function table(head, columns, items, cellsOf, budget, maxRows = MAX_ROWS) {
    if (items.length === 0)
        return `${head.join('\n')}\n`;
    const rowOf = (cells) => `| ${cells.join(' | ')} |`;
    const header = [rowOf(columns), `|${' --- |'.repeat(columns.length)}`];
    const sizeOf = (text) => Buffer.byteLength(text) + 1;
    // 200 bytes are reserved for the note.
    let room = budget - sizeOf([...head, ...header].join('\n')) - 200;
    const shown = [];
    for (const item of items.slice(0, maxRows)) {
        const row = rowOf(cellsOf(item));
        room -= sizeOf(row);
        if (room < 0)
            break;
        shown.push(row);
    }
    const left = items.length - shown.length;
    const note = left === 0 ? [] : ['', `${left} more are not shown here.`];
    return `${[...head, ...header, ...shown, ...note].join('\n')}\n\n`;
}

;// CONCATENATED MODULE: ./lib/report/entries.js





const WORDS = {
    rotated: ['✅ rotated', 'would be rotated'],
    kept: ['kept', 'stays'],
    retired: ['✅ retired', 'would be retired'],
    postponed: ['⚠️ postponed', 'would be postponed'],
    failed: ['❌ failed', '❌ would fail'],
    skipped: ['⚠️ not tried', 'not tried'],
};
/** How many entries of a manifest ended how, in one sentence. */
function entriesLine({ entries, dryRun }) {
    const parts = Object.entries(WORDS).flatMap(([action, [done, planned]]) => {
        const count = entries.filter((entry) => entry.action === action).length;
        const word = (dryRun ? planned : done).replace(/^\W+/, '');
        return count === 0 ? [] : [`${count} ${word}`];
    });
    return `${dryRun ? 'Dry run: ' : ''}${entries.length} entries of the manifest: ${parts.join(', ')}.`;
}
/** The entries as a table, those that need attention first, then keys that no entry names. */
function entriesTable({ entries, unmanaged, dryRun }, head, now, budget) {
    const order = Object.keys(WORDS);
    const urgency = ({ action }) => (action === 'kept' ? 9 : -order.indexOf(action));
    const sorted = entries.toSorted((a, b) => urgency(a) - urgency(b) || a.line - b.line);
    const cells = (entry) => [
        String(entry.line),
        (0,safe_text/* markdownText */.p7)((0,manifest/* labelOf */.Wy)(entry)),
        WORDS[entry.action][dryRun ? 1 : 0],
        (0,safe_text/* markdownProse */.h$)(entry.reason.replaceAll('`', '')),
        (0,safe_text/* markdownProse */.h$)(entry.targets.map(secret_target/* describeTarget */.ff).join(', ').replaceAll('`', '')),
        (0,domain_key/* isoTime */.Ly)(entry.nextDue).slice(0, 10),
    ];
    const columns = ['Line', 'Entry', 'Result', 'Reason', 'Secrets', 'Next due'];
    const top = table(head, columns, sorted, cells, budget * 0.8);
    if (unmanaged.length === 0)
        return top;
    const title = ['#### Keys of service accounts that no entry names', ''];
    const left = budget - Buffer.byteLength(top);
    return top + keyTable(title, [...unmanaged], Math.floor(now / 1000), left);
}

;// CONCATENATED MODULE: ./lib/report/headline.js




/**
 * What the step did, in one sentence for the log and the summary.
 *
 * @param show - escapes text from outside for the place where the sentence is shown
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
        case 'rotate':
            return ofRotate(result, show);
        case 'delete':
            return ofDelete(result);
        case 'reconcile':
            return entriesLine(result);
    }
}
function ofCreate(result, show) {
    const { key, name, lifetime } = result;
    if (key === null)
        return `Dry run: a key named ${show(name)} that ${(0,duration/* spellLife */.Pe)(lifetime)} would be made.`;
    const which = `${show(key.id)} named ${show(name)}`;
    if (result.outcome === 'reused')
        return `Key ${which} already exists; none was made.`;
    const end = result.revokeAfterJob ? ', and is deleted when the job ends' : '';
    return `Made key ${which}: it ${lifeAsMade(key)}${end}.`;
}
function ofRotate(result, show) {
    const { key, name, lifetime, outcome, dryRun, why } = result;
    if (outcome === 'kept') {
        return `${dryRun ? 'Dry run: no' : 'No'} new key named ${show(name)} is due: ${why}.`;
    }
    if (dryRun || key === null) {
        return `Dry run: a key named ${show(name)} that ${(0,duration/* spellLife */.Pe)(lifetime)} would be made, since ${why}.`;
    }
    return `Made key ${show(key.id)} named ${show(name)}, since ${why}. It ${lifeAsMade(key)}.`;
}
/** The lifetime that the server gave, not the requested one. */
function lifeAsMade({ createdAt, expiresAt }) {
    if (expiresAt === null)
        return (0,duration/* spellLife */.Pe)(null);
    return `${(0,duration/* spellLife */.Pe)(expiresAt - createdAt)} (${(0,domain_key/* isoTime */.Ly)(expiresAt)})`;
}
function keysOf(keys) {
    const noun = keys.length === 1 ? 'key' : 'keys';
    const projects = new Set(keys.flatMap(({ project }) => project?.id ?? []));
    if (keys.length === 0)
        return '0 API keys';
    if (projects.size === 0)
        return `${keys.length} admin API ${noun}`;
    const where = projects.size === 1 ? 'a project' : `${projects.size} projects`;
    const isMixed = keys.some(({ project }) => project === null);
    return `${keys.length} API ${noun} of ${where}${isMixed ? ' and the organization' : ''}`;
}
/** The projects that were left out. */
function archivedOf(archived, show) {
    if (archived.length === 0)
        return [];
    const names = archived.map(({ id, name }) => name === null ? show(id) : `${show(id)} ${show(name)}`);
    return [`Left out, since archived meanwhile: ${names.join(', ')}.`];
}
function ofList(result, show) {
    const keys = keysOf(result.keys);
    const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
    const file = result.file === null ? '' : `, all of them in ${show(result.file)}`;
    return `${keys}${matching}${file}.`;
}
function ofVerify(result, show) {
    const keys = keysOf(result.keys);
    const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
    if (!result.isComplete)
        return `No verdict on ${keys}${matching}.`;
    const found = result.violations.length;
    const said = found === 0 ? 'Compliant' : `Not compliant, ${found} violation${found === 1 ? '' : 's'}`;
    return `${said}: ${keys}${matching} checked.`;
}
/** Which keys the value in `key-value` fits, as far as redacted values tell; empty if not checked. */
function whoseValue({ valueKeys }, show) {
    if (valueKeys === null)
        return [];
    const keys = valueKeys.map(({ id, name }) => `${show(id)} named ${show(name ?? '')}`);
    if (keys.length === 0) {
        return ['The value in `key-value` is that of none of the keys that were checked.'];
    }
    const fits = keys.length === 1 ? `that of key ${keys[0]}` : `that of one of the keys ${keys.join(', ')}`;
    return [`The value in \`key-value\` is ${fits}, as far as redacted values tell.`];
}
function ofDelete({ keys }) {
    const count = (status) => keys.filter((key) => key.status === status).length;
    const planned = count('planned');
    if (planned > 0)
        return `Dry run: ${planned} ${planned === 1 ? 'key' : 'keys'} would be deleted.`;
    const statuses = ['deleted', 'gone', 'failed', 'not-tried'].filter(count);
    return `Keys: ${statuses.map((status) => `${count(status)} ${inLog(status)}`).join(', ')}.`;
}
/** How many keys the log lists; outputs and files contain all. */
const MAX_LINES = 50;
/** The status of a key, in the summary. */
const STATUS = {
    stays: 'stays',
    expired: 'expired',
    planned: 'would be deleted',
    deleted: '✅ deleted',
    gone: '✅ already gone',
    failed: '❌ could not be deleted',
    'not-tried': '⚠️ not tried',
};
/** The same without its mark, in the log. */
const inLog = (status) => STATUS[status].replace(/^\W+/, '');
/** The lines of the log below the headline. */
function details(result, show) {
    switch (result.operation) {
        case 'list':
            return [
                ...archivedOf(result.archived, show),
                ...linesOf(result.keys, ({ id, name, redactedValue }) => {
                    return `${show(id)} ${show(name ?? '')} ${redactedValue}`;
                }),
            ];
        case 'delete':
            return linesOf(result.keys, ({ id, status }) => `${show(id)}: ${inLog(status)}`);
        case 'verify':
            return [
                ...archivedOf(result.archived, show),
                ...whoseValue(result, show),
                ...(result.file === null
                    ? []
                    : [`All keys that were checked are in ${show(result.file)}.`]),
            ];
        case 'rotate':
            return linesOf(result.older, (older) => {
                return `older ${show(older.key.id)}: ${inLog(statusOf(result, older))}, ${older.why}`;
            });
        default:
            return [];
    }
}
function linesOf(items, lineOf) {
    // Text from a server must not start a new line.
    const lines = items.map((item) => (0,domain_text/* oneLine */.TN)(lineOf(item)));
    return (0,domain_text/* firstOf */.Ku)(lines, MAX_LINES).map((line) => `  ${line}`);
}
/** The status of an older key of a rotation. */
function statusOf({ deletions }, { key, action }) {
    if (action === 'expired')
        return 'expired';
    return deletions.find(({ id }) => id === key.id)?.status ?? 'stays';
}

// EXTERNAL MODULE: ./lib/report/outputs.js
var report_outputs = __webpack_require__(8568);
// EXTERNAL MODULE: ./lib/domain/policy.js
var policy = __webpack_require__(7024);
;// CONCATENATED MODULE: ./lib/report/chart.js

const DAY = 86_400;
/** More bars are not readable. */
const MAX_BARS = 20;
/** Within the limit, beyond it, and the limit itself: readable on light and on dark pages. */
const PALETTE = '#2da44e, #cf222e, #bf8700';
/** For no bar at all: Mermaid draws a short one for 0. */
const NO_BAR = -10_000;
/** Where the classes of ages end, in days. */
const ENDS = [7, 30, 90, 180, 365, Number.POSITIVE_INFINITY];
/**
 * The ages and remaining lifetimes of keys as Mermaid charts: a bar for each key up to 20 keys, or else a
 * bar for each age class. https://mermaid.js.org/syntax/xyChart.html
 *
 * @param now - Unix seconds
 */
function charts(keys, rules, now) {
    const { 'max-age': maxAge, 'min-remaining': minRemaining } = rules;
    const live = keys.filter((key) => (0,domain_key/* isLive */.DG)(key, now));
    const ages = live.map((key, index) => {
        const age = now - key.createdAt;
        return { label: labelOf(key, index), value: Math.max(0, age), breaks: age > (maxAge ?? age) };
    });
    const lives = live.flatMap((key, index) => {
        if (key.expiresAt === null)
            return [];
        const left = key.expiresAt - now;
        return [{ label: labelOf(key, index), value: left, breaks: left < (minRemaining ?? left) }];
    });
    return [...chart('Age', ages, maxAge), ...chart('Remaining life', lives, minRemaining)];
}
function chart(title, figures, limit) {
    if (figures.length === 0)
        return [];
    if (figures.length > MAX_BARS)
        return [classChart(title, figures)];
    const name = `${title} in days${limit == null ? '' : `, the limit is ${round(limit / DAY)}`}`;
    const barsIf = (isBad) => figures.map(({ value, breaks }) => (breaks === isBad ? value / DAY : NO_BAR));
    const line = limit == null ? [] : figures.map(() => limit / DAY);
    const labels = figures.map(({ label }) => label);
    return [draw(name, 'days', labels, { good: barsIf(false), bad: barsIf(true), line })];
}
function classChart(title, figures) {
    const counts = ENDS.map((end, index) => {
        const start = ENDS[index - 1] ?? 0;
        const inClass = figures.filter(({ value }) => value >= start * DAY && value < end * DAY);
        return { all: inClass.length, bad: inClass.filter(({ breaks }) => breaks).length };
    });
    const between = ENDS.slice(1, -1).map((end, index) => `${ENDS[index]} to ${end}`);
    const labels = [`under ${ENDS[0]}`, ...between, `over ${ENDS.at(-2)}`];
    // The second bar is drawn over the first, from the same base.
    const good = counts.map((count) => count.all || NO_BAR);
    const bad = counts.map((count) => count.bad || NO_BAR);
    return draw(`${title} in days: how many keys`, 'keys', labels, { good, bad, line: [] });
}
/** Bars for days lie, one below the other; those for keys stand. */
function draw(title, unit, labels, { good, bad, line }) {
    const lies = unit === 'days';
    const list = (values) => values.map(round).join(', ');
    const config = {
        xyChart: { width: 900, height: lies ? 140 + 26 * labels.length : 360 },
        // On GitHub's dark pages, Mermaid's own background would be a grey box.
        themeVariables: { xyChart: { plotColorPalette: PALETTE, backgroundColor: 'transparent' } },
    };
    return [
        '```mermaid',
        `%%{init: ${JSON.stringify(config)}}%%`,
        `xychart-beta${lies ? ' horizontal' : ''}`,
        `  title "${title}"`,
        `  x-axis [${labels.map((label) => `"${label}"`).join(', ')}]`,
        `  y-axis "${unit}" 0 --> ${Math.ceil(Math.max(1, ...good, ...bad, ...line) * 1.1)}`,
        `  bar [${list(good)}]`,
        `  bar [${list(bad)}]`,
        ...(line.length === 0 ? [] : [`  line [${list(line)}]`]),
        '```',
    ].join('\n');
}
const round = (value) => Number(value.toFixed(1));
/**
 * A label that Mermaid cannot misread: the number of the key, and its name if that is short and harmless,
 * or else its id. Names are not cut, since the runner would not mask a part of a secret.
 */
function labelOf(key, index) {
    const name = key.name?.trim() ?? '';
    if (/^[A-Za-z0-9 ._-]{1,22}$/.test(name))
        return `${index + 1} ${name}`;
    const id = key.id.replace(/[^A-Za-z0-9_]+/g, ' ');
    return `${index + 1} ${id.length > 22 ? `${id.slice(0, 21)}…` : id}`;
}

;// CONCATENATED MODULE: ./lib/report/summary.js








/** Of the violations, which keeps the charts below in reach. */
const MAX_VIOLATIONS = 100;
const TITLES = {
    create: 'Create an API key',
    list: 'API keys',
    retrieve: 'API key',
    verify: 'API keys against the policy',
    rotate: 'Rotate an API key',
    delete: 'Delete API keys',
    reconcile: 'Rotate API keys from a manifest',
};
/**
 * The job summary of a result, as GitHub's Markdown.
 *
 * @param now - Unix milliseconds, for ages and remaining life
 * @param budget - bytes; rows that do not fit are left out with a note
 */
function summaryOf(result, now, budget) {
    const head = [
        `### ${TITLES[result.operation]}`,
        '',
        `${result.failure === undefined ? '' : '❌ '}${headline(result, safe_text/* markdownText */.p7)}`,
        ...('targets' in result ? destinationsOf(result) : []),
        ...('archived' in result ? archivedOf(result.archived, safe_text/* markdownText */.p7) : []).flatMap((line) => [
            '',
            line,
        ]),
        '',
    ];
    if (result.operation === 'verify')
        return verdictOf(result, head, budget);
    if (result.operation === 'delete') {
        const cells = ({ id, status }) => [(0,safe_text/* markdownText */.p7)(id), STATUS[status]];
        return table(head, ['Id', ''], result.keys, cells, budget);
    }
    if (result.operation === 'reconcile')
        return entriesTable(result, head, now, budget);
    if (result.operation === 'rotate')
        return rotationOf(result, head, now, budget);
    const keys = 'keys' in result ? result.keys : result.key === null ? [] : [result.key];
    return keyTable(head, keys, Math.floor(now / 1000), budget);
}
/** The newest key, then the status of each older one, and why. */
function rotationOf(result, head, now, budget) {
    const newest = result.key === null ? [] : [result.key];
    const top = keyTable(head, newest, Math.floor(now / 1000), budget);
    if (result.older.length === 0)
        return top;
    const cells = (older) => [
        (0,safe_text/* markdownText */.p7)(older.key.id),
        (0,domain_key/* isoTime */.Ly)(older.key.createdAt),
        `${STATUS[statusOf(result, older)]}: ${older.why}`,
    ];
    const columns = ['Older key', 'Made', 'Status'];
    return `${top}${table([], columns, result.older, cells, budget - Buffer.byteLength(top))}`;
}
/** Where the value is, or would go, a line each. */
function destinationsOf(result) {
    const { targets, written, exposedTo, outcome } = result;
    const planned = outcome === 'planned' || (outcome === 'rotated' && result.dryRun);
    const lines = targets.map((target) => {
        const done = written.find((one) => one.target === target);
        const name = (0,safe_text/* markdownProse */.h$)((0,secret_target/* describeTarget */.ff)(target).replaceAll('`', ''));
        if (done !== undefined)
            return `- ✅ ${name} ${done.action}`;
        if (planned)
            return `- ${name}`;
        return outcome === 'kept' || outcome === 'reused' ? `- ✅ ${name}` : `- ❌ ${name} not written`;
    });
    const heading = planned ? 'It would go to:' : 'The value is in:';
    const all = [...lines, ...exposedTo.map((place) => `- ✅ ${place}`)];
    return all.length === 0 ? [] : ['', heading, '', ...all];
}
/** The verdict and the rules, then the violations and what to do, then charts and all keys. */
function verdictOf(result, head, budget) {
    const rules = (0,policy/* rulesInForce */.Cl)(result.rules);
    const inForce = rules.length === 0 ? 'none but that no key has expired' : rules.join('; ');
    const whose = whoseValue(result, safe_text/* markdownText */.p7).flatMap((line) => [line, '']);
    const top = [...head, `Rules in force: ${(0,safe_text/* markdownProse */.h$)(inForce)}.`, '', ...whose];
    const parts = [violationsTable(result, top, budget / 2)];
    for (const chart of charts(result.keys, result.rules, result.at))
        parts.push(`${chart}\n\n`);
    const left = budget - parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
    parts.push(keyTable(['#### All keys that were checked', ''], result.keys, result.at, left));
    return parts.join('');
}
function violationsTable({ violations, violationIds }, head, budget) {
    const cells = ({ id, key, rule, message }) => [
        rule === 'value' ? '`key-value`' : (0,safe_text/* markdownText */.p7)(id),
        (0,safe_text/* markdownText */.p7)(key?.name ?? ''),
        `\`${rule}\``,
        // The id of an owner may look like a reference to an issue, which GitHub would link.
        rule === 'allowed-owners' ? (0,safe_text/* markdownText */.p7)(message) : (0,safe_text/* markdownProse */.h$)(message),
        (0,policy/* remedyOf */.SM)(rule),
    ];
    const columns = ['Key', 'Name', 'Rule', 'What is wrong', 'What to do'];
    return `${table(head, columns, violations, cells, budget, MAX_VIOLATIONS)}${deletion(violationIds)}`;
}
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

;// CONCATENATED MODULE: ./lib/report/publish.js






/** The runner refuses a file of more than 1 MiB; the rest is for other writers. */
const MAX_SUMMARY_BYTES = 1_000_000;
/** Outputs that join texts of a server by line breaks. */
const LISTS = ['ids', 'violation-ids', 'deleted-ids'];
/** Reports a result in the log, the outputs and the job summary. */
function publish(result, files, logger, options) {
    // The log comes first, so that it names a new key even if the outputs fail.
    const quoted = (text) => `“${(0,safe_text/* plainLine */.h0)(text)}”`;
    for (const line of [headline(result, quoted), ...details(result, quoted)])
        logger.info(line);
    const { outputs, emptied } = (0,report_outputs/* fitOutputs */.gY)((0,report_outputs/* outputsOf */.Yz)(result));
    for (const [name, value] of Object.entries(outputs)) {
        files.setOutput(name, LISTS.includes(name) ? options.redact(value) : value);
    }
    if (emptied.length > 0) {
        const names = emptied.map((name) => `\`${name}\``).join(' and ');
        logger.warning(`The outputs would be larger than the runner accepts, so ${names} stayed empty.` +
            fileHint(result));
    }
    if (options.summaryFile === undefined)
        return;
    try {
        // Other parts of a composite action may have written to the same file.
        const taken = (0,external_node_fs_.statSync)(options.summaryFile, { throwIfNoEntry: false })?.size ?? 0;
        const summary = summaryOf(result, options.now, MAX_SUMMARY_BYTES - taken);
        (0,external_node_fs_.appendFileSync)(options.summaryFile, options.redact(summary));
    }
    catch (error) {
        logger.warning(`The job summary could not be written: ${(0,domain_error/* messageOf */.bD)(error)}.`);
    }
}
/** Where to find all keys if the outputs cannot hold them. */
function fileHint(result) {
    if (!('file' in result))
        return '';
    return result.file === null
        ? ' Set `keys-file` to get all keys.'
        : ' The file of `keys-file` contains all keys.';
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/runner/signature.js

/** A SHA-256 in hexadecimal, and a dot. */
const LENGTH = 64 + 1;
/** @param env - identifies the run and the step; the same in main and post */
function createSignature(adminApiKey, env) {
    const { GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB, GITHUB_ACTION } = env;
    const step = [GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB, GITHUB_ACTION].map((id) => id ?? '');
    const codeOf = (name, text) => (0,external_node_crypto_.createHmac)('sha256', adminApiKey.reveal())
        .update(JSON.stringify([...step, name, text]))
        .digest('hex');
    return {
        sign: (name, text) => `${codeOf(name, text)}.${text}`,
        open(name, signed) {
            const text = signed.slice(LENGTH);
            const given = Buffer.from(signed.slice(0, LENGTH));
            const right = Buffer.from(`${codeOf(name, text)}.`);
            return given.length === right.length && (0,external_node_crypto_.timingSafeEqual)(given, right) ? text : undefined;
        },
    };
}

;// CONCATENATED MODULE: ./lib/runner/state.js

/** Saves how far the step got. The entry is on disk when this returns. */
function saveEntry(files, { sign }, entry) {
    files.saveState('entry', sign('entry', JSON.stringify(entry)));
}
/** Saves the writes of the key. Separate from the entry because they change twice for each target. */
function saveProgress(files, { sign }, progress) {
    files.saveState('progress', sign('progress', progress));
}
/** Whether the main step saved anything. */
function hasState(env) {
    return [...spellingsOf(env, 'entry'), ...spellingsOf(env, 'progress')].length > 0;
}
/**
 * Reads what the main step saved last.
 *
 * @returns undefined if a text is not signed or has several spellings of its name, or if the entry is
 *   missing
 */
function readState(env, signature) {
    const signed = readSigned(env, 'entry', signature);
    const hasProgress = spellingsOf(env, 'progress').length > 0;
    const progress = hasProgress ? readSigned(env, 'progress', signature) : '';
    if (signed === undefined || progress === undefined)
        return undefined;
    const entry = JSON.parse(signed);
    // The id becomes part of a URL, so it is checked in spite of the signature.
    if (entry.stage === 'created' && !isAnyKeyId(entry.keyId))
        return undefined;
    return { entry, progress };
}
/** To the runner, these names are case-insensitive; it keeps the first spelling. */
function spellingsOf(env, name) {
    const variable = `STATE_${name}`.toUpperCase();
    return Object.keys(env).filter((key) => key.toUpperCase() === variable);
}
function readSigned(env, name, { open }) {
    const [spelling, ...others] = spellingsOf(env, name);
    if (spelling === undefined || others.length > 0)
        return undefined;
    return open(name, env[spelling] ?? '');
}

;// CONCATENATED MODULE: ./lib/execute.js






/**
 * Executes a request and reports its result.
 *
 * @throws ActionError even if part of the work was done; outputs and summary contain that part
 */
async function execute(request, runtime, masker, logger) {
    const { cancelled, env } = runtime;
    const files = await runtime.openFiles();
    const signature = createSignature(request.adminApiKey, env);
    const readOnly = !('dryRun' in request) || request.dryRun;
    const github = 'github' in request ? request.github : null;
    const account = 'account' in request ? request.account : null;
    const audit = await openAudit(request, runtime, masker);
    const how = { ...request, account, github, readOnly, onDeleted: audit?.seeDeleted };
    const context = {
        ...runtime,
        ...(await createClients(runtime, masker, logger, how)),
        log: logger,
        sleep: (ms) => runtime.sleep(ms, cancelled),
        saveEntry(entry) {
            audit?.see(entry);
            saveEntry(files, signature, entry);
        },
        saveProgress: (progress) => saveProgress(files, signature, progress),
        setValueOutput: (value) => files.setOutput('value', value.reveal()),
        exportValue: (variable, value) => files.exportVariable(variable, value.reveal()),
    };
    const result = await dispatch(request, context, (entry) => audit?.add({ operation: 'entry', ...entry })).catch((error) => {
        if (!(error instanceof domain_error/* ActionError */.lZ))
            throw error;
        audit?.add({ operation: 'refused', failure: error });
        throw (0,domain_error/* joinFailures */.cc)([error, audit?.failure]);
    });
    const summaryFile = (request.summary && env.GITHUB_STEP_SUMMARY) || undefined;
    try {
        audit?.add(result);
        publish(result, files, logger, { summaryFile, now: runtime.now(), redact: masker.redact });
    }
    catch (error) {
        throw (0,domain_error/* alsoFailed */.$o)(result.failure, error);
    }
    const failure = (0,domain_error/* joinFailures */.cc)([result.failure, audit?.failure]);
    if (failure !== undefined)
        throw failure;
}
/** The report of `report-file`, which few steps have, and no dry run. */
async function openAudit(request, runtime, { redact }) {
    const path = (0,definitions/* readInput */.R5)(runtime.env, 'report-file');
    if (!path || ('dryRun' in request && request.dryRun))
        return undefined;
    const { createAudit } = await __webpack_require__.e(/* import() */ 489).then(__webpack_require__.bind(__webpack_require__, 1489));
    const operation = request.operation === 'reconcile' ? 'rotate' : request.operation;
    return createAudit(path, { ...request, operation }, runtime, redact);
}
/** Loads only the operation that is used. */
async function dispatch(request, context, record) {
    switch (request.operation) {
        case 'reconcile':
            return (await Promise.all(/* import() */[__webpack_require__.e(321), __webpack_require__.e(463)]).then(__webpack_require__.bind(__webpack_require__, 5463))).reconcile(request, context, record);
        case 'create':
            return (await Promise.all(/* import() */[__webpack_require__.e(321), __webpack_require__.e(968)]).then(__webpack_require__.bind(__webpack_require__, 9968))).create(request, context);
        case 'list':
            return (await __webpack_require__.e(/* import() */ 288).then(__webpack_require__.bind(__webpack_require__, 4288))).list(request, context);
        case 'retrieve':
            return (await __webpack_require__.e(/* import() */ 400).then(__webpack_require__.bind(__webpack_require__, 4400))).retrieve(request, context);
        case 'verify':
            return (await __webpack_require__.e(/* import() */ 114).then(__webpack_require__.bind(__webpack_require__, 7114))).verify(request, context);
        case 'rotate':
            return (await Promise.all(/* import() */[__webpack_require__.e(321), __webpack_require__.e(671)]).then(__webpack_require__.bind(__webpack_require__, 6671))).rotate(request, context);
        case 'delete':
            return (await __webpack_require__.e(/* import() */ 183).then(__webpack_require__.bind(__webpack_require__, 9183))).deleteKeys(request, context);
    }
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
/* harmony import */ var _spending_limit_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9083);

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

/***/ 9083:
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

/***/ 4842:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ sendCreate)
/* harmony export */ });
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9342);
/* harmony import */ var _domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8229);
/* harmony import */ var _http_retry_delay_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4472);
/* harmony import */ var _api_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6298);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5159);
/* harmony import */ var _unknown_outcome_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6081);






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
            return (0,_api_js__WEBPACK_IMPORTED_MODULE_2__/* .isSuccess */ .o)(received);
        },
    };
    /** Its value is hidden before the key is held against what was asked. */
    const read = (answer) => {
        const created = (0,_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .readCreated */ .$6)(answer.body, redact, mask, project);
        const clock = (0,_http_retry_delay_js__WEBPACK_IMPORTED_MODULE_5__/* .serverClock */ .cB)(answer);
        // In whole seconds of the server's clock, which `Date` cuts and `created_at` may round.
        const window = clock === undefined
            ? undefined
            : {
                sent: Math.floor((clock - (monotonic() - sentAt)) / 1000),
                answered: Math.ceil(clock / 1000),
            };
        const misfit = (0,_domain_lost_create_js__WEBPACK_IMPORTED_MODULE_1__/* .findMismatch */ ._n)(created.key, spec, window);
        if (misfit !== undefined) {
            throw new _domain_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('unreadable', `The answer of ${baseUrl.host} to the create is not about what was asked: ${misfit}.`);
        }
        const made = created.key.createdAt * 1000;
        return { ...created, age: (clock ?? made) - made };
    };
    try {
        return await api.send(request, read);
    }
    catch (error) {
        throw (0,_unknown_outcome_js__WEBPACK_IMPORTED_MODULE_4__/* .classifyCreateError */ .lV)(error, response, api, project);
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
var spending_limit = __webpack_require__(9083);
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
/* harmony export */   QF: () => (/* binding */ toFoundKeys),
/* harmony export */   TH: () => (/* binding */ listKeys),
/* harmony export */   WB: () => (/* binding */ findKeys),
/* harmony export */   cP: () => (/* binding */ listWhole),
/* harmony export */   di: () => (/* binding */ sortKeys),
/* harmony export */   md: () => (/* binding */ PAGE_SIZE)
/* harmony export */ });
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


/***/ }),

/***/ 6081:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lV: () => (/* binding */ classifyCreateError),
/* harmony export */   rk: () => (/* binding */ UnknownOutcomeError)
/* harmony export */ });
/* unused harmony export salvageKey */
/* harmony import */ var _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5931);
/* harmony import */ var _domain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9342);
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7271);
/* harmony import */ var _http_client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7388);
/* harmony import */ var _http_retry_delay_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4472);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5159);






/**
 * How much of a name is saved for the post step, which gets it in a variable of limited size. One that
 * was cut is the name of no key, so none is deleted for it.
 */
const MAX_CLAIMED = 250;
/** The response to a create was lost, could not be read, or is about another key: one may exist. */
class UnknownOutcomeError extends _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ {
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
    if (!(error instanceof _domain_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ))
        return error;
    const salvage = (body) => salvageKey(body, redact, mask, project);
    if (response !== undefined) {
        const { status, body } = response;
        return status >= 300 && !(0,_http_retry_delay_js__WEBPACK_IMPORTED_MODULE_4__/* .isOutage */ .uD)(response)
            ? error
            : new UnknownOutcomeError(error, salvage(body));
    }
    const { cause } = error;
    if (!(cause instanceof _http_client_js__WEBPACK_IMPORTED_MODULE_2__.NetworkError) || !cause.sent)
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
        json = (0,_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .parseObject */ .lj)(body);
    }
    catch {
        const matchIn = (pattern) => pattern.exec(body)?.[1];
        json = {
            id: matchIn(/"id"\s*:\s*"(key_[A-Za-z0-9_-]{1,200})"/),
            value: matchIn(/"value"\s*:\s*"([^"\\]+)"/),
        };
    }
    const value = (0,_domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .isKeyValue */ .V)(json.value) ? new _domain_credential_js__WEBPACK_IMPORTED_MODULE_0__/* .Credential */ .G(json.value) : undefined;
    if (value !== undefined)
        mask(value);
    // It is named, and saved for the post step.
    if (!(0,_domain_key_js__WEBPACK_IMPORTED_MODULE_5__/* .isKeyId */ .rZ)(json.id) || redact(json.id) !== json.id)
        return undefined;
    const reported = {
        id: project === undefined ? json.id : (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_5__/* .longKeyId */ .N1)(project.id, json.id),
        hasValue: value !== undefined,
        ...(typeof json.name === 'string' && { name: redact(json.name).slice(0, MAX_CLAIMED) }),
        ...(Number.isInteger(json.created_at) && { createdAt: Number(json.created_at) }),
        ...((json.expires_at === null || Number.isInteger(json.expires_at)) && {
            expiresAt: json.expires_at,
        }),
    };
    return { reported, value };
}


/***/ }),

/***/ 8568:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AA: () => (/* binding */ identityFields),
/* harmony export */   C3: () => (/* binding */ withProject),
/* harmony export */   K2: () => (/* binding */ identityIn),
/* harmony export */   Yz: () => (/* binding */ outputsOf),
/* harmony export */   gY: () => (/* binding */ fitOutputs)
/* harmony export */ });
/* unused harmony export entryOutput */
/* harmony import */ var _domain_key_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7271);
/* harmony import */ var _domain_secret_target_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4706);


/** The runner refuses outputs of more than 1 MiB, counted in UTF-16, names included. */
const MAX_OUTPUT_BYTES = 1_048_576 - 8_192;
/** The same for `create`, `retrieve` and `rotate`. */
function keyOutputs(key) {
    return {
        id: key?.id ?? '',
        name: key?.name ?? '',
        'redacted-value': key?.redactedValue ?? '',
        'created-at': (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isoTime */ .Ly)(key?.createdAt ?? null),
        'expires-at': (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isoTime */ .Ly)(key?.expiresAt ?? null),
        'last-used-at': (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isoTime */ .Ly)(key?.lastUsedAt ?? null),
        owner: key?.raw.owner == null ? '' : JSON.stringify(key.raw.owner),
        key: key === null ? '' : JSON.stringify(key.raw),
    };
}
function writtenOutput({ target, action }) {
    const { app, name } = target;
    return { app, ...(0,_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_0__/* .placeFields */ .F6)(target), name, action };
}
/** Whose key it is, as outputs and reports say it; what is not known is undefined. */
function identityFields({ name, account }) {
    return {
        name,
        project_id: account?.projectId,
        service_account_id: account?.serviceAccountId ?? undefined,
    };
}
/** The same of a violation: of its key, or of the entry that has none. */
function identityIn({ key, entry }) {
    if (entry !== undefined)
        return identityFields(entry);
    const { name = null, project, owner } = key ?? {};
    const serviceAccountId = owner?.type === 'service_account' ? owner.id : null;
    return identityFields({ name, account: project && { projectId: project.id, serviceAccountId } });
}
function violationOutput(violation) {
    const { id, key, rule, message } = violation;
    const owner = key?.owner ?? null;
    return {
        id,
        ...identityIn(violation),
        owner: owner === null ? null : { type: owner.type, id: owner.id },
        created_at: timeOrNull(key?.createdAt),
        expires_at: timeOrNull(key?.expiresAt),
        rule,
        message,
    };
}
function timeOrNull(seconds) {
    return seconds == null ? null : (0,_domain_key_js__WEBPACK_IMPORTED_MODULE_1__/* .isoTime */ .Ly)(seconds);
}
/** A key as the API returned it; a project's with the id of the project. */
function withProject({ raw, project }) {
    return project === null ? raw : { ...raw, project_id: project.id };
}
function listOutputs(keys) {
    return {
        keys: jsonWithin(keys.map(withProject)),
        ids: keys.map(({ id }) => id).join('\n'),
        count: String(keys.length),
    };
}
function idsOfGone(deletions) {
    const gone = deletions.filter(({ status }) => status === 'deleted' || status === 'gone');
    return gone.map(({ id }) => id).join('\n');
}
/** An entry of a manifest as the output `results` has it. */
function entryOutput(entry) {
    const { targets, line, id, action, reason, nextDue } = entry;
    return {
        ...identityFields(entry),
        targets: targets.map(_domain_secret_target_js__WEBPACK_IMPORTED_MODULE_0__/* .describeTarget */ .ff),
        line,
        id,
        action,
        reason,
        next_due: timeOrNull(nextDue),
    };
}
/** All outputs of the operation except `value`; an absent one is empty. */
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
                compliant: result.isComplete ? String(result.violations.length === 0) : '',
                violations: result.isComplete || result.violations.length > 0
                    ? jsonWithin(result.violations.map(violationOutput))
                    : '',
                'violation-ids': result.violationIds.join('\n'),
            };
        case 'rotate': {
            const rotated = String(result.outcome === 'rotated' && !result.dryRun);
            return {
                ...keyOutputs(result.key),
                created: rotated,
                rotated,
                'deleted-ids': idsOfGone(result.deletions),
                'secrets-written': JSON.stringify(result.written.map(writtenOutput)),
            };
        }
        case 'delete':
            return { 'deleted-ids': idsOfGone(result.keys) };
        case 'reconcile': {
            const deletions = result.entries.flatMap((entry) => entry.deletions);
            const written = result.entries.flatMap((entry) => entry.written);
            return {
                results: jsonWithin(result.entries.map(entryOutput)),
                rotated: String(written.length > 0),
                'deleted-ids': idsOfGone(deletions),
                'secrets-written': jsonWithin(written.map(writtenOutput)),
            };
        }
    }
}
/** A JSON array; null if it is too large for an output. */
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


/***/ })

};

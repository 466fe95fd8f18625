export const id = 188;
export const ids = [188];
export const modules = {

/***/ 5188:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createSecretStore: () => (/* binding */ createSecretStore)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
;// CONCATENATED MODULE: ./lib/http/shared-wait.js
/**
 * The waits of requests of one kind. Who is refused while another one waits goes on when that one
 * does, so that a dozen targets do not wait a dozen times for the same thing.
 */
class SharedWait {
    /** When the first request of the kind was sent, in milliseconds of a monotonic clock. */
    firstAt;
    /** Whether people were told why. */
    isAnnounced = false;
    #current;
    #endedAt = Number.NEGATIVE_INFINITY;
    /**
     * @param begunAt - when the attempt began that was refused
     * @param sleep - begins a wait of one's own
     * @throws whatever the wait throws
     */
    async join(begunAt, now, sleep) {
        if (this.#current !== undefined)
            return this.#current;
        // Refused by what the server knew before a wait of another's was over.
        if (begunAt < this.#endedAt)
            return;
        this.#current = sleep().finally(() => {
            this.#endedAt = now();
            this.#current = undefined;
        });
        return this.#current;
    }
}

// EXTERNAL MODULE: ./lib/http/waits.js + 1 modules
var waits = __webpack_require__(8462);
;// CONCATENATED MODULE: ./lib/github/fresh-token.js


/** What GitHub names as the cause of a refusal that no wait ends. */
const OTHER_CAUSE = /\bSAML\b|\bIP allow list\b|\b(was|is) archived\b/i;
const MAX_SEARCHED = 4_096;
/**
 * Whether a refusal may come from a token that was made a moment ago and is not known everywhere
 * yet: 401, then 403 until its permissions arrive, and no other cause.
 * https://github.com/octokit/auth-app.js/issues/65
 */
function maySpeakOfFreshToken(response) {
    const { status, headers, body } = response;
    if ((status !== 401 && status !== 403) || (0,waits/* isRateLimit */.a5)(response))
        return false;
    const start = body.slice(0, MAX_SEARCHED);
    // A page for people comes from something on the way.
    return !('x-github-sso' in headers || /^\s*</.test(start) || OTHER_CAUSE.test(start));
}
/**
 * How one step's requests to GitHub are sent. Reads and writes each have their own time for a token
 * that was just made, since it is known before its permissions are.
 */
function sendOptions() {
    const newToken = () => ({ isRefusal: maySpeakOfFreshToken, waits: new SharedWait() });
    const credential = newToken();
    const reading = { repeatable: true, droppable: true, mayBeNew: { credential } };
    return {
        reading,
        readingPlace: { ...reading, mayBeNew: { credential, place: new SharedWait() } },
        // To write a value twice is to write it once, and a cancelled job waits for the answer.
        writing: { repeatable: true, droppable: false, mayBeNew: { credential: newToken() } },
    };
}

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./lib/http/excess.js
var http_excess = __webpack_require__(7373);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
// EXTERNAL MODULE: ./lib/http/exchange.js + 3 modules
var exchange = __webpack_require__(9394);
;// CONCATENATED MODULE: ./lib/github/refusals.js




/** Tells, on an error of Octokit's, that an earlier attempt may have had its effect. */
const UNCERTAIN_HEADER = 'x-uncertain';
/** Whether a request certainly had no effect; otherwise it may have had one, or may still. */
function isRefusal(error) {
    const cause = causeOf(error);
    if (cause instanceof exchange.ExchangeError)
        return !cause.sent && !cause.uncertain;
    if (cause instanceof domain_error/* ActionError */.lZ)
        return ['redirected', 'unreachable'].includes(cause.code);
    if (!isRequestError(error) || error.response?.headers[UNCERTAIN_HEADER])
        return false;
    return error.status < 500 && error.status !== 408;
}
function isNotFound(error) {
    return isRequestError(error) && error.status === 404;
}
/**
 * The sentence for a request to GitHub that failed.
 *
 * @param doing - what was asked, as the start of a sentence
 */
function githubRefusal(error, doing, target, { host, redact }) {
    const cause = causeOf(error);
    const start = `${doing} ${(0,domain_target/* describeTarget */.ff)(target)} failed`;
    if (cause instanceof domain_error/* ActionError */.lZ) {
        if (cause.code !== 'redirected')
            return cause;
        return new domain_error/* ActionError */.lZ('redirected', `${start}: ${host} redirects it, so the repository or organization was renamed or moved. Give ` +
            'its present name.', { cause });
    }
    if (cause instanceof exchange.ExchangeError) {
        const code = cause.kind === 'cancelled' ? 'cancelled' : 'unavailable';
        const tried = cause.tried === '' ? '' : ` ${cause.tried}.`;
        return new domain_error/* ActionError */.lZ(code, `${start}: no answer from ${host} (${cause.message}).${tried} Run this again later.`, { cause });
    }
    if (!isRequestError(error)) {
        return new domain_error/* ActionError */.lZ('unreadable', `${start}: ${host} does not talk like GitHub (${(0,domain_error/* messageOf */.bD)(error)}).`, {
            cause: error,
        });
    }
    const { code, advice } = adviceFor(error, target);
    const said = redact((0,domain_text/* oneLine */.T)(messageIn(error))).slice(0, 300);
    const id = error.response?.headers['x-github-request-id'];
    const details = [String(error.status), id && `request ${id}`].filter(Boolean).join(', ');
    return new domain_error/* ActionError */.lZ(code, `${start} (${details})${said && `: “${said}”`}. ${advice}`, {
        cause: error,
    });
}
function adviceFor(error, target) {
    const { name, label } = (0,domain_target/* permissionFor */.Tj)(target);
    const ways = 'Use a token of a GitHub App (actions/create-github-app-token) or a fine-grained personal access ' +
        `token with the permission “${label}: read and write” (\`${name}: write\`)`;
    switch (error.status) {
        case 401:
            return {
                code: 'unauthorized',
                advice: 'GitHub does not know the token in `github-token`: it has expired, was revoked or is cut off. Put in a live one.',
            };
        case 403:
            if (/resource not accessible by integration/i.test(messageIn(error))) {
                return {
                    code: 'forbidden',
                    advice: `\`GITHUB_TOKEN\` can never write secrets, whatever its \`permissions\`, and neither can an app without the permission.${accepted(error)} ${ways}.`,
                };
            }
            return { code: 'forbidden', advice: `The token may not do it.${accepted(error)} ${ways}.` };
        case 404:
            return {
                code: 'not-found',
                advice: `${placeOf(target)} does not exist, or the token in \`github-token\` cannot see it. Check the spelling, and that the token reaches it. ${ways}.`,
            };
        case 429:
            return {
                code: 'rate-limited',
                advice: 'GitHub limits the rate. Run this again later, or raise `retry-for`.',
            };
        default:
            return error.status >= 500
                ? {
                    code: 'unavailable',
                    advice: 'See https://www.githubstatus.com and run this again later.',
                }
                : { code: 'rejected', advice: 'Correct what GitHub names.' };
    }
}
function placeOf(target) {
    switch (target.place) {
        case 'repository':
            return `The repository ${target.owner}/${target.repo}`;
        case 'environment':
            return `The environment \`${target.environment}\` of ${target.owner}/${target.repo}, or the repository,`;
        case 'organization':
            return `The organization ${target.organization}`;
    }
}
function accepted(error) {
    const permissions = error.response?.headers['x-accepted-github-permissions'];
    return permissions ? ` GitHub asks for: ${(0,domain_text/* oneLine */.T)(permissions)}.` : '';
}
function messageIn(error) {
    const data = error.response?.data;
    const message = typeof data === 'object' && data !== null && 'message' in data ? data.message : '';
    return typeof message === 'string' ? message : '';
}
/** Octokit wraps what its `fetch` threw. */
function causeOf(error) {
    const { cause } = error instanceof Error ? error : { cause: undefined };
    return error instanceof domain_error/* ActionError */.lZ || error instanceof exchange.ExchangeError || cause === undefined
        ? error
        : cause;
}
function isRequestError(error) {
    return (error instanceof Error && 'status' in error && typeof error.status === 'number' && !error.cause);
}

;// CONCATENATED MODULE: ./lib/github/octokit.js



/**
 * A page of a hundred repositories has ten thousand. Octokit looks at each of them by itself (it looks
 * for numbers that are too large for one), which takes 3 s a million.
 */
const MAX_VALUES = 100_000;
/** The same page has 700 KB. A single number of some megabytes takes Octokit seconds each. */
const MAX_LENGTH = 2 * 1024 * 1024;
/**
 * Octokit over this action's one transport, so that redirects, certificates, proxies, timeouts and
 * retries have one policy. It follows no redirect with the token, as its own `fetch` would.
 *
 * @param reading - how requests are sent that say nothing else
 */
function createOctokit(transport, baseUrl, token, reading) {
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    return (0,github/* getOctokit */.Q)(token.reveal(), {
        baseUrl: baseUrl.href.replace(/\/$/, ''),
        userAgent: 'openai-admin-api-keys-action',
        log,
        // Octokit prints headers such as `sunset` by the log of the request, which is not its own.
        request: { log, fetch: fetchBy(transport, reading) },
    });
}
/** A `fetch` as far as Octokit uses one. */
function fetchBy(transport, how) {
    return async (url, { method, headers, body }) => {
        const request = { method, url: new URL(url), headers, ...(body !== undefined && { body }) };
        const answer = await transport.send(request, how);
        const isLong = answer.body.length > MAX_LENGTH;
        const excess = (0,http_excess/* excessOf */.F)(answer.body, MAX_VALUES) ?? (isLong ? 'is larger than 2 MiB' : undefined);
        if (excess !== undefined)
            throw new Error(`an answer that ${excess}`);
        const response = new Response(answer.status === 204 ? null : answer.body, {
            status: answer.status,
            headers: Object.entries(answer.headers).flatMap(([name, value]) => [value ?? []].flat().map((item) => [name, item])),
        });
        if (answer.uncertain)
            response.headers.set(UNCERTAIN_HEADER, 'true');
        // Octokit reports the address that answered.
        Object.defineProperty(response, 'url', { value: url });
        return response;
    };
}

// EXTERNAL MODULE: ./node_modules/libsodium-wrappers/dist/modules-esm/libsodium-wrappers.mjs + 1 modules
var libsodium_wrappers = __webpack_require__(4768);
// EXTERNAL MODULE: ./lib/domain/secret.js
var secret = __webpack_require__(3998);
;// CONCATENATED MODULE: ./lib/github/seal.js


/**
 * Seals a value for the holder of a public key, as GitHub takes secrets: libsodium's
 * `crypto_box_seal`, in Base64. libsodium refuses keys that would make the box worthless.
 * https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api
 *
 * @param publicKey - 32 bytes in Base64
 * @throws Error where the key is not one
 */
async function seal(publicKey, value) {
    await libsodium_wrappers/* default.ready */.Ay.ready;
    const key = Buffer.from(publicKey, 'base64');
    if (key.length !== libsodium_wrappers/* default */.Ay.crypto_box_PUBLICKEYBYTES) {
        throw new Error(`it has ${key.length} bytes instead of ${libsodium_wrappers/* default */.Ay.crypto_box_PUBLICKEYBYTES}`);
    }
    const box = libsodium_wrappers/* default */.Ay.crypto_box_seal(Buffer.from(value.reveal()), key);
    return Buffer.from(box).toString('base64');
}
/** @throws Error where nothing can be sealed for this key, found out by sealing nothing of worth */
async function checkPublicKey(publicKey) {
    await seal(publicKey, new secret/* Secret */.zh('trial'));
}

;// CONCATENATED MODULE: ./lib/github/secret-store.js






const PAGE = 100;
/** More repositories than any organization selects; a server that goes on lies. */
const MAX_PAGES = 200;
/**
 * Secrets of repositories, environments and organizations, for Actions, Dependabot and Codespaces.
 * https://docs.github.com/rest/actions/secrets
 */
function createSecretStore(transport, options) {
    const { apiUrl, readOnly } = options;
    const how = sendOptions();
    const readingPlace = { request: { fetch: fetchBy(transport, how.readingPlace) } };
    const octokit = createOctokit(transport, apiUrl, options.token, how.reading);
    const told = { host: apiUrl.host, redact: options.redact };
    /** Asked once each, however many of the organization's secrets they may read. */
    const repositoryIds = new Map();
    async function guard(doing, target, work) {
        try {
            return await work();
        }
        catch (error) {
            throw error instanceof domain_error/* ActionError */.lZ ? error : githubRefusal(error, doing, target, told);
        }
    }
    function call(method, target, path, parameters = {}) {
        return octokit.request(`${method} ${folderOf(target)}/${path}`, {
            ...placeParameters(target),
            ...parameters,
        });
    }
    async function readAccess(target, before) {
        if (target.place !== 'organization')
            return undefined;
        const kept = before === null ? 'private' : before.visibility;
        // Any guess could open the secret to more repositories than before.
        if (kept === undefined)
            throw new Error('a secret of an organization without `visibility`');
        const visibility = target.visibility === 'keep' ? kept : target.visibility;
        if (visibility !== 'selected')
            return { visibility };
        const ids = target.visibility === 'keep' ? await readSelected(target) : await idsOf(target.repositories);
        // Dependabot takes these ids as strings alone, the others as numbers alone.
        return {
            visibility,
            selected_repository_ids: target.app === 'dependabot' ? ids.map(String) : ids,
        };
    }
    async function readSelected(target) {
        const ids = [];
        for (let page = 1; page <= MAX_PAGES; page++) {
            const { data } = await call('GET', target, '{name}/repositories', {
                name: target.name,
                per_page: PAGE,
                page,
            });
            ids.push(...data.repositories.map((repository) => repository.id));
            if (data.repositories.length < PAGE || ids.length >= data.total_count)
                return ids;
        }
        throw new Error(`no end of repositories after ${MAX_PAGES} pages`);
    }
    async function idsOf(repositories) {
        const ids = [];
        for (const { owner, repo } of repositories) {
            const name = `${owner}/${repo}`;
            const asking = repositoryIds.get(name) ??
                octokit.request('GET /repos/{owner}/{repo}', { owner, repo }).then(({ data }) => data.id);
            repositoryIds.set(name, asking);
            ids.push(Number(await asking));
        }
        return ids;
    }
    return {
        observe: (target) => guard('Looking at', target, async () => {
            const { current, date } = await call('GET', target, '{name}', { name: target.name }).then(({ data, headers }) => ({ current: toCurrent(data), date: headers.date }), (error) => {
                if (!isNotFound(error))
                    throw error;
                return { current: null, date: error.response?.headers.date };
            });
            const serverTime = Date.parse(date ?? '');
            return { current, serverTime: Number.isNaN(serverTime) ? undefined : serverTime };
        }),
        hasAccess: (target, current) => guard('Looking at', target, async () => {
            if (target.place !== 'organization' || target.visibility === 'keep')
                return true;
            if (target.visibility !== current.visibility)
                return false;
            if (target.visibility !== 'selected')
                return true;
            const [has, wants] = [await readSelected(target), await idsOf(target.repositories)];
            return has.length === wants.length && wants.every((id) => has.includes(id));
        }),
        prepare: (target, before) => guard('Reading the public key for', target, async () => {
            const { data } = await call('GET', target, 'public-key', readingPlace);
            const { key, key_id } = data;
            if (typeof key !== 'string' || typeof key_id !== 'string')
                throw badKey(target, 'it is missing');
            await checkPublicKey(key).catch((error) => {
                throw badKey(target, (0,domain_error/* messageOf */.bD)(error));
            });
            const access = await readAccess(target, before);
            return { target, before, keyId: key_id, publicKey: key, ...(access && { access }) };
        }),
        async write({ target, keyId, publicKey, access }, value, when) {
            if (readOnly)
                throw new Error('a dry run must not write');
            try {
                const { status } = await call('PUT', target, '{name}', {
                    name: target.name,
                    encrypted_value: await seal(publicKey, value),
                    key_id: keyId,
                    ...access,
                    request: { fetch: fetchBy(transport, { ...how.writing, ...when }) },
                });
                // The two that GitHub answers to a write: any other success is somebody else's.
                if (status === 201 || status === 204)
                    return { state: 'landed' };
                throw new Error(`it answers a write with ${status}`);
            }
            catch (error) {
                const failure = githubRefusal(error, 'Writing', target, told);
                return { state: isRefusal(error) ? 'refused' : 'sent', failure };
            }
        },
    };
}
function folderOf(target) {
    switch (target.place) {
        case 'repository':
            return `/repos/{owner}/{repo}/${target.app}/secrets`;
        case 'environment':
            return '/repos/{owner}/{repo}/environments/{environment}/secrets';
        case 'organization':
            return `/orgs/{organization}/${target.app}/secrets`;
    }
}
function placeParameters(target) {
    if (target.place === 'organization')
        return { organization: target.organization };
    const { owner, repo } = target;
    return target.place === 'repository'
        ? { owner, repo }
        : { owner, repo, environment: target.environment };
}
function toCurrent(data) {
    const updatedAt = Date.parse(String(data.updated_at));
    if (Number.isNaN(updatedAt))
        throw new Error('a secret without `updated_at`');
    return {
        updatedAt,
        visibility: typeof data.visibility === 'string' ? data.visibility : undefined,
    };
}
function badKey(target, why) {
    return new domain_error/* ActionError */.lZ('unreadable', `The public key for ${(0,domain_target/* describeTarget */.ff)(target)} cannot be used (${why}), so nothing could be sealed ` +
        'for it. No key was made. Check `github-api-url` and what answers on the way.');
}


/***/ })

};

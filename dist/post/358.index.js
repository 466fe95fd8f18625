export const id = 358;
export const ids = [358];
export const modules = {

/***/ 6358:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createSecretStore: () => (/* binding */ createSecretStore)
});

// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
;// CONCATENATED MODULE: ./lib/github/endpoints.js
/** Where the secrets of a target are, as Octokit writes it. */
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
/** What fills the places in that path. */
function placeParameters(target) {
    if (target.place === 'organization')
        return { organization: target.organization };
    const { owner, repo } = target;
    return target.place === 'repository'
        ? { owner, repo }
        : { owner, repo, environment: target.environment };
}
/**
 * A secret as GitHub describes it.
 *
 * @throws Error also where the answer is about another secret than was asked for
 */
function toCurrent(data, target) {
    if (String(data.name).toUpperCase() !== target.name.toUpperCase()) {
        throw new Error('it answers about another secret');
    }
    const updatedAt = Date.parse(String(data.updated_at));
    if (Number.isNaN(updatedAt))
        throw new Error('a secret without `updated_at`');
    return {
        updatedAt,
        visibility: typeof data.visibility === 'string' ? data.visibility : undefined,
    };
}

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

// EXTERNAL MODULE: ./lib/http/waits.js
var waits = __webpack_require__(9274);
// EXTERNAL MODULE: ./lib/http/web-page.js
var web_page = __webpack_require__(4308);
;// CONCATENATED MODULE: ./lib/github/refused.js

/** An error's body is short; of a longer one, the parser could take a gigabyte. */
const MAX_BODY = 65_536;
/** An answer of the transport's, as far as causes are told apart by it. */
function refusedBy(answer) {
    const { status, headers, body } = answer;
    return { status, headers, message: messageIn(parsed(body)), isPage: (0,web_page/* isWebPage */.A)(answer) };
}
/** The `message` of a body that was parsed; empty where there is none. */
function messageIn(data) {
    const message = typeof data === 'object' && data !== null && 'message' in data ? data.message : '';
    return typeof message === 'string' ? message : '';
}
function parsed(body) {
    try {
        return body.length > MAX_BODY ? undefined : JSON.parse(body);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/github/causes.js


/*
 * What GitHub is known to refuse a request for. What is not in this table is quoted and left at
 * that, since advice that does not fit the cause sends people the wrong way.
 * https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
/** A longer message is not searched to its end. */
const MAX_SEARCHED = 10_000;
const RATE_LIMIT = 'GitHub limits the rate. Run this again later, or raise `retry-for`.';
const DENIED = [401, 403];
const CAUSES = [
    {
        code: 'rate-limited',
        statuses: [403, 429],
        said: /\b(secondary|api) rate limit\b|abuse detection/i,
        advice: RATE_LIMIT,
    },
    {
        code: 'forbidden',
        statuses: DENIED,
        header: ['x-github-sso', /^required\b/],
        said: /\bSAML\b/,
        advice: 'The organization lets a token in only after it was authorized for SAML single sign-on.',
        more: 'sign-on',
    },
    {
        code: 'forbidden',
        statuses: DENIED,
        said: /\bIP allow list\b|\bIP address is not permitted\b/i,
        advice: 'The IP allow list of the organization or enterprise does not have the address of this runner. Add ' +
            'it there, or use a runner whose address is on it.',
    },
    {
        code: 'archived',
        statuses: [403],
        said: /\b(was|is) archived\b/i,
        advice: 'An archived repository takes no writes. Unarchive it, or take it out of this step.',
    },
    {
        code: 'forbidden',
        statuses: DENIED,
        said: /\binstallation\b[^.]{0,80}\bsuspended\b|\bsuspended your access\b/i,
        advice: 'The installation of the GitHub App is suspended. Who suspended it can lift that in its settings.',
    },
    {
        code: 'forbidden',
        statuses: DENIED,
        said: /\baccount (is|was|has been) (suspended|flagged)\b/i,
        advice: 'The account behind the token is suspended. Use a token of another one.',
    },
    {
        code: 'forbidden',
        statuses: [403],
        said: /\bpersonal access tokens?\b[^.]{0,80}\blifetime\b/i,
        advice: 'The organization limits how long a token may live. Give the token an earlier expiry.',
    },
    {
        code: 'forbidden',
        statuses: [403],
        said: /\bforbids access via a personal access tokens? \(classic\)/i,
        advice: 'The organization takes no classic tokens. Use one of a GitHub App, or a fine-grained personal ' +
            'access token.',
    },
    {
        code: 'forbidden',
        statuses: [403],
        said: /\bforbids access via a fine-grained personal access token/i,
        advice: 'The organization takes no personal access tokens. Use a token of a GitHub App.',
    },
    {
        code: 'forbidden',
        statuses: [403],
        said: /\bemail address must be verified\b/i,
        advice: 'Verify the e-mail address of the account behind the token.',
    },
    {
        code: 'no-credit',
        statuses: [402, 403],
        said: /\bbilling\b|\bspending limit\b/i,
        advice: 'The owner of the repository or organization has to settle it in the billing settings.',
    },
    {
        code: 'forbidden',
        statuses: [403],
        said: /\bupgrade (to|your)\b/i,
        advice: 'The plan of the owner does not have this kind of secret for this kind of repository.',
    },
    {
        code: 'forbidden',
        statuses: [403, 451],
        said: /\b(repository|access)\b[^.]{0,40}\bblocked\b/i,
        advice: 'GitHub has blocked the repository. Its owner was told why.',
    },
    {
        code: 'forbidden',
        statuses: [403],
        said: /\bmust (have admin rights|be an? (org(anization)?|repository|enterprise)[ \w]* (admin|owner))/i,
        advice: 'A token may do no more than the account behind it, which is no admin of this place. Use a token ' +
            'of one who is, or of a GitHub App.',
    },
    {
        code: 'forbidden',
        statuses: [403],
        said: /\bresource not accessible by integration\b/i,
        advice: '`GITHUB_TOKEN` can never write secrets, whatever its `permissions`, and neither can an app without ' +
            'the permission.',
        more: 'permission',
        fresh: true,
    },
    {
        code: 'forbidden',
        statuses: [403],
        said: /\bresource not accessible by\b/i,
        advice: 'The token does not have the permission.',
        more: 'permission',
        fresh: true,
    },
    {
        code: 'forbidden',
        statuses: [401],
        said: /\brequires authentication\b/i,
        advice: 'GitHub got the request without its token: something on the way took the `Authorization` header out. ' +
            'Look at the proxy.',
    },
];
/** Why a request was refused, where the answer says so in a way that is known. */
function causeOf({ status, headers, message }) {
    const searched = message.slice(0, MAX_SEARCHED);
    return CAUSES.find(({ statuses, said, header }) => statuses.includes(status) &&
        (said?.test(searched) || header?.[1].test(String(headers[header[0]]))));
}
/**
 * Whether a refusal may come from a token that was made a moment ago and is not known everywhere
 * yet: 401, then 403 until its permissions arrive, and no other cause.
 */
function maySpeakOfFreshToken(answer) {
    if (!DENIED.includes(answer.status) || (0,waits/* isRateLimit */.a5)(answer))
        return false;
    const refused = refusedBy(answer);
    if (refused.isPage)
        return false;
    const cause = causeOf(refused);
    return cause === undefined || cause.fresh === true;
}

;// CONCATENATED MODULE: ./lib/github/fresh-token.js


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
        // Sent again by itself only where it had no effect for certain; a cancelled job waits for the answer.
        writing: { repeatable: false, droppable: false, mayBeNew: { credential: newToken() } },
    };
}

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./lib/http/excess.js
var http_excess = __webpack_require__(7373);
// EXTERNAL MODULE: ./lib/domain/target.js
var domain_target = __webpack_require__(8955);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
// EXTERNAL MODULE: ./lib/http/exchange.js + 3 modules
var exchange = __webpack_require__(9394);
// EXTERNAL MODULE: ./lib/domain/url.js
var url = __webpack_require__(5917);
;// CONCATENATED MODULE: ./lib/github/advice.js





const MAX_QUOTE = 300;
/** Why a request was refused, and what to do about it. */
function explain(answer, asked) {
    const { status } = answer;
    const known = causeOf(answer);
    if (known !== undefined) {
        return { code: known.code, advice: known.advice + moreOf(known, answer, asked) };
    }
    if ((0,waits/* isRateLimit */.a5)({ ...answer, body: '' }))
        return { code: 'rate-limited', advice: RATE_LIMIT };
    if (status >= 500 || status === 408)
        return { code: 'unavailable', advice: later(answer, asked.host) };
    if (answer.isPage) {
        const advice = 'Look at `github-api-url`, at the proxy and at the network of the runner.';
        return { code: 'rejected', advice: `Something other than GitHub's API answered. ${advice}` };
    }
    if (status === 401)
        return { code: 'unauthorized', advice: unknownToken(answer, asked) };
    if (status === 403)
        return { code: 'forbidden', advice: '' };
    if (status === 404)
        return { code: 'not-found', advice: notFound(asked) };
    return { code: 'rejected', advice: status === 422 ? 'Correct what GitHub names.' : '' };
}
function moreOf({ more }, { headers }, asked) {
    if (more === 'sign-on')
        return signOn(headers, asked);
    if (more !== 'permission')
        return '';
    const permissions = headers['x-accepted-github-permissions'];
    const accepted = permissions
        ? ` GitHub asks for: ${(0,domain_text/* oneLine */.TN)(asked.redact(String(permissions))).slice(0, MAX_QUOTE)}.`
        : '';
    return `${accepted} ${waysToWrite(asked.target)}`;
}
function signOn(headers, { host, redact }) {
    const address = signOnAddress(headers, host);
    return address === undefined || redact(address) !== address
        ? ' Authorize it in the settings of the account behind it, or use a token of a GitHub App.'
        : ` Authorize it at ${address}`;
}
/**
 * GitHub's own address for the sign-on that it asks for, from `X-GitHub-SSO: required; url=…`;
 * undefined where it leads to another host than the one asked, or holds more than an address needs.
 *
 * @param host - of the API: `api.github.com`, or an Enterprise Server's
 */
function signOnAddress(headers, host) {
    const [, text = ''] = /\burl=(\S+)$/.exec(String(headers['x-github-sso'])) ?? [];
    const url = URL.parse(text);
    const isOwn = url?.protocol === 'https:' && url.host === host.replace(/^api\./, '');
    return isOwn && /^[\w:/.?=&%~-]{1,500}$/.test(url.href) ? url.href : undefined;
}
function unknownToken({ message }, { token }) {
    const fact = 'GitHub does not know the token in `github-token`';
    if (message !== '' && !/\bbad credentials\b/i.test(message))
        return `${fact}.`;
    if (!token.isApp)
        return `${fact}: it has expired, was revoked or is cut off. Put in a live one.`;
    const since = token.wasAccepted ? ', though it accepted it earlier in this step' : '';
    return (`${fact}${since}. A GitHub App's token lives for an hour, and ends with the job that made it: make ` +
        'it in this job, right before this step.');
}
function notFound({ target, host, reader }) {
    if (reader !== undefined) {
        return (`The repository ${nameOf(reader)} does not exist, or the token in \`github-token\` cannot see it. ` +
            'Check its spelling in `secret-repositories`, and that the token reaches it.');
    }
    if (target.app === 'codespaces' && !isHosted(host)) {
        return 'A GitHub Enterprise Server has no Codespaces. Take `codespaces` out of `secret-app`.';
    }
    const plan = target.app === 'codespaces' && target.place === 'organization'
        ? ' An organization without GitHub Team or Enterprise has no such secrets either.'
        : '';
    return (`${placeOf(target)} does not exist, or the token in \`github-token\` cannot see it. Check the ` +
        `spelling, and that the token reaches it.${plan} ${waysToWrite(target)}`);
}
function waysToWrite(target) {
    const { name, label } = (0,domain_target/* permissionFor */.Tj)(target);
    return ('Use a token of a GitHub App (actions/create-github-app-token) or a fine-grained personal access ' +
        `token with the permission “${label}: read and write” (\`${name}: write\`).`);
}
/** GitHub's status page knows nothing of a company's own server. */
function later({ isPage, headers }, host) {
    const wait = isGitHubCom(host)
        ? 'See https://www.githubstatus.com and run this again later.'
        : `Run this again later; if it stays so, ask those who look after ${host}.`;
    // With an id, GitHub itself had the request.
    if (!isPage || headers['x-github-request-id'] !== undefined)
        return wait;
    return `${wait} The page may be from something on the way: look at the proxy, too.`;
}
function placeOf(target) {
    switch (target.place) {
        case 'repository':
            return `The repository ${nameOf(target)}`;
        case 'environment':
            return `The environment \`${target.environment}\` of ${nameOf(target)}, or the repository,`;
        case 'organization':
            return `The organization ${target.organization}`;
    }
}
function nameOf({ owner, repo }) {
    return `${owner}/${repo}`;
}
/** Whether GitHub itself runs the server, as a local copy pretends. */
function isGitHubCom(host) {
    return host === 'api.github.com' || (0,url/* isLoopback */.U9)(host.replace(/:\d+$/, ''));
}
/** Whether GitHub runs the server, for an enterprise of its own address too. */
function isHosted(host) {
    return isGitHubCom(host) || host.endsWith('.ghe.com');
}

;// CONCATENATED MODULE: ./lib/github/refusals.js







const refusals_MAX_QUOTE = 300;
/** Tells, on an error of Octokit's, that an earlier attempt may have had its effect. */
const UNCERTAIN_HEADER = 'x-uncertain';
/** Whether a request certainly had no effect; otherwise it may have had one, or may still. */
function isRefusal(error) {
    const cause = causeIn(error);
    if (cause instanceof exchange.ExchangeError)
        return !cause.sent && !cause.uncertain;
    if (cause instanceof domain_error/* ActionError */.lZ)
        return ['redirected', 'unreachable'].includes(cause.code);
    if (!isRequestError(error) || error.response?.headers[UNCERTAIN_HEADER])
        return false;
    return error.status < 500 && error.status !== 408;
}
/** Whether GitHub says that there is no such thing; a page of somebody else's says nothing. */
function isNotFound(error) {
    return isRequestError(error) && error.status === 404 && !answerIn(error).isPage;
}
/** A success that is a page for people. */
class WebPageError extends Error {
    name = 'WebPageError';
    answer;
    constructor(answer) {
        super('page');
        this.answer = answer;
    }
}
/**
 * The sentence for a request to GitHub that failed: what failed, why, and what to do. Where the cause
 * is not known, the answer is quoted, without advice.
 *
 * @param doing - what was asked, as the start of a sentence
 * @param reader - the repository that was asked about, where that is one that is to read the target
 */
function githubRefusal(error, doing, target, { host, redact, token }, reader) {
    const cause = causeIn(error);
    const what = reader ? `${reader.owner}/${reader.repo}, which is to read ` : '';
    const start = `${doing} ${what}${(0,domain_target/* describeTarget */.ff)(target)} failed`;
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
    const clean = (text) => (0,domain_text/* oneLine */.TN)(redact(text)).toWellFormed();
    if (cause instanceof WebPageError) {
        const page = (0,web_page/* describeWebPage */.D)(cause.answer, clean);
        return new domain_error/* ActionError */.lZ('unreadable', `${start}: ${host} does not talk like GitHub, but sends ${page}. Look at \`github-api-url\` and at ` +
            'what answers on the way.', { cause: error });
    }
    if (!isRequestError(error)) {
        const problem = clean((0,domain_error/* messageOf */.bD)(cause)).slice(0, refusals_MAX_QUOTE);
        return new domain_error/* ActionError */.lZ('unreadable', `${start}: ${host} does not talk like GitHub (${problem}).`, {
            cause: error,
        });
    }
    const answer = answerIn(error);
    const { code, advice } = explain(answer, { target, host, redact, token, reader });
    const said = clean(answer.message || shortText(answer)).slice(0, refusals_MAX_QUOTE);
    const id = String(answer.headers['x-github-request-id'] ?? '');
    const request = /^[\w:.-]{1,100}$/.test(id) ? `, request ${id}` : '';
    const page = answer.isPage ? `, with ${(0,web_page/* describeWebPage */.D)(answer, clean)}` : '';
    return new domain_error/* ActionError */.lZ(code, `${start} (${error.status}${request})${page}${said && `: “${said}”`}.${advice && ` ${advice}`}`, { cause: error });
}
/** Octokit has parsed the body, unless it is no JSON or does not say what it is. */
function answerIn({ status, response }) {
    const { headers, data } = response ?? { headers: {}, data: undefined };
    const body = typeof data === 'string' ? data : '';
    const refused = refusedBy({ status, headers, body });
    return { ...refused, body, message: refused.message || messageIn(data) };
}
/** What was sent instead of a message; not where it can hide something by escapes. */
function shortText({ body, isPage }) {
    const isShown = !isPage && body.length <= refusals_MAX_QUOTE && /\p{L}/u.test(body) && !body.includes('\\');
    return isShown ? body.trim() : '';
}
/** Octokit wraps what its `fetch` threw. */
function causeIn(error) {
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
        if (answer.status < 300 && (0,web_page/* isWebPage */.A)(answer))
            throw new WebPageError(answer);
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
    await seal(publicKey, new secret/* Secret */.z('trial'));
}
/** What to throw for a public key that is none. */
function badKey(target, why) {
    return new domain_error/* ActionError */.lZ('unreadable', `The public key for ${(0,domain_target/* describeTarget */.ff)(target)} cannot be used (${why}), so nothing could be sealed ` +
        'for it. No key was made. Check `github-api-url` and what answers on the way.');
}

;// CONCATENATED MODULE: ./lib/github/token.js
/** The same transport, and facts about the token that grow with what it is answered. */
function watchToken(transport, token) {
    const facts = { isApp: token.matchesRedacted('ghs_...'), wasAccepted: false };
    const send = async (request, options) => {
        const answer = await transport.send(request, options);
        facts.wasAccepted ||= answer.status >= 200 && answer.status <= 299;
        return answer;
    };
    return { transport: { send }, facts };
}

;// CONCATENATED MODULE: ./lib/github/secret-store.js







const PAGE = 100;
/** More repositories than any organization selects; a server that goes on lies. */
const MAX_PAGES = 200;
/**
 * Secrets of repositories, environments and organizations, for Actions, Dependabot and Codespaces.
 * https://docs.github.com/rest/actions/secrets
 */
function createSecretStore(given, options) {
    const { apiUrl, readOnly } = options;
    const { transport, facts } = watchToken(given, options.token);
    const how = sendOptions();
    const readingPlace = { request: { fetch: fetchBy(transport, how.readingPlace) } };
    const octokit = createOctokit(transport, apiUrl, options.token, how.reading);
    const told = { host: apiUrl.host, redact: options.redact, token: facts };
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
        const ids = target.visibility === 'keep'
            ? await readSelected(target)
            : await idsOf(target, target.repositories);
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
            const { total_count: total = ids.length } = data;
            if (ids.length >= total)
                return ids;
            if (data.repositories.length < PAGE) {
                throw new Error(`it lists ${ids.length} of ${total} repositories that may read the secret`);
            }
        }
        throw new Error(`no end of repositories after ${MAX_PAGES} pages`);
    }
    async function idsOf(target, repositories) {
        const ids = [];
        for (const { owner, repo } of repositories) {
            const name = `${owner}/${repo}`;
            const asking = repositoryIds.get(name) ??
                octokit.request('GET /repos/{owner}/{repo}', { owner, repo }).then(({ data }) => data.id, (error) => {
                    throw githubRefusal(error, 'Looking up', target, told, { owner, repo });
                });
            repositoryIds.set(name, asking);
            ids.push(Number(await asking));
        }
        return ids;
    }
    return {
        observe: (target) => guard('Looking at', target, async () => {
            const { current, date } = await call('GET', target, '{name}', { name: target.name }).then(({ data, headers }) => ({ current: toCurrent(data, target), date: headers.date }), (error) => {
                if (!isNotFound(error))
                    throw error;
                return { current: null, date: error.response?.headers.date };
            });
            const serverTime = Date.parse(date ?? '');
            return { current, serverTime: Number.isNaN(serverTime) ? undefined : serverTime };
        }),
        async isArchived(target) {
            if (target.place === 'organization')
                return false;
            const { owner, repo } = target;
            const asking = octokit.request('GET /repos/{owner}/{repo}', { owner, repo });
            return asking.then(({ data }) => data.archived === true, () => false);
        },
        hasAccess: (target, current) => guard('Looking at', target, async () => {
            if (target.place !== 'organization' || target.visibility === 'keep')
                return true;
            if (target.visibility !== current.visibility)
                return false;
            if (target.visibility !== 'selected')
                return true;
            const [has, wants] = [await readSelected(target), await idsOf(target, target.repositories)];
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


/***/ })

};

export const id = 788;
export const ids = [788];
export const modules = {

/***/ 788:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createSecretStore: () => (/* binding */ createSecretStore)
});

// EXTERNAL MODULE: ./lib/domain/credential.js
var credential = __webpack_require__(5931);
// EXTERNAL MODULE: ./lib/domain/error.js
var domain_error = __webpack_require__(9342);
// EXTERNAL MODULE: ./lib/http/retry-delay.js
var retry_delay = __webpack_require__(4472);
;// CONCATENATED MODULE: ./lib/http/shared-wait.js
/**
 * The waits of requests of one kind. A request that is refused while another one waits joins that wait, so
 * that many targets do not wait one after another for the same thing.
 */
class SharedWait {
    /** When the first request of the kind was sent, in milliseconds of a monotonic clock. */
    firstAt = Number.POSITIVE_INFINITY;
    /** Whether the log already explains the wait. */
    isAnnounced = false;
    #current;
    #endedAt = Number.NEGATIVE_INFINITY;
    /**
     * @param begunAt - when the refused attempt began
     * @param sleep - starts a new wait
     * @throws whatever the wait throws
     */
    async join(begunAt, now, sleep) {
        if (this.#current !== undefined)
            return this.#current;
        // The attempt began before the last wait ended, so no new wait is needed.
        if (begunAt < this.#endedAt)
            return;
        this.#current = sleep().finally(() => {
            this.#endedAt = now();
            this.#current = undefined;
        });
        return this.#current;
    }
}

// EXTERNAL MODULE: ./lib/http/web-page.js
var web_page = __webpack_require__(4308);
;// CONCATENATED MODULE: ./lib/github/refusal.js

/** The body of an error is short; parsing a longer one could take a gigabyte. */
const MAX_BODY = 65_536;
/** Reads these parts from a response. */
function parseRefusal(answer) {
    const { status, headers, body } = answer;
    return { status, headers, message: messageIn(parsed(body)), isPage: (0,web_page/* isWebPage */.AA)(answer) };
}
/** The `message` of a parsed body; empty without one. */
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
 * The known causes for which GitHub refuses a request. Any other refusal is quoted without advice, since
 * wrong advice misleads.
 * https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 */
/** Only the start of a longer message is searched. */
const MAX_SEARCHED = 10_000;
const RATE_LIMIT = "GitHub's rate limit is exceeded. Run this again later, or raise `retry-for`.";
const DENIED = [401, 403];
const CAUSES = [
    {
        code: 'rate-limited',
        statuses: [403, 429],
        said: /\b(secondary|api) rate limit\b|abuse detection/i,
        advice: RATE_LIMIT,
    },
    {
        statuses: DENIED,
        header: ['x-github-sso', /^required\b/],
        said: /\bSAML\b/,
        advice: 'The organization requires SAML single sign-on, and the token is not authorized for it.',
        more: 'sign-on',
    },
    {
        statuses: DENIED,
        said: /\bIP allow list\b|\bIP address is not permitted\b/i,
        advice: 'The IP allow list of the organization or enterprise does not contain the address of this runner. ' +
            'Add the address, or use a runner whose address is on the list.',
    },
    {
        code: 'archived',
        said: /\b(was|is) archived\b/i,
        advice: 'An archived repository is read-only. Unarchive it, or remove it from this step.',
    },
    {
        statuses: DENIED,
        said: /\binstallation\b[^.]{0,80}\bsuspended\b|\bsuspended your access\b/i,
        advice: 'The GitHub App installation is suspended. The person who suspended it can unsuspend it in its settings.',
    },
    {
        statuses: DENIED,
        said: /\baccount (is|was|has been) (suspended|flagged)\b/i,
        advice: 'The account of the token is suspended. Use a token of another account.',
    },
    {
        said: /\bpersonal access tokens?\b[^.]{0,80}\blifetime\b/i,
        advice: 'The organization limits the lifetime of tokens. Use a token that expires earlier.',
    },
    {
        said: /\bforbids access via a personal access tokens? \(classic\)/i,
        advice: 'The organization does not allow personal access tokens (classic). Use a token of a GitHub App or a ' +
            'fine-grained personal access token.',
    },
    {
        said: /\bforbids access via a fine-grained personal access token/i,
        advice: 'The organization does not allow fine-grained personal access tokens. Use a token of a GitHub App.',
    },
    {
        said: /\bemail address must be verified\b/i,
        advice: 'Verify the email address of the account of the token.',
    },
    {
        statuses: [402, 403],
        said: /\bbilling\b|\bspending limit\b/i,
        advice: 'The owner of the repository or organization has to resolve this in the billing settings.',
    },
    {
        said: /\bupgrade (to|your)\b/i,
        advice: "The owner's plan does not include this kind of secret for this kind of repository.",
    },
    {
        statuses: [403, 451],
        said: /\b(repository|access)\b[^.]{0,40}\bblocked\b/i,
        advice: 'GitHub has blocked the repository. Its owner was told why.',
    },
    {
        said: /\bmust (have admin rights|be an? (org(anization)?|repository|enterprise)[ \w]* (admin|owner))/i,
        advice: 'The account of the token is not an administrator here. Use a token of an administrator or of a ' +
            'GitHub App.',
    },
    {
        said: /\bresource not accessible by integration\b/i,
        advice: '`GITHUB_TOKEN` can never write secrets, whatever its `permissions`, and neither can an app without ' +
            'the permission.',
        more: 'permission',
    },
    {
        said: /\bresource not accessible by\b/i,
        advice: 'The token does not have the required permission.',
        more: 'permission',
    },
    {
        statuses: [401],
        said: /\brequires authentication\b/i,
        advice: 'GitHub received no token: something on the way removed the `Authorization` header. Check the proxy.',
    },
];
/** The known cause of a refusal; undefined if there is none. */
function causeOf({ status, headers, message }) {
    const searched = message.slice(0, MAX_SEARCHED);
    return CAUSES.find(({ statuses = [403], said, header }) => statuses.includes(status) &&
        (said?.test(searched) || header?.[1].test(String(headers[header[0]]))));
}
/**
 * Whether a refusal may be due to a token that was just created: GitHub answers 401 until it knows the
 * token everywhere, then 403 until it knows its permissions.
 */
function maySpeakOfFreshToken(answer) {
    if (!DENIED.includes(answer.status) || (0,retry_delay/* isRateLimit */.a5)(answer))
        return false;
    const refused = parseRefusal(answer);
    if (refused.isPage)
        return false;
    const cause = causeOf(refused);
    return cause === undefined || cause.more === 'permission';
}

;// CONCATENATED MODULE: ./lib/github/endpoints.js
/** The route to the secrets of a target, in Octokit's notation, and its parameters. */
function folderOf(target) {
    if (target.place === 'organization') {
        const { organization } = target;
        return { route: `/orgs/{organization}/${target.app}/secrets`, place: { organization } };
    }
    const { owner, repo } = target;
    if (target.place === 'repository') {
        return { route: `/repos/{owner}/{repo}/${target.app}/secrets`, place: { owner, repo } };
    }
    const { environment } = target;
    return {
        route: '/repos/{owner}/{repo}/environments/{environment}/secrets',
        place: { owner, repo, environment },
    };
}
/**
 * A secret as GitHub describes it.
 *
 * @throws Error if the response is about another secret, or has no time
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

// EXTERNAL MODULE: ./lib/domain/secret-target.js
var secret_target = __webpack_require__(4706);
// EXTERNAL MODULE: ./lib/domain/text.js
var domain_text = __webpack_require__(4621);
// EXTERNAL MODULE: ./lib/http/client.js + 3 modules
var client = __webpack_require__(7388);
// EXTERNAL MODULE: ./lib/domain/url.js
var url = __webpack_require__(5917);
;// CONCATENATED MODULE: ./lib/github/advice.js





const MAX_QUOTE = 300;
/**
 * Explains why a request was refused, and what to do.
 *
 * @returns `advice` is empty if the cause is not known
 */
function explain(answer, context) {
    const { status } = answer;
    const known = causeOf(answer);
    if (known !== undefined) {
        const { code = 'forbidden', advice } = known;
        return { code, advice: advice + moreOf(known, answer, context) };
    }
    if ((0,retry_delay/* isRateLimit */.a5)({ ...answer, body: '' }))
        return { code: 'rate-limited', advice: RATE_LIMIT };
    if ((0,retry_delay/* isOutage */.uD)(answer))
        return { code: 'unavailable', advice: later(answer, context.host) };
    if (answer.isPage) {
        const advice = 'Check `github-api-url`, the proxy and the network of the runner.';
        return { code: 'rejected', advice: `Something other than GitHub's API answered. ${advice}` };
    }
    if (status === 401)
        return { code: 'unauthorized', advice: unknownToken(answer, context) };
    if (status === 403)
        return { code: 'forbidden', advice: '' };
    if (status === 404)
        return { code: 'not-found', advice: notFound(context) };
    return { code: 'rejected', advice: status === 422 ? 'Correct what GitHub names.' : '' };
}
function moreOf({ more }, { headers }, context) {
    if (more === 'sign-on')
        return signOn(headers, context);
    if (more !== 'permission')
        return '';
    const permissions = headers['x-accepted-github-permissions'];
    const accepted = permissions
        ? ` GitHub requires: ${(0,domain_text/* oneLine */.TN)(context.redact(String(permissions))).slice(0, MAX_QUOTE)}.`
        : '';
    return `${accepted} ${waysToWrite(context.target)}`;
}
/**
 * GitHub's URL for SAML single sign-on, from `X-GitHub-SSO: required; url=…`, unless it is on another host,
 * holds a secret, or contains unusual characters.
 */
function signOn(headers, { host, redact }) {
    const [, text = ''] = /\burl=(\S+)$/.exec(String(headers['x-github-sso'])) ?? [];
    const url = URL.parse(text);
    const isTrusted = url?.protocol === 'https:' && url.host === host.replace(/^api\./, '');
    return isTrusted && /^[\w:/.?=&%~-]{1,500}$/.test(url.href) && redact(url.href) === url.href
        ? ` Authorize it at ${url.href}`
        : ' Authorize it in the settings of its account, or use a token of a GitHub App.';
}
function unknownToken({ message }, { token }) {
    const fact = 'GitHub does not accept the token in `github-token`';
    if (message !== '' && !/\bbad credentials\b/i.test(message))
        return `${fact}.`;
    if (!token.isApp)
        return `${fact}: it has expired, was revoked or is incomplete. Replace it.`;
    const since = token.wasAccepted ? ', though it accepted it earlier in this step' : '';
    return (`${fact}${since}. A GitHub App's token expires after an hour, and is revoked when the job that created ` +
        'it ends: create it in this job, right before this step.');
}
function notFound({ target, host, reader }) {
    if (reader !== undefined) {
        return (`The repository ${reader.owner}/${reader.repo} does not exist, or the token in \`github-token\` cannot access it. ` +
            'Check its name in `secret-repositories`, and that the token can access it.');
    }
    if (target.app === 'codespaces' && !isGitHubCom(host) && !host.endsWith('.ghe.com')) {
        return 'GitHub Enterprise Server has no Codespaces. Remove `codespaces` from `secret-app`.';
    }
    const plan = target.app === 'codespaces' && target.place === 'organization'
        ? ' Such secrets of an organization need GitHub Team or Enterprise.'
        : '';
    return (`${(0,secret_target/* describePlace */.df)(target)} does not exist, or the token in \`github-token\` cannot access it. Check the ` +
        `name, and that the token can access it.${plan} ${waysToWrite(target)}`);
}
function waysToWrite(target) {
    const { name, label } = (0,secret_target/* permissionFor */.Tj)(target);
    return ('Use a token of a GitHub App (actions/create-github-app-token) or a fine-grained personal access ' +
        `token with the permission “${label}: read and write” (\`${name}: write\`).`);
}
/** GitHub's status page does not cover GitHub Enterprise Server. */
function later({ isPage, headers }, host) {
    const wait = isGitHubCom(host)
        ? 'See https://www.githubstatus.com and run this again later.'
        : `Run this again later; if it fails again, ask the administrators of ${host}.`;
    // With a request id, the page is from GitHub itself.
    if (!isPage || headers['x-github-request-id'] !== undefined)
        return wait;
    return `${wait} The page may come from a proxy: check that, too.`;
}
/** Whether the server is GitHub.com, or a local one in its place. */
function isGitHubCom(host) {
    return host === 'api.github.com' || (0,url/* isLoopback */.U9)(host.replace(/:\d+$/, ''));
}

;// CONCATENATED MODULE: ./lib/github/errors.js








const errors_MAX_QUOTE = 300;
/** Whether a request certainly had no effect, and will have none. */
function isRefusal(error) {
    const cause = causeIn(error);
    if (cause instanceof client.NetworkError)
        return !cause.sent;
    if (cause instanceof domain_error/* ActionError */.lZ)
        return ['redirected', 'unreachable'].includes(cause.code);
    return isRequestError(cause) && !(0,retry_delay/* isOutage */.uD)(cause);
}
/** Whether GitHub itself answered 404; a web page comes from something else. */
function isNotFound(error) {
    return isRequestError(error) && error.status === 404 && !answerIn(error).isPage;
}
/** A success whose body is a web page. */
class WebPageError extends Error {
    name = 'WebPageError';
    answer;
    constructor(answer) {
        super('page');
        this.answer = answer;
    }
}
/**
 * Describes a failed request to GitHub: what failed, why, and what to do. If the cause is not known, the
 * response is quoted without advice.
 *
 * @param doing - the request, as the start of a sentence
 * @param reader - the repository in the request, if it is one that is to read the target
 */
function githubError(error, doing, target, { host, redact, token }, reader) {
    const cause = causeIn(error);
    const what = reader ? `${reader.owner}/${reader.repo}, which is to read ` : '';
    const start = `${doing} ${what}${(0,secret_target/* describeTarget */.ff)(target)} failed`;
    if (cause instanceof domain_error/* ActionError */.lZ) {
        if (cause.code !== 'redirected')
            return cause;
        return new domain_error/* ActionError */.lZ('redirected', `${start}: ${host} redirects it, so the repository or organization was renamed or moved. Use its ` +
            'current name.', { cause });
    }
    if (cause instanceof client.NetworkError) {
        const code = cause.kind === 'cancelled' ? 'cancelled' : 'unavailable';
        const tried = cause.tried === '' ? '' : ` ${cause.tried}.`;
        return new domain_error/* ActionError */.lZ(code, `${start}: no answer from ${host} (${cause.message}).${tried} Run this again later.`, { cause });
    }
    const clean = (text) => (0,domain_text/* oneLine */.TN)(redact(text)).toWellFormed();
    if (cause instanceof WebPageError) {
        const page = (0,web_page/* describeWebPage */.Dd)(cause.answer, clean);
        return new domain_error/* ActionError */.lZ('unreadable', `${start}: ${host} does not answer like GitHub, but sends ${page}. Check \`github-api-url\` and the ` +
            'proxy.', { cause: error });
    }
    if (!isRequestError(cause)) {
        const problem = clean((0,domain_error/* messageOf */.bD)(cause)).slice(0, errors_MAX_QUOTE);
        return new domain_error/* ActionError */.lZ('unreadable', `${start}: ${host} does not answer like GitHub (${problem}).`, { cause: error });
    }
    const answer = answerIn(cause);
    const { code, advice } = explain(answer, { target, host, redact, token, reader });
    const said = clean(answer.message || (0,web_page/* shortText */.os)(answer, errors_MAX_QUOTE)).slice(0, errors_MAX_QUOTE);
    const id = String(answer.headers['x-github-request-id'] ?? '');
    const request = /^[\w:.-]{1,100}$/.test(id) ? `, request ${id}` : '';
    const page = answer.isPage ? `, with ${(0,web_page/* describeWebPage */.Dd)(answer, clean)}` : '';
    return new domain_error/* ActionError */.lZ(code, `${start} (${cause.status}${request})${page}${said && `: “${said}”`}.${advice && ` ${advice}`}`, { cause: error });
}
/** The error for a public key that is not valid. */
function badKey(target, why) {
    return new domain_error/* ActionError */.lZ('unreadable', `The public key for ${(0,secret_target/* describeTarget */.ff)(target)} cannot be used (${why}). No key was made. Check ` +
        '`github-api-url` and the proxy.');
}
/** Octokit has parsed the body, unless it is not JSON or has no content type. */
function answerIn({ status, response }) {
    const { headers, data } = response ?? { headers: {}, data: undefined };
    const body = typeof data === 'string' ? data : '';
    const refused = parseRefusal({ status, headers, body });
    return { ...refused, body, message: refused.message || messageIn(data) };
}
/** Octokit wraps what its `fetch` threw. */
function causeIn(error) {
    return error instanceof Error && error.cause !== undefined ? error.cause : error;
}
function isRequestError(error) {
    return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./lib/http/json-limits.js
var json_limits = __webpack_require__(9281);
;// CONCATENATED MODULE: ./lib/github/octokit.js




/**
 * A page of 100 repositories has 10,000. Octokit searches each value for large numbers, which takes 3 s
 * per million.
 */
const MAX_VALUES = 100_000;
/** The same page has 700 KB. A number of several megabytes takes Octokit seconds. */
const MAX_LENGTH = 2 * 1024 * 1024;
/**
 * Octokit on this action's transport, for one policy of redirects, certificates, proxies, timeouts and
 * retries. Its own `fetch` would follow redirects with the token.
 *
 * @param reading - the default send options
 */
function createOctokit(transport, baseUrl, token, reading) {
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    return (0,github/* getOctokit */.Q)(token.reveal(), {
        baseUrl: baseUrl.href.replace(/\/$/, ''),
        userAgent: 'openai-admin-api-keys-action',
        log,
        // Octokit writes headers such as `sunset` to the log of the request, not to its own.
        request: { log, fetch: fetchBy(transport, reading) },
    });
}
/** The part of `fetch` that Octokit uses. */
function fetchBy(transport, how) {
    return async (url, { method, headers, body }) => {
        const answer = await transport.send({ method, url: new URL(url), headers, body }, how);
        const isLong = answer.body.length > MAX_LENGTH;
        const excess = (0,json_limits/* findExcess */.L)(answer.body, MAX_VALUES) ?? (isLong ? 'is larger than 2 MiB' : undefined);
        if (excess !== undefined)
            throw new Error(`an answer that ${excess}`);
        if (answer.status < 300 && (0,web_page/* isWebPage */.AA)(answer))
            throw new WebPageError(answer);
        const response = new Response(answer.status === 204 ? null : answer.body, {
            status: answer.status,
            headers: Object.entries(answer.headers).flatMap(([name, value]) => [value ?? []].flat().map((item) => [name, item])),
        });
        // Octokit reports this address.
        Object.defineProperty(response, 'url', { value: url });
        return response;
    };
}

;// CONCATENATED MODULE: ./lib/github/secret-store.js








const PAGE = 100;
/** By `import()`: libsodium is large, and what only reads secrets encrypts nothing. */
const sealing = () => Promise.all(/* import() */[__webpack_require__.e(768), __webpack_require__.e(866)]).then(__webpack_require__.bind(__webpack_require__, 2866));
/** More repositories than any organization selects. */
const MAX_PAGES = 200;
/**
 * Secrets of repositories, environments and organizations, for Actions, Dependabot and Codespaces.
 * https://docs.github.com/rest/actions/secrets
 */
function createSecretStore(given, options) {
    const { apiUrl, readOnly } = options;
    const token = { isApp: options.token.matchesRedacted('ghs_...'), wasAccepted: false };
    const transport = {
        async send(request, sending) {
            const answer = await given.send(request, sending);
            token.wasAccepted ||= answer.status < 300;
            return answer;
        },
    };
    const how = sendOptions();
    const readingPlace = { request: { fetch: fetchBy(transport, how.readingPlace) } };
    const octokit = createOctokit(transport, apiUrl, options.token, how.reading);
    const context = { host: apiUrl.host, redact: options.redact, token };
    /** Each repository is looked up once. */
    const repositoryIds = new Map();
    async function guard(doing, target, work) {
        try {
            return await work();
        }
        catch (error) {
            throw error instanceof domain_error/* ActionError */.lZ ? error : githubError(error, doing, target, context);
        }
    }
    function call(method, target, path, parameters = {}) {
        const { route, place } = folderOf(target);
        return octokit.request(`${method} ${route}/${path}`, { ...place, ...parameters });
    }
    function lookUp({ owner, repo }) {
        return octokit.request('GET /repos/{owner}/{repo}', { owner, repo });
    }
    async function readAccess(target, before) {
        if (target.place !== 'organization')
            return undefined;
        const kept = before === null ? 'private' : before.visibility;
        // A guess could open the secret to more repositories than before.
        if (kept === undefined)
            throw new Error('a secret of an organization without `visibility`');
        const visibility = target.visibility === 'keep' ? kept : target.visibility;
        if (visibility !== 'selected')
            return { visibility };
        const ids = target.visibility === 'keep'
            ? await readSelected(target)
            : await idsOf(target, target.repositories);
        // Dependabot accepts these ids only as strings, the others only as numbers.
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
        throw new Error(`the list of repositories has more than ${MAX_PAGES} pages`);
    }
    async function idsOf(target, repositories) {
        const ids = [];
        for (const repository of repositories) {
            const name = `${repository.owner}/${repository.repo}`;
            const asking = repositoryIds.get(name) ?? lookUp(repository).then(({ data }) => data.id);
            repositoryIds.set(name, asking);
            const id = await asking.catch((error) => {
                throw githubError(error, 'Looking up', target, context, repository);
            });
            ids.push(Number(id));
        }
        return ids;
    }
    return {
        get: (target) => guard('Looking at', target, async () => {
            const { current, date } = await call('GET', target, '{name}', { name: target.name }).then(({ data, headers }) => ({ current: toCurrent(data, target), date: headers.date }), (error) => {
                if (!isNotFound(error))
                    throw error;
                return { current: null, date: error.response?.headers.date };
            });
            return { current, serverTime: (0,retry_delay/* serverClock */.cB)({ headers: { date } }) };
        }),
        async isArchived(target) {
            if (!('repo' in target))
                return false;
            return lookUp(target).then(({ data }) => data.archived === true, () => false);
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
            if (typeof key !== 'string' || typeof key_id !== 'string') {
                throw badKey(target, 'it is missing');
            }
            const { seal } = await sealing();
            await seal(key, new credential/* Credential */.G('trial')).catch((error) => {
                throw badKey(target, (0,domain_error/* messageOf */.bD)(error));
            });
            const access = await readAccess(target, before);
            return { target, before, keyId: key_id, publicKey: key, access };
        }),
        async write({ target, keyId, publicKey, access }, value, when) {
            if (readOnly)
                throw new Error('a dry run must not write');
            try {
                const { seal } = await sealing();
                const { status } = await call('PUT', target, '{name}', {
                    name: target.name,
                    encrypted_value: await seal(publicKey, value),
                    key_id: keyId,
                    ...access,
                    request: { fetch: fetchBy(transport, { ...how.writing, ...when }) },
                });
                // GitHub answers a write with one of these two; any other success is not from GitHub.
                if (status === 201 || status === 204)
                    return { state: 'written' };
                throw new Error(`it answers a write with ${status}`);
            }
            catch (error) {
                const failure = githubError(error, 'Writing', target, context);
                return { state: isRefusal(error) ? 'refused' : 'sent', failure };
            }
        },
    };
}
/**
 * How requests are sent. Reads and writes each wait for a new token, since GitHub knows a token earlier than
 * its permissions.
 */
function sendOptions() {
    const newToken = () => ({ isRefusal: maySpeakOfFreshToken, waits: new SharedWait() });
    const credential = newToken();
    return {
        reading: { repeatable: true, mayBeNew: { credential } },
        readingPlace: { repeatable: true, mayBeNew: { credential, place: new SharedWait() } },
        // Retried only if it certainly had no effect.
        writing: { repeatable: false, mayBeNew: { credential: newToken() } },
    };
}


/***/ })

};

import type { ErrorCode } from '../src/domain/error.ts';

/** A refusal that an API documents, or that people have reported, and what a step makes of it. */
export interface KnownRefusal {
  what: string;
  status: number;
  /** As sent: a text, or an object as JSON. */
  body: unknown;
  headers?: Record<string, string>;
  code: ErrorCode;
  /** What the sentence names: the cause and the cure. */
  names: string[];
  /** What it must not name: other causes, and cures that do not help here. */
  namesNot: string[];
  /** Whether a request that is sent again may fare better. */
  retried: boolean;
}

export interface OpenAiRefusal extends KnownRefusal {
  /** What was refused: making a key, listing keys, or something with one key. */
  of?: 'create' | 'list' | 'one';
  /** Whether a key was sent that begins with `sk-admin-`; default: yes. */
  byAdminKey?: boolean;
  isRerun?: boolean;
}

export interface GitHubRefusal extends KnownRefusal {
  /** Whether a token that was made a moment ago is refused like this. */
  fresh?: boolean;
}

const HTML = { 'content-type': 'text/html; charset=UTF-8' };
const challenge = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>';

const openai = (message: string, fields: object = {}) => ({
  error: { message, type: 'invalid_request_error', param: null, code: null, ...fields },
});
const money = (code: string | null, type = 'insufficient_quota') =>
  openai('You exceeded your current quota, please check your plan and billing details.', {
    type,
    code,
  });
const SCOPES =
  'You have insufficient permissions for this operation. Missing scopes: api.management.read. Check ' +
  'that you have the correct role in your organization.';
/** What only the refusal of a key may say. */
const DEAD = 'was deleted, has expired';
const WAIT = ['six requests a minute', 'run this again later'];

/** https://platform.openai.com/docs/guides/error-codes, and what was reported of it. */
export const OPENAI_REFUSALS: readonly OpenAiRefusal[] = [
  {
    what: 'a dead key',
    status: 401,
    body: openai('Incorrect API key provided: sk-admin****wxyz. You can find your API key at …', {
      code: 'invalid_api_key',
    }),
    code: 'unauthorized',
    names: ['refused the key in `admin-api-key`', DEAD, 'Save a valid one in the secret'],
    namesNot: ['wxyz', 're-run', 'permission'],
    retried: false,
  },
  {
    what: 'a dead key, without a code',
    status: 401,
    body: { error: 'Invalid authentication' },
    code: 'unauthorized',
    names: [DEAD],
    namesNot: ['re-run'],
    retried: false,
  },
  {
    what: 'a dead key, without a word',
    status: 401,
    body: '',
    code: 'unauthorized',
    names: [DEAD],
    namesNot: ['saying', 're-run'],
    retried: false,
  },
  {
    what: 'a dead key whose message repeats other causes',
    status: 401,
    body: openai('Incorrect API key provided: insufficient permissions, deactivated account', {
      code: 'invalid_api_key',
    }),
    code: 'unauthorized',
    names: [DEAD],
    namesNot: ['Organization Administration', 'email'],
    retried: false,
  },
  {
    what: 'a dead key in a re-run',
    status: 401,
    body: openai('Incorrect API key provided.', { code: 'invalid_api_key' }),
    isRerun: true,
    code: 'unauthorized',
    names: ['re-run', 'rotated since is no longer valid', 'Start a new run'],
    namesNot: ['Save a valid one in the secret'],
    retried: false,
  },
  {
    what: 'a key refused for a reason that nobody knows',
    status: 401,
    body: openai('The stars are not right.', { code: 'stars' }),
    code: 'unauthorized',
    names: ['refused the key in `admin-api-key`', '“The stars are not right.”.'],
    namesNot: [DEAD, 'Save a valid one', 're-run'],
    retried: false,
  },
  {
    what: 'a key refused in a re-run for a reason that nobody knows',
    status: 401,
    body: openai('The stars are not right.'),
    isRerun: true,
    code: 'unauthorized',
    names: ['“The stars are not right.”.', 'Start a new run'],
    namesNot: [DEAD],
    retried: false,
  },
  {
    what: 'a key that a gateway does not like',
    status: 401,
    body: 'upstream auth failed',
    code: 'unauthorized',
    names: ['saying “upstream auth failed”.'],
    namesNot: [DEAD],
    retried: false,
  },
  {
    what: 'a request that lost its key on the way',
    status: 401,
    body: openai("You didn't provide an API key. You need to provide your API key in a header."),
    code: 'forbidden',
    names: ['`Authorization` header', 'proxy'],
    namesNot: [DEAD],
    retried: false,
  },
  ...[401, 403].map((status): OpenAiRefusal => {
    return {
      what: 'an admin key without the permission',
      status,
      body: openai(SCOPES),
      code: 'missing-scope',
      names: [
        'api.management.read',
        'the permission “Organization Administration: Write”',
        'owner',
      ],
      namesNot: ['Use an organization admin key', DEAD],
      retried: false,
    };
  }),
  {
    what: 'the key of a project',
    status: 403,
    body: { error: { message: SCOPES } },
    byAdminKey: false,
    code: 'missing-scope',
    names: ['does not start with `sk-admin-`', 'Use an organization admin key'],
    namesNot: ['Organization Administration', DEAD],
    retried: false,
  },
  {
    what: 'a deactivated account',
    status: 401,
    body: openai('This key is associated with a deactivated account.', {
      code: 'account_deactivated',
    }),
    code: 'account-inactive',
    names: ['account of this key is deactivated', 'email'],
    namesNot: [DEAD, 'permission'],
    retried: false,
  },
  {
    what: 'a deactivated account, without a code',
    status: 403,
    body: openai('The OpenAI account associated with this API key has been deactivated.'),
    code: 'account-inactive',
    names: ['account of this key is deactivated'],
    namesNot: [DEAD],
    retried: false,
  },
  {
    what: 'an owner who left',
    status: 401,
    body: openai('You must be a member of an organization to use the API.', {
      code: 'no_organization',
    }),
    code: 'account-inactive',
    names: ['is in no organization', 'Another owner can create a key'],
    namesNot: [DEAD, 'permission'],
    retried: false,
  },
  {
    what: 'an address off the list',
    status: 401,
    body: openai('IP not authorized.', { code: 'ip_not_authorized' }),
    code: 'address-refused',
    names: ['the IP address of this runner', 'IP allowlist', '15 minutes'],
    namesNot: [DEAD, 'country'],
    retried: false,
  },
  {
    what: 'a country that is not served',
    status: 403,
    body: openai('Country, region, or territory not supported', {
      type: 'request_forbidden',
      code: 'unsupported_country_region_territory',
    }),
    code: 'forbidden',
    names: ['country or region'],
    namesNot: ['allowlist', 'permission', 'right organization'],
    retried: false,
  },
  {
    what: 'data that stays in a region',
    status: 401,
    body: openai(
      'Attempted to access resource with incorrect regional hostname. Please make your request to ' +
        'us.api.openai.com',
      { code: 'incorrect_hostname' },
    ),
    code: 'wrong-host',
    names: ['Set `base-url` to `https://us.api.openai.com/v1`.'],
    namesNot: [DEAD],
    retried: false,
  },
  ...['us.api.openai.com.evil.example', 'evil.example', 'x@eu.api.openai.com@evil.example', '']
    .map((host) => `Attempted to access resource with incorrect regional hostname. Use ${host}`)
    .map((message): OpenAiRefusal => {
      return {
        what: 'a region that is not OpenAI’s to name',
        status: 401,
        body: openai(message, { code: 'incorrect_hostname' }),
        code: 'wrong-host',
        names: ['Set `base-url` to the address of that region.'],
        namesNot: ['Set `base-url` to `https://', DEAD],
        retried: false,
      };
    }),
  ...[
    ['credit_balance_exhausted', 'add credit'],
    ['organization_spend_limit_exceeded', 'the organization has reached its spend limit'],
    ['project_spend_limit_exceeded', 'the project has reached its spend limit'],
    ['organization_usage_limit_exceeded', 'Request a higher limit'],
    ['insufficient_quota', '/settings/organization/billing'],
    ['billing_hard_limit_reached', '/settings/organization/billing'],
    ['billing_not_active', '/settings/organization/billing'],
    ['team_spend_limit_exceeded', '/settings/organization/limits'],
  ].flatMap(([word = '', names = '']) =>
    [money(word), money(null, word)].map((body): OpenAiRefusal => {
      return {
        what: `a limit of money (${word})`,
        status: 429,
        body,
        code: 'no-credit',
        names: [names],
        namesNot: [...WAIT, '`retry-for`', DEAD],
        retried: false,
      };
    }),
  ),
  {
    what: 'a limit of money, as a bad request',
    status: 400,
    body: money('billing_hard_limit_reached'),
    code: 'no-credit',
    names: ['because of billing'],
    namesNot: WAIT,
    retried: false,
  },
  {
    what: 'a limit of the rate',
    status: 429,
    body: openai('Rate limit reached for requests. Please add a payment method.', {
      type: 'requests',
      code: 'rate_limit_exceeded',
    }),
    code: 'rate-limited',
    names: ['The rate limit of', 'six requests a minute'],
    namesNot: ['credit', 'billing'],
    retried: true,
  },
  {
    what: 'a limit of the rate that quotes a limit of money',
    status: 429,
    body: openai('{"error":{"code":"insufficient_quota"}}', { code: 'slow_down' }),
    code: 'rate-limited',
    names: ['The rate limit of'],
    namesNot: ['because of billing'],
    retried: true,
  },
  {
    what: 'an expiry that is required',
    status: 400,
    of: 'create',
    body: openai('This organization requires an expiry.', { param: 'expires_in_seconds' }),
    code: 'rejected',
    names: ['`expires-in`', 'This organization requires an expiry.'],
    namesNot: ['permission'],
    retried: false,
  },
  {
    what: 'a lifetime that is too long',
    status: 403,
    of: 'create',
    body: openai('expires_in_seconds must be at most 7776000'),
    code: 'rejected',
    names: ['`expires-in`'],
    namesNot: ['right organization'],
    retried: false,
  },
  {
    what: 'a scope that may not be given',
    status: 400,
    of: 'create',
    body: openai('Unknown scope.', { param: 'scopes[0]' }),
    code: 'rejected',
    names: ['Correct `scopes`.'],
    namesNot: ['permission'],
    retried: false,
  },
  {
    what: 'a name that is not taken',
    status: 400,
    of: 'create',
    body: openai('Too long.', { param: 'name' }),
    code: 'rejected',
    names: ['Choose another `name`.'],
    namesNot: ['expires-in'],
    retried: false,
  },
  {
    what: 'an archived project',
    status: 400,
    body: openai('This project has been archived.'),
    code: 'archived',
    names: ['the project is archived', '`project-id`'],
    namesNot: ['permission'],
    retried: false,
  },
  {
    what: 'a key named after an archive',
    status: 400,
    of: 'create',
    body: openai('Bad key: archived-builds'),
    code: 'rejected',
    names: ['saying “Bad key: archived-builds”.'],
    namesNot: ['project-id', 'expires-in'],
    retried: false,
  },
  {
    what: 'a refusal that nobody knows',
    status: 403,
    of: 'one',
    body: openai('Not allowed.'),
    code: 'forbidden',
    names: ['does not allow it', 'saying “Not allowed.”.'],
    namesNot: ['right organization', '`key-id`', 'permission'],
    retried: false,
  },
  {
    what: 'a request that is not taken',
    status: 409,
    body: openai('Conflict.'),
    code: 'rejected',
    names: ['rejected the request', 'saying “Conflict.”.'],
    namesNot: ['`name`', 'again'],
    retried: false,
  },
  {
    what: 'JSON that is no error of the API',
    status: 400,
    body: { message: 'no route' },
    code: 'rejected',
    names: ['saying “{"message":"no route"}”.'],
    namesNot: [],
    retried: false,
  },
  {
    what: 'an unknown id',
    status: 404,
    of: 'one',
    body: openai('No such admin API key.'),
    code: 'not-found',
    names: ['No admin key has the id `key_a`', '`operation: list`'],
    namesNot: ['base-url', 'permission'],
    retried: false,
  },
  {
    what: 'an unknown path',
    status: 404,
    of: 'one',
    body: openai('Unknown request URL: GET /x'),
    code: 'rejected',
    names: ['the path of `base-url`'],
    namesNot: ['key_a` in this'],
    retried: false,
  },
  {
    what: 'an unknown path of a gateway',
    status: 404,
    of: 'one',
    body: '404 page not found',
    code: 'rejected',
    names: ['the path of `base-url`', 'saying “404 page not found”.'],
    namesNot: ['key_a` in this'],
    retried: false,
  },
  {
    what: 'a page that is not there',
    status: 404,
    body: '<html><title>Not Found</title></html>',
    headers: { ...HTML, server: 'nginx' },
    code: 'rejected',
    names: ['the path of `base-url`', 'server “nginx”', 'title “Not Found”'],
    namesNot: ['permission'],
    retried: false,
  },
  {
    what: 'an overload',
    status: 503,
    body: openai('The server is overloaded.', { code: 'server_is_overloaded' }),
    code: 'unavailable',
    names: ['is not available', 'https://status.openai.com'],
    namesNot: ['proxy'],
    retried: true,
  },
  {
    what: 'a timeout of the server',
    status: 408,
    body: '',
    code: 'unavailable',
    names: ['is not available'],
    namesNot: ['proxy'],
    retried: true,
  },
  {
    what: 'an outage, told by a page',
    status: 502,
    body: '<html><head><TITLE>\n502 Bad&nbsp;Gateway &amp; more</TITLE>',
    headers: { ...HTML, server: 'squid/6.1' },
    code: 'unavailable',
    names: ['server “squid/6.1”', 'title “502 Bad Gateway & more”', 'the proxy'],
    namesNot: ['<'],
    retried: true,
  },
  {
    what: 'an outage of the API itself, told by a page',
    status: 500,
    body: '<html></html>',
    headers: { 'x-request-id': 'req_1' },
    code: 'unavailable',
    names: ['https://status.openai.com', 'with a web page.'],
    namesNot: ['proxy'],
    retried: true,
  },
  ...[403, 503].map((status): OpenAiRefusal => {
    return {
      what: 'a challenge of Cloudflare',
      status,
      body: challenge,
      headers: { ...HTML, server: 'cloudflare', 'cf-mitigated': 'challenge' },
      code: status === 403 ? 'forbidden' : 'unavailable',
      names: [
        'cf-mitigated “challenge”',
        'title “Just a moment...”',
        'blocked this runner as a bot',
      ],
      namesNot: ['permission', 'status.openai.com', DEAD],
      retried: status === 503,
    };
  }),
  ...[401, 403, 407].map((status): OpenAiRefusal => {
    return {
      what: 'a page of something on the way',
      status,
      body: '<!doctype html><title>Access denied</title>',
      headers: { ...HTML, server: 'Zscaler/6.2' },
      code: 'rejected',
      names: ['server “Zscaler/6.2”', 'title “Access denied”', '`base-url`', 'proxy'],
      namesNot: ['permission', 'does not allow it', DEAD],
      retried: false,
    };
  }),
];

const github = (message: string) => ({
  message,
  documentation_url: 'https://docs.github.com/rest/actions/secrets',
});
const ACCEPTS = { 'x-accepted-github-permissions': 'secrets=write' };
/** What only the refusal for a missing permission may say. */
const PERMISSION = ['ermission “', '`secrets: write`'];

/** https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api, and reports. */
export const GITHUB_REFUSALS: readonly GitHubRefusal[] = [
  {
    what: 'a dead token',
    status: 401,
    body: github('Bad credentials'),
    code: 'unauthorized',
    names: ['does not accept the token in `github-token`'],
    namesNot: PERMISSION,
    retried: false,
    fresh: true,
  },
  {
    what: 'a token refused for a reason that nobody knows',
    status: 401,
    body: github('The stars are not right.'),
    code: 'unauthorized',
    names: ['“The stars are not right.”. GitHub does not accept the token in `github-token`.'],
    namesNot: ['expired', 'hour', ...PERMISSION],
    retried: false,
    fresh: true,
  },
  {
    what: 'a request that lost its token on the way',
    status: 401,
    body: github('Requires authentication'),
    code: 'forbidden',
    names: ['`Authorization` header', 'proxy'],
    namesNot: ['expired', ...PERMISSION],
    retried: false,
  },
  {
    what: 'GITHUB_TOKEN, or an app without the permission',
    status: 403,
    body: github('Resource not accessible by integration'),
    headers: ACCEPTS,
    code: 'forbidden',
    names: [
      '`GITHUB_TOKEN` can never write secrets',
      'requires: secrets=write',
      '`secrets: write`',
    ],
    namesNot: ['archived', 'SAML'],
    retried: false,
    fresh: true,
  },
  {
    what: 'a personal token without the permission',
    status: 403,
    body: github('Resource not accessible by personal access token'),
    headers: ACCEPTS,
    code: 'forbidden',
    names: ['does not have the required permission', '`secrets: write`'],
    namesNot: ['`GITHUB_TOKEN`'],
    retried: false,
    fresh: true,
  },
  {
    what: 'a refusal that nobody knows',
    status: 403,
    body: github('Not allowed.'),
    headers: ACCEPTS,
    code: 'forbidden',
    names: ['“Not allowed.”.'],
    namesNot: ['token', ...PERMISSION],
    retried: false,
    fresh: true,
  },
  {
    what: 'an archived repository',
    status: 403,
    body: github('Repository was archived so is read-only.'),
    headers: ACCEPTS,
    code: 'archived',
    names: ['An archived repository is read-only', 'Unarchive it'],
    namesNot: ['permission', 'token'],
    retried: false,
  },
  {
    what: 'SAML single sign-on',
    status: 403,
    body: github('Resource protected by organization SAML enforcement. You must grant access.'),
    code: 'forbidden',
    names: ['SAML single sign-on', 'Authorize it in the settings'],
    namesNot: PERMISSION,
    retried: false,
  },
  {
    what: 'SAML single sign-on, with an address elsewhere',
    status: 403,
    body: github('No.'),
    headers: { 'x-github-sso': 'required; url=https://github.com.evil.example/orgs/x/sso' },
    code: 'forbidden',
    names: ['SAML single sign-on', 'Authorize it in the settings'],
    namesNot: ['evil.example', ...PERMISSION],
    retried: false,
  },
  {
    what: 'a refusal that comes with other organizations’ sign-on',
    status: 403,
    body: github('Not allowed.'),
    headers: { 'x-github-sso': 'partial-results; organizations=1,2' },
    code: 'forbidden',
    names: ['“Not allowed.”.'],
    namesNot: ['SAML'],
    retried: false,
    fresh: true,
  },
  {
    what: 'an IP allowlist',
    status: 403,
    body: github(
      'Although you appear to have the correct authorization credentials, the `octo` organization has ' +
        'an IP allowlist enabled, and your IP address is not permitted to access this resource.',
    ),
    code: 'forbidden',
    names: ['IP allowlist', 'the address of this runner'],
    namesNot: PERMISSION,
    retried: false,
  },
  {
    what: 'a suspended installation',
    status: 403,
    body: github('This installation has been suspended'),
    code: 'forbidden',
    names: ['GitHub App installation is suspended'],
    namesNot: PERMISSION,
    retried: false,
  },
  {
    what: 'a suspended account',
    status: 403,
    body: github('Sorry. Your account was suspended.'),
    code: 'forbidden',
    names: ['account of the token is suspended'],
    namesNot: PERMISSION,
    retried: false,
  },
  {
    what: 'a token that lives too long',
    status: 403,
    body: github(
      "The 'octo' organization forbids access via a fine-grained personal access tokens if the token's " +
        'lifetime is greater than 366 days.',
    ),
    code: 'forbidden',
    names: ['expires earlier'],
    namesNot: ['GitHub App', ...PERMISSION],
    retried: false,
  },
  {
    what: 'a classic token where none is taken',
    status: 403,
    body: github('`octo` forbids access via a personal access token (classic). Please use an app.'),
    code: 'forbidden',
    names: [
      'does not allow personal access tokens (classic)',
      'fine-grained personal access token',
    ],
    namesNot: PERMISSION,
    retried: false,
  },
  {
    what: 'a fine-grained token where none is taken',
    status: 403,
    body: github('`octo` forbids access via a fine-grained personal access token.'),
    code: 'forbidden',
    names: ['does not allow fine-grained personal access tokens', 'GitHub App'],
    namesNot: ['classic', 'expires earlier'],
    retried: false,
  },
  {
    what: 'an address that nobody verified',
    status: 403,
    body: github('At least one email address must be verified to do that.'),
    code: 'forbidden',
    names: ['Verify the email address'],
    namesNot: PERMISSION,
    retried: false,
  },
  {
    what: 'a bill that is not paid',
    status: 403,
    body: github('Repository is disabled due to a billing issue.'),
    code: 'forbidden',
    names: ['billing settings'],
    namesNot: PERMISSION,
    retried: false,
  },
  {
    what: 'a plan that is too small',
    status: 403,
    body: github('Upgrade to GitHub Pro or make this repository public to enable this feature.'),
    code: 'forbidden',
    names: ["owner's plan"],
    namesNot: PERMISSION,
    retried: false,
  },
  ...[403, 451].map((status): GitHubRefusal => {
    return {
      what: 'a repository that is blocked',
      status,
      body: github('Repository access blocked'),
      code: 'forbidden',
      names: ['has blocked the repository'],
      namesNot: PERMISSION,
      retried: false,
    };
  }),
  ...['Must have admin rights to Repository.', 'You must be an organization owner.'].map(
    (message): GitHubRefusal => {
      return {
        what: 'an account without the role',
        status: 403,
        body: github(message),
        code: 'forbidden',
        names: ['account of the token is not an administrator'],
        namesNot: PERMISSION,
        retried: false,
      };
    },
  ),
  {
    what: 'a limit of the rate',
    status: 429,
    body: github('API rate limit exceeded for installation ID 1.'),
    code: 'rate-limited',
    names: ["GitHub's rate limit is exceeded"],
    namesNot: PERMISSION,
    retried: true,
  },
  {
    what: 'a limit of the rate, without a word',
    status: 403,
    body: github('Forbidden'),
    headers: { 'x-ratelimit-remaining': '0' },
    code: 'rate-limited',
    names: ["GitHub's rate limit is exceeded"],
    namesNot: PERMISSION,
    retried: true,
  },
  {
    what: 'a second limit of the rate',
    status: 403,
    body: github('You have exceeded a secondary rate limit. Please wait a few minutes.'),
    headers: { 'retry-after': '60' },
    code: 'rate-limited',
    names: ["GitHub's rate limit is exceeded"],
    namesNot: PERMISSION,
    retried: true,
  },
  {
    what: 'a value that is not taken',
    status: 422,
    body: github('Wrong name.'),
    code: 'rejected',
    names: ['“Wrong name.”. Correct what GitHub names.'],
    namesNot: PERMISSION,
    retried: false,
  },
  {
    what: 'a conflict',
    status: 409,
    body: github('Conflict.'),
    code: 'rejected',
    names: ['“Conflict.”.'],
    namesNot: ['Correct', ...PERMISSION],
    retried: false,
  },
  {
    what: 'a text of something on the way',
    status: 403,
    body: 'Blocked by policy',
    code: 'forbidden',
    names: ['“Blocked by policy”.'],
    namesNot: PERMISSION,
    retried: false,
    fresh: true,
  },
  ...[401, 403, 404].map((status): GitHubRefusal => {
    return {
      what: 'a page of something on the way',
      status,
      body: '<!doctype html><title>Access denied</title>',
      headers: { ...HTML, server: 'Zscaler/6.2' },
      code: 'rejected',
      names: ['server “Zscaler/6.2”', 'title “Access denied”', '`github-api-url`', 'proxy'],
      namesNot: ['does not exist', 'does not accept', ...PERMISSION],
      retried: false,
    };
  }),
  {
    what: 'an outage',
    status: 500,
    body: github('Server Error'),
    code: 'unavailable',
    names: ['https://www.githubstatus.com'],
    namesNot: ['proxy', ...PERMISSION],
    retried: true,
  },
  {
    what: 'an outage, told by a page',
    status: 502,
    body: '<html><title>502 Bad Gateway</title></html>',
    headers: { ...HTML, server: 'squid' },
    code: 'unavailable',
    names: ['server “squid”', 'https://www.githubstatus.com'],
    namesNot: PERMISSION,
    retried: true,
  },
];

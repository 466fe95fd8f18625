import type { ErrorCode } from '../domain/error.ts';
import { SPENDING_LIMIT } from '../http/spending-limit.ts';
import type { readErrorMessage } from './parse.ts';

/*
 * The known causes for which OpenAI refuses a request. Any other refusal is quoted without advice, since
 * wrong advice misleads.
 * https://platform.openai.com/docs/guides/error-codes
 */

const SETTINGS = 'https://platform.openai.com/settings/organization';
export const KEYS_PAGE = `${SETTINGS}/admin-keys`;
/** Only the start of a longer message is searched. */
const MAX_SEARCHED = 10_000;

/** The parts of a refusal that tell causes apart. */
interface Refused extends ReturnType<typeof readErrorMessage> {
  status: number;
  /** Whether the key that was sent begins with `sk-admin-`. */
  byAdminKey: boolean;
  /** Whether the request was to a model endpoint. */
  isForModels: boolean;
}

interface Cause {
  code: ErrorCode;
  /** What the host does: `api.openai.com <fact>: listing the keys was refused …`; some name the key. */
  fact: string | ((key: string) => string);
  remedy: string | ((refused: Refused) => string);
  /** Left out: 401 and 403. */
  statuses?: readonly number[];
  /** The kind of request that the cause is for; left out: both. */
  isForModels?: boolean;
  // Each of these alone tells the cause:
  /** In `code` or `type`. */
  named?: RegExp;
  said?: RegExp;
  param?: RegExp;
}

const MONEY = [400, 402, 403, 429];
const DENIED = [401, 403];
const REJECTED = [400, 403, 422];

const money = (named: RegExp, fact: string, remedy: string): Cause => {
  return { code: 'no-credit', statuses: MONEY, named, fact, remedy };
};

const CAUSES: readonly Cause[] = [
  money(
    /^credit_balance_exhausted$/,
    'says that the organization has no credit left',
    `Waiting does not help: add credit at ${SETTINGS}/billing.`,
  ),
  money(
    /^organization_spend_limit_exceeded$/,
    'says that the organization has reached its spend limit',
    `Raise the limit at ${SETTINGS}/limits, or wait for the next month.`,
  ),
  money(
    /^project_spend_limit_exceeded$/,
    'says that the project has reached its spend limit',
    'Raise the limit in the settings of the project, or wait for the next month.',
  ),
  money(
    /^organization_usage_limit_exceeded$/,
    'says that the organization has reached the usage limit that OpenAI set',
    `Request a higher limit at ${SETTINGS}/limits.`,
  ),
  money(
    SPENDING_LIMIT,
    'refuses requests because of billing',
    `Waiting does not help: check ${SETTINGS}/billing and ${SETTINGS}/limits.`,
  ),
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
    remedy:
      'Add the address to the IP allowlist of the organization, and to that of the project if it has one ' +
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
    remedy:
      'Something on the way removed the `Authorization` header: check `base-url` and the proxy.',
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
    remedy: ({ byAdminKey }) =>
      byAdminKey
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
    remedy:
      'The organization or the project may require an expiry, or limit it: set `expires-in` to what they allow.',
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
export function causeOf(refused: Refused): Cause | undefined {
  // The API does not know such a key, whatever else the message says.
  if (isInvalidKey(refused)) return undefined;
  const message = refused.message.slice(0, MAX_SEARCHED);
  return CAUSES.find(
    ({ statuses = DENIED, isForModels, named, said, param }) =>
      statuses.includes(refused.status) &&
      (isForModels ?? refused.isForModels) === refused.isForModels &&
      (named?.test(refused.code) ||
        named?.test(refused.type) ||
        said?.test(message) ||
        param?.test(refused.param)),
  );
}

function isInvalidKey({ code, type }: Refused): boolean {
  return code === 'invalid_api_key' || type === 'invalid_api_key';
}

/** Whether a 401 says that the key is not valid. */
export function isDeadKey(refused: Refused): boolean {
  return (
    isInvalidKey(refused) ||
    /incorrect api key|invalid api key|invalid authentication/i.test(refused.message)
  );
}

/** The regional host in a message. Only a host of OpenAI: the admin key will be sent there. */
function regionalHost(message: string): string | undefined {
  return /(?<![\w.@-])([a-z]{2}\.api\.openai\.com)(?![\w@-]|\.\w)/.exec(message)?.[1];
}

import type { ErrorCode } from '../domain/error.ts';
import { SPENDING_LIMIT } from '../http/spending-limit.ts';
import type { ErrorMessage } from './answers.ts';

/*
 * What OpenAI is known to refuse a request for. What is not in this table is quoted and left at
 * that, since advice that does not fit the cause sends people the wrong way.
 * https://platform.openai.com/docs/guides/error-codes
 */

const SETTINGS = 'https://platform.openai.com/settings/organization';
export const KEYS_PAGE = `${SETTINGS}/admin-keys`;
/** A longer message is not searched to its end. */
const MAX_SEARCHED = 10_000;

/** A refusal, as far as causes are told apart by it. */
export interface Refused extends ErrorMessage {
  status: number;
  /** Whether the key that was sent begins with `sk-admin-`. */
  byAdminKey: boolean;
}

export interface Cause {
  code: ErrorCode;
  /** What the host does: `api.openai.com <fact>: listing the keys was refused …`; some name the key. */
  fact: string | ((key: string) => string);
  cure: string | ((refused: Refused) => string);
  statuses: readonly number[];
  /** The key for which the cure is right, where that matters. */
  byAdminKey?: boolean;
  // Each of these by itself tells the cause:
  /** In `code` or `type`. */
  named?: RegExp;
  said?: RegExp;
  param?: RegExp;
}

const MONEY = [400, 402, 403, 429];
const DENIED = [401, 403];
const REJECTED = [400, 403, 422];

const money = (named: RegExp, fact: string, cure: string): Cause => {
  return { code: 'no-credit', statuses: MONEY, named, fact, cure };
};

const CAUSES: readonly Cause[] = [
  money(
    /^credit_balance_exhausted$/,
    'says that the organization has no credit left',
    `Waiting does not help: somebody has to add credit at ${SETTINGS}/billing.`,
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
    'says that the organization has reached the usage limit that OpenAI gave it',
    `Ask for a higher one at ${SETTINGS}/limits.`,
  ),
  money(
    SPENDING_LIMIT,
    'refuses requests because of billing',
    `Waiting does not help: look at ${SETTINGS}/billing and ${SETTINGS}/limits.`,
  ),
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
    cure:
      'Add the address to the IP allow list of the organization, and of the project where it has one ' +
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
    cure:
      'It needs the permission “Organization Administration: Write”, and its owner has to be an ' +
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
    cure:
      'The organization or the project may require an expiry, or limit it: set `expires-in` to what ' +
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
export function causeOf(refused: Refused): Cause | undefined {
  // It never tells of a known key, whatever the message repeats.
  if (refused.code === 'invalid_api_key') return undefined;
  const message = refused.message.slice(0, MAX_SEARCHED);
  return CAUSES.find(
    ({ statuses, byAdminKey, named, said, param }) =>
      statuses.includes(refused.status) &&
      (byAdminKey ?? refused.byAdminKey) === refused.byAdminKey &&
      (named?.test(refused.code) ||
        named?.test(refused.type) ||
        said?.test(message) ||
        param?.test(refused.param)),
  );
}

/** Whether a 401 says of the key that it is none. */
export function isDeadKey({ code, message }: Refused): boolean {
  return (
    code === 'invalid_api_key' ||
    /incorrect api key|invalid api key|invalid authentication/i.test(message)
  );
}

/** The host that a message names, where it is one of OpenAI's: the admin key will go there. */
function regionalHost(message: string): string | undefined {
  return /(?<![\w.@-])([a-z]{2}\.api\.openai\.com)(?![\w@-]|\.\w)/.exec(message)?.[1];
}

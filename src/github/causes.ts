import type { ErrorCode } from '../domain/error.ts';
import type { HttpResponse } from '../http/client.ts';
import { isRateLimit } from '../http/retry-delay.ts';
import { type GitHubRefusal, parseRefusal } from './refusal.ts';

/*
 * The known causes for which GitHub refuses a request. Any other refusal is quoted without advice, since
 * wrong advice misleads.
 * https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 */

/** Only the start of a longer message is searched. */
const MAX_SEARCHED = 10_000;

export const RATE_LIMIT =
  "GitHub's rate limit is exceeded. Run this again later, or raise `retry-for`.";

interface Cause {
  /** Left out: `forbidden`. */
  code?: ErrorCode;
  /** Left out: 403 alone. */
  statuses?: readonly number[];
  /** In the message. */
  said?: RegExp;
  /** A header, in lower case, and the value that tells the cause. */
  header?: [name: string, value: RegExp];
  advice: string;
  /** What to add to the advice: the missing permission, or GitHub's URL for single sign-on. */
  more?: 'permission' | 'sign-on';
}

const DENIED = [401, 403];

const CAUSES: readonly Cause[] = [
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
    advice:
      'The organization requires SAML single sign-on, and the token is not authorized for it.',
    more: 'sign-on',
  },
  {
    statuses: DENIED,
    said: /\bIP allow list\b|\bIP address is not permitted\b/i,
    advice:
      'The IP allow list of the organization or enterprise does not contain the address of this runner. ' +
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
    advice:
      'The GitHub App installation is suspended. The person who suspended it can unsuspend it in its settings.',
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
    advice:
      'The organization does not allow personal access tokens (classic). Use a token of a GitHub App or a ' +
      'fine-grained personal access token.',
  },
  {
    said: /\bforbids access via a fine-grained personal access token/i,
    advice:
      'The organization does not allow fine-grained personal access tokens. Use a token of a GitHub App.',
  },
  {
    said: /\bemail address must be verified\b/i,
    advice: 'Verify the email address of the account of the token.',
  },
  {
    statuses: [402, 403],
    said: /\bbilling\b|\bspending limit\b/i,
    advice:
      'The owner of the repository or organization has to resolve this in the billing settings.',
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
    advice:
      'The account of the token is not an administrator here. Use a token of an administrator or of a ' +
      'GitHub App.',
  },
  {
    said: /\bresource not accessible by integration\b/i,
    advice:
      '`GITHUB_TOKEN` can never write secrets, whatever its `permissions`, and neither can an app without ' +
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
    advice:
      'GitHub received no token: something on the way removed the `Authorization` header. Check the proxy.',
  },
];

/** The known cause of a refusal; undefined if there is none. */
export function causeOf({ status, headers, message }: GitHubRefusal): Cause | undefined {
  const searched = message.slice(0, MAX_SEARCHED);
  return CAUSES.find(
    ({ statuses = [403], said, header }) =>
      statuses.includes(status) &&
      (said?.test(searched) || header?.[1].test(String(headers[header[0]]))),
  );
}

/**
 * Whether a refusal may be due to a token that was just created: GitHub answers 401 until it knows the
 * token everywhere, then 403 until it knows its permissions.
 */
export function maySpeakOfFreshToken(answer: HttpResponse): boolean {
  if (!DENIED.includes(answer.status) || isRateLimit(answer)) return false;
  const refused = parseRefusal(answer);
  if (refused.isPage) return false;
  const cause = causeOf(refused);
  return cause === undefined || cause.more === 'permission';
}

import type { ErrorCode } from '../domain/error.ts';
import type { HttpResponse } from '../http/exchange.ts';
import { isRateLimit } from '../http/waits.ts';
import { type Refused, refusedBy } from './refused.ts';

/*
 * What GitHub is known to refuse a request for. What is not in this table is quoted and left at
 * that, since advice that does not fit the cause sends people the wrong way.
 * https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
 */

/** A longer message is not searched to its end. */
const MAX_SEARCHED = 10_000;

export const RATE_LIMIT = 'GitHub limits the rate. Run this again later, or raise `retry-for`.';

export interface Cause {
  code: ErrorCode;
  statuses: readonly number[];
  /** In the message. */
  said?: RegExp;
  /** A header, in lower case, and how it reads where it tells the cause. */
  header?: [name: string, value: RegExp];
  advice: string;
  /** What goes after the advice: what a permission takes, or GitHub's address for a sign-on. */
  more?: 'permission' | 'sign-on';
  /** Whether a token that is not known everywhere yet is refused in these words, too. */
  fresh?: boolean;
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
    code: 'forbidden',
    statuses: DENIED,
    header: ['x-github-sso', /^required\b/],
    said: /\bSAML\b/,
    advice:
      'The organization lets a token in only after it was authorized for SAML single sign-on.',
    more: 'sign-on',
  },
  {
    code: 'forbidden',
    statuses: DENIED,
    said: /\bIP allow list\b|\bIP address is not permitted\b/i,
    advice:
      'The IP allow list of the organization or enterprise does not have the address of this runner. Add ' +
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
    advice:
      'The installation of the GitHub App is suspended. Who suspended it can lift that in its settings.',
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
    advice:
      'The organization takes no classic tokens. Use one of a GitHub App, or a fine-grained personal ' +
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
    advice:
      'A token may do no more than the account behind it, which is no admin of this place. Use a token ' +
      'of one who is, or of a GitHub App.',
  },
  {
    code: 'forbidden',
    statuses: [403],
    said: /\bresource not accessible by integration\b/i,
    advice:
      '`GITHUB_TOKEN` can never write secrets, whatever its `permissions`, and neither can an app without ' +
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
    advice:
      'GitHub got the request without its token: something on the way took the `Authorization` header out. ' +
      'Look at the proxy.',
  },
];

/** Why a request was refused, where the answer says so in a way that is known. */
export function causeOf({ status, headers, message }: Refused): Cause | undefined {
  const searched = message.slice(0, MAX_SEARCHED);
  return CAUSES.find(
    ({ statuses, said, header }) =>
      statuses.includes(status) &&
      (said?.test(searched) || header?.[1].test(String(headers[header[0]]))),
  );
}

/**
 * Whether a refusal may come from a token that was made a moment ago and is not known everywhere
 * yet: 401, then 403 until its permissions arrive, and no other cause.
 */
export function maySpeakOfFreshToken(answer: HttpResponse): boolean {
  if (!DENIED.includes(answer.status) || isRateLimit(answer)) return false;
  const refused = refusedBy(answer);
  if (refused.isPage) return false;
  const cause = causeOf(refused);
  return cause === undefined || cause.fresh === true;
}

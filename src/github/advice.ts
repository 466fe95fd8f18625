import type { ErrorCode } from '../domain/error.ts';
import { permissionFor, type Repository, type Target } from '../domain/target.ts';
import { oneLine } from '../domain/text.ts';
import { isLoopback } from '../domain/url.ts';
import { isRateLimit } from '../http/waits.ts';
import { type Cause, causeOf, RATE_LIMIT } from './causes.ts';
import type { Refused } from './refused.ts';
import type { TokenFacts } from './token.ts';

const MAX_QUOTE = 300;

/** Who said it, to whom, and what must not be repeated. */
export interface Told {
  host: string;
  redact(text: string): string;
  /** What is known of the token in `github-token`. */
  token: TokenFacts;
}

/** What is known of a refusal. */
interface Explained {
  code: ErrorCode;
  /** Empty where the cause is not known. */
  advice: string;
}

interface Asked extends Told {
  target: Target;
  reader: Repository | undefined;
}

/** Why a request was refused, and what to do about it. */
export function explain(answer: Refused, asked: Asked): Explained {
  const { status } = answer;
  const known = causeOf(answer);
  if (known !== undefined) {
    return { code: known.code, advice: known.advice + moreOf(known, answer, asked) };
  }
  if (isRateLimit({ ...answer, body: '' })) return { code: 'rate-limited', advice: RATE_LIMIT };
  if (status >= 500 || status === 408)
    return { code: 'unavailable', advice: later(answer, asked.host) };
  if (answer.isPage) {
    const advice = 'Look at `github-api-url`, at the proxy and at the network of the runner.';
    return { code: 'rejected', advice: `Something other than GitHub's API answered. ${advice}` };
  }
  if (status === 401) return { code: 'unauthorized', advice: unknownToken(answer, asked) };
  if (status === 403) return { code: 'forbidden', advice: '' };
  if (status === 404) return { code: 'not-found', advice: notFound(asked) };
  return { code: 'rejected', advice: status === 422 ? 'Correct what GitHub names.' : '' };
}

function moreOf({ more }: Cause, { headers }: Refused, asked: Asked): string {
  if (more === 'sign-on') return signOn(headers, asked);
  if (more !== 'permission') return '';
  const permissions = headers['x-accepted-github-permissions'];
  const accepted = permissions
    ? ` GitHub asks for: ${oneLine(asked.redact(String(permissions))).slice(0, MAX_QUOTE)}.`
    : '';
  return `${accepted} ${waysToWrite(asked.target)}`;
}

function signOn(headers: Refused['headers'], { host, redact }: Asked): string {
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
export function signOnAddress(headers: Refused['headers'], host: string): string | undefined {
  const [, text = ''] = /\burl=(\S+)$/.exec(String(headers['x-github-sso'])) ?? [];
  const url = URL.parse(text);
  const isOwn = url?.protocol === 'https:' && url.host === host.replace(/^api\./, '');
  return isOwn && /^[\w:/.?=&%~-]{1,500}$/.test(url.href) ? url.href : undefined;
}

function unknownToken({ message }: Refused, { token }: Asked): string {
  const fact = 'GitHub does not know the token in `github-token`';
  if (message !== '' && !/\bbad credentials\b/i.test(message)) return `${fact}.`;
  if (!token.isApp) return `${fact}: it has expired, was revoked or is cut off. Put in a live one.`;
  const since = token.wasAccepted ? ', though it accepted it earlier in this step' : '';
  return (
    `${fact}${since}. A GitHub App's token lives for an hour, and ends with the job that made it: make ` +
    'it in this job, right before this step.'
  );
}

function notFound({ target, host, reader }: Asked): string {
  if (reader !== undefined) {
    return (
      `The repository ${nameOf(reader)} does not exist, or the token in \`github-token\` cannot see it. ` +
      'Check its spelling in `secret-repositories`, and that the token reaches it.'
    );
  }
  if (target.app === 'codespaces' && !isHosted(host)) {
    return 'A GitHub Enterprise Server has no Codespaces. Take `codespaces` out of `secret-app`.';
  }
  const plan =
    target.app === 'codespaces' && target.place === 'organization'
      ? ' An organization without GitHub Team or Enterprise has no such secrets either.'
      : '';
  return (
    `${placeOf(target)} does not exist, or the token in \`github-token\` cannot see it. Check the ` +
    `spelling, and that the token reaches it.${plan} ${waysToWrite(target)}`
  );
}

function waysToWrite(target: Target): string {
  const { name, label } = permissionFor(target);
  return (
    'Use a token of a GitHub App (actions/create-github-app-token) or a fine-grained personal access ' +
    `token with the permission “${label}: read and write” (\`${name}: write\`).`
  );
}

/** GitHub's status page knows nothing of a company's own server. */
function later({ isPage, headers }: Refused, host: string): string {
  const wait = isGitHubCom(host)
    ? 'See https://www.githubstatus.com and run this again later.'
    : `Run this again later; if it stays so, ask those who look after ${host}.`;
  // With an id, GitHub itself had the request.
  if (!isPage || headers['x-github-request-id'] !== undefined) return wait;
  return `${wait} The page may be from something on the way: look at the proxy, too.`;
}

function placeOf(target: Target): string {
  switch (target.place) {
    case 'repository':
      return `The repository ${nameOf(target)}`;
    case 'environment':
      return `The environment \`${target.environment}\` of ${nameOf(target)}, or the repository,`;
    case 'organization':
      return `The organization ${target.organization}`;
  }
}

function nameOf({ owner, repo }: Repository): string {
  return `${owner}/${repo}`;
}

/** Whether GitHub itself runs the server, as a local copy pretends. */
function isGitHubCom(host: string): boolean {
  return host === 'api.github.com' || isLoopback(host.replace(/:\d+$/, ''));
}

/** Whether GitHub runs the server, for an enterprise of its own address too. */
function isHosted(host: string): boolean {
  return isGitHubCom(host) || host.endsWith('.ghe.com');
}

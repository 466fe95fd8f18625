import type { ErrorCode } from '../domain/error.ts';
import {
  describePlace,
  permissionFor,
  type Repository,
  type SecretTarget,
} from '../domain/secret-target.ts';
import { oneLine } from '../domain/text.ts';
import { isLoopback } from '../domain/url.ts';
import { isOutage, isRateLimit } from '../http/retry-delay.ts';
import { causeOf, RATE_LIMIT } from './causes.ts';
import type { GitHubRefusal } from './refusal.ts';

const MAX_QUOTE = 300;

/** The host that answered, how to redact its messages, what was asked for, and the token that was sent. */
interface RefusalContext {
  host: string;
  redact(text: string): string;
  /** Whether the token is a GitHub App's, which expires after an hour, and was accepted in this step. */
  token: { isApp: boolean; wasAccepted: boolean };
  target: SecretTarget;
  reader: Repository | undefined;
}

/**
 * Explains why a request was refused, and what to do.
 *
 * @returns `advice` is empty if the cause is not known
 */
export function explain(
  answer: GitHubRefusal,
  context: RefusalContext,
): { code: ErrorCode; advice: string } {
  const { status } = answer;
  const known = causeOf(answer);
  if (known !== undefined) {
    const { code = 'forbidden', advice } = known;
    return { code, advice: advice + moreOf(known, answer, context) };
  }
  if (isRateLimit({ ...answer, body: '' })) return { code: 'rate-limited', advice: RATE_LIMIT };
  if (isOutage(answer)) return { code: 'unavailable', advice: later(answer, context.host) };
  if (answer.isPage) {
    const advice = 'Check `github-api-url`, the proxy and the network of the runner.';
    return { code: 'rejected', advice: `Something other than GitHub's API answered. ${advice}` };
  }
  if (status === 401) return { code: 'unauthorized', advice: unknownToken(answer, context) };
  if (status === 403) return { code: 'forbidden', advice: '' };
  if (status === 404) return { code: 'not-found', advice: notFound(context) };
  return { code: 'rejected', advice: status === 422 ? 'Correct what GitHub names.' : '' };
}

function moreOf(
  { more }: NonNullable<ReturnType<typeof causeOf>>,
  { headers }: GitHubRefusal,
  context: RefusalContext,
): string {
  if (more === 'sign-on') return signOn(headers, context);
  if (more !== 'permission') return '';
  const permissions = headers['x-accepted-github-permissions'];
  const accepted = permissions
    ? ` GitHub requires: ${oneLine(context.redact(String(permissions))).slice(0, MAX_QUOTE)}.`
    : '';
  return `${accepted} ${waysToWrite(context.target)}`;
}

/**
 * GitHub's URL for SAML single sign-on, from `X-GitHub-SSO: required; url=…`, unless it is on another host,
 * holds a secret, or contains unusual characters.
 */
function signOn(headers: GitHubRefusal['headers'], { host, redact }: RefusalContext): string {
  const [, text = ''] = /\burl=(\S+)$/.exec(String(headers['x-github-sso'])) ?? [];
  const url = URL.parse(text);
  const isTrusted = url?.protocol === 'https:' && url.host === host.replace(/^api\./, '');
  return isTrusted && /^[\w:/.?=&%~-]{1,500}$/.test(url.href) && redact(url.href) === url.href
    ? ` Authorize it at ${url.href}`
    : ' Authorize it in the settings of its account, or use a token of a GitHub App.';
}

function unknownToken({ message }: GitHubRefusal, { token }: RefusalContext): string {
  const fact = 'GitHub does not accept the token in `github-token`';
  if (message !== '' && !/\bbad credentials\b/i.test(message)) return `${fact}.`;
  if (!token.isApp) return `${fact}: it has expired, was revoked or is incomplete. Replace it.`;
  const since = token.wasAccepted ? ', though it accepted it earlier in this step' : '';
  return (
    `${fact}${since}. A GitHub App's token expires after an hour, and is revoked when the job that created ` +
    'it ends: create it in this job, right before this step.'
  );
}

function notFound({ target, host, reader }: RefusalContext): string {
  if (reader !== undefined) {
    return (
      `The repository ${reader.owner}/${reader.repo} does not exist, or the token in \`github-token\` cannot access it. ` +
      'Check its name in `secret-repositories`, and that the token can access it.'
    );
  }
  if (target.app === 'codespaces' && !isGitHubCom(host) && !host.endsWith('.ghe.com')) {
    return 'GitHub Enterprise Server has no Codespaces. Remove `codespaces` from `secret-app`.';
  }
  const plan =
    target.app === 'codespaces' && target.place === 'organization'
      ? ' Such secrets of an organization need GitHub Team or Enterprise.'
      : '';
  return (
    `${describePlace(target)} does not exist, or the token in \`github-token\` cannot access it. Check the ` +
    `name, and that the token can access it.${plan} ${waysToWrite(target)}`
  );
}

function waysToWrite(target: SecretTarget): string {
  const { name, label } = permissionFor(target);
  return (
    'Use a token of a GitHub App (actions/create-github-app-token) or a fine-grained personal access ' +
    `token with the permission “${label}: read and write” (\`${name}: write\`).`
  );
}

/** GitHub's status page does not cover GitHub Enterprise Server. */
function later({ isPage, headers }: GitHubRefusal, host: string): string {
  const wait = isGitHubCom(host)
    ? 'See https://www.githubstatus.com and run this again later.'
    : `Run this again later; if it fails again, ask the administrators of ${host}.`;
  // With a request id, the page is from GitHub itself.
  if (!isPage || headers['x-github-request-id'] !== undefined) return wait;
  return `${wait} The page may come from a proxy: check that, too.`;
}

/** Whether the server is GitHub.com, or a local one in its place. */
function isGitHubCom(host: string): boolean {
  return host === 'api.github.com' || isLoopback(host.replace(/:\d+$/, ''));
}

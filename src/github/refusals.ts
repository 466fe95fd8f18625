import { ActionError, messageOf } from '../domain/error.ts';
import { describeTarget, permissionFor, type Target } from '../domain/target.ts';
import { oneLine } from '../domain/text.ts';
import { ExchangeError } from '../http/exchange.ts';

/** Tells, on an error of Octokit's, that an earlier attempt may have had its effect. */
export const UNCERTAIN_HEADER = 'x-uncertain';

/** What Octokit throws, as far as it is looked at. */
interface RequestError extends Error {
  status: number;
  response?: { headers: Record<string, string | undefined>; data: unknown };
}

/** Whether a request certainly had no effect; otherwise it may have had one, or may still. */
export function isRefusal(error: unknown): boolean {
  const cause = causeOf(error);
  if (cause instanceof ExchangeError) return !cause.sent && !cause.uncertain;
  if (cause instanceof ActionError) return ['redirected', 'unreachable'].includes(cause.code);
  if (!isRequestError(error) || error.response?.headers[UNCERTAIN_HEADER]) return false;
  return error.status < 500 && error.status !== 408;
}

export function isNotFound(error: unknown): boolean {
  return isRequestError(error) && error.status === 404;
}

/** Who said it, and what must not be repeated. */
export interface Told {
  host: string;
  redact(text: string): string;
}

/**
 * The sentence for a request to GitHub that failed.
 *
 * @param doing - what was asked, as the start of a sentence
 */
export function githubRefusal(
  error: unknown,
  doing: string,
  target: Target,
  { host, redact }: Told,
): ActionError {
  const cause = causeOf(error);
  const start = `${doing} ${describeTarget(target)} failed`;
  if (cause instanceof ActionError) {
    if (cause.code !== 'redirected') return cause;
    return new ActionError(
      'redirected',
      `${start}: ${host} redirects it, so the repository or organization was renamed or moved. Give ` +
        'its present name.',
      { cause },
    );
  }
  if (cause instanceof ExchangeError) {
    const code = cause.kind === 'cancelled' ? 'cancelled' : 'unavailable';
    const tried = cause.tried === '' ? '' : ` ${cause.tried}.`;
    return new ActionError(
      code,
      `${start}: no answer from ${host} (${cause.message}).${tried} Run this again later.`,
      { cause },
    );
  }
  if (!isRequestError(error)) {
    return new ActionError(
      'unreadable',
      `${start}: ${host} does not talk like GitHub (${messageOf(error)}).`,
      {
        cause: error,
      },
    );
  }
  const { code, advice } = adviceFor(error, target);
  const said = redact(oneLine(messageIn(error))).slice(0, 300);
  const id = error.response?.headers['x-github-request-id'];
  const details = [String(error.status), id && `request ${id}`].filter(Boolean).join(', ');
  return new ActionError(code, `${start} (${details})${said && `: “${said}”`}. ${advice}`, {
    cause: error,
  });
}

function adviceFor(
  error: RequestError,
  target: Target,
): Pick<ActionError, 'code'> & { advice: string } {
  const { name, label } = permissionFor(target);
  const ways =
    'Use a token of a GitHub App (actions/create-github-app-token) or a fine-grained personal access ' +
    `token with the permission “${label}: read and write” (\`${name}: write\`)`;
  switch (error.status) {
    case 401:
      return {
        code: 'unauthorized',
        advice:
          'GitHub does not know the token in `github-token`: it has expired, was revoked or is cut off. Put in a live one.',
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

function placeOf(target: Target): string {
  switch (target.place) {
    case 'repository':
      return `The repository ${target.owner}/${target.repo}`;
    case 'environment':
      return `The environment \`${target.environment}\` of ${target.owner}/${target.repo}, or the repository,`;
    case 'organization':
      return `The organization ${target.organization}`;
  }
}

function accepted(error: RequestError): string {
  const permissions = error.response?.headers['x-accepted-github-permissions'];
  return permissions ? ` GitHub asks for: ${oneLine(permissions)}.` : '';
}

function messageIn(error: RequestError): string {
  const data = error.response?.data;
  const message =
    typeof data === 'object' && data !== null && 'message' in data ? data.message : '';
  return typeof message === 'string' ? message : '';
}

/** Octokit wraps what its `fetch` threw. */
function causeOf(error: unknown): unknown {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  return error instanceof ActionError || error instanceof ExchangeError || cause === undefined
    ? error
    : cause;
}

function isRequestError(error: unknown): error is RequestError {
  return (
    error instanceof Error && 'status' in error && typeof error.status === 'number' && !error.cause
  );
}

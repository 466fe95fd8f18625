import { ActionError, messageOf } from '../domain/error.ts';
import { describeTarget, type Repository, type SecretTarget } from '../domain/secret-target.ts';
import { oneLine } from '../domain/text.ts';
import { type HttpResponse, NetworkError } from '../http/client.ts';
import { isOutage } from '../http/retry-delay.ts';
import { describeWebPage, shortText } from '../http/web-page.ts';
import { explain } from './advice.ts';
import { type GitHubRefusal, messageIn, parseRefusal } from './refusal.ts';

const MAX_QUOTE = 300;

/** The parts of Octokit's errors that are used here. */
interface RequestError extends Error {
  status: number;
  response?: { headers: Record<string, string | undefined>; data: unknown };
}

/** Whether a request certainly had no effect, and will have none. */
export function isRefusal(error: unknown): boolean {
  const cause = causeIn(error);
  if (cause instanceof NetworkError) return !cause.sent;
  if (cause instanceof ActionError) return ['redirected', 'unreachable'].includes(cause.code);
  return isRequestError(cause) && !isOutage(cause);
}

/** Whether GitHub itself answered 404; a web page comes from something else. */
export function isNotFound(error: unknown): boolean {
  return isRequestError(error) && error.status === 404 && !answerIn(error).isPage;
}

/** A success whose body is a web page. */
export class WebPageError extends Error {
  override readonly name = 'WebPageError';
  readonly answer: HttpResponse;

  constructor(answer: HttpResponse) {
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
export function githubError(
  error: unknown,
  doing: string,
  target: SecretTarget,
  { host, redact, token }: Omit<Parameters<typeof explain>[1], 'target' | 'reader'>,
  reader?: Repository,
): ActionError {
  const cause = causeIn(error);
  const what = reader ? `${reader.owner}/${reader.repo}, which is to read ` : '';
  const start = `${doing} ${what}${describeTarget(target)} failed`;
  if (cause instanceof ActionError) {
    if (cause.code !== 'redirected') return cause;
    return new ActionError(
      'redirected',
      `${start}: ${host} redirects it, so the repository or organization was renamed or moved. Use its ` +
        'current name.',
      { cause },
    );
  }
  if (cause instanceof NetworkError) {
    const code = cause.kind === 'cancelled' ? 'cancelled' : 'unavailable';
    const tried = cause.tried === '' ? '' : ` ${cause.tried}.`;
    return new ActionError(
      code,
      `${start}: no answer from ${host} (${cause.message}).${tried} Run this again later.`,
      { cause },
    );
  }
  const clean = (text: string) => oneLine(redact(text)).toWellFormed();
  if (cause instanceof WebPageError) {
    const page = describeWebPage(cause.answer, clean);
    return new ActionError(
      'unreadable',
      `${start}: ${host} does not answer like GitHub, but sends ${page}. Check \`github-api-url\` and the ` +
        'proxy.',
      { cause: error },
    );
  }
  if (!isRequestError(cause)) {
    const problem = clean(messageOf(cause)).slice(0, MAX_QUOTE);
    return new ActionError(
      'unreadable',
      `${start}: ${host} does not answer like GitHub (${problem}).`,
      { cause: error },
    );
  }
  const answer = answerIn(cause);
  const { code, advice } = explain(answer, { target, host, redact, token, reader });
  const said = clean(answer.message || shortText(answer, MAX_QUOTE)).slice(0, MAX_QUOTE);
  const id = String(answer.headers['x-github-request-id'] ?? '');
  const request = /^[\w:.-]{1,100}$/.test(id) ? `, request ${id}` : '';
  const page = answer.isPage ? `, with ${describeWebPage(answer, clean)}` : '';
  return new ActionError(
    code,
    `${start} (${cause.status}${request})${page}${said && `: “${said}”`}.${advice && ` ${advice}`}`,
    { cause: error },
  );
}

/** The error for a public key that is not valid. */
export function badKey(target: SecretTarget, why: string): ActionError {
  return new ActionError(
    'unreadable',
    `The public key for ${describeTarget(target)} cannot be used (${why}). No key was made. Check ` +
      '`github-api-url` and the proxy.',
  );
}

/** Octokit has parsed the body, unless it is not JSON or has no content type. */
function answerIn({ status, response }: RequestError): GitHubRefusal & { body: string } {
  const { headers, data } = response ?? { headers: {}, data: undefined };
  const body = typeof data === 'string' ? data : '';
  const refused = parseRefusal({ status, headers, body });
  return { ...refused, body, message: refused.message || messageIn(data) };
}

/** Octokit wraps what its `fetch` threw. */
function causeIn(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

function isRequestError(error: unknown): error is RequestError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

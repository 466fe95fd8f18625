import { ActionError, messageOf } from '../domain/error.ts';
import { describeTarget, type Repository, type Target } from '../domain/target.ts';
import { oneLine } from '../domain/text.ts';
import { ExchangeError, type HttpResponse } from '../http/exchange.ts';
import { describeWebPage } from '../http/web-page.ts';
import { explain, type Told } from './advice.ts';
import { messageIn, type Refused, refusedBy } from './refused.ts';

const MAX_QUOTE = 300;

/** Tells, on an error of Octokit's, that an earlier attempt may have had its effect. */
export const UNCERTAIN_HEADER = 'x-uncertain';

/** What Octokit throws, as far as it is looked at. */
interface RequestError extends Error {
  status: number;
  response?: { headers: Record<string, string | undefined>; data: unknown };
}

/** Whether a request certainly had no effect; otherwise it may have had one, or may still. */
export function isRefusal(error: unknown): boolean {
  const cause = causeIn(error);
  if (cause instanceof ExchangeError) return !cause.sent && !cause.uncertain;
  if (cause instanceof ActionError) return ['redirected', 'unreachable'].includes(cause.code);
  if (!isRequestError(error) || error.response?.headers[UNCERTAIN_HEADER]) return false;
  return error.status < 500 && error.status !== 408;
}

/** Whether GitHub says that there is no such thing; a page of somebody else's says nothing. */
export function isNotFound(error: unknown): boolean {
  return isRequestError(error) && error.status === 404 && !answerIn(error).isPage;
}

/** A success that is a page for people. */
export class WebPageError extends Error {
  override readonly name = 'WebPageError';
  readonly answer: HttpResponse;

  constructor(answer: HttpResponse) {
    super('page');
    this.answer = answer;
  }
}

/**
 * The sentence for a request to GitHub that failed: what failed, why, and what to do. Where the cause
 * is not known, the answer is quoted, without advice.
 *
 * @param doing - what was asked, as the start of a sentence
 * @param reader - the repository that was asked about, where that is one that is to read the target
 */
export function githubRefusal(
  error: unknown,
  doing: string,
  target: Target,
  { host, redact, token }: Told,
  reader?: Repository,
): ActionError {
  const cause = causeIn(error);
  const what = reader ? `${reader.owner}/${reader.repo}, which is to read ` : '';
  const start = `${doing} ${what}${describeTarget(target)} failed`;
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
  const clean = (text: string) => oneLine(redact(text)).toWellFormed();
  if (cause instanceof WebPageError) {
    const page = describeWebPage(cause.answer, clean);
    return new ActionError(
      'unreadable',
      `${start}: ${host} does not talk like GitHub, but sends ${page}. Look at \`github-api-url\` and at ` +
        'what answers on the way.',
      { cause: error },
    );
  }
  if (!isRequestError(error)) {
    const problem = clean(messageOf(cause)).slice(0, MAX_QUOTE);
    return new ActionError(
      'unreadable',
      `${start}: ${host} does not talk like GitHub (${problem}).`,
      {
        cause: error,
      },
    );
  }
  const answer = answerIn(error);
  const { code, advice } = explain(answer, { target, host, redact, token, reader });
  const said = clean(answer.message || shortText(answer)).slice(0, MAX_QUOTE);
  const id = String(answer.headers['x-github-request-id'] ?? '');
  const request = /^[\w:.-]{1,100}$/.test(id) ? `, request ${id}` : '';
  const page = answer.isPage ? `, with ${describeWebPage(answer, clean)}` : '';
  return new ActionError(
    code,
    `${start} (${error.status}${request})${page}${said && `: “${said}”`}.${advice && ` ${advice}`}`,
    { cause: error },
  );
}

/** Octokit has parsed the body, unless it is no JSON or does not say what it is. */
function answerIn({ status, response }: RequestError): Refused & { body: string } {
  const { headers, data } = response ?? { headers: {}, data: undefined };
  const body = typeof data === 'string' ? data : '';
  const refused = refusedBy({ status, headers, body });
  return { ...refused, body, message: refused.message || messageIn(data) };
}

/** What was sent instead of a message; not where it can hide something by escapes. */
function shortText({ body, isPage }: Refused & { body: string }): string {
  const isShown =
    !isPage && body.length <= MAX_QUOTE && /\p{L}/u.test(body) && !body.includes('\\');
  return isShown ? body.trim() : '';
}

/** Octokit wraps what its `fetch` threw. */
function causeIn(error: unknown): unknown {
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

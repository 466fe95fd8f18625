import { ActionError } from '../domain/error.ts';
import { isExpectedHost } from '../domain/url.ts';
import type { ExchangeError } from '../http/exchange.ts';
import type { Answer } from '../http/transport.ts';
import { isRateLimit } from '../http/waits.ts';
import { isWebPage } from '../http/web-page.ts';
import { readErrorMessage } from './answers.ts';
import { causeOf, isDeadKey, KEYS_PAGE } from './causes.ts';
import { detailsOf, pageIn, requestId } from './quote.ts';
import type { Redact } from './redaction.ts';

/** What was asked, in words that fit into a sentence: ``reading key `key_abc` ``. */
export interface Asked {
  what: string;
  host: string;
  keyId?: string;
  /** What the key that was sent is called: the key in `admin-api-key`. */
  key: string;
  /** Whether it begins with `sk-admin-`. */
  byAdminKey: boolean;
  /** Whether the run was started once more, with the secrets that it had at first. */
  isRerun: boolean;
  /** Whether the key that was sent was accepted earlier in this step. */
  wasAccepted?: boolean;
}

/** An unknown path is answered by 404 too, and must not pass for an unknown key. */
export function isUnknownPath(answer: Answer): boolean {
  const { message } = readErrorMessage(answer.body);
  return message === '' || /\b(invalid|unknown)( request)? url\b/i.test(message);
}

/**
 * The sentence for an answer that is not a success: what was refused, why, and what to do. Where the
 * cause is not known, the answer is quoted, without advice.
 * https://platform.openai.com/docs/guides/error-codes
 */
export function refusal(answer: Answer, asked: Asked, redact: Redact): ActionError {
  const { status } = answer;
  const { what, host } = asked;
  const details = detailsOf(answer, redact);
  const refused = { ...readErrorMessage(answer.body), status, byAdminKey: asked.byAdminKey };
  const cause = causeOf(refused);
  if (cause !== undefined) {
    const cure = typeof cause.cure === 'string' ? cause.cure : cause.cure(refused);
    const fact = typeof cause.fact === 'string' ? cause.fact : cause.fact(asked.key);
    return new ActionError(cause.code, `${host} ${fact}: ${what} was refused${details} ${cure}`);
  }
  if (answer.headers['cf-mitigated'] !== undefined) {
    return new ActionError(
      status >= 500 ? 'unavailable' : 'forbidden',
      `Cloudflare stands before ${host} and takes this runner for a robot: ${what} was refused${details} ` +
        'Use a runner with another address.',
    );
  }
  if (isRateLimit(answer)) {
    return new ActionError(
      'rate-limited',
      `${host} limits the rate: ${what} was refused${details} ` +
        'Admin endpoints take about six requests a minute: run this later, keep jobs that use the ' +
        'API apart, or raise `retry-for`.',
    );
  }
  if (status === 404) return notFound(answer, asked, details);
  if (status >= 500 || status === 408) {
    return new ActionError(
      'unavailable',
      `${host} is out of order: ${what} failed${details} ${whatToDoLater(answer, host)}`,
    );
  }
  if (isWebPage(answer)) {
    return new ActionError(
      'rejected',
      `Something other than the API answered for ${host}: ${what} failed${details} Look at ` +
        '`base-url`, at the proxy and at the network of the runner.',
    );
  }
  if (status === 401) {
    const isDead = answer.body.trim() === '' || isDeadKey(refused);
    const known = asked.isRerun ? ` ${RERUN}` : isDead ? ` ${DEAD_KEY}` : '';
    const cure = asked.wasAccepted ? ` ${DEAD_SINCE}` : known;
    return new ActionError(
      'unauthorized',
      `${host} refused ${asked.key}: ${what} failed${details}${cure}`,
    );
  }
  if (status === 403) {
    return new ActionError('forbidden', `${host} does not allow it: ${what} was refused${details}`);
  }
  return new ActionError('rejected', `${host} rejected the request: ${what} failed${details}`);
}

const RERUN =
  'This run is a re-run, which gets the secrets as they were when the run was first started: a key ' +
  'that was rotated since is dead here. Start a new run instead.';

const DEAD_SINCE = 'It was accepted until then, so it was deleted or revoked meanwhile.';

const DEAD_KEY =
  'The key was deleted, has expired or is no admin key. Put a live one into the secret; keys are ' +
  `listed at ${KEYS_PAGE}.`;

function notFound(answer: Answer, { what, host, keyId }: Asked, details: string): ActionError {
  if (keyId !== undefined && !isUnknownPath(answer)) {
    return new ActionError(
      'not-found',
      `No admin key has the id \`${keyId}\` in this organization${details} ` +
        '`operation: list` shows the ids that there are.',
    );
  }
  return new ActionError(
    'rejected',
    `${host} has no admin API at this address: ${what} failed${details} ` +
      'Check the path of `base-url`: it usually ends in `/v1`.',
  );
}

/** The status page knows of OpenAI's own servers alone. */
function whatToDoLater(answer: Answer, host: string): string {
  const isOpenAi = isExpectedHost(host.replace(/:\d+$/, ''));
  const later = isOpenAi
    ? 'See https://status.openai.com and run this again later, or raise `retry-for`.'
    : 'Run this again later, or raise `retry-for`.';
  // With an id, the API itself had the request.
  if (!isWebPage(answer) || requestId(answer) !== '') return later;
  return `${later} If it stays so, look at what sent the page: at \`base-url\` and the proxy.`;
}

/** The sentence for an exchange that brought no whole answer. */
export function noAnswer(error: ExchangeError, asked: Asked): ActionError {
  const tried = error.tried === '' ? '' : ` ${error.tried}.`;
  const start = `${asked.what} failed`;
  switch (error.kind) {
    case 'cancelled':
      return new ActionError('cancelled', `The job was cancelled: ${start}.`, { cause: error });
    case 'unreachable':
      return new ActionError(
        'unreachable',
        `${asked.host} could not be reached: ${start} (${error.message}).${tried} Check \`base-url\`, ` +
          'the proxy settings and the network of the runner.',
        { cause: error },
      );
    case 'too-large':
      return new ActionError('unreadable', `${nonsense(asked)}: ${error.message}.`, {
        cause: error,
      });
    default:
      return new ActionError(
        'unavailable',
        `${asked.host} did not answer: ${start} (${error.message}).${tried} Run this again later, or ` +
          'raise `timeout` and `retry-for`.',
        { cause: error },
      );
  }
}

/** The sentence for a success whose answer is not what the API promises. */
export function unreadable(
  problem: string,
  answer: Answer,
  asked: Asked,
  redact: Redact,
): ActionError {
  return new ActionError(
    'unreadable',
    `${nonsense(asked)}: the answer ${problem}${requestId(answer)}${pageIn(answer, redact)}. Check that ` +
      '`base-url` points to the OpenAI API and that nothing on the way answers in its place.',
  );
}

function nonsense({ host, what }: Asked): string {
  return `${host} does not talk like the admin API when ${what}`;
}

import { ActionError, type ErrorCode } from '../domain/error.ts';
import { splitKeyId } from '../domain/key.ts';
import { isExpectedHost } from '../domain/url.ts';
import type { NetworkError } from '../http/client.ts';
import { isOutage, isRateLimit } from '../http/retry-delay.ts';
import type { ApiResponse } from '../http/transport.ts';
import { isWebPage } from '../http/web-page.ts';
import { causeOf, isDeadKey, KEYS_PAGE } from './causes.ts';
import { readErrorMessage } from './parse.ts';
import { detailsOf, pageIn, requestId } from './quote.ts';
import type { Redact } from './redaction.ts';

/** A request, for messages: `what` fits into a sentence, as in ``reading key `key_abc` ``. */
interface RequestContext {
  what: string;
  host: string;
  /** The key that the request is about, in the long form for a project's. */
  keyId?: string | undefined;
  /** The project that it is about. */
  projectId?: string | undefined;
  /** Whether it is to a model endpoint. */
  isForModels?: boolean | undefined;
  /** The name of the key that was sent: ``the key in `admin-api-key` ``. */
  key: string;
  /** Whether it is another one than the key that authenticates the step. */
  isOther?: boolean;
  /** Whether it begins with `sk-admin-`. */
  byAdminKey: boolean;
  /** Whether this is a re-run, which gets the secrets as they were when the run was first started. */
  isRerun: boolean;
  /** Whether the key that was sent was accepted earlier in this step. */
  wasAccepted?: boolean;
}

/** Whether a 404 is about an unknown path instead of an unknown key. */
export function isUnknownPath(answer: ApiResponse): boolean {
  const { message } = readErrorMessage(answer.body);
  return message === '' || /\b(invalid|unknown)( request)? url\b/i.test(message);
}

/**
 * Describes a response that is not a success: what was refused, why, and what to do. If the cause is not
 * known, the response is quoted without advice.
 * https://platform.openai.com/docs/guides/error-codes
 */
export function apiError(
  answer: ApiResponse,
  context: RequestContext,
  redact: Redact,
): ActionError {
  const { status } = answer;
  const { what, host } = context;
  const details = detailsOf(answer, redact);
  const refused = {
    ...readErrorMessage(answer.body),
    status,
    byAdminKey: context.byAdminKey,
    isForModels: context.isForModels ?? false,
  };
  const cause = causeOf(refused);
  if (cause !== undefined) {
    const remedy = typeof cause.remedy === 'string' ? cause.remedy : cause.remedy(refused);
    const fact = typeof cause.fact === 'string' ? cause.fact : cause.fact(context.key);
    return new ActionError(cause.code, `${host} ${fact}: ${what} was refused${details} ${remedy}`);
  }
  if (answer.headers['cf-mitigated'] !== undefined) {
    return new ActionError(
      status >= 500 ? 'unavailable' : 'forbidden',
      `Cloudflare blocked this runner as a bot in front of ${host}: ${what} was refused${details} ` +
        'Use a runner with another IP address.',
    );
  }
  if (isRateLimit(answer)) {
    return new ActionError(
      'rate-limited',
      `The rate limit of ${host} is exceeded: ${what} was refused${details} ` +
        'Admin endpoints accept about six requests a minute: run this later, avoid parallel jobs that ' +
        'use the API, or raise `retry-for`.',
    );
  }
  if (status === 404) return notFound(answer, context, details);
  if (isOutage(answer)) {
    return new ActionError(
      'unavailable',
      `${host} is not available: ${what} failed${details} ${whatToDoLater(answer, host)}`,
    );
  }
  if (isWebPage(answer)) {
    return new ActionError(
      'rejected',
      `Something other than the API answered for ${host}: ${what} failed${details} Check ` +
        '`base-url`, the proxy and the network of the runner.',
    );
  }
  if (status === 401) {
    const isDead = answer.body.trim() === '' || isDeadKey(refused);
    const known = context.isRerun ? ` ${RERUN}` : isDead ? ` ${DEAD_KEY}` : '';
    const remedy = context.wasAccepted ? ` ${DEAD_SINCE}` : known;
    return new ActionError(
      context.isOther ? 'invalid-key' : 'unauthorized',
      `${host} refused ${context.key}: ${what} failed${details}${remedy}`,
    );
  }
  if (status === 403) {
    return new ActionError('forbidden', `${host} does not allow it: ${what} was refused${details}`);
  }
  return new ActionError('rejected', `${host} rejected the request: ${what} failed${details}`);
}

const RERUN =
  'This run is a re-run, which gets the secrets as they were when the run was first started: a key ' +
  'that was rotated since is no longer valid. Start a new run instead.';

const DEAD_SINCE = 'It was accepted earlier in this step, so it has been deleted or revoked since.';

const DEAD_KEY =
  'The key was deleted, has expired or is not an admin key. Save a valid one in the secret; keys are ' +
  `listed at ${KEYS_PAGE}.`;

function notFound(answer: ApiResponse, context: RequestContext, details: string): ActionError {
  const { what, host, keyId, projectId } = context;
  if (isUnknownPath(answer) || (keyId ?? projectId) === undefined) {
    return new ActionError(
      'rejected',
      `${host} has no admin API at this address: ${what} failed${details} ` +
        'Check the path of `base-url`: it usually ends in `/v1`.',
    );
  }
  if (keyId === undefined) {
    return new ActionError(
      'not-found',
      `This organization has no project \`${projectId}\`: ${what} failed${details} Correct \`project-id\`, and ` +
        'check that `admin-api-key` belongs to the organization of that project.',
    );
  }
  const key = splitKeyId(keyId);
  return new ActionError(
    'not-found',
    key.projectId === null
      ? `No admin key has the id \`${keyId}\` in this organization${details} ` +
          "`operation: list` shows the ids. A project's key has an id such as `proj_…/key_…`."
      : `Project \`${key.projectId}\` has no key \`${key.keyId}\`, or there is no such project${details} ` +
          '`operation: list` with `project-id` shows the ids.',
  );
}

/** The status page covers only OpenAI's own servers, or a local one in their place. */
function whatToDoLater(answer: ApiResponse, host: string): string {
  const later = isExpectedHost(host.replace(/:\d+$/, ''))
    ? 'See https://status.openai.com and run this again later, or raise `retry-for`.'
    : 'Run this again later, or raise `retry-for`.';
  // With a request id, the page is from the API itself.
  if (!isWebPage(answer) || requestId(answer) !== '') return later;
  return `${later} If it fails again, check what sent the page: \`base-url\` and the proxy.`;
}

/** Describes a request without a complete response. */
export function networkError(error: NetworkError, context: RequestContext): ActionError {
  const tried = error.tried === '' ? '' : ` ${error.tried}.`;
  const start = `${context.what} failed`;
  const failure = (code: ErrorCode, message: string) =>
    new ActionError(code, message, { cause: error });
  switch (error.kind) {
    case 'cancelled':
      return failure('cancelled', `The job was cancelled: ${start}.`);
    case 'unreachable':
      return failure(
        'unreachable',
        `${context.host} could not be reached: ${start} (${error.message}).${tried} Check \`base-url\`, ` +
          'the proxy settings and the network of the runner.',
      );
    case 'too-large':
      return failure('unreadable', `${unexpected(context)}: ${error.message}.`);
    default:
      return failure(
        'unavailable',
        `${context.host} did not answer: ${start} (${error.message}).${tried} Run this again later, or ` +
          'raise `timeout` and `retry-for`.',
      );
  }
}

/** Describes a success whose body is not what the API documents. */
export function unreadableError(
  problem: string,
  answer: ApiResponse,
  context: RequestContext,
  redact: Redact,
): ActionError {
  return new ActionError(
    'unreadable',
    `${unexpected(context)}: the answer ${problem}${requestId(answer)}${pageIn(answer, redact)}. Check that ` +
      '`base-url` points to the OpenAI API and that nothing on the way answers in its place.',
  );
}

function unexpected({ host, what }: RequestContext): string {
  return `${host} does not answer like the admin API when ${what}`;
}

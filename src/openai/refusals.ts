import { ActionError } from '../domain/error.ts';
import { oneLine } from '../domain/text.ts';
import type { ExchangeError } from '../http/exchange.ts';
import type { Answer } from '../http/transport.ts';
import { isRateLimit } from '../http/waits.ts';
import { type Redact, readErrorMessage } from './answers.ts';

/** How much of a server's message is quoted. */
const MAX_QUOTE = 500;

const KEYS_PAGE = 'https://platform.openai.com/settings/organization/admin-keys';

/** What was asked, in words that fit into a sentence: ``reading key `key_abc` ``. */
export interface Asked {
  what: string;
  host: string;
  keyId?: string;
}

/** An unknown path is answered by 404 too, and must not pass for an unknown key. */
export function isUnknownPath(answer: Answer): boolean {
  const message = readErrorMessage(answer.body);
  return message === '' || /\b(invalid|unknown)( request)? url\b/i.test(message);
}

/**
 * The sentence for an answer that is not a success.
 * https://platform.openai.com/docs/guides/error-codes
 */
export function refusal(answer: Answer, asked: Asked, redact: Redact): ActionError {
  const details = detailsOf(answer, redact);
  const { what, host, keyId } = asked;
  if (isRateLimit(answer)) {
    return new ActionError(
      'rate-limited',
      `${host} limits the rate: ${what} was refused${details} ` +
        'Admin endpoints take about six requests a minute: run this later, keep jobs that use the ' +
        'API apart, or raise `retry-for`.',
    );
  }
  if (isMissingScope(answer)) {
    return new ActionError(
      'missing-scope',
      `${host} knows the key in \`admin-api-key\` but does not let it manage admin keys: ${what} ` +
        `was refused${details} Use an organization admin key, made by an owner at ${KEYS_PAGE}.`,
    );
  }
  if (isAboutPlace(answer)) {
    return new ActionError(
      'forbidden',
      `${host} lets nobody in from the address or country of this runner: ${what} was refused${details} ` +
        'Use another runner, or have its address allowed.',
    );
  }
  switch (answer.status) {
    case 401:
      return new ActionError(
        'unauthorized',
        `${host} refused the key in \`admin-api-key\`: ${what} failed${details} The key was deleted, ` +
          `has expired or is no admin key. Put a live one into the secret; keys are listed at ${KEYS_PAGE}.`,
      );
    case 403:
      return new ActionError(
        'forbidden',
        `${host} does not allow it: ${what} was refused${details} Check that \`admin-api-key\` belongs ` +
          `to the right organization${keyId === undefined ? '' : ' and that `key-id` is one of its keys'}.`,
      );
    case 404:
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
    default:
      if (answer.status >= 500 || answer.status === 408) {
        return new ActionError(
          'unavailable',
          `${host} is out of order: ${what} failed${details} See https://status.openai.com and run ` +
            'this again later, or raise `retry-for`.',
        );
      }
      return new ActionError('rejected', `${host} rejected the request: ${what} failed${details}`);
  }
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
export function unreadable(problem: string, answer: Answer, asked: Asked): ActionError {
  return new ActionError(
    'unreadable',
    `${nonsense(asked)}: the answer ${problem}${requestId(answer)}. Check that \`base-url\` points to ` +
      'the OpenAI API and that nothing on the way answers in its place.',
  );
}

function nonsense({ host, what }: Asked): string {
  return `${host} does not talk like the admin API when ${what}`;
}

function isAboutPlace(answer: Answer): boolean {
  return /"code"\s*:\s*"(ip_|unsupported_country)/.test(answer.body.slice(0, 20 * MAX_QUOTE));
}

/** The API answers 401 both for a dead key and for a live one without the scope. */
function isMissingScope(answer: Answer): boolean {
  return (
    (answer.status === 401 || answer.status === 403) &&
    /insufficient permissions|missing scopes/i.test(readErrorMessage(answer.body))
  );
}

function detailsOf(answer: Answer, redact: Redact): string {
  // Redacted before it is cut: half a secret would be recognised by nobody.
  const said = redact(oneLine(readErrorMessage(answer.body))).slice(0, 20 * MAX_QUOTE);
  // Messages about a bad key repeat its beginning and end, so each word that starts like one, or
  // that has a row of asterisks in it, goes.
  const message = said
    .replace(/[^\s"',;()]+/g, (word) => (/^sk-|[^A-Za-z0-9]sk-|\*{3}/.test(word) ? '***' : word))
    .slice(0, MAX_QUOTE);
  const quote = message === '' ? '' : `, saying “${message}”`;
  const tried = answer.tried === '' ? '' : ` ${answer.tried}.`;
  return ` (${answer.status}${requestId(answer)})${quote}.${tried}`;
}

function requestId(answer: Answer): string {
  const id = answer.headers['x-request-id'];
  return typeof id === 'string' && /^[\w.-]{1,100}$/.test(id) ? `, request ${id}` : '';
}

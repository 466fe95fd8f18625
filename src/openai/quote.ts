import { oneLine } from '../domain/text.ts';
import type { ApiResponse } from '../http/transport.ts';
import { describeWebPage, isWebPage, shortText } from '../http/web-page.ts';
import { readErrorMessage } from './parse.ts';
import type { Redact } from './redaction.ts';

/** The maximum length of a quoted message. */
const MAX_QUOTE = 500;

/** Status, request id, message and tries of a refusal, to end a sentence with. */
export function detailsOf(answer: ApiResponse, redact: Redact): string {
  const words = readErrorMessage(answer.body).message || shortText(answer, MAX_QUOTE);
  const message = cleaned(words, redact).slice(0, MAX_QUOTE).toWellFormed();
  const quote = message === '' ? '' : `, saying “${message}”`;
  const tried = answer.tried === '' ? '' : ` ${answer.tried}.`;
  return ` (${answer.status}${requestId(answer)})${pageIn(answer, redact)}${quote}.${tried}`;
}

/** Describes a web page that came instead of the API's response; empty if none did. */
export function pageIn(answer: ApiResponse, redact: Redact): string {
  if (!isWebPage(answer)) return '';
  return `, with ${describeWebPage(answer, (text) => cleaned(text, redact))}`;
}

/** Makes a server's text safe to show. It is redacted before it is cut, since half a secret is not found. */
function cleaned(text: string, redact: Redact): string {
  // Messages about a bad key show its start and end, so words that start like a key or contain asterisks
  // are replaced.
  return oneLine(
    redact(text)
      .slice(0, 20 * MAX_QUOTE)
      .toWellFormed(),
  ).replace(/[^\s"',;()]+/g, (word) => (/^sk-|[^A-Za-z0-9]sk-|\*{3}/.test(word) ? '***' : word));
}

/** OpenAI's id of the request; empty without one. */
export function requestId(answer: ApiResponse): string {
  const id = answer.headers['x-request-id'];
  return typeof id === 'string' && /^[\w.-]{1,100}$/.test(id) ? `, request ${id}` : '';
}

import { oneLine } from '../domain/text.ts';
import type { Answer } from '../http/transport.ts';
import { describeWebPage, isWebPage } from '../http/web-page.ts';
import { readErrorMessage } from './answers.ts';
import type { Redact } from './redaction.ts';

/** How much of a server's message is quoted. */
const MAX_QUOTE = 500;

/** Status, request, words and tries of a refusal, as the rest of a sentence and its full stop. */
export function detailsOf(answer: Answer, redact: Redact): string {
  const message = cleaned(wordsIn(answer), redact).slice(0, MAX_QUOTE).toWellFormed();
  const quote = message === '' ? '' : `, saying “${message}”`;
  const tried = answer.tried === '' ? '' : ` ${answer.tried}.`;
  return ` (${answer.status}${requestId(answer)})${pageIn(answer, redact)}${quote}.${tried}`;
}

/** The API's words; of a text in no known form, the text, unless it can hide something by escapes. */
function wordsIn({ headers, body }: Answer): string {
  const { message } = readErrorMessage(body);
  if (message !== '' || isWebPage({ headers, body }) || body.includes('\\')) return message;
  return body.length > MAX_QUOTE || !/\p{L}/u.test(body) ? '' : body.trim();
}

/** Empty, or the page that came instead of the API's answer. */
export function pageIn(answer: Answer, redact: Redact): string {
  if (!isWebPage(answer)) return '';
  return `, with ${describeWebPage(answer, (text) => cleaned(text, redact))}`;
}

/** A foreign text as it may be shown. Redacted before it is cut: nobody would know half a secret. */
function cleaned(text: string, redact: Redact): string {
  // Messages about a bad key repeat its beginning and end, so each word that starts like one, or
  // that has a row of asterisks in it, goes.
  return oneLine(
    redact(text)
      .slice(0, 20 * MAX_QUOTE)
      .toWellFormed(),
  ).replace(/[^\s"',;()]+/g, (word) => (/^sk-|[^A-Za-z0-9]sk-|\*{3}/.test(word) ? '***' : word));
}

/** Empty, or the id by which OpenAI knows the request. */
export function requestId(answer: Answer): string {
  const id = answer.headers['x-request-id'];
  return typeof id === 'string' && /^[\w.-]{1,100}$/.test(id) ? `, request ${id}` : '';
}

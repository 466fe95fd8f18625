import type { HttpResponse } from '../http/exchange.ts';
import { SharedWait } from '../http/shared-wait.ts';
import type { SendOptions } from '../http/transport.ts';
import { isRateLimit } from '../http/waits.ts';

/** What GitHub names as the cause of a refusal that no wait ends. */
const OTHER_CAUSE = /\bSAML\b|\bIP allow list\b|\b(was|is) archived\b/i;
const MAX_SEARCHED = 4_096;

/**
 * Whether a refusal may come from a token that was made a moment ago and is not known everywhere
 * yet: 401, then 403 until its permissions arrive, and no other cause.
 * https://github.com/octokit/auth-app.js/issues/65
 */
export function maySpeakOfFreshToken(response: HttpResponse): boolean {
  const { status, headers, body } = response;
  if ((status !== 401 && status !== 403) || isRateLimit(response)) return false;
  const start = body.slice(0, MAX_SEARCHED);
  // A page for people comes from something on the way.
  return !('x-github-sso' in headers || /^\s*</.test(start) || OTHER_CAUSE.test(start));
}

/**
 * How one step's requests to GitHub are sent. Reads and writes each have their own time for a token
 * that was just made, since it is known before its permissions are.
 */
export function sendOptions(): Record<'reading' | 'readingPlace' | 'writing', SendOptions> {
  const newToken = () => ({ isRefusal: maySpeakOfFreshToken, waits: new SharedWait() });
  const credential = newToken();
  const reading = { repeatable: true, droppable: true, mayBeNew: { credential } };
  return {
    reading,
    readingPlace: { ...reading, mayBeNew: { credential, place: new SharedWait() } },
    // To write a value twice is to write it once, and a cancelled job waits for the answer.
    writing: { repeatable: true, droppable: false, mayBeNew: { credential: newToken() } },
  };
}

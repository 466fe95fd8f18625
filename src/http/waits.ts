import type { HttpResponse } from './exchange.ts';
import { isSpendingLimit } from './spending-limit.ts';

/** A rate limit that names no time refills in about a minute, measured on a sibling endpoint. */
const SILENT_RATE_LIMIT_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A server that asks for more asks for ever; `retry-for` is shorter in any case. */
const LONGEST_ASKED_MS = 365 * 86_400_000;
/**
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: the message of a limit
 * on what is done at once, which may come without any header that tells of it.
 */
const RATE_LIMIT_WORDS =
  /^\s*\{[^{}]*"message"\s*:\s*"[^"]*(secondary rate limit|abuse detection|API rate limit exceeded)/i;
const MAX_SEARCHED = 4_096;

function headerOf(response: HttpResponse, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === 'string' ? value.trim() : undefined;
}

/**
 * The server's own clock, from its `Date` header.
 *
 * @returns Unix milliseconds, or undefined where it does not say
 */
export function serverClock(response: HttpResponse | undefined): number | undefined {
  const at = Date.parse((response && headerOf(response, 'date')) ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/**
 * How long the server asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date, or the
 * time at which GitHub's spent quota is renewed.
 *
 * @param now - Unix milliseconds, used where the answer carries no `Date`
 * @returns milliseconds, or undefined where it does not ask
 */
export function requestedWait(response: HttpResponse, now: number): number | undefined {
  const clock = serverClock(response) ?? now;
  const milliseconds = headerOf(response, 'retry-after-ms');
  if (milliseconds !== undefined && /^\d+(\.\d+)?$/.test(milliseconds)) {
    return Number(milliseconds);
  }
  const after = headerOf(response, 'retry-after');
  if (after !== undefined) {
    if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000;
    // `Date.parse` by itself finds a date in almost anything, `-5` included.
    const date = /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(after) ? Date.parse(after) : Number.NaN;
    if (!Number.isNaN(date)) return Math.max(0, date - clock);
  }
  const reset = headerOf(response, 'x-ratelimit-reset');
  if (headerOf(response, 'x-ratelimit-remaining') === '0' && /^\d{9,11}$/.test(reset ?? '')) {
    return Math.max(0, Number(reset) * 1000 - clock);
  }
  return undefined;
}

/** Whether an answer says that too much was asked of the server, and nothing was done. */
export function isRateLimit(response: HttpResponse): boolean {
  if (isSpendingLimit(response)) return false;
  if (response.status === 429) return true;
  // GitHub's limits answer 403 too, told from a refusal by a header or, where there is none, by words.
  return (
    response.status === 403 &&
    ('retry-after' in response.headers ||
      response.headers['x-ratelimit-remaining'] === '0' ||
      RATE_LIMIT_WORDS.test(response.body.slice(0, MAX_SEARCHED)))
  );
}

/** Whether the server could not do what was asked, and may be able to later. */
export function isOutage({ status }: HttpResponse): boolean {
  return status === 408 || status >= 500;
}

/**
 * How long to wait before the next try: as long as the server says, about a minute after a rate
 * limit that says nothing, else exponentially from a second to half a minute. Jitter keeps jobs
 * that failed together from coming back together.
 *
 * @param response - the answer that was no good, or undefined where none came
 * @param tries - how many there were, from 1
 * @param random - in [0, 1)
 * @param now - Unix milliseconds
 * @returns milliseconds
 */
export function waitBefore(
  response: HttpResponse | undefined,
  tries: number,
  random: number,
  now: number,
): number {
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (tries - 1), LONGEST_BACKOFF_MS);
  const jittered = backoff * (0.5 + random / 2);
  const asked = response && requestedWait(response, now);
  // Not sooner than the backoff, or a server that says 0 would be asked as fast as it answers.
  if (asked !== undefined) return Math.max(Math.min(asked, LONGEST_ASKED_MS), jittered);
  if (response && isRateLimit(response)) return SILENT_RATE_LIMIT_MS * (1 + random / 10);
  return jittered;
}

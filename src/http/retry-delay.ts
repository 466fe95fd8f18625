import type { HttpResponse } from './client.ts';
import { isSpendingLimit } from './spending-limit.ts';

/** A rate limit without a time ends after about a minute, as measured on a similar endpoint. */
const SILENT_RATE_LIMIT_MS = 60_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A longer requested wait counts as this; `retry-for` is always shorter. */
const LONGEST_ASKED_MS = 365 * 86_400_000;
/**
 * The message of a secondary rate limit, which may come without a header.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const RATE_LIMIT_WORDS =
  /^\s*\{[^{}]*"message"\s*:\s*"[^"]*(secondary rate limit|abuse detection|API rate limit exceeded)/i;
const MAX_SEARCHED = 4_096;

/** A header; empty if there is none. */
function headerOf({ headers }: Pick<HttpResponse, 'headers'>, name: string): string {
  return String(headers[name] ?? '').trim();
}

/**
 * The server's time, from its `Date` header.
 *
 * @returns Unix milliseconds, or undefined without a valid header
 */
export function serverClock(
  response: Pick<HttpResponse, 'headers'> | undefined,
): number | undefined {
  const at = Date.parse(response ? headerOf(response, 'date') : '');
  return Number.isNaN(at) ? undefined : at;
}

/**
 * The wait that the server requests: `retry-after-ms`, `Retry-After` in seconds or as a date, or the time
 * at which GitHub resets an exhausted quota.
 *
 * @param now - Unix milliseconds, used if the response has no `Date`
 * @returns milliseconds, or undefined if none is requested
 */
export function requestedWait(response: HttpResponse, now: number): number | undefined {
  const clock = serverClock(response) ?? now;
  const milliseconds = headerOf(response, 'retry-after-ms');
  if (/^\d+(\.\d+)?$/.test(milliseconds)) return Number(milliseconds);
  const after = headerOf(response, 'retry-after');
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000;
  // `Date.parse` accepts almost anything, even `-5`.
  const date = /^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(after) ? Date.parse(after) : Number.NaN;
  if (!Number.isNaN(date)) return Math.max(0, date - clock);
  const reset = headerOf(response, 'x-ratelimit-reset');
  if (headerOf(response, 'x-ratelimit-remaining') === '0' && /^\d{9,11}$/.test(reset)) {
    return Math.max(0, Number(reset) * 1000 - clock);
  }
  return undefined;
}

/** Whether a response is a rate limit, so that the request had no effect. */
export function isRateLimit(response: HttpResponse): boolean {
  if (isSpendingLimit(response)) return false;
  if (response.status === 429) return true;
  // GitHub also uses 403; a header or the message tells a rate limit from a refusal.
  return (
    response.status === 403 &&
    ('retry-after' in response.headers ||
      response.headers['x-ratelimit-remaining'] === '0' ||
      RATE_LIMIT_WORDS.test(response.body.slice(0, MAX_SEARCHED)))
  );
}

/** Whether the server failed in a way that may end by itself. */
export function isOutage({ status }: Pick<HttpResponse, 'status'>): boolean {
  return status === 408 || status >= 500;
}

/**
 * The wait before the next try: what the server requests, about a minute after a rate limit without a
 * time, or else an exponential backoff from 1 to 30 s. Jitter keeps jobs that failed together from
 * retrying together.
 *
 * @param response - the failed response, or undefined if none arrived
 * @param tries - the number of tries so far, from 1
 * @param random - in [0, 1)
 * @param now - Unix milliseconds
 * @returns milliseconds
 */
export function retryDelay(
  response: HttpResponse | undefined,
  tries: number,
  random: number,
  now: number,
): number {
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (tries - 1), LONGEST_BACKOFF_MS);
  const jittered = backoff * (0.5 + random / 2);
  const asked = response && requestedWait(response, now);
  // Never shorter than the backoff, since a server may request 0.
  if (asked !== undefined) return Math.max(Math.min(asked, LONGEST_ASKED_MS), jittered);
  if (response && isRateLimit(response)) return SILENT_RATE_LIMIT_MS * (1 + random / 10);
  return jittered;
}

import type { Reply, Request } from './messages.ts';
import { apiError } from './openai-errors.ts';

const MINUTE_MS = 60_000;

/**
 * Counts the requests to the admin endpoints, whoever sends them. Of more than `perMinute` in any 60 s, the
 * others are refused with 429 and `Retry-After`, and do not count.
 *
 * @param now - Unix milliseconds
 */
export function createRateLimit(perMinute: number, now: () => number) {
  let accepted: number[] = [];
  return ({ url }: Pick<Request, 'url'>): Reply | undefined => {
    if (!url.pathname.startsWith('/v1/organization/')) return undefined;
    const at = now();
    accepted = accepted.filter((time) => time > at - MINUTE_MS && time <= at);
    if (accepted.length < perMinute) {
      accepted.push(at);
      return undefined;
    }
    const wait = Math.max(1, Math.ceil(((accepted[0] ?? at) + MINUTE_MS - at) / 1000));
    const message = `Rate limit reached for requests per minute: limit ${perMinute}. Please try again in ${wait}s.`;
    const reply = apiError(429, message, 'rate_limit_exceeded', null, 'requests');
    return { ...reply, headers: { 'retry-after': String(wait) } };
  };
}

import { type HttpResponse, NetworkError } from './client.ts';
import { isOutage, isRateLimit } from './retry-delay.ts';
import type { SharedWait } from './shared-wait.ts';

/** How an attempt ended. */
export type Outcome = HttpResponse | NetworkError;

/** What a server may not know yet because it was just created, and the wait that requests share. */
interface Newness {
  /** The credential; `isRefusal` tells whether a refusal may be due to its newness. */
  credential?: { isRefusal(response: HttpResponse): boolean; waits: SharedWait };
  /** The repository or environment in the path. */
  place?: SharedWait;
}

/** Why a request is retried, when, and for how long. */
interface Retry {
  /** As a sentence without its end. */
  reason: string;
  /**
   * Whether the request certainly had no effect. A request that is not idempotent is retried only then.
   */
  isHarmless: boolean;
  /** Left out: the waits are those of `retryDelay`, until `retry-for` ends. */
  newness?: {
    shared: SharedWait;
    /** Milliseconds before each further try. */
    waits: readonly number[];
    /** No try begins later than this after the first request of its kind. */
    withinMs: number;
  };
}

/** How to retry; undefined if the outcome is final. */
export function retryAfter(
  outcome: Outcome,
  host: string,
  { credential, place }: Newness,
): Retry | undefined {
  if (outcome instanceof NetworkError) {
    const { kind, sent, final, message } = outcome;
    if (final !== undefined || kind === 'cancelled' || kind === 'too-large') return undefined;
    return { reason: `${host} could not be reached (${message})`, isHarmless: !sent };
  }
  const { status } = outcome;
  if (isRateLimit(outcome)) {
    return { reason: `The rate limit of ${host} is exceeded (${status})`, isHarmless: true };
  }
  if (credential?.isRefusal(outcome)) {
    return {
      reason: `${host} refused the token (${status}), perhaps because it was just created`,
      isHarmless: true,
      // https://github.com/octokit/auth-app.js waits 1, 2 and 4 s; a total of 5 s has been too short.
      newness: {
        shared: credential.waits,
        waits: [1_000, 2_000, 4_000, 8_000],
        withinMs: 30_000,
      },
    };
  }
  if (status === 404 && place !== undefined) {
    return {
      reason: `${host} did not find a repository or environment (${status}), perhaps because it was just created`,
      isHarmless: true,
      newness: {
        shared: place,
        waits: [1_000, 2_000, 4_000],
        withinMs: Number.POSITIVE_INFINITY,
      },
    };
  }
  return isOutage(outcome)
    ? { reason: `${host} answered ${status}`, isHarmless: false }
    : undefined;
}

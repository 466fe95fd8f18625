import { type HttpResponse, NetworkError } from './client.ts';
import { isOutage, isRateLimit } from './retry-delay.ts';
import type { SharedWait } from './shared-wait.ts';

/** How an attempt ended. */
type Outcome = HttpResponse | NetworkError;

/** What a server may not know yet because it was just created, and the wait that requests share. */
interface Newness {
  /** The credential; `isRefusal` tells whether a refusal may be due to its newness. */
  credential?: { isRefusal(response: HttpResponse): boolean; waits: SharedWait };
  /** The repository or environment in the path. */
  place?: SharedWait;
}

/** Why a request is retried, when, and for how long. */
interface RetryRule {
  applies(outcome: Outcome, mayBeNew: Newness): boolean;
  /**
   * Whether the request certainly had no effect. A request that is not idempotent is retried only then.
   */
  isHarmless: boolean;
  /** Left out: the waits are those of `retryDelay`, until `retry-for` ends. */
  newness?: {
    /** Milliseconds before each further try. */
    waits: readonly number[];
    /** No try begins later than this after the first request of its kind. */
    withinMs: number;
    shared(mayBeNew: Newness): SharedWait | undefined;
  };
  /** As a sentence without its end. */
  reason(host: string, outcome: Outcome): string;
}

interface Retry extends Pick<RetryRule, 'isHarmless'> {
  reason: string;
  newness?: { waits: readonly number[]; withinMs: number; shared: SharedWait };
}

/** The first rule that applies counts; without one, the outcome is final. */
const RULES: readonly RetryRule[] = [
  {
    applies: (outcome) => isAnswer(outcome) && isRateLimit(outcome),
    isHarmless: true,
    reason: (host, outcome) => `The rate limit of ${host} is exceeded${statusOf(outcome)}`,
  },
  {
    applies: (outcome, { credential }) => isAnswer(outcome) && !!credential?.isRefusal(outcome),
    isHarmless: true,
    // https://github.com/octokit/auth-app.js waits 1, 2 and 4 s; a total of 5 s has been too short.
    newness: {
      waits: [1_000, 2_000, 4_000, 8_000],
      withinMs: 30_000,
      shared: ({ credential }) => credential?.waits,
    },
    reason: (host, outcome) =>
      `${host} refused the token${statusOf(outcome)}, perhaps because it was just created`,
  },
  {
    applies: (outcome, { place }) =>
      isAnswer(outcome) && outcome.status === 404 && place !== undefined,
    isHarmless: true,
    newness: {
      waits: [1_000, 2_000, 4_000],
      withinMs: Number.POSITIVE_INFINITY,
      shared: ({ place }) => place,
    },
    reason: (host, outcome) =>
      `${host} did not find a repository or environment${statusOf(outcome)}, perhaps because it was just created`,
  },
  {
    applies: (outcome) => isAnswer(outcome) && isOutage(outcome),
    isHarmless: false,
    reason: (host, outcome) => `${host} answered ${isAnswer(outcome) ? outcome.status : ''}`,
  },
  { applies: (outcome) => isLoss(outcome) && !outcome.sent, isHarmless: true, reason: unreached },
  { applies: isLoss, isHarmless: false, reason: unreached },
];

/** How to retry; undefined if the outcome is final. */
export function retryAfter(outcome: Outcome, host: string, mayBeNew: Newness): Retry | undefined {
  const rule = RULES.find(({ applies }) => applies(outcome, mayBeNew));
  if (rule === undefined) return undefined;
  const { isHarmless, newness } = rule;
  const shared = newness?.shared(mayBeNew);
  return {
    isHarmless,
    reason: rule.reason(host, outcome),
    ...(newness && shared && { newness: { ...newness, shared } }),
  };
}

function isAnswer(outcome: Outcome): outcome is HttpResponse {
  return !(outcome instanceof NetworkError);
}

function isLoss(outcome: Outcome): outcome is NetworkError {
  if (isAnswer(outcome) || outcome.final !== undefined) return false;
  return outcome.kind !== 'cancelled' && outcome.kind !== 'too-large';
}

function statusOf(outcome: Outcome): string {
  return isAnswer(outcome) ? ` (${outcome.status})` : '';
}

function unreached(host: string, outcome: Outcome): string {
  return `${host} could not be reached (${isAnswer(outcome) ? outcome.status : outcome.message})`;
}

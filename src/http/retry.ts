import { ExchangeError, type HttpResponse } from './exchange.ts';
import type { SharedWait } from './shared-wait.ts';
import { isOutage, isRateLimit } from './waits.ts';

/** How an attempt ended. */
export type Outcome = HttpResponse | ExchangeError;

/** What may be unknown to a server because it was made a moment ago, and who waits for it together. */
export interface MayBeNew {
  /** The credential. Tells whether a refusal can come from that. */
  credential?: { isRefusal(response: HttpResponse): boolean; waits: SharedWait };
  /** What the path names. */
  place?: SharedWait;
}

/** Why a request is sent again, when, and for how long. */
interface RetryRule {
  applies(outcome: Outcome, mayBeNew: MayBeNew): boolean;
  /**
   * Whether the request certainly had no effect. Only then one is sent again that does not do twice
   * what it does once.
   */
  isHarmless: boolean;
  /** Where this is left out, the waits are those of `waitBefore`, until `retry-for` is over. */
  newness?: {
    /** Milliseconds before each further try. */
    waits: readonly number[];
    /** No try begins later than this after the first request of its kind. */
    withinMs: number;
    shared(mayBeNew: MayBeNew): SharedWait | undefined;
  };
  /** As a sentence without its end. */
  reason(host: string, outcome: Outcome): string;
}

export interface Retry extends Pick<RetryRule, 'isHarmless'> {
  reason: string;
  newness?: { waits: readonly number[]; withinMs: number; shared: SharedWait };
}

/** The first that applies counts; an outcome to which none applies is final. */
const RULES: readonly RetryRule[] = [
  {
    applies: (outcome) => isAnswer(outcome) && isRateLimit(outcome),
    isHarmless: true,
    reason: (host, outcome) => `${host} limits the rate${statusOf(outcome)}`,
  },
  {
    applies: (outcome, { credential }) => isAnswer(outcome) && !!credential?.isRefusal(outcome),
    isHarmless: true,
    // https://github.com/octokit/auth-app.js waits 1, 2 and 4 s; 5 s in all have been too short.
    newness: {
      waits: [1_000, 2_000, 4_000, 8_000],
      withinMs: 30_000,
      shared: ({ credential }) => credential?.waits,
    },
    reason: (host, outcome) =>
      `${host} refuses the token${statusOf(outcome)}, which it may not know yet if it was made a moment ago`,
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
      `${host} does not know a repository or environment${statusOf(outcome)}, perhaps because it was made a ` +
      'moment ago',
  },
  {
    applies: (outcome) => isAnswer(outcome) && isOutage(outcome),
    isHarmless: false,
    reason: (host, outcome) => `${host} answered ${isAnswer(outcome) ? outcome.status : ''}`,
  },
  { applies: (outcome) => isLoss(outcome) && !outcome.sent, isHarmless: true, reason: unreached },
  { applies: isLoss, isHarmless: false, reason: unreached },
];

/** Whether and how to try again; undefined where the outcome is final. */
export function retryAfter(outcome: Outcome, host: string, mayBeNew: MayBeNew): Retry | undefined {
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
  return !(outcome instanceof ExchangeError);
}

function isLoss(outcome: Outcome): outcome is ExchangeError {
  if (isAnswer(outcome) || outcome.final !== undefined) return false;
  return outcome.kind !== 'cancelled' && outcome.kind !== 'too-large';
}

function statusOf(outcome: Outcome): string {
  return isAnswer(outcome) ? ` (${outcome.status})` : '';
}

function unreached(host: string, outcome: Outcome): string {
  return `${host} could not be reached (${isAnswer(outcome) ? outcome.status : outcome.message})`;
}

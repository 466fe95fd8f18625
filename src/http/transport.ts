import { formatDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/error.ts';
import { type HttpClient, type HttpRequest, type HttpResponse, NetworkError } from './client.ts';
import { refuseRedirect } from './redirect.ts';
import { type Outcome, retryAfter } from './retry.ts';
import { retryDelay } from './retry-delay.ts';
import type { SharedWait } from './shared-wait.ts';

/** How long a running attempt may continue after `notAfter`. */
const LATE_MS = 60_000;
/** Waits of this length or longer are logged. */
const LONG_WAIT_MS = 5_000;

type Retry = NonNullable<ReturnType<typeof retryAfter>>;

interface RetryBudget {
  /** One attempt, in milliseconds. */
  timeoutMs: number;
  /** One request with all its attempts and waits, in milliseconds. */
  retryForMs: number;
}

/** Clocks and waits. */
export interface Timing {
  /** Unix milliseconds, to compare with a server's clock. It can be corrected at any moment. */
  now(): number;
  /** Milliseconds of a clock that is never corrected, for budgets and waits. */
  monotonic(): number;
  /** @throws ActionError `cancelled` when the signal fires first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1), so that jobs do not wait alike. */
  random(): number;
  /** Fires when the job is cancelled: waits and running reads end. */
  cancelled: AbortSignal;
}

interface TransportContext extends Timing {
  httpClient: HttpClient;
  info(line: string): void;
  debug(line: string): void;
}

export interface SendOptions {
  /**
   * Whether the request is idempotent. Otherwise it is retried only if it certainly had no effect: after
   * a rate limit, or if the server was not reached.
   */
  repeatable: boolean;
  /** The moment of `monotonic` after which no further attempt begins; a running one ends a minute later. */
  notAfter?: number | undefined;
  /** What the server may not know yet. */
  mayBeNew?: Parameters<typeof retryAfter>[2];
  /** Called before each attempt, with Unix milliseconds. */
  onAttempt?(at: number): void;
  /** Called before a retry if all attempts so far certainly had no effect. */
  onRefused?(): void;
}

/** The last response, and how often the request was tried. */
export interface ApiResponse extends HttpResponse {
  /** Empty, or `Tried 3 times in 58 s; …`. */
  tried: string;
}

/** Sends every request to both APIs: follows no redirect, and retries within a budget. */
export interface Transport {
  /**
   * @returns the last response, of any status but 3xx
   * @throws NetworkError if the last attempt got no complete response
   * @throws ActionError `redirected` on a 3xx, `cancelled` if the job was cancelled during a wait
   */
  send(request: HttpRequest, options: SendOptions): Promise<ApiResponse>;
}

export function createTransport(context: TransportContext, budget: RetryBudget): Transport {
  async function send(request: HttpRequest, options: SendOptions): Promise<ApiResponse> {
    const started = context.monotonic();
    const { notAfter = Number.POSITIVE_INFINITY, mayBeNew = {} } = options;
    const end = Math.min(started + budget.retryForMs, notAfter);
    // A write runs to its end: knowing what it did is worth the second it takes.
    const signal = request.method === 'GET' ? context.cancelled : undefined;
    /** The number of waits for each kind of newness. */
    const waited = new Map<SharedWait, number>();
    /** Whether an earlier attempt may have taken effect, which a read never has. */
    let uncertain = false;
    const label = `${request.method} ${request.url.host}${request.url.pathname}`;
    for (const shared of [mayBeNew.credential?.waits, mayBeNew.place]) {
      if (shared) shared.firstAt = Math.min(shared.firstAt, started);
    }
    for (let tries = 1; ; tries++) {
      const begunAt = context.monotonic();
      options.onAttempt?.(context.now());
      const timeoutMs = Math.min(budget.timeoutMs, Math.max(1, notAfter + LATE_MS - begunAt));
      const outcome: Outcome = await context
        .httpClient(request, { timeoutMs, signal })
        .catch((error) => (error instanceof NetworkError ? error : Promise.reject(error)));
      const failed = outcome instanceof NetworkError;
      context.debug(`${label}: ${failed ? outcome.message : outcome.status} (try ${tries})`);
      if (!failed) refuseRedirect(request, outcome, uncertain);
      const retry = retryAfter(outcome, request.url.host, mayBeNew);
      if (retry === undefined || !(options.repeatable || retry.isHarmless)) {
        return finish(outcome, '', uncertain);
      }

      const { newness } = retry;
      const now = context.monotonic();
      const count = (newness && waited.get(newness.shared)) ?? 0;
      if (newness) waited.set(newness.shared, count + 1);
      const wait = newness
        ? newness.waits[count]
        : retryDelay(failed ? undefined : outcome, tries, context.random(), context.now());
      const last = newness ? newness.shared.firstAt + newness.withinMs : Number.POSITIVE_INFINITY;
      if (wait === undefined || now + wait > last) {
        return finish(outcome, timesTried(tries, now - started), uncertain);
      }
      if (now + wait > end) {
        return finish(outcome, gaveUp(tries, now - started, wait, budget.retryForMs), uncertain);
      }
      uncertain ||= !retry.isHarmless && request.method !== 'GET';
      if (!uncertain) options.onRefused?.();
      const sleep = () => {
        announce(retry, wait);
        return context.sleep(wait, context.cancelled);
      };
      await (newness ? newness.shared.join(begunAt, context.monotonic, sleep) : sleep());
    }
  }

  /** Logs the first wait for something new, and every long wait for another reason. */
  function announce({ reason, newness }: Retry, wait: number): void {
    const isQuiet = newness ? newness.shared.isAnnounced : wait < LONG_WAIT_MS;
    const next = `next try in ${formatDuration(wait / 1000)}`;
    if (isQuiet) {
      context.debug(`${reason}; ${next}.`);
    } else if (newness) {
      newness.shared.isAnnounced = true;
      const all = newness.waits.reduce((sum, one) => sum + one, 0);
      context.info(`${reason}; trying again for up to ${formatDuration(all / 1000)}.`);
    } else {
      const at = new Date(context.now() + wait).toISOString().slice(11, 19);
      context.info(`${reason}; ${next}, at ${at}.`);
    }
  }

  return { send };
}

function finish(outcome: Outcome, tried: string, uncertain: boolean): ApiResponse {
  if (!(outcome instanceof NetworkError)) return { ...outcome, tried };
  const failure = outcome.after(tried);
  if (failure.final === undefined) throw failure;
  // `unreachable` means that the request had no effect.
  const code = uncertain ? 'unavailable' : 'unreachable';
  throw new ActionError(code, failure.final, { cause: failure });
}

function timesTried(tries: number, spentMs: number): string {
  if (tries === 1) return 'Tried once';
  const span = spentMs < 1000 ? 'within a second' : `in ${formatDuration(spentMs / 1000)}`;
  return `Tried ${tries} times ${span}`;
}

function gaveUp(tries: number, spentMs: number, waitMs: number, retryForMs: number): string {
  return (
    `${timesTried(tries, spentMs)}; another wait of ${formatDuration(Math.ceil(waitMs / 1000))} would ` +
    `exceed \`retry-for\` (${formatDuration(retryForMs / 1000)})`
  );
}

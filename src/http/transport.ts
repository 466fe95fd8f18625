import { formatDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/error.ts';
import { type Exchange, ExchangeError, type HttpRequest, type HttpResponse } from './exchange.ts';
import { refuseRedirect } from './redirect.ts';
import { type MayBeNew, type Outcome, type Retry, retryAfter } from './retry.ts';
import type { SharedWait } from './shared-wait.ts';
import { waitBefore } from './waits.ts';

/** An attempt that was begun in time does not last much longer than that. */
const LATE_MS = 60_000;
/** Waits from this length on are announced, so that a quiet log is never a riddle. */
const LONG_WAIT_MS = 5_000;

export interface Patience {
  /** One attempt, in milliseconds. */
  timeoutMs: number;
  /** One request with all its attempts and waits, in milliseconds. */
  retryForMs: number;
}

export interface TransportDeps {
  exchange: Exchange;
  /** Unix milliseconds. */
  now(): number;
  /** Milliseconds of a clock that nobody corrects: budgets and waits go by it. */
  monotonic(): number;
  /** @throws ActionError `cancelled` when the signal fires first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  random(): number;
  /** Fires when the job is cancelled: waits end, and so does every attempt that may be dropped. */
  cancelled: AbortSignal;
  info(line: string): void;
  debug(line: string): void;
}

export interface SendOptions {
  /**
   * Whether sending the request twice does what sending it once does. If not, it is sent again only
   * where it certainly had no effect: the server refused it for its rate limit, or was not reached.
   */
  repeatable: boolean;
  /** Whether a cancelled job may drop the attempt under way. */
  droppable: boolean;
  /** The moment of `monotonic` after which no further attempt is begun; one under way ends a minute later. */
  notAfter?: number;
  /** What a refusal may be due to that ends by itself. */
  mayBeNew?: MayBeNew;
  /** Called before each attempt, with Unix milliseconds. */
  onAttempt?(at: number): void;
  /** Called before the wait for the next attempt where all so far certainly had no effect. */
  onRefused?(): void;
}

/** The last answer, and what was tried to get a better one. */
export interface Answer extends HttpResponse {
  /** Empty, or `Tried 3 times in 58 s; …`. */
  tried: string;
  /** Whether an earlier attempt may have had its effect, whatever this answer says. */
  uncertain: boolean;
}

/** One policy for every request to either API: no redirect is followed, retries fit in a budget. */
export interface Transport {
  /**
   * @returns the last answer, of whatever status but 3xx
   * @throws ExchangeError where the last attempt brought no whole answer
   * @throws ActionError `redirected` on a 3xx, `cancelled` when the job ended during a wait
   */
  send(request: HttpRequest, options: SendOptions): Promise<Answer>;
}

export function createTransport(deps: TransportDeps, patience: Patience): Transport {
  async function send(request: HttpRequest, options: SendOptions): Promise<Answer> {
    const started = deps.monotonic();
    const { notAfter = Number.POSITIVE_INFINITY } = options;
    const end = Math.min(started + patience.retryForMs, notAfter);
    const { mayBeNew = {} } = options;
    /** How often each kind of newness was waited for. */
    const waited = new Map<SharedWait, number>();
    let uncertain = false;
    const label = `${request.method} ${request.url.host}${request.url.pathname}`;
    for (let tries = 1; ; tries++) {
      const begunAt = deps.monotonic();
      noteFirst(mayBeNew, begunAt);
      const outcome = await attempt(request, options, notAfter);
      const failed = outcome instanceof ExchangeError;
      deps.debug(`${label}: ${failed ? outcome.message : outcome.status} (try ${tries})`);
      if (!failed) refuseRedirect(request, outcome, uncertain);
      const retry = retryAfter(outcome, request.url.host, mayBeNew);
      if (retry === undefined || !(options.repeatable || retry.isHarmless)) {
        return finish(outcome, '', uncertain);
      }

      const { newness } = retry;
      const now = deps.monotonic();
      const count = (newness && waited.get(newness.shared)) ?? 0;
      if (newness) waited.set(newness.shared, count + 1);
      const wait = newness
        ? newness.waits[count]
        : waitBefore(failed ? undefined : outcome, tries, deps.random(), deps.now());
      const last = newness ? (newness.shared.firstAt ?? now) + newness.withinMs : end;
      if (wait === undefined || (newness && now + wait > last)) {
        return finish(outcome, timesTried(tries, now - started), uncertain);
      }
      if (now + wait > end) {
        return finish(outcome, gaveUp(tries, now - started, wait, patience.retryForMs), uncertain);
      }
      uncertain ||= !retry.isHarmless;
      if (!uncertain) options.onRefused?.();
      const sleep = () => {
        announce(retry.reason, wait, newness);
        return deps.sleep(wait, deps.cancelled);
      };
      await (newness ? newness.shared.join(begunAt, deps.monotonic, sleep) : sleep());
    }
  }

  /** In the log: the first wait for what is new, and every long one for something else. */
  function announce(reason: string, wait: number, newness: Retry['newness']): void {
    const isQuiet = newness ? newness.shared.isAnnounced : wait < LONG_WAIT_MS;
    const next = `next try in ${formatDuration(wait / 1000)}`;
    if (isQuiet) {
      deps.debug(`${reason}; ${next}.`);
    } else if (newness) {
      newness.shared.isAnnounced = true;
      const all = newness.waits.reduce((sum, one) => sum + one, 0);
      deps.info(`${reason}; trying again for up to ${formatDuration(all / 1000)}.`);
    } else {
      deps.info(`${reason}; ${next}, at ${clockTime(deps.now() + wait)}.`);
    }
  }

  async function attempt(
    request: HttpRequest,
    options: SendOptions,
    notAfter: number,
  ): Promise<Outcome> {
    try {
      options.onAttempt?.(deps.now());
      const signal = options.droppable ? deps.cancelled : undefined;
      const left = Math.max(1, notAfter + LATE_MS - deps.monotonic());
      return await deps.exchange(request, {
        timeoutMs: Math.min(patience.timeoutMs, left),
        signal,
      });
    } catch (error) {
      if (error instanceof ExchangeError) return error;
      throw error;
    }
  }

  return { send };
}

function noteFirst({ credential, place }: MayBeNew, at: number): void {
  for (const shared of [credential?.waits, place]) if (shared) shared.firstAt ??= at;
}

function finish(outcome: Outcome, tried: string, uncertain: boolean): Answer {
  if (!(outcome instanceof ExchangeError)) return { ...outcome, tried, uncertain };
  outcome.tried = tried;
  outcome.uncertain = uncertain;
  if (outcome.final === undefined) throw outcome;
  // Where an earlier attempt may have had its effect, this is no refusal.
  const code = uncertain ? 'unavailable' : 'unreachable';
  throw new ActionError(code, outcome.final, { cause: outcome });
}

function timesTried(tries: number, spentMs: number): string {
  if (tries === 1) return 'Tried once';
  const span = spentMs < 1000 ? 'within a second' : `in ${formatDuration(spentMs / 1000)}`;
  return `Tried ${tries} times ${span}`;
}

function gaveUp(tries: number, spentMs: number, waitMs: number, retryForMs: number): string {
  return (
    `${timesTried(tries, spentMs)}; the next try would come after ${formatDuration(Math.ceil(waitMs / 1000))}, ` +
    `which does not fit in \`retry-for\` (${formatDuration(retryForMs / 1000)})`
  );
}

function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

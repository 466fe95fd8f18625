import { formatDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/error.ts';
import { type Exchange, ExchangeError, type HttpRequest, type HttpResponse } from './exchange.ts';
import { isRateLimit, isTransient, waitBefore } from './waits.ts';

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
  /** Unix milliseconds after which no further attempt is begun; one under way ends a minute later. */
  notAfter?: number;
  /** Called before each attempt, with Unix milliseconds. */
  onAttempt?(at: number): void;
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
    const started = deps.now();
    const end = Math.min(
      started + patience.retryForMs,
      options.notAfter ?? Number.POSITIVE_INFINITY,
    );
    let uncertain = false;
    const label = `${request.method} ${request.url.host}${request.url.pathname}`;
    for (let tries = 1; ; tries++) {
      const outcome = await attempt(request, options);
      const failed = outcome instanceof ExchangeError;
      deps.debug(`${label}: ${failed ? outcome.message : outcome.status} (try ${tries})`);
      if (!failed) refuseRedirect(request, outcome, uncertain);
      const again = failed ? mayRepeat(outcome, options) : mayRepeatAfter(outcome, options);
      if (!again) return finish(outcome, '', uncertain);

      const now = deps.now();
      const wait = waitBefore(failed ? undefined : outcome, tries, deps.random(), now);
      if (now + wait > end) {
        return finish(outcome, gaveUp(tries, now - started, wait, patience.retryForMs), uncertain);
      }
      uncertain ||= failed ? outcome.sent : !isRateLimit(outcome);
      const line = `${reasonOf(request, outcome)}; next try in ${formatDuration(wait / 1000)}`;
      if (wait >= LONG_WAIT_MS) deps.info(`${line}, at ${clockTime(now + wait)}.`);
      else deps.debug(`${line}.`);
      await deps.sleep(wait, deps.cancelled);
    }
  }

  async function attempt(
    request: HttpRequest,
    options: SendOptions,
  ): Promise<HttpResponse | ExchangeError> {
    try {
      const now = deps.now();
      options.onAttempt?.(now);
      const signal = options.droppable ? deps.cancelled : undefined;
      const left = (options.notAfter ?? Number.POSITIVE_INFINITY) + LATE_MS - now;
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

function mayRepeat(error: ExchangeError, options: SendOptions): boolean {
  if (error.kind === 'cancelled' || error.kind === 'too-large') return false;
  return options.repeatable || !error.sent;
}

function mayRepeatAfter(response: HttpResponse, options: SendOptions): boolean {
  return options.repeatable ? isTransient(response) : isRateLimit(response);
}

function finish(outcome: HttpResponse | ExchangeError, tried: string, uncertain: boolean): Answer {
  if (!(outcome instanceof ExchangeError)) return { ...outcome, tried, uncertain };
  outcome.tried = tried;
  outcome.uncertain = uncertain;
  throw outcome;
}

function refuseRedirect(request: HttpRequest, response: HttpResponse, uncertain: boolean): void {
  if (response.status < 300 || response.status > 399) return;
  const { location } = response.headers;
  const to = location === undefined ? null : URL.parse(location, request.url.href);
  throw new ActionError(
    // Where an earlier attempt may have had its effect, this is no refusal.
    uncertain ? 'unavailable' : 'redirected',
    `${request.url.host} answered ${request.method} ${request.url.pathname} with a redirect ` +
      `(${response.status})${to ? ` to ${to.origin}${to.pathname}` : ''}. Redirects are not followed, ` +
      'since the request carries a credential. Give the final address.',
  );
}

function reasonOf(request: HttpRequest, outcome: HttpResponse | ExchangeError): string {
  const { host } = request.url;
  if (outcome instanceof ExchangeError) return `${host} could not be reached (${outcome.message})`;
  if (isRateLimit(outcome)) return `${host} limits the rate (${outcome.status})`;
  return `${host} answered ${outcome.status}`;
}

function gaveUp(tries: number, spentMs: number, waitMs: number, retryForMs: number): string {
  const span = spentMs < 1000 ? 'within a second' : `in ${formatDuration(spentMs / 1000)}`;
  const times = tries === 1 ? 'once' : `${tries} times ${span}`;
  return (
    `Tried ${times}; the next try would come after ${formatDuration(Math.ceil(waitMs / 1000))}, ` +
    `which does not fit in \`retry-for\` (${formatDuration(retryForMs / 1000)})`
  );
}

function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

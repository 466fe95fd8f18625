import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { control } from './control.ts';
import { type Fault, FaultList } from './faults.ts';
import type { Answer, LoggedRequest, Outcome, Reply, Request } from './messages.ts';

export interface Hooks {
  /** Called as soon as the request is here, whatever a fault does with it. */
  arrival?(request: LoggedRequest): void;
  /** Awaited before the request is acted on, and after it but before the answer is sent. */
  before?(request: LoggedRequest): void | Promise<void>;
  after?(request: LoggedRequest): void | Promise<void>;
}

/** An emulated API, whichever way requests reach it. */
export interface Service {
  /** Scheme, host and port, without a trailing slash. */
  url: string;
  log: LoggedRequest[];
  fault(fault: Fault): void;
  clearFaults(): void;
  hooks: Hooks;
  /**
   * What comes of one request. Never rejects but with what `body` or `sleep` reject with.
   * @param path - with the query
   * @param body - read after the request was logged and its fault chosen
   */
  receive(
    request: Pick<LoggedRequest, 'method' | 'path' | 'headers'>,
    body: () => Promise<string>,
  ): Promise<Outcome>;
  /** Frees what it holds: a port and its connections, the delayed and the silent ones too. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  url: string;
  /** The clock in milliseconds behind `Date` and the log. */
  now: () => number;
  /** Waits for a fault's `delayMs`; on real time unless given. */
  sleep?: (ms: number) => Promise<unknown>;
  /** For every answer, also a fault's, that has not its own. Default: an `x-request-id`. */
  headers?: () => Record<string, string>;
}

/**
 * An API around `handle`, which turns one request into one reply and holds all the semantics; log,
 * faults, hooks and the control endpoints under `/_emulator/` are the same for every API. Control
 * paths unknown to this core go to `handle` too, unlogged and without faults.
 */
export function createService(
  handle: (request: Request) => Reply,
  options: ServiceOptions,
): Service {
  const { now, sleep = setTimeout, headers: usualHeaders = requestId } = options;
  const faults = new FaultList();

  const service: Service = {
    url: options.url,
    log: [],
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    hooks: {},
    close: async () => undefined,
    async receive({ method, path, headers }, body) {
      const url = new URL(service.url + path);
      if (url.pathname.startsWith('/_emulator/')) {
        const request = { method, url, headers, body: await body() };
        const reply = control(request, service.log, faults) ?? handle(request);
        return answerOf(reply, now(), usualHeaders());
      }
      const entry: LoggedRequest = {
        method,
        path,
        headers,
        body: '',
        at: now(),
        outcome: 'pending',
      };
      service.log.push(entry);
      service.hooks.arrival?.(entry);
      // Chosen on arrival, so that faults strike in the order in which requests come in.
      const fault = faults.next(method, url) ?? {};
      try {
        entry.body = await body();
      } catch (error) {
        entry.outcome = 'reset';
        throw error;
      }
      const result = await settle(entry, url, fault);
      if (typeof result === 'string') {
        entry.outcome = result;
        return result;
      }
      entry.outcome = fault.cut === undefined ? result.status : 'cut';
      return { ...answerOf(result, now(), usualHeaders()), cut: fault.cut };
    },
  };

  /** Decides what comes of the request; a client that gave up meanwhile makes no difference. */
  async function settle(
    entry: LoggedRequest,
    url: URL,
    fault: Fault,
  ): Promise<Reply | 'reset' | 'silence'> {
    if (fault.delayMs) await sleep(fault.delayMs);
    try {
      await service.hooks.before?.(entry);
      if (fault.reset === 'before') return 'reset';
      if (fault.silence === 'before') return 'silence';
      const reply = await act(entry, url, fault);
      if (fault.reset === 'after') return 'reset';
      if (fault.silence === 'after') return 'silence';
      return reply;
    } catch (error) {
      // A hook or handler that throws must show in the test that set it, not stop the process.
      return { status: 500, body: { error: `Emulator failure: ${error}` } };
    }
  }

  async function act(entry: LoggedRequest, url: URL, fault: Fault): Promise<Reply> {
    const canned = cannedReply(fault);
    const mustAct = fault.act || fault.reset || fault.silence || fault.rewrite;
    if (canned && !mustAct && fault.cut === undefined) return canned;
    const { method, headers, body } = entry;
    const own = handle({ method, url, headers, body });
    await service.hooks.after?.(entry);
    const reply = canned ?? { ...own, headers: { ...own.headers, ...fault.headers } };
    return fault.rewrite?.(reply) ?? reply;
  }

  return service;
}

/** The reply as it goes out, dated `nowMs` and with the `usual` headers unless it has its own. */
function answerOf(reply: Reply, nowMs: number, usual: Record<string, string>): Answer {
  const { body = '' } = reply;
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : JSON.stringify(body));
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  return {
    status: reply.status,
    headers: {
      date: new Date(nowMs).toUTCString(),
      ...usual,
      ...(bytes.length > 0 && { 'content-type': type }),
      ...(reply.status !== 204 && { 'content-length': String(bytes.length) }),
      ...lowerCased(reply.headers ?? {}),
    },
    body: bytes,
  };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function requestId(): Record<string, string> {
  return { 'x-request-id': `req_${randomUUID().replaceAll('-', '')}` };
}

function cannedReply({ status, headers = {}, body }: Fault): Reply | undefined {
  if (status === undefined && body === undefined) return undefined;
  return { status: status ?? 200, headers, body };
}

import { randomUUID } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, reset, send } from './connection.ts';
import { control } from './control.ts';
import { type Fault, FaultList } from './faults.ts';

export type { Fault } from './faults.ts';

/** One request as it arrived. `at` is in milliseconds on the emulator's clock. */
export interface LoggedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
  /** The status answered, or how the connection was treated instead. */
  outcome: number | 'reset' | 'silence' | 'cut' | 'pending';
}

export interface Request {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** JSON-encoded unless it is a string; nothing is sent when absent. */
  body?: unknown;
}

/** Awaited before the request is acted on, and after it but before the answer is sent. */
export interface Hooks {
  before?(request: LoggedRequest): void | Promise<void>;
  after?(request: LoggedRequest): void | Promise<void>;
}

export interface Emulator {
  /** Scheme, host and port, without a trailing slash. */
  url: string;
  log: LoggedRequest[];
  fault(fault: Fault): void;
  clearFaults(): void;
  hooks: Hooks;
  /** Frees the port and drops every connection, also the delayed and the silent ones. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Default 0: any free port. */
  port?: number;
  /** The clock in milliseconds behind `Date` and the log. */
  now?: () => number;
  /** PEM texts; makes the server speak https. */
  tls?: { key: string; cert: string };
  /** For every answer, also a fault's, that has not its own. Default: an `x-request-id`. */
  headers?: () => Record<string, string>;
}

const KEEP_ALIVE_MS = 600_000;

/**
 * Starts an emulated API on 127.0.0.1. `handle` turns one request into one reply and holds all the
 * semantics; log, faults, hooks and the control endpoints under `/_emulator/` are the same for
 * every API. Control paths unknown to this core go to `handle` too, unlogged and without faults.
 * Rejects when the port cannot be had.
 */
export async function startServer(
  handle: (request: Request) => Reply,
  options: ServerOptions = {},
): Promise<Emulator> {
  const { now = Date.now, headers: usualHeaders = requestId } = options;
  const faults = new FaultList();
  const closing = new AbortController();

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const url = new URL(emulator.url + path);
    if (url.pathname.startsWith('/_emulator/')) {
      const request = { method, url, headers, body: await readBody(incoming) };
      const reply = control(request, emulator.log, faults) ?? handle(request);
      send(response, reply, now(), usualHeaders());
      return;
    }
    const entry: LoggedRequest = { method, path, headers, body: '', at: now(), outcome: 'pending' };
    emulator.log.push(entry);
    // Chosen on arrival, so that faults strike in the order in which requests come in.
    const fault = faults.next(method, url) ?? {};
    try {
      entry.body = await readBody(incoming);
    } catch {
      entry.outcome = 'reset';
      return;
    }
    const result = await settle(entry, url, fault);
    entry.outcome = typeof result === 'string' ? result : result.status;
    if (result === 'reset') reset(incoming.socket);
    if (typeof result === 'string') return;
    if (fault.cut !== undefined) entry.outcome = 'cut';
    send(response, result, now(), usualHeaders(), fault.cut);
  }

  /** Decides what comes of the request; a client that gave up meanwhile makes no difference. */
  async function settle(
    entry: LoggedRequest,
    url: URL,
    fault: Fault,
  ): Promise<Reply | 'reset' | 'silence'> {
    if (fault.delayMs) await sleep(fault.delayMs, undefined, { signal: closing.signal });
    try {
      await emulator.hooks.before?.(entry);
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
    await emulator.hooks.after?.(entry);
    const reply = canned ?? { ...own, headers: { ...own.headers, ...fault.headers } };
    return fault.rewrite?.(reply) ?? reply;
  }

  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    // What still fails is the connection: closed here, gone there, or not speaking proper HTTP.
    serve(incoming, response).catch(() => incoming.socket.destroy());
  };
  const server = options.tls
    ? createHttpsServer(options.tls, listener)
    : createHttpServer(listener);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  const { port } = server.address() as AddressInfo;
  const emulator: Emulator = {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    log: [],
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    hooks: {},
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        // The callback's error only says that the server was closed before.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return emulator;
}

function requestId(): Record<string, string> {
  return { 'x-request-id': `req_${randomUUID().replaceAll('-', '')}` };
}

function cannedReply({ status, headers = {}, body }: Fault): Reply | undefined {
  if (status === undefined && body === undefined) return undefined;
  return { status: status ?? 200, headers, body };
}

import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Answer } from './messages.ts';
import type { Service } from './service.ts';

export interface ListenOptions {
  /** Default 0: any free port. */
  port?: number;
  /** PEM texts; makes the server speak https. */
  tls?: { key: string; cert: string };
}

const KEEP_ALIVE_MS = 600_000;

/**
 * Starts a service on 127.0.0.1. Rejects when the port cannot be had.
 *
 * @param create - gets the address, and a signal that fires when the server is closed
 */
export async function startServer<T extends Service>(
  create: (url: string, closed: AbortSignal) => T,
  options: ListenOptions = {},
): Promise<T> {
  const closing = new AbortController();
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    // What still fails is the connection: closed here, gone there, or not speaking proper HTTP.
    serve(service, incoming, response).catch(() => incoming.socket.destroy());
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
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const service = create(url, closing.signal);
  return Object.assign(service, {
    close: () =>
      new Promise<void>((resolve) => {
        closing.abort();
        // The callback's error only says that the server was closed before.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function serve(
  service: Service,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url: path = '/', headers } = incoming;
  const outcome = await service.receive({ method, path, headers }, () => readBody(incoming));
  if (outcome === 'reset') reset(incoming.socket);
  if (typeof outcome !== 'string') send(response, outcome);
}

/** The whole body as text. Rejects when the client goes away before its end. */
async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** With `cut`, the whole length is announced, that many bytes follow, and the connection closes. */
function send(response: ServerResponse, { status, headers, body, cut }: Answer): void {
  response.sendDate = false;
  response.writeHead(status, headers);
  if (cut === undefined) {
    response.end(body);
    return;
  }
  response.flushHeaders();
  response.write(body.subarray(0, cut));
  response.socket?.destroySoon();
}

/** Breaks the connection; with a real RST where Node can send one, which is on plain TCP only. */
function reset(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

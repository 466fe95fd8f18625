import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Reply } from './server.ts';

/** The whole body as text. Rejects when the client goes away before its end. */
export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Sends the reply, dated `nowMs` and with the `usual` headers unless it has its own ones for these.
 * With `cut`, the whole length is announced, that many bytes follow, and the connection closes.
 */
export function send(
  response: ServerResponse,
  reply: Reply,
  nowMs: number,
  usual: Record<string, string>,
  cut?: number,
): void {
  const { body = '' } = reply;
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : JSON.stringify(body));
  response.sendDate = false;
  response.setHeader('date', new Date(nowMs).toUTCString());
  for (const [name, value] of Object.entries(usual)) response.setHeader(name, value);
  if (bytes.length > 0) {
    response.setHeader('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json');
  }
  if (reply.status !== 204) response.setHeader('content-length', bytes.length);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.writeHead(reply.status);
  if (cut === undefined) {
    response.end(bytes);
    return;
  }
  response.flushHeaders();
  response.write(bytes.subarray(0, cut));
  response.socket?.destroySoon();
}

/** Breaks the connection; with a real RST where Node can send one, which is on plain TCP only. */
export function reset(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

import http from 'node:http';
import https from 'node:https';
import { messageOf } from '../domain/error.ts';
import { isLoopback } from '../domain/url.ts';

/** A body larger than this is not read to its end: no honest answer comes near it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface HttpRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

export interface HttpResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export type ExchangeFailure =
  | 'unreachable'
  | 'reset'
  | 'cut'
  | 'timeout'
  | 'too-large'
  | 'cancelled';

/**
 * An exchange that brought no whole answer. `sent` is false only where no connection to the server
 * was made, so that the request certainly had no effect. `partial` is what had arrived.
 */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  readonly kind: ExchangeFailure;
  readonly sent: boolean;
  readonly partial: HttpResponse | undefined;
  // The transport's to fill in, for a request that was tried more than once:
  /** Empty, or what was tried before giving up. */
  tried = '';
  /** Whether an earlier attempt may have had its effect. */
  uncertain = false;

  constructor(
    kind: ExchangeFailure,
    message: string,
    options: { sent: boolean; partial?: HttpResponse | undefined; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.sent = options.sent;
    this.partial = options.partial;
  }
}

/**
 * One request and its answer, whatever the status; no redirect, no retry.
 *
 * @throws ExchangeError where no whole answer arrived within `timeoutMs`
 */
export type Exchange = (
  request: HttpRequest,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
) => Promise<HttpResponse>;

/**
 * The exchange on Node's own client. Certificates are verified even where the environment switches
 * that off for the default agent; `HTTPS_PROXY` and `NO_PROXY` are honoured by the agent.
 *
 * @throws TypeError where a proxy variable holds no URL
 */
export function createExchange(env: NodeJS.ProcessEnv): Exchange {
  const direct = new https.Agent({ keepAlive: true, rejectUnauthorized: true });
  const plain = new http.Agent({ keepAlive: true });
  const proxied = new https.Agent({ keepAlive: true, rejectUnauthorized: true, proxyEnv: env });

  return (request, { timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      const secure = request.url.protocol === 'https:';
      const local = isLoopback(request.url.hostname);
      let connected = false;
      let head: http.IncomingMessage | undefined;
      const chunks: Buffer[] = [];
      let length = 0;

      const answer = (): HttpResponse | undefined =>
        head && {
          status: head.statusCode ?? 0,
          headers: head.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        };
      const fail = (kind: ExchangeFailure, message: string, cause?: unknown): void => {
        settle();
        reject(new ExchangeError(kind, message, { sent: connected, partial: answer(), cause }));
        outgoing.destroy();
      };
      const cancel = () => fail('cancelled', 'the step was cancelled');
      const timer = setTimeout(
        () => fail('timeout', `no ${head ? 'complete ' : ''}answer within ${timeoutMs / 1000} s`),
        timeoutMs,
      );
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
      };

      const outgoing = (secure ? https : http).request(request.url, {
        method: request.method,
        headers: { 'accept-encoding': 'identity', ...request.headers },
        agent: secure ? (local ? direct : proxied) : plain,
      });
      outgoing.on('socket', (socket) => {
        // Nothing of the request leaves before the handshake is over, so until then it is not sent.
        if (socket.connecting) {
          socket.once(secure ? 'secureConnect' : 'connect', () => {
            connected = true;
          });
        } else {
          connected = true;
        }
      });
      outgoing.on('error', (error) => {
        const kind = connected ? 'reset' : 'unreachable';
        fail(kind, messageOf(error), error);
      });
      // Without a listener, Node drops the connection and tells nobody.
      outgoing.on('upgrade', (_, socket) => {
        socket.destroy();
        fail('reset', 'it switched to another protocol');
      });
      outgoing.on('response', (incoming) => {
        head = incoming;
        connected = true;
        incoming.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > MAX_BODY_BYTES) fail('too-large', 'the answer is larger than 16 MiB');
          else chunks.push(chunk);
        });
        incoming.on('error', (error) => fail('cut', 'the answer broke off', error));
        incoming.on('end', () => {
          settle();
          resolve(answer() as HttpResponse);
        });
      });

      if (signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
      outgoing.end(request.body);
    });
}

import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { readNoProxy, readProxy } from '../domain/proxy.ts';
import { isLoopback } from '../domain/url.ts';
import { decodeBody } from './decode.ts';
import { describeFailure, finalFailure } from './final-failure.ts';
import { isExempt } from './no-proxy.ts';

/** A body larger than this is not read to its end: no honest answer comes near it. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Of several addresses of a host, each has this long to answer. Node's 250 ms are too short for far ones. */
const ADDRESS_TIMEOUT_MS = 2_000;

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
  /** Where no later try can succeed: why, and what to do, in whole sentences. */
  readonly final: string | undefined;
  // The transport's to fill in, for a request that was tried more than once:
  /** Empty, or what was tried before giving up. */
  tried = '';
  /** Whether an earlier attempt may have had its effect. */
  uncertain = false;

  constructor(
    kind: ExchangeFailure,
    message: string,
    options: {
      sent: boolean;
      partial?: HttpResponse | undefined;
      final?: string | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.sent = options.sent;
    this.partial = options.partial;
    this.final = options.final;
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
 * The exchange on Node's own client. Certificates are verified, and TLS is 1.2 at least, even where
 * the environment says otherwise; `HTTPS_PROXY` and `NO_PROXY` are honoured.
 *
 * @throws ActionError `environment` where the proxy is no usable address
 */
export function createExchange(env: NodeJS.ProcessEnv): Exchange {
  hardenDefaults();
  const proxy = readProxy(env);
  const noProxy = readNoProxy(env);
  const options = { keepAlive: true, rejectUnauthorized: true };
  const direct = new https.Agent(options);
  const plain = new http.Agent({ keepAlive: true });
  // Node's own reading of the variables would go past `HTTP://proxy`, and knows fewer forms of `NO_PROXY`.
  const proxied = proxy
    ? new https.Agent({ ...options, proxyEnv: { https_proxy: proxy.href } })
    : direct;
  const agentFor = (url: URL): http.Agent => {
    if (url.protocol !== 'https:') return plain;
    return isLoopback(url.hostname) || isExempt(url, noProxy) ? direct : proxied;
  };

  return (request, { timeoutMs, signal }) =>
    new Promise((resolve, reject) => {
      const secure = request.url.protocol === 'https:';
      let connected = false;
      let head: http.IncomingMessage | undefined;
      const chunks: Buffer[] = [];
      let length = 0;

      const answer = (incoming: http.IncomingMessage, partial: boolean): HttpResponse => {
        const { headers, statusCode = 0 } = incoming;
        const decoding = { maxBytes: MAX_BODY_BYTES, partial };
        const body = decodeBody(Buffer.concat(chunks), headers['content-encoding'], decoding);
        return { status: statusCode, headers, body };
      };
      const partialAnswer = (): HttpResponse | undefined => {
        try {
          return head && answer(head, true);
        } catch {
          return head && { status: head.statusCode ?? 0, headers: head.headers, body: '' };
        }
      };
      const fail = (kind: ExchangeFailure, message: string, cause?: unknown): void => {
        settle();
        const final = connected ? undefined : finalFailure(cause, request.url.host);
        const partial = partialAnswer();
        reject(new ExchangeError(kind, message, { sent: connected, partial, final, cause }));
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
        agent: agentFor(request.url),
        // `--insecure-http-parser` would let an answer smuggle another one in.
        insecureHTTPParser: false,
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
        fail(kind, describeFailure(error), error);
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
          try {
            resolve(answer(incoming, false));
          } catch (error) {
            if (isTooLarge(error)) fail('too-large', 'the answer is larger than 16 MiB');
            else fail('cut', 'the answer could not be decoded', error);
          }
        });
      });

      if (signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
      outgoing.end(request.body);
    });
}

/** What no option of an agent reaches on the way to a proxy, and `NODE_OPTIONS` can make worse. */
function hardenDefaults(): void {
  if (tls.DEFAULT_MIN_VERSION !== 'TLSv1.3') tls.DEFAULT_MIN_VERSION = 'TLSv1.2';
  const timeout = Math.max(ADDRESS_TIMEOUT_MS, net.getDefaultAutoSelectFamilyAttemptTimeout());
  net.setDefaultAutoSelectFamilyAttemptTimeout(timeout);
}

/** Whether a body was given up because what is packed in it is larger than what was allowed. */
function isTooLarge(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
}

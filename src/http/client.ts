import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { readProxy, readVariable } from '../domain/proxy.ts';
import { isLoopback } from '../domain/url.ts';
import { decodeBody } from './decode.ts';
import { describeFailure, finalFailure } from './final-failure.ts';
import { isExempt } from './no-proxy.ts';

/** A larger body is refused: real responses are far smaller. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;
const TOO_LARGE = 'the answer is larger than 16 MiB';
/** How long each address of a host has to answer. Node's 250 ms are too short for distant ones. */
const ADDRESS_TIMEOUT_MS = 2_000;

export interface HttpRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | undefined;
}

export interface HttpResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

type NetworkFailure = 'unreachable' | 'reset' | 'cut' | 'timeout' | 'too-large' | 'cancelled';

/**
 * A request without a complete response. `sent` is false only if no connection was established, so that
 * the request certainly had no effect. `partial` is what arrived.
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly kind: NetworkFailure;
  readonly sent: boolean;
  readonly partial: HttpResponse | undefined;
  /** Set if a retry cannot succeed: why, and what to do, in whole sentences. */
  readonly final: string | undefined;
  /** Empty, or what was tried before giving up. */
  readonly tried: string;

  constructor(
    kind: NetworkFailure,
    message: string,
    options: {
      sent: boolean;
      partial?: HttpResponse | undefined;
      final?: string | undefined;
      cause?: unknown;
      tried?: string;
    },
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.sent = options.sent;
    this.partial = options.partial;
    this.final = options.final;
    this.tried = options.tried ?? '';
  }

  /** The same failure, as the last of several attempts. */
  after(tried: string): NetworkError {
    return new NetworkError(this.kind, this.message, { ...this, cause: this.cause, tried });
  }
}

/**
 * Sends one request and returns its response, whatever the status; no redirects, no retries.
 *
 * @throws NetworkError if no complete response arrived within `timeoutMs`
 */
export type HttpClient = (
  request: HttpRequest,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
) => Promise<HttpResponse>;

/**
 * An HTTP client on Node's own. Whatever the environment says, it verifies certificates and needs TLS 1.2
 * or later. It uses `HTTPS_PROXY` and `NO_PROXY`.
 *
 * @throws ActionError `environment` if the proxy address cannot be used
 */
export function createHttpClient(env: NodeJS.ProcessEnv): HttpClient {
  hardenDefaults();
  const proxy = readProxy(env);
  const noProxy = readVariable(env, 'NO_PROXY');
  const options = { keepAlive: true, rejectUnauthorized: true };
  const direct = new https.Agent(options);
  const plain = new http.Agent({ keepAlive: true });
  // Node itself would ignore `HTTP://proxy`, and supports fewer forms of `NO_PROXY`.
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
        const bytes = decodeBody(Buffer.concat(chunks), headers['content-encoding'], decoding);
        // The decoder drops a byte order mark, which gateways may put before JSON.
        return { status: statusCode, headers, body: new TextDecoder().decode(bytes) };
      };
      const partialAnswer = (): HttpResponse | undefined => {
        try {
          return head && answer(head, true);
        } catch {
          return head && { status: head.statusCode ?? 0, headers: head.headers, body: '' };
        }
      };
      const fail = (kind: NetworkFailure, message: string, cause?: unknown): void => {
        settle();
        const final = connected ? undefined : finalFailure(cause, request.url.host);
        const partial = partialAnswer();
        reject(new NetworkError(kind, message, { sent: connected, partial, final, cause }));
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
        // `--insecure-http-parser` would allow response smuggling.
        insecureHTTPParser: false,
      });
      outgoing.on('socket', (socket) => {
        // Nothing of the request is sent before the handshake ends.
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
      // Without a listener, Node drops the connection silently.
      outgoing.on('upgrade', (_, socket) => {
        socket.destroy();
        fail('reset', 'it switched to another protocol');
      });
      outgoing.on('response', (incoming) => {
        head = incoming;
        connected = true;
        incoming.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > MAX_BODY_BYTES) fail('too-large', TOO_LARGE);
          else chunks.push(chunk);
        });
        incoming.on('error', (error) => fail('cut', 'the answer was cut off', error));
        incoming.on('end', () => {
          settle();
          try {
            resolve(answer(incoming, false));
          } catch (error) {
            const { code } = error as { code?: unknown };
            if (code === 'ERR_BUFFER_TOO_LARGE') fail('too-large', TOO_LARGE);
            else fail('cut', 'the answer could not be decoded', error);
          }
        });
      });

      if (signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
      outgoing.end(request.body);
    });
}

/** Sets defaults that `NODE_OPTIONS` can weaken; agent options do not apply to the connection to a proxy. */
function hardenDefaults(): void {
  if (tls.DEFAULT_MIN_VERSION !== 'TLSv1.3') tls.DEFAULT_MIN_VERSION = 'TLSv1.2';
  const timeout = Math.max(ADDRESS_TIMEOUT_MS, net.getDefaultAutoSelectFamilyAttemptTimeout());
  net.setDefaultAutoSelectFamilyAttemptTimeout(timeout);
}

import type { Credential } from '../domain/credential.ts';
import { NetworkError } from '../http/client.ts';
import type { ApiResponse, SendOptions, Timing, Transport } from '../http/transport.ts';
import type { Masker } from '../runner/masker.ts';
import { apiError, networkError, unreadableError } from './errors.ts';
import { UnreadableResponse } from './parse.ts';

interface ApiOptions extends Masker, Pick<Timing, 'monotonic'> {
  baseUrl: URL;
  /** The plaintext goes into the `Authorization` header and nowhere else. */
  adminApiKey: Credential;
  /** What messages call it, where it is not the one in `admin-api-key`. */
  keyLabel?: string;
  /** A dry run gets a client that cannot write. */
  readOnly: boolean;
  /** Whether this is a re-run: it gets the secrets as they were when the run was first started. */
  isRerun?: boolean;
  /** @throws ActionError `cancelled` when the job is cancelled first */
  sleep(ms: number): Promise<void>;
}

/** A request, and what messages call it. */
interface ApiRequest
  extends Pick<Parameters<typeof apiError>[1], 'what' | 'keyId' | 'projectId' | 'isForModels'> {
  method?: 'GET' | 'POST' | 'DELETE';
  /** Below `base-url`. */
  path: string;
  body?: string;
  how?: Partial<SendOptions>;
  /** Whether a response is one that `parse` reads; a success unless given. */
  isGood?(response: ApiResponse): boolean;
}

/** OpenAI's API: one way to send a request, to read its response, and to say why it was refused. */
export interface Api {
  readonly options: ApiOptions;
  /** The same API, authenticated with another key. */
  as(adminApiKey: Credential, keyLabel: string): Api;
  /**
   * @throws ActionError where the response is no success, or not what the API promises; what `parse`
   *   throws as `UnreadableResponse` becomes one too
   */
  send<T>(request: ApiRequest, parse: (response: ApiResponse) => T): Promise<T>;
}

/**
 * The API over one transport. The official SDK is not used, since it sends a create up to three times and
 * has no idempotency key.
 */
export function createApi(transport: Transport, options: ApiOptions): Api {
  const { baseUrl, redact } = options;
  /** Whether the key was accepted earlier in this step. */
  let wasAccepted = false;

  const facts = {
    host: baseUrl.host,
    key: options.keyLabel ?? 'the key in `admin-api-key`',
    isOther: options.keyLabel !== undefined,
    byAdminKey: options.adminApiKey.matchesRedacted('sk-admin-...'),
    isRerun: options.isRerun ?? false,
  };

  return {
    options,
    as: (adminApiKey, keyLabel) => createApi(transport, { ...options, adminApiKey, keyLabel }),
    async send(request, parse) {
      const { method = 'GET', path, body, how, isGood = isSuccess } = request;
      if (options.readOnly && method !== 'GET') throw new Error('a dry run must not write');
      const context = { ...facts, ...request };
      const url = new URL(`${baseUrl.href.replace(/\/$/, '')}${path}`);
      const headers: Record<string, string> = {
        authorization: `Bearer ${options.adminApiKey.reveal()}`,
        accept: 'application/json',
        'user-agent': 'openai-admin-api-keys-action',
      };
      if (body !== undefined) headers['content-type'] = 'application/json';
      const sending = transport.send({ method, url, headers, body }, { repeatable: true, ...how });
      const response = await sending.catch((error) => {
        throw error instanceof NetworkError ? networkError(error, context) : error;
      });
      if (!isGood(response)) throw apiError(response, { ...context, wasAccepted }, redact);
      wasAccepted = true;
      try {
        return parse(response);
      } catch (error) {
        throw error instanceof UnreadableResponse
          ? unreadableError(error.message, response, context, redact)
          : error;
      }
    },
  };
}

export function isSuccess({ status }: ApiResponse): boolean {
  return status >= 200 && status <= 299;
}

import type { AdminKey } from '../domain/admin-key.ts';
import type { AskedKey } from '../domain/fate.ts';
import type { Secret } from '../domain/secret.ts';
import { ExchangeError } from '../http/exchange.ts';
import type { Answer, SendOptions, Transport } from '../http/transport.ts';
import { serverClock } from '../http/waits.ts';
import { type Page, readDeleted, readKey, readPage, UnreadableAnswer } from './answers.ts';
import { type CreatedKey, readFitting } from './created-key.ts';
import type { Redact } from './redaction.ts';
import { type Asked, isUnknownPath, noAnswer, refusal, unreadable } from './refusals.ts';
import { fateOf } from './unknown-fate.ts';

export type { CreatedKey } from './created-key.ts';
export { UnknownFate } from './unknown-fate.ts';

export interface RetrievedKey {
  key: AdminKey;
  /** Unix milliseconds on the server's clock, where it tells. */
  serverTime: number | undefined;
}

export interface PageQuery {
  order: 'asc' | 'desc';
  limit: number;
  /** The id after which the page starts. */
  after?: string | undefined;
  /** A moment of the transport's clock that nobody corrects, after which no further attempt is begun. */
  notAfter?: number | undefined;
}

export interface ListedPage extends Page {
  /** Unix milliseconds on the server's clock, where it tells. */
  serverTime: number | undefined;
}

/** The pages of one step together, in characters: a hundred thousand keys, and more. */
const MAX_LISTED = 64 * 1024 * 1024;

/** The four endpoints, one method each. Every method throws `ActionError`. */
export interface AdminKeys {
  /**
   * Makes a key, sending the request once. The answer is held against what was asked, and the value
   * is hidden, before either is returned.
   * @param onAttempt - called just before the request leaves, with Unix milliseconds; once more for
   *   each time that the server has certainly refused it
   * @throws UnknownFate where the key may have been made all the same
   */
  create(key: AskedKey, onAttempt?: (at: number) => void): Promise<CreatedKey>;
  listPage(query: PageQuery): Promise<ListedPage>;
  retrieve(keyId: string): Promise<RetrievedKey>;
  /** @returns `gone` where the key no longer was there */
  delete(keyId: string): Promise<'deleted' | 'gone'>;
}

export interface ClientOptions {
  baseUrl: URL;
  /** The plaintext goes into the `Authorization` header and nowhere else. */
  adminApiKey: Secret;
  /** What messages call it, where it is not the one in `admin-api-key`. */
  calledKey?: string;
  /** A dry run gets a client that cannot write. */
  readOnly: boolean;
  /** Whether the run was started once more, with the secrets that it had at first. */
  isRerun?: boolean;
  /** Milliseconds of a clock that nobody corrects. */
  monotonic(): number;
  hide(value: Secret): void;
  redact: Redact;
}

/**
 * A client of https://platform.openai.com/docs/api-reference/admin-api-keys. The official SDK is no
 * way to do this: it sends a create up to three times and has no idempotency key.
 */
export function createAdminKeys(transport: Transport, options: ClientOptions): AdminKeys {
  const { baseUrl, redact } = options;
  let listed = 0;
  /** Whether the key was accepted earlier in this step. */
  let wasAccepted = false;

  function send(method: string, path: string, body: string | undefined, how: SendOptions) {
    if (options.readOnly && method !== 'GET') throw new Error('a dry run must not write');
    const url = new URL(`${baseUrl.href.replace(/\/$/, '')}/organization/admin_api_keys${path}`);
    const headers: Record<string, string> = {
      authorization: `Bearer ${options.adminApiKey.reveal()}`,
      accept: 'application/json',
      'user-agent': 'openai-admin-api-keys-action',
    };
    if (body !== undefined) headers['content-type'] = 'application/json';
    return transport.send({ method, url, headers, ...(body !== undefined && { body }) }, how);
  }

  async function read<T>(
    sending: Promise<Answer>,
    asked: Asked,
    parse: (answer: Answer) => T,
    isGood: (answer: Answer) => boolean = isSuccess,
  ): Promise<T> {
    let answer: Answer;
    try {
      answer = await sending;
    } catch (error) {
      throw error instanceof ExchangeError ? noAnswer(error, asked) : error;
    }
    if (!isGood(answer)) throw refusal(answer, { ...asked, wasAccepted }, redact);
    wasAccepted = true;
    try {
      return parse(answer);
    } catch (error) {
      throw error instanceof UnreadableAnswer
        ? unreadable(error.message, answer, asked, redact)
        : error;
    }
  }

  const reading: SendOptions = { repeatable: true, droppable: true };
  const ask = (what: string, keyId?: string): Asked => ({
    what,
    host: baseUrl.host,
    key: options.calledKey ?? 'the key in `admin-api-key`',
    byAdminKey: options.adminApiKey.matchesRedacted('sk-admin-...'),
    isRerun: options.isRerun ?? false,
    ...(keyId !== undefined && { keyId }),
  });
  const pathOf = (keyId: string) => `/${encodeURIComponent(keyId)}`;

  return {
    async create({ name, lifetime }, onAttempt) {
      const body = JSON.stringify({
        name,
        ...(lifetime !== null && { expires_in_seconds: lifetime }),
      });
      const asked = ask('creating the key');
      let sentAt = options.monotonic();
      // A cancelled job lets the create run to its end: knowing the id is worth the second it takes.
      const sending = send('POST', '', body, {
        repeatable: false,
        droppable: false,
        onAttempt: (at) => {
          sentAt = options.monotonic();
          onAttempt?.(at);
        },
      });
      let answer: Answer | undefined;
      try {
        return await read(
          sending.then((received) => (answer = received)),
          asked,
          (received) => {
            const took = options.monotonic() - sentAt;
            return readFitting(received, { name, lifetime }, took, {
              ...options,
              host: asked.host,
            });
          },
        );
      } catch (error) {
        throw fateOf(error, answer, options);
      }
    },

    listPage({ order, limit, after, notAfter }) {
      const query = new URLSearchParams({ limit: String(limit), order });
      if (after !== undefined) query.set('after', after);
      return read(
        send('GET', `?${query}`, undefined, {
          ...reading,
          ...(notAfter !== undefined && { notAfter }),
        }),
        ask('listing the keys'),
        (answer) => {
          listed += answer.body.length;
          if (listed > MAX_LISTED)
            throw new UnreadableAnswer('makes the listing larger than 64 MiB');
          return { ...readPage(answer.body, redact), serverTime: serverClock(answer) };
        },
      );
    },

    retrieve(keyId) {
      const asked = ask(`reading key \`${keyId}\``, keyId);
      return read(send('GET', pathOf(keyId), undefined, reading), asked, (answer) => ({
        key: readKey(answer.body, keyId, redact),
        serverTime: serverClock(answer),
      }));
    },

    delete(keyId) {
      const sending = send('DELETE', pathOf(keyId), undefined, {
        repeatable: true,
        droppable: false,
      });
      return read(
        sending,
        ask(`deleting key \`${keyId}\``, keyId),
        (answer) => {
          if (answer.status === 404) return 'gone';
          readDeleted(answer.body, keyId);
          return 'deleted';
        },
        (answer) => isSuccess(answer) || (answer.status === 404 && !isUnknownPath(answer)),
      );
    },
  };
}

function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status <= 299;
}

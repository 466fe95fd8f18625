import { setTimeout } from 'node:timers/promises';
import type { Reply, Request } from './messages.ts';
import {
  apiError,
  InvalidRequest,
  noSuchKey,
  unauthorized,
  unknownUrl,
  wrongMethod,
} from './openai-errors.ts';
import { generateId, generateKeyValue, KeyStore, type StoredKey, toApiKey } from './openai-keys.ts';
import { parseCreate, parseList } from './openai-requests.ts';
import { type ListenOptions, startServer } from './server.ts';
import { createService, type Service, type ServiceOptions } from './service.ts';

export type { StoredKey } from './openai-keys.ts';

export interface OpenAi extends Service {
  /** `url` with `/v1`. */
  baseUrl: string;
  /** Every key in creation order: this array follows the state and is only to be read. */
  keys: StoredKey[];
  /** The value of the first key, which authenticates from the start. */
  adminKey: string;
  /** Stores a key, valid at once, with defaults for what is left out. Throws if id or value is taken. */
  seed(key?: Partial<StoredKey>): StoredKey;
  /** Removes the key as somebody else would; nothing happens when it is gone already. */
  revoke(id: string): void;
  /** Unix seconds on the emulator's clock. */
  now(): number;
  /** `f` gives milliseconds. */
  setClock(f: () => number): void;
}

export interface OpenAiOptions {
  /** Value of the first key. Default: a random one. */
  adminKey?: string;
  /** Larger list limits are lowered to this. Default 100. */
  maxPageSize?: number;
  /** A created key is refused with 401 for this long. Default 0. */
  propagationMs?: number;
  /** Id and value of a key that is created. Default: random ones. */
  newKey?: () => Pick<StoredKey, 'id' | 'value'>;
}

const KEYS_URL = /^\/v1\/organization\/admin_api_keys(?:\/([^/]+))?$/;

/** Starts the endpoints of `createOpenAi` on a port. Rejects when it cannot be had. */
export function startOpenAi(options: OpenAiOptions & ListenOptions = {}): Promise<OpenAi> {
  return startServer((url, closed) => {
    const sleep = (ms: number) => setTimeout(ms, undefined, { signal: closed });
    return createOpenAi(options, { url, now: Date.now, sleep });
  }, options);
}

/**
 * OpenAI's admin API keys endpoints (create, list, retrieve, delete) with state in memory and one
 * key in it. https://platform.openai.com/docs/api-reference/admin-api-keys
 */
export function createOpenAi(options: OpenAiOptions, place: ServiceOptions): OpenAi {
  const { maxPageSize = 100, propagationMs = 0 } = options;
  let clock = place.now;
  const now = () => Math.floor(clock() / 1000);
  const store = new KeyStore();
  /** Milliseconds from which a created key is accepted. */
  const acceptedFrom = new WeakMap<StoredKey, number>();
  const defaultOwner = {
    type: 'user',
    object: 'organization.user',
    id: generateId('user'),
    name: 'Ada Lovelace',
    created_at: now(),
    role: 'owner',
  };

  function seed(key: Partial<StoredKey> = {}): StoredKey {
    const stored: StoredKey = {
      id: generateId('key'),
      name: 'Seeded key',
      value: generateKeyValue(),
      createdAt: now(),
      expiresAt: null,
      lastUsedAt: null,
      owner: { ...defaultOwner },
      ...key,
    };
    store.add(stored);
    return stored;
  }

  function authenticate(value: string | undefined): StoredKey | undefined {
    const key = value === undefined ? undefined : store.findByValue(value);
    if (!key) return undefined;
    if (key.expiresAt !== null && key.expiresAt <= now()) return undefined;
    if (clock() < (acceptedFrom.get(key) ?? 0)) return undefined;
    key.lastUsedAt = now();
    return key;
  }

  function create(body: string, creator: StoredKey): Reply {
    const { name, expiresIn } = parseCreate(body);
    const expiresAt = expiresIn === undefined ? null : now() + expiresIn;
    const key = seed({ ...options.newKey?.(), name, expiresAt, owner: { ...creator.owner } });
    acceptedFrom.set(key, clock() + propagationMs);
    return { status: 200, body: { ...toApiKey(key), value: key.value } };
  }

  function list(query: URLSearchParams): Reply {
    const { after, limit, order } = parseList(query, maxPageSize);
    const cursor = after === null ? undefined : store.position(after);
    if (after !== null && cursor === undefined) {
      const message = `Invalid 'after': no admin API key has the id '${after}'.`;
      throw new InvalidRequest(message, 'after', 'invalid_value');
    }
    const start = order === 'asc' ? (cursor ?? -1) + 1 : (cursor ?? store.keys.length) - limit;
    const page = store.keys.slice(Math.max(0, start), start + limit);
    const hasMore = order === 'asc' ? start + limit < store.keys.length : start > 0;
    const data = (order === 'asc' ? page : page.reverse()).map(toApiKey);
    return {
      status: 200,
      body: {
        object: 'list',
        data,
        has_more: hasMore,
        first_id: data.at(0)?.id ?? null,
        last_id: data.at(-1)?.id ?? null,
      },
    };
  }

  function retrieve(id: string): Reply {
    const key = store.find(id);
    return key ? { status: 200, body: toApiKey(key) } : noSuchKey(id);
  }

  function remove(id: string): Reply {
    if (!store.remove(id)) return noSuchKey(id);
    const object = 'organization.admin_api_key.deleted';
    return { status: 200, body: { id, object, deleted: true } };
  }

  function handle({ method, url, headers, body }: Request): Reply {
    if (method === 'GET' && url.pathname === '/_emulator/keys') {
      return { status: 200, body: store.keys.map(({ value: _, ...rest }) => rest) };
    }
    const route = KEYS_URL.exec(url.pathname);
    if (!route) return unknownUrl(method, url.pathname);
    const id = route[1];
    const allowed = id === undefined ? ['GET', 'POST'] : ['GET', 'DELETE'];
    if (!allowed.includes(method)) return wrongMethod(method, url.pathname, allowed.join(', '));

    const value = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const caller = authenticate(value);
    if (!caller) return unauthorized(value);
    try {
      if (id !== undefined) return method === 'GET' ? retrieve(id) : remove(id);
      return method === 'GET' ? list(url.searchParams) : create(body, caller);
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      return apiError(400, error.message, error.code, error.param);
    }
  }

  const first = seed({
    name: 'First admin key',
    ...(options.adminKey !== undefined && { value: options.adminKey }),
  });
  const service = createService(handle, { ...place, now: () => clock() });
  return Object.assign(service, {
    baseUrl: `${service.url}/v1`,
    keys: store.keys,
    adminKey: first.value,
    seed,
    revoke: (id: string) => void store.remove(id),
    now,
    setClock: (f: () => number) => {
      clock = f;
    },
  });
}

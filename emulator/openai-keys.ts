import { randomBytes, randomInt } from 'node:crypto';

/** An admin API key as the server knows it. Times are Unix seconds. */
export interface StoredKey {
  id: string;
  name: string | null;
  value: string;
  /** Fixed once stored: it decides the key's place in lists. */
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  owner: Record<string, unknown>;
  /** Put over the fields of the API's answer; a field set to undefined goes missing there. */
  extra?: Record<string, unknown>;
}

/** Keys by creation time, then by order of arrival, indexed by id and by value. */
export class KeyStore {
  readonly keys: StoredKey[] = [];
  #byId = new Map<string, StoredKey>();
  #byValue = new Map<string, StoredKey>();
  /** Rebuilt when a list needs it after a change, so that paging costs the page and no more. */
  #positions: Map<string, number> | undefined;

  /** Throws an Error when the id or the value is already taken. */
  add(key: StoredKey): void {
    if (this.#byId.has(key.id)) throw new Error(`There is already a key with the id ${key.id}.`);
    if (this.#byValue.has(key.value)) throw new Error('There is already a key with this value.');
    const at = this.keys.findLastIndex((other) => other.createdAt <= key.createdAt) + 1;
    this.keys.splice(at, 0, key);
    this.#byId.set(key.id, key);
    this.#byValue.set(key.value, key);
    this.#positions = undefined;
  }

  find(id: string): StoredKey | undefined {
    return this.#byId.get(id);
  }

  findByValue(value: string): StoredKey | undefined {
    return this.#byValue.get(value);
  }

  /** Tells whether there was such a key. */
  remove(id: string): boolean {
    const key = this.#byId.get(id);
    if (!key) return false;
    this.keys.splice(this.keys.indexOf(key), 1);
    this.#byId.delete(id);
    this.#byValue.delete(key.value);
    this.#positions = undefined;
    return true;
  }

  /** The index in `keys` of the key with this id. */
  position(id: string): number | undefined {
    this.#positions ??= new Map(this.keys.map((key, index) => [key.id, index]));
    return this.#positions.get(id);
  }
}

/** A value in the real format: 133 characters, with OpenAI's marker in the middle. */
export function generateKeyValue(): string {
  const part = () => randomBytes(44).toString('base64url').slice(0, 58);
  return `sk-admin-${part()}T3BlbkFJ${part()}`;
}

/** An id such as `key_` and 24 letters and digits. */
export function generateId(prefix: 'key' | 'user'): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const characters = Array.from({ length: 24 }, () => alphabet.charAt(randomInt(alphabet.length)));
  return `${prefix}_${characters.join('')}`;
}

/** The AdminApiKey object of the API, which never has the value. */
export function toApiKey(key: StoredKey): Record<string, unknown> {
  return {
    object: 'organization.admin_api_key',
    id: key.id,
    name: key.name,
    redacted_value: `sk-admin...${key.value.slice(-3)}`,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
    owner: key.owner,
    ...key.extra,
  };
}

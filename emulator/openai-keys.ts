/** What every API key has. Times are Unix seconds. */
interface Key {
  id: string;
  name: string | null;
  value: string;
  /** Fixed once stored: it decides the key's place in lists. */
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  /** Put over the fields of the API's answer; a field set to undefined goes missing there. */
  extra?: Record<string, unknown>;
}

/** An admin API key as the server knows it. */
export interface StoredKey extends Key {
  owner: Record<string, unknown>;
}

export interface ProjectUser {
  id: string;
  name: string;
  email: string;
  role: string;
  createdAt: number;
}

/** An API key of a project as the server knows it. */
export interface StoredProjectKey extends Key {
  projectId: string;
  /** A service account has only its id here. */
  owner: { type: 'service_account'; id: string } | ({ type: 'user' } & ProjectUser);
  /** What the key may do; null for all that its owner may do. The API never shows them. */
  scopes: readonly string[] | null;
  ownerProjectAccess: 'active' | 'inactive';
  /** Whether it is missing from listings that leave `owner_project_access` out. */
  hidden: boolean;
}

/** Keys by creation time, then by order of arrival, indexed by id and by value. */
export class KeyStore<T extends Key> {
  readonly keys: T[] = [];
  #byId = new Map<string, T>();
  #byValue = new Map<string, T>();

  /** Throws an Error when the id or the value is already taken. */
  add(key: T): void {
    if (this.#byId.has(key.id)) throw new Error(`There is already a key with the id ${key.id}.`);
    if (this.#byValue.has(key.value)) throw new Error('There is already a key with this value.');
    const at = this.keys.findLastIndex((other) => other.createdAt <= key.createdAt) + 1;
    this.keys.splice(at, 0, key);
    this.#byId.set(key.id, key);
    this.#byValue.set(key.value, key);
  }

  find(id: string): T | undefined {
    return this.#byId.get(id);
  }

  findByValue(value: string): T | undefined {
    return this.#byValue.get(value);
  }

  /** Tells whether there was such a key. */
  remove(id: string): boolean {
    const key = this.#byId.get(id);
    if (!key) return false;
    this.keys.splice(this.keys.indexOf(key), 1);
    this.#byId.delete(id);
    this.#byValue.delete(key.value);
    return true;
  }
}

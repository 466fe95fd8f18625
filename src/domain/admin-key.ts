/** Who a key belongs to. The API's pages contradict each other here, so every field may be absent. */
export interface Owner {
  id: string | null;
  type: string | null;
  name: string | null;
  role: string | null;
}

/** An organization admin API key, without its value. Times are Unix seconds. */
export interface AdminKey {
  id: string;
  name: string | null;
  redactedValue: string;
  createdAt: number;
  /** null: never */
  expiresAt: number | null;
  /** null: never, as far as the API tells */
  lastUsedAt: number | null;
  owner: Owner | null;
  /** The key as the API gave it, unknown fields included, `value` and credentials removed. */
  raw: Record<string, unknown>;
}

/**
 * Whether a text can be a key's id. It becomes a segment of a request's path and a line of an
 * output, so nothing that could leave either is let through.
 */
export function isKeyId(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    /^[A-Za-z0-9_.~:-]{1,256}$/.test(text) &&
    !text.includes('..') &&
    text !== '.'
  );
}

/**
 * Whether a listed key is an admin key. OpenAI's page calls the listing one of “all organization and
 * project API keys”; a project's key is no part of a name and never deleted.
 */
export function isAdminKind({ redactedValue }: AdminKey): boolean {
  return redactedValue.startsWith('sk-admin');
}

/**
 * Whether a key still authenticates at a moment.
 *
 * @param now - Unix seconds
 */
export function isLive(key: AdminKey, now: number): boolean {
  return key.expiresAt === null || key.expiresAt > now;
}

/** The last made of some keys; of several made in one second, the last in the list. */
export function newestOf(keys: readonly AdminKey[]): AdminKey | undefined {
  return keys.reduce<AdminKey | undefined>(
    (newest, key) => (newest === undefined || key.createdAt >= newest.createdAt ? key : newest),
    undefined,
  );
}

/** A moment in Unix seconds as ISO 8601 in UTC; absent becomes the empty string. */
export function isoTime(seconds: number | null): string {
  return seconds === null ? '' : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

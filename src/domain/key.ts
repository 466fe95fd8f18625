import type { Credential } from './credential.ts';

/** The owner of a key. OpenAI's pages contradict each other, so every field may be absent. */
interface Owner {
  id: string | null;
  type: string | null;
  name: string | null;
  role: string | null;
}

/** A project. */
export interface Project {
  id: string;
  /** null: none, or not known */
  name: string | null;
}

/** The service account for which keys are made. */
export interface KeyAccount {
  projectId: string;
  serviceAccountId: string;
  /** What its keys may do, in the API's scope words; null: all that the account may do. */
  scopes: readonly string[] | null;
}

/** Which keys to read. */
export interface Places {
  /** Whether the organization's admin keys are among them. */
  hasAdminKeys: boolean;
  /** Ids of projects, or every active one. */
  projects: readonly string[] | 'all';
  /** Of one project, only the keys of this service account. */
  serviceAccountId: string | null;
}

/** An admin key, or a key of a project, without its value. Times are Unix seconds. */
export interface ApiKey {
  /** In the long form for a project's key: `proj_abc/key_xyz`. */
  id: string;
  /** The project that it was listed in; null: it is from the list of admin keys. */
  project: Project | null;
  name: string | null;
  /** Empty if the response to a create has none. */
  redactedValue: string;
  createdAt: number;
  /** null: never */
  expiresAt: number | null;
  /** null: never, as far as the API tells */
  lastUsedAt: number | null;
  owner: Owner | null;
  /** The key as the API returned it, unknown fields included, `value` and credentials removed. */
  raw: Record<string, unknown>;
}

/** Whether a text can be the id of a project or a service account. */
export function isPlaceId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,128}$/.test(text);
}

/**
 * Whether a text can be a key's id in the API. It becomes part of a path and a line of an output, and must
 * not break either.
 */
export function isKeyId(text: unknown): text is string {
  return typeof text === 'string' && /^(?!\.$|.*\.\.)[A-Za-z0-9_.~:-]{1,256}$/.test(text);
}

/** A key's id in the long form, which names its project too. */
export function longKeyId(projectId: string, keyId: string): string {
  return `${projectId}/${keyId}`;
}

/** The parts of an id in either form; `projectId` is null for the short one. */
export function splitKeyId(id: string): { projectId: string | null; keyId: string } {
  const slash = id.indexOf('/');
  return { projectId: slash < 0 ? null : id.slice(0, slash), keyId: id.slice(slash + 1) };
}

/** Whether a text can be a key's id in either form. */
export function isAnyKeyId(text: string): boolean {
  const { projectId, keyId } = splitKeyId(text);
  return isKeyId(keyId) && (projectId === null || isPlaceId(projectId));
}

/**
 * Whether a key is an admin key. OpenAI describes their list as “all organization and project API keys”; a
 * project's key in it is ignored and never deleted.
 */
export function isAdminKey({ project, redactedValue }: ApiKey): boolean {
  return project === null && redactedValue.startsWith('sk-admin');
}

/** Whether a key can be deleted by its id: not a project's key that the list of admin keys shows. */
export function isDeletable(key: ApiKey): boolean {
  return key.project !== null || isAdminKey(key);
}

/** Whether a key authenticates a step, as far as its redacted value tells. */
export function isCallerKey({ project, redactedValue }: ApiKey, adminApiKey: Credential): boolean {
  return project === null && adminApiKey.matchesRedacted(redactedValue);
}

/**
 * Whether a key has not expired.
 *
 * @param now - Unix seconds
 */
export function isLive(key: ApiKey, now: number): boolean {
  return key.expiresAt === null || key.expiresAt > now;
}

/** The newest key; of several made in the same second, the last in the list. */
export function newestOf(keys: readonly ApiKey[]): ApiKey | undefined {
  return keys.toSorted((a, b) => a.createdAt - b.createdAt).at(-1);
}

/** A moment in Unix seconds as ISO 8601 in UTC; absent becomes the empty string. */
export function isoTime(seconds: number | null): string {
  return seconds === null ? '' : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

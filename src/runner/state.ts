import { isAnyKeyId, type KeyAccount } from '../domain/key.ts';
import type { KeySpec, ReportedKey } from '../domain/lost-create.ts';
import type { SecretTarget } from '../domain/secret-target.ts';
import type { FileCommands } from './file-commands.ts';
import type { createSignature } from './signature.ts';

type Signature = ReturnType<typeof createSignature>;

/** The API of the main step, for the post step. */
interface SavedEndpoint {
  baseUrl: string;
  timeoutMs: number;
  retryForMs: number;
  /**
   * What the key is for. `delivery`: it stays once it is delivered. `rotation`: the same, and the next
   * rotation of the name deletes it. `job`: it is deleted when the job ends.
   */
  purpose: 'delivery' | 'rotation' | 'job';
  /** The project and the service account that the key is for; null: it is an admin key. */
  account: KeyAccount | null;
}

/** A create that was sent, with what tells its key from others of that name. */
export interface PendingCreate extends SavedEndpoint, KeySpec {
  /** Unix milliseconds on this machine's clock, just before the request was sent. */
  sentAt: number;
  /** A server's clock minus this machine's, in milliseconds; null if not known. */
  offset: number | null;
  /** What an incomplete response said about the key. */
  reported?: ReportedKey | undefined;
}

/** A key that exists, and the secrets that it was made for. */
export interface CreatedState extends SavedEndpoint {
  keyId: string;
  /** Unix milliseconds on this machine's clock. */
  createdAt: number;
  /** The same as the API told it, in Unix seconds. */
  toldCreatedAt: number;
  /** Whether the API has shown that the id is of the key that was asked for; it is asked otherwise. */
  isCompared?: boolean;
  targets: readonly SecretTarget[];
  /** When each target was last written before, in Unix milliseconds; null: it did not exist. */
  before: readonly (number | null)[];
  /** Where the secrets are; empty without targets. */
  githubApiUrl: string;
}

/**
 * How far the main step got, for the post step. Ids, names and times, never a value.
 *
 * - `creating`: the request may have been sent, and there is no usable response.
 * - `created`: the key exists; the progress tells which of its targets hold it.
 * - `done`: nothing is left to do.
 */
export type StateEntry =
  | ({ stage: 'creating' } & PendingCreate)
  | ({ stage: 'created' } & CreatedState)
  | { stage: 'done' };

/** What is left to do. */
export type OpenEntry = Exclude<StateEntry, { stage: 'done' }>;

/** What the main step saved. */
export interface SavedState {
  entry: StateEntry;
  /** The writes of the key in the entry, as text; empty without a key. */
  progress: string;
}

type States = Pick<FileCommands, 'saveState'>;

/** Saves how far the step got. The entry is on disk when this returns. */
export function saveEntry(files: States, { sign }: Signature, entry: StateEntry): void {
  files.saveState('entry', sign('entry', JSON.stringify(entry)));
}

/** Saves the writes of the key. Separate from the entry because they change twice for each target. */
export function saveProgress(files: States, { sign }: Signature, progress: string): void {
  files.saveState('progress', sign('progress', progress));
}

/** Whether the main step saved anything. */
export function hasState(env: NodeJS.ProcessEnv): boolean {
  return [...spellingsOf(env, 'entry'), ...spellingsOf(env, 'progress')].length > 0;
}

/**
 * Reads what the main step saved last.
 *
 * @returns undefined if a text is not signed or has several spellings of its name, or if the entry is
 *   missing
 */
export function readState(env: NodeJS.ProcessEnv, signature: Signature): SavedState | undefined {
  const signed = readSigned(env, 'entry', signature);
  const hasProgress = spellingsOf(env, 'progress').length > 0;
  const progress = hasProgress ? readSigned(env, 'progress', signature) : '';
  if (signed === undefined || progress === undefined) return undefined;
  const entry = JSON.parse(signed) as StateEntry;
  // The id becomes part of a URL, so it is checked in spite of the signature.
  if (entry.stage === 'created' && !isAnyKeyId(entry.keyId)) return undefined;
  return { entry, progress };
}

/** To the runner, these names are case-insensitive; it keeps the first spelling. */
function spellingsOf(env: NodeJS.ProcessEnv, name: string): string[] {
  const variable = `STATE_${name}`.toUpperCase();
  return Object.keys(env).filter((key) => key.toUpperCase() === variable);
}

function readSigned(env: NodeJS.ProcessEnv, name: string, { open }: Signature): string | undefined {
  const [spelling, ...others] = spellingsOf(env, name);
  if (spelling === undefined || others.length > 0) return undefined;
  return open(name, env[spelling] ?? '');
}

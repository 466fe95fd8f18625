import { isKeyId } from '../domain/admin-key.ts';
import type { Claim } from '../domain/fate.ts';
import type { Target } from '../domain/target.ts';
import type { FileCommands } from './file-commands.ts';
import type { Signature } from './signature.ts';

/** What the post step needs to reach the API that the main step talked to. */
export interface Reach {
  baseUrl: string;
  timeoutMs: number;
  retryForMs: number;
}

/**
 * What a key is for. `delivery`: it may stay once somebody holds it. `rotation`: so, and the next
 * rotation of the name retires it. `job`: it has to go when the job ends.
 */
export type Purpose = 'delivery' | 'rotation' | 'job';

/** What is known of a create that was sent: enough to tell its key from others of that name. */
export interface Sent {
  name: string;
  /** Unix milliseconds on this machine's clock, taken just before the request left. */
  sentAt: number;
  /** Seconds that the key was asked to live; null: for ever. */
  lifetime: number | null;
  purpose: Purpose;
  /** A server's clock minus this machine's, in milliseconds; null where none had told its time. */
  offset: number | null;
  /** What a broken answer said of the key. */
  claim?: Claim | undefined;
}

/** A key that exists, and the secrets that it was made for. */
export interface Made {
  keyId: string;
  /** Unix milliseconds on this machine's clock. */
  madeAt: number;
  purpose: Purpose;
  targets: readonly Target[];
  /** When each target was last written before, in Unix milliseconds; null: it was not there. */
  before: readonly (number | null)[];
  /** Where the secrets are; empty where there are none. */
  githubApiUrl: string;
}

/**
 * How far the main step got, as the post step finds it. Ids, names and times, never a value.
 *
 * - `creating`: the request may have left; nobody has seen the answer, or it was no good.
 * - `made`: the key exists; `progress` tells which of its targets hold it.
 * - `settled`: nothing is left to do.
 */
export type JournalEntry =
  | ({ stage: 'creating' } & Reach & Sent)
  | ({ stage: 'made' } & Reach & Made)
  | { stage: 'settled' };

/** What the post step finds; undefined where it was not written by this very step. */
export interface SavedState {
  entry: JournalEntry;
  /** The writes of the key in the entry, as text; empty where there is none. */
  progress: string;
}

type States = Pick<FileCommands, 'saveState'>;

/** Writes down how far the step got. The entry is on disk when this returns. */
export function writeJournal(files: States, { sign }: Signature, entry: JournalEntry): void {
  files.saveState('journal', sign('journal', JSON.stringify(entry)));
}

/** The writes of the key in the journal, apart from it because it changes twice a target. */
export function writeProgress(files: States, { sign }: Signature, progress: string): void {
  files.saveState('progress', sign('progress', progress));
}

/** Whether the main step saved anything; cheap, since most post steps find nothing. */
export function hasState(env: NodeJS.ProcessEnv): boolean {
  return [...spellingsOf(env, 'journal'), ...spellingsOf(env, 'progress')].length > 0;
}

/**
 * The last entry that the main step wrote. A text that nobody signed, a name in several spellings,
 * and a progress without an entry are not what it wrote.
 */
export function readState(env: NodeJS.ProcessEnv, signature: Signature): SavedState | undefined {
  const journal = readSigned(env, 'journal', signature);
  const progress = spellingsOf(env, 'progress').length === 0 ? '' : undefined;
  const text = progress ?? readSigned(env, 'progress', signature);
  if (journal === undefined || text === undefined) return undefined;
  const entry = JSON.parse(journal) as JournalEntry;
  return isWhole(entry) ? { entry, progress: text } : undefined;
}

/** The runner keeps these names without regard to case, in the spelling that came first. */
function spellingsOf(env: NodeJS.ProcessEnv, name: string): string[] {
  const variable = `STATE_${name}`.toUpperCase();
  return Object.keys(env).filter((key) => key.toUpperCase() === variable);
}

function readSigned(env: NodeJS.ProcessEnv, name: string, { open }: Signature): string | undefined {
  const [spelling, ...others] = spellingsOf(env, name);
  if (spelling === undefined || others.length > 0) return undefined;
  return open(name, env[spelling] ?? '');
}

/** An id becomes part of an address, so it is looked at even where the signature is right. */
function isWhole(entry: JournalEntry): boolean {
  return entry.stage !== 'made' || isKeyId(entry.keyId);
}

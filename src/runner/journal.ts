import { isKeyId } from '../domain/admin-key.ts';
import type { Target } from '../domain/target.ts';
import type { FileCommands } from './file-commands.ts';

/** What the post step needs to reach the API that the main step talked to. */
export interface Reach {
  baseUrl: string;
  timeoutMs: number;
  retryForMs: number;
}

/** What is known of a create that was sent: enough to tell its key from others of that name. */
export interface Sent {
  name: string;
  /** Unix milliseconds on this machine's clock, taken just before the request left. */
  sentAt: number;
  /** Seconds that the key was asked to live; null: for ever. */
  lifetime: number | null;
}

/** A key that exists, and the secrets that it was made for. */
export interface Made {
  keyId: string;
  /** `delivery`: it may stay once somebody holds it. `job`: it has to go when the job ends. */
  purpose: 'delivery' | 'job';
  targets: readonly Target[];
  /** When each target was last written before, in Unix milliseconds; null: it was not there. */
  before: readonly (number | null)[];
  /** Where the secrets are; empty where there are none. */
  githubApiUrl: string;
}

/**
 * How far the main step got, as the post step finds it. Ids, names and times, never a value.
 *
 * - `creating`: the request may have left; nobody has seen the answer.
 * - `made`: the key exists; `progress` tells which of its targets hold it.
 * - `settled`: nothing is left to do.
 */
export type JournalEntry =
  | ({ stage: 'creating' } & Reach & Sent)
  | ({ stage: 'made' } & Reach & Made)
  | { stage: 'settled' };

type States = Pick<FileCommands, 'saveState'>;

/** Writes down how far the step got. The entry is on disk when this returns. */
export function writeJournal(files: States, entry: JournalEntry): void {
  files.saveState('journal', JSON.stringify(entry));
}

/** The writes of the key in the journal, apart from it because it changes twice a target. */
export function writeProgress(files: States, progress: string): void {
  files.saveState('progress', progress);
}

/** The last entry that the main step wrote; `settled` where it wrote none that can be read. */
export function readJournal(env: NodeJS.ProcessEnv): JournalEntry {
  try {
    const entry = JSON.parse(env.STATE_journal ?? '') as JournalEntry | null;
    if (entry !== null && isWhole(entry)) return entry;
  } catch {
    // Nothing that this action wrote.
  }
  return { stage: 'settled' };
}

/** Whether an entry is one that this action writes: the post step must not stumble over another. */
function isWhole(entry: JournalEntry): boolean {
  if (entry.stage !== 'creating' && entry.stage !== 'made') return false;
  const { baseUrl, timeoutMs, retryForMs } = entry;
  const times = [timeoutMs, retryForMs, ...(entry.stage === 'creating' ? [entry.sentAt] : [])];
  if (typeof baseUrl !== 'string' || !times.every(isTime)) return false;
  if (entry.stage === 'creating') return typeof entry.name === 'string';
  const { keyId, targets, before } = entry;
  return isKeyId(keyId) && Array.isArray(targets) && Array.isArray(before);
}

/** Milliseconds that a Date can hold. */
function isTime(value: unknown): boolean {
  return Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 8.64e15;
}

/** The last progress that the main step wrote; empty where it wrote none. */
export function readProgress(env: NodeJS.ProcessEnv): string {
  return env.STATE_progress ?? '';
}

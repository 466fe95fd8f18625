import { type AdminKey, newestOf } from './admin-key.ts';

/*
 * Whether every target holds the newest key of a name. GitHub never shows a value, so this is
 * concluded from times: a run writes its targets within 15 minutes of making its key, and nobody
 * else makes a key of the name meanwhile. A crash, two runs at once, an older key pasted back, the
 * newest deleted by hand: all of it reads as not delivered.
 */

const EARLIEST = -5;
const LATEST = 16 * 60;

/** Seconds after a key was made, on the API's clock, from which its run starts no write any more. */
export const WRITE_WINDOW = 15 * 60;
/** Seconds for which a key may still be on its way into its targets, with a margin. */
export const AT_WORK = 20 * 60;

export interface Evidence {
  /** All listed keys of the name, expired or not, oldest first. */
  keys: readonly AdminKey[];
  /** When each target was last written, in Unix milliseconds on GitHub's clock; null: it is not there. */
  updates: readonly (number | null)[];
  /** GitHub's clock minus the API's, in milliseconds. */
  skew: number;
}

/** Whether the newest of the keys is held by every target, as far as the times tell. */
export function isDelivered(evidence: Evidence): boolean {
  return evidence.keys.length > 0 && whyUndelivered(evidence) === undefined;
}

/**
 * What speaks against every target holding the newest key, as a clause; undefined where nothing
 * does. There has to be a key.
 */
export function whyUndelivered(evidence: Evidence): string | undefined {
  const newest = newestOf(evidence.keys);
  if (newest === undefined) return 'there is none';
  const rival = rivalOf(newest, evidence.keys);
  if (rival !== undefined) return `key \`${rival.id}\` was made less than 20 minutes before it`;

  const held = judgeTargets(evidence);
  const absent = held.filter((target) => target === 'absent').length;
  if (absent > 0) return `${secrets(absent, held.length, 'is', 'are')} not there`;
  const later = held.filter((target) => target === 'later').length;
  if (later > 0) {
    return `${secrets(later, held.length, 'was', 'were')} written again after the run that made it`;
  }
  const earlier = held.filter((target) => target === 'earlier').length;
  return earlier > 0
    ? `${secrets(earlier, held.length, 'was', 'were')} last written before it was made`
    : undefined;
}

/** What a target shows of the newest key: `earlier` and `later` say when it was last written instead. */
export type Holding = 'held' | 'absent' | 'earlier' | 'later';

/** One word a target, in their order. There has to be a key. */
export function judgeTargets({ keys, updates, skew }: Evidence): Holding[] {
  const made = newestOf(keys)?.createdAt ?? 0;
  return updates.map((at) => {
    if (at === null) return 'absent';
    const seconds = (at - skew) / 1000 - made;
    if (seconds < EARLIEST) return 'earlier';
    return seconds > LATEST ? 'later' : 'held';
  });
}

function rivalOf(newest: AdminKey, keys: readonly AdminKey[]): AdminKey | undefined {
  return keys.find((key) => key !== newest && key.createdAt > newest.createdAt - AT_WORK);
}

function secrets(count: number, all: number, one: string, many: string): string {
  if (all === 1) return `the secret ${one}`;
  return `${count} of ${all} secrets ${count === 1 ? one : many}`;
}

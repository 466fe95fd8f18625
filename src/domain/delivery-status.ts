import { type ApiKey, isLive, newestOf } from './key.ts';

/*
 * Whether every target holds the newest key of a name. GitHub never shows a value, so this is derived from
 * times: a run writes its targets within 15 minutes after it made its key, and nothing else makes a key of
 * the name meanwhile. After a crash, with two runs at once, if an older key was pasted back or the newest was
 * deleted by hand, the key counts as not delivered.
 */

/** A target that holds a key was written this many seconds after the key was made, on aligned clocks. */
export const EARLIEST_WRITE = -5;
export const LATEST_WRITE = 16 * 60;

/** Seconds after a key was made, on the API's clock, after which its run starts no write. */
export const WRITE_WINDOW = 15 * 60;
/** Seconds after a key was made in which its run may still write it, with a margin. */
export const IN_PROGRESS = 20 * 60;

export interface DeliveryEvidence {
  /** All listed keys of the name, expired or not, oldest first. */
  keys: readonly ApiKey[];
  /** When each target was last written, in Unix milliseconds on GitHub's clock; null: it does not exist. */
  updates: readonly (number | null)[];
  /** GitHub's clock minus the API's, in milliseconds. */
  skew: number;
}

/** Whether every target holds the newest key, as far as the times tell. */
export function isDelivered(evidence: DeliveryEvidence): boolean {
  return whyUndelivered(evidence) === undefined;
}

/** Why the newest key does not count as delivered, as a clause; undefined if it does. */
export function whyUndelivered(evidence: DeliveryEvidence): string | undefined {
  const newest = newestOf(evidence.keys);
  if (newest === undefined) return 'there is none';
  const rival = evidence.keys.find(
    (key) => key !== newest && key.createdAt > newest.createdAt - IN_PROGRESS,
  );
  if (rival !== undefined) return `key \`${rival.id}\` was made less than 20 minutes before it`;

  const held = targetStatuses(evidence);
  const absent = held.filter((target) => target === 'absent').length;
  if (absent > 0) return `${secrets(absent, held.length, 'does', 'do')} not exist`;
  const later = held.filter((target) => target === 'later').length;
  if (later > 0) {
    return `${secrets(later, held.length, 'was', 'were')} written again after the run that made it`;
  }
  const earlier = held.filter((target) => target === 'earlier').length;
  return earlier > 0
    ? `${secrets(earlier, held.length, 'was', 'were')} last written before it was made`
    : undefined;
}

/**
 * Of the keys that a target may hold, the one that expires first: the newest, where each secret that exists
 * holds it; or else it, each live one, and the last that was made before a target was written.
 *
 * @param now - Unix seconds on the API's clock
 */
export function firstToExpire(evidence: DeliveryEvidence, now: number): ApiKey | undefined {
  const { keys, updates, skew } = evidence;
  const newest = newestOf(keys);
  const existing = updates.filter((at) => at !== null);
  if (existing.length > 0 && isDelivered({ ...evidence, updates: existing })) return newest;
  const held = existing.map((at) => {
    const latest = (at - skew) / 1000 - EARLIEST_WRITE;
    return newestOf(keys.filter(({ createdAt }) => createdAt <= latest));
  });
  const end = ({ expiresAt }: ApiKey) => expiresAt ?? Number.MAX_SAFE_INTEGER;
  const possible = keys.filter((key) => key === newest || isLive(key, now) || held.includes(key));
  return possible.toSorted((a, b) => end(a) - end(b))[0];
}

/** Whether a target holds the newest key; `earlier` and `later` tell when it was written instead. */
type TargetStatus = 'held' | 'absent' | 'earlier' | 'later';

/** The status of each target, in their order. `keys` must not be empty. */
export function targetStatuses({ keys, updates, skew }: DeliveryEvidence): TargetStatus[] {
  const made = newestOf(keys)?.createdAt ?? 0;
  return updates.map((at) => {
    if (at === null) return 'absent';
    const seconds = (at - skew) / 1000 - made;
    if (seconds < EARLIEST_WRITE) return 'earlier';
    return seconds > LATEST_WRITE ? 'later' : 'held';
  });
}

function secrets(count: number, all: number, one: string, many: string): string {
  if (all === 1) return `the secret ${one}`;
  return `${count} of ${all} secrets ${count === 1 ? one : many}`;
}

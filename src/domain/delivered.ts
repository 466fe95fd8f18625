import { type AdminKey, newestOf } from './admin-key.ts';

/*
 * Whether every target holds the newest key of a name. GitHub never shows a value, so this is
 * concluded from times: a run writes its targets within 15 minutes of making its key, and nobody
 * else makes a key of the name meanwhile. A crash, two runs at once, an older key pasted back, the
 * newest deleted by hand: all of it reads as not delivered.
 */

const EARLIEST = -5;
const LATEST = 16 * 60;
/** A key made shortly before may still be on its way into the same targets. */
const RIVAL = 20 * 60;

/** Seconds after a key was made, on the API's clock, from which its run starts no write any more. */
export const WRITE_WINDOW = 15 * 60;

export interface Evidence {
  /** All listed keys of the name, expired or not, oldest first. */
  keys: readonly AdminKey[];
  /** When each target was last written, in Unix milliseconds on GitHub's clock; null: it is not there. */
  updates: readonly (number | null)[];
  /** GitHub's clock minus the API's, in milliseconds. */
  skew: number;
}

/** Whether the newest of the keys is held by every target, as far as the times tell. */
export function isDelivered({ keys, updates, skew }: Evidence): boolean {
  const newest = newestOf(keys);
  if (newest === undefined) return false;
  const rivals = keys.filter((key) => key !== newest && key.createdAt > newest.createdAt - RIVAL);
  if (rivals.length > 0) return false;
  return updates.every((at) => {
    if (at === null) return false;
    const seconds = (at - skew) / 1000 - newest.createdAt;
    return seconds >= EARLIEST && seconds <= LATEST;
  });
}

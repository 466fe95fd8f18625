import type { AdminKey } from './admin-key.ts';
import { AT_WORK } from './delivered.ts';

/*
 * What became of a create whose answer was lost.
 *
 * The request may not have arrived, may have been carried out, or may have failed; the API has no
 * idempotency key and no field of ours that it would give back. A listing is all there is to look
 * at, and other runs and people may make keys of the same name at the same time. So:
 *
 * 1. An id that came through in the broken answer came over a verified connection in reply to our
 *    own request. If the listing knows that id as a key of our name, made in our window, with our
 *    lifetime, it is ours, and no other key is. The listing has to agree, because a cut or lying
 *    answer could name somebody else's key, and we are about to delete.
 * 2. Without an id, a key is ours only if nothing else can explain it: it is the only key of that
 *    name made since the request was sent; no later than our attempt can have lasted; with exactly
 *    the lifetime that was asked; never used since, for nobody holds the value of ours; and no
 *    other key of the name was made in the 20 minutes before, for that is the trace of other runs
 *    at work on it. Made before the request was sent, it cannot be ours, which is all that a
 *    listing beforehand could tell.
 * 3. Everything else is named and left alone: an orphan is a key that nobody can use, since its
 *    value is lost; a wrong deletion breaks somebody.
 *
 * What remains: two runs that make a key of one name within the same seconds, of which the first
 * loses its connection before its request arrives. Names of their own, or `concurrency:`, rule it out.
 *
 * Moments are compared on the server's clock, which its `Date` headers give to the second.
 */

/** What is known of the create that was sent. */
export interface Attempt {
  name: string;
  /** Seconds asked for; null: for ever. */
  lifetime: number | null;
  /** The key can have been made from here… Unix seconds on the server's clock. */
  from: number;
  /** …to here. */
  to: number;
  /** An id that came through in the broken answer. */
  hint?: string | undefined;
}

export type Verdict =
  | { kind: 'ours'; key: AdminKey }
  /** No key that could be ours is there. */
  | { kind: 'none' }
  /** Each of these could be ours or somebody else's. */
  | { kind: 'unproven'; keys: AdminKey[] };

/** `Date` has a resolution of a second, and so has `created_at`. */
const CLOCK_SLACK = 2;

/**
 * Decides which of the newest keys is the one that the attempt made, if any.
 *
 * @param listed - the newest keys of the organization, in any order
 */
export function judgeFate(listed: readonly AdminKey[], attempt: Attempt): Verdict {
  const ofName = listed.filter((key) => key.name === attempt.name);
  const possible = ofName.filter((key) => couldBeOurs(key, attempt));
  if (possible.length === 0) return { kind: 'none' };

  if (attempt.hint !== undefined) {
    const named = possible.find((key) => key.id === attempt.hint);
    return named ? { kind: 'ours', key: named } : { kind: 'unproven', keys: possible };
  }
  const [only] = possible;
  const recent = ofName.filter((key) => key.createdAt >= attempt.from - AT_WORK);
  if (only !== undefined && recent.length === 1 && isUnused(only)) {
    return { kind: 'ours', key: only };
  }
  return { kind: 'unproven', keys: possible };
}

function couldBeOurs(key: AdminKey, attempt: Attempt): boolean {
  const inTime =
    key.createdAt >= attempt.from - CLOCK_SLACK && key.createdAt <= attempt.to + CLOCK_SLACK;
  return inTime && hasLifetime(key, attempt.lifetime);
}

/** Whether a key lives as long as was asked, in seconds; null: for ever. */
export function hasLifetime(key: AdminKey, lifetime: number | null): boolean {
  if (key.expiresAt === null || lifetime === null) return key.expiresAt === lifetime;
  return Math.abs(key.expiresAt - key.createdAt - lifetime) <= CLOCK_SLACK;
}

/** A brand-new key may carry the moment of its making as its last use. */
function isUnused(key: AdminKey): boolean {
  return key.lastUsedAt === null || key.lastUsedAt <= key.createdAt + CLOCK_SLACK;
}

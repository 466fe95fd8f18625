import { type AdminKey, isAdminKind, isoTime } from './admin-key.ts';
import { formatDuration } from './duration.ts';
import type { Secret } from './secret.ts';
import { oneLine } from './text.ts';

/*
 * Whether the answer to a create is about the key that was asked for, and what became of a create
 * whose answer was lost or is about something else.
 *
 * The request may not have arrived, may have been carried out, or may have failed; the API has no
 * idempotency key and no field of ours that it would give back. Another run, or a sibling of a
 * matrix, may make a key of the same name in the same second. So nothing that a listing shows proves
 * whose key it is, and without an id in the answer nothing is deleted: an orphan is a key that nobody
 * can use, a wrong deletion breaks somebody.
 *
 * An id that came through did so over a verified connection, in reply to our own request. Its key is
 * ours where the listing agrees with all else that the answer said, and the key was made since.
 *
 * Moments are compared on the server's clock, in Unix seconds.
 */

/** A key can seem to be made so long before its request was sent: edge and database differ. */
export const EARLY = 5 * 60;
/** And so long after the answer. */
const LATE = 60;
/** By so many seconds a lifetime may differ from what was asked. */
const LIFETIME_SLACK = 60;

/** What a create asked for. */
export interface AskedKey {
  name: string;
  /** Seconds; null: for ever. */
  lifetime: number | null;
}

/** What a broken or unfitting answer said of a key. It is saved for the post step, but for the value. */
export interface Claim {
  id: string;
  name?: string;
  createdAt?: number;
  expiresAt?: number | null;
  hasValue: boolean;
}

/** What is known of the create that was sent. */
export interface Attempt extends AskedKey {
  /** The key was not made before, on the server's clock. */
  since: number;
  /** Ids of keys that were there before. */
  known: ReadonlySet<string>;
  claim?: Claim | undefined;
  /** The value in the answer, where it had one and it is still known. */
  value?: Secret | undefined;
}

export type Verdict =
  /** Proven to be the one that the attempt made. */
  | { kind: 'ours'; key: AdminKey }
  /** Each of these may be it, or somebody else's. */
  | { kind: 'unproven'; ids: string[] }
  /** Nothing that may be it shows up. */
  | { kind: 'none' };

/**
 * What speaks against an answer being about the key that was asked for, as a clause; undefined
 * where nothing does. What the answer lacks does not speak against it.
 *
 * @param window - the earliest moment at which the request was sent and the moment of the answer,
 *   in Unix seconds on the server's clock; undefined where the server does not tell its time
 */
export function misfitOf(
  key: AdminKey,
  asked: AskedKey,
  window: { sent: number; answered: number } | undefined,
): string | undefined {
  if (key.name !== null && key.name !== asked.name) {
    return `it names the key “${oneLine(key.name)}” instead of “${oneLine(asked.name)}”. Choose a \`name\` of plain letters, digits and \`-\``;
  }
  if ('expires_at' in key.raw && !hasLifetime(key, asked.lifetime)) {
    const life = key.expiresAt === null ? null : key.expiresAt - key.createdAt;
    const limit =
      life === null ? '' : '. Set `expires-in` to what the organization allows, or to this';
    return `its key ${spellLife(life)}, and was asked to be one that ${spellLife(asked.lifetime)}${limit}`;
  }
  if (window === undefined) return undefined;
  if (key.createdAt < window.sent - EARLY || key.createdAt > window.answered + LATE) {
    return `its key was made at ${isoTime(key.createdAt)}, not now: something on the way repeats an older answer`;
  }
  return undefined;
}

/** Whether a key lives as long as was asked, in seconds; null: for ever. */
export function hasLifetime(key: AdminKey, lifetime: number | null): boolean {
  if (key.expiresAt === null || lifetime === null) return key.expiresAt === lifetime;
  return Math.abs(key.expiresAt - key.createdAt - lifetime) <= LIFETIME_SLACK;
}

/**
 * Decides which of the newest keys is the one that the attempt made, if any.
 *
 * @param listed - the newest keys of the organization, in any order
 */
export function judgeFate(listed: readonly AdminKey[], attempt: Attempt): Verdict {
  const { claim, known } = attempt;
  const possible = listed.filter((key) => !known.has(key.id) && isAdminKind(key));
  const claimed = possible.find((key) => key.id === claim?.id);
  if (claim !== undefined && claimed !== undefined && isOurs(claimed, claim, attempt)) {
    return { kind: 'ours', key: claimed };
  }
  const alike = possible.filter(
    (key) =>
      key.name === attempt.name &&
      key.createdAt >= attempt.since &&
      hasLifetime(key, attempt.lifetime),
  );
  const ids = new Set([...(claim === undefined ? [] : [claim.id]), ...alike.map(({ id }) => id)]);
  return ids.size === 0 ? { kind: 'none' } : { kind: 'unproven', ids: [...ids] };
}

function isOurs(key: AdminKey, claim: Claim, attempt: Attempt): boolean {
  const { createdAt = key.createdAt, name = attempt.name, expiresAt, hasValue } = claim;
  const { value } = attempt;
  const isSaid = expiresAt !== undefined;
  return (
    key.createdAt >= attempt.since &&
    key.createdAt === createdAt &&
    key.name === name &&
    (isSaid ? key.expiresAt === expiresAt : hasLifetime(key, attempt.lifetime)) &&
    (value === undefined ? !hasValue : value.matchesRedacted(key.redactedValue))
  );
}

function spellLife(seconds: number | null): string {
  return seconds === null ? 'never expires' : `expires after ${formatDuration(seconds)}`;
}

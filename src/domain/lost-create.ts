import type { Credential } from './credential.ts';
import { spellLife } from './duration.ts';
import { type ApiKey, isoTime } from './key.ts';
import { oneLine } from './text.ts';

/*
 * Whether the response to a create is about the requested key, and what happened to a create whose response
 * was lost or is about something else.
 *
 * The request may not have arrived, or may have succeeded or failed. The API has no idempotency key and
 * returns no field of ours. Another run or matrix job may make a key of the same name in the same second. So
 * a listing alone never proves which key is ours, and without an id in the response nothing is deleted:
 * nobody can use an orphaned key, but a wrong deletion breaks something.
 *
 * An id in the response arrived over a verified connection, in reply to our request. Its key is ours if the
 * listing agrees with the rest of the response, and the key was made since.
 *
 * Times are compared on the server's clock, in Unix seconds.
 */

/** A key can seem to be made this long before its request was sent: the server's clocks differ. */
export const MAX_EARLY_SECONDS = 5 * 60;
/** And this long after the response. */
const LATE = 60;
/** A lifetime may differ from the requested one by this many seconds. */
const LIFETIME_SLACK = 60;

/** The requested key. */
export interface KeySpec {
  name: string;
  /** Seconds; null: it never expires. */
  lifetime: number | null;
}

/** What an incomplete or wrong response said about a key. Saved for the post step, without the value. */
export interface ReportedKey {
  id: string;
  name?: string;
  createdAt?: number;
  expiresAt?: number | null;
  hasValue: boolean;
}

/** A create without a usable response. */
interface LostCreate extends KeySpec {
  /** The key was not made before this time, on the server's clock. */
  since: number;
  /** Ids of keys that existed before. */
  knownIds: ReadonlySet<string>;
  /** Whether a listed key is of the requested kind. */
  isCandidate(key: ApiKey): boolean;
  reported?: ReportedKey | undefined;
  /** The value in the response, if there was one and it is still known. */
  value?: Credential | undefined;
}

type RecoveryOutcome =
  /** The key that the lost create made. */
  | { kind: 'proven'; key: ApiKey }
  /** Each of these may be that key, or somebody else's. */
  | { kind: 'unproven'; ids: string[] }
  /** No key that may be it is listed. */
  | { kind: 'none' };

/**
 * How a response differs from the request for a key, as a clause; undefined if it does not. A missing field
 * is no difference.
 *
 * @param window - the earliest time at which the request was sent, and the time of the response, in Unix
 *   seconds on the server's clock; undefined if the server does not tell its time
 */
export function findMismatch(
  key: ApiKey,
  asked: KeySpec,
  window: { sent: number; answered: number } | undefined,
): string | undefined {
  if (key.name !== null && key.name !== asked.name) {
    return `it names the key “${oneLine(key.name)}” instead of “${oneLine(asked.name)}”. Choose a \`name\` of plain letters, digits and \`-\``;
  }
  if ('expires_at' in key.raw && !hasLifetime(key, asked.lifetime)) {
    const life = key.expiresAt === null ? null : key.expiresAt - key.createdAt;
    const limit =
      life === null ? '' : '. Set `expires-in` to this, or to what else the organization allows';
    return `its key ${spellLife(life)}, but the request was for one that ${spellLife(asked.lifetime)}${limit}`;
  }
  if (window === undefined) return undefined;
  if (key.createdAt < window.sent - MAX_EARLY_SECONDS || key.createdAt > window.answered + LATE) {
    return `its key was made at ${isoTime(key.createdAt)}, not now: something on the way repeats an older answer`;
  }
  return undefined;
}

/** Whether a key has a requested lifetime, in seconds; null: it never expires. */
export function hasLifetime(key: ApiKey, lifetime: number | null): boolean {
  if (key.expiresAt === null || lifetime === null) return key.expiresAt === lifetime;
  return Math.abs(key.expiresAt - key.createdAt - lifetime) <= LIFETIME_SLACK;
}

/** Decides which of the newest keys, in any order, is the one that the lost create made, if any. */
export function findLostKey(listed: readonly ApiKey[], lost: LostCreate): RecoveryOutcome {
  const { reported, knownIds } = lost;
  const possible = listed.filter((key) => !knownIds.has(key.id) && lost.isCandidate(key));
  const match = possible.find((key) => key.id === reported?.id);
  if (reported !== undefined && match !== undefined && isProven(match, reported, lost)) {
    return { kind: 'proven', key: match };
  }
  const alike = possible.filter(
    (key) =>
      key.name === lost.name && key.createdAt >= lost.since && hasLifetime(key, lost.lifetime),
  );
  const ids = new Set([
    ...(reported === undefined ? [] : [reported.id]),
    ...alike.map(({ id }) => id),
  ]);
  return ids.size === 0 ? { kind: 'none' } : { kind: 'unproven', ids: [...ids] };
}

function isProven(key: ApiKey, reported: ReportedKey, lost: LostCreate): boolean {
  const { createdAt = key.createdAt, name = lost.name, expiresAt, hasValue } = reported;
  const { value } = lost;
  const isSaid = expiresAt !== undefined;
  return (
    key.createdAt >= lost.since &&
    key.createdAt === createdAt &&
    key.name === name &&
    (isSaid ? key.expiresAt === expiresAt : hasLifetime(key, lost.lifetime)) &&
    (value === undefined ? !hasValue : value.matchesRedacted(key.redactedValue))
  );
}

import { matchesGlob } from './glob.ts';
import { type ApiKey, isAdminKey, type KeyAccount } from './key.ts';
import type { RotationPlan } from './rotation-plan.ts';

/*
 * What follows from a file of many keys: which listed key belongs to which entry, when an entry is due,
 * and in which order entries are taken. Pure, so that a dry run plans what a run then does.
 */

/** Whose keys an entry is about: those of exactly this name, of an account or of the organization. */
export interface Identity {
  account: Pick<KeyAccount, 'projectId' | 'serviceAccountId'> | null;
  name: string;
}

/** Keys by the identity that they are of, as text; empty for those of none. */
export function groupByIdentity(keys: readonly ApiKey[]): ReadonlyMap<string, ApiKey[]> {
  return Map.groupBy(keys, (key) => {
    const { name, project, owner } = key;
    if (name === null) return '';
    if (project === null) return isAdminKey(key) ? identityText({ account: null, name }) : '';
    const account = { projectId: project.id, serviceAccountId: owner?.id ?? '' };
    return identityText({ account, name });
  });
}

/** An identity as one text, for maps and hashes. */
export function identityText({ account, name }: Identity): string {
  return JSON.stringify([account?.projectId ?? null, account?.serviceAccountId ?? null, name]);
}

/** How an identity is called in messages and globs: `proj_abc/nightly`, or `nightly` for an admin key. */
export function labelOf({ account, name }: Identity): string {
  return account === null ? name : `${account.projectId}/${name}`;
}

/**
 * The entries that patterns of `name` or `proj_…/name` match, and the patterns that match none.
 *
 * @param only - null: every entry
 */
export function selectEntries<Entry extends { request: Identity }>(
  entries: readonly Entry[],
  only: readonly string[] | null,
): { entries: readonly Entry[]; unmatched: string[] } {
  if (only === null) return { entries, unmatched: [] };
  const matches = (glob: string, { request }: Entry) =>
    matchesGlob(glob, request.name) || matchesGlob(glob, labelOf(request));
  return {
    entries: entries.filter((entry) => only.some((glob) => matches(glob, entry))),
    unmatched: only.filter((glob) => !entries.some((entry) => matches(glob, entry))),
  };
}

/**
 * A part of a span that is always the same for an identity, so that keys that were made in one night are
 * not due in one night again (FNV-1a).
 *
 * @param span - seconds
 */
export function spreadOf(identity: Identity, span: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(identityText(identity))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return Math.floor((span * hash) / 2 ** 32);
}

/** What decides when an entry has its turn. */
interface Turn {
  /** Undefined for an entry whose keys are only deleted. */
  plan: RotationPlan | undefined;
  /** Of the keys that its targets may hold, the one that expires first; undefined: it has no key. */
  ending: ApiKey | undefined;
  /** Whether one of its keys authenticates this step: it comes last, or the step locks itself out. */
  mayHoldCallerKey: boolean;
}

/**
 * Numbers that sort the entries that are due: expired keys come first, then what is not delivered, then the
 * others, each by the life that is left, then by age; then what has no key yet, then what is only deleted.
 *
 * @param now - Unix seconds on the API's clock
 */
export function rankOf(
  { plan, ending, mayHoldCallerKey }: Turn,
  now: number,
): [last: number, group: number, end: number, age: number] {
  const last = Number(mayHoldCallerKey);
  if (plan === undefined) return [last, 4, 0, 0];
  if (ending === undefined) return [last, 3, 0, 0];
  const end = ending.expiresAt ?? Number.MAX_SAFE_INTEGER;
  const isUndelivered = plan.kind === 'rotate' && plan.isUndelivered === true;
  return [last, end <= now ? 0 : isUndelivered ? 1 : 2, end, ending.createdAt];
}

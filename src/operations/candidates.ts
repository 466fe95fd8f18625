import type { Context } from '../delivery/context.ts';
import { inspectSecrets } from '../delivery/inspect-secrets.ts';
import { ActionError } from '../domain/error.ts';
import { type ApiKey, isLive, isoTime, newestOf } from '../domain/key.ts';
import { rankOf } from '../domain/manifest.ts';
import type { EntryResult } from '../domain/result.ts';
import { dueAt, type RotationPlan } from '../domain/rotation-plan.ts';
import type { ManifestEntry, RequestFor } from '../inputs/types.ts';
import type { createPlaces } from './manifest-places.ts';
import { planFor } from './rotate.ts';

/** A postponed key that expires sooner than this is a failure, in seconds. */
const SOON = 48 * 3600;

export type Places = ReturnType<typeof createPlaces>;
/** What became of an entry, apart from what the file says of it. */
export type Done = Partial<EntryResult> & Pick<EntryResult, 'action' | 'reason'>;

/** An entry, and what is known of it before anything is done. */
export interface Candidate {
  entry: ManifestEntry;
  found: Parameters<typeof planFor>[1];
  /** Undefined for an entry that is `absent`. */
  plan: RotationPlan | undefined;
  isIdle: boolean;
  /** What else a person has to know about it, as the end of the reason. */
  hint: string;
}

/** Reads the place and the targets of an entry. @throws ActionError where that is not possible */
export async function inspect(
  entry: ManifestEntry,
  places: Places,
  context: Context,
): Promise<Candidate> {
  const { request, state } = entry;
  const found = await places.find(request);
  const live = found.keys.filter((key) => isLive(key, found.now));
  if (state === 'absent') {
    return { entry, found, plan: undefined, isIdle: live.length === 0, hint: '' };
  }
  const { store } = context;
  const inspected = await inspectSecrets(request.targets, store, context, found.keys.length > 0);
  const plan = await planFor(request, found, inspected, context);
  const isIdle =
    plan.kind === 'keep' &&
    inspected.skipped.length === 0 &&
    plan.older.every(({ action }) => action !== 'delete' && action !== 'in-use');
  const isMissing = plan.kind === 'rotate' && inspected.current.includes(null);
  return { entry, found, plan, isIdle, hint: isMissing ? hintFor(live, found, request) : '' };
}

/** A secret is missing where keys live: another place may hold one of them. */
function hintFor(
  live: readonly ApiKey[],
  { now }: Candidate['found'],
  { gracePeriod }: RequestFor<'rotate'>,
): string {
  if (live.length === 0) return '';
  const ids = live.map(({ id }) => `\`${id}\``).join(', ');
  const end = isoTime(now + gracePeriod);
  return `; a secret is missing, so another place may hold ${ids}, deleted once this is delivered and it is ${end}`;
}

/** What there is to say about an entry that needs nothing. */
export function describe({ entry, found, plan }: Candidate): Done {
  if (plan === undefined) {
    return { action: 'retired', reason: 'its state is `absent`, and it has no live key' };
  }
  const newest = newestOf(found.keys);
  const nextDue = newest === undefined ? null : dueAt(newest, entry.request);
  return { action: 'kept', reason: plan.why, id: newest?.id ?? null, nextDue };
}

/** An entry that is left to the next run, which is a failure where its key does not live until then. */
export function postpone({ found, plan, hint }: Candidate, why: string): Done {
  const newest = newestOf(found.keys);
  const reason = `${plan?.why ?? 'its state is `absent`'}, but ${why}${hint}`;
  const done: Done = { action: 'postponed', reason, id: newest?.id ?? null };
  const expiresAt = newest?.expiresAt ?? null;
  if (plan === undefined || expiresAt === null || expiresAt > found.now + SOON) return done;
  const verb = expiresAt <= found.now ? 'expired' : 'expires';
  const message =
    `It was postponed, and its key ${verb} at ${isoTime(expiresAt)}: ${reason}. Run this again soon, or ` +
    'raise `max-rotations`.';
  return { ...done, failure: new ActionError('partial', message) };
}

/** What is left to do, in the order in which it is done. */
export function inOrder(
  candidates: readonly Candidate[],
  { adminApiKey }: RequestFor<'reconcile'>,
  places: Places,
): Candidate[] {
  const isCallerKey = (key: ApiKey) =>
    key.project === null && adminApiKey.matchesRedacted(key.redactedValue);
  // Where no redacted value tells which key authenticates this step, it may be any admin key.
  const isTold = places.keys().some(isCallerKey);
  const ranked = candidates
    .filter(({ isIdle }) => !isIdle)
    .map((candidate) => {
      const { entry, found, plan } = candidate;
      const mayHoldCallerKey = isTold
        ? found.keys.some(isCallerKey)
        : entry.request.account === null;
      return { candidate, rank: rankOf({ plan, mayHoldCallerKey }, found.now) };
    });
  ranked.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2]);
  return ranked.map(({ candidate }) => candidate);
}

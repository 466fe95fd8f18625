import type { Context } from '../delivery/context.ts';
import { inspectSecrets, toDeliveryEvidence } from '../delivery/inspect-secrets.ts';
import { firstToExpire } from '../domain/delivery-status.ts';
import { ActionError } from '../domain/error.ts';
import { type ApiKey, isCallerKey, isLive, isoTime, newestOf } from '../domain/key.ts';
import { rankOf } from '../domain/manifest.ts';
import type { EntryResult } from '../domain/result.ts';
import { dueAt } from '../domain/rotation-plan.ts';
import type { ManifestEntry, RequestFor } from '../inputs/types.ts';
import type { createPlaces } from './manifest-places.ts';
import { planFor, type rotate } from './rotate.ts';

/** A postponed key that expires sooner than this is a failure, in seconds. */
const SOON = 48 * 3600;

type ManifestPlaces = ReturnType<typeof createPlaces>;

/** What became of an entry, apart from what the file says of it. */
export type Done = Partial<EntryResult> & Pick<EntryResult, 'action' | 'reason'>;

/** An entry, and what is known of it before anything is done; one that is `absent` has no plan. */
export interface Candidate extends NonNullable<Parameters<typeof rotate>[2]> {
  entry: ManifestEntry;
  /** Of the keys that its targets may hold, the one that expires first. */
  ending?: ApiKey | undefined;
  isIdle: boolean;
  /** What else a person has to know about it, as the end of the reason. */
  hint: string;
}

/** Reads the place and the targets of an entry. @throws ActionError where that is not possible */
export async function inspect(
  entry: ManifestEntry,
  places: ManifestPlaces,
  context: Context,
): Promise<Candidate> {
  const { request, state } = entry;
  const found = await places.find(request);
  const live = found.keys.filter((key) => isLive(key, found.now));
  if (state === 'absent') return { entry, found, isIdle: live.length === 0, hint: '' };
  const { store } = context;
  const inspected = await inspectSecrets(request.targets, store, context, found.keys.length > 0);
  const plan = await planFor(request, found, inspected, context);
  const isIdle =
    plan.kind === 'keep' &&
    inspected.skipped.length === 0 &&
    plan.older.every(({ action }) => action !== 'delete' && action !== 'in-use');
  const isMissing =
    plan.kind === 'rotate' && inspected.secrets.some(({ before }) => before === null);
  const ids = live.map(({ id }) => `\`${id}\``).join(', ');
  const end = isoTime(found.now + request.gracePeriod);
  // Another place may hold one of these keys.
  const hint =
    isMissing && live.length > 0
      ? `; a secret is missing, so another place may hold ${ids}, deleted once this is delivered and it is ${end}`
      : '';
  const ending = firstToExpire(toDeliveryEvidence(found, inspected), found.now);
  return { entry, found, inspected, plan, ending, isIdle, hint };
}

/** What there is to say about an entry that needs nothing. */
export function describe({ entry, plan }: Candidate): Done {
  if (plan === undefined) {
    return { action: 'retired', reason: 'its state is `absent`, and it has no live key' };
  }
  const { newest, why: reason } = plan;
  const nextDue = newest === undefined ? null : dueAt(newest, entry.request);
  return { action: 'kept', reason, id: newest?.id ?? null, nextDue };
}

/** An entry that is left to the next run, which is a failure where its key does not live until then. */
export function postpone({ found, plan, ending, hint }: Candidate, why: string): Done {
  const reason = `${plan?.why ?? 'its state is `absent`'}, but ${why}${hint}`;
  const done: Done = { action: 'postponed', reason, id: newestOf(found.keys)?.id ?? null };
  if (ending === undefined || isLive(ending, found.now + SOON)) return done;
  const { id, expiresAt } = ending;
  const verb = isLive(ending, found.now) ? 'expires' : 'expired';
  const message =
    `It was postponed, and its key \`${id}\` ${verb} at ${isoTime(expiresAt)}: ${reason}. Run this ` +
    'again soon.';
  return { ...done, reason: message, failure: new ActionError('partial', message) };
}

/** What is left to do, in the order in which it is done. */
export function inOrder(
  candidates: readonly Candidate[],
  { adminApiKey }: RequestFor<'reconcile'>,
  places: ManifestPlaces,
): Candidate[] {
  const isOwn = (key: ApiKey) => isCallerKey(key, adminApiKey);
  // Where no redacted value tells which key authenticates this step, it may be any admin key.
  const isTold = places.keys().some(isOwn);
  const ranked = candidates
    .filter(({ isIdle }) => !isIdle)
    .map((candidate) => {
      const { entry, found, plan, ending } = candidate;
      const mayHoldCallerKey = isTold ? found.keys.some(isOwn) : entry.request.account === null;
      return { candidate, rank: rankOf({ plan, ending, mayHoldCallerKey }, found.now) };
    });
  ranked.sort(
    ({ rank: a }, { rank: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3],
  );
  return ranked.map(({ candidate }) => candidate);
}

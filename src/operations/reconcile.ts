import type { Context } from '../delivery/context.ts';
import { finish } from '../delivery/finish.ts';
import { formatDuration } from '../domain/duration.ts';
import { ActionError, type ErrorCode, isDueTo } from '../domain/error.ts';
import { type ApiKey, isCallerKey, isLive, newestOf } from '../domain/key.ts';
import { groupByIdentity, identityText, labelOf } from '../domain/manifest.ts';
import type { EntryResult, ResultFor } from '../domain/result.ts';
import { bulletList } from '../domain/text.ts';
import type { ManifestEntry, RequestFor } from '../inputs/types.ts';
import type { SavedState } from '../runner/state.ts';
import { type Candidate, type Done, describe, inOrder, inspect, postpone } from './candidates.ts';
import { deleteEach } from './delete.ts';
import { createPlaces } from './manifest-places.ts';
import { rotate } from './rotate.ts';

/** A listing older than this is read again before a key is made or deleted, in milliseconds. */
const FRESH_MS = 5 * 60_000;
/** A GitHub App's token lives for an hour, so no entry begins later than this, in milliseconds. */
const APP_TOKEN_MS = 50 * 60_000;
/** Of a failing entry in the one annotation, in characters. */
const MAX_LINE = 350;
/** After one of these, every other entry would fail in the same way. */
const COMMON: readonly ErrorCode[] = [
  'unauthorized',
  'account-inactive',
  'no-credit',
  'unreachable',
  'cancelled',
];
/** The same, where a listing of keys failed. */
const COMMON_IN_LISTING: readonly ErrorCode[] = [...COMMON, 'rate-limited', 'unavailable'];

/**
 * Brings keys into the state that a manifest describes: the places of its entries are listed once, all
 * targets are read once, and then one entry after another that needs something is rotated, each with all
 * guarantees of a rotation. What one entry leaves unfinished is finished before the next begins.
 *
 * @param record - is told of each entry as soon as it is known what became of it
 */
export async function reconcile(
  request: RequestFor<'reconcile'>,
  context: Context,
  record: (result: EntryResult) => void,
): Promise<ResultFor<'reconcile'>> {
  const { entries, maxRotations, isKeyless, dryRun, manifest } = request;
  const isOfApp = request.github?.token.matchesRedacted('ghs_...') === true;
  const end = context.monotonic() + (isOfApp ? APP_TOKEN_MS : Number.POSITIVE_INFINITY);
  const places = createPlaces(context);
  const results = new Map<ManifestEntry, EntryResult>();
  let isOver = false;

  const settle = (entry: ManifestEntry, done: Done) => {
    const { name, account, targets } = entry.request;
    const empty = { id: null, nextDue: null, written: [], deletions: [] };
    const result: EntryResult = { name, account, targets, line: entry.line, ...empty, ...done };
    results.set(entry, result);
    record(result);
    const { failure } = result;
    if (failure === undefined) return;
    isOver ||= isDueTo(failure, places.isCause(failure) ? COMMON_IN_LISTING : COMMON);
  };
  /** As `settle`, of an entry that needed something. */
  const tell = (entry: ManifestEntry, done: Done) => {
    settle(entry, done);
    const label = `Entry ${results.size} of ${entries.length}, \`${labelOf(entry.request)}\``;
    context.log.info(`${label}: ${done.action}, ${done.reason.replace(/\.?$/, '.')}`);
  };
  const attempt = async (entry: ManifestEntry, id: string | null, work: () => Promise<void>) => {
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof ActionError)) throw failure;
      tell(entry, { action: 'failed', reason: failure.message, id, failure });
    }
  };

  const candidates: Candidate[] = [];
  for (const entry of isKeyless ? [] : entries) {
    if (isOver) break;
    await attempt(entry, null, async () => {
      candidates.push(await inspect(entry, places, context));
    });
  }
  const idle = candidates.filter(({ isIdle }) => isIdle);
  for (const candidate of idle) settle(candidate.entry, describe(candidate));
  let rotated = 0;
  for (const candidate of inOrder(candidates, request, places)) {
    if (isOver) break;
    const { entry, plan, found } = candidate;
    const isRotation = plan?.kind === 'rotate';
    const why =
      isRotation && rotated >= maxRotations
        ? `\`max-rotations\` is ${maxRotations}`
        : context.monotonic() > end
          ? 'the GitHub token ends soon'
          : undefined;
    if (why !== undefined) {
      tell(entry, postpone(candidate, why));
      continue;
    }
    await attempt(entry, newestOf(found.keys)?.id ?? null, async () => {
      tell(entry, await carryOut(candidate, places, context));
    });
    const { action, written } = results.get(entry) as EntryResult;
    if (isRotation && (action === 'rotated' || written.length > 0)) rotated++;
  }
  context.log.info(`${idle.length} of ${entries.length} entries needed nothing.`);
  const reason = isKeyless
    ? 'this run has no credentials, so the file was checked and no key was seen'
    : 'not tried after another failure';
  for (const entry of entries) {
    if (!results.has(entry)) settle(entry, { action: 'skipped', reason });
  }
  const all = entries.map((entry) => results.get(entry) as EntryResult);
  const named = new Set(manifest.entries.map((entry) => identityText(entry.request)));
  const strays = [...groupByIdentity(places.keys())].filter(([identity]) => !named.has(identity));
  const isOfAccount = ({ project, owner }: ApiKey) =>
    project !== null && owner?.type === 'service_account';
  return {
    operation: 'reconcile',
    dryRun,
    entries: all,
    unmanaged: strays.flatMap(([, keys]) => keys.filter(isOfAccount)),
    failure: failureOf(all),
  };
}

/** Rotates or retires the key of an entry, and finishes what that leaves unfinished. */
async function carryOut(
  candidate: Candidate,
  places: ReturnType<typeof createPlaces>,
  context: Context,
): Promise<Done> {
  const { entry, plan, hint } = candidate;
  const { request } = entry;
  const saved: SavedState = { entry: { stage: 'done' }, progress: '' };
  const own: Context = {
    ...context,
    ...(await context.forAccount(request.account)),
    saveEntry(entry) {
      context.saveEntry(entry);
      saved.entry = entry;
    },
    saveProgress(progress) {
      context.saveProgress(progress);
      saved.progress = progress;
    },
  };
  try {
    const known = request.dryRun ? candidate : { found: await places.find(request, FRESH_MS) };
    if (plan === undefined) return await retire(request, known.found, own);
    const result = await rotate(request, own, known);
    const { key, outcome, why, nextDue, written, deletions, failure } = result;
    const reason = `${failure?.message ?? why}${hint}`;
    const action = failure === undefined ? outcome : 'failed';
    return { action, reason, id: key?.id ?? null, nextDue, written, deletions, failure };
  } finally {
    // What a cancelled job leaves is for its post step.
    if (saved.entry.stage !== 'done' && !context.cancelled.aborted) {
      await finish(saved, true, own);
      if (!context.cancelled.aborted) context.saveEntry({ stage: 'done' });
    }
  }
}

/** Deletes the live keys of an entry that is `absent`, each once it was unused for the grace period. */
async function retire(
  { gracePeriod, adminApiKey, dryRun }: RequestFor<'rotate'>,
  { keys, now }: { keys: readonly ApiKey[]; now: number },
  { client, cancelled }: Pick<Context, 'client' | 'cancelled'>,
): Promise<Done> {
  const live = keys.filter((key) => isLive(key, now));
  const isIdle = (key: ApiKey) => now - (key.lastUsedAt ?? key.createdAt) >= gracePeriod;
  const ids = live
    .filter((key) => isIdle(key) && !isCallerKey(key, adminApiKey))
    .map(({ id }) => id);
  const planned = ids.map((id) => ({ id, status: 'planned' as const }));
  const { done, failure } = dryRun ? { done: planned } : await deleteEach(ids, client, cancelled);
  if (failure !== undefined) {
    return { action: 'failed', reason: failure.message, deletions: done, failure };
  }
  const left = live.find((key) => !ids.includes(key.id));
  if (left === undefined) {
    const reason = `its state is \`absent\`: ${ids.map((id) => `\`${id}\``).join(', ')}`;
    return { action: 'retired', reason, deletions: done };
  }
  const why = isIdle(left)
    ? 'authenticates this step'
    : `was used in the last ${formatDuration(gracePeriod)}`;
  const reason = `its state is \`absent\`, but \`${left.id}\` ${why}`;
  return { action: 'kept', reason, id: left.id, deletions: done };
}

function failureOf(results: readonly EntryResult[]): ActionError | undefined {
  const failed = results.filter(({ failure }) => failure !== undefined);
  const lines = failed.map((one) => {
    const text = `line ${one.line}, \`${labelOf(one)}\`: ${one.failure?.message ?? ''}`;
    // Ten of them fit into an annotation, and the log has each in full.
    return text
      .replaceAll(/\n(- )?/g, ' ')
      .slice(0, MAX_LINE)
      .toWellFormed();
  });
  if (failed.length === 0) return undefined;
  const message = `${failed.length} of ${results.length} entries failed.\n${bulletList(lines)}`;
  return new ActionError('partial', message, { cause: failed[0]?.failure });
}

import type { Context } from '../delivery/context.ts';
import { formatDuration } from '../domain/duration.ts';
import { type ApiKey, isCallerKey, isLive } from '../domain/key.ts';
import type { RequestFor } from '../inputs/types.ts';
import type { Done } from './candidates.ts';
import { deleteEach } from './delete.ts';

/**
 * Deletes the live keys of an entry that is `absent`, each once it has not been used for the grace period.
 *
 * @param found - the keys of the identity, and the API's time in Unix seconds
 */
export async function retire(
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

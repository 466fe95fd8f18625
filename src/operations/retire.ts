import { ActionError } from '../domain/error.ts';
import type { Deletion } from '../domain/result.ts';
import type { OlderKey } from '../domain/rotation-plan.ts';
import type { AdminKeys } from '../openai/admin-keys.ts';
import { type Deletions, deleteEach } from './delete.ts';
import type { Tools } from './tools.ts';

/** Deletes the older keys whose time is over, and says why one of them stays. */
export async function retire(
  older: readonly OlderKey[],
  keys: Pick<AdminKeys, 'delete'>,
  { log, cancelled, isRerun }: Pick<Tools, 'log' | 'cancelled' | 'isRerun'>,
): Promise<{ deletions: Deletion[]; failure?: ActionError | undefined }> {
  for (const { key } of older.filter(({ fate }) => fate === 'own')) {
    log.warning(
      `Key \`${key.id}\` is not deleted though its time is over, since it authenticates this very step. ` +
        (isRerun
          ? 'This run was run again, and gets the secrets as they were when it was first made: that is why. ' +
            'The next new run authenticates with a newer key and deletes it.'
          : 'The next run deletes it if it authenticates with the new key. If it does not, `admin-api-key` comes ' +
            'from a secret that is not among the targets: correct `secret-name` and what goes with it.'),
    );
  }
  const deletions = await deleteEach(doomedOf(older), keys, cancelled);
  return { deletions: deletions.done, failure: notRetired(deletions) };
}

/** The ids of the keys that are to be deleted. */
export function doomedOf(older: readonly OlderKey[]): string[] {
  return older.filter(({ fate }) => fate === 'delete').map(({ key }) => key.id);
}

/** Every older key stays, since a target that was left out may hold it. */
export function holdAll(older: readonly OlderKey[]): OlderKey[] {
  return older.map(
    (one): OlderKey =>
      one.fate === 'expired'
        ? one
        : { ...one, fate: 'held', why: 'a target that was left out may hold it' },
  );
}

function notRetired({ done, failures, last }: Deletions): ActionError | undefined {
  if (last === undefined) return undefined;
  const left = done.filter(({ fate }) => fate === 'failed' || fate === 'untried');
  const ids = left.map(({ id }) => `\`${id}\``).join(', ');
  return new ActionError(
    'partial',
    `The newest key is in place, but older ones could not be deleted: ${ids}. The next run tries again; ` +
      `\`operation: delete\` does it at once.\n${(failures.length > 0 ? failures : [last.message]).join('\n')}`,
    { cause: last },
  );
}

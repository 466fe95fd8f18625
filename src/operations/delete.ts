import { ActionError, messageOf } from '../domain/error.ts';
import type { DeleteResult, Deletion } from '../domain/result.ts';
import type { AdminKeys } from '../openai/admin-keys.ts';
import type { DeleteRequest } from '../request/request.ts';
import type { Tools } from './tools.ts';

/** After one of these, the next id can only fare the same. */
const HOPELESS = [
  'unauthorized',
  'account-inactive',
  'address-refused',
  'wrong-host',
  'no-credit',
  'rate-limited',
  'unavailable',
  'unreachable',
  'redirected',
  'cancelled',
];

/** What became of some keys that were to be deleted. */
export interface Deletions {
  done: Deletion[];
  /** A sentence for each that failed. */
  failures: string[];
  /** The last failure; undefined where all went well. */
  last: ActionError | undefined;
}

/**
 * Deletes keys in the order given, one request each and no read before. One that cannot be deleted
 * does not keep the others alive.
 */
export async function deleteEach(
  ids: readonly string[],
  keys: Pick<AdminKeys, 'delete'>,
  cancelled: AbortSignal,
): Promise<Deletions> {
  const done: Deletion[] = [];
  const failures: string[] = [];
  let last: ActionError | undefined;
  for (const id of ids) {
    if (cancelled.aborted)
      last = new ActionError('cancelled', 'The job was cancelled.', { cause: last });
    if (last !== undefined && HOPELESS.includes(last.code)) {
      done.push({ id, fate: 'untried' });
      continue;
    }
    try {
      done.push({ id, fate: await keys.delete(id) });
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      last = error;
      failures.push(messageOf(error));
      done.push({ id, fate: 'failed' });
    }
  }
  return { done, failures, last };
}

/** A replica that has not heard of a key answers 404, once. */
const AGAIN_MS = 2_000;

/** Deletes keys by id. */
export async function deleteKeys(
  request: DeleteRequest,
  { keys, cancelled, log, sleep }: Pick<Tools, 'keys' | 'cancelled' | 'log' | 'sleep'>,
): Promise<DeleteResult> {
  if (request.dryRun) {
    return { operation: 'delete', keys: request.keyIds.map((id) => ({ id, fate: 'planned' })) };
  }
  const twice = {
    async delete(id: string) {
      if ((await keys.delete(id)) === 'deleted') return 'deleted';
      await sleep(AGAIN_MS);
      return keys.delete(id);
    },
  };
  const deletions = await deleteEach(request.keyIds, twice, cancelled);
  const gone = deletions.done.filter(({ fate }) => fate === 'gone').map(({ id }) => `\`${id}\``);
  if (gone.length > 0) {
    log.warning(
      `Not among the admin keys of this organization, so counted as deleted: ${gone.join(', ')}. If such ` +
        'a key should have been there, check its id, and whether `admin-api-key` is of its organization.',
    );
  }
  return { operation: 'delete', keys: deletions.done, failure: describeFailure(deletions) };
}

function describeFailure({ done, failures, last }: Deletions): ActionError | undefined {
  if (last === undefined) return undefined;
  const idsOf = (...fates: string[]) =>
    done.filter(({ fate }) => fates.includes(fate)).map(({ id }) => `\`${id}\``);
  const gone = idsOf('deleted', 'gone');
  const untried = idsOf('untried');
  const message = [
    ...(failures.length > 0 ? failures : [last.message]),
    untried.length > 0 ? `Not tried after that: ${untried.join(', ')}.` : '',
    gone.length > 0 && last.code === 'unauthorized'
      ? 'It is likely one of those that were deleted: delete the rest with another key, and next time put ' +
        'that one last in the list.'
      : '',
    gone.length > 0 ? `Deleted: ${gone.join(', ')}.` : '',
  ];
  const code = gone.length > 0 ? 'partial' : last.code;
  return new ActionError(code, message.filter((line) => line !== '').join('\n'), { cause: last });
}

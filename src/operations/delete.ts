import type { Context } from '../delivery/context.ts';
import { ActionError, failsEveryRequest } from '../domain/error.ts';
import { splitKeyId } from '../domain/key.ts';
import type { Deletion, ResultFor } from '../domain/result.ts';
import type { RequestFor } from '../inputs/types.ts';
import type { KeyClient } from '../openai/client.ts';

interface Deletions {
  done: Deletion[];
  /** Why some were not deleted, of the last one's kind. */
  failure?: ActionError;
}

/**
 * Deletes keys in the order given, one request each and no read before. One that cannot be deleted
 * does not keep the others alive.
 */
export async function deleteEach(
  ids: readonly string[],
  keys: Pick<KeyClient, 'delete'>,
  cancelled: AbortSignal,
): Promise<Deletions> {
  const done: Deletion[] = [];
  const messages: string[] = [];
  let last: ActionError | undefined;
  for (const id of ids) {
    if (cancelled.aborted)
      last = new ActionError('cancelled', 'The job was cancelled.', { cause: last });
    if (last !== undefined && failsEveryRequest(last)) {
      done.push({ id, status: 'not-tried' });
      continue;
    }
    try {
      done.push({ id, status: await keys.delete(id) });
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      last = error;
      messages.push(error.message);
      done.push({ id, status: 'failed' });
    }
  }
  if (last === undefined) return { done };
  const message = messages.join('\n') || last.message;
  return { done, failure: new ActionError(last.code, message, { cause: last }) };
}

/** A replica that has not heard of a key answers 404, once. */
const AGAIN_MS = 2_000;

/** Deletes keys by id. */
export async function deleteKeys(
  request: RequestFor<'delete'>,
  { client, cancelled, log, sleep }: Pick<Context, 'client' | 'cancelled' | 'log' | 'sleep'>,
): Promise<ResultFor<'delete'>> {
  if (request.dryRun) {
    return { operation: 'delete', keys: request.keyIds.map((id) => ({ id, status: 'planned' })) };
  }
  const twice = {
    async delete(id: string) {
      if ((await client.delete(id)) === 'deleted') return 'deleted';
      await sleep(AGAIN_MS);
      const outcome = await client.delete(id);
      if (outcome === 'gone') await client.checkProjectOf(id);
      return outcome;
    },
  };
  const deletions = await deleteEach(request.keyIds, twice, cancelled);
  const gone = deletions.done.filter(({ status }) => status === 'gone');
  const isOfProject = ({ id }: Deletion) => splitKeyId(id).projectId !== null;
  const [admin, ofProjects] = [gone.filter((one) => !isOfProject(one)), gone.filter(isOfProject)];
  const here = "among the admin keys of this organization (a project's key is `proj_…/key_…`)";
  if (admin.length > 0) log.warning(notFound(admin, here));
  if (ofProjects.length > 0) log.warning(notFound(ofProjects, 'among the keys of its project'));
  return { operation: 'delete', keys: deletions.done, failure: describeFailure(deletions) };
}

function notFound(gone: readonly Deletion[], where: string): string {
  const ids = gone.map(({ id }) => `\`${id}\``).join(', ');
  return (
    `Not ${where}, so counted as deleted: ${ids}. If such a key should exist, check its id, and that ` +
    '`admin-api-key` belongs to its organization.'
  );
}

function describeFailure({ done, failure }: Deletions): ActionError | undefined {
  if (failure === undefined) return undefined;
  const idsOf = (...statuses: string[]) =>
    done.filter(({ status }) => statuses.includes(status)).map(({ id }) => `\`${id}\``);
  const gone = idsOf('deleted', 'gone');
  const notTried = idsOf('not-tried');
  const message = [
    failure.message,
    notTried.length > 0 ? `Not tried after that: ${notTried.join(', ')}.` : '',
    gone.length > 0 && failure.code === 'unauthorized'
      ? 'It is likely one of those that were deleted: delete the rest with another key, and next time put ' +
        'that one last in the list.'
      : '',
    gone.length > 0 ? `Deleted: ${gone.join(', ')}.` : '',
  ];
  const code = gone.length > 0 ? 'partial' : failure.code;
  return new ActionError(code, message.filter((line) => line !== '').join('\n'), {
    cause: failure,
  });
}

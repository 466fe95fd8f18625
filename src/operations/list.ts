import type { Context } from '../delivery/context.ts';
import { ActionError, joinFailures } from '../domain/error.ts';
import { matchesGlob } from '../domain/glob.ts';
import type { ApiKey } from '../domain/key.ts';
import type { ResultFor } from '../domain/result.ts';
import type { RequestFor } from '../inputs/types.ts';
import { listPlaces } from '../openai/places.ts';
import { writeKeysFile } from '../report/keys-file.ts';

/**
 * Writes the keys to the file of `keys-file`.
 *
 * @returns its full path, and why it could not be written
 */
export async function saveKeys(
  path: string | null,
  keys: readonly ApiKey[],
): Promise<{ file: string | null; failure?: ActionError }> {
  if (path === null) return { file: null };
  try {
    return { file: await writeKeysFile(path, keys) };
  } catch (error) {
    if (error instanceof ActionError) return { file: null, failure: error };
    throw error;
  }
}

/** The keys whose name matches, over as many pages as it takes. */
export async function list(
  request: RequestFor<'list'>,
  context: Pick<Context, 'client' | 'clientOf' | 'listProjects' | 'monotonic' | 'log'>,
): Promise<ResultFor<'list'>> {
  const pattern = request.name;
  const query = {
    order: request.order,
    after: request.after ?? undefined,
    limit: request.limit ?? undefined,
    matches: pattern === null ? undefined : (key: ApiKey) => matchesGlob(pattern, key.name ?? ''),
  };
  const { keys, archived, failures } = await listPlaces(request.places, query, context);
  const { file, failure } = await saveKeys(request.keysFile, keys);
  return {
    operation: 'list',
    keys,
    archived,
    pattern,
    file,
    failure: joinFailures([...failures, failure]),
  };
}

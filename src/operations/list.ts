import type { Context } from '../delivery/context.ts';
import { joinFailures } from '../domain/error.ts';
import { matchesGlob } from '../domain/glob.ts';
import type { ApiKey } from '../domain/key.ts';
import type { ResultFor } from '../domain/result.ts';
import type { RequestFor } from '../inputs/types.ts';
import { listPlaces } from '../openai/places.ts';
import { writeKeysFile } from '../report/keys-file.ts';

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
  const { file, failure } = await writeKeysFile(request.keysFile, keys);
  return {
    operation: 'list',
    keys,
    archived,
    pattern,
    file,
    failure: joinFailures([...failures, failure]),
  };
}

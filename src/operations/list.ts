import type { AdminKey } from '../domain/admin-key.ts';
import { ActionError } from '../domain/error.ts';
import { matchesGlob } from '../domain/glob.ts';
import type { ListResult } from '../domain/result.ts';
import { listKeys } from '../openai/listing.ts';
import { writeKeysFile } from '../report/keys-file.ts';
import type { ListRequest } from '../request/request.ts';
import type { Tools } from './tools.ts';

/** Writes the keys where they are wanted, and gives the full path, since it is counted from the workspace; a failure is told of beside what else was done. */
export async function saveKeys(
  path: string | null,
  keys: readonly AdminKey[],
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
  request: ListRequest,
  { keys }: Pick<Tools, 'keys'>,
): Promise<ListResult> {
  const pattern = request.name;
  const listing = await listKeys(keys, {
    order: request.order,
    after: request.after ?? undefined,
    limit: request.limit ?? undefined,
    matches: pattern === null ? undefined : (key) => matchesGlob(pattern, key.name ?? ''),
  });
  const result: ListResult = {
    operation: 'list',
    keys: listing.keys,
    pattern,
    file: null,
  };
  return { ...result, ...(await saveKeys(request.keysFile, listing.keys)) };
}

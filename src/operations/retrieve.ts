import type { RetrieveResult } from '../domain/result.ts';
import type { RetrieveRequest } from '../request/request.ts';
import type { Tools } from './tools.ts';

/** One key by its id, in one request. */
export async function retrieve(
  request: RetrieveRequest,
  { keys }: Pick<Tools, 'keys'>,
): Promise<RetrieveResult> {
  const { key } = await keys.retrieve(request.keyId);
  return { operation: 'retrieve', key };
}

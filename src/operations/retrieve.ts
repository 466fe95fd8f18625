import type { Context } from '../delivery/context.ts';
import type { ResultFor } from '../domain/result.ts';
import type { RequestFor } from '../inputs/types.ts';

/** One key by its id, in one request. */
export async function retrieve(
  request: RequestFor<'retrieve'>,
  { client }: Pick<Context, 'client'>,
): Promise<ResultFor<'retrieve'>> {
  const { key } = await client.retrieve(request.keyId);
  return { operation: 'retrieve', key };
}

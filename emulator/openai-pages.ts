import type { Reply } from './messages.ts';
import { invalidRequest } from './openai-errors.ts';

/** No order of a project's listings is documented; `shuffled` is a fixed one without a meaning. */
export type ListOrder = 'shuffled' | 'oldest-first' | 'newest-first';

/**
 * One page of a list, in the order of `items`.
 * Throws a Refusal where no item has the id `after`.
 *
 * @param show - gives the API's object for an item
 */
export function pageOf<T extends { id: string }>(
  items: readonly T[],
  { after, limit }: { after: string | null; limit: number },
  show: (item: T) => Record<string, unknown>,
): Reply {
  const cursor = after === null ? -1 : items.findIndex(({ id }) => id === after);
  if (after !== null && cursor === -1) {
    throw invalidRequest(`Invalid 'after': nothing in this list has the id '${after}'.`, 'after');
  }
  const start = cursor + 1;
  const data = items.slice(start, start + limit).map(show);
  return {
    status: 200,
    body: {
      object: 'list',
      data,
      has_more: start + limit < items.length,
      first_id: data.at(0)?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    },
  };
}

/** `items` come by creation time. */
export function inOrder<T extends { id: string }>(items: readonly T[], order: ListOrder): T[] {
  if (order === 'oldest-first') return [...items];
  if (order === 'newest-first') return items.toReversed();
  return items
    .map((item) => ({ item, rank: rankOf(item.id) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** An FNV-1a hash of the id, mixed: a key's place stays, whatever comes and goes beside it. */
function rankOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  }
  // The last character alone would hardly move the upper bits, and ids in a row would stay in a row.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

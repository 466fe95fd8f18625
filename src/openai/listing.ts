import type { AdminKey } from '../domain/admin-key.ts';
import { ActionError } from '../domain/error.ts';
import type { AdminKeys } from './admin-keys.ts';

/** The largest page that list endpoints of this API take. */
export const PAGE_SIZE = 100;
/** Far beyond any organization; a server that goes on for longer is not telling the truth. */
const MAX_PAGES = 1000;
const MAX_KEYS = MAX_PAGES * PAGE_SIZE;

export interface ListingQuery {
  /** Whether a listing that changed under the cursor fails, with the code `changed`. */
  strict?: boolean;
  order: 'asc' | 'desc';
  /** The id after which the listing starts. */
  after?: string | undefined;
  /** How many matching keys are wanted at the most. */
  limit?: number | undefined;
  /** Left out: every key is wanted. */
  matches?: ((key: AdminKey) => boolean) | undefined;
}

export interface Listing {
  keys: AdminKey[];
  /** The ids of all keys on the pages that were read, whether they match or not. */
  ids: ReadonlySet<string>;
  /** Unix milliseconds on the server's clock at the last page, where it tells. */
  serverTime: number | undefined;
}

/**
 * Reads page after page until the end, or until `limit` keys match.
 *
 * @throws ActionError of the client's, or `unreadable` where the pages lead nowhere
 */
export async function listKeys(client: AdminKeys, query: ListingQuery): Promise<Listing> {
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  const seen = new Set<string>();
  const keys: AdminKey[] = [];
  let after = query.after;
  for (let page = 1; page <= MAX_PAGES; page++) {
    // With a pattern, nobody knows how many keys it takes to find the ones that match.
    const size = query.matches === undefined ? Math.min(PAGE_SIZE, limit - keys.length) : PAGE_SIZE;
    const asking = client.listPage({ order: query.order, limit: size, after });
    const {
      keys: listed,
      hasMore,
      total = 0,
      serverTime,
    } = await asking.catch((error) => {
      throw query.strict && page > 1 && isRefusedCursor(error) ? changed() : error;
    });
    const known = seen.size;
    for (const key of listed) {
      if (seen.has(key.id) && query.strict) throw changed();
      if (seen.has(key.id)) continue;
      seen.add(key.id);
      if (query.matches?.(key) ?? true) keys.push(key);
    }
    if (!hasMore && query.strict && seen.size < total) {
      throw leadsNowhere(`it ended after ${seen.size} of ${total} keys`);
    }
    if (!hasMore || keys.length >= limit) {
      return { keys: keys.slice(0, limit), ids: seen, serverTime };
    }
    if (seen.size >= MAX_KEYS) throw leadsNowhere(`there was no end after ${MAX_KEYS} keys`);
    if (seen.size === known)
      throw leadsNowhere('a page brought no new key though more were promised');
    after = listed.at(-1)?.id;
  }
  throw leadsNowhere(`there was no end after ${MAX_PAGES} pages`);
}

/**
 * Every key that matches, from one view of them all: a listing that changed while it was read is
 * read once more, and fails if that changes too.
 *
 * @throws ActionError of the client's, `unreadable`, or `changed`
 */
export async function listWhole(
  client: AdminKeys,
  matches?: (key: AdminKey) => boolean,
): Promise<Listing> {
  const query: ListingQuery = { order: 'asc', matches, strict: true };
  try {
    return await listKeys(client, query);
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'changed') throw error;
    return listKeys(client, query);
  }
}

/** The key that a page was to start after is gone. */
function isRefusedCursor(error: unknown): boolean {
  return error instanceof ActionError && ['rejected', 'not-found'].includes(error.code);
}

function changed(): ActionError {
  return new ActionError(
    'changed',
    'The listing of keys changed while it was read, twice: somebody makes or deletes keys right now. ' +
      'Run this again later.',
  );
}

function leadsNowhere(what: string): ActionError {
  return new ActionError(
    'unreadable',
    `The listing of keys leads nowhere: ${what}. Check that \`base-url\` points to the OpenAI API ` +
      'and that nothing on the way answers in its place.',
  );
}

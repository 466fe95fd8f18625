import { ActionError } from '../domain/error.ts';
import type { ApiKey } from '../domain/key.ts';
import type { KeyClient } from './client.ts';

/** The largest page that list endpoints of this API take. */
export const PAGE_SIZE = 100;
/** Far beyond any organization; a server that goes on for longer is not telling the truth. */
const MAX_PAGES = 1000;
const MAX_KEYS = MAX_PAGES * PAGE_SIZE;
/** The pages of a listing together, in characters: a hundred thousand keys, and more. */
export const MAX_LISTED = 64 * 1024 * 1024;

export interface ListingQuery {
  /** Whether a listing that changed under the cursor fails, with the code `changed`. */
  strict?: boolean;
  order: 'asc' | 'desc';
  /** The id after which the listing starts. */
  after?: string | undefined;
  /** How many matching keys are wanted at the most. */
  limit?: number | undefined;
  /** No attempt begins after this moment of the clock that is never corrected. */
  notAfter?: number | undefined;
  /** How many characters are left for its pages; left out: it has `MAX_LISTED` for itself. */
  room?: { left: number } | undefined;
  /** Left out: every key is wanted. */
  matches?: ((key: ApiKey) => boolean) | undefined;
}

interface Listing {
  keys: ApiKey[];
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
export async function listKeys(client: KeyClient, query: ListingQuery): Promise<Listing> {
  // Without an order, the first keys are only known at the end.
  const limit = (client.isOrdered ? query.limit : undefined) ?? Number.POSITIVE_INFINITY;
  const room = query.room ?? { left: MAX_LISTED };
  const seen = new Set<string>();
  const keys: ApiKey[] = [];
  let after = query.after;
  for (let page = 1; page <= MAX_PAGES; page++) {
    // With a pattern, nobody knows how many keys it takes to find the ones that match.
    const size = query.matches === undefined ? Math.min(PAGE_SIZE, limit - keys.length) : PAGE_SIZE;
    const { order, notAfter } = query;
    const asking = client.listPage({ order, limit: size, after, notAfter });
    const listed = await asking.catch((error) => {
      throw query.strict && page > 1 && isRefusedCursor(error) ? changed() : error;
    });
    const { hasMore, total = 0, serverTime } = listed;
    room.left -= listed.size ?? 0;
    if (room.left < 0) throw leadsNowhere('it is larger than 64 MiB');
    const known = seen.size;
    for (const key of listed.keys) {
      if (seen.has(key.id) && query.strict) throw changed();
      if (seen.has(key.id)) continue;
      seen.add(key.id);
      if (query.matches?.(key) ?? true) keys.push(key);
    }
    if (!hasMore && query.strict && seen.size < total) {
      throw leadsNowhere(`it ended after ${seen.size} of ${total} keys`);
    }
    if (!hasMore || keys.length >= limit) {
      const sorted = client.isOrdered ? keys : sortKeys(keys, query.order);
      return { keys: sorted.slice(0, query.limit), ids: seen, serverTime };
    }
    if (seen.size >= MAX_KEYS) throw leadsNowhere(`there was no end after ${MAX_KEYS} keys`);
    if (seen.size === known)
      throw leadsNowhere('a page brought no new key though more were promised');
    after = listed.keys.at(-1)?.id;
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
  client: KeyClient,
  which: Pick<ListingQuery, 'matches' | 'notAfter' | 'room'> = {},
): Promise<Listing> {
  const list = () => listKeys(client, { ...which, order: 'asc', strict: true });
  return list().catch((error) => {
    if (!(error instanceof ActionError) || error.code !== 'changed') throw error;
    return list();
  });
}

/** The keys of one name, and when they were listed. */
interface FoundKeys {
  /** Oldest first, expired ones included. */
  keys: ApiKey[];
  /** The ids of all keys that were listed, whatever their name and kind. */
  ids: ReadonlySet<string>;
  /** Unix seconds on the API's clock. */
  now: number;
  /** The API's clock minus this machine's, in milliseconds. */
  offset: number;
  /** Whether the API told its time; otherwise this machine's stands in for it. */
  isTimed: boolean;
}

/**
 * Lists every key of exactly this name.
 *
 * @param now - Unix milliseconds
 * @throws ActionError of the client's, or where the listing changes while it is read
 */
export async function findKeys(
  client: KeyClient,
  name: string,
  now: () => number,
): Promise<FoundKeys> {
  const isOfName = (key: ApiKey) => key.name === name && client.whyForeign(key) === undefined;
  return toFoundKeys(await listWhole(client, { matches: isOfName }), now());
}

/**
 * Keys of one name, from a listing.
 *
 * @param localTime - Unix milliseconds at the time of the listing
 */
export function toFoundKeys({ keys, ids, serverTime }: Listing, localTime: number): FoundKeys {
  const time = serverTime ?? localTime;
  return {
    keys,
    ids,
    now: Math.floor(time / 1000),
    offset: time - localTime,
    isTimed: serverTime !== undefined,
  };
}

/** Keys by their creation, then by id. */
export function sortKeys(keys: readonly ApiKey[], order: 'asc' | 'desc'): ApiKey[] {
  const sign = order === 'asc' ? 1 : -1;
  return keys.toSorted(
    (a, b) => sign * (a.createdAt - b.createdAt || (a.id < b.id ? -1 : Number(a.id > b.id))),
  );
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
    `The listing of keys does not end: ${what}. Check that \`base-url\` points to the OpenAI API ` +
      'and that nothing on the way answers in its place.',
  );
}

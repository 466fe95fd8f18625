import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/domain/error.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import type { PageQuery } from '../../src/openai/client.ts';
import { type ListingQuery, listKeys, listWhole } from '../../src/openai/listing.ts';
import { actionError, adminKey, failureOf, fakeKeys, NOW } from '../../testing/fakes.ts';

type ServedPage = { ids: string[]; hasMore: boolean };

const named = (id: string) => adminKey({ id, name: id });
const ids = (count: number) => Array.from({ length: count }, (_, at) => `key_${at}`);

/** A client that answers by these pages, one after the other, and keeps the queries. */
function paged(pages: ServedPage[]) {
  const queries: PageQuery[] = [];
  const keys = fakeKeys({
    listPage: async (query) => {
      const page = pages[Math.min(queries.length, pages.length - 1)];
      queries.push(query);
      if (page === undefined) throw new Error('there is no page');
      const serverTime = (NOW + queries.length) * 1000;
      return { keys: page.ids.map(named), hasMore: page.hasMore, serverTime };
    },
  });
  return { keys, queries };
}

/** A client that pages through these ids as the API does. */
function stored(all: string[]) {
  const queries: PageQuery[] = [];
  const keys = fakeKeys({
    listPage: async (query) => {
      queries.push(query);
      const ordered = query.order === 'asc' ? all : [...all].reverse();
      const start = query.after === undefined ? 0 : ordered.indexOf(query.after) + 1;
      const end = start + Math.min(100, query.limit);
      const page = ordered.slice(start, end).map(named);
      return { keys: page, hasMore: end < ordered.length, serverTime: undefined };
    },
  });
  return { keys, queries };
}

async function listed(all: string[], query: Partial<ListingQuery>) {
  const { keys, queries } = stored(all);
  const listing = await listKeys(keys, { order: 'asc', ...query });
  return { found: listing.keys.map(({ id }) => id), queries };
}

const even = (key: ApiKey) => Number(key.id.slice(4)) % 2 === 0;

describe('every key', () => {
  test.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])('of %d takes %d requests', async (count, requests) => {
    const { found, queries } = await listed(ids(count), {});
    expect(found).toEqual(ids(count));
    expect(queries).toHaveLength(requests);
    expect(queries.map(({ after }) => after)).toEqual(
      [undefined, 'key_99', 'key_199'].slice(0, requests),
    );
    expect(new Set(queries.map(({ limit }) => limit))).toEqual(new Set([100]));
  });

  test('from a place on, in the order that is asked', async () => {
    const { found, queries } = await listed(ids(5), { order: 'desc', after: 'key_3' });
    expect(found).toEqual(['key_2', 'key_1', 'key_0']);
    expect(queries).toEqual([{ order: 'desc', limit: 100, after: 'key_3' }]);
  });

  test('comes with the server’s time at the last page', async () => {
    const { keys } = paged([
      { ids: ['key_1'], hasMore: true },
      { ids: ['key_2'], hasMore: false },
    ]);
    expect((await listKeys(keys, { order: 'asc' })).serverTime).toBe((NOW + 2) * 1000);
  });
});

describe('a limit', () => {
  test.each<[number, number[]]>([
    [1, [1]],
    [99, [99]],
    [100, [100]],
    [150, [100, 50]],
    [200, [100, 100]],
    [999, [100, 100, 100]],
  ])('of %d on 250 keys asks for pages of %j', async (limit, sizes) => {
    const { found, queries } = await listed(ids(250), { limit });
    expect(found).toEqual(ids(250).slice(0, limit));
    expect(queries.map((query) => query.limit)).toEqual(sizes);
  });

  // A page that the pattern thins out may hold none that match, so small pages only cost requests.
  test.each<[number, number]>([
    [1, 1],
    [50, 1],
    [51, 2],
    [100, 2],
    [125, 3],
    [999, 3],
  ])('of %d among names that match asks for whole pages, %d of them', async (limit, requests) => {
    const { found, queries } = await listed(ids(250), { limit, matches: even });
    expect(found).toEqual(
      ids(250)
        .filter((_, at) => at % 2 === 0)
        .slice(0, limit),
    );
    expect(queries.map((query) => query.limit)).toEqual(Array(requests).fill(100));
  });

  test('of few that match late is found with the fewest requests', async () => {
    const matches = (key: ApiKey) => key.id === 'key_249';
    const { found, queries } = await listed(ids(250), { limit: 1, matches });
    expect(found).toEqual(['key_249']);
    expect(queries).toHaveLength(3);
  });

  test('holds where a server sends more than was asked', async () => {
    const { keys } = paged([{ ids: ids(30), hasMore: true }]);
    const listing = await listKeys(keys, { order: 'asc', limit: 3 });
    expect(listing.keys.map(({ id }) => id)).toEqual(['key_0', 'key_1', 'key_2']);
  });
});

test('any listing holds what is there, in order and once', async () => {
  const query = fc.record({
    order: fc.constantFrom('asc' as const, 'desc' as const),
    limit: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    matches: fc.constantFrom(undefined, even),
  });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 300 }), query, async (count, { order, limit, matches }) => {
      const all = order === 'asc' ? ids(count) : ids(count).reverse();
      const wanted = all.filter((id) => matches?.(named(id)) ?? true).slice(0, limit);
      const { found, queries } = await listed(ids(count), { order, limit, matches });
      expect(found).toEqual(wanted);
      expect(queries.length).toBeLessThanOrEqual(Math.max(1, Math.ceil(count / 100)));
    }),
  );
});

describe('a server that does not keep its word', () => {
  test('keys that come twice are listed once', async () => {
    const { keys } = paged([
      { ids: ['key_1', 'key_2', 'key_2'], hasMore: true },
      { ids: ['key_2', 'key_3'], hasMore: false },
    ]);
    const listing = await listKeys(keys, { order: 'asc' });
    expect(listing.keys.map(({ id }) => id)).toEqual(['key_1', 'key_2', 'key_3']);
  });

  test.each<[string, ServedPage[]]>([
    ['the same page for ever', [{ ids: ['key_1', 'key_2'], hasMore: true }]],
    ['an empty page that promises more', [{ ids: [], hasMore: true }]],
    [
      'two pages in a circle',
      [
        { ids: ['key_1'], hasMore: true },
        { ids: ['key_2'], hasMore: true },
        { ids: ['key_1'], hasMore: true },
      ],
    ],
  ])('%s does not end', async (_, pages) => {
    const { keys, queries } = paged(pages);
    const error = await failureOf(() => listKeys(keys, { order: 'asc' }));
    expect(error).toMatchObject(actionError('unreadable'));
    expect(error.message).toContain('a page brought no new key though more were promised');
    expect(queries.length).toBeLessThanOrEqual(pages.length + 1);
  });

  test('new keys without end lead nowhere', async () => {
    let asked = 0;
    const keys = fakeKeys({
      listPage: async () => {
        asked += 1;
        return { keys: [named(`key_${asked}`)], hasMore: true, serverTime: undefined };
      },
    });
    const error = await failureOf(() => listKeys(keys, { order: 'asc' }));
    expect(error).toMatchObject(actionError('unreadable'));
    expect(asked).toBe(1_000);
  });

  test('what the client throws comes through', async () => {
    const failure = new Error('unexpected call of listPage');
    expect(await failureOf(() => listKeys(fakeKeys(), { order: 'asc' }))).toEqual(failure);
  });
});

describe('a whole listing', () => {
  const page = (...served: string[]) => ({ ids: served, hasMore: true });
  const last = (...served: string[]) => ({ ids: served, hasMore: false });

  test('is read oldest first, and thinned out by what matches', async () => {
    const { keys, queries } = stored(ids(150));
    const { keys: found } = await listWhole(keys, { matches: even });
    expect(found).toHaveLength(75);
    expect(queries.map(({ order, limit }) => `${order} ${limit}`)).toEqual(['asc 100', 'asc 100']);
  });

  test('that changes while it is read is read once more', async () => {
    const pages = [page('key_1', 'key_2'), last('key_2'), page('key_1'), last('key_3')];
    const { keys, queries } = paged(pages);
    const { keys: found } = await listWhole(keys);
    expect(found.map(({ id }) => id)).toEqual(['key_1', 'key_3']);
    expect(queries.map(({ after }) => after)).toEqual([undefined, 'key_2', undefined, 'key_1']);
  });

  test('shorter than it says is not the whole', async () => {
    const short = (total: number) =>
      fakeKeys({
        listPage: async () => ({
          keys: [named('key_1')],
          hasMore: false,
          total,
          serverTime: undefined,
        }),
      });
    const error = await failureOf(() => listWhole(short(2)));
    expect(error).toMatchObject(actionError('unreadable'));
    expect(error.message).toContain('it ended after 1 of 2 keys');
    expect((await listWhole(short(1))).keys).toHaveLength(1);
    // Where nothing is decided by it, what there is is shown.
    expect((await listKeys(short(2), { order: 'asc' })).keys).toHaveLength(1);
  });

  test('knows the ids of all that was listed', async () => {
    expect([...(await listWhole(stored(ids(3)).keys, { matches: even })).ids]).toEqual(ids(3));
  });

  test('that changes twice fails', async () => {
    const { keys, queries } = paged([page('key_1'), last('key_1'), page('key_1'), last('key_1')]);
    expect(await failureOf(() => listWhole(keys))).toMatchObject(actionError('changed'));
    expect(queries).toHaveLength(4);
  });

  test.each([
    ['rejected', 2, 'changed', 4],
    ['not-found', 2, 'changed', 4],
    ['unavailable', 2, 'unavailable', 2],
    ['rejected', 1, 'rejected', 1],
  ] as const)('whose page is %s at request %d ends with %s', async (code, at, ends, requests) => {
    let asked = 0;
    const keys = fakeKeys({
      listPage: async () => {
        asked += 1;
        if (asked % 2 === at % 2) throw new ActionError(code, 'No.');
        return { keys: [named(`key_${asked}`)], hasMore: true, serverTime: undefined };
      },
    });
    expect(await failureOf(() => listWhole(keys))).toMatchObject(actionError(ends));
    expect(asked).toBe(requests);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { ApiKey, Places } from '../../src/domain/key.ts';
import type { ListingQuery } from '../../src/openai/listing.ts';
import { failureOf, NOW } from '../../testing/fakes.ts';
import { byAge, everything, failing, keyOf, listing, strictly } from '../../testing/places.ts';

describe('one place', () => {
  test.each<[string, Partial<Places>, string[]]>([
    ['the admin keys', { hasAdminKeys: true }, ['key_1', 'key_2']],
    ['a project', { projects: ['proj_a'] }, ['proj_a/key_3', 'proj_a/key_4']],
  ])('is read alone: %s', async (_, places, ids) => {
    const { read, asked } = listing({
      admin: [keyOf(null, 'key_1', 2), keyOf(null, 'key_2', 1)],
      projects: { proj_a: [keyOf('proj_a', 'key_4', 0), keyOf('proj_a', 'key_3', 5)] },
    });
    expect(await read(places)).toMatchObject({
      ids,
      archived: [],
      failures: [],
      serverTime: NOW * 1000 + 1,
    });
    expect(asked).toHaveLength(1);
  });

  test('gets the query as it is, where its pages have an order', async () => {
    const { read, queries } = listing({
      admin: [keyOf(null, 'key_1', 2), keyOf(null, 'key_2', 1)],
    });
    const query: ListingQuery = { order: 'desc', after: 'key_9', limit: 1 };
    expect((await read({ hasAdminKeys: true }, query)).ids).toEqual(['key_1']);
    expect(queries).toEqual([{ order: 'desc', after: 'key_9', limit: 1 }]);
  });

  test.each<[string, Partial<Places>]>([
    ['the admin keys', { hasAdminKeys: true }],
    ['a project', { projects: ['proj_a'] }],
  ])('that cannot be read fails the listing: %s', async (_, places) => {
    const error = failing('not-found');
    const { read, asked } = listing({ admin: error, projects: { proj_a: error } });
    expect(await failureOf(() => read(places))).toBe(error);
    expect(asked).toHaveLength(1);
  });

  test('can be narrowed to a service account', async () => {
    const owner = (id: string) => ({ owner: { id, type: null, name: null, role: null } });
    const { read } = listing({
      projects: {
        proj_a: [
          keyOf('proj_a', 'key_1', 3, owner('svc_acct_a')),
          keyOf('proj_a', 'key_2', 2, owner('svc_acct_b')),
          keyOf('proj_a', 'key_3', 1, { ...owner('svc_acct_a'), name: 'other' }),
          keyOf('proj_a', 'key_4', 0, { owner: null }),
        ],
      },
    });
    const places = { projects: ['proj_a'], serviceAccountId: 'svc_acct_a' };
    for (const query of [byAge, strictly]) {
      expect((await read(places, query)).ids).toEqual(['proj_a/key_1', 'proj_a/key_3']);
      const named = { ...query, matches: (key: ApiKey) => key.name === 'nightly' };
      expect((await read(places, named)).ids).toEqual(['proj_a/key_1']);
    }
    expect((await read(places, { ...byAge, limit: 1 })).ids).toEqual(['proj_a/key_1']);
  });
});

describe('several places', () => {
  const projects = {
    proj_a: [keyOf('proj_a', 'key_2', 8), keyOf('proj_a', 'key_5', 2)],
    proj_b: [keyOf('proj_b', 'key_4', 4), keyOf('proj_b', 'key_1', 9)],
  };
  const admin = [keyOf(null, 'key_3', 8), keyOf(null, 'key_6', 1)];
  const sorted = ['proj_b/key_1', 'key_3', 'proj_a/key_2', 'proj_b/key_4', 'proj_a/key_5', 'key_6'];

  test('are read one after another and sorted together, by age and then by id', async () => {
    const { read, asked } = listing({ admin, projects });
    const places = { hasAdminKeys: true, projects: ['proj_b', 'proj_a'] };
    expect((await read(places)).ids).toEqual(sorted);
    expect(asked).toEqual(['admin', 'proj_b', 'proj_a']);
    expect((await read(places, { order: 'desc' })).ids).toEqual(sorted.toReversed());
  });

  test('are capped together', async () => {
    const { read, queries } = listing({ admin, projects });
    for (const limit of [1, 3, 9]) {
      const { ids } = await read(everything, { ...byAge, limit });
      expect(ids).toEqual(sorted.slice(0, limit));
      const { ids: newest } = await read(everything, { order: 'desc', limit });
      expect(newest).toEqual(sorted.toReversed().slice(0, limit));
    }
    expect(new Set(queries.map(({ limit }) => limit))).toEqual(new Set([100]));
  });

  test('are all active projects, and the admin keys where they are named', async () => {
    const { read, asked } = listing({ admin, projects });
    expect((await read({ projects: 'all' })).ids).toEqual(
      sorted.filter((id) => id.startsWith('proj_')),
    );
    expect(asked).toEqual(['projects', 'proj_a', 'proj_b']);
    expect(await read(everything)).toMatchObject({ ids: sorted, failures: [], archived: [] });
  });

  test('have only the keys that match', async () => {
    const { read } = listing({ admin, projects });
    const matches = (key: ApiKey) => !key.id.endsWith('2');
    for (const query of [byAge, strictly]) {
      expect((await read(everything, { ...query, matches })).ids).toEqual(
        sorted.filter((id) => id !== 'proj_a/key_2'),
      );
    }
  });

  test('may be none', async () => {
    const { read } = listing();
    expect(await read({ projects: 'all' })).toEqual({
      ids: [],
      keys: [],
      archived: [],
      failures: [],
      serverTime: undefined,
    });
  });

  test('know their server’s time from the last page', async () => {
    const { read } = listing({ projects });
    expect((await read({ projects: ['proj_a', 'proj_b'] })).serverTime).toBe(NOW * 1000 + 2);
  });
});

describe('a project’s key in the list of admin keys', () => {
  const shown = keyOf(null, 'key_1', 5, { redactedValue: 'sk-proj-****xyz' });
  const unknown = keyOf(null, 'key_2', 4, { redactedValue: 'sk-svcacct-****xyz' });
  const namesake = keyOf(null, 'key_3', 3);
  const projects = { proj_a: [keyOf('proj_a', 'key_1', 5), keyOf('proj_a', 'key_3', 2)] };

  test('counts once, as the key of its project', async () => {
    const { read } = listing({ admin: [shown, unknown, namesake], projects });
    for (const query of [byAge, strictly]) {
      expect((await read(everything, query)).ids).toEqual([
        'proj_a/key_1',
        'key_2',
        // An admin key, whatever ids a project has.
        'key_3',
        'proj_a/key_3',
      ]);
    }
    expect((await read(everything, { ...byAge, limit: 2 })).ids).toEqual(['proj_a/key_1', 'key_2']);
  });

  test('is shown there where its project was not read', async () => {
    const { read } = listing({ admin: [shown], projects: { proj_a: failing('forbidden') } });
    expect((await read(everything)).ids).toEqual(['key_1']);
    expect((await read({ hasAdminKeys: true })).ids).toEqual(['key_1']);
  });
});

describe('a listing that takes long', () => {
  const projects = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].map((at) => [`proj_${at}`, [keyOf(`proj_${at}`, 'key', at)]]),
  );

  test('says every ten seconds how far it is', async () => {
    const { read, said } = listing({ projects, takes: 4_000 });
    await read({ projects: 'all' });
    expect(said).toEqual(['3 of 7 projects, 3 keys.', '6 of 7 projects, 6 keys.']);
  });

  test('counts projects, not admin keys', async () => {
    const { read, said } = listing({ admin: [keyOf(null, 'key_a', 0)], projects, takes: 5_000 });
    await read(everything);
    expect(said).toEqual([
      '1 of 7 projects, 2 keys.',
      '3 of 7 projects, 4 keys.',
      '5 of 7 projects, 6 keys.',
      '7 of 7 projects, 8 keys.',
    ]);
  });

  test('says nothing while it is fast', async () => {
    const { read, said } = listing({ projects, takes: 1_000 });
    await read({ projects: 'all' });
    expect(said).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { findKeys, gatherEvidence } from '../../src/delivery/evidence.ts';
import type { AdminKey } from '../../src/domain/admin-key.ts';
import { isDelivered } from '../../src/domain/delivered.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { ListedPage, PageQuery } from '../../src/openai/admin-keys.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeKeys,
  fakeStore,
  NOW,
  secretOf,
} from '../support/fakes.ts';

const now = NOW * 1000;
const keyOf = (id: string, fields: Partial<AdminKey> = {}) => adminKey({ id, ...fields });

/** A client that gives these pages, one after another, and keeps what it was asked. */
function listing(pages: (Partial<ListedPage> | Error)[]) {
  const asked: PageQuery[] = [];
  const keys = fakeKeys({
    listPage: async (query) => {
      asked.push(query);
      const page = pages.shift();
      if (page === undefined || page instanceof Error) throw page ?? new Error('one page too many');
      return { keys: [], hasMore: false, serverTime: now, ...page };
    },
  });
  return { asked, tools: { keys, now: () => now } };
}

describe('findKeys', () => {
  test('finds every key of exactly this name, expired ones included, over all pages', async () => {
    const mine = [keyOf('key_1'), keyOf('key_3', { expiresAt: 1 }), keyOf('key_5')];
    const { asked, tools } = listing([
      { keys: [keyOf('key_1'), keyOf('key_2', { name: 'Nightly' })], hasMore: true },
      { keys: [mine[1] as AdminKey, keyOf('key_4', { name: null })], hasMore: true },
      { keys: [keyOf('key_5'), keyOf('key_6', { name: 'nightly ' })] },
    ]);
    expect((await findKeys('nightly', tools)).keys).toEqual(mine);
    expect(asked).toEqual([
      { order: 'asc', limit: 100, after: undefined },
      { order: 'asc', limit: 100, after: 'key_2' },
      { order: 'asc', limit: 100, after: 'key_4' },
    ]);
  });

  test('takes the name literally', async () => {
    const { tools } = listing([{ keys: [keyOf('key_1', { name: 'ci-1' })] }]);
    expect((await findKeys('ci-*', tools)).keys).toEqual([]);
  });

  test.each<[string, number | undefined, object]>([
    ['the API’s clock', now + 7_200_999, { now: NOW + 7_200, offset: 7_200_999 }],
    ['an API’s clock that is behind', now - 60_000, { now: NOW - 60, offset: -60_000 }],
    ['this machine’s clock where the API tells none', undefined, { now: NOW, offset: 0 }],
  ])('goes by %s', async (_, serverTime, expected) => {
    const { tools } = listing([{ serverTime }]);
    expect(await findKeys('nightly', tools)).toEqual({ keys: [], ...expected });
  });

  test('reads a listing that changed once more, and then fails', async () => {
    const twice = [{ keys: [keyOf('key_1')], hasMore: true }, { keys: [keyOf('key_1')] }];
    const again = listing([...twice, { keys: [keyOf('key_2')] }]);
    expect((await findKeys('nightly', again.tools)).keys).toEqual([keyOf('key_2')]);
    const { tools } = listing([...twice, ...twice]);
    expect(await failureOf(() => findKeys('nightly', tools))).toMatchObject(actionError('changed'));
  });

  test('fails as the client does', async () => {
    const { tools } = listing([new ActionError('unauthorized', 'No.')]);
    expect(await failureOf(() => findKeys('nightly', tools))).toMatchObject(
      actionError('unauthorized'),
    );
  });
});

describe('gatherEvidence', () => {
  const targets = [secretOf('a'), secretOf('b')];
  const made = keyOf('key_1', { createdAt: NOW - 60 });
  const found = { keys: [made], now: NOW, offset: 0 };
  const written = (...seconds: (number | null)[]) =>
    seconds.map((at) => (at === null ? null : { updatedAt: (made.createdAt + at) * 1000 }));

  /** A store that lets those read a secret that are to, but for some repositories. */
  function storeWithout(...closed: string[]) {
    const asked: string[] = [];
    const store = fakeStore({
      hasAccess: async (target, { updatedAt }) => {
        const repo = 'repo' in target ? target.repo : '';
        asked.push(`${repo} ${updatedAt / 1000 - made.createdAt}`);
        return !closed.includes(repo);
      },
    });
    return { store, asked };
  }

  test('holds when each target was written, and the difference of the clocks', async () => {
    const { store, asked } = storeWithout();
    const seen = { targets, current: written(5, 6), offset: 9_000 };
    const evidence = await gatherEvidence({ ...found, offset: 4_000 }, seen, store);
    expect(evidence).toEqual({
      keys: [made],
      updates: written(5, 6).map((secret) => secret?.updatedAt),
      skew: 5_000,
      accessible: true,
    });
    expect(asked).toEqual(['a 5', 'b 6']);
  });

  test('aligns the clocks, each against this machine’s', async () => {
    const hour = 3_600_000;
    const [api, github] = [
      { ...found, offset: -hour },
      { targets: [secretOf('a')], offset: hour },
    ];
    const { store } = storeWithout();
    const see = (at: number) => gatherEvidence(api, { ...github, current: written(at) }, store);
    expect(isDelivered(await see(7_200))).toBe(true);
    expect(isDelivered(await see(5))).toBe(false);
  });

  test.each<[string, AdminKey[], (number | null)[]]>([
    ['there is no key', [], [5, 6]],
    ['a secret is not there', [made], [5, null]],
    ['a secret was written at another time', [made], [5, 3_600]],
    [
      'another key was made shortly before',
      [keyOf('key_0', { createdAt: NOW - 61 }), made],
      [5, 6],
    ],
  ])('asks nobody who may read a secret where %s', async (_, keys, at) => {
    const { store, asked } = storeWithout('a', 'b');
    const seen = { targets, current: written(...at), offset: 0 };
    expect(await gatherEvidence({ ...found, keys }, seen, store)).toEqual({
      keys,
      updates: written(...at).map((secret) => secret?.updatedAt ?? null),
      skew: 0,
      accessible: true,
    });
    expect(asked).toEqual([]);
  });

  test.each([
    ['a', ['a 5']],
    ['b', ['a 5', 'b 6']],
  ])('tells that others may read the secret of %s, and asks no further', async (repo, asks) => {
    const { store, asked } = storeWithout(repo);
    const seen = { targets, current: written(5, 6), offset: 0 };
    const evidence = await gatherEvidence(found, seen, store);
    expect(evidence.accessible).toBe(false);
    expect(isDelivered(evidence)).toBe(false);
    expect(asked).toEqual(asks);
  });

  test('fails as the store does', async () => {
    const store = fakeStore({
      hasAccess: () => Promise.reject(new ActionError('forbidden', 'No.')),
    });
    const seen = { targets, current: written(5, 6), offset: 0 };
    expect(await failureOf(() => gatherEvidence(found, seen, store))).toMatchObject(
      actionError('forbidden'),
    );
  });
});

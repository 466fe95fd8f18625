import { describe, expect, test } from '@jest/globals';
import { areAccessible, findKeys, gatherEvidence } from '../../src/delivery/evidence.ts';
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

  test('knows all ids that were listed, and takes a project’s key for no key of the name', async () => {
    const project = keyOf('key_p', { redactedValue: 'sk-svcacct-...xyz' });
    const { tools } = listing([{ keys: [keyOf('key_1'), project, keyOf('key_o', { name: 'x' })] }]);
    const found = await findKeys('nightly', tools);
    expect(found.keys.map(({ id }) => id)).toEqual(['key_1']);
    expect([...found.ids]).toEqual(['key_1', 'key_p', 'key_o']);
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
    const isTimed = serverTime !== undefined;
    expect(await findKeys('nightly', tools)).toEqual({
      keys: [],
      ids: new Set(),
      isTimed,
      ...expected,
    });
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

const targets = [secretOf('a'), secretOf('b')];
const made = keyOf('key_1', { createdAt: NOW - 60 });
const found = { keys: [made], offset: 0 };
const written = (...seconds: (number | null)[]) =>
  seconds.map((at) => (at === null ? null : { updatedAt: (made.createdAt + at) * 1000 }));

describe('gatherEvidence', () => {
  test('holds when each target was written, and the difference of the clocks', () => {
    const seen = { targets, current: written(5, null), offset: 9_000 };
    expect(gatherEvidence({ ...found, offset: 4_000 }, seen)).toEqual({
      keys: [made],
      updates: [(made.createdAt + 5) * 1000, null],
      skew: 5_000,
    });
  });

  test('takes both clocks for right where GitHub does not tell its time', () => {
    const seen = { targets, current: written(5, 6), offset: undefined };
    expect(gatherEvidence({ ...found, offset: 4_000 }, seen).skew).toBe(0);
  });

  test('aligns the clocks, each against this machine’s', () => {
    const hour = 3_600_000;
    const [api, github] = [
      { ...found, offset: -hour },
      { targets: [secretOf('a')], offset: hour },
    ];
    const see = (at: number) => gatherEvidence(api, { ...github, current: written(at) });
    expect(isDelivered(see(7_200))).toBe(true);
    expect(isDelivered(see(5))).toBe(false);
  });
});

describe('areAccessible', () => {
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

  test.each<[string[], boolean, string[]]>([
    [[], true, ['a 5', 'b 6']],
    [['a'], false, ['a 5']],
    [['b'], false, ['a 5', 'b 6']],
  ])('with %j closed: %s, and asks no further than it has to', async (closed, result, asks) => {
    const { store, asked } = storeWithout(...closed);
    const seen = { targets, current: written(5, 6), offset: 0 };
    expect(await areAccessible(seen, store)).toBe(result);
    expect(asked).toEqual(asks);
  });

  test('not where a secret is not there', async () => {
    const { store, asked } = storeWithout();
    const seen = { targets, current: written(null, 6), offset: 0 };
    expect(await areAccessible(seen, store)).toBe(false);
    expect(asked).toEqual([]);
  });

  test('fails as the store does', async () => {
    const store = fakeStore({
      hasAccess: () => Promise.reject(new ActionError('forbidden', 'No.')),
    });
    const seen = { targets, current: written(5, 6), offset: 0 };
    expect(await failureOf(() => areAccessible(seen, store))).toMatchObject(
      actionError('forbidden'),
    );
  });
});

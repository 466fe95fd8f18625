import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import type { KeyClient, PageQuery } from '../../src/openai/client.ts';
import { findKeys } from '../../src/openai/listing.ts';
import { actionError, adminKey, failureOf, fakeKeys, NOW } from '../../testing/fakes.ts';

const now = NOW * 1000;
const keyOf = (id: string, fields: Partial<ApiKey> = {}) => adminKey({ id, ...fields });

/** A client that gives these pages, one after another, and keeps what it was asked. */
function listing(pages: (Partial<Awaited<ReturnType<KeyClient['listPage']>>> | Error)[]) {
  const asked: PageQuery[] = [];
  const client = fakeKeys({
    listPage: async (query) => {
      asked.push(query);
      const page = pages.shift();
      if (page === undefined || page instanceof Error) throw page ?? new Error('one page too many');
      return { keys: [], hasMore: false, serverTime: now, ...page };
    },
  });
  return { asked, find: (name = 'nightly') => findKeys(client, name, () => now) };
}

describe('findKeys', () => {
  test('finds every key of exactly this name, expired ones included, over all pages', async () => {
    const mine = [keyOf('key_1'), keyOf('key_3', { expiresAt: 1 }), keyOf('key_5')];
    const { asked, find } = listing([
      { keys: [keyOf('key_1'), keyOf('key_2', { name: 'Nightly' })], hasMore: true },
      { keys: [mine[1] as ApiKey, keyOf('key_4', { name: null })], hasMore: true },
      { keys: [keyOf('key_5'), keyOf('key_6', { name: 'nightly ' })] },
    ]);
    expect((await find()).keys).toEqual(mine);
    expect(asked).toEqual([
      { order: 'asc', limit: 100, after: undefined },
      { order: 'asc', limit: 100, after: 'key_2' },
      { order: 'asc', limit: 100, after: 'key_4' },
    ]);
  });

  test('knows all ids that were listed, and takes a project’s key for no key of the name', async () => {
    const project = keyOf('key_p', { redactedValue: 'sk-svcacct-...xyz' });
    const { find } = listing([{ keys: [keyOf('key_1'), project, keyOf('key_o', { name: 'x' })] }]);
    const found = await find();
    expect(found.keys.map(({ id }) => id)).toEqual(['key_1']);
    expect([...found.ids]).toEqual(['key_1', 'key_p', 'key_o']);
  });

  test('takes the name literally', async () => {
    const { find } = listing([{ keys: [keyOf('key_1', { name: 'ci-1' })] }]);
    expect((await find('ci-*')).keys).toEqual([]);
  });

  test.each<[string, number | undefined, object]>([
    ['the API’s clock', now + 7_200_999, { now: NOW + 7_200, offset: 7_200_999 }],
    ['an API’s clock that is behind', now - 60_000, { now: NOW - 60, offset: -60_000 }],
    ['this machine’s clock where the API tells none', undefined, { now: NOW, offset: 0 }],
  ])('goes by %s', async (_, serverTime, expected) => {
    const { find } = listing([{ serverTime }]);
    const isTimed = serverTime !== undefined;
    expect(await find()).toEqual({
      keys: [],
      ids: new Set(),
      isTimed,
      ...expected,
    });
  });

  test('reads a listing that changed once more, and then fails', async () => {
    const twice = [{ keys: [keyOf('key_1')], hasMore: true }, { keys: [keyOf('key_1')] }];
    const again = listing([...twice, { keys: [keyOf('key_2')] }]);
    expect((await again.find()).keys).toEqual([keyOf('key_2')]);
    const { find } = listing([...twice, ...twice]);
    expect(await failureOf(() => find())).toMatchObject(actionError('changed'));
  });

  test('fails as the client does', async () => {
    const { find } = listing([new ActionError('unauthorized', 'No.')]);
    expect(await failureOf(() => find())).toMatchObject(actionError('unauthorized'));
  });
});

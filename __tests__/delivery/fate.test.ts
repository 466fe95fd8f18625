import { describe, expect, test } from '@jest/globals';
import { settleFate } from '../../src/delivery/fate.ts';
import type { AdminKey } from '../../src/domain/admin-key.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { AdminKeys, PageQuery } from '../../src/openai/admin-keys.ts';
import { adminKey, fakeKeys, NOW } from '../support/fakes.ts';

/** This machine's clock is an hour behind the server's. */
const SKEW = 3_600_000;
const machineNow = NOW * 1000 + 30_000;
const sent = { name: 'nightly', sentAt: NOW * 1000, lifetime: null };

/** A key made so many seconds after the request was sent, by the server's clock. */
function made(seconds: number, fields: Partial<AdminKey> = {}): AdminKey {
  return adminKey({ id: 'key_new', createdAt: NOW + SKEW / 1000 + seconds, ...fields });
}

async function settle(
  keys: AdminKey[],
  {
    hint,
    methods = {},
    serverTime = machineNow + SKEW,
  }: {
    hint?: string;
    methods?: Partial<AdminKeys>;
    serverTime?: number | undefined;
  } = {},
) {
  const calls: unknown[] = [];
  const client = fakeKeys({
    listPage: async (query: PageQuery) => {
      calls.push(query);
      return { keys, hasMore: true, serverTime };
    },
    delete: async (id) => {
      calls.push(id);
      return 'deleted';
    },
    ...methods,
  });
  const settlement = await settleFate(client, sent, machineNow, () => machineNow, hint);
  return { ...settlement, calls };
}

const look = { order: 'desc', limit: 100 };

describe('one look at the newest keys', () => {
  test('deletes the key that is proven to be the step’s', async () => {
    const { settled, message, calls } = await settle([made(3)]);
    expect(calls).toEqual([look, 'key_new']);
    expect(settled).toBe(true);
    expect(message).toMatch(/^The key had been made \(`key_new`\) and was deleted/);
  });

  test('finds none', async () => {
    const { settled, message, calls } = await settle([made(-10), made(50), made(3, { name: 'x' })]);
    expect(calls).toEqual([look]);
    expect(settled).toBe(true);
    expect(message).toBe('No key named `nightly` was made. Run this again.');
  });

  test('names those of which it cannot tell, and leaves them alone', async () => {
    const { settled, message, calls } = await settle([made(3), made(4, { id: 'key_other' })]);
    expect(calls).toEqual([look]);
    expect(settled).toBe(true);
    expect(message).toContain('none was deleted: `key_new`, `key_other`.');
  });

  test('takes the id that came through for proof', async () => {
    const keys = [made(3), made(4, { id: 'key_other' })];
    expect((await settle(keys, { hint: 'key_other' })).calls).toEqual([look, 'key_other']);
  });
});

describe('what leaves something to be done', () => {
  test('a look that fails', async () => {
    const listPage = () => Promise.reject(new ActionError('unavailable', 'Out of order.'));
    const { settled, message } = await settle([], { methods: { listPage } });
    expect(settled).toBe(false);
    expect(message).toBe(
      'The look at the newest keys failed too: Out of order. A key named `nightly` may have been made ' +
        'at 2027-01-15T08:00:00.000Z, and nobody holds its value: look for it with `operation: list` ' +
        'and delete it by its id.',
    );
  });

  test('a server that does not tell its time', async () => {
    const listPage = async () => ({ keys: [made(3)], hasMore: false, serverTime: undefined });
    const { settled, message, calls } = await settle([], { methods: { listPage } });
    expect(settled).toBe(false);
    expect(message).toContain('The server does not tell its time');
    expect(calls).toEqual([]);
  });

  test('a delete that fails', async () => {
    const remove = () => Promise.reject(new ActionError('unavailable', 'Out of order.'));
    const { settled, message } = await settle([made(3)], { methods: { delete: remove } });
    expect(settled).toBe(false);
    expect(message).toMatch(
      /\(`key_new`\).*deleting it failed: Out of order\. Delete it by its id\.$/,
    );
  });
});

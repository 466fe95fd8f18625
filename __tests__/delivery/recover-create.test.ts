import { describe, expect, test } from '@jest/globals';
import { findCreated } from '../../src/delivery/recover-create.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import type { KeyClient, PageQuery } from '../../src/openai/client.ts';
import type { PendingCreate } from '../../src/runner/state.ts';
import { aPendingCreate } from '../../testing/builders.ts';
import { adminKey, fakeKeys, NOW } from '../../testing/fakes.ts';

/** This machine's clock is an hour behind the server's. */
const SKEW = 3_600_000;
const machineNow = NOW * 1000 + 30_000;
const sent = aPendingCreate();
const claimed: PendingCreate = { ...sent, reported: { id: 'key_new', hasValue: false } };

/** A key made so many seconds after the request was sent, by the server's clock. */
function made(seconds: number, fields: Partial<ApiKey> = {}): ApiKey {
  return adminKey({ id: 'key_new', createdAt: NOW + SKEW / 1000 + seconds, ...fields });
}

async function settle(
  keys: ApiKey[],
  create: PendingCreate = sent,
  methods: Partial<KeyClient> = {},
  serverTime: number | undefined = machineNow + SKEW,
) {
  const calls: unknown[] = [];
  const uncancellable = fakeKeys({
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
  const context = { uncancellable, now: () => machineNow, sleep: async () => undefined };
  const settlement = await findCreated(create, { knownIds: new Set() }, context);
  return { ...settlement, calls };
}

const look = { order: 'desc', limit: 100 };

describe('one look at the newest keys', () => {
  test('deletes nothing without an id, and names what may be the step’s', async () => {
    const { done, message, calls } = await settle([made(3), made(4, { id: 'key_b' })]);
    expect(calls).toEqual([look]);
    expect(done).toBe(true);
    expect(message).toBe(
      "`key_new`, `key_b` may be the key that this step made, or somebody else's: the answer that would " +
        'tell was lost, so they were not deleted. The next rotation of `nightly` deletes it. To delete ' +
        'it now, make sure that nothing uses it, and run `operation: delete` with `key-id: ' +
        'key_new, key_b`, or with those of them that nothing uses.',
    );
  });

  test.each<[string, Partial<PendingCreate>, RegExp]>([
    ['a rotation', {}, /The next rotation of `nightly` deletes it/],
    ['a job', { purpose: 'job', lifetime: 86_400 }, /It expires by itself/],
    ['a secret', { purpose: 'delivery' }, /It never expires/],
  ])('says what will become of the key of %s', async (_, fields, end) => {
    const { lifetime = null } = fields;
    const key = made(3);
    const mine = { ...key, expiresAt: lifetime === null ? null : key.createdAt + lifetime };
    expect((await settle([mine], { ...sent, ...fields })).message).toMatch(end);
  });

  test('deletes the key that an id proves to be the step’s', async () => {
    const keys = [made(3), made(4, { id: 'key_other' })];
    const { done, message, calls } = await settle(keys, claimed);
    expect(calls).toEqual([look, 'key_new']);
    expect(done).toBe(true);
    expect(message).toBe('The key that it had made (`key_new`) was deleted. Run this again.');
  });

  test('finds none, and leaves the rest to a later look', async () => {
    const { done, message, calls } = await settle([made(-301), made(3, { name: 'x' })]);
    expect(calls).toEqual([look]);
    expect(done).toBe(false);
    expect(message).toMatch(/^No key named `nightly` that may be this step's is listed, but/);
  });

  test('goes by the clock that was saved, whatever became of this machine’s', async () => {
    const early = { ...sent, offset: SKEW - 600_000 };
    expect((await settle([made(-600)], early)).done).toBe(true);
    expect((await settle([made(-901)], early)).message).toContain('is listed');
  });
});

describe('what leaves something to be done', () => {
  test('a look that fails', async () => {
    const listPage = () => Promise.reject(new ActionError('unavailable', 'Out of order.'));
    const { done, message } = await settle([], sent, { listPage });
    expect(done).toBe(false);
    expect(message).toBe(
      'The newest keys could not be listed either: Out of order. A key named `nightly` may have been made ' +
        'at 2027-01-15T08:00:00.000Z, and nobody holds its value: find it with `operation: list` ' +
        'and delete it by its id.',
    );
    expect((await settle([], claimed, { listPage })).message).toContain('(perhaps `key_new`)');
  });

  test('a server that does not tell its time', async () => {
    const listPage = async () => ({ keys: [made(3)], hasMore: false, serverTime: undefined });
    const { done, message, calls } = await settle([], claimed, { listPage });
    expect(done).toBe(false);
    expect(message).toContain('The server does not tell its time');
    expect(calls).toEqual([]);
  });

  test('an id that does not show up', async () => {
    const { done, message } = await settle([], claimed);
    expect([done, message]).toEqual([false, expect.stringMatching(/^`key_new` may be the key/)]);
  });

  test('a delete that fails', async () => {
    const remove = () => Promise.reject(new ActionError('unavailable', 'Out of order.'));
    const { done, message } = await settle([made(3)], claimed, { delete: remove });
    expect(done).toBe(false);
    expect(message).toMatch(
      /\(`key_new`\).*deleting it failed: Out of order\. Delete it by its id\.$/,
    );
  });

  test('a delete that is answered for as if there were no such key', async () => {
    const { done, message } = await settle([made(3)], claimed, { delete: async () => 'gone' });
    expect([done, message]).toEqual([false, expect.stringContaining('may still be there')]);
  });
});

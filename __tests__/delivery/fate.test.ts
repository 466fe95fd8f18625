import { describe, expect, test } from '@jest/globals';
import { settleFate } from '../../src/delivery/fate.ts';
import type { AdminKey } from '../../src/domain/admin-key.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { AdminKeys, PageQuery } from '../../src/openai/admin-keys.ts';
import type { Sent } from '../../src/runner/journal.ts';
import { adminKey, fakeKeys, NOW } from '../support/fakes.ts';

/** This machine's clock is an hour behind the server's. */
const SKEW = 3_600_000;
const machineNow = NOW * 1000 + 30_000;
const sent: Sent = {
  name: 'nightly',
  sentAt: NOW * 1000,
  lifetime: null,
  purpose: 'rotation',
  offset: null,
};
const claimed: Sent = { ...sent, claim: { id: 'key_new', hasValue: false } };

/** A key made so many seconds after the request was sent, by the server's clock. */
function made(seconds: number, fields: Partial<AdminKey> = {}): AdminKey {
  return adminKey({ id: 'key_new', createdAt: NOW + SKEW / 1000 + seconds, ...fields });
}

async function settle(
  keys: AdminKey[],
  create: Sent = sent,
  methods: Partial<AdminKeys> = {},
  serverTime: number | undefined = machineNow + SKEW,
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
  const clock = { now: () => machineNow, sleep: async () => undefined };
  const settlement = await settleFate(client, create, { known: new Set() }, clock);
  return { ...settlement, calls };
}

const look = { order: 'desc', limit: 100 };

describe('one look at the newest keys', () => {
  test('deletes nothing without an id, and names what may be the step’s', async () => {
    const { settled, message, calls } = await settle([made(3), made(4, { id: 'key_b' })]);
    expect(calls).toEqual([look]);
    expect(settled).toBe(true);
    expect(message).toBe(
      "`key_new`, `key_b` may be the key that this step made, or somebody else's: the answer that would " +
        'tell was lost, so they were left alone. The next rotation of `nightly` retires it. To be rid ' +
        'of it at once, find out that nothing uses it, and run `operation: delete` with `key-id: ' +
        'key_new, key_b`, or with those of them that nothing uses.',
    );
  });

  test.each<[string, Partial<Sent>, RegExp]>([
    ['a rotation', {}, /The next rotation of `nightly` retires it/],
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
    const { settled, message, calls } = await settle(keys, claimed);
    expect(calls).toEqual([look, 'key_new']);
    expect(settled).toBe(true);
    expect(message).toBe('The key that it had made (`key_new`) was deleted. Run this again.');
  });

  test('finds none, and leaves the rest to a later look', async () => {
    const { settled, message, calls } = await settle([made(-301), made(3, { name: 'x' })]);
    expect(calls).toEqual([look]);
    expect(settled).toBe(false);
    expect(message).toMatch(/^No key named `nightly` that may be this step's shows up, but/);
  });

  test('goes by the clock that was saved, whatever became of this machine’s', async () => {
    const early = { ...sent, offset: SKEW - 600_000 };
    expect((await settle([made(-600)], early)).settled).toBe(true);
    expect((await settle([made(-901)], early)).message).toContain('shows up');
  });
});

describe('what leaves something to be done', () => {
  test('a look that fails', async () => {
    const listPage = () => Promise.reject(new ActionError('unavailable', 'Out of order.'));
    const { settled, message } = await settle([], sent, { listPage });
    expect(settled).toBe(false);
    expect(message).toBe(
      'The look at the newest keys failed too: Out of order. A key named `nightly` may have been made ' +
        'at 2027-01-15T08:00:00.000Z, and nobody holds its value: look for it with `operation: list` ' +
        'and delete it by its id.',
    );
    expect((await settle([], claimed, { listPage })).message).toContain('(perhaps `key_new`)');
  });

  test('a server that does not tell its time', async () => {
    const listPage = async () => ({ keys: [made(3)], hasMore: false, serverTime: undefined });
    const { settled, message, calls } = await settle([], claimed, { listPage });
    expect(settled).toBe(false);
    expect(message).toContain('The server does not tell its time');
    expect(calls).toEqual([]);
  });

  test('an id that does not show up', async () => {
    const { settled, message } = await settle([], claimed);
    expect([settled, message]).toEqual([false, expect.stringMatching(/^`key_new` may be the key/)]);
  });

  test('a delete that fails', async () => {
    const remove = () => Promise.reject(new ActionError('unavailable', 'Out of order.'));
    const { settled, message } = await settle([made(3)], claimed, { delete: remove });
    expect(settled).toBe(false);
    expect(message).toMatch(
      /\(`key_new`\).*deleting it failed: Out of order\. Delete it by its id\.$/,
    );
  });

  test('a delete that is answered for as if there were no such key', async () => {
    const { settled, message } = await settle([made(3)], claimed, { delete: async () => 'gone' });
    expect([settled, message]).toEqual([false, expect.stringContaining('perhaps still there')]);
  });
});

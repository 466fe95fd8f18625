import { describe, expect, test } from '@jest/globals';
import { makeKey, type Order } from '../../src/delivery/make.ts';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import { type AdminKeys, UnknownFate } from '../../src/openai/admin-keys.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeKeys,
  fakeTools,
  NOW,
  secretOf,
} from '../support/fakes.ts';

const order: Order = {
  name: 'nightly',
  lifetime: 60,
  baseUrl: 'https://api.openai.com/v1',
  timeoutMs: 30_000,
  retryForMs: 0,
  purpose: 'delivery',
  targets: [secretOf('repo')],
  before: [null],
  githubApiUrl: 'https://api.github.com/',
};
const { name, lifetime, ...rest } = order;
const reach = { baseUrl: order.baseUrl, timeoutMs: 30_000, retryForMs: 0 };
const created = {
  key: adminKey({ id: 'key_new', createdAt: NOW + 1, expiresAt: NOW + 61 }),
  value: new Secret('sk-admin-new'),
  age: 2_000,
};

const creating = { stage: 'creating', ...reach, name, lifetime, sentAt: NOW * 1000 };
const made = { stage: 'made', keyId: 'key_new', ...rest };

/** The entries of the journal, read back. */
function journalOf(events: string[]): unknown[] {
  const entries = events.filter((event) => event.startsWith('journal '));
  return entries.map((entry) => JSON.parse(entry.slice('journal '.length)));
}

/** Tools of which the create ends like this. */
function toolsFor(create: AdminKeys['create'], cleanup: Partial<AdminKeys> = {}) {
  const tools = fakeTools();
  const keys = fakeKeys({
    create: async (key, onAttempt) => {
      tools.events.push(`create ${JSON.stringify(key)}`);
      return create(key, onAttempt);
    },
  });
  return { ...tools, keys, cleanup: fakeKeys(cleanup) };
}

const unknown = (hint?: string) => () =>
  Promise.reject(new UnknownFate(new ActionError('unavailable', 'No answer.'), hint));

describe('a key that is made', () => {
  test('is in the journal before the request leaves, and as soon as its id is known', async () => {
    const tools = toolsFor(async () => created);
    const { key, value } = created;
    // 15 minutes after it was made by the server's clock, of which 2 s are over.
    const writeUntil = NOW * 1000 - 2_000 + 15 * 60_000;
    expect(await makeKey(order, tools)).toEqual({ key, value, writeUntil });
    expect(tools.events.map((event) => event.split(' ')[0])).toEqual([
      'journal',
      'create',
      'journal',
    ]);
    expect(tools.events[1]).toBe('create {"name":"nightly","lifetime":60}');
    expect(journalOf(tools.events)).toEqual([creating, made]);
  });

  test('with another lifetime than was asked for is told of', async () => {
    const other = { ...created, key: adminKey({ id: 'key_new', createdAt: NOW + 1 }) };
    const tools = toolsFor(async () => other);
    await makeKey(order, tools);
    expect(tools.events.at(-1)).toMatch(/^warning: .*`key_new` another lifetime/);
  });

  test('for more targets than the post step can be told of is not made at all', async () => {
    const target = { ...secretOf('r'.repeat(100)), name: 'N'.repeat(200) };
    const tools = toolsFor(async () => created);
    const error = await failureOf(() =>
      makeKey({ ...order, targets: Array(400).fill(target) }, tools),
    );
    expect(error).toMatchObject(actionError('input'));
    expect(tools.events).toEqual([]);
  });

  test('is deleted again where the post step cannot be told of it', async () => {
    const deleted: string[] = [];
    const tools = toolsFor(async () => created, {
      delete: async (id) => {
        deleted.push(id);
        return 'deleted';
      },
    });
    const full = new ActionError('file', 'The disk is full.');
    let room = 1;
    const writeJournal = () => {
      if (room-- <= 0) throw full;
    };
    const making = makeKey(order, { ...tools, writeJournal });
    await expect(making).rejects.toThrow(
      'The new key (`key_new`) was deleted again. The disk is full.',
    );
    expect(deleted).toEqual(['key_new']);
  });

  test('has no value in the journal', async () => {
    const tools = toolsFor(async () => created);
    await makeKey(order, tools);
    expect(tools.events.join()).not.toContain('sk-admin-new');
  });
});

test('a key of which a request was refused is noted anew with the next', async () => {
  const tools = toolsFor(async (_, onAttempt) => {
    onAttempt?.(NOW * 1000 + 70_000);
    return created;
  });
  await makeKey(order, tools);
  const again = { ...creating, sentAt: NOW * 1000 + 70_000 };
  expect(journalOf(tools.events)).toEqual([creating, again, made]);
});

describe('a key that is not made', () => {
  test('because the job is cancelled: nothing is sent or noted', async () => {
    const tools = { ...fakeTools(), cancelled: AbortSignal.abort() };
    const error = await failureOf(() => makeKey(order, tools));
    expect(error).toMatchObject(actionError('cancelled'));
    expect(tools.events).toEqual([]);
  });

  test('because the server refuses: nothing is left to do', async () => {
    const refusal = new ActionError('rejected', 'No.');
    const tools = toolsFor(() => Promise.reject(refusal));
    expect(await failureOf(() => makeKey(order, tools))).toBe(refusal);
    expect(journalOf(tools.events)).toEqual([creating, { stage: 'settled' }]);
  });

  test('because of a bug: the post step looks', async () => {
    const bug = new TypeError('a bug');
    const tools = toolsFor(() => Promise.reject(bug));
    expect(await failureOf(() => makeKey(order, tools))).toBe(bug);
    expect(journalOf(tools.events)).toEqual([creating]);
  });
});

describe('a key of which nobody knows whether it was made', () => {
  const page =
    (...keys: (typeof created.key)[]) =>
    async () => {
      return { keys, hasMore: false, serverTime: NOW * 1000 };
    };
  const mine = adminKey({ id: 'key_new', createdAt: NOW, expiresAt: NOW + 60 });
  const remove = async () => 'deleted' as const;

  test.each<[string, Partial<AdminKeys>, string, boolean]>([
    [
      'is looked for, found and deleted',
      { listPage: page(mine), delete: remove },
      'was deleted',
      true,
    ],
    ['is looked for and not found', { listPage: page() }, 'No key named `nightly` was made.', true],
    [
      'is left to the post step',
      { listPage: unknown() },
      'The look at the newest keys failed',
      false,
    ],
  ])('%s', async (_, cleanup, message, settled) => {
    const tools = toolsFor(unknown(), cleanup);
    const error = await failureOf(() => makeKey(order, tools));
    expect(error).toMatchObject(actionError('unknown-fate'));
    expect(error.message).toMatch(/^No answer\.\n/);
    expect(error.message).toContain(message);
    expect(error.cause).toBeInstanceOf(UnknownFate);
    expect(tools.events).toContain('sleep 12000');
    expect(journalOf(tools.events)).toEqual(
      settled ? [creating, { stage: 'settled' }] : [creating],
    );
  });

  test('is told by the id that came through', async () => {
    const other = { ...mine, id: 'key_other' };
    const deleted: string[] = [];
    const cleanup = {
      listPage: page(mine, other),
      delete: async (id: string) => {
        deleted.push(id);
        return 'deleted' as const;
      },
    };
    await failureOf(() => makeKey(order, toolsFor(unknown('key_other'), cleanup)));
    expect(deleted).toEqual(['key_other']);
  });

  test('is left to the post step when the job is cancelled during the wait', async () => {
    const sleep = () => Promise.reject(new ActionError('cancelled', 'stopped'));
    const tools = { ...toolsFor(unknown(), { listPage: page() }), sleep };
    const error = await failureOf(() => makeKey(order, tools));
    expect(error.message).toContain('The job was cancelled; the post step looks');
  });
});

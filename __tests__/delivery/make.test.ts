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
  offset: 7_000,
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
const { name, lifetime, offset, ...rest } = order;
const reach = { baseUrl: order.baseUrl, timeoutMs: 30_000, retryForMs: 0 };
const created = {
  key: adminKey({ id: 'key_new', createdAt: NOW + 1, expiresAt: NOW + 61 }),
  value: new Secret('sk-admin-new'),
  age: 2_000,
};

const sent = { name, lifetime, purpose: order.purpose, offset, sentAt: NOW * 1000 };
const creating = { stage: 'creating', ...reach, ...sent };
const made = { stage: 'made', keyId: 'key_new', madeAt: NOW * 1000 - 2_000, ...rest };

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

const unknown = (id?: string, value?: Secret) => () => {
  const failure = new ActionError('unavailable', 'No answer.');
  const claim = id === undefined ? undefined : { id, hasValue: value !== undefined };
  return Promise.reject(new UnknownFate(failure, { claim, value }));
};

describe('a key that is made', () => {
  test('is in the journal before the request leaves, and as soon as its id is known', async () => {
    const tools = toolsFor(async () => created);
    const { key, value } = created;
    // Made 2 s ago by the server's clock.
    const madeAt = NOW * 1000 - 2_000;
    expect(await makeKey(order, tools)).toEqual({
      key,
      value,
      tryUntil: madeAt + 10 * 60_000,
      writeFrom: madeAt,
      writeUntil: madeAt + 15 * 60_000,
    });
    expect(tools.events.map((event) => event.split(' ')[0])).toEqual([
      'journal',
      'create',
      'journal',
      'progress',
    ]);
    expect(tools.events.at(-1)).toBe('progress key_new p');
    expect(tools.events[1]).toBe('create {"name":"nightly","lifetime":60}');
    expect(journalOf(tools.events)).toEqual([creating, made]);
  });

  test('has its times on the clock that nobody corrects, and in the journal on the other', async () => {
    const tools = { ...toolsFor(async () => created), monotonic: () => 5_000 };
    expect(await makeKey(order, tools)).toMatchObject({
      tryUntil: 3_000 + 10 * 60_000,
      writeFrom: 3_000,
      writeUntil: 3_000 + 15 * 60_000,
    });
    expect(journalOf(tools.events).at(-1)).toEqual(made);
  });

  test.each([
    [5_000, 5_000],
    [600_000, 60_000],
  ])('%d ms from now by the server’s clock is written then, at most a minute later', async (ahead, wait) => {
    const { writeFrom } = await makeKey(
      order,
      toolsFor(async () => ({ ...created, age: -ahead })),
    );
    expect(writeFrom - NOW * 1000).toBe(wait);
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
  type Key = typeof created.key;
  const page =
    (...keys: Key[]) =>
    async () => {
      return { keys, hasMore: false, serverTime: NOW * 1000 };
    };
  const mine = adminKey({ id: 'key_new', createdAt: NOW, expiresAt: NOW + 60 });
  const remove = async () => 'deleted' as const;
  const claimed = (id: string, hasValue = false) => ({ ...creating, claim: { id, hasValue } });
  const settled = { stage: 'settled' };

  test.each<[string, Partial<AdminKeys>, string | undefined, RegExp, unknown[]]>([
    [
      'is looked for, proven by its id and deleted',
      { listPage: page(mine), delete: remove },
      'key_new',
      /\(`key_new`\) was deleted\. Run this again\.$/,
      [creating, claimed('key_new'), settled],
    ],
    [
      'is named and left without an id',
      { listPage: page(mine) },
      undefined,
      /`key_new` may be the key that this step made/,
      [creating, settled],
    ],
    [
      'does not show up: told as just that, and looked for once more',
      { listPage: page() },
      undefined,
      /No key named `nightly` that may be .* shows up, but a listing can be late\. The post step looks once more\.$/,
      [creating],
    ],
    [
      'has an id that does not show up: looked for once more',
      { listPage: page() },
      'key_new',
      /`key_new` may be the key .* The post step looks once more\.$/,
      [creating, claimed('key_new')],
    ],
    [
      'is left to the post step where the look fails',
      { listPage: unknown() },
      undefined,
      /The look at the newest keys failed/,
      [creating],
    ],
  ])('%s', async (_, cleanup, id, message, journal) => {
    const tools = toolsFor(unknown(id), cleanup);
    const error = await failureOf(() => makeKey(order, tools));
    expect(error).toMatchObject(actionError('unknown-fate'));
    expect(error.message).toMatch(/^No answer\.\n/);
    expect(error.message).toMatch(message);
    expect(error.cause).toBeInstanceOf(UnknownFate);
    expect(tools.events).toContain('sleep 12000');
    expect(journalOf(tools.events)).toEqual(journal);
  });

  test('is never one that was listed before, also by an answer that names it', async () => {
    const theirs = { ...mine, id: 'key_theirs' };
    const known = new Set(['key_theirs']);
    const answers = [
      async () => ({ ...created, key: theirs }),
      unknown('key_theirs'),
      unknown('key_theirs', new Secret('sk-admin-xyz')),
    ];
    for (const answer of answers) {
      const tools = toolsFor(answer, { listPage: page(theirs) });
      const error = await failureOf(() => makeKey(order, tools, known));
      expect(error).toMatchObject(actionError('unknown-fate'));
      expect(error.message).toContain('shows up');
      expect(journalOf(tools.events)).toEqual([creating]);
    }
  });

  test('is compared with the value in the answer, which no state holds', async () => {
    for (const [text, deleted] of [
      ['sk-admin-something-xyz', true],
      ['sk-admin-something-else', false],
    ] as const) {
      const cleanup = { listPage: page(mine), delete: remove };
      const tools = toolsFor(unknown('key_new', new Secret(text)), cleanup);
      const { message } = await failureOf(() => makeKey(order, tools));
      expect(message.includes('was deleted')).toBe(deleted);
      expect(journalOf(tools.events)[1]).toEqual(claimed('key_new', true));
      expect(tools.events.join()).not.toContain('something');
    }
  });

  test('is left to the post step when the job is cancelled during the wait', async () => {
    const sleep = () => Promise.reject(new ActionError('cancelled', 'stopped'));
    const tools = { ...toolsFor(unknown('key_new'), { listPage: page() }), sleep };
    const error = await failureOf(() => makeKey(order, tools));
    expect(error.message).toContain('The job was cancelled; the post step looks');
    expect(journalOf(tools.events)).toEqual([creating, claimed('key_new')]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { type Delivery, type NewKey, withNewKey } from '../../src/delivery/new-key.ts';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { KeyClient } from '../../src/openai/client.ts';
import { UnknownOutcomeError } from '../../src/openai/unknown-outcome.ts';
import { aCreatedState, aPendingCreate } from '../../testing/builders.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeContext,
  fakeKeys,
  NOW,
  readyTarget,
  secretOf,
} from '../../testing/fakes.ts';
import { delivering } from '../../testing/scene.ts';

const request = { ...delivering, lifetime: 60, targets: [secretOf('repo')] };
const plan = {
  purpose: 'delivery' as const,
  ready: [readyTarget('repo')],
  offset: 7_000,
  knownIds: new Set<string>(),
};
const created = {
  key: adminKey({ id: 'key_new', createdAt: NOW + 1, expiresAt: NOW + 61 }),
  value: new Credential('sk-admin-new'),
  age: 2_000,
};

const creating = {
  stage: 'creating',
  ...aPendingCreate({ lifetime: 60, purpose: 'delivery', offset: 7_000 }),
};
const made = {
  stage: 'created',
  ...aCreatedState({
    keyId: 'key_new',
    createdAt: NOW * 1000 - 2_000,
    toldCreatedAt: NOW + 1,
    targets: [secretOf('repo')],
    before: [null],
    githubApiUrl: 'https://api.github.com/',
  }),
};
const done = { stage: 'done' };

/** The entries of the state, read back. */
function stateOf(events: string[]): unknown[] {
  const entries = events.filter((event) => event.startsWith('state '));
  return entries.map((entry) => JSON.parse(entry.slice('state '.length)));
}

/** A context in which the create ends like this. */
function contextFor(create: KeyClient['create'], uncancellable: Partial<KeyClient> = {}) {
  const context = fakeContext();
  context.client = fakeKeys({
    create: async (key, onAttempt) => {
      context.events.push(`create ${JSON.stringify(key)}`);
      return create(key, onAttempt);
    },
  });
  context.uncancellable = fakeKeys(uncancellable);
  return context;
}

/** Makes a key and returns it as it is when it is to be used. */
async function makeKey(context: ReturnType<typeof fakeContext>, how = plan, asked = request) {
  let given: NewKey | undefined;
  await withNewKey(asked, how, context, async (newKey) => {
    context.events.push('use');
    given = { ...newKey };
    return { written: [] };
  });
  return given;
}

const unknown = (id?: string, value?: Credential) => () => {
  const failure = new ActionError('unavailable', 'No answer.');
  const reported = id === undefined ? undefined : { id, hasValue: value !== undefined };
  return Promise.reject(new UnknownOutcomeError(failure, { reported, value }));
};

describe('a key that is made', () => {
  test('is in the journal before the request leaves, and as soon as its id is known', async () => {
    const context = contextFor(async () => created);
    const { key, value } = created;
    // Made 2 s ago by the server's clock.
    const madeAt = NOW * 1000 - 2_000;
    expect(await makeKey(context)).toEqual({
      key,
      value,
      checkUntil: madeAt + 10 * 60_000,
      writeFrom: madeAt,
      writeUntil: madeAt + 15 * 60_000,
      progress: [{ state: 'pending' }],
      exposedTo: [],
      isCompared: false,
    });
    expect(context.events.map((event) => event.split(' ')[0])).toEqual([
      'state',
      'create',
      'state',
      'progress',
      'use',
      'state',
    ]);
    expect(context.events[3]).toBe('progress key_new p');
    expect(context.events[1]).toBe('create {"name":"nightly","lifetime":60}');
    expect(stateOf(context.events)).toEqual([creating, made, done]);
  });

  test('has its times on the clock that nobody corrects, and in the journal on the other', async () => {
    const context = { ...contextFor(async () => created), monotonic: () => 5_000 };
    expect(await makeKey(context)).toMatchObject({
      checkUntil: 3_000 + 10 * 60_000,
      writeFrom: 3_000,
      writeUntil: 3_000 + 15 * 60_000,
    });
    expect(stateOf(context.events)[1]).toEqual(made);
  });

  test.each([
    [5_000, 5_000],
    [600_000, 60_000],
  ])('%d ms from now by the server’s clock is written then, at most a minute later', async (ahead, wait) => {
    const newKey = await makeKey(contextFor(async () => ({ ...created, age: -ahead })));
    expect((newKey?.writeFrom ?? 0) - NOW * 1000).toBe(wait);
  });

  test('is returned with where its value went', async () => {
    const delivery: Delivery = {
      written: [{ target: secretOf('repo'), action: 'created' }],
      failure: new ActionError('partial', 'Not all of them.'),
    };
    const context = contextFor(async () => created);
    const { key, value } = created;
    const exposedTo = ['step output `value`'];
    const result = await withNewKey(request, plan, context, async (newKey) => {
      newKey.exposedTo = [...exposedTo];
      return delivery;
    });
    expect(result).toEqual({ key, value, exposedTo, ...delivery });
    expect(stateOf(context.events)).toEqual([creating, made, done]);
  });

  test('has in the journal only the secrets that are ready, with when they were written', async () => {
    const context = contextFor(async () => created);
    const asked = { ...request, targets: ['a', 'b', 'c'].map(secretOf) };
    const ready = [readyTarget('b', 5_000), readyTarget('c')];
    await makeKey(context, { ...plan, ready }, asked);
    const targets = [secretOf('b'), secretOf('c')];
    expect(stateOf(context.events)[1]).toEqual({ ...made, targets, before: [5_000, null] });
    expect(context.events).toContain('progress key_new p p');
  });

  test('without secrets has no progress', async () => {
    const context = contextFor(async () => created);
    await makeKey(context, { ...plan, ready: [] }, { ...request, targets: [] });
    expect(stateOf(context.events)[1]).toEqual({ ...made, targets: [], before: [] });
    expect(context.events.join()).not.toContain('progress');
  });

  test('for more targets than the post step can be told of is not made at all', async () => {
    const target = { ...secretOf('r'.repeat(100)), name: 'N'.repeat(200) };
    const context = contextFor(async () => created);
    const ready = Array(400).fill({ ...readyTarget('repo'), target });
    const error = await failureOf(() => makeKey(context, { ...plan, ready }));
    expect(error).toMatchObject(actionError('input'));
    expect(context.events).toEqual([]);
  });

  test.each([
    ['entry', { saveProgress: () => undefined }],
    ['progress', { saveEntry: () => undefined }],
  ])('is deleted again where the post step cannot be told of it: no %s', async (_, fields) => {
    const deleted: string[] = [];
    const context = contextFor(async () => created, {
      delete: async (id) => {
        deleted.push(id);
        return 'deleted';
      },
    });
    let room = 'saveEntry' in fields ? 0 : 1;
    const save = () => {
      if (room-- <= 0) throw new ActionError('file', 'The disk is full.');
    };
    const full = { ...context, saveEntry: save, saveProgress: save, ...fields };
    const error = await failureOf(() => makeKey(full));
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toBe('The new key (`key_new`) was deleted again. The disk is full.');
    expect(deleted).toEqual(['key_new']);
    expect(context.events).not.toContain('use');
  });

  test('has no value in the journal', async () => {
    const context = contextFor(async () => created);
    await makeKey(context);
    expect(context.events.join()).not.toContain('sk-admin-new');
  });
});

test('a key of which a request was refused is noted anew with the next', async () => {
  const context = contextFor(async (_, onAttempt) => {
    onAttempt?.(NOW * 1000 + 70_000);
    return created;
  });
  await makeKey(context);
  const again = { ...creating, sentAt: NOW * 1000 + 70_000 };
  expect(stateOf(context.events)).toEqual([creating, again, made, done]);
});

describe('a key that is not made', () => {
  test('because the job is cancelled: nothing is sent or noted', async () => {
    const context = fakeContext({ cancelled: AbortSignal.abort() });
    const error = await failureOf(() => makeKey(context));
    expect(error).toMatchObject(actionError('cancelled'));
    expect(context.events).toEqual([]);
  });

  test('because the server refuses: nothing is left to do', async () => {
    const refusal = new ActionError('rejected', 'No.');
    const context = contextFor(() => Promise.reject(refusal));
    expect(await failureOf(() => makeKey(context))).toBe(refusal);
    expect(stateOf(context.events)).toEqual([creating, done]);
  });

  test('because of a bug: the post step looks', async () => {
    const bug = new TypeError('a bug');
    const context = contextFor(() => Promise.reject(bug));
    expect(await failureOf(() => makeKey(context))).toBe(bug);
    expect(stateOf(context.events)).toEqual([creating]);
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
  const claimed = (id: string, hasValue = false) => ({ ...creating, reported: { id, hasValue } });

  test.each<[string, Partial<KeyClient>, string | undefined, RegExp, unknown[]]>([
    [
      'is looked for, proven by its id and deleted',
      { listPage: page(mine), delete: remove },
      'key_new',
      /\(`key_new`\) was deleted\. Run this again\.$/,
      [creating, claimed('key_new'), done],
    ],
    [
      'is named and left without an id',
      { listPage: page(mine) },
      undefined,
      /`key_new` may be the key that this step made/,
      [creating, done],
    ],
    [
      'does not show up: told as just that, and looked for once more',
      { listPage: page() },
      undefined,
      /No key named `nightly` that may be .* is listed, but a listing can be late\. This job checks once more\.$/,
      [creating],
    ],
    [
      'has an id that does not show up: looked for once more',
      { listPage: page() },
      'key_new',
      /`key_new` may be the key .* This job checks once more\.$/,
      [creating, claimed('key_new')],
    ],
    [
      'is left to the post step where the look fails',
      { listPage: unknown() },
      undefined,
      /The newest keys could not be listed either: No answer\..*This job checks once more\.$/,
      [creating],
    ],
  ])('%s', async (_, uncancellable, id, message, state) => {
    const context = contextFor(unknown(id), uncancellable);
    const error = await failureOf(() => makeKey(context));
    expect(error).toMatchObject(actionError('unknown-outcome'));
    expect(error.message).toMatch(/^No answer\.\n/);
    expect(error.message).toMatch(message);
    expect(error.cause).toBeInstanceOf(UnknownOutcomeError);
    expect(context.events).toContain('sleep 12000');
    expect(context.events).not.toContain('use');
    expect(stateOf(context.events)).toEqual(state);
  });

  test('is never one that was listed before, also by an answer that names it', async () => {
    const theirs = { ...mine, id: 'key_theirs' };
    const knownIds = new Set(['key_theirs']);
    const answers = [
      async () => ({ ...created, key: theirs }),
      unknown('key_theirs'),
      unknown('key_theirs', new Credential('sk-admin-xyz')),
    ];
    for (const answer of answers) {
      const context = contextFor(answer, { listPage: page(theirs) });
      const error = await failureOf(() => makeKey(context, { ...plan, knownIds }));
      expect(error).toMatchObject(actionError('unknown-outcome'));
      expect(error.message).toContain("that may be this step's is listed, but");
      expect(context.events).not.toContain('use');
      expect(stateOf(context.events)).toEqual([creating]);
    }
  });

  test('is compared with the value in the answer, which no state holds', async () => {
    for (const [text, deleted] of [
      ['sk-admin-something-xyz', true],
      ['sk-admin-something-else', false],
    ] as const) {
      const uncancellable = { listPage: page(mine), delete: remove };
      const context = contextFor(unknown('key_new', new Credential(text)), uncancellable);
      const { message } = await failureOf(() => makeKey(context));
      expect(message.includes('was deleted')).toBe(deleted);
      expect(stateOf(context.events)[1]).toEqual(claimed('key_new', true));
      expect(context.events.join()).not.toContain('something');
    }
  });

  test('is deleted also where its id cannot be saved', async () => {
    const context = contextFor(unknown('key_new'), { listPage: page(mine), delete: remove });
    let room = 1;
    const saveEntry = () => {
      if (room-- <= 0) throw new ActionError('file', 'The disk is full.');
    };
    const error = await failureOf(() => makeKey({ ...context, saveEntry }));
    expect(error).toMatchObject(actionError('unknown-outcome'));
    expect(error.message).toMatch(/\(`key_new`\) was deleted\. Run this again\.$/);
  });

  test('is left to the post step when the job is cancelled during the wait', async () => {
    const sleep = () => Promise.reject(new ActionError('cancelled', 'stopped'));
    const context = { ...contextFor(unknown('key_new'), { listPage: page() }), sleep };
    const error = await failureOf(() => makeKey(context));
    expect(error.message).toContain('The job was cancelled; the post step checks');
    expect(stateOf(context.events)).toEqual([creating, claimed('key_new')]);
  });
});

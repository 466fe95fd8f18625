import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Context } from '../../src/delivery/context.ts';
import { type Delivery, type NewKey, withNewKey } from '../../src/delivery/new-key.ts';
import type { WriteProgress } from '../../src/delivery/write-state.ts';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError } from '../../src/domain/error.ts';
import {
  actionError,
  failureOf,
  fakeContext,
  fakeKeys,
  NOW,
  readyTarget,
  SENTINEL,
} from '../../testing/fakes.ts';
import { delivering, made, told } from '../../testing/scene.ts';

/* What happens to a new key when its use ends: well, with a failure, or with a bug. */

const ready = [readyTarget('a'), readyTarget('b')];
const plan = { purpose: 'delivery' as const, ready, offset: 0, knownIds: new Set<string>() };
const alone = { request: { ...delivering, targets: [] }, plan: { ...plan, ready: [] } };
const CREATED = ['state creating', 'state created'];
const UNDO = ['delete key_new', 'state done'];

const STATES: Record<string, WriteProgress[number]> = {
  p: { state: 'pending' },
  s: { state: 'sent', since: NOW * 1000 },
  u: { state: 'sent', since: null },
  w: { state: 'written' },
  r: { state: 'refused' },
};
/** How far a use got, a letter for each target; `x` where a later step has the value. */
function reach(newKey: NewKey, letters: string): void {
  const states = [...letters].flatMap((letter) => STATES[letter] ?? []);
  newKey.progress = states;
  newKey.exposedTo = letters.includes('x') ? ['step output `value`'] : [];
}

interface UsePlan {
  request: typeof delivering;
  plan: Parameters<typeof withNewKey>[1];
}

/** Makes a key whose use gets so far and then throws. */
function useThatThrows(
  letters: string,
  thrown: unknown,
  fields: Partial<Context> = {},
  { request, plan: how }: UsePlan = { request: delivering, plan },
) {
  const context = fakeContext();
  context.client = fakeKeys({ create: async () => made });
  context.uncancellable = fakeKeys({
    delete: async (id) => {
      context.events.push(`delete ${id}`);
      return 'deleted';
    },
  });
  Object.assign(context, fields);
  const run = () =>
    withNewKey(request, how, context, async (newKey) => {
      reach(newKey, letters);
      throw thrown;
    });
  return { run, events: context.events };
}

const why = new ActionError('rejected', 'Why.');

describe('a key whose use fails', () => {
  test.each([
    ['nothing was begun', 'pp'],
    ['nothing was written', 'pr'],
    ['every write was refused', 'rr'],
  ])('is deleted where %s', async (_, letters) => {
    const { run, events } = useThatThrows(letters, why);
    const error = await failureOf(run);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toBe('The new key (`key_new`) was deleted again. Why.');
    expect(told(events)).toEqual([...CREATED, ...UNDO]);
  });

  test('is deleted where there are no secrets and no later step has its value', async () => {
    const { run, events } = useThatThrows('', why, {}, alone);
    expect((await failureOf(run)).message).toContain('was deleted again. Why.');
    expect(told(events)).toEqual([...CREATED, ...UNDO]);
  });

  test.each([
    ['sp', 'one write was sent'],
    ['us', 'it is not known when they were sent'],
    ['rs', 'the other was refused'],
  ])('is left to the post step and named, with the writes %s: %s', async (letters) => {
    const { run, events } = useThatThrows(letters, why);
    const error = await failureOf(run);
    expect(error).toMatchObject({ ...actionError('partial'), cause: why });
    expect(error.message).toBe(
      'It is not certain whether a secret holds the new key (`key_new`), so it is not deleted here; ' +
        'this job checks again. If the key stays, the next rotation of its name finds it ' +
        'delivered or deletes it. Delete it with `operation: delete` and `key-id: key_new`. Do so only ' +
        'if no secret holds it.\nWhy.',
    );
    expect(told(events)).toEqual(CREATED);
  });

  test.each([
    ['a secret holds it', 'wr'],
    ['a secret holds it and another may', 'ws'],
  ])('is kept where %s', async (_, letters) => {
    const { run, events } = useThatThrows(letters, why);
    expect(await failureOf(run)).toBe(why);
    expect(told(events)).toEqual(CREATED);
  });

  // The progress tells the post step of secrets alone, so nothing else would keep it from the key.
  test.each<[string, string, UsePlan | undefined]>([
    ['a later step has its value', 'ppx', undefined],
    ['a later step has its value and a secret may', 'spx', undefined],
    ['there are no secrets and a later step has its value', 'x', alone],
  ])('is kept, also by the post step, where %s', async (_, letters, how) => {
    const { run, events } = useThatThrows(letters, why, {}, how);
    expect(await failureOf(run)).toBe(why);
    expect(told(events)).toEqual([...CREATED, 'state done']);
  });

  test('is left to the post step where a later step has its value and it is for this job', async () => {
    const job = { ...alone, plan: { ...alone.plan, purpose: 'job' as const } };
    const { run, events } = useThatThrows('x', why, {}, job);
    expect(await failureOf(run)).toBe(why);
    expect(told(events)).toEqual(CREATED);
  });

  test('is never deleted where anybody holds it or may hold it', async () => {
    const letters = fc.string({ unit: fc.constantFrom(...'psuwrx'), maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(letters, async (text) => {
        const { run, events } = useThatThrows(text, why);
        await failureOf(run);
        const held = /[wsux]/.test(text);
        expect(events.includes('delete key_new')).toBe(!held);
        expect(events.includes('state {"stage":"done"}')).toBe(!held || text.includes('x'));
      }),
    );
  });

  test.each([
    'pp',
    'x',
    '',
  ])('is named and left where it may be somebody else’s (%s)', async (letters) => {
    const foreign = new ActionError('foreign', 'Not ours.');
    const { run, events } = useThatThrows(letters, foreign);
    const error = await failureOf(run);
    expect(error).toMatchObject({ ...actionError('foreign'), cause: foreign });
    expect(error.message).toBe(
      "Not ours.\nKey `key_new` may be somebody else's, so it was not deleted. Delete it with " +
        '`operation: delete` and `key-id: key_new`. Do so only if nothing uses it.',
    );
    expect(told(events)).toEqual([...CREATED, 'state done']);
  });

  test('in a cancelled job is deleted all the same', async () => {
    const cancellation = new AbortController();
    const context = fakeContext({ cancelled: cancellation.signal });
    context.client = fakeKeys({ create: async () => made });
    context.uncancellable = fakeKeys({ delete: async () => 'deleted' });
    const use = async () => {
      cancellation.abort();
      throw new ActionError('cancelled', 'The job was cancelled.');
    };
    const error = await failureOf(() => withNewKey(delivering, plan, context, use));
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toBe('The new key (`key_new`) was deleted again. The job was cancelled.');
    expect(told(context.events)).toEqual([...CREATED, 'state done']);
  });

  test('or is named where even that fails, for the post step to try', async () => {
    const failed = new ActionError('unreachable', 'No way.');
    const { run, events } = useThatThrows('pp', why, {
      uncancellable: fakeKeys({ delete: () => Promise.reject(failed) }),
    });
    const error = await failureOf(run);
    expect(error).toMatchObject({ ...actionError('partial'), cause: failed });
    expect(error.message).toBe(
      'The new key (`key_new`) could not be delivered and not be deleted either: delete it by its ' +
        'id. No way.\nWhy.',
    );
    expect(told(events)).toEqual(CREATED);
  });
});

test.each([
  'pp',
  'sp',
  'wp',
  'ppx',
])('a bug in its use (%s) comes through as it is, and the post step has the key to delete', async (letters) => {
  const bug = new TypeError('a bug');
  const { run, events } = useThatThrows(letters, bug);
  expect(await failureOf(run)).toBe(bug);
  expect(told(events)).toEqual(CREATED);
  expect(events.findLast((event) => event.startsWith('state'))).toContain('"keyId":"key_new"');
});

test('a key with the value of the one in `admin-api-key` is not used, and not deleted', async () => {
  const own = async () => ({ ...made, value: new Credential(SENTINEL) });
  const client = fakeKeys({ create: own });
  const { run, events } = useThatThrows('wwx', new Error('it was used'), { client });
  const error = await failureOf(run);
  expect(error).toMatchObject(actionError('foreign'));
  expect(error.message).toMatch(
    /^Nothing was written: the server gave it the value of the key in `admin-api-key`\.\nKey `key_new` may be /,
  );
  expect(told(events)).toEqual([...CREATED, 'state done']);
});

describe('a key whose use ends well', () => {
  const nobody: Delivery = { written: [] };
  const partly = { ...nobody, failure: new ActionError('partial', 'Not all of them.') };
  const full = new ActionError('file', 'The disk is full.');

  /** Uses a key; `isFull`: from then on nothing can be saved. */
  async function use(delivery: Delivery, { request, plan: how }: UsePlan, isFull = false) {
    const context = fakeContext({ client: fakeKeys({ create: async () => made }) });
    const { saveEntry } = context;
    context.saveEntry = (entry) => {
      if (isFull && entry.stage === 'done') throw full;
      saveEntry(entry);
    };
    const { failure } = await withNewKey(request, how, context, async () => delivery);
    return { failure, told: told(context.events) };
  }
  const withSecrets = { request: delivering, plan };

  test.each(['delivery', 'rotation'] as const)('leaves nothing to do: %s', async (purpose) => {
    const how = { ...withSecrets, plan: { ...plan, purpose } };
    expect(await use(nobody, how)).toEqual({
      failure: undefined,
      told: [...CREATED, 'state done'],
    });
  });

  test('leaves nothing to do either where not all secrets hold it', async () => {
    expect(await use(partly, withSecrets)).toEqual({
      failure: partly.failure,
      told: [...CREATED, 'state done'],
    });
  });

  test('is left to the post step where it is for this job alone', async () => {
    const how = { ...alone, plan: { ...alone.plan, purpose: 'job' as const } };
    for (const isFull of [false, true]) {
      expect(await use(nobody, how, isFull)).toEqual({ failure: undefined, told: CREATED });
    }
  });

  test('is not to be used where it has no secrets and the post step cannot be told', async () => {
    const { failure } = await use(nobody, alone, true);
    expect(failure).toMatchObject({ ...actionError('partial'), cause: full });
    expect(failure?.message).toBe(
      'The post step will delete the new key (`key_new`), since it could not save that this step is ' +
        'done: do not use its value. The disk is full.',
    );
  });

  test.each([
    nobody,
    partly,
  ])('stays with its secrets where that cannot be saved', async (delivery) => {
    expect((await use(delivery, withSecrets, true)).failure).toBe(delivery.failure);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Context } from '../../src/delivery/context.ts';
import { deliverValue } from '../../src/delivery/deliver-value.ts';
import { type Delivery, withNewKey } from '../../src/delivery/new-key.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { WritableSecret, WriteOutcome } from '../../src/github/secret-store.ts';
import type { NewKeyRequest } from '../../src/inputs/types.ts';
import {
  actionError,
  failureOf,
  fakeContext,
  fakeKeys,
  fakeStore,
  NOW,
  readyTarget,
  secretOf,
} from '../../testing/fakes.ts';
import { delivering, made, newKeyFor } from '../../testing/scene.ts';

const now = NOW * 1000;
const quiet: NewKeyRequest = { ...delivering, targets: [secretOf('a')] };
const both = { ...quiet, outputValue: true, exportEnv: 'X' };
const ready = { ready: [readyTarget('a')], offset: 0 };
const none = { ready: [], offset: undefined };
/** Without a secret. */
const bare = (request: NewKeyRequest) => ({ ...request, targets: [], github: null });
const full = () => {
  throw new ActionError('file', 'The runner could not take it: no space left on device.');
};
const refused: WriteOutcome = { state: 'refused', failure: new ActionError('forbidden', 'No.') };
const lost: WriteOutcome = { state: 'sent', failure: new ActionError('unavailable', 'No answer.') };
const landed: WriteOutcome = { state: 'written' };
const storeWith = (outcome: WriteOutcome) => fakeStore({ write: async () => outcome });
const landing = () => storeWith(landed);
const done = 'state {"stage":"done"}';

/** Makes a key and delivers its value, as the operations do. The clock of the server may be ahead. */
function inScope(
  request: NewKeyRequest,
  secrets: { ready: WritableSecret[]; offset: number | undefined },
  fields: Partial<Context> = {},
  create: () => void = () => undefined,
  ahead = 0,
) {
  const deleted: string[] = [];
  const context = fakeContext({
    client: fakeKeys({
      create: async () => {
        create();
        return { ...made, age: -ahead };
      },
    }),
    uncancellable: fakeKeys({
      delete: async (id) => {
        deleted.push(id);
        return 'deleted';
      },
    }),
    ...fields,
  });
  const purpose = 'delivery' as const;
  const plan = { purpose, ready: secrets.ready, offset: 0, knownIds: new Set<string>() };
  const run = () =>
    withNewKey(request, plan, context, (newKey) => deliverValue(request, newKey, secrets, context));
  return { run, deleted, events: context.events };
}

describe('a value', () => {
  test('goes to its secrets first, then to the steps that follow', async () => {
    const context = fakeContext({ store: landing() });
    const newKey = newKeyFor(1);
    expect(await deliverValue(both, newKey, ready, context)).toEqual({
      written: [{ target: secretOf('a'), action: 'created' }],
      failure: undefined,
    });
    const order = context.events.filter((event) => !event.startsWith('progress'));
    expect(order).toEqual([
      expect.stringMatching(/^info: Wrote /),
      'output sk-admin-new',
      'export X=sk-admin-new',
      expect.stringMatching(/^notice: `X` holds the value of the new key: every later step/),
    ]);
    expect(newKey.exposedTo).toEqual(['step output `value`', 'environment variable `X`']);
  });

  test.each([
    ['output', { outputValue: true }, 'step output `value`'],
    ['variable', { exportEnv: 'X' }, 'environment variable `X`'],
  ])('in an %s alone is exposed too', async (_, fields, place) => {
    const newKey = newKeyFor(0);
    await deliverValue(bare({ ...quiet, ...fields }), newKey, none, fakeContext());
    expect(newKey.exposedTo).toEqual([place]);
  });

  test('in a secret alone is worth no warning', async () => {
    const context = fakeContext({ store: landing() });
    const newKey = newKeyFor(1);
    await deliverValue(quiet, newKey, ready, context);
    expect(context.events.filter((event) => event.startsWith('warning'))).toEqual([]);
    expect(newKey.exposedTo).toEqual([]);
  });

  test('for nobody is worth a warning, and its key is kept', async () => {
    const { run, deleted, events } = inScope(bare(quiet), none);
    expect(await run()).toMatchObject({ written: [], exposedTo: [], failure: undefined });
    expect(events.filter((event) => event.startsWith('warning'))).toEqual([
      expect.stringMatching(
        /^warning: The value of the new key \(`key_new`\) is lost: .* Delete it with `operation: delete` and `key-id: key_new`\.$/,
      ),
    ]);
    expect([deleted, events.at(-1)]).toEqual([[], done]);
  });

  test('that no secret took reaches no step either', async () => {
    const { run, deleted, events } = inScope(both, ready, { store: storeWith(refused) });
    const error = await failureOf(run);
    expect(error.message).toContain('No secret is known to hold it');
    expect(deleted).toEqual(['key_new']);
    expect(events.join()).not.toContain('sk-admin-new');
  });

  test.each([
    ['with a secret', both, ready],
    ['without one', bare(both), none],
  ])('of a cancelled job goes nowhere, %s, and its key is deleted', async (_, request, secrets) => {
    const cancellation = new AbortController();
    const fields = { store: landing(), cancelled: cancellation.signal };
    const { run, deleted, events } = inScope(request, secrets, fields, () => cancellation.abort());
    const error = await failureOf(run);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toBe('The new key (`key_new`) was deleted again. The job was cancelled.');
    expect(deleted).toEqual(['key_new']);
    expect(events.filter((event) => !/^(state .*"creat|progress key_new p$)/.test(event))).toEqual([
      done,
    ]);
  });
});

describe('a key that the server’s clock says is made in a moment', () => {
  const early = newKeyFor(1, { writeFrom: now + 5_000 });

  test('is written then', async () => {
    const context = fakeContext({ store: landing() });
    await deliverValue(quiet, { ...early }, ready, context);
    expect(context.events[0]).toBe('sleep 5000');
  });

  test('is written then also where the clock was corrected meanwhile', async () => {
    const corrected = () => (NOW + 3_600) * 1000;
    const context = fakeContext({ store: landing(), now: corrected, monotonic: () => now });
    await deliverValue(quiet, { ...early }, ready, context);
    expect(context.events[0]).toBe('sleep 5000');
  });

  test('is deleted where the job is cancelled meanwhile', async () => {
    const cancellation = new AbortController();
    const waits: number[] = [];
    const sleep = async (ms: number) => {
      waits.push(ms);
      cancellation.abort();
      throw new ActionError('cancelled', 'Stopped.');
    };
    const fields = { store: landing(), sleep, cancelled: cancellation.signal };
    const { run, deleted, events } = inScope(quiet, ready, fields, undefined, 5_000);
    expect((await failureOf(run)).message).toContain('The job was cancelled.');
    expect([waits, deleted]).toEqual([[5_000], ['key_new']]);
    expect(events.join()).not.toContain('Wrote');
  });
});

describe('a runner that takes no value', () => {
  test('is a failure, and a key that nobody holds is deleted', async () => {
    const { run, deleted, events } = inScope(bare(both), none, { setValueOutput: full });
    const error = await failureOf(run);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toMatch(
      /`key_new`\) was deleted again\. The runner could not take.*no space left/,
    );
    expect(deleted).toEqual(['key_new']);
    expect(events.at(-1)).toBe(done);
  });

  test.each([
    ['the output holds it', bare(both), { exportValue: full }, none],
    ['a secret holds it', both, { store: landing(), setValueOutput: full }, ready],
  ])('deletes nothing where %s', async (_, request, fields, secrets) => {
    const { run, deleted, events } = inScope(request, secrets, fields);
    const { key, failure } = await run();
    expect(key.id).toBe('key_new');
    expect(failure).toMatchObject(actionError('partial'));
    expect(failure?.message).toMatch(/^The new key \(`key_new`\) stays: .*no space left/s);
    expect(deleted).toEqual([]);
    expect(events.at(-1)).toBe(done);
  });

  test('does not hide which secrets do not hold it', async () => {
    const outcomes = [landed, refused];
    const store = fakeStore({ write: async () => outcomes.shift() ?? lost });
    const secrets = { ready: [readyTarget('a'), readyTarget('b')], offset: 0 };
    const { run, deleted } = inScope(both, secrets, { store, setValueOutput: full });
    const { failure } = await run();
    expect(failure).toMatchObject(actionError('partial'));
    expect(failure?.message).toMatch(
      /reached 1 of 2 secrets.*\n- No\.\n.*no space left on device\.$/s,
    );
    expect(deleted).toEqual([]);
  });
});

const [old, newer] = [now - 60_000, now + 1_000];

/**
 * Delivers to a secret an outcome; but for the first, which is new, each was last written at `old` and
 * is seen at `current` later.
 */
async function delivered(outcomes: WriteOutcome[], current: (number | null | Error)[] = []) {
  const notAfters: number[] = [];
  const secrets = outcomes.map((_, at) => readyTarget(`r${at}`, at === 0 ? null : old));
  const indexOf = (target: object) => secrets.findIndex((one) => one.target === target);
  const store = fakeStore({
    write: async ({ target }, _, { notAfter }) => {
      notAfters.push(notAfter);
      return outcomes[indexOf(target)] ?? landed;
    },
    get: async (target) => {
      const seen = current[indexOf(target)] ?? null;
      if (seen instanceof Error) throw seen;
      return { current: seen === null ? null : { updatedAt: seen }, serverTime: undefined };
    },
  });
  const { run, deleted, events } = inScope(quiet, { ready: secrets, offset: 0 }, { store });
  const result: Delivery | ActionError = await run().catch((error: ActionError) => error);
  return { result, deleted, events, notAfters };
}

describe('a key that every target takes', () => {
  test('is delivered', async () => {
    const { result, deleted, notAfters, events } = await delivered([landed, landed]);
    expect(result).toMatchObject({
      written: [
        { target: { repo: 'r0' }, action: 'created' },
        { target: { repo: 'r1' }, action: 'updated' },
      ],
      failure: undefined,
    });
    expect(deleted).toEqual([]);
    expect(events.findLast((event) => event.startsWith('progress'))).toBe('progress key_new w w');
    expect(new Set(notAfters)).toEqual(new Set([now + 900_000]));
  });

  test('is delivered also where an answer was lost', async () => {
    const { result, events } = await delivered([landed, lost], [old, newer]);
    expect(result).toMatchObject({ failure: undefined });
    expect((result as Delivery).written).toHaveLength(2);
    expect(events).toContain('sleep 12000');
  });
});

test('a key that some targets take lives on, and the others are named', async () => {
  const { result, deleted } = await delivered([landed, refused, lost], [now, old, old]);
  expect(deleted).toEqual([]);
  expect(result).toMatchObject({ written: [{ target: { repo: 'r0' } }] });
  const { failure } = result as Delivery;
  expect(failure).toMatchObject(actionError('partial'));
  expect(failure?.message).toBe(
    'The new key (`key_new`) reached 1 of 3 secrets and lives on, since those hold it. ' +
      'Run this again to give all of them one new key. Not reached:\n' +
      '- No.\n- No answer.',
  );
});

describe('a key that no target takes', () => {
  test.each<[string, WriteOutcome[], (number | null)[]]>([
    ['refused by all', [refused, refused], []],
    ['lost on the way, and as it was', [lost, lost], [null, old]],
    ['lost and refused', [lost, refused], [null]],
  ])('is deleted: %s', async (_, outcomes, current) => {
    const { result, deleted, events } = await delivered(outcomes, current);
    expect(result).toMatchObject(actionError('partial'));
    expect((result as ActionError).message).toMatch(
      /^The new key \(`key_new`\) was deleted again\. No secret is known to hold it:\n- No.*\n- No/,
    );
    expect(deleted).toEqual(['key_new']);
    expect(events.at(-1)).toBe(done);
  });

  test.each<[string, WriteOutcome[], (number | null | Error)[]]>([
    ['a look fails', [lost], [new ActionError('unavailable', 'Out of order.')]],
    ['the secret was there, though it had not shown before', [lost], [old]],
    ['the secret has vanished', [refused, lost], [null, null]],
  ])('is named and left where %s', async (_, outcomes, current) => {
    const { result, deleted, events } = await delivered(outcomes, current);
    expect(result).toMatchObject(actionError('partial'));
    expect((result as ActionError).message).toMatch(
      /^It is not certain whether a secret holds the new key \(`key_new`\), so it is not deleted here; this job checks again\..*`key-id: key_new`.*\nNo secret is known to hold it:\n- No/,
    );
    expect(deleted).toEqual([]);
    expect(events).not.toContain(done);
  });
});

import { describe, expect, test } from '@jest/globals';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { rotate } from '../../src/operations/rotate.ts';
import { actionError, failureOf, NOW, secretOf } from '../../testing/fakes.ts';
import {
  base,
  DAY,
  due,
  fresh,
  heldSince,
  keyOf,
  notDue,
  OWN,
  old,
  older,
  run,
  runFailing,
  WRITES,
} from '../../testing/rotating.ts';
import { refused, type Scene, sceneOf } from '../../testing/scene.ts';

const failing = (code: ErrorCode, message = 'No.') => new ActionError(code, message);
const deletesOf = (told: string[]) => told.filter((event) => event.startsWith('delete'));

describe('the older keys are deleted', () => {
  const own = keyOf('key_own', 40, OWN);
  const ownOlder = keyOf('key_own', 60, OWN);

  test.each<[string, Scene, string[]]>([
    [
      'by the step, where another key authenticates it',
      due,
      ['delete key_older by the step', 'delete key_old by the step'],
    ],
    [
      'by the new key, where one of them authenticates the step',
      { keys: [older, own], written: heldSince(own) },
      ['delete key_older by the new key', 'delete key_own by the new key'],
    ],
    [
      'by the step, where its key is left alone: a newer one is listed',
      { keys: [ownOlder, old], written: heldSince(ownOlder) },
      ['delete key_old by the step'],
    ],
    [
      'by the step, where its key is left alone: a secret was made',
      { keys: [older, own], written: [heldSince(own)[0] ?? 0, null] },
      ['delete key_older by the step'],
    ],
    [
      'by the step, where its key is left alone: the secrets held another',
      { keys: [older, ownOlder, old], written: heldSince(old) },
      ['delete key_older by the step', 'delete key_old by the step'],
    ],
    [
      'by the step, where its key has expired',
      { keys: [older, keyOf('key_own', 40, { ...OWN, expiresAt: 1 })], written: [-DAY, -DAY] },
      ['delete key_older by the step'],
    ],
    [
      'by the step, in a run that keeps',
      { keys: [older, keyOf('key_own', 50, OWN), fresh], written: heldSince(fresh) },
      ['delete key_older by the step'],
    ],
    [
      'by the step, in a run that keeps its own key',
      { keys: [older, keyOf('key_own', 10, OWN)], written: heldSince(fresh) },
      ['delete key_older by the step'],
    ],
  ])('%s', async (_, scene, deletes) => {
    const { result, told } = await run(scene);
    expect(deletesOf(told)).toEqual(deletes);
    expect(result.deletions.map(({ status }) => status)).toEqual(deletes.map(() => 'deleted'));
    expect(result.failure).toBeUndefined();
  });

  test('by the step during a grace period that its own key is in', async () => {
    const scene = { keys: [older, own], written: heldSince(own) };
    const { told, warnings } = await run(scene, { gracePeriod: DAY });
    expect(deletesOf(told)).toEqual(['delete key_older by the step']);
    expect(warnings).toEqual([]);
  });

  test.each<[string, Scene]>([
    ['a secret had to be made', { keys: [own], written: [null, null] }],
    ['it is not due', { keys: [own, fresh], written: heldSince(fresh) }],
  ])('but not the one that authenticates the step, with a warning, where %s', async (_, scene) => {
    const { result, told, warnings } = await run(scene);
    expect(deletesOf(told)).toEqual([]);
    expect(result).toMatchObject({ older: [{ action: 'in-use' }], deletions: [] });
    expect(result.failure).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: Key `key_own` is not deleted .* it authenticates this step\. The next run/,
      ),
    ]);
    expect((await run(scene, { dryRun: true })).warnings).toEqual([]);
  });
});

describe('a new key that signs the deletes', () => {
  const own = keyOf('key_own', 40, OWN);
  const refusal = failing('invalid-key');
  const scene = (count: number): Scene => ({
    keys: [own],
    written: heldSince(own),
    refusals: { key_own: Array(count).fill(refusal) },
  });

  test.each([1, 3, 5])('is waited for where it is refused %d times', async (count) => {
    const { result, told } = await run(scene(count));
    expect(result.deletions).toEqual([{ id: 'key_own', status: 'deleted' }]);
    expect(deletesOf(told)).toHaveLength(count + 1);
    const waits = told.slice(-2 * count - 1).filter((event) => event.startsWith('sleep'));
    expect(waits).toEqual([2, 4, 8, 16, 30].slice(0, count).map((s) => `sleep ${s}000`));
  });

  test('is not waited for longer than a minute', async () => {
    const { result } = await run(scene(9));
    expect(result.deletions).toEqual([{ id: 'key_own', status: 'failed' }]);
    expect(result.failure?.message).toContain('`key_own`');
  });
});

test('on a re-run, an old key of the step is explained by that', async () => {
  const own = keyOf('key_own', 40, OWN);
  const { context, events } = sceneOf({ keys: [own, fresh], written: heldSince(fresh) });
  await rotate(base, { ...context, isRerun: true });
  expect(events).toContainEqual(
    expect.stringMatching(/^warning: Key `key_own` .* This run is a re-run, .*next.* new run/),
  );
});

describe('a target that is left out', () => {
  const some: Scene = { ...due, written: [heldSince(old)[0] ?? 0, null] };
  const notThere = failing('not-found', 'No such repository: b.');

  test('does not keep the others from their key; no older one goes, and the step fails', async () => {
    const { result, told } = await run({ ...some, missing: { b: notThere } });
    expect(told.filter((event) => /^(write|create|delete)/.test(event))).toEqual([
      'create',
      'write a',
    ]);
    expect(result).toMatchObject({ outcome: 'rotated', key: { id: 'key_new' }, deletions: [] });
    expect(result.older.map(({ action }) => action)).toEqual(['kept', 'kept']);
    expect(result.failure).toMatchObject(actionError('partial'));
    expect(result.failure?.message).toMatch(
      /skipped, and no older key .*\n- No such repository: b\.$/,
    );
  });

  test('makes nothing due: the others keep a key that is delivered to them', async () => {
    const scene: Scene = { ...notDue, written: [heldSince(fresh)[0] ?? 0, null] };
    const { result, told } = await run({ ...scene, missing: { b: notThere } });
    expect(told).toEqual(['list asc', 'get a', 'get b', 'prepare b']);
    expect(result).toMatchObject({ outcome: 'kept', deletions: [] });
    expect(result.failure?.message).toContain('No such repository: b.');
  });

  test('only when it shows while the keys are fetched, ends the same', async () => {
    const { result, told } = await run({ ...due, missing: { b: failing('forbidden', 'No.') } });
    expect(told.filter((event) => /^(write|delete)/.test(event))).toEqual(['write a']);
    expect(result.failure).toMatchObject(actionError('partial'));
  });

  test('where there is no key of the name yet, makes none', async () => {
    const { error, told } = await runFailing({ missing: { b: notThere } });
    expect(error).toMatchObject(actionError('not-found'));
    expect(told).not.toContain('create');
  });

  test('is named also where another run is at work', async () => {
    const young = keyOf('key_young', 0, { createdAt: NOW - 60 });
    const scene = { keys: [old, young], written: [-DAY, null], missing: { b: notThere } };
    const { error } = await runFailing(scene);
    expect(error).toMatchObject(actionError('busy'));
    expect(error.message).toMatch(
      /^A key of this name was made by hand .*or another run is running or was stopped.*\n- No such repository: b\.$/,
    );
  });

  test('is told of beside a write that failed', async () => {
    // All targets but the first are `b` to this scene; the last one is there.
    const { context } = sceneOf({ ...some, outcomes: [{ state: 'written' }, refused('c')] });
    const store = context.store;
    if (store !== null) {
      const { prepare } = store;
      store.prepare = async (target, before) => {
        if ('repo' in target && target.repo === 'b') throw notThere;
        return prepare(target, before);
      };
    }
    const targets = [...base.targets, secretOf('c')];
    const result = await rotate({ ...base, targets }, context);
    expect(result.failure?.message).toMatch(/No such repository: b\.\n.*reached 1 of 2 secrets/s);
  });
});

describe('a rotation that never settles', () => {
  const keys = [6, 4, 2].map((days) => keyOf(`key_${days}`, days));
  const daysAgo = (days: number) => -days * DAY;

  test.each<[string, (number | null)[], RegExp]>([
    ['a secret is not there', [null, daysAgo(9)], /octo\/a is not there: it cannot be written/],
    [
      'nobody wrote it since',
      [daysAgo(9), daysAgo(9)],
      /octo\/b was last written at .*, before that key: it cannot/,
    ],
    [
      'something else writes it',
      [daysAgo(1), daysAgo(1)],
      /octo\/a was written at 2027-01-14T08:00:00Z, after .* something else/,
    ],
  ])('says which target is why: %s', async (_, written, message) => {
    const { error, told } = await runFailing({ keys, written });
    expect(error).toMatchObject(actionError('unsettled'));
    expect(error.message).toMatch(message);
    expect(error.message).toContain('`now: true`');
    expect(told.filter((event) => /^(create|delete|write)/.test(event))).toEqual([]);
  });

  test('says so where the repository is archived', async () => {
    const { context } = sceneOf({ keys, written: [daysAgo(9), daysAgo(9)] });
    if (context.store !== null) context.store.isArchived = async () => true;
    const error = await failureOf(() => rotate(base, context));
    expect(error.message).toContain('octo/b cannot be written: its repository is archived.');
  });

  test('goes on with `now`', async () => {
    const { result } = await run({ keys, written: [daysAgo(9), daysAgo(9)] }, { now: true });
    expect(result.outcome).toBe('rotated');
  });
});

test('a new key that reached some targets retires nothing, and all of it is told', async () => {
  const scene = { ...due, outcomes: [{ state: 'written' } as const, refused('b')] };
  const { result, told } = await run(scene, { outputValue: true });
  expect(told.slice(-4)).toEqual(['write a', 'write b', 'output sk-admin-new', 'state done']);
  expect(result).toMatchObject({
    outcome: 'rotated',
    key: { id: 'key_new' },
    written: [{ target: base.targets[0], action: 'updated' }],
    exposedTo: ['step output `value`'],
    deletions: [
      { id: 'key_older', status: 'not-tried' },
      { id: 'key_old', status: 'not-tried' },
    ],
  });
  expect(result.written).toHaveLength(1);
  expect(result.failure).toMatchObject(actionError('partial'));
  expect(result.failure?.message).toMatch(/reached 1 of 2 secrets and lives on.*\n- No: b\.$/s);
});

describe('an older key that cannot be deleted', () => {
  const both = ['delete key_older by the step', 'delete key_old by the step'];

  test.each<[string, NonNullable<Scene['deletions']>, string[], string[], string]>([
    [
      'does not keep the others alive',
      { key_older: failing('forbidden', 'No: key_older.') },
      both,
      ['failed', 'deleted'],
      '`key_older`. The next run tries again; `operation: delete` does it at once.\nNo: key_older.',
    ],
    [
      'is one of several',
      { key_older: failing('forbidden', 'No: 1.'), key_old: failing('forbidden', 'No: 2.') },
      both,
      ['failed', 'failed'],
      '`key_older`, `key_old`. The next run tries again; `operation: delete` does it at once.\nNo: 1.\nNo: 2.',
    ],
    [
      'ends it where no other could be',
      { key_older: failing('rate-limited', 'Later.') },
      both.slice(0, 1),
      ['failed', 'not-tried'],
      '`key_older`, `key_old`. The next run tries again; `operation: delete` does it at once.\nLater.',
    ],
  ])('%s: the step fails after all the rest, and names it', async (_, deletions, tried, fates, end) => {
    for (const scene of [
      { ...due, deletions },
      { ...notDue, keys: [older, old, fresh], deletions },
    ]) {
      const { result, told } = await run(scene);
      expect(deletesOf(told)).toEqual(tried);
      expect(result.deletions.map(({ status }) => status)).toEqual(fates);
      expect(result.failure).toMatchObject(actionError('partial'));
      expect(result.failure?.message).toBe(
        `The newest key is in place, but older ones could not be deleted: ${end}`,
      );
    }
  });

  test('is told beside the new key and where it went', async () => {
    const { result, told } = await run({ ...due, deletions: { key_old: failing('forbidden') } });
    expect(told.slice(9, 12)).toEqual(WRITES);
    expect(result).toMatchObject({ outcome: 'rotated', key: { id: 'key_new' } });
    expect(result.written).toHaveLength(2);
  });

  test('is no failure where it was gone already', async () => {
    const { result } = await run({ ...due, deletions: { key_old: 'gone' } });
    expect(result.deletions).toContainEqual({ id: 'key_old', status: 'gone' });
    expect(result.failure).toBeUndefined();
  });

  test('for another reason than an answer is a bug, and says so', async () => {
    const bug = new TypeError('a bug');
    await expect(run({ ...due, deletions: { key_old: bug } })).rejects.toBe(bug);
  });
});

test('a key of another name is never touched, whatever there is', async () => {
  const bystander = keyOf('key_by', 90, { name: 'nightly2' });
  const requests: Partial<RequestFor<'rotate'>>[] = [{}, { rotateAfter: null }, { dryRun: true }];
  for (const scene of [due, notDue]) {
    for (const request of requests) {
      const { result, told } = await run(
        { ...scene, keys: [bystander, ...(scene.keys ?? [])] },
        request,
      );
      expect(told.join()).not.toContain('key_by');
      expect(result.older.map(({ key }) => key)).not.toContain(bystander);
    }
  }
});

import { describe, expect, test } from '@jest/globals';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
import type { RotateRequest } from '../../src/request/request.ts';
import { actionError } from '../support/fakes.ts';
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
  WRITES,
} from '../support/rotating.ts';
import { refused, type Scene } from '../support/scene.ts';

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
      'by the new key, where that one is not the last',
      { keys: [ownOlder, old], written: heldSince(ownOlder) },
      ['delete key_own by the new key', 'delete key_old by the new key'],
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
    expect(result.deletions.map(({ fate }) => fate)).toEqual(deletes.map(() => 'deleted'));
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
    expect(result).toMatchObject({ older: [{ fate: 'own' }], deletions: [] });
    expect(result.failure).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(
        /^warning: Key `key_own` is not deleted .* it authenticates this very step\. The next run/,
      ),
    ]);
    expect((await run(scene, { dryRun: true })).warnings).toEqual([]);
  });
});

test('a new key that reached some targets retires nothing, and all of it is told', async () => {
  const scene = { ...due, outcomes: [{ state: 'landed' } as const, refused('b')] };
  const { result, told } = await run(scene, { outputValue: true });
  expect(told.slice(-4)).toEqual(['write a', 'write b', 'output sk-admin-new', 'journal settled']);
  expect(result).toMatchObject({
    outcome: 'rotated',
    key: { id: 'key_new' },
    written: [{ target: base.targets[0], action: 'updated' }],
    handedTo: ['step output `value`'],
    deletions: [
      { id: 'key_older', fate: 'untried' },
      { id: 'key_old', fate: 'untried' },
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
      ['failed', 'untried'],
      '`key_older`, `key_old`. The next run tries again; `operation: delete` does it at once.\nLater.',
    ],
  ])('%s: the step fails after all the rest, and names it', async (_, deletions, tried, fates, end) => {
    for (const scene of [
      { ...due, deletions },
      { ...notDue, keys: [older, old, fresh], deletions },
    ]) {
      const { result, told } = await run(scene);
      expect(deletesOf(told)).toEqual(tried);
      expect(result.deletions.map(({ fate }) => fate)).toEqual(fates);
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
    expect(result.deletions).toContainEqual({ id: 'key_old', fate: 'gone' });
    expect(result.failure).toBeUndefined();
  });

  test('for another reason than an answer is a bug, and says so', async () => {
    const bug = new TypeError('a bug');
    await expect(run({ ...due, deletions: { key_old: bug } })).rejects.toBe(bug);
  });
});

test('a key of another name is never touched, whatever there is', async () => {
  const bystander = keyOf('key_by', 90, { name: 'nightly2' });
  const requests: Partial<RotateRequest>[] = [{}, { rotateAfter: null }, { dryRun: true }];
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

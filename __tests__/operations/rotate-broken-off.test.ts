import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import { actionError } from '../../testing/fakes.ts';
import {
  CHECKS,
  due,
  MADE,
  old,
  run,
  runFailing,
  TRIAL,
  UNDO,
  WRITES,
} from '../../testing/rotating.ts';
import { refused, type Scene } from '../../testing/scene.ts';

describe('a job that is cancelled', () => {
  test.each(CHECKS)('at `%s` makes no key', async (cancelAt) => {
    const { error, told } = await runFailing({ ...due, cancelAt });
    expect(error).toMatchObject(actionError('cancelled'));
    expect(error.message).toBe('The job was cancelled before a key was made.');
    expect(told.filter((event) => !event.startsWith('warning: '))).toEqual(CHECKS);
  });

  test('in the wait before the create makes no key', async () => {
    const scene = { keys: [old], written: [-1, -1], cancelAt: 'prepare b' };
    const { error, told } = await runFailing(scene);
    expect(error).toMatchObject(actionError('cancelled'));
    expect(told.filter((event) => !event.startsWith('warning: '))).toEqual(CHECKS);
  });

  test.each(['create', TRIAL])('at `%s` deletes the new key and nothing else', async (cancelAt) => {
    const { error, told } = await runFailing({ ...due, cancelAt }, { outputValue: true });
    expect(error.message).toBe('The new key (`key_new`) was deleted again. The job was cancelled.');
    expect(told).toEqual([...CHECKS, ...MADE, TRIAL, ...UNDO]);
  });

  test('in a wait of the trial deletes the new key and nothing else', async () => {
    const trials = [new ActionError('invalid-key', 'Unknown key.')];
    const { error, told } = await runFailing({ ...due, trials, cancelAt: TRIAL });
    expect(error.message).toMatch(/`key_new`\) was deleted again\. .* The job was cancelled\.$/);
    expect(told).toEqual([...CHECKS, ...MADE, TRIAL, ...UNDO]);
  });

  test('between two writes keeps the key that a secret holds, and every older one', async () => {
    const { result, told } = await run({ ...due, cancelAt: 'write a' });
    expect(told).toEqual([...CHECKS, ...MADE, TRIAL, 'write a', 'state done']);
    expect(result.failure?.message).toMatch(/reached 1 of 2 .* the job was cancelled\.$/s);
    expect(result.deletions.map(({ status }) => status)).toEqual(['not-tried', 'not-tried']);
  });

  test.each([
    ['write b', ['not-tried', 'not-tried'], '`key_older`, `key_old`'],
    ['delete key_older by the step', ['deleted', 'not-tried'], '`key_old`'],
  ])('at `%s` names the older keys that are left', async (cancelAt, fates, ids) => {
    const { result, told } = await run({ ...due, cancelAt });
    expect(told.slice(0, 12)).toEqual([...CHECKS, ...MADE, TRIAL, ...WRITES]);
    expect(told.slice(12)).toEqual(cancelAt.startsWith('delete') ? [cancelAt] : []);
    expect(result.written).toHaveLength(2);
    expect(result.deletions.map(({ status }) => status)).toEqual(fates);
    expect(result.failure?.message).toMatch(/^The newest key is in place.* was cancelled\.$/s);
    expect(result.failure?.message).toContain(`could not be deleted: ${ids}. The next run`);
  });
});

describe('nothing that comes after happens where', () => {
  test.each<[string, Scene, string[]]>([
    ['a target cannot be looked at', { ...due, unseen: true }, CHECKS.slice(0, 3)],
    [
      'the new key cannot be tried',
      { ...due, trials: [new ActionError('unavailable', 'Out of order.')] },
      [...CHECKS, ...MADE, TRIAL, ...UNDO],
    ],
    [
      'no target takes the new key',
      { ...due, outcomes: [refused('a'), refused('b')] },
      [...CHECKS, ...MADE, TRIAL, 'write a', 'write b', ...UNDO],
    ],
  ])('%s', async (_, scene, events) => {
    const { error, told } = await runFailing(scene, { outputValue: true });
    expect(error.name).toBe('ActionError');
    expect(told).toEqual(events);
  });
});

import { describe, expect, test } from '@jest/globals';
import { deliver } from '../../src/delivery/deliver.ts';
import { undo } from '../../src/delivery/undo.ts';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { WriteOutcome } from '../../src/github/secret-store.ts';
import {
  actionError,
  adminKey,
  fakeKeys,
  fakeStore,
  fakeTools,
  NOW,
  readyTarget,
} from '../support/fakes.ts';

const now = NOW * 1000;
const made = {
  key: adminKey({ id: 'key_new' }),
  value: new Secret('sk-admin-new'),
  tryUntil: now + 598_000,
  writeFrom: now - 2_000,
  writeUntil: now + 898_000,
};
const landed: WriteOutcome = { state: 'landed' };
const refused: WriteOutcome = { state: 'refused', failure: new ActionError('forbidden', 'No.') };
const lost: WriteOutcome = { state: 'sent', failure: new ActionError('unavailable', 'No answer.') };
const [old, newer] = [now - 60_000, now + 1_000];

/** Delivers to a target an outcome; but for the first, which is new, each was last written at `old` and is seen at `current` later. */
async function delivered(outcomes: WriteOutcome[], current: (number | null | Error)[] = []) {
  const deleted: string[] = [];
  const notAfters: number[] = [];
  const tools = fakeTools({
    cleanup: fakeKeys({
      delete: async (id) => {
        deleted.push(id);
        return 'deleted';
      },
    }),
  });
  const ready = outcomes.map((_, at) => readyTarget(`r${at}`, at === 0 ? null : old));
  const indexOf = (target: object) => ready.findIndex((one) => one.target === target);
  const store = fakeStore({
    write: async ({ target }, _, { notAfter }) => {
      notAfters.push(notAfter);
      return outcomes[indexOf(target)] ?? landed;
    },
    observe: async (target) => {
      const seen = current[indexOf(target)] ?? null;
      if (seen instanceof Error) throw seen;
      return { current: seen === null ? null : { updatedAt: seen }, serverTime: undefined };
    },
  });
  const result = await deliver(made, ready, { retryForMs: 0, offset: 0 }, store, tools).catch(
    (error: ActionError) => error,
  );
  return { result, deleted, events: tools.events, notAfters };
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
    expect(events.findLast((event) => event.startsWith('progress'))).toBe('progress key_new l l');
    expect(new Set(notAfters)).toEqual(new Set([made.writeUntil]));
  });

  test('is delivered also where an answer was lost', async () => {
    const { result, events } = await delivered([landed, lost], [old, newer]);
    expect(result).toMatchObject({ failure: undefined });
    expect((result as { written: unknown[] }).written).toHaveLength(2);
    expect(events).toContain('sleep 12000');
  });
});

test('a key that some targets take lives on, and the others are named', async () => {
  const { result, deleted } = await delivered([landed, refused, lost], [now, old, old]);
  expect(deleted).toEqual([]);
  expect(result).toMatchObject({ written: [{ target: { repo: 'r0' } }] });
  const { failure } = result as { failure: ActionError };
  expect(failure).toMatchObject(actionError('partial'));
  expect(failure.message).toBe(
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
      /^The new key \(`key_new`\) was deleted again\. It reached no secret:\n- No.*\n- No/,
    );
    expect(deleted).toEqual(['key_new']);
    expect(events.at(-1)).toBe('journal {"stage":"settled"}');
  });

  test.each<[string, WriteOutcome[], (number | null | Error)[]]>([
    ['a look fails', [lost], [new ActionError('unavailable', 'Out of order.')]],
    ['the secret was there, though it had not shown before', [lost], [old]],
    ['the secret has vanished', [refused, lost], [null, null]],
  ])('is named and left where %s', async (_, outcomes, current) => {
    const { result, deleted, events } = await delivered(outcomes, current);
    expect(result).toMatchObject(actionError('partial'));
    expect((result as ActionError).message).toMatch(
      /^It is not certain whether a secret holds the new key \(`key_new`\), so it is not deleted here; the post step looks again\..*`key-id: key_new`.*\n- No/,
    );
    expect(deleted).toEqual([]);
    expect(events.join()).not.toContain('settled');
  });
});

describe('undo', () => {
  test('says so where the key cannot be deleted either, and leaves the journal open', async () => {
    const cause = new ActionError('unavailable', 'Out of order.');
    const tools = fakeTools({ cleanup: fakeKeys({ delete: () => Promise.reject(cause) }) });
    const error = await undo('key_new', 'The job was cancelled.', tools);
    expect(error).toMatchObject({ ...actionError('partial'), cause });
    expect(error.message).toBe(
      'The new key (`key_new`) could not be delivered and not be deleted either: delete it by its id. ' +
        'Out of order.\nThe job was cancelled.',
    );
    expect(tools.events).toEqual([]);
  });

  const undone = async (answers: ('deleted' | 'gone')[]) => {
    const tools = fakeTools();
    tools.cleanup = fakeKeys({
      delete: async () => {
        tools.events.push('delete');
        return answers.shift() ?? 'gone';
      },
    });
    const { message } = await undo('key_new', 'Why.', tools);
    return { message, events: tools.events.map((event) => event.replace(/ \{.*$/, '')) };
  };

  test('uses the client that a cancelled job does not stop', async () => {
    const { message, events } = await undone(['deleted']);
    expect(message).toBe('The new key (`key_new`) was deleted again. Why.');
    expect(events).toEqual(['delete', 'journal']);
  });

  test.each([1, 2, 3])('asks again where a new key is not known yet, %d times', async (times) => {
    const { message, events } = await undone([...Array(times).fill('gone'), 'deleted']);
    expect(message).toBe('The new key (`key_new`) was deleted again. Why.');
    const waits = ['sleep 2000', 'sleep 4000', 'sleep 8000'].slice(0, times);
    expect(events).toEqual(['delete', ...waits.flatMap((wait) => [wait, 'delete']), 'journal']);
  });

  test('names the key as perhaps still there where that goes on, for the post step', async () => {
    const { message, events } = await undone([]);
    expect(message).toMatch(/^Why\.\n.*key `key_new` is perhaps still there:.*`key-id: key_new`/);
    expect(events.filter((event) => event === 'delete')).toHaveLength(4);
    expect(events).not.toContain('journal');
  });
});

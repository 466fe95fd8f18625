import { describe, expect, test } from '@jest/globals';
import { revoke, saveDone } from '../../src/delivery/revoke.ts';
import { ActionError } from '../../src/domain/error.ts';
import { actionError, fakeContext, fakeKeys } from '../../testing/fakes.ts';

describe('revoke', () => {
  test('says so where the key cannot be deleted either, and leaves the journal open', async () => {
    const cause = new ActionError('unavailable', 'Out of order.');
    const context = fakeContext({
      uncancellable: fakeKeys({ delete: () => Promise.reject(cause) }),
    });
    const error = await revoke(
      'key_new',
      new ActionError('cancelled', 'The job was cancelled.'),
      context,
    );
    expect(error).toMatchObject({ ...actionError('partial'), cause });
    expect(error.message).toBe(
      'The new key (`key_new`) could not be delivered and not be deleted either: delete it by its id. ' +
        'Out of order.\nThe job was cancelled.',
    );
    expect(context.events).toEqual([]);
  });

  const revoked = async (answers: ('deleted' | 'gone')[]) => {
    const context = fakeContext();
    context.uncancellable = fakeKeys({
      delete: async (id) => {
        context.events.push(`delete ${id}`);
        return answers.shift() ?? 'gone';
      },
    });
    const error = await revoke('key_new', new ActionError('partial', 'Why.'), context);
    expect(error).toMatchObject(actionError('partial'));
    return { message: error.message, events: context.events };
  };
  const done = 'state {"stage":"done"}';

  test('uses the client that a cancelled job does not stop', async () => {
    const { message, events } = await revoked(['deleted']);
    expect(message).toBe('The new key (`key_new`) was deleted again. Why.');
    expect(events).toEqual(['delete key_new', done]);
  });

  test.each([1, 2, 3])('asks again where a new key is not known yet, %d times', async (times) => {
    const { message, events } = await revoked([...Array(times).fill('gone'), 'deleted']);
    expect(message).toBe('The new key (`key_new`) was deleted again. Why.');
    const waits = ['sleep 2000', 'sleep 4000', 'sleep 8000'].slice(0, times);
    const again = waits.flatMap((wait) => [wait, 'delete key_new']);
    expect(events).toEqual(['delete key_new', ...again, done]);
  });

  test('names the key as perhaps still there where that goes on, for the post step', async () => {
    const { message, events } = await revoked([]);
    expect(message).toMatch(
      /^Why\.\n.*key `key_new` may still be there:.*`key-id: key_new`.*This job tries once more\.$/,
    );
    expect(events.filter((event) => event === 'delete key_new')).toHaveLength(4);
    expect(events).not.toContain(done);
  });

  test('says what happened to the key also where that cannot be saved', async () => {
    const full = new ActionError('file', 'The disk is full.');
    const context = fakeContext({
      uncancellable: fakeKeys({ delete: async () => 'deleted' }),
      saveEntry: () => {
        throw full;
      },
    });
    const { message } = await revoke('key_new', new ActionError('partial', 'Why.'), context);
    expect(message).toBe('The new key (`key_new`) was deleted again. Why.');
    expect(saveDone(context)).toBe(full);
  });
});

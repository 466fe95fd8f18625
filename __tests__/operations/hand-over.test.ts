import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../src/domain/secret.ts';
import { handOver } from '../../src/operations/hand-over.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeKeys,
  fakeStore,
  fakeTools,
} from '../support/fakes.ts';

const made = { key: adminKey({ id: 'key_new' }), value: new Secret('sk-admin-new'), age: 0 };
const both = { outputValue: true, exportEnv: 'X' };
const full = () => {
  throw new Error('ENOSPC: no space left on device');
};

test('with a secret to hold the value there is no warning', async () => {
  const tools = fakeTools({ store: fakeStore() });
  expect(await handOver({ outputValue: false, exportEnv: null }, made, tools)).toEqual([]);
  expect(tools.events).toEqual([]);
});

describe('a runner that takes no value', () => {
  test('is a failure, and a key that nobody holds is deleted', async () => {
    const deleted: string[] = [];
    const cleanup = fakeKeys({
      delete: async (id) => {
        deleted.push(id);
        return 'deleted';
      },
    });
    const tools = fakeTools({ cleanup, setValueOutput: full });
    const error = await failureOf(() => handOver(both, made, tools));
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toMatch(
      /`key_new`\) was deleted again\. The runner could not take.*ENOSPC/,
    );
    expect(deleted).toEqual(['key_new']);
    expect(tools.events).toEqual(['journal {"stage":"settled"}']);
  });

  test.each([
    ['the output holds it', { exportValue: full }],
    ['a secret holds it', { store: fakeStore(), setValueOutput: full }],
  ])('deletes nothing where %s', async (_, fields) => {
    const tools = fakeTools(fields);
    const error = await failureOf(() => handOver(both, made, tools));
    expect(error.message).toContain('ENOSPC');
    expect(tools.events.filter((event) => event.startsWith('journal'))).toEqual([]);
  });
});

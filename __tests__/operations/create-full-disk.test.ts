import { expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import { create } from '../../src/operations/create.ts';
import { aCreateRequest } from '../../testing/builders.ts';
import {
  actionError,
  fakeContext,
  fakeKeys,
  fakeStore,
  NOW,
  readyTarget,
} from '../../testing/fakes.ts';
import { delivering, made } from '../../testing/scene.ts';

/* A runner that takes a new key's value at one place and not at the next. */

const { targets, github } = delivering;
const store = fakeStore({
  get: async () => ({ current: null, serverTime: NOW * 1000 }),
  prepare: async (target) => ({ ...readyTarget('a'), target }),
  write: async () => ({ state: 'written' }),
});

test.each([
  ['the output', { outputValue: true }, [], ['step output `value`']],
  ['secrets', { targets, github }, targets, []],
  ['both', { outputValue: true, targets, github }, targets, ['step output `value`']],
])('the key is named and stays where %s got it and the environment is full', async (_, fields, written, exposedTo) => {
  const context = fakeContext({
    client: fakeKeys({ create: async () => made }),
    store,
    exportValue: () => {
      throw new ActionError('file', 'no space left on device');
    },
  });
  const result = await create(aCreateRequest({ exportEnv: 'KEY', ...fields }), context);
  expect(result).toMatchObject({ outcome: 'created', key: { id: 'key_new' }, exposedTo });
  expect(result.written.map(({ target }) => target)).toEqual(written);
  expect(result.failure).toMatchObject(actionError('partial'));
  expect(result.failure?.message).toMatch(/^The new key \(`key_new`\) stays: .*\nno space left/);
  expect(context.events.at(-1)).toBe('state {"stage":"done"}');
});

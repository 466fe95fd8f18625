import { expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { create } from '../../src/operations/create.ts';
import type { StateEntry } from '../../src/runner/state.ts';
import { aCreateRequest } from '../../testing/builders.ts';
import { adminKey, fakeContext, fakeKeys } from '../../testing/fakes.ts';

/*
 * Where the post step cannot be told that a key without secrets is to stay, it deletes the key. Then
 * the step must not end as if the key could be used.
 */

const request = aCreateRequest();

/** Creates a key while the state takes nothing from the moment on at which all is done. */
function createUnsettled(fields: Partial<RequestFor<'create'>>) {
  const context = fakeContext({
    client: fakeKeys({
      create: async () => ({
        key: adminKey({ id: 'key_new' }),
        value: new Credential('sk-admin-new'),
        age: 0,
      }),
    }),
    saveEntry: ({ stage }: StateEntry) => {
      if (stage === 'done') throw new ActionError('file', 'The disk is full.');
    },
  });
  return create({ ...request, ...fields }, context);
}

test.each([
  ['an output', { outputValue: true }],
  ['the environment', { exportEnv: 'KEY' }],
  ['no hands', {}],
])('a key in %s that the post step will delete fails the step and is named', async (_, fields) => {
  const { key, failure } = await createUnsettled(fields);
  expect(key?.id).toBe('key_new');
  expect(failure).toMatchObject({ code: 'partial' });
  expect(failure?.message).toBe(
    'The post step will delete the new key (`key_new`), since it could not save that this step is done: do ' +
      'not use its value. The disk is full.',
  );
});

test('a key that is deleted after the job anyway is no failure', async () => {
  const { failure } = await createUnsettled({ outputValue: true, revokeAfterJob: true });
  expect(failure).toBeUndefined();
});

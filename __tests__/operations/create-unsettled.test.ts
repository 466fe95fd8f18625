import { expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import { create } from '../../src/operations/create.ts';
import type { CreateRequest } from '../../src/request/request.ts';
import type { JournalEntry } from '../../src/runner/journal.ts';
import { adminKey, fakeKeys, fakeTools, SENTINEL } from '../support/fakes.ts';

/*
 * Where the post step cannot be told that a key without secrets is to stay, it deletes the key. Then
 * the step must not end as if the key could be used.
 */

const request: CreateRequest = {
  operation: 'create',
  adminApiKey: new Secret(SENTINEL),
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 0,
  timeoutMs: 30_000,
  summary: true,
  name: 'nightly',
  lifetime: null,
  ifExists: 'create',
  revokeAfterJob: false,
  outputValue: false,
  exportEnv: null,
  targets: [],
  github: null,
  dryRun: false,
};

/** Creates a key while the state takes nothing from the moment on at which all is done. */
function createUnsettled(fields: Partial<CreateRequest>) {
  const tools = fakeTools({
    keys: fakeKeys({
      create: async () => ({
        key: adminKey({ id: 'key_new' }),
        value: new Secret('sk-admin-new'),
        age: 0,
      }),
    }),
    writeJournal: ({ stage }: JournalEntry) => {
      if (stage === 'settled') throw new ActionError('file', 'The disk is full.');
    },
  });
  return create({ ...request, ...fields }, tools);
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
    'The post step will delete the new key (`key_new`), since it cannot be told that this step is done: do ' +
      'not use its value. The disk is full.',
  );
});

test('a key that is deleted after the job anyway is no failure', async () => {
  const { failure } = await createUnsettled({ outputValue: true, revokeAfterJob: true });
  expect(failure).toBeUndefined();
});

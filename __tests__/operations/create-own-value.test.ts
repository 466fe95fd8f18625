import { expect, test } from '@jest/globals';
import { Secret } from '../../src/domain/secret.ts';
import { create } from '../../src/operations/create.ts';
import type { CreateRequest } from '../../src/request/request.ts';
import { adminKey, failureOf, fakeKeys, fakeTools, SENTINEL } from '../support/fakes.ts';

/** A server, or what repeats requests in its place, can echo the key that authenticates the step. */
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
  outputValue: true,
  exportEnv: 'KEY',
  targets: [],
  github: null,
  dryRun: false,
};

test('the key in `admin-api-key` is handed to nobody as if it were the new one', async () => {
  const tools = fakeTools({
    keys: fakeKeys({
      create: async () => ({
        key: adminKey({ id: 'key_new' }),
        value: new Secret(SENTINEL),
        age: 0,
      }),
    }),
    cleanup: fakeKeys({ delete: async () => 'deleted' }),
  });
  const error = await failureOf(() => create(request, tools));
  expect(error.message).toBe(
    'The new key (`key_new`) was deleted again. Nothing was written: the server gave it the value of the ' +
      'key in `admin-api-key`.',
  );
  expect(tools.events.filter((event) => /^(output|export)/.test(event))).toEqual([]);
});

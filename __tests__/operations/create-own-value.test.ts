import { expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { create } from '../../src/operations/create.ts';
import { aCreateRequest } from '../../testing/builders.ts';
import { adminKey, failureOf, fakeContext, fakeKeys, SENTINEL } from '../../testing/fakes.ts';

/** A server, or what repeats requests in its place, can echo the key that authenticates the step. */
const request = aCreateRequest({
  outputValue: true,
  exportEnv: 'KEY',
});

test('the key in `admin-api-key` is handed to nobody as if it were the new one', async () => {
  const context = fakeContext({
    client: fakeKeys({
      create: async () => ({
        key: adminKey({ id: 'key_new' }),
        value: new Credential(SENTINEL),
        age: 0,
      }),
    }),
  });
  const error = await failureOf(() => create(request, context));
  expect(error.message).toMatch(
    /^Nothing was written: the server gave it the value of the key in `admin-api-key`\.\nKey `key_new` may be /,
  );
  expect(context.events.filter((event) => /^(output|export)/.test(event))).toEqual([]);
});

import { describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import type { ApiKey, Project } from '../../src/domain/key.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { verify } from '../../src/operations/verify.ts';
import { aVerifyRequest } from '../../testing/builders.ts';
import { actionError, fakeContext, fakeKeys, NOW } from '../../testing/fakes.ts';
import { failing, keyOf } from '../../testing/places.ts';

/* The value of a project's key, compared with the keys of several projects. */

const DAY = 86_400;
const keyA = keyOf('proj_a', 'key_a', 40 * DAY, { redactedValue: 'sk-svc...aaa' });
const keyB = keyOf('proj_b', 'key_b', DAY, { redactedValue: 'sk-svc...bbb' });
const ofB = new Credential('sk-svcacct-of-bbb');
const strange = new Credential('sk-svcacct-of-zzz');

/** Judges the keys of two projects; the second can be one that cannot be read. */
async function check(
  keyValue: Credential,
  ofProjectB: ApiKey[] | Error,
  fields: Partial<RequestFor<'verify'>> = {},
) {
  const context = fakeContext({
    clientOf: async ({ id }: Project) =>
      fakeKeys({
        isOrdered: false,
        listPage: async () => {
          const keys = id === 'proj_a' ? [keyA] : ofProjectB;
          if (keys instanceof Error) throw keys;
          return { keys, hasMore: false, serverTime: NOW * 1000 };
        },
      }),
    tryValue: async () => undefined,
  });
  const places = { hasAdminKeys: false, projects: ['proj_a', 'proj_b'], serviceAccountId: null };
  const result = await verify(aVerifyRequest({ places, keyValue, ...fields }), context);
  return { result, found: result.violations.map(({ id, rule }) => `${id} ${rule}`) };
}

describe('a value that the API accepts', () => {
  test('is fine where it is that of a key', async () => {
    const { result, found } = await check(ofB, [keyB]);
    expect(found).toEqual([]);
    expect(result.valueKeys).toEqual([keyB]);
    expect(result.failure).toBeUndefined();
  });

  test.each<[Partial<RequestFor<'verify'>>, string]>([
    [{}, ' value'],
    [{ keyIds: ['proj_a/key_a', 'proj_b/key_b'] }, ' value'],
  ])('is a violation where it is that of none of them: %j', async (fields, violation) => {
    expect((await check(strange, [keyB], fields)).found).toEqual([violation]);
  });

  test.each<[string, Credential, Partial<RequestFor<'verify'>>]>([
    ['of a key that could not be read', ofB, {}],
    ['of none of those that were read', strange, {}],
    ['of none of the ids that were read', strange, { keyIds: ['proj_a/key_a', 'proj_b/key_b'] }],
  ])('is no violation where a project could not be read: %s', async (_, value, fields) => {
    const error = failing('forbidden');
    const { result, found } = await check(value, error, fields);
    expect(found).toEqual([]);
    expect(result).toMatchObject({ isComplete: false, valueKeys: null, violationIds: [] });
    expect(result.failure).toMatchObject(actionError('forbidden'));
  });

  test('keeps no other violation from being told', async () => {
    const { found } = await check(ofB, failing('forbidden'), { rules: { 'max-age': 30 * DAY } });
    expect(found).toEqual(['proj_a/key_a max-age']);
  });
});

test('a project’s key whose redacted value also fits the admin key is not the step’s own', async () => {
  const adminApiKey = new Credential('sk-admin-abcd-aaa');
  const twin = { ...keyA, redactedValue: 'sk-...aaa' };
  const rules = { 'max-age': 30 * DAY };
  const { result } = await check(ofB, [keyB, { ...twin, id: 'proj_b/key_twin' }], {
    adminApiKey,
    rules,
  });
  expect(result.violationIds).toEqual(['proj_a/key_a', 'proj_b/key_twin']);
});

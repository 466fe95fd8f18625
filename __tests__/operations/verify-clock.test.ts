import { describe, expect, test } from '@jest/globals';
import { verify } from '../../src/operations/verify.ts';
import { aVerifyRequest } from '../../testing/builders.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeContext,
  fakeKeys,
  NOW,
} from '../../testing/fakes.ts';

/*
 * Ages are counted up to the moment that a server tells. Something on the way with a clock of its own, or
 * an answer that was kept, must not make old keys young.
 */

const DAY = 86_400;
const request = aVerifyRequest({
  rules: { 'max-age': 7 * DAY },
});

/** A check of a key that was made at `made`, by a server on whose clock it is `told`; undefined: it does not tell. */
function check(made: number, told: number | undefined, keyIds: string[] = []) {
  const key = adminKey({ id: 'key_abc', createdAt: made });
  const serverTime = told === undefined ? undefined : told * 1000;
  const context = fakeContext({
    client: fakeKeys({
      listPage: async () => ({ keys: [key], hasMore: false, serverTime }),
      retrieve: async () => ({ key, serverTime }),
    }),
  });
  return verify({ ...request, keyIds }, context);
}

describe('a moment before a key was made', () => {
  test.each([
    ['in a listing', NOW - DAY, []],
    ['in the answer about one key', NOW - DAY, ['key_abc']],
    ['by five minutes and a second', NOW - 301, []],
    ['in 1970', 0, []],
  ])('gives no verdict: %s', async (_, told, keyIds) => {
    const error = await failureOf(() => check(NOW, told, keyIds));
    expect(error).toMatchObject(actionError('unreadable'));
    expect(error.message).toMatch(
      /^Key `key_abc` was made at 2027-01-15T08:00:00Z, and by the clock that the API tells it is [-\dT:Z]+ only, so there is no verdict\. /,
    );
  });

  test('is this machine’s where the API tells none', async () => {
    const error = await failureOf(() => check(NOW + DAY, undefined));
    expect(error.message).toContain('by the clock of this machine');
  });

  test.each([NOW - 300, NOW, NOW + DAY])('is not one that is near or later: %d', async (told) => {
    expect((await check(NOW, told)).violations).toEqual([]);
  });
});

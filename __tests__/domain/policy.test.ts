import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ApiKey } from '../../src/domain/key.ts';
import { judge, type Rules, rulesInForce } from '../../src/domain/policy.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const DAY = 86_400;
const none: Rules = {};
const strict: Rules = {
  'max-age': 30 * DAY,
  'max-idle': 7 * DAY,
  'min-remaining': 3 * DAY,
  'require-expiry': true,
  'allowed-owners': ['user_1'],
};
const moment = { now: NOW, isUsedByCheck: () => false };

function faults(fields: Partial<ApiKey>, rules: Partial<Rules>, isUsed = false): string[] {
  const at = { now: NOW, isUsedByCheck: () => isUsed };
  return judge([adminKey(fields)], { ...none, ...rules }, at).map(
    ({ rule, message }) => `${rule}: ${message}`,
  );
}

describe('a key', () => {
  const owner = { id: 'user_2', type: null, name: null, role: null };

  test.each<[Partial<ApiKey>, Partial<Rules>, string[]]>([
    [{ createdAt: NOW - 30 * DAY }, { 'max-age': 30 * DAY }, []],
    [
      { createdAt: NOW - 30 * DAY - 1 },
      { 'max-age': 30 * DAY },
      ['max-age: is 30 days 1 second old, the limit is 30 days'],
    ],
    [{ lastUsedAt: NOW - 7 * DAY }, { 'max-idle': 7 * DAY }, []],
    [
      { lastUsedAt: NOW - 9 * DAY },
      { 'max-idle': 7 * DAY },
      ['max-idle: was last used 9 days ago, the limit is 7 days'],
    ],
    [{ createdAt: NOW - 9 * DAY, lastUsedAt: NOW }, { 'max-idle': 7 * DAY }, []],
    [
      { createdAt: NOW - 9 * DAY },
      { 'max-idle': 7 * DAY },
      ['max-idle: was made 9 days ago and never used, the limit is 7 days'],
    ],
    [{ expiresAt: NOW + 3 * DAY }, { 'min-remaining': 3 * DAY }, []],
    [
      { expiresAt: NOW + 2 * DAY },
      { 'min-remaining': 3 * DAY },
      ['min-remaining: expires in 2 days, at least 3 days must be left'],
    ],
    [{ expiresAt: null }, { 'min-remaining': 3 * DAY }, []],
    [{ expiresAt: null }, { 'require-expiry': true }, ['require-expiry: never expires']],
    [{ expiresAt: NOW + 1 }, { 'require-expiry': true }, []],
    [{}, { 'allowed-owners': ['user_1'] }, []],
    [
      { owner },
      { 'allowed-owners': ['user_1'] },
      ['allowed-owners: belongs to user_2, who is not allowed'],
    ],
    [
      { owner: null },
      { 'allowed-owners': ['user_1'] },
      ['allowed-owners: belongs to an unknown owner, who is not allowed'],
    ],
    [{ owner: { ...owner, id: null } }, { 'allowed-owners': [''] }, []],
    [{ expiresAt: NOW }, {}, ['expired: expired 0 seconds ago']],
    [{ expiresAt: NOW - 2 * DAY }, strict, ['expired: expired 2 days ago']],
    [{ expiresAt: NOW + 1 }, none, []],
  ])('%j by %j: %j', (fields, rules, found) => {
    expect(faults(fields, rules)).toEqual(found);
  });

  test('whose last use this check refreshes has no idle time', () => {
    const old = { createdAt: NOW - 90 * DAY };
    expect(faults(old, { 'max-idle': DAY, 'max-age': DAY }, true)).toEqual([
      expect.stringMatching(/^max-age/),
    ]);
  });

  test('may break every rule at once', () => {
    const worst = { createdAt: NOW - 90 * DAY, expiresAt: null, owner };
    expect(faults(worst, strict).map((fault) => fault.split(':')[0])).toEqual([
      'max-age',
      'max-idle',
      'require-expiry',
      'allowed-owners',
    ]);
  });
});

describe('on any keys', () => {
  const time = fc.integer({ min: NOW - 100 * DAY, max: NOW + 100 * DAY });
  const key = fc
    .record({ createdAt: time, expiresAt: fc.option(time), lastUsedAt: fc.option(time) })
    .map((fields) => adminKey(fields));
  const limit = fc.option(fc.integer({ min: 1, max: 90 * DAY }));
  const rules = fc.record({
    'max-age': limit,
    'max-idle': limit,
    'min-remaining': limit,
    'require-expiry': fc.constantFrom(true as const, null),
    'allowed-owners': fc.constantFrom(null, ['user_1'], ['user_2']),
  });

  test('a looser policy finds no more', () => {
    fc.assert(
      fc.property(fc.array(key), rules, (keys, policy) => {
        const found = judge(keys, policy, moment).length;
        const loosenings: Partial<Rules>[] = [
          { 'max-age': null },
          { 'max-idle': null },
          { 'min-remaining': null },
          { 'require-expiry': null },
          { 'allowed-owners': null },
        ];
        for (const loose of loosenings) {
          expect(judge(keys, { ...policy, ...loose }, moment).length).toBeLessThanOrEqual(found);
        }
      }),
    );
  });

  test('no policy finds the expired ones alone', () => {
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const expired = keys.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= NOW);
        expect(judge(keys, none, moment)).toHaveLength(expired.length);
      }),
    );
  });
});

test('the rules in force are told in the words of the inputs', () => {
  expect(rulesInForce(none)).toEqual([]);
  expect(rulesInForce({ ...strict, 'allowed-owners': ['user_1', 'user_2'] })).toEqual([
    'max-age 30 days',
    'max-idle 7 days',
    'min-remaining 3 days',
    'require-expiry',
    'allowed-owners user_1, user_2',
  ]);
});

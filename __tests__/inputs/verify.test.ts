import { describe, expect, test } from '@jest/globals';
import { parseRequest } from '../../src/inputs/parse.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { inputs } from '../../testing/fakes.ts';
import { type Given, problemsIn } from '../../testing/steps.ts';

const read = (given: Given) =>
  parseRequest(inputs({ operation: 'verify', ...given })) as RequestFor<'verify'>;

const problemsOf = (given: Given) => problemsIn(() => read(given), 'hunter');

describe('a check', () => {
  test('has the defaults', () => {
    expect(read({})).toMatchObject({
      operation: 'verify',
      name: null,
      keyIds: [],
      rules: {
        'max-age': null,
        'max-idle': null,
        'min-remaining': null,
        'require-expiry': null,
        'allowed-owners': null,
      },
      keyValue: null,
      onViolation: 'fail',
      keysFile: null,
    });
  });

  test.each<[Given, object]>([
    [{ name: 'ci/*' }, { name: 'ci/*' }],
    [{ 'key-id': 'key_1\nkey_2' }, { keyIds: ['key_1', 'key_2'] }],
    [{ 'max-age': '90d' }, { rules: { 'max-age': 7_776_000 } }],
    [{ 'max-idle': 'P7D' }, { rules: { 'max-idle': 604_800 } }],
    [{ 'max-age': '36500d' }, { rules: { 'max-age': 3_153_600_000 } }],
    [{ 'min-remaining': '1s' }, { rules: { 'min-remaining': 1 } }],
    [{ 'require-expiry': 'True' }, { rules: { 'require-expiry': true } }],
    [{ 'allowed-owners': 'user_1, user_2' }, { rules: { 'allowed-owners': ['user_1', 'user_2'] } }],
    [{ 'allowed-owners': 'any' }, { rules: { 'allowed-owners': null } }],
    [{ 'key-value': 'none' }, { keyValue: null }],
    [{ 'on-violation': 'warn' }, { onViolation: 'warn' }],
    [{ 'keys-file': 'keys.csv' }, { keysFile: 'keys.csv' }],
  ])('%j is read', (given, request) => {
    expect(read(given)).toMatchObject(request);
  });

  test('holds a stored value that does not show', () => {
    const { keyValue } = read({ 'key-value': 'hunter22' });
    expect(keyValue?.reveal()).toBe('hunter22');
    expect(`${keyValue}`).toBe('***');
  });
});

test.each<[Given, string]>([
  [{ name: 'x', 'key-id': 'key_1' }, '`key-id` cannot be combined with `name`'],
  [{ 'key-id': '../x' }, '`key-id` must be an id'],
  [{ 'max-age': '' }, '`max-age` is empty, perhaps because'],
  [{ 'max-idle': '' }, '`max-idle` is empty, perhaps because'],
  [{ 'min-remaining': '' }, '`min-remaining` is empty, perhaps because'],
  [{ 'allowed-owners': ' ' }, '`allowed-owners` is empty, perhaps because'],
  [{ 'allowed-owners': ',' }, '`allowed-owners` is empty, perhaps because'],
  [{ 'allowed-owners': 'user_1,,' }, '`allowed-owners` has an empty item'],
  [{ 'allowed-owners': 'user_1, any' }, '`allowed-owners` combines `any` with other items'],
  [{ 'allowed-owners': 'none' }, '`allowed-owners` must be owner ids, or `any`'],
  [{ 'allowed-owners': 'all' }, '`allowed-owners` must be owner ids, or `any`'],
  [{ 'key-value': "'sk-admin-hunter22'" }, '`key-value` seems to be in quotes'],
  [{ 'key-value': 'ghs_hunter22hunter22' }, '`key-value` seems to be a GitHub token'],
  [{ 'keys-file': '~/keys.csv' }, '`keys-file` starts with `~`'],
  [{ 'key-value': '' }, '`key-value` is empty, perhaps because'],
  [{ 'max-age': '90' }, '`max-age` must be a whole number with a unit'],
  [{ 'max-age': '0s' }, '`max-age` must be from 1s to 36500d'],
  [{ 'max-idle': 'never' }, 'or `none`, not `never`'],
  [{ 'require-expiry': 'yes' }, '`require-expiry` must be `true` or `false`'],
  [{ 'on-violation': 'ignore' }, '`on-violation` must be one of `fail`, `warn`'],
  [{ 'key-value': 'hunter 22' }, '`key-value` contains characters that no credential has'],
  [{ 'keys-file': 'keys.xml' }, '`keys-file` must be a path'],
  [{ 'dry-run': 'true' }, '`dry-run` is not used when `operation` is `verify`'],
])('%j is one problem', async (given, problem) => {
  expect(await problemsOf(given)).toEqual([expect.stringContaining(problem)]);
});

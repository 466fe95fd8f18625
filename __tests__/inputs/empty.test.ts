import { expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import { INPUT_RULES, type InputName, inputVariable } from '../../src/inputs/definitions.ts';
import { parseRequest } from '../../src/inputs/parse.ts';
import { failureOf, inputs } from '../../testing/fakes.ts';

/** The inputs whose absence would widen an effect. */
const guarded = (Object.keys(INPUT_RULES) as InputName[]).filter(
  (name) => INPUT_RULES[name].refusesEmpty,
);

test.each(guarded)('an empty `%s` is refused, and is not taken for its default', async (name) => {
  const [operation = 'create'] = INPUT_RULES[name].for;
  const given = inputs({ operation, ...(operation === 'rotate' && { 'secret-name': 'KEY' }) });
  const env = { GITHUB_REPOSITORY: 'o/r', ...given, [inputVariable(name)]: '  ' };
  const error = await failureOf(async () => parseRequest(env));
  expect(error).toBeInstanceOf(ActionError);
  expect(error.message).toContain(`\`${name}\` is empty, perhaps because an expression found`);
});

test('they are those that decide whose key it is, where a value goes, how long it lives and what a policy asks', () => {
  expect(guarded.toSorted()).toEqual([
    'allowed-owner-types',
    'allowed-owners',
    'expires-in',
    'grace-period',
    'key-value',
    'manifest',
    'max-age',
    'max-idle',
    'min-remaining',
    'only',
    'project-id',
    'rotate-after',
    'scopes',
    'secret-environment',
    'secret-organization',
    'secret-repositories',
    'service-account-id',
  ]);
});

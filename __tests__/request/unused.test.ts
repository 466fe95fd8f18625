import { expect, test } from '@jest/globals';
import { INPUTS, type InputName, OPERATIONS, type Operation } from '../../src/request/inputs.ts';
import { parseRequest } from '../../src/request/parse.ts';
import { actionError, failureOf, inputs } from '../support/fakes.ts';

type Given = Partial<Record<InputName, string>>;

/** The least that each operation needs. */
const least: Partial<Record<Operation, Given>> = {
  create: { name: 'nightly', 'secret-name': 'KEY', 'github-token': 'github_pat_x' },
  list: {},
  retrieve: { 'key-id': 'key_abc' },
  delete: { 'key-id': 'key_abc' },
};

/** A value that differs from the default, and the operations that take it. */
const users: Partial<Record<InputName, [string, string]>> = {
  name: ['x', 'create list'],
  'key-id': ['key_1', 'retrieve delete'],
  'expires-in': ['1d', 'create'],
  'if-exists': ['fail', 'create'],
  'revoke-after-job': ['true', ''],
  'output-value': ['TRUE', 'create'],
  'export-env': ['X', 'create'],
  'secret-name': ['X', 'create'],
  'secret-repositories': ['octo/other', 'create'],
  'secret-environment': ['production', 'create'],
  'secret-organization': ['octo', 'create'],
  'secret-visibility': ['all', ''],
  'secret-app': ['dependabot', 'create'],
  'github-token': ['github_pat_y', 'create'],
  'github-api-url': ['https://github.example/api', 'create'],
  order: ['desc', 'list'],
  after: ['key_1', 'list'],
  limit: ['1', 'list'],
  'keys-file': ['a.json', 'list'],
  'dry-run': ['true', 'create delete'],
};
const operations = OPERATIONS.filter((operation) => operation in least);
const runner = { GITHUB_REPOSITORY: 'octo/repo', GITHUB_API_URL: 'https://api.github.com' };

async function problemsOf(env: NodeJS.ProcessEnv): Promise<string[]> {
  const error = await failureOf(() => parseRequest(env));
  expect(error).toMatchObject(actionError('input'));
  return error.message.split('\n- ').slice(1);
}

const cases = operations.flatMap((operation) =>
  Object.entries(users).map(([name, [value, used]]): [Operation, string, string, boolean] => [
    operation,
    name,
    value,
    used.split(' ').includes(operation),
  ]),
);

test.each(cases)('%s with %s: %s, which it takes: %p', async (operation, name, value, taken) => {
  const env = { ...runner, ...inputs({ operation, ...least[operation], [name]: value }) };
  if (taken) expect(parseRequest(env).operation).toBe(operation);
  else {
    const reason = /^`(.*)` (is not used when|does not go with|is for secrets of an organization)/;
    const problems = await problemsOf(env);
    expect(problems.map((problem) => reason.exec(problem)?.[1])).toEqual([name]);
  }
});

test.each(operations)('%s takes every input at its default', (operation) => {
  const defaults: Given = {};
  for (const [name, rule] of Object.entries(INPUTS) as [InputName, { default: string }][]) {
    const text = rule.default.replace(/^\$\{\{ github\.(\w+) \}\}$/, (_, field: string) =>
      field === 'repository' ? runner.GITHUB_REPOSITORY : runner.GITHUB_API_URL,
    );
    defaults[name] = text.replace(/^(true|false)$/, (word) => word.toUpperCase());
  }
  const { 'admin-api-key': _, ...given } = defaults;
  const env = { ...runner, ...inputs({ ...given, operation, ...least[operation] }) };
  expect(parseRequest(env).operation).toBe(operation);
});

test('is refused once, however wrong it is', async () => {
  const list = { operation: 'list' };
  expect(await problemsOf(inputs({ ...list, 'expires-in': 'rubbish' }))).toHaveLength(1);
  expect(await problemsOf(inputs({ ...list, 'expires-in': '' }))).toHaveLength(1);
});

import { expect, test } from '@jest/globals';
import {
  INPUT_RULES,
  INPUTS,
  type InputName,
  OPERATIONS,
  type Operation,
} from '../../src/inputs/definitions.ts';
import { parseRequest } from '../../src/inputs/parse.ts';
import { inputs } from '../../testing/fakes.ts';
import { emptyManifests } from '../../testing/manifest.ts';
import { type Given, problemsIn } from '../../testing/steps.ts';

/** The least that each operation needs. */
const least: Record<Operation, Given> = {
  create: { name: 'nightly', 'secret-name': 'KEY', 'github-token': 'github_pat_x' },
  list: {},
  retrieve: { 'key-id': 'key_abc' },
  verify: {},
  rotate: { name: 'nightly', 'secret-name': 'KEY', 'github-token': 'github_pat_x' },
  delete: { 'key-id': 'key_abc' },
};

/** The least that a rotation of a file's keys needs. */
const ofFile: Given = { manifest: 'keys.yml', 'github-token': 'github_pat_x' };
const NEED_FILE = ['manifest', 'only', 'max-rotations'];

/** What some inputs need beside them. */
const beside: Partial<Record<InputName, Given>> = {
  'service-account-id': { 'project-id': 'proj_a' },
  scopes: { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a' },
};

/** A value that differs from the default, and the operations that take it. */
const users: Partial<Record<InputName, [string, string]>> = {
  'service-account-id': ['svc_acct_b', 'create list verify rotate'],
  scopes: ['api.model.read', 'create rotate'],
  manifest: ['keys.json', 'verify rotate'],
  only: ['nightly', 'rotate'],
  'max-rotations': ['5', 'rotate'],
  name: ['x', 'create list verify rotate'],
  'key-id': ['key_1', 'retrieve verify delete'],
  'expires-in': ['1d', 'create rotate'],
  'if-exists': ['fail', 'create'],
  'revoke-after-job': ['true', ''],
  'output-value': ['TRUE', 'create rotate'],
  'export-env': ['X', 'create rotate'],
  'secret-name': ['X', 'create rotate'],
  'secret-repositories': ['octo/other', 'create rotate'],
  'secret-environment': ['production', 'create rotate'],
  'secret-organization': ['octo', 'create rotate'],
  'secret-visibility': ['all', ''],
  'secret-app': ['dependabot', 'create rotate'],
  'github-token': ['github_pat_y', 'create rotate'],
  'github-api-url': ['https://github.example/api', 'create rotate'],
  'rotate-after': ['30d', 'rotate'],
  now: ['true', 'rotate'],
  'min-remaining': ['1d', 'verify rotate'],
  'grace-period': ['0s', 'rotate'],
  'max-age': ['30d', 'verify'],
  'max-idle': ['30d', 'verify'],
  'require-expiry': ['true', 'verify'],
  'allowed-owners': ['user_1', 'verify'],
  'allowed-owner-types': ['user', 'verify'],
  'key-value': ['a-stored-value', 'verify'],
  'on-violation': ['warn', 'verify'],
  order: ['desc', 'list'],
  after: ['key_1', 'list'],
  limit: ['1', 'list'],
  'keys-file': ['a.json', 'list verify'],
  'dry-run': ['true', 'create rotate delete'],
};
const runner = { GITHUB_REPOSITORY: 'octo/repo', GITHUB_API_URL: 'https://api.github.com' };

const problemsOf = (env: NodeJS.ProcessEnv) =>
  problemsIn(() => parseRequest(env, undefined, { manifests: emptyManifests }));

/** What an input needs beside it, as far as the operation takes that. */
function besideFor(operation: Operation, name: string): Given {
  const needed = Object.entries(beside[name as InputName] ?? {}) as [InputName, string][];
  return Object.fromEntries(needed.filter(([input]) => INPUT_RULES[input].for.includes(operation)));
}

/** What an operation needs at least, where it takes this input. */
function leastFor(operation: Operation, name: string): Given {
  return operation === 'rotate' && NEED_FILE.includes(name) ? ofFile : least[operation];
}

const cases = OPERATIONS.flatMap((operation) =>
  Object.entries(users).map(([name, [value, used]]): [Operation, string, string, boolean] => [
    operation,
    name,
    value,
    used.split(' ').includes(operation),
  ]),
);

test.each(cases)('%s with %s: %s, which it takes: %p', async (operation, name, value, taken) => {
  const env = {
    ...runner,
    ...inputs({
      operation,
      ...leastFor(operation, name),
      ...besideFor(operation, name),
      [name]: value,
    }),
  };
  if (taken) {
    const isOfFile = operation === 'rotate' && NEED_FILE.includes(name);
    expect(parseRequest(env, undefined, { manifests: emptyManifests }).operation).toBe(
      isOfFile ? 'reconcile' : operation,
    );
  } else {
    const reason =
      /^`(.*)` (is not used when|cannot be combined with|is only for organization secrets)/;
    const problems = await problemsOf(env);
    expect(problems.map((problem) => reason.exec(problem)?.[1])).toEqual([name]);
  }
});

test.each(OPERATIONS)('%s takes every input at its default', (operation) => {
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

test('every input is in the table, but for those that every operation takes', () => {
  const everywhere = Object.entries(INPUTS).filter(([, rule]) => rule.for === OPERATIONS);
  const named = [...Object.keys(users), ...everywhere.map(([name]) => name)];
  expect(named.sort()).toEqual(Object.keys(INPUTS).sort());
});

test('is refused once, however wrong it is', async () => {
  const list = { operation: 'list' };
  expect(await problemsOf(inputs({ ...list, 'expires-in': 'rubbish' }))).toHaveLength(1);
  expect(await problemsOf(inputs({ ...list, 'expires-in': '' }))).toHaveLength(1);
});

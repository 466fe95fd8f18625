import { describe, expect, test } from '@jest/globals';
import { OPERATIONS } from '../../src/inputs/definitions.ts';
import { manifestOf } from '../../testing/docs/manifest-text.ts';
import { blocksOf, pages, read } from '../../testing/docs/pages.ts';
import { problemsOf } from '../../testing/docs/workflow-problems.ts';
import { SELF } from '../../testing/workflows/workflow.ts';

const blocks = pages.flatMap((page) =>
  blocksOf(page, 'ya?ml').map((text) => {
    return { path: page.path, name: /^name: (.*)$/m.exec(text)?.[1] ?? '', text };
  }),
);
const isWorkflow = ({ text }: { text: string }) => /^jobs:$/m.test(text);
const workflows = blocks.filter(isWorkflow);

describe('the workflows of the pages', () => {
  test('have names of their own, and each operation is in one', () => {
    expect(new Set(workflows.map(({ name }) => name)).size).toBe(workflows.length);
    for (const operation of OPERATIONS) {
      expect(workflows.some(({ text }) => text.includes(`operation: ${operation}\n`))).toBe(true);
    }
  });

  test('list, rotate, create and verify in the README, in this order; the others are recipes', () => {
    const inReadme = workflows.filter(({ path }) => path === 'README.md');
    const operations = inReadme.map(({ text }) => /operation: (\w+)/.exec(text)?.[1]);
    expect(operations).toEqual(['list', 'rotate', 'create', 'verify']);
    expect(new Set(workflows.map(({ path }) => path))).toEqual(
      new Set(['README.md', 'docs/recipes.md', 'docs/manifest.md', 'docs/at-scale.md']),
    );
  });

  test('are all that the pages have in YAML, but for the manifest of the examples', () => {
    const others = blocks.filter((block) => !isWorkflow(block)).map(({ text }) => text);
    expect(others).toEqual([read('examples/manifest/openai-keys.yml')]);
    const { entries, exceptions } = manifestOf(others.join());
    expect([entries.length, exceptions.length]).toEqual([4, 2]);
  });

  test.each(workflows)('$path: $name', ({ text }) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

type Spoil = (text: string) => string;

function expression(path: string): string {
  return `\${{ ${path} }}`;
}

function spoiltWorkflow(name: string, spoil: Spoil): string {
  const good = workflows.find((one) => one.name === name)?.text ?? '';
  const spoilt = spoil(good);
  expect(spoilt).not.toBe(good);
  return problemsOf(spoilt).join('\n');
}

describe('a workflow is refused', () => {
  const input = (line: string) => (text: string) =>
    text.replace('expires-in: 1h', (found) => `${found}\n          ${line}`);

  test.each<[string, Spoil, string | RegExp]>([
    ['without permissions', (text) => text.replace('permissions: {}\n', ''), /permissions: \{\}/],
    ['with more', (text) => text.replace(': {}', ':\n  contents: read'), /permissions: \{\}/],
    [
      'with a job that has more',
      (text) => text.replace('    steps:', '    permissions:\n      contents: read\n    steps:'),
      'asks for permissions',
    ],
    ['with an unknown input', input('expire-in: 1h'), 'no such input: expire-in'],
    ['with an unused input', input('order: asc'), '`create` does not use order'],
    ['with a wrong value', input('if-exists: never'), /`if-exists` must be one of/],
    ['with contradicting inputs', input('if-exists: reuse'), /cannot be combined with/],
    ['with an unknown operation', (text) => text.replace(': create', ': make'), /operation: make/],
    ['without its environment', (text) => text.replace(/ +environment.*\n/, ''), /no environment/],
    [
      'with an unpinned action',
      (text) => text.replace(SELF, 'actions/checkout@v4'),
      'actions/checkout@v4 is not pinned',
    ],
    [
      'with an expression in a script',
      (text) => text.replace('"Authorization', `"${expression('github.actor')}`),
      'puts an expression into a script',
    ],
    [
      'with an output of no step',
      input(`after: ${expression('steps.a.outputs.id')}`),
      'step a has no output id',
    ],
    [
      'with an unknown workflow input',
      input(`timeout: ${expression('inputs.time')}`),
      /workflow input time/,
    ],
  ])('%s', (_, spoil, problem) => {
    expect(spoiltWorkflow('Costs of the week', spoil)).toMatch(problem);
  });
});

describe('a workflow that writes a secret is refused', () => {
  test.each<[string, Spoil, string | RegExp]>([
    [
      'with an unknown output',
      (text) => text.replace('outputs.token', 'outputs.tokens'),
      'step app has no output tokens',
    ],
    [
      'with a token of another kind',
      (text) => text.replace('steps.app.outputs.token', 'secrets.GITHUB_TOKEN'),
      'the token is not that of the GitHub App',
    ],
    [
      'with a permission too many',
      (text) =>
        text.replace(/permission-secrets: write/, '$&\n          permission-contents: read'),
      'the token has permission-secrets,permission-contents',
    ],
    [
      'with the wrong permission',
      (text) => text.replace('permission-secrets', 'permission-environments'),
      'the token has permission-environments for secrets',
    ],
    [
      'with a token for all repositories',
      (text) => text.replace(/ +repositories: .*\n/, ''),
      'the token covers  for octo-org/reports',
    ],
    [
      'with a token for another repository',
      (text) => text.replace(/repositories: .*/, 'repositories: website'),
      'the token covers octo-org/website for octo-org/reports',
    ],
    [
      'with an unpinned action',
      (text) => text.replace(/@[0-9a-f]{40}/, '@v3'),
      'create-github-app-token@v3 is not pinned',
    ],
  ])('%s', (_, spoil, problem) => {
    expect(spoiltWorkflow('Set up a repository', spoil)).toMatch(problem);
  });
});

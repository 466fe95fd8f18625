import { describe, expect, test } from '@jest/globals';
import { parseRequest } from '../../src/inputs/parse.ts';
import { inputs, SENTINEL } from '../../testing/fakes.ts';
import { type Given, problemsIn } from '../../testing/steps.ts';

const create: Given = { operation: 'create', name: 'nightly' };
const list: Given = { operation: 'list' };

/** The problems found, a line each; the credential that authenticates is in none of them. */
const problemsOf = (env: NodeJS.ProcessEnv) => problemsIn(() => parseRequest(env));

// What is wrong with it may be that it is a secret, in the wrong field.
test('no more than 20 characters of a refused input are quoted', async () => {
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvOm9jdG8ifQ.c2lnbmF0dXJl';
  const places: Given[] = [
    { operation: token },
    { ...list, order: token },
    { ...list, limit: token },
    { ...list, timeout: token },
    { ...list, summary: token },
    { ...create, 'if-exists': token },
    { ...create, 'expires-in': token },
    { operation: 'retrieve', 'key-id': `${token}/` },
    { operation: 'verify', 'max-age': token },
  ];
  for (const given of places) {
    const [problem = '', ...others] = await problemsOf(inputs(given));
    expect(others).toEqual([]);
    expect(problem).toContain(`${token.slice(0, 20)}…`);
    expect(problem).not.toContain(token.slice(0, 21));
  }
});

describe('one wrong input is one problem that names it', () => {
  test.each<[Given, string | RegExp]>([
    [{ name: '' }, '`operation` is required: one of `create`, `list`'],
    [
      { operation: 'rotat' },
      /^`operation` must be one of .*`delete`, not `rotat`\. Did you mean `rotate`\?$/,
    ],
    [{ operation: 'roate' }, 'not `roate`. Did you mean `rotate`?'],
    [{ operation: 'destroy' }, /not `destroy`\.$/],
    [{ operation: 'Create' }, 'not `Create`. Did you mean `create`?'],
    [{ ...list, operation: 'x'.repeat(99) }, `not \`${'x'.repeat(20)}…\``],
    [{ ...list, 'admin-api-key': 'two words' }, /^`admin-api-key` contains characters that no key/],
    [
      { ...list, 'admin-api-key': 'two\nlines' },
      /^`admin-api-key` contains characters that no key/,
    ],
    [{ ...list, 'admin-api-key': 'ключ' }, /^`admin-api-key` contains characters that no key has/],
    [{ operation: 'create' }, '`name` is required when `operation` is `create`. Add `name:'],
    [{ ...create, name: ' \n' }, '`name` is required'],
    [{ ...create, name: 'a\nb' }, '`name` contains a line break'],
    [
      { ...create, name: 'a\u001b[31mb' },
      '`name` contains a line break or another control character',
    ],
    [{ ...create, name: 'a\u2028b' }, '`name` contains a line break'],
    [{ ...create, name: 'a\ud83db' }, '`name` contains a line break'],
    [{ ...create, 'expires-in': '90' }, /^`expires-in` must be a whole number .*, or `never`/],
    [
      { ...create, 'expires-in': 'P1M' },
      '(no months or years), or `never`, not `P1M`. Did you mean `30d`?',
    ],
    [{ ...create, 'expires-in': '1y' }, 'not `1y`. Did you mean `365d`?'],
    [{ ...create, 'expires-in': '90 days' }, 'not `90 days`. Did you mean `90d`?'],
    // What would be refused as well is not suggested.
    [{ ...create, 'expires-in': '2y' }, /not `2y`\.$/],
    [{ ...create, 'expires-in': '0s' }, '`expires-in` must be from 1s to 365d, not `0s`.'],
    [{ ...create, 'expires-in': '366d' }, '`expires-in` must be from 1s to 365d, not `366d`.'],
    [{ ...create, 'expires-in': '31536001s' }, 'from 1s to 365d'],
    [{ ...create, 'expires-in': '' }, /^`expires-in` is empty, .* default \(`never`\)/],
    [{ ...create, 'expires-in': ' \n ' }, '`expires-in` is empty'],
    [{ ...create, 'if-exists': 'skip' }, /^`if-exists` must be one of .*, not `skip`\.$/],
    [{ ...create, 'output-value': 'yes' }, '`output-value` must be `true` or `false`, not `yes`.'],
    [{ ...create, 'output-value': '' }, '`output-value` must be `true` or `false`, not empty.'],
    [{ ...create, 'revoke-after-job': '1' }, '`revoke-after-job` must be `true` or `false`'],
    [{ ...create, 'dry-run': 'tRUE' }, '`dry-run` must be `true` or `false`, not `tRUE`.'],
    [{ ...list, summary: 'on' }, '`summary` must be `true` or `false`, not `on`.'],
    [{ ...list, order: 'up' }, '`order` must be one of `asc`, `desc`, not `up`.'],
    [{ ...list, after: 'key_1,key_2' }, '`after` takes one id here, not 2.'],
    [
      { ...list, after: '../x' },
      /^`after` must be an id such as `key_abc`, or `proj_abc\/key_xyz` .*, not `..\/x`\. /,
    ],
    [{ ...list, limit: '0' }, '`limit` must be a whole number from 1, not `0`.'],
    [{ ...list, limit: '-1' }, '`limit` must be a whole number from 1'],
    [{ ...list, limit: '1.5' }, '`limit` must be a whole number from 1'],
    [{ ...list, limit: '0x10' }, '`limit` must be a whole number from 1'],
    [{ ...list, limit: '1000000000' }, '`limit` must be a whole number from 1'],
    [{ ...list, 'keys-file': 'keys.txt' }, '`keys-file` must be a path that ends in `.json`'],
    [{ ...list, 'keys-file': '.json' }, '`keys-file` must be a path'],
    [{ ...list, 'keys-file': 'out/.csv' }, '`keys-file` must be a path'],
    [{ ...list, 'keys-file': '~/keys.csv' }, '`keys-file` starts with `~`, which only a shell'],
    [{ ...list, 'keys-file': '~ada\\keys.csv' }, '`keys-file` starts with `~`'],
    [{ ...list, 'retry-for': '25h' }, '`retry-for` must be from 0s to 1d, not `25h`.'],
    [{ ...list, 'retry-for': 'never' }, /^`retry-for` must be a whole number with a unit/],
    [{ ...list, timeout: '0s' }, '`timeout` must be from 1s to 5m, not `0s`.'],
    [{ ...list, timeout: '301s' }, '`timeout` must be from 1s to 5m, not `301s`.'],
    [{ ...list, timeout: '30' }, '`timeout` must be a whole number with a unit'],
    [{ operation: 'retrieve' }, '`key-id` is required when `operation` is `retrieve`. Add'],
    [{ operation: 'delete', 'key-id': ' , ' }, '`key-id` is required when `operation` is `delete`'],
    [{ operation: 'retrieve', 'key-id': 'key_1 key_2' }, 'must be an id such as `key_abc`'],
    [{ operation: 'retrieve', 'key-id': 'key_1\nkey_2' }, '`key-id` takes one id here, not 2.'],
    [
      { operation: 'delete', 'key-id': 'key_1,a/b/c,d/e/f' },
      'not `a/b/c`. `operation: list` shows',
    ],
    [
      { ...create, 'if-exists': 'reuse', 'output-value': 'true' },
      '`output-value` cannot be combined with',
    ],
    [
      { ...create, 'if-exists': 'reuse', 'export-env': 'X' },
      '`export-env` cannot be combined with',
    ],
    [
      { ...create, 'if-exists': 'reuse', 'revoke-after-job': 'true' },
      '`revoke-after-job` cannot be combined with `if-exists: reuse`',
    ],
  ])('%j', async (given, problem) => {
    expect(await problemsOf(inputs(given))).toEqual([
      typeof problem === 'string'
        ? expect.stringContaining(problem)
        : expect.stringMatching(problem),
    ]);
  });

  test.each([
    '1X',
    'A-B',
    'A B',
    'A=B',
    'Ä',
    'A\nB',
    'PATH',
    'Path',
    'HOME',
    'CI',
    'NODE_OPTIONS',
    'node_options',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'GITHUB_TOKEN',
    'RUNNER_DEBUG',
    'ACTIONS_STEP_DEBUG',
    'INPUT_NAME',
    'STATE_entry',
  ])('the variable %j is not exported', async (name) => {
    expect(await problemsOf(inputs({ ...create, 'export-env': name }))).toEqual([
      expect.stringMatching(/^`export-env` (is not a valid variable name|must not be)/),
    ]);
  });

  describe('the admin key is not written over where it is', () => {
    const exporting = (name: string) => inputs({ ...create, 'export-env': name });
    const holding = { OPENAI_ADMIN_KEY: ` ${SENTINEL}\n` };
    const problem = [expect.stringContaining('`export-env` must not be `OPENAI_ADMIN_KEY`')];

    test('whether the step reads the variable itself or by an expression', async () => {
      const env = { ...exporting('OPENAI_ADMIN_KEY'), ...holding };
      expect(await problemsOf(env)).toEqual(problem);
      expect(await problemsOf({ ...env, 'INPUT_ADMIN-API-KEY': '' })).toEqual(problem);
    });

    test('by any spelling on Windows, where names of variables have no case', async () => {
      const env = { ...exporting('OpenAI_Admin_Key'), ...holding };
      expect(await problemsOf({ ...env, RUNNER_OS: 'Windows' })).toEqual(problem);
      expect(parseRequest({ ...env, RUNNER_OS: 'Linux' }).operation).toBe('create');
    });

    test('by any spelling of that variable where the system makes no difference', async () => {
      const own: NodeJS.ProcessEnv = { ...exporting('OPENAI_ADMIN_KEY'), RUNNER_OS: 'Windows' };
      own.openai_admin_key = SENTINEL;
      const env = new Proxy(own, {
        get: (all, asked) => {
          const name = Object.keys(all).find((one) => one.toUpperCase() === asked);
          return name === undefined ? undefined : all[name];
        },
      });
      expect(await problemsOf(env)).toEqual(problem);
    });

    test('but a variable that holds another key may be', () => {
      const env = { ...exporting('OPENAI_ADMIN_KEY'), OPENAI_ADMIN_KEY: 'sk-admin-another' };
      expect(parseRequest(env).operation).toBe('create');
    });
  });

  test.each([
    ['OPENAI_API_KEY', 'Linux', true],
    ['OPENAI_API_KEY', 'Windows', true],
    ['openai_api_key', 'Windows', true],
    ['openai_api_key', 'Linux', false],
    ['MY_OPENAI_API_KEY', 'Windows', false],
  ])('an admin key in the variable %s on %s: refused %p', async (name, system, isRefused) => {
    const env = { ...inputs({ ...create, 'export-env': name }), RUNNER_OS: system };
    if (isRefused) {
      expect(await problemsOf(env)).toEqual([
        expect.stringMatching(/^`export-env` must not be `OPENAI_API_KEY`, .*cannot call a model/),
      ]);
    } else expect(parseRequest(env).operation).toBe('create');
  });

  test.each([{}, { OPENAI_ADMIN_KEY: '  ' }])('without an admin key: %j', async (env) => {
    const given = inputs({ ...list, 'admin-api-key': '' });
    const [problem, ...others] = await problemsOf({ ...given, ...env });
    expect(others).toEqual([]);
    expect(problem).toMatch(/^`admin-api-key` is empty.*OPENAI_ADMIN_KEY.*forks.*environment:/);
  });

  test.each([
    'api.openai.com/v1',
    'http://api.openai.com/v1',
    'http://127.0.0.1.evil.example/v1',
    'http://localhost.evil.example/v1',
    'http://0.0.0.0/v1',
    'ftp://api.openai.com/v1',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://',
    'https://user@api.openai.com/v1',
    'https://user:hunter22@api.openai.com/v1',
    'https://:hunter22@api.openai.com/v1',
    'https://api.openai.com/v1?key=hunter22',
    'https://api.openai.com/v1#hunter22',
    'https://api.openai.com/v1?',
    'https://api.openai.com/v1#',
    '{{ vars.TYPO }}',
  ])('base-url %s is refused and not repeated', async (text) => {
    const problems = await problemsOf(inputs({ ...list, 'base-url': text }));
    expect(problems).toEqual([expect.stringMatching(/^`base-url` must /)]);
    expect(problems.join()).not.toContain('hunter22');
  });
});

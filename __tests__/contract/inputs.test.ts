import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { errorsOf, runStep, tracesOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

let api: OpenAi;
beforeAll(async () => {
  api = await startOpenAi();
});
afterAll(async () => {
  await api.close();
  cleanUp();
});

/** One error, exit 1, no request, nothing written. */
function expectRefused(result: StepResult, ...said: (string | RegExp)[]): void {
  expect(result.exitCode).toBe(1);
  expect(errorsOf(result)).toHaveLength(1);
  for (const text of said) expect(errorsOf(result)[0]).toMatch(text);
  expect(api.log).toEqual([]);
  expect(result.files).toEqual({ output: '', state: '', env: '', summary: '' });
}

describe('bad input', () => {
  test('is named all together, in one annotation', async () => {
    const result = await runStep(api, {
      operation: 'create',
      'expires-in': '3 months',
      'if-exists': 'perhaps',
      'key-id': 'key_x',
      'output-value': 'yes',
      timeout: '90',
      'base-url': 'http://api.openai.com/v1',
      expires: '5d',
    });
    expectRefused(result, /^8 inputs are wrong; nothing was sent\./);
    for (const name of [
      'name',
      'expires-in',
      'if-exists',
      'key-id',
      'output-value',
      'timeout',
      'base-url',
      'expires',
    ]) {
      expect(errorsOf(result)[0]).toContain(`\n- \`${name}\` `);
    }
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['unknown operation', { operation: 'destroy' }, /`operation` must be one of .*not `destroy`/],
    ['no operation', {}, /`operation` is required/],
    ['create without name', { operation: 'create' }, /`name` is required/],
    ['retrieve of two', { operation: 'retrieve', 'key-id': 'a,b' }, /takes one id here, not 2/],
    ['delete of nothing', { operation: 'delete', 'key-id': ' , ' }, /`key-id` is required/],
    [
      'an empty expression',
      { operation: 'create', name: 'a', 'expires-in': '' },
      /`expires-in` is empty/,
    ],
    [
      'a bare number',
      { operation: 'create', name: 'a', 'expires-in': '90' },
      /whole number with a unit/,
    ],
    ['a misspelt operation', { operation: 'roate' }, /not `roate`\. Did you mean `rotate`\?/],
    ['months', { operation: 'create', name: 'a', 'expires-in': 'P1M' }, /no months or years/],
    [
      'too long a life',
      { operation: 'create', name: 'a', 'expires-in': '366d' },
      /from 1s to 365d/,
    ],
    ['a line end in a name', { operation: 'create', name: 'a\nb' }, /control character/],
    [
      'reuse that hands out',
      { operation: 'create', name: 'a', 'if-exists': 'reuse', 'output-value': 'true' },
      /`output-value` cannot be combined with/,
    ],
    [
      'an export over PATH',
      { operation: 'create', name: 'a', 'export-env': 'PATH' },
      /must not be `PATH`/,
    ],
    ['an unused input', { operation: 'list', 'expires-in': '5d' }, /`expires-in` is not used when/],
    ['a limit of none', { operation: 'list', limit: '0' }, /`limit` must be a whole number/],
    [
      'a file of no kind',
      { operation: 'list', 'keys-file': 'keys.xlsx' },
      /`keys-file` must be a path/,
    ],
    ['a misspelt name', { operation: 'retrieve', key_id: 'key_a' }, /Did you mean `key-id`/],
    [
      'credentials in the address',
      { operation: 'list', 'base-url': 'https://u:p@api.openai.com/v1' },
      /user name or password/,
    ],
    [
      'an address with a query',
      { operation: 'list', 'base-url': 'https://api.openai.com/v1?x' },
      /query or fragment/,
    ],
    ['no admin key', { operation: 'list', 'admin-api-key': '' }, /forks and from Dependabot/],
  ])('%s', async (_name, inputs, said) => {
    expectRefused(await runStep(api, inputs), said);
  });

  test.each([
    '..',
    '../x',
    'a/b/c',
    'a?b',
    'a#b',
    'a%2fb',
    '.',
    'key_ü',
  ])('an id that could leave the path: %s', async (id) => {
    expectRefused(
      await runStep(api, { operation: 'retrieve', 'key-id': id }),
      /`key-id` must be an id/,
    );
  });

  test('a value pasted in the wrong place is not shown', async () => {
    const value = `sk-admin-${'x'.repeat(40)}`;
    const result = await runStep(api, { operation: 'retrieve', 'key-id': value });
    expectRefused(result, /`key-id` contains what looks like a credential/);
    expect(tracesOf(result)).not.toContain(value.slice(0, 20));
  });

  test('a key that was saved with its quotes is not sent, and not shown', async () => {
    const result = await runStep(api, { operation: 'list', 'admin-api-key': `"${api.adminKey}"` });
    expectRefused(result, /^An input is wrong; .*\n- `admin-api-key` seems to be in quotes/);
    expect(errorsOf(result)[0]).not.toContain(api.adminKey.slice(0, 12));
  });

  test('a variable of another action is named in a warning, and the step goes on', async () => {
    const result = await runStep(api, { operation: 'list' }, { env: { INPUT_GREETING: 'hi' } });
    expect(result.exitCode).toBe(0);
    expect(warningsOf(result)).toEqual([
      expect.stringMatching(/^The variable `INPUT_GREETING` is not an input of this action/),
    ]);
    api.log.length = 0;
  });

  test('NODE_DEBUG fails the step before any request', async () => {
    const result = await runStep(api, { operation: 'list' }, { env: { NODE_DEBUG: 'http' } });
    expectRefused(result, /`NODE_DEBUG` makes Node print/);
    expect(tracesOf({ ...result, stdout: '' })).not.toContain(api.adminKey);
  });

  test('inputs at their defaults count as not given', async () => {
    const result = await runStep(api, {
      operation: 'list',
      'expires-in': 'never',
      'revoke-after-job': 'FALSE',
    });
    expect(result.exitCode).toBe(0);
    api.log.length = 0;
  });

  test('the admin key may come from the environment; other OPENAI variables are not read', async () => {
    const env = {
      OPENAI_ADMIN_KEY: api.adminKey,
      OPENAI_BASE_URL: 'https://evil.example',
      OPENAI_API_KEY: 'sk-no',
    };
    const result = await runStep(api, { operation: 'list', 'admin-api-key': '' }, { env });
    expect(result.exitCode).toBe(0);
    expect(result.masks).toEqual([api.adminKey]);
    expect(result.stdout.indexOf('::add-mask::')).toBe(0);
    api.log.length = 0;
  });
});

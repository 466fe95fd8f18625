import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { INPUTS, inputVariable, OPERATIONS } from '../../src/inputs/definitions.ts';
import { parseRequest } from '../../src/inputs/parse.ts';
import { actionError, failureOf, inputs, SENTINEL } from '../../testing/fakes.ts';

const list = inputs({ operation: 'list' });
const credentials = [
  'sk-admin-abcdefghijklmnopqrst',
  'see ghp_abcdefgh12345678',
  'github_pat_11AAAAAA_bbbb',
  'Bearer abcdefghijkl',
];

async function messageOf(env: NodeJS.ProcessEnv): Promise<string> {
  const error = await failureOf(() => parseRequest(env));
  expect(error).toMatchObject(actionError('input'));
  return error.message;
}

describe('a variable that names no input', () => {
  test.each([
    ['INPUT_KEY_ID', '`key_id` is not an input of this action. Did you mean `key-id`?'],
    ['INPUT_ADMIN_API_KEY', '`admin_api_key` is not an input of this action. Did you mean `admin-'],
    ['INPUT_RETRYFOR', '`retryfor` is not an input of this action. Did you mean `retry-for`?'],
    ['INPUT_KEYID', '`keyid` is not an input of this action. Did you mean `key-id`?'],
    ['INPUT_NWO', '`nwo` is not an input of this action. Did you mean `now`?'],
    ['INPUT_EXPIRES', '`expires` is not an input of this action. Did you mean `expires-in`?'],
    [
      'INPUT_SECRET',
      '`secret` is not an input of this action. Correct its spelling, or remove it.',
    ],
    [
      'INPUT_ALLOWED OWNER',
      '`allowed owner` is not an input of this action. Did you mean `allowed-owners`',
    ],
  ])('%s', async (variable, problem) => {
    expect(await messageOf({ ...list, [variable]: 'hunter22' })).toContain(`- ${problem}`);
    expect(await messageOf({ ...list, [variable]: '' })).not.toContain('hunter22');
  });

  test.each([
    'INPUT_FOO',
    'INPUT_LOG',
    'INPUT_WHO-TO-GREET',
    'INPUT_FETCH_DEPTH',
    'INPUT_PYTHON-VERSION',
    'INPUT_',
  ])('that is like none, %s, is named in a warning where it says something', (variable) => {
    const warnings: string[] = [];
    const warn = (text: string) => void warnings.push(text);
    for (const nothing of ['', ' ', undefined])
      parseRequest({ ...list, [variable]: nothing }, warn);
    expect(warnings).toEqual([]);
    expect(parseRequest({ ...list, [variable]: 'hunter22' }, warn).operation).toBe('list');
    expect(warnings).toEqual([expect.stringContaining(`\`${variable}\` is not an input of this`)]);
    expect(warnings.join()).not.toContain('hunter22');
  });

  test('counts only behind INPUT_', () => {
    const env = { ...list, MY_INPUT_KEY: 'x', INPUTS: 'x', INPUT: 'x' };
    expect(parseRequest(env).operation).toBe('list');
  });
});

test('all problems are reported together', async () => {
  const message = await messageOf({
    ...inputs({
      operation: 'create',
      'admin-api-key': '',
      'base-url': 'nowhere',
      'key-id': 'key_1',
      'expires-in': '',
      'output-value': 'maybe',
      'export-env': 'PATH',
      limit: '3',
      timeout: 'long',
    }),
    INPUT_NAMES: 'x',
  });
  expect(message).toMatch(/^10 inputs are wrong; nothing was sent\.\n/);
  const named = message.match(/^- `[^`]+`/gm);
  expect(named?.map((name) => name.slice(3, -1)).sort()).toEqual([
    'admin-api-key',
    'base-url',
    'expires-in',
    'export-env',
    'key-id',
    'limit',
    'name',
    'names',
    'output-value',
    'timeout',
  ]);
});

describe('what looks like a credential', () => {
  const places = Object.keys(INPUTS).filter((name) => !('secret' in INPUTS[name as 'name']));

  test.each(
    places.flatMap((name) => credentials.map((text): [string, string] => [name, text])),
  )('is refused in %s and not repeated: %s', async (name, text) => {
    const env = { ...list, [inputVariable(name)]: text };
    const message = await messageOf(env);
    expect(message).toContain(`- \`${name}\` contains what looks like a credential`);
    expect(message).not.toContain(text.slice(-8));
  });
});

describe('whatever the environment', () => {
  const word = fc.constantFrom(
    '',
    ' ',
    'true',
    'never',
    '90d',
    'key_1',
    'key_1,key_2',
    'a.json',
    'reuse',
    'desc',
    'http://localhost',
    SENTINEL,
    `x ${SENTINEL}\n`,
    ...OPERATIONS,
  );
  const value = fc.oneof(word, word, fc.string({ unit: 'binary' }));
  const known = fc.constantFrom(...Object.keys(INPUTS).map(inputVariable));
  const variable = fc.oneof(known, known, fc.constantFrom('INPUT_X', 'OPENAI_ADMIN_KEY', 'PATH'));
  const environment = fc.dictionary(variable, value, { maxKeys: 12 });
  const likely = environment.map((env) => ({
    ...inputs({ operation: 'create', name: 'nightly' }),
    ...env,
  }));

  test('there is a request, or one message that repeats no credential', () => {
    fc.assert(
      fc.property(fc.oneof(environment, likely), (env) => {
        try {
          const request = parseRequest(env);
          expect(OPERATIONS).toContain(request.operation);
          expect(request.adminApiKey.reveal()).toMatch(/^[\x21-\x7e]+$/);
        } catch (error) {
          expect(error).toMatchObject(actionError('input'));
          expect((error as Error).message).toMatch(/^- `/m);
          expect((error as Error).message).not.toContain('Sentinel');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a secret is not repeated, whatever it looks like', () => {
    const secret = fc.string({ unit: 'grapheme', minLength: 12 }).map((text) => `<<${text}>>`);
    fc.assert(
      fc.property(environment, secret, (env, text) => {
        try {
          parseRequest({ ...env, 'INPUT_ADMIN-API-KEY': text });
        } catch (error) {
          expect((error as Error).message).not.toContain(text);
        }
      }),
    );
  });

  test('nothing but the inputs and OPENAI_ADMIN_KEY is read', () => {
    const other = fc.string().map((name) => `OPENAI_${name}`);
    fc.assert(
      fc.property(fc.dictionary(other, fc.string()), (env) => {
        expect(parseRequest({ ...env, ...list })).toEqual(parseRequest(list));
      }),
    );
  });
});

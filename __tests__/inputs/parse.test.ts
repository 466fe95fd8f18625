import { describe, expect, test } from '@jest/globals';
import { parseRequest } from '../../src/inputs/parse.ts';
import { inputs, SENTINEL } from '../../testing/fakes.ts';
import type { Given } from '../../testing/steps.ts';

const create: Given = { operation: 'create', name: 'nightly' };
const list: Given = { operation: 'list' };
const settings = {
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 900_000,
  timeoutMs: 30_000,
  summary: true,
};

describe('a request', () => {
  test.each<[Given, object]>([
    [
      create,
      {
        operation: 'create',
        name: 'nightly',
        lifetime: null,
        ifExists: 'create',
        revokeAfterJob: false,
        outputValue: false,
        exportEnv: null,
        dryRun: false,
      },
    ],
    [
      list,
      { operation: 'list', name: null, order: 'asc', after: null, limit: null, keysFile: null },
    ],
    [
      { operation: 'retrieve', 'key-id': 'key_abc' },
      { operation: 'retrieve', keyId: 'key_abc' },
    ],
    [
      { operation: 'delete', 'key-id': 'key_abc' },
      { operation: 'delete', keyIds: ['key_abc'], dryRun: false },
    ],
  ])('%j has the defaults', (given, request) => {
    expect(parseRequest(inputs(given))).toMatchObject({ ...settings, ...request });
  });

  test('carries the admin key from the input, or else from the environment', () => {
    const env: NodeJS.ProcessEnv = { ...inputs(list), OPENAI_ADMIN_KEY: ' sk-admin-from-env \n' };
    expect(parseRequest(env).adminApiKey.reveal()).toBe(SENTINEL);
    env['INPUT_ADMIN-API-KEY'] = ' ';
    expect(parseRequest(env).adminApiKey.reveal()).toBe('sk-admin-from-env');
    delete env['INPUT_ADMIN-API-KEY'];
    expect(parseRequest(env).adminApiKey.reveal()).toBe('sk-admin-from-env');
  });

  test.each<[Given, object]>([
    [{ ...create, 'expires-in': '1s' }, { lifetime: 1 }],
    [{ ...create, 'expires-in': '365d' }, { lifetime: 31_536_000 }],
    [{ ...create, 'expires-in': ' P90D\n' }, { lifetime: 7_776_000 }],
    [{ ...create, 'expires-in': 'never' }, { lifetime: null }],
    [
      { ...create, 'revoke-after-job': 'true' },
      { lifetime: 86_400, revokeAfterJob: true },
    ],
    [{ ...create, 'revoke-after-job': 'true', 'expires-in': '1h' }, { lifetime: 3_600 }],
    [{ ...create, name: '  a name, with ü and 🔑 ' }, { name: 'a name, with ü and 🔑' }],
    [{ ...create, 'if-exists': 'reuse' }, { ifExists: 'reuse' }],
    [{ ...create, 'if-exists': 'reuse', 'output-value': 'False' }, { ifExists: 'reuse' }],
    [{ ...create, 'if-exists': 'fail', 'output-value': 'TRUE' }, { outputValue: true }],
    [{ ...create, 'if-exists': '' }, { ifExists: 'create' }],
    [{ ...create, 'export-env': 'OPENAI_ADMIN_KEY' }, { exportEnv: 'OPENAI_ADMIN_KEY' }],
    [{ ...create, 'export-env': '_x9' }, { exportEnv: '_x9' }],
    [{ ...create, 'export-env': 'NODEJS' }, { exportEnv: 'NODEJS' }],
    [{ ...create, 'export-env': 'MY_PATH' }, { exportEnv: 'MY_PATH' }],
    [{ ...create, 'dry-run': 'true' }, { dryRun: true }],
    [{ ...create, order: 'asc', limit: '', 'key-id': '' }, { operation: 'create' }],
    [{ ...list, 'dry-run': 'FALSE', 'expires-in': 'never' }, { operation: 'list' }],
    [{ ...list, name: 'ci/*' }, { name: 'ci/*' }],
    [
      { ...list, order: 'desc', after: 'key_1', limit: '150' },
      { order: 'desc', after: 'key_1' },
    ],
    [{ ...list, limit: '1' }, { limit: 1 }],
    [{ ...list, 'keys-file': 'out/Keys.JSON' }, { keysFile: 'out/Keys.JSON' }],
    [{ ...list, 'keys-file': 'a.ndjson' }, { keysFile: 'a.ndjson' }],
    [{ ...list, 'keys-file': 'a.json.csv' }, { keysFile: 'a.json.csv' }],
    [{ ...list, summary: 'false', timeout: '5m', 'retry-for': '0s' }, { summary: false }],
    [
      { ...list, timeout: '5m', 'retry-for': '0s' },
      { timeoutMs: 300_000, retryForMs: 0 },
    ],
    [
      { operation: 'delete', 'key-id': 'key_1,key_2\n\n key_3 ,key_1,', 'dry-run': 'True' },
      { keyIds: ['key_1', 'key_2', 'key_3'], dryRun: true },
    ],
    [{ operation: 'retrieve', 'key-id': '\nkey_1\n' }, { keyId: 'key_1' }],
  ])('%j is read', (given, request) => {
    expect(parseRequest(inputs(given))).toMatchObject(request);
  });

  test.each([
    ['https://us.api.openai.com/v1', 'https://us.api.openai.com/v1'],
    [' https://API.OpenAI.com/v1/ ', 'https://api.openai.com/v1/'],
    ['https://proxy.example:8443/openai/v1', 'https://proxy.example:8443/openai/v1'],
    ['http://localhost:8787/v1', 'http://localhost:8787/v1'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787/'],
    ['http://127.1.2.3/v1', 'http://127.1.2.3/v1'],
    ['http://[::1]:1/v1', 'http://[::1]:1/v1'],
    ['', 'https://api.openai.com/v1'],
  ])('base-url %j is %s', (text, href) => {
    expect(parseRequest(inputs({ ...list, 'base-url': text })).baseUrl.href).toBe(href);
  });
});

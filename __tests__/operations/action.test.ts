import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { runAction } from '../../src/action.ts';
import type { Runtime } from '../../src/runtime.ts';
import { fakeWorld, inputs, NOW } from '../../testing/fakes.ts';
import type { Given } from '../../testing/steps.ts';

let api: OpenAi;
let folder: string;
beforeEach(async () => {
  api = await startOpenAi();
  api.setClock(() => NOW * 1000);
  folder = mkdtempSync(join(tmpdir(), 'action-'));
  writeFileSync(join(folder, 'summary'), '');
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await api.close();
});

const summary = () => readFileSync(join(folder, 'summary'), 'utf8');
const requests = () => api.log.map(({ method }) => method);

/** Runs the main step against the emulator, in a world that is not this one. */
async function run(given: Given, env: NodeJS.ProcessEnv = {}, fields: Partial<Runtime> = {}) {
  const world = fakeWorld(
    {
      ...inputs({
        'base-url': api.baseUrl,
        'admin-api-key': api.adminKey,
        timeout: '30s',
        ...given,
      }),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      ...env,
    },
    fields,
  );
  await runAction(world);
  const all = world.toolkit.lines.filter(({ kind }) => kind !== 'mask').map(({ text }) => text);
  expect(all.join('\n')).not.toContain(api.adminKey);
  return world;
}

describe('a request that can be carried out', () => {
  test('create makes a key, masks it and hands it over', async () => {
    const given: Given = {
      operation: 'create',
      name: 'ci',
      'output-value': 'true',
      'export-env': 'X',
    };
    const world = await run({ ...given, 'expires-in': '1h' });
    const [, key] = api.keys;
    expect(world.said('mask')).toEqual([api.adminKey, key?.value]);
    expect(world.files.outputs).toMatchObject({ id: key?.id, created: 'true', value: key?.value });
    expect(world.files.env).toEqual({ X: key?.value });
    expect(world.said('error')).toEqual([]);
    expect(world.said('info').at(-1)).toMatch(
      /^Made key “key_\w+” named “ci”: it expires after 1 h/,
    );
    expect(summary()).toContain('### Create an API key');
    expect([...world.files.state, summary(), ...world.said('info')].join()).not.toContain(
      key?.value,
    );
    expect(world.files.state.at(-1)).toMatch(/^[0-9a-f]{64}\.\{"stage":"done"\}$/);
  });

  test('list gives every key', async () => {
    for (const name of ['ci/a', 'ci/b', 'x']) api.seed({ name });
    const world = await run({
      operation: 'list',
      name: 'ci/*',
      'keys-file': join(folder, 'k.csv'),
    });
    expect(world.files.outputs.count).toBe('2');
    expect(world.files.state).toEqual([]);
    expect(readFileSync(join(folder, 'k.csv'), 'utf8').split('\n')).toHaveLength(4);
    expect(summary()).toContain('| `ci/a` |');
  });

  test('retrieve gives one', async () => {
    const { id } = api.seed({ name: 'ci' });
    expect((await run({ operation: 'retrieve', 'key-id': id })).files.outputs).toMatchObject({
      id,
    });
  });

  test('verify holds keys against a policy', async () => {
    const { id } = api.seed({ name: 'ci', createdAt: NOW - 90 * 86_400 });
    const world = await run({ operation: 'verify', name: 'ci', 'max-age': '30d' });
    expect(world.files.outputs).toMatchObject({ compliant: 'false', 'violation-ids': id });
    expect(world.said('error')).toEqual([
      expect.stringMatching(/^Not compliant: 1 violation.*is 90 days old, the limit is 30 days/s),
    ]);
    expect(summary()).toContain('### API keys against the policy');
  });

  test('verify tries a stored value with a client of its own', async () => {
    const { id, value } = api.seed({ name: 'ci' });
    const given: Given = { operation: 'verify', 'key-id': id, 'key-value': value };
    const world = await run(given);
    expect(world.files.outputs.compliant).toBe('true');
    expect(world.said('mask')).toEqual([api.adminKey, value]);
    expect(api.log.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${api.adminKey}`,
      `Bearer ${value}`,
    ]);
  });

  test('delete deletes, and says what it could not', async () => {
    const { id } = api.seed();
    api.fault({ method: 'DELETE', status: 400, body: { error: { message: 'No.' } } });
    const world = await run({ operation: 'delete', 'key-id': `key_a,${id}`, 'retry-for': '0s' });
    expect(world.files.outputs).toEqual({ 'deleted-ids': id });
    expect(world.said('error')).toEqual([
      expect.stringMatching(/rejected the request: deleting key `key_a` failed.*\nDeleted: /s),
    ]);
    expect(summary()).toContain('❌ could not be deleted');
  });

  test('a dry run sends nothing that writes', async () => {
    const world = await run({
      operation: 'create',
      name: 'ci',
      'dry-run': 'true',
      'if-exists': 'fail',
    });
    expect(requests()).toEqual(['GET']);
    expect(world.said('info')).toEqual([
      'Dry run: a key named “ci” that never expires would be made.',
    ]);
    expect(world.files.outputs).toMatchObject({ id: '', created: 'false' });
  });

  test.each([
    { summary: 'false' },
    {},
  ])('there is no summary where none is wanted: %j', async (given) => {
    const env = 'summary' in given ? {} : { GITHUB_STEP_SUMMARY: '' };
    await run({ operation: 'list', ...given }, env);
    expect(summary()).toBe('');
  });
});

describe('a failure', () => {
  test('of an input is one error, and nothing is sent', async () => {
    const world = await run({ operation: 'create', 'expires-in': '' });
    expect(world.said('error')).toEqual([
      expect.stringMatching(/^2 inputs are wrong; nothing was sent/),
    ]);
    expect(requests()).toEqual([]);
  });

  test('of the API is one error, without outputs', async () => {
    const world = await run({ operation: 'retrieve', 'key-id': 'key_a' });
    expect(world.said('error')).toEqual([
      expect.stringMatching(/^No admin key has the id `key_a`/),
    ]);
    expect(world.files.outputs).toEqual({});
    expect(world.said('debug')).toEqual([]);
  });

  test('has its causes in the debug log', async () => {
    await api.close();
    const given: Given = { operation: 'list', 'retry-for': '0s' };
    const world = await run(given, { RUNNER_DEBUG: '1' });
    expect(world.said('error')).toEqual([expect.stringContaining('could not be reached')]);
    expect(world.said('debug').join('\n')).toMatch(/ActionError.*\n.*NetworkError.*ECONNREFUSED/s);
  });

  test('that is none of these is a bug, and says so', async () => {
    const openFiles = () =>
      Promise.reject(new TypeError('a bug with sk-admin-abcdefghijklmnopqrst'));
    const world = await run({ operation: 'list' }, {}, { openFiles });
    expect(world.said('error')).toEqual([
      'This is a bug in the action: a bug with ***. Report it with the debug log.',
    ]);
  });

  test('without an error is a bug too', async () => {
    const openFiles = () => Promise.reject('a text');
    const world = await run({ operation: 'list' }, { RUNNER_DEBUG: '1' }, { openFiles });
    expect(world.said('error')).toEqual([expect.stringContaining('a bug in the action: a text.')]);
    expect(world.said('debug')).toEqual([]);
  });

  test('NODE_DEBUG ends the step before any request', async () => {
    const world = await run({ operation: 'list' }, { NODE_DEBUG: 'http' });
    expect(world.said('error')).toEqual([expect.stringContaining('`NODE_DEBUG`')]);
    expect(requests()).toEqual([]);
  });

  test.each<[string, Given, NodeJS.ProcessEnv]>([
    ['what Node was told', { operation: 'list' }, { NODE_DEBUG: 'http' }],
    ['an input', { operation: 'lst' }, {}],
    ['a name', { operation: 'list', name: 'hunter22' }, { ALL_PROXY: 'http://u:hunter22@p' }],
  ])('by %s is told after the credentials were masked', async (_, given, env) => {
    const { toolkit, said } = await run(given, env);
    expect(said('error')).toHaveLength(1);
    const kinds = toolkit.lines.map(({ kind }) => kind);
    expect(kinds.slice(0, said('mask').length)).toEqual(said('mask').map(() => 'mask'));
    expect(said('mask')).toContain(api.adminKey);
  });

  test('a name that a mask hides is refused, since no later run would find its key', async () => {
    const env = { HTTP_PROXY: 'http://user:nightly@proxy' };
    const world = await run({ operation: 'create', name: 'nightly' }, env);
    expect(world.said('error')).toEqual([
      expect.stringContaining('`name` contains a text that this step masks'),
    ]);
    expect(requests()).toEqual([]);
  });
});

test('a job that is cancelled while a key is made takes it back, however long that takes', async () => {
  const cancellation = new AbortController();
  api.hooks.after = () => cancellation.abort();
  api.fault({ method: 'DELETE', status: 429 });
  const given: Given = { operation: 'create', name: 'ci', 'output-value': 'true' };
  const world = await run(given, {}, { cancelled: cancellation.signal });
  expect(requests()).toEqual(['POST', 'DELETE', 'DELETE']);
  expect(api.keys).toHaveLength(1);
  expect(world.said('error')).toEqual([
    expect.stringMatching(/was deleted again\. The job was canc/),
  ]);
  expect(world.files.outputs).toEqual({});
});

test('retries wait, and long waits are told', async () => {
  api.fault({ status: 429 });
  const world = await run({ operation: 'list' });
  expect(world.waits).toEqual([63_000]);
  expect(world.said('info')[0]).toMatch(
    /The rate limit of .* is exceeded \(429\); next try in 1 min 3 s, at/,
  );
  expect(world.said('error')).toEqual([]);
});

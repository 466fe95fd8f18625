import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { type Keys, KINDS, type Kind, PROJECT, setUpKind } from '../../testing/kinds.ts';
import {
  errorsOf,
  requestsOf,
  runPostStep,
  runStep,
  warningsOf,
} from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

const ADMIN_KEYS = '/v1/organization/admin_api_keys';
const PROJECT_KEYS = `/v1/organization/projects/${PROJECT}/api_keys`;

afterAll(cleanUp);

let api: OpenAi;
let keys: Keys;
async function begin(kind: Kind): Promise<void> {
  api = await startOpenAi();
  keys = setUpKind(api, kind);
}
afterEach(() => api.close());

const step = (inputs: Record<string, string>) => runStep(api, { ...keys.inputs, ...inputs });
/** The path of the keys that are listed and deleted. */
const path = () => (keys.kind === 'admin key' ? ADMIN_KEYS : PROJECT_KEYS);
/** All keys of the kind but the one that authenticates. */
const made = () => keys.all().filter(({ value }) => value !== api.adminKey);

// Of a service account's key, `project-keys.test.ts` has the same.
describe('create', () => {
  beforeEach(() => begin('admin key'));

  test('makes a key with one request, masks its value first and hands it over', async () => {
    const result = await runStep(api, {
      operation: 'create',
      name: 'ci/deploy',
      'expires-in': '90d',
      'output-value': 'true',
      'export-env': 'NEW_KEY',
    });
    const [key] = made();
    expect(result.exitCode).toBe(0);
    expect(requestsOf(api)).toEqual([`POST ${ADMIN_KEYS}`]);
    expect(JSON.parse(api.log[0]?.body ?? '')).toEqual({
      name: 'ci/deploy',
      expires_in_seconds: 7_776_000,
    });
    expect(result.masks).toEqual([api.adminKey, key?.value]);
    expect(result.outputs).toMatchObject({
      id: key?.id,
      name: 'ci/deploy',
      created: 'true',
      value: key?.value,
      'expires-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      'last-used-at': '',
    });
    expect(JSON.parse(result.outputs.key ?? '')).not.toHaveProperty('value');
    expect(result.env).toEqual({ NEW_KEY: key?.value });
    expect(result.annotations).toMatchObject([{ level: 'notice' }]);
    expect(result.summary).toContain('- ✅ step output `value`');
    expect(result.state.entry).toMatch(/^[0-9a-f]{64}\.\{"stage":"done"\}$/);
  });

  test('leaves expires_in_seconds out for a key that never expires, and warns of a lost value', async () => {
    const result = await runStep(api, { operation: 'create', name: 'ci' });
    expect(api.log[0]?.body).toBe('{"name":"ci"}');
    expect(warningsOf(result)).toEqual([
      expect.stringContaining('is lost: the step names no destination'),
    ]);
    expect(result.outputs).not.toHaveProperty('value');
    expect(made()).toHaveLength(1);
  });
});

describe.each(KINDS)('create of a %s', (kind) => {
  beforeEach(() => begin(kind));

  test.each([
    ['reuse', 'true', 'false', 1],
    ['reuse', 'false', 'true', 2],
    ['fail', 'false', 'true', 2],
  ])('if-exists: %s with a live key there (%s)', async (word, there, created, requests) => {
    keys.seed({ name: 'ci', expiresAt: api.now() - 5 });
    keys.seed({ name: 'ci-other' });
    const older = there === 'true' ? keys.seed({ name: 'ci' }) : undefined;
    const result = await step({ operation: 'create', name: 'ci', 'if-exists': word });
    expect(result.exitCode).toBe(0);
    expect(result.outputs.created).toBe(created);
    expect(api.log).toHaveLength(requests + (created === 'true' ? keys.readBacks : 0));
    if (older) expect(result.outputs.id).toBe(keys.idOf(older));
  });

  test('if-exists: fail makes no key beside a live one', async () => {
    const key = keys.seed({ name: 'ci' });
    const result = await step({ operation: 'create', name: 'ci', 'if-exists': 'fail' });
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([expect.stringContaining(keys.idOf(key))]);
    expect(requestsOf(api)).toEqual([
      expect.stringMatching(/^GET .*(order=asc|owner_project_access=any)$/),
    ]);
  });

  test('dry-run writes nothing', async () => {
    const result = await step({ operation: 'create', name: 'ci', 'dry-run': 'true' });
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({ created: 'false', id: '' });
    expect(result.log).toContain('Dry run');
    expect(api.log).toEqual([]);
    expect(result.state).toEqual({});
  });
});

describe.each(KINDS)('revoke-after-job: %s', (kind) => {
  beforeEach(() => begin(kind));

  const inputs = {
    operation: 'create',
    name: 'job',
    'revoke-after-job': 'true',
    'export-env': 'K',
  };

  test('the post step deletes the key, with one request; the key also expires by itself', async () => {
    const main = await step(inputs);
    expect(JSON.parse(api.log[0]?.body ?? '')).toMatchObject({ expires_in_seconds: 86_400 });
    const [key] = made();
    expect(main.state.entry).not.toContain(key?.value);
    const before = api.log.length;
    const post = await runPostStep(api, main, keys.inputs);
    expect(requestsOf(api).at(-1)).toBe(`DELETE ${path()}/${key?.id}`);
    expect(post.log).toContain(`Key \`${main.outputs.id}\` was deleted`);
    expect(api.log).toHaveLength(before + 1);
    expect([made(), keys.missingTwins()]).toEqual([[], []]);
  });

  test.each([
    ['another base-url', { 'base-url': 'https://evil.example/v1' }, {}, 'base-url'],
    ['NODE_DEBUG', {}, { NODE_DEBUG: 'http' }, 'NODE_DEBUG'],
  ])('post with %s sends nothing and names the key', async (_name, changed, env, said) => {
    const main = await step(inputs);
    api.log.length = 0;
    const post = await runPostStep(api, main, { ...keys.inputs, ...changed }, { env });
    expect(post.exitCode).toBe(0);
    expect(api.log).toEqual([]);
    expect(warningsOf(post)).toEqual([expect.stringContaining(said)]);
    expect(warningsOf(post)[0]).toContain(main.outputs.id);
  });

  test('a key that is gone already is fine; a failing delete warns and does not fail the job', async () => {
    const main = await step(inputs);
    api.fault({ method: 'DELETE', status: 403, body: { error: { message: 'no' } } });
    const failing = await runPostStep(api, main, keys.inputs);
    expect(failing.exitCode).toBe(0);
    expect(warningsOf(failing)[0]).toContain(`Key \`${main.outputs.id}\` is still there`);
    api.revoke(made()[0]?.id ?? '');
    const post = await runPostStep(api, main, keys.inputs);
    // It was made a moment ago, so a replica may not have heard of it yet.
    expect(warningsOf(post)).toEqual([expect.stringContaining('may still be there')]);
  });

  test.each<
    [string, (state: Record<string, string>) => Record<string, string>, Record<string, string>]
  >([
    ['no admin key', (state) => state, { 'admin-api-key': '' }],
    ['another admin key', (state) => state, { 'admin-api-key': 'sk-admin-of-somebody-else' }],
    [
      'a state that nobody signed',
      ({ entry = '' }) => ({ entry: entry.replace(/^[^{]*/, '') }),
      {},
    ],
    ['a state said to be settled', () => ({ entry: '{"stage":"done"}' }), {}],
    ['a state in two spellings', (state) => ({ ...state, ENTRY: state.entry ?? '' }), {}],
  ])('post with %s sends nothing, quotes nothing and points to the log', async (_, change, changed) => {
    const main = await step(inputs);
    api.log.length = 0;
    const post = await runPostStep(
      api,
      { ...main, state: change(main.state) },
      { ...keys.inputs, ...changed },
    );
    expect([post.exitCode, api.log]).toEqual([0, []]);
    expect(warningsOf(post)).toEqual([
      expect.stringContaining('the log of the main step names it'),
    ]);
    expect(post.log).not.toContain(main.outputs.id);
  });

  test('post reads the state in whatever spelling the runner keeps, and without inputs', async () => {
    const main = await step(inputs);
    const state = { ENTRY: main.state.entry ?? '' };
    const post = await runPostStep(api, { ...main, state }, keys.inputs);
    expect(warningsOf(post)).toEqual([]);
    expect(made()).toEqual([]);
  });
});

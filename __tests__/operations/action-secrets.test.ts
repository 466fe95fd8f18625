import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitHub, startGitHub } from '../../emulator/github.ts';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { runAction } from '../../src/action.ts';
import { cleanUp } from '../../src/cleanup.ts';
import { hasState } from '../../src/runner/state.ts';
import { openSaved } from '../../src/saved-state.ts';
import { deliveryEnv } from '../../testing/emulator-inputs.ts';
import { type FakeWorld, fakeWorld, NOW } from '../../testing/fakes.ts';
import type { Given } from '../../testing/steps.ts';

let api: OpenAi;
let github: GitHub;
let world: FakeWorld;
beforeEach(async () => {
  [api, github] = await Promise.all([startOpenAi(), startGitHub()]);
  api.setClock(() => world.now());
  github.setClock(() => world.now());
  github.addRepository('octo/repo', { environments: ['prod'] });
});
afterEach(() => Promise.all([api.close(), github.close()]));

async function run(given: Given = {}) {
  world = fakeWorld(deliveryEnv(api, github, { timeout: '30s', ...given }));
  await runAction(world);
  const all = world.toolkit.lines.filter(({ kind }) => kind !== 'mask').map(({ text }) => text);
  const log = [...all, ...world.files.state, JSON.stringify(world.files.outputs)].join('\n');
  for (const secret of [api.adminKey, github.token, ...api.keys.map(({ value }) => value)]) {
    expect(log).not.toContain(secret);
  }
  return { error: world.said('error')[0] ?? '', outputs: world.files.outputs };
}

/** Runs the post step after what the main step left. */
async function post() {
  const saved = (of: RegExp) => world.files.state.findLast((text) => of.test(text));
  const states = { STATE_entry: saved(/^\w{64}\.\{/), STATE_progress: saved(/^\w{64}\.key_/) };
  const next = fakeWorld({
    ...world.env,
    ...Object.fromEntries(Object.entries(states).filter(([, text]) => text !== undefined)),
  });
  if (!hasState(next.env)) return next;
  const { state, adminApiKey } = openSaved(next.env);
  if (state?.entry.stage !== 'done') await cleanUp(state, adminApiKey, next);
  return next;
}

const made = () => api.keys.slice(1);
const held = (place = 'octo/repo') => github.secret(place, 'KEY')?.value;
const requests = () => github.log.map(({ method, path }) => `${method} ${path}`);

describe('a key for a secret', () => {
  test('is made and written with three requests', async () => {
    const { error, outputs } = await run();
    expect(error).toBe('');
    expect(held()).toBe(made()[0]?.value);
    expect(requests()).toEqual([
      'GET /repos/octo/repo/actions/secrets/KEY',
      'GET /repos/octo/repo/actions/secrets/public-key',
      'PUT /repos/octo/repo/actions/secrets/KEY',
    ]);
    expect(JSON.parse(outputs['secrets-written'] ?? '')).toEqual([
      { app: 'actions', repository: 'octo/repo', name: 'KEY', action: 'created' },
    ]);
    expect(world.said('mask')).toEqual([api.adminKey, github.token, made()[0]?.value]);
    expect((await post()).toolkit.lines).toEqual([]);
  });

  test('reaches environments and organizations', async () => {
    await run({ 'secret-environment': 'prod' });
    expect(held('octo/repo#prod')).toBe(made()[0]?.value);
    github.addOrganization('octo-org');
    await run({ 'secret-organization': 'octo-org' });
    expect(held('org:octo-org')).toBe(made()[1]?.value);
  });

  test('keeps who may read an organization’s secret', async () => {
    world = fakeWorld({});
    github.addOrganization('octo-org');
    const { id } = github.addRepository('octo-org/a');
    const selectedRepositoryIds = [id];
    github.seedSecret('org:octo-org', 'KEY', {
      value: 'old',
      createdAt: NOW - 60,
      selectedRepositoryIds,
    });
    expect((await run({ 'secret-organization': 'octo-org' })).error).toBe('');
    expect(github.secret('org:octo-org', 'KEY')).toMatchObject({
      value: made()[0]?.value,
      visibility: 'selected',
      selectedRepositoryIds,
    });
  });

  test('keeps all who may read it, beyond one page', async () => {
    world = fakeWorld({});
    github.addOrganization('octo-org');
    const ids = Array.from({ length: 150 }, (_, at) => github.addRepository(`octo-org/r${at}`).id);
    const old = { value: 'old', createdAt: NOW - 60, selectedRepositoryIds: ids };
    github.seedSecret('org:octo-org', 'KEY', old);
    expect((await run({ 'secret-organization': 'octo-org' })).error).toBe('');
    expect(github.secret('org:octo-org', 'KEY')?.selectedRepositoryIds).toEqual(ids);
    expect(requests().filter((request) => request.includes('/repositories?'))).toHaveLength(2);
  });

  test('may be read by the repositories that are named', async () => {
    github.addOrganization('octo-org');
    const { id } = github.addRepository('octo-org/a');
    for (const app of ['actions', 'dependabot'] as const) {
      const { error } = await run({
        'secret-organization': 'octo-org',
        'secret-visibility': 'selected',
        'secret-repositories': 'octo-org/a',
        'secret-app': app,
      });
      expect(error).toBe('');
      expect(github.secret('org:octo-org', 'KEY', app)?.selectedRepositoryIds).toEqual([id]);
    }
  });

  test('is not made in a dry run', async () => {
    expect((await run({ 'dry-run': 'true' })).error).toBe('');
    expect(made()).toEqual([]);
    expect(requests().filter((request) => !request.startsWith('GET'))).toEqual([]);
  });

  test('is reused while the secret holds it', async () => {
    await run();
    const { error, outputs } = await run({ 'if-exists': 'reuse' });
    expect(error).toBe('');
    expect(outputs).toMatchObject({ created: 'false', id: made()[0]?.id });
    expect(made()).toHaveLength(1);
  });
});

test('a key of an organization is reused while those may read it that are to', async () => {
  world = fakeWorld({});
  github.addOrganization('octo-org');
  for (const name of ['octo-org/a', 'octo-org/b']) github.addRepository(name);
  const place = { 'secret-organization': 'octo-org', 'if-exists': 'reuse' };
  const selected = { ...place, 'secret-visibility': 'selected' };
  const created = async (given: Given) => {
    const { error, outputs } = await run(given);
    expect(error).toBe('');
    return outputs.created;
  };
  expect(await created({ ...selected, 'secret-repositories': 'octo-org/a' })).toBe('true');
  expect(await created({ ...selected, 'secret-repositories': 'octo-org/a' })).toBe('false');
  expect(await created(place)).toBe('false');
  expect(await created({ ...place, 'secret-visibility': 'private' })).toBe('true');
});

describe('no key is made', () => {
  test.each<[string, Given, RegExp]>([
    [
      'where the repository is not there',
      { 'secret-repositories': 'octo/x' },
      /octo\/x.*does not exist/s,
    ],
    ['where the token is dead', { 'github-token': 'dead-token' }, /does not accept the token/],
  ])('%s', async (_, given, message) => {
    expect((await run(given)).error).toMatch(message);
    expect(made()).toEqual([]);
  });

  test('where GitHub serves a public key that makes boxes worthless', async () => {
    world = fakeWorld({});
    github.setPublicKey('octo/repo', { key_id: '1', key: Buffer.alloc(32).toString('base64') });
    expect((await run()).error).toMatch(
      /^The public key for Actions secret `KEY` of octo\/repo cannot/,
    );
    expect(made()).toEqual([]);
  });
});

describe('a write that goes wrong', () => {
  test.each([403, 404, 422])('is refused (%d): the key is deleted', async (status) => {
    world = fakeWorld({});
    github.fault({ method: 'PUT', status, body: { message: 'No.' } });
    const { error } = await run();
    expect(error).toMatch(
      /was deleted again\. No secret is known to hold it:\n- Writing Actions secret/,
    );
    expect(made()).toEqual([]);
    expect((await post()).toolkit.lines).toEqual([]);
  });

  test('has lost its answer only: the key lives', async () => {
    github.fault({ method: 'PUT', reset: 'after' });
    const { error } = await run();
    expect(error).toBe('');
    expect(world.waits).toEqual([12_000]);
    expect(held()).toBe(made()[0]?.value);
  });

  test('has not arrived: the key is deleted after a look', async () => {
    github.fault({ method: 'PUT', reset: 'before' });
    expect((await run()).error).toContain('was deleted again');
    expect(world.waits).toEqual([12_000, 2_000]);
    expect(made()).toEqual([]);
  });

  test('and cannot be looked at is settled by the post step', async () => {
    github.fault({ method: 'PUT', reset: 'after' });
    github.fault({ method: 'GET', path: '/KEY', skip: 1, status: 500 });
    expect((await run()).error).toContain('this job checks again');
    expect(made()).toHaveLength(1);
    const after = await post();
    expect(after.said('warning')).toEqual([]);
    expect(held()).toBe(made()[0]?.value);
  });
});

import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { ACCOUNT, type Keys, PROJECT, setUpKind } from '../../testing/kinds.ts';
import {
  errorsOf,
  requestsOf,
  runPostStep,
  runStep,
  warningsOf,
} from '../../testing/openai-step.ts';
import { DAY, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/*
 * What the bundle sends for the keys of projects, where nothing fails: guarantee 8. Each request of these
 * operations is one of the few that the API allows in a minute.
 */

const PROJECTS = '/v1/organization/projects';
const KEYS = `${PROJECTS}/${PROJECT}/api_keys`;
const PAGE = `GET ${KEYS}?limit=100&owner_project_access=any`;
const CREATE = `POST ${PROJECTS}/${PROJECT}/service_accounts/${ACCOUNT}/api_keys`;

let api: OpenAi;
let keys: Keys;
beforeEach(async () => {
  api = await startOpenAi({}, true);
  keys = setUpKind(api, 'service account key');
});
afterEach(() => api.close());
afterAll(cleanUp);

const made = () => keys.all().at(-1);
const callers = () => api.log.map(({ headers }) => headers.authorization?.replace('Bearer ', ''));
const step = (inputs: Record<string, string>) => runStep(api, { ...keys.inputs, ...inputs });

describe('create', () => {
  const create = { operation: 'create', name: 'ci/deploy' };

  test('takes 2 requests: the key is read back, since the answer lacks its owner', async () => {
    const result = await step(create);
    expect(errorsOf(result)).toEqual([]);
    expect(requestsOf(api)).toEqual([CREATE, `GET ${KEYS}/${made()?.id}`]);
    expect(callers()).toEqual([api.adminKey, api.adminKey]);
    expect(result.outputs).toMatchObject({
      id: `${PROJECT}/${made()?.id}`,
      name: 'ci/deploy',
      created: 'true',
      'redacted-value': expect.stringMatching(/^sk-svcacct-\*+\S{4}$/),
    });
    expect(JSON.parse(result.outputs.owner ?? '')).toMatchObject({
      type: 'service_account',
      service_account: { id: ACCOUNT },
    });
    expect(JSON.parse(result.outputs.key ?? '')).not.toHaveProperty('value');
    expect(keys.missingTwins()).toEqual([]);
  });

  test.each([
    ['output-value', 'true'],
    ['export-env', 'OPENAI_KEY'],
  ])('takes 3 with `%s`: the new key is tried before the next step gets it', async (name, value) => {
    const result = await step({ ...create, [name]: value });
    expect(errorsOf(result)).toEqual([]);
    expect(requestsOf(api)).toEqual([CREATE, 'GET /v1/models', `GET ${KEYS}/${made()?.id}`]);
    expect(callers()).toEqual([api.adminKey, made()?.value, api.adminKey]);
    expect(result.outputs.value ?? result.env.OPENAI_KEY).toBe(made()?.value);
    expect(result.masks).toEqual([api.adminKey, made()?.value]);
  });

  test('asks for exactly the name, the lifetime and the scopes of the inputs', async () => {
    const scopes = 'api.model.read, api.model.request\nmodel.request';
    const narrow = await step({ ...create, 'expires-in': '90d', scopes });
    expect(errorsOf(narrow)).toEqual([]);
    expect(JSON.parse(api.log[0]?.body ?? '')).toEqual({
      name: 'ci/deploy',
      expires_in_seconds: 7_776_000,
      scopes: ['api.model.read', 'api.model.request', 'model.request'],
    });
    expect(made()).toMatchObject({
      scopes: ['api.model.read', 'api.model.request', 'model.request'],
      expiresAt: (made()?.createdAt ?? 0) + 7_776_000,
    });
    expect(Date.parse(narrow.outputs['expires-at'] ?? '') / 1000).toBe(made()?.expiresAt);
    api.log.length = 0;
    await step({ ...create, scopes: 'all', 'expires-in': 'never' });
    expect(api.log[0]?.body).toBe('{"name":"ci/deploy"}');
    expect(made()).toMatchObject({ scopes: null, expiresAt: null });
  });

  test('with `revoke-after-job` post deletes the key by one request, and sends none where nothing is left', async () => {
    const inputs = { ...keys.inputs, ...create, 'revoke-after-job': 'true', 'export-env': 'K' };
    const main = await runStep(api, inputs);
    expect(JSON.parse(api.log[0]?.body ?? '')).toMatchObject({ expires_in_seconds: 86_400 });
    const { id } = made() ?? {};
    api.log.length = 0;
    const post = await runPostStep(api, main, inputs);
    expect([errorsOf(post), warningsOf(post)]).toEqual([[], []]);
    expect(requestsOf(api)).toEqual([`DELETE ${KEYS}/${id}`]);
    expect(keys.all()).toEqual([]);

    const kept = await step(create);
    api.log.length = 0;
    expect((await runPostStep(api, kept, { ...keys.inputs, ...create })).log).toBe('');
    expect(api.log).toEqual([]);
  });

  test('dry-run sends nothing', async () => {
    const result = await step({ ...create, 'dry-run': 'true' });
    expect(result.exitCode).toBe(0);
    expect(api.log).toEqual([]);
  });
});

describe('rotate, with one target', () => {
  test('takes 4 requests to OpenAI when it is due, 1 more a deletion, and 1 when it is not', async () => {
    const night = await setNight({ kind: 'service account key', onBundle: true });
    const { openai, github, old, advance, run } = night;
    const main = await run();
    expect(errorsOf(main)).toEqual([]);
    const fresh = night.live()[0];
    expect(requestsOf(openai)).toEqual([
      PAGE,
      CREATE,
      'GET /v1/models',
      PAGE,
      `DELETE ${KEYS}/${old.id}`,
    ]);
    const admin = openai.adminKey;
    expect(openai.log.map(({ headers }) => headers.authorization)).toEqual(
      [admin, admin, fresh?.value, admin, admin].map((value) => `Bearer ${value}`),
    );
    expect(github.log.map(({ method }) => method)).toEqual(['GET', 'GET', 'PUT']);
    expect(main.outputs).toMatchObject({
      id: `${PROJECT}/${fresh?.id}`,
      rotated: 'true',
      'deleted-ids': `${PROJECT}/${old.id}`,
    });

    advance(29 * DAY);
    openai.log.length = 0;
    github.log.length = 0;
    const later = await run();
    expect(errorsOf(later)).toEqual([]);
    expect(requestsOf(openai)).toEqual([PAGE]);
    expect(github.log.map(({ method }) => method)).toEqual(['GET']);
    expect(later.outputs).toMatchObject({ id: `${PROJECT}/${fresh?.id}`, rotated: 'false' });
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

describe('reading and deleting', () => {
  test('retrieve takes 1, by an id in either form', async () => {
    const key = keys.seed({ name: 'ci' });
    const forms: Record<string, string>[] = [
      { 'project-id': PROJECT, 'key-id': key.id },
      { 'project-id': PROJECT, 'key-id': keys.idOf(key) },
      { 'key-id': keys.idOf(key) },
    ];
    for (const inputs of forms) {
      api.log.length = 0;
      const result = await runStep(api, { operation: 'retrieve', ...inputs });
      expect(errorsOf(result)).toEqual([]);
      expect(requestsOf(api)).toEqual([`GET ${KEYS}/${key.id}`]);
      expect(result.outputs).toMatchObject({ id: keys.idOf(key), name: 'ci' });
    }
  });

  test('delete takes 1 an id', async () => {
    const [a, b] = [keys.seed({ name: 'a' }), keys.seed({ name: 'b' })];
    const ids = `${a.id}, ${keys.idOf(b)}`;
    const result = await runStep(api, {
      operation: 'delete',
      'project-id': PROJECT,
      'key-id': ids,
    });
    expect(errorsOf(result)).toEqual([]);
    expect(requestsOf(api)).toEqual([a, b].map(({ id }) => `DELETE ${KEYS}/${id}`));
    expect(result.outputs['deleted-ids']).toBe(`${keys.idOf(a)}\n${keys.idOf(b)}`);
    expect(keys.all()).toEqual([]);
    expect(keys.missingTwins()).toEqual([]);
  });

  test('list takes 1 a page of 100 keys, users’ keys and those of disabled owners too', async () => {
    for (let index = 0; index < 150; index++) keys.seed({ name: `service ${index}` });
    const left = api.seedProjectKey({ projectId: PROJECT, ownerProjectAccess: 'inactive' });
    const result = await runStep(api, { operation: 'list', 'project-id': PROJECT });
    expect(requestsOf(api)).toEqual([
      PAGE,
      expect.stringMatching(/limit=100&owner_project_access=any&after=key_\w+$/),
    ]);
    // The twins of another account and of a user, and the one whose owner lost access.
    expect(result.outputs.count).toBe('153');
    expect(result.outputs.ids).toContain(`${PROJECT}/${left.id}`);
    const listed: { project_id: string }[] = JSON.parse(result.outputs.keys ?? '');
    expect(new Set(listed.map(({ project_id: id }) => id))).toEqual(new Set([PROJECT]));
  });

  test('`none, all` takes 1 a page of 100 projects, 1 a page of each project, and 1 a page of admin keys', async () => {
    for (let index = 0; index < 100; index++) {
      const { id } = api.seedProject({ name: `Project ${index}` });
      api.seedProjectKey({ projectId: id });
    }
    const result = await runStep(api, { operation: 'verify', 'project-id': 'none, all' });
    expect(errorsOf(result)).toEqual([]);
    const paths = api.log.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith(`${PROJECTS}?`))).toEqual([
      `${PROJECTS}?limit=100`,
      expect.stringMatching(/\?limit=100&after=proj_\w+$/),
    ]);
    expect(paths.filter((path) => path.includes('/api_keys?'))).toHaveLength(102);
    expect(paths.filter((path) => path.includes('/admin_api_keys?'))).toHaveLength(1);
    expect(paths).toHaveLength(105);
    // Two admin keys, three twins in two projects, and one key in each of the others.
    expect(result.outputs).toMatchObject({ compliant: 'true', count: '105' });
  });

  test.each([
    ['that of a project’s key', () => keys.seed({ name: 'ci' }).value, 'GET /v1/models'],
    ['that of an admin key', () => api.adminKey, 'limit=1&order=asc'],
  ])('verify takes 1 more with `key-value`, %s', async (_, storedValue, trial) => {
    const result = await runStep(api, {
      operation: 'verify',
      'project-id': `none, ${PROJECT}`,
      'key-value': storedValue(),
    });
    expect(errorsOf(result)).toEqual([]);
    expect(requestsOf(api)).toHaveLength(3);
    expect(requestsOf(api).at(-1)).toContain(trial);
  });
});

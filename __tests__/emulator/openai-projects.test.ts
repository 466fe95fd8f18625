import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, type OpenAiOptions, startOpenAi } from '../../emulator/openai.ts';
import { idsOf, readAll, request } from './openai-client.ts';

const START = 1_800_000_000;

let openai: OpenAi;

async function start(options?: OpenAiOptions): Promise<void> {
  await openai?.close();
  openai = await startOpenAi(options);
  openai.setClock(() => START * 1000);
}

const get = (path: string) => request(openai, 'GET', `/organization/projects${path}`);

beforeEach(() => start());
afterEach(() => openai.close());

describe('projects', () => {
  test('are shown with and without a name, active and archived', async () => {
    const active = openai.seedProject({ name: null });
    const archived = openai.seedProject({ id: 'proj_old', name: 'Old', archivedAt: START });
    expect(active.id).toMatch(/^proj_[A-Za-z0-9]{24}$/);
    expect((await get(`/${active.id}`)).json).toEqual({
      object: 'organization.project',
      id: active.id,
      name: null,
      created_at: START,
      archived_at: null,
      status: 'active',
    });
    expect((await get('/proj_old')).json).toMatchObject({
      name: 'Old',
      archived_at: START,
      status: 'archived',
    });
    archived.extra = { status: null, archived_at: undefined };
    const { json } = await get('/proj_old');
    expect(json.status).toBeNull();
    expect(json).not.toHaveProperty('archived_at');
  });

  test('are listed without the archived ones unless these are asked for', async () => {
    openai.seedProject({ id: 'proj_a' });
    openai.seedProject({ id: 'proj_b', archivedAt: START });
    const { json } = await get('');
    expect(json).toMatchObject({
      object: 'list',
      has_more: false,
      first_id: 'proj_a',
      last_id: 'proj_a',
    });
    expect(idsOf(await get('?include_archived=false'))).toBe('proj_a');
    expect((await get('?include_archived=true')).json.data).toHaveLength(2);
  });

  test('come page by page', async () => {
    const ids = Array.from({ length: 45 }, () => openai.seedProject().id);
    expect((await get('')).json.data).toHaveLength(20);
    const read = await readAll(openai, '/organization/projects', '', 7);
    expect(read).not.toEqual(ids);
    expect(read.toSorted()).toEqual(ids.toSorted());
  });

  test('come in the order of the options', async () => {
    for (const [listOrder, expected] of [
      ['oldest-first', 'proj_a,proj_b,proj_c'],
      ['newest-first', 'proj_c,proj_b,proj_a'],
    ] as const) {
      await start({ listOrder });
      openai.seedProject({ id: 'proj_b', createdAt: START - 5 });
      openai.seedProject({ id: 'proj_c', createdAt: START });
      openai.seedProject({ id: 'proj_a', createdAt: START - 9 });
      expect(idsOf(await get(''))).toBe(expected);
    }
  });

  test('cannot be seeded twice', () => {
    openai.seedProject({ id: 'proj_a' });
    expect(() => openai.seedProject({ id: 'proj_a' })).toThrow('proj_a');
    expect(openai.projects.map(({ id }) => id)).toEqual(['proj_a']);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=x', 'limit'],
    ['after=proj_none', 'after'],
    ['include_archived=yes', 'include_archived'],
    ['order=asc', 'order'],
  ])('are not listed with %s', async (query, param) => {
    const { status, json } = await get(`?${query}`);
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ type: 'invalid_request_error', param });
  });

  test('come in smaller pages where the options say so', async () => {
    await start({ maxPageSize: 2 });
    for (let i = 0; i < 3; i += 1) openai.seedProject();
    const { json } = await get('?limit=100');
    expect(json.data).toHaveLength(2);
    expect(json.has_more).toBe(true);
  });
});

describe('service accounts', () => {
  test('are shown with both forms of their ids', async () => {
    const { id: projectId } = openai.seedProject();
    const account = openai.seedServiceAccount({ projectId, name: 'ci' });
    openai.seedServiceAccount({ projectId, id: 'user-1', role: 'none', extra: { role: 'owner' } });
    openai.seedServiceAccount({ projectId: openai.seedProject().id });
    expect(account.id).toMatch(/^svc_acct_[A-Za-z0-9]{24}$/);
    expect((await get(`/${projectId}/service_accounts/${account.id}`)).json).toEqual({
      object: 'organization.project.service_account',
      id: account.id,
      name: 'ci',
      role: 'member',
      created_at: START,
    });
    const { json } = await get(`/${projectId}/service_accounts/user-1`);
    expect(json).toMatchObject({ id: 'user-1', role: 'owner' });
    const ids = idsOf(await get(`/${projectId}/service_accounts`)).split(',');
    expect(ids.toSorted()).toEqual([account.id, 'user-1']);
    const first = await get(`/${projectId}/service_accounts?limit=1`);
    expect(first.json.has_more).toBe(true);
    const second = await get(`/${projectId}/service_accounts?after=${idsOf(first)}`);
    expect([idsOf(first), idsOf(second)]).toEqual(ids);
  });

  test('need a project, and an id of their own', () => {
    const { id: projectId } = openai.seedProject();
    expect(() => openai.seedServiceAccount({ projectId: 'proj_none' })).toThrow('proj_none');
    const { id } = openai.seedServiceAccount({ projectId });
    expect(() => openai.seedServiceAccount({ projectId, id })).toThrow(id);
    expect(openai.serviceAccounts).toHaveLength(1);
  });

  test('take their keys with them when they are deleted', async () => {
    const { id: projectId } = openai.seedProject();
    const account = openai.seedServiceAccount({ projectId });
    const key = openai.seedProjectKey({ projectId, owner: account.id });
    const other = openai.seedProjectKey({ projectId });
    openai.deleteServiceAccount(account.id);
    expect(openai.projectKeys).toEqual([other]);
    expect((await get(`/${projectId}/service_accounts/${account.id}`)).status).toBe(404);
    expect((await get(`/${projectId}/api_keys/${key.id}`)).status).toBe(404);
    const { status, json } = await request(openai, 'GET', '/models', { key: key.value });
    expect(status).toBe(401);
    expect(json.error.code).toBe('invalid_api_key');
    expect(() => openai.deleteServiceAccount(account.id)).toThrow(account.id);
  });
});

const BENEATH = [
  ['GET', '/api_keys'],
  ['GET', '/api_keys/key_1'],
  ['DELETE', '/api_keys/key_1'],
  ['GET', '/service_accounts'],
  ['GET', '/service_accounts/svc_acct_1'],
  ['POST', '/service_accounts/svc_acct_1/api_keys'],
] as const;

function seedScene(archivedAt: number | null): void {
  const { id: projectId } = openai.seedProject({ id: 'proj_1', archivedAt });
  openai.seedServiceAccount({ projectId, id: 'svc_acct_1' });
  openai.seedProjectKey({ projectId, id: 'key_1', owner: 'svc_acct_1' });
}

describe.each(BENEATH)('%s …%s', (method, suffix) => {
  const send = (project: string) =>
    request(openai, method, `/organization/projects/${project}${suffix}`, {
      ...(method === 'POST' && { body: {} }),
    });

  test('answers 200 in its project and 404 in one that is unknown', async () => {
    seedScene(null);
    const { status, json } = await send('proj_none');
    expect(status).toBe(404);
    expect(json.error).toEqual({
      message: 'No such project: proj_none',
      type: 'invalid_request_error',
      param: 'project_id',
      code: 'not_found',
    });
    expect((await send('proj_1')).status).toBe(200);
  });

  test('is refused in an archived project, as the options say', async () => {
    seedScene(START);
    const { status, json } = await send('proj_1');
    expect(status).toBe(400);
    expect(json.error.message).toBe('Project proj_1 is archived.');
    for (const archivedStatus of [403, 404] as const) {
      await start({ archivedStatus });
      seedScene(START);
      const answer = await send('proj_1');
      expect(answer.status).toBe(archivedStatus);
      expect(/archived/.test(answer.text)).toBe(archivedStatus === 403);
    }
  });

  test('is refused to keys of a project, in both forms', async () => {
    for (const missingScopeStatus of [403, 401] as const) {
      await start({ missingScopeStatus });
      seedScene(null);
      const key = openai.projectKeys[0]?.value ?? '';
      const path = `/organization/projects/proj_1${suffix}`;
      const { status, json } = await request(openai, method, path, { key });
      expect(status).toBe(missingScopeStatus);
      const message = missingScopeStatus === 403 ? json.error : json.error.message;
      const verb = method === 'GET' ? 'read' : 'write';
      expect(message).toContain(`Missing scopes: api.management.${verb}.`);
      expect(openai.projectKeys).toHaveLength(1);
    }
  });
});

test.each([
  ['POST', '/organization/projects', 405],
  ['DELETE', '/organization/projects/proj_1', 405],
  ['POST', '/organization/projects/proj_1/api_keys', 405],
  ['DELETE', '/organization/projects/proj_1/service_accounts/svc_acct_1', 405],
  ['GET', '/organization/projects/proj_1/service_accounts/svc_acct_1/api_keys', 405],
  ['GET', '/organization/projects/proj_1/users', 404],
])('refuses %s %s with %i', async (method, path, status) => {
  seedScene(null);
  expect((await request(openai, method, path)).status).toBe(status);
});

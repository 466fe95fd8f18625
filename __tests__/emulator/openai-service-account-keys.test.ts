import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, OpenAiOptions } from '../../emulator/openai.ts';
import { idsOf, request, START, startWithProject } from './openai-client.ts';

const PROJECT = '/organization/projects/proj_1';
const ADMIN_KEYS = '/organization/admin_api_keys';

let openai: OpenAi;
let nowMs: number;

async function start(options?: OpenAiOptions): Promise<void> {
  await openai?.close();
  nowMs = START * 1000;
  openai = await startWithProject(options, () => nowMs);
}

const create = (body?: unknown, account = 'svc_acct_1') =>
  request(openai, 'POST', `${PROJECT}/service_accounts/${account}/api_keys`, { body });

beforeEach(() => start());
afterEach(() => openai.close());

describe('create', () => {
  test('answers the value, and neither owner, redacted value nor last use', async () => {
    const { status, json } = await create({ name: 'deploy', expires_in_seconds: 60 });
    expect(status).toBe(200);
    expect(json).toEqual({
      object: 'organization.project.service_account.api_key',
      id: expect.stringMatching(/^key_[A-Za-z0-9]{24}$/),
      name: 'deploy',
      created_at: START,
      expires_at: START + 60,
      value: expect.stringMatching(/^sk-svcacct-[\w-]{74}T3BlbkFJ[\w-]{74}$/),
    });
    const read = await request(openai, 'GET', `${PROJECT}/api_keys/${json.id}`);
    expect(read.json).toMatchObject({
      name: 'deploy',
      expires_at: START + 60,
      owner: { type: 'service_account', service_account: { id: 'svc_acct_1', name: 'ci' } },
    });
    expect(idsOf(await request(openai, 'GET', `${PROJECT}/api_keys`))).toBe(json.id);
    expect(openai.projectKeys).toMatchObject([{ id: json.id, value: json.value, scopes: null }]);
  });

  test.each([undefined, {}, { expires_in_seconds: null }])('takes the body %j', async (body) => {
    const { json } = await create(body);
    expect(json).toMatchObject({ name: 'Secret Key', expires_at: null });
  });

  test('stores scopes, an empty list too, and does not show them', async () => {
    const { text } = await create({ scopes: ['api.model.read'] });
    await create({ scopes: [] });
    expect(text).not.toContain('scopes');
    expect(openai.projectKeys.map(({ scopes }) => scopes)).toEqual([['api.model.read'], []]);
  });

  test('takes the id and the value from the options', async () => {
    await start({ newProjectKey: () => ({ id: 'key_own', value: 'sk-svcacct-own' }) });
    expect((await create()).json).toMatchObject({ id: 'key_own', value: 'sk-svcacct-own' });
  });

  test.each([
    ['{"name":', null],
    ['[]', null],
    [{ name: '' }, 'name'],
    [{ name: null }, 'name'],
    [{ expires_in_seconds: 0 }, 'expires_in_seconds'],
    [{ expires_in_seconds: 31_536_001 }, 'expires_in_seconds'],
    [{ expires_in_seconds: '60' }, 'expires_in_seconds'],
    [{ scopes: 'api.model.read' }, 'scopes'],
    [{ scopes: ['api.model.read', 1] }, 'scopes[1]'],
    [{ scopes: null }, 'scopes'],
  ])('refuses the body %j', async (body, param) => {
    const { status, json } = await create(body);
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ type: 'invalid_request_error', param });
    expect(openai.projectKeys).toEqual([]);
  });

  test('answers 404 for an account that is unknown, or of another project', async () => {
    const { id: projectId } = openai.seedProject();
    openai.seedServiceAccount({ projectId, id: 'svc_acct_2' });
    for (const account of ['svc_acct_none', 'svc_acct_2']) {
      const { status, json } = await create({}, account);
      expect(status).toBe(404);
      expect(json.error).toMatchObject({ code: 'not_found', param: 'service_account_id' });
    }
    expect(openai.projectKeys).toEqual([]);
  });
});

describe.each(['organization', 'project'] as const)('a policy of the %s', (place) => {
  const policy = () => (place === 'organization' ? openai.policy : openai.projects[0]?.policy);

  test.each([undefined, null, 3_601])('refuses a lifetime of %s', async (life) => {
    Object.assign(policy() ?? {}, { maxLifetime: 3_600 });
    const { status, json } = await create({ expires_in_seconds: life });
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ param: 'expires_in_seconds' });
    expect(openai.projectKeys).toEqual([]);
    expect((await create({ expires_in_seconds: 3_600 })).status).toBe(200);
    const admin = await request(openai, 'POST', ADMIN_KEYS, { body: { name: 'admin' } });
    expect(admin.status).toBe(200);
  });

  test('refuses scopes that it does not have', async () => {
    Object.assign(policy() ?? {}, { scopes: ['api.model.read'] });
    const { status, json } = await create({ scopes: ['api.model.read', 'model.request'] });
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ param: 'scopes' });
    expect(json.error.message).toContain('model.request');
    expect((await create({ scopes: ['api.model.read'] })).status).toBe(200);
    expect((await create()).status).toBe(200);
  });

  test.each([
    ['anybody', 200],
    ['service-accounts', 200],
    ['users', 403],
    ['nobody', 403],
  ])('answers a create when new keys are for %s with %i', async (newKeysFor, expected) => {
    Object.assign(policy() ?? {}, { newKeysFor });
    const { status, text } = await create();
    expect(status).toBe(expected);
    if (status === 403) expect(text).toContain(`are disabled for this ${place}.`);
    expect(openai.projectKeys).toHaveLength(expected === 200 ? 1 : 0);
  });
});

test("the organization's word on new keys counts before the project's", async () => {
  const [project] = openai.projects;
  Object.assign(project?.policy ?? {}, { newKeysFor: 'nobody' });
  openai.policy.newKeysFor = 'service-accounts';
  expect((await create()).status).toBe(200);
});

test('the shorter of two lifetimes counts, and admin keys can be held to it', async () => {
  Object.assign(openai.projects[0]?.policy ?? {}, { maxLifetime: 60 });
  Object.assign(openai.policy, { maxLifetime: 3_600, appliesToAdminKeys: true });
  expect((await create({ expires_in_seconds: 61 })).status).toBe(400);
  expect((await create({ expires_in_seconds: 60 })).status).toBe(200);
  const admin = (life: number) =>
    request(openai, 'POST', ADMIN_KEYS, { body: { name: 'admin', expires_in_seconds: life } });
  expect((await admin(3_601)).json.error.param).toBe('expires_in_seconds');
  expect((await admin(3_600)).status).toBe(200);
});

describe('a new key', () => {
  test('is missing, and does not authenticate, for as long as the options say', async () => {
    await start({ propagationMs: 5_000, listingDelayMs: 9_000 });
    const { json: key } = await create();
    const path = `${PROJECT}/api_keys/${key.id}`;
    const observe = async () => [
      (await request(openai, 'GET', '/models', { key: key.value })).status,
      (await request(openai, 'GET', path)).status,
      idsOf(await request(openai, 'GET', `${PROJECT}/api_keys?owner_project_access=any`)),
    ];
    expect(await observe()).toEqual([401, 404, '']);
    expect((await request(openai, 'DELETE', path)).status).toBe(404);
    expect(openai.projectKeys).toHaveLength(1);
    nowMs += 5_000;
    expect(await observe()).toEqual([200, 404, '']);
    nowMs += 4_000;
    expect(await observe()).toEqual([200, 200, key.id]);
    expect((await request(openai, 'DELETE', path)).status).toBe(200);
  });

  test('of the admin keys is missing likewise, and a seeded one never', async () => {
    await start({ listingDelayMs: 9_000 });
    const { json: key } = await request(openai, 'POST', ADMIN_KEYS, { body: { name: 'new' } });
    const seeded = openai.seedProjectKey({ projectId: 'proj_1' });
    const first = openai.keys[0]?.id;
    expect(idsOf(await request(openai, 'GET', ADMIN_KEYS))).toBe(first);
    for (const method of ['GET', 'DELETE']) {
      expect((await request(openai, method, `${ADMIN_KEYS}/${key.id}`)).status).toBe(404);
    }
    const read = await request(openai, 'GET', `${PROJECT}/api_keys/${seeded.id}`);
    expect(read.status).toBe(200);
    nowMs += 9_000;
    expect(idsOf(await request(openai, 'GET', ADMIN_KEYS)).split(',')).toContain(key.id);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, OpenAiOptions } from '../../emulator/openai.ts';
import { call } from './client.ts';
import { request, START, startWithProject } from './openai-client.ts';

const KEYS = '/organization/projects/proj_1/api_keys';

let openai: OpenAi;

async function start(options?: OpenAiOptions): Promise<void> {
  await openai?.close();
  openai = await startWithProject(options);
}

const seed = (key: Partial<Parameters<OpenAi['seedProjectKey']>[0]> = {}) =>
  openai.seedProjectKey({ projectId: 'proj_1', ...key });
const get = (suffix = '') => request(openai, 'GET', KEYS + suffix);

beforeEach(() => start());
afterEach(() => openai.close());

describe('one key', () => {
  test('of a service account is shown with its owner and without its value', async () => {
    const key = seed({ owner: 'svc_acct_1', name: 'deploy', expiresAt: START + 60 });
    expect(key.value).toMatch(/^sk-svcacct-[\w-]{74}T3BlbkFJ[\w-]{74}$/);
    const { json, text } = await get(`/${key.id}`);
    expect(json).toEqual({
      object: 'organization.project.api_key',
      id: expect.stringMatching(/^key_[A-Za-z0-9]{24}$/),
      name: 'deploy',
      redacted_value: `sk-svcacct-${'*'.repeat(152)}${key.value.slice(-4)}`,
      created_at: START,
      expires_at: START + 60,
      last_used_at: null,
      owner_project_access: 'active',
      owner: {
        type: 'service_account',
        service_account: { id: 'svc_acct_1', name: 'ci', role: 'owner', created_at: START },
      },
    });
    expect(text).not.toContain(key.value);
  });

  test('of a user is shown with an e-mail address', async () => {
    const key = seed({ owner: { id: 'user_1', name: 'Alan', email: 'alan@example.com' } });
    expect(key.value).toMatch(/^sk-proj-[\w-]{74}T3BlbkFJ[\w-]{74}$/);
    const { json } = await get(`/${key.id}`);
    expect(json.redacted_value).toBe(`sk-proj-${'*'.repeat(152)}${key.value.slice(-4)}`);
    expect(json.owner).toEqual({
      type: 'user',
      user: {
        id: 'user_1',
        name: 'Alan',
        email: 'alan@example.com',
        role: 'member',
        created_at: expect.any(Number),
      },
    });
    expect((await get(`/${seed().id}`)).json.owner.user.email).toBe('grace@example.com');
  });

  test('is redacted as in the reference where the options say so', async () => {
    await start({ redactedForm: 'dots' });
    const ofAccount = seed({ owner: 'svc_acct_1', value: 'sk-svcacct-abcdef' });
    const ofUser = seed({ value: 'sk-proj-abcxyz' });
    const old = seed({ value: 'sk-abcdefghi' });
    const shown = async (id: string) => (await get(`/${id}`)).json.redacted_value;
    expect(await shown(ofAccount.id)).toBe('sk-svc...def');
    expect(await shown(ofUser.id)).toBe('sk-pro...xyz');
    expect(await shown(old.id)).toBe('sk-abc...ghi');
  });

  test('has a star for each character of an old key, and can lack fields', async () => {
    const extra = { expires_at: undefined, owner_project_access: undefined, more: 1 };
    const { id } = seed({ value: 'sk-abcdefghi', extra });
    const { json } = await get(`/${id}`);
    expect(json).toMatchObject({ redacted_value: 'sk-*****fghi', more: 1 });
    expect(json).not.toHaveProperty('expires_at');
    expect(json).not.toHaveProperty('owner_project_access');
  });

  test.each(['svc_acct_1', undefined])('of owner %s is deleted once', async (owner) => {
    const { id } = seed({ ...(owner !== undefined && { owner }) });
    const other = seed({ owner: 'svc_acct_1' });
    const { json } = await request(openai, 'DELETE', `${KEYS}/${id}`);
    expect(json).toEqual({ id, object: 'organization.project.api_key.deleted', deleted: true });
    for (const method of ['DELETE', 'GET']) {
      const answer = await request(openai, method, `${KEYS}/${id}`);
      expect(answer.status).toBe(404);
      expect(answer.json.error).toMatchObject({ param: 'api_key_id', code: 'not_found' });
    }
    expect(openai.projectKeys).toEqual([other]);
    expect(openai.serviceAccounts).toHaveLength(1);
  });

  test('is known in its own project alone, and not among the admin keys', async () => {
    openai.seedProject({ id: 'proj_2' });
    const { id } = seed();
    for (const path of ['projects/proj_2/api_keys', 'admin_api_keys']) {
      for (const method of ['GET', 'DELETE']) {
        const { status } = await request(openai, method, `/organization/${path}/${id}`);
        expect(status).toBe(404);
      }
    }
    const admin = openai.keys[0]?.id;
    expect((await get(`/${admin}`)).status).toBe(404);
    expect((await get(`/${id}`)).status).toBe(200);
  });

  test('cannot be seeded twice, nor for nobody', () => {
    const { id, value } = seed();
    expect(() => seed({ id })).toThrow(id);
    expect(() => seed({ value })).toThrow('There is already a key with this value.');
    expect(() => seed({ projectId: 'proj_2' })).toThrow('proj_2');
    openai.seedProject({ id: 'proj_2' });
    expect(() => seed({ projectId: 'proj_2', owner: 'svc_acct_1' })).toThrow('svc_acct_1');
    expect(openai.projectKeys).toHaveLength(1);
  });

  test('is revoked by its id, like an admin key', () => {
    const { id } = seed();
    openai.revoke(id);
    openai.revoke(id);
    expect(openai.projectKeys).toEqual([]);
  });
});

test('faults, hooks and the log are those of every endpoint', async () => {
  const { id, value } = seed();
  openai.fault({ method: 'DELETE', path: `${KEYS}/${id}`, status: 503, act: true });
  const seen: string[] = [];
  openai.hooks.arrival = ({ path }) => seen.push(path);
  expect((await request(openai, 'DELETE', `${KEYS}/${id}`)).status).toBe(503);
  expect(openai.projectKeys).toEqual([]);
  expect(seen).toEqual([`/v1${KEYS}/${id}`]);
  expect(openai.log.map(({ method, outcome }) => [method, outcome])).toEqual([['DELETE', 503]]);

  const other = seed({ owner: 'svc_acct_1' });
  const { json, text } = await call('GET', `${openai.url}/_emulator/project-keys`);
  expect(json).toEqual([expect.objectContaining({ id: other.id, projectId: 'proj_1' })]);
  expect(text).not.toContain(other.value);
  expect(text).not.toContain(value);
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, OpenAiOptions } from '../../emulator/openai.ts';
import { idsOf, readAll, request, START, startWithProject } from './openai-client.ts';

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

describe('the list', () => {
  test('hides keys unless it is asked for any', async () => {
    seed({ id: 'shown' });
    seed({ id: 'no_access', ownerProjectAccess: 'inactive' });
    seed({ id: 'hidden', hidden: true });
    seed({ id: 'shown_inactive', ownerProjectAccess: 'inactive', hidden: false });
    const ids = async (query: string) =>
      idsOf(await get(query))
        .split(',')
        .sort()
        .join();
    expect(await ids('')).toBe('shown,shown_inactive');
    expect(await ids('?owner_project_access=active')).toBe('hidden,shown');
    expect(await ids('?owner_project_access=inactive')).toBe('no_access,shown_inactive');
    expect(await ids('?owner_project_access=any')).toBe('hidden,no_access,shown,shown_inactive');
    expect((await get('/hidden')).status).toBe(200);
  });

  test('has the keys of its project alone', async () => {
    openai.seedProject({ id: 'proj_2' });
    const { id } = seed();
    seed({ projectId: 'proj_2' });
    expect(idsOf(await get('?owner_project_access=any'))).toBe(id);
    expect(openai.projectKeys).toHaveLength(2);
  });

  test('has an order without a meaning that stays when keys come and go', async () => {
    const made = Array.from({ length: 60 }, (_, i) =>
      seed({ id: `key_${String(i).padStart(2, '0')}`, createdAt: START + i }),
    );
    const oldest = made.map(({ id }) => id);
    const read = () => readAll(openai, KEYS, '&owner_project_access=any', 7);
    const first = await read();
    expect(first.toSorted()).toEqual(oldest);
    expect(first).not.toEqual(oldest);
    expect(first).not.toEqual(oldest.toReversed());
    // Neither end of the list is where the newest keys are.
    const newest = new Set(oldest.slice(-10));
    expect(first.slice(0, 10).every((id) => newest.has(id))).toBe(false);
    expect(first.slice(-10).every((id) => newest.has(id))).toBe(false);
    const [gone = ''] = first.splice(30, 1);
    openai.revoke(gone);
    seed({ id: 'key_new' });
    expect((await read()).filter((id) => id !== 'key_new')).toEqual(first);
  });

  test.each([
    ['oldest-first', 'a,b,c'],
    ['newest-first', 'c,b,a'],
  ] as const)('comes %s where the options say so', async (listOrder, expected) => {
    await start({ listOrder });
    seed({ id: 'b', createdAt: START - 5 });
    seed({ id: 'c', createdAt: START - 1 });
    seed({ id: 'a', createdAt: START - 9 });
    expect(idsOf(await get())).toBe(expected);
    expect(openai.projectKeys.map(({ id }) => id).join()).toBe('a,b,c');
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['after=key_none', 'after'],
    ['owner_project_access=all', 'owner_project_access'],
    ['order=asc', 'order'],
    ['include_archived=true', 'include_archived'],
  ])('is refused with %s', async (query, param) => {
    const { status, json } = await get(`?${query}`);
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ type: 'invalid_request_error', param });
  });

  test('pages through 5,000 keys', async () => {
    for (let i = 0; i < 5_000; i += 1) seed();
    const ids = await readAll(openai, KEYS, '&owner_project_access=any', 100);
    expect(new Set(ids).size).toBe(5_000);
  });
});

describe('the list of admin keys', () => {
  const list = (query = '') => request(openai, 'GET', `/organization/admin_api_keys${query}`);

  test('has no project keys', async () => {
    seed();
    expect((await list()).json.data).toHaveLength(1);
  });

  test('has them where the options say so, in the form of admin keys', async () => {
    await start({ listProjectKeysAsAdminKeys: true });
    seed({ id: 'key_user', createdAt: START - 9, extra: { expires_at: undefined } });
    const { value } = seed({ id: 'key_account', createdAt: START - 8, owner: 'svc_acct_1' });
    openai.seed({ id: 'key_admin', createdAt: START - 7 });
    const first = await list(`?limit=2&after=${openai.keys[0]?.id}`);
    expect(idsOf(first)).toBe('key_user,key_account');
    expect(idsOf(await list('?limit=1&after=key_account'))).toBe('key_admin');
    expect(idsOf(await list('?order=desc&after=key_admin'))).toBe(
      `key_account,key_user,${openai.keys[0]?.id}`,
    );
    const [ofUser, ofAccount] = first.json.data;
    expect(ofAccount).toEqual({
      object: 'organization.admin_api_key',
      id: 'key_account',
      name: 'Seeded key',
      redacted_value: `sk-svcacct-${'*'.repeat(152)}${value.slice(-4)}`,
      created_at: START - 8,
      expires_at: null,
      last_used_at: null,
      owner: {
        type: 'service_account',
        object: 'organization.service_account',
        id: 'svc_acct_1',
        name: 'ci',
        role: 'owner',
        created_at: START,
      },
    });
    expect(ofUser.redacted_value).toMatch(/^sk-proj-\*+.{4}$/);
    expect(ofUser.owner).toMatchObject({ type: 'user', object: 'organization.user' });
    expect(ofUser).not.toHaveProperty('expires_at');
    expect((await request(openai, 'DELETE', '/organization/admin_api_keys/key_user')).status).toBe(
      404,
    );
    expect(openai.projectKeys).toHaveLength(2);
  });
});

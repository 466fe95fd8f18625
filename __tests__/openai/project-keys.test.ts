import { afterEach, describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { listKeys } from '../../src/openai/listing.ts';
import { actionError, adminKey, failureOf, NOW } from '../../testing/fakes.ts';
import { endProjects, KEYS, PROJECT, startProject } from '../../testing/project-keys.ts';

afterEach(endProjects);

describe('a page of a project’s keys', () => {
  test('is asked for without an order, and with the keys whose owner lost access', async () => {
    const { client, requests, seed } = await startProject();
    seed('key_1', 9, { name: 'nightly', expiresAt: NOW + 60, lastUsedAt: NOW - 1 });
    seed('key_2', 0, { owner: {}, ownerProjectAccess: 'inactive' });
    for (const order of ['asc', 'desc'] as const) {
      const page = await client.listPage({ order, limit: 100 });
      expect(page).toMatchObject({ hasMore: false, serverTime: NOW * 1000 });
      expect(page.keys.map(({ id }) => id).sort()).toEqual(['proj_a/key_1', 'proj_a/key_2']);
    }
    const request = `GET ${KEYS}?limit=100&owner_project_access=any`;
    expect(requests()).toEqual([request, request]);
    expect(client.isOrdered).toBe(false);
  });

  test('has keys that name their project, and what the API gave', async () => {
    const { client, seed, openAi } = await startProject({ redactedForm: 'dots' });
    const { value } = seed('key_1', 9, { name: 'nightly', expiresAt: NOW + 60, extra: { new: 1 } });
    const [key] = (await client.listPage({ order: 'asc', limit: 100 })).keys;
    const { createdAt } = openAi.serviceAccounts[0] ?? {};
    expect(key).toEqual({
      id: 'proj_a/key_1',
      project: PROJECT,
      name: 'nightly',
      redactedValue: `sk-svc...${value.slice(-3)}`,
      createdAt: NOW - 9,
      expiresAt: NOW + 60,
      lastUsedAt: null,
      owner: { id: 'svc_acct_a', type: 'service_account', name: 'Deploy', role: 'member' },
      raw: {
        object: 'organization.project.api_key',
        id: 'key_1',
        name: 'nightly',
        redacted_value: `sk-svc...${value.slice(-3)}`,
        created_at: NOW - 9,
        expires_at: NOW + 60,
        last_used_at: null,
        owner_project_access: 'active',
        owner: {
          type: 'service_account',
          service_account: {
            id: 'svc_acct_a',
            name: 'Deploy',
            role: 'member',
            created_at: createdAt,
          },
        },
        new: 1,
      },
    });
  });

  test.each(['stars', 'dots'] as const)('shows the end of a value, in %s', async (redactedForm) => {
    const { client, seed } = await startProject({ redactedForm });
    const [one, two] = [seed('key_1', 1), seed('key_2')];
    const { keys } = await listKeys(client, { order: 'asc' });
    const fits = keys.map(({ redactedValue }) =>
      [one, two].map(({ value }) => new Credential(value).matchesRedacted(redactedValue)),
    );
    expect(fits).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('names a user who owns a key, by nothing that is an e-mail address', async () => {
    const { client, seed } = await startProject();
    seed('key_1', 1, { owner: { id: 'user_1', name: 'Ada', email: 'ada@example.com' } });
    seed('key_2', 0, { owner: { id: 'user_2', name: 'ada@example.com', role: 'owner' } });
    const { keys } = await listKeys(client, { order: 'asc' });
    expect(keys.map(({ owner }) => owner)).toEqual([
      { id: 'user_1', type: 'user', name: 'Ada', role: 'member' },
      { id: 'user_2', type: 'user', name: null, role: 'owner' },
    ]);
  });

  test('starts after an id in the form that the API knows', async () => {
    const { client, seed, requests } = await startProject({ listOrder: 'oldest-first' });
    for (const at of [3, 2, 1]) seed(`key_${at}`, at);
    const page = await client.listPage({ order: 'asc', limit: 1, after: 'proj_a/key_3' });
    expect(page.keys.map(({ id }) => id)).toEqual(['proj_a/key_2']);
    expect(page.hasMore).toBe(true);
    expect(requests()).toEqual([`GET ${KEYS}?limit=1&owner_project_access=any&after=key_3`]);
  });

  test('names the project where it cannot be read', async () => {
    const { client, openAi } = await startProject();
    openAi.fault({ status: 403, body: { error: { message: 'No.' } } });
    const error = await failureOf(() => client.listPage({ order: 'asc', limit: 100 }));
    expect(error).toMatchObject(actionError('forbidden'));
    expect(error.message).toContain('listing the keys of project `proj_a` (“Blog”) was refused');
  });
});

describe('all keys of a project', () => {
  const ORDERS = ['shuffled', 'oldest-first', 'newest-first'] as const;

  test.each(ORDERS)('are read and sorted, whatever order they come in: %s', async (listOrder) => {
    const { client, seed, requests } = await startProject({ listOrder, maxPageSize: 2 });
    for (const [id, ago] of [
      ['key_c', 5],
      ['key_b', 5],
      ['key_d', 1],
      ['key_a', 9],
      ['key_e', 0],
    ] as const) {
      seed(id, ago);
    }
    const ids = async (order: 'asc' | 'desc', limit?: number) =>
      (await listKeys(client, { order, limit })).keys.map(({ id }) => id.slice('proj_a/'.length));
    const sorted = ['key_a', 'key_b', 'key_c', 'key_d', 'key_e'];
    expect(await ids('asc')).toEqual(sorted);
    expect(await ids('desc')).toEqual(sorted.toReversed());
    // The first keys are only known at the end.
    expect(requests()).toHaveLength(6);
    expect(await ids('asc', 2)).toEqual(sorted.slice(0, 2));
    expect(requests()).toHaveLength(9);
  });

  test('are those among which a new one must show up', async () => {
    const { client, seed } = await startProject({ maxPageSize: 2 });
    for (const at of [1, 2, 3]) seed(`key_${at}`, at);
    const { keys, serverTime } = await client.listNewest();
    expect(keys).toHaveLength(3);
    expect(serverTime).toBe(NOW * 1000);
  });
});

describe('by its id, a key', () => {
  test('is read where its project is', async () => {
    const { client, seed, requests, openAi } = await startProject();
    seed('key_1', 9, { name: 'nightly' });
    openAi.seedProject({ id: 'proj_b' });
    openAi.seedProjectKey({ id: 'key_2', projectId: 'proj_b' });
    expect((await client.retrieve('proj_a/key_1')).key).toMatchObject({
      id: 'proj_a/key_1',
      project: { id: 'proj_a' },
      name: 'nightly',
      owner: { id: 'svc_acct_a' },
    });
    expect((await client.retrieve('proj_b/key_2')).key.id).toBe('proj_b/key_2');
    expect(requests()).toEqual([`GET ${KEYS}/key_1`, 'GET /projects/proj_b/api_keys/key_2']);
  });

  test('that is not there is one that the project or the organization lacks', async () => {
    const { client } = await startProject();
    const error = await failureOf(() => client.retrieve('proj_a/key_x'));
    expect(error).toMatchObject(actionError('not-found'));
    expect(error.message).toMatch(/^Project `proj_a` has no key `key_x`, or there is no such pro/);
  });

  test('is not taken for another', async () => {
    const { client, seed, openAi } = await startProject();
    seed('key_1');
    openAi.fault({ body: { id: 'key_2', created_at: NOW, redacted_value: 'sk-svc...xyz' } });
    expect(await failureOf(() => client.retrieve('proj_a/key_1'))).toMatchObject(
      actionError('unreadable'),
    );
    openAi.fault({ body: { id: 'key_2', deleted: true } });
    expect(await failureOf(() => client.delete('proj_a/key_1'))).toMatchObject(
      actionError('unreadable'),
    );
  });

  test('is deleted, and one that is gone is gone', async () => {
    const { client, seed, requests, openAi } = await startProject();
    seed('key_1');
    expect(await client.delete('proj_a/key_1')).toBe('deleted');
    expect(await client.delete('proj_a/key_1')).toBe('gone');
    expect(requests()).toEqual(Array(2).fill(`DELETE ${KEYS}/key_1`));
    expect(openAi.projectKeys).toEqual([]);
  });

  test('has a project that is read once, and an admin key has none', async () => {
    const { client, requests } = await startProject();
    await client.checkProjectOf('proj_a/key_1');
    await client.checkProjectOf('proj_a/key_2');
    await client.checkProjectOf('key_3');
    expect(requests()).toEqual(['GET /projects/proj_a']);
    for (const id of ['proj_x/key_1', 'proj_x/key_2']) {
      const error = await failureOf(() => client.checkProjectOf(id));
      expect(error).toMatchObject(actionError('not-found'));
      expect(error.message).toContain('has no project `proj_x`');
    }
    expect(requests()).toEqual(['GET /projects/proj_a', 'GET /projects/proj_x']);
  });

  test.each([
    {},
    { id: 'proj_a' },
    { id: 'proj_y', object: 'organization.project' },
  ])('has a project only where the API shows that very one, not %j', async (body) => {
    const { client, openAi } = await startProject();
    openAi.fault({ path: '/projects/proj_x', body });
    const error = await failureOf(() => client.checkProjectOf('proj_x/key_1'));
    expect(error).toMatchObject(actionError('unreadable'));
    expect(error.message).toContain('is about another project');
  });

  test('is gone where its archived project is as good as not there', async () => {
    const { client, openAi, seed } = await startProject({ archivedStatus: 404 });
    seed('key_1');
    for (const project of openAi.projects) project.archivedAt = NOW;
    expect(await client.delete('proj_a/key_1')).toBe('gone');
    await client.checkProjectOf('proj_a/key_1');
  });
});

describe('a listed key', () => {
  const ownedBy = (id: string | null) => {
    const owner = { id, type: 'service_account', name: null, role: null };
    return adminKey({ project: PROJECT, redactedValue: 'sk-svc...xyz', owner });
  };

  test.each([
    ['svc_acct_a', undefined],
    ['svc_acct_b', /^The API names `svc_acct_b` as its owner, not `svc_acct_a`\./],
    ['user_1', /`user_1` as its owner/],
    [null, /`no owner` as its owner/],
  ])('of %s is one of the account: %s', async (owner, why) => {
    const { client } = await startProject();
    const said = client.whyForeign(ownedBy(owner));
    if (why === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(why);
  });

  test('without an owner is not one of the account', async () => {
    const { client } = await startProject();
    expect(client.whyForeign({ ...ownedBy(null), owner: null })).toContain('no owner');
  });

  test('is nobody’s where no account is asked for', async () => {
    const { client } = await startProject({}, { account: null });
    expect(client.whyForeign(ownedBy('user_1'))).toBeUndefined();
  });
});

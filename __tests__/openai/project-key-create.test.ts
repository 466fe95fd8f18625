import { afterEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import type { KeyAccount } from '../../src/domain/key.ts';
import { createProjectKeys } from '../../src/openai/project-keys.ts';
import { UnknownOutcomeError } from '../../src/openai/unknown-outcome.ts';
import { apiOver, requestsTo } from '../../testing/emulated-api.ts';
import { actionError, failureOf, NOW } from '../../testing/fakes.ts';
import { ACCOUNT, CREATE, endProjects, PROJECT, startProject } from '../../testing/project-keys.ts';

afterEach(endProjects);

describe('a create', () => {
  test.each<[string, Partial<KeyAccount>, number | null, object]>([
    ['alone', {}, null, { name: 'ci/ü' }],
    ['with an expiry', {}, 60, { name: 'ci/ü', expires_in_seconds: 60 }],
    [
      'with scopes',
      { scopes: ['api.model.read', 'api.model.request'] },
      null,
      { name: 'ci/ü', scopes: ['api.model.read', 'api.model.request'] },
    ],
    [
      'with all of it',
      { scopes: ['api.model.read'] },
      60,
      { name: 'ci/ü', expires_in_seconds: 60, scopes: ['api.model.read'] },
    ],
  ])('asks for exactly this: %s', async (_, fields, lifetime, body) => {
    const account = { ...ACCOUNT, ...fields };
    const { client, requests, openAi, hidden } = await startProject({}, { account });
    const { key, value, age } = await client.create({ name: 'ci/ü', lifetime });
    const [stored] = openAi.projectKeys;
    expect(requests()).toEqual([CREATE]);
    expect(JSON.parse(openAi.log[0]?.body ?? '')).toEqual(body);
    expect(stored).toMatchObject({ name: 'ci/ü', owner: { id: 'svc_acct_a' } });
    expect(stored?.scopes).toEqual(account.scopes);
    expect(value.reveal()).toBe(stored?.value);
    expect(hidden).toEqual([stored?.value]);
    // The answer has neither a redacted value nor an owner.
    expect(key).toMatchObject({
      id: `proj_a/${stored?.id}`,
      project: PROJECT,
      redactedValue: '',
      owner: null,
      expiresAt: lifetime === null ? null : NOW + lifetime,
    });
    expect(key.raw).not.toHaveProperty('value');
    expect(age).toBe(0);
  });

  test('is sent again where a new service account is not known yet', async () => {
    const { client, openAi, requests, waits } = await startProject();
    const body = { error: { message: 'No such service account: svc_acct_a', code: 'not_found' } };
    openAi.fault({ method: 'POST', status: 404, body, times: 2 });
    const attempts: number[] = [];
    await client.create({ name: 'x', lifetime: null }, (at) => void attempts.push(at - NOW * 1000));
    expect(requests()).toEqual([CREATE, CREATE, CREATE]);
    expect(waits).toEqual([2_000, 4_000]);
    // Each is told before it leaves, for the saved state.
    expect(attempts).toEqual([0, 2_000, 6_000]);
    expect(openAi.projectKeys).toHaveLength(1);
  });

  test.each<[string, Partial<KeyAccount>, RegExp]>([
    [
      'service account',
      { serviceAccountId: 'svc_acct_x' },
      /^Project `proj_a` has no service account `svc_acct_x`, .*No key was made\. Correct `service-account-id`/,
    ],
    [
      'project',
      { projectId: 'proj_x' },
      /^This organization has no project `proj_x`: .*Correct `project-id`/,
    ],
  ])('without its %s says which of the two is missing', async (_, fields, message) => {
    const { openAi } = await startProject();
    const account = { ...ACCOUNT, ...fields };
    const { api, waits } = apiOver(openAi);
    const client = createProjectKeys(api, { id: account.projectId, name: null }, account);
    const error = await failureOf(() => client.create({ name: 'x', lifetime: null }));
    expect(error).toMatchObject(actionError('not-found'));
    expect(error.message).toMatch(message);
    expect(requestsTo(openAi).map((request) => request.split(' ')[0])).toEqual([
      'POST',
      'POST',
      'POST',
      'GET',
    ]);
    expect(requestsTo(openAi).at(-1)).toBe(`GET /projects/${account.projectId}`);
    expect(waits).toEqual([2_000, 4_000]);
    expect(openAi.projectKeys).toEqual([]);
  });

  test('at an address where there is no such API is not sent again', async () => {
    const { client, openAi, requests } = await startProject();
    openAi.fault({ status: 404, body: '<html>', times: Number.POSITIVE_INFINITY });
    expect(await failureOf(() => client.create({ name: 'x', lifetime: null }))).toMatchObject(
      actionError('rejected'),
    );
    expect(requests()).toEqual([CREATE]);
  });

  test.each([400, 403] as const)('in an archived project (%d) says so', async (archivedStatus) => {
    const { client, openAi, requests } = await startProject({ archivedStatus });
    for (const project of openAi.projects) project.archivedAt = NOW;
    const error = await failureOf(() => client.create({ name: 'x', lifetime: null }));
    expect(error).toMatchObject(actionError('archived'));
    expect(requests()).toEqual([CREATE]);
  });

  test.each<[string, OpenAi['policy'], string, string[]]>([
    ['a lifetime', { maxLifetime: 60 }, '`expires-in`', ['`scopes`', '`name`']],
    ['a scope', { scopes: ['api.model.read'] }, '`scopes`', ['`expires-in`', '`name`']],
    ['any key', { newKeysFor: 'users' }, 'disabled', ['`scopes`', '`expires-in`', '`name`']],
  ])('that a policy refuses for %s names the input', async (_, policy, named, notNamed) => {
    const account = { ...ACCOUNT, scopes: ['api.assistant.write'] };
    const { client, openAi } = await startProject({}, { account });
    Object.assign(openAi.policy, policy);
    const error = await failureOf(() => client.create({ name: 'x', lifetime: 120 }));
    expect(error).not.toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toContain(named);
    for (const other of notNamed) expect(error.message).not.toContain(other);
    expect(openAi.projectKeys).toEqual([]);
  });

  test('whose answer was lost may have made a key, and is not sent again', async () => {
    const { client, openAi, requests } = await startProject({}, { retryForMs: 900_000 });
    openAi.fault({ reset: 'after' });
    const error = await failureOf(() => client.create({ name: 'x', lifetime: null }));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ reported: undefined, value: undefined });
    expect(requests()).toEqual([CREATE]);
    expect(openAi.projectKeys).toHaveLength(1);
  });

  test('whose answer is about something else names its key in the long form', async () => {
    const { client, openAi } = await startProject();
    openAi.fault({
      rewrite: (reply) => ({ ...reply, body: { ...(reply.body as object), name: 'y' } }),
    });
    const error = await failureOf(() => client.create({ name: 'x', lifetime: null }));
    const [stored] = openAi.projectKeys;
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({
      reported: { id: `proj_a/${stored?.id}`, name: 'y', createdAt: NOW, hasValue: true },
    });
    expect((error as UnknownOutcomeError).value?.reveal()).toBe(stored?.value);
  });

  test('is nothing that a dry run sends, nor a client that has no service account', async () => {
    const dry = await startProject({}, { readOnly: true });
    await expect(dry.client.create({ name: 'x', lifetime: null })).rejects.toThrow('dry run');
    const bare = await startProject({}, { account: null });
    const creating = bare.client.create({ name: 'x', lifetime: null });
    await expect(creating).rejects.toThrow('keys are made for a service account');
    expect([...dry.requests(), ...bare.requests()]).toEqual([]);
  });
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OpenAi, OpenAiOptions } from '../../emulator/openai.ts';
import { request, START, startWithProject } from './openai-client.ts';

const MISSING = /^You have insufficient permissions .* Missing scopes: api\.model\.read\./;

let openai: OpenAi;
let nowMs: number;

async function start(options?: OpenAiOptions): Promise<void> {
  await openai?.close();
  nowMs = START * 1000;
  openai = await startWithProject(options, () => nowMs);
}

const seed = (key: Partial<Parameters<OpenAi['seedProjectKey']>[0]> = {}) =>
  openai.seedProjectKey({ projectId: 'proj_1', owner: 'svc_acct_1', ...key });
const models = (key: string) => request(openai, 'GET', '/models', { key });

beforeEach(() => start());
afterEach(() => openai.close());

test.each([
  ['a service account', { owner: 'svc_acct_1' }],
  ['a user', { owner: {} }],
  ['a key with the scope', { scopes: ['model.request', 'api.model.read'] }],
])('lists models for %s, and dates the use', async (_, key) => {
  const { value, id } = seed(key);
  const { status, json } = await models(value);
  expect(status).toBe(200);
  expect(json).toMatchObject({ object: 'list', data: [{ object: 'model' }] });
  expect(openai.projectKeys.find((each) => each.id === id)?.lastUsedAt).toBe(START);
});

test('refuses no key and an unknown one', async () => {
  expect((await models('')).json.error.message).toMatch(/^You didn't provide an API key/);
  const { status, json } = await models('sk-svcacct-none-of-these');
  expect(status).toBe(401);
  expect(json.error.code).toBe('invalid_api_key');
});

test('refuses a key from the second in which it expires, and once it is deleted', async () => {
  const { value, id } = seed({ expiresAt: START + 60 });
  nowMs += 59_999;
  expect((await models(value)).status).toBe(200);
  openai.revoke(id);
  expect((await models(value)).json.error.code).toBe('invalid_api_key');
  const expired = seed({ expiresAt: START + 60 });
  nowMs += 1;
  expect((await models(expired.value)).json.error.code).toBe('invalid_api_key');
});

test.each([401, 403] as const)('tells with %i that the scope is missing', async (status) => {
  await start({ missingScopeStatus: status });
  const projectId = 'proj_1';
  const roleless = openai.seedServiceAccount({ projectId, role: 'none' });
  for (const value of [
    seed({ scopes: [] }).value,
    seed({ scopes: ['model.request'] }).value,
    seed({ owner: roleless.id, scopes: ['api.model.read'] }).value,
    openai.adminKey,
  ]) {
    const { status: actual, json } = await models(value);
    expect(actual).toBe(status);
    if (status === 403) expect(json).toEqual({ error: expect.stringMatching(MISSING) });
    else expect(json.error).toMatchObject({ code: null, message: expect.stringMatching(MISSING) });
  }
});

test.each([
  ['ip_not_authorized', 401, 'invalid_request_error'],
  ['incorrect_hostname', 401, 'invalid_request_error'],
  ['account_deactivated', 401, 'invalid_request_error'],
  ['insufficient_quota', 429, 'insufficient_quota'],
  ['project_spend_limit_exceeded', 429, 'insufficient_quota'],
] as const)('refuses a project with %s', async (callRefusal, expected, type) => {
  const key = seed();
  openai.seedProject({ id: 'proj_2' });
  const other = seed({ projectId: 'proj_2', owner: {} });
  const [project] = openai.projects;
  Object.assign(project ?? {}, { callRefusal });
  const { status, json } = await models(key.value);
  expect(status).toBe(expected);
  expect(json.error).toMatchObject({ code: callRefusal, type, param: null });
  expect(json.error.message).toContain(callRefusal === 'incorrect_hostname' ? 'us.api.' : '');
  expect((await models(other.value)).status).toBe(200);
});

test('refuses the keys of an archived project', async () => {
  const { value } = seed();
  Object.assign(openai.projects[0] ?? {}, { archivedAt: START });
  const { status, json } = await models(value);
  expect(status).toBe(401);
  expect(json.error.code).toBe('not_authorized_invalid_project');
  expect(json.error.message).toContain('has been archived');
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, type OpenAiOptions, startOpenAi } from '../../emulator/openai.ts';
import { type CallOptions, call } from './client.ts';

const KEY_VALUE = /^sk-admin-[\w-]{58}T3BlbkFJ[\w-]{58}$/;
const START = 1_800_000_000;

let openai: OpenAi;
let nowMs: number;

async function start(options?: OpenAiOptions): Promise<void> {
  openai = await startOpenAi(options);
  openai.setClock(() => nowMs);
}

/** Calls the keys endpoint, as the first key unless told otherwise. */
function keys(method: string, suffix = '', options: CallOptions = {}) {
  const url = `${openai.baseUrl}/organization/admin_api_keys${suffix}`;
  return call(method, url, { key: openai.adminKey, ...options });
}

const create = (body: unknown) => keys('POST', '', { body });

beforeEach(async () => {
  nowMs = START * 1000 + 999;
  await start();
});
afterEach(() => openai.close());

describe('authentication', () => {
  test.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic c2stYWRtaW4=' }],
  ])('refuses %s', async (_, headers) => {
    const { status, json } = await call('GET', `${openai.baseUrl}/organization/admin_api_keys`, {
      headers,
    });
    expect(status).toBe(401);
    expect(json.error).toMatchObject({ type: 'invalid_request_error', code: 'invalid_api_key' });
    expect(json.error.message).toMatch(/^You didn't provide an API key/);
  });

  test('refuses an unknown key and repeats its first 8 and last 4 characters', async () => {
    const { status, json } = await keys('GET', '', { key: 'sk-admin-0123456789wxyz' });
    expect(status).toBe(401);
    expect(json.error.code).toBe('invalid_api_key');
    expect(json.error.message).toContain(' sk-admin***********wxyz.');
  });

  test('accepts a created key until the second in which it expires', async () => {
    const { json: key } = await create({ name: 'short', expires_in_seconds: 60 });
    expect(key.expires_at).toBe(START + 60);
    nowMs = (START + 60) * 1000 - 1;
    expect((await keys('GET', '', { key: key.value })).status).toBe(200);
    nowMs += 1;
    expect((await keys('GET', '', { key: key.value })).status).toBe(401);
    expect((await keys('GET', `/${key.id}`)).json.id).toBe(key.id);
    expect((await keys('GET')).json.data).toHaveLength(2);
  });

  test('refuses a deleted and a revoked key', async () => {
    const { json: deleted } = await create({ name: 'deleted' });
    const revoked = openai.seed();
    await keys('DELETE', `/${deleted.id}`, { key: deleted.value });
    openai.revoke(revoked.id);
    openai.revoke(revoked.id);
    expect((await keys('GET', '', { key: deleted.value })).status).toBe(401);
    expect((await keys('GET', '', { key: revoked.value })).status).toBe(401);
  });

  test('accepts a new key only after its propagation', async () => {
    await openai.close();
    await start({ propagationMs: 5_000 });
    const { json: key } = await create({ name: 'slow' });
    expect((await keys('GET', '', { key: key.value })).status).toBe(401);
    nowMs += 5_000;
    expect((await keys('GET', '', { key: key.value })).status).toBe(200);
  });

  test('dates the last use of the calling key, also by a call that fails', async () => {
    const caller = openai.seed();
    expect(caller.lastUsedAt).toBeNull();
    nowMs += 7_000;
    expect((await keys('GET', '/key_none', { key: caller.value })).status).toBe(404);
    expect(caller.lastUsedAt).toBe(START + 7);
    expect(openai.keys[0]?.lastUsedAt).toBeNull();
  });
});

describe('create', () => {
  test('answers the key with its value, owned by the caller, and shows the value once', async () => {
    const owner = { type: 'service_account', name: 'CI' };
    const caller = openai.seed({ owner });
    const { status, json } = await keys('POST', '', { key: caller.value, body: { name: 'new' } });
    expect(status).toBe(200);
    const { value, ...rest } = json;
    expect(value).toMatch(KEY_VALUE);
    expect(rest).toEqual({
      object: 'organization.admin_api_key',
      id: expect.stringMatching(/^key_[A-Za-z0-9]{24}$/),
      name: 'new',
      redacted_value: `sk-admin...${value.slice(-3)}`,
      created_at: START,
      expires_at: null,
      last_used_at: null,
      owner,
    });
    expect((await keys('GET', `/${json.id}`)).json).toEqual(rest);
    expect((await keys('GET')).text).not.toContain(value);
  });

  test.each([
    ['{"name":', null],
    ['', null],
    ['["name"]', null],
    ['null', null],
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: null }, 'name'],
    [{ name: 'a', expires_in_seconds: null }, 'expires_in_seconds'],
    [{ name: 'a', expires_in_seconds: '60' }, 'expires_in_seconds'],
    [{ name: 'a', expires_in_seconds: 1.5 }, 'expires_in_seconds'],
    [{ name: 'a', expires_in_seconds: 0 }, 'expires_in_seconds'],
    [{ name: 'a', expires_in_seconds: 31_536_001 }, 'expires_in_seconds'],
  ])('refuses the body %j', async (body, param) => {
    const { status, json } = await create(body);
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ type: 'invalid_request_error', param });
    expect(openai.keys).toHaveLength(1);
  });

  test.each([1, 31_536_000])('accepts a life of %i seconds', async (life) => {
    const { json } = await create({ name: 'a', expires_in_seconds: life });
    expect(json.expires_at).toBe(START + life);
  });
});

describe('one key', () => {
  test('is retrieved, with extra fields over the usual ones', async () => {
    const { id } = openai.seed({ name: null, extra: { scopes: [], expires_at: undefined } });
    const { json } = await keys('GET', `/${id}`);
    expect(json).toMatchObject({ id, name: null, scopes: [] });
    expect(json).not.toHaveProperty('expires_at');
    expect(json.owner).toMatchObject({ object: 'organization.user', name: 'Ada Lovelace' });
  });

  test('is deleted once', async () => {
    const { id } = openai.seed();
    const { json } = await keys('DELETE', `/${id}`);
    expect(json).toEqual({ id, object: 'organization.admin_api_key.deleted', deleted: true });
    for (const method of ['DELETE', 'GET']) {
      const { status, json: body } = await keys(method, `/${id}`);
      expect(status).toBe(404);
      expect(body.error).toMatchObject({ param: 'key_id', code: 'not_found' });
      expect(body.error.message).toBe(`No such admin API key: ${id}`);
    }
  });

  test('cannot be seeded twice', () => {
    const { id, value } = openai.seed();
    expect(() => openai.seed({ id })).toThrow(id);
    expect(() => openai.seed({ value })).toThrow('There is already a key with this value.');
  });
});

test.each([
  ['GET', '/organization/users', 404, 'unknown_url'],
  ['POST', '/organization/admin_api_keys/', 404, 'unknown_url'],
  ['PUT', '/organization/admin_api_keys', 405, 'method_not_supported'],
  ['POST', '/organization/admin_api_keys/key_1', 405, 'method_not_supported'],
])('refuses %s %s with %i', async (method, path, status, code) => {
  const answer = await call(method, openai.baseUrl + path, { key: openai.adminKey });
  expect(answer.status).toBe(status);
  expect(answer.json.error.code).toBe(code);
  expect(answer.json.error.message).toContain(`/v1${path}`);
});

test('takes the first admin key from its options and lists keys without values', async () => {
  await openai.close();
  await start({ adminKey: 'sk-admin-chosen' });
  expect((await keys('GET')).status).toBe(200);
  const { json, text } = await call('GET', `${openai.url}/_emulator/keys`);
  expect(json).toEqual([expect.objectContaining({ id: openai.keys[0]?.id })]);
  expect(text).not.toContain('sk-admin-chosen');
  expect(openai.now()).toBe(START);
});

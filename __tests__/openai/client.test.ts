import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { Credential } from '../../src/domain/credential.ts';
import { redact } from '../../src/domain/redact.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { createTransport } from '../../src/http/transport.ts';
import type { KeyClient } from '../../src/openai/client.ts';
import { UnknownOutcomeError } from '../../src/openai/unknown-outcome.ts';
import { adminKeysOver } from '../../testing/builders.ts';
import { actionError, failureOf, NOW } from '../../testing/fakes.ts';

const PATH = '/v1/organization/admin_api_keys';

let api: OpenAi;
let hidden: string[];
beforeEach(async () => {
  api = await startOpenAi();
  api.setClock(() => NOW * 1000);
  hidden = [];
});
afterEach(() => api.close());

/** A client of the emulator that waits for nothing longer than the test. */
function client({
  baseUrl = api.baseUrl,
  adminKey = api.adminKey,
  retryForMs = 0,
  readOnly = false,
} = {}) {
  let clock = 0;
  const deps = {
    httpClient: createHttpClient({}),
    now: () => clock,
    monotonic: () => clock,
    sleep: async (ms: number) => {
      clock += ms;
    },
    random: () => 0,
    cancelled: new AbortController().signal,
    info: () => undefined,
    debug: () => undefined,
  };
  return adminKeysOver(createTransport(deps, { timeoutMs: 30_000, retryForMs }), {
    baseUrl: new URL(baseUrl),
    adminApiKey: new Credential(adminKey),
    readOnly,
    monotonic: () => clock,
    mask: (value) => void hidden.push(value.reveal()),
    redact,
  });
}

const requests = () => api.log.map(({ method, path }) => `${method} ${path}`);
const made = () => api.keys.slice(1);

describe('the endpoints', () => {
  test('a key is made, with its value hidden', async () => {
    const { key, value } = await client().create({ name: 'ci/ü', lifetime: 60 });
    const [stored] = made();
    expect(key).toMatchObject({ id: stored?.id, name: 'ci/ü', expiresAt: NOW + 60 });
    expect(value.reveal()).toBe(stored?.value);
    expect(hidden).toEqual([stored?.value]);
    expect(key.raw).not.toHaveProperty('value');
    expect(requests()).toEqual([`POST ${PATH}`]);
    expect(JSON.parse(api.log[0]?.body ?? '')).toEqual({ name: 'ci/ü', expires_in_seconds: 60 });
    expect(api.log[0]?.headers).toMatchObject({
      authorization: `Bearer ${api.adminKey}`,
      'content-type': 'application/json',
    });
  });

  test('a key that lives for ever is asked for without a word about it', async () => {
    expect((await client().create({ name: 'x', lifetime: null })).key.expiresAt).toBeNull();
    expect(JSON.parse(api.log[0]?.body ?? '')).toEqual({ name: 'x' });
  });

  test('a page is listed, with the server’s time', async () => {
    const [first, second] = [api.seed({ name: 'one' }), api.seed({ name: 'two' })];
    const page = await client().listPage({ order: 'desc', limit: 1, after: second.id });
    expect(page).toMatchObject({ hasMore: true, serverTime: NOW * 1000 });
    expect(page.keys.map(({ id }) => id)).toEqual([first.id]);
    expect(requests()).toEqual([`GET ${PATH}?limit=1&order=desc&after=${second.id}`]);
    expect(api.log[0]?.headers).not.toHaveProperty('content-type');
  });

  test('a key is read', async () => {
    const { id } = api.seed({ name: 'one', expiresAt: NOW + 9 });
    const { key, serverTime } = await client().retrieve(id);
    expect(key).toMatchObject({ id, name: 'one', expiresAt: NOW + 9 });
    expect(serverTime).toBe(NOW * 1000);
    expect(requests()).toEqual([`GET ${PATH}/${id}`]);
  });

  test('a key is deleted, and one that is gone is gone', async () => {
    const { id } = api.seed();
    expect(await client().delete(id)).toBe('deleted');
    expect(await client().delete(id)).toBe('gone');
    expect(requests()).toEqual(Array(2).fill(`DELETE ${PATH}/${id}`));
  });

  test('a base-url with a slash at its end is the same', async () => {
    await client({ baseUrl: `${api.baseUrl}/` }).listPage({ order: 'asc', limit: 5 });
    expect(requests()).toEqual([`GET ${PATH}?limit=5&order=asc`]);
  });

  test('a client of a dry run reads and does not write', async () => {
    const keys = client({ readOnly: true });
    expect((await keys.listPage({ order: 'asc', limit: 1 })).keys).toHaveLength(1);
    await expect(keys.create({ name: 'x', lifetime: null })).rejects.toThrow('must not write');
    await expect((async () => keys.delete('key_a'))()).rejects.toThrow('must not write');
    expect(requests()).toHaveLength(1);
  });
});

describe('an answer about something else than was asked', () => {
  const replayed = { object: 'organization.admin_api_key', redacted_value: 'sk-admin...xyz' };
  const answer = (fields: object) => ({
    ...replayed,
    id: 'key_old',
    name: 'x',
    created_at: NOW,
    expires_at: null,
    value: 'sk-admin-replayed',
    ...fields,
  });

  test('is no answer to a retrieve', async () => {
    api.fault({ body: answer({ value: undefined }) });
    const error = await failureOf(() => client().retrieve('key_a'));
    expect(error).toMatchObject(actionError('unreadable'));
    expect(error.message).toContain('is about another key than was asked for');
  });

  test.each<[string, object, RegExp]>([
    ['another name', { name: 'y' }, /the key “y” instead of “x”/],
    [
      'another lifetime',
      { expires_at: NOW + 60 },
      /expires after 1 min, .* never expires\. Set `exp/,
    ],
    ['a key made long before', { created_at: NOW - 302 }, /repeats an older answer/],
    ['a key made long after', { created_at: NOW + 62 }, /repeats an older answer/],
  ])('is no answer to a create: %s', async (_, fields, message) => {
    api.fault({ body: answer(fields) });
    const error = await failureOf(() => client().create({ name: 'x', lifetime: null }));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ reported: { id: 'key_old', hasValue: true } });
    // Its value is hidden all the same.
    expect(new Set(hidden)).toEqual(new Set(['sk-admin-replayed']));
  });

  test.each([-300, 60])('a key made %d s from now by the server’s clock is', async (seconds) => {
    api.fault({ body: answer({ created_at: NOW + seconds }) });
    const { age } = await client().create({ name: 'x', lifetime: null });
    expect(age).toBe(-seconds * 1000);
  });
});

describe('refusals', () => {
  const calls: [string, (keys: KeyClient) => Promise<unknown>][] = [
    ['create', (keys) => keys.create({ name: 'x', lifetime: null })],
    ['listPage', (keys) => keys.listPage({ order: 'asc', limit: 1 })],
    ['retrieve', (keys) => keys.retrieve('key_a')],
    ['delete', (keys) => keys.delete('key_a')],
  ];

  test.each(calls)('%s with a dead key shows nothing of it', async (_, call) => {
    const adminKey = 'sk-admin-DeadDeadDeadDeadT3BlbkFJDeadDeadDead';
    const error = await failureOf(() => call(client({ adminKey })));
    expect(error).toMatchObject(actionError('unauthorized'));
    expect(error.message).not.toMatch(/Dead/);
    expect(error.message).toMatch(/\(401, request req_/);
  });

  test.each(calls)('%s with a base-url that ends too soon is told so', async (_, call) => {
    const error = await failureOf(() => call(client({ baseUrl: api.url })));
    expect(error).toMatchObject(actionError('rejected'));
    expect(error.message).toContain('Check the path of `base-url`');
  });

  test('an id that does not exist is told apart from that', async () => {
    const error = await failureOf(() => client().retrieve('key_a'));
    expect(error).toMatchObject(actionError('not-found'));
    expect(error.message).toMatch(/^No admin key has the id `key_a`/);
  });

  test.each(calls)('%s of something else than the API is unreadable', async (_, call) => {
    api.fault({ body: '<html>Welcome</html>' });
    const error = await failureOf(() => call(client()));
    expect(['unreadable', 'unknown-outcome']).toContain(error.code);
    expect(error.message).toMatch(/does not answer like the admin API when .* is not JSON/);
    expect(error.message).not.toContain('Welcome');
  });

  test('a delete that is not confirmed is not believed', async () => {
    api.fault({ body: { id: 'key_b', deleted: true } });
    expect(await failureOf(() => client().delete('key_a'))).toMatchObject(
      actionError('unreadable'),
    );
  });

  test('a bug comes through as it is', async () => {
    const bug = new TypeError('a bug');
    const keys = adminKeysOver(
      { send: () => Promise.reject(bug) },
      {
        baseUrl: new URL(api.baseUrl),
        adminApiKey: new Credential('x'),
        readOnly: false,
        monotonic: () => 0,
        mask: () => undefined,
        redact: (text) => text,
      },
    );
    for (const [, call] of calls) expect(await failureOf(() => call(keys))).toBe(bug);
  });
});

describe('retries', () => {
  const patient = { retryForMs: 300_000 };

  test('a read survives what passes', async () => {
    api.fault({ status: 503 });
    api.fault({ status: 429 });
    api.fault({ reset: 'before' });
    expect((await client(patient).listPage({ order: 'asc', limit: 1 })).keys).toHaveLength(1);
    expect(requests()).toHaveLength(4);
  });

  test('a delete whose answer was lost has happened', async () => {
    const { id } = api.seed();
    api.fault({ reset: 'after' });
    expect(await client(patient).delete(id)).toBe('gone');
    expect(requests()).toHaveLength(2);
  });

  test('a create is repeated after a rate limit and where nothing was reached', async () => {
    api.fault({ status: 429, times: 2 });
    await client(patient).create({ name: 'x', lifetime: null });
    expect(requests()).toHaveLength(3);
    expect(made()).toHaveLength(1);
    await api.close();
    const error = await failureOf(() => client(patient).create({ name: 'x', lifetime: null }));
    expect(error).toMatchObject(actionError('unreachable'));
    expect(error.message).toContain('Tried ');
  });
});

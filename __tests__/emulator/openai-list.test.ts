import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { call } from './client.ts';

const START = 1_700_000_000;

let openai: OpenAi;

/** Calls the list endpoint. */
function list(query: string) {
  const url = `${openai.baseUrl}/organization/admin_api_keys${query}`;
  return call('GET', url, { key: openai.adminKey });
}

const ids = async (query: string) => {
  const { json } = await list(query);
  return [json.data.map(({ id }: { id: string }) => id).join(), json.has_more];
};

beforeEach(async () => {
  openai = await startOpenAi();
  openai.revoke(openai.keys[0]?.id ?? '');
  // Two in the same second, and one that is stored last but was created first.
  openai.seed({ id: 'b', createdAt: START - 5, value: openai.adminKey });
  openai.seed({ id: 'c', createdAt: START - 5 });
  openai.seed({ id: 'd', createdAt: START - 1 });
  openai.seed({ id: 'a', createdAt: START - 9 });
});

afterEach(() => openai.close());

test.each([
  ['', 'a,b,c,d', false],
  ['?order=asc&limit=2', 'a,b', true],
  ['?after=b&limit=2', 'c,d', false],
  ['?after=d', '', false],
  ['?order=desc', 'd,c,b,a', false],
  ['?order=desc&limit=2', 'd,c', true],
  ['?order=desc&limit=2&after=c', 'b,a', false],
  ['?order=desc&after=a', '', false],
])('answers %j with %j', async (query, expected, hasMore) => {
  expect(await ids(query)).toEqual([expected, hasMore]);
});

test('names the first and the last id of the page', async () => {
  const { json } = await list('?limit=3');
  expect(json).toMatchObject({ object: 'list', first_id: 'a', last_id: 'c' });
  const { json: empty } = await list('?after=d');
  expect(empty).toMatchObject({ first_id: null, last_id: null });
});

test.each([
  ['limit=0', 'limit'],
  ['limit=-1', 'limit'],
  ['limit=ten', 'limit'],
  ['order=up', 'order'],
  ['after=key_none', 'after'],
])('refuses %s', async (query, param) => {
  const { status, json } = await list(`?${query}`);
  expect(status).toBe(400);
  expect(json.error).toMatchObject({ type: 'invalid_request_error', param });
});

test('follows keys that come and go between pages', async () => {
  expect(await ids('?limit=2')).toEqual(['a,b', true]);
  openai.revoke('c');
  openai.seed({ id: 'e' });
  expect(await ids('?limit=2&after=b')).toEqual(['d,e', false]);
  expect(openai.keys.map(({ id }) => id).join('')).toBe('abde');
});

test('takes 20 by default and lowers a larger limit to the maximum', async () => {
  for (let i = 0; i < 100; i += 1) openai.seed();
  expect((await list('')).json.data).toHaveLength(20);
  expect((await list('?limit=1000')).json.data).toHaveLength(100);
  await openai.close();
  openai = await startOpenAi({ maxPageSize: 3 });
  for (let i = 0; i < 3; i += 1) openai.seed();
  expect((await list('?limit=1000')).json).toMatchObject({ has_more: true });
});

test('pages through 10,000 keys', async () => {
  for (let i = 0; i < 10_000; i += 1) openai.seed();
  const seen = new Set<string>();
  let page: { data: { id: string }[]; has_more: boolean; last_id: string };
  let after = '';
  do {
    page = (await list(`?limit=100${after}`)).json;
    for (const { id } of page.data) seen.add(id);
    after = `&after=${page.last_id}`;
  } while (page.has_more);
  expect(seen.size).toBe(10_004);
});

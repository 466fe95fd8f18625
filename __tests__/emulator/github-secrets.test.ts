import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type App, type GitHub, startGitHub } from '../../emulator/github.ts';
import { call } from './client.ts';
import { put, request, seal } from './github-client.ts';

const START = 1_800_000_000;
const START_ISO = '2027-01-15T08:00:00Z';
const FOLDER = '/repos/octo/repo/actions/secrets';

let github: GitHub;
let nowMs: number;

beforeEach(async () => {
  nowMs = START * 1000 + 999;
  github = await startGitHub();
  github.setClock(() => nowMs);
  github.addRepository('octo/repo', { environments: ['production', 'eu/west #1'] });
  github.addOrganization('octo-org');
});
afterEach(() => github.close());

const get = (path: string) => request(github, 'GET', path);

test.each<[string, string, App, Record<string, unknown>]>([
  ['octo/repo', FOLDER, 'actions', {}],
  ['octo/repo', '/repos/octo/repo/dependabot/secrets', 'dependabot', {}],
  ['octo/repo', '/repos/octo/repo/codespaces/secrets', 'codespaces', {}],
  ['octo/repo#production', '/repos/octo/repo/environments/Production/secrets', 'actions', {}],
  ['octo/repo#eu/west #1', '/repos/octo/repo/environments/eu%2Fwest%20%231/secrets', 'actions', {}],
  ['org:octo-org', '/orgs/octo-org/actions/secrets', 'actions', { visibility: 'all' }],
  ['org:octo-org', '/orgs/octo-org/dependabot/secrets', 'dependabot', { visibility: 'all' }],
  ['org:octo-org', '/orgs/octo-org/codespaces/secrets', 'codespaces', { visibility: 'all' }],
])('keeps a secret of %s at %s for %s', async (place, folder, app, access) => {
  const path = `${folder}/New_Key`;
  expect((await get(path)).status).toBe(404);

  const created = await put(github, path, 'first ü', access);
  expect([created.status, created.json]).toEqual([201, {}]);
  const secret = { name: 'NEW_KEY', value: 'first ü', createdAt: START, updatedAt: START };
  expect(github.secret(place, 'new_key', app)).toEqual({ ...secret, ...access, writes: 1 });

  nowMs += 7_000;
  const updated = await put(github, path.toLowerCase(), 'second', access);
  expect([updated.status, updated.text]).toEqual([204, '']);
  expect(github.secret(place, 'NEW_KEY', app)).toMatchObject({ value: 'second', writes: 2 });
  expect((await get(path)).json).toEqual({
    name: 'NEW_KEY',
    created_at: START_ISO,
    updated_at: '2027-01-15T08:00:07Z',
    ...access,
  });

  expect((await request(github, 'DELETE', path)).status).toBe(204);
  expect((await request(github, 'DELETE', path)).status).toBe(404);
  expect(github.secret(place, 'NEW_KEY', app)).toBeUndefined();
});

test('has a key pair of its own for each place and app', async () => {
  const paths = [
    FOLDER,
    '/repos/octo/repo/dependabot/secrets',
    '/repos/octo/repo/environments/production/secrets',
    '/orgs/octo-org/actions/secrets',
  ];
  const keys = [];
  for (const path of paths) {
    const { json } = await get(`${path}/public-key`);
    expect(json).toEqual({ key_id: expect.stringMatching(/^\d+$/), key: expect.any(String) });
    expect(Buffer.from(json.key, 'base64')).toHaveLength(32);
    expect((await get(`${path}/public-key`)).json).toEqual(json);
    keys.push(json);
  }
  expect(new Set(keys.map(({ key }) => key)).size).toBe(paths.length);

  const [repository, , environment] = keys;
  const body = { encrypted_value: seal('v', repository.key), key_id: environment.key_id };
  const { status } = await request(github, 'PUT', `${paths[2]}/A`, { body });
  expect(status).toBe(422);
});

describe('a write is refused', () => {
  const box = 'c2VjcmV0';
  test.each([
    ['{', 400, 'Problems parsing JSON'],
    ['[]', 400, 'Body should be a JSON object'],
    [{ key_id: '1' }, 422, 'Invalid request.\n\n"encrypted_value" wasn\'t supplied.'],
    [{ encrypted_value: box }, 422, 'Invalid request.\n\n"key_id" wasn\'t supplied.'],
    [
      { encrypted_value: box, key_id: 1 },
      422,
      "Invalid request.\n\nFor 'properties/key_id', 1 is not a string.",
    ],
    [
      { encrypted_value: 'no_box', key_id: '1' },
      422,
      /^Invalid request\.\n\nno_box does not match/,
    ],
    [{ encrypted_value: '', key_id: '1' }, 422, /^Invalid request\.\n\n does not match/],
    [{ encrypted_value: box, key_id: '1' }, 422, /^Bad request - key_id/],
  ])('for the body %j', async (body, status, message) => {
    const answer = await request(github, 'PUT', `${FOLDER}/A`, { body });
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({
      message: expect.stringMatching(message),
      documentation_url:
        'https://docs.github.com/rest/actions/secrets#create-or-update-a-repository-secret',
      status: String(status),
    });
    expect(github.secret('octo/repo', 'A')).toBeUndefined();
  });

  test.each([
    'GITHUB_TOKEN',
    'github_a',
    '1A',
    'A-B',
    'A%20B',
    'Ä',
  ])('for the name %s', async (name) => {
    const { status, json } = await put(github, `${FOLDER}/${encodeURI(decodeURI(name))}`, 'v');
    expect(status).toBe(422);
    expect(json.message).toMatch(/^Secret names /);
  });

  test('for a box that is none, and leaves the secret as it was', async () => {
    github.seedSecret('octo/repo', 'A', { value: 'old' });
    const { status, json } = await put(github, `${FOLDER}/A`, 'v', { encrypted_value: box });
    expect(status).toBe(422);
    expect(json.message).toContain('improperly encrypted secret');
    expect(github.secret('octo/repo', 'A')).toMatchObject({ value: 'old', writes: 0 });
  });

  test('for a value over 48 KB', async () => {
    expect((await put(github, `${FOLDER}/A`, 'v'.repeat(49_152))).status).toBe(201);
    expect((await put(github, `${FOLDER}/A`, 'v'.repeat(49_153))).status).toBe(422);
  });
});

describe('another public key', () => {
  test('is served, and what is sealed for it is refused', async () => {
    const before = (await get(`${FOLDER}/public-key`)).json;
    const foreign = (await get('/orgs/octo-org/actions/secrets/public-key')).json;
    github.setPublicKey('octo/repo', { key: foreign.key });
    expect((await get(`${FOLDER}/public-key`)).json).toEqual({ ...before, key: foreign.key });
    expect((await put(github, `${FOLDER}/A`, 'v')).status).toBe(422);
  });

  test('makes the former id invalid', async () => {
    const { key, key_id } = (await get(`${FOLDER}/public-key`)).json;
    github.setPublicKey('octo/repo', { key_id: '7', key });
    expect((await put(github, `${FOLDER}/A`, 'v', { key_id })).status).toBe(422);
    expect((await put(github, `${FOLDER}/A`, 'v')).status).toBe(201);
  });

  test('may be anything', async () => {
    github.setPublicKey('org:octo-org', { key: 'broken' }, 'dependabot');
    const { json } = await get('/orgs/octo-org/dependabot/secrets/public-key');
    expect(json.key).toBe('broken');
  });
});

test('seeds with defaults and lists names and times, but no values', async () => {
  github.seedSecret('octo/repo', 'a', { value: 'v1', createdAt: 5 });
  github.seedSecret('octo/repo#production', 'B', { value: 'v2', updatedAt: 6 });
  github.seedSecret('org:octo-org', 'C', { value: 'v3' }, 'codespaces');
  const { json, text } = await call('GET', `${github.url}/_emulator/secrets`);
  const at = (createdAt: number, updatedAt: number) => ({ createdAt, updatedAt, writes: 0 });
  expect(json).toEqual([
    { place: 'octo/repo', app: 'actions', name: 'A', ...at(5, 5) },
    { place: 'octo/repo#production', app: 'actions', name: 'B', ...at(START, 6) },
    {
      place: 'org:octo-org',
      app: 'codespaces',
      name: 'C',
      visibility: 'private',
      ...at(START, START),
    },
  ]);
  expect(text).not.toMatch(/v[123]/);
  expect(github.log).toEqual([]);
  expect(github.now()).toBe(START);
});

test.each<[string, App]>([
  ['octo/none', 'actions'],
  ['octo/repo#none', 'actions'],
  ['octo/repo#production', 'dependabot'],
  ['org:none', 'actions'],
])('knows no place %s of %s', (place, app) => {
  expect(() => github.secret(place, 'A', app)).toThrow(
    `There is no place ${place} for secrets of ${app}.`,
  );
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitHub, startGitHub, type TokenOptions } from '../../emulator/github.ts';
import { call } from './client.ts';
import { request } from './github-client.ts';

const START = 1_800_000_000;
const REPOSITORY = '/repos/octo/repo';
const SECRET = `${REPOSITORY}/actions/secrets/A`;

let github: GitHub;
let nowMs: number;

beforeEach(async () => {
  nowMs = START * 1000 + 999;
  github = await startGitHub();
  github.setClock(() => nowMs);
  github.addRepository('octo/repo', { environments: ['production'] });
  github.addOrganization('octo-org');
});
afterEach(() => github.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  request(github, 'GET', path, { headers });

/** Calls as a token that is made for it. */
function as(options: TokenOptions, method: string, path: string) {
  return request(github, method, path, {
    key: github.addToken(options),
    ...(method === 'PUT' && { body: {} }),
  });
}

describe('authentication', () => {
  test.each(['Bearer', 'bearer', 'token'])('takes a token after %s', async (scheme) => {
    const headers = { 'user-agent': 'test', authorization: `${scheme} ${github.token}` };
    expect((await call('GET', github.apiUrl + REPOSITORY, { headers })).status).toBe(200);
  });

  test.each([
    [{}, 'Requires authentication'],
    [{ authorization: 'Bearer ghp_unknown' }, 'Bad credentials'],
    [{ authorization: 'Basic b2N0bzpjYXQ=' }, 'Bad credentials'],
  ])('refuses %j', async (headers, message) => {
    const answer = await call('GET', github.apiUrl + SECRET, {
      headers: { 'user-agent': 'test', ...headers },
    });
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({
      message,
      documentation_url: 'https://docs.github.com/rest',
      status: '401',
    });
  });

  test('refuses a request without a User-Agent', async () => {
    const answer = await call('GET', github.apiUrl + REPOSITORY, { key: github.token });
    expect(answer.status).toBe(403);
    expect(answer.text).toMatch(/^Request forbidden by administrative rules\./);
  });

  test.each([
    ['fine-grained', /^github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}$/],
    ['classic', /^ghp_[A-Za-z0-9]{36}$/],
    ['app', /^ghs_[A-Za-z0-9]{36}$/],
    ['github-token', /^ghs_[A-Za-z0-9]{36}$/],
  ] as const)('makes a value for a token of the kind %s', (kind, form) => {
    expect(github.addToken({ kind })).toMatch(form);
  });

  test('replaces a token', async () => {
    const answer = await as({ token: github.token, repositories: [] }, 'GET', REPOSITORY);
    expect(answer.status).toBe(404);
  });
});

describe('what a token sees', () => {
  test.each([
    [{}, 200, 403],
    [{ repositories: ['Octo/Repo'], organizations: ['Octo-Org'] }, 200, 403],
    [{ repositories: ['octo/other'], organizations: [] }, 404, 404],
  ])('with %j', async (options, repository, organization) => {
    const token = { ...options, permissions: { metadata: 'read' } as const };
    expect((await as(token, 'GET', REPOSITORY)).status).toBe(repository);
    const answer = await as(token, 'GET', '/orgs/octo-org/actions/secrets/A');
    expect(answer.status).toBe(organization);
  });

  test.each([
    '/repos/octo/none',
    '/repos/octo/none/actions/secrets/public-key',
    '/repos/octo',
    '/repos/octo/repo/',
    '/repos/octo/repo/pages/secrets/A',
    '/repos/octo/repo/actions/secrets',
    '/repos/octo/repo/actions/secrets/A/repositories',
    '/repos/octo/repo/environments/none/secrets/public-key',
    '/repos/octo/repo/environments/%zz/secrets/A',
    '/repositories/1',
    '/orgs/octo-org',
    '/orgs/none/actions/secrets/public-key',
    '/orgs/octo-org/environments/production/secrets/public-key',
    '/user',
  ])('finds nothing at %s', async (path) => {
    github.seedSecret('octo/repo', 'A', { value: 'v' });
    const { status, json } = await get(path);
    expect(status).toBe(404);
    expect(json).toMatchObject({ message: 'Not Found', status: '404' });
  });

  test.each([
    ['PUT', REPOSITORY],
    ['PUT', '/repos/octo/repo/actions/secrets/public-key'],
    ['POST', SECRET],
    ['PUT', '/orgs/octo-org/actions/secrets/A/repositories'],
  ])('finds nothing with %s at %s', async (method, path) => {
    expect((await request(github, method, path, { body: {} })).status).toBe(404);
  });
});

describe('repositories', () => {
  test('are described under any case of their name and by their id', async () => {
    const { id } = github.addRepository('Octo/Second');
    const { status, json } = await get('/repos/octo/second');
    expect(status).toBe(200);
    expect(json).toMatchObject({ id, full_name: 'Octo/Second', owner: { login: 'Octo' } });
    expect((await get(`/repositories/${id}`)).json).toEqual(json);
  });

  test('redirect from a former name, on every path beneath and with the query', async () => {
    const { id } = github.addRepository('octo/old', { renamedTo: 'octo/repo' });
    github.seedSecret('octo/old', 'A', { value: 'v' });
    for (const rest of ['', '/actions/secrets/A?b=c', '/environments/a%2Fb/secrets/A', '/none']) {
      const { status, headers, json } = await get(`/repos/Octo/Old${rest}`);
      const location = `${github.apiUrl}/repositories/${id}${rest}`;
      expect([status, headers.location]).toEqual([301, location]);
      expect(json).toMatchObject({ message: 'Moved Permanently', url: location });
    }
    expect((await get(`/repositories/${id}/actions/secrets/A`)).json.name).toBe('A');
    const kept = await request(github, 'DELETE', '/repos/octo/old/actions/secrets/A');
    expect(kept.status).toBe(307);
    expect(github.secret('octo/repo', 'A')).toBeDefined();
  });

  test('redirect nobody who does not see them', async () => {
    github.addRepository('octo/old', { renamedTo: 'octo/new' });
    expect((await as({ repositories: [] }, 'GET', '/repos/octo/old')).status).toBe(404);
    expect((await as({ repositories: ['octo/new'] }, 'GET', '/repos/octo/old')).status).toBe(301);
  });

  test('and organizations cannot be added twice', () => {
    expect(() => github.addRepository('Octo/Repo')).toThrow('There is already Octo/Repo.');
    expect(() => github.addOrganization('Octo-Org')).toThrow('There is already Octo-Org.');
  });
});

test('dates answers, gives each an id and counts them', async () => {
  const first = await get(REPOSITORY);
  expect(first.headers).toMatchObject({
    date: new Date(START * 1000).toUTCString(),
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-used': '1',
    'x-ratelimit-reset': String(START + 3_600),
    'x-ratelimit-resource': 'core',
  });
  expect(first.headers).not.toHaveProperty('x-request-id');
  github.fault({ status: 403, headers: { 'x-ratelimit-remaining': '0' } });
  const second = await get(REPOSITORY);
  expect(second.headers).toMatchObject({ 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '2' });
  const ids = [first, second].map(({ headers }) => headers['x-github-request-id']);
  expect(ids[0]).toMatch(/^[0-9A-F]{4}(:[0-9A-F]{6,8}){4}$/);
  expect(ids[1]).not.toBe(ids[0]);
  nowMs += 3_600_000;
  expect((await get(REPOSITORY)).headers['x-ratelimit-used']).toBe('1');
});

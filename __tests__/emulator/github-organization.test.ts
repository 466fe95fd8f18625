import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitHub, startGitHub } from '../../emulator/github.ts';
import { put, request } from './github-client.ts';

const PATH = '/orgs/octo-org/actions/secrets/A';
const DEPENDABOT_PATH = '/orgs/octo-org/dependabot/secrets/A';

let github: GitHub;

beforeEach(async () => {
  github = await startGitHub();
  github.addOrganization('octo-org');
});
afterEach(() => github.close());

const get = (path: string) => request(github, 'GET', path);
const secret = () => github.secret('org:octo-org', 'A');

describe('visibility', () => {
  test.each([
    [{}, '"visibility" wasn\'t supplied.'],
    [{ visibility: 'public' }, 'public is not a member of ["all","private","selected"].'],
    [{ visibility: 'selected', selected_repository_ids: 7 }, '7 is not an array.'],
    [{ visibility: 'selected', selected_repository_ids: null }, 'null is not an array.'],
    [
      { visibility: 'selected', selected_repository_ids: ['7'] },
      `For 'items', "7" is not an integer.`,
    ],
    [{ visibility: 'private', selected_repository_ids: [7] }, '"visibility" is private.'],
  ])('is refused as %j', async (access, problem) => {
    github.seedSecret('org:octo-org', 'A', { value: 'old', visibility: 'all' });
    const { status, json } = await put(github, PATH, 'v', access);
    expect(status).toBe(422);
    expect(json.message).toMatch(/^Invalid request\.\n\n/);
    expect(json.message).toContain(problem);
    expect(json.documentation_url).toMatch(/#create-or-update-an-organization-secret$/);
    expect(secret()).toMatchObject({ value: 'old', visibility: 'all' });
  });

  test('is what the last write says, with exactly its repositories', async () => {
    const selected = (ids: number[]) => ({ visibility: 'selected', selected_repository_ids: ids });
    await put(github, PATH, 'v', selected([3, 1]));
    expect(secret()).toMatchObject({ visibility: 'selected', selectedRepositoryIds: [3, 1] });
    expect((await get(PATH)).json).toMatchObject({
      visibility: 'selected',
      selected_repositories_url: `${github.apiUrl}${PATH}/repositories`,
    });
    await put(github, PATH, 'v', selected([2]));
    expect(secret()?.selectedRepositoryIds).toEqual([2]);
    await put(github, PATH, 'v', { visibility: 'selected' });
    expect(secret()?.selectedRepositoryIds).toEqual([]);
    await put(github, PATH, 'v', { visibility: 'private' });
    expect(secret()).toMatchObject({ visibility: 'private' });
    expect(secret()).not.toHaveProperty('selectedRepositoryIds');
    expect((await get(PATH)).json).not.toHaveProperty('selected_repositories_url');
  });

  test('of Dependabot takes its repositories as strings only', async () => {
    const write = (ids: unknown[]) =>
      put(github, DEPENDABOT_PATH, 'v', { visibility: 'selected', selected_repository_ids: ids });
    const { status, json } = await write(['1', 7]);
    expect(status).toBe(422);
    expect(json.message).toContain(
      'Invalid property /selected_repository_ids/1: `7` is not of type `string`.',
    );
    expect((await write(['1', '7'])).status).toBe(201);
    const stored = github.secret('org:octo-org', 'A', 'dependabot');
    expect(stored?.selectedRepositoryIds).toEqual([1, 7]);
  });
});

describe('selected repositories', () => {
  const list = (query = '') => get(`${PATH}/repositories${query}`);

  /** A secret for this many repositories. */
  function seed(count: number): number[] {
    const ids = Array.from({ length: count }, (_, at) => github.addRepository(`octo/r${at}`).id);
    github.seedSecret('org:octo-org', 'A', { value: 'v', selectedRepositoryIds: ids });
    return ids;
  }

  test('are listed in pages, with links', async () => {
    const [first, second, third] = seed(3);
    const link = (page: number, relation: string) =>
      `<${github.apiUrl}${PATH}/repositories?per_page=1&page=${page}>; rel="${relation}"`;
    const middle = await list('?per_page=1&page=2');
    expect(middle.json).toEqual({
      total_count: 3,
      repositories: [expect.objectContaining({ id: second, full_name: 'octo/r1' })],
    });
    expect(middle.headers.link).toBe(
      [link(1, 'prev'), link(3, 'next'), link(3, 'last'), link(1, 'first')].join(', '),
    );
    const start = await list('?per_page=1');
    expect(start.json.repositories[0].id).toBe(first);
    expect(start.headers.link).toBe([link(2, 'next'), link(3, 'last')].join(', '));
    const end = await list('?per_page=1&page=3');
    expect(end.json.repositories[0].id).toBe(third);
    expect(end.headers.link).toBe([link(2, 'prev'), link(1, 'first')].join(', '));
    expect((await list('?per_page=3')).headers).not.toHaveProperty('link');
  });

  test.each([
    ['', 30],
    ['?per_page=x&page=-1', 30],
    ['?per_page=100', 100],
    ['?per_page=101', 100],
    ['?per_page=100&page=2', 5],
    ['?per_page=100&page=3', 0],
  ])('come with %j as a page of %i', async (query, count) => {
    seed(105);
    const { json } = await list(query);
    expect(json.total_count).toBe(105);
    expect(json.repositories).toHaveLength(count);
  });

  test('of no secret are not found, and there are none with another visibility', async () => {
    expect((await list()).status).toBe(404);
    github.seedSecret('org:octo-org', 'A', { value: 'v' });
    expect((await list()).json).toEqual({ total_count: 0, repositories: [] });
  });
});

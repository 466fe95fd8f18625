import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, OpenAiOptions } from '../../emulator/openai.ts';
import { errorsOf, requestsOf, runStep } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/*
 * Several projects in one listing or under one verdict: how many keys of which, in which order, and what
 * becomes of it where one is archived meanwhile or cannot be read.
 */

const PROJECTS = ['proj_a', 'proj_b', 'proj_c', 'proj_d', 'proj_e'];
const BOTH = ['list', 'verify'] as const;

let api: OpenAi;
/** Five projects, of which the first has one key, the second two, and so on. */
async function begin(options: OpenAiOptions = {}): Promise<void> {
  await api?.close();
  api = await startOpenAi({ listOrder: 'oldest-first', ...options });
  for (const [index, id] of PROJECTS.entries()) {
    api.seedProject({ id, name: `Team ${id}` });
    for (let key = 0; key <= index; key++) api.seedProjectKey({ projectId: id });
  }
}
beforeEach(() => begin());
afterEach(() => api.close());
afterAll(cleanUp);

const run = (operation: string, inputs: Record<string, string> = {}) =>
  runStep(api, { operation, 'project-id': 'none, all', ...inputs });
const idsOf = ({ outputs }: StepResult) => (outputs.ids ?? '').split('\n').filter(Boolean);
const tally = (places: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
};
/** How many keys of each project were told; `none` stands for admin keys. */
const countsOf = (result: StepResult) =>
  tally(idsOf(result).map((id) => (id.includes('/') ? (id.split('/')[0] ?? '') : 'none')));
const projectIn = (path: string) => /\/(proj_\w)\/api_keys/.exec(path)?.[1];
/** How many requests there were for each project, and for each other list. */
const readings = () =>
  tally(api.log.map(({ path }) => projectIn(path) ?? path.split('?')[0] ?? ''));
const LISTED = tally(['/v1/organization/admin_api_keys', ...PROJECTS]);
const PROJECT_LIST = '/v1/organization/projects';
/** Archives projects, by the one whose listing comes then. */
const archiveAt = (archivings: Record<string, string[]>) => {
  api.hooks.before = ({ path }) => {
    const ids = archivings[projectIn(path) ?? ''] ?? [];
    for (const project of api.projects) {
      if (ids.includes(project.id)) project.archivedAt = api.now();
    }
  };
};

describe.each(BOTH)('%s', (operation) => {
  test('takes every key of each project, with one request for each', async () => {
    const result = await run(operation);
    expect(errorsOf(result)).toEqual([]);
    expect(countsOf(result)).toEqual({
      none: 1,
      proj_a: 1,
      proj_b: 2,
      proj_c: 3,
      proj_d: 4,
      proj_e: 5,
    });
    expect(readings()).toEqual({ ...LISTED, [PROJECT_LIST]: 1 });
  });

  test.each([
    ['proj_b', 'proj_d'],
    ['proj_d', 'proj_b'],
  ])('leaves out %s, which was archived, and fails for %s, which cannot be read', async (archived, denied) => {
    archiveAt({ [archived]: [archived] });
    api.fault({ path: new RegExp(`${denied}/`), status: 403, body: { error: 'No.' } });
    const result = await run(operation);
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([expect.stringContaining(`\`${denied}\``)]);
    expect(errorsOf(result)[0]).not.toContain(archived);
    expect(countsOf(result)).toEqual({ none: 1, proj_a: 1, proj_c: 3, proj_e: 5 });
    for (const text of [result.log, result.summary]) {
      expect(text).toMatch(new RegExp(`Left out, since archived meanwhile: .*${archived}.*Team`));
    }
    if (operation === 'verify') {
      expect(result.outputs).toMatchObject({ compliant: '', count: '10' });
      expect(result.summary).toContain('No verdict on');
    }
    // Whether the one is archived, the list of projects tells once more.
    expect(readings()).toEqual({ ...LISTED, [PROJECT_LIST]: 2 });
  });

  test.each<[string, Record<string, string[]>, number]>([
    [
      'one after the other: the list of projects is read again for each',
      { proj_b: ['proj_b'], proj_d: ['proj_d'] },
      3,
    ],
    ['at once: one more reading tells of both', { proj_b: ['proj_b', 'proj_d'] }, 2],
  ])('leaves out two projects that are archived %s', async (_, archivings, lists) => {
    for (const archivedStatus of [400, 403, 404] as const) {
      await begin({ archivedStatus });
      archiveAt(archivings);
      const result = await run(operation);
      expect(errorsOf(result)).toEqual([]);
      expect(countsOf(result)).toEqual({ none: 1, proj_a: 1, proj_c: 3, proj_e: 5 });
      for (const text of [result.log, result.summary]) {
        expect(text).toMatch(/Left out, since archived meanwhile: .*proj_b.*, .*proj_d.*\.\n/);
      }
      if (operation === 'verify') expect(result.outputs.compliant).toBe('true');
      expect(readings()).toEqual({ ...LISTED, [PROJECT_LIST]: lists });
    }
  });
});

describe('what comes from several projects', () => {
  const KEYS = [
    ['key_3', 'proj_b', 3],
    ['key_1', 'proj_c', 2],
    ['key_5', null, 2],
    ['key_2', 'proj_a', 2],
    ['key_9', 'proj_a', 2],
    ['key_4', 'proj_c', 1],
  ] as const;
  /** Oldest first, and what was made in one second by its id, in the long form. */
  const SORTED = [
    'proj_b/key_3',
    ...['key_5', 'proj_a/key_2', 'proj_a/key_9', 'proj_c/key_1'],
    'proj_c/key_4',
  ];
  const list = (inputs: Record<string, string>) =>
    run('list', { 'project-id': 'proj_c, proj_a, none, proj_b', name: 'sorted', ...inputs });
  beforeEach(() => {
    for (const [id, projectId, days] of KEYS) {
      const createdAt = api.now() - days * 86_400;
      const key = { id, createdAt, name: 'sorted' };
      if (projectId === null) api.seed(key);
      else api.seedProjectKey({ ...key, projectId });
    }
  });

  test.each([
    '1',
    '2',
    '4',
    '9',
  ])('is sorted together by age and id before `limit: %s` cuts it', async (limit) => {
    const count = Number(limit);
    expect(idsOf(await list({ limit }))).toEqual(SORTED.slice(0, count));
    const newest = await list({ limit, order: 'desc' });
    expect(idsOf(newest)).toEqual(SORTED.toReversed().slice(0, count));
    expect(newest.outputs.count).toBe(String(Math.min(count, SORTED.length)));
    // All pages are read, whatever the limit: their order means nothing.
    expect(requestsOf(api).every((one) => one.includes('?limit=100&'))).toBe(true);
  });

  test('has its project in each row of a CSV file', async () => {
    const result = await list({ 'project-id': 'none, all', name: '*', 'keys-file': 'keys.csv' });
    const text = readFileSync(join(result.workspace, 'keys.csv'), 'utf8');
    const [head = '', ...rows] = text.trimEnd().split('\n');
    expect(head).toMatch(/^id,.*,project_id$/);
    const told = rows.map((row) => [row.split(',')[0], row.split(',').at(-1)]);
    const expected = [
      ...api.keys.map(({ id }) => [id, '']),
      ...api.projectKeys.map(({ id, projectId }) => [`${projectId}/${id}`, projectId]),
    ];
    expect(told.toSorted()).toEqual(expected.toSorted());
  });
});

describe.each(BOTH)('%s with `service-account-id`', (operation) => {
  test('takes the keys of that account alone, from every page', async () => {
    for (const id of ['svc_own', 'svc_other']) api.seedServiceAccount({ id, projectId: 'proj_c' });
    for (let index = 0; index < 120; index++) {
      api.seedProjectKey({ projectId: 'proj_c', owner: 'svc_other', name: `theirs ${index}` });
    }
    const own = ['a', 'b', 'c'].map((name) =>
      api.seedProjectKey({ projectId: 'proj_c', owner: 'svc_own', name }),
    );
    const inputs = { 'project-id': 'proj_c', 'service-account-id': 'svc_own' };
    const result = await run(operation, inputs);
    expect(errorsOf(result)).toEqual([]);
    expect(idsOf(result).toSorted()).toEqual(own.map(({ id }) => `proj_c/${id}`).toSorted());
    expect(readings()).toEqual({ proj_c: 2 });
    const named = await run(operation, { ...inputs, name: 'b' });
    expect(idsOf(named)).toEqual([`proj_c/${own[1]?.id}`]);
  });
});

test('an account that has no key is named, with its project, where there is nothing to judge', async () => {
  const inputs = { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_typo' };
  const result = await run('verify', inputs);
  expect(result.exitCode).toBe(1);
  expect(errorsOf(result)).toEqual([
    expect.stringMatching(/nothing to judge.* Check `service-account-id` and `project-id`/),
  ]);
});

import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, OpenAiOptions } from '../../emulator/openai.ts';
import { type Keys, PROJECT, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, requestsOf, runStep, warningsOf } from '../../testing/openai-step.ts';
import { DAY, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/* Keys of several places under one verdict: admin keys, and those of every project. */

let api: OpenAi;
let keys: Keys;
async function begin(options: OpenAiOptions = {}): Promise<void> {
  await api?.close();
  api = await startOpenAi(options);
  keys = setUpKind(api, 'service account key');
}
beforeEach(() => begin());
afterEach(() => api.close());
afterAll(cleanUp);

const EVERYWHERE = { operation: 'verify', 'project-id': 'none, all' };
const verify = (inputs: Record<string, string> = {}) => runStep(api, { ...EVERYWHERE, ...inputs });
const idsOf = ({ outputs }: StepResult) => (outputs.ids ?? '').split('\n').filter(Boolean);
const rulesOf = ({ outputs }: StepResult) =>
  JSON.parse(outputs.violations || '[]').map((one: { rule: string; id: string }) => one.rule);
const project = (id: string) => api.projects.find((one) => one.id === id);

describe('`none, all`', () => {
  test('is every admin key and every key of an active project, once, oldest first', async () => {
    const archived = api.seedProject({ id: 'proj_past', archivedAt: api.now() });
    const gone = api.seedProjectKey({ projectId: archived.id });
    const own = keys.seed({ name: 'new', createdAt: api.now() + 1 });
    const result = await verify();
    expect(errorsOf(result)).toEqual([]);
    const expected = [
      ...api.keys.map(({ id }) => id),
      ...api.projectKeys.filter((key) => key !== gone).map((key) => `${key.projectId}/${key.id}`),
    ];
    expect(new Set(idsOf(result))).toEqual(new Set(expected));
    expect(idsOf(result)).toHaveLength(expected.length);
    expect(idsOf(result).at(-1)).toBe(keys.idOf(own));
    const made = JSON.parse(result.outputs.keys ?? '').map(
      (key: { created_at: number }) => key.created_at,
    );
    expect(made).toEqual(made.toSorted((a: number, b: number) => a - b));
    expect(result.log).toContain('API keys of 2 projects and the organization checked');
  });

  test('counts a project’s key once that the list of admin keys shows too', async () => {
    await begin({ listProjectKeysAsAdminKeys: true });
    const result = await verify();
    expect(errorsOf(result)).toEqual([]);
    expect(idsOf(result)).toHaveLength(api.keys.length + api.projectKeys.length);
    const long = api.projectKeys.map((key) => `${key.projectId}/${key.id}`);
    expect(
      idsOf(result)
        .filter((id) => id.includes('/'))
        .toSorted(),
    ).toEqual(long.toSorted());
  });
});

describe('a project that cannot be read', () => {
  const denied = { status: 403, body: { error: 'No.' }, times: Number.POSITIVE_INFINITY };

  test('leaves the others read: what was found is told, without a verdict, and it is named', async () => {
    const old = keys.seed({ name: 'old', createdAt: api.now() - 100 * DAY });
    api.fault({ path: /proj_other\/api_keys/, ...denied });
    const result = await verify({ 'max-age': '90d', 'on-violation': 'warn' });
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toHaveLength(1);
    expect(errorsOf(result)[0]).toContain('`proj_other`');
    expect(result.outputs.compliant).toBe('');
    expect(rulesOf(result)).toEqual(['max-age']);
    expect(result.outputs['violation-ids']).toBe(keys.idOf(old));
    expect(idsOf(result).some((id) => id.startsWith('proj_other/'))).toBe(false);
    expect(idsOf(result)).toHaveLength(api.keys.length + 3);
    expect(result.summary).toContain('No verdict on');
  });

  test('of a listing fails the step, which tells the others', async () => {
    api.fault({ path: /proj_other\/api_keys/, ...denied });
    const result = await runStep(api, { operation: 'list', 'project-id': 'all' });
    expect(errorsOf(result)).toEqual([expect.stringContaining('`proj_other`')]);
    expect(idsOf(result)).toHaveLength(2);
  });

  test('does not count the ids in it as missing', async () => {
    api.fault({ path: /proj_other\/api_keys/, ...denied });
    const own = keys.seed({ name: 'ci' });
    const ids = { 'key-id': `proj_other/key_x, ${keys.idOf(own)}` };
    const result = await runStep(api, { operation: 'verify', ...ids });
    expect([result.outputs.compliant, rulesOf(result)]).toEqual(['', []]);
    expect(idsOf(result)).toEqual([keys.idOf(own)]);
  });

  test('is the last one asked for where the admin key is refused', async () => {
    const body = { error: { message: 'Incorrect API key', code: 'invalid_api_key' } };
    api.fault({ path: /\/api_keys\?/, status: 401, body });
    const result = await verify();
    expect(errorsOf(result)).toHaveLength(1);
    // The admin keys, the list of projects, and the first of the two.
    expect(api.log).toHaveLength(3);
  });

  test('alone ends the step', async () => {
    const result = await runStep(api, { operation: 'verify', 'project-id': 'proj_nope' });
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(/^This organization has no project `proj_nope`/),
    ]);
    expect(result.outputs).toEqual({});
  });
});

describe('a project that is archived in between', () => {
  const archiveAtListing = () => {
    api.hooks.before = ({ path }) => {
      const archived = project('proj_other');
      if (path.includes('/proj_other/api_keys') && archived) archived.archivedAt = api.now();
    };
  };

  test.each([400, 403, 404] as const)('and answers %i is left out, and named', async (status) => {
    await begin({ archivedStatus: status });
    archiveAtListing();
    const result = await verify();
    expect(errorsOf(result)).toEqual([]);
    expect(result.outputs.compliant).toBe('true');
    expect(idsOf(result).some((id) => id.startsWith('proj_other/'))).toBe(false);
    for (const text of [result.log, result.summary]) {
      expect(text).toMatch(/Left out, since archived meanwhile: .*proj_other.*Other/);
    }
    // The list of projects is read once more.
    const lists = requestsOf(api).filter((one) => one.includes('/organization/projects?'));
    expect(lists).toHaveLength(2);
  });

  test('is not left out where it still is active', async () => {
    const body = { error: { message: 'No such project: proj_other', code: 'not_found' } };
    api.fault({ path: /proj_other\/api_keys/, status: 404, body });
    const result = await verify();
    expect(errorsOf(result)).toEqual([expect.stringContaining('`proj_other`')]);
    expect(result.outputs.compliant).toBe('');
  });

  test('is not left out where it was asked for by its id', async () => {
    await begin({ archivedStatus: 404 });
    archiveAtListing();
    const result = await verify({ 'project-id': `${PROJECT}, proj_other` });
    expect(errorsOf(result)).toEqual([expect.stringContaining('`proj_other`')]);
    expect(result.outputs.compliant).toBe('');
  });
});

describe('a project’s key in the list of admin keys', () => {
  const options = { listProjectKeysAsAdminKeys: true };

  test('is held against a policy, and not offered for deletion', async () => {
    await begin(options);
    const old = keys.seed({ name: 'old', createdAt: api.now() - 100 * DAY });
    const result = await verify({ 'project-id': 'none', 'max-age': '90d' });
    expect(rulesOf(result)).toEqual(['max-age']);
    expect(result.outputs.ids).toContain(old.id);
    expect(result.outputs['violation-ids']).toBe('');
  });

  test.each([
    'admin key',
    'service account key',
  ] as const)('is no part of a rotation: %s', async (kind) => {
    const night = await setNight({ kind, api: options });
    const main = await night.run();
    expect([errorsOf(main), warningsOf(main)]).toEqual([[], []]);
    expect(main.outputs['deleted-ids']).toBe(night.keys.idOf(night.old));
    night.advance(DAY);
    expect((await night.run()).outputs.rotated).toBe('false');
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });

  test('made a moment ago under the same name, is not another run’s', async () => {
    const night = await setNight({ api: options });
    night.openai.seedProjectKey({ projectId: PROJECT, name: 'ci' });
    expect(errorsOf(await night.run())).toEqual([]);
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

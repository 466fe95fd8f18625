import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { OpenAi } from '../../emulator/openai.ts';
import { type Keys, PROJECT, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, requestsOf, runStep, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/* Ids of keys in both forms, and what is not there. */

const ADMIN_KEYS = '/v1/organization/admin_api_keys';
const PROJECTS = '/v1/organization/projects';
const KEYS = `${PROJECTS}/${PROJECT}/api_keys`;
const DEAD_KEY = { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } };

let api: OpenAi;
let keys: Keys;
beforeEach(async () => {
  api = await startOpenAi();
  keys = setUpKind(api, 'service account key');
});
afterEach(() => api.close());
afterAll(cleanUp);

const remove = (ids: string[], inputs: Record<string, string> = {}) =>
  runStep(api, { operation: 'delete', 'key-id': ids.join('\n'), ...inputs });
const inProject = { 'project-id': PROJECT };

describe('delete', () => {
  test('takes both forms of one project, side by side', async () => {
    const [a, b] = [keys.seed({ name: 'a' }), keys.seed({ name: 'b' })];
    const result = await remove([a.id, keys.idOf(b)], inProject);
    expect(errorsOf(result)).toEqual([]);
    expect(result.outputs['deleted-ids']).toBe([a, b].map(keys.idOf).join('\n'));
    expect(keys.all()).toEqual([]);
  });

  test('takes keys of every kind and project in one list, without `project-id`', async () => {
    const admin = api.seed({ name: 'admin' });
    const own = keys.seed({ name: 'own' });
    const other = api.seedProjectKey({ projectId: 'proj_other' });
    const ids = [keys.idOf(own), admin.id, `proj_other/${other.id}`];
    const result = await remove(ids);
    expect(errorsOf(result)).toEqual([]);
    expect(requestsOf(api)).toEqual([
      `DELETE ${KEYS}/${own.id}`,
      `DELETE ${ADMIN_KEYS}/${admin.id}`,
      `DELETE ${PROJECTS}/proj_other/api_keys/${other.id}`,
    ]);
    expect(result.outputs['deleted-ids']).toBe(ids.join('\n'));
    expect(keys.missingTwins()).toEqual([]);
  });

  test('of what `list` and `verify` named deletes just that', async () => {
    const createdAt = api.now() - 100 * 86_400;
    keys.seed({ name: 'stale', createdAt });
    keys.seed({ name: 'good' });
    const verified = await runStep(api, {
      operation: 'verify',
      'project-id': 'none, all',
      'max-age': '90d',
      name: 's*',
    });
    const ids = verified.outputs['violation-ids'] ?? '';
    expect(ids).toMatch(/^proj_test\/key_\w+$/);
    const result = await remove([ids]);
    expect(result.outputs['deleted-ids']).toBe(ids);
    expect(keys.all().map(({ name }) => name)).toEqual(['good']);
    expect(keys.missingTwins()).toEqual([]);
  });

  test('of a key that is gone: asked again after 2 s, and counted once the project could be read', async () => {
    const key = keys.seed({ name: 'gone' });
    api.revoke(key.id);
    const result = await remove([key.id], inProject);
    expect(errorsOf(result)).toEqual([]);
    expect(requestsOf(api)).toEqual([
      `DELETE ${KEYS}/${key.id}`,
      `DELETE ${KEYS}/${key.id}`,
      `GET ${PROJECTS}/${PROJECT}`,
    ]);
    const [first, second] = api.log.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(warningsOf(result)).toEqual([
      expect.stringMatching(
        new RegExp(`^Not among the keys of its project, so counted .*\`${keys.idOf(key)}\``),
      ),
    ]);
    expect(result.outputs['deleted-ids']).toBe(keys.idOf(key));
  });

  test('of several that are gone reads their project once', async () => {
    const ids = ['key_a', 'key_b'].map((id) => `${PROJECT}/${id}`);
    const result = await remove(ids);
    expect(errorsOf(result)).toEqual([]);
    expect(requestsOf(api).filter((one) => one.startsWith('GET'))).toHaveLength(1);
    expect(result.outputs['deleted-ids']).toBe(ids.join('\n'));
    expect(warningsOf(result)).toHaveLength(1);
  });

  test('of a key that a replica has not heard of yet deletes it', async () => {
    const key = keys.seed({ name: 'new' });
    const body = { error: { message: 'No such API key', code: 'not_found' } };
    api.fault({ method: 'DELETE', status: 404, body });
    const result = await remove([key.id], inProject);
    expect([errorsOf(result), warningsOf(result)]).toEqual([[], []]);
    expect(keys.all()).toEqual([]);
  });

  test.each([
    ['in `project-id`', (id: string) => remove([id], { 'project-id': 'proj_tset' })],
    ['in the id', (id: string) => remove([`proj_tset/${id}`])],
  ])('of a mistyped project is no success: %s', async (_, run) => {
    const key = keys.seed({ name: 'ci' });
    const result = await run(key.id);
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(
        `^Key \`proj_tset/${key.id}\` was not found.*has no project \`proj_tset\`.*\`key-id\``,
      ),
    ]);
    expect(result.outputs['deleted-ids']).toBe('');
    expect(keys.all()).toEqual([key]);
  });

  test.each<[string, Fault, RegExp, boolean]>([
    ['a dead admin key', { status: 401, body: DEAD_KEY }, /refused the key in `admin-/, false],
    ['a permission', { status: 403, body: { error: 'No.' } }, /does not allow it/, true],
    ['an outage', { status: 500 }, /is not available/, false],
    ['a wrong answer', { body: { id: 'proj_other' } }, /is about another project/, true],
  ])('of a key that is not there is no success where its project cannot be read: %s', async (_, fault, said, goesOn) => {
    const key = keys.seed({ name: 'ci' });
    api.fault({ method: 'GET', path: `${PROJECTS}/${PROJECT}`, ...fault });
    const result = await remove(['key_gone', key.id], inProject);
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([expect.stringMatching(said)]);
    expect(errorsOf(result)[0]).toMatch(
      new RegExp(`^Key \`${PROJECT}/key_gone\`.*reading project \`${PROJECT}\``),
    );
    expect(warningsOf(result)).toEqual([]);
    expect(result.log).toContain(`“${PROJECT}/key_gone”: could not be deleted`);
    // What concerns every request ends the step; else the others are deleted.
    expect(result.outputs['deleted-ids']).toBe(goesOn ? keys.idOf(key) : '');
    expect(keys.all()).toEqual(goesOn ? [] : [key]);
  });

  test('of a mistyped project keeps no other key alive, and says what was deleted', async () => {
    const key = keys.seed({ name: 'ci' });
    const result = await remove(['proj_tset/key_x', keys.idOf(key)]);
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(
        new RegExp(`no project \`proj_tset\`.*Deleted: \`${keys.idOf(key)}\``, 's'),
      ),
    ]);
    expect(result.outputs['deleted-ids']).toBe(keys.idOf(key));
    expect(keys.all()).toEqual([]);
  });

  test('of a project’s key by its short id alone says where it was looked for', async () => {
    const key = keys.seed({ name: 'ci' });
    const result = await remove([key.id]);
    expect(result.exitCode).toBe(0);
    expect(requestsOf(api)).toEqual([key, key].map(({ id }) => `DELETE ${ADMIN_KEYS}/${id}`));
    expect(warningsOf(result)).toEqual([
      expect.stringContaining("a project's key is `proj_…/key_…`"),
    ]);
    expect(keys.all()).toEqual([key]);
  });

  test('that is refused names the key, and deletes the others', async () => {
    const [a, b] = [keys.seed({ name: 'a' }), keys.seed({ name: 'b' })];
    api.fault({ method: 'DELETE', path: a.id, status: 403, body: { error: 'no' } });
    const result = await remove([a.id, b.id], inProject);
    expect(errorsOf(result)).toHaveLength(1);
    expect(errorsOf(result)[0]).toContain(keys.idOf(a));
    expect(result.outputs['deleted-ids']).toBe(keys.idOf(b));
    expect(keys.all()).toEqual([a]);
  });
});

describe('retrieve', () => {
  test('of what is not there says in which project', async () => {
    const result = await runStep(api, { operation: 'retrieve', 'key-id': 'proj_test/key_x' });
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(/^Project `proj_test` has no key `key_x`, or there is no such project/),
    ]);
    expect(result.outputs).toEqual({});
  });
});

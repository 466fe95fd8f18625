import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, StoredKey } from '../../emulator/openai.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { testOnLinux } from '../../testing/platform.ts';
import { cleanUp } from '../../testing/runner.ts';
import { ACCOUNT, type Hub, PROJECT, REPOSITORY, startHub } from '../../testing/workflows/hub.ts';
import { runExample } from '../../testing/workflows/run.ts';

const DAY = 86_400;

let hub: Hub;
let api: OpenAi;
/** The key of the step itself is in order unless a test says otherwise. */
let own: StoredKey;
const good = { createdAt: 0, lastUsedAt: 0, expiresAt: 0 };
beforeEach(async () => {
  hub = await startHub();
  api = hub.openai;
  Object.assign(good, {
    createdAt: api.now() - DAY,
    lastUsedAt: api.now() - 60,
    expiresAt: api.now() + 60 * DAY,
  });
  own = hub.first;
  own.expiresAt = api.now() + 60 * DAY;
});
afterEach(() => hub.close());
afterAll(cleanUp);

/** The only step of an example that has one. */
async function only(file: string) {
  const { results } = await runExample(file, hub);
  expect(results).toHaveLength(1);
  const [result] = results;
  if (result === undefined) throw new Error('nothing was run');
  return result;
}

const rulesOf = (violations = '[]') =>
  JSON.parse(violations).map(({ id, rule }: { id: string; rule: string }) => `${id} ${rule}`);

test('verify-weekly.yml looks at all keys, of the organization and of every active project', async () => {
  const other = api.seedProject();
  api.seed(good);
  api.seedProjectKey({ ...good, projectId: PROJECT, owner: ACCOUNT });
  api.seedProjectKey({ ...good, projectId: api.seedProject({ archivedAt: 1 }).id, createdAt: 1 });
  expect((await only('verify-weekly.yml')).outputs).toMatchObject({
    compliant: 'true',
    count: '3',
  });
  const bad = api.seed({ ...good, createdAt: api.now() - 91 * DAY });
  const users = api.seedProjectKey({ ...good, projectId: other.id, expiresAt: null });
  const result = await only('verify-weekly.yml');
  expect(result.exitCode).toBe(1);
  expect(rulesOf(result.outputs.violations).sort()).toEqual(
    [`${bad.id} max-age`, `${other.id}/${users.id} require-expiry`].sort(),
  );
});

test('verify-owner-types.yml names the keys of users, and stays green', async () => {
  api.seedProjectKey({ ...good, projectId: PROJECT, owner: ACCOUNT });
  const user = api.seedProjectKey({ ...good, projectId: PROJECT });
  const result = await only('verify-owner-types.yml');
  expect(result.exitCode).toBe(0);
  expect(warningsOf(result)).toEqual([expect.stringMatching(/^Not compliant: 1 violation/)]);
  expect(result.outputs['violation-ids']).toBe(`${PROJECT}/${user.id}`);
});

test('watchdog.yml tells two weeks ahead, and that no key is left', async () => {
  const key = api.seed({ ...good, name: 'organization', expiresAt: api.now() + 15 * DAY });
  expect((await only('watchdog.yml')).outputs.compliant).toBe('true');
  key.expiresAt = api.now() + 13 * DAY;
  const late = await only('watchdog.yml');
  expect(rulesOf(late.outputs.violations)).toEqual([`${key.id} min-remaining`]);
  key.expiresAt = api.now() - DAY;
  expect(rulesOf((await only('watchdog.yml')).outputs.violations)).toEqual([`${key.id} expired`]);
  api.revoke(key.id);
  const gone = await only('watchdog.yml');
  expect(gone.exitCode).toBe(1);
  expect(errorsOf(gone)[0]).toContain('No admin key has a name like `organization`');
});

describe('verify-stored-secret.yml', () => {
  const name = 'github-actions';
  const save = (value: string) =>
    void hub.github.seedSecret(REPOSITORY, 'OPENAI_API_KEY', { value, createdAt: api.now() });
  const seeds: Record<string, () => { value: string }> = {
    'the key of the account': () =>
      api.seedProjectKey({ ...good, name, projectId: PROJECT, owner: ACCOUNT }),
    'a key of a user': () => api.seedProjectKey({ ...good, name, projectId: PROJECT }),
    'an admin key': () => api.seed({ ...good, name }),
    'a value that is no key': () => ({ value: `sk-svcacct-${'x'.repeat(40)}` }),
  };

  test.each<[string, string[]]>([
    ['the key of the account', []],
    ['a key of a user', [' value']],
    ['an admin key', [' value']],
    ['a value that is no key', [' value']],
  ])('%s', async (what, found) => {
    seeds['the key of the account']?.();
    const value = seeds[what]?.().value ?? '';
    save(value);
    const result = await only('verify-stored-secret.yml');
    expect(rulesOf(result.outputs.violations)).toEqual(found);
    expect(result.exitCode).toBe(found.length === 0 ? 0 : 1);
    expect(result.log).not.toContain(value);
  });

  test('a secret that is not there', async () => {
    const result = await only('verify-stored-secret.yml');
    expect(errorsOf(result)[0]).toContain('`key-value` is empty, perhaps because');
    expect(api.log).toEqual([]);
  });
});

describe('verify-then-delete.yml', () => {
  test('deletes what fell short, and nothing else', async () => {
    const idle = { ...good, createdAt: api.now() - 200 * DAY, lastUsedAt: api.now() - 91 * DAY };
    const doomed = [
      api.seed({ ...idle, name: 'ci-idle' }),
      api.seed({ ...idle, name: 'ci-dead', expiresAt: api.now() - DAY }),
    ];
    const kept = [api.seed({ ...good, name: 'ci-busy' }), api.seed({ ...idle, name: 'prod' })];
    const { results } = await runExample('verify-then-delete.yml', hub);
    expect(results.map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
    expect(results[1]?.outputs['deleted-ids']).toBe(doomed.map(({ id }) => id).join('\n'));
    expect(api.keys.map(({ id }) => id).sort()).toEqual([own, ...kept].map(({ id }) => id).sort());
  });

  test('deletes nothing where all is well, or where there is no verdict', async () => {
    api.seed({ ...good, name: 'ci-busy' });
    expect((await runExample('verify-then-delete.yml', hub)).results).toHaveLength(1);
    api.fault({ status: 500, body: {}, times: Number.POSITIVE_INFINITY });
    const { results } = await runExample('verify-then-delete.yml', hub);
    expect(results.map(({ conclusion }) => conclusion)).toEqual(['failure']);
    expect(api.keys).toHaveLength(2);
  });
});

describe('verify-notify.yml', () => {
  testOnLinux('opens an issue in which names do nothing', async () => {
    const name = 'x\n\n@octocat ```\n# heading $(touch pwned) `id`';
    const { id } = api.seed({ ...good, name, expiresAt: null });
    // It notes what it was called with, in the workspace.
    const gh = '#!/bin/sh\necho "$@" "$GH_REPO" > arguments\ncat > body\n';
    const { results, scripts, conclusion } = await runExample('verify-notify.yml', hub, {
      commands: { gh },
    });
    expect(conclusion).toBe('failure');
    expect(scripts).toMatchObject([{ conclusion: 'success', stderr: '' }]);
    const readBack = (file: string) =>
      readFileSync(join(results[0]?.workspace ?? '', file), 'utf8').trimEnd();
    const [, , ...body] = readBack('body').split('\n');
    expect(body.every((line) => line.startsWith('    '))).toBe(true);
    expect(JSON.parse(body.join('\n'))).toEqual([expect.objectContaining({ id, name })]);
    expect(readBack('arguments')).toMatch(/^issue create --title .* octo-org\/octo-repo$/);
  });

  test('opens none where all is well, or where there is no verdict', async () => {
    const well = await runExample('verify-notify.yml', hub);
    expect(well).toMatchObject({ results: [{ conclusion: 'success' }], scripts: [] });
    api.fault({ status: 500, body: {} });
    const none = await runExample('verify-notify.yml', hub);
    expect(none).toMatchObject({ results: [{ conclusion: 'failure' }], scripts: [] });
  });
});

describe('verify-introduce.yml', () => {
  test('warns, stays green and writes the list', async () => {
    api.seed({ ...good, owner: { id: 'user_9' } });
    hub.vars.ADMIN_KEY_OWNERS = 'user_1';
    const result = await only('verify-introduce.yml');
    expect(result.exitCode).toBe(0);
    expect(warningsOf(result)).toEqual([expect.stringMatching(/^Not compliant: 2 violations/)]);
    const csv = readFileSync(join(result.workspace, 'admin-keys.csv'), 'utf8');
    expect(csv.trimEnd().split('\n')).toHaveLength(3);
  });

  test('does not let a missing variable turn the rule off', async () => {
    const result = await only('verify-introduce.yml');
    expect(errorsOf(result)[0]).toContain('`allowed-owners` is empty');
  });
});

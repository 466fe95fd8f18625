import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, StoredKey } from '../../emulator/openai.ts';
import { errorsOf, warningsOf } from '../support/openai-step.ts';
import { testOnLinux } from '../support/platform.ts';
import { cleanUp } from '../support/runner.ts';
import { type Hub, startHub } from './hub.ts';
import { runExample } from './run.ts';

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

test('verify-weekly.yml looks at all keys', async () => {
  api.seed(good);
  expect((await only('verify-weekly.yml')).outputs).toMatchObject({
    compliant: 'true',
    count: '2',
  });
  const bad = api.seed({ ...good, createdAt: api.now() - 91 * DAY });
  const result = await only('verify-weekly.yml');
  expect(result.exitCode).toBe(1);
  expect(rulesOf(result.outputs.violations)).toEqual([`${bad.id} max-age`]);
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
  test.each<[string, string, string[]]>([
    ['the right key', 'sk-admin-value-of-costs-111', []],
    ['another key', 'sk-admin-value-of-other-222', ['key_costs value']],
    ['a value that is no key', 'sk-admin-value-of-none-333', ['key_costs value']],
  ])('%s', async (_, COSTS_ADMIN_KEY, found) => {
    api.seed({ ...good, id: 'key_costs', value: 'sk-admin-value-of-costs-111' });
    api.seed({ ...good, value: 'sk-admin-value-of-other-222' });
    hub.save('COSTS_ADMIN_KEY', COSTS_ADMIN_KEY);
    const result = await only('verify-stored-secret.yml');
    expect(rulesOf(result.outputs.violations)).toEqual(found);
    expect(result.exitCode).toBe(found.length === 0 ? 0 : 1);
    expect(result.log).not.toContain(COSTS_ADMIN_KEY);
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

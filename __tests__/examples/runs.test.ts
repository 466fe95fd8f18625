import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, type StoredKey, startOpenAi } from '../../emulator/openai.ts';
import { errorsOf, warningsOf } from '../support/openai-step.ts';
import { testOnLinux } from '../support/platform.ts';
import { cleanUp } from '../support/runner.ts';
import { type Contexts, runExample } from './workflow.ts';

const DAY = 86_400;

let api: OpenAi;
/** The key of the step itself is in order unless a test says otherwise. */
let own: StoredKey;
const good = { createdAt: 0, lastUsedAt: 0, expiresAt: 0 };
beforeEach(async () => {
  api = await startOpenAi();
  Object.assign(good, {
    createdAt: api.now() - DAY,
    lastUsedAt: api.now() - 60,
    expiresAt: api.now() + 60 * DAY,
  });
  own = api.keys[0] as StoredKey;
  own.expiresAt = api.now() + 60 * DAY;
});
afterEach(() => api.close());
afterAll(cleanUp);

/** The only step of an example that has one. */
async function only(file: string, contexts?: Contexts) {
  const { results } = await runExample(file, api, contexts);
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
    const result = await only('verify-stored-secret.yml', { secrets: { COSTS_ADMIN_KEY } });
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
    const { results } = await runExample('verify-then-delete.yml', api);
    expect(results.map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
    expect(results[1]?.outputs['deleted-ids']).toBe(doomed.map(({ id }) => id).join('\n'));
    expect(api.keys.map(({ id }) => id).sort()).toEqual([own, ...kept].map(({ id }) => id).sort());
  });

  test('deletes nothing where all is well, or where there is no verdict', async () => {
    api.seed({ ...good, name: 'ci-busy' });
    expect((await runExample('verify-then-delete.yml', api)).results).toHaveLength(1);
    api.fault({ status: 500, body: {}, times: Number.POSITIVE_INFINITY });
    const { results } = await runExample('verify-then-delete.yml', api);
    expect(results.map(({ conclusion }) => conclusion)).toEqual(['failure']);
    expect(api.keys).toHaveLength(2);
  });
});

describe('verify-notify.yml', () => {
  testOnLinux('opens an issue in which names do nothing', async () => {
    const name = 'x\n\n@octocat ```\n# heading $(touch pwned) `id`';
    const { id } = api.seed({ ...good, name, expiresAt: null });
    const { results, scripts } = await runExample('verify-notify.yml', api);
    expect(results[0]?.conclusion).toBe('failure');
    expect(scripts).toHaveLength(1);
    const { run = '', env = {} } = scripts[0] ?? {};
    expect(env).toMatchObject({ GH_REPO: 'octo-org/octo-repo', GH_TOKEN: 'ghs_token' });

    const folder = mkdtempSync(join(tmpdir(), 'example-'));
    const gh = '#!/bin/sh\necho "$@" > "$OUT/arguments"\ncat > "$OUT/body"\n';
    writeFileSync(join(folder, 'gh'), gh, { mode: 0o755 });
    const PATH = `${folder}:${process.env.PATH}`;
    const bash = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: folder,
      env: { ...env, PATH, OUT: folder },
    });
    expect(String(bash.stderr)).toBe('');
    expect(bash.status).toBe(0);
    const [, , ...body] = readFileSync(join(folder, 'body'), 'utf8').trimEnd().split('\n');
    expect(body.every((line) => line.startsWith('    '))).toBe(true);
    expect(JSON.parse(body.join('\n'))).toEqual([expect.objectContaining({ id, name })]);
    expect(readFileSync(join(folder, 'arguments'), 'utf8')).toContain('issue create --title');
    rmSync(folder, { recursive: true });
  });

  test('opens none where all is well, or where there is no verdict', async () => {
    const well = await runExample('verify-notify.yml', api);
    expect(well).toMatchObject({ results: [{ conclusion: 'success' }], scripts: [] });
    api.fault({ status: 500, body: {} });
    const none = await runExample('verify-notify.yml', api);
    expect(none).toMatchObject({ results: [{ conclusion: 'failure' }], scripts: [] });
  });
});

describe('verify-introduce.yml', () => {
  test('warns, stays green and writes the list', async () => {
    api.seed({ ...good, owner: { id: 'user_9' } });
    const result = await only('verify-introduce.yml', { vars: { ADMIN_KEY_OWNERS: 'user_1' } });
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

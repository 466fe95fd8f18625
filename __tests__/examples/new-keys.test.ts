import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { ACCOUNT, type Hub, PROJECT, startHub } from '../../testing/workflows/hub.ts';
import { runExample } from '../../testing/workflows/run.ts';

const DAY = 86_400;

let hub: Hub;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(() => hub.close());
afterAll(cleanUp);

describe('setup.yml', () => {
  const setUp = async () => {
    const { results } = await runExample('setup.yml', hub, { inputs: { repository: 'reports' } });
    expect(results.flatMap(errorsOf)).toEqual([]);
    return results[0]?.outputs.created;
  };
  const secret = () => hub.github.secret('octo-org/reports', 'OPENAI_API_KEY');

  test('makes and writes one key, however often it is run', async () => {
    expect(await setUp()).toBe('true');
    for (const days of [0, 1, 30]) {
      hub.advance(days * DAY);
      expect(await setUp()).toBe('false');
    }
    expect(hub.liveApiKeys('ci-reports').map(({ value }) => value)).toEqual([secret()?.value]);
    expect(secret()?.writes).toBe(1);
    expect(hub.heldApiKey('octo-org/api')).toBeUndefined();
  });

  test('makes a new one where the key has expired', async () => {
    await setUp();
    hub.advance(91 * DAY);
    expect(await setUp()).toBe('true');
    expect(hub.liveApiKeys('ci-reports').map(({ value }) => value)).toEqual([secret()?.value]);
    expect(secret()?.writes).toBe(2);
  });

  test('reaches no repository but the one that is named', async () => {
    const inputs = { repository: 'unknown' };
    const { results, conclusion } = await runExample('setup.yml', hub, { inputs });
    expect(conclusion).toBe('failure');
    expect(results.flatMap(errorsOf)[0]).toContain('octo-org/unknown does not exist');
    expect(hub.openai.projectKeys).toEqual([]);
  });
});

/** Notes what came by standard input and what was asked, and ends as it is told. */
const curl = (exitCode: number) => `#!/bin/sh\ncat\necho "$@"\nexit ${exitCode}\n`;

describe.each([
  {
    file: 'ephemeral-key.yml',
    variable: 'COSTS_ADMIN_KEY',
    prefix: 'sk-admin-',
    address: 'https://api.openai.com/v1/organization/costs?start_time=',
    left: (name: string) => hub.live(name),
    name: 'costs-1234567890-1',
  },
  {
    file: 'ephemeral-api-key.yml',
    variable: 'OPENAI_API_KEY',
    prefix: 'sk-svcacct-',
    address: 'https://api.openai.com/v1/responses',
    left: (name: string) => hub.liveApiKeys(name),
    name: 'summary-1234567890-1',
  },
])('$file', ({ file, variable, prefix, address, left, name }) => {
  test.each([
    ['succeeds', 0, 'success'],
    ['fails', 22, 'failure'],
  ])('the job gets a key of its own, which is gone after a job that %s', async (_, code, conclusion) => {
    const run = await runExample(file, hub, { commands: { curl: curl(code) } });
    expect(run.conclusion).toBe(conclusion);
    const value = run.results[0]?.env[variable] ?? '';
    expect(value.slice(0, prefix.length)).toBe(prefix);
    expect(run.scripts).toMatchObject([{ conclusion }]);
    const [header, question] = run.scripts[0]?.stdout.split('\n') ?? [];
    expect(header).toBe(`Authorization: Bearer ${value}`);
    expect(question).toContain(address);
    expect(question).not.toContain(value);
    expect([...hub.openai.keys, ...hub.openai.projectKeys]).toEqual([hub.first]);
    expect(run.posts[0]?.log).toContain('was deleted: it was made for this job only');
  });

  test('the key is gone in an hour where the machine dies', async () => {
    hub.openai.fault({ method: 'DELETE', reset: 'before', times: Number.POSITIVE_INFINITY });
    await runExample(file, hub, { commands: { curl: curl(0) } });
    expect(left(name)).toHaveLength(1);
    hub.advance(3601);
    expect(left(name)).toEqual([]);
  });
});

test('ephemeral-api-key.yml asks for the scopes that its job needs, and no others', async () => {
  hub.openai.fault({ method: 'DELETE', reset: 'before', times: Number.POSITIVE_INFINITY });
  const { results } = await runExample('ephemeral-api-key.yml', hub, {
    commands: { curl: curl(0) },
  });
  expect(hub.openai.projectKeys.map(({ scopes }) => scopes)).toEqual([
    ['api.model.read', 'api.responses.write'],
  ]);
  expect(results.flatMap(warningsOf)).toEqual([]);
});

test('inventory.yml writes every key to the file that it keeps', async () => {
  const names = ['ci-api', 'ci-reports', '=cmd()'];
  for (const name of names) hub.openai.seed({ name });
  const email = 'grace@example.com';
  const ofProject = [
    hub.openai.seedProjectKey({ projectId: PROJECT, owner: { email } }),
    hub.openai.seedProjectKey({ projectId: PROJECT, owner: ACCOUNT }),
  ];
  const { conclusion, artifacts } = await runExample('inventory.yml', hub);
  expect(conclusion).toBe('success');
  const csv = artifacts['openai-keys'] ?? '';
  const [header, ...rows] = csv.trimEnd().split('\n');
  expect(header).toMatch(/^id,name,redacted_value,created_at,expires_at,last_used_at,owner_id/);
  const ids = [
    ...hub.openai.keys.map(({ id }) => id),
    ...ofProject.map(({ id }) => `${PROJECT}/${id}`),
  ];
  expect(rows.map((row) => row.split(',')[0]).sort()).toEqual(ids.sort());
  expect(csv).not.toContain(hub.first.value);
  expect(csv).not.toContain(email);
});

import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { errorsOf } from '../support/openai-step.ts';
import { cleanUp } from '../support/runner.ts';
import { type Hub, startHub } from './hub.ts';
import { runExample } from './run.ts';

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
  const secret = () => hub.github.secret('octo-org/reports', 'OPENAI_ADMIN_KEY');

  test('makes and writes one key, however often it is run', async () => {
    expect(await setUp()).toBe('true');
    for (const days of [0, 1, 30]) {
      hub.advance(days * DAY);
      expect(await setUp()).toBe('false');
    }
    expect(hub.live('ci-reports').map(({ value }) => value)).toEqual([secret()?.value]);
    expect(secret()?.writes).toBe(1);
    expect(hub.held('octo-org/api')).toBeUndefined();
  });

  test('makes a new one where the key has expired', async () => {
    await setUp();
    hub.advance(91 * DAY);
    expect(await setUp()).toBe('true');
    expect(hub.live('ci-reports').map(({ value }) => value)).toEqual([secret()?.value]);
    expect(secret()?.writes).toBe(2);
  });

  test('reaches no repository but the one that is named', async () => {
    const inputs = { repository: 'unknown' };
    const { results, conclusion } = await runExample('setup.yml', hub, { inputs });
    expect(conclusion).toBe('failure');
    expect(results.flatMap(errorsOf)[0]).toContain('octo-org/unknown does not exist');
    expect(hub.openai.keys).toEqual([hub.first]);
  });
});

describe('ephemeral-key.yml', () => {
  /** Notes what came by standard input and what was asked, and ends as it is told. */
  const curl = (exitCode: number) => `#!/bin/sh\ncat\necho "$@"\nexit ${exitCode}\n`;

  test.each([
    ['succeeds', 0, 'success'],
    ['fails', 22, 'failure'],
  ])('the job gets a key of its own, which is gone after a job that %s', async (_, code, conclusion) => {
    const run = await runExample('ephemeral-key.yml', hub, { commands: { curl: curl(code) } });
    expect(run.conclusion).toBe(conclusion);
    const value = run.results[0]?.env.COSTS_ADMIN_KEY;
    expect(value).toMatch(/^sk-admin-/);
    expect(run.scripts).toMatchObject([{ conclusion }]);
    const [header, question] = run.scripts[0]?.stdout.split('\n') ?? [];
    expect(header).toBe(`Authorization: Bearer ${value}`);
    expect(question).toContain('/v1/organization/costs?start_time=');
    expect(question).not.toContain(value);
    expect(hub.openai.keys).toEqual([hub.first]);
    expect(run.posts[0]?.log).toContain('was deleted: it was made for this job only');
  });

  test('the key is gone in an hour where the machine dies', async () => {
    hub.openai.fault({ method: 'DELETE', reset: 'before', times: Number.POSITIVE_INFINITY });
    await runExample('ephemeral-key.yml', hub, { commands: { curl: curl(0) } });
    const name = 'costs-1234567890-1';
    expect(hub.live(name)).toHaveLength(1);
    hub.advance(3601);
    expect(hub.live(name)).toEqual([]);
  });
});

test('inventory.yml writes every key to the file that it keeps', async () => {
  const names = ['ci-api', 'ci-reports', '=cmd()'];
  for (const name of names) hub.openai.seed({ name });
  const { conclusion, artifacts } = await runExample('inventory.yml', hub);
  expect(conclusion).toBe('success');
  const [header, ...rows] = (artifacts['admin-keys'] ?? '').trimEnd().split('\n');
  expect(header).toMatch(/^id,name,redacted_value,created_at,expires_at,last_used_at,owner_id/);
  expect(rows.map((row) => row.split(',')[0])).toEqual(hub.openai.keys.map(({ id }) => id));
  expect(artifacts['admin-keys']).not.toContain(hub.first.value);
});

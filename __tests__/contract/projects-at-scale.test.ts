import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { time } from '../../testing/in-process.ts';
import { errorsOf, runStep, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/* The keys of an organization with a hundred projects, read by one step on a clock that never waits. */

const DAY = 86_400;
const PROJECTS = 100;
const KEYS_EACH = 50;
const LIMIT = 1_048_576;
/** As a rate limit of 60 requests a minute makes it. */
const ANSWER_MS = 1_000;
const always = { times: Number.POSITIVE_INFINITY };

let api: OpenAi;
/** How many requests are under way, and how many there were at once. */
let underWay: { now: number; most: number };
beforeEach(async () => {
  api = await startOpenAi({}, false);
  for (let index = 0; index < PROJECTS; index++) {
    const { id } = api.seedProject({ name: `Team ${index}` });
    api.seedServiceAccount({ id: `svc_acct_${index}`, projectId: id });
    for (let key = 0; key < KEYS_EACH; key++) {
      api.seedProjectKey({
        projectId: id,
        owner: key % 2 === 0 ? `svc_acct_${index}` : { email: `ada.${key}@example.com` },
        name: `service-${key} of team ${index}`,
        createdAt: api.now() - (key < 5 ? 100 : 10) * DAY,
      });
    }
  }
  underWay = { now: 0, most: 0 };
  api.hooks.arrival = () => {
    underWay.now += 1;
    underWay.most = Math.max(underWay.most, underWay.now);
  };
  api.hooks.after = () => {
    underWay.now -= 1;
  };
});
afterEach(() => api.close());
afterAll(cleanUp);

const verify = (inputs: Record<string, string> = {}) =>
  runStep(api, {
    operation: 'verify',
    'project-id': 'none, all',
    'max-age': '90d',
    'keys-file': 'keys.ndjson',
    'retry-for': '15m',
    ...inputs,
  });
const progressOf = ({ log }: StepResult) =>
  [...log.matchAll(/^(\d+) of 100 projects, (\d+) keys\.$/gm)].map(([, projects, keys]) => [
    Number(projects),
    Number(keys),
  ]);

describe('100 projects with 50 keys each', () => {
  test('are under one verdict, with one request at a time and a line of progress every 10 s', async () => {
    api.fault({ ...always, delayMs: ANSWER_MS });
    const begun = time.now();
    const result = await verify();
    expect((time.now() - begun) / ANSWER_MS).toBe(api.log.length);
    // The admin keys, a page of projects, and one of each project's keys.
    expect(api.log).toHaveLength(2 + PROJECTS);
    expect(underWay).toEqual({ now: 0, most: 1 });

    const progress = progressOf(result);
    expect(progress).toHaveLength(10);
    for (const [index, [projects = 0, keys]] of progress.entries()) {
      const elapsed = 10 * (index + 1);
      // The listing of projects is over before the clock of the lines begins; the admin keys are not.
      expect(projects).toBe(elapsed - 1);
      expect(keys).toBe(1 + projects * KEYS_EACH);
    }
  });

  test('stay inside what the runner takes, and the file has them all', async () => {
    const result = await verify();
    const { outputs } = result;
    expect(result.exitCode).toBe(1);
    expect(outputs).toMatchObject({ compliant: 'false', count: '5001' });
    expect(outputs['violation-ids']?.split('\n')).toHaveLength(PROJECTS * 5);
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(/^Not compliant: 500 violations, 5001 keys checked\.\n/),
    ]);
    expect(errorsOf(result)[0]?.split('\n')).toHaveLength(12);
    expect(warningsOf(result)).toEqual([expect.stringMatching(/`keys` stayed empty.*`keys-file`/)]);
    const size = Object.entries(outputs).reduce(
      (sum, [name, value]) => sum + 2 * (name.length + value.length),
      0,
    );
    expect(size).toBeLessThan(LIMIT);
    expect(Buffer.byteLength(result.files.summary)).toBeLessThan(LIMIT);
    expect(result.summary).toMatch(/\d+ more are not shown here/);
    expect(result.summary).not.toContain('@example.com');

    const lines = readFileSync(join(result.workspace, 'keys.ndjson'), 'utf8').trimEnd().split('\n');
    const listed: { project_id?: string; id: string }[] = lines.map((line) => JSON.parse(line));
    const ids = listed.map(({ id, project_id: project }) => (project ? `${project}/${id}` : id));
    expect(ids).toEqual(outputs.ids?.split('\n'));
    expect(new Set(ids).size).toBe(5_001);
  });

  test('are all read where the API takes 60 requests a minute and refuses the others', async () => {
    const { receive } = api;
    const taken: number[] = [];
    let refused = 0;
    api.receive = (request, body) => {
      const now = time.now();
      if (taken.filter((at) => at > now - 60_000).length < 60) taken.push(now);
      else {
        refused += 1;
        api.fault({ status: 429 });
      }
      return receive(request, body);
    };
    const begun = time.now();
    const result = await verify();
    expect(result.outputs).toMatchObject({ compliant: 'false', count: '5001' });
    expect(refused).toBeGreaterThan(0);
    // A refusal without a time to wait for costs a minute, not one for each of the projects.
    expect(refused).toBeLessThan(5);
    expect(time.now() - begun).toBeLessThan(5 * 60_000);
  });

  test('one that cannot be read keeps none of the others from being read', async () => {
    const struck = api.projects[41]?.id ?? '';
    api.fault({ path: new RegExp(`${struck}/`), status: 403, body: { error: 'No.' } });
    const result = await verify();
    expect(errorsOf(result)[0]).toContain(`\`${struck}\``);
    expect(result.outputs).toMatchObject({ compliant: '', count: '4951' });
    expect(api.log).toHaveLength(2 + PROJECTS);
  });

  test('a job that is cancelled meanwhile ends at once, and names no verdict', async () => {
    api.fault({ ...always, delayMs: ANSWER_MS });
    const result = await runStep(
      api,
      { operation: 'verify', 'project-id': 'all', 'max-age': '90d' },
      {
        onSpawn: (step) => {
          api.hooks.before = () => {
            if (api.log.length === 30) step.cancel();
          };
        },
      },
    );
    expect(errorsOf(result)).toEqual([expect.stringContaining('cancelled')]);
    expect(result.outputs.compliant ?? '').toBe('');
    expect(api.log.length).toBeLessThanOrEqual(31);
  });
});

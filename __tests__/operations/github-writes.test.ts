import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type GitHub, startGitHub } from '../../emulator/github.ts';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { runAction } from '../../src/action.ts';
import { deliveryEnv } from '../../testing/emulator-inputs.ts';
import { fakeWorld } from '../../testing/fakes.ts';

let api: OpenAi;
let github: GitHub;
beforeEach(async () => {
  [api, github] = await Promise.all([startOpenAi(), startGitHub()]);
  github.addRepository('octo/repo');
});
afterEach(() => Promise.all([api.close(), github.close()]));

async function deliver() {
  const world = fakeWorld(deliveryEnv(api, github));
  await runAction(world);
  return { errors: world.said('error'), outputs: world.files.outputs };
}

test.each([
  [200, '<html>'],
  [200, {}],
  [202, {}],
  [206, ''],
])('a write that is answered with %d is not taken for one that happened', async (status, body) => {
  github.fault({ method: 'PUT', status, body });
  const { errors, outputs } = await deliver();
  const problem = body === '<html>' ? 'but sends a web page' : `it answers a write with ${status}`;
  expect(errors).toEqual([expect.stringContaining(problem)]);
  expect(errors[0]).toContain('was deleted again. No secret is known to hold it');
  expect(api.keys).toHaveLength(1);
  expect(outputs).toEqual({});
});

test('one that happened all the same is found by a look, and counts', async () => {
  github.fault({ method: 'PUT', status: 200, body: '<html>', act: true });
  const { errors, outputs } = await deliver();
  expect(errors).toEqual([]);
  expect(outputs.created).toBe('true');
  expect(github.secret('octo/repo', 'KEY')?.value).toBe(api.keys[1]?.value);
});

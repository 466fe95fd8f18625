import { afterAll, afterEach, expect, test } from '@jest/globals';
import { type NewKeyScene, setNewKeyScene } from '../../testing/new-key-scene.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { clockOf } from '../../testing/services.ts';

/* How long a new key is checked, and what is said of a refusal. All on a clock that never waits. */

let scene: NewKeyScene;
afterEach(() => scene.stage.close());
afterAll(cleanUp);

const always = { times: Number.POSITIVE_INFINITY };

test.each([
  { name: 'an outage', fault: { status: 500 } },
  { name: 'a rate limit', fault: { status: 429 } },
])('$name of the second listing ends when the key is 10 min old, whatever `retry-for` says', async ({
  fault,
}) => {
  scene = await setNewKeyScene('rotate', {}, false);
  const { openai, inputs } = scene.stage;
  inputs['retry-for'] = '1h';
  openai.fault({ ...always, method: 'GET', path: /api_keys/, skip: 1, ...fault });
  const begun = clockOf(openai)();
  scene.expectNothingWritten(await scene.run(), /was deleted again/);
  expect(clockOf(openai)() - begun).toBeLessThanOrEqual(10 * 60_000);
});

test('a refusal of the admin key in the second listing is not told as one of the new key', async () => {
  scene = await setNewKeyScene('rotate', {}, false);
  const body = { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } };
  scene.stage.openai.fault({
    ...always,
    method: 'GET',
    path: /api_keys\?/,
    skip: 1,
    status: 401,
    body,
  });
  const main = await scene.run();
  expect(errorsOf(main)[0]).toContain('refused the key in `admin-api-key`');
  expect(errorsOf(main)[0]).not.toContain('refused the new key');
});

test('of a service account’s key that stays refused nothing is said about admin keys', async () => {
  scene = await setNewKeyScene('rotate', { propagationMs: 300_000 }, false);
  expect(errorsOf(await scene.run())[0]).not.toMatch(/admin keys manage keys/);
});

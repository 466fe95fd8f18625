import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { runAction } from '../../src/action.ts';
import { fakeWorld, inputs, SENTINEL } from '../../testing/fakes.ts';

let api: OpenAi;
beforeEach(async () => {
  api = await startOpenAi();
});
afterEach(() => api.close());

/** The errors of a listing in a run that was started so many times. */
async function errorsOf(attempt: string | undefined, adminApiKey: string): Promise<string[]> {
  const world = fakeWorld({
    GITHUB_RUN_ATTEMPT: attempt,
    ...inputs({ operation: 'list', 'base-url': api.baseUrl, 'admin-api-key': adminApiKey }),
  });
  await runAction(world);
  return world.said('error');
}

test('a refused admin key in a re-run asks for a new run', async () => {
  for (const attempt of ['2', '11']) {
    expect(await errorsOf(attempt, SENTINEL)).toEqual([
      expect.stringMatching(/refused the key in `admin-api-key`.* Start a new run instead\.$/),
    ]);
  }
});

test.each(['1', '', undefined, 'x'])('and in a first run for a live key: %p', async (attempt) => {
  expect(await errorsOf(attempt, SENTINEL)).toEqual([
    expect.stringMatching(/^(?!.*re-run).* Save a valid one in the secret/),
  ]);
});

test('and a key that works needs neither', async () => {
  expect(await errorsOf('2', api.adminKey)).toEqual([]);
});

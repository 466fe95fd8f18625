import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { sleep } from '../../src/runner/sleep.ts';
import { actionError, failureOf } from '../../testing/fakes.ts';

test('waits as long as told, and no listener stays', async () => {
  const { signal } = new AbortController();
  const started = performance.now();
  await sleep(30, signal);
  await sleep(0);
  expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test.each([
  'before',
  'during',
])('ends when the job is cancelled %s it, and leaves no timer', async (when) => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const cancellation = new AbortController();
  if (when === 'before') cancellation.abort();
  else setImmediate(() => cancellation.abort());
  const before = timers();
  const error = await failureOf(() => sleep(60_000, cancellation.signal));
  expect(error).toMatchObject(actionError('cancelled'));
  expect(timers()).toBe(before);
});

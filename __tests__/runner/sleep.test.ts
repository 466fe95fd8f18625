import { getEventListeners } from 'node:events';
import { expect, jest, test } from '@jest/globals';
import { sleep } from '../../src/runner/sleep.ts';
import { actionError, failureOf } from '../support/fakes.ts';

test('waits as long as told, and no listener stays', async () => {
  const { signal } = new AbortController();
  const started = performance.now();
  await sleep(30, signal);
  await sleep(0);
  expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test.each(['before', 'during'])('ends when the job is cancelled %s it', async (when) => {
  const cleared = jest.spyOn(globalThis, 'clearTimeout');
  const cancellation = new AbortController();
  if (when === 'before') cancellation.abort();
  else setTimeout(() => cancellation.abort(), 5);
  const error = await failureOf(() => sleep(60_000, cancellation.signal));
  expect(error).toMatchObject(actionError('cancelled'));
  expect(cleared).toHaveBeenCalled();
  cleared.mockRestore();
});

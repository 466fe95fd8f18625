import { expect, test } from '@jest/globals';
import { fileCommands } from '../../src/runner/file-commands.ts';
import { toolkit } from '../../src/runner/toolkit.ts';
import { realWorld } from '../../src/world.ts';
import { actionError, failureOf } from '../support/fakes.ts';

test('the world is this process', async () => {
  const cancellation = new AbortController();
  const world = realWorld(cancellation.signal);
  expect(world.env).toBe(process.env);
  expect(world.toolkit).toBe(toolkit);
  expect(await world.openFiles()).toBe(fileCommands);
  expect(Math.abs(world.now() - Date.now())).toBeLessThan(1_000);
  expect(world.random()).toBeGreaterThanOrEqual(0);
  expect(world.random()).toBeLessThan(1);
  cancellation.abort();
  expect(world.cancelled.aborted).toBe(true);
  const error = await failureOf(() => world.sleep(60_000, world.cancelled));
  expect(error).toMatchObject(actionError('cancelled'));
});

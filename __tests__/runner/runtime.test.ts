import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createRuntime } from '../../src/runtime.ts';
import { actionError, failureOf } from '../../testing/fakes.ts';

afterEach(() => void jest.restoreAllMocks());

test('the world is this process', async () => {
  const cancellation = new AbortController();
  const printed: string[] = [];
  const world = createRuntime(cancellation.signal, (text) => void printed.push(text), 1);
  expect(world.env).toBe(process.env);
  world.toolkit.info('a line');
  expect(printed.join('').trim()).toBe('a line');
  expect(typeof (await world.openHttpClient())).toBe('function');
  expect(Math.abs(world.now() - Date.now())).toBeLessThan(60_000);
  const moment = world.monotonic();
  expect(world.monotonic()).toBeGreaterThanOrEqual(moment);
  expect(moment).not.toBeCloseTo(Date.now(), -9);
  expect(world.random()).toBeGreaterThanOrEqual(0);
  expect(world.random()).toBeLessThan(1);
  cancellation.abort();
  expect(world.cancelled.aborted).toBe(true);
  const error = await failureOf(() => world.sleep(60_000, world.cancelled));
  expect(error).toMatchObject(actionError('cancelled'));
});

test('the files of the runner are those that the environment names', async () => {
  const names = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV'];
  const before = names.map((name) => process.env[name]);
  const world = createRuntime(new AbortController().signal, () => undefined, 1);
  for (const name of names) delete process.env[name];
  const error = await failureOf(() => world.openFiles());
  names.forEach((name, index) => {
    if (before[index] !== undefined) process.env[name] = before[index];
  });
  expect(error).toMatchObject(actionError('environment'));
});

test('an error that nothing catches is reported, and ends the process with the code given', () => {
  const script = `
    const { createRuntime } = await import('${pathToFileURL('src/runtime.ts')}');
    const write = (text, done) => process.stdout.write(text, done);
    const world = createRuntime(new AbortController().signal, write, 7);
    world.onUncaught((error) => world.toolkit.error('caught ' + error.message));
    setTimeout(() => { throw new Error('by nobody'); });
    setTimeout(() => undefined, 60_000);
  `;
  const args = ['--input-type=module', '--eval', script];
  const { status, stdout, stderr } = spawnSync('node', args, { encoding: 'utf8' });
  expect({ status, stdout: stdout.trim(), stderr }).toEqual({
    status: 7,
    stdout: '::error::caught by nobody',
    stderr: '',
  });
});

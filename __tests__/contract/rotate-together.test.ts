import { afterAll, describe, expect, test } from '@jest/globals';
import { KINDS, type Kind } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { DAY, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';

afterAll(cleanUp);

/*
 * Two runs of the bundle at once. The first stands still before one of its requests until the second
 * stands still before one of its own, or has ended; then the first goes on to its end, and after it
 * the second. The local servers hold the requests, so these are all the interleavings with two
 * changes of turn; beside the operation, every interleaving is tried without processes.
 */

const requestsOf = (kind: Kind) => (kind === 'admin key' ? 7 : 8);
const pairs = KINDS.flatMap((kind) =>
  Array.from({ length: requestsOf(kind) }, (_, first) => first).flatMap((first) =>
    Array.from({ length: requestsOf(kind) + 1 }, (_, second) => ({ kind, first, second })),
  ),
);

/** A gate that one request is held at. */
function createGate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const hold = () => {
    reach();
    return opened;
  };
  return { hold, open, reached };
}

const isGreen = (main: StepResult) => main.exitCode === 0;

describe('two runs at once', () => {
  test.each(
    pairs,
  )('$kind: the first held at request $first, the second at request $second', async ({
    kind,
    first,
    second,
  }) => {
    const night = await setNight({ kind, inputs: { timeout: '5m' } });
    const gates = [createGate(), createGate()] as const;
    const start = (run: 0 | 1, request: number) =>
      night.run({ at: { request, stage: 'before' }, strike: gates[run].hold });
    const one = start(0, first);
    await gates[0].reached;
    const two = start(1, second).finally(gates[1].open);
    await Promise.race([two, gates[1].reached]);
    gates[0].open();
    const done = await one;
    gates[1].open();
    const both = [done, await two];

    expect(night.breaches).toEqual([]);
    // One of them ends well, or both gave up for the other; who fails says why.
    for (const main of both.filter((run) => !isGreen(run))) {
      expect(errorsOf(main)).toEqual([expect.stringMatching(/[Aa]nother run/)]);
    }
    const live = new Set(night.live().map(({ value }) => value));
    expect(night.held().every((value) => live.has(value ?? ''))).toBe(true);
    night.advance(DAY);
    expect(errorsOf(await night.run())).toEqual([]);
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });

  test(`${pairs.length} interleavings were tried`, () => {
    const counts = KINDS.map((kind) => requestsOf(kind) * (requestsOf(kind) + 1));
    expect(pairs).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
  });
});

test.each(
  KINDS,
)('%s: two minutes apart, the second killed after its create and without a post step', async (kind) => {
  const night = await setNight({ kind, inputs: { 'rotate-after': 'none' } });
  expect(isGreen(await night.run())).toBe(true);
  night.advance(120);
  const killed = await night.run({
    at: { request: 3, stage: 'after' },
    strike: (step) => step.kill(),
  });
  expect(killed.signal).toBe('SIGKILL');
  expect(night.live()).toHaveLength(2);
  night.advance(120);
  expect(errorsOf(await night.run())).toEqual([expect.stringContaining('nothing was touched')]);
  night.advance(DAY);
  expect(errorsOf(await night.run())).toEqual([]);
  expect(unsettled(night)).toEqual([]);
  await night.close();
});

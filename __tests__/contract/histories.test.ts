import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fault } from '../../emulator/faults.ts';
import { EXHAUSTIVE } from '../../testing/exhaustive.ts';
import { type History, startHistory } from '../../testing/history.ts';
import { KINDS } from '../../testing/kinds.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(cleanUp);

/*
 * Random histories of whole steps: runs that overlap, are killed or cancelled, meet faults and late
 * answers; siblings of a matrix; people who paste, delete and make keys; clocks that differ and are
 * corrected. `SEED=… npm test -- __tests__/contract/histories` plays the histories of a seed again.
 */

const SEED = Number(process.env.SEED) || Date.now() % 2 ** 31;
const COUNT = Number(process.env.HISTORIES) || (EXHAUSTIVE ? 2_000 : 100);
const DAY = 86_400;

const anyApi = fc.constantFrom('openai' as const, 'github' as const);
const anyFault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  { status: 500 },
  { status: 503, body: '' },
  { status: 429, headers: { 'retry-after': '2' } },
  { status: 500, act: true },
  { status: 401, body: { error: { message: 'no', code: 'x' }, message: 'Bad credentials' } },
  { status: 403, body: { error: 'no', message: 'Resource not accessible by integration' } },
  { status: 404, body: { error: { message: 'No such key' }, message: 'Not Found' } },
  { reset: 'before' },
  { reset: 'after' },
  { silence: 'before' },
  { silence: 'after' },
  { cut: 20 },
  { cut: 150 },
  { delayMs: 4_000 },
  { delayMs: 40_000 },
  { status: 200, body: '<html>' },
  { headers: { date: '' } },
);

/** How one run goes. */
const ending = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.record({
      how: fc.constantFrom('killed' as const, 'cancelled' as const),
      request: fc.nat(13),
      stage: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
);
const aRun = fc.record({
  operation: fc.constantFrom(
    'rotate' as const,
    'rotate' as const,
    'rotate' as const,
    'create' as const,
  ),
  ending,
  post: fc.boolean(),
  skewMs: fc.constantFrom(0, 0, 0, -3_600_000, 600_000, 5_000),
  faults: fc.array(fc.record({ api: anyApi, fault: anyFault, skip: fc.nat(9) }), { maxLength: 3 }),
});
const event = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('runs' as const),
      runs: fc.array(aRun, { minLength: 1, maxLength: 1 }),
      apartMs: fc.constant(0),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('runs' as const),
      runs: fc.array(aRun, { minLength: 2, maxLength: 3 }),
      apartMs: fc.constantFrom(0, 10, 900, 3_000, 15_000, 60_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.constantFrom(60, 360, 14 * 60, 16 * 60, 21 * 60, 7_200, DAY, 31 * DAY),
    }),
  },
  fc.record({
    kind: fc.constantFrom('paste' as const, 'delete' as const, 'make' as const),
    which: fc.nat(9),
  }),
);
const setting = fc.record({
  kind: fc.constantFrom(...KINDS),
  targets: fc.integer({ min: 1, max: 3 }),
  self: fc.boolean(),
  latencyMs: fc.constantFrom(0, 50, 700),
  rotateAfter: fc.constantFrom('none', '2d', '30d'),
  gracePeriod: fc.constantFrom('0s', '24h'),
  expiresIn: fc.constantFrom('never', '45d'),
});

type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

async function happen(history: History, what: Event): Promise<void> {
  switch (what.kind) {
    case 'runs':
      await history.run(what.runs, what.apartMs);
      break;
    case 'wait':
      await history.wait(what.seconds);
      break;
    default:
      await history.meddle(what.kind, what.which);
  }
}

const runs = new Map(KINDS.map((kind) => [kind, { histories: 0, steps: 0 }]));

test(`${COUNT} histories from seed ${SEED}: no secret loses its key, no key is left that nobody was told of`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 10 }),
      setting,
      async (events, how) => {
        const history = startHistory(how);
        for (const what of events) {
          await happen(history, what);
          expect(history.breaches).toEqual([]);
        }
        await history.heal();
        expect(history.breaches).toEqual([]);
        const count = runs.get(how.kind);
        if (count === undefined) return;
        count.histories += 1;
        count.steps += history.runs;
      },
    ),
    { numRuns: COUNT, seed: SEED },
  );
  for (const [kind, { histories, steps }] of runs) {
    process.stdout.write(`${kind}: ${histories} histories of ${steps} steps\n`);
    expect(histories).toBeGreaterThan(COUNT / 5);
    // Each of them is a whole step, and there are several in a history.
    expect(steps).toBeGreaterThan(3 * histories);
  }
});

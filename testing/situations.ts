import fc from 'fast-check';
import type { ApiKey } from '../src/domain/key.ts';
import { planRotation, type RotationPlan } from '../src/domain/rotation-plan.ts';
import { adminKey, NOW } from './fakes.ts';
import { DAY } from './rotation-plan.ts';

type RotationInput = Parameters<typeof planRotation>[0];

const SPAN = 100 * DAY;

const around = (spread: number) => fc.integer({ min: -spread, max: spread });
/** Moments that collide, that lie near a mark, and that lie anywhere. */
const age = fc.oneof(
  fc.constantFrom(0, 1, 59, 899, 900, 959, 960, 961, 1_199, 1_200, 1_201, DAY, DAY + 1),
  fc.integer({ min: 0, max: 3_600 }),
  fc.integer({ min: 0, max: SPAN }),
);

const keys = fc
  .array(fc.record({ age, left: fc.option(around(SPAN)) }), { maxLength: 8 })
  .map((all) => all.sort((a, b) => b.age - a.age))
  .map((all) =>
    all.map(({ age: seconds, left }, index) =>
      adminKey({
        id: `key_${index}`,
        createdAt: NOW - seconds,
        expiresAt: left === null ? null : NOW + left,
      }),
    ),
  );
const limit = fc.option(fc.integer({ min: 1, max: SPAN }));

/** Keys of up to a hundred days, oldest first. Secrets that mostly hold the newest key, so that runs that keep are not rare. */
export const situation: fc.Arbitrary<RotationInput> = keys.chain((all) => {
  const made = all.at(-1)?.createdAt ?? NOW;
  const inTime = fc.integer({ min: -5, max: 960 });
  const written = fc.oneof(
    { weight: 6, arbitrary: inTime },
    { weight: 1, arbitrary: around(DAY) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  return fc.record({
    evidence: fc.record({
      keys: fc.constant(all),
      updates: fc
        .array(written, { minLength: 1, maxLength: 3 })
        .map((list) => list.map((at) => (at === null ? null : (made + at) * 1000))),
      skew: fc.constant(0),
    }),
    accessible: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.boolean()),
    hasSkipped: fc.boolean(),
    isAskedFor: fc.boolean(),
    now: fc.constant(NOW),
    rotateAfter: limit,
    minRemaining: limit,
    gracePeriod: fc.oneof(fc.constantFrom(0, DAY), fc.integer({ min: 0, max: SPAN })),
    isCallerKey: fc
      .option(fc.nat(7), { nil: -1 })
      .map((at) => (key: ApiKey) => key.id === `key_${at}`),
  });
});

/** Checks what holds for the plan of any situation. */
export function checkPlans(holds: (plan: RotationPlan, given: RotationInput) => void): void {
  const property = fc.property(situation, (given) => holds(planRotation(given), given));
  fc.assert(property, { numRuns: 500 });
}

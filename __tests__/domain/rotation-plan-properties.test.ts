import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isDelivered } from '../../src/domain/delivery-status.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import { planRotation } from '../../src/domain/rotation-plan.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';
import { DAY } from '../../testing/rotation-plan.ts';
import { checkPlans, situation } from '../../testing/situations.ts';

/** The latest time that an answer may hold: the end of the year 9999. */
const END = 253_402_300_799;
/** The longest limit that an input takes. */
const LONGEST = 100 * 365 * DAY;

describe('the plan, whatever there is', () => {
  test('is made: for any times, limits and clocks', () => {
    const time = fc.oneof(fc.constantFrom(0, 1, NOW, END), fc.integer({ min: 0, max: END }));
    const span = fc.oneof(fc.constantFrom(0, 1, LONGEST), fc.integer({ min: 0, max: LONGEST }));
    const wild = fc.record({
      keys: fc.array(fc.tuple(time, fc.option(time)), { maxLength: 6 }),
      updates: fc.array(fc.option(time), { maxLength: 3 }),
      skew: fc.integer({ min: -END, max: END }),
    });
    fc.assert(
      fc.property(
        wild,
        fc.record({ rotateAfter: fc.option(span), minRemaining: fc.option(span) }),
        fc.tuple(time, span, fc.boolean(), fc.boolean(), fc.boolean()),
        ({ keys: times, ...evidence }, rules, [now, gracePeriod, own, accessible, isAskedFor]) => {
          const all = times.map(([createdAt, expiresAt], index) =>
            adminKey({ id: `key_${index}`, createdAt, expiresAt }),
          );
          const made = planRotation({
            ...rules,
            evidence: { ...evidence, keys: all },
            gracePeriod,
            accessible,
            hasSkipped: false,
            isAskedFor,
            now,
            isCallerKey: () => own,
          });
          expect(['busy', 'unsettled', 'keep', 'rotate']).toContain(made.kind);
          expect(made.why).toMatch(/^[a-z`].*[^.]$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('tells of every key but the one that is the newest in the end, once each', () => {
    checkPlans((plan, { evidence }) => {
      if (plan.kind === 'busy' || plan.kind === 'unsettled') return;
      const told = plan.older.map(({ key }) => key.id);
      const last = plan.kind === 'keep' ? [plan.newest.id] : [];
      expect([...told, ...last]).toEqual(evidence.keys.map(({ id }) => id));
    });
  });

  test('keeps only a newest key that is live, delivered, and within the limits', () => {
    checkPlans((plan, { evidence, accessible, isAskedFor, rotateAfter, minRemaining }) => {
      if (plan.kind !== 'keep') return;
      expect(accessible).toBe(true);
      const { createdAt, expiresAt } = plan.newest;
      expect(isDelivered(evidence)).toBe(true);
      expect(createdAt).toBe(Math.max(...evidence.keys.map((key) => key.createdAt)));
      if (isAskedFor) expect(NOW - createdAt).toBeLessThan(1_200);
      else expect(rotateAfter ?? minRemaining).not.toBeNull();
      if (rotateAfter !== null) expect(NOW - createdAt).toBeLessThanOrEqual(rotateAfter);
      if (expiresAt === null) return;
      expect(expiresAt - NOW).toBeGreaterThanOrEqual(Math.max(1, minRemaining ?? 0));
    });
  });

  test('rotates nothing that is delivered, live and within the limits', () => {
    checkPlans((plan, { evidence, accessible, isAskedFor, rotateAfter, minRemaining }) => {
      if (plan.kind !== 'rotate' || plan.newest === undefined || !isDelivered(evidence)) return;
      const { createdAt, expiresAt } = plan.newest;
      const left = expiresAt === null ? Infinity : expiresAt - NOW;
      const isDue =
        left <= 0 ||
        !accessible ||
        (isAskedFor ? NOW - createdAt >= 1_200 : rotateAfter === null && minRemaining === null) ||
        NOW - createdAt > 0.95 * (rotateAfter ?? Infinity) ||
        left < 1.05 * (minRemaining ?? 0);
      expect(isDue).toBe(true);
    });
  });

  test('stops exactly for an undelivered newest key younger than 20 minutes', () => {
    checkPlans((plan, { evidence }) => {
      const newest = evidence.keys.at(-1);
      const isYoung = newest !== undefined && NOW - newest.createdAt < 1_200;
      expect(plan.kind === 'busy').toBe(isYoung && !isDelivered(evidence));
    });
  });

  test('does not depend on the order of keys that were made at different times', () => {
    const mixed = situation
      .map((given) => {
        const times = new Map(given.evidence.keys.map((key) => [key.createdAt, key]));
        return { ...given, evidence: { ...given.evidence, keys: [...times.values()] } };
      })
      .chain((given) => {
        const { length } = given.evidence.keys;
        const order = fc.shuffledSubarray(given.evidence.keys as ApiKey[], {
          minLength: length,
          maxLength: length,
        });
        return fc.tuple(fc.constant(given), order);
      });
    fc.assert(
      fc.property(mixed, ([given, shuffled]) => {
        const turned = { ...given, evidence: { ...given.evidence, keys: shuffled } };
        const [plan, other] = [planRotation(given), planRotation(turned)];
        // Of several that came shortly before, any may be named.
        const why = (text: string) => text.replace(/key `key_\d` was made less/, 'a key was made');
        expect({ ...other, why: why(other.why) }).toEqual({ ...plan, why: why(plan.why) });
      }),
      { numRuns: 500 },
    );
  });
});

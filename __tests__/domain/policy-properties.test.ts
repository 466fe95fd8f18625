import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge, type Rules, type Violation } from '../../src/domain/policy.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const DAY = 86_400;
const SPAN = 100 * DAY;

const time = fc.integer({ min: NOW - SPAN, max: NOW + SPAN });
const past = fc.integer({ min: NOW - SPAN, max: NOW });
const owner = fc
  .constantFrom('user_1', 'user_2', null)
  .map((id) => (id === null ? null : { id, type: null, name: null, role: null }));
const keys = fc
  .array(
    fc.record({ createdAt: past, expiresAt: fc.option(time), lastUsedAt: fc.option(past), owner }),
    { maxLength: 12 },
  )
  .map((all) => all.map((fields, index) => adminKey({ ...fields, id: `key_${index}` })));
const limit = fc.option(fc.integer({ min: 1, max: SPAN }));
const rules: fc.Arbitrary<Rules> = fc.record({
  'max-age': limit,
  'max-idle': limit,
  'min-remaining': limit,
  'require-expiry': fc.constantFrom(true as const, null),
  'allowed-owners': fc.constantFrom(null, ['user_1'], ['user_2'], ['user_1', 'user_2']),
});

const at = (now: number) => ({ now, isUsedByCheck: () => false });
const broken = (violations: readonly Violation[]) =>
  violations.map(({ id, rule }) => `${id} ${rule}`).sort();

describe('a verdict on any keys', () => {
  test('only gets worse as time passes', () => {
    const later = fc.integer({ min: 0, max: 2 * SPAN });
    fc.assert(
      fc.property(keys, rules, later, (all, policy, seconds) => {
        const after = broken(judge(all, policy, at(NOW + seconds)));
        for (const { id, rule } of judge(all, policy, at(NOW))) {
          // Of an expired key nothing else is said, so that may stand in for any other finding.
          expect(after.some((one) => one === `${id} ${rule}` || one === `${id} expired`)).toBe(
            true,
          );
        }
      }),
    );
  });

  test.each<['max-age' | 'max-idle' | 'min-remaining', number]>([
    ['max-age', 1],
    ['max-idle', 1],
    ['min-remaining', -1],
  ])('finds the same or less with a looser %s', (name, direction) => {
    const two = fc.tuple(fc.integer({ min: 1, max: SPAN }), fc.integer({ min: 1, max: SPAN }));
    fc.assert(
      fc.property(keys, rules, two, (all, policy, limits) => {
        const [low, high] = [Math.min(...limits), Math.max(...limits)];
        const [strict, loose] = direction > 0 ? [low, high] : [high, low];
        const found = broken(judge(all, { ...policy, [name]: strict }, at(NOW)));
        const left = broken(judge(all, { ...policy, [name]: loose }, at(NOW)));
        expect(found).toEqual(expect.arrayContaining(left));
      }),
    );
  });

  test('finds the same or less with more owners allowed', () => {
    fc.assert(
      fc.property(keys, rules, (all, policy) => {
        const one = broken(judge(all, { ...policy, 'allowed-owners': ['user_1'] }, at(NOW)));
        const both = { ...policy, 'allowed-owners': ['user_1', 'user_2'] };
        expect(one).toEqual(expect.arrayContaining(broken(judge(all, both, at(NOW)))));
      }),
    );
  });

  test('does not depend on the order of keys or owners', () => {
    const shuffled = keys.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, rules, ([all, mixed], policy) => {
        const turned = {
          ...policy,
          'allowed-owners': policy['allowed-owners']?.toReversed() ?? null,
        };
        const found = judge(mixed, turned, at(NOW));
        expect(broken(found)).toEqual(broken(judge(all, policy, at(NOW))));
        const position = new Map(mixed.map(({ id }, index) => [id, index]));
        const order = found.map(({ id }) => position.get(id) ?? -1);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });

  test('is the verdict on each of them by itself', () => {
    fc.assert(
      fc.property(keys, rules, (all, policy) => {
        const single = all.flatMap((key) => judge([key], policy, at(NOW)));
        expect(judge(all, policy, at(NOW))).toEqual(single);
      }),
    );
  });

  test('names no rule that was left out', () => {
    fc.assert(
      fc.property(keys, rules, time, (all, policy, now) => {
        const inForce = Object.entries(policy).filter(([, limit]) => limit !== null);
        const wanted = ['expired', ...inForce.map(([rule]) => rule)];
        for (const { rule } of judge(all, policy, at(now))) expect(wanted).toContain(rule);
      }),
    );
  });

  test('says of an expired key that it expired, and no more', () => {
    fc.assert(
      fc.property(keys, rules, time, (all, policy, now) => {
        const found = judge(all, policy, at(now));
        for (const { id, expiresAt } of all) {
          const said = found.filter((one) => one.id === id).map(({ rule }) => rule);
          if (expiresAt !== null && expiresAt <= now) expect(said).toEqual(['expired']);
          else expect(said).not.toContain('expired');
          expect(new Set(said).size).toBe(said.length);
        }
      }),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import type { AdminKey } from '../../src/domain/admin-key.ts';
import type { Situation } from '../../src/domain/rotation-plan.ts';
import { NOW } from '../support/fakes.ts';
import {
  DAY,
  HOUR,
  keyMade,
  MINUTE,
  type PlanFields,
  planFor,
  spellPlan,
  wrote,
} from '../support/rotation-plan.ts';

describe('a mark, to the second', () => {
  test.each<[string, AdminKey[], PlanFields, string]>([
    ['16 min after its making', [keyMade('n', HOUR)], { updates: [wrote(HOUR - 960)] }, 'keep'],
    ['later', [keyMade('n', HOUR)], { updates: [wrote(HOUR - 961)] }, 'rotate, n delete'],
    ['5 s before its making', [keyMade('n', HOUR)], { updates: [wrote(HOUR + 5)] }, 'keep'],
    ['earlier', [keyMade('n', HOUR)], { updates: [wrote(HOUR + 6)] }, 'rotate, n delete'],
  ])('a write %s', (_, keys, fields, outcome) => {
    expect(spellPlan(planFor(keys, fields))).toBe(outcome);
  });

  test('an undelivered key stops every run until it is 20 min old', () => {
    const at = (seconds: number) => planFor([keyMade('n', seconds)], { updates: [null] });
    expect(at(20 * MINUTE - 1)).toMatchObject({ kind: 'busy', retryAt: NOW + 1 });
    expect(at(0)).toMatchObject({ kind: 'busy', retryAt: NOW + 20 * MINUTE });
    expect(at(20 * MINUTE).kind).toBe('rotate');
  });

  test('expired or not, since its run may still write', () => {
    const dead = keyMade('n', 60, NOW - 30);
    expect(planFor([dead], { updates: [null] }).kind).toBe('busy');
  });

  test('a key made less than 20 min before the newest makes it undelivered', () => {
    const at = (seconds: number) => planFor([keyMade('a', HOUR + seconds), keyMade('n', HOUR)]);
    expect(spellPlan(at(20 * MINUTE - 1))).toBe('rotate, a delete, n delete');
    expect(spellPlan(at(20 * MINUTE))).toBe('keep, a delete');
  });

  test('a key is due when it is older than `rotate-after`', () => {
    expect(planFor([keyMade('n', 30 * DAY)]).kind).toBe('keep');
    const due = planFor([keyMade('n', 30 * DAY + 1)]);
    expect(due).toMatchObject({
      kind: 'rotate',
      why: 'key `n` is 30 days 1 second old, and `rotate-after` is 30 days',
    });
  });

  test('a key is due when it has less life left than `min-remaining`', () => {
    const left = (seconds: number) =>
      planFor([keyMade('n', DAY, NOW + seconds)], { rotateAfter: null, minRemaining: HOUR });
    expect(left(HOUR).kind).toBe('keep');
    expect(left(HOUR - 1)).toMatchObject({
      kind: 'rotate',
      why: 'key `n` expires in 59 minutes, and `min-remaining` is 1 hour',
    });
  });

  test('a key is due when it has expired', () => {
    expect(planFor([keyMade('n', DAY, NOW + 1)]).kind).toBe('keep');
    expect(planFor([keyMade('n', DAY, NOW)])).toMatchObject({
      kind: 'rotate',
      why: 'key `n` expired 0 seconds ago',
      older: [{ fate: 'expired' }],
    });
  });

  test('a grace period is over when its last second is', () => {
    const replaced = (seconds: number) =>
      spellPlan(planFor([keyMade('a', 9 * DAY), keyMade('n', seconds)], { gracePeriod: DAY }));
    expect(replaced(DAY - 1)).toBe('keep, a in-grace');
    expect(replaced(DAY)).toBe('keep, a delete');
  });
});

describe('when a key is due', () => {
  test.each<[string, number | null, Partial<Situation>, string | RegExp]>([
    ['no rule', null, { rotateAfter: null }, /^neither .* is given, so each run rotates$/],
    ['an age', null, {}, 'key `n` is delivered and due after 2027-02-13T08:00:00Z'],
    [
      'a remaining life, of a key that expires',
      NOW + 9 * DAY,
      { rotateAfter: null, minRemaining: DAY },
      'key `n` is delivered and due after 2027-01-23T08:00:00Z',
    ],
    [
      'a remaining life, of a key that never expires',
      null,
      { rotateAfter: null, minRemaining: DAY },
      'key `n` is delivered and never due',
    ],
    [
      'an age and the end of its life',
      NOW + 9 * DAY,
      {},
      'key `n` is delivered and due after 2027-01-24T08:00:00Z',
    ],
    [
      'an age before a remaining life',
      NOW + 90 * DAY,
      { minRemaining: DAY },
      'key `n` is delivered and due after 2027-02-13T08:00:00Z',
    ],
  ])('with %s', (_, expiresAt, rules, why) => {
    const made = planFor([keyMade('n', DAY, expiresAt)], rules);
    expect(made.kind).toBe(rules.rotateAfter === null && !rules.minRemaining ? 'rotate' : 'keep');
    expect(made.why).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
  });
});

test('of keys made within one second the last listed is the newest, and none is delivered', () => {
  const [x, y] = [keyMade('x', HOUR), keyMade('y', HOUR)];
  const made = planFor([x, y]);
  expect([made.newest, spellPlan(made)]).toEqual([y, 'rotate, x delete, y delete']);
  expect(planFor([y, x]).newest).toBe(x);
  // Older twins retire together, once the later of them is replaced.
  const twins = [keyMade('x', 2 * DAY), keyMade('y', 2 * DAY), keyMade('n', DAY)];
  expect(spellPlan(planFor(twins, { gracePeriod: DAY }))).toBe('keep, x delete, y delete');
  expect(spellPlan(planFor(twins, { gracePeriod: DAY + 1 }))).toBe('keep, x delete, y in-grace');
});

import { describe, expect, test } from '@jest/globals';
import type { ApiKey } from '../../src/domain/key.ts';
import type { planRotation } from '../../src/domain/rotation-plan.ts';
import { NOW } from '../../testing/fakes.ts';
import {
  DAY,
  HOUR,
  keyMade,
  MINUTE,
  type PlanFields,
  planFor,
  spellPlan,
  wrote,
} from '../../testing/rotation-plan.ts';

type RotationInput = Parameters<typeof planRotation>[0];

describe('a mark, to the second', () => {
  test.each<[string, ApiKey[], PlanFields, string]>([
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
    const due = planFor([keyMade('n', 30 * DAY + 1)]);
    expect(due).toMatchObject({
      kind: 'rotate',
      why: 'key `n` is 30 days 1 second old, and `rotate-after` is 30 days',
    });
  });

  test.each([
    [30 * DAY, 6 * HOUR],
    [7 * DAY, 6 * HOUR],
    [5 * DAY, 6 * HOUR],
    [DAY, 72 * MINUTE],
    [HOUR, 3 * MINUTE],
  ])('a schedule of %d s may come %d s early: a twentieth, and at most 6 h', (limit, early) => {
    const at = (seconds: number) => planFor([keyMade('n', seconds)], { rotateAfter: limit });
    expect(at(limit - early).kind).toBe('keep');
    expect(at(limit - early + 1).kind).toBe('rotate');
    expect(at(limit - early + 1).why).toMatch(/, and the next run may come too late$/);
    expect(at(limit).why).toContain('too late');
    expect(at(limit + 1).why).not.toContain('too late');
    const left = (seconds: number) =>
      planFor([keyMade('n', DAY, NOW + seconds)], { rotateAfter: null, minRemaining: limit });
    expect(left(limit + early).kind).toBe('keep');
    expect(left(limit + early - 1).kind).toBe('rotate');
    expect(left(limit).why).toContain('too late');
    expect(left(limit - 1).why).not.toContain('too late');
  });

  test('a key is due when it has less life left than `min-remaining`', () => {
    const left = (seconds: number) =>
      planFor([keyMade('n', DAY, NOW + seconds)], { rotateAfter: null, minRemaining: HOUR });
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
      older: [{ action: 'expired' }],
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
  test.each<[string, number | null, Partial<RotationInput>, string | RegExp]>([
    ['no rule', null, { rotateAfter: null }, /^neither .* is given, so each run rotates$/],
    ['an age', null, {}, 'key `n` is delivered and due after 2027-02-13T02:00:00Z'],
    [
      'a remaining life, of a key that expires',
      NOW + 9 * DAY,
      { rotateAfter: null, minRemaining: DAY },
      'key `n` is delivered and due after 2027-01-23T06:48:00Z',
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
      'key `n` is delivered and due after 2027-02-13T02:00:00Z',
    ],
  ])('with %s', (_, expiresAt, rules, why) => {
    const made = planFor([keyMade('n', DAY, expiresAt)], rules);
    expect(made.kind).toBe(rules.rotateAfter === null && !rules.minRemaining ? 'rotate' : 'keep');
    expect(made.why).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
  });
});

describe('a key that is asked for by `now`', () => {
  const now = { isAskedFor: true };

  test('is due whatever the rules say, unless the newest was just made', () => {
    expect(planFor([keyMade('n', HOUR)], now)).toMatchObject({
      kind: 'rotate',
      why: '`now` asks for it',
    });
    const kept = planFor([keyMade('n', 20 * MINUTE - 1)], { ...now, rotateAfter: null });
    expect(kept).toMatchObject({
      kind: 'keep',
      why:
        'key `n` is delivered and was made less than 20 minutes ago, so `now` keeps it; to replace it too, ' +
        'run with `now` again after 2027-01-15T08:00:01Z',
    });
    expect(planFor([keyMade('n', 20 * MINUTE)], now).kind).toBe('rotate');
  });

  test('does not get past another run at work', () => {
    expect(planFor([keyMade('n', 60)], { ...now, updates: [null] }).kind).toBe('busy');
  });

  test('is due all the same where the one that was just made has expired, or is open to others', () => {
    expect(planFor([keyMade('n', 60, NOW)], now).kind).toBe('rotate');
    expect(planFor([keyMade('n', 60)], { ...now, accessible: false }).kind).toBe('rotate');
  });
});

describe('a rotation that never settles', () => {
  const three = [6, 4, 2].map((days) => keyMade(`d${days}`, days * DAY));
  const never = { updates: [wrote(9 * DAY)] };

  test('makes no fourth key within a week, and touches nothing', () => {
    expect(planFor(three, never)).toEqual({
      kind: 'unsettled',
      newest: three[2],
      why: 'key `d2` is not delivered: the secret was last written before it was made',
      older: [],
    });
  });

  test.each<[string, ApiKey[], PlanFields]>([
    ['two were made', three.slice(1), never],
    [
      'one of the three was made a week before the newest',
      [keyMade('w', 9 * DAY), ...three.slice(1)],
      never,
    ],
    ['one of the three has expired', [keyMade('e', 6 * DAY, NOW), ...three.slice(1)], never],
    ['the newest has expired', [...three, keyMade('n', DAY, NOW)], never],
    ['the newest is too old', three, { ...never, rotateAfter: DAY }],
    ['each run makes one', three, { ...never, rotateAfter: null }],
    ['`now` asks for one', three, { ...never, isAskedFor: true }],
  ])('makes one where %s', (_, keys, fields) => {
    expect(planFor(keys, fields).kind).toBe('rotate');
  });

  test('makes none later either, until a rule asks for one', () => {
    const planAfter = (days: number) => {
      const keys = three.map((key) => ({ ...key, createdAt: key.createdAt - days * DAY }));
      return planFor(keys, { updates: [wrote((days + 9) * DAY)], rotateAfter: 30 * DAY }).kind;
    };
    expect([7, 20, 27, 29].map(planAfter)).toEqual([
      ...['unsettled', 'unsettled', 'unsettled', 'rotate'],
    ]);
  });

  test('keeps what is delivered, and gives way to another run', () => {
    expect(planFor(three).kind).toBe('keep');
    expect(planFor([...three, keyMade('n', 60)], never).kind).toBe('busy');
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

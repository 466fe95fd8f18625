import { describe, expect, test } from '@jest/globals';
import type { ApiKey } from '../../src/domain/key.ts';
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

describe('the key that authenticates the step', () => {
  const [a, b, n] = [keyMade('a', 50 * DAY), keyMade('b', 40 * DAY), keyMade('n', 31 * DAY)];
  const fresh = keyMade('f', DAY);
  const isCallerKey = (id: string) => ({ isCallerKey: (one: ApiKey) => one.id === id });
  const nothing = { updates: [wrote(0)] };

  test.each<[string, ApiKey[], string, PlanFields, string]>([
    ['goes where it is the newest, delivered', [a, n], 'n', {}, 'rotate, a delete, n delete'],
    [
      'stays where nothing was delivered and a newer one is listed',
      [a, b, n],
      'a',
      nothing,
      'rotate, a in-use, b delete, n delete',
    ],
    [
      'goes where nothing was delivered, as newest',
      [a, n],
      'n',
      nothing,
      'rotate, a delete, n delete',
    ],
    ['stays where a secret has to be made', [n], 'n', { updates: [null] }, 'rotate, n in-use'],
    [
      'stays where one of them has to be',
      [a, n],
      'a',
      { updates: [wrote(0), null] },
      'rotate, a in-use, n delete',
    ],
    [
      'stays where another one was delivered',
      [a, b, n],
      'b',
      {},
      'rotate, a delete, b in-use, n delete',
    ],
    ['stays in a run that keeps', [a, fresh], 'a', {}, 'keep, a in-use'],
    [
      'is only mentioned once its time is over',
      [a, n],
      'n',
      { gracePeriod: DAY },
      'rotate, a delete, n in-grace',
    ],
    [
      'is only mentioned once its time is over, nothing delivered',
      [n],
      'n',
      { updates: [null], gracePeriod: 1 },
      'rotate, n in-grace',
    ],
    [
      'is not mentioned when it has expired',
      [keyMade('e', 50 * DAY, NOW), fresh],
      'e',
      {},
      'keep, e expired',
    ],
    [
      'is not looked at where it is the newest of a run that keeps',
      [a, fresh],
      'f',
      {},
      'keep, a delete',
    ],
  ])('%s', (_, keys, own, fields, outcome) => {
    expect(spellPlan(planFor(keys, { ...fields, ...isCallerKey(own) }))).toBe(outcome);
  });

  test('says why it stays', () => {
    const made = planFor([n], { updates: [null], ...isCallerKey('n') });
    expect(made).toMatchObject({
      older: [{ action: 'in-use', why: 'it authenticates this step' }],
    });
  });
});

describe('what people did', () => {
  test('the newest expired while an older one never does: due, the older one retired', () => {
    const made = planFor([keyMade('a', 9 * DAY), keyMade('n', 8 * DAY, NOW - 1)]);
    expect(spellPlan(made)).toBe('rotate, a delete, n expired');
    expect(made.why).toBe('key `n` expired 1 second ago');
  });

  test('the newest was deleted by hand: the secret was written too late for the one left', () => {
    const made = planFor([keyMade('a', 9 * DAY)], { updates: [wrote(DAY)] });
    expect(spellPlan(made)).toBe('rotate, a delete');
    expect(made.why).toMatch(/^key `a` is not delivered: the secret was written again after /);
  });

  test('an older key was pasted back: both are replaced now, for the whole grace period', () => {
    const keys = [keyMade('a', 20 * DAY), keyMade('n', 10 * DAY)];
    const fields = { updates: [wrote(HOUR)], gracePeriod: DAY };
    expect(spellPlan(planFor(keys, fields))).toBe('rotate, a in-grace, n in-grace');
  });

  test('a secret is open to others: due, however young the key is', () => {
    const keys = [keyMade('o', 2 * DAY), keyMade('n', 5 * MINUTE)];
    const fields = { accessible: false, gracePeriod: DAY };
    const plan = planFor(keys, fields);
    expect(plan.why).toBe('the readers of a secret are not those that the inputs name');
    expect(spellPlan(plan)).toBe('rotate, o in-grace, n in-grace');
    // The step's own key is judged as in any run that found the newest delivered.
    const own = { ...fields, gracePeriod: 0, isCallerKey: ({ id }: ApiKey) => id === 'o' };
    expect(spellPlan(planFor(keys, own))).toBe('rotate, o in-use, n delete');
  });

  test('clocks that differ are aligned', () => {
    const keys = [keyMade('n', HOUR)];
    const evidence = { keys, updates: [wrote(-HOUR)], skew: 2 * HOUR * 1000 };
    expect(planFor(keys, { evidence }).kind).toBe('keep');
    expect(planFor(keys, { evidence: { ...evidence, skew: 0 } }).kind).toBe('rotate');
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isDelivered, whyUndelivered } from '../../src/domain/delivery-status.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const keyAt = (seconds: number, id = 'key_new') => adminKey({ id, createdAt: NOW + seconds });
const old = keyAt(-20 * 60, 'key_old');
/** A write so many seconds after the moment at which the newest key was made. */
const at = (seconds: number) => (NOW + seconds) * 1000;
const see = (keys: ApiKey[], updates: (number | null)[], skew = 0) => ({
  keys,
  updates,
  skew,
});

describe('the newest key is delivered', () => {
  test.each<[string, number[]]>([
    ['written at once', [0]],
    ['written shortly before, by clocks that differ', [-5]],
    ['written at the end of its time', [16 * 60]],
    ['every target written', [1, 2, 900]],
    ['no target asked for', []],
  ])('%s', (_, writes) => {
    expect(isDelivered(see([old, keyAt(0)], writes.map(at)))).toBe(true);
  });
});

describe('the newest key is not delivered', () => {
  const late = at(16 * 60 + 1);

  test.each<[string, (number | null)[], string]>([
    ['written too early', [at(-6)], 'the secret was last written before it was made'],
    ['written too late', [late], 'the secret was written again after the run that made it'],
    ['the only secret is missing', [null], 'the secret does not exist'],
    ['one of two is missing', [at(1), null], '1 of 2 secrets does not exist'],
    ['two are missing', [null, late, null], '2 of 3 secrets do not exist'],
    [
      'one of several was written by somebody else',
      [at(1), at(3_600)],
      '1 of 2 secrets was written again after the run that made it',
    ],
    [
      'all of them were',
      [late, late],
      '2 of 2 secrets were written again after the run that made it',
    ],
    [
      'some too early and one too late',
      [at(-6), late, at(-6)],
      '1 of 3 secrets was written again after the run that made it',
    ],
  ])('%s', (_, updates, why) => {
    expect(isDelivered(see([old, keyAt(0)], updates))).toBe(false);
    expect(whyUndelivered(see([old, keyAt(0)], updates))).toBe(why);
  });

  test.each<[string, number]>([
    ['a second before', -1],
    ['in the same second', 0],
    ['almost 20 minutes before', -20 * 60 + 1],
  ])('where another key of the name was made %s', (_, seconds) => {
    const evidence = see([keyAt(seconds, 'key_rival'), keyAt(0)], [at(1)]);
    expect(isDelivered(evidence)).toBe(false);
    expect(whyUndelivered(evidence)).toBe(
      'key `key_rival` was made less than 20 minutes before it',
    );
  });

  test('where there is none', () => {
    expect(isDelivered(see([], [at(1)]))).toBe(false);
    expect(whyUndelivered(see([], [at(1)]))).toBe('there is none');
  });
});

test('clocks that differ change nothing once they are aligned', () => {
  const write = fc.option(fc.integer({ min: -20, max: 1_000 }));
  const skew = fc.integer({ min: -86_400_000, max: 86_400_000 });
  fc.assert(
    fc.property(fc.array(write), skew, (writes, difference) => {
      const keys = [old, keyAt(0)];
      const updates = writes.map((seconds) => (seconds === null ? null : at(seconds)));
      const shifted = updates.map((update) => (update === null ? null : update + difference));
      expect(whyUndelivered(see(keys, shifted, difference))).toBe(
        whyUndelivered(see(keys, updates)),
      );
    }),
  );
});

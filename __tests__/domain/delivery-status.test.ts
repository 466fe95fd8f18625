import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstToExpire, isDelivered, whyUndelivered } from '../../src/domain/delivery-status.ts';
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

describe('of the keys that targets may hold, the first to expire', () => {
  const HOUR = 3600;
  /** A key made so many hours ago, which expires in so many. */
  const key = (id: string, ago: number, left: number | null) =>
    adminKey({
      id,
      createdAt: NOW - ago * HOUR,
      expiresAt: left === null ? null : NOW + left * HOUR,
    });
  const written = (ago: number) => (NOW - ago * HOUR) * 1000;
  const [dead, old, fresh] = [key('dead', 90, -1), key('old', 50, 5), key('fresh', 2, 90)];

  test.each<[string, ApiKey[], (number | null)[], string | undefined]>([
    ['there is none', [], [null], undefined],
    ['the newest, where it is delivered', [dead, old, fresh], [written(2)], 'fresh'],
    ['an older one, where the newest is in no secret', [old, fresh], [written(50)], 'old'],
    ['the newest, where all secrets that exist hold it', [old, fresh], [written(2), null], 'fresh'],
    ['an older one, where no secret exists', [old, fresh], [null], 'old'],
    ['an older one, where something else wrote it', [old, fresh], [written(1)], 'old'],
    ['an expired one that a secret holds', [dead, fresh], [written(90)], 'dead'],
    ['no expired one that another replaced', [dead, old, fresh], [written(50)], 'old'],
    ['no expired one that a secret never held', [dead, fresh], [null], 'fresh'],
    ['the newest, expired', [old, key('fresh', 2, -1)], [written(50)], 'fresh'],
    ['the oldest of those that never expire', [key('a', 9, null), key('b', 8, null)], [null], 'a'],
  ])('%s', (_, keys, updates, id) => {
    expect(firstToExpire(see(keys, updates), NOW)?.id).toBe(id);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isDelivered } from '../../src/domain/delivered.ts';
import { adminKey, NOW } from '../support/fakes.ts';

const keyAt = (seconds: number, id = 'key_new') => adminKey({ id, createdAt: NOW + seconds });
const old = keyAt(-20 * 60, 'key_old');
/** A write so many seconds after the moment at which the newest key was made. */
const at = (seconds: number) => (NOW + seconds) * 1000;

describe('the newest key is delivered', () => {
  test.each<[string, number[]]>([
    ['written at once', [0]],
    ['written shortly before, by clocks that differ', [-5]],
    ['written at the end of its time', [16 * 60]],
    ['every target written', [1, 2, 900]],
    ['no target asked for', []],
  ])('%s', (_, writes) => {
    expect(isDelivered({ keys: [old, keyAt(0)], updates: writes.map(at), skew: 0 })).toBe(true);
  });
});

describe('the newest key is not delivered', () => {
  test.each<[string, (number | null)[]]>([
    ['written too early', [at(-6)]],
    ['written too late', [at(16 * 60 + 1)]],
    ['a secret is missing', [at(1), null]],
    ['one of several was written by somebody else', [at(1), at(3_600)]],
  ])('%s', (_, updates) => {
    expect(isDelivered({ keys: [old, keyAt(0)], updates, skew: 0 })).toBe(false);
  });

  test.each<[string, number]>([
    ['a second before', -1],
    ['in the same second', 0],
    ['almost 20 minutes before', -20 * 60 + 1],
  ])('where another key of the name was made %s', (_, seconds) => {
    const keys = [keyAt(seconds, 'key_rival'), keyAt(0)];
    expect(isDelivered({ keys, updates: [at(1)], skew: 0 })).toBe(false);
  });

  test('where there is none', () => {
    expect(isDelivered({ keys: [], updates: [at(1)], skew: 0 })).toBe(false);
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
      expect(isDelivered({ keys, updates: shifted, skew: difference })).toBe(
        isDelivered({ keys, updates, skew: 0 }),
      );
    }),
  );
});

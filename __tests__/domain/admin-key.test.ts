import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isKeyId, isLive, isoTime, newestOf } from '../../src/domain/admin-key.ts';
import { adminKey, NOW } from '../support/fakes.ts';

describe('isKeyId', () => {
  test.each(['key_abc', 'k', '0', 'key-1.2~3:4', 'a.b', 'x'.repeat(256)])('takes %s', (id) => {
    expect(isKeyId(id)).toBe(true);
  });

  test.each([
    '',
    '.',
    '..',
    '../users',
    'a..b',
    'key_a/b',
    'key_a\\b',
    'key_a?limit=1',
    'key_a#',
    'key_a%2e',
    'key_a b',
    'key_a\n',
    '\nkey_a',
    'key_a\r\nHost: x',
    'key_a\0',
    'key_a,key_b',
    'key_ä',
    'ｋey',
    '***',
    '<b>',
    'x'.repeat(257),
    undefined,
    null,
    7,
    ['key_abc'],
    { toString: () => 'key_abc' },
  ])('refuses %j', (id) => {
    expect(isKeyId(id)).toBe(false);
  });

  test('stays one segment of the path that it is put into', () => {
    const likely = fc.string({ unit: fc.constantFrom(...'./\\%?#:@~_-aZ0 \n\t') });
    fc.assert(
      fc.property(fc.oneof(likely, fc.string()), (id) => {
        fc.pre(isKeyId(id));
        const url = new URL(`https://host/keys/${id}`);
        expect([url.host, url.pathname, url.search, url.hash]).toEqual([
          'host',
          `/keys/${id}`,
          '',
          '',
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('isLive', () => {
  test.each([
    [null, true],
    [NOW + 1, true],
    [NOW, false],
    [NOW - 1, false],
  ])('a key that expires at %p: %p', (expiresAt, live) => {
    expect(isLive(adminKey({ expiresAt }), NOW)).toBe(live);
  });

  test('looks at fractions of the moment', () => {
    expect(isLive(adminKey({ expiresAt: NOW }), NOW - 0.1)).toBe(true);
  });
});

describe('newestOf', () => {
  const at = (id: string, createdAt: number) => adminKey({ id, createdAt });

  test('knows none among none', () => {
    expect(newestOf([])).toBeUndefined();
  });

  test.each([
    [[at('a', 1), at('b', 3), at('c', 2)], 'b'],
    [[at('a', 3), at('b', 3), at('c', 2)], 'b'],
    [[at('a', 0)], 'a'],
  ])('%#', (keys, id) => {
    expect(newestOf(keys)?.id).toBe(id);
  });

  test('is made last, and of several made then the last listed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { minLength: 1 }), (times) => {
        const keys = times.map((time, index) => at(`key_${index}`, time));
        expect(newestOf(keys)?.id).toBe(`key_${times.lastIndexOf(Math.max(...times))}`);
      }),
    );
  });
});

test.each([
  [null, ''],
  [0, '1970-01-01T00:00:00Z'],
  [1_800_000_000, '2027-01-15T08:00:00Z'],
  [253_402_300_799, '9999-12-31T23:59:59Z'],
])('isoTime writes %p as %j', (seconds, text) => {
  expect(isoTime(seconds)).toBe(text);
});

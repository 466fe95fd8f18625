import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isAdminKey,
  isAnyKeyId,
  isDeletable,
  isKeyId,
  isLive,
  isoTime,
  isPlaceId,
  longKeyId,
  newestOf,
  splitKeyId,
} from '../../src/domain/key.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

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

describe('isPlaceId', () => {
  test.each(['proj_abc', 'svc_acct_a', 'user-A1', 'x', '_', 'x'.repeat(128)])('takes %s', (id) => {
    expect(isPlaceId(id)).toBe(true);
  });

  test.each([
    '',
    ' ',
    'a b',
    'a.b',
    '..',
    'a/b',
    'a\\b',
    'a%2f',
    'a?b',
    'a#b',
    'a:b',
    'a~b',
    'a,b',
    'a\n',
    '\na',
    'ä',
    '*',
    'x'.repeat(129),
  ])('refuses %j', (id) => {
    expect(isPlaceId(id)).toBe(false);
  });
});

describe('an id in either form', () => {
  test.each([
    ['key_abc', null, 'key_abc'],
    ['proj_abc/key_xyz', 'proj_abc', 'key_xyz'],
    ['p/k', 'p', 'k'],
    ['proj_a/key-1.2~3:4', 'proj_a', 'key-1.2~3:4'],
    [`${'x'.repeat(128)}/${'y'.repeat(256)}`, 'x'.repeat(128), 'y'.repeat(256)],
  ])('%s has the parts %p and %s', (id, projectId, keyId) => {
    expect(isAnyKeyId(id)).toBe(true);
    expect(splitKeyId(id)).toEqual({ projectId, keyId });
    if (projectId !== null) expect(longKeyId(projectId, keyId)).toBe(id);
  });

  test.each([
    '',
    '/',
    'a/',
    '/b',
    'a//b',
    'a/b/',
    'a/b/c',
    '../b',
    'a/..',
    'a/.',
    'a/b..c',
    'a.b/c',
    'a/b c',
    'a/b?c',
    'a/b#c',
    'a%2fb',
    'a\\b',
    'a/b\n',
    'a\n/b',
    `${'x'.repeat(129)}/b`,
    `a/${'x'.repeat(257)}`,
  ])('%j is none', (id) => {
    expect(isAnyKeyId(id)).toBe(false);
  });

  test('stays two segments of the path that its parts are put into', () => {
    const likely = fc.string({ unit: fc.constantFrom(...'./\\%?#:@~_-aZ0 \n') });
    const halves = fc.tuple(likely, likely).map(([project, key]) => `${project}/${key}`);
    fc.assert(
      fc.property(fc.oneof(likely, halves), (id) => {
        fc.pre(isAnyKeyId(id));
        const { projectId, keyId } = splitKeyId(id);
        const path = `/projects/${projectId ?? 'none'}/api_keys/${keyId}`;
        const url = new URL(`https://host${path}`);
        expect([url.host, url.pathname, url.search, url.hash]).toEqual(['host', path, '', '']);
        expect(projectId === null ? keyId : longKeyId(projectId, keyId)).toBe(id);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a listed key', () => {
  const project = { id: 'proj_a', name: null };

  test.each([
    ['sk-admin...xyz', null, true, true],
    ['sk-admin-****xyz', null, true, true],
    ['sk-proj-****xyz', null, false, false],
    ['sk-svc...xyz', null, false, false],
    ['', null, false, false],
    ['SK-ADMIN...xyz', null, false, false],
    ['my-sk-admin...xyz', null, false, false],
    ['sk-svc...xyz', project, false, true],
    ['', project, false, true],
    // What a project lists is the project's, whatever it looks like.
    ['sk-admin...xyz', project, false, true],
  ])('%j of %j is an admin key: %p, and can be deleted: %p', (redactedValue, of, admin, deletable) => {
    const key = adminKey({ redactedValue, project: of });
    expect(isAdminKey(key)).toBe(admin);
    expect(isDeletable(key)).toBe(deletable);
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

import { describe, expect, test } from '@jest/globals';
import type { Result, ResultFor } from '../../src/domain/result.ts';
import { details, headline } from '../../src/report/headline.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const create: ResultFor<'create'> = {
  operation: 'create',
  outcome: 'created',
  key: adminKey(),
  name: 'nightly',
  lifetime: null,
  revokeAfterJob: false,
  targets: [],
  written: [],
  exposedTo: [],
};
const list: ResultFor<'list'> = {
  operation: 'list',
  archived: [],
  keys: [],
  pattern: null,
  file: null,
};

function deleted(
  ...statuses: ResultFor<'delete'>['keys'][number]['status'][]
): ResultFor<'delete'> {
  return { operation: 'delete', keys: statuses.map((status, at) => ({ id: `key_${at}`, status })) };
}

describe('headline', () => {
  test.each<[Result, string]>([
    [create, 'Made key [key_abc] named [nightly]: it never expires.'],
    [
      { ...create, lifetime: 86_400, key: adminKey({ expiresAt: NOW }) },
      'Made key [key_abc] named [nightly]: it expires after 1 h (2027-01-15T08:00:00Z).',
    ],
    [
      { ...create, revokeAfterJob: true },
      'Made key [key_abc] named [nightly]: it never expires, and is deleted when the job ends.',
    ],
    [
      { ...create, outcome: 'reused' },
      'Key [key_abc] named [nightly] already exists; none was made.',
    ],
    [
      { ...create, outcome: 'planned', key: null, lifetime: 60 },
      'Dry run: a key named [nightly] that expires after 1 min would be made.',
    ],
    [{ operation: 'retrieve', key: adminKey() }, 'Key [key_abc] is named [nightly].'],
    [list, '0 API keys.'],
    [{ ...list, keys: [adminKey()], pattern: 'ci/*' }, '1 admin API key with a name like [ci/*].'],
    [
      { ...list, keys: [adminKey(), adminKey()], file: 'keys.json' },
      '2 admin API keys, all of them in [keys.json].',
    ],
    [deleted('planned', 'planned'), 'Dry run: 2 keys would be deleted.'],
    [
      deleted('deleted', 'gone', 'failed', 'not-tried', 'not-tried', 'deleted'),
      'Keys: 2 deleted, 1 already gone, 1 could not be deleted, 2 not tried.',
    ],
  ])('%#: %j', (result, sentence) => {
    expect(headline(result, (text) => `[${text}]`)).toBe(sentence);
  });

  test('makes all text from outside harmless', () => {
    const hostile = '\n::error::x';
    const key = adminKey({ name: hostile });
    const results: Result[] = [
      { ...create, name: hostile },
      { ...create, name: hostile, outcome: 'reused' },
      { ...create, name: hostile, outcome: 'planned', key: null },
      { operation: 'retrieve', key },
      { ...list, keys: [key], pattern: hostile, file: hostile },
    ];
    for (const result of results) {
      expect(headline(result, () => 'harmless')).not.toContain('::error');
    }
  });

  test('takes a key without a name', () => {
    const result: Result = { operation: 'retrieve', key: adminKey({ name: null }) };
    expect(headline(result, (text) => `[${text}]`)).toBe('Key [key_abc] is named [].');
  });
});

describe('details', () => {
  const show = (text: string) => `[${text}]`;
  const many = Array.from({ length: 60 }, (_, at) => adminKey({ id: `key_${at}`, name: null }));

  test('of a list and of a deletion are a line a key', () => {
    expect(details({ ...list, keys: [adminKey()] }, show)).toEqual([
      '  [key_abc] [nightly] sk-admin...xyz',
    ]);
    expect(details(deleted('gone', 'failed'), show)).toEqual([
      '  [key_0]: already gone',
      '  [key_1]: could not be deleted',
    ]);
  });

  test('are fifty lines at the most', () => {
    const lines = details({ ...list, keys: many }, show);
    expect(lines).toHaveLength(51);
    expect(lines.slice(-2)).toEqual(['  [key_49] [] sk-admin...xyz', '  and 10 more']);
    expect(details({ ...list, keys: many.slice(0, 50) }, show)).toHaveLength(50);
    expect(details(deleted(...Array<'gone'>(51).fill('gone')), show).at(-1)).toBe('  and 1 more');
  });

  test('of anything else are in the headline', () => {
    expect(details(create, show)).toEqual([]);
    expect(details({ operation: 'retrieve', key: adminKey() }, show)).toEqual([]);
  });
});

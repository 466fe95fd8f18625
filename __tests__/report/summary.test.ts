import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/domain/error.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import type { Result, ResultFor } from '../../src/domain/result.ts';
import type { SecretTarget } from '../../src/domain/secret-target.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const LIMIT = 1_000_000;
const now = NOW * 1000;

const listOf = (keys: ApiKey[]): ResultFor<'list'> => ({
  operation: 'list',
  archived: [],
  keys,
  pattern: null,
  file: null,
});
const created: ResultFor<'create'> = {
  operation: 'create',
  outcome: 'created',
  key: adminKey({ createdAt: NOW }),
  name: 'nightly',
  lifetime: null,
  revokeAfterJob: false,
  targets: [],
  written: [],
  exposedTo: [],
};
const target: SecretTarget = {
  place: 'repository',
  app: 'actions',
  name: 'KEY',
  owner: 'o',
  repo: 'r',
};
const summary = (result: Result, budget = LIMIT) => summaryOf(result, now, budget);
const rowsOf = (text: string) =>
  text.split('\n').filter((line) => /^\| (?!Name|Id|---)/.test(line));

describe('a key', () => {
  test.each<[Partial<ApiKey>, string]>([
    [{}, '| 1 h | never | never |'],
    [{ createdAt: NOW - 273_600 }, '| 3 d 4 h | never | never |'],
    [{ lastUsedAt: NOW - 60 }, '| 1 min ago | never |'],
    [{ lastUsedAt: NOW + 60 }, '| 0 s ago | never |'],
    [{ expiresAt: NOW + 86_400 }, '| 2027-01-16, in 1 d |'],
    [{ expiresAt: NOW }, '| expired 2027-01-15 |'],
    [{ owner: null }, '| `sk-admin...xyz` |  | 1 h'],
    [{ owner: { id: 'u', type: null, name: null, role: null } }, '| `u` | 1 h'],
    [{ owner: { id: null, type: null, name: null, role: null } }, '|  | 1 h'],
    [{ name: null }, '|  | `key_abc` |'],
    [{ name: 'a | b' }, '| <code>a &#124; b</code> | `key_abc` |'],
  ])('%j shows as %s', (fields, cells) => {
    const text = summary({ operation: 'retrieve', key: adminKey(fields) });
    expect(text).toMatch(/^### API key\n\nKey /);
    expect(rowsOf(text).join()).toContain(cells);
  });
});

describe('what was done', () => {
  test('a key that was made, and where its value is', () => {
    const other: SecretTarget = { ...target, place: 'environment', environment: 'a|b' };
    const text = summary({
      ...created,
      targets: [target, other],
      written: [{ target, action: 'updated' }],
      exposedTo: ['step output `value`'],
      failure: new ActionError('partial', 'half of it'),
    });
    expect(text).toMatch(/^### Create an API key\n\n❌ Made key `/);
    expect(text).toContain('\n\nThe value is in:\n\n- ✅ Actions secret');
    expect(text).toMatch(/o\/r updated\n- ❌ .*a&#124;b.* not written\n/);
    expect(text).toContain('- ✅ step output `value`\n');
    expect(rowsOf(text)).toHaveLength(1);
  });

  test('a key that would be made', () => {
    const text = summary({ ...created, outcome: 'planned', key: null, targets: [target] });
    expect(text).toContain('Dry run: a key named `nightly` that never expires would be');
    expect(text).toMatch(/It would go to:\n\n- Actions secret/);
    expect(text).not.toContain('|');
  });

  test('a key that is there already has no destinations', () => {
    expect(summary({ ...created, outcome: 'reused' })).not.toContain('The value is in');
  });

  test('keys that were deleted, and the others', () => {
    const statuses = ['planned', 'deleted', 'gone', 'failed', 'not-tried'] as const;
    const text = summary({
      operation: 'delete',
      keys: statuses.map((status) => ({ id: `key_${status}`, status })),
      failure: new ActionError('partial', 'half of it'),
    });
    expect(text).toMatch(/^### Delete API keys\n\n❌ /);
    expect(rowsOf(text).map((row) => row.split('|')[2]?.trim())).toEqual([
      'would be deleted',
      '✅ deleted',
      '✅ already gone',
      '❌ could not be deleted',
      '⚠️ not tried',
    ]);
  });

  test('no keys have no table', () => {
    expect(summary(listOf([]))).toBe('### API keys\n\n0 API keys.\n\n');
  });
});

describe('the budget', () => {
  const some = (count: number, name = 'nightly') =>
    Array.from({ length: count }, (_, at) => adminKey({ id: `key_${at}`, name }));

  test('is enough for all that fits', () => {
    const text = summary(listOf(some(1_000)));
    expect(rowsOf(text)).toHaveLength(1_000);
    expect(text).not.toContain('more are not shown');
  });

  test.each([
    ['a thousand', 20_000, '', 1_000],
    ['what fits', 900, 'x'.repeat(2_000), 450],
  ])('leaves out the rows after %s, with a note', (_, count, name, least) => {
    const text = summary(listOf(some(count, name)));
    const shown = rowsOf(text).length;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LIMIT);
    expect(shown).toBeGreaterThanOrEqual(least);
    expect(shown).toBeLessThanOrEqual(1_000);
    expect(text).toContain(`\n\n${count - shown} more are not shown`);
  });

  test('holds for any names and any room', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 60 });
    const room = fc.integer({ min: 1_000, max: 20_000 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 60 }), room, (names, budget) => {
        const keys = names.map((text, at) => adminKey({ id: `key_${at}`, name: text }));
        const text = summary(listOf(keys), budget);
        const note = /(\d+) more are not shown/.exec(text)?.[1] ?? 0;
        const shown = rowsOf(text).length;
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budget);
        expect(shown + Number(note)).toBe(names.length);
      }),
    );
  });

  test('that is used up already leaves a note at the most', () => {
    for (const budget of [0, -50_000]) {
      expect(rowsOf(summary(listOf(some(5)), budget))).toEqual([]);
      expect(Buffer.byteLength(summary(listOf(some(5)), budget))).toBeLessThan(500);
    }
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Rules } from '../../src/domain/policy.ts';
import { charts } from '../../src/report/chart.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const DAY = 86_400;
const none: Rules = {};
const keyOf = (age: number, left: number | null, name = 'nightly') =>
  adminKey({
    name,
    createdAt: NOW - age * DAY,
    expiresAt: left === null ? null : NOW + left * DAY,
  });
const linesOf = (chart = '') => chart.split('\n').map((line) => line.trim());

describe('up to 20 keys', () => {
  test('are a bar each, beside the limit', () => {
    const keys = [keyOf(10, 5, 'a'), keyOf(45.25, null, 'b'), keyOf(1, 80, 'c')];
    const [age, life] = charts(
      keys,
      { ...none, 'max-age': 30 * DAY, 'min-remaining': 7 * DAY },
      NOW,
    );
    expect(linesOf(age)).toEqual([
      '```mermaid',
      expect.stringMatching(/^%%\{init: \{.*\}\}%%$/),
      'xychart-beta horizontal',
      'title "Age in days, the limit is 30"',
      'x-axis ["1 a", "2 b", "3 c"]',
      'y-axis "days" 0 --> 50',
      'bar [10, -10000, 1]',
      'bar [-10000, 45.3, -10000]',
      'line [30, 30, 30]',
      '```',
    ]);
    expect(linesOf(life).slice(3, -1)).toEqual([
      'title "Remaining life in days, the limit is 7"',
      'x-axis ["1 a", "3 c"]',
      'y-axis "days" 0 --> 88',
      'bar [-10000, 80]',
      'bar [5, -10000]',
      'line [7, 7]',
    ]);
  });

  test('have no background of their own, which would be a grey box on a dark page', () => {
    const [age = ''] = charts([keyOf(10, 5)], none, NOW);
    const [, config = ''] = /^%%\{init: (.*)\}%%$/m.exec(age) ?? [];
    expect(JSON.parse(config)).toMatchObject({
      themeVariables: { xyChart: { backgroundColor: 'transparent' } },
    });
  });

  test('without a limit have no line', () => {
    const [age, ...others] = charts([keyOf(0, null)], none, NOW);
    expect(others).toEqual([]);
    expect(age).toContain('title "Age in days"\n');
    expect(age).toContain('0 --> 2');
    expect(age).not.toContain('line');
  });
});

describe('more keys', () => {
  test('are a bar an age class, those beyond the limit over it', () => {
    const ages = [...Array(15).fill(1), ...Array(5).fill(7), 29.9, 30, 400];
    const [age] = charts(
      ages.map((days) => keyOf(days, null)),
      { ...none, 'max-age': 30 * DAY },
      NOW,
    );
    expect(linesOf(age).slice(2, -1)).toEqual([
      'xychart-beta',
      'title "Age in days: how many keys"',
      'x-axis ["under 7", "7 to 30", "30 to 90", "90 to 180", "180 to 365", "over 365"]',
      'y-axis "keys" 0 --> 17',
      'bar [15, 6, 1, -10000, -10000, 1]',
      'bar [-10000, -10000, -10000, -10000, -10000, 1]',
    ]);
  });

  test('of exactly 20 are not there yet', () => {
    const keys = (count: number) => Array.from({ length: count }, () => keyOf(1, null));
    expect(charts(keys(20), none, NOW)[0]).toContain('horizontal');
    expect(charts(keys(21), none, NOW)[0]).not.toContain('horizontal');
  });
});

test('expired keys, and none at all, have no chart', () => {
  expect(charts([keyOf(9, -1), keyOf(9, 0)], none, NOW)).toEqual([]);
  expect(charts([], none, NOW)).toEqual([]);
});

test('no name can leave its label', () => {
  const name = fc.string({ unit: fc.constantFrom(...'ab"[]`\\\n%{}:;&<>#,|-. 🔑ü') });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), (names) => {
      const keys = names.map((text) => keyOf(1, 1, text));
      for (const chart of charts(keys, none, NOW)) {
        const lines = linesOf(chart);
        expect(lines).toHaveLength(9);
        const axis = lines[4] ?? '';
        expect(axis).toMatch(/^x-axis \["\d+[A-Za-z0-9 ._…-]*"(, "\d+[A-Za-z0-9 ._…-]*")*\]$/);
        expect(axis.match(/"/g)).toHaveLength(2 * names.length);
      }
    }),
  );
});

test('a key whose name is none, or cannot be shown whole, has its id', () => {
  const names = [null, 'x'.repeat(22), 'x'.repeat(23), 'a:b'];
  const keys = names.map((name) => adminKey({ name }));
  keys.push(adminKey({ name: null, id: 'key_-"'.padEnd(40, 'y') }));
  const labels = ['1 key_abc', `2 ${'x'.repeat(22)}`, '3 key_abc', '4 key_abc'];
  labels.push(`5 key_ ${'y'.repeat(16)}…`);
  expect(charts(keys, none, NOW)[0]).toContain(`[${labels.map((one) => `"${one}"`).join(', ')}]`);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findExcess } from '../../src/http/json-limits.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

const nest = (value: unknown, levels: number): unknown =>
  levels === 0 ? value : nest(levels % 2 ? [value] : { a: value }, levels - 1);

const DEEP = 'is nested too deeply';
const MANY = 'has far too many parts';

describe('excessOf', () => {
  test('tells what a walk over the parsed value tells', () => {
    const leaf = fc.oneof(fc.jsonValue(), fc.string({ unit: fc.constantFrom(...'[]{}"\\,:') }));
    fc.assert(
      fc.property(leaf, fc.integer({ min: 20, max: 40 }), (value, levels) => {
        const nested = nest(value, levels);
        expect(findExcess(JSON.stringify(nested))).toBe(depthOf(nested) > 32 ? DEEP : undefined);
      }),
      { numRuns: 1_000 },
    );
  });

  test('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[{"\\x]}') }), (text) => {
        expect(findExcess(text)).toBeUndefined();
      }),
    );
  });

  test.each([
    ['brackets', '['.repeat(33), DEEP],
    ['brackets in a text', `"${'['.repeat(33)}"`, undefined],
    ['brackets after a text', `"\\""${'{'.repeat(33)}`, DEEP],
    ['brackets after a text that ends in a backslash', `"\\\\"${'['.repeat(33)}`, DEEP],
    ['many that are closed again', `[${'{},'.repeat(99_999)}`, undefined],
    ['one more than that', `[${'{},'.repeat(100_000)}`, MANY],
    ['many in a text', `["${'{},'.repeat(200_000)}"]`, undefined],
    ['as many numbers as are fine', `[${'0,'.repeat(1_000_000)}0]`, undefined],
    ['one more than that', `[${'0,'.repeat(1_000_001)}0]`, MANY],
    ['commas in a text', `["${','.repeat(2_000_000)}"]`, undefined],
  ])('%s', (_name, text, excess) => {
    expect(findExcess(text)).toBe(excess);
  });

  test('counts to where the caller says', () => {
    expect(findExcess('["1n","1n","1n"]', 2)).toBeUndefined();
    expect(findExcess('["1n","1n","1n","1n"]', 2)).toBe(MANY);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatDuration,
  parseDuration,
  spellApart,
  suggestDuration,
  toleranceOf,
} from '../../src/domain/duration.ts';

describe('parseDuration', () => {
  test.each([
    ['0s', 0],
    ['45s', 45],
    ['12m', 720],
    ['12h', 43_200],
    ['90d', 7_776_000],
    ['2w', 1_209_600],
    ['007s', 7],
    ['P90D', 7_776_000],
    ['P2W', 1_209_600],
    ['P1W2D', 777_600],
    ['PT12H', 43_200],
    ['PT1M', 60],
    ['PT0S', 0],
    ['PT90S', 90],
    ['P1DT2H3M4S', 93_784],
    ['P1W1DT1S', 691_201],
    ['PT1H1S', 3_601],
  ])('reads %s as %d s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each([
    '',
    '90',
    '90D',
    '12H',
    '1.5h',
    '-1d',
    '+1d',
    '1 d',
    ' 1d',
    '1d ',
    '1d\n',
    '1d12h',
    '0x10d',
    '1e3s',
    '٣d',
    'd',
    '1y',
    '1mo',
    'never',
    'P',
    'PT',
    'P1',
    'P1M',
    'P1Y',
    'P1Y2M',
    'P1DT',
    'P1H',
    'P1D1W',
    'PT1S1M',
    'PT1.5H',
    'P-1D',
    'p1d',
    '1000000000000000s',
  ])('does not read %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('the simple and the ISO form agree', () => {
    const count = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(count, fc.constantFrom(...'smhdw'), (n, unit) => {
        const iso = 'wd'.includes(unit) ? `P${n}${unit}` : `PT${n}${unit}`;
        const seconds = parseDuration(iso.toUpperCase());
        expect(seconds).toBeDefined();
        expect(parseDuration(`${n}${unit}`)).toBe(seconds);
      }),
    );
  });

  test('ISO parts add up', () => {
    const part = fc.option(fc.integer({ min: 0, max: 999 }), { nil: undefined });
    fc.assert(
      fc.property(fc.tuple(part, part, part, part, part), (parts) => {
        const [w, d, h, m, s] = parts;
        const write = (n: number | undefined, unit: string) => (n === undefined ? '' : n + unit);
        const time = write(h, 'H') + write(m, 'M') + write(s, 'S');
        const date = write(w, 'W') + write(d, 'D');
        fc.pre(date + time !== '');
        const [weeks, days, hours, minutes, seconds] = parts.map((n) => n ?? 0) as [
          number,
          number,
          number,
          number,
          number,
        ];
        expect(parseDuration(`P${date}${time && `T${time}`}`)).toBe(
          (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds,
        );
      }),
    );
  });

  test('gives whole seconds or nothing, whatever the text', () => {
    const likely = fc.string({ unit: fc.constantFrom(...'PTWDHMSsmhdw0159.-') });
    fc.assert(
      fc.property(fc.oneof(fc.string(), likely), (text) => {
        const seconds = parseDuration(text);
        expect(seconds === undefined || (Number.isInteger(seconds) && seconds >= 0)).toBe(true);
      }),
    );
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0 s'],
    [-5, '0 s'],
    [0.9, '0 s'],
    [45, '45 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [61, '1 min 1 s'],
    [3_600, '1 h'],
    [3_601, '1 h'],
    [3_661, '1 h 1 min'],
    [86_400, '1 d'],
    [86_460, '1 d'],
    [273_600, '3 d 4 h'],
    [273_661, '3 d 4 h'],
    [7_776_000, '90 d'],
  ])('writes %d as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test('never throws, and always names a unit', () => {
    fc.assert(
      fc.property(fc.double(), (seconds) => {
        expect(formatDuration(seconds)).toMatch(/ (d|h|min|s)$/);
      }),
    );
  });

  test('loses less than its smaller unit', () => {
    const unit = { d: 86_400, h: 3_600, min: 60, s: 1 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 * 86_400 }), (seconds) => {
        const parts = [...formatDuration(seconds).matchAll(/(\d+) (d|h|min|s)/g)];
        const lengths = parts.map((part) => unit[part[2] as keyof typeof unit]);
        const told = parts.reduce((sum, part, at) => sum + Number(part[1]) * (lengths[at] ?? 0), 0);
        const largest = lengths[0] ?? 0;
        const smaller = { 86400: 3_600, 3600: 60, 60: 1, 1: 1 }[largest] ?? 0;
        expect(told).toBeLessThanOrEqual(seconds);
        expect(seconds - told).toBeLessThan(smaller);
      }),
    );
  });
});

describe('spellApart', () => {
  const day = 86_400;
  test.each<[number, number, string, string]>([
    [127 * day, 90 * day, '127 days', '90 days'],
    [127 * day + 5, 90 * day, '127 days', '90 days'],
    [90 * day + 1, 90 * day, '90 days 1 second', '90 days'],
    [90 * day + 3_660, 90 * day, '90 days 1 hour', '90 days'],
    [2 * day, day, '2 days', '1 day'],
    [61, 60, '1 minute 1 second', '1 minute'],
    [day, day, '1 day', '1 day'],
    [0, 0, '0 seconds', '0 seconds'],
    [-5, 60, '0 seconds', '1 minute'],
    [90 * day, 90 * day + 1, '90 days', '90 days 1 second'],
  ])('%d and %d are %s and %s', (measured, limit, shown, allowed) => {
    expect(spellApart(measured, limit)).toEqual([shown, allowed]);
  });

  test('tells any two apart', () => {
    const seconds = fc.integer({ min: 0, max: 400 * day });
    fc.assert(
      fc.property(seconds, seconds, (a, b) => {
        const [shown, allowed] = spellApart(a, b);
        expect(shown === allowed).toBe(a === b);
      }),
    );
  });
});

describe('suggestDuration', () => {
  test.each([
    ['1y', '365d'],
    ['P1Y', '365d'],
    ['2 years', '730d'],
    ['P1M', '30d'],
    ['3 months', '90d'],
    ['1mo', '30d'],
    ['90 days', '90d'],
    ['90D', '90d'],
    ['12 hours', '12h'],
    ['30min', '30m'],
    ['10 sec', '10s'],
    ['2 Weeks', '2w'],
  ])('takes %s for %s', (text, meant) => {
    expect(suggestDuration(text)).toBe(meant);
    expect(parseDuration(meant)).toBeGreaterThan(0);
  });

  // Minutes or months, seconds or days: a guess would be worse than none.
  test.each([
    '',
    '90',
    '30M',
    '1.5h',
    'soon',
    'd',
    '3 moons',
    '1d12h',
  ])('does not guess at %j', (text) => {
    expect(suggestDuration(text)).toBeUndefined();
  });
});

test.each([
  [100, 5],
  [432_000, 21_600],
  [432_001, 21_600],
  [86_400 * 365, 21_600],
  [0, 0],
])('a limit of %d s may be missed by %d s', (limit, tolerance) => {
  expect(toleranceOf(limit)).toBe(tolerance);
});

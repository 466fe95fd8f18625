import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { retryAfter } from '../../src/http/retry.ts';
import {
  isOutage,
  isRateLimit,
  requestedWait,
  retryDelay,
  serverClock,
} from '../../src/http/retry-delay.ts';
import { isSpendingLimit } from '../../src/http/spending-limit.ts';
import { httpResponse, NOW } from '../../testing/fakes.ts';

const now = NOW * 1000;
const dateAt = (seconds: number) => new Date(seconds * 1000).toUTCString();
const asked = (headers: Record<string, string>) => requestedWait(httpResponse(429, headers), now);

describe('requestedWait', () => {
  test.each<[Record<string, string>, number]>([
    [{ 'retry-after': '20' }, 20_000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': dateAt(NOW + 90) }, 90_000],
    [{ 'retry-after': dateAt(NOW - 90) }, 0],
    [{ 'retry-after': dateAt(NOW + 90), date: dateAt(NOW + 60) }, 30_000],
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'retry-after-ms': '250.5', 'retry-after': '20' }, 250.5],
    [{ 'retry-after-ms': 'x', 'retry-after': '20' }, 20_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${NOW + 30}` }, 30_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${NOW - 30}` }, 0],
    [
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': `${NOW + 30}`,
        date: dateAt(NOW + 10),
      },
      20_000,
    ],
    [
      { 'retry-after': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${NOW + 30}` },
      5_000,
    ],
  ])('%j asks for %d ms', (headers, ms) => {
    expect(asked(headers)).toBe(ms);
  });

  test.each<Record<string, string>>([
    {},
    { 'retry-after': '' },
    { 'retry-after': 'soon' },
    { 'retry-after': '-5' },
    { 'retry-after': '20 seconds' },
    { 'retry-after': 'about 60' },
    { 'retry-after': '0x10' },
    { 'retry-after-ms': '-5' },
    { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': `${NOW + 30}` },
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30s' },
    { 'x-ratelimit-remaining': '0' },
  ])('%j asks for nothing', (headers) => {
    expect(asked(headers)).toBeUndefined();
  });
});

test.each<[string | undefined, number | undefined]>([
  [dateAt(NOW), now],
  ['yesterday', undefined],
  [undefined, undefined],
])('the clock in the header %j is %p', (date, ms) => {
  expect(serverClock(httpResponse(200, date === undefined ? {} : { date }))).toBe(ms);
});

test('no answer has no clock', () => {
  expect(serverClock(undefined)).toBeUndefined();
});

test.each<[number, Record<string, string>, boolean, boolean]>([
  [200, {}, false, false],
  [400, {}, false, false],
  [401, {}, false, false],
  [403, {}, false, false],
  [403, { 'x-ratelimit-remaining': '12' }, false, false],
  [403, { 'x-ratelimit-remaining': '0' }, true, false],
  [403, { 'retry-after': '60' }, true, false],
  [401, { 'retry-after': '60' }, false, false],
  [404, {}, false, false],
  [408, {}, false, true],
  [409, {}, false, false],
  [429, {}, true, false],
  [500, {}, false, true],
  [503, { 'retry-after': '60' }, false, true],
  [599, {}, false, true],
])('%d with %j: rate limit %p, outage %p', (status, headers, limit, outage) => {
  expect(isRateLimit(httpResponse(status, headers))).toBe(limit);
  expect(isOutage(httpResponse(status, headers))).toBe(outage);
});

test.each<[number, unknown, boolean]>([
  [429, { error: { code: 'insufficient_quota' } }, true],
  [429, { error: { type: 'insufficient_quota', code: null } }, true],
  [429, { error: { code: 'billing_hard_limit_reached' } }, true],
  [403, { error: { code: 'credit_balance_exhausted' } }, true],
  [429, { error: { code: 'project_spend_limit_exceeded' } }, true],
  [429, { error: { code: 'organization_usage_limit_exceeded' } }, true],
  [500, { error: { code: 'insufficient_quota' } }, false],
  [429, { error: { code: 'rate_limit_exceeded', message: 'insufficient_quota' } }, false],
  [429, { error: { details: { code: 'insufficient_quota' } } }, false],
  [429, { error: 'insufficient_quota' }, false],
  [429, { code: 'insufficient_quota' }, false],
  [429, '{"error":{"code":"insufficient_quota"}', false],
  [429, 'null', false],
  [429, '['.repeat(1e6), false],
])('%d with %j is a limit of money: %p', (status, body, isMoney) => {
  const response = httpResponse(status, { 'retry-after': '1' }, body);
  expect(isSpendingLimit(response)).toBe(isMoney);
  expect(retryAfter(response, 'host', {}) !== undefined).toBe(!isMoney);
});

describe('waitBefore', () => {
  test.each([
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [3, 2_000, 4_000],
    [5, 8_000, 16_000],
    [6, 15_000, 30_000],
    [2_000, 15_000, 30_000],
  ])('after %d silent failures is from %d to %d ms', (tries, least, most) => {
    for (const outcome of [undefined, httpResponse(500), httpResponse(408)]) {
      expect(retryDelay(outcome, tries, 0, now)).toBe(least);
      expect(retryDelay(outcome, tries, 1 - Number.EPSILON, now)).toBeCloseTo(most, 3);
    }
  });

  test.each([429, 403])('after a rate limit (%d) that says nothing is about a minute', (status) => {
    const headers: Record<string, string> =
      status === 403 ? { 'x-ratelimit-remaining': '0' } : { 'retry-after': 'soon' };
    expect(retryDelay(httpResponse(status, headers), 1, 0, now)).toBe(60_000);
    expect(retryDelay(httpResponse(status, headers), 9, 0.999, now)).toBeLessThan(66_000);
  });

  test('is what the server asks, but never shorter than the backoff', () => {
    const asking = (text: string) => httpResponse(503, { 'retry-after': text });
    expect(retryDelay(asking('120'), 1, 0.5, now)).toBe(120_000);
    expect(retryDelay(asking('0'), 1, 0, now)).toBe(500);
    expect(retryDelay(asking('0'), 9, 0, now)).toBe(15_000);
    expect(retryDelay(asking(dateAt(NOW - 9)), 2, 0, now)).toBe(1_000);
  });

  test('is always a length that a timer can take', () => {
    const header = fc.oneof(fc.string(), fc.nat().map(String), fc.date().map(String));
    const names = fc.constantFrom(
      'retry-after',
      'retry-after-ms',
      'x-ratelimit-reset',
      'x-ratelimit-remaining',
      'date',
    );
    const status = fc.constantFrom(403, 408, 429, 500);
    const tries = fc.integer({ min: 1, max: 100 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        status,
        fc.dictionary(names, header),
        tries,
        random,
        (code, headers, count, chance) => {
          const wait = retryDelay(httpResponse(code, headers), count, chance, now);
          expect(wait).toBeGreaterThanOrEqual(500);
        },
      ),
    );
  });
});

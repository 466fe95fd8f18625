import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTransport } from '../../src/http/transport.ts';
import { httpResponse, NOW } from '../../testing/fakes.ts';

/** A request that is refused for its rate for ever, while somebody sets the clock of the machine. */
async function spend(jumps: readonly number[], retryForMs: number, notAfterMs?: number) {
  const left = [...jumps];
  const seen = { spent: 0, timeouts: [] as number[], waits: [] as number[], tried: '' };
  let wall = NOW * 1000;
  const transport = createTransport(
    {
      httpClient: async (_, { timeoutMs }) => {
        seen.timeouts.push(timeoutMs);
        wall += left.shift() ?? 0;
        if (seen.timeouts.length > 500) throw new Error('it never ends');
        return httpResponse(429, { 'retry-after': '30' });
      },
      now: () => wall,
      monotonic: () => seen.spent,
      sleep: async (ms) => {
        seen.waits.push(ms);
        seen.spent += ms;
        wall += ms + (left.shift() ?? 0);
      },
      random: () => 0,
      cancelled: new AbortController().signal,
      info: () => undefined,
      debug: () => undefined,
    },
    { timeoutMs: 30_000, retryForMs },
  );
  const request = { method: 'GET', url: new URL('https://host/'), headers: {} };
  const notAfter = notAfterMs === undefined ? {} : { notAfter: notAfterMs };
  const how = { repeatable: true, ...notAfter };
  seen.tried = (await transport.send(request, how)).tried;
  return seen;
}

const HOUR = 3_600_000;

describe('a clock that is corrected', () => {
  test.each([
    [0],
    [-5_000],
    [600_000],
    [-600_000],
    [HOUR],
    [-HOUR],
  ])('by %d ms in the middle changes no budget', async (jump) => {
    const { waits, tried } = await spend([jump, jump], 100_000);
    expect(waits).toEqual([30_000, 30_000, 30_000]);
    expect(tried).toMatch(/^Tried 4 times in 1 min 30 s; /);
  });

  test('changes no time that an attempt has, nor when the last one begins', async () => {
    for (const jump of [HOUR, -HOUR]) {
      const { timeouts, waits } = await spend([jump], HOUR, 45_000);
      expect(waits).toEqual([30_000]);
      expect(timeouts).toEqual([30_000, 30_000]);
    }
  });

  test('however often and wherever, leaves a budget that is spent and no more', async () => {
    const jump = fc.integer({ min: -2 * HOUR, max: 2 * HOUR });
    await fc.assert(
      fc.asyncProperty(
        fc.array(jump, { maxLength: 20 }),
        fc.nat(900_000),
        async (jumps, budget) => {
          const { spent, timeouts, tried } = await spend(jumps, budget);
          expect(spent).toBe(Math.floor(budget / 30_000) * 30_000);
          expect(tried).not.toMatch(/-\d/);
          expect(timeouts.every((ms) => ms > 0)).toBe(true);
        },
      ),
    );
  });
});

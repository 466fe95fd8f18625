import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/domain/error.ts';
import { type HttpResponse, NetworkError } from '../../src/http/client.ts';
import { isOutage, isRateLimit, requestedWait, serverClock } from '../../src/http/retry-delay.ts';
import { createTransport } from '../../src/http/transport.ts';
import { httpResponse, NOW } from '../../testing/fakes.ts';

const now = NOW * 1000;
const LONGEST_TIMER = 2 ** 31 - 1;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.nat().map(String),
  fc.double().map(String),
  fc.date().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.constantFrom('', '0', '-1', '1e400', '9'.repeat(400), 'Infinity', 'NaN', '0x10', '1,2', ' 7 '),
);
const header = fc.constantFrom(
  'date',
  'retry-after',
  'retry-after-ms',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
);
const response = fc
  .tuple(
    fc.constantFrom(200, 204, 302, 401, 403, 404, 408, 429, 500, 503),
    fc.dictionary(header, text),
  )
  .map(([status, headers]) => httpResponse(status, headers));
const loss = fc
  .tuple(fc.constantFrom('unreachable', 'reset', 'cut', 'timeout', 'too-large'), fc.boolean())
  .map(([kind, sent]) => new NetworkError(kind, 'lost', { sent }));

describe('whatever the headers', () => {
  test('a wait is none or a length of time, and a clock is none or a moment', () => {
    fc.assert(
      fc.property(response, (one) => {
        expect(requestedWait(one, now) ?? 0).toBeGreaterThanOrEqual(0);
        const clock = serverClock(one);
        if (clock !== undefined) expect(new Date(clock).toISOString()).toMatch(/Z$/);
        expect([true, false]).toContain(isRateLimit(one));
        expect(isOutage(one) && isRateLimit(one)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('no number of tries takes longer than `retry-for`, and no create is sent twice in vain', async () => {
    const outcomes = fc.array(fc.oneof(response, loss), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        outcomes,
        fc.integer({ min: 0, max: 1_800_000 }),
        fc.boolean(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (script, retryForMs, repeatable, random) => {
          let clock = now;
          const met: (HttpResponse | NetworkError)[] = [];
          const said: string[] = [];
          const transport = createTransport(
            {
              httpClient: async () => {
                const outcome = script[Math.min(met.length, script.length - 1)];
                met.push(outcome as HttpResponse);
                if (outcome instanceof NetworkError) throw outcome;
                return outcome as HttpResponse;
              },
              now: () => clock,
              monotonic: () => clock,
              sleep: async (ms) => {
                expect(ms).toBeGreaterThan(0);
                expect(ms).toBeLessThanOrEqual(LONGEST_TIMER);
                clock += ms;
              },
              random: () => random,
              cancelled: new AbortController().signal,
              info: (line) => void said.push(line),
              debug: (line) => void said.push(line),
            },
            { timeoutMs: 1_000, retryForMs },
          );
          const request = { method: 'POST', url: new URL('https://api.example/v1'), headers: {} };
          const how = { repeatable };
          try {
            said.push((await transport.send(request, how)).tried);
          } catch (error) {
            expect(error instanceof NetworkError || error instanceof ActionError).toBe(true);
            said.push(error instanceof NetworkError ? error.tried : String(error));
          }
          expect(clock - now).toBeLessThanOrEqual(retryForMs);
          expect(said.join('\n')).not.toMatch(/NaN|Infinity|undefined/);
          if (repeatable) return;
          for (const outcome of met.slice(0, -1)) {
            const harmless = outcome instanceof NetworkError ? !outcome.sent : isRateLimit(outcome);
            expect(harmless).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

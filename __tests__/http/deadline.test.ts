import { expect, test } from '@jest/globals';
import { createTransport } from '../../src/http/transport.ts';
import { httpResponse, NOW } from '../../testing/fakes.ts';

const HOUR = 3_600_000;

/** How long an attempt may take that has to be begun within so many seconds. */
async function allowed(seconds: number | undefined, timeoutMs: number): Promise<number> {
  const given: number[] = [];
  const transport = createTransport(
    {
      httpClient: async (_, options) => {
        given.push(options.timeoutMs);
        return httpResponse(204);
      },
      now: () => NOW * 1000,
      monotonic: () => 0,
      sleep: async () => undefined,
      random: () => 0,
      cancelled: new AbortController().signal,
      info: () => undefined,
      debug: () => undefined,
    },
    { timeoutMs, retryForMs: 0 },
  );
  const notAfter = seconds === undefined ? {} : { notAfter: seconds * 1000 };
  const how = { repeatable: true, ...notAfter };
  await transport.send({ method: 'PUT', url: new URL('https://host/'), headers: {} }, how);
  return given[0] ?? 0;
}

test.each([
  ['is over a minute after its last moment to begin', 0, HOUR, 60_000],
  ['has its whole time before that', 60, 30_000, 30_000],
  ['has what is left until then', 840, HOUR, 900_000],
  ['has its whole time where there is no such moment', undefined, HOUR, HOUR],
])('an attempt %s', async (_, seconds, timeoutMs, expected) => {
  expect(await allowed(seconds, timeoutMs)).toBe(expected);
});

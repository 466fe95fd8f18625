import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import { type HttpResponse, NetworkError } from '../../src/http/client.ts';
import { createTransport, type SendOptions } from '../../src/http/transport.ts';
import { actionError, failureOf, httpResponse, NOW } from '../../testing/fakes.ts';

type NetworkFailure = NetworkError['kind'];

type TransportContext = Parameters<typeof createTransport>[0];

type Outcome = HttpResponse | Error;

const ok = httpResponse(200, {}, 'fine');
const request = { method: 'GET', url: new URL('https://host/v1/keys?limit=1'), headers: {} };
const write = { ...request, method: 'PUT' };
const reading: SendOptions = { repeatable: true };
const creating: SendOptions = { repeatable: false };

const secondary = httpResponse(
  403,
  { 'x-ratelimit-remaining': '4900', 'x-ratelimit-reset': `${NOW + 3_000}` },
  { message: 'You have exceeded a secondary rate limit. Wait a few minutes.' },
);
const final = new NetworkError('unreachable', 'its own words', {
  sent: false,
  final: 'The proxy says no. Ask it.',
});

function lost(kind: NetworkFailure, sent: boolean): NetworkError {
  return new NetworkError(kind, `it was ${kind}`, { sent });
}

/** A transport over exchanges that end as told, a second each, on a clock that waiting moves. */
function transport(outcomes: Outcome[], retryForMs = 300_000, exchangeMs = 1_000) {
  const left = [...outcomes];
  const log = { attempts: 0, waits: [] as number[], info: [] as string[], debug: [] as string[] };
  const signals: (AbortSignal | undefined)[] = [];
  const cancellation = new AbortController();
  let clock = NOW * 1000;
  const deps: TransportContext = {
    httpClient: async (_, options) => {
      log.attempts += 1;
      clock += exchangeMs;
      signals.push(options.signal);
      expect(options.timeoutMs).toBe(30_000);
      const outcome = left.shift();
      if (outcome === undefined) throw new Error('one attempt too many');
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    now: () => clock,
    monotonic: () => clock,
    sleep: async (ms: number, signal?: AbortSignal) => {
      if (signal?.aborted) throw new ActionError('cancelled', 'stopped');
      log.waits.push(ms);
      clock += ms;
    },
    random: () => 0,
    cancelled: cancellation.signal,
    info: (line: string) => void log.info.push(line),
    debug: (line: string) => void log.debug.push(line),
  };
  const { send } = createTransport(deps, { timeoutMs: 30_000, retryForMs });
  return { send, log, signals, cancellation };
}

describe('one attempt', () => {
  test.each([200, 201, 400, 401, 403, 404, 409, 422])('is enough for a %d', async (status) => {
    const { send, log } = transport([httpResponse(status)]);
    expect(await send(request, reading)).toMatchObject({ status, tried: '' });
    expect(log).toMatchObject({ attempts: 1, waits: [], info: [] });
  });

  test('carries the signal only where it reads', async () => {
    const methods = ['GET', 'POST', 'PUT', 'DELETE'];
    const { send, signals, cancellation } = transport(methods.map(() => ok));
    for (const method of methods) await send({ ...request, method }, reading);
    expect(signals).toEqual([cancellation.signal, undefined, undefined, undefined]);
  });

  test('shows in the debug log, without the query', async () => {
    const { send, log } = transport([lost('reset', true), ok]);
    await send(request, reading);
    expect(log.debug).toEqual([
      'GET host/v1/keys: it was reset (try 1)',
      expect.stringContaining('host could not be reached (it was reset); next try in'),
      'GET host/v1/keys: 200 (try 2)',
    ]);
  });

  test('is told before it begins', async () => {
    const told: number[] = [];
    const { send, log } = transport([httpResponse(429, { 'retry-after': '9' }), ok]);
    const onAttempt = (at: number) => void told.push(at - NOW * 1000, log.attempts);
    await send(request, { ...creating, onAttempt });
    expect(told).toEqual([0, 0, 10_000, 1]);
  });

  test('a bug in the exchange comes through as it is', async () => {
    const bug = new TypeError('a bug');
    expect(await failureOf(() => transport([bug]).send(request, reading))).toBe(bug);
  });
});

describe('what is tried again', () => {
  const before = lost('unreachable', false);
  test.each<[string, Outcome, boolean, boolean]>([
    ['429', httpResponse(429), true, true],
    ['403 of a rate limit', httpResponse(403, { 'retry-after': '1' }), true, true],
    ['403 of a secondary rate limit', secondary, true, true],
    ['a connection that cannot be made', final, false, false],
    ['500', httpResponse(500), true, false],
    ['503', httpResponse(503), true, false],
    ['408', httpResponse(408), true, false],
    ['not reached', before, true, true],
    ['timed out before it was sent', lost('timeout', false), true, true],
    ['timed out', lost('timeout', true), true, false],
    ['reset', lost('reset', true), true, false],
    ['cut', lost('cut', true), true, false],
    ['too large', lost('too-large', true), false, false],
    ['cancelled', lost('cancelled', false), false, false],
    ['a refusal', httpResponse(401), false, false],
  ])('%s: a read %p, a create %p', async (_, outcome, read, create) => {
    for (const [options, again] of [
      [reading, read],
      [creating, create],
    ] as const) {
      const { send, log } = transport([outcome, ok]);
      const ended = await Promise.allSettled([send(request, options)]);
      expect(log.attempts).toBe(again ? 2 : 1);
      expect(log.waits).toHaveLength(again ? 1 : 0);
      if (again) expect(ended).toMatchObject([{ status: 'fulfilled', value: ok }]);
    }
  });

  test('a create that may have been carried out is never sent again', async () => {
    const { send, log } = transport([httpResponse(429), before, lost('timeout', true), ok]);
    const error = await failureOf(() => send(request, creating));
    expect(error).toMatchObject({ name: 'NetworkError', kind: 'timeout', sent: true });
    expect(log.attempts).toBe(3);
  });

  test('a failure tells whether an earlier attempt may have had its effect', async () => {
    const codesAfter = async (sent: typeof request, ...outcomes: Outcome[]) => {
      const ends = [final, httpResponse(301)].map((end) =>
        failureOf(() => transport([...outcomes, end]).send(sent, reading)),
      );
      return (await Promise.all(ends)).map(({ code }) => code);
    };
    const no = ['unreachable', 'redirected'];
    const perhaps = ['unavailable', 'unavailable'];
    expect(await codesAfter(write)).toEqual(no);
    expect(await codesAfter(write, httpResponse(429), before)).toEqual(no);
    expect(await codesAfter(write, httpResponse(500), httpResponse(429))).toEqual(perhaps);
    expect(await codesAfter(write, lost('timeout', true))).toEqual(perhaps);
    // A read has none.
    expect(await codesAfter(request, httpResponse(500), lost('timeout', true))).toEqual(no);
  });
});

test('a connection that no later try can make ends it with its own sentence', async () => {
  const { send, log } = transport([final]);
  const error = await failureOf(() => send(request, creating));
  expect(error).toMatchObject({ ...actionError('unreachable'), message: final.final });
  expect(error.cause).toEqual(final.after(''));
  expect(log.attempts).toBe(1);

  const after = transport([lost('timeout', true), final]);
  const late = await failureOf(() => after.send(write, reading));
  expect(late).toMatchObject(actionError('unavailable'));
});

test('a secondary rate limit is waited for, about a minute, whatever the quota says', async () => {
  const { send, log } = transport([secondary, ok]);
  expect((await send(request, reading)).status).toBe(200);
  expect(log.waits).toEqual([60_000]);
  expect(log.info).toEqual([
    expect.stringContaining('The rate limit of host is exceeded (403); next try in 1 min'),
  ]);
});

test('who is told of attempts is told of refusals, but not of losses', async () => {
  const told: string[] = [];
  const tell = {
    onAttempt: () => void told.push('sent'),
    onRefused: () => void told.push('refused'),
  };
  const { send } = transport([httpResponse(429), httpResponse(500), httpResponse(429), ok]);
  await send(write, { ...reading, ...tell });
  expect(told).toEqual(['sent', 'refused', 'sent', 'sent', 'sent']);
});

describe('the budget', () => {
  const limited = httpResponse(429, { 'retry-after': '20' });

  test('is spent to its end and no further', async () => {
    // Attempts end at 1, 22, 43 s; the next would begin at 63 s.
    const { send, log } = transport([limited, limited, limited, ok], 60_000);
    expect(await send(request, reading)).toMatchObject({
      status: 429,
      tried: 'Tried 3 times in 43 s; another wait of 20 s would exceed `retry-for` (1 min)',
    });
    expect(log).toMatchObject({ attempts: 3, waits: [20_000, 20_000] });
  });

  test('tries that took no second are not said to have taken none', async () => {
    const busy = httpResponse(503);
    const { send } = transport([busy, busy, ok], 600, 10);
    const { tried } = await send(request, reading);
    expect(tried).toMatch(/^Tried 2 times within a second; another wait/);
  });

  test('a wait that ends with it is begun', async () => {
    const { send, log } = transport([limited, ok], 21_000);
    expect(await send(request, reading)).toMatchObject(ok);
    expect(log.waits).toEqual([20_000]);
  });

  test('a wait that ends after it is not begun', async () => {
    const { send, log } = transport([limited, ok], 20_999);
    expect((await send(request, reading)).status).toBe(429);
    expect(log).toMatchObject({ attempts: 1, waits: [], info: [] });
  });

  test('of nothing means one attempt', async () => {
    const { send, log } = transport([lost('reset', true), ok], 0);
    const error = await failureOf(() => send(request, reading));
    expect(error).toMatchObject({
      kind: 'reset',
      tried: 'Tried once; another wait of 1 s would exceed `retry-for` (0 s)',
    });
    expect(log.attempts).toBe(1);
  });

  test('of one request ends where the caller says', async () => {
    const { send, log } = transport([limited, limited, ok]);
    const answer = await send(request, { ...reading, notAfter: (NOW + 30) * 1000 });
    expect(answer.status).toBe(429);
    expect(log.waits).toEqual([20_000]);
  });

  test.each(['9'.repeat(30), '9'.repeat(400)])('an endless wait is not begun', async (seconds) => {
    const { send } = transport([httpResponse(429, { 'retry-after': seconds })]);
    expect((await send(request, reading)).tried).toMatch(/^Tried once; .* d would exceed/);
  });
});

describe('waits', () => {
  test('are told from five seconds on, with the reason and the time', async () => {
    const { send, log } = transport([
      httpResponse(503, { 'retry-after': '4' }),
      httpResponse(503, { 'retry-after': '5' }),
      httpResponse(429),
      ok,
    ]);
    await send(request, reading);
    expect(log.info).toEqual([
      'host answered 503; next try in 5 s, at 08:00:11.',
      'The rate limit of host is exceeded (429); next try in 1 min, at 08:01:12.',
    ]);
  });

  test('end when the job is cancelled, and nothing is sent after', async () => {
    const { send, log, cancellation } = transport([httpResponse(429), ok]);
    cancellation.abort();
    const error = await failureOf(() => send(request, creating));
    expect(error).toMatchObject(actionError('cancelled'));
    expect(log.attempts).toBe(1);
  });
});

describe('a redirect', () => {
  test.each([300, 301, 302, 303, 304, 307, 308])('(%d) is refused', async (status) => {
    const { send, log } = transport([httpResponse(status, { location: '/elsewhere?a=b#c' }), ok]);
    const error = await failureOf(() => send(request, reading));
    expect(error).toMatchObject(actionError('redirected'));
    expect(error.message).toContain(`(${status}) to https://host/elsewhere. Redirects are not`);
    expect(log.attempts).toBe(1);
  });

  test.each([
    [undefined, '(302). Redirects'],
    ['https://', '(302). Redirects'],
    ['//evil.example/x', '(302) to https://evil.example/x.'],
    ['https://user:hunter22@evil.example/?hunter22', '(302) to https://evil.example/.'],
  ])('to %p names no more than the address', async (location, text) => {
    const headers: Record<string, string> = location === undefined ? {} : { location };
    const { send } = transport([httpResponse(302, headers)]);
    const { message } = await failureOf(() => send(request, creating));
    expect(message).toContain(text);
    expect(message).not.toContain('hunter22');
  });
});

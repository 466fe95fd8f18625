import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { startServer } from '../../emulator/server.ts';
import { createService, type Service } from '../../emulator/service.ts';
import { type CallOptions, call } from './client.ts';

let emulator: Service;
/** How often the server acted. */
let acted: number;

const handle = () => {
  acted += 1;
  return { status: 201, headers: { 'x-own': 'yes' }, body: { acted } };
};
/** Waits for a fault's delay, in milliseconds. */
let sleep: (ms: number) => Promise<unknown>;
const serviceAt = (url: string) =>
  createService(handle, { url, now: Date.now, sleep: (ms) => sleep(ms) });
const post = (path = '/things', options: CallOptions = {}) =>
  call('POST', emulator.url + path, { body: { a: 1 }, ...options });
const outcomes = () => emulator.log.map(({ outcome }) => outcome);

/** Waits for what the client cannot see; a test that never gets it fails by its timeout. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(5);
}

beforeEach(async () => {
  acted = 0;
  sleep = setTimeout;
  emulator = await startServer(serviceAt);
});
afterEach(() => emulator.close());

describe('which requests a fault strikes', () => {
  const statuses = async (...requests: [method: string, path: string][]) => {
    const answers: number[] = [];
    for (const [method, path] of requests) {
      answers.push((await call(method, emulator.url + path)).status);
    }
    return answers;
  };

  test.each<[string, Omit<Fault, 'status'>, number[]]>([
    ['any, once', {}, [418, 201, 201, 201]],
    ['by method', { method: 'delete', times: 9 }, [201, 201, 201, 418]],
    ['by whole path', { path: '/v1/things', times: 9 }, [418, 418, 201, 201]],
    ['by end of path', { path: '/1', times: 9 }, [201, 201, 418, 418]],
    ['by RegExp on the query', { path: /after=x$/g, times: 9 }, [201, 418, 201, 201]],
    ['by RegExp on the path', { path: /things$/, times: 9 }, [418, 418, 201, 201]],
    ['after some pass', { skip: 2 }, [201, 201, 418, 201]],
    ['so many times', { skip: 1, times: 2 }, [201, 418, 418, 201]],
    ['always', { times: Number.POSITIVE_INFINITY }, [418, 418, 418, 418]],
  ])('%s', async (_, fault, expected) => {
    emulator.fault({ status: 418, ...fault });
    const actual = await statuses(
      ['GET', '/v1/things'],
      ['GET', '/v1/things?after=x'],
      ['GET', '/v1/things/1'],
      ['DELETE', '/v1/things/1'],
    );
    expect(actual).toEqual(expected);
  });

  test('the oldest that is due, one a request', async () => {
    emulator.fault({ status: 500 });
    emulator.fault({ status: 502 });
    emulator.fault({ status: 503, skip: 2 });
    const get: [string, string] = ['GET', '/'];
    expect(await statuses(get, get, get, get)).toEqual([500, 502, 503, 201]);
  });

  test('none once cleared', async () => {
    emulator.fault({ status: 500 });
    emulator.clearFaults();
    expect(await statuses(['GET', '/'])).toEqual([201]);
  });
});

describe('what a fault does', () => {
  test('answers instead of acting', async () => {
    const headers = { 'retry-after': '7', 'content-type': 'text/html', 'X-Request-ID': 'req_mine' };
    emulator.fault({ status: 429, headers, body: '<b>no</b>' });
    const answer = await post();
    expect(answer).toMatchObject({ status: 429, text: '<b>no</b>' });
    expect(answer.headers).toMatchObject({
      'retry-after': '7',
      'content-type': 'text/html',
      'x-request-id': 'req_mine',
    });
    expect(acted).toBe(0);
  });

  test('answers so after acting', async () => {
    emulator.fault({ status: 502, act: true });
    expect(await post()).toMatchObject({ status: 502, text: '' });
    expect(acted).toBe(1);
  });

  test('adds headers to the real answer', async () => {
    emulator.fault({ headers: { 'x-ratelimit-remaining': '0' } });
    const { status, headers } = await post();
    expect(status).toBe(201);
    expect(headers).toMatchObject({ 'x-own': 'yes', 'x-ratelimit-remaining': '0' });
  });

  test('changes the real answer', async () => {
    emulator.fault({ rewrite: (reply) => ({ ...reply, status: 200, body: [reply.body] }) });
    expect(await post()).toMatchObject({ status: 200, json: [{ acted: 1 }] });
  });

  test('delays, and acts even though the client gave up', async () => {
    const late = Promise.withResolvers<void>();
    sleep = () => late.promise;
    emulator.fault({ delayMs: 80, reset: 'after' });
    const client = new AbortController();
    const answer = expect(post('/', { signal: client.signal })).rejects.toThrow('abort');
    await until(() => outcomes()[0] === 'pending');
    client.abort();
    await answer;
    expect([acted, ...outcomes()]).toEqual([0, 'pending']);
    late.resolve();
    await until(() => outcomes()[0] === 'reset');
    expect(acted).toBe(1);
  });

  test('delays before the hooks', async () => {
    emulator.fault({ delayMs: 30 });
    let waited = 0;
    const start = performance.now();
    emulator.hooks.before = () => {
      waited = performance.now() - start;
    };
    await post();
    expect(waited).toBeGreaterThan(25);
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('resets the connection %s acting', async (reset, times) => {
    emulator.fault({ reset });
    await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect([acted, ...outcomes()]).toEqual([times, 'reset']);
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('keeps silent %s acting, until the server closes', async (silence, times) => {
    emulator.fault({ silence });
    const answer = post().catch((error: unknown) => error);
    await until(() => outcomes()[0] === 'silence');
    const waiting = setTimeout(30, 'no answer');
    expect(await Promise.race([answer, waiting])).toBe('no answer');
    expect(acted).toBe(times);
    await emulator.close();
    expect(await answer).toMatchObject({ code: 'ECONNRESET' });
  });

  test.each([
    [0, ''],
    [5, '{"act'],
  ])('cuts the body after %i bytes', async (cut, text) => {
    emulator.fault({ cut });
    const answer = await post();
    expect(answer).toMatchObject({ status: 201, text, complete: false });
    expect(answer.headers['content-length']).toBe('11');
    expect([acted, ...outcomes()]).toEqual([1, 'cut']);
  });

  test('a delayed request does not hold up close and is not acted on', async () => {
    sleep = () => new Promise(() => undefined);
    emulator.fault({ delayMs: 60_000 });
    const answer = post().catch((error: unknown) => error);
    await until(() => emulator.log.length === 1);
    await emulator.close();
    expect(await answer).toMatchObject({ code: 'ECONNRESET' });
    await emulator.close();
    expect(acted).toBe(0);
  });
});

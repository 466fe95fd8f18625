import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
const serviceAt = (url: string) =>
  createService(handle, { url, now: () => Date.UTC(2027, 0, 2, 3, 4, 5) });
const post = (path = '/things', options: CallOptions = {}) =>
  call('POST', emulator.url + path, { body: { a: 1 }, ...options });

beforeEach(async () => {
  acted = 0;
  emulator = await startServer(serviceAt);
});
afterEach(() => emulator.close());

describe('answers and log', () => {
  test('carries the emulated date, a request id and keep-alive', async () => {
    const { status, headers, json } = await post();
    expect(status).toBe(201);
    expect(json).toEqual({ acted: 1 });
    expect(headers).toMatchObject({
      date: 'Sat, 02 Jan 2027 03:04:05 GMT',
      connection: 'keep-alive',
      'content-type': 'application/json',
      'x-own': 'yes',
    });
    expect(headers['x-request-id']).toMatch(/^req_[0-9a-f]{32}$/);
    expect((await post()).headers['x-request-id']).not.toBe(headers['x-request-id']);
  });

  test('logs each request as it arrived', async () => {
    await post('/things?b=2', { headers: { 'x-test': 'e' } });
    expect(emulator.log).toEqual([
      {
        method: 'POST',
        path: '/things?b=2',
        headers: expect.objectContaining({ 'x-test': 'e' }),
        body: '{"a":1}',
        at: Date.UTC(2027, 0, 2, 3, 4, 5),
        outcome: 201,
      },
    ]);
  });

  test('runs the hooks around the action', async () => {
    const seen: [string, number][] = [];
    emulator.hooks.before = async () => void seen.push(['before', acted]);
    emulator.hooks = { ...emulator.hooks, after: () => void seen.push(['after', acted]) };
    await post();
    expect(seen).toEqual([
      ['before', 0],
      ['after', 1],
    ]);
  });

  test('shows the failure of a hook as a 500', async () => {
    emulator.hooks.before = () => {
      throw new Error('broken hook');
    };
    const { status, text } = await post();
    expect(status).toBe(500);
    expect(text).toContain('broken hook');
    expect(emulator.log[0]?.outcome).toBe(500);
  });

  test('refuses a port that is taken', async () => {
    const port = Number(new URL(emulator.url).port);
    await expect(startServer(serviceAt, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('control endpoints', () => {
  const control = (method: string, page: string, body?: unknown) =>
    call(method, `${emulator.url}/_emulator/${page}`, { body });

  test('set and clear faults, and show the log without themselves', async () => {
    emulator.fault({ status: 500, times: 9 });
    expect((await control('DELETE', 'faults')).status).toBe(200);
    const fault: Fault = { method: 'POST', status: 429, times: Number.POSITIVE_INFINITY };
    expect((await control('POST', 'faults', fault)).json).toEqual({ waiting: 1 });
    expect([(await post()).status, (await post()).status]).toEqual([429, 429]);
    const { json } = await control('GET', 'log');
    expect(json).toEqual(JSON.parse(JSON.stringify(emulator.log)));
    expect(json).toHaveLength(2);
  });

  test.each([
    ['not json', /JSON/],
    [[], /must be a JSON object/],
    [{ stauts: 500 }, /no field `stauts`/],
    [{ toString: 1 }, /no field `toString`/],
    [{ status: '500' }, /`status`/],
    [{ reset: 'now' }, /`reset`/],
    [{ headers: { a: 1 } }, /`headers`/],
    [{ delayMs: -1 }, /`delayMs`/],
  ])('refuse the fault %j', async (fault, message) => {
    const { status, json } = await control('POST', 'faults', fault);
    expect(status).toBe(400);
    expect(json.error).toMatch(message);
    expect((await post()).status).toBe(201);
  });

  test('leave other pages to the emulated API, unlogged', async () => {
    expect((await control('GET', 'other')).json).toEqual({ acted: 1 });
    expect(emulator.log).toEqual([]);
  });
});

test('speaks https, resets included', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certFile];
  execFileSync('openssl', ['req', '-x509', ...algorithm, ...subject, ...files], { stdio: 'pipe' });
  const tls = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  rmSync(folder, { recursive: true });

  await emulator.close();
  emulator = await startServer(serviceAt, { tls });
  expect(emulator.url).toMatch(/^https:/);
  expect((await post('/', { ca: tls.cert })).status).toBe(201);
  emulator.fault({ reset: 'after' });
  await expect(post('/', { ca: tls.cert })).rejects.toMatchObject({ code: 'ECONNRESET' });
});

import { execFileSync } from 'node:child_process';
import dns from 'node:dns';
import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createHttpClient } from '../../src/http/client.ts';
import { describeFailure, finalFailure } from '../../src/http/final-failure.ts';
import { failureOf } from '../../testing/fakes.ts';

afterEach(() => void jest.restoreAllMocks());

const failed = (code: string, fields: object = {}) =>
  Object.assign(new Error('its words'), { code, ...fields });

describe('what fails again in any case', () => {
  test.each([
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      /does not trust the certificate of host \(its words\).*`NODE_EXTRA_CA_CERTS`/,
    ],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /`NODE_EXTRA_CA_CERTS`/],
    ['CERT_HAS_EXPIRED', /certificate of host is not valid today \(its words\).*clock/],
    ['CERT_NOT_YET_VALID', /clock of this runner/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /Another server answers instead of host/],
  ])('%s', (code, sentence) => {
    expect(finalFailure(failed(code), 'host')).toMatch(sentence);
    expect(finalFailure(failed(code), 'host')).toContain('nothing was sent');
  });

  test.each([
    failed('ECONNREFUSED'),
    failed('ENOTFOUND'),
    failed('ETIMEDOUT'),
    failed('ERR_PROXY_TUNNEL', { statusCode: 502 }),
    failed('ERR_PROXY_TUNNEL'),
    undefined,
  ])('is not %p', (error) => {
    expect(finalFailure(error, 'host')).toBeUndefined();
  });
});

describe('describeFailure', () => {
  test.each([
    [new Error('one'), 'one'],
    [new AggregateError([new Error('one'), new Error('two')]), 'one; two'],
    [new AggregateError([new Error('one'), new Error('one')]), 'one'],
    [new AggregateError([], 'none'), 'none'],
    ['text', 'text'],
    [new Error('x'.repeat(999)), 'x'.repeat(300)],
  ])('%p is %p', (error, text) => {
    expect(describeFailure(error)).toBe(text);
  });

  test('names each address of a host that could not be reached', async () => {
    const server = http.createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((done) => server.close(done));
    const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
    const found = (_host: string, _how: unknown, done: (...told: unknown[]) => void) =>
      done(null, [...addresses, { address: '::1', family: 6 }]);
    jest.spyOn(dns, 'lookup').mockImplementation(found as never);
    const url = new URL(`http://localhost:${port}/`);
    const sending = () =>
      createHttpClient({})({ method: 'GET', url, headers: {} }, { timeoutMs: 30_000 });
    const { message } = await failureOf(sending);
    for (const address of ['127.0.0.1', '127.0.0.2', '::1']) {
      expect(message).toContain(`${address}:${port}`);
    }
  });
});

test('an address has long enough for a slow handshake before the next one is tried', () => {
  createHttpClient({});
  expect(net.getDefaultAutoSelectFamilyAttemptTimeout()).toBeGreaterThanOrEqual(2_000);
  net.setDefaultAutoSelectFamilyAttemptTimeout(9_000);
  createHttpClient({});
  expect(net.getDefaultAutoSelectFamilyAttemptTimeout()).toBe(9_000);
  // Nothing else in Node gives an address so little time as to fail here.
  const own = execFileSync('node', ['-p', 'net.getDefaultAutoSelectFamilyAttemptTimeout()']);
  expect(Number(String(own))).toBeLessThan(350);
});

import { describe, expect, test } from '@jest/globals';
import { hideCredentials, proxyHost, refuseTracing } from '../../src/request/credentials.ts';
import { createMasks } from '../../src/runner/masks.ts';
import { actionError, failureOf, inputs, SENTINEL } from '../support/fakes.ts';

function hidden(env: NodeJS.ProcessEnv): string[] {
  const masked: string[] = [];
  hideCredentials(
    env,
    createMasks((text) => void masked.push(text)),
  );
  return masked;
}

describe('hideCredentials', () => {
  test('hides the admin key of the input and of the environment', () => {
    const env = { ...inputs({}), OPENAI_ADMIN_KEY: ' sk-admin-other \n' };
    expect(hidden(env)).toEqual([SENTINEL, 'sk-admin-other']);
  });

  test('hides a key with line ends whole and line by line', () => {
    expect(hidden(inputs({ 'admin-api-key': 'one\r\ntwo\n' }))).toEqual([
      'one\r\ntwo',
      'one',
      'two',
    ]);
  });

  test('hides the other secret inputs, but not a word that stands for none', () => {
    expect(hidden(inputs({ 'github-token': 'a-token', 'key-value': 'hunter22' }))).toEqual([
      SENTINEL,
      'a-token',
      'hunter22',
    ]);
    expect(hidden(inputs({ 'key-value': 'none' }))).toEqual([SENTINEL]);
  });

  test('hides nothing where nothing is given', () => {
    expect(hidden({})).toEqual([]);
    expect(hidden({ HTTPS_PROXY: 'http://proxy:3128', http_proxy: 'rubbish' })).toEqual([]);
  });

  test.each([
    'HTTPS_PROXY',
    'https_proxy',
    'HTTP_PROXY',
    'http_proxy',
    'ALL_PROXY',
    'all_proxy',
  ])('hides the credentials in %s', (variable) => {
    expect(hidden({ [variable]: 'http://user:hunter22@proxy:3128' })).toEqual([
      'user:hunter22',
      'hunter22',
    ]);
  });

  test.each([
    ['http://user:hunter22@proxy', ['hunter22', 'user:hunter22']],
    ['http://us%40er:hunter%2022@proxy', ['hunter%2022', 'hunter 22', 'us@er:hunter 22']],
    ['http://hunter22@proxy', ['hunter22', 'hunter22:']],
    ['http://hunter22:@proxy', ['hunter22', 'hunter22:']],
    ['http://:hunter22@proxy', ['hunter22', ':hunter22']],
    ['http://user:hunter@22@proxy/', ['hunter@22']],
    ['http://user:hunter%zz@proxy', ['hunter%zz']],
  ])('%s: hides %j', (proxy, forms) => {
    expect(hidden({ HTTPS_PROXY: proxy })).toEqual(expect.arrayContaining(forms));
  });
});

describe('refuseTracing', () => {
  test.each([{}, { NODE_DEBUG: '' }])('lets %j pass', (env) => {
    expect(() => refuseTracing(env)).not.toThrow();
  });

  test.each(['http', 'net,tls', 'cluster'])('refuses NODE_DEBUG=%s', async (value) => {
    const error = await failureOf(() => refuseTracing({ NODE_DEBUG: value }));
    expect(error).toMatchObject(actionError('environment'));
    expect(error.message).toMatch(/`NODE_DEBUG`.*Nothing was sent/s);
  });
});

describe('proxyHost', () => {
  test.each([
    [{}, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTPS_PROXY: 'rubbish' }, undefined],
    [{ HTTP_PROXY: 'http://plain:1' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, 'proxy:3128'],
    [{ HTTPS_PROXY: 'http://user:hunter22@proxy:3128/x' }, 'proxy:3128'],
    [{ HTTPS_PROXY: 'http://upper', https_proxy: 'http://lower' }, 'lower'],
    [{ HTTPS_PROXY: 'https://proxy' }, 'proxy'],
  ])('of %j is %p', (env: NodeJS.ProcessEnv, host) => {
    expect(proxyHost(env)).toBe(host);
  });

  // Node takes no proxy without a scheme and goes directly.
  test('of an address without a scheme is none', () => {
    expect(proxyHost({ HTTPS_PROXY: 'proxy.corp:3128' })).toBeUndefined();
  });
});

import { describe, expect, test } from '@jest/globals';
import { maskCredentials, refuseTracing } from '../../src/inputs/credentials.ts';
import { createMasker } from '../../src/runner/masker.ts';
import { actionError, failureOf, inputs, SENTINEL } from '../../testing/fakes.ts';

function hidden(env: NodeJS.ProcessEnv): string[] {
  const masked: string[] = [];
  maskCredentials(
    env,
    createMasker((text) => void masked.push(text)),
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
    ['HTTP://user:hunter22@proxy', ['hunter22', 'user:hunter22']],
    ['user:hunter22@proxy', ['hunter22', 'user:hunter22']],
    ['http://user:1#hunter22@proxy', ['1#hunter22', 'user:1#hunter22']],
    ['http://user:hun/ter?2\\2@proxy:1/', ['hun/ter?2\\2']],
    ['http:\\\\user:hunter22@proxy', ['hunter22', 'user:hunter22']],
    ['socks5://user:hunter\n22@proxy', ['hunter\n22']],
  ])('%s: hides %j', (proxy, forms) => {
    expect(hidden({ HTTPS_PROXY: proxy })).toEqual(expect.arrayContaining(forms));
  });
});

describe('refuseTracing', () => {
  test.each([{}, { NODE_DEBUG: '' }])('lets %j pass', (env) => {
    expect(() => refuseTracing(env)).not.toThrow();
  });

  test.each([
    ['NODE_DEBUG', 'http'],
    ['NODE_DEBUG', 'net,tls'],
    ['NODE_DEBUG', 'cluster'],
    ['NODE_DEBUG_NATIVE', 'tls'],
  ])('refuses %s=%s', async (variable, value) => {
    const error = await failureOf(() => refuseTracing({ [variable]: value }));
    expect(error).toMatchObject(actionError('environment'));
    expect(error.message).toContain(`\`${variable}\` makes Node print requests`);
    expect(error.message).toContain('Nothing was sent');
  });

  test.each([
    ['--tls-keylog=/tmp/keys', '`--tls-keylog`, which writes TLS keys to a file'],
    ['--max-old-space-size=4096 --tls_keylog /tmp/keys', '`--tls-keylog`'],
    ['"--tls-keylog=/tmp/a b"', '`--tls-keylog`'],
    ['--report-on-signal', '`--report-on-signal`, which writes a report with all environment'],
    ['--report-uncaught-exception', '`--report-uncaught-exception`'],
    ['--inspect', '`--inspect`, which opens the process to a debugger'],
    ['--inspect-brk=0.0.0.0:9229', '`--inspect-brk`'],
    ['--trace-tls', '`--trace-tls`, which prints TLS traffic'],
    ['--trace-event-categories=node.http', '`--trace-event-categories`'],
    ['--heapsnapshot-signal=SIGUSR2', '`--heapsnapshot-signal`, which writes the memory'],
  ])('refuses NODE_OPTIONS=%s', async (options, said) => {
    const error = await failureOf(() => refuseTracing({ NODE_OPTIONS: options }));
    expect(error).toMatchObject(actionError('environment'));
    expect(error.message).toContain(`\`NODE_OPTIONS\` contains ${said}`);
  });

  test.each([
    '--max-old-space-size=4096',
    '--trace-warnings --trace-deprecation --enable-source-maps',
    '--require ./inspect.js --import=--inspect',
    '--report-signal=SIGUSR2 --inspect-port=0',
    '--tls-min-v1.0',
  ])('lets NODE_OPTIONS=%s pass', (options) => {
    expect(() => refuseTracing({ NODE_OPTIONS: options })).not.toThrow();
  });
});

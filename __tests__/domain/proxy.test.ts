import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ignoredProxies,
  readProxy,
  readVariable,
  refuseUnusableProxy,
} from '../../src/domain/proxy.ts';
import { actionError, failureOf } from '../../testing/fakes.ts';

describe('readProxy', () => {
  test.each([
    [{}, undefined],
    [{ HTTP_PROXY: 'http://plain:1', ALL_PROXY: 'http://all:1' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
    [{ HTTPS_PROXY: 'HTTP://Proxy:3128/' }, 'http://proxy:3128/'],
    [{ HTTPS_PROXY: 'HttpS://user:p%40ss@[::1]:3128' }, 'https://user:p%40ss@[::1]:3128/'],
    [{ HTTPS_PROXY: 'http://user:p@ss@proxy:1' }, 'http://user:p%40ss@proxy:1/'],
    [{ HTTPS_PROXY: 'http://upper', https_proxy: 'http://lower' }, 'http://lower/'],
    [{ HTTPS_PROXY: 'http://upper', https_proxy: '' }, 'http://upper/'],
  ])('of %j is %p', (env: NodeJS.ProcessEnv, href) => {
    expect(readProxy(env)?.href).toBe(href);
  });

  test.each([
    'proxy.corp:3128',
    'user:hunter22@proxy:3128',
    'socks5://proxy:1080',
    'http://',
    'http://proxy:port',
    'http://user:1#hunter22@proxy:3128',
    'http://user:1/hunter22@proxy:3128',
    'http://user:1?hunter22@proxy:3128',
    'http://user:1\\hunter22@proxy:3128',
    'http://hunter22#@proxy',
    'http://user:hunter%zz22@proxy:3128',
    'http://user:hunter22@pro xy:3128',
    'http://user:hunter\t22@proxy:3128',
  ])('refuses %s, and shows nothing of it', async (text) => {
    const error = await failureOf(() => readProxy({ HTTPS_PROXY: text }));
    expect(error).toMatchObject(actionError('environment'));
    expect(error.message).toMatch(
      /^`HTTPS_PROXY` is not a valid proxy address, so nothing was sent\./,
    );
    expect(error.message).not.toMatch(/hunter|22|user/);
  });

  test('never takes a part of a password for the host', () => {
    const password = fc.string({ unit: fc.constantFrom(...'a1/?#@:%[]\\" \t'), maxLength: 8 });
    const hostBy = (text: string) => {
      try {
        return readProxy({ HTTPS_PROXY: `http://u:${text}@proxy:9` })?.host;
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(password, (text) => {
        expect(['proxy:9', undefined]).toContain(hostBy(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    [{}, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTP_PROXY: 'http://plain:1' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, 'proxy:3128'],
    [{ HTTPS_PROXY: 'http://user:hunter22@proxy:3128/x' }, 'proxy:3128'],
    [{ HTTPS_PROXY: 'http://upper', https_proxy: 'http://lower' }, 'lower'],
    [{ HTTPS_PROXY: 'https://proxy' }, 'proxy'],
  ])('of %j has the host %p', (env: NodeJS.ProcessEnv, host) => {
    expect(readProxy(env)?.host).toBe(host);
  });
});

test.each([
  [{}, ''],
  [{ NO_PROXY: 'a' }, 'a'],
  [{ NO_PROXY: 'a', no_proxy: 'b' }, 'b'],
])('NO_PROXY of %j is %p', (env: NodeJS.ProcessEnv, text) => {
  expect(readVariable(env, 'NO_PROXY')).toBe(text);
});

test.each([
  [{}, []],
  [{ HTTP_PROXY: 'http://a', ALL_PROXY: 'http://a' }, ['ALL_PROXY', 'HTTP_PROXY']],
  [{ all_proxy: 'http://a' }, ['ALL_PROXY']],
  [{ HTTP_PROXY: 'http://a', HTTPS_PROXY: 'http://b' }, []],
])('of %j, %j is ignored', (env: NodeJS.ProcessEnv, names) => {
  expect(ignoredProxies(env)).toEqual(names);
});

describe('a proxy cannot be used', () => {
  const env = { HTTPS_PROXY: 'http://user:hunter22@proxy:3128' };

  test.each(['20.19.0', '22.22.0', '24.4.0', '24.4.1'])('by Node %s', async (version) => {
    const error = await failureOf(() => refuseUnusableProxy(env, version));
    expect(error).toMatchObject(actionError('environment'));
    expect(error.message).toContain(`Node ${version} of this runner would bypass the proxy`);
    expect(error.message).toContain('runner 2.328.0');
    expect(() => refuseUnusableProxy({ NO_PROXY: '*' }, version)).not.toThrow();
  });

  test.each(['24.5.0', '24.19.0', '25.0.0', '26.1.0'])('but by Node %s', (version) => {
    expect(() => refuseUnusableProxy(env, version)).not.toThrow();
  });

  test('over https where nobody would verify its certificate', async () => {
    const open = { HTTPS_PROXY: 'HTTPS://proxy', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const error = await failureOf(() => refuseUnusableProxy(open, '24.19.0'));
    expect(error.message).toMatch(/^`NODE_TLS_REJECT_UNAUTHORIZED` is `0`/);
    expect(() => refuseUnusableProxy({ ...open, ...env }, '24.19.0')).not.toThrow();
  });
});

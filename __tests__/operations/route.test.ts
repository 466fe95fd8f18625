import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runAction } from '../../src/action.ts';
import type { InputName } from '../../src/inputs/definitions.ts';
import { fakeWorld, inputs } from '../../testing/fakes.ts';

/** Where a step says that its credentials go; it is cancelled, so that nothing is sent. */
async function route(given: Partial<Record<InputName, string>>, env: NodeJS.ProcessEnv = {}) {
  const operation = 'github-token' in given ? 'create' : 'list';
  const step = { operation, ...(operation === 'create' && { name: 'x' }), ...given };
  const world = fakeWorld(
    { GITHUB_REPOSITORY: 'o/r', ...inputs({ 'retry-for': '0s', ...step }), ...env },
    { cancelled: AbortSignal.abort() },
  );
  await runAction(world);
  expect(world.said('error')).toHaveLength(1);
  const told = world.toolkit.lines.filter(({ kind }) => kind !== 'mask' && kind !== 'error');
  return { world, told: told.map(({ kind, text }) => `${kind}: ${text}`) };
}

const secret = { 'secret-name': 'KEY', 'github-token': 'a-token' };

describe('where the admin key goes', () => {
  test.each([
    'https://api.openai.com/v1',
    'https://eu.api.openai.com/v1',
    'http://127.0.0.1:1/v1',
    'http://localhost:1/v1',
  ])('%s is expected', async (address) => {
    expect((await route({ 'base-url': address })).told).toEqual([]);
  });

  test.each([
    ['https://openai.example:8443/v1', 'openai.example:8443'],
    ['https://api.openai.com.evil.example/v1', 'api.openai.com.evil.example'],
  ])('%s is named in a warning', async (address, host) => {
    expect((await route({ 'base-url': address })).told).toEqual([
      `warning: \`base-url\` points to ${host}, which is not OpenAI: it receives the admin key.`,
    ]);
  });
});

describe('where the GitHub token goes', () => {
  const server = 'https://github.example/api/v3';

  test.each([
    ['https://api.github.com', {}],
    ['http://127.0.0.1:1', {}],
    [server, { GITHUB_API_URL: server }],
  ])('%s is expected with %j', async (address, env) => {
    expect((await route({ ...secret, 'github-api-url': address }, env)).told).toEqual([]);
  });

  test('another one is named in a warning', async () => {
    const { told } = await route({ ...secret, 'github-api-url': server });
    expect(told).toEqual([
      expect.stringMatching(/^warning: `github-api-url` points to github\.example/),
    ]);
  });
});

describe('a proxy', () => {
  const env = { HTTPS_PROXY: 'http://user:hunter22@proxy:3128' };

  test('is named in the log without its credentials, which are masked', async () => {
    const { told, world } = await route({}, env);
    expect(told).toEqual([
      'info: Requests go through the proxy proxy:3128, unless `NO_PROXY` names their host.',
    ]);
    expect(world.said('mask')).toContain('hunter22');
  });

  test('is not used for this machine, and not named', async () => {
    expect((await route({ 'base-url': 'http://localhost:1' }, env)).told).toEqual([]);
  });

  test('is named where one of two ways goes through it', async () => {
    const { told } = await route({ ...secret, 'base-url': 'http://localhost:1' }, env);
    expect(told).toHaveLength(1);
  });

  test.each([
    [{ ALL_PROXY: 'http://u:hunter22@all:1' }, '`ALL_PROXY` is not used'],
    [{ http_proxy: 'http://plain:1' }, '`HTTP_PROXY` is not used'],
  ])('that is not read is named: %j', async (ignored, said) => {
    const { told } = await route({}, ignored);
    expect(told).toEqual([expect.stringContaining(`Requests go through no proxy: ${said}`)]);
    expect(told.join()).not.toContain('hunter');
    expect((await route({ 'base-url': 'http://localhost:1' }, ignored)).told).toEqual([]);
  });

  test('that cannot be used ends the step', async () => {
    const { world } = await route({}, { HTTPS_PROXY: 'http://proxy:port' });
    expect(world.said('error')).toEqual([
      expect.stringMatching(
        /^`HTTPS_PROXY` is not a valid proxy address, so nothing was sent\. .*`http:\/\/host:port`/,
      ),
    ]);
  });

  test.each([
    'http://user:hunter22@proxy:port',
    'http://user:hun/ter22@proxy:3128',
    'http://user:hunter22@pro xy:3128',
    'http://user:hunter%zz22@proxy:3128',
    'http://user:hunt?er22@proxy:3128',
    'http://user:1#hunter22@proxy:3128',
    'HTTP://user:1\\hunter22@proxy:3128',
  ])('%s shows nothing of its password, however malformed', async (proxy) => {
    const { world, told } = await route({}, { HTTPS_PROXY: proxy });
    const log = [...told, ...world.said('error')].join('\n');
    expect(log).not.toMatch(/hunt|er22|ter22/);
  });

  test('shows no password in any address', async () => {
    const password = fc.string({ unit: fc.constantFrom(...'a1/?#@:%[]\\ "'), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(password, async (text) => {
        const { world, told } = await route({}, { https_proxy: `http://u:QZ${text}ZQ@proxy:1` });
        expect([...told, ...world.said('error')].join('\n')).not.toMatch(/QZ|ZQ/);
      }),
      { numRuns: 60 },
    );
  });
});

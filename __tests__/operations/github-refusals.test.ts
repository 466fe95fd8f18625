import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { type GitHub, startGitHub } from '../../emulator/github.ts';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { runAction } from '../../src/action.ts';
import { deliveryEnv } from '../../testing/emulator-inputs.ts';
import { fakeWorld } from '../../testing/fakes.ts';
import { GITHUB_REFUSALS } from '../../testing/refusals.ts';
import type { Given } from '../../testing/steps.ts';

let api: OpenAi;
let github: GitHub;
beforeEach(async () => {
  [api, github] = await Promise.all([startOpenAi(), startGitHub()]);
  github.addRepository('octo/repo', { environments: ['prod'] });
  github.addOrganization('octo-org');
});
afterEach(() => Promise.all([api.close(), github.close()]));

/** The error of a step that is to write a secret; no key may be left of it. */
async function errorOf(given: Given = {}): Promise<string> {
  const world = fakeWorld(deliveryEnv(api, github, { timeout: '30s', ...given }));
  await runAction(world);
  const [error = '', ...others] = world.said('error');
  expect(others).toEqual([]);
  expect(api.keys).toHaveLength(1);
  expect(error).not.toContain(github.token);
  return error;
}

const SECRET = 'Looking at Actions secret `KEY` of octo/repo failed';
const says = (message: string) => ({ message, documentation_url: 'https://docs.github.com' });

describe('a refusal names its cause and its cure, and only that cause', () => {
  test.each(GITHUB_REFUSALS)('$status: $what', async ({ status, body, headers, ...row }) => {
    github.fault({ path: '/KEY', times: Infinity, status, body, ...(headers && { headers }) });
    const error = await errorOf();
    expect(error.startsWith(`${SECRET} (${status}`)).toBe(true);
    for (const words of row.names) expect(error).toContain(words);
    for (const words of row.namesNot) expect(error).not.toContain(words);
    expect(error).toMatch(/\.$/);
  });

  test('a token of a GitHub App that GitHub does not know', async () => {
    const other = { 'github-token': 'ghs_0123456789012345678901234567890123456789' };
    expect(await errorOf(other)).toMatch(
      /does not accept the token in `github-token`\. A GitHub App's token expires after an hour, .* before this step\.$/,
    );
  });

  test('a token of a GitHub App that GitHub does not know any more', async () => {
    github.fault({
      path: '/public-key',
      times: Infinity,
      status: 401,
      body: says('Bad credentials'),
    });
    github.fault({ path: '/KEY', body: { name: 'KEY', updated_at: '2026-01-01T00:00:00Z' } });
    const token = github.addToken({ kind: 'app' });
    const error = await errorOf({ 'github-token': token });
    expect(error).toMatch(
      /`github-token`, though it accepted it earlier in this step\. A GitHub App/,
    );
  });

  test('a token of a person that GitHub does not know', async () => {
    const other = { 'github-token': 'github_pat_0123456789012345678901' };
    expect(await errorOf(other)).toMatch(
      /has expired, was revoked or is incomplete\. Replace it\.$/,
    );
  });
});

describe('a refusal says what happened and what to do', () => {
  test.each<[string, Fault, RegExp]>([
    [
      'an outage with an id',
      { status: 500, headers: { 'x-github-request-id': 'AB:1' } },
      /\(500, request AB:1\)/,
    ],
    [
      'an id that is none',
      { status: 500, headers: { 'x-github-request-id': '##[error]' } },
      /failed \(500\)\. See/,
    ],
    ['something that is not GitHub', { body: 'hello' }, /does not answer like GitHub \(/],
    [
      'a page that is not GitHub',
      {
        body: '<html><title>Log in to ghp_abcdefghijklmnop</title>',
        headers: { server: 'portal' },
      },
      /does not answer like GitHub, but sends a web page \(server “portal”, title “Log in to \*{3}”\)\. Check/,
    ],
    [
      'a secret that is none',
      { body: { name: 'KEY' } },
      /does not answer like GitHub \(a secret without/,
    ],
    [
      'a connection that breaks',
      { reset: 'before' },
      /no answer from 127\.0\.0\.1:\d+ \(.*Run this again/,
    ],
    [
      'a server that is silent',
      { silence: 'before' },
      /no answer within 1 s\)\. Tried once; .*later\.$/,
    ],
  ])('%s', async (_, fault, message) => {
    github.fault({ path: '/KEY', times: Infinity, ...fault });
    const error = await errorOf(fault.silence === undefined ? {} : { timeout: '1s' });
    expect(error.startsWith(SECRET)).toBe(true);
    expect(error).toMatch(message);
  });

  test('a repository that was renamed', async () => {
    github.fault({ status: 301, headers: { location: '/repositories/1/actions/secrets/KEY' } });
    expect(await errorOf()).toMatch(/redirects it, so the repository or organization was renamed/);
  });

  test.each<[Given, RegExp]>([
    [{ 'secret-repositories': 'octo/x' }, /The repository octo\/x does not exist, or the token/],
    [
      { 'secret-environment': 'qa' },
      /The environment `qa` of octo\/repo, or the repository, does not exist.*`environments: write`/,
    ],
    [
      { 'secret-organization': 'nobody' },
      /The organization nobody does not exist.*`organization_secrets: write`/,
    ],
    [
      {
        'secret-organization': 'octo-org',
        'secret-visibility': 'selected',
        'secret-repositories': 'octo/x',
      },
      /^Looking up octo\/x, which is to read Actions secret `KEY` of organization octo-org failed .*The repository octo\/x does not exist.*`secret-repositories`, and that the token can access it\.$/,
    ],
  ])('a place that is not there: %j', async (given, message) => {
    expect(await errorOf(given)).toMatch(message);
  });

  test('every target with a problem is named', async () => {
    const error = await errorOf({ 'secret-repositories': 'octo/x, octo/repo, octo/y' });
    expect(error.match(/^- .*octo\/[xy] failed/gm)).toHaveLength(2);
  });

  test('a message that is no text, or very long, is not repeated', async () => {
    github.fault({ path: '/KEY', status: 422, body: { message: { a: 1 } } });
    expect(await errorOf()).toMatch(/failed \(422, request [0-9A-F:]+\)\. Correct/);
    github.fault({ path: '/KEY', status: 422, body: says('x'.repeat(5_000)) });
    expect((await errorOf()).length).toBeLessThan(600);
  });
});

describe('a public key that cannot be used', () => {
  test.each<[string, unknown, RegExp]>([
    ['is missing', { key_id: '1' }, /\(it is missing\)/],
    ['has no id', { key: 'x' }, /\(it is missing\)/],
    ['has the wrong length', { key_id: '1', key: 'AAAA' }, /it has 3 bytes instead of 32/],
    ['is worthless', { key_id: '1', key: Buffer.alloc(32).toString('base64') }, /cannot be used/],
  ])('because it %s ends the step before a key is made', async (_, body, message) => {
    github.fault({ path: '/public-key', body });
    const error = await errorOf();
    expect(error).toMatch(/^The public key for Actions secret `KEY` of octo\/repo cannot be used/);
    expect(error).toMatch(message);
    expect(api.log).toEqual([]);
  });
});

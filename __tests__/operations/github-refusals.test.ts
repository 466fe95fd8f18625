import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { type GitHub, startGitHub } from '../../emulator/github.ts';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { runAction } from '../../src/action.ts';
import type { InputName } from '../../src/request/inputs.ts';
import { fakeWorld, inputs } from '../support/fakes.ts';

let api: OpenAi;
let github: GitHub;
beforeEach(async () => {
  [api, github] = await Promise.all([startOpenAi(), startGitHub()]);
  github.addRepository('octo/repo', { environments: ['prod'] });
  github.addOrganization('octo-org');
});
afterEach(() => Promise.all([api.close(), github.close()]));

/** The error of a step that is to write a secret; no key may be left of it. */
async function errorOf(given: Partial<Record<InputName, string>> = {}): Promise<string> {
  const world = fakeWorld({
    GITHUB_REPOSITORY: 'octo/repo',
    ...inputs({
      operation: 'create',
      name: 'nightly',
      'base-url': api.baseUrl,
      'admin-api-key': api.adminKey,
      'github-api-url': github.apiUrl,
      'github-token': github.token,
      'secret-name': 'KEY',
      timeout: '1s',
      'retry-for': '0s',
      ...given,
    }),
  });
  await runAction(world);
  const [error = '', ...others] = world.said('error');
  expect(others).toEqual([]);
  expect(api.keys).toHaveLength(1);
  expect(error).not.toContain(github.token);
  return error;
}

const SECRET = 'Looking at Actions secret `KEY` of octo/repo failed';
const says = (message: string) => ({ message, documentation_url: 'https://docs.github.com' });

describe('a refusal says what happened and what to do', () => {
  test.each<[string, Fault, RegExp]>([
    [
      'a dead token',
      { status: 401, body: says('Bad credentials') },
      /\(401.*: “Bad credentials”\. .*Put in a live one\.$/,
    ],
    [
      'GITHUB_TOKEN',
      { status: 403, body: says('Resource not accessible by integration') },
      /`GITHUB_TOKEN` can never write secrets.*“Secrets: read and write” \(`secrets: write`\)\.$/,
    ],
    [
      'a permission that is missing',
      {
        status: 403,
        body: says('No.'),
        headers: { 'x-accepted-github-permissions': 'secrets=write' },
      },
      /The token may not do it\. GitHub asks for: secrets=write\. Use a token of/,
    ],
    ['a rate limit', { status: 429, body: says('Slow down.') }, /\(429.*GitHub limits the rate\./],
    [
      'an outage',
      { status: 502, body: '<html>' },
      /\(502.*\)\. See https:\/\/www\.githubstatus\.com/,
    ],
    [
      'an outage with an id',
      { status: 500, headers: { 'x-github-request-id': 'AB:1' } },
      /\(500, request AB:1\)/,
    ],
    ['anything else', { status: 422, body: says('Wrong name.') }, /“Wrong name\.”\. Correct what/],
    ['something that is not GitHub', { body: '<html>' }, /does not talk like GitHub/],
    [
      'a secret that is none',
      { body: { name: 'KEY' } },
      /does not talk like GitHub \(a secret without/,
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
    const error = await errorOf();
    expect(error.startsWith(SECRET)).toBe(true);
    expect(error).toMatch(message);
  });

  test('a repository that was renamed', async () => {
    github.fault({ status: 301, headers: { location: '/repositories/1/actions/secrets/KEY' } });
    expect(await errorOf()).toMatch(/redirects it, so the repository or organization was renamed/);
  });

  test.each<[Partial<Record<InputName, string>>, RegExp]>([
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
      /does not exist/,
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

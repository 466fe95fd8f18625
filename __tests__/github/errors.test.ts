import { describe, expect, test } from '@jest/globals';
import { redact } from '../../src/domain/redact.ts';
import type { SecretTarget } from '../../src/domain/secret-target.ts';
import { maySpeakOfFreshToken } from '../../src/github/causes.ts';
import { githubError } from '../../src/github/errors.ts';
import { retryAfter } from '../../src/http/retry.ts';
import { actionError, httpAnswer, secretOf } from '../../testing/fakes.ts';
import { GITHUB_REFUSALS } from '../../testing/refusals.ts';

const told = {
  host: 'api.github.com',
  redact,
  token: { isApp: true, wasAccepted: false },
};

/** What Octokit throws. */
function requestError(status: number, data: unknown, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error('refused'), { status, response: { headers, data } });
}

function said(error: Error, { host = told.host, target = secretOf('repo') } = {}): string {
  return githubError(error, 'Writing', target, { ...told, host }).message;
}

describe('a refusal', () => {
  test.each(GITHUB_REFUSALS)('$status: $what is $code', ({ status, body, headers, code }) => {
    const error = githubError(requestError(status, body, headers), 'Writing', secretOf('r'), told);
    expect(error).toMatchObject(actionError(code));
  });

  test.each(GITHUB_REFUSALS)('$status: $what may pass: $retried', (row) => {
    const answer = httpAnswer(row.status, row.body, row.headers);
    expect(retryAfter(answer, 'host', {}) !== undefined).toBe(row.retried);
    expect(maySpeakOfFreshToken(answer)).toBe(row.fresh ?? false);
  });

  test('that nothing is known of is told in one sentence', () => {
    expect(said(requestError(403, undefined))).toBe(
      'Writing Actions secret `KEY` of octo/repo failed (403).',
    );
    expect(said(Object.assign(new Error('refused'), { status: 400 }))).toMatch(/failed \(400\)\.$/);
  });
});

describe('the address of a sign-on', () => {
  const address = 'https://github.com/orgs/octo/sso?authorization_request=AZSCKL-x_y%3D';
  const message = 'Resource protected by organization SAML enforcement.';
  const signOn = (url: string, host = told.host) =>
    said(requestError(403, { message }, { 'x-github-sso': `required; url=${url}` }), { host });

  test.each([
    [address, 'api.github.com'],
    ['https://octo.ghe.com/orgs/octo/sso', 'api.octo.ghe.com'],
    ['https://git.example:8443/orgs/octo/sso', 'git.example:8443'],
  ])('%s is given by %s', (url, host) => {
    expect(signOn(url, host)).toMatch(/single sign-on, .* Authorize it at https:/);
    expect(signOn(url, host).endsWith(url)).toBe(true);
  });

  test.each([
    'http://github.com/orgs/octo/sso',
    'https://evil.example/github.com',
    'https://github.com.evil.example/',
    'https://github.com@evil.example/',
    'https://user:pass@github.com/orgs',
    'https://github.com:8443/orgs',
    "https://github.com/a'b",
    'https://github.com/##[error]',
    'https://github.com/x#y',
    `https://github.com/${'x'.repeat(600)}`,
    'https://github.com/ghp_abcdefghijklmnop',
    'javascript:alert(1)',
    'nowhere',
    '',
  ])('is not given where it is %s', (url) => {
    expect(signOn(url)).toMatch(/Authorize it in the settings of its account, or use .*\.$/);
    expect(signOn(url)).not.toMatch(/evil|user|8443|##|xxxx|javascript/);
  });
});

describe('an outage', () => {
  test.each([
    ['api.github.com', true],
    ['127.0.0.1:80', true],
    ['git.example', false],
    ['api.octo.ghe.com', false],
  ])('at %s points to the status page of GitHub: %p', (host, isNamed) => {
    const message = said(requestError(503, 'unavailable'), { host });
    expect(message.includes('githubstatus.com')).toBe(isNamed);
    expect(message).toMatch(/un this again later/);
  });

  test('told by a page of something on the way points to that', () => {
    const page = '<html><title>503</title></html>';
    expect(said(requestError(503, page, { server: 'squid' }))).toMatch(/check that, too\.$/);
  });

  test('told by a page of GitHub’s own suspects nobody else', () => {
    const page = '<!doctype html><title>Unicorn!</title>';
    const headers = { server: 'github.com', 'x-github-request-id': 'AB:1' };
    const message = said(requestError(502, page, headers));
    expect(message).toContain('title “Unicorn!”');
    expect(message).not.toContain('proxy');
  });
});

describe('what is not there', () => {
  const codespaces: SecretTarget = { ...secretOf('repo'), app: 'codespaces' };
  const ofOrganization: SecretTarget = {
    place: 'organization',
    app: 'codespaces',
    name: 'KEY',
    organization: 'octo-org',
    visibility: 'keep',
    repositories: [],
  };
  const missing = requestError(404, { message: 'Not Found' });

  test.each([
    'git.example',
    'github.example:8443',
  ])('is Codespaces, on an Enterprise Server: %s', (host) => {
    const message = said(missing, { host, target: codespaces });
    expect(message).toMatch(/has no Codespaces\. Remove `codespaces` from `secret-app`\.$/);
    expect(message).not.toMatch(/permission|does not exist/);
    expect(said(missing, { host })).toMatch(/The repository octo\/repo does not exist/);
  });

  test.each(['api.github.com', 'api.octo.ghe.com'])('is the repository, at %s', (host) => {
    expect(said(missing, { host, target: codespaces })).toMatch(/octo\/repo does not exist/);
  });

  test('may be a plan that has no such secrets', () => {
    expect(said(missing, { target: ofOrganization })).toContain('need GitHub Team or Enterprise');
    expect(said(missing, { target: { ...ofOrganization, app: 'actions' } })).not.toContain('Team');
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitHub, startGitHub, type TokenOptions } from '../../emulator/github.ts';
import { request } from './github-client.ts';

const REPOSITORY = '/repos/octo/repo';
const SECRET = `${REPOSITORY}/actions/secrets/A`;

let github: GitHub;

beforeEach(async () => {
  github = await startGitHub();
  github.addRepository('octo/repo', { environments: ['production'] });
  github.addOrganization('octo-org');
});
afterEach(() => github.close());

/** Calls as a token that is made for it. */
function as(options: TokenOptions, method: string, path: string) {
  return request(github, method, path, {
    key: github.addToken(options),
    ...(method === 'PUT' && { body: {} }),
  });
}

describe('permissions', () => {
  test.each([
    ['GET', '/repos/octo/repo/actions/secrets/public-key', 'secrets=read'],
    ['GET', SECRET, 'secrets=read'],
    ['PUT', SECRET, 'secrets=write'],
    ['DELETE', SECRET, 'secrets=write'],
    ['GET', '/repos/octo/repo/dependabot/secrets/A', 'dependabot_secrets=read'],
    ['PUT', '/repos/octo/repo/dependabot/secrets/A', 'dependabot_secrets=write'],
    ['GET', '/repos/octo/repo/codespaces/secrets/public-key', 'codespaces_secrets=write'],
    ['PUT', '/repos/octo/repo/codespaces/secrets/A', 'codespaces_secrets=write'],
    ['GET', '/repos/octo/repo/environments/production/secrets/A', 'environments=read'],
    ['PUT', '/repos/octo/repo/environments/production/secrets/A', 'environments=write'],
    ['GET', '/orgs/octo-org/actions/secrets/A', 'organization_secrets=read'],
    ['GET', '/orgs/octo-org/actions/secrets/A/repositories', 'organization_secrets=read'],
    ['PUT', '/orgs/octo-org/actions/secrets/A', 'organization_secrets=write'],
    ['PUT', '/orgs/octo-org/dependabot/secrets/A', 'organization_dependabot_secrets=write'],
    ['GET', '/orgs/octo-org/codespaces/secrets/A', 'organization_codespaces_secrets=read'],
  ])('%s %s needs %s', async (method, path, needed) => {
    const [name = '', access] = needed.split('=');
    const isWrite = access === 'write';
    const lacking = { permissions: isWrite ? { [name]: 'read' as const } : {} };
    const refused = await as(lacking, method, path);
    expect(refused.status).toBe(403);
    expect(refused.headers['x-accepted-github-permissions']).toBe(needed);
    expect(refused.json).toMatchObject({
      message: 'Resource not accessible by personal access token',
      documentation_url: expect.stringContaining('https://docs.github.com/rest/'),
    });
    const granted = await as({ permissions: { [name]: access as 'read' } }, method, path);
    expect([200, 404, 422]).toContain(granted.status);
    expect(granted.headers['x-accepted-github-permissions']).toBe(needed);
  });

  test('are refused in the words for the kind of token', async () => {
    const permissions = {};
    const app = await as({ kind: 'app', permissions }, 'GET', SECRET);
    expect(app.json.message).toBe('Resource not accessible by integration');
    const classic = await as({ kind: 'classic', permissions }, 'PUT', SECRET);
    expect(classic.status).toBe(403);
    expect(classic.json.message).toMatch(/^You must have repository write permissions or have /);
    expect(classic.headers).not.toHaveProperty('x-accepted-github-permissions');
    expect(classic.headers['x-accepted-oauth-scopes']).toBe('repo');
  });

  test('of the token of a workflow never reach secrets', async () => {
    const options = { kind: 'github-token', permissions: { secrets: 'write' } } as const;
    expect((await as(options, 'GET', REPOSITORY)).status).toBe(200);
    for (const path of [SECRET, '/orgs/octo-org/actions/secrets/A']) {
      const { status, json } = await as(options, 'GET', path);
      expect(status).toBe(403);
      expect(json.message).toBe('Resource not accessible by integration');
    }
  });
});

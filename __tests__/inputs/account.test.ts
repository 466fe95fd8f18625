import { describe, expect, test } from '@jest/globals';
import { parseRequest } from '../../src/inputs/parse.ts';
import { failureOf, inputs } from '../../testing/fakes.ts';
import { type Given, MAKING, problemsOf, read } from '../../testing/steps.ts';

describe('for whom a key is made', () => {
  test.each<[string, Given, unknown]>([
    ['nobody', {}, null],
    [
      'nobody, as the defaults say',
      { 'project-id': 'none', 'service-account-id': 'none', scopes: 'all' },
      null,
    ],
    [
      'a service account',
      { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a' },
      { projectId: 'proj_a', serviceAccountId: 'svc_acct_a', scopes: null },
    ],
    [
      'the same, with white space',
      { 'project-id': ' proj_a\n', 'service-account-id': ' user-a ', scopes: ' all ' },
      { projectId: 'proj_a', serviceAccountId: 'user-a', scopes: null },
    ],
    [
      'a service account, with scopes',
      {
        'project-id': 'proj_a',
        'service-account-id': 'svc_acct_a',
        scopes: 'api.model.read, api.model.request\napi.model.read\n',
      },
      {
        projectId: 'proj_a',
        serviceAccountId: 'svc_acct_a',
        scopes: ['api.model.read', 'api.model.request'],
      },
    ],
  ])('%s', (_, given, account) => {
    for (const making of MAKING) expect(read({ ...making, ...given })).toMatchObject({ account });
  });

  test.each<[Given, (string | RegExp)[]]>([
    [{ 'project-id': 'proj_a' }, [/^`service-account-id` is required with `project-id`/]],
    [
      { 'project-id': 'proj_a', 'service-account-id': 'none' },
      [/^`service-account-id` is required with `project-id`/],
    ],
    [{ 'service-account-id': 'svc_acct_a' }, [/^`service-account-id` is only for project keys\./]],
    [
      { 'project-id': 'none', 'service-account-id': 'svc_acct_a' },
      [/^`service-account-id` is only for project keys\./],
    ],
    [{ scopes: 'api.model.read' }, [/^`scopes` is only for project keys\./]],
    [
      { 'project-id': 'proj_a', scopes: 'api.model.read' },
      [/^`service-account-id` is required with `project-id`/],
    ],
    ...['proj_a, proj_b', 'proj_a\nproj_b', 'none, proj_a', 'all', 'none, all', 'proj_a, none'].map(
      (projects): [Given, RegExp[]] => [
        { 'project-id': projects, 'service-account-id': 'svc_acct_a' },
        [/^`project-id` must be one project here: a key belongs to one project\.$/],
      ],
    ),
    ...['svc acct', 'svc/acct', '../x', 'svc_a,svc_b', 'svc.a', 'x'.repeat(129)].map(
      (account): [Given, RegExp[]] => [
        { 'project-id': 'proj_a', 'service-account-id': account },
        [/^`service-account-id` must be one id such as `svc_acct_abc` or `user-abc`, not `/],
      ],
    ),
    ...[
      'any',
      'none',
      'api model',
      '../x',
      'api..read',
      '.api',
      'api.',
      '"api.model.read"',
      '*',
    ].map((scopes): [Given, RegExp[]] => [
      { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a', scopes },
      [/^`scopes` must be API scopes such as `api\.model\.read`, not `/],
    ]),
    ...[
      'all, api.model.read',
      'api.model.read\nall',
      'any, api.model.read',
      'api.model.read,none',
    ].map((scopes): [Given, RegExp[]] => [
      { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a', scopes },
      [/^`scopes` combines `(all|any|none)` with other items\./],
    ]),
  ])('%j is refused', async (given, expected) => {
    for (const making of MAKING) {
      expect(await problemsOf({ ...making, ...given })).toEqual(
        expected.map((problem) => expect.stringMatching(problem)),
      );
    }
  });

  test('all that is wrong is told at once', async () => {
    const given = { 'project-id': 'proj_a, proj_b', scopes: '*', 'service-account-id': '../x' };
    for (const making of MAKING) {
      const problems = await problemsOf({ ...making, ...given });
      expect(problems.map((problem) => problem.split(' ')[0])).toEqual(
        expect.arrayContaining(['`project-id`', '`scopes`', '`service-account-id`']),
      );
      expect(problems).toHaveLength(3);
    }
  });
});

describe('a destination for the other kind of key', () => {
  const project = { 'project-id': 'proj_a', 'service-account-id': 'svc_acct_a' };
  const secret = { 'github-token': 'github_pat_x' };

  test.each<[string, Given, string, boolean]>([
    ['an admin key', {}, 'OPENAI_API_KEY', false],
    ['an admin key', { 'project-id': 'none' }, 'OPENAI_API_KEY', false],
    ['an admin key', {}, 'OPENAI_ADMIN_KEY', true],
    ['a project’s key', project, 'OPENAI_ADMIN_KEY', false],
    ['a project’s key', project, 'OPENAI_API_KEY', true],
  ])('%s with %j in %s: %p', async (_, given, name, isGood) => {
    const secretNames = [name, name.toLowerCase()];
    const steps: Given[] = [
      ...secretNames.flatMap((text) =>
        MAKING.map((making) => ({ ...making, ...secret, ...given, 'secret-name': text })),
      ),
      ...MAKING.map((making) => ({ ...making, ...given, 'export-env': name })),
    ];
    for (const step of steps) {
      if (isGood) expect(read(step)).toMatchObject({ name: 'nightly' });
      else {
        const input = 'export-env' in step ? 'export-env' : 'secret-name';
        expect(await problemsOf(step)).toEqual([
          expect.stringMatching(new RegExp(`^\`${input}\` must not be \`${name}\`, which `)),
        ]);
      }
    }
  });

  test.each([
    ['Windows', false],
    ['Linux', true],
  ])('names of variables have no case on Windows alone: %s', async (system, isGood) => {
    const env = {
      ...inputs({ ...MAKING[0], ...project, 'export-env': 'openai_admin_key' }),
      RUNNER_OS: system,
    };
    if (isGood) expect(parseRequest(env).operation).toBe('create');
    else {
      const error = await failureOf(() => parseRequest(env));
      expect(error.message).toContain('`export-env` must not be `OPENAI_ADMIN_KEY`');
    }
  });
});

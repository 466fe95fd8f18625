import { describe, expect, test } from '@jest/globals';
import { parseRequest } from '../../src/inputs/parse.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { failureOf, inputs } from '../../testing/fakes.ts';
import { type Given, problemsIn } from '../../testing/steps.ts';

const TOKEN = 'a-token-of-github';
const org: Given = { 'secret-organization': 'octo-org' };
const repository = {
  place: 'repository',
  app: 'actions',
  name: 'KEY',
  owner: 'octo',
  repo: 'repo',
};

function envOf(given: Given): NodeJS.ProcessEnv {
  const delivery: Given = { 'secret-name': 'KEY', 'github-token': TOKEN };
  return {
    GITHUB_REPOSITORY: 'octo/repo',
    ...inputs({ operation: 'create', name: 'nightly', ...delivery, ...given }),
  };
}

const read = (given: Given) => parseRequest(envOf(given)) as RequestFor<'create'>;

const problemsOf = (given: Given) => problemsIn(() => read(given), TOKEN);

describe('targets', () => {
  const other = { ...repository, owner: 'o-2', repo: 'r.e_p-o' };
  const place = { place: 'organization', organization: 'octo-org', app: 'actions', name: 'KEY' };

  test.each<[Given, object[]]>([
    [{}, [repository]],
    [{ 'secret-repositories': 'this' }, [repository]],
    [{ 'secret-repositories': 'octo/repo\n\n' }, [repository]],
    [{ 'secret-repositories': 'this, octo/repo' }, [repository]],
    [{ 'secret-repositories': 'octo/repo\no-2/r.e_p-o' }, [repository, other]],
    [{ 'secret-repositories': 'this,\no-2/r.e_p-o' }, [repository, other]],
    [{ 'secret-repositories': 'Octo/Repo, octo/repo' }, [repository]],
    [{ 'secret-app': 'codespaces' }, [{ ...repository, app: 'codespaces' }]],
    [{ 'secret-app': 'dependabot, actions' }, [repository, { ...repository, app: 'dependabot' }]],
    [
      { 'secret-environment': 'staging, prod/eu' },
      [
        { ...repository, place: 'environment', environment: 'staging' },
        { ...repository, place: 'environment', environment: 'prod/eu' },
      ],
    ],
    // Logins that GitHub no longer gives, and still has.
    ...['octo-', 'octo--org', '-octo', 'octo_corp'].flatMap((owner): [Given, object[]][] => [
      [{ 'secret-repositories': `${owner}/repo` }, [{ ...repository, owner }]],
      [{ 'secret-organization': owner }, [{ ...place, organization: owner }]],
    ]),
    [org, [{ ...place, visibility: 'keep' }]],
    [{ ...org, 'secret-visibility': 'all' }, [{ ...place, visibility: 'all' }]],
    [
      { ...org, 'secret-visibility': 'selected', 'secret-repositories': 'this' },
      [{ ...place, visibility: 'selected', repositories: [{ owner: 'octo', repo: 'repo' }] }],
    ],
    [{ ...org, 'secret-app': 'actions\ndependabot' }, [place, { ...place, app: 'dependabot' }]],
    [{ 'secret-name': '', 'github-token': '' }, []],
  ])('%j', (given, targets) => {
    const request = read(given);
    expect(request.targets).toMatchObject(targets);
    expect(request.targets).toHaveLength(targets.length);
    expect(request.github?.token.reveal()).toBe(targets.length === 0 ? undefined : TOKEN);
  });

  test('are in this workflow’s GitHub unless told otherwise', () => {
    const server = 'https://github.example/api/v3';
    expect(read({}).github?.apiUrl.href).toBe('https://api.github.com/');
    const env = { ...envOf({}), GITHUB_API_URL: server };
    expect((parseRequest(env) as RequestFor<'create'>).github?.apiUrl.href).toBe(server);
    expect(read({ 'github-api-url': server }).github?.apiUrl.href).toBe(server);
  });
});

describe('one wrong input is one problem that names it', () => {
  test.each<[Given, string]>([
    [{ 'secret-name': '1KEY' }, '`secret-name` is not a valid name for a secret'],
    [{ 'secret-name': 'MY-KEY' }, '`secret-name` is not a valid name for a secret'],
    [{ 'secret-name': 'github_key' }, '`secret-name` is not a valid name for a secret'],
    [{ 'github-token': '' }, '`github-token` is required with `secret-name`.'],
    [{ 'github-token': 'two words' }, '`github-token` contains characters that no credential has'],
    [{ 'secret-name': '' }, '`github-token` has no effect without `secret-name`.'],
    [{ 'secret-repositories': '' }, '`secret-repositories` is empty, perhaps because'],
    [
      { 'secret-repositories': 'site' },
      'separated by commas or line breaks. Did you mean `octo/site`?',
    ],
    [{ 'secret-repositories': 'this, site' }, 'Did you mean `octo/site`?'],
    [{ 'secret-repositories': 'a-name-of-21-letters-' }, 'separated by commas or line breaks.'],
    [{ 'secret-repositories': 'octo.x/site' }, '`secret-repositories` must be names such as'],
    [{ 'secret-repositories': 'octo/..' }, '`secret-repositories` must be names such as'],
    [{ 'secret-repositories': 'octo/a/b' }, '`secret-repositories` must be names such as'],
    [{ 'secret-repositories': 'octo/a b' }, '`secret-repositories` must be names such as'],
    [{ 'secret-repositories': ',' }, '`secret-repositories` is empty, perhaps because'],
    ...['octo/repo,', ',octo/repo', 'octo/a,,octo/b', 'octo/a,\n,octo/b'].map(
      (list): [Given, string] => [
        { 'secret-repositories': list },
        '`secret-repositories` has an empty item, perhaps because an expression',
      ],
    ),
    [{ 'secret-environment': 'prod,' }, '`secret-environment` has an empty item'],
    [{ 'secret-environment': ' , ' }, '`secret-environment` is empty, perhaps because'],
    [
      { 'secret-environment': 'prod, none' },
      '`secret-environment` combines `none` with other items',
    ],
    [{ 'secret-repositories': 'all, octo/a' }, '`secret-repositories` combines `all` with other'],
    [{ 'secret-name': 'OPENAI_API_KEY' }, '`secret-name` must not be `OPENAI_API_KEY`, which'],
    [{ 'secret-name': 'OpenAI_API_Key' }, '`secret-name` must not be `OPENAI_API_KEY`, which'],
    [{ 'secret-environment': '' }, '`secret-environment` is empty, perhaps because'],
    [{ 'secret-environment': '..' }, '`secret-environment` contains a name that no environment'],
    [{ 'secret-environment': 'a\u0007b' }, '`secret-environment` contains a name that no env'],
    [{ 'secret-environment': 'x'.repeat(256) }, '`secret-environment` contains a name that no env'],
    [
      { 'secret-environment': 'prod', 'secret-app': 'dependabot' },
      '`secret-environment` is only for `secret-app: actions`',
    ],
    [
      { ...org, 'secret-environment': 'prod' },
      '`secret-environment` cannot be combined with `secret-org',
    ],
    [{ 'secret-organization': '' }, '`secret-organization` is empty, perhaps because'],
    [{ 'secret-organization': 'a,b' }, '`secret-organization` must be the name of one'],
    [{ 'secret-organization': '../x' }, '`secret-organization` must be the name of one'],
    [{ 'secret-visibility': 'all' }, '`secret-visibility` is only for organization secrets.'],
    [{ ...org, 'secret-visibility': 'public' }, '`secret-visibility` must be one of `keep`'],
    [{ ...org, 'secret-visibility': 'selected' }, '`secret-repositories` is required when'],
    [
      { ...org, 'secret-repositories': 'octo/x' },
      '`secret-repositories` applies to an organization secret',
    ],
    [{ 'secret-app': 'pages' }, '`secret-app` must be one or more of `actions`'],
    [{ 'secret-app': 'actions, Actions' }, '`secret-app` must be one or more of `actions`'],
    [{ 'github-api-url': 'http://github.example' }, '`github-api-url` must start with `https://`'],
    [{ 'revoke-after-job': 'true' }, '`revoke-after-job` cannot be combined with `secret-name`'],
  ])('%j', async (given, problem) => {
    expect(await problemsOf(given)).toEqual([expect.stringContaining(problem)]);
  });

  test('is each of those that need a destination', async () => {
    const given: Given = {
      'secret-name': '',
      'secret-repositories': 'octo/other',
      'secret-environment': 'prod',
      'secret-organization': 'octo-org',
      'secret-visibility': 'all',
      'secret-app': 'codespaces',
    };
    const problems = await problemsOf(given);
    expect(problems).toHaveLength(6);
    for (const problem of problems)
      expect(problem).toContain('has no effect without `secret-name`');
  });

  test('is a place that would take more writes than GitHub allows', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `o/r${n}`).join('\n');
    expect(read({ 'secret-repositories': many(500) }).targets).toHaveLength(500);
    expect(await problemsOf({ 'secret-repositories': many(501) })).toEqual([
      expect.stringContaining('leads to 501 secrets, but GitHub allows 500 writes an hour'),
    ]);
  });

  test.each([
    {},
    { 'secret-repositories': 'this' },
    { 'secret-repositories': 'site' },
  ])('is the repository of a run that has none: %j', async (given: Given) => {
    const env = { ...envOf(given), GITHUB_REPOSITORY: undefined };
    const error = await failureOf(() => parseRequest(env));
    expect(error.message).not.toContain('Did you mean');
    expect(error.message).toContain('`secret-repositories` must be names such as `owner/repo`');
  });
});

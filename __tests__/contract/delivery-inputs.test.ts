import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { run, type Stage, setStage } from '../../testing/delivery.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage(1);
});
afterEach(() => stage.close());
afterAll(cleanUp);

test.each<[string, Record<string, string>, string[]]>([
  ['a name that GitHub refuses', { 'secret-name': '1-x' }, ['secret-name']],
  ['a reserved name', { 'secret-name': 'github_x' }, ['secret-name']],
  ['no repository', { 'secret-repositories': ',' }, ['secret-repositories']],
  ['no owner', { 'secret-repositories': 'repo' }, ['secret-repositories']],
  ['a path in a repository', { 'secret-repositories': 'octo/..' }, ['secret-repositories']],
  ['an empty repository', { 'secret-repositories': '' }, ['secret-repositories']],
  ['an empty environment', { 'secret-environment': '' }, ['secret-environment']],
  ['an environment that is a path', { 'secret-environment': '..' }, ['secret-environment']],
  ['an empty organization', { 'secret-organization': '' }, ['secret-organization']],
  [
    'an organization that is a path',
    { 'secret-organization': 'a/b', 'secret-repositories': 'octo-org/octo-repo' },
    ['secret-organization'],
  ],
  ['an unknown app', { 'secret-app': 'pages' }, ['secret-app']],
  [
    'an environment for Dependabot',
    { 'secret-app': 'dependabot', 'secret-environment': 'prod' },
    ['secret-environment'],
  ],
  [
    'an environment of an organization',
    { 'secret-organization': 'o', 'secret-environment': 'prod' },
    ['secret-environment'],
  ],
  ['visibility without organization', { 'secret-visibility': 'all' }, ['secret-visibility']],
  [
    'selected without repositories',
    {
      'secret-organization': 'o',
      'secret-visibility': 'selected',
      'secret-repositories': 'octo-org/octo-repo',
    },
    ['secret-repositories'],
  ],
  [
    'repositories that nobody selected',
    { 'secret-organization': 'o', 'secret-repositories': 'octo-org/x' },
    ['secret-repositories'],
  ],
  ['a destination without a token', { 'github-token': '' }, ['github-token']],
  ['a token without a destination', { 'secret-name': '' }, ['github-token']],
  [
    'all that hangs on a name',
    { 'secret-name': '', 'secret-environment': 'prod', 'secret-app': 'codespaces' },
    ['secret-environment', 'secret-app', 'github-token'],
  ],
  ['a key for the job in a secret', { 'revoke-after-job': 'true' }, ['revoke-after-job']],
  ['GitHub in clear', { 'github-api-url': 'http://api.github.com' }, ['github-api-url']],
  ['a broken token', { 'github-token': 'two words' }, ['github-token']],
])('%s is named before any request', async (_name, inputs, names) => {
  const result = await run(stage, { inputs });
  expect(result.exitCode).toBe(1);
  expect(errorsOf(result)).toHaveLength(1);
  const named = [...(errorsOf(result)[0] ?? '').matchAll(/^- `([a-z-]+)`/gm)].map(
    ([, name]) => name,
  );
  expect(named.sort()).toEqual(names.sort());
  expect([...stage.github.log, ...stage.openai.log]).toEqual([]);
  expect(result.files).toEqual({ output: '', state: '', env: '', summary: '' });
});

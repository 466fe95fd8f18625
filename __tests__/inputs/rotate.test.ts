import { describe, expect, test } from '@jest/globals';
import { parseRequest } from '../../src/inputs/parse.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { failureOf, inputs } from '../../testing/fakes.ts';
import { type Given, problemsIn } from '../../testing/steps.ts';

const TOKEN = 'a-token-of-github';
const DAY = 86_400;
const least: Given = { name: 'nightly', 'secret-name': 'KEY', 'github-token': TOKEN };

const envOf = (given: Given): NodeJS.ProcessEnv => ({
  GITHUB_REPOSITORY: 'octo/repo',
  ...inputs({ operation: 'rotate', ...given }),
});
const read = (given: Given) => parseRequest(envOf({ ...least, ...given })) as RequestFor<'rotate'>;

/** The problems of exactly these inputs. */
const problemsOf = (given: Given) => problemsIn(() => parseRequest(envOf(given)), TOKEN);

describe('a rotation', () => {
  test('has the defaults: it never expires, is due at each run, and the old key lives for a day', () => {
    expect(read({})).toMatchObject({
      operation: 'rotate',
      name: 'nightly',
      lifetime: null,
      rotateAfter: null,
      minRemaining: null,
      now: false,
      gracePeriod: DAY,
      outputValue: false,
      exportEnv: null,
      targets: [{ place: 'repository', app: 'actions', name: 'KEY', owner: 'octo', repo: 'repo' }],
      dryRun: false,
    });
    expect(read({}).github?.token.reveal()).toBe(TOKEN);
  });

  test.each<[Given, object]>([
    [{ 'rotate-after': '30d' }, { rotateAfter: 30 * DAY }],
    [{ 'rotate-after': '1s' }, { rotateAfter: 1 }],
    [{ 'min-remaining': 'P2W' }, { minRemaining: 14 * DAY }],
    [{ 'grace-period': '0s' }, { gracePeriod: 0 }],
    [{ 'grace-period': '36500d' }, { gracePeriod: 36_500 * DAY }],
    [{ 'expires-in': '365d' }, { lifetime: 365 * DAY }],
    [
      { 'rotate-after': 'none', 'min-remaining': 'none' },
      { rotateAfter: null, minRemaining: null },
    ],
    [{ 'dry-run': 'true' }, { dryRun: true }],
    [{ now: 'True' }, { now: true }],
    [
      { now: 'true', 'rotate-after': '30d', 'grace-period': '0s' },
      { now: true, gracePeriod: 0 },
    ],
    [
      { 'output-value': 'true', 'export-env': 'X' },
      { outputValue: true, exportEnv: 'X' },
    ],
    // Just far enough apart.
    [{ 'expires-in': '90d', 'rotate-after': '7775999s' }, { rotateAfter: 90 * DAY - 1 }],
    // Less its tolerance of 6 hours, and of 5 %.
    [{ 'expires-in': '90d', 'min-remaining': '7754399s' }, { minRemaining: 89.75 * DAY - 1 }],
    [{ 'expires-in': '21h', 'min-remaining': '71999s' }, { minRemaining: 71_999 }],
    [
      { 'expires-in': '90d', 'rotate-after': '80d', 'min-remaining': '20d' },
      { lifetime: 90 * DAY, rotateAfter: 80 * DAY, minRemaining: 20 * DAY },
    ],
    [{ 'rotate-after': '400d', 'min-remaining': '500d' }, { minRemaining: 500 * DAY }],
  ])('reads %j', (given, expected) => {
    expect(read(given)).toMatchObject(expected);
  });

  test('may write several secrets', () => {
    const given = { 'secret-repositories': 'octo/a, octo/b', 'secret-app': 'actions, dependabot' };
    expect(read(given).targets).toHaveLength(4);
    expect(read({ 'secret-organization': 'octo', 'secret-visibility': 'all' }).targets).toEqual([
      expect.objectContaining({ place: 'organization', organization: 'octo', visibility: 'all' }),
    ]);
  });
});

describe('one wrong input is one problem that names it', () => {
  test.each<[Given, string | RegExp]>([
    [{ name: '' }, /^`name` is required when `operation` is `rotate`\. Add `name: …`/],
    [{ name: 'a\nb' }, '`name` contains a line break'],
    [
      { 'secret-name': '' },
      /^`secret-name` is required when `operation` is `rotate`, .* Add `secret-name: …`/,
    ],
    // A token without a secret, or a place without one, is no second problem.
    [{ 'secret-name': '', 'secret-environment': 'prod' }, '`secret-name` is required'],
    [{ 'secret-name': 'GITHUB_X' }, '`secret-name` is not a valid name for a secret'],
    [{ 'github-token': '' }, '`github-token` is required with `secret-name`'],
    [{ 'expires-in': '' }, /^`expires-in` is empty, .* default \(`never`\)/],
    [{ 'rotate-after': '' }, /^`rotate-after` is empty, .* default \(`none`\)/],
    [{ 'min-remaining': ' ' }, /^`min-remaining` is empty, .* default \(`none`\)/],
    [{ 'grace-period': '' }, /^`grace-period` is empty, .* default \(`24h`\)/],
    [{ 'secret-repositories': '' }, '`secret-repositories` is empty'],
    [{ 'secret-environment': '' }, '`secret-environment` is empty'],
    [{ 'secret-organization': '' }, '`secret-organization` is empty'],
    [{ 'rotate-after': '30' }, /^`rotate-after` must be a whole number .*, or `none`, not `30`/],
    [{ 'rotate-after': '0s' }, '`rotate-after` must be from 1s to 36500d, not `0s`.'],
    [{ 'min-remaining': '0d' }, '`min-remaining` must be from 1s to 36500d, not `0d`.'],
    [{ 'rotate-after': '36501d' }, '`rotate-after` must be from 1s to 36500d'],
    [{ 'grace-period': '36501d' }, '`grace-period` must be from 0s to 36500d'],
    [{ 'grace-period': 'none' }, /^`grace-period` must be a whole number with a unit.*not `none`/],
    [{ 'grace-period': '-1d' }, '`grace-period` must be a whole number'],
    [{ 'expires-in': '0s' }, '`expires-in` must be from 1s to 365d'],
    [
      { 'expires-in': '30d', 'rotate-after': '30d' },
      '`expires-in` must be longer than `rotate-after`: the key would expire before it is due',
    ],
    [{ 'expires-in': '1d', 'rotate-after': '30d' }, '`expires-in` must be longer than'],
    [
      { 'expires-in': '30d', 'min-remaining': '30d' },
      '`min-remaining` must be shorter than `expires-in`, including its tolerance of 5 %',
    ],
    [{ 'expires-in': '90d', 'min-remaining': '7754400s' }, '`min-remaining` must be shorter'],
    [{ 'expires-in': '21h', 'min-remaining': '20h' }, '`min-remaining` must be shorter than'],
    [{ 'expires-in': '30d', 'min-remaining': '31d' }, '`min-remaining` must be shorter than'],
    [{ now: 'yes' }, '`now` must be `true` or `false`'],
    [{ now: '' }, '`now` must be `true` or `false`, not empty'],
    [{ 'secret-name': 'openai_api_key' }, '`secret-name` must not be `OPENAI_API_KEY`'],
    [{ 'dry-run': 'yes' }, '`dry-run` must be `true` or `false`'],
    [{ 'export-env': 'PATH' }, '`export-env` must not be `PATH`'],
    [{ 'secret-visibility': 'all' }, '`secret-visibility` is only for organization secrets'],
    [
      { 'secret-environment': 'prod', 'secret-app': 'codespaces' },
      '`secret-environment` is only for `secret-app: actions`',
    ],
    [
      { 'secret-organization': 'octo', 'secret-visibility': 'selected' },
      '`secret-repositories` is required when `secret-visibility` is `selected`',
    ],
    // Inputs of other operations.
    [{ 'key-id': 'key_1' }, '`key-id` is not used when `operation` is `rotate`'],
    [{ 'if-exists': 'reuse' }, '`if-exists` is not used when `operation` is `rotate`'],
    [{ 'revoke-after-job': 'true' }, '`revoke-after-job` is not used when `operation` is `rotate`'],
    [{ 'max-age': '30d' }, '`max-age` is not used when `operation` is `rotate`'],
    [{ 'keys-file': 'a.json' }, '`keys-file` is not used when `operation` is `rotate`'],
  ])('%j', async (given, problem) => {
    expect(await problemsOf({ ...least, ...given })).toEqual([
      typeof problem === 'string'
        ? expect.stringContaining(problem)
        : expect.stringMatching(problem),
    ]);
  });
});

test('what contradicts a length that is wrong by itself is not told as well', async () => {
  const given = { ...least, 'expires-in': '0s', 'rotate-after': '30d', 'min-remaining': '30d' };
  expect(await problemsOf(given)).toHaveLength(1);
});

test('all problems come in one message', async () => {
  const problems = await problemsOf({
    'expires-in': '30d',
    'rotate-after': '60d',
    'min-remaining': '45d',
    'grace-period': '',
    'revoke-after-job': 'true',
    'secret-app': 'pages',
  });
  const named = problems.map((problem) => /^`(.*?)`/.exec(problem)?.[1]);
  expect(named.sort()).toEqual([
    'expires-in',
    'github-token',
    'grace-period',
    'min-remaining',
    'name',
    'revoke-after-job',
    'secret-app',
    'secret-name',
  ]);
});

describe('an old key that expires before its grace is over', () => {
  const warningsOf = (given: Given) => {
    const warnings: string[] = [];
    parseRequest(envOf({ ...least, ...given }), (warning) => void warnings.push(warning));
    return warnings;
  };
  const byAge = ['`expires-in` is shorter than `rotate-after` and `grace-period` together'];
  const byLife = ['`min-remaining` is shorter than `grace-period`'];

  test.each<[Given, string[]]>([
    [{ 'expires-in': '31d', 'rotate-after': '30d' }, []],
    [{ 'expires-in': '2678399s', 'rotate-after': '30d' }, byAge],
    [{ 'expires-in': '31d', 'rotate-after': '30d', 'grace-period': '25h' }, byAge],
    [{ 'expires-in': '90d', 'min-remaining': '24h' }, []],
    [{ 'expires-in': '90d', 'min-remaining': '23h' }, byLife],
    [{ 'expires-in': '90d', 'min-remaining': '12h', 'grace-period': '12h' }, []],
    // Either rule may find it due in time.
    [{ 'expires-in': '90d', 'rotate-after': '60d', 'min-remaining': '1h' }, []],
    [
      { 'expires-in': '90d', 'rotate-after': '89d', 'min-remaining': '7d', 'grace-period': '5d' },
      [],
    ],
    [
      { 'expires-in': '90d', 'rotate-after': '89d', 'min-remaining': '2d', 'grace-period': '5d' },
      byAge,
    ],
    // Without an end there is none that comes too early; without a rule each run rotates.
    [{ 'rotate-after': '30d', 'min-remaining': '1h' }, []],
    [{ 'expires-in': '1h' }, []],
  ])('%j', (given, said) => {
    expect(warningsOf(given)).toEqual(said.map((text) => expect.stringContaining(text)));
  });

  test('is not told where something is wrong', async () => {
    const told: string[] = [];
    const env = envOf({
      ...least,
      'expires-in': '31d',
      'rotate-after': '30d',
      'grace-period': '9d',
    });
    await failureOf(() => parseRequest({ ...env, INPUT_NOW: 'x' }, (text) => void told.push(text)));
    expect(told).toEqual([]);
  });
});

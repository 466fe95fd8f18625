import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { KeyPolicy, OpenAiOptions } from '../../emulator/openai.ts';
import { PROJECT } from '../../testing/kinds.ts';
import {
  inWays,
  type NewKeyScene,
  setNewKeyScene,
  WAYS_TO_MAKE,
  type Way,
} from '../../testing/new-key-scene.ts';
import { errorsOf, requestsOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';

/* Creates of a service account's key that the API refuses: no key is made, and the error says why. */

let scene: NewKeyScene;
afterEach(() => scene.stage.close());
afterAll(cleanUp);

const PROJECTS = '/v1/organization/projects';

/** One error with this text and none of those, and nothing done or left to do. */
async function expectNothingMade(main: StepResult, said: RegExp, notSaid: RegExp): Promise<void> {
  expect(errorsOf(main)).toEqual([expect.stringMatching(said)]);
  expect(errorsOf(main)[0]).not.toMatch(notSaid);
  expect(main.exitCode).toBe(1);
  expect(main.outputs).toEqual({});
  expect(scene.fresh()).toEqual([]);
  expect(scene.stage.github.secret('octo-org/octo-repo', 'ADMIN')).toMatchObject({ writes: 0 });
  expect((await scene.runPost(main)).log).toBe('');
  expect(scene.stage.keys.missingTwins()).toEqual([]);
}

describe('a policy', () => {
  interface Case {
    name: string;
    policy: KeyPolicy;
    inputs?: Record<string, string>;
    said: (place: string) => RegExp;
    notSaid: RegExp;
  }
  const cases: Case[] = [
    {
      name: 'that requires an expiry names `expires-in`',
      policy: { maxLifetime: 86_400 },
      said: () => /set `expires-in` to what they allow/,
      notSaid: /`scopes`|`name`|permission/,
    },
    {
      name: 'that limits the lifetime names `expires-in`',
      policy: { maxLifetime: 86_400 },
      inputs: { 'expires-in': '90d' },
      said: () => /within 86400 seconds, but got 7776000\.”\. .*set `expires-in` to/,
      notSaid: /`scopes`|`name`|permission/,
    },
    {
      name: 'that does not have a scope names `scopes`, and the scope',
      policy: { scopes: ['api.model.read'] },
      inputs: { scopes: 'api.model.read, api.model.request' },
      said: () => /api\.model\.request.*Correct `scopes`\.$/,
      notSaid: /`expires-in`|`name`|permission/,
    },
    {
      name: 'without keys of service accounts is quoted, and no input is blamed',
      policy: { newKeysFor: 'users' },
      said: (place) => new RegExp(`“API keys for service accounts are disabled for this ${place}`),
      notSaid: /`(expires-in|scopes|name|service-account-id|admin-api-key)`|permission/,
    },
    {
      name: 'without any new keys is quoted, and no input is blamed',
      policy: { newKeysFor: 'nobody' },
      said: (place) => new RegExp(`“New API keys are disabled for this ${place}`),
      notSaid: /`(expires-in|scopes|name|service-account-id|admin-api-key)`|permission/,
    },
  ];
  const places = (['organization', 'project'] as const).flatMap((place) =>
    cases.map((one) => ({ ...one, place })),
  );

  test.each(inWays(['create', 'rotate'], places))('$way: of the $place $name', async ({
    way,
    place,
    policy,
    inputs,
    said,
    notSaid,
  }) => {
    scene = await setNewKeyScene(way);
    const { openai } = scene.stage;
    const project = openai.projects.find(({ id }) => id === PROJECT);
    Object.assign(place === 'project' ? (project?.policy ?? {}) : openai.policy, policy);
    // Waiting changes no policy, so nothing is sent again.
    Object.assign(scene.stage.inputs, { 'retry-for': '15m', ...inputs });
    await expectNothingMade(await scene.run(), said(place), notSaid);
    expect(scene.count('POST')).toBe(1);
  });
});

describe('a create that answers 404', () => {
  /** When each of its requests came after the first one, in milliseconds. */
  const sent = () => {
    const log = scene.stage.openai.log.filter(({ path }) => !path.includes('/api_keys?'));
    return log.map(({ method, at }) => [method, at - (log[0]?.at ?? 0)]);
  };
  const FOUR = [
    ['POST', 0],
    ['POST', 2_000],
    ['POST', 6_000],
    ['GET', 6_000],
  ];
  const begin = async (way: Way, options?: OpenAiOptions) => {
    scene = await setNewKeyScene(way, options, false);
  };

  test.each(
    WAYS_TO_MAKE,
  )('%s: is sent again after 2 and 4 s, and then names the account', async (way) => {
    await begin(way);
    scene.stage.inputs['service-account-id'] = 'svc_acct_typo';
    await expectNothingMade(
      await scene.run(),
      /^Project `proj_test` has no service account `svc_acct_typo`, .*Correct `service-account-id`/,
      /`project-id`/,
    );
    expect(sent()).toEqual(FOUR);
    expect(requestsOf(scene.stage.openai).at(-1)).toBe(`GET ${PROJECTS}/${PROJECT}`);
  });

  test.each([
    'create',
    'create with an output',
  ] as const)('%s: names the project where there is none', async (way) => {
    await begin(way);
    scene.stage.inputs['project-id'] = 'proj_typo';
    await expectNothingMade(
      await scene.run(),
      /^This organization has no project `proj_typo`: .*Correct `project-id`/,
      /`service-account-id`/,
    );
    expect(sent()).toEqual(FOUR);
  });

  test('rotate: of a project that there is not, the listing tells, and no create is sent', async () => {
    await begin('rotate');
    scene.stage.inputs['project-id'] = 'proj_typo';
    await expectNothingMade(
      await scene.run(),
      /^This organization has no project `proj_typo`: .*Correct `project-id`/,
      /`service-account-id`/,
    );
    expect(scene.stage.openai.log).toHaveLength(1);
  });

  test.each([
    'create',
    'create with an output',
  ] as const)('%s: says where the project is archived', async (way) => {
    await begin(way, { archivedStatus: 404 });
    const project = scene.stage.openai.projects.find(({ id }) => id === PROJECT);
    if (project) project.archivedAt = scene.stage.openai.now();
    await expectNothingMade(
      await scene.run(),
      /^Project `proj_test` is archived\. No key was made\. Correct `project-id`\.$/,
      /`service-account-id`/,
    );
    expect(sent()).toEqual(FOUR);
  });

  const unread: [string, Fault, RegExp][] = [
    ['refused', { status: 403, body: { error: 'No.' } }, /does not allow it/],
    ['out of order', { status: 500 }, /is not available/],
  ];
  test.each(unread)('names both where the project cannot be read: %s', async (_, fault, said) => {
    await begin('create');
    scene.stage.inputs['service-account-id'] = 'svc_acct_typo';
    scene.stage.openai.fault({ ...fault, method: 'GET', path: `${PROJECTS}/${PROJECT}` });
    const main = await scene.run();
    await expectNothingMade(
      main,
      new RegExp(`No key was made.*\`project-id\` and \`service-account-id\`.*${said.source}`),
      /has no project|^Project `proj_test` has no service account/,
    );
    expect(sent()).toEqual(FOUR);
  });
});

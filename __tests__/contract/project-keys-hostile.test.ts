import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Reply } from '../../emulator/messages.ts';
import type { StoredProjectKey } from '../../emulator/openai.ts';
import { run } from '../../testing/delivery.ts';
import { ACCOUNT, KINDS, PROJECT } from '../../testing/kinds.ts';
import {
  type NewKeyScene,
  setNewKeyScene,
  WAYS_TO_MAKE,
  WAYS_TO_TRY,
} from '../../testing/new-key-scene.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { testOnLinux } from '../../testing/platform.ts';
import { DAY, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp, type RunningStep, type StepResult } from '../../testing/runner.ts';
import { clockOf } from '../../testing/services.ts';

/*
 * Responses to a create that are about another key, a new key that cannot be read back, and a runner that
 * takes the value at one place only. Nobody loses a key by it, and no secret gets one that is not the new one.
 */

let scene: NewKeyScene | undefined;
afterEach(async () => {
  await scene?.stage.close();
  scene = undefined;
});
afterAll(cleanUp);

type Json = Record<string, unknown>;
const always = { times: Number.POSITIVE_INFINITY };
/** The response to the create, with other fields. */
const responding = (fields: () => Json) => ({
  method: 'POST',
  rewrite: (reply: Reply) => ({ ...reply, body: { ...(reply.body as Json), ...fields() } }),
});

const OWNERS = [
  { whose: 'another service account', owner: 'svc_acct_other', named: '`svc_acct_other`' },
  {
    whose: 'a user',
    owner: { id: 'user_ada', email: 'ada@example.com' },
    named: '`user_ada`',
  },
];
/** Names a key of somebody else, made after the step listed the keys. */
const respondingTheirs = (
  { stage: { openai } }: NewKeyScene,
  owner: (typeof OWNERS)[number]['owner'],
) =>
  responding(() => {
    openai.seedProjectKey({ id: 'key_theirs', projectId: PROJECT, name: 'prod', owner });
    return { id: 'key_theirs' };
  });

describe('a new key with the value of another key is not delivered, and no key is deleted', () => {
  const others = [
    { whose: 'the key that the secret holds', owner: ACCOUNT },
    { whose: 'a key of another service account', owner: 'svc_acct_other' },
  ];

  test.each(
    WAYS_TO_MAKE.flatMap((way) => others.map((one) => ({ way, ...one }))),
  )('$way: $whose', async ({ way, owner }) => {
    scene = await setNewKeyScene(way);
    const { openai } = scene.stage;
    const isOther = ({ name, owner: { id } }: StoredProjectKey) => name === 'ci' && id === owner;
    const value = openai.projectKeys.find(isOther)?.value;
    expect(value).toMatch(/^sk-/);
    openai.fault(responding(() => ({ value })));
    const main = await scene.run();
    scene.expectNothingWritten(main, /so that value may be of another key\./);
    const [made] = scene.fresh();
    expect(errorsOf(main)[0]).toContain(
      `Key \`${PROJECT}/${made?.id}\` may be somebody else's, so it was not deleted.`,
    );
    expect((await scene.runPost(main)).log).toBe('');
    expect(scene.count('DELETE')).toBe(0);
  });

  test.each(KINDS)('a later rotation delivers a new %s and deletes what was left', async (kind) => {
    const night = await setNight({ kind });
    night.openai.fault(responding(() => ({ value: night.old.value })));
    const main = await night.run();
    expect(errorsOf(main)).toEqual([expect.stringContaining('may be of another key')]);
    expect((await night.runPost(main)).log).toBe('');
    expect(night.held()).toEqual([night.old.value]);
    expect(night.live()).toContain(night.old);
    for (let runs = 0; runs < 2; runs++) {
      night.advance(DAY);
      expect(errorsOf(await night.run())).toEqual([]);
    }
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

describe('a response that names an older key of somebody else: nobody deletes it', () => {
  const older = (['service_account', 'user'] as const).flatMap((type) =>
    ['its id alone', 'the response of then'].map((how) => ({ type, how })),
  );

  test.each(
    WAYS_TO_MAKE.flatMap((way) => older.map((one) => ({ way, ...one }))),
  )('$way: of another $type, by $how', async ({ way, type, how }) => {
    scene = await setNewKeyScene(way, {}, false);
    const { openai, github, keys } = scene.stage;
    const theirs = openai.projectKeys.find(
      ({ owner, projectId }) =>
        projectId === PROJECT && owner.type === type && owner.id !== ACCOUNT,
    );
    const isAlone = how === 'its id alone';
    const { id, createdAt } = theirs ?? {};
    openai.fault(responding(() => (isAlone ? { id } : { id, created_at: createdAt })));
    const main = await scene.run();
    expect(errorsOf(main)).toHaveLength(1);
    expect(main.outputs).toEqual({});
    expect(github.secret('octo-org/octo-repo', 'ADMIN')).toMatchObject({ writes: 0 });
    expect((await scene.runPost(main)).log).toBe('');
    expect(scene.count('DELETE')).toBe(0);
    expect(keys.missingTwins()).toEqual([]);

    const [error = ''] = errorsOf(main);
    const named = [...error.matchAll(/`proj_test\/(key_\w+)`(?=, `| may be )/g)].map(
      ([, one]) => one,
    );
    const made = scene.fresh().map((key) => key.id);
    expect(made).toHaveLength(1);
    // A rotation's first listing had it, so it cannot be the new one.
    if (way === 'rotate') expect(named).toEqual(made);
    else expect(named).toEqual(isAlone ? [id] : [id, ...made]);
    expect(error).toMatch(/somebody else's, so it was|older answer/);
  });
});

describe('a step that ends before it could compare what the create named', () => {
  /** Kills the step at its first read after the create. */
  async function runKilled({ stage }: NewKeyScene): Promise<StepResult> {
    let step: RunningStep | undefined;
    let isMade = false;
    stage.openai.hooks.arrival = ({ method }) => {
      if (isMade && method === 'GET') step?.kill();
      isMade ||= method === 'POST';
    };
    return run(stage, { onSpawn: (spawned) => (step = spawned) });
  }

  test.each(
    WAYS_TO_MAKE.flatMap((way) => OWNERS.map((one) => ({ way, ...one }))),
  )('$way: a key of $whose: post names it and deletes nothing', async ({ way, owner, named }) => {
    scene = await setNewKeyScene(way);
    const { openai, inputs } = scene.stage;
    // No write was begun, or there is none.
    for (const name of ['secret-name', 'secret-repositories', 'github-token', 'github-api-url']) {
      if (way === 'create with an output') delete inputs[name];
    }
    openai.fault(respondingTheirs(scene, owner));
    const main = await runKilled(scene);
    expect(main.exitCode).toBeNull();
    const post = await scene.runPost(main);
    expect(post.exitCode).toBe(0);
    expect(warningsOf(post)).toEqual([
      expect.stringMatching(
        /^Key `proj_test\/key_theirs` may be somebody else's, so it was not deleted\./,
      ),
    ]);
    expect(warningsOf(post)[0]).toContain(`${named} as its owner`);
    expect(post.log).not.toContain('ada@example.com');
    expect(openai.projectKeys.map(({ id }) => id)).toContain('key_theirs');
    expect(scene.count('DELETE')).toBe(0);
  });

  test.each(
    WAYS_TO_TRY.flatMap((way) => OWNERS.map((one) => ({ way, ...one }))),
  )('$way: a key of $whose: where its trial fails, main names it and nothing is deleted', async ({
    way,
    owner,
    named,
  }) => {
    scene = await setNewKeyScene(way);
    const { openai } = scene.stage;
    openai.fault(respondingTheirs(scene, owner));
    openai.fault({ ...always, path: '/v1/models', status: 400, body: { error: 'No.' } });
    const main = await scene.run();
    scene.expectNothingWritten(main, /Key `proj_test\/key_theirs` may be somebody else's/);
    expect(errorsOf(main)[0]).toContain(`${named} as its owner`);
    expect((await scene.runPost(main)).log).toBe('');
    expect(openai.projectKeys.map(({ id }) => id)).toContain('key_theirs');
    expect(scene.count('DELETE')).toBe(0);
  });

  test.each(WAYS_TO_TRY)('%s: its own key is deleted by post', async (way) => {
    scene = await setNewKeyScene(way);
    const post = await scene.runPost(await runKilled(scene));
    expect(post.log).toMatch(/was deleted: its value had reached nobody/);
    expect(scene.fresh()).toEqual([]);
    expect(scene.stage.keys.missingTwins()).toEqual([]);
  });
});

test.each([
  'create',
  'create with an output',
] as const)('%s: a rate limit of the read-back ends with the first 10 min, and costs no key', async (way) => {
  scene = await setNewKeyScene(way, {}, false);
  const { openai, inputs } = scene.stage;
  inputs['retry-for'] = '1h';
  openai.fault({ times: 3, path: '/v1/models', status: 429 });
  openai.fault({ ...always, method: 'GET', path: /api_keys\/key_/, status: 429 });
  const begun = clockOf(openai)();
  const main = await scene.run();
  expect(clockOf(openai)() - begun).toBeLessThanOrEqual(10 * 60_000);
  scene.expectDelivered(main);
  expect(warningsOf(main)).toEqual([
    expect.stringMatching(
      /^The new key \(`proj_test\/key_\w+`\) could not be read back\. The rate/,
    ),
  ]);
});

testOnLinux.each(WAYS_TO_MAKE)(
  '%s: where the environment takes no value, the key that a secret holds is named and stays',
  async (way) => {
    scene = await setNewKeyScene(way, {}, true);
    scene.stage.inputs['export-env'] = 'OPENAI_KEY';
    const main = await run(scene.stage, { env: { GITHUB_ENV: '/dev/full' } });
    const [key] = scene.fresh();
    expect(errorsOf(main)).toEqual([
      expect.stringMatching(`^The new key \\(\`${PROJECT}/${key?.id}\`\\) stays: `),
    ]);
    expect(main.outputs).toMatchObject({ id: `${PROJECT}/${key?.id}`, created: 'true' });
    expect(scene.stage.github.secret('octo-org/octo-repo', 'ADMIN')?.value).toBe(key?.value);
    expect((await scene.runPost(main)).log).toBe('');
    expect(scene.fresh()).toEqual([key]);
  },
);

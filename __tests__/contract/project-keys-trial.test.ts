import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { CallRefusal } from '../../emulator/openai.ts';
import { ACCOUNT, PROJECT } from '../../testing/kinds.ts';
import {
  inWays,
  type NewKeyScene,
  setNewKeyScene,
  WAYS_TO_TRY,
} from '../../testing/new-key-scene.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

/* Whether a new key of a service account works, before anybody gets it; and how long it may take. */

let scene: NewKeyScene;
afterEach(() => scene.stage.close());
afterAll(cleanUp);

const always = { times: Number.POSITIVE_INFINITY };

describe('the trial of a new key', () => {
  const refusals: [CallRefusal, RegExp][] = [
    ['ip_not_authorized', /IP allowlist/],
    ['incorrect_hostname', /`base-url` to `https:\/\/us\.api\.openai\.com\/v1`/],
    ['insufficient_quota', /because of billing/],
    ['project_spend_limit_exceeded', /project has reached its spend limit/],
  ];
  const scopes = /accepts the new key but does not let it list models/;
  const accepted: { name: string; said: RegExp; status?: 401 | 403; arrange?: () => void }[] = [
    ...refusals.map(([name, said]) => ({
      name,
      said,
      arrange: () => {
        const project = scene.stage.openai.projects.find(({ id }) => id === PROJECT);
        if (project) project.callRefusal = name;
      },
    })),
    ...([401, 403] as const).flatMap((status) => [
      { name: `narrow scopes (${status})`, status, said: scopes, arrange: narrow },
      { name: `an account without a role (${status})`, status, said: scopes, arrange: dismiss },
    ]),
  ];
  function narrow(): void {
    scene.stage.inputs.scopes = 'api.assistants.read';
  }
  function dismiss(): void {
    const account = scene.stage.openai.serviceAccounts.find(({ id }) => id === ACCOUNT);
    if (account) account.role = 'none';
  }

  test.each(
    inWays(WAYS_TO_TRY, accepted),
  )('$way: $name shows that the key is known: it is delivered, with a warning', async ({
    way,
    said,
    status,
    arrange,
  }) => {
    scene = await setNewKeyScene(way, status && { missingScopeStatus: status });
    arrange?.();
    const main = await scene.run();
    scene.expectDelivered(main);
    expect(warningsOf(main)).toEqual([expect.stringMatching(said)]);
    expect(scene.count('GET')).toBe(way === 'rotate' ? 3 : 2);
  });

  const error = (message: string, code: string | null) => ({ error: { message, code } });
  const refused: { name: string; fault: Fault; waits?: true }[] = [
    {
      name: '`invalid_api_key`, whatever the message says',
      fault: { status: 401, body: error('Missing scopes: api.model.read', 'invalid_api_key') },
      waits: true,
    },
    { name: 'a 401 without a known cause', fault: { status: 401, body: 'no' }, waits: true },
    {
      name: 'a deactivated account',
      fault: { status: 401, body: error('x', 'account_deactivated') },
    },
    { name: 'a 403 without a known cause', fault: { status: 403, body: error('No.', null) } },
    { name: 'a 404', fault: { status: 404, body: error('Not found', null) } },
    {
      name: 'a page of HTML that says 403',
      fault: { status: 403, body: '<html>Missing scopes: api.model.read' },
    },
    { name: 'a page of HTML', fault: { status: 200, body: '<html>' } },
    { name: 'an outage', fault: { status: 500 } },
    { name: 'a rate limit', fault: { status: 429 } },
    { name: 'a reset', fault: { reset: 'before' } },
  ];

  test.each(
    inWays(WAYS_TO_TRY, refused),
  )('$way: $name that lasts: the key is deleted, and nothing is written', async ({
    way,
    fault,
    waits,
  }) => {
    scene = await setNewKeyScene(way);
    scene.stage.openai.fault({ ...always, path: '/v1/models', ...fault });
    scene.expectNothingWritten(await scene.run(), /was deleted again/);
    const trials = scene.stage.openai.log.filter(({ path }) => path === '/v1/models');
    expect(trials).toHaveLength(waits ? 6 : 1);
    expect(scene.fresh()).toEqual([]);
  });

  test.each(
    inWays(WAYS_TO_TRY, [
      { name: 'an outage', fault: { status: 500 } },
      { name: 'a rate limit', fault: { status: 429, headers: { 'retry-after': '7' } } },
      { name: 'a refusal of the key', fault: { status: 401, body: error('x', 'invalid_api_key') } },
    ]),
  )('$way: $name that passes is waited for, and tells of nothing', async ({ way, fault }) => {
    scene = await setNewKeyScene(way);
    scene.stage.inputs['retry-for'] = '5m';
    scene.stage.openai.fault({ path: '/v1/models', times: 2, ...fault });
    const main = await scene.run();
    scene.expectDelivered(main);
    expect(warningsOf(main)).toEqual([]);
  });

  test('is not made where secrets alone get the key', async () => {
    scene = await setNewKeyScene('create');
    scene.stage.openai.fault({ ...always, path: '/v1/models', status: 500 });
    scene.expectDelivered(await scene.run());
  });
});

describe('a new key that takes a moment', () => {
  test.each(WAYS_TO_TRY)('%s: to be accepted, 20 s: it is waited for', async (way) => {
    scene = await setNewKeyScene(way, { propagationMs: 20_000 });
    const main = await scene.run();
    scene.expectDelivered(main);
    expect(main.log.match(/does not accept the new key yet/g)?.length).toBeGreaterThan(1);
    expect(warningsOf(main)).toEqual([]);
  });

  test.each(
    WAYS_TO_TRY,
  )('%s: longer than a minute: it is deleted, and nothing is written', async (way) => {
    scene = await setNewKeyScene(way, { propagationMs: 3_600_000 });
    scene.expectNothingWritten(await scene.run(), /still refused the new key after 60 s/);
    expect(scene.fresh()).toEqual([]);
  });

  test('rotate: to be listed, 10 s: it is read by its id', async () => {
    scene = await setNewKeyScene('rotate', { listingDelayMs: 10_000 });
    const main = await scene.run();
    scene.expectDelivered(main);
    expect(main.outputs['redacted-value']).toMatch(/^sk-svcacct-/);
  });

  test('create: to be listed: the step goes on, and says so', async () => {
    scene = await setNewKeyScene('create', { listingDelayMs: 10_000 });
    const main = await scene.run();
    scene.expectDelivered(main);
    expect(warningsOf(main)).toEqual([expect.stringContaining('could not be read back')]);
  });

  test('rotate: longer than that: it is named as perhaps still there, and post deletes it', async () => {
    scene = await setNewKeyScene('rotate', { listingDelayMs: 40_000 });
    const main = await scene.run();
    scene.expectNothingWritten(
      main,
      /had to be deleted again, but key `proj_test\/key_\w+` may still be/,
    );
    const [key] = scene.fresh();
    expect(errorsOf(main)[0]).toContain(`${PROJECT}/${key?.id}`);
    const post = await scene.runPost(main);
    expect(warningsOf(post)).toEqual([]);
    expect(scene.fresh()).toEqual([]);
  });
});

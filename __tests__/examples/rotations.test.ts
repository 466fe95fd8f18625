import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import {
  ACCOUNT,
  HOME,
  type Hub,
  OTHERS,
  PROJECT,
  REPOSITORY,
  startHub,
} from '../../testing/workflows/hub.ts';
import { type RunOptions, runExample, runWell } from '../../testing/workflows/run.ts';

const DAY = 86_400;

let hub: Hub;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(() => hub.close());
afterAll(cleanUp);

const succeed = (file: string, options?: RunOptions) => runWell(file, hub, options);
const valuesOf = (name: string) => hub.live(name).map(({ value }) => value);
const apiKeysOf = (name: string) => hub.liveApiKeys(name).map(({ value }) => value);

describe('rotate-nightly.yml', () => {
  test('forty nights: both secrets always hold the newest live key, and one of each is left', async () => {
    const rotated: number[] = [];
    const counts = new Set<string>();
    for (let night = 1; night <= 40; night++) {
      const results = await succeed('rotate-nightly.yml');
      const [apiKey, adminKey] = results.map(({ outputs }) => outputs.rotated);
      expect(apiKey).toBe(adminKey);
      if (apiKey === 'true') rotated.push(night);
      // The next night authenticates with what is held now.
      expect(hub.held(HOME)).toBe(valuesOf('github-actions').at(-1));
      expect(hub.heldApiKey(REPOSITORY)).toBe(apiKeysOf('github-actions').at(-1));
      counts.add(`${valuesOf('github-actions').length} ${apiKeysOf('github-actions').length}`);
      // A schedule is never on time: it is late by up to 21 minutes.
      hub.advance(DAY + 420 * (((night + 1) % 4) - (night % 4)));
    }
    expect(rotated).toEqual([1, 31]);
    expect([...counts].sort()).toEqual(['1 1', '2 2']);
    expect(valuesOf('github-actions')).toHaveLength(1);
    expect(apiKeysOf('github-actions')).toHaveLength(1);
    // The key that was made by hand has another name.
    expect(hub.openai.keys).toContain(hub.first);
  });

  test('a night that fails is made up for by the next one', async () => {
    hub.github.fault({ status: 403, body: {}, method: 'PUT', times: 2 });
    const failed = await runExample('rotate-nightly.yml', hub);
    expect(failed.conclusion).toBe('failure');
    expect(hub.held(HOME)).toBe(hub.first.value);
    expect(hub.openai.projectKeys).toEqual([]);
    hub.advance(DAY);
    await succeed('rotate-nightly.yml');
    expect(valuesOf('github-actions')).toEqual([hub.held(HOME)]);
    expect(apiKeysOf('github-actions')).toEqual([hub.heldApiKey(REPOSITORY)]);
  });

  test('the admin key is replaced also where the other key cannot be', async () => {
    hub.openai.deleteServiceAccount(ACCOUNT);
    const { conclusion, results } = await runExample('rotate-nightly.yml', hub);
    expect(conclusion).toBe('failure');
    expect(results.map((result) => result.conclusion)).toEqual(['failure', 'success']);
    expect(errorsOf(results[0] as StepResult)[0]).toContain(`no service account \`${ACCOUNT}\``);
    expect(hub.held(HOME)).toBe(valuesOf('github-actions')[0]);
  });

  test('the button replaces both keys, and leaves the old ones no time', async () => {
    await succeed('rotate-nightly.yml');
    const old = [hub.held(HOME), hub.heldApiKey(REPOSITORY)];
    hub.advance(DAY);
    await succeed('rotate-nightly.yml', { inputs: { now: 'true', 'grace-period': '0s' } });
    const held = [hub.held(HOME), hub.heldApiKey(REPOSITORY)];
    expect([...valuesOf('github-actions'), ...apiKeysOf('github-actions')]).toEqual(held);
    for (const value of old) expect(held).not.toContain(value);
  });

  test('its token reaches no secret but its own, and no further than the job', async () => {
    await succeed('rotate-nightly.yml');
    const [, token = ''] =
      /^(?:token|bearer) (.*)$/.exec(String(hub.github.log.at(-1)?.headers.authorization)) ?? [];
    const path = `${hub.github.url}/repos/${REPOSITORY}/environments/openai-admin/secrets/X`;
    const answer = await fetch(path, {
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'test' },
    });
    expect(token).toMatch(/^ghs_/);
    expect(await answer.json()).toMatchObject({ message: 'Not Found' });
  });
});

describe('from a key of a user', () => {
  const findUsers = async () => {
    const { results } = await runExample('verify-owner-types.yml', hub);
    return JSON.parse(results[0]?.outputs.violations ?? '') as { id: string; rule: string }[];
  };

  test('it is found, replaced in its secret, and left until somebody deletes it', async () => {
    const user = hub.openai.seedProjectKey({ projectId: PROJECT, name: 'github-actions' });
    hub.github.seedSecret(REPOSITORY, 'OPENAI_API_KEY', {
      value: user.value,
      createdAt: hub.openai.now() - 100 * DAY,
    });
    expect(await findUsers()).toMatchObject([
      { id: `${PROJECT}/${user.id}`, rule: 'allowed-owner-types' },
    ]);
    for (const days of [1, 31, 2, 0]) {
      await succeed('rotate-nightly.yml');
      hub.advance(days * DAY);
    }
    expect(apiKeysOf('github-actions')).toEqual([hub.heldApiKey(REPOSITORY)]);
    expect(hub.openai.projectKeys).toContain(user);
    hub.openai.revoke(user.id);
    expect(await findUsers()).toEqual([]);
  });
});

describe('rotate-terraform.yml', () => {
  test('rotates the key of the account that the variables name', async () => {
    for (const days of [1, 31, 2, 0]) {
      await succeed('rotate-terraform.yml');
      hub.advance(days * DAY);
    }
    expect(apiKeysOf('application')).toEqual([hub.heldApiKey(REPOSITORY)]);
  });

  test('sends nothing before Terraform has set the variables', async () => {
    hub.vars.OPENAI_PROJECT_ID = '';
    hub.vars.OPENAI_SERVICE_ACCOUNT_ID = '';
    const { results } = await runExample('rotate-terraform.yml', hub);
    const [error = ''] = results.flatMap(errorsOf);
    expect(error).toContain('`project-id` is empty');
    expect(error).toContain('`service-account-id` is empty');
    expect(hub.openai.log).toEqual([]);
  });

  test('delivers the key of an account without a role, with a warning', async () => {
    for (const account of hub.openai.serviceAccounts) account.role = 'none';
    const [result] = await succeed('rotate-terraform.yml');
    expect(result && warningsOf(result).join()).toContain('scope');
    expect(apiKeysOf('application')).toEqual([hub.heldApiKey(REPOSITORY)]);
  });
});

test('rotate-environments.yml keeps three environments on one key', async () => {
  const places = ['openai-admin', 'staging', 'production'].map((name) => `${REPOSITORY}#${name}`);
  for (let night = 0; night < 3; night++) {
    const [result] = await succeed('rotate-environments.yml');
    expect(result?.outputs.rotated).toBe(String(night !== 1));
    const [value, ...others] = valuesOf('environments').reverse();
    expect(places.map(hub.held)).toEqual([value, value, value]);
    expect(others).toHaveLength(night === 2 ? 1 : 0);
    hub.advance(night === 0 ? DAY : 31 * DAY);
  }
});

test('rotate-repositories.yml keeps the repositories on one key, and its own as it is', async () => {
  for (const days of [1, 31, 2, 0]) {
    await succeed('rotate-repositories.yml');
    hub.advance(days * DAY);
  }
  const [value, ...others] = apiKeysOf('ci-shared');
  expect(OTHERS.map(hub.heldApiKey)).toEqual([value, value, value]);
  expect(others).toEqual([]);
  expect(hub.held(HOME)).toBe(hub.first.value);
});

describe('rotate-matrix.yml', () => {
  test('rotates each key in a job of its own', async () => {
    for (const days of [1, 31, 2, 0]) {
      expect(await succeed('rotate-matrix.yml')).toHaveLength(3);
      hub.advance(days * DAY);
    }
    for (const place of OTHERS) {
      expect(apiKeysOf(place.replace('octo-org/', ''))).toEqual([hub.heldApiKey(place)]);
    }
  });

  test('a key that cannot be written stops no other', async () => {
    hub.github.fault({ status: 422, body: {}, method: 'PUT', times: 1 });
    const { conclusion, results } = await runExample('rotate-matrix.yml', hub);
    expect(conclusion).toBe('failure');
    expect(results.map((one) => one.conclusion)).toEqual(['failure', 'success', 'success']);
  });
});

test('rotate-organization.yml keeps one secret on one key, for exactly the repositories that it lists', async () => {
  for (const days of [1, 31, 2, 0]) {
    await succeed('rotate-organization.yml');
    hub.advance(days * DAY);
  }
  const secret = hub.github.secret('org:octo-org', 'OPENAI_API_KEY');
  expect(apiKeysOf('organization')).toEqual([secret?.value]);
  expect(secret).toMatchObject({ visibility: 'selected', writes: 2 });
  const path = '/orgs/octo-org/actions/secrets/OPENAI_API_KEY/repositories';
  const headers = { authorization: `Bearer ${hub.github.token}`, 'user-agent': 'test' };
  const answer = await fetch(`${hub.github.apiUrl}${path}`, { headers });
  const { repositories } = (await answer.json()) as { repositories: { full_name: string }[] };
  expect(repositories.map((one) => one.full_name).sort()).toEqual(OTHERS);
});

import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { errorsOf } from '../support/openai-step.ts';
import { cleanUp, type StepResult } from '../support/runner.ts';
import { HOME, type Hub, OTHERS, REPOSITORY, startHub } from './hub.ts';
import { type RunOptions, runExample } from './run.ts';

const DAY = 86_400;

let hub: Hub;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(() => hub.close());
afterAll(cleanUp);

/** A run that succeeds; its post steps find nothing to do. */
async function succeed(file: string, options?: RunOptions): Promise<StepResult[]> {
  const { results, posts, conclusion } = await runExample(file, hub, options);
  expect(results.flatMap(errorsOf)).toEqual([]);
  expect(conclusion).toBe('success');
  expect(posts.map(({ log }) => log).join('')).toBe('');
  return results;
}

const valuesOf = (name: string) => hub.live(name).map(({ value }) => value);

describe('rotate-nightly.yml', () => {
  test('forty nights: the environment always holds the newest live key, and one is left', async () => {
    const rotated: number[] = [];
    const counts = new Set<number>();
    for (let night = 1; night <= 40; night++) {
      const [result] = await succeed('rotate-nightly.yml');
      if (result?.outputs.rotated === 'true') rotated.push(night);
      // The next night authenticates with what is held now.
      expect(hub.held(HOME)).toBe(valuesOf('github-actions').at(-1));
      counts.add(hub.live('github-actions').length);
      // A schedule is never on time: it is late by up to 21 minutes.
      hub.advance(DAY + 420 * (((night + 1) % 4) - (night % 4)));
    }
    expect(rotated).toEqual([1, 31]);
    expect([...counts].sort()).toEqual([1, 2]);
    expect(hub.live('github-actions')).toHaveLength(1);
    // The key that was made by hand has another name.
    expect(hub.openai.keys).toContain(hub.first);
  });

  test('a night that fails is made up for by the next one', async () => {
    hub.github.fault({ status: 403, body: {}, method: 'PUT' });
    const failed = await runExample('rotate-nightly.yml', hub);
    expect(failed.conclusion).toBe('failure');
    expect(hub.held(HOME)).toBe(hub.first.value);
    hub.advance(DAY);
    await succeed('rotate-nightly.yml');
    expect(valuesOf('github-actions')).toEqual([hub.held(HOME)]);
  });

  test('its token reaches nothing but environments, and no further than the job', async () => {
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
  const [value, ...others] = valuesOf('ci-shared');
  expect(OTHERS.map(hub.held)).toEqual([value, value, value]);
  expect(others).toEqual([]);
  expect(hub.held(HOME)).toBe(hub.first.value);
});

describe('after-incident.yml', () => {
  const seed = () =>
    ['kept', 'leaked', 'made-with-it', 'also-kept'].map((name) => hub.openai.seed({ name }));
  const REALLY = { inputs: { 'dry-run': 'false' } };
  const ids = () => hub.openai.keys.map(({ id }) => id);

  test('leaves the new key and those to keep, and nothing else', async () => {
    await succeed('rotate-nightly.yml');
    const old = hub.held(HOME);
    hub.advance(DAY);
    const [kept, , , also] = seed();
    const keep = `${kept?.id}, ${also?.id}`;
    await succeed('after-incident.yml', { inputs: { keep, 'dry-run': 'false' } });
    const [made] = hub.live('github-actions');
    expect(ids().sort()).toEqual([made?.id, kept?.id, also?.id].sort());
    expect(hub.held(HOME)).toBe(made?.value);
    expect(made?.value).not.toBe(old);
    // The rotation goes on from there.
    hub.advance(DAY);
    const [night] = await succeed('rotate-nightly.yml');
    expect(night?.outputs).toMatchObject({ rotated: 'false', id: made?.id });
  });

  test('keeps none but the new one where none is named', async () => {
    seed();
    await succeed('after-incident.yml', REALLY);
    expect(ids()).toEqual([hub.live('github-actions')[0]?.id]);
    // There is nothing left to delete for one more run.
    hub.advance(DAY);
    const results = await succeed('after-incident.yml', REALLY);
    expect(results).toHaveLength(2);
    expect(ids()).toEqual([hub.live('github-actions')[0]?.id]);
  });

  test('only says what it would delete, unless it is told to', async () => {
    const seeded = seed();
    const results = await succeed('after-incident.yml');
    expect(results.at(-1)?.log).toContain('Dry run: 5 keys would be deleted.');
    expect(ids()).toEqual(expect.arrayContaining(seeded.map(({ id }) => id)));
    expect(hub.held(HOME)).toBe(hub.live('github-actions')[0]?.value);
  });

  test('deletes nothing where the new key does not get into the secret', async () => {
    const seeded = seed();
    hub.github.fault({ status: 403, body: {}, method: 'PUT' });
    const { results, conclusion } = await runExample('after-incident.yml', hub);
    expect({ conclusion, steps: results.length }).toEqual({ conclusion: 'failure', steps: 1 });
    expect(ids().sort()).toEqual([hub.first, ...seeded].map(({ id }) => id).sort());
    expect(hub.held(HOME)).toBe(hub.first.value);
  });
});

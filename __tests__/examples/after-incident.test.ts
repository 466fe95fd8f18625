import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp } from '../../testing/runner.ts';
import { ACCOUNT, HOME, type Hub, PROJECT, startHub } from '../../testing/workflows/hub.ts';
import { type RunOptions, runExample, runWell } from '../../testing/workflows/run.ts';

const DAY = 86_400;

let hub: Hub;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(() => hub.close());
afterAll(cleanUp);

const succeed = (file: string, options?: RunOptions) => runWell(file, hub, options);

describe('after-incident.yml', () => {
  /** Keys that were there before the leak, and keys that somebody made since. */
  const seed = () => {
    const before = hub.openai.now() - 2 * DAY;
    const { openai } = hub;
    return {
      earlier: [
        openai.seed({ name: 'earlier', createdAt: before }),
        openai.seedProjectKey({ projectId: PROJECT, name: 'earlier', createdAt: before }),
      ],
      newer: [
        openai.seed({ name: 'newer' }),
        openai.seedProjectKey({ projectId: PROJECT, owner: ACCOUNT, name: 'newer' }),
      ],
    };
  };
  const since = () => new Date((hub.openai.now() - DAY) * 1000).toISOString().replace(/\.\d+/, '');
  const ids = () => [...hub.openai.keys, ...hub.openai.projectKeys].map(({ id }) => id);
  const really = (keep = 'none') => ({ inputs: { since: since(), keep, 'dry-run': 'false' } });
  beforeEach(() => {
    Object.assign(hub.first, { createdAt: hub.openai.now() - 365 * DAY });
  });

  test('leaves the new key, the earlier ones and those to keep, and nothing else', async () => {
    await succeed('rotate-nightly.yml');
    const old = hub.held(HOME);
    hub.advance(2 * DAY);
    const { earlier } = seed();
    const [apiKey] = hub.liveApiKeys('github-actions');
    const kept = hub.openai.seedProjectKey({ projectId: PROJECT });
    await succeed('after-incident.yml', really(`key_unknown, ${PROJECT}/${kept.id}`));
    const [made] = hub.live('github-actions');
    const left = [made, hub.first, apiKey, kept, ...earlier];
    expect(ids().sort()).toEqual(left.map((key) => key?.id).sort());
    expect(hub.held(HOME)).toBe(made?.value);
    expect(made?.value).not.toBe(old);
    // The rotations go on from there.
    hub.advance(DAY);
    const [, night] = await succeed('rotate-nightly.yml');
    expect(night?.outputs).toMatchObject({ rotated: 'false', id: made?.id });
  });

  test('deletes nothing where nothing was made since', async () => {
    const results = await succeed('after-incident.yml', really());
    expect(results).toHaveLength(2);
    expect(ids()).toEqual([hub.first.id, hub.live('github-actions')[0]?.id]);
  });

  test('only says what it would delete, unless it is told to', async () => {
    const { earlier, newer } = seed();
    const results = await succeed('after-incident.yml', { inputs: { since: since() } });
    expect(results.at(-1)?.log).toContain('Dry run: 2 keys would be deleted.');
    const seeded = [...earlier, ...newer].map(({ id }) => id);
    expect(ids()).toEqual(expect.arrayContaining(seeded));
    expect(hub.held(HOME)).toBe(hub.live('github-actions')[0]?.value);
  });

  test.each(['yesterday', ''])('deletes nothing since %j, which is no time', async (time) => {
    const { newer } = seed();
    const run = await runExample('after-incident.yml', hub, {
      inputs: { since: time, 'dry-run': 'false' },
    });
    expect(run).toMatchObject({ conclusion: 'failure', scripts: [{ conclusion: 'failure' }] });
    expect(ids()).toEqual(expect.arrayContaining(newer.map(({ id }) => id)));
  });

  test('deletes nothing where the new key does not get into the secret', async () => {
    const { earlier, newer } = seed();
    hub.github.fault({ status: 403, body: {}, method: 'PUT' });
    const { results, conclusion } = await runExample('after-incident.yml', hub, really());
    expect({ conclusion, steps: results.length }).toEqual({ conclusion: 'failure', steps: 1 });
    expect(ids().sort()).toEqual([hub.first, ...earlier, ...newer].map(({ id }) => id).sort());
    expect(hub.held(HOME)).toBe(hub.first.value);
  });
});

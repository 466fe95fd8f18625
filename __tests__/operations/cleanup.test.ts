import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GitHub, startGitHub } from '../../emulator/github.ts';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { cleanUp } from '../../src/cleanup.ts';
import type { CreatedState, PendingCreate, StateEntry } from '../../src/runner/state.ts';
import { openSaved } from '../../src/saved-state.ts';
import { aCreatedState, aPendingCreate } from '../../testing/builders.ts';
import { fakeWorld, inputs, NOW, SENTINEL, secretOf } from '../../testing/fakes.ts';
import type { Given } from '../../testing/steps.ts';

type Entry = Exclude<StateEntry, { stage: 'done' }>;

let api: OpenAi;
beforeEach(async () => {
  api = await startOpenAi();
  api.setClock(() => NOW * 1000);
});
afterEach(() => api.close());

const requests = () => api.log.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
const reach = () => ({ baseUrl: new URL(api.baseUrl).href, timeoutMs: 30_000, retryForMs: 0 });

function made(keyId: string, fields: Partial<CreatedState> = {}): Entry {
  const createdAt = (NOW - 3_600) * 1000;
  return { stage: 'created', ...aCreatedState({ keyId, createdAt, ...reach(), ...fields }) };
}

function creating(fields: Partial<PendingCreate> = {}): Entry {
  const sent = { sentAt: (NOW - 10) * 1000, purpose: 'delivery', ...reach(), ...fields } as const;
  return { stage: 'creating', ...aPendingCreate(sent) };
}

/** Runs the post step in a world that is not this one; it never fails the job. */
async function clean(entry: Entry, given: Given = {}, env: NodeJS.ProcessEnv = {}, progress = '') {
  const settings = { 'base-url': api.baseUrl, 'admin-api-key': api.adminKey };
  const world = fakeWorld({ ...inputs({ ...settings, ...given }), ...env });
  const { adminApiKey } = openSaved(world.env);
  await cleanUp({ entry, progress }, adminApiKey, world);
  expect(world.said('error')).toEqual([]);
  expect(world.said('warning').join()).not.toContain(api.adminKey);
  return { world, info: world.said('info'), warnings: world.said('warning') };
}

describe('a key that was made', () => {
  test('and reached nobody is deleted', async () => {
    const { id } = api.seed();
    const { info, warnings, world } = await clean(made(id));
    expect(info).toEqual([`Key \`${id}\` was deleted: its value had reached nobody.`]);
    expect(warnings).toEqual([]);
    expect(requests()).toEqual([`DELETE ${id}`]);
    expect(world.said('mask')).toEqual([api.adminKey]);
  });

  test('for the job is deleted', async () => {
    const { id } = api.seed();
    const { info } = await clean(made(id, { purpose: 'job' }));
    expect(info).toEqual([`Key \`${id}\` was deleted: it was made for this job only.`]);
    expect(api.keys.map((key) => key.id)).not.toContain(id);
  });

  test('and is gone already is no trouble', async () => {
    const { info, warnings } = await clean(made('key_gone'));
    expect(info).toEqual(['Key `key_gone` is gone already: its value had reached nobody.']);
    expect(warnings).toEqual([]);
  });

  test('and cannot be deleted is named in a warning', async () => {
    const { id } = api.seed();
    const { warnings } = await clean(made(id), { 'admin-api-key': 'sk-admin-somebody-elses' });
    expect(warnings).toEqual([
      expect.stringMatching(new RegExp(`^.*refused the key.*\nKey \`${id}\` is still there\\.`)),
    ]);
    expect(api.keys.map((key) => key.id)).toContain(id);
  });

  test('lives on where a secret holds it, and the others are named', async () => {
    const { id } = api.seed();
    const entry = made(id, { targets: [secretOf('a'), secretOf('b')], before: [null, null] });
    const { warnings } = await clean(entry, {}, {}, `${id} w p`);
    expect(warnings).toEqual([
      expect.stringMatching(/lives on.*these may not: Actions secret `KEY` of octo\/b\./),
    ]);
    expect(await clean(entry, {}, {}, `${id} w w`)).toMatchObject({ info: [], warnings: [] });
    expect(requests()).toEqual([]);
  });

  test('is deleted where no write was begun', async () => {
    const { id } = api.seed();
    const entry = made(id, { targets: [secretOf('a')], before: [null] });
    await clean(entry, {}, {}, `${id} p`);
    expect(requests()).toEqual([`DELETE ${id}`]);
  });

  test.each([
    ['', 'where none is saved, any write may have been begun'],
    ['key_other p', 'of another key'],
    ['THIS p p', 'of other targets'],
    ['THIS s?', 'without a time'],
    ['THIS s1800000000000', 'with a write that cannot be looked at'],
  ])('lives on with the progress %j, and is named: %s', async (text) => {
    const { id } = api.seed();
    const entry = made(id, { targets: [secretOf('a')], before: [null] });
    const { warnings } = await clean(entry, {}, {}, text.replace('THIS', id));
    expect(warnings).toEqual([
      expect.stringMatching(/not certain whether a secret holds the new key.*\nKey `key_/),
    ]);
    expect(requests()).toEqual([]);
  });

  test.each([
    [60, 4, 'may still be there'],
    [301, 1, ''],
  ])('%d s ago and is answered for as gone is asked for %d times', async (age, times, said) => {
    const entry = made('key_gone', { createdAt: (NOW - age) * 1000 });
    const { warnings, world } = await clean(entry);
    expect(requests()).toHaveLength(times);
    expect(warnings.join()).toContain(said);
    expect(world.waits).toEqual([2_000, 4_000, 8_000].slice(0, times - 1));
  });
});

describe('a write without an answer', () => {
  let github: GitHub;
  beforeEach(async () => {
    github = await startGitHub();
    github.addRepository('octo/a');
  });
  afterEach(() => github.close());

  /** The secret was last written so many seconds after the attempt; undefined: it is not there. */
  async function look(before: number | null, written: number | undefined, lie?: object) {
    const { id } = api.seed();
    if (written !== undefined) {
      const updatedAt = NOW + written;
      github.seedSecret('octo/a', 'KEY', { value: 'x', createdAt: NOW - 9_999, updatedAt });
    }
    if (lie !== undefined) github.fault({ method: 'GET', ...lie });
    const entry = made(id, {
      targets: [secretOf('a')],
      before: [before === null ? null : (NOW + before) * 1000],
      githubApiUrl: new URL(github.apiUrl).href,
    });
    const given = { 'github-api-url': github.apiUrl, 'github-token': github.token };
    const { warnings, world } = await clean(entry, given, {}, `${id} s${NOW * 1000}`);
    const lives = api.keys.some((key) => key.id === id);
    return { lives, warnings, waits: world.waits, looks: github.log.length };
  }

  test.each<[string, number | null, number | undefined]>([
    ['is as it was', -60, -60],
    ['is missing as before', null, undefined],
  ])('deletes the key after two looks where the secret %s', async (_, before, written) => {
    const { lives, warnings, waits, looks } = await look(before, written);
    expect([lives, warnings, looks]).toEqual([false, [], 2]);
    expect(waits).toEqual([12_000, 2_000]);
  });

  test('is found out by one look where the secret was written since', async () => {
    const { lives, warnings, looks } = await look(-60, 1);
    expect([lives, warnings, looks]).toEqual([true, [], 1]);
  });

  test.each<[string, number | null, number | undefined, object | undefined]>([
    ['was written by somebody else before', -60, -30, undefined],
    ['is there, though it did not show before', null, -60, undefined],
    ['has vanished', -60, undefined, undefined],
    ['does not show at one look', -60, -60, { status: 404 }],
    ['cannot be looked at', -60, -60, { status: 500, times: 9 }],
  ])('leaves the key, and names it, where the secret %s', async (_, before, written, lie) => {
    const { lives, warnings } = await look(before, written, lie);
    expect(lives).toBe(true);
    expect(warnings.at(-1)).toMatch(/not certain .*\nKey `key_\w+` is still there\. If no secret/);
  });
});

describe('a key that may have been made', () => {
  test('is looked for and deleted where an id proves it', async () => {
    const { id } = api.seed({ name: 'nightly', createdAt: NOW - 9 });
    const reported = { id, hasValue: false };
    const { warnings, world } = await clean(creating({ reported }));
    expect(warnings).toEqual([
      `The creation of a key was left unfinished. The key that it had made (\`${id}\`) was deleted. Run this again.`,
    ]);
    expect(requests()).toEqual(['GET admin_api_keys?limit=100&order=desc', `DELETE ${id}`]);
    expect(world.waits).toEqual([12_000]);
  });

  test.each([
    ['without an id', undefined],
    ['with a value that nobody remembers', true],
  ])('is named and left %s', async (_, hasValue) => {
    const { id } = api.seed({ name: 'nightly', createdAt: NOW - 9 });
    const reported = hasValue === undefined ? undefined : { id, hasValue };
    const { warnings } = await clean(creating({ reported }));
    expect(warnings[0]).toContain(`\`${id}\` may be the key that this step made`);
    expect(requests()).toEqual(['GET admin_api_keys?limit=100&order=desc']);
  });

  test('and does not show up is told as just that', async () => {
    const { warnings } = await clean(creating());
    expect(warnings[0]).toContain('No key named `nightly` that may be this step');
  });

  test('is left to people where the look fails', async () => {
    api.fault({ method: 'GET', status: 503 });
    const { warnings } = await clean(creating());
    expect(warnings).toEqual([expect.stringContaining('A key named `nightly` may have been made')]);
    expect(requests()).toHaveLength(1);
  });
});

describe('nothing is sent', () => {
  test.each<[string, Given, NodeJS.ProcessEnv, RegExp]>([
    [
      'to another address',
      { 'base-url': 'http://127.0.0.1:1' },
      {},
      /^`base-url` is not what it was/,
    ],
    ['to no address', { 'base-url': 'rubbish' }, {}, /^`base-url` is not what it was/],
    ['while Node prints requests', {}, { NODE_DEBUG: 'http' }, /`NODE_DEBUG`/],
  ])('%s', async (_, given, env, reason) => {
    const { id } = api.seed();
    for (const entry of [made(id), creating()]) {
      const { warnings } = await clean(entry, given, env);
      expect(warnings).toEqual([expect.stringMatching(reason)]);
      expect(warnings[0]).toMatch(
        /\n(Key `key_\w+` is still there|A key named `nightly` may have)/,
      );
    }
    expect(requests()).toEqual([]);
  });

  test('to another GitHub', async () => {
    const { id } = api.seed();
    const entry = made(id, {
      targets: [secretOf('a')],
      before: [null],
      githubApiUrl: 'https://github.example/api/v3',
    });
    const { warnings } = await clean(entry, {
      'github-token': 'a-token',
      'github-api-url': 'https://api.github.com',
    });
    expect(warnings).toEqual([expect.stringMatching(/^`github-api-url` is not what it was/)]);
    expect(requests()).toEqual([]);
  });
});

test.each<[string, Given]>([
  ['absent', { 'admin-api-key': '' }],
  ['empty', { 'base-url': '', 'admin-api-key': '', 'github-token': '' }],
])('inputs that are %s in post are unknown, so the address is main’s', async (_, given) => {
  const { id } = api.seed();
  const world = fakeWorld({ ...inputs(given), OPENAI_ADMIN_KEY: api.adminKey });
  const { adminApiKey } = openSaved(world.env);
  await cleanUp({ entry: made(id), progress: '' }, adminApiKey, world);
  expect(requests()).toEqual([`DELETE ${id}`]);
  expect(api.keys.map((key) => key.id)).not.toContain(id);
});

test.each<[string, Given, RegExp]>([
  ['without an admin key', { 'admin-api-key': '' }, /^`admin-api-key` is empty in the post/],
  ['that is not main’s', {}, /does not bear its signature.*`admin-api-key` is another key/],
])('a state %s is not quoted, and main’s log is pointed to', async (_, given, message) => {
  const world = fakeWorld({ ...inputs(given), STATE_entry: '{"keyId":"key_x"}' });
  const { state, adminApiKey } = openSaved(world.env);
  await cleanUp(state, adminApiKey, world);
  expect(world.said('warning')).toEqual([expect.stringMatching(message)]);
  expect(world.said('warning')[0]).toMatch(
    /Nothing was sent\. .* the log of the main step names it/,
  );
  expect(world.said('warning')[0]).not.toContain('key_x');
});

test('a step that settled everything leaves nothing to do', async () => {
  const world = fakeWorld(inputs({}));
  await cleanUp({ entry: { stage: 'done' }, progress: '' }, SENTINEL, world);
  expect(world.said('warning')).toEqual([]);
});

test('the admin key may come from the environment', async () => {
  const { id } = api.seed();
  const { info, world } = await clean(
    made(id),
    { 'admin-api-key': '' },
    { OPENAI_ADMIN_KEY: api.adminKey },
  );
  expect(info).toHaveLength(1);
  expect(world.said('mask')).toEqual([api.adminKey]);
});

test('a bug is a warning too', async () => {
  const world = fakeWorld(inputs({ 'base-url': api.baseUrl, 'admin-api-key': SENTINEL }));
  world.toolkit.info = () => {
    throw new TypeError('stdout is closed');
  };
  await cleanUp({ entry: made('key_gone'), progress: '' }, SENTINEL, world);
  expect(world.said('warning')).toHaveLength(1);
});

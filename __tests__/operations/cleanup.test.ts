import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, startOpenAi } from '../../emulator/openai.ts';
import { cleanUp } from '../../src/cleanup.ts';
import type { InputName } from '../../src/request/inputs.ts';
import type { JournalEntry } from '../../src/runner/journal.ts';
import { fakeWorld, inputs, NOW, SENTINEL, secretOf } from '../support/fakes.ts';

type Entry = Exclude<JournalEntry, { stage: 'settled' }>;
type Given = Partial<Record<InputName, string>>;

let api: OpenAi;
beforeEach(async () => {
  api = await startOpenAi();
  api.setClock(() => NOW * 1000);
});
afterEach(() => api.close());

const requests = () => api.log.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);
const reach = () => ({ baseUrl: new URL(api.baseUrl).href, timeoutMs: 1_000, retryForMs: 0 });

function made(keyId: string, fields: Partial<Entry> = {}): Entry {
  const rest = { purpose: 'delivery', targets: [], before: [], githubApiUrl: '' } as const;
  return { stage: 'made', keyId, ...rest, ...reach(), ...fields } as Entry;
}

function creating(fields: Partial<Entry> = {}): Entry {
  const sent = { name: 'nightly', sentAt: (NOW - 10) * 1000, lifetime: null };
  return { stage: 'creating', ...sent, ...reach(), ...fields } as Entry;
}

/** Runs the post step in a world that is not this one; it never fails the job. */
async function clean(entry: Entry, given: Given = {}, env: NodeJS.ProcessEnv = {}) {
  const settings = { 'base-url': api.baseUrl, 'admin-api-key': api.adminKey };
  const world = fakeWorld({ ...inputs({ ...settings, ...given }), ...env });
  await cleanUp(entry, world);
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
    const { warnings } = await clean(entry, {}, { STATE_progress: `${NOW}:lp` });
    expect(warnings).toEqual([
      expect.stringMatching(/lives on.*these may not: Actions secret `KEY` of octo\/b\./),
    ]);
    expect(await clean(entry, {}, { STATE_progress: `${NOW}:ll` })).toMatchObject({
      info: [],
      warnings: [],
    });
    expect(requests()).toEqual([]);
  });

  test('lives on where nobody can tell, and is named', async () => {
    const { id } = api.seed();
    const entry = made(id, { targets: [secretOf('a')], before: [null] });
    const { warnings } = await clean(entry, {}, { STATE_progress: `${NOW}:s` });
    expect(warnings).toEqual([
      expect.stringMatching(/not known whether a secret holds the new key.*\nKey `key_/),
    ]);
    expect(requests()).toEqual([]);
  });

  test('is deleted where no write was noted', async () => {
    const { id } = api.seed();
    const entry = made(id, { targets: [secretOf('a')], before: [null] });
    await clean(entry, {}, { STATE_progress: '' });
    expect(requests()).toEqual([`DELETE ${id}`]);
  });

  test.each([
    'rubbish',
    `${NOW}:ll`,
  ])('lives on where what was noted cannot be read: %j', async (text) => {
    const { id } = api.seed();
    const entry = made(id, { targets: [secretOf('a')], before: [null] });
    const { warnings } = await clean(entry, {}, { STATE_progress: text });
    expect(warnings).toEqual([expect.stringMatching(/not known whether a secret holds/)]);
    expect(requests()).toEqual([]);
  });
});

describe('a key that may have been made', () => {
  test('is looked for and deleted', async () => {
    const { id } = api.seed({ name: 'nightly', createdAt: NOW - 9 });
    const { warnings } = await clean(creating());
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(`^The step ended while it created a key\\. .*\\(\`${id}\`\\) and was deleted`),
      ),
    ]);
    expect(requests()).toEqual(['GET admin_api_keys?limit=100&order=desc', `DELETE ${id}`]);
  });

  test('later than the request can have lasted is not taken for it', async () => {
    // Sent 100 s ago; one attempt of a second, and 12 s for a server that is slow to act on it.
    const sentAt = (NOW - 100) * 1000;
    api.seed({ name: 'nightly', createdAt: NOW - 84 });
    const { warnings } = await clean(creating({ sentAt }));
    expect(warnings[0]).toContain('No key named `nightly` was made.');
    api.seed({ name: 'nightly', createdAt: NOW - 86 });
    expect((await clean(creating({ sentAt }))).warnings[0]).toContain('none was deleted');
  });

  test('is looked for no sooner than 12 s after the request left', async () => {
    const recent = await clean(creating({ sentAt: (NOW - 3) * 1000 }));
    expect(recent.world.waits).toEqual([9_000]);
    const old = await clean(creating({ sentAt: (NOW - 30) * 1000 }));
    expect(old.world.waits.filter((ms) => ms > 0)).toEqual([]);
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
    ['without an admin key', { 'admin-api-key': '' }, {}, /^`admin-api-key` is empty in the post/],
    [
      'to another address',
      { 'base-url': 'http://127.0.0.1:1' },
      {},
      /^`base-url` is not what it was/,
    ],
    ['to the default address', { 'base-url': '' }, {}, /^`base-url` is not what it was/],
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
    const { warnings } = await clean(entry, { 'github-token': 'a-token' });
    expect(warnings).toEqual([expect.stringMatching(/^`github-api-url` is not what it was/)]);
    expect(requests()).toEqual([]);
  });
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
  await cleanUp(made('key_gone'), world);
  expect(world.said('warning')).toHaveLength(1);
});

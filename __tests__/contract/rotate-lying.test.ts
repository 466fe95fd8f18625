import { afterAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import type { Reply } from '../../emulator/messages.ts';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { DAY, type NightOptions, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp } from '../../testing/runner.ts';

/* Servers, or something before them, that say what is not so. Nothing of it costs a held key. */

afterAll(cleanUp);

type Json = Record<string, unknown>;
const always = { times: Number.POSITIVE_INFINITY };

/** Changes a key, or each one of a listing, in the answer. */
const each =
  (change: (key: Json) => Json) =>
  (reply: Reply): Reply => {
    const body = (reply.body ?? {}) as Json & { data?: Json[] };
    return { ...reply, body: body.data ? { ...body, data: body.data.map(change) } : change(body) };
  };

const listing =
  (change: (keys: Json[]) => Json[]) =>
  (reply: Reply): Reply => {
    const body = reply.body as Json & { data: Json[] };
    return { ...reply, body: { ...body, data: change(body.data) } };
  };

const dates = { first: 'Thu, 01 Jan 1970 00:00:00 GMT', last: 'Fri, 31 Dec 9999 23:59:59 GMT' };
const SECRET = { ...always, method: 'GET', path: /secrets\/ADMIN/ };

const lies: [string, 'openai' | 'github', Fault][] = [
  ...(['openai', 'github'] as const).flatMap((api) =>
    [dates.first, dates.last, 'never'].map((date): [string, typeof api, Fault] => [
      `a Date of ${date} at ${api}`,
      api,
      { ...always, headers: { date } },
    ]),
  ),
  [
    'keys made at the beginning of time',
    'openai',
    { ...always, rewrite: each((key) => ({ ...key, created_at: 0 })) },
  ],
  [
    'keys made at its end',
    'openai',
    { ...always, rewrite: each((key) => ({ ...key, created_at: 253_402_300_799 })) },
  ],
  [
    'keys made before it',
    'openai',
    { ...always, rewrite: each((key) => ({ ...key, created_at: -1 })) },
  ],
  [
    'keys that all expired',
    'openai',
    { ...always, method: 'GET', rewrite: each((key) => ({ ...key, expires_at: 1 })) },
  ],
  [
    'each key twice',
    'openai',
    { ...always, method: 'GET', rewrite: listing((keys) => [...keys, ...keys]) },
  ],
  [
    'the newest left out',
    'openai',
    { ...always, path: /asc|project_access/, rewrite: listing((keys) => keys.slice(0, -1)) },
  ],
  ['every key left out', 'openai', { ...always, method: 'GET', rewrite: listing(() => []) }],
  [
    'one redacted value for all',
    'openai',
    { ...always, rewrite: each((key) => ({ ...key, redacted_value: 'sk-…' })) },
  ],
  [
    'another id deleted',
    'openai',
    { ...always, method: 'DELETE', rewrite: each((key) => ({ ...key, id: 'key_x' })) },
  ],
  [
    'secrets written at the end of time',
    'github',
    { ...SECRET, rewrite: each((one) => ({ ...one, updated_at: '9999-12-31T23:59:59Z' })) },
  ],
  [
    'secrets that are not there',
    'github',
    { ...SECRET, status: 404, body: { message: 'Not Found' } },
  ],
];

describe.each(KINDS)('%s', (kind) => {
  test.each(
    lies.flatMap(([what, api, fault]) =>
      ['0s', '24h'].map((grace) => ({ what, api, fault, grace })),
    ),
  )('whatever a server says, the secrets hold a live key: $what, grace $grace', async (row) => {
    const self = kind === 'admin key';
    const night = await setNight({ kind, self, inputs: { 'grace-period': row.grace } });
    const bystanders = night.keys.all().filter(({ name }) => name !== 'ci');
    night[row.api].fault(row.fault);
    for (let nights = 0; nights < 2; nights++) {
      const main = await night.run();
      expect(errorsOf(main)).toHaveLength(main.exitCode ?? 2);
      expect((await night.runPost(main)).exitCode).toBe(0);
      night.advance(DAY + 60);
    }
    expect(night.breaches).toEqual([]);
    expect(night.live().map(({ value }) => value)).toContain(night.held()[0]);
    expect(night.keys.all().filter(({ name }) => name !== 'ci')).toEqual(bystanders);
    expect(night.keys.missingTwins()).toEqual([]);
    await night.close();
  });

  test('an answer that names a key that was there before costs nobody a key', async () => {
    const night = await setNight({ kind, inputs: { 'rotate-after': 'none' } });
    const { openai, run, runPost, held, live } = night;
    const answers: unknown[] = [];
    const replay = (reply: Reply): Reply => {
      answers.push(reply.body);
      return { ...reply, body: answers[0] };
    };
    openai.fault({ ...always, method: 'POST', rewrite: replay });
    expect(errorsOf(await run())).toEqual([]);
    night.advance(DAY);
    const main = await run();
    await runPost(main);
    expect(errorsOf(main)).toEqual([
      expect.stringMatching(
        /something on the way repeats an older answer.*may be the key that this step made.*was not deleted/s,
      ),
    ]);
    expect(night.breaches).toEqual([]);
    // Both lived before, in the secret and unused; which of them is whose, nobody can tell.
    expect(live()).toHaveLength(2);
    openai.clearFaults();
    night.advance(DAY);
    expect(errorsOf(await run())).toEqual([]);
    expect(live().map(({ value }) => value)).toEqual(held());
    await night.close();
  });

  test('a new key with the value of the key in `admin-api-key` is not used, and no key is deleted', async () => {
    const self = kind === 'admin key';
    const night = await setNight({ kind, self });
    const value = self ? night.old.value : night.openai.adminKey;
    const rewrite = (reply: Reply) => ({ ...reply, body: { ...(reply.body as Json), value } });
    night.openai.fault({ method: 'POST', rewrite });
    const main = await night.run();
    await night.runPost(main);
    // What the response names may be any key, even the one that authenticates the step.
    expect(errorsOf(main)).toEqual([expect.stringContaining('so it was not deleted')]);
    expect(night.live()).toHaveLength(2);
    night.advance(DAY);
    for (let runs = 0; runs < 2; runs++) {
      expect(errorsOf(await night.run())).toEqual([]);
      night.advance(DAY);
    }
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });

  describe('a name under which no later run would find the key makes the run give it up', () => {
    test.each<[string, NightOptions, Record<string, string>, RegExp]>([
      [
        'changed by the server',
        { inputs: { name: 'ci-e\u0301' } },
        {},
        /it names the key “.*” instead of “.*The key that it had made .* was deleted/s,
      ],
      [
        'hidden as the password of a proxy',
        {},
        { HTTPS_PROXY: 'http://user:ci@127.0.0.1:1' },
        /nothing was sent\.\n- `name` contains a text that this step masks/,
      ],
    ])('%s', async (_, options, env, said) => {
      const night = await setNight({ kind, ...options });
      const before = night.keys.all().length;
      const rewrite = each((key) => ({ ...key, name: String(key.name).normalize('NFC') }));
      night.openai.fault({ ...always, rewrite });
      const main = await night.run({ env });
      expect(errorsOf(main)).toEqual([expect.stringMatching(said)]);
      expect(night.held()).toEqual([night.old.value]);
      expect(night.keys.all()).toHaveLength(before);
      await night.close();
    });
  });

  test('a secret of an organization that hides who may read it is not written', async () => {
    const night = await setNight({
      kind,
      inputs: { 'secret-organization': 'octo-org', 'secret-repositories': 'octo-org/octo-repo' },
    });
    night.github.addOrganization('octo-org');
    const seeded = { value: 'x', selectedRepositoryIds: [1], createdAt: 5, updatedAt: 5 };
    night.github.seedSecret('org:octo-org', 'ADMIN', seeded);
    night.github.fault({ ...SECRET, rewrite: each(({ visibility: _, ...rest }) => rest) });
    const main = await night.run();
    expect(errorsOf(main)).toEqual([expect.stringContaining('without `visibility`')]);
    expect(night.github.secret('org:octo-org', 'ADMIN')).toMatchObject({ writes: 0 });
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

// A service account's key cannot manage keys, so it never authenticates the step that rotates it.
test('into a wrong secret that was there already, the grace period saves the old key', async () => {
  const inputs = { 'secret-name': 'ELSEWHERE', 'grace-period': '24h' };
  const night = await setNight({ self: true, inputs });
  const { openai, github, old, advance, run } = night;
  github.seedSecret('octo-org/octo-repo', 'ELSEWHERE', { value: 'x', createdAt: 5, updatedAt: 5 });
  for (const days of [0, 2, 31]) {
    advance(days * DAY);
    const main = await run();
    expect(errorsOf(main)).toEqual([]);
    expect(warningsOf(main)).toEqual(
      days === 0
        ? []
        : [
            expect.stringContaining(
              `Key \`${old.id}\` is not deleted though its grace period is over`,
            ),
          ],
    );
    expect(openai.keys).toContain(old);
  }
  expect(night.breaches).toEqual([]);
  await night.close();
});

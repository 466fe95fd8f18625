import { afterEach, describe, expect, test } from '@jest/globals';
import { actionError, failureOf, NOW } from '../../testing/fakes.ts';
import {
  ACCOUNT,
  type CheckOptions,
  checkOnce,
  endProjects,
  KEYS,
  startProject,
} from '../../testing/project-keys.ts';

afterEach(endProjects);

describe('the check of a new key', () => {
  const spec = { name: 'nightly', lifetime: null };

  test('for a rotation lists the models with it, and the keys with the admin key', async () => {
    const { client, openAi, requests, seed } = await startProject();
    seed('key_old', 9);
    const created = await client.create(spec);
    const checked = await checkOnce(client, created, 'rotation');
    const [, stored] = openAi.projectKeys;
    expect(requests().slice(1)).toEqual([
      'GET /models',
      `GET ${KEYS}?limit=100&owner_project_access=any`,
    ]);
    expect(openAi.log.slice(1).map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${stored?.value}`,
      `Bearer ${openAi.adminKey}`,
    ]);
    expect(checked).toMatchObject({ serverTime: NOW * 1000, warnings: [] });
    expect(checked.keys).toHaveLength(2);
    expect(checked.listed).toMatchObject({ id: created.key.id, owner: { id: 'svc_acct_a' } });
    expect(created.value.matchesRedacted(checked.listed?.redactedValue ?? '')).toBe(true);
  });

  test('reads a key that is not listed yet by its id, as often as it takes', async () => {
    const { client, requests, waits } = await startProject({ listingDelayMs: 5_000 });
    const created = await client.create(spec);
    const checked = await checkOnce(client, created, 'rotation');
    expect(checked.listed?.id).toBe(created.key.id);
    expect(checked.keys).toEqual([]);
    const reading = `GET ${KEYS}/${created.key.id.slice('proj_a/'.length)}`;
    expect(requests().slice(3)).toEqual([reading, reading, reading]);
    expect(waits).toEqual([2_000, 4_000]);
  });

  test('gives a key up that nothing shows', async () => {
    const { client, requests, waits } = await startProject({ listingDelayMs: 3_600_000 });
    const created = await client.create(spec);
    expect(await failureOf(() => checkOnce(client, created, 'rotation'))).toMatchObject(
      actionError('not-found'),
    );
    expect(requests().slice(3)).toHaveLength(4);
    expect(waits).toEqual([2_000, 4_000, 8_000]);
  });

  test('repeats the trial alone while the key is refused', async () => {
    const { client, requests } = await startProject();
    const created = await client.create(spec);
    let tries = 0;
    await client.check(created, {
      purpose: 'rotation',
      until: Number.POSITIVE_INFINITY,
      retry: async (work) => {
        tries += 1;
        await work();
        return work();
      },
    });
    expect(tries).toBe(1);
    expect(requests().slice(1)).toEqual([
      'GET /models',
      'GET /models',
      `GET ${KEYS}?limit=100&owner_project_access=any`,
    ]);
  });

  test('begins no attempt after its end', async () => {
    const { client, openAi, now } = await startProject({}, { retryForMs: 900_000 });
    const created = await client.create(spec);
    openAi.fault({ path: '/models', status: 503, times: Number.POSITIVE_INFINITY });
    const until = now() + 60_000;
    const retry: CheckOptions['retry'] = (work) => work();
    for (const purpose of ['rotation', 'exposure'] as const) {
      expect(await failureOf(() => client.check(created, { purpose, until, retry }))).toMatchObject(
        actionError('unavailable'),
      );
    }
    expect(openAi.log.at(-1)?.at).toBeLessThanOrEqual(until);
  });

  test('lists the keys for a rotation no later than its end either', async () => {
    const { client, openAi, now } = await startProject({}, { retryForMs: 900_000 });
    const created = await client.create(spec);
    openAi.fault({ path: '/api_keys', status: 503, times: Number.POSITIVE_INFINITY });
    const until = now() + 60_000;
    expect(
      await failureOf(() =>
        client.check(created, { purpose: 'rotation', until, retry: (work) => work() }),
      ),
    ).toMatchObject(actionError('unavailable'));
    expect(openAi.log.at(-1)?.at).toBeLessThanOrEqual(until);
  });

  test.each([
    'delivery',
    'exposure',
  ] as const)('reads it back no later than its end, and goes on: %s', async (purpose) => {
    const { client, openAi, now } = await startProject({}, { retryForMs: 3_600_000 });
    const created = await client.create(spec);
    openAi.fault({ path: /api_keys\/key_/, status: 429, times: Number.POSITIVE_INFINITY });
    const until = now() + 600_000;
    const retry: CheckOptions['retry'] = (work) => work();
    const { listed, warnings } = await client.check(created, { purpose, until, retry });
    expect(listed).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/could not be read back\. The rate limit/)]);
    expect(openAi.log.length).toBeGreaterThan(5);
    expect(openAi.log.at(-1)?.at).toBeLessThanOrEqual(until);
  });

  test('reads it by its id for a rotation no later than its end either', async () => {
    const options = { listingDelayMs: 3_600_000 };
    const { client, openAi, now } = await startProject(options, { retryForMs: 3_600_000 });
    const created = await client.create(spec);
    openAi.fault({ path: /api_keys\/key_/, status: 429, times: Number.POSITIVE_INFINITY });
    const until = now() + 600_000;
    const retry: CheckOptions['retry'] = (work) => work();
    expect(
      await failureOf(() => client.check(created, { purpose: 'rotation', until, retry })),
    ).toMatchObject(actionError('rate-limited'));
    expect(openAi.log.length).toBeGreaterThan(5);
    expect(openAi.log.at(-1)?.at).toBeLessThanOrEqual(until);
  });

  test('for secrets reads it back, with one request', async () => {
    const { client, requests } = await startProject();
    const created = await client.create(spec);
    const checked = await checkOnce(client, created, 'delivery');
    expect(checked).toMatchObject({ keys: [], warnings: [], serverTime: NOW * 1000 });
    expect(checked.listed).toMatchObject({ id: created.key.id, owner: { id: 'svc_acct_a' } });
    expect(requests().slice(1)).toEqual([`GET ${KEYS}/${created.key.id.slice('proj_a/'.length)}`]);
  });

  test('for a later step tries it first', async () => {
    const { client, requests } = await startProject();
    const created = await client.create(spec);
    await checkOnce(client, created, 'exposure');
    expect(requests().slice(1)).toEqual(['GET /models', expect.stringContaining(`GET ${KEYS}/`)]);
  });

  test.each([
    ['not there', { listingDelayMs: 3_600_000 }, undefined],
    ['unreadable', {}, { body: '<html>' }],
    ['out of order', {}, { status: 503 }],
  ])('for secrets goes on where it is %s, and says why', async (_, options, fault) => {
    const { client, openAi, requests } = await startProject(options);
    const created = await client.create(spec);
    if (fault !== undefined) openAi.fault(fault);
    const { listed, warnings } = await checkOnce(client, created, 'delivery');
    expect(listed).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(`^The new key \\(\`${created.key.id}\`\\) could not be read back\\. \\S`),
      ),
    ]);
    expect(requests().slice(1)).toHaveLength(1);
  });

  test('for a later step fails where the API does not know it', async () => {
    const { client, requests } = await startProject({ propagationMs: 3_600_000 });
    const created = await client.create(spec);
    for (const purpose of ['rotation', 'exposure'] as const) {
      expect(await failureOf(() => checkOnce(client, created, purpose))).toMatchObject(
        actionError('invalid-key'),
      );
    }
    expect(requests().slice(1)).toEqual(['GET /models', 'GET /models']);
  });

  test.each<[401 | 403]>([
    [401],
    [403],
  ])('warns of a key without the scope (%d)', async (status) => {
    const account = { ...ACCOUNT, scopes: ['api.assistant.write'] };
    const { client } = await startProject({ missingScopeStatus: status }, { account });
    const created = await client.create(spec);
    for (const purpose of ['rotation', 'exposure'] as const) {
      const { warnings, listed } = await checkOnce(client, created, purpose);
      expect(warnings).toEqual([
        expect.stringMatching(/accepts the new key but does not let it list models/),
      ]);
      expect(listed?.id).toBe(created.key.id);
    }
  });

  test('comes through with a bug as it is', async () => {
    const { client } = await startProject();
    const created = await client.create(spec);
    const bug = new TypeError('a bug');
    const retry = () => Promise.reject(bug);
    const until = Number.POSITIVE_INFINITY;
    expect(
      await failureOf(() => client.check(created, { purpose: 'rotation', until, retry })),
    ).toBe(bug);
  });
});

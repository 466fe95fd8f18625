import { afterEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, type OpenAiOptions, startOpenAi } from '../../emulator/openai.ts';
import { createAdminKeys } from '../../src/openai/admin-keys.ts';
import type { KeyClient } from '../../src/openai/client.ts';
import { apiOver, requestsTo } from '../../testing/emulated-api.ts';
import { actionError, adminKey, failureOf, NOW } from '../../testing/fakes.ts';

type CheckOptions = Parameters<KeyClient['check']>[1];

const NEWEST = 'GET /admin_api_keys?limit=100&order=desc';

let openAi: OpenAi | undefined;
afterEach(() => openAi?.close());

async function start(options: OpenAiOptions = {}, retryForMs = 0) {
  const emulator = await startOpenAi(options);
  openAi = emulator;
  const { api, now } = apiOver(emulator, { retryForMs });
  return { client: createAdminKeys(api), emulator, now };
}

const once = (purpose: CheckOptions['purpose']): CheckOptions => {
  return { purpose, until: Number.POSITIVE_INFINITY, retry: (work) => work() };
};

describe('the check of a new admin key', () => {
  test('for a rotation is a listing with that key', async () => {
    const { client, emulator } = await start();
    const created = await client.create({ name: 'nightly', lifetime: null });
    const { listed, keys, serverTime, warnings } = await client.check(created, once('rotation'));
    expect(listed).toMatchObject({ id: created.key.id, name: 'nightly', project: null });
    expect(keys).toHaveLength(2);
    expect([serverTime, warnings]).toEqual([NOW * 1000, []]);
    expect(requestsTo(emulator).slice(1)).toEqual([NEWEST]);
    expect(emulator.log.at(-1)?.headers.authorization).toBe(`Bearer ${created.value.reveal()}`);
  });

  test('may list it not yet', async () => {
    const { client, emulator } = await start({ listingDelayMs: 60_000 });
    const created = await client.create({ name: 'nightly', lifetime: null });
    const { listed, keys } = await client.check(created, once('rotation'));
    expect(listed).toBeUndefined();
    expect(keys).toHaveLength(1);
    expect(requestsTo(emulator)).toHaveLength(2);
  });

  test('fails where the API does not know it yet, and names it', async () => {
    const { client } = await start({ propagationMs: 60_000 });
    const created = await client.create({ name: 'nightly', lifetime: null });
    const error = await failureOf(() => client.check(created, once('rotation')));
    expect(error).toMatchObject(actionError('invalid-key'));
    expect(error.message).toContain('refused the new key');
  });

  test('begins no attempt after its end', async () => {
    const { client, emulator, now } = await start({}, 900_000);
    const created = await client.create({ name: 'nightly', lifetime: null });
    emulator.fault({ status: 503, times: Number.POSITIVE_INFINITY });
    const until = now() + 60_000;
    const options = { ...once('rotation'), until };
    expect(await failureOf(() => client.check(created, options))).toMatchObject(
      actionError('unavailable'),
    );
    expect(emulator.log.at(-1)?.at).toBeLessThanOrEqual(until);
  });

  test.each(['exposure', 'delivery'] as const)('for %s needs no request', async (purpose) => {
    const { client, emulator } = await start();
    const created = await client.create({ name: 'nightly', lifetime: null });
    expect(await client.check(created, once(purpose))).toMatchObject({
      listed: undefined,
      keys: [],
      warnings: [],
    });
    expect(requestsTo(emulator)).toHaveLength(1);
  });
});

test.each([
  ['sk-admin...xyz', true],
  ['sk-proj-****xyz', false],
  ['sk-svc...xyz', false],
])('a listed key with %s is one of this kind: %p', async (redactedValue, isOwn) => {
  const { client } = await start();
  const why = client.whyForeign(adminKey({ redactedValue }));
  if (isOwn) expect(why).toBeUndefined();
  else
    expect(why).toMatch(
      /^The API lists it as a key of another kind than an admin key .*`base-url`/,
    );
});

test('the newest keys are asked for newest first', async () => {
  const { client, emulator } = await start();
  const { id } = emulator.seed({ createdAt: NOW + 9 });
  expect((await client.listNewest()).keys[0]?.id).toBe(id);
  expect(client.isOrdered).toBe(true);
  expect(requestsTo(emulator)).toEqual([NEWEST]);
});

import { afterEach, describe, expect, test } from '@jest/globals';
import type { OpenAiOptions } from '../../emulator/openai.ts';
import { checkNewKey } from '../../src/delivery/deliver-value.ts';
import type { ErrorCode } from '../../src/domain/error.ts';
import { actionError, failureOf, fakeContext, NOW } from '../../testing/fakes.ts';
import { ACCOUNT, endProjects, startProject } from '../../testing/project-keys.ts';
import { newKeyFor } from '../../testing/scene.ts';

/* The check of a service account's new key, over the API's emulator. */

afterEach(endProjects);

const asked = { name: 'nightly', lifetime: null };
const KNOWN = new Set(['proj_a/key_before']);

/** A new key of the service account, and its check. */
async function madeIn(options: OpenAiOptions = {}, account = ACCOUNT) {
  const started = await startProject(options, { account });
  const { client, openAi, now, sleep } = started;
  const created = await client.create(asked);
  const newKey = newKeyFor(1, { ...created, checkUntil: now() + 600_000 });
  const context = fakeContext({ client, now, monotonic: now, sleep });
  const check = (purpose: Parameters<typeof checkNewKey>[2] = 'rotation') =>
    checkNewKey(newKey, asked, purpose, KNOWN, context);
  /** What the API shows of the key from now on, beside what it stored. */
  const show = (fields: Record<string, unknown>) => {
    for (const key of openAi.projectKeys) if (newKey.key.id.endsWith(key.id)) key.extra = fields;
  };
  const warnings = () => context.events.filter((event) => event.startsWith('warning: '));
  return { ...started, newKey, check, show, warnings, events: context.events };
}

const owner = (id: string) => ({
  owner: { type: 'service_account', service_account: { id, name: 'Other', role: 'member' } },
});
const FOREIGN = { redacted_value: 'sk-svcacct-***************zzzz' };

test.each([
  'rotation',
  'exposure',
  'delivery',
] as const)('a key is from then on what was read back: %s', async (purpose) => {
  const { check, newKey, warnings } = await madeIn();
  expect(newKey.key).toMatchObject({ owner: null, redactedValue: '' });
  await check(purpose);
  expect(newKey.key).toMatchObject({ name: 'nightly', owner: { id: 'svc_acct_a' } });
  expect(newKey.value.matchesRedacted(newKey.key.redactedValue)).toBe(true);
  expect(newKey.key.raw).toMatchObject({ object: 'organization.project.api_key' });
  expect(warnings()).toEqual([]);
});

describe('a key that the API shows otherwise is not written', () => {
  const PURPOSES = ['rotation', 'exposure', 'delivery'] as const;

  test.each<[string, Record<string, unknown>, ErrorCode, RegExp]>([
    [
      'of another owner',
      owner('svc_acct_b'),
      'partial',
      /names `svc_acct_b` as its owner, not `svc_acct_a`\..*set `service-account-id` to `svc_acct_b`\./,
    ],
    ['of no owner', { owner: undefined }, 'partial', /names `no owner` as its owner/],
    ['of another name', { name: 'nightly-2' }, 'partial', /keeps another name .* than `nightly`/],
    ['without a name', { name: null }, 'partial', /keeps another name/],
    ['with another lifetime', { expires_at: NOW + 3_600 }, 'partial', /another lifetime/],
    ['of another owner and value', { ...owner('svc_acct_b'), ...FOREIGN }, 'foreign', /svc_acct_b/],
    // What may be somebody else's is named, not deleted.
    ['of another value', FOREIGN, 'foreign', /another redacted value .* may be of another key/],
    ['of another name and value', { name: 'x', ...FOREIGN }, 'foreign', /another name/],
    [
      'with another lifetime and value',
      { expires_at: NOW + 3_600, ...FOREIGN },
      'foreign',
      /another lifetime/,
    ],
  ])('%s', async (_, fields, code, message) => {
    for (const purpose of PURPOSES) {
      const { check, show } = await madeIn();
      show(fields);
      const error = await failureOf(() => check(purpose));
      expect(error).toMatchObject(actionError(code));
      expect(error.message).toMatch(/^Nothing was written\. /);
      expect(error.message).toMatch(message);
    }
  });
});

describe('another key of the name', () => {
  test.each<[string, string, object, boolean]>([
    ['of the account, made meanwhile', 'key_other', {}, true],
    ['of the account, with a minute to live', 'key_other', { expiresAt: NOW + 60 }, true],
    ['of the account, expired', 'key_other', { expiresAt: NOW }, false],
    ['of the account, listed before', 'key_before', {}, false],
    ['of another account', 'key_other', { owner: 'svc_acct_b' }, false],
    ['of a user', 'key_other', { owner: {} }, false],
    ['but for its case', 'key_other', { name: 'Nightly' }, false],
  ])('%s', async (_, id, fields, isOfAnotherRun) => {
    const { check, seed, openAi } = await madeIn();
    openAi.seedServiceAccount({ id: 'svc_acct_b', projectId: 'proj_a' });
    seed(id, 0, { name: 'nightly', ...fields });
    if (!isOfAnotherRun) return await check();
    const error = await failureOf(check);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toContain('Another run made key `proj_a/key_other` of the same name');
  });
});

describe('a key that is not known yet', () => {
  test('is waited for, at the trial and in the listing', async () => {
    const { check, waits, requests } = await madeIn({
      propagationMs: 5_000,
      listingDelayMs: 9_000,
    });
    await check();
    expect(waits).toEqual([2_000, 4_000, 2_000, 4_000]);
    expect(requests().filter((request) => request === 'GET /models')).toHaveLength(3);
  });

  test('is given up after 60 s', async () => {
    const { check, waits } = await madeIn({ propagationMs: 3_600_000 });
    const error = await failureOf(check);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toMatch(
      /^Nothing was written\. The API still refused the new key after 60 s\. Run this again later;/,
    );
    // It lists models, and manages nothing.
    expect(error.message).not.toContain('admin keys');
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000]);
  });

  test('is given up where nothing lists it, in a rotation', async () => {
    const { check, waits } = await madeIn({ listingDelayMs: 3_600_000 });
    const error = await failureOf(check);
    expect(error).toMatchObject({ ...actionError('partial'), cause: actionError('not-found') });
    expect(waits).toEqual([2_000, 4_000, 8_000]);
  });

  test('goes to its secrets where it only cannot be read back, with a warning', async () => {
    const { check, warnings, newKey } = await madeIn({ listingDelayMs: 3_600_000 });
    await check('delivery');
    expect(warnings()).toEqual([expect.stringContaining('could not be read back')]);
    expect(newKey.key).toMatchObject({ owner: null, redactedValue: '' });
  });
});

test('an admin key that is refused meanwhile is not called the new one', async () => {
  const { check, openAi } = await madeIn();
  const body = { error: { message: 'Incorrect API key.', code: 'invalid_api_key' } };
  openAi.fault({ path: '/api_keys', status: 401, body, times: Number.POSITIVE_INFINITY });
  const error = await failureOf(check);
  expect(error).toMatchObject(actionError('partial'));
  expect(error.message).not.toContain('refused the new key');
  expect(error.message).toContain('the key in `admin-api-key`');
});

test('a key without the scope to list models is used, with a warning', async () => {
  const { check, warnings } = await madeIn({}, { ...ACCOUNT, scopes: ['api.assistant.write'] });
  await check();
  expect(warnings()).toEqual([
    expect.stringMatching(/^warning: .* accepts the new key but does not let it list models/),
  ]);
});

test.each([
  401, 403,
] as const)('a key that is refused otherwise is not written (%d)', async (status) => {
  const { check, openAi, waits } = await madeIn();
  const body = { error: { message: 'No.', code: null } };
  openAi.fault({ path: '/models', status, body, times: Number.POSITIVE_INFINITY });
  expect(await failureOf(() => check('exposure'))).toMatchObject(actionError('partial'));
  expect(waits).toHaveLength(status === 401 ? 5 : 0);
});

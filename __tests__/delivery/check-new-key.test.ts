import { describe, expect, test } from '@jest/globals';
import { checkNewKey } from '../../src/delivery/deliver-value.ts';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import { actionError, adminKey, failureOf, fakeKeys, NOW } from '../../testing/fakes.ts';
import { newKeyFor, type Scene, sceneOf, told } from '../../testing/scene.ts';

const made = newKeyFor(1);
const asked = { name: 'nightly', lifetime: null };
const known = new Set(['key_before']);
const TRY = 'try sk-admin-new desc 100';
/** 60 s in all. */
const WAITS = [2_000, 4_000, 8_000, 16_000, 30_000];
const before = adminKey({ id: 'key_before', createdAt: NOW - 86_400 });
const failing = (code: ErrorCode) => new ActionError(code, `Failed: ${code}.`);

function trialIn(scene: Scene) {
  const { context, events } = sceneOf(scene);
  const trying = () => checkNewKey(made, asked, 'rotation', known, context);
  return { trying, events, context };
}

describe('a new key that the API accepts', () => {
  test('is tried once, by itself, with the newest hundred keys', async () => {
    const { trying, events } = trialIn({ trials: [[made.key, before]] });
    await trying();
    expect(events).toEqual([TRY]);
  });

  test.each<[string, ApiKey[]]>([
    ['it lists no key', []],
    ['it does not show up in the listing yet', [before]],
    ['another name got a key', [made.key, adminKey({ id: 'key_x', name: 'Nightly' })]],
    ['a key without a name was made', [made.key, adminKey({ id: 'key_x', name: null })]],
    ['a key of the name has expired', [made.key, adminKey({ id: 'key_x', expiresAt: NOW })]],
    ['the first listing knew the others', [before, made.key]],
    [
      'a project’s key of the name was made',
      [made.key, adminKey({ id: 'key_x', redactedValue: 'sk-proj-...xyz' })],
    ],
  ])('is good where %s', async (_, seen) => {
    const { trying, events } = trialIn({ trials: [seen] });
    await trying();
    expect(events).toEqual([TRY]);
  });

  test.each([1, 2, 3, 4, 5])('only at the try after refusal %d is waited for', async (count) => {
    const { trying, events } = trialIn({ trials: Array(count).fill(failing('invalid-key')) });
    await trying();
    const waits = events.filter((event) => event.startsWith('sleep'));
    expect(waits).toEqual(WAITS.slice(0, count).map((ms) => `sleep ${ms}`));
    expect(told(events).filter((event) => event === TRY)).toHaveLength(count + 1);
    expect(events).toContain(
      'info: The API does not accept the new key yet; the next try is in 2 s.',
    );
  });
});

/** Each of these leaves it to the scope of the key to delete it. */
describe('a new key that fails its check', () => {
  test('when it is still refused after 60 s, and the sentence says so', async () => {
    const { trying, events } = trialIn({ trials: Array(9).fill(failing('invalid-key')) });
    const error = await failureOf(trying);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toMatch(
      /^Nothing was written\. The API still refused the new key after 60 s\. Run this again later;/,
    );
    expect(error.cause).toMatchObject(actionError('invalid-key'));
    expect(told(events)).toEqual([...WAITS.flatMap((ms) => [TRY, `sleep ${ms}`]), TRY]);
  });

  test('when it would be too old before it is accepted', async () => {
    const { context, events } = sceneOf({ trials: Array(9).fill(failing('invalid-key')) });
    const late = { ...made, checkUntil: NOW * 1000 + 8_000 };
    expect(
      (await failureOf(() => checkNewKey(late, asked, 'rotation', known, context))).message,
    ).toContain('The API still refused the new key');
    expect(told(events)).toEqual([TRY, 'sleep 2000', TRY, 'sleep 4000', TRY]);
  });

  test('no sooner where the clock was corrected meanwhile', async () => {
    const { context, events } = sceneOf({ trials: Array(9).fill(failing('invalid-key')) });
    const late = { ...made, checkUntil: NOW * 1000 + 8_000 };
    const now = () => context.monotonic() + 3_600_000;
    await failureOf(() => checkNewKey(late, asked, 'rotation', known, { ...context, now }));
    expect(told(events)).toEqual([TRY, 'sleep 2000', TRY, 'sleep 4000', TRY]);
  });

  test.each<ErrorCode>([
    'missing-scope',
    'forbidden',
    'rate-limited',
    'unavailable',
    'unreachable',
    'redirected',
    'unreadable',
    'rejected',
    'cancelled',
  ])('when the trial fails otherwise (%s), without a second one', async (code) => {
    const { trying, events } = trialIn({ trials: [failing(code)] });
    const error = await failureOf(trying);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toBe(
      `Nothing was written. The new key could not be checked: Failed: ${code}.`,
    );
    expect(error.cause).toMatchObject(actionError(code));
    expect(events).toEqual([TRY]);
  });

  test('when it fails otherwise after a refusal', async () => {
    const { trying, events } = trialIn({
      trials: [failing('invalid-key'), failing('unavailable')],
    });
    expect((await failureOf(trying)).message).toContain('Failed: unavailable.');
    expect(told(events)).toEqual([TRY, 'sleep 2000', TRY]);
  });

  test.each<[string, Partial<ApiKey>]>([
    ['that never expires', {}],
    ['that has a second to live', { expiresAt: NOW + 1 }],
    ['that is older than its own', { createdAt: NOW - 50 * 86_400 }],
    ['that is newer than its own', { createdAt: NOW + 5 }],
  ])('when another run made a key of the name meanwhile, %s', async (_, fields) => {
    const theirs = adminKey({ id: 'key_theirs', ...fields });
    const { trying, events } = trialIn({ trials: [[made.key, before, theirs]] });
    const error = await failureOf(trying);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toBe(
      'Nothing was written. Another run made key `key_theirs` of the same name meanwhile. Run this ' +
        'again when that run has ended, and keep runs apart with `concurrency:`.',
    );
    expect(events).toEqual([TRY]);
  });

  test('when the other one is live on the server’s clock, whatever the machine’s says', async () => {
    const theirs = adminKey({ id: 'key_theirs', expiresAt: NOW + 60 });
    for (const [offset, refused] of [
      [-3_600_000, true],
      [120_000, false],
    ] as const) {
      const { context } = sceneOf();
      const page = { keys: [theirs], hasMore: false, serverTime: NOW * 1000 + offset };
      context.clientFor = () => fakeKeys({ listPage: async () => page });
      const ended = await checkNewKey(made, asked, 'rotation', new Set(), context).then(
        () => undefined,
        (error: ActionError) => error.message,
      );
      expect(ended).toEqual(refused ? expect.stringContaining('`key_theirs`') : undefined);
    }
  });

  test.each<[string, Partial<ApiKey>, RegExp]>([
    ['another name', { name: 'nightly-2' }, /keeps another name for it than `nightly`/],
    ['no name', { name: null }, /keeps another name/],
    ['another lifetime', { expiresAt: NOW + 60 }, /another lifetime .* Set `expires-in`/],
  ])('when the listing shows it with %s', async (_, fields, message) => {
    const { trying, events } = trialIn({
      trials: [[before, { ...adminKey(made.key), ...fields, raw: { expires_at: null } }]],
    });
    const error = await failureOf(trying);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toMatch(/^Nothing was written\. The /);
    expect(error.message).toMatch(message);
    expect(events).toEqual([TRY]);
  });

  test('when the listing shows the redacted value of another key: it may be somebody else’s', async () => {
    const listed = adminKey({ ...made.key, redactedValue: 'sk-admin...old' });
    const { trying, events } = trialIn({ trials: [[before, listed]] });
    const error = await failureOf(trying);
    expect(error).toMatchObject(actionError('foreign'));
    expect(error.message).toBe(
      'Nothing was written. The API shows another redacted value for it than that of the value in the ' +
        'response to the create, so that value may be of another key.',
    );
    expect(events).toEqual([TRY]);
  });

  test('not when the listing shows a redacted value in an unknown form', async () => {
    for (const redactedValue of ['sk-admin', 'sk-admin-hidden', 'sk-admin*old']) {
      const { trying } = trialIn({ trials: [[adminKey({ ...made.key, redactedValue })]] });
      await trying();
    }
  });

  // What may be somebody else's is not for the scope of the key to delete.
  test.each<[string, string, ErrorCode]>([
    ['sk-svcacct-new', 'that of its value', 'partial'],
    ['sk-admin-new', 'not that of its value', 'foreign'],
  ])('when the listing shows %s with another kind, %s', async (text, _, code) => {
    const listed = adminKey({ ...made.key, redactedValue: 'sk-svcacct-...new' });
    const { context } = sceneOf({ trials: [[before, listed]] });
    const newKey = newKeyFor(1, { value: new Credential(text) });
    const error = await failureOf(() => checkNewKey(newKey, asked, 'rotation', known, context));
    expect(error).toMatchObject(actionError(code));
    expect(error.message).toBe('Nothing was written. It is of another kind.');
  });
});

test('a bug in the trial comes through as it is', async () => {
  const bug = new TypeError('a bug');
  const { trying, events } = trialIn({ trials: [bug] });
  expect(await failureOf(trying)).toBe(bug);
  expect(events).toEqual([TRY]);
});

test('a server that tells no time is judged by the machine’s clock', async () => {
  const { context } = sceneOf();
  const listing = (expiresAt: number) =>
    fakeKeys({
      listPage: async () => ({
        keys: [adminKey({ id: 'key_x', expiresAt })],
        hasMore: false,
        serverTime: undefined,
      }),
    });
  const trying = () => checkNewKey(made, asked, 'rotation', new Set(), context);
  context.clientFor = () => listing(NOW);
  await trying();
  context.clientFor = () => listing(NOW + 1);
  expect((await failureOf(trying)).message).toContain('key_x');
});

import { describe, expect, test } from '@jest/globals';
import type { AdminKey } from '../../src/domain/admin-key.ts';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
import { tryOut } from '../../src/operations/trial.ts';
import { actionError, adminKey, failureOf, fakeKeys, NOW } from '../support/fakes.ts';
import { madeKey as made, type Scene, sceneOf, told } from '../support/scene.ts';

const asked = { name: 'nightly', lifetime: null };
const known = new Set(['key_before']);
const TRY = 'try sk-admin-new desc 100';
/** 60 s in all. */
const WAITS = [2_000, 4_000, 8_000, 16_000, 30_000];
const UNDO = ['delete key_new to clean up', 'journal settled'];
const before = adminKey({ id: 'key_before', createdAt: NOW - 86_400 });
const failing = (code: ErrorCode) => new ActionError(code, `Failed: ${code}.`);

function trialIn(scene: Scene) {
  const { tools, events } = sceneOf(scene);
  const trying = () => tryOut(made, asked, known, tools);
  return { trying, events, tools };
}

describe('a new key that the API accepts', () => {
  test('is tried once, by itself, with the newest hundred keys', async () => {
    const { trying, events } = trialIn({ trials: [[made.key, before]] });
    await trying();
    expect(events).toEqual([TRY]);
  });

  test.each<[string, AdminKey[]]>([
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
    const { trying, events } = trialIn({ trials: Array(count).fill(failing('unauthorized')) });
    await trying();
    const waits = events.filter((event) => event.startsWith('sleep'));
    expect(waits).toEqual(WAITS.slice(0, count).map((ms) => `sleep ${ms}`));
    expect(told(events).filter((event) => event === TRY)).toHaveLength(count + 1);
    expect(events).toContain(
      'info: The API does not accept the new key yet; the next try is in 2 s.',
    );
    expect(events.join()).not.toContain('delete');
  });
});

describe('a new key is deleted again', () => {
  test('when it is still refused after 60 s, and the sentence says so', async () => {
    const { trying, events } = trialIn({ trials: Array(9).fill(failing('unauthorized')) });
    const error = await failureOf(trying);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toMatch(
      /^The new key \(`key_new`\) was deleted again\. Nothing was written\. The API still refused the new key after 60 s\. Run this again later;/,
    );
    const waited = WAITS.flatMap((ms) => [TRY, `sleep ${ms}`]);
    expect(told(events)).toEqual([...waited, TRY, ...UNDO]);
  });

  test('when it would be too old before it is accepted', async () => {
    const { tools, events } = sceneOf({ trials: Array(9).fill(failing('unauthorized')) });
    const late = { ...made, tryUntil: NOW * 1000 + 8_000 };
    await failureOf(() => tryOut(late, asked, known, tools));
    expect(told(events)).toEqual([TRY, 'sleep 2000', TRY, 'sleep 4000', TRY, ...UNDO]);
  });

  test('no sooner where the clock was corrected meanwhile', async () => {
    const { tools, events } = sceneOf({ trials: Array(9).fill(failing('unauthorized')) });
    const late = { ...made, tryUntil: NOW * 1000 + 8_000 };
    const now = () => tools.monotonic() + 3_600_000;
    await failureOf(() => tryOut(late, asked, known, { ...tools, now }));
    expect(told(events)).toEqual([TRY, 'sleep 2000', TRY, 'sleep 4000', TRY, ...UNDO]);
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
      'The new key (`key_new`) was deleted again. Nothing was written. The new key could not be ' +
        `tried: Failed: ${code}.`,
    );
    expect(events.filter((event) => !event.startsWith('journal'))).toEqual([TRY, UNDO[0]]);
    expect(told(events)).toEqual([TRY, ...UNDO]);
  });

  test('when it fails otherwise after a refusal', async () => {
    const { trying, events } = trialIn({
      trials: [failing('unauthorized'), failing('unavailable')],
    });
    expect((await failureOf(trying)).message).toContain('Failed: unavailable.');
    expect(told(events)).toEqual([TRY, 'sleep 2000', TRY, ...UNDO]);
  });

  test.each<[string, Partial<AdminKey>]>([
    ['that never expires', {}],
    ['that has a second to live', { expiresAt: NOW + 1 }],
    ['that is older than its own', { createdAt: NOW - 50 * 86_400 }],
    ['that is newer than its own', { createdAt: NOW + 5 }],
  ])('when another run made a key of the name meanwhile, %s', async (_, fields) => {
    const theirs = adminKey({ id: 'key_theirs', ...fields });
    const { trying, events } = trialIn({ trials: [[made.key, before, theirs]] });
    const error = await failureOf(trying);
    expect(error.message).toBe(
      'The new key (`key_new`) was deleted again. Nothing was written: another run made key ' +
        '`key_theirs` of the same name meanwhile. Run this again when that one has ended, and keep ' +
        'runs apart with `concurrency:`.',
    );
    expect(told(events)).toEqual([TRY, ...UNDO]);
  });

  test('when the other one is live on the server’s clock, whatever the machine’s says', async () => {
    const theirs = adminKey({ id: 'key_theirs', expiresAt: NOW + 60 });
    for (const [offset, refused] of [
      [-3_600_000, true],
      [120_000, false],
    ] as const) {
      const { tools, events } = sceneOf();
      const page = { keys: [theirs], hasMore: false, serverTime: NOW * 1000 + offset };
      tools.keysBy = () => fakeKeys({ listPage: async () => page });
      const ended = await tryOut(made, asked, new Set(), tools).then(
        () => false,
        () => true,
      );
      expect(ended).toBe(refused);
      expect(told(events)).toEqual(refused ? UNDO : []);
    }
  });

  test.each<[string, Partial<AdminKey>, RegExp]>([
    ['another name', { name: 'nightly-2' }, /keeps another name for it than `nightly`/],
    ['no name', { name: null }, /keeps another name/],
    ['another kind', { redactedValue: 'sk-svcacct-...xyz' }, /another kind than an admin key/],
    ['another lifetime', { expiresAt: NOW + 60 }, /another lifetime .* Set `expires-in`/],
  ])('when the listing shows it with %s', async (_, fields, message) => {
    const { trying, events } = trialIn({
      trials: [[before, { ...adminKey(made.key), ...fields, raw: { expires_at: null } }]],
    });
    expect((await failureOf(trying)).message).toMatch(message);
    expect(told(events)).toEqual([TRY, ...UNDO]);
  });

  test('or is named where even that fails, for the post step to try', async () => {
    const { trying, events } = trialIn({
      trials: [failing('unavailable')],
      deletions: { key_new: failing('unreachable') },
    });
    const error = await failureOf(trying);
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toMatch(
      /\(`key_new`\) could not be delivered and not be deleted either: delete it by its id\. Failed: unreachable\.\nNothing was written\. .* Failed: unavailable\.$/,
    );
    expect(told(events)).toEqual([TRY, UNDO[0]]);
  });
});

test('a bug in the trial comes through as it is, and the post step has the key to delete', async () => {
  const bug = new TypeError('a bug');
  const { trying, events } = trialIn({ trials: [bug as Error] });
  expect(await failureOf(trying)).toBe(bug);
  expect(events).toEqual([TRY]);
});

test('a server that tells no time is judged by the machine’s clock', async () => {
  const { tools } = sceneOf();
  const listing = (expiresAt: number) =>
    fakeKeys({
      listPage: async () => ({
        keys: [adminKey({ id: 'key_x', expiresAt })],
        hasMore: false,
        serverTime: undefined,
      }),
    });
  tools.keysBy = () => listing(NOW);
  await tryOut(made, asked, new Set(), tools);
  tools.keysBy = () => listing(NOW + 1);
  expect((await failureOf(() => tryOut(made, asked, new Set(), tools))).message).toContain('key_x');
});

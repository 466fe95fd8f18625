import { describe, expect, test } from '@jest/globals';
import type { ApiKey } from '../../src/domain/key.ts';
import type { SecretTarget } from '../../src/domain/secret-target.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { create } from '../../src/operations/create.ts';
import { actionError, adminKey, failureOf, fakeStore, NOW } from '../../testing/fakes.ts';
import { delivering, made, refused, sceneOf, told } from '../../testing/scene.ts';

const { targets } = delivering;
const base: RequestFor<'create'> = {
  ...delivering,
  operation: 'create',
  ifExists: 'create',
  revokeAfterJob: false,
};
const looks = ['get a', 'get b'];
const checks = [...looks, 'prepare a', 'prepare b'];

describe('a key for secrets', () => {
  test('is made after every check, and written to all of them', async () => {
    const { context, events } = sceneOf({ written: [null, -60] });
    const result = await create(base, context);
    expect(told(events)).toEqual([
      ...checks,
      'state creating',
      'create',
      'state created',
      'write a',
      'write b',
      'state done',
    ]);
    expect(result).toMatchObject({ outcome: 'created', key: made.key });
    expect(result.written).toEqual([
      { target: targets[0], action: 'created' },
      { target: targets[1], action: 'updated' },
    ]);
  });

  test('is noted with what the post step needs', async () => {
    const { context, events } = sceneOf({ written: [null, -60] });
    await create(base, context);
    const entry = events.find((event) => event.includes('"stage":"created"')) ?? '';
    expect(JSON.parse(entry.slice('state '.length))).toMatchObject({
      keyId: 'key_new',
      purpose: 'delivery',
      targets,
      before: [null, (NOW - 60) * 1000],
      githubApiUrl: 'https://api.github.com/',
    });
    expect(events.join()).not.toMatch(/sk-admin-new|a-token/);
  });

  test('is not made within ten seconds of the last write', async () => {
    const { context, events } = sceneOf({ written: [-4, null] });
    await create(base, context);
    expect(told(events).slice(4, 6)).toEqual(['sleep 6000', 'state creating']);
  });

  test('is not made where a check fails', async () => {
    const { context, events } = sceneOf({ unseen: true });
    const error = await failureOf(() => create(base, context));
    expect(error).toMatchObject(actionError('forbidden'));
    expect(error.message).toBe('- No: a.\n- No: b.');
    expect(told(events)).toEqual(looks);
  });

  test('is not made in a dry run, which checks all the same', async () => {
    const { context, events } = sceneOf({ written: [-1, null] });
    const result = await create({ ...base, dryRun: true }, context);
    expect(result).toMatchObject({ outcome: 'planned', key: null, targets, written: [] });
    expect(told(events)).toEqual(checks);
  });

  test.each([
    'create',
    'reuse',
  ] as const)('that all repositories can read warns on every run, with `if-exists: %s`', async (ifExists) => {
    const open: SecretTarget = {
      place: 'organization',
      app: 'actions',
      name: 'KEY',
      organization: 'octo',
      visibility: 'all',
      repositories: [],
    };
    for (const dryRun of [false, true]) {
      const { context, events } = sceneOf({
        keys: [adminKey({ createdAt: NOW - 3_600 })],
        written: [null, -3_590],
      });
      await create({ ...base, targets: [open], ifExists, dryRun }, context);
      const warnings = events.filter((event) => event.startsWith('warning'));
      expect(warnings).toEqual([expect.stringMatching(/^warning: Every repository/)]);
      expect(events.includes('create')).toBe(ifExists === 'create' && !dryRun);
    }
  });

  test('that reaches some of them lives on, and the step fails', async () => {
    const { context, events } = sceneOf({ outcomes: [{ state: 'written' }, refused('b')] });
    const result = await create({ ...base, outputValue: true }, context);
    expect(result.failure).toMatchObject(actionError('partial'));
    expect(result.failure?.message).toContain('reached 1 of 2 secrets');
    expect(result.written).toEqual([{ target: targets[0], action: 'created' }]);
    expect(told(events).slice(-2)).toEqual(['output sk-admin-new', 'state done']);
  });

  test('that reaches none is deleted, and nobody gets its value', async () => {
    const { context, events } = sceneOf({ outcomes: [refused('a'), refused('b')] });
    const error = await failureOf(() => create({ ...base, outputValue: true }, context));
    expect(error).toMatchObject(actionError('partial'));
    expect(told(events).slice(-2)).toEqual(['delete key_new to clean up', 'state done']);
    expect(events.join()).not.toContain('sk-admin-new');
  });
});

describe('a key that is there is reused', () => {
  const newest = adminKey({ id: 'key_live', createdAt: NOW - 3_600 });

  test.each<[string, ApiKey[], (number | null)[], boolean]>([
    ['where every secret holds it', [newest], [-3_590, -3_000], true],
    ['not where a secret is missing', [newest], [-3_590, null], false],
    ['not where a secret was written since', [newest], [-3_590, -60], false],
    ['not where none is there', [], [-3_590, -3_590], false],
    [
      'not where a newer one of the name has expired',
      [newest, adminKey({ id: 'key_2', createdAt: NOW - 60, expiresAt: NOW - 1 })],
      [-50, -50],
      false,
    ],
    [
      'not where another of the name was made shortly before',
      [adminKey({ id: 'key_2', createdAt: NOW - 4_000 }), newest],
      [-3_590, -3_000],
      false,
    ],
  ])('%s', async (_, keys, written, reused) => {
    const { context, events } = sceneOf({ keys, written });
    const result = await create({ ...base, ifExists: 'reuse' }, context);
    expect(result.outcome).toBe(reused ? 'reused' : 'created');
    expect(told(events).slice(0, 3)).toEqual(['list asc', ...looks]);
    if (reused) expect(told(events)).toEqual(['list asc', ...looks]);
    else expect(events).toContain('create');
  });

  const days = [6, 4, 2].map((day) =>
    adminKey({ id: `key_${day}`, createdAt: NOW - day * 86_400 }),
  );

  test.each<[string, ApiKey[], (number | null)[], 'busy' | 'unsettled']>([
    ['may be on its way', [adminKey({ id: 'key_live', createdAt: NOW - 60 })], [-50, null], 'busy'],
    ['never gets there', days, [-9 * 86_400, null], 'unsettled'],
  ])('never where the newest %s: nothing is made or deleted, and the step fails', async (_, keys, written, code) => {
    for (const dryRun of [false, true]) {
      const { context, events } = sceneOf({ keys, written });
      const error = await failureOf(() => create({ ...base, ifExists: 'reuse', dryRun }, context));
      expect(error).toMatchObject(actionError(code));
      expect(told(events)).toEqual(['list asc', ...looks]);
    }
  });

  test('not where none stays delivered but the newest has expired: one is made', async () => {
    const dead = adminKey({ id: 'key_d', createdAt: NOW - 7_200, expiresAt: NOW - 1 });
    const { context, events } = sceneOf({ keys: [...days, dead], written: [-9, -9] });
    expect((await create({ ...base, ifExists: 'reuse' }, context)).outcome).toBe('created');
    expect(events.join()).not.toContain('delete');
  });

  test('not where others may read it than are to', async () => {
    const { context } = sceneOf({ keys: [newest], written: [-3_590, -3_000] });
    if (context.store !== null) context.store.hasAccess = async () => false;
    expect((await create({ ...base, ifExists: 'reuse' }, context)).outcome).toBe('created');
  });

  test('as seen by the clocks of the two servers', async () => {
    const { context } = sceneOf({ keys: [newest], written: [-3_590, -3_590] });
    const observe = context.store?.get ?? (() => Promise.reject());
    const ahead = 7_200_000;
    context.store = fakeStore({
      get: async (target) => {
        const { current } = await observe(target);
        const updatedAt = (current?.updatedAt ?? 0) + ahead;
        return { current: { updatedAt }, serverTime: NOW * 1000 + ahead };
      },
    });
    expect((await create({ ...base, ifExists: 'reuse' }, context)).outcome).toBe('reused');
  });
});

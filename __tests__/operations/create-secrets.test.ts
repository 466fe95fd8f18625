import { describe, expect, test } from '@jest/globals';
import type { AdminKey } from '../../src/domain/admin-key.ts';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { ReadyTarget, WriteOutcome } from '../../src/github/secret-store.ts';
import { create } from '../../src/operations/create.ts';
import type { CreateRequest } from '../../src/request/request.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeKeys,
  fakeStore,
  fakeTools,
  NOW,
  readyTarget,
  SENTINEL,
  secretOf,
} from '../support/fakes.ts';

const targets = [secretOf('a'), secretOf('b')];
const base: CreateRequest = {
  operation: 'create',
  adminApiKey: new Secret(SENTINEL),
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 0,
  timeoutMs: 30_000,
  summary: true,
  name: 'nightly',
  lifetime: null,
  ifExists: 'create',
  revokeAfterJob: false,
  outputValue: false,
  exportEnv: null,
  targets,
  github: { apiUrl: new URL('https://api.github.com'), token: new Secret('a-token') },
  dryRun: false,
};
const made = { key: adminKey({ id: 'key_new' }), value: new Secret('sk-admin-new'), age: 0 };

interface Scene {
  /** The keys of the organization. */
  keys?: AdminKey[];
  /** When each secret was last written, in seconds from now; null: it is not there. */
  written?: (number | null)[];
  outcomes?: WriteOutcome[];
  access?: ReadyTarget['access'];
  unseen?: boolean;
}

function sceneOf({ keys = [], written = [null, null], outcomes = [], access, unseen }: Scene = {}) {
  const tools = fakeTools();
  const { events } = tools;
  const repoOf = (target: object) => ('repo' in target ? String(target.repo) : '');
  const indexOf = (target: object) => (repoOf(target) === 'a' ? 0 : 1);
  tools.keys = fakeKeys({
    listPage: async () => {
      events.push('list');
      return { keys, hasMore: false, serverTime: NOW * 1000 };
    },
    create: async () => {
      events.push('create');
      return made;
    },
  });
  tools.cleanup = fakeKeys({
    delete: async (id) => {
      events.push(`delete ${id}`);
      return 'deleted';
    },
  });
  tools.store = fakeStore({
    observe: async (target) => {
      events.push(`observe ${repoOf(target)}`);
      if (unseen) throw new ActionError('forbidden', `No: ${repoOf(target)}.`);
      const at = written[indexOf(target)] ?? null;
      const current = at === null ? null : { updatedAt: (NOW + at) * 1000 };
      return { current, serverTime: NOW * 1000 };
    },
    prepare: async (target, before) => {
      events.push(`prepare ${repoOf(target)}`);
      return { ...readyTarget('x'), target, before, ...(access && { access }) };
    },
    write: async ({ target }) => {
      events.push(`write ${repoOf(target)}`);
      return outcomes[indexOf(target)] ?? { state: 'landed' };
    },
  });
  return { tools, events };
}

const told = (events: string[]) =>
  events
    .filter((event) => !/^(info|progress)/.test(event))
    .map((event) => event.replace(/^journal .*"stage":"(\w+)".*$/, 'journal $1'));
const looks = ['observe a', 'observe b'];
const checks = [...looks, 'prepare a', 'prepare b'];

describe('a key for secrets', () => {
  test('is made after every check, and written to all of them', async () => {
    const { tools, events } = sceneOf({ written: [null, -60] });
    const result = await create(base, tools);
    expect(told(events)).toEqual([
      ...checks,
      'journal creating',
      'create',
      'journal made',
      'write a',
      'write b',
      'journal settled',
    ]);
    expect(result).toMatchObject({ outcome: 'created', key: made.key });
    expect(result.written).toEqual([
      { target: targets[0], action: 'created' },
      { target: targets[1], action: 'updated' },
    ]);
  });

  test('is noted with what the post step needs', async () => {
    const { tools, events } = sceneOf({ written: [null, -60] });
    await create(base, tools);
    const entry = events.find((event) => event.includes('"stage":"made"')) ?? '';
    expect(JSON.parse(entry.slice('journal '.length))).toMatchObject({
      keyId: 'key_new',
      purpose: 'delivery',
      targets,
      before: [null, (NOW - 60) * 1000],
      githubApiUrl: 'https://api.github.com/',
    });
    expect(events.join()).not.toMatch(/sk-admin-new|a-token/);
  });

  test('is not made within ten seconds of the last write', async () => {
    const { tools, events } = sceneOf({ written: [-4, null] });
    await create(base, tools);
    expect(told(events).slice(4, 6)).toEqual(['sleep 6000', 'journal creating']);
  });

  test('is not made where a check fails', async () => {
    const { tools, events } = sceneOf({ unseen: true });
    const error = await failureOf(() => create(base, tools));
    expect(error).toMatchObject(actionError('forbidden'));
    expect(error.message).toBe('- No: a.\n- No: b.');
    expect(told(events)).toEqual(looks);
  });

  test('is not made in a dry run, which checks all the same', async () => {
    const { tools, events } = sceneOf({ written: [-1, null] });
    const result = await create({ ...base, dryRun: true }, tools);
    expect(result).toMatchObject({ outcome: 'planned', key: null, targets, written: [] });
    expect(told(events)).toEqual(checks);
  });

  test('that all repositories can read warns on every run', async () => {
    for (const dryRun of [false, true]) {
      const { tools, events } = sceneOf({ access: { visibility: 'all' } });
      await create({ ...base, dryRun }, tools);
      expect(events).toContainEqual(expect.stringMatching(/^warning: Every repository/));
    }
  });

  test('that reaches some of them lives on, and the step fails', async () => {
    const failure = new ActionError('forbidden', 'No: b.');
    const { tools, events } = sceneOf({
      outcomes: [{ state: 'landed' }, { state: 'refused', failure }],
    });
    const result = await create({ ...base, outputValue: true }, tools);
    expect(result.failure).toMatchObject(actionError('partial'));
    expect(result.failure?.message).toContain('reached 1 of 2 secrets');
    expect(result.written).toEqual([{ target: targets[0], action: 'created' }]);
    expect(told(events).slice(-2)).toEqual(['output sk-admin-new', 'journal settled']);
  });

  test('that reaches none is deleted, and nobody gets its value', async () => {
    const refused: WriteOutcome = {
      state: 'refused',
      failure: new ActionError('forbidden', 'No.'),
    };
    const { tools, events } = sceneOf({ outcomes: [refused, refused] });
    const error = await failureOf(() => create({ ...base, outputValue: true }, tools));
    expect(error).toMatchObject(actionError('partial'));
    expect(told(events).slice(-2)).toEqual(['delete key_new', 'journal settled']);
    expect(events.join()).not.toContain('sk-admin-new');
  });
});

describe('a key that is there is reused', () => {
  const newest = adminKey({ id: 'key_live', createdAt: NOW - 3_600 });

  test.each<[string, AdminKey[], (number | null)[], boolean]>([
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
    const { tools, events } = sceneOf({ keys, written });
    const result = await create({ ...base, ifExists: 'reuse' }, tools);
    expect(result.outcome).toBe(reused ? 'reused' : 'created');
    expect(told(events).slice(0, 3)).toEqual(['list', ...looks]);
    if (reused) expect(told(events)).toEqual(['list', ...looks]);
    else expect(events).toContain('create');
  });

  test('not where others may read it than are to', async () => {
    const { tools } = sceneOf({ keys: [newest], written: [-3_590, -3_000] });
    if (tools.store !== null) tools.store.hasAccess = async () => false;
    expect((await create({ ...base, ifExists: 'reuse' }, tools)).outcome).toBe('created');
  });

  test('as seen by the clocks of the two servers', async () => {
    const { tools } = sceneOf({ keys: [newest], written: [-3_590, -3_590] });
    const observe = tools.store?.observe ?? (() => Promise.reject());
    const ahead = 7_200_000;
    tools.store = fakeStore({
      observe: async (target) => {
        const { current } = await observe(target);
        const updatedAt = (current?.updatedAt ?? 0) + ahead;
        return { current: { updatedAt }, serverTime: NOW * 1000 + ahead };
      },
    });
    expect((await create({ ...base, ifExists: 'reuse' }, tools)).outcome).toBe('reused');
  });
});

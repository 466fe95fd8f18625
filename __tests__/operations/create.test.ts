import { describe, expect, test } from '@jest/globals';
import type { AdminKey } from '../../src/domain/admin-key.ts';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import { type AdminKeys, UnknownFate } from '../../src/openai/admin-keys.ts';
import { create } from '../../src/operations/create.ts';
import type { Tools } from '../../src/operations/tools.ts';
import type { CreateRequest } from '../../src/request/request.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeKeys,
  fakeTools,
  NOW,
  SENTINEL,
} from '../support/fakes.ts';

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
  targets: [],
  github: null,
  dryRun: false,
};
const made = { key: adminKey({ id: 'key_new' }), value: new Secret('sk-admin-new'), age: 0 };

/** Tools over an organization with these keys, in which creates succeed and are noted. */
function toolsFor(
  keys: AdminKey[] = [],
  methods: Partial<AdminKeys> = {},
  fields: Partial<Tools> = {},
) {
  const tools = fakeTools(fields);
  const { events } = tools;
  tools.keys = fakeKeys({
    listPage: async ({ order, limit }) => {
      events.push(`list ${order} ${limit}`);
      return { keys, hasMore: false, serverTime: NOW * 1000 };
    },
    create: async () => {
      events.push('create');
      return made;
    },
    ...methods,
  });
  return tools;
}

/** What was done, in short: journal entries by their stage. */
function told(events: string[]): string[] {
  return events.map((event) =>
    event.replace(/^journal .*"stage":"(\w+)".*$/, 'journal $1').replace(/^(\w+: ).*$/, '$1…'),
  );
}

const live = adminKey({ id: 'key_live' });
const expired = adminKey({ id: 'key_expired', expiresAt: NOW });
const other = adminKey({ id: 'key_other', name: 'nightly2' });

describe('a key', () => {
  const journaled = ['journal creating', 'create', 'journal made'];

  test.each<[string, Partial<CreateRequest>, string[], string[]]>([
    [
      'for the output',
      { outputValue: true },
      ['output sk-admin-new', 'journal settled'],
      ['step output `value`'],
    ],
    [
      'for a variable',
      { exportEnv: 'X' },
      ['export X=sk-admin-new', 'notice: …', 'journal settled'],
      ['environment variable `X`'],
    ],
    [
      'for both',
      { outputValue: true, exportEnv: 'X' },
      ['output sk-admin-new', 'export X=sk-admin-new', 'notice: …', 'journal settled'],
      ['step output `value`', 'environment variable `X`'],
    ],
    ['for nobody', {}, ['warning: …', 'journal settled'], []],
    [
      'for the job',
      { outputValue: true, revokeAfterJob: true },
      ['output sk-admin-new'],
      ['step output `value`'],
    ],
  ])('%s is made', async (_, fields, after, handedTo) => {
    const tools = toolsFor();
    const result = await create({ ...base, ...fields }, tools);
    expect(result).toMatchObject({ outcome: 'created', key: made.key, handedTo });
    expect(result.failure).toBeUndefined();
    expect(told(tools.events)).toEqual([...journaled, ...after]);
    expect(JSON.stringify(result)).not.toContain('sk-admin-new');
  });

  test('that nobody holds is kept, and a warning says that its value is gone', async () => {
    const tools = toolsFor();
    await create(base, tools);
    expect(tools.events).toContainEqual(
      expect.stringMatching(
        /^warning: The value of the new key \(`key_new`\) is gone: .*`output-value`.*`key-id: key_new`/,
      ),
    );
  });

  test('for the job is noted as such', async () => {
    const tools = toolsFor();
    await create({ ...base, outputValue: true, revokeAfterJob: true }, tools);
    expect(tools.events[2]).toContain('"purpose":"job"');
  });
});

describe('if-exists', () => {
  test.each<[CreateRequest['ifExists'], AdminKey[], string]>([
    ['create', [live], 'created key_new'],
    ['reuse', [], 'created key_new'],
    ['reuse', [expired, other], 'created key_new'],
    ['reuse', [live], 'reused key_live'],
    ['reuse', [live, other, expired], 'reused key_live'],
    ['reuse', [live, adminKey({ id: 'key_2', createdAt: NOW })], 'reused key_2'],
    ['fail', [], 'created key_new'],
    ['fail', [expired, other], 'created key_new'],
  ])('%s with %j', async (ifExists, keys, outcome) => {
    const tools = toolsFor(keys);
    const result = await create({ ...base, ifExists }, tools);
    expect(`${result.outcome} ${result.key?.id}`).toBe(outcome);
    expect(tools.events.filter((event) => event.startsWith('list'))).toEqual(
      ifExists === 'create' ? [] : ['list asc 100'],
    );
    expect(tools.events.includes('create')).toBe(result.outcome === 'created');
  });

  test('fail names the key that is there, and makes none', async () => {
    const tools = toolsFor([expired, live]);
    const error = await failureOf(() => create({ ...base, ifExists: 'fail' }, tools));
    expect(error).toMatchObject(actionError('exists'));
    expect(error.message).toContain('`nightly` is there already (`key_live`)');
    expect(tools.events).toEqual(['list asc 100']);
  });

  test('goes by the server’s time, and by this machine’s where it does not tell', async () => {
    const listPage = (serverTime: number | undefined) => async () => {
      return { keys: [expired], hasMore: false, serverTime };
    };
    const outcomeAt = async (serverTime: number | undefined, now: number) => {
      const tools = toolsFor([], { listPage: listPage(serverTime) }, { now: () => now });
      return (await create({ ...base, ifExists: 'reuse' }, tools)).outcome;
    };
    expect(await outcomeAt(NOW * 1000 - 1, NOW * 1000 + 60_000)).toBe('reused');
    expect(await outcomeAt(NOW * 1000, NOW * 1000 - 60_000)).toBe('created');
    expect(await outcomeAt(undefined, NOW * 1000 - 1)).toBe('reused');
    expect(await outcomeAt(undefined, NOW * 1000)).toBe('created');
  });
});

describe('a dry run', () => {
  test.each<[CreateRequest['ifExists'], AdminKey[], string[], string]>([
    ['create', [live], [], 'planned'],
    ['reuse', [expired], ['list asc 100'], 'planned'],
    ['reuse', [live], ['list asc 100'], 'reused'],
  ])('with %s looks and makes nothing', async (ifExists, keys, events, outcome) => {
    const tools = toolsFor(keys);
    const result = await create({ ...base, ifExists, dryRun: true, outputValue: true }, tools);
    expect(result.outcome).toBe(outcome);
    expect(result.key).toBe(outcome === 'reused' ? live : null);
    expect(tools.events).toEqual(events);
  });

  test('finds what would fail', async () => {
    const request: CreateRequest = { ...base, ifExists: 'fail', dryRun: true };
    expect(await failureOf(() => create(request, toolsFor([live])))).toMatchObject(
      actionError('exists'),
    );
  });
});

describe('a create that does not end well', () => {
  test('is refused: nothing is left to do', async () => {
    const tools = toolsFor([], {
      create: () => Promise.reject(new ActionError('rejected', 'No.')),
    });
    const error = await failureOf(() => create(base, tools));
    expect(error).toMatchObject(actionError('rejected'));
    expect(told(tools.events)).toEqual(['journal creating', 'journal settled']);
  });

  test('has an unknown fate: the newest keys are looked at', async () => {
    const lost = new UnknownFate(new ActionError('unavailable', 'No answer.'), undefined);
    const tools = toolsFor([], { create: () => Promise.reject(lost) });
    tools.cleanup = fakeKeys({
      listPage: async () => ({ keys: [live], hasMore: false, serverTime: NOW * 1000 }),
    });
    const error = await failureOf(() => create(base, tools));
    expect(error).toMatchObject(actionError('unknown-fate'));
    expect(error.message).toBe(
      "No answer.\nNo key named `nightly` that may be this step's shows up, but a listing can be late. The post step looks once more.",
    );
    expect(told(tools.events)).toEqual(['journal creating', 'sleep 12000']);
  });

  test('is cancelled before it is sent', async () => {
    const tools = toolsFor([], {}, { cancelled: AbortSignal.abort() });
    expect(await failureOf(() => create(base, tools))).toMatchObject(actionError('cancelled'));
    expect(tools.events).toEqual([]);
  });

  test('is cancelled while it is under way: the key is deleted', async () => {
    const cancellation = new AbortController();
    const deleted: string[] = [];
    const tools = toolsFor(
      [],
      {
        create: async () => {
          cancellation.abort();
          return made;
        },
      },
      { cancelled: cancellation.signal },
    );
    tools.cleanup = fakeKeys({
      delete: async (id) => {
        deleted.push(id);
        return 'deleted';
      },
    });
    const error = await failureOf(() => create({ ...base, outputValue: true }, tools));
    expect(error.message).toBe('The new key (`key_new`) was deleted again. The job was cancelled.');
    expect(deleted).toEqual(['key_new']);
    expect(told(tools.events)).toEqual(['journal creating', 'journal made', 'journal settled']);
  });
});

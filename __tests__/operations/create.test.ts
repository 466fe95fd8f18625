import { describe, expect, test } from '@jest/globals';
import type { Context } from '../../src/delivery/context.ts';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import type { KeyClient } from '../../src/openai/client.ts';
import { UnknownOutcomeError } from '../../src/openai/unknown-outcome.ts';
import { create } from '../../src/operations/create.ts';
import { aCreateRequest } from '../../testing/builders.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeContext,
  fakeKeys,
  NOW,
} from '../../testing/fakes.ts';

const base = aCreateRequest();
const made = { key: adminKey({ id: 'key_new' }), value: new Credential('sk-admin-new'), age: 0 };

/** Context over an organization with these keys, in which creates succeed and are noted. */
function toolsFor(
  keys: ApiKey[] = [],
  methods: Partial<KeyClient> = {},
  fields: Partial<Context> = {},
) {
  const context = fakeContext(fields);
  const { events } = context;
  context.client = fakeKeys({
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
  return context;
}

/** What was done, in short: journal entries by their stage. */
function told(events: string[]): string[] {
  return events.map((event) =>
    event.replace(/^state .*"stage":"(\w+)".*$/, 'state $1').replace(/^(\w+: ).*$/, '$1…'),
  );
}

const live = adminKey({ id: 'key_live' });
const expired = adminKey({ id: 'key_expired', expiresAt: NOW });
const other = adminKey({ id: 'key_other', name: 'nightly2' });

describe('a key', () => {
  const journaled = ['state creating', 'create', 'state created'];

  test.each<[string, Partial<RequestFor<'create'>>, string[], string[]]>([
    [
      'for the output',
      { outputValue: true },
      ['output sk-admin-new', 'state done'],
      ['step output `value`'],
    ],
    [
      'for a variable',
      { exportEnv: 'X' },
      ['export X=sk-admin-new', 'notice: …', 'state done'],
      ['environment variable `X`'],
    ],
    [
      'for both',
      { outputValue: true, exportEnv: 'X' },
      ['output sk-admin-new', 'export X=sk-admin-new', 'notice: …', 'state done'],
      ['step output `value`', 'environment variable `X`'],
    ],
    ['for nobody', {}, ['warning: …', 'state done'], []],
    [
      'for the job',
      { outputValue: true, revokeAfterJob: true },
      ['output sk-admin-new'],
      ['step output `value`'],
    ],
  ])('%s is made', async (_, fields, after, exposedTo) => {
    const context = toolsFor();
    const result = await create({ ...base, ...fields }, context);
    expect(result).toMatchObject({ outcome: 'created', key: made.key, exposedTo });
    expect(result.failure).toBeUndefined();
    expect(told(context.events)).toEqual([...journaled, ...after]);
    expect(JSON.stringify(result)).not.toContain('sk-admin-new');
  });

  test('that nobody holds is kept, and a warning says that its value is gone', async () => {
    const context = toolsFor();
    await create(base, context);
    expect(context.events).toContainEqual(
      expect.stringMatching(
        /^warning: The value of the new key \(`key_new`\) is lost: .*`output-value`.*`key-id: key_new`/,
      ),
    );
  });

  test('for the job is noted as such', async () => {
    const context = toolsFor();
    await create({ ...base, outputValue: true, revokeAfterJob: true }, context);
    expect(context.events[2]).toContain('"purpose":"job"');
  });
});

describe('if-exists', () => {
  test.each<[RequestFor<'create'>['ifExists'], ApiKey[], string]>([
    ['create', [live], 'created key_new'],
    ['reuse', [], 'created key_new'],
    ['reuse', [expired, other], 'created key_new'],
    ['reuse', [live], 'reused key_live'],
    ['reuse', [live, other, expired], 'reused key_live'],
    ['reuse', [live, adminKey({ id: 'key_2', createdAt: NOW })], 'reused key_2'],
    ['fail', [], 'created key_new'],
    ['fail', [expired, other], 'created key_new'],
  ])('%s with %j', async (ifExists, keys, outcome) => {
    const context = toolsFor(keys);
    const result = await create({ ...base, ifExists }, context);
    expect(`${result.outcome} ${result.key?.id}`).toBe(outcome);
    expect(context.events.filter((event) => event.startsWith('list'))).toEqual(
      ifExists === 'create' ? [] : ['list asc 100'],
    );
    expect(context.events.includes('create')).toBe(result.outcome === 'created');
  });

  test('fail names the key that is there, and makes none', async () => {
    const context = toolsFor([expired, live]);
    const error = await failureOf(() => create({ ...base, ifExists: 'fail' }, context));
    expect(error).toMatchObject(actionError('exists'));
    expect(error.message).toContain('`nightly` exists already (`key_live`)');
    expect(context.events).toEqual(['list asc 100']);
  });

  test('goes by the server’s time, and by this machine’s where it does not tell', async () => {
    const listPage = (serverTime: number | undefined) => async () => {
      return { keys: [expired], hasMore: false, serverTime };
    };
    const outcomeAt = async (serverTime: number | undefined, now: number) => {
      const context = toolsFor([], { listPage: listPage(serverTime) }, { now: () => now });
      return (await create({ ...base, ifExists: 'reuse' }, context)).outcome;
    };
    expect(await outcomeAt(NOW * 1000 - 1, NOW * 1000 + 60_000)).toBe('reused');
    expect(await outcomeAt(NOW * 1000, NOW * 1000 - 60_000)).toBe('created');
    expect(await outcomeAt(undefined, NOW * 1000 - 1)).toBe('reused');
    expect(await outcomeAt(undefined, NOW * 1000)).toBe('created');
  });
});

describe('a dry run', () => {
  test.each<[RequestFor<'create'>['ifExists'], ApiKey[], string[], string]>([
    ['create', [live], [], 'planned'],
    ['reuse', [expired], ['list asc 100'], 'planned'],
    ['reuse', [live], ['list asc 100'], 'reused'],
  ])('with %s looks and makes nothing', async (ifExists, keys, events, outcome) => {
    const context = toolsFor(keys);
    const result = await create({ ...base, ifExists, dryRun: true, outputValue: true }, context);
    expect(result.outcome).toBe(outcome);
    expect(result.key).toBe(outcome === 'reused' ? live : null);
    expect(context.events).toEqual(events);
  });

  test('finds what would fail', async () => {
    const request: RequestFor<'create'> = { ...base, ifExists: 'fail', dryRun: true };
    expect(await failureOf(() => create(request, toolsFor([live])))).toMatchObject(
      actionError('exists'),
    );
  });
});

describe('a create that does not end well', () => {
  test('is refused: nothing is left to do', async () => {
    const context = toolsFor([], {
      create: () => Promise.reject(new ActionError('rejected', 'No.')),
    });
    const error = await failureOf(() => create(base, context));
    expect(error).toMatchObject(actionError('rejected'));
    expect(told(context.events)).toEqual(['state creating', 'state done']);
  });

  test('has an unknown fate: the newest keys are looked at', async () => {
    const lost = new UnknownOutcomeError(new ActionError('unavailable', 'No answer.'), undefined);
    const context = toolsFor([], { create: () => Promise.reject(lost) });
    context.uncancellable = fakeKeys({
      listPage: async () => ({ keys: [live], hasMore: false, serverTime: NOW * 1000 }),
    });
    const error = await failureOf(() => create(base, context));
    expect(error).toMatchObject(actionError('unknown-outcome'));
    expect(error.message).toBe(
      "No answer.\nNo key named `nightly` that may be this step's is listed, but a listing can be late. This job checks once more.",
    );
    expect(told(context.events)).toEqual(['state creating', 'sleep 12000']);
  });

  test('is cancelled before it is sent', async () => {
    const context = toolsFor([], {}, { cancelled: AbortSignal.abort() });
    expect(await failureOf(() => create(base, context))).toMatchObject(actionError('cancelled'));
    expect(context.events).toEqual([]);
  });

  test('is cancelled while it is under way: the key is deleted', async () => {
    const cancellation = new AbortController();
    const deleted: string[] = [];
    const context = toolsFor(
      [],
      {
        create: async () => {
          cancellation.abort();
          return made;
        },
      },
      { cancelled: cancellation.signal },
    );
    context.uncancellable = fakeKeys({
      delete: async (id) => {
        deleted.push(id);
        return 'deleted';
      },
    });
    const error = await failureOf(() => create({ ...base, outputValue: true }, context));
    expect(error.message).toBe('The new key (`key_new`) was deleted again. The job was cancelled.');
    expect(deleted).toEqual(['key_new']);
    expect(told(context.events)).toEqual(['state creating', 'state created', 'state done']);
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { deleteKeys } from '../../src/operations/delete.ts';
import { actionError, failureOf, fakeContext, fakeKeys, SENTINEL } from '../../testing/fakes.ts';

type Outcome = 'deleted' | 'gone' | ErrorCode;

const base: RequestFor<'delete'> = {
  operation: 'delete',
  adminApiKey: new Credential(SENTINEL),
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 0,
  timeoutMs: 30_000,
  summary: true,
  keyIds: [],
  dryRun: false,
};

/** Deletes one key an outcome; an error says its id. */
async function run(outcomes: Outcome[], { dryRun = false, cancelAt = Infinity } = {}) {
  const asked: string[] = [];
  const cancellation = new AbortController();
  if (cancelAt === 0) cancellation.abort();
  const keys = fakeKeys({
    delete: async (id) => {
      asked.push(id);
      if (asked.length === cancelAt) cancellation.abort();
      const outcome = outcomes[Number(id)] ?? 'deleted';
      if (outcome === 'deleted' || outcome === 'gone') return outcome;
      throw new ActionError(outcome, `Failed: ${id}.`);
    },
  });
  const request = { ...base, dryRun, keyIds: outcomes.map((_, at) => `${at}`) };
  const { events, log, sleep } = fakeContext();
  const context = { client: keys, cancelled: cancellation.signal, log, sleep };
  const result = await deleteKeys(request, context);
  return {
    fates: result.keys.map(({ status }) => status),
    failure: result.failure,
    asked: asked.join(''),
    events,
  };
}

test('keys are deleted in the order given, and gone counts as deleted', async () => {
  expect(await run(['deleted', 'gone', 'deleted'])).toEqual({
    fates: ['deleted', 'gone', 'deleted'],
    failure: undefined,
    // A replica may not have heard of a key yet, so it is asked for once more.
    asked: '0112',
    events: [
      'sleep 2000',
      "warning: Not among the admin keys of this organization (a project's key is `proj_…/key_…`), so counted " +
        'as deleted: `1`. If such a key should exist, check its id, and that `admin-api-key` belongs to its ' +
        'organization.',
    ],
  });
});

test('a dry run deletes nothing', async () => {
  const { fates, asked, failure } = await run(['deleted', 'forbidden'], { dryRun: true });
  expect([fates, asked, failure]).toEqual([['planned', 'planned'], '', undefined]);
});

describe('a key that cannot be deleted', () => {
  test('does not keep the others alive', async () => {
    const { fates, failure, asked } = await run(['forbidden', 'deleted', 'rejected', 'gone']);
    expect(asked).toBe('01233');
    expect(fates).toEqual(['failed', 'deleted', 'failed', 'gone']);
    expect(failure).toMatchObject(actionError('partial'));
    expect(failure?.message).toBe('Failed: 0.\nFailed: 2.\nDeleted: `1`, `3`.');
  });

  test('alone is the failure', async () => {
    const { failure } = await run(['forbidden']);
    expect(failure).toMatchObject(actionError('forbidden'));
    expect(failure?.message).toBe('Failed: 0.');
  });

  test.each<ErrorCode>([
    'unauthorized',
    'account-inactive',
    'address-refused',
    'wrong-host',
    'no-credit',
    'rate-limited',
    'unavailable',
    'unreachable',
    'redirected',
    'cancelled',
  ])('for a reason that holds for all of them (%s) ends it', async (code) => {
    const { fates, failure, asked } = await run(['deleted', code, 'deleted', 'deleted']);
    expect(asked).toBe('01');
    expect(fates).toEqual(['deleted', 'failed', 'not-tried', 'not-tried']);
    expect(failure).toMatchObject(actionError('partial'));
    expect(failure?.message).toContain('Failed: 1.\nNot tried after that: `2`, `3`.\n');
    expect(failure?.message).toMatch(/\nDeleted: `0`\.$/);
  });

  test.each<ErrorCode>([
    'forbidden',
    'not-found',
    'rejected',
    'unreadable',
  ])('for a reason of its own (%s) does not', async (code) => {
    expect((await run([code, 'deleted'])).fates).toEqual(['failed', 'deleted']);
  });

  test('because the step deleted its own key before is told so', async () => {
    const hint = 'It is likely one of those that were deleted: delete the rest with another key';
    expect((await run(['deleted', 'unauthorized'])).failure?.message).toContain(hint);
    expect((await run(['unauthorized'])).failure?.message).not.toContain(hint);
    expect((await run(['deleted', 'unavailable'])).failure?.message).not.toContain(hint);
  });
});

describe('a cancelled job', () => {
  test('sends nothing', async () => {
    const { fates, failure, asked } = await run(['deleted', 'deleted'], { cancelAt: 0 });
    expect([fates, asked]).toEqual([['not-tried', 'not-tried'], '']);
    expect(failure).toMatchObject(actionError('cancelled'));
    expect(failure?.message).toBe('The job was cancelled.\nNot tried after that: `0`, `1`.');
  });

  test('sends nothing more, and tells what was done', async () => {
    const { fates, failure, asked } = await run(['deleted', 'deleted'], { cancelAt: 1 });
    expect([fates, asked]).toEqual([['deleted', 'not-tried'], '0']);
    expect(failure).toMatchObject(actionError('partial'));
    expect(failure?.message).toContain('Deleted: `0`.');
  });

  test('sends nothing more after a failure either', async () => {
    const { fates, failure } = await run(['forbidden', 'deleted'], { cancelAt: 1 });
    expect(fates).toEqual(['failed', 'not-tried']);
    expect(failure?.message).toContain('Failed: 0.');
  });
});

test('a bug comes through as it is', async () => {
  const bug = new TypeError('a bug');
  const client = fakeKeys({ delete: () => Promise.reject(bug) });
  const cancelled = new AbortController().signal;
  const deleting = () =>
    deleteKeys({ ...base, keyIds: ['a'] }, { ...fakeContext(), client, cancelled });
  expect(await failureOf(deleting)).toBe(bug);
});

test('every id has one fate, and every failure is told', async () => {
  const outcome = fc.constantFrom<Outcome>('deleted', 'gone', 'forbidden', 'unavailable');
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { minLength: 1, maxLength: 8 }), async (outcomes) => {
      const { fates, failure, asked } = await run(outcomes);
      expect(fates).toHaveLength(outcomes.length);
      const tried = fates.filter((fate) => fate !== 'not-tried');
      expect(tried).toHaveLength(new Set(asked).size);
      expect(asked).toHaveLength(tried.length + fates.filter((fate) => fate === 'gone').length);
      expect(failure === undefined).toBe(
        outcomes.every((one) => ['deleted', 'gone'].includes(one)),
      );
      for (const [at, fate] of fates.entries()) {
        if (failure === undefined) continue;
        const told = fate === 'failed' ? `Failed: ${at}.` : `\`${at}\``;
        expect(failure.message).toContain(told);
      }
    }),
  );
});

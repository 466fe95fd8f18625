import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { WriteOutcome } from '../../src/github/secret-store.ts';
import { bringHome } from '../../src/operations/hand-over.ts';
import type { NewKeyRequest } from '../../src/request/request.ts';
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

const made = {
  key: adminKey({ id: 'key_new' }),
  value: new Secret('sk-admin-new'),
  tryUntil: Number.POSITIVE_INFINITY,
  writeFrom: 0,
  writeUntil: Number.POSITIVE_INFINITY,
};
const quiet: NewKeyRequest = {
  adminApiKey: new Secret(SENTINEL),
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 0,
  timeoutMs: 30_000,
  summary: true,
  name: 'nightly',
  lifetime: null,
  outputValue: false,
  exportEnv: null,
  targets: [],
  github: null,
  dryRun: false,
};
const both = { ...quiet, outputValue: true, exportEnv: 'X' };
const ready = { ready: [readyTarget('a')], offset: 0 };
const none = { ready: [], offset: undefined };
const full = () => {
  throw new Error('ENOSPC: no space left on device');
};
const storeWith = (outcome: WriteOutcome) => fakeStore({ write: async () => outcome });
const landing = () => storeWith({ state: 'landed' });
const refusing = () =>
  storeWith({ state: 'refused', failure: new ActionError('forbidden', 'No.') });

/** A client for cleaning up, and the ids that it deleted. */
function cleaner() {
  const deleted: string[] = [];
  const cleanup = fakeKeys({
    delete: async (id) => {
      deleted.push(id);
      return 'deleted';
    },
  });
  return { cleanup, deleted };
}

describe('a value', () => {
  test('goes to its secrets first, then to the steps that follow', async () => {
    const tools = fakeTools({ store: landing() });
    expect(await bringHome(both, made, ready, tools)).toEqual({
      written: [{ target: secretOf('a'), action: 'created' }],
      failure: undefined,
      handedTo: ['step output `value`', 'environment variable `X`'],
    });
    const order = tools.events.filter((event) => !event.startsWith('progress'));
    expect(order).toEqual([
      expect.stringMatching(/^info: Wrote /),
      'output sk-admin-new',
      'export X=sk-admin-new',
      expect.stringMatching(/^notice: `X` holds the new admin key: every later step/),
    ]);
  });

  test('in a secret alone is worth no warning', async () => {
    const tools = fakeTools({ store: landing() });
    expect((await bringHome(quiet, made, ready, tools)).handedTo).toEqual([]);
    expect(tools.events.filter((event) => event.startsWith('warning'))).toEqual([]);
  });

  test('for nobody is worth a warning, and its key is kept', async () => {
    const tools = fakeTools();
    expect(await bringHome(quiet, made, none, tools)).toEqual({ written: [], handedTo: [] });
    expect(tools.events).toEqual([
      expect.stringMatching(
        /^warning: The value of the new key \(`key_new`\) is gone: .* Delete it with `operation: delete` and `key-id: key_new`\.$/,
      ),
    ]);
  });

  test('that no secret took reaches no step either', async () => {
    const { cleanup, deleted } = cleaner();
    const tools = fakeTools({ store: refusing(), cleanup });
    const error = await failureOf(() => bringHome(both, made, ready, tools));
    expect(error.message).toContain('It reached no secret');
    expect(deleted).toEqual(['key_new']);
    expect(tools.events.join()).not.toContain('sk-admin-new');
  });

  test.each([
    ['with a secret', landing()],
    ['without one', null],
  ])('of a cancelled job goes nowhere, %s, and its key is deleted', async (_, store) => {
    const { cleanup, deleted } = cleaner();
    const tools = fakeTools({ store, cleanup, cancelled: AbortSignal.abort() });
    const error = await failureOf(() => bringHome(both, made, ready, tools));
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toBe('The new key (`key_new`) was deleted again. The job was cancelled.');
    expect(deleted).toEqual(['key_new']);
    expect(tools.events).toEqual(['journal {"stage":"settled"}']);
  });
});

describe('a key that the server’s clock says is made in a moment', () => {
  const early = { ...made, writeFrom: NOW * 1000 + 5_000 };

  test('is written then', async () => {
    const tools = fakeTools({ store: landing() });
    await bringHome(quiet, early, ready, tools);
    expect(tools.events[0]).toBe('sleep 5000');
  });

  test('is written then also where the clock was corrected meanwhile', async () => {
    const now = () => (NOW + 3_600) * 1000;
    const tools = fakeTools({ store: landing(), now, monotonic: () => NOW * 1000 });
    await bringHome(quiet, early, ready, tools);
    expect(tools.events[0]).toBe('sleep 5000');
  });

  test('is deleted where the job is cancelled meanwhile', async () => {
    const { cleanup, deleted } = cleaner();
    const cancellation = new AbortController();
    const sleep = async () => {
      cancellation.abort();
      throw new ActionError('cancelled', 'Stopped.');
    };
    const fields = { store: landing(), cleanup, sleep, cancelled: cancellation.signal };
    await failureOf(() => bringHome(quiet, early, ready, fakeTools(fields)));
    expect(deleted).toEqual(['key_new']);
  });
});

describe('a runner that takes no value', () => {
  test('is a failure, and a key that nobody holds is deleted', async () => {
    const { cleanup, deleted } = cleaner();
    const tools = fakeTools({ cleanup, setValueOutput: full });
    const error = await failureOf(() => bringHome(both, made, none, tools));
    expect(error).toMatchObject(actionError('partial'));
    expect(error.message).toMatch(
      /`key_new`\) was deleted again\. The runner could not take.*ENOSPC/,
    );
    expect(deleted).toEqual(['key_new']);
    expect(tools.events).toEqual(['journal {"stage":"settled"}']);
  });

  test.each([
    ['the output holds it', { exportValue: full }, none],
    ['a secret holds it', { store: landing(), setValueOutput: full }, ready],
  ])('deletes nothing where %s', async (_, fields, targets) => {
    const tools = fakeTools(fields);
    const error = await failureOf(() => bringHome(both, made, targets, tools));
    expect(error.message).toContain('ENOSPC');
    expect(tools.events.filter((event) => event.startsWith('journal'))).toEqual([]);
  });
});

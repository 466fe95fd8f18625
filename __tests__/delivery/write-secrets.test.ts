import { describe, expect, test } from '@jest/globals';
import type { Context } from '../../src/delivery/context.ts';
import type { Delivery } from '../../src/delivery/new-key.ts';
import { readUnanswered, writeSecrets } from '../../src/delivery/write-secrets.ts';
import type { WriteProgress } from '../../src/delivery/write-state.ts';
import { ActionError } from '../../src/domain/error.ts';
import type { SecretStore, WritableSecret, WriteOutcome } from '../../src/github/secret-store.ts';
import {
  actionError,
  fakeContext,
  fakeStore,
  NOW,
  readyTarget,
  secretOf,
} from '../../testing/fakes.ts';
import { newKeyFor } from '../../testing/scene.ts';

const now = NOW * 1000;
const later = now + 900_000;
const { value } = newKeyFor(0);
/** GitHub's clock is a minute ahead. */
const AHEAD = 60_000;
const how = { retryForMs: 0, offset: AHEAD as number | undefined };
const statesOf = (progress: WriteProgress) => progress.map(({ state }) => state);
const refusal = (state: 'refused' | 'sent', message: string): WriteOutcome => {
  return { state, failure: new ActionError('rejected', message) };
};

function nameOf(repo: string): string {
  return `Actions secret \`KEY\` of octo/${repo}`;
}

/** A store in which each repository's write ends as told, and the most writes at one time. */
function storeOf(outcomes: Record<string, WriteOutcome>) {
  const seen = { at: [] as string[], running: 0, most: 0 };
  const write: SecretStore['write'] = async ({ target }, secret, { notAfter }) => {
    expect([secret, notAfter]).toEqual([value, later]);
    const repo = 'repo' in target ? target.repo : '';
    seen.at.push(repo);
    seen.most = Math.max(seen.most, ++seen.running);
    await new Promise(setImmediate);
    seen.running--;
    return outcomes[repo] ?? { state: 'written' };
  };
  return { store: fakeStore({ write, get: unclear }), seen };
}

/** A read that leaves the writes without an answer as they are: a new secret is as old as can be. */
const unclear: SecretStore['get'] = async () => {
  return { current: { updatedAt: 0 }, serverTime: undefined };
};

/** Writes until 15 minutes from now, and why some or all of it failed. */
async function write(
  ready: WritableSecret[],
  context: Context,
  given = how,
  writeUntil = later,
): Promise<{ progress: WriteProgress; failure: ActionError | undefined; written: unknown[] }> {
  const newKey = newKeyFor(ready.length, { writeUntil });
  const result = await writeSecrets(newKey, ready, given, context).catch((error: unknown) => {
    if (!(error instanceof ActionError)) throw error;
    return { written: [], failure: error };
  });
  const { written, failure }: Delivery = result;
  return { progress: newKey.progress, written, failure };
}

describe('writeSecrets', () => {
  test('notes each step before it is taken', async () => {
    const { store } = storeOf({});
    const context = fakeContext({ store });
    const { progress, failure } = await write([readyTarget('a')], context);
    expect(context.events).toEqual([
      `progress key_new s${now + AHEAD}`,
      'progress key_new w',
      `info: Wrote ${nameOf('a')} (1 of 1).`,
    ]);
    expect(statesOf(progress)).toEqual(['written']);
    expect(failure).toBeUndefined();
  });

  test('goes on where one fails', async () => {
    const { store, seen } = storeOf({
      a: refusal('refused', 'No.'),
      c: refusal('sent', 'No answer.'),
    });
    const ready = [...['a', 'b', 'c'].map((repo) => readyTarget(repo)), readyTarget('d', now)];
    const context = fakeContext({ store });
    const { progress, failure, written } = await write(ready, context);
    expect(statesOf(progress)).toEqual(['refused', 'written', 'sent', 'written']);
    expect(written).toEqual([
      { target: secretOf('b'), action: 'created' },
      { target: secretOf('d'), action: 'updated' },
    ]);
    expect(failure).toMatchObject(actionError('partial'));
    expect(failure?.message).toBe(
      'The new key (`key_new`) reached 2 of 4 secrets and lives on, since those hold it. ' +
        'Run this again to give all of them one new key. Not reached:\n- No.\n- No answer.',
    );
    expect(seen.at).toEqual(['a', 'b', 'c', 'd']);
    const said = context.events.filter((event) => event.startsWith('info'));
    expect(said.at(-1)).toBe(`info: Wrote ${nameOf('d')} (2 of 4).`);
  });

  test('fails where no secret is known to be written, and says why for each', async () => {
    const { store } = storeOf({ a: refusal('refused', 'No.'), b: refusal('sent', 'No answer.') });
    const ready = ['a', 'b'].map((repo) => readyTarget(repo));
    const { failure, progress } = await write(ready, fakeContext({ store }));
    expect(failure).toMatchObject(actionError('partial'));
    expect(failure?.message).toBe('No secret is known to hold it:\n- No.\n- No answer.');
    expect(statesOf(progress)).toEqual(['refused', 'sent']);
  });

  test('notes when an attempt left that GitHub had not refused before', async () => {
    const store = fakeStore({
      get: unclear,
      write: async (_, __, { onAttempt }) => {
        onAttempt(now + 13_000);
        return refusal('sent', 'No answer.');
      },
    });
    const context = fakeContext({ store });
    const { progress } = await write([readyTarget('a')], context);
    expect(progress).toEqual([{ state: 'sent', since: now + 13_000 + AHEAD }]);
    expect(context.events.findLast((event) => event.startsWith('progress'))).toBe(
      `progress key_new s${now + 13_000 + AHEAD}`,
    );
  });

  test('does not know when an attempt left where GitHub does not tell its time', async () => {
    const { store } = storeOf({ a: refusal('sent', 'No answer.') });
    const untimed = { offset: undefined, retryForMs: 60_000 };
    const { progress } = await write([readyTarget('a')], fakeContext({ store }), untimed);
    expect(progress).toEqual([{ state: 'sent', since: null }]);
  });

  test('that the state cannot be told of is not sent', async () => {
    const full = new ActionError('file', 'The disk is full.');
    const sent: string[] = [];
    const honest = fakeStore({
      write: async () => {
        sent.push('a');
        return { state: 'written' };
      },
    });
    const store: SecretStore = {
      ...honest,
      write: async (ready, secret, when) => {
        try {
          return await honest.write(ready, secret, when);
        } catch (error) {
          return { state: 'sent', failure: error as ActionError };
        }
      },
    };
    const saveProgress = () => {
      throw full;
    };
    const context = fakeContext({ store, saveProgress });
    const { progress, failure } = await write([readyTarget('a')], context);
    expect([sent, statesOf(progress)]).toEqual([[], ['refused']]);
    expect(failure?.message).toContain('\n- The disk is full.');
  });

  test('that was refused and is tried again is noted as refused meanwhile', async () => {
    const context = fakeContext();
    context.store = fakeStore({
      write: async (_, __, { onAttempt, onRefused }) => {
        onRefused?.();
        context.events.push('wait');
        onAttempt(now + 1_000);
        return { state: 'written' };
      },
    });
    await write([readyTarget('a')], context);
    expect(context.events.slice(0, -1)).toEqual([
      `progress key_new s${now + AHEAD}`,
      'progress key_new r',
      'wait',
      `progress key_new s${now + 1_000 + AHEAD}`,
      'progress key_new w',
    ]);
  });

  test('that was refused is known to be refused where the wait for the next try is broken off', async () => {
    const store = fakeStore({
      write: async (_, __, { onRefused }) => {
        onRefused?.();
        return refusal('sent', 'The job was cancelled.');
      },
    });
    const { progress } = await write([readyTarget('a')], fakeContext({ store }));
    expect(statesOf(progress)).toEqual(['refused']);
  });

  test('that was written is known to be written where the disk is full by then', async () => {
    const { store } = storeOf({});
    let room = 1;
    const saveProgress = () => {
      if (room-- <= 0) throw new ActionError('file', 'The disk is full.');
    };
    const { progress, failure } = await write(
      [readyTarget('a')],
      fakeContext({ store, saveProgress }),
    );
    expect([statesOf(progress), failure]).toEqual([['written'], undefined]);
  });

  test('starts nothing after its time', async () => {
    const { store, seen } = storeOf({});
    const context = fakeContext({ store, monotonic: () => later + 1 });
    const { progress, failure } = await write([readyTarget('a')], context);
    expect(statesOf(progress)).toEqual(['pending']);
    expect(failure?.message).toContain('was not written: the new key is 15 minutes old');
    expect([seen.at, context.events]).toEqual([[], []]);
  });

  test.each([
    -3_600_000, 3_600_000,
  ])('starts all in their time where the clock was corrected by %d ms meanwhile', async (by) => {
    let clock = now;
    const waits: number[] = [];
    const { store } = storeOf({});
    const context = fakeContext({
      store,
      now: () => clock + (waits.length > 30 ? by : 0),
      monotonic: () => clock,
      sleep: async (ms) => {
        waits.push(ms);
        clock += ms;
      },
    });
    const ready = Array.from({ length: 61 }, (_, at) => readyTarget(`r${at}`));
    const { progress } = await write(ready, context);
    expect(new Set(statesOf(progress))).toEqual(new Set(['written']));
    expect(Math.max(...waits)).toBeLessThanOrEqual(4 * 800);
    expect(waits.slice(1).every((ms) => ms > 0)).toBe(true);
  });

  test('starts nothing more when the job is cancelled', async () => {
    const cancellation = new AbortController();
    const { store, seen } = storeOf({});
    const ready = ['a', 'b', 'c', 'd', 'e', 'f'].map((repo) => readyTarget(repo));
    const context = fakeContext({ store, cancelled: cancellation.signal });
    setImmediate(() => cancellation.abort());
    const { progress, failure } = await write(ready, context);
    expect(seen.at).toEqual(['a', 'b', 'c', 'd']);
    expect(statesOf(progress).slice(4)).toEqual(['pending', 'pending']);
    const left = ['e', 'f'].map(
      (repo) => `- ${nameOf(repo)} was not written: the job was cancelled.`,
    );
    expect(failure?.message.split('\n').slice(1)).toEqual(left);
  });

  test.each([
    [60, 0],
    [61, 60],
  ])('%d targets, four at a time, are spaced out %d times', async (count, times) => {
    let clock = now;
    const waits: number[] = [];
    const { store, seen } = storeOf({});
    const context = fakeContext({
      store,
      now: () => clock,
      sleep: async (ms) => {
        if (ms > 0) waits.push(ms);
        clock += ms;
      },
    });
    const ready = Array.from({ length: count }, (_, at) => readyTarget(`r${at}`));
    const { progress } = await write(ready, context);
    expect(statesOf(progress)).toEqual(Array(count).fill('written'));
    expect(seen.most).toBe(4);
    expect(waits).toHaveLength(times);
    expect(clock - now).toBeGreaterThanOrEqual(times * 800);
  });
});

describe('a write whose answer was lost', () => {
  const lost: WriteOutcome = {
    state: 'sent',
    failure: new ActionError('unavailable', 'No answer.'),
  };
  const landed: WriteOutcome = { state: 'written' };
  const refused = refusal('refused', 'No.');
  const old = now - 60_000;

  /**
   * One target; outcomes of its attempts, and what the looks between them show. What is told ends with
   * the wait for the last two looks, which show nothing.
   */
  async function send(
    outcomes: WriteOutcome[],
    looks: (number | null | Error)[],
    fields: Partial<typeof how> & { notAfter?: number } = {},
    { isRefusedFirst = false, isCancelled = false, corrected = 0 } = {},
  ) {
    let clock = now;
    const cancellation = new AbortController();
    const context = fakeContext({
      cancelled: cancellation.signal,
      now: () => clock + (clock > now ? corrected : 0),
      monotonic: () => clock,
      sleep: async (ms) => {
        events.push(`sleep ${ms}`);
        clock += ms;
      },
    });
    const { events } = context;
    const store: SecretStore = {
      ...fakeStore(),
      write: async (_, __, when) => {
        events.push('write');
        when.onAttempt(clock);
        if (isRefusedFirst) {
          when.onRefused?.();
          when.onAttempt(clock);
        }
        return outcomes.shift() ?? lost;
      },
      get: async () => {
        events.push('look');
        if (isCancelled) cancellation.abort();
        const seen = looks.shift() ?? null;
        if (seen instanceof Error) throw seen;
        return { current: seen === null ? null : { updatedAt: seen }, serverTime: undefined };
      },
    };
    const { notAfter = later, ...rest } = fields;
    const given = { offset: 0, retryForMs: 10_000, ...rest };
    const { progress } = await write(
      [readyTarget('a', old)],
      { ...context, store },
      given,
      notAfter,
    );
    const [told] = events
      .filter((event) => !/^(progress|info)/.test(event))
      .join(', ')
      .split(', sleep 12000');
    return { told, write: progress[0], events };
  }

  const once = 'write, sleep 1000, look';

  test.each<[string, WriteOutcome[], (number | null)[], string, WriteProgress[number]]>([
    ['is looked at, and was written', [lost], [now], once, { state: 'written' }],
    [
      'is sent again where it was not',
      [lost, landed],
      [old],
      `${once}, write`,
      { state: 'written' },
    ],
    [
      'and then refused is not known to be refused',
      [lost, refused],
      [old],
      `${once}, write`,
      { state: 'sent', since: now },
    ],
    [
      'again and again ends with `retry-for`',
      [lost, lost, lost, lost, lost],
      [old, old, old, old],
      `${once}, write, sleep 2000, look, write, sleep 4000, look, write`,
      { state: 'sent', since: now },
    ],
    [
      'and shows at a later look',
      [lost, lost],
      [old, now + 2_000],
      `${once}, write, sleep 2000, look`,
      { state: 'written' },
    ],
    ['is sent again where a look shows nothing', [lost, landed], [null], `${once}, write`, landed],
  ])('%s', async (_, outcomes, looks, told, expected) => {
    expect(await send(outcomes, looks)).toMatchObject({ told, write: expected });
  });

  test('is not sent again after a look that failed', async () => {
    const failed = new ActionError('unavailable', 'Out of order.');
    const { told, write: known } = await send([lost], [failed]);
    expect([told, known]).toEqual([once, { state: 'sent', since: now }]);
  });

  test.each<[string, Parameters<typeof send>[2], WriteOutcome]>([
    ['where nothing is to be tried again', { retryForMs: 0 }, lost],
    ['where the key is too old by then', { notAfter: now + 500 }, lost],
    ['where no look can tell', { offset: undefined }, lost],
    ['where another try would end the same', {}, refusal('sent', 'Talks like no GitHub.')],
  ])('is not sent again %s', async (_, fields, outcome) => {
    const { told } = await send([outcome], [], fields);
    expect(told).toBe('write');
  });

  test.each([
    -3_600_000, 3_600_000,
  ])('is tried as often where the clock is corrected by %d ms', async (corrected) => {
    const { told } = await send([lost, lost], [old, old], { retryForMs: 2_000 }, { corrected });
    expect(told).toBe(`${once}, write`);
  });

  test('is not sent again where the job is cancelled meanwhile', async () => {
    const { told, write: known } = await send([lost], [old], {}, { isCancelled: true });
    expect([told, known]).toEqual([once, { state: 'sent', since: now }]);
  });

  test('and that is refused after that is not noted as refused meanwhile', async () => {
    const refusedFirst = { isRefusedFirst: true };
    const { events } = await send([lost, lost], [old, old], { retryForMs: 2_000 }, refusedFirst);
    const noted = events.filter((event) => event.startsWith('progress'));
    const sent = `progress key_new s${now}`;
    expect(noted).toEqual([sent, 'progress key_new r', sent, sent, sent]);
  });

  test('keeps the moment of its first attempt in the state', async () => {
    const { events } = await send([lost, lost], [old, old], { retryForMs: 2_000 });
    const noted = events.filter((event) => event.startsWith('progress'));
    expect(new Set(noted)).toEqual(new Set([`progress key_new s${now}`]));
  });
});

describe('readUnanswered', () => {
  const targets = ['a', 'b', 'c'].map(secretOf);
  const STATES: Record<string, WriteProgress[number]> = {
    w: { state: 'written' },
    r: { state: 'refused' },
    p: { state: 'pending' },
    s: { state: 'sent', since: now },
    u: { state: 'sent', since: null },
  };
  const progressOf = (letters: string) =>
    [...letters].map((letter) => STATES[letter] ?? ({ state: 'pending' } as const));
  const old = now - 60_000;

  /** @param seen - what each look brings, a list of looks for each target */
  async function look(letters: string, before: (number | null)[], seen: (number | null)[][]) {
    const observed: string[] = [];
    const store = fakeStore({
      get: async (target) => {
        const at = targets.indexOf(target);
        observed.push(`${at}`);
        const updatedAt = seen[at]?.shift();
        if (updatedAt === undefined) throw new ActionError('unavailable', 'Out of order.');
        return { current: updatedAt === null ? null : { updatedAt }, serverTime: undefined };
      },
    });
    const context = fakeContext({ store });
    const known = await readUnanswered(progressOf(letters), targets, before, context);
    return { states: statesOf(known), observed: observed.join(''), events: context.events };
  }

  test.each(['wrp', 'wru'])('looks at nothing that it could not judge: %s', async (letters) => {
    const { states, observed, events } = await look(letters, [null, null, null], []);
    expect(states).toEqual(statesOf(progressOf(letters)));
    expect([observed, events]).toEqual(['', []]);
  });

  test('looks twice, 12 and 14 s after it was called, at those without an answer', async () => {
    const before = [old, old, old];
    const { states, observed, events } = await look('sws', before, [[old, old], [], [old, old]]);
    expect(events).toEqual(['sleep 12000', 'sleep 2000']);
    expect(observed).toBe('0202');
    expect(states).toEqual(['refused', 'written', 'refused']);
  });

  test('looks once at what the first look shows written', async () => {
    const { states, observed, events } = await look('sps', [old, null, null], [[now], [], [now]]);
    expect([observed, events]).toEqual(['02', ['sleep 12000']]);
    expect(states).toEqual(['written', 'pending', 'written']);
  });

  test('what cannot be looked at stays unanswered', async () => {
    const { states, events } = await look('sss', [old, old, old], [[now], []]);
    expect(states).toEqual(['written', 'sent', 'sent']);
    expect(events.at(-1)).toBe(
      'warning: What happened to a write could not be found out. Out of order.',
    );
  });

  test('what is cut short by a cancelled job stays unanswered', async () => {
    const sleep = () => Promise.reject(new ActionError('cancelled', 'Stopped.'));
    const context = fakeContext({ sleep });
    const known = await readUnanswered(progressOf('spp'), targets, [old], context);
    expect(known[0]).toEqual({ state: 'sent', since: now });
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Progress, Write } from '../../src/delivery/transaction.ts';
import { lookAtUnanswered, type Writing, writeAll } from '../../src/delivery/writes.ts';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { SecretStore, WriteOutcome } from '../../src/github/secret-store.ts';
import { fakeStore, fakeTools, NOW, readyTarget, secretOf } from '../support/fakes.ts';

const now = NOW * 1000;
const later = now + 900_000;
const value = new Secret('sk-admin-new');
/** GitHub's clock is a minute ahead. */
const AHEAD = 60_000;
const writing: Writing = {
  keyId: 'key_new',
  value,
  notAfter: later,
  retryForMs: 0,
  offset: AHEAD,
};
const statesOf = (progress: Progress) => progress.map(({ state }) => state);
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
    return outcomes[repo] ?? { state: 'landed' };
  };
  return { store: fakeStore({ write }), seen };
}

describe('writeAll', () => {
  test('notes each step before it is taken', async () => {
    const tools = fakeTools();
    const { store } = storeOf({});
    const { progress, reasons } = await writeAll([readyTarget('a')], writing, store, tools);
    expect(tools.events).toEqual([
      `progress key_new s${now + AHEAD}`,
      'progress key_new l',
      `info: Wrote ${nameOf('a')} (1 of 1).`,
    ]);
    expect(statesOf(progress)).toEqual(['landed']);
    expect(reasons.size).toBe(0);
  });

  test('goes on where one fails', async () => {
    const { store, seen } = storeOf({
      a: refusal('refused', 'No.'),
      c: refusal('sent', 'No answer.'),
    });
    const ready = ['a', 'b', 'c', 'd'].map((repo) => readyTarget(repo));
    const tools = fakeTools();
    const { progress, reasons } = await writeAll(ready, writing, store, tools);
    expect(statesOf(progress)).toEqual(['refused', 'landed', 'sent', 'landed']);
    expect([...reasons]).toEqual([
      [0, 'No.'],
      [2, 'No answer.'],
    ]);
    expect(seen.at).toEqual(['a', 'b', 'c', 'd']);
    expect(tools.events.at(-1)).toBe(`info: Wrote ${nameOf('d')} (2 of 4).`);
  });

  test('notes when an attempt left that GitHub had not refused before', async () => {
    const write: SecretStore['write'] = async (_, __, { onAttempt }) => {
      onAttempt(now + 13_000);
      return refusal('sent', 'No answer.');
    };
    const tools = fakeTools();
    const ready = [readyTarget('a')];
    const { progress } = await writeAll(ready, writing, fakeStore({ write }), tools);
    expect(progress).toEqual([{ state: 'sent', since: now + 13_000 + AHEAD }]);
    expect(tools.events.at(-1)).toBe(`progress key_new s${now + 13_000 + AHEAD}`);
  });

  test('does not know when an attempt left where GitHub does not tell its time', async () => {
    const { store } = storeOf({ a: refusal('sent', 'No answer.') });
    const untimed = { ...writing, offset: undefined, retryForMs: 60_000 };
    const { progress } = await writeAll([readyTarget('a')], untimed, store, fakeTools());
    expect(progress).toEqual([{ state: 'sent', since: null }]);
  });

  test('that the state cannot be told of is not sent', async () => {
    const full = new ActionError('file', 'The disk is full.');
    const tools = fakeTools({
      writeProgress: () => {
        throw full;
      },
    });
    const write: SecretStore['write'] = async () => ({ state: 'landed' });
    const guarded: SecretStore = {
      ...fakeStore({ write }),
      write: async (ready, secret, when) => {
        try {
          return await fakeStore({ write }).write(ready, secret, when);
        } catch (error) {
          return { state: 'sent', failure: error as ActionError };
        }
      },
    };
    const { progress, reasons } = await writeAll([readyTarget('a')], writing, guarded, tools);
    expect([statesOf(progress), reasons.get(0)]).toEqual([['refused'], 'The disk is full.']);
  });

  test('that was refused and is tried again is noted as refused meanwhile', async () => {
    const tools = fakeTools();
    const write: SecretStore['write'] = async (_, __, { onAttempt, onRefused }) => {
      onRefused?.();
      tools.events.push('wait');
      onAttempt(now + 1_000);
      return { state: 'landed' };
    };
    await writeAll([readyTarget('a')], writing, fakeStore({ write }), tools);
    expect(tools.events.slice(0, -1)).toEqual([
      `progress key_new s${now + AHEAD}`,
      'progress key_new r',
      'wait',
      `progress key_new s${now + 1_000 + AHEAD}`,
      'progress key_new l',
    ]);
  });

  test('that was refused is known to be refused where the wait for the next try is broken off', async () => {
    const write: SecretStore['write'] = async (_, __, { onRefused }) => {
      onRefused?.();
      return refusal('sent', 'The job was cancelled.');
    };
    const { progress } = await writeAll(
      [readyTarget('a')],
      writing,
      fakeStore({ write }),
      fakeTools(),
    );
    expect(statesOf(progress)).toEqual(['refused']);
  });

  test('starts nothing after its time', async () => {
    const { store, seen } = storeOf({});
    const tools = fakeTools({ monotonic: () => later + 1 });
    const { progress, reasons } = await writeAll([readyTarget('a')], writing, store, tools);
    expect(statesOf(progress)).toEqual(['pending']);
    expect(reasons.get(0)).toContain('was not written: the new key is 15 minutes old');
    expect([seen.at, tools.events]).toEqual([[], []]);
  });

  test.each([
    -3_600_000, 3_600_000,
  ])('starts all in their time where the clock was corrected by %d ms meanwhile', async (by) => {
    let clock = now;
    const waits: number[] = [];
    const { store } = storeOf({});
    const tools = fakeTools({
      now: () => clock + (waits.length > 30 ? by : 0),
      monotonic: () => clock,
      sleep: async (ms) => {
        waits.push(ms);
        clock += ms;
      },
    });
    const ready = Array.from({ length: 61 }, (_, at) => readyTarget(`r${at}`));
    const { progress } = await writeAll(ready, writing, store, tools);
    expect(new Set(statesOf(progress))).toEqual(new Set(['landed']));
    expect(Math.max(...waits)).toBeLessThanOrEqual(4 * 800);
    expect(waits.slice(1).every((ms) => ms > 0)).toBe(true);
  });

  test('starts nothing more when the job is cancelled', async () => {
    const cancellation = new AbortController();
    const { store, seen } = storeOf({});
    const ready = ['a', 'b', 'c', 'd', 'e', 'f'].map((repo) => readyTarget(repo));
    const tools = fakeTools({ cancelled: cancellation.signal });
    setImmediate(() => cancellation.abort());
    const { progress, reasons } = await writeAll(ready, writing, store, tools);
    expect(seen.at).toEqual(['a', 'b', 'c', 'd']);
    expect(statesOf(progress).slice(4)).toEqual(['pending', 'pending']);
    expect([...reasons.values()]).toEqual(
      ['e', 'f'].map((repo) => `${nameOf(repo)} was not written: the job was cancelled.`),
    );
  });

  test.each([
    [60, 0],
    [61, 60],
  ])('%d targets, four at a time, are spaced out %d times', async (count, times) => {
    let clock = now;
    const waits: number[] = [];
    const { store, seen } = storeOf({});
    const tools = fakeTools({
      now: () => clock,
      sleep: async (ms) => {
        if (ms > 0) waits.push(ms);
        clock += ms;
      },
    });
    const ready = Array.from({ length: count }, (_, at) => readyTarget(`r${at}`));
    const { progress } = await writeAll(ready, writing, store, tools);
    expect(statesOf(progress)).toEqual(Array(count).fill('landed'));
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
  const landed: WriteOutcome = { state: 'landed' };
  const refused = refusal('refused', 'No.');
  const old = now - 60_000;

  /** One target; outcomes of its attempts, and what the looks between them show. */
  async function write(
    outcomes: WriteOutcome[],
    looks: (number | null | Error)[],
    fields: Partial<Writing> = {},
    { isRefusedFirst = false, corrected = 0 } = {},
  ) {
    let clock = now;
    const tools = fakeTools({
      now: () => clock + (clock > now ? corrected : 0),
      monotonic: () => clock,
      sleep: async (ms) => {
        events.push(`sleep ${ms}`);
        clock += ms;
      },
    });
    const { events } = tools;
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
      observe: async () => {
        events.push('look');
        const seen = looks.shift() ?? null;
        if (seen instanceof Error) throw seen;
        return { current: seen === null ? null : { updatedAt: seen }, serverTime: undefined };
      },
    };
    const given = { ...writing, offset: 0, retryForMs: 10_000, ...fields };
    const { progress } = await writeAll([readyTarget('a', old)], given, store, tools);
    const told = events.filter((event) => !/^(progress|info)/.test(event)).join(', ');
    return { told, write: progress[0], events };
  }

  const once = 'write, sleep 1000, look';

  test.each<[string, WriteOutcome[], (number | null)[], string, Write]>([
    ['is looked at, and was written', [lost], [now], once, { state: 'landed' }],
    [
      'is sent again where it was not',
      [lost, landed],
      [old],
      `${once}, write`,
      { state: 'landed' },
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
      { state: 'landed' },
    ],
    ['is sent again where a look shows nothing', [lost, landed], [null], `${once}, write`, landed],
  ])('%s', async (_, outcomes, looks, told, expected) => {
    expect(await write(outcomes, looks)).toMatchObject({ told, write: expected });
  });

  test('is not sent again after a look that failed', async () => {
    const failed = new ActionError('unavailable', 'Out of order.');
    const { told, write: known } = await write([lost], [failed]);
    expect([told, known]).toEqual([once, { state: 'sent', since: now }]);
  });

  test.each<[string, Partial<Writing>, WriteOutcome]>([
    ['where nothing is to be tried again', { retryForMs: 0 }, lost],
    ['where the key is too old by then', { notAfter: now + 500 }, lost],
    ['where no look can tell', { offset: undefined }, lost],
    ['where another try would end the same', {}, refusal('sent', 'Talks like no GitHub.')],
  ])('is not sent again %s', async (_, fields, outcome) => {
    const { told } = await write([outcome], [], fields);
    expect(told).toBe('write');
  });

  test.each([
    -3_600_000, 3_600_000,
  ])('is tried as often where the clock is corrected by %d ms', async (corrected) => {
    const { told } = await write([lost, lost], [old, old], { retryForMs: 2_000 }, { corrected });
    expect(told).toBe(`${once}, write`);
  });

  test('and that is refused after that is not noted as refused meanwhile', async () => {
    const how = { isRefusedFirst: true };
    const { events } = await write([lost, lost], [old, old], { retryForMs: 2_000 }, how);
    const noted = events.filter((event) => event.startsWith('progress'));
    const sent = `progress key_new s${now}`;
    expect(noted).toEqual([sent, 'progress key_new r', sent, sent, sent]);
  });

  test('keeps the moment of its first attempt in the state', async () => {
    const { events } = await write([lost, lost], [old, old], { retryForMs: 2_000 });
    const noted = events.filter((event) => event.startsWith('progress'));
    expect(new Set(noted)).toEqual(new Set([`progress key_new s${now}`]));
  });
});

describe('lookAtUnanswered', () => {
  const targets = ['a', 'b', 'c'].map(secretOf);
  const STATES: Record<string, Write> = {
    l: { state: 'landed' },
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
    const tools = fakeTools();
    const store = fakeStore({
      observe: async (target) => {
        const at = targets.indexOf(target);
        observed.push(`${at}`);
        const updatedAt = seen[at]?.shift();
        if (updatedAt === undefined) throw new ActionError('unavailable', 'Out of order.');
        return { current: updatedAt === null ? null : { updatedAt }, serverTime: undefined };
      },
    });
    const known = await lookAtUnanswered(progressOf(letters), targets, before, store, tools);
    return { states: statesOf(known), observed: observed.join(''), events: tools.events };
  }

  test.each(['lrp', 'lru'])('looks at nothing that it could not judge: %s', async (letters) => {
    const { states, observed, events } = await look(letters, [null, null, null], []);
    expect(states).toEqual(statesOf(progressOf(letters)));
    expect([observed, events]).toEqual(['', []]);
  });

  test('looks twice, 12 and 14 s after it was called, at those without an answer', async () => {
    const before = [old, old, old];
    const { states, observed, events } = await look('sls', before, [[old, old], [], [old, old]]);
    expect(events).toEqual(['sleep 12000', 'sleep 2000']);
    expect(observed).toBe('0202');
    expect(states).toEqual(['refused', 'landed', 'refused']);
  });

  test('looks once at what the first look shows written', async () => {
    const { states, observed, events } = await look('sps', [old, null, null], [[now], [], [now]]);
    expect([observed, events]).toEqual(['02', ['sleep 12000']]);
    expect(states).toEqual(['landed', 'pending', 'landed']);
  });

  test('what cannot be looked at stays unanswered', async () => {
    const { states, events } = await look('sss', [old, old, old], [[now], []]);
    expect(states).toEqual(['landed', 'sent', 'sent']);
    expect(events.at(-1)).toBe(
      'warning: What became of a write could not be found out. Out of order.',
    );
  });

  test('what is cut short by a cancelled job stays unanswered', async () => {
    const sleep = () => Promise.reject(new ActionError('cancelled', 'Stopped.'));
    const tools = fakeTools({ sleep });
    const known = await lookAtUnanswered(progressOf('spp'), targets, [old], fakeStore(), tools);
    expect(known[0]).toEqual({ state: 'sent', since: now });
  });
});

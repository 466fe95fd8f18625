import { describe, expect, test } from '@jest/globals';
import { type Progress, parseProgress } from '../../src/delivery/transaction.ts';
import { lookAtUnanswered, writeAll } from '../../src/delivery/writes.ts';
import { ActionError } from '../../src/domain/error.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { SecretStore, WriteOutcome } from '../../src/github/secret-store.ts';
import { fakeStore, fakeTools, NOW, readyTarget, secretOf } from '../support/fakes.ts';

const now = NOW * 1000;
const later = now + 900_000;
const value = new Secret('sk-admin-new');
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
    const { progress, reasons } = await writeAll([readyTarget('a')], value, later, store, tools);
    expect(tools.events).toEqual([
      `progress ${now}:s`,
      `progress ${now}:l`,
      `info: Wrote ${nameOf('a')} (1 of 1).`,
    ]);
    expect(progress.writes).toEqual(['landed']);
    expect(reasons.size).toBe(0);
  });

  test('goes on where one fails', async () => {
    const { store, seen } = storeOf({
      a: refusal('refused', 'No.'),
      c: refusal('sent', 'No answer.'),
    });
    const ready = ['a', 'b', 'c', 'd'].map((repo) => readyTarget(repo));
    const tools = fakeTools();
    const { progress, reasons } = await writeAll(ready, value, later, store, tools);
    expect(progress.writes).toEqual(['refused', 'landed', 'sent', 'landed']);
    expect([...reasons]).toEqual([
      [0, 'No.'],
      [2, 'No answer.'],
    ]);
    expect(seen.at).toEqual(['a', 'b', 'c', 'd']);
    expect(tools.events.at(-1)).toBe(`info: Wrote ${nameOf('d')} (2 of 4).`);
  });

  test('notes each attempt of a write, so that a look comes later than the last', async () => {
    const write: SecretStore['write'] = async (_, __, { onAttempt }) => {
      onAttempt(now + 13_000);
      return refusal('sent', 'No answer.');
    };
    const tools = fakeTools();
    const ready = [readyTarget('a')];
    const { progress } = await writeAll(ready, value, later, fakeStore({ write }), tools);
    expect(progress).toEqual({ lastSentAt: now + 13_000, writes: ['sent'] });
    expect(tools.events).toContain(`progress ${now + 13_000}:s`);
  });

  test('starts nothing after its time', async () => {
    const { store, seen } = storeOf({});
    const tools = fakeTools({ now: () => later + 1 });
    const { progress, reasons } = await writeAll([readyTarget('a')], value, later, store, tools);
    expect(progress.writes).toEqual(['pending']);
    expect(reasons.get(0)).toContain('was not written: the new key is 15 minutes old');
    expect([seen.at, tools.events]).toEqual([[], []]);
  });

  test('starts nothing more when the job is cancelled', async () => {
    const cancellation = new AbortController();
    const { store, seen } = storeOf({});
    const ready = ['a', 'b', 'c', 'd', 'e', 'f'].map((repo) => readyTarget(repo));
    const tools = fakeTools({ cancelled: cancellation.signal });
    setImmediate(() => cancellation.abort());
    const { progress, reasons } = await writeAll(ready, value, later, store, tools);
    expect(seen.at).toEqual(['a', 'b', 'c', 'd']);
    expect(progress.writes.slice(4)).toEqual(['pending', 'pending']);
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
    const { progress } = await writeAll(ready, value, later, store, tools);
    expect(progress.writes).toEqual(Array(count).fill('landed'));
    expect(seen.most).toBe(4);
    expect(waits).toHaveLength(times);
    expect(clock - now).toBeGreaterThanOrEqual(times * 800);
  });
});

describe('lookAtUnanswered', () => {
  const targets = ['a', 'b', 'c'].map(secretOf);
  const progressOf = (letters: string) => parseProgress(`${now - 5_000}:${letters}`, 3) as Progress;

  async function look(letters: string, before: (number | null)[], current: (number | null)[]) {
    const observed: string[] = [];
    const tools = fakeTools();
    const store = fakeStore({
      observe: async (target) => {
        const at = targets.indexOf(target);
        observed.push(`${at}`);
        const updatedAt = current[at];
        if (updatedAt === undefined) throw new ActionError('unavailable', 'Out of order.');
        return { current: updatedAt === null ? null : { updatedAt }, serverTime: undefined };
      },
    });
    const known = await lookAtUnanswered(progressOf(letters), targets, before, store, tools);
    return { writes: known.writes, observed: observed.join(''), events: tools.events };
  }

  test('looks at nothing where every answer came', async () => {
    const { writes, observed, events } = await look('lrp', [null, null, null], []);
    expect([writes, observed, events]).toEqual([['landed', 'refused', 'pending'], '', []]);
  });

  test('looks no sooner than 12 s after the last was sent, at those without an answer', async () => {
    const { observed, events } = await look('sls', [1, 2, 3], [1, 2, 3]);
    expect(events).toEqual(['sleep 7000']);
    expect(observed).toBe('02');
  });

  test.each([
    ['was written since', 1, 2, 'landed'],
    ['was made since', null, 2, 'landed'],
    ['is as it was', 1, 1, 'refused'],
    ['is still not there', null, null, 'refused'],
    ['was deleted since', 1, null, 'refused'],
  ])('a secret that %s', async (_, before, current, state) => {
    expect((await look('spp', [before, null, null], [current])).writes[0]).toBe(state);
  });

  test('what cannot be looked at stays unanswered', async () => {
    const { writes, events } = await look('sss', [1, 1, 1], [2]);
    expect(writes).toEqual(['landed', 'sent', 'sent']);
    expect(events.at(-1)).toBe(
      'warning: What became of a write could not be found out. Out of order.',
    );
  });

  test('what is cut short by a cancelled job stays unanswered', async () => {
    const sleep = () => Promise.reject(new ActionError('cancelled', 'Stopped.'));
    const tools = fakeTools({ sleep });
    const known = await lookAtUnanswered(progressOf('spp'), targets, [1], fakeStore(), tools);
    expect(known.writes[0]).toBe('sent');
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterLooks,
  type Decision,
  decide,
  formatProgress,
  isWritten,
  type Look,
  type Progress,
  parseProgress,
  startProgress,
  unansweredOf,
  unknownProgress,
  visibleOf,
  type Write,
} from '../../src/delivery/transaction.ts';

const at = 1_800_000_000_000;
const sent: Write = { state: 'sent', since: at };
const LETTERS: Record<string, Write> = {
  p: { state: 'pending' },
  s: sent,
  u: { state: 'sent', since: null },
  l: { state: 'landed' },
  r: { state: 'refused' },
};
const progressOf = (letters: string): Progress =>
  [...letters].map((letter) => LETTERS[letter] ?? sent);

describe('decide', () => {
  const leave = (...indexes: number[]): Decision => ({ kind: 'leave', at: indexes });

  test.each<[string, Decision]>([
    ['', { kind: 'delete' }],
    ['p', { kind: 'delete' }],
    ['r', { kind: 'delete' }],
    ['prpr', { kind: 'delete' }],
    ['s', leave(0)],
    ['pspr', leave(1)],
    ['us', leave(0, 1)],
    ['l', { kind: 'keep', left: [] }],
    ['ll', { kind: 'keep', left: [] }],
    ['lpsr', { kind: 'keep', left: [1, 2, 3] }],
    ['sl', { kind: 'keep', left: [0] }],
  ])('%j', (letters, decision) => {
    expect(decide(progressOf(letters))).toEqual(decision);
  });

  test('never deletes a key that a secret holds or may hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'psulr') }), (letters) => {
        const held = /[lsu]/.test(letters);
        expect(decide(progressOf(letters)).kind === 'delete').toBe(!held);
      }),
    );
  });

  test('of what nobody knows is to leave it', () => {
    expect(decide(unknownProgress(2))).toEqual(leave(0, 1));
    expect(decide(startProgress(2))).toEqual({ kind: 'delete' });
  });
});

test('what was not answered, and what a look can tell of it', () => {
  expect(unansweredOf(progressOf('psulr'))).toEqual([1, 2]);
  expect(visibleOf(progressOf('psulr'))).toEqual([1]);
});

describe('a look shows a write', () => {
  test.each<[string, Look, Look, boolean]>([
    ['that made the secret', null, at, true],
    ['after the first attempt', at - 60_000, at + 1_000, true],
    ['5 s before the attempt, by clocks of whole seconds', null, at - 5_000, true],
    ['earlier: somebody else’s', at - 60_000, at - 5_001, false],
    ['not, where the secret is as it was', at, at, false],
    ['not, where it is not there', at - 60_000, null, false],
  ])('%s', (_, before, seen, written) => {
    expect(isWritten(sent, before, seen)).toBe(written);
  });

  test('never, where nobody knows when it left', () => {
    expect(isWritten({ state: 'sent', since: null }, null, at)).toBe(false);
    expect(isWritten({ state: 'refused' }, null, at)).toBe(false);
  });
});

describe('after two looks', () => {
  const old = at - 60_000;
  const after = (before: Look, ...looks: (Look | undefined)[]) =>
    afterLooks(
      [sent],
      [before],
      looks.map((look) => [look]),
    )[0]?.state;

  test.each<[string, Look, (Look | undefined)[], Write['state']]>([
    ['as it was, twice', old, [old, old], 'refused'],
    ['missing as before, twice', null, [null, null], 'refused'],
    ['written at the first', old, [at], 'landed'],
    ['written at the second', old, [old, at], 'landed'],
    ['missing once, then written', old, [null, at], 'landed'],
    ['written once, then missing', old, [at, null], 'landed'],
    ['as it was, once', old, [old], 'sent'],
    ['not looked at', old, [], 'sent'],
    ['one look failed', old, [old, undefined], 'sent'],
    ['missing, though it was there', old, [null, null], 'sent'],
    ['missing at one look', old, [old, null], 'sent'],
    // The look before the create may have lied: the secret was there, with this time.
    ['there, though it was missing', null, [old, old], 'sent'],
    ['changed by somebody else before', old - 9, [old, old], 'sent'],
  ])('%s', (_, before, looks, state) => {
    expect(after(before, ...looks)).toBe(state);
  });

  test('only what was sent is judged', () => {
    const progress = progressOf('plru');
    const nothing = [null, null, null, null];
    expect(afterLooks(progress, nothing, [nothing, nothing])).toEqual(progress);
  });

  test('a key that some secret may hold by any look is never deleted', () => {
    const look = fc.constantFrom<Look | undefined>(null, undefined, old, old - 9, at - 5_001, at);
    const one = fc.record({ before: fc.constantFrom(null, old, old - 9), a: look, b: look });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 3 }), (targets) => {
        const known = afterLooks(
          targets.map(() => sent),
          targets.map(({ before }) => before),
          [targets.map(({ a }) => a), targets.map(({ b }) => b)],
        );
        const untouched = targets.every(({ before, a, b }) => a === before && b === before);
        expect(decide(known).kind === 'delete').toBe(untouched);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the written form', () => {
  const write = fc.oneof(
    fc.constantFrom(...'plru').map((letter) => LETTERS[letter] as Write),
    fc.nat({ max: 2 ** 42 }).map((since): Write => ({ state: 'sent', since })),
  );

  test('is read as it was written, for this key and as many targets alone', () => {
    fc.assert(
      fc.property(fc.array(write), (progress) => {
        const text = formatProgress('key_a', progress);
        expect(parseProgress(text, 'key_a', progress.length)).toEqual(progress);
        expect(parseProgress(text, 'key_b', progress.length)).toBeUndefined();
        expect(parseProgress(text, 'key_a', progress.length + 1)).toBeUndefined();
      }),
    );
  });

  test('is short and without a secret', () => {
    expect(formatProgress('key_a', progressOf('psulr'))).toBe(`key_a p s${at} s? l r`);
  });

  test.each([
    ['', 0],
    ['', 1],
    ['key_a p', 2],
    ['key_a p p', 1],
    ['key_a x', 1],
    ['key_a s', 1],
    ['key_a s-1', 1],
    ['key_a p\n', 1],
    ['key_a  p', 1],
    ['key_a s99999999999999999', 1],
    ['p', 1],
  ])('%j is no progress of %d targets', (text, targets) => {
    expect(parseProgress(text, 'key_a', targets)).toBeUndefined();
  });
});

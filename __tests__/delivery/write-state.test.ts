import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decide,
  formatProgress,
  isWritten,
  parseProgress,
  resolveProgress,
  startProgress,
  unansweredOf,
  unknownProgress,
  type WriteProgress,
} from '../../src/delivery/write-state.ts';

/** Unix milliseconds; null: there is no such secret. */
type UpdatedAt = number | null;

const at = 1_800_000_000_000;
const sent: WriteProgress[number] = { state: 'sent', since: at };
const LETTERS: Record<string, WriteProgress[number]> = {
  p: { state: 'pending' },
  s: sent,
  u: { state: 'sent', since: null },
  w: { state: 'written' },
  r: { state: 'refused' },
};
const progressOf = (letters: string): WriteProgress =>
  [...letters].map((letter) => LETTERS[letter] ?? sent);

describe('decide', () => {
  test.each<[string, ReturnType<typeof decide>]>([
    ['', 'delete'],
    ['p', 'delete'],
    ['r', 'delete'],
    ['prpr', 'delete'],
    ['s', 'leave'],
    ['u', 'leave'],
    ['pspr', 'leave'],
    ['us', 'leave'],
    ['w', 'keep'],
    ['ww', 'keep'],
    ['wpsr', 'keep'],
    ['sw', 'keep'],
  ])('%j', (letters, decision) => {
    expect(decide(progressOf(letters), false)).toBe(decision);
    expect(decide(progressOf(letters), true)).toBe('keep');
  });

  test('never deletes a key that a secret holds or may hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'psuwr') }), (letters) => {
        const held = /[wsu]/.test(letters);
        expect(decide(progressOf(letters), false) === 'delete').toBe(!held);
        expect(decide(progressOf(letters), true)).toBe('keep');
      }),
    );
  });

  test('of what nobody knows is to leave it', () => {
    expect(decide(unknownProgress(2), false)).toBe('leave');
    expect(decide(startProgress(2), false)).toBe('delete');
  });
});

test('what was not answered, and what a look can tell of it', () => {
  expect(unansweredOf(progressOf('psuwrs'))).toEqual([1, 5]);
});

describe('a look shows a write', () => {
  test.each<[string, UpdatedAt, UpdatedAt, boolean]>([
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
  const after = (before: UpdatedAt, ...looks: (UpdatedAt | undefined)[]) =>
    resolveProgress(
      [sent],
      [before],
      looks.map((look) => [look]),
    )[0]?.state;

  test.each<[string, UpdatedAt, (UpdatedAt | undefined)[], WriteProgress[number]['state']]>([
    ['as it was, twice', old, [old, old], 'refused'],
    ['missing as before, twice', null, [null, null], 'refused'],
    ['written at the first', old, [at], 'written'],
    ['written at the second', old, [old, at], 'written'],
    ['missing once, then written', old, [null, at], 'written'],
    ['written once, then missing', old, [at, null], 'written'],
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
    const progress = progressOf('pwru');
    const nothing = [null, null, null, null];
    expect(resolveProgress(progress, nothing, [nothing, nothing])).toEqual(progress);
  });

  test('a key that some secret may hold by any look is never deleted', () => {
    const look = fc.constantFrom<UpdatedAt | undefined>(
      null,
      undefined,
      old,
      old - 9,
      at - 5_001,
      at,
    );
    const one = fc.record({ before: fc.constantFrom(null, old, old - 9), a: look, b: look });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 3 }), (targets) => {
        const known = resolveProgress(
          targets.map(() => sent),
          targets.map(({ before }) => before),
          [targets.map(({ a }) => a), targets.map(({ b }) => b)],
        );
        const untouched = targets.every(({ before, a, b }) => a === before && b === before);
        expect(decide(known, false) === 'delete').toBe(untouched);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the written form', () => {
  const write = fc.oneof(
    fc.constantFrom(...'pwru').map((letter) => LETTERS[letter] as WriteProgress[number]),
    fc.nat({ max: 2 ** 42 }).map((since): WriteProgress[number] => ({ state: 'sent', since })),
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
    expect(formatProgress('key_a', progressOf('psuwr'))).toBe(`key_a p s${at} s? w r`);
  });

  test.each([
    ['', 0],
    ['', 1],
    ['key_a p', 2],
    ['key_a p p', 1],
    ['key_a x', 1],
    ['key_a l', 1],
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

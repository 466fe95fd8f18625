import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  advance,
  type Decision,
  decide,
  formatProgress,
  type Progress,
  parseProgress,
  startProgress,
  unansweredOf,
  type WriteState,
} from '../../src/delivery/transaction.ts';

const at = 1_800_000_000_123;
const progressOf = (letters: string): Progress =>
  parseProgress(`${at}:${letters}`, letters.length) ?? never();

function never(): never {
  throw new Error('no progress');
}

describe('decide', () => {
  const look = (...indexes: number[]): Decision => {
    return { kind: 'look', at: indexes, notBefore: at + 12_000 };
  };

  test.each<[string, Decision]>([
    ['', { kind: 'delete' }],
    ['p', { kind: 'delete' }],
    ['r', { kind: 'delete' }],
    ['prpr', { kind: 'delete' }],
    ['s', look(0)],
    ['pspr', look(1)],
    ['ss', look(0, 1)],
    ['l', { kind: 'keep', left: [] }],
    ['ll', { kind: 'keep', left: [] }],
    ['lpsr', { kind: 'keep', left: [1, 2, 3] }],
    ['sl', { kind: 'keep', left: [0] }],
  ])('%j', (letters, decision) => {
    expect(decide(progressOf(letters))).toEqual(decision);
  });

  test('never deletes a key that a secret holds or may hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'pslr') }), (letters) => {
        const held = /[ls]/.test(letters);
        expect(decide(progressOf(letters)).kind === 'delete').toBe(!held);
      }),
    );
  });
});

describe('advance', () => {
  test('notes a state, and the time of a send', () => {
    const sent = advance(startProgress(2), 1, 'sent', at);
    expect(sent).toEqual({ lastSentAt: at, writes: ['pending', 'sent'] });
    expect(unansweredOf(sent)).toEqual([1]);
    const landed = advance(sent, 1, 'landed');
    expect(landed).toEqual({ lastSentAt: at, writes: ['pending', 'landed'] });
    expect(unansweredOf(landed)).toEqual([]);
  });

  test('leaves what was as it was', () => {
    const start = startProgress(1);
    advance(start, 0, 'sent', at);
    expect(start).toEqual({ lastSentAt: 0, writes: ['pending'] });
  });
});

describe('the written form', () => {
  const state = fc.constantFrom<WriteState>('pending', 'sent', 'landed', 'refused');
  const progress = fc.record({ lastSentAt: fc.nat({ max: 2 ** 42 }), writes: fc.array(state) });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(progress, (one) => {
        expect(parseProgress(formatProgress(one), one.writes.length)).toEqual(one);
      }),
    );
  });

  test('is short and without a secret', () => {
    expect(formatProgress(progressOf('pslr'))).toBe(`${at}:pslr`);
  });

  test.each([
    ['', 0],
    ['', 1],
    ['1:p', 2],
    ['1:pp', 1],
    ['1:x', 1],
    [':p', 1],
    ['1p', 1],
    ['-1:p', 1],
    ['1:p\n', 1],
    ['99999999999999999:p', 1],
    [' 1:p', 1],
  ])('%j is no progress of %d targets', (text, targets) => {
    expect(parseProgress(text, targets)).toBeUndefined();
  });
});

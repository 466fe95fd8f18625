import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bulletList,
  compact,
  firstOf,
  isOneLine,
  kindOf,
  oneLine,
  replaceSpans,
  UNIT,
} from '../../src/domain/text.ts';

test.each([
  ['', ''],
  ['a name, ü 漢 🔑 \u00a0\u200b', 'a name, ü 漢 🔑 \u00a0\u200b'],
  ['a\nb\rc\td', 'a�b�c�d'],
  ['a\u2028b\u2029c\u0085d', 'a�b�c�d'],
  ['a\u001b[31m\0\u007f', 'a�[31m��'],
  ['a\u202eb\u2069c\u200ed\u061ce', 'a�b�c�d�e'],
  ['a\ud83db', 'a�b'],
])('%j is shown as %j', (text, shown) => {
  expect(oneLine(text)).toBe(shown);
  expect(isOneLine(text)).toBe(text === shown);
});

test('what is shown is one line, as long as before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = oneLine(text);
      expect(isOneLine(shown)).toBe(true);
      expect(shown.isWellFormed()).toBe(true);
      expect([...shown]).toHaveLength([...text].length);
      expect(isOneLine(text)).toBe(shown === text);
    }),
  );
});

test.each([
  ['a', UNIT.seen],
  ['漢', UNIT.seen],
  [' ', UNIT.space],
  ['\n', UNIT.space],
  ['\u3000', UNIT.space],
  ['\0', UNIT.invisible],
  ['\u007f', UNIT.invisible],
  ['\u200b', UNIT.invisible],
  ['\u00ad', UNIT.invisible],
  ['\u0301', UNIT.invisible],
  ['\ufffd', UNIT.invisible],
  ['🔑', UNIT.half],
])('%j is to the eye of kind %d, asked twice', (text, kind) => {
  expect([kindOf(text.charCodeAt(0)), kindOf(text.charCodeAt(0))]).toEqual([kind, kind]);
});

test('of a text, what is seen is kept in order', () => {
  expect(compact(' a\u200bb\n漢\u00ad')).toBe('ab漢');
});

test.each([
  [[], 'abcdef'],
  [[[0, 2]], '*cdef'],
  [
    [
      [4, 6],
      [0, 1],
    ],
    '*bcd*',
  ],
  [
    [
      [1, 3],
      [2, 4],
      [2, 3],
    ],
    'a*ef',
  ],
  [
    [
      [1, 3],
      [3, 4],
    ],
    'a*ef',
  ],
  [
    [
      [0, 6],
      [1, 2],
    ],
    '*',
  ],
])('of abcdef, %j replaced is %s', (pairs, shown) => {
  const spans = pairs.map(([start = 0, end = 0]) => ({ start, end }));
  expect(replaceSpans('abcdef', spans, '*')).toBe(shown);
});

test.each([
  [0, ''],
  [2, '- s0\n- s1'],
  [10, Array.from({ length: 10 }, (_, at) => `- s${at}`).join('\n')],
  [12, `${Array.from({ length: 10 }, (_, at) => `- s${at}`).join('\n')}\n- and 2 more`],
])('bulletList of %d', (count, text) => {
  expect(bulletList(Array.from({ length: count }, (_, at) => `s${at}`))).toBe(text);
});

test('firstOf leaves out what is too much, and counts it', () => {
  expect(firstOf(['a', 'b'], 2)).toEqual(['a', 'b']);
  expect(firstOf(['a', 'b', 'c'], 1)).toEqual(['a', 'and 2 more']);
});

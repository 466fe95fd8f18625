import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOneLine, oneLine } from '../../src/domain/text.ts';

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

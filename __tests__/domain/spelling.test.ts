import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nearestWord } from '../../src/domain/spelling.ts';

const words = ['create', 'list', 'retrieve', 'verify', 'rotate', 'delete'];

test.each([
  ['roate', 'rotate'],
  ['rotaet', 'rotate'],
  ['Rotate', 'rotate'],
  ['VERFIY', 'verify'],
  ['lst', 'list'],
  ['crate', 'create'],
  ['destroy', undefined],
  ['', undefined],
  ['rota', 'rotate'],
  ['rot', undefined],
])('%j is likely %j', (text, word) => {
  expect(nearestWord(text, words)).toBe(word);
});

test('a word of which less than half is left is not meant, unless its letters changed places', () => {
  for (const text of ['foo', 'log', 'node']) expect(nearestWord(text, ['now'])).toBeUndefined();
  for (const text of ['new', 'no', 'nwo']) expect(nearestWord(text, ['now'])).toBe('now');
  expect(nearestWord('xy', ['ab', 'a'])).toBeUndefined();
  expect(nearestWord('ay', ['ab'])).toBe('ab');
});

test('the nearest of several is taken, not the first', () => {
  expect(nearestWord('abcx', ['abyy', 'abcd'])).toBe('abcd');
});

test('two letters at most are forgiven, wherever they are', () => {
  const word = fc.stringMatching(/^[a-z]{5,10}$/);
  const letter = fc.constantFrom('1', '2', '3');
  fc.assert(
    fc.property(word, fc.array(fc.tuple(fc.nat(20), letter), { maxLength: 4 }), (meant, slips) => {
      let text = meant;
      for (const [at, added] of slips) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + added + text.slice(place);
      }
      expect(nearestWord(text, [meant])).toBe(slips.length <= 2 ? meant : undefined);
    }),
  );
});

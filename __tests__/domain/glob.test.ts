import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesGlob } from '../../src/domain/glob.ts';

/** The meaning of a pattern, word for word; takes for ever on hostile ones. */
function obviouslyMatches(pattern: string[], name: string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return name.length === 0;
  if (first === '*') {
    const shorter = name.length > 0 && obviouslyMatches(pattern, name.slice(1));
    return shorter || obviouslyMatches(rest, name);
  }
  if (name.length === 0) return false;
  return (first === '?' || first === name[0]) && obviouslyMatches(rest, name.slice(1));
}

test.each([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['**', '', true],
  ['?', '', false],
  ['nightly', 'nightly', true],
  ['nightly', 'Nightly', false],
  ['nightly', 'nightly2', false],
  ['nightly', 'a nightly', false],
  ['ci/*', 'ci/deploy/eu', true],
  ['*.prod', 'api.prod', true],
  ['*.prod', 'apiXprod', false],
  ['a*b', 'a\n\r\u2028b', true],
  ['a?b', 'a\nb', true],
  ['a?b', 'a/b', true],
  ['a?b', 'ab', false],
  ['?', '🔑', true],
  ['??', '🔑', false],
  ['[ab]', 'a', false],
  ['[ab]', '[ab]', true],
  ['{a,b}', '{a,b}', true],
  ['\\*', '\\x', true],
  ['\\*', '*', false],
  ['!a', '!a', true],
  ['.', 'a', false],
  ['$^', '$^', true],
  ['*', '*', true],
  ['a*', '*', false],
  ['?', '*', true],
  ['*ab*ab*', 'xabyabz', true],
  ['*ab*ab*', 'xaby', false],
  ['*aab', 'aaab', true],
  ['a*a', 'a', false],
])('%j on %j: %p', (pattern, name, matches) => {
  expect(matchesGlob(pattern, name)).toBe(matches);
});

test('agrees with the meaning of the pattern, word for word', () => {
  const letters = fc.constantFrom('a', 'b', '/', '.', '\n', '🔑', '\ud83d');
  const pattern = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 7 });
  const name = fc.array(fc.oneof(letters, fc.constant('*')), { maxLength: 8 });
  fc.assert(
    fc.property(pattern, name, (want, have) => {
      const [glob, text] = [want.join(''), have.join('')];
      expect(matchesGlob(glob, text)).toBe(obviouslyMatches([...glob], [...text]));
    }),
    { numRuns: 2_000 },
  );
});

test('a name matches the patterns made from it', () => {
  const cut = fc.array(fc.nat({ max: 2 }));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), cut, (name, how) => {
      const letters = [...name].map((letter, at) => [letter, '?', '*'][how[at] ?? 0] ?? letter);
      expect(matchesGlob(letters.join(''), name)).toBe(true);
      expect(matchesGlob(`*${name}*`, `x${name}y`)).toBe(true);
    }),
  );
});

describe('hostile patterns', () => {
  test.each([
    ['*a'.repeat(500), 'a'.repeat(499)],
    [`${'*?'.repeat(500)}b`, 'a'.repeat(2_000)],
    [`${'a*'.repeat(500)}b`, 'a'.repeat(2_000)],
    [`${'*'.repeat(5_000)}b`, 'a'.repeat(5_000)],
  ])('%#: do not take time beyond all bounds', (pattern, name) => {
    expect(matchesGlob(pattern, name)).toBe(false);
  });
});

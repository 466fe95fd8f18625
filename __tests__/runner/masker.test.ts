import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Credential } from '../../src/domain/credential.ts';
import { createMasker } from '../../src/runner/masker.ts';

function masksOf(...texts: string[]) {
  const told: string[] = [];
  const masks = createMasker((text) => void told.push(text));
  for (const text of texts) masks.mask(new Credential(text));
  return { told, redact: masks.redact };
}

test.each([
  ['hunter22', ['hunter22']],
  [' hunter22\n', ['hunter22']],
  ['one\ntwo', ['one\ntwo', 'one', 'two']],
  ['one\r\n\r\ntwo', ['one\r\n\r\ntwo', 'one', 'two']],
  ['', []],
  [' \n ', []],
])('%j is told as %j', (text, told) => {
  expect(masksOf(text).told).toEqual(told);
});

test('nothing is told twice', () => {
  expect(masksOf('a\nb', 'b', 'a\nb', 'a').told).toEqual(['a\nb', 'a', 'b']);
});

test('a value is hidden by the runner before it counts as hidden here', () => {
  const masks = createMasker(() => {
    throw new Error('stdout is closed');
  });
  // Had it counted as hidden, the second call would tell nobody.
  for (let call = 1; call <= 2; call++) {
    expect(() => masks.mask(new Credential('hunter22'))).toThrow('stdout is closed');
  }
  expect(masks.redact('hunter22')).toBe('hunter22');
});

test.each([
  [['hunter22'], 'a hunter22 b hunter22', 'a *** b ***'],
  [['one\ntwo'], 'one, two', '***, ***'],
  [['a.c'], 'abc a.c', 'abc ***'],
  [['$&'], 'x$&x', 'x***x'],
  [[], 'sk-admin-abcdefghijklmnopqrst', '***'],
  [['hunter22'], '', ''],
])('of %j, %j is shown as %j', (secrets, text, shown) => {
  expect(masksOf(...secrets).redact(text)).toBe(shown);
});

test('nothing hidden is left in any text', () => {
  const secret = fc.string({ unit: fc.constantFrom(...'abc123$.'), minLength: 8, maxLength: 20 });
  const around = fc.string({ unit: fc.constantFrom(...' ,\n-ü') });
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1 }), around, (secrets, between) => {
      const shown = masksOf(...secrets).redact(secrets.join(between));
      for (const text of secrets) expect(shown).not.toContain(text);
    }),
  );
});

// Two keys of which one was cut off when it was saved.
test('a secret that begins like another is hidden to its end', () => {
  const { redact } = masksOf('hunter22', 'hunter22-and-more');
  expect(redact('x hunter22-and-more y hunter22')).toBe('x *** y ***');
});

test.each([
  ['sk-admin-abcdefghijklmnopqrst.TAIL+part'],
  ['gho_abcdefgh+TAIL'],
  ['Bearer ab"cdTAIL!!xyz'],
])('%s is hidden whole, though only its beginning looks like a credential', (secret) => {
  expect(masksOf(secret).redact(`x ${secret} y`)).toBe('x *** y');
});

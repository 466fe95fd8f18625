import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KnownSecrets } from '../../src/domain/known-secrets.ts';
import { redact } from '../../src/domain/redact.ts';
import { longestRun } from '../../testing/secret-runs.ts';

const KEY = 'sk-admin-q7Wd0ZpLx3Vb-9RtYk2Hs_M5T3BlbkFJnC8fGj4Ea6UoIiXe1Kw0Qz7rBv';

function redactorOf(...secrets: string[]): (text: string) => string {
  const known = new KnownSecrets();
  for (const secret of secrets) known.add(secret);
  return (text) => redact(text, known);
}

const UNSEEN = [
  ...' \t\n\r\v\f\0\u0007\u001b\u007f\u0085\u00a0\u2028\u2029\u3000',
  ...'\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069',
  ...'\u2800\u3164\ufe0f\ufeff\uffa0\ufffd\u0301\u20dd',
  '\ud800',
  '\udc00',
  '\u{e0041}',
  '\u{e0100}',
  '\u{1d173}',
  '🔑',
];

describe('a known secret', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/=.!$&%"\\<>';
  const secret = fc.oneof(
    fc.string({ unit: fc.constantFrom(...letters), minLength: 12, maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'aab'), minLength: 12, maxLength: 60 }),
    fc.constant(KEY),
  );
  const gap = fc.array(fc.constantFrom(...UNSEEN), { maxLength: 3 }).map((units) => units.join(''));
  const around = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('', 'x', '"', '::error::', 'Bearer ', 'sk-', '...', '***', '{"name":"'),
  );
  /** A part of a secret, whatever is put between its characters, in any case. */
  const written = (text: string) =>
    fc
      .tuple(
        fc.nat(text.length),
        fc.nat(text.length),
        fc.array(gap, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(
          (one: string) => one,
          (one: string) => one.toUpperCase(),
        ),
      )
      .map(([a, b, gaps, letterCase]) =>
        Array.from(text.slice(Math.min(a, b), Math.max(a, b)), (letter, index) => {
          return letterCase(letter) + (gaps[index % gaps.length] ?? '');
        }).join(''),
      );

  test('leaves no run of 12 characters, however it is broken, cut, or wrapped', () => {
    fc.assert(
      fc.property(
        secret.chain((text) => fc.tuple(fc.constant(text), written(text), written(text))),
        fc.tuple(around, around, around),
        ([text, one, other], [before, between, after]) => {
          const shown = redactorOf(text)(before + one + between + other + after);
          const kept = /[^.*…\s]{0,20}[.*…]+[^.*…\s]{0,20}/u.test(before + between + after);
          expect(longestRun(text, shown)).toBeLessThan(kept ? 21 : 12);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('is gone whole, whatever stands before and behind it', () => {
    fc.assert(
      fc.property(secret, around, around, (text, before, after) => {
        const shown = redactorOf(text)(before + text + after);
        expect(shown).toContain('***');
        expect(shown).not.toContain(text);
      }),
    );
  });

  test('is gone in the forms that JSON, addresses and Base64 give it', () => {
    const bytes = fc.string({ unit: fc.constantFrom(...'ab?~'), maxLength: 4 });
    fc.assert(
      fc.property(secret, bytes, bytes, (text, before, after) => {
        const show = redactorOf(text);
        expect(show(encodeURIComponent(text))).toBe('***');
        expect(show(JSON.stringify(text))).toBe('"***"');
        for (const form of ['base64', 'base64url'] as const) {
          const encoded = Buffer.from(before + text + after).toString(form);
          // Three characters at each end belong to its neighbours too.
          const own = encoded.length - Math.ceil(((before.length + after.length) * 4) / 3) - 8;
          if (own >= 12)
            expect(longestRun(encoded, show(encoded))).toBeLessThan(encoded.length - own + 12);
        }
      }),
    );
  });

  test('is found where several are known, one the beginning of another', () => {
    const show = redactorOf(KEY.slice(0, 40), KEY, `${KEY}-and-more`);
    expect(show(`a ${KEY}-and-more b ${KEY} c ${KEY.slice(0, 40)}`)).toBe('a *** b *** c ***');
  });

  test.each([
    ['without `sk-`', KEY.slice(3)],
    ['from its middle', KEY.slice(20, 32)],
    ['a line at a time', KEY.replace(/.{11}/g, '$&\n')],
    ['in capitals', KEY.toUpperCase()],
    ['with a line end of JSON in it', JSON.parse(`"${KEY.slice(0, 30)}\\u000a${KEY.slice(30)}"`)],
  ])('is gone %s', (_, text) => {
    expect(redactorOf(KEY)(`x ${text} y`)).toBe('x *** y');
  });

  test.each([
    ['11 characters', KEY.slice(20, 31)],
    ['backwards', [...KEY.slice(9, 40)].reverse().join('')],
    ['with a visible character after each eleven', KEY.slice(9, 31).replace(/.{11}/g, '$&|')],
  ])('is beyond what can be told: %s', (_, text) => {
    expect(redactorOf(KEY)(text)).toBe(text);
  });
});

describe('a short secret', () => {
  test.each([
    [
      'key',
      'the key of key_abc, keys, a-key, x.key and sk-key...xyz',
      'the *** of key_abc, keys, a-key, x.key and sk-key...xyz',
    ],
    ['key', 'key', '***'],
    ['key', 'key. "key" (key) key', '***. "***" (***) ***'],
    ['ab', 'ab abc cab a\u200bb üab', '*** abc cab *** üab'],
    ['hunter2', 'pw=hunter2;', 'pw=***;'],
    ['hunter22', 'xhunter22y hun\u00adter 22', 'x***y ***'],
    ['hunter22', '...hunter22', '...***'],
    ['$&', 'x$&x', 'x***x'],
    ['a', 'a b a', 'a b a'],
    ['\u200bx', 'x', 'x'],
    ['', 'x', 'x'],
  ])('%j: %j is shown as %j', (secret, text, shown) => {
    expect(redactorOf(secret)(text)).toBe(shown);
  });
});

describe('a redacted value', () => {
  const part = (max: number) =>
    fc.string({ unit: fc.constantFrom(...'abXY019_-'), minLength: 1, maxLength: max });
  const gap = fc.constantFrom('...', '****', '…', '*'.repeat(120), '***...***');
  const value = fc.tuple(
    fc.constantFrom('sk-admin', 'sk-proj-', 'sk-svcacct-', 'sk-'),
    part(9),
    gap,
    part(20),
  );

  test('stays as the API gave it, wherever it stands', () => {
    fc.assert(
      fc.property(value, fc.constantFrom('', ' ', '"', ' key '), (parts, around) => {
        const text = `${around}${parts.join('')}${around}`;
        expect(redactorOf(KEY, 'sk-admin', 'sk-admin...xyz', 'key', 'xyz')(text)).toBe(
          text.replace(/key/g, '***'),
        );
      }),
    );
  });

  test('of a known secret stays, which is its beginning and end', () => {
    const [head, tail] = [KEY.slice(0, 20), KEY.slice(-12)];
    const show = redactorOf(KEY);
    for (const dots of ['...', '****', '…']) {
      expect(show(`a ${head}${dots}${tail}. b`)).toBe(`a ${head}${dots}${tail}. b`);
    }
  });

  test.each([
    ['longer ends', `${KEY.slice(0, 21)}...${KEY.slice(-4)}`, `***...${KEY.slice(-4)}`],
    ['its middle', `${KEY.slice(20, 40)}...`, '***...'],
    ['its middle in pieces', `${KEY.slice(9, 25)}...${KEY.slice(25, 41)}...`, '***...***...'],
    ['one end after another', `${KEY.slice(0, 20)}...x...${KEY.slice(-20)}`, '***...x...***'],
    ['with what is unseen in it', `${KEY.slice(0, 13)}\u200b${KEY.slice(13, 20)}...`, '***...'],
    ['more than half of it', 'aB3dE6gH9jKl...nPq', '***...nPq'],
  ])('that shows more is none: %s', (_, text, shown) => {
    expect(redactorOf(KEY, 'aB3dE6gH9jKlMnPq')(text)).toBe(shown);
  });
});

describe('what nobody has to hide', () => {
  const word = fc.constantFrom(
    ...[
      'sk-learn-nightly',
      'task-admin-for-the-nightly-builds',
      'laughs_at_everything',
      'sk-admin',
    ],
    ...[
      'nightly',
      'deploy',
      'ci',
      'prod',
      'key_abcdefghijklmnop',
      'proj_1',
      'of',
      'the',
      '2026',
      'éü',
      '🔑',
    ],
    ...[
      '0123456789abcdef0123456789abcdef01234567',
      'disk-0123456789abcdef0123456789abcdef01234567',
    ],
  );
  const name = fc
    .array(word, { maxLength: 8 })
    .chain((words) => fc.constantFrom(' ', '/', '.', ', ').map((between) => words.join(between)));

  test('stays: names, ids, hashes', () => {
    const show = redactorOf(KEY, 'ghs_0aB1cD2eF3gH4iJ5kL6mN7oP8', 'hunter22', 'xy');
    fc.assert(fc.property(name, (text) => expect(show(text)).toBe(text)));
  });

  test('is the very same text, with nothing known too', () => {
    expect(redact('nightly')).toBe('nightly');
    expect(redact('')).toBe('');
  });
});

test('what is redacted once stays as it is', () => {
  const part = fc.oneof(
    fc.constantFrom(KEY, 'Bearer', '...', '*', 'hunter22', 'T3BlbkFJ'),
    fc.string(),
  );
  const show = redactorOf(KEY, 'hunter22', 'ab');
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const shown = show(parts.join(' '));
      expect(show(shown)).toBe(shown);
    }),
  );
});

// A pattern that repeats itself runs out of stack there, and one that looks back takes hours.
test.each(['*', 'ghs_', 'a\u200b', KEY])('16 MiB of %j are read', (piece) => {
  const text = `${KEY} ${piece.repeat(Math.ceil((16 * 1024 * 1024) / piece.length))}`;
  expect(redactorOf(KEY, 'hunter22')(text).length).toBeLessThanOrEqual(text.length);
});

test.each([
  ' ',
  '.x',
  'sk-admin-',
  'T3BlbkFJ ',
  'Bearer ',
  'key ',
  'key',
  `${KEY.slice(20, 31)}!`,
])('so is much of %j', (piece) => {
  const text = piece.repeat(Math.ceil(1e6 / piece.length));
  expect(redactorOf(KEY, 'key')(text).length).toBeLessThanOrEqual(text.length);
});

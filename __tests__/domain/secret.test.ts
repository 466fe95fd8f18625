import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isKeyValue,
  looksLikeCredential,
  redactCredentials,
  Secret,
} from '../../src/domain/secret.ts';

const KEY_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const half = fc.string({
  unit: fc.constantFrom(...KEY_LETTERS),
  minLength: 58,
  maxLength: 58,
});
const realKey = fc.tuple(half, half).map(([a, b]) => `sk-admin-${a}T3BlbkFJ${b}`);

function printed(print: (console: Console) => void): string {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  print(new Console(stream));
  return text;
}

describe('Secret', () => {
  const secret = new Secret('plain-text-1');

  test('gives its text by reveal alone', () => {
    expect(secret.reveal()).toBe('plain-text-1');
  });

  test.each<[string, string]>([
    ['String', String(secret)],
    ['a template', `${secret}`],
    ['concatenation', `a${secret.toString()}b`],
    ['join', [secret, 1].join()],
    ['JSON', JSON.stringify({ secret })],
    ['JSON of a list', JSON.stringify([secret], null, 2)],
    ['inspect', inspect(secret)],
    ['inspect, hidden fields shown', inspect({ secret }, { showHidden: true, depth: 9 })],
    ['inspect, own inspection off', inspect(secret, { customInspect: false, showHidden: true })],
    ['format %s', format('%s', secret)],
    ['format %o', format('%o', secret)],
    ['format %j', format('%j', { secret })],
    ['console.log', printed((console) => console.log(secret, { secret }))],
    ['console.dir', printed((console) => console.dir({ secret }))],
    ['console.table', printed((console) => console.table([{ secret }]))],
    ['an error message', new Error(`${secret}`).message],
    ['its fields', Object.entries(secret).join() + Object.getOwnPropertyNames(secret).join()],
  ])('does not show by %s', (_, shown) => {
    expect(shown).not.toContain('plain');
  });

  test.each([
    String(secret),
    `${secret}`,
    JSON.parse(JSON.stringify(secret)),
    inspect(secret),
  ])('shows as %s', (shown) => {
    expect(shown).toBe('***');
  });

  test('equals one of the same text, and no other', () => {
    const same = ['a', 'a', 'b'].map((text) => new Secret(text).equals(new Secret('a')));
    expect(same).toEqual([true, true, false]);
  });

  test('a copy holds nothing', () => {
    expect(inspect(structuredClone(secret))).not.toContain('plain');
    expect(inspect({ ...secret })).toBe('{}');
  });
});

describe('matchesRedacted', () => {
  const secret = new Secret('sk-admin-abcdefxyz');

  test.each([
    ['sk-admin...xyz', true],
    ['sk-admin…xyz', true],
    ['sk-admin-a**********xyz', true],
    ['sk-admin-a***...***xyz', true],
    ['sk-admin...', true],
    ['...xyz', true],
    ['sk-admin...xyy', false],
    ['sk-proj...xyz', false],
    ['...', false],
    ['***', false],
    ['', false],
    ['sk-admin-abcdefxyz', false],
    ['sk-admin.xyz', false],
  ])('%s: %p', (redacted, possible) => {
    expect(secret.matchesRedacted(redacted)).toBe(possible);
  });

  test.each([
    '.',
    '*',
    '…',
    '.*',
  ])('is told in no time, whatever a server sends: many %j', (piece) => {
    const started = performance.now();
    expect(secret.matchesRedacted(`sk${piece.repeat(250)}\n`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('isKeyValue', () => {
  test.each([
    ['12345678', true],
    ['sk-admin-!"$%&~', true],
    ['x'.repeat(1_024), true],
    ['1234567', false],
    ['x'.repeat(1_025), false],
    ['sk-admin 123', false],
    ['sk-admin-123\n', false],
    ['sk-admin-123\r\n::add-mask::x', false],
    ['sk-admin-123\0', false],
    ['sk-admin-123\x7f', false],
    ['sk-admin-ключ', false],
    ['', false],
    [undefined, false],
    [null, false],
    [12345678, false],
    [['12345678'], false],
  ])('%j: %p', (text, good) => {
    expect(isKeyValue(text)).toBe(good);
  });
});

describe('redactCredentials', () => {
  test.each([
    [`my ${'sk-admin-'.padEnd(133, 'aB3_-')} key`, 'my *** key'],
    ['"sk-proj-abcdefghijkl"', '"***"'],
    ['x=sk-abcdefghijkl;', 'x=***;'],
    ['sk-admin-****************wxyz', '***'],
    ['foo_sk-admin-abcdefgh', 'foo_***'],
    ['ghp_abcdefgh12345678', '***'],
    ['gho_abcdefgh ghu_abcdefgh ghs_abcdefgh ghr_abcdefgh', '*** *** *** ***'],
    ['github_pat_11AAAAAA_bbbb', '***'],
    ['Authorization: Bearer abc.def-123', 'Authorization: ***'],
    ['{"authorization":"Bearer x"}', '{"authorization":"***"}'],
    ['sk-admin...xyz', 'sk-admin...xyz'],
    ['sk-admin…xyz', 'sk-admin…xyz'],
    ['task-runner-for-builds', 'task-runner-for-builds'],
    ['disk-usage-of-the-runner', 'disk-usage-of-the-runner'],
    ['sk-short', 'sk-short'],
    ['key_abcdefghijklmnop', 'key_abcdefghijklmnop'],
    ['ghx_abcdefgh12345678', 'ghx_abcdefgh12345678'],
    ['the forBearer of it', 'the forBearer of it'],
    ['', ''],
  ])('%s becomes %s', (text, clean) => {
    expect(redactCredentials(text)).toBe(clean);
    expect(looksLikeCredential(text)).toBe(text !== clean);
  });

  test('leaves nothing of a real-looking key in any text', () => {
    const around = fc.string({ unit: fc.constantFrom(...' \n"\'.,:/=*🔑') });
    fc.assert(
      fc.property(around, realKey, around, (before, key, after) => {
        expect(redactCredentials(before + key + after).replaceAll('*', '')).toBe(
          (before + after).replaceAll('*', ''),
        );
        expect(looksLikeCredential(before + key + after)).toBe(true);
      }),
    );
  });

  test('what is redacted once stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(realKey, fc.string(), fc.constant('Bearer '))), (parts) => {
        const clean = redactCredentials(parts.join(' '));
        expect(redactCredentials(clean)).toBe(clean);
      }),
    );
  });
});

import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Credential, isKeyValue } from '../../src/domain/credential.ts';

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
  const secret = new Credential('plain-text-1');

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
    const same = ['a', 'a', 'b'].map((text) => new Credential(text).equals(new Credential('a')));
    expect(same).toEqual([true, true, false]);
  });

  test('a copy holds nothing', () => {
    expect(inspect(structuredClone(secret))).not.toContain('plain');
    expect(inspect({ ...secret })).toBe('{}');
  });
});

describe('matchesRedacted', () => {
  const secret = new Credential('sk-admin-abcdefxyz');

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

  test.each(['.', '*', '…', '.*'])('is told, whatever a server sends: many %j', (piece) => {
    // A pattern that looks back takes hours for it.
    expect(secret.matchesRedacted(`sk${piece.repeat(1e6)}\n`)).toBe(false);
  });
});

describe('contradictsRedacted', () => {
  const secret = new Credential('sk-svcacct-abcdefxyz');

  test.each([
    ['sk-svc...xyy', true],
    ['sk-proj...xyz', true],
    ['sk-svcacct-b****xyz', true],
    ['sk-svc…xyy', true],
    ['...xyy', true],
    ['sk-proj...', true],
    ['sk-svc...xyz', false],
    ['sk-svcacct-a***...***xyz', false],
    ['...xyz', false],
    // These show nothing, or are in no known form: they tell of no other key.
    ['', false],
    ['...', false],
    ['***', false],
    ['sk-proj-other', false],
    ['sk-proj.xyy', false],
  ])('%s: %p', (redacted, other) => {
    expect(secret.contradictsRedacted(redacted)).toBe(other);
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

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redact } from '../../src/domain/redact.ts';
import {
  readCreated,
  readDeleted,
  readErrorMessage,
  readKey,
  readPage,
  UnreadableResponse,
} from '../../src/openai/parse.ts';
import { salvageKey } from '../../src/openai/unknown-outcome.ts';

const CREDENTIAL = 'sk-admin-abcdefghijklmnopqrst';
const good = {
  id: 'key_abc',
  name: 'nightly',
  redacted_value: 'sk-admin...xyz',
  created_at: 1_700_000_000,
  expires_at: null,
  last_used_at: null,
  owner: { id: 'user_1' },
};

test.each([
  ['{"id":"key_a","deleted":true}', true],
  ['{"id":"key_a","deleted":true,"object":"x"}', true],
  ['{"id":"key_b","deleted":true}', false],
  ['{"id":"key_a","deleted":false}', false],
  ['{"id":"key_a","deleted":"true"}', false],
  ['{"deleted":true}', false],
  ['{"id":"key_a"}', false],
  ['', false],
  ['[]', false],
])('%s says that key_a is deleted: %p', (body, deleted) => {
  const reading = () => readDeleted(body, 'key_a');
  if (deleted) expect(reading).not.toThrow();
  else expect(reading).toThrow(UnreadableResponse);
});

test.each([
  ['{"id":"key_a","value":"hunter22"}', 'key_a'],
  ['{"id":"../x"}', undefined],
  ['{"id":7}', undefined],
  ['{"object":"x","id" : "key_a","na', 'key_a'],
  ['{"object":"x","id":"key_a', undefined],
  ['{"object":"x","id":"user_a","na', undefined],
  ['{"object":"x","id":"key_a/../b","na', undefined],
  ['[{"id":"key_a"}]', 'key_a'],
  ['<html>', undefined],
  ['', undefined],
])('the id in %s is %p', (body, id) => {
  expect(salvageKey(body, redact, () => undefined)?.reported.id).toBe(id);
});

describe('what a broken answer says of its key', () => {
  const whole = { ...good, value: 'hunter22' };
  const salvage = (body: string) => {
    const hidden: string[] = [];
    const said = salvageKey(body, redact, (value) => void hidden.push(value.reveal()));
    return { ...said?.reported, value: said?.value?.reveal(), hidden };
  };

  test('is its name, its times and its value, which is hidden', () => {
    expect(salvage(JSON.stringify(whole))).toEqual({
      id: 'key_abc',
      name: 'nightly',
      createdAt: 1_700_000_000,
      expiresAt: null,
      hasValue: true,
      value: 'hunter22',
      hidden: ['hunter22'],
    });
  });

  test('is the id and the value where it was cut', () => {
    const cut = JSON.stringify({ id: 'key_abc', value: 'hunter22', name: 'x' }).slice(0, -2);
    const said = { id: 'key_abc', hasValue: true, value: 'hunter22', hidden: ['hunter22'] };
    expect(salvage(cut)).toEqual(said);
    const inside = '{"id":"key_abc","value":"hunt';
    expect(salvage(inside)).toMatchObject({ id: 'key_abc', hasValue: false, hidden: [] });
  });

  test('is no value that could break out of its mask, and no credential in a name', () => {
    const odd = { ...whole, value: 'a b c d e', name: `my ${CREDENTIAL}`, created_at: 'x' };
    expect(salvage(JSON.stringify(odd))).toEqual({
      id: 'key_abc',
      name: 'my ***',
      expiresAt: null,
      hasValue: false,
      value: undefined,
      hidden: [],
    });
  });

  test('has its value hidden also where it names no key', () => {
    expect(salvage('{"value":"hunter22"}').hidden).toEqual(['hunter22']);
  });
});

test.each([
  ['{"error":{"message":"No."}}', 'No.'],
  ['{"error":"No."}', 'No.'],
  ['{"error":{"message":7}}', ''],
  ['{"error":{}}', ''],
  ['{"error":null}', ''],
  ['{"message":"No."}', ''],
  ['[]', ''],
  ['<html>No.</html>', ''],
  ['', ''],
])('the message in %s is %j', (body, message) => {
  expect(readErrorMessage(body)).toEqual({ message, type: '', code: '', param: '' });
});

describe('whatever is answered', () => {
  const field = fc.constantFrom(...Object.keys(good), 'value', 'data', 'has_more', 'error');
  const likely = fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.constant(CREDENTIAL)));
  const almost = likely.map((fields) => ({ ...good, value: CREDENTIAL, ...fields }));
  const json = fc.oneof(fc.jsonValue(), likely, almost).map((value) => JSON.stringify(value));
  const body = fc.oneof(
    json,
    fc.string(),
    json.map((text) => text.slice(0, -1)),
  );

  test('there is a result without credentials, or an UnreadableAnswer', () => {
    fc.assert(
      fc.property(body, (text) => {
        for (const reader of [
          () => readKey(text, 'key_abc', redact),
          () => readPage(text, redact),
          () => readCreated(text, redact, () => undefined).key,
          () => readDeleted(text, 'key_abc'),
        ]) {
          try {
            const result = JSON.stringify(reader()) ?? '';
            expect(result).not.toContain('abcdefghijklmnop');
            expect(result).not.toContain('"value"');
          } catch (error) {
            if (!(error instanceof UnreadableResponse)) throw error;
            expect(error.message).not.toContain('abcdefghijklmnop');
          }
        }
        for (const word of Object.values(readErrorMessage(text)))
          expect(typeof word).toBe('string');
        const said = salvageKey(text, redact, () => undefined);
        expect(said?.reported.id ?? 'key_a').toMatch(/^[\w.~:-]+$/);
        expect(JSON.stringify(said?.reported ?? {})).not.toContain('abcdefghijklmnop');
      }),
      { numRuns: 500 },
    );
  });
});

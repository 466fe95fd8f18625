import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../src/domain/credential.ts';
import { redact } from '../../src/domain/redact.ts';
import { readCreated, readKey, readPage, UnreadableResponse } from '../../src/openai/parse.ts';

const CREDENTIAL = 'sk-admin-abcdefghijklmnopqrst';
const good = {
  object: 'organization.admin_api_key',
  id: 'key_abc',
  name: 'nightly',
  redacted_value: 'sk-admin...xyz',
  created_at: 1_700_000_000,
  expires_at: 1_700_086_400,
  last_used_at: 1_700_000_001,
  owner: { id: 'user_1', type: 'user', name: 'Ada', role: 'owner', created_at: 1 },
};
const read = (fields: object) => readKey(JSON.stringify({ ...good, ...fields }), 'key_abc', redact);

describe('a key', () => {
  test('is read', () => {
    expect(read({})).toEqual({
      id: 'key_abc',
      project: null,
      name: 'nightly',
      redactedValue: 'sk-admin...xyz',
      createdAt: 1_700_000_000,
      expiresAt: 1_700_086_400,
      lastUsedAt: 1_700_000_001,
      owner: { id: 'user_1', type: 'user', name: 'Ada', role: 'owner' },
      raw: good,
    });
  });

  test.each([
    [{ name: null }, { name: null }],
    [{ name: undefined }, { name: null }],
    [{ name: 7 }, { name: null }],
    [{ name: '' }, { name: '' }],
    [{ expires_at: null }, { expiresAt: null }],
    [{ expires_at: undefined }, { expiresAt: null }],
    [{ last_used_at: null }, { lastUsedAt: null }],
    [{ last_used_at: undefined }, { lastUsedAt: null }],
    [{ last_used_at: 'yesterday' }, { lastUsedAt: null }],
    [{ created_at: 0 }, { createdAt: 0 }],
    [{ owner: null }, { owner: null }],
    [{ owner: 'Ada' }, { owner: null }],
    [{ owner: [] }, { owner: null }],
    [{ owner: {} }, { owner: { id: null, type: null, name: null, role: null } }],
    [
      { owner: { id: 1, type: 'service_account', object: 'organization.service_account' } },
      { owner: { id: null, type: 'service_account', name: null, role: null } },
    ],
    [{ object: 'something.else' }, { id: 'key_abc' }],
    [
      { new_field: { nested: [1, null, true] } },
      { raw: { new_field: { nested: [1, null, true] } } },
    ],
  ])('with %j has %j', (fields, key) => {
    expect(read(fields)).toMatchObject(key);
  });

  test.each([
    [{ id: undefined }, 'has no usable `id`'],
    [{ id: '../users' }, 'has no usable `id`'],
    [{ id: 7 }, 'has no usable `id`'],
    [{ id: CREDENTIAL }, 'has no usable `id`'],
    [{ redacted_value: undefined }, 'has no usable `redacted_value`'],
    [{ redacted_value: '' }, 'has no usable `redacted_value`'],
    [{ created_at: undefined }, 'has no usable `created_at`'],
    [{ created_at: null }, 'has no usable `created_at`'],
    [{ created_at: '1700000000' }, 'has no usable `created_at`'],
    [{ created_at: -1 }, 'has no usable `created_at`'],
    [{ created_at: 1.5 }, 'has no usable `created_at`'],
    [{ created_at: 253_402_300_800 }, 'has no usable `created_at`'],
    [{ expires_at: 'never' }, 'has no usable `expires_at`'],
    [{ last_used_at: -1 }, 'has no usable `last_used_at`'],
    [{ id: 'key_abd' }, 'is about another key than was asked for'],
  ])('with %j is unreadable: it %s', (fields, problem) => {
    expect(() => read(fields)).toThrow(new UnreadableResponse(problem));
  });

  test('never keeps a value, nor a credential in any depth, key or text', () => {
    const deep = { [CREDENTIAL]: [{ a: { b: [`x ${CREDENTIAL} y`] } }] };
    const key = read({ value: 'hunter22', name: `my ${CREDENTIAL}`, deep, owner: deep });
    expect(JSON.stringify(key)).not.toMatch(/hunter22|abcdefghijklmnop/);
    expect(key.name).toBe('my ***');
    expect(key.raw.deep).toEqual({ '***': [{ a: { b: ['x *** y'] } }] });
  });

  test('may be some 32 levels deep and no deeper', () => {
    const nest = (levels: number) => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`);
    expect(read({ deep: nest(30) }).id).toBe('key_abc');
    expect(() => read({ deep: nest(34) })).toThrow(new UnreadableResponse('is nested too deeply'));
    const body = `${JSON.stringify(good).slice(0, -1)},"deep":${'['.repeat(1e5)}${']'.repeat(1e5)}}`;
    expect(() => readKey(body, 'key_abc', redact)).toThrow(UnreadableResponse);
  });

  test('cannot change what objects are', () => {
    const body = `${JSON.stringify(good).slice(0, -1)},"__proto__":{"polluted":1}}`;
    const key = readKey(body, 'key_abc', redact);
    expect(Object.getPrototypeOf(key.raw)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('a page', () => {
  const page = (fields: object) => readPage(JSON.stringify(fields), redact);

  test('is read without its edges', () => {
    const { keys, hasMore } = page({ data: [good, { ...good, id: 'key_2' }], has_more: true });
    expect(keys.map(({ id }) => id)).toEqual(['key_abc', 'key_2']);
    expect(hasMore).toBe(true);
    expect(page({ data: [], has_more: false })).toEqual({
      keys: [],
      hasMore: false,
      total: undefined,
    });
    expect(page({ data: [], has_more: false, total_count: 7 }).total).toBe(7);
    expect(page({ data: [], has_more: false, total_count: '7' }).total).toBeUndefined();
  });

  test.each([
    [{ has_more: false }, 'has no `data` list'],
    [{ data: {}, has_more: false }, 'has no `data` list'],
    [{ data: [] }, 'has no `has_more`'],
    [{ data: [], has_more: 'false' }, 'has no `has_more`'],
    [{ data: [], has_more: true }, 'is empty, though it says that there is more'],
    [{ data: [null], has_more: false }, 'holds something that is not a key'],
    [{ data: [[]], has_more: false }, 'holds something that is not a key'],
    [{ data: [good, {}], has_more: false }, 'has no usable `id`'],
  ])('%j is unreadable: it %s', (fields, problem) => {
    expect(() => page(fields)).toThrow(new UnreadableResponse(problem));
  });
});

describe('a new key', () => {
  function created(fields: object) {
    const hidden: string[] = [];
    const hide = (value: Credential) => void hidden.push(value.reveal());
    const body = JSON.stringify({ ...good, ...fields });
    const result = () => {
      const redact = (text: string) => hidden.reduce((t, h) => t.replaceAll(h, '***'), text);
      return readCreated(body, redact, hide);
    };
    return { result, hidden };
  }

  test('is read, its value hidden', () => {
    const { result, hidden } = created({ value: 'hunter22' });
    const { key, value } = result();
    expect(value.reveal()).toBe('hunter22');
    expect(hidden).toEqual(['hunter22']);
    expect(key.raw).toEqual(good);
  });

  test('has its value hidden before anything else fails or is kept', () => {
    const { result, hidden } = created({ value: 'hunter22', id: 'hunter22' });
    expect(result).toThrow(UnreadableResponse);
    expect(hidden).toEqual(['hunter22']);
    const copy = created({ value: 'hunter22', name: 'my hunter22', new: ['hunter22'] });
    expect(JSON.stringify(copy.result().key)).not.toContain('hunter22');
  });

  test.each([
    undefined,
    null,
    7,
    '',
    'short',
    'with space',
    'line\nend-1',
    `${'x'.repeat(1025)}`,
  ])('with the value %j is unreadable', (value) => {
    const { result, hidden } = created({ value });
    expect(result).toThrow(new UnreadableResponse('has no usable `value`'));
    expect(hidden).toEqual([]);
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import type { KeyClient, PageQuery } from '../../src/openai/client.ts';
import { list } from '../../src/operations/list.ts';
import { retrieve } from '../../src/operations/retrieve.ts';
import { aListRequest } from '../../testing/builders.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeContext,
  fakeKeys,
  SENTINEL,
} from '../../testing/fakes.ts';

const settings = {
  adminApiKey: new Credential(SENTINEL),
  baseUrl: new URL('https://api.openai.com/v1'),
  retryForMs: 0,
  timeoutMs: 30_000,
  summary: true,
};
const base = aListRequest();
const keys = [
  adminKey({ id: 'key_1', name: 'ci/eu' }),
  adminKey({ id: 'key_2', name: null }),
  adminKey({ id: 'key_3', name: 'ci/us' }),
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'list-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function listed(fields: Partial<RequestFor<'list'>>) {
  const queries: PageQuery[] = [];
  const listPage: KeyClient['listPage'] = async (query) => {
    queries.push(query);
    return { keys, hasMore: false, serverTime: undefined };
  };
  const context = { ...fakeContext(), client: fakeKeys({ listPage }) };
  const result = await list({ ...base, ...fields }, context);
  return { result, queries, ids: result.keys.map(({ id }) => id).join(' ') };
}

describe('list', () => {
  test.each<[Partial<RequestFor<'list'>>, string]>([
    [{}, 'key_1 key_2 key_3'],
    [{ name: 'ci/*' }, 'key_1 key_3'],
    [{ name: 'ci/*', limit: 1 }, 'key_1'],
    [{ name: '*' }, 'key_1 key_2 key_3'],
    [{ name: '?*' }, 'key_1 key_3'],
    [{ limit: 2 }, 'key_1 key_2'],
    [{ name: 'nothing' }, ''],
  ])('%j finds %j', async (fields, ids) => {
    const { result, ids: found } = await listed(fields);
    expect(found).toBe(ids);
    expect(result).toMatchObject({ pattern: fields.name ?? null, file: null });
    expect(result.failure).toBeUndefined();
  });

  test('asks in the order and from the place that were given', async () => {
    const { queries } = await listed({ order: 'desc', after: 'key_9', limit: 7 });
    expect(queries).toEqual([{ order: 'desc', after: 'key_9', limit: 7 }]);
  });

  test('writes what it found to a file', async () => {
    const keysFile = join(folder, 'keys.json');
    const { result } = await listed({ name: 'ci/*', keysFile });
    expect(result.file).toBe(keysFile);
    expect(JSON.parse(readFileSync(keysFile, 'utf8'))).toEqual([keys[0]?.raw, keys[2]?.raw]);
  });

  test('gives what it found also where the file cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { result, ids } = await listed({ keysFile: join(folder, 'file', 'keys.json') });
    expect(ids).toBe('key_1 key_2 key_3');
    expect(result.file).toBeNull();
    expect(result.failure).toMatchObject(actionError('file'));
  });

  test('lets a bug through as it is', async () => {
    const bug = { id: 'key_1' } as never;
    const listPage = async () => ({ keys: [bug], hasMore: false, serverTime: undefined });
    const context = { ...fakeContext(), client: fakeKeys({ listPage }) };
    const keysFile = join(folder, 'keys.csv');
    const error = await failureOf(() => list({ ...base, keysFile }, context));
    expect(error.name).not.toBe('ActionError');
    expect(existsSync(keysFile)).toBe(false);
  });
});

test('retrieve gives the key of the id', async () => {
  const client = fakeKeys({
    retrieve: async (id) => ({ key: adminKey({ id }), serverTime: undefined }),
  });
  const request = { ...settings, operation: 'retrieve', keyId: 'key_7' } as const;
  expect(await retrieve(request, { client: client })).toEqual({
    operation: 'retrieve',
    key: adminKey({ id: 'key_7' }),
  });
});

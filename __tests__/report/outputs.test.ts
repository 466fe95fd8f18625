import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ResultFor } from '../../src/domain/result.ts';
import type { SecretTarget } from '../../src/domain/secret-target.ts';
import { fitOutputs, outputsOf } from '../../src/report/outputs.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const LIMIT = 1_048_576;
const repository: SecretTarget = {
  place: 'repository',
  app: 'actions',
  name: 'K',
  owner: 'o',
  repo: 'r',
};

const create: ResultFor<'create'> = {
  operation: 'create',
  outcome: 'created',
  key: adminKey({ expiresAt: NOW, lastUsedAt: NOW - 1 }),
  name: 'nightly',
  lifetime: null,
  revokeAfterJob: false,
  targets: [],
  written: [],
  exposedTo: [],
};

describe('outputsOf', () => {
  const key = {
    id: 'key_abc',
    name: 'nightly',
    'redacted-value': 'sk-admin...xyz',
    'created-at': '2027-01-15T07:00:00Z',
    'expires-at': '2027-01-15T08:00:00Z',
    'last-used-at': '2027-01-15T07:59:59Z',
    owner: '{"id":"user_1","type":"user","name":"Ada","role":"owner"}',
  };

  test('of a key that was made', () => {
    const outputs = outputsOf(create);
    expect(outputs).toEqual({
      ...key,
      key: JSON.stringify(create.key?.raw),
      created: 'true',
      'secrets-written': '[]',
    });
    expect(JSON.parse(outputs.key ?? '')).toMatchObject({ id: 'key_abc', created_at: NOW - 3_600 });
  });

  test('of a key that was reused, and of one that would be made', () => {
    expect(outputsOf({ ...create, outcome: 'reused' })).toMatchObject({ ...key, created: 'false' });
    const {
      'secrets-written': written,
      created,
      ...rest
    } = outputsOf({
      ...create,
      outcome: 'planned',
      key: null,
    });
    expect([created, written]).toEqual(['false', '[]']);
    expect(Object.keys(rest).sort()).toEqual([...Object.keys(key), 'key'].sort());
    expect(new Set(Object.values(rest))).toEqual(new Set(['']));
  });

  test('of secrets that were written', () => {
    const environment: SecretTarget = { ...repository, place: 'environment', environment: 'prod' };
    const organization: SecretTarget = {
      place: 'organization',
      app: 'dependabot',
      name: 'K',
      organization: 'octo',
      visibility: 'selected',
      repositories: [{ owner: 'o', repo: 'r' }],
    };
    const outputs = outputsOf({
      ...create,
      written: [
        { target: repository, action: 'created' },
        { target: environment, action: 'updated' },
        { target: organization, action: 'created' },
      ],
    });
    expect(JSON.parse(outputs['secrets-written'] ?? '')).toEqual([
      { app: 'actions', repository: 'o/r', name: 'K', action: 'created' },
      { app: 'actions', repository: 'o/r', environment: 'prod', name: 'K', action: 'updated' },
      { app: 'dependabot', organization: 'octo', name: 'K', action: 'created' },
    ]);
  });

  test('of a key with little in it are empty texts', () => {
    const bare = adminKey({ name: null, owner: null });
    expect(outputsOf({ operation: 'retrieve', key: bare })).toMatchObject({
      name: '',
      'expires-at': '',
      'last-used-at': '',
      owner: '',
    });
  });

  test('of a list', () => {
    const keys = [adminKey(), adminKey({ id: 'key_2', name: 'a\nb' })];
    const result = { operation: 'list', archived: [], keys, pattern: null, file: null } as const;
    const outputs = outputsOf(result);
    expect(outputs).toMatchObject({ ids: 'key_abc\nkey_2', count: '2' });
    expect(JSON.parse(outputs.keys ?? '')).toEqual(keys.map(({ raw }) => raw));
    expect(outputsOf({ ...result, keys: [] })).toEqual({ keys: '[]', ids: '', count: '0' });
  });

  test('of a deletion are the ids that are gone', () => {
    const statuses = ['deleted', 'gone', 'failed', 'not-tried', 'planned'] as const;
    const keys = statuses.map((status) => ({ id: `key_${status}`, status }));
    expect(outputsOf({ operation: 'delete', keys })).toEqual({
      'deleted-ids': 'key_deleted\nkey_gone',
    });
  });
});

describe('fitOutputs', () => {
  const text = (length: number) => 'x'.repeat(length);
  /** As the runner counts: UTF-16, names included. */
  const size = (outputs: Record<string, string>) =>
    2 * Object.entries(outputs).flat().join('').length;

  test('leaves what fits as it is', () => {
    const outputs = { keys: text(200_000), ids: text(200_000), count: '7' };
    expect(fitOutputs(outputs)).toEqual({ outputs, emptied: [] });
  });

  test.each([
    [{ keys: text(600_000), ids: 'a', count: '7' }, ['keys']],
    [{ keys: text(300_000), ids: text(300_000), count: '7' }, ['keys']],
    [{ keys: 'a', ids: text(600_000), count: '7' }, ['keys', 'ids']],
    [{ keys: '', ids: text(600_000), count: '7' }, ['ids']],
  ])('%#: empties %j', (given, names) => {
    const { outputs, emptied } = fitOutputs(given);
    expect(emptied).toEqual(names);
    expect(outputs.count).toBe('7');
    for (const name of names) expect(outputs[name]).toBe('');
  });

  test('of any list stay inside the limit', () => {
    const length = fc.integer({ min: 0, max: 700_000 });
    fc.assert(
      fc.property(length, length, (keys, ids) => {
        const given = { keys: text(keys), ids: text(ids), count: '7' };
        expect(size(fitOutputs(given).outputs)).toBeLessThanOrEqual(LIMIT);
      }),
      { numRuns: 30 },
    );
  });

  test('of one key that is larger than the limit stay inside it', () => {
    const name = text(600_000);
    const { outputs } = fitOutputs(outputsOf({ operation: 'retrieve', key: adminKey({ name }) }));
    expect(size(outputs)).toBeLessThanOrEqual(LIMIT);
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, StoredKey } from '../../emulator/openai.ts';
import { errorsOf, requestsOf, runStep, warningsOf } from '../support/openai-step.ts';
import { cleanUp, type StepResult } from '../support/runner.ts';
import { startOpenAi } from '../support/services.ts';

const KEYS = '/v1/organization/admin_api_keys';
const DAY = 86_400;

let api: OpenAi;
/** Unix seconds at which the API's clock stands. */
let now: number;
beforeEach(async () => {
  api = await startOpenAi();
  now = api.now();
  api.setClock(() => now * 1000);
});
afterEach(() => api.close());
afterAll(cleanUp);

const verify = (inputs: Record<string, string> = {}) =>
  runStep(api, { operation: 'verify', ...inputs });
const seed = (key: Partial<StoredKey>) => api.seed({ name: 'ci-seed', ...key });
const violationsOf = (result: StepResult): { id: string; name: string; rule: string }[] =>
  JSON.parse(result.outputs.violations ?? '');
const rulesOf = (result: StepResult) => violationsOf(result).map(({ rule }) => rule);

describe('each rule, to the second', () => {
  test.each<[string, string, (at: number) => Partial<StoredKey>]>([
    ['max-age', '30d', (at) => ({ createdAt: at - 30 * DAY })],
    ['max-idle', '7d', (at) => ({ createdAt: at - 90 * DAY, lastUsedAt: at - 7 * DAY })],
    ['max-idle', 'P7D', (at) => ({ createdAt: at - 7 * DAY, lastUsedAt: null })],
    ['min-remaining', '14d', (at) => ({ expiresAt: at + 14 * DAY })],
  ])('%s %s holds at the limit and is broken a second later', async (rule, limit, key) => {
    const { id, name } = seed(key(now));
    const inputs = { 'key-id': id, [rule]: limit };
    const good = await verify(inputs);
    expect(good.exitCode).toBe(0);
    expect(good.outputs).toMatchObject({
      compliant: 'true',
      violations: '[]',
      'violation-ids': '',
      ids: id,
      count: '1',
    });
    now += 1;
    const bad = await verify(inputs);
    expect(bad.exitCode).toBe(1);
    expect(bad.outputs.compliant).toBe('false');
    expect(violationsOf(bad)).toEqual([
      {
        id,
        name,
        owner: { type: 'user', id: expect.stringMatching(/^user_/) },
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        expires_at: rule === 'min-remaining' ? expect.stringMatching(/Z$/) : null,
        rule,
        message: expect.any(String),
      },
    ]);
    expect(bad.outputs['violation-ids']).toBe(id);
  });

  test('a key lives until its last second, whatever the rules', async () => {
    const { id } = seed({ expiresAt: now + 1 });
    expect((await verify({ 'key-id': id })).outputs.compliant).toBe('true');
    now += 1;
    expect(rulesOf(await verify({ 'key-id': id }))).toEqual(['expired']);
  });

  test('`require-expiry` and `allowed-owners`', async () => {
    const { id } = seed({ owner: { id: 'user_1', name: 'Ada' } });
    expect(rulesOf(await verify({ 'key-id': id, 'require-expiry': 'true' }))).toEqual([
      'require-expiry',
    ]);
    const allowed = await verify({ 'key-id': id, 'allowed-owners': 'user_2\nuser_1' });
    expect(allowed.outputs.compliant).toBe('true');
    const foreign = await verify({ 'key-id': id, 'allowed-owners': 'user_2, user_3' });
    expect(rulesOf(foreign)).toEqual(['allowed-owners']);
    expect(errorsOf(foreign)[0]).toContain('belongs to user_1, who is not allowed');
  });
});

describe('all rules together', () => {
  const policy = {
    name: 'ci-*',
    'max-age': '90d',
    'max-idle': '30d',
    'min-remaining': '14d',
    'require-expiry': 'true',
    'allowed-owners': 'user_1',
  };
  const owner = { id: 'user_1', name: 'Ada' };

  test('each finding is told, in the order of keys and rules; an expired key only expired', async () => {
    const good = { createdAt: now - DAY, lastUsedAt: now - 60, expiresAt: now + 30 * DAY, owner };
    seed({ ...good, name: 'ci-good' });
    const stranger = { id: 'user_9', name: 'Eve' };
    const worst = seed({ createdAt: now - 100 * DAY, owner: stranger, name: 'ci-worst' });
    const dead = seed({ createdAt: now - 400 * DAY, expiresAt: now - DAY, owner: stranger });
    const soon = seed({ ...good, expiresAt: now + DAY });
    seed({ ...good, name: 'other', owner: stranger });
    const result = await verify(policy);
    expect(violationsOf(result).map(({ id, rule }) => [id, rule])).toEqual([
      [dead.id, 'expired'],
      [worst.id, 'max-age'],
      [worst.id, 'max-idle'],
      [worst.id, 'require-expiry'],
      [worst.id, 'allowed-owners'],
      [soon.id, 'min-remaining'],
    ]);
    expect(result.outputs).toMatchObject({
      compliant: 'false',
      'violation-ids': [dead, worst, soon].map(({ id }) => id).join('\n'),
      count: '4',
    });
    expect(result.log).toContain(
      'Rules in force: max-age 90 days; max-idle 30 days; min-remaining 14 days; require-expiry; ' +
        'allowed-owners user_1.',
    );
    expect(errorsOf(result)).toHaveLength(1);
    expect(errorsOf(result)[0]).toMatch(/^Not compliant: 6 violations, 4 keys checked\.\n- `key_/);
  });

  test('one annotation holds the first ten, and counts the others', async () => {
    for (let i = 0; i < 12; i++) seed({ name: `ci-${i}`, createdAt: now - 91 * DAY });
    const result = await verify({ name: 'ci-*', 'max-age': '90d' });
    expect(result.annotations).toHaveLength(1);
    const lines = errorsOf(result)[0]?.split('\n') ?? [];
    expect(lines).toHaveLength(12);
    expect(lines[10]).toContain('“ci-9”');
    expect(lines[11]).toBe('- and 2 more');
    expect(violationsOf(result)).toHaveLength(12);
  });

  test('`on-violation: warn` leaves the step green, with one warning', async () => {
    const { id } = seed({ createdAt: now - 91 * DAY });
    const result = await verify({ ...policy, 'on-violation': 'warn' });
    expect(result.exitCode).toBe(0);
    expect(result.annotations).toHaveLength(1);
    expect(warningsOf(result)[0]).toMatch(/^Not compliant: /);
    expect(result.outputs).toMatchObject({ compliant: 'false', 'violation-ids': id });
  });
});

describe('which keys', () => {
  const page = `GET ${KEYS}?limit=100&order=asc`;

  test('a single id takes one request, and so does one that is missing', async () => {
    const { id } = seed({});
    await verify({ 'key-id': id });
    expect(requestsOf(api)).toEqual([`GET ${KEYS}/${id}`]);
    api.log.length = 0;
    const result = await verify({ 'key-id': 'key_nobody', 'require-expiry': 'true' });
    expect(requestsOf(api)).toEqual([`GET ${KEYS}/key_nobody`]);
    expect(rulesOf(result)).toEqual(['missing']);
    expect(result.outputs).toMatchObject({ 'violation-ids': '', ids: '', count: '0', keys: '[]' });
  });

  test('several ids take the pages, as all keys do', async () => {
    const { id } = seed({ createdAt: now - DAY });
    const result = await verify({ 'key-id': `key_nobody, ${id}`, 'max-age': '1h' });
    expect(requestsOf(api)).toEqual([page]);
    expect(violationsOf(result)).toEqual([
      expect.objectContaining({ id: 'key_nobody', name: null, rule: 'missing' }),
      expect.objectContaining({ id, rule: 'max-age' }),
    ]);
    expect(result.outputs['violation-ids']).toBe(id);
    for (let i = 0; i < 100; i++) seed({});
    api.log.length = 0;
    expect((await verify()).outputs).toMatchObject({ compliant: 'true', count: '102' });
    expect(requestsOf(api)).toEqual([page, expect.stringMatching(/&after=key_/)]);
  });

  test('a pattern that matches nothing fails: such a check would check nothing', async () => {
    for (const warn of ['fail', 'warn']) {
      const result = await verify({ name: 'prod-*', 'on-violation': warn });
      expect(result.exitCode).toBe(1);
      expect(result.outputs.compliant ?? '').toBe('');
      expect(errorsOf(result)).toEqual([expect.stringContaining('No admin key has a name like')]);
    }
  });

  test('`keys-file` holds the keys that were checked, also when the step fails', async () => {
    const { id } = seed({});
    const result = await verify({
      name: 'ci-*',
      'require-expiry': 'true',
      'keys-file': 'keys.json',
    });
    expect(result.exitCode).toBe(1);
    const keys = JSON.parse(readFileSync(`${result.workspace}/keys.json`, 'utf8'));
    expect(keys).toEqual([expect.objectContaining({ id })]);
    expect(JSON.parse(result.outputs.keys ?? '')).toEqual(keys);
  });
});

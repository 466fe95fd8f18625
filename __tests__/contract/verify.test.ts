import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi } from '../../emulator/openai.ts';
import { ACCOUNT, type Keys, KINDS, PROJECT, type Stored, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, requestsOf, runStep, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

const ADMIN_KEYS = '/v1/organization/admin_api_keys';
const PROJECT_KEYS = `/v1/organization/projects/${PROJECT}/api_keys`;
const DAY = 86_400;

afterAll(cleanUp);

describe.each(KINDS)('%s', (kind) => {
  const isAdmin = kind === 'admin key';
  let api: OpenAi;
  let keys: Keys;
  /** Unix seconds at which the API's clock stands. */
  let now: number;
  beforeEach(async () => {
    api = await startOpenAi();
    keys = setUpKind(api, kind);
    now = api.now();
    api.setClock(() => now * 1000);
  });
  afterEach(() => api.close());

  /** Checks keys by their ids, or all of the organization or the project. */
  const verify = (inputs: Record<string, string> = {}) => {
    const place = 'key-id' in inputs || isAdmin ? {} : { 'project-id': PROJECT };
    return runStep(api, { ...place, operation: 'verify', ...inputs });
  };
  interface Seed {
    name?: string;
    createdAt?: number;
    expiresAt?: number | null;
    lastUsedAt?: number | null;
    owner?: { id: string; name: string };
  }
  /** Stores a key, with an owner as the API names the owner of such a key. */
  function seed({ lastUsedAt = null, owner, ...fields }: Seed): Stored {
    const key = keys.seed({ name: 'ci-seed', ...fields });
    key.lastUsedAt = lastUsedAt;
    if (owner !== undefined) {
      key.extra = { owner: isAdmin ? owner : { type: 'service_account', service_account: owner } };
    }
    return key;
  }
  const violationsOf = (result: StepResult): { id: string; name: string; rule: string }[] =>
    JSON.parse(result.outputs.violations ?? '');
  const rulesOf = (result: StepResult) => violationsOf(result).map(({ rule }) => rule);

  describe('each rule, to the second', () => {
    test.each<[string, string, (at: number) => Seed]>([
      ['max-age', '30d', (at) => ({ createdAt: at - 30 * DAY })],
      ['max-idle', '7d', (at) => ({ createdAt: at - 90 * DAY, lastUsedAt: at - 7 * DAY })],
      ['max-idle', 'P7D', (at) => ({ createdAt: at - 7 * DAY, lastUsedAt: null })],
      ['min-remaining', '14d', (at) => ({ expiresAt: at + 14 * DAY })],
    ])('%s %s holds at the limit and is broken a second later', async (rule, limit, key) => {
      const stored = seed(key(now));
      const { name } = stored;
      const id = keys.idOf(stored);
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
          ...(isAdmin ? {} : { project_id: PROJECT, service_account_id: ACCOUNT }),
          owner: isAdmin
            ? { type: 'user', id: expect.stringMatching(/^user_/) }
            : { type: 'service_account', id: ACCOUNT },
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          expires_at: rule === 'min-remaining' ? expect.stringMatching(/Z$/) : null,
          rule,
          message: expect.any(String),
        },
      ]);
      expect(bad.outputs['violation-ids']).toBe(id);
    });

    test('a key lives until its last second, whatever the rules', async () => {
      const id = keys.idOf(seed({ expiresAt: now + 1 }));
      expect((await verify({ 'key-id': id })).outputs.compliant).toBe('true');
      now += 1;
      expect(rulesOf(await verify({ 'key-id': id }))).toEqual(['expired']);
    });

    test('`require-expiry` and `allowed-owners`', async () => {
      const id = keys.idOf(seed({ owner: { id: 'user_1', name: 'Ada' } }));
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
        [keys.idOf(dead), 'expired'],
        [keys.idOf(worst), 'max-age'],
        [keys.idOf(worst), 'max-idle'],
        [keys.idOf(worst), 'require-expiry'],
        [keys.idOf(worst), 'allowed-owners'],
        [keys.idOf(soon), 'min-remaining'],
      ]);
      expect(result.outputs).toMatchObject({
        compliant: 'false',
        'violation-ids': [dead, worst, soon].map(keys.idOf).join('\n'),
        count: '4',
      });
      expect(result.log).toContain(
        'Rules in force: max-age 90 days; max-idle 30 days; min-remaining 14 days; require-expiry; ' +
          'allowed-owners user_1.',
      );
      expect(errorsOf(result)).toHaveLength(1);
      expect(errorsOf(result)[0]).toMatch(
        /^Not compliant: 6 violations, 4 keys checked\.\n- `(proj_test\/)?key_/,
      );
    });

    test('one annotation holds the first ten, and counts the others', async () => {
      for (let i = 0; i < 12; i++) seed({ name: `ci-${i}`, createdAt: now - 91 * DAY + i });
      const result = await verify({ name: 'ci-*', 'max-age': '90d' });
      expect(result.annotations).toHaveLength(1);
      const lines = errorsOf(result)[0]?.split('\n') ?? [];
      expect(lines).toHaveLength(12);
      expect(lines[10]).toContain('“ci-9”');
      expect(lines[11]).toBe('- and 2 more');
      expect(violationsOf(result)).toHaveLength(12);
    });

    test('`on-violation: warn` leaves the step green, with one warning', async () => {
      const id = keys.idOf(seed({ createdAt: now - 91 * DAY }));
      const result = await verify({ ...policy, 'on-violation': 'warn' });
      expect(result.exitCode).toBe(0);
      expect(result.annotations).toHaveLength(1);
      expect(warningsOf(result)[0]).toMatch(/^Not compliant: /);
      expect(result.outputs).toMatchObject({ compliant: 'false', 'violation-ids': id });
    });
  });

  describe('which keys', () => {
    const page = isAdmin
      ? `GET ${ADMIN_KEYS}?limit=100&order=asc`
      : `GET ${PROJECT_KEYS}?limit=100&owner_project_access=any`;
    const [path, prefix] = isAdmin ? [ADMIN_KEYS, ''] : [PROJECT_KEYS, `${PROJECT}/`];
    const nobody = `${prefix}key_nobody`;

    test('a single id takes one request, and so does one that is missing', async () => {
      const key = seed({});
      await verify({ 'key-id': keys.idOf(key) });
      expect(requestsOf(api)).toEqual([`GET ${path}/${key.id}`]);
      api.log.length = 0;
      const result = await verify({ 'key-id': nobody, 'require-expiry': 'true' });
      expect(requestsOf(api)).toEqual([`GET ${path}/key_nobody`]);
      expect(rulesOf(result)).toEqual(['missing']);
      expect(result.outputs).toMatchObject({
        'violation-ids': '',
        ids: '',
        count: '0',
        keys: '[]',
      });
    });

    test('several ids take the pages, as all keys do', async () => {
      const id = keys.idOf(seed({ createdAt: now - DAY }));
      const result = await verify({ 'key-id': `${nobody}, ${id}`, 'max-age': '1h' });
      expect(requestsOf(api)).toEqual([page]);
      expect(violationsOf(result)).toEqual([
        expect.objectContaining({ id: nobody, name: null, rule: 'missing' }),
        expect.objectContaining({ id, rule: 'max-age' }),
      ]);
      expect(result.outputs['violation-ids']).toBe(id);
      // With the key that authenticates, or with two twins.
      for (let i = 0; i < 100; i++) seed({});
      api.log.length = 0;
      const count = isAdmin ? '102' : '103';
      expect((await verify()).outputs).toMatchObject({ compliant: 'true', count });
      expect(requestsOf(api)).toEqual([page, expect.stringMatching(/&after=key_/)]);
    });

    test('a pattern that matches nothing fails: such a check would check nothing', async () => {
      for (const warn of ['fail', 'warn']) {
        const result = await verify({ name: 'prod-*', 'on-violation': warn });
        expect(result.exitCode).toBe(1);
        expect(result.outputs.compliant ?? '').toBe('');
        expect(errorsOf(result)).toEqual([
          expect.stringMatching(
            isAdmin ? /^No admin key has a name like/ : /^No key has a name like/,
          ),
        ]);
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
      const written = JSON.parse(readFileSync(`${result.workspace}/keys.json`, 'utf8'));
      expect(written).toEqual([expect.objectContaining({ id })]);
      expect(JSON.parse(result.outputs.keys ?? '')).toEqual(written);
    });
  });
});

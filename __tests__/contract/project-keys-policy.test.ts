import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, StoredProjectKey } from '../../emulator/openai.ts';
import { type Keys, PROJECT, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, requestsOf, runStep, tracesOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/* The rules that projects' keys bring: whose they are, and whose value a secret holds. */

const EMAIL = 'grace.hopper@navy.example';

let api: OpenAi;
let keys: Keys;
let own: StoredProjectKey;
let users: StoredProjectKey;
beforeEach(async () => {
  api = await startOpenAi();
  keys = setUpKind(api, 'service account key');
  own = keys.seed({ name: 'own' }) as StoredProjectKey;
  users = api.seedProjectKey({
    projectId: PROJECT,
    name: 'hers',
    owner: { id: 'user_grace', name: EMAIL, email: EMAIL },
  });
});
afterEach(() => api.close());
afterAll(cleanUp);

const verify = (inputs: Record<string, string>) =>
  runStep(api, { operation: 'verify', 'project-id': PROJECT, ...inputs });
interface Finding {
  id: string;
  rule: string;
  message: string;
}
const findings = ({ outputs }: StepResult): Finding[] => JSON.parse(outputs.violations || '[]');

describe('`allowed-owner-types`', () => {
  test('finds the keys of users, and says what to do', async () => {
    const result = await verify({ 'allowed-owner-types': 'service_account' });
    const found = findings(result);
    expect(found.map(({ rule }) => rule)).toEqual(['allowed-owner-types', 'allowed-owner-types']);
    expect(found.map(({ id }) => id)).toContain(`${PROJECT}/${users.id}`);
    expect(found[0]?.message).toBe('belongs to a user, which is not allowed');
    expect(result.outputs['violation-ids']?.split('\n')).toEqual(found.map(({ id }) => id));
    expect(result.summary).toContain('replace the key');
  });

  test('lets both types pass where both are named', async () => {
    const result = await verify({ 'allowed-owner-types': 'user, service_account' });
    expect(result.outputs).toMatchObject({ compliant: 'true', violations: '[]' });
  });

  test('finds a key without an owner that the API tells', async () => {
    users.extra = { owner: null };
    const result = await verify({ 'allowed-owner-types': 'user\nservice_account' });
    expect(findings(result)).toMatchObject([
      { id: `${PROJECT}/${users.id}`, message: expect.stringContaining('unknown type') },
    ]);
  });

  test('holds for admin keys too', async () => {
    const result = await verify({ 'project-id': 'none', 'allowed-owner-types': 'service_account' });
    expect(findings(result)).toHaveLength(api.keys.length);
  });

  test('refuses another word before any request', async () => {
    const result = await verify({ 'allowed-owner-types': 'robot' });
    expect(errorsOf(result)).toEqual([expect.stringContaining('`allowed-owner-types`')]);
    expect(api.log).toEqual([]);
  });
});

describe('`key-value`', () => {
  const value = (of: { value: string }) => ({ 'key-value': of.value });
  const trials = () => requestsOf(api).slice(-1);

  test('of a key of the project is accepted by its models, and its key is told', async () => {
    const result = await verify(value(own));
    expect(errorsOf(result)).toEqual([]);
    expect(result.outputs.compliant).toBe('true');
    expect(trials()).toEqual(['GET /v1/models']);
    expect(api.log.at(-1)?.headers.authorization).toBe(`Bearer ${own.value}`);
    for (const text of [result.log, result.summary]) {
      expect(text).toMatch(/The value in `key-value` is that of key .*own/);
    }
  });

  test.each<[string, () => Record<string, string>, string | null, string]>([
    ['with its id', () => ({ 'key-id': keys.idOf(own), ...value(own) }), null, 'models'],
    [
      'with the id of another key',
      () => ({ 'key-id': `${PROJECT}/${users.id}`, ...value(own) }),
      'is the value of another key than',
      'models',
    ],
    [
      'of another project',
      () => value(api.projectKeys.find(({ projectId }) => projectId !== PROJECT) ?? own),
      'is the value of none of the keys that were checked',
      'models',
    ],
    [
      'of another project, where all are checked',
      () => ({ ...value(api.projectKeys.at(-1) ?? own), 'project-id': 'all' }),
      null,
      'models',
    ],
    ['of an admin key', () => ({ 'key-value': api.adminKey }), 'is the value of an admin key', ''],
    [
      'of an admin key, where admin keys are checked too',
      () => ({ 'key-value': api.adminKey, 'project-id': 'none, all' }),
      null,
      'admin_api_keys?limit=1&order=asc',
    ],
    [
      'of a project’s key, where admin keys alone are checked',
      () => ({ ...value(own), 'project-id': 'none' }),
      'may not manage admin keys',
      'admin_api_keys?limit=1&order=asc',
    ],
  ])('%s', async (_, inputs, said, trial) => {
    const result = await verify(inputs());
    const found = findings(result);
    expect(found.map(({ rule }) => rule)).toEqual(said === null ? [] : ['value']);
    if (said !== null) expect(found[0]?.message).toContain(said);
    expect(result.outputs['violation-ids']).toBe('');
    expect(trials()[0]).toContain(trial);
    const shown = tracesOf(result).replaceAll(/^::add-mask::.*$/gm, '');
    expect(shown).not.toContain(inputs()['key-value']);
  });

  test.each<[string, () => void, string]>([
    ['was deleted', () => api.revoke(own.id), 'is refused by the API'],
    [
      'has expired',
      () => Object.assign(own, { expiresAt: api.now() - 1 }),
      'is refused by the API',
    ],
    [
      'belongs to a deactivated account',
      () => Object.assign(api.projects[0] ?? {}, { callRefusal: 'account_deactivated' }),
      'is deactivated',
    ],
  ])('whose key %s falls short, tried once', async (_, end, said) => {
    end();
    const result = await verify({ ...value(own), name: 'hers' });
    expect(findings(result)).toMatchObject([
      { rule: 'value', message: expect.stringContaining(said) },
    ]);
    expect(requestsOf(api).filter((one) => one.endsWith('/models'))).toHaveLength(1);
  });

  test('that may not list models is accepted, with a warning', async () => {
    own.scopes = ['api.assistants.read'];
    const result = await verify(value(own));
    expect(result.outputs.compliant).toBe('true');
    expect(warningsOf(result)).toContainEqual(
      expect.stringMatching(/accepts the value in `key-value` but does not let it list models/),
    );
  });

  test('that could not be tried has no verdict', async () => {
    api.fault({ path: '/v1/models', status: 503 });
    const result = await verify({ ...value(own), 'on-violation': 'warn' });
    expect(errorsOf(result)).toEqual([expect.stringContaining('could not be tried')]);
    expect(result.outputs.compliant).toBe('');
  });
});

describe('a user’s e-mail address', () => {
  const steps: [string, () => Record<string, string>, string[]][] = [
    ['list', () => ({ operation: 'list', 'keys-file': 'keys.csv' }), ['keys']],
    [
      'verify',
      () => ({ operation: 'verify', 'keys-file': 'keys.csv', 'allowed-owners': 'user_ada' }),
      ['keys'],
    ],
    [
      'verify by type',
      () => ({ operation: 'verify', 'allowed-owner-types': 'service_account' }),
      ['keys'],
    ],
    ['retrieve', () => ({ operation: 'retrieve', 'key-id': users.id }), ['owner', 'key']],
    ['delete', () => ({ operation: 'delete', 'key-id': users.id }), []],
  ];

  test.each(
    steps,
  )('is in no log, summary, CSV, or error of `%s`, nor in other outputs than those that give keys as they are', async (_, inputs, told) => {
    const given = inputs();
    const result = await runStep(api, { 'project-id': PROJECT, ...given }, { debug: true });
    const { outputs } = result;
    const withIt = Object.keys(outputs).filter((name) => outputs[name]?.includes(EMAIL));
    expect(withIt.toSorted()).toEqual(
      ['owner', 'key', 'keys'].filter((one) => told.includes(one)).toSorted(),
    );
    for (const text of [result.log, result.stdout, result.stderr, result.summary]) {
      expect(text).not.toContain(EMAIL);
    }
    expect(JSON.stringify(result.annotations)).not.toContain(EMAIL);
    expect(result.files.state).not.toContain(EMAIL);
    if (given['keys-file'] === undefined) return;
    const csv = readFileSync(join(result.workspace, given['keys-file']), 'utf8');
    expect(csv).toContain('user_grace');
    expect(csv).not.toContain(EMAIL);
  });

  test('is not in the error about a new key that the API calls hers', async () => {
    api.fault({
      method: 'GET',
      rewrite: (reply) => ({
        ...reply,
        body: {
          ...(reply.body as object),
          owner: { type: 'user', user: { email: EMAIL, name: EMAIL } },
        },
      }),
    });
    const result = await runStep(
      api,
      { ...keys.inputs, operation: 'create', name: 'new' },
      { debug: true },
    );
    expect(errorsOf(result)).toEqual([expect.stringContaining('no owner')]);
    expect(tracesOf(result)).not.toContain(EMAIL);
  });
});

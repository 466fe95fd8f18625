import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, StoredProjectKey } from '../../emulator/openai.ts';
import { type Keys, PROJECT, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, runStep, tracesOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/* What projects' keys bring that admin keys do not: rules for their owners, and users with an address. */

const EMAIL = 'grace.hopper@navy.example';

let api: OpenAi;
let keys: Keys;
let users: StoredProjectKey;
beforeEach(async () => {
  api = await startOpenAi();
  keys = setUpKind(api, 'service account key');
  keys.seed({ name: 'own' });
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

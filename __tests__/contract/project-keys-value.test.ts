import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CallRefusal, OpenAi, StoredProjectKey } from '../../emulator/openai.ts';
import { type Keys, PROJECT, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, requestsOf, runStep, tracesOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/* `key-value` with a project's key; values of admin keys are in `verify-value.test.ts`. */

let api: OpenAi;
let keys: Keys;
let own: StoredProjectKey;
let users: StoredProjectKey;
beforeEach(async () => {
  api = await startOpenAi();
  keys = setUpKind(api, 'service account key');
  own = keys.seed({ name: 'own' }) as StoredProjectKey;
  users = api.seedProjectKey({ projectId: PROJECT, name: 'hers' });
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

  const refusals: [CallRefusal, RegExp][] = [
    ['ip_not_authorized', /does not accept the IP address of this runner/],
    ['incorrect_hostname', /Set `base-url` to `https:\/\/us\.api\.openai\.com\/v1`\.$/],
    ['insufficient_quota', /refuses requests because of billing/],
    ['project_spend_limit_exceeded', /project has reached its spend limit/],
  ];
  const accepted: [string, () => void, RegExp][] = [
    ...refusals.map(([name, said]): (typeof accepted)[number] => [
      name,
      () =>
        Object.assign(api.projects.find(({ id }) => id === PROJECT) ?? {}, { callRefusal: name }),
      said,
    ]),
    [
      'narrow scopes',
      () => Object.assign(own, { scopes: ['api.assistants.read'] }),
      /accepts the value in `key-value` but does not let it list models/,
    ],
  ];

  test.each(
    accepted,
  )('that is refused for %s is known, so accepted, with a warning', async (_, arrange, said) => {
    arrange();
    // Waiting would not help, so it is tried once.
    const result = await verify({ ...value(own), 'max-age': '90d', 'retry-for': '15m' });
    expect(errorsOf(result)).toEqual([]);
    expect(result.outputs).toMatchObject({ compliant: 'true', violations: '[]' });
    expect(warningsOf(result)).toEqual([expect.stringMatching(said)]);
    expect(result.log).toMatch(/The value in `key-value` is that of key .*own/);
    expect(requestsOf(api)).toHaveLength(2);
  });

  test.each([
    'Incorrect API key provided.',
    'You have insufficient permissions. Missing scopes: api.model.read',
    'Attempted to access resource with incorrect regional hostname.',
  ])('that is an invalid key falls short, whatever the message says: %s', async (message) => {
    const body = { error: { message, code: 'invalid_api_key' } };
    api.fault({ path: '/v1/models', status: 401, body });
    const result = await verify({ ...value(own), 'max-age': '90d' });
    expect(findings(result)).toMatchObject([
      { rule: 'value', message: expect.stringContaining('is refused by the API') },
    ]);
    expect(result.outputs['violation-ids']).toBe('');
    expect(warningsOf(result)).toEqual([]);
    expect(requestsOf(api)).toHaveLength(2);
  });

  test('that could not be tried has no verdict', async () => {
    api.fault({ path: '/v1/models', status: 503 });
    const result = await verify({ ...value(own), 'on-violation': 'warn' });
    expect(errorsOf(result)).toEqual([expect.stringContaining('could not be tried')]);
    expect(result.outputs.compliant).toBe('');
  });
});

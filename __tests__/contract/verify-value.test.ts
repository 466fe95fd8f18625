import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OpenAi, StoredKey } from '../../emulator/openai.ts';
import { errorsOf, requestsOf, runStep, tracesOf } from '../../testing/openai-step.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/* Values of admin keys; those of a project's are in `project-keys-value.test.ts`. */

const KEYS = '/v1/organization/admin_api_keys';
const TRIAL = `${KEYS}?limit=1&order=asc`;
const DAY = 86_400;

let api: OpenAi;
let now: number;
let stored: StoredKey;
let other: StoredKey;
beforeEach(async () => {
  api = await startOpenAi({ adminKey: 'sk-admin-theOwnKeyOfThisStep-own' });
  now = api.now();
  api.setClock(() => now * 1000);
  stored = api.seed({ name: 'stored', value: 'sk-admin-theStoredValue-abc' });
  other = api.seed({ name: 'other', value: 'sk-admin-theOtherValue-xyz' });
});
afterEach(() => api.close());
afterAll(cleanUp);

const verify = (inputs: Record<string, string> = {}) =>
  runStep(api, { operation: 'verify', 'key-value': stored.value, ...inputs });
const violationsOf = (result: StepResult) => JSON.parse(result.outputs.violations ?? '');

function expectHidden(result: StepResult): void {
  expect(result.masks).toContain(stored.value);
  const traces = tracesOf(result).split(`::add-mask::${stored.value}`).join('');
  expect(traces).not.toContain(stored.value);
}

describe('a stored value', () => {
  test('that is accepted, and the key that was meant, costs one request more', async () => {
    const result = await verify({ 'key-id': stored.id });
    expect(result.exitCode).toBe(0);
    expect(result.outputs).toMatchObject({ compliant: 'true', violations: '[]' });
    expect(requestsOf(api)).toEqual([`GET ${KEYS}/${stored.id}`, `GET ${TRIAL}`]);
    expectHidden(result);
  });

  test('without `key-id` only has to be accepted', async () => {
    const result = await verify();
    expect(result.outputs).toMatchObject({ compliant: 'true', count: '3' });
    const whose = new RegExp(`The value in .key-value. is that of key \\S*${stored.id}\\S* named`);
    expect(result.log).toMatch(whose);
    expect(result.summary).toContain('The value in `key-value` is that of key');
    expect(requestsOf(api)).toEqual([`GET ${KEYS}?limit=100&order=asc`, `GET ${TRIAL}`]);
  });

  test('is tried where keys are missing too', async () => {
    const result = await verify({ 'key-id': 'key_nobody' });
    const rules = violationsOf(result).map(({ rule }: { rule: string }) => rule);
    expect(rules).toEqual(['missing', 'value']);
    expect(result.outputs['violation-ids']).toBe('');
  });

  test('of another key falls short, and names no key for deletion', async () => {
    const result = await verify({ 'key-id': other.id });
    expect(result.exitCode).toBe(1);
    expect(violationsOf(result)).toEqual([
      expect.objectContaining({
        id: other.id,
        name: null,
        owner: null,
        rule: 'value',
        message: expect.stringContaining('another key'),
      }),
    ]);
    expect(result.outputs['violation-ids']).toBe('');
    expect(errorsOf(result)).toEqual([
      expect.stringMatching(
        /\n- The value in `key-value` is accepted by the API but is the value of/,
      ),
    ]);
    expectHidden(result);
  });

  test.each([
    ['was deleted', () => api.revoke(stored.id)],
    ['has expired', () => Object.assign(stored, { expiresAt: now - 1 })],
  ])('whose key %s falls short', async (_, end) => {
    end();
    const result = await verify({ 'key-id': other.id });
    expect(violationsOf(result)).toEqual([
      expect.objectContaining({
        id: other.id,
        name: null,
        rule: 'value',
        message: expect.stringMatching(/^is refused/),
      }),
    ]);
    expect(result.outputs).toMatchObject({ compliant: 'false', 'violation-ids': '' });
    expectHidden(result);
  });

  test.each([
    [
      401,
      'You have insufficient permissions for this operation. Missing scopes: api.management.read',
    ],
    [403, 'You have insufficient permissions for this operation.'],
  ])('that may not manage admin keys (%i) falls short', async (status, message) => {
    api.fault({ path: /limit=1&/, status, body: { error: { message } } });
    const result = await verify({ 'key-id': stored.id });
    expect(violationsOf(result)).toEqual([
      expect.objectContaining({
        rule: 'value',
        message: expect.stringContaining('may not manage'),
      }),
    ]);
    expect(result.exitCode).toBe(1);
  });

  test('is a matter of its own: a key that breaks a rule is still named for deletion', async () => {
    api.revoke(stored.id);
    const inputs = { 'key-id': other.id, 'require-expiry': 'true' };
    const result = await verify(inputs);
    expect(violationsOf(result)).toHaveLength(2);
    expect(result.outputs['violation-ids']).toBe(other.id);
  });
});

describe('no verdict', () => {
  const outage = { error: { message: 'The server had an error.' } };
  const limited = { error: { message: 'Rate limit reached.', code: 'rate_limit_exceeded' } };

  test.each([
    ['an outage of the trial', { path: /limit=1&/, status: 503, body: outage }, 'is not available'],
    ['its rate limit', { path: /limit=1&/, status: 429, body: limited }, 'rate limit of'],
    ['no answer to it', { path: /limit=1&/, reset: 'before' as const }, 'did not answer'],
  ])('%s: the keys are told, and nothing about them', async (_, fault, said) => {
    api.fault(fault);
    const result = await verify({ 'require-expiry': 'true', 'on-violation': 'warn' });
    expect(result.exitCode).toBe(1);
    expect(result.outputs).toMatchObject({
      compliant: '',
      violations: '',
      'violation-ids': '',
      count: '3',
    });
    expect(result.annotations).toHaveLength(1);
    expect(errorsOf(result)[0]).toContain(said);
    expect(result.summary).toContain('No verdict on 3 admin API keys');
    expectHidden(result);
  });

  test.each([
    ['an outage of the listing', {}],
    ['of the single key', { 'key-id': 'key_any' }],
  ])('%s', async (_, inputs) => {
    api.fault({ status: 503, body: outage, times: Number.POSITIVE_INFINITY });
    const result = await verify({ 'on-violation': 'warn', ...inputs });
    expect(result.exitCode).toBe(1);
    expect(result.outputs.compliant ?? '').toBe('');
    expect(errorsOf(result)).toEqual([expect.stringContaining('is not available')]);
  });
});

describe('keys that the check itself uses', () => {
  const old = 90 * DAY;

  test('cannot fall short of `max-idle`, and the log says so', async () => {
    const own = api.keys[0] as StoredKey;
    api.setClock(() => (now + old) * 1000);
    const result = await verify({ 'max-idle': '30d' });
    expect(
      violationsOf(result).map(({ id, rule }: { id: string; rule: string }) => [id, rule]),
    ).toEqual([[other.id, 'max-idle']]);
    for (const { id } of [own, stored]) {
      expect(result.log).toContain(
        `\`max-idle\` cannot tell about \`${id}\`: this very check uses it.`,
      );
    }
    expect(result.log).not.toContain(`cannot tell about \`${other.id}\``);
  });

  test('have no such line without `max-idle`', async () => {
    expect((await verify({ 'max-age': '30d' })).log).not.toContain('cannot tell');
  });

  test('the own key falls short of other rules, and is never offered for deletion', async () => {
    const own = api.keys[0] as StoredKey;
    api.setClock(() => (now + old) * 1000);
    const result = await verify({ 'max-age': '30d', 'key-id': `${own.id}, ${stored.id}` });
    const ids = violationsOf(result).map(({ id }: { id: string }) => id);
    expect(ids).toEqual([own.id, stored.id]);
    expect(result.outputs['violation-ids']).toBe(stored.id);
    expect(result.summary).not.toContain(`      ${own.id}\n`);
  });
});

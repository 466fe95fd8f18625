import { describe, expect, test } from '@jest/globals';
import { Credential } from '../../src/domain/credential.ts';
import { ActionError, type ErrorCode } from '../../src/domain/error.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import { RULE_NAMES } from '../../src/domain/policy.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import type { KeyClient } from '../../src/openai/client.ts';
import { verify } from '../../src/operations/verify.ts';
import { aVerifyRequest } from '../../testing/builders.ts';
import {
  actionError,
  adminKey,
  failureOf,
  fakeContext,
  fakeKeys,
  NOW,
} from '../../testing/fakes.ts';

const DAY = 86_400;
const base = aVerifyRequest({
  adminApiKey: new Credential('sk-admin-own-own'),
});
const maxAge = { ...base.rules, 'max-age': 30 * DAY };

const young = adminKey({ id: 'key_young', name: 'ci/a', redactedValue: 'sk-admin...yng' });
const old = adminKey({
  id: 'key_old',
  name: 'ci/b',
  createdAt: NOW - 40 * DAY,
  redactedValue: 'sk-admin...old',
});
const own = adminKey({ id: 'key_own', createdAt: NOW - 40 * DAY, redactedValue: 'sk-admin...own' });
const expired = adminKey({ id: 'key_expired', expiresAt: NOW - DAY });

interface Scene {
  /** What trying the stored value ends with. */
  tried?: ErrorCode;
  methods?: Partial<KeyClient>;
}

async function check(keys: ApiKey[], request: Partial<RequestFor<'verify'>>, scene: Scene = {}) {
  const calls: string[] = [];
  const context = fakeContext();
  context.client = fakeKeys({
    listPage: async ({ order, limit }) => {
      calls.push(`list ${order} ${limit}`);
      return { keys, hasMore: false, serverTime: NOW * 1000 };
    },
    retrieve: async (id) => {
      calls.push(`retrieve ${id}`);
      const key = keys.find((one) => one.id === id);
      if (key === undefined) throw new ActionError('not-found', 'No such key.');
      return { key, serverTime: NOW * 1000 };
    },
    ...scene.methods,
  });
  context.clientFor = (value) =>
    fakeKeys({
      listPage: async ({ limit }) => {
        calls.push(`try ${value.reveal()} ${limit}`);
        if (scene.tried !== undefined) throw new ActionError(scene.tried, 'No.');
        return { keys: [], hasMore: true, serverTime: undefined };
      },
    });
  const result = await verify({ ...base, ...request }, context);
  const found = result.violations.map(({ id, rule }) => `${id} ${rule}`);
  return { result, found, calls, events: context.events };
}

describe('which keys are checked', () => {
  test.each<[string, Partial<RequestFor<'verify'>>, string[], string[]]>([
    ['all', {}, ['key_young', 'key_old', 'key_own'], ['list asc 100']],
    ['those of a name', { name: 'ci/*' }, ['key_young', 'key_old'], ['list asc 100']],
    ['one id, in one request', { keyIds: ['key_old'] }, ['key_old'], ['retrieve key_old']],
    ['several ids', { keyIds: ['key_own', 'key_old'] }, ['key_old', 'key_own'], ['list asc 100']],
  ])('%s', async (_, request, ids, requests) => {
    const { result, calls, found } = await check([young, old, own], request);
    expect(result.keys.map(({ id }) => id)).toEqual(ids);
    expect(calls).toEqual(requests);
    expect(found).toEqual([]);
    expect(result.at).toBe(NOW);
    expect(result.failure).toBeUndefined();
  });

  test('none is no check', async () => {
    const error = await failureOf(() => check([young], { name: 'prod/*' }));
    expect(error).toMatchObject(actionError('violation'));
    expect(error.message).toContain('No admin key has a name like `prod/*`, so there is nothing');
    const empty = await failureOf(() => check([], {}));
    expect(empty).toMatchObject(actionError('violation'));
    expect(empty.message).toMatch(
      /^The API lists no admin key, .*Check that `admin-api-key` belongs/,
    );
  });

  test('one that is missing falls short', async () => {
    expect((await check([old], { keyIds: ['key_x'] })).found).toEqual(['key_x missing']);
    const { found, result } = await check([old], { keyIds: ['key_x', 'key_old'] });
    expect(found).toEqual(['key_x missing']);
    expect(result.violationIds).toEqual([]);
  });

  test('what cannot be looked at has no verdict', async () => {
    const fails = () => Promise.reject(new ActionError('unavailable', 'Out of order.'));
    const methods = { listPage: fails, retrieve: fails };
    for (const request of [{}, { keyIds: ['key_a'] }]) {
      const error = await failureOf(() => check([], request, { methods }));
      expect(error).toMatchObject(actionError('unavailable'));
    }
  });
});

describe('the verdict', () => {
  test('names what falls short, and fails the step', async () => {
    const { result, found } = await check([young, old, expired], { rules: maxAge });
    expect(found).toEqual(['key_old max-age', 'key_expired expired']);
    expect(result.violationIds).toEqual(['key_old', 'key_expired']);
    expect(result.failure).toMatchObject(actionError('violation'));
    expect(result.failure?.message).toBe(
      'Not compliant: 2 violations, 3 keys checked.\n' +
        '- `key_old` (“ci/b”) is 40 days old, the limit is 30 days.\n' +
        '- `key_expired` (“nightly”) expired 1 day ago.',
    );
  });

  test('warns where that is wanted', async () => {
    const { result, events } = await check([old], { rules: maxAge, onViolation: 'warn' });
    expect(result.failure).toBeUndefined();
    expect(events).toContainEqual(
      expect.stringMatching(/^warning: Not compliant: 1 violation, 1 key checked\.\n- `key_old`/),
    );
  });

  test('lists ten, and counts the others', async () => {
    const keys = Array.from({ length: 12 }, (_, at) => ({ ...old, id: `key_${at}` }));
    const { result } = await check(keys, { rules: maxAge });
    expect(result.failure?.message.split('\n')).toHaveLength(12);
    expect(result.failure?.message).toMatch(/\n- and 2 more$/);
  });

  test('never offers the step’s own key for deletion', async () => {
    const { found, result } = await check([old, own], { rules: maxAge });
    expect(found).toEqual(['key_old max-age', 'key_own max-age']);
    expect(result.violationIds).toEqual(['key_old']);
  });

  test('is told with the rules in force', async () => {
    expect((await check([young], {})).events[0]).toBe(
      'info: Rules in force: none but that no key has expired.',
    );
    const rules = { ...maxAge, 'max-idle': DAY };
    const { events, found } = await check([own, { ...own, id: 'key_dead', expiresAt: 1 }], {
      rules,
    });
    expect(events).toEqual([
      'info: Rules in force: max-age 30 days; max-idle 1 day.',
      'info: `max-idle` cannot tell about `key_own`: this very check uses it.',
    ]);
    expect(found).toEqual(['key_own max-age', 'key_dead expired']);
  });
});

describe('a check without a rule', () => {
  const warnings = ({ events }: { events: string[] }) =>
    events.filter((event) => event.startsWith('warning: '));

  test('warns, and names every rule that there is', async () => {
    const [warning = '', ...others] = warnings(await check([young], {}));
    expect(others).toEqual([]);
    expect(warning).toMatch(
      /^warning: No rule is in force, .*expired or is missing is a violation\. Set one of /,
    );
    for (const name of RULE_NAMES) expect(warning).toContain(`\`${name}\``);
  });

  test('does not warn where a value is tried, or one rule is in force', async () => {
    expect(warnings(await check([young], { keyValue: new Credential('sk-admin-a-yng') }))).toEqual(
      [],
    );
    expect(warnings(await check([young], { rules: maxAge }))).toEqual([]);
  });
});

describe('whose value it is', () => {
  const keyValue = new Credential('sk-admin-abcd-old');
  const whose = async (keys: ApiKey[], request: Partial<RequestFor<'verify'>>, scene: Scene = {}) =>
    (await check(keys, { keyValue, ...request }, scene)).result.valueKeys?.map(({ id }) => id);

  test('is told by the redacted values of the keys that were looked at', async () => {
    const twin = { ...old, id: 'key_twin' };
    expect(await whose([young, old], {})).toEqual(['key_old']);
    expect(await whose([young, old, twin], {})).toEqual(['key_old', 'key_twin']);
    expect(await whose([young], {})).toEqual([]);
  });

  test('is not told where `key-id` says it, nothing was accepted, or nothing is asked', async () => {
    expect(await whose([old], { keyIds: ['key_old'] })).toBeUndefined();
    expect(await whose([old], {}, { tried: 'invalid-key' })).toBeUndefined();
    expect(await whose([old], {}, { tried: 'unavailable' })).toBeUndefined();
    expect(await whose([old], { keyValue: null })).toBeUndefined();
  });
});

describe('a stored value', () => {
  const keyValue = new Credential('sk-admin-abcd-old');

  test('that authenticates is fine', async () => {
    const { found, calls } = await check([young], { keyValue });
    expect(found).toEqual([]);
    expect(calls).toEqual(['list asc 100', 'try sk-admin-abcd-old 1']);
  });

  test.each<[ErrorCode, string]>([
    ['invalid-key', 'is refused by the API: its key was deleted'],
    ['account-inactive', 'is refused by the API: the account behind its key is deactivated'],
    ['missing-scope', 'is accepted by the API but may not manage admin keys'],
  ])('that is %s falls short, and no key is to be deleted for it', async (tried, message) => {
    const { found, result } = await check([young], { keyValue }, { tried });
    expect(found).toEqual([' value']);
    expect(result.failure?.message).toContain(`- The value in \`key-value\` ${message}`);
    expect(result.violationIds).toEqual([]);
  });

  test('has to be that of the key', async () => {
    expect((await check([old], { keyValue, keyIds: ['key_old'] })).found).toEqual([]);
    const { found, result } = await check([young], { keyValue, keyIds: ['key_young'] });
    expect(found).toEqual(['key_young value']);
    expect(result.failure?.message).toContain('the value of another key than key_young');
    expect(result.violationIds).toEqual([]);
  });

  test.each<ErrorCode>([
    'unavailable',
    'rate-limited',
    'no-credit',
    'address-refused',
    'wrong-host',
    'unreachable',
    'cancelled',
  ])('that could not be tried (%s) leaves no verdict', async (tried) => {
    const { result, found } = await check([old], { keyValue, rules: maxAge }, { tried });
    expect(result).toMatchObject({ isComplete: false, violationIds: [], keys: [old] });
    expect(found).toEqual([]);
    expect(result.failure).toMatchObject(actionError(tried));
    expect(result.failure?.message).toMatch(
      /^The value in `key-value` could not be tried, so there is no verdict\. No\.$/,
    );
  });

  test('does not show in anything that is told', async () => {
    const { result, events } = await check([young], { keyValue }, { tried: 'invalid-key' });
    expect(JSON.stringify([result, events, result.failure?.message])).not.toContain('abcd');
  });

  test('a bug comes through as it is', async () => {
    const bug = new TypeError('a bug');
    const context = fakeContext();
    context.client = fakeKeys({ retrieve: async () => ({ key: young, serverTime: undefined }) });
    context.clientFor = () => fakeKeys({ listPage: () => Promise.reject(bug) });
    const request = { ...base, keyValue, keyIds: ['key_young'] };
    expect(await failureOf(() => verify(request, context))).toBe(bug);
  });
});

test('keys that cannot be written to their file are judged all the same', async () => {
  const { result, found } = await check([old], { rules: maxAge, keysFile: '/dev/null/keys.json' });
  expect(found).toEqual(['key_old max-age']);
  expect(result).toMatchObject({ file: null, failure: { code: 'violation' } });
  expect(result.failure?.message).toContain('`keys-file` could not be written');
});

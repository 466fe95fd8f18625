import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ApiKey } from '../../src/domain/key.ts';
import {
  groupByIdentity,
  type Identity,
  identityText,
  labelOf,
  rankOf,
  selectEntries,
  spreadOf,
} from '../../src/domain/manifest.ts';
import type { RotationPlan } from '../../src/domain/rotation-plan.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

const account = { projectId: 'proj_a', serviceAccountId: 'svc_a', scopes: null };
const projectKey = (fields: Partial<ApiKey> = {}): ApiKey =>
  adminKey({
    id: 'proj_a/key_1',
    name: 'ci',
    project: { id: 'proj_a', name: 'A' },
    redactedValue: 'sk-svcacct-...abc',
    owner: { id: 'svc_a', type: 'service_account', name: 'a', role: null },
    ...fields,
  });

describe('a key is of an identity', () => {
  const isOf = (key: ApiKey, identity: Identity) =>
    groupByIdentity([key]).get(identityText(identity))?.[0] === key;
  const owner = { id: 'svc_b', type: 'service_account', name: 'b', role: null };
  test.each<[what: string, key: ApiKey, isIt: boolean]>([
    ['the same', projectKey(), true],
    ['another name', projectKey({ name: 'CI' }), false],
    ['another account', projectKey({ owner }), false],
    ['no owner', projectKey({ owner: null }), false],
    ['no name', projectKey({ name: null }), false],
    ['another project', projectKey({ project: { id: 'proj_b', name: null } }), false],
    ['an admin key', adminKey({ name: 'ci' }), false],
  ])('of a project: %s', (_, key, isIt) => {
    expect(isOf(key, { account, name: 'ci' })).toBe(isIt);
  });

  test.each<[what: string, key: ApiKey, isIt: boolean]>([
    ['the same', adminKey({ name: 'ci' }), true],
    ['another name', adminKey({ name: 'cd' }), false],
    ["a project's key", projectKey(), false],
    ["a project's key in their list", projectKey({ project: null }), false],
  ])('of the organization: %s', (_, key, isIt) => {
    expect(isOf(key, { account: null, name: 'ci' })).toBe(isIt);
  });
});

const identity: fc.Arbitrary<Identity> = fc.record({
  name: fc.string({ minLength: 1 }),
  account: fc.option(
    fc.record({ projectId: fc.string(), serviceAccountId: fc.string(), scopes: fc.constant(null) }),
  ),
});

test('identities have one text only where they are the same', () => {
  fc.assert(
    fc.property(identity, identity, (a, b) => {
      const isSame =
        a.name === b.name &&
        a.account?.projectId === b.account?.projectId &&
        a.account?.serviceAccountId === b.account?.serviceAccountId;
      expect(identityText(a) === identityText(b)).toBe(isSame);
    }),
  );
});

test('a part of a span is always the same, and never the whole', () => {
  fc.assert(
    fc.property(identity, fc.integer({ min: 0, max: 400 * 86_400 }), (one, span) => {
      const part = spreadOf(one, span);
      expect(part).toBe(spreadOf({ ...one }, span));
      expect(part).toBeGreaterThanOrEqual(0);
      expect(part).toBeLessThanOrEqual(Math.max(0, span - 1));
    }),
  );
});

test('parts are spread evenly', () => {
  const days = new Map<number, number>();
  for (let n = 0; n < 700; n++) {
    const day = spreadOf({ account, name: `octo-org/repository-${n}` }, 7);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  expect(days.size).toBe(7);
  for (const count of days.values()) expect(count).toBeLessThan(150);
});

test('patterns match names, and names with their project', () => {
  const entries = [
    { request: { account: null, name: 'ci' } },
    { request: { account, name: 'ci' } },
    { request: { account, name: 'octo/nightly' } },
  ];
  const labels = (...only: string[]) => {
    const { entries: selected, unmatched } = selectEntries(entries, only);
    return [selected.map(({ request }) => labelOf(request)), unmatched];
  };
  expect(labels('ci')).toEqual([['ci', 'proj_a/ci'], []]);
  expect(labels('proj_a/*')).toEqual([['proj_a/ci', 'proj_a/octo/nightly'], []]);
  expect(labels('octo/*', 'none')).toEqual([['proj_a/octo/nightly'], ['none']]);
  expect(selectEntries(entries, null)).toEqual({ entries, unmatched: [] });
});

test('what is due has its order', () => {
  const key = (age: number, expiresIn: number | null) =>
    adminKey({
      createdAt: NOW - age,
      expiresAt: expiresIn === null ? null : NOW + expiresIn,
    });
  const rotate = (newest: ApiKey | undefined, isUndelivered = false): RotationPlan => {
    return { kind: 'rotate', newest, why: '', older: [], isUndelivered };
  };
  const turn = (plan: RotationPlan | undefined, mayHoldCallerKey = false) => {
    return { plan, ending: plan?.newest, mayHoldCallerKey };
  };
  const turns: Parameters<typeof rankOf>[0][] = [
    turn(rotate(key(90, -50))),
    turn(rotate(key(90, -1), true)),
    // What a secret holds counts, not what is in none.
    { ...turn(rotate(key(10, 90), true)), ending: key(90, 0) },
    { ...turn(rotate(key(10, 90), true)), ending: key(90, 4) },
    turn(rotate(key(20, 5), true)),
    turn(rotate(key(50, null), true)),
    turn(rotate(key(1, 10))),
    turn(rotate(key(90, 20))),
    turn(rotate(key(70, null))),
    turn(rotate(key(60, null))),
    turn(rotate(undefined)),
    turn(undefined),
    turn(rotate(key(90, -80)), true),
    turn(undefined, true),
  ];
  const ranks = turns.map((turn) => rankOf(turn, NOW));
  const isBefore = (a: number[] = [], b: number[] = []) =>
    a.map((number, index) => number - Number(b[index])).find((one) => one !== 0);
  for (const [index, rank] of ranks.entries()) {
    if (index > 0) expect(isBefore(ranks[index - 1], rank)).toBeLessThan(0);
  }
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AdminKey } from '../../src/domain/admin-key.ts';
import { type Attempt, judgeFate, type Verdict } from '../../src/domain/fate.ts';
import { adminKey, NOW } from '../support/fakes.ts';

const DAY = 86_400;
const attempt: Attempt = { name: 'nightly', lifetime: null, from: NOW, to: NOW + 30 };
const withLife: Attempt = { ...attempt, lifetime: DAY };

/** A key made `after` seconds after the request was sent. */
function made(after: number, fields: Partial<AdminKey> = {}): AdminKey {
  return adminKey({ id: 'key_made', createdAt: NOW + after, ...fields });
}

function expiring(after: number, life: number, fields: Partial<AdminKey> = {}): AdminKey {
  return made(after, { expiresAt: NOW + after + life, ...fields });
}

/** A verdict in short: its kind and the ids that it names. */
function told(verdict: Verdict): string {
  if (verdict.kind === 'none') return 'none';
  const keys = verdict.kind === 'ours' ? [verdict.key] : verdict.keys;
  return `${verdict.kind} ${keys.map(({ id }) => id).join(' ')}`;
}

const old = adminKey({ id: 'key_old', createdAt: NOW - 20 * 60 - 1 });

describe('a lost answer without an id', () => {
  test.each<[string, AdminKey[], Attempt, string]>([
    ['nothing listed', [], attempt, 'none'],
    ['the only key of the name since', [made(3)], attempt, 'ours key_made'],
    ['with older ones of the name', [made(3), old], attempt, 'ours key_made'],
    ['with others of other names', [made(3), made(4, { name: 'x' })], attempt, 'ours key_made'],
    ['another name', [made(3, { name: 'Nightly' })], attempt, 'none'],
    ['no name', [made(3, { name: null })], attempt, 'none'],
    ['made before it was sent', [made(-3)], attempt, 'none'],
    ['made as it was sent, by a clock of whole seconds', [made(-2)], attempt, 'ours key_made'],
    ['made at the end of the attempt', [made(32)], attempt, 'ours key_made'],
    ['made after the attempt', [made(33)], attempt, 'none'],
    ['expires, though asked for ever', [expiring(3, DAY)], attempt, 'none'],
    ['for ever, though asked to expire', [made(3)], withLife, 'none'],
    ['the lifetime asked for', [expiring(3, DAY)], withLife, 'ours key_made'],
    ['about the lifetime asked for', [expiring(3, DAY + 2)], withLife, 'ours key_made'],
    ['a longer lifetime', [expiring(3, DAY + 3)], withLife, 'none'],
    ['a shorter lifetime', [expiring(3, DAY - 3)], withLife, 'none'],
    ['used as it was made', [made(3, { lastUsedAt: NOW + 5 })], attempt, 'ours key_made'],
    ['used since', [made(3, { lastUsedAt: NOW + 6 })], attempt, 'unproven key_made'],
    [
      'two that could be it',
      [made(3, { id: 'key_a' }), made(4, { id: 'key_b' })],
      attempt,
      'unproven key_a key_b',
    ],
    [
      'another run at work, its key made before',
      [made(3), made(-60, { id: 'key_theirs' })],
      attempt,
      'unproven key_made',
    ],
    [
      'another run at work, 20 minutes ago',
      [made(3), made(-20 * 60, { id: 'key_theirs' })],
      attempt,
      'unproven key_made',
    ],
    [
      'another run at work, with another lifetime',
      [made(3), expiring(4, DAY, { id: 'key_theirs' })],
      attempt,
      'unproven key_made',
    ],
    [
      'another run at work, its key made since',
      [made(3), made(60, { id: 'key_theirs' })],
      attempt,
      'unproven key_made',
    ],
  ])('%s', (_, listed, sent, verdict) => {
    expect(told(judgeFate(listed, sent))).toBe(verdict);
    expect(
      told(judgeFate([...listed].reverse(), sent))
        .split(' ')
        .sort(),
    ).toEqual(verdict.split(' ').sort());
  });
});

describe('a lost answer with an id', () => {
  const hinted: Attempt = { ...attempt, hint: 'key_made' };
  const other = made(4, { id: 'key_theirs' });

  test.each<[string, AdminKey[], Attempt, string]>([
    ['that the listing knows', [made(3)], hinted, 'ours key_made'],
    ['whoever else is at work', [made(3), other], hinted, 'ours key_made'],
    ['used already', [made(3, { lastUsedAt: NOW + 20 })], hinted, 'ours key_made'],
    ['of another name', [made(3, { name: 'theirs' })], hinted, 'none'],
    ['of a key made before', [made(-3)], hinted, 'none'],
    ['of a key made after', [made(33)], hinted, 'none'],
    ['of a key with another lifetime', [expiring(3, DAY)], hinted, 'none'],
    ['that nothing is listed for', [], hinted, 'none'],
    // The answer names a key, and it is not this one: that is another explanation for it.
    ['that the listing does not know', [other], hinted, 'unproven key_theirs'],
    ['of a key made before, one made since', [made(-300), other], hinted, 'unproven key_theirs'],
  ])('%s', (_, listed, sent, verdict) => {
    expect(told(judgeFate(listed, sent))).toBe(verdict);
  });
});

describe('on any listing', () => {
  const times = fc.integer({ min: NOW - 2_000, max: NOW + 100 });
  const nearby = fc.integer({ min: NOW - 6, max: NOW + 36 });
  const key = fc
    .record({
      name: fc.constantFrom('nightly', 'nightly', 'other', null),
      createdAt: fc.oneof(times, nearby),
      life: fc.constantFrom(null, null, DAY, DAY + 2, DAY + 3, 60),
      used: fc.option(fc.integer({ min: 0, max: 10 })),
    })
    .map(({ name, createdAt, life, used }) => ({
      name,
      createdAt,
      expiresAt: life === null ? null : createdAt + life,
      lastUsedAt: used === null ? null : createdAt + used,
    }));
  const listing = fc
    .array(key, { maxLength: 6 })
    .map((keys) => keys.map((fields, at) => adminKey({ ...fields, id: `key_${at}` })));
  const anyAttempt = fc.record({
    name: fc.constant('nightly'),
    lifetime: fc.constantFrom(null, DAY),
    from: fc.constant(NOW),
    to: fc.constantFrom(NOW, NOW + 30),
    hint: fc.constantFrom(undefined, undefined, 'key_0', 'key_1', 'key_elsewhere'),
  });

  test('only a key of the name, the window and the lifetime is ours, or could be', () => {
    fc.assert(
      fc.property(listing, anyAttempt, (listed, sent) => {
        const verdict = judgeFate(listed, sent);
        const keys =
          verdict.kind === 'ours' ? [verdict.key] : verdict.kind === 'none' ? [] : verdict.keys;
        expect(verdict.kind === 'unproven' && keys.length === 0).toBe(false);
        for (const { name, createdAt, expiresAt } of keys) {
          expect(name).toBe(sent.name);
          expect(createdAt).toBeGreaterThanOrEqual(sent.from - 2);
          expect(createdAt).toBeLessThanOrEqual(sent.to + 2);
          expect(expiresAt === null).toBe(sent.lifetime === null);
          const life = (expiresAt ?? 0) - createdAt;
          if (sent.lifetime !== null) expect(Math.abs(life - sent.lifetime)).toBeLessThan(3);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('without an id, ours is alone of its name for 20 minutes and was never used', () => {
    fc.assert(
      fc.property(listing, anyAttempt, (listed, { hint: _, ...sent }) => {
        const verdict = judgeFate(listed, sent);
        if (verdict.kind !== 'ours') return;
        const { key } = verdict;
        const others = listed.filter(
          ({ id, name, createdAt }) =>
            id !== key.id && name === sent.name && createdAt >= sent.from - 1_200,
        );
        expect(others).toEqual([]);
        expect((key.lastUsedAt ?? 0) <= key.createdAt + 2).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('with an id, no other key is ours', () => {
    fc.assert(
      fc.property(listing, anyAttempt, (listed, sent) => {
        fc.pre(sent.hint !== undefined);
        const verdict = judgeFate(listed, sent);
        if (verdict.kind === 'ours') expect(verdict.key.id).toBe(sent.hint);
      }),
      { numRuns: 1_000 },
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Credential } from '../../src/domain/credential.ts';
import type { ApiKey } from '../../src/domain/key.ts';
import { findLostKey, findMismatch, type ReportedKey } from '../../src/domain/lost-create.ts';
import { aLostCreate } from '../../testing/builders.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

type LostCreate = Parameters<typeof findLostKey>[1];

type RecoveryOutcome = ReturnType<typeof findLostKey>;

const DAY = 86_400;
const attempt = aLostCreate();
const withLife: LostCreate = { ...attempt, lifetime: DAY };

/** A key made `after` seconds after the request was sent. */
function made(after: number, fields: Partial<ApiKey> = {}): ApiKey {
  return adminKey({ id: 'key_made', createdAt: NOW + after, ...fields });
}

function expiring(after: number, life: number, fields: Partial<ApiKey> = {}): ApiKey {
  return made(after, { expiresAt: NOW + after + life, ...fields });
}

/** A verdict in short: its kind and the ids that it names. */
function told(verdict: RecoveryOutcome): string {
  if (verdict.kind === 'none') return 'none';
  return `${verdict.kind} ${verdict.kind === 'proven' ? verdict.key.id : verdict.ids.join(' ')}`;
}

describe('an answer to a create', () => {
  const window = { sent: NOW, answered: NOW + 10 };
  const fits = (key: ApiKey, asked: Pick<LostCreate, 'name' | 'lifetime'> = attempt) =>
    findMismatch(key, asked, window) ?? 'fits';

  test.each<[string, ApiKey, LostCreate, RegExp]>([
    ['the key that was asked for', made(3), attempt, /^fits$/],
    ['without a name, which is looked at later', made(3, { name: null }), attempt, /^fits$/],
    ['another name', made(3, { name: 'theirs' }), attempt, /names the key “theirs” instead of “ni/],
    ['the lifetime asked for', expiring(3, DAY), withLife, /^fits$/],
    ['a minute more', expiring(3, DAY + 60), withLife, /^fits$/],
    ['a minute less', expiring(3, DAY - 60), withLife, /^fits$/],
    ['more than a minute more', expiring(3, DAY + 61), withLife, /expires after 1 d/],
    ['less life', expiring(3, 3_600), withLife, /expires after 1 h, .* 1 d\. Set `expires-in`/],
    ['an end, though asked for ever', expiring(3, DAY), attempt, /Set `expires-in`/],
    ['no end, though asked for one', made(3), withLife, /never expires, .* expires after 1 d$/],
    ['made 5 min before, by another clock', made(-300), attempt, /^fits$/],
    ['made more than 5 min before', made(-301), attempt, /repeats an older answer/],
    ['made a minute after the answer', made(70), attempt, /^fits$/],
    ['made more than a minute after', made(71), attempt, /repeats an older answer/],
  ])('%s', (_, key, asked, verdict) => {
    expect(fits(key, asked)).toMatch(verdict);
  });

  test('that lacks the expiry, or comes without a time, is not held against it', () => {
    const { expires_at: _, ...raw } = adminKey().raw;
    expect(fits({ ...made(3), raw }, withLife)).toBe('fits');
    expect(findMismatch(made(-9_999), attempt, undefined)).toBeUndefined();
  });

  test('names the server’s text on one line', () => {
    expect(fits(made(3, { name: 'x\n::error::y' }))).not.toContain('\n');
  });
});

describe('a lost answer without an id', () => {
  test.each<[string, ApiKey[], LostCreate, string]>([
    ['nothing listed', [], attempt, 'none'],
    ['the only key of the name since', [made(3)], attempt, 'unproven key_made'],
    ['another name', [made(3, { name: 'Nightly' })], attempt, 'none'],
    ['no name', [made(3, { name: null })], attempt, 'none'],
    ['made up to 5 min before it was sent', [made(-300)], attempt, 'unproven key_made'],
    ['made more than 5 min before', [made(-301)], attempt, 'none'],
    ['made long after', [made(9_999)], attempt, 'unproven key_made'],
    ['expires, though asked for ever', [expiring(3, DAY)], attempt, 'none'],
    ['about the lifetime asked for', [expiring(3, DAY + 60)], withLife, 'unproven key_made'],
    ['another lifetime', [expiring(3, DAY + 61)], withLife, 'none'],
    ['used since', [made(3, { lastUsedAt: NOW + 60 })], attempt, 'unproven key_made'],
    ['there before', [made(3)], { ...attempt, knownIds: new Set(['key_made']) }, 'none'],
    ['a project’s key', [made(3, { redactedValue: 'sk-svcacct-...x' })], attempt, 'none'],
    ['two', [made(3), made(4, { id: 'key_b' })], attempt, 'unproven key_made key_b'],
  ])('%s', (_, listed, sent, verdict) => {
    expect(told(findLostKey(listed, sent))).toBe(verdict);
  });
});

describe('a lost answer with an id', () => {
  const reported: ReportedKey = { id: 'key_made', hasValue: false };
  const claims = (
    fields: Partial<ReportedKey> = {},
    more: Partial<LostCreate> = {},
  ): LostCreate => {
    return { ...attempt, ...more, reported: { ...reported, ...fields } };
  };
  const value = new Credential('sk-admin-abc-xyz');
  const other = made(4, { id: 'key_theirs' });
  const whole = { name: 'nightly', createdAt: NOW + 3, expiresAt: null };

  test.each<[string, ApiKey[], LostCreate, string]>([
    ['that the listing knows', [made(3)], claims(), 'proven key_made'],
    ['and all that the answer said', [made(3)], claims(whole), 'proven key_made'],
    ['whoever else is at work', [made(3), other], claims(), 'proven key_made'],
    [
      'of the value in the answer',
      [made(3)],
      claims({ hasValue: true }, { value }),
      'proven key_made',
    ],
    [
      'of another value',
      [made(3)],
      claims({ hasValue: true }, { value: new Credential('sk-admin-other') }),
      'unproven key_made',
    ],
    [
      'of a value that nobody remembers',
      [made(3)],
      claims({ hasValue: true }),
      'unproven key_made',
    ],
    [
      'of a name that the answer changed',
      [made(3, { name: 'theirs' })],
      claims({ name: 'theirs' }),
      'proven key_made',
    ],
    ['of another name', [made(3, { name: 'theirs' })], claims(), 'unproven key_made'],
    [
      'of a life that the answer changed',
      [expiring(3, DAY)],
      claims({ expiresAt: NOW + 3 + DAY }),
      'proven key_made',
    ],
    ['of another life', [expiring(3, DAY)], claims({ expiresAt: null }), 'unproven key_made'],
    ['of another life than asked', [expiring(3, DAY)], claims(), 'unproven key_made'],
    ['made at another time', [made(3)], claims({ createdAt: NOW + 4 }), 'unproven key_made'],
    ['of a key made before', [made(-301)], claims(), 'unproven key_made'],
    [
      'that was listed before',
      [made(3)],
      claims({}, { knownIds: new Set(['key_made']) }),
      'unproven key_made',
    ],
    [
      'of a project’s key',
      [made(3, { redactedValue: 'sk-proj-x' })],
      claims(),
      'unproven key_made',
    ],
    ['that nothing is listed for', [], claims(), 'unproven key_made'],
    ['that the listing does not know', [other], claims(), 'unproven key_made key_theirs'],
  ])('%s', (_, listed, sent, verdict) => {
    expect(told(findLostKey(listed, sent))).toBe(verdict);
  });
});

describe('on any listing', () => {
  const key = fc.record({
    name: fc.constantFrom('nightly', 'nightly', 'other', null),
    createdAt: fc.integer({ min: NOW - 400, max: NOW + 100 }),
    life: fc.constantFrom(null, null, DAY, DAY + 60, DAY + 61),
    redactedValue: fc.constantFrom('sk-admin...xyz', 'sk-admin...abc', 'sk-proj-...xyz'),
  });
  const listing = fc.array(key, { maxLength: 6 }).map((keys) =>
    keys.map(({ life, ...fields }, at) => {
      const expiresAt = life === null ? null : fields.createdAt + life;
      return adminKey({ ...fields, id: `key_${at}`, expiresAt });
    }),
  );
  const anyClaim = fc.record(
    {
      id: fc.constantFrom('key_0', 'key_1', 'key_elsewhere'),
      name: fc.constantFrom('nightly', 'other'),
      createdAt: fc.constantFrom(NOW, NOW + 1),
      expiresAt: fc.constantFrom(null, NOW + DAY),
      hasValue: fc.boolean(),
    },
    { requiredKeys: ['id', 'hasValue'] },
  );
  const anyAttempt = fc.record({
    name: fc.constant('nightly'),
    lifetime: fc.constantFrom(null, DAY),
    since: fc.constant(NOW - 300),
    isCandidate: fc.constant(attempt.isCandidate),
    knownIds: fc.subarray(['key_0', 'key_2']).map((ids) => new Set(ids)),
    reported: fc.option(anyClaim, { nil: undefined }),
    value: fc.constantFrom(undefined, new Credential('sk-admin-1-xyz')),
  });

  test('without an id nothing is ours, and with one no other key is', () => {
    fc.assert(
      fc.property(listing, anyAttempt, (listed, sent) => {
        const verdict = findLostKey(listed, sent);
        if (verdict.kind !== 'proven') return;
        expect(verdict.key.id).toBe(sent.reported?.id);
        expect(sent.knownIds.has(verdict.key.id)).toBe(false);
        expect(verdict.key.createdAt).toBeGreaterThanOrEqual(NOW - 300);
        expect(verdict.key.redactedValue).toMatch(/^sk-admin/);
        if (sent.reported?.hasValue)
          expect(sent.value?.matchesRedacted(verdict.key.redactedValue)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what may be the step’s is named', () => {
    fc.assert(
      fc.property(listing, anyAttempt, (listed, sent) => {
        const verdict = findLostKey(listed, sent);
        const named = verdict.kind === 'unproven' ? verdict.ids : [];
        if (verdict.kind === 'proven') return;
        if (sent.reported !== undefined) expect(named).toContain(sent.reported.id);
        for (const one of listed) {
          const isAlike =
            one.name === 'nightly' &&
            one.createdAt >= NOW - 300 &&
            !sent.knownIds.has(one.id) &&
            one.redactedValue.startsWith('sk-admin') &&
            (sent.lifetime === null
              ? one.expiresAt === null
              : one.expiresAt !== null && one.expiresAt - one.createdAt <= DAY + 60);
          if (isAlike) expect(named).toContain(one.id);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import type { ApiKey } from '../../src/domain/key.ts';
import { planRotation, type RotationPlan } from '../../src/domain/rotation-plan.ts';
import { adminKey, NOW } from '../../testing/fakes.ts';

type RotationInput = Parameters<typeof planRotation>[0];

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 24 * HOUR;

/** A key made so many seconds ago, which expires in so many. */
function key(id: string, ago: number, expiresIn: number | null = null): ApiKey {
  const expiresAt = expiresIn === null ? null : NOW + expiresIn;
  return adminKey({ id, createdAt: NOW - ago, expiresAt });
}

const older = key('older', 60 * DAY);
const KEYS = {
  'no key': [],
  fresh: [older, key('newest', 10 * DAY)],
  old: [older, key('newest', 40 * DAY)],
  expiring: [older, key('newest', 10 * DAY, 2 * DAY)],
  expired: [older, key('newest', 10 * DAY, -DAY)],
  'two at once': [older, key('rival', 70 * MINUTE), key('newest', 60 * MINUTE)],
  'in flight': [older, key('newest', 5 * MINUTE)],
  several: [
    older,
    key('gone', 50 * DAY, -DAY),
    key('second', 20 * DAY),
    key('newest', 12 * HOUR, 90 * DAY),
  ],
} as const;
type Keys = keyof typeof KEYS;

/** When each target was last written, in seconds after the newest key was made; null: not there. */
const SECRETS = {
  absent: [null],
  older: [-30 * DAY],
  newer: [17 * MINUTE],
  partly: [10, -30 * DAY],
  'partly absent': [10, null],
  'in time': [10, 20],
} as const;
type Secrets = keyof typeof SECRETS;

function plan(
  keys: readonly ApiKey[],
  written: readonly (number | null)[],
  fields: Partial<RotationInput> = {},
): RotationPlan {
  const made = keys.at(-1)?.createdAt ?? NOW;
  const updates = written.map((seconds) => (seconds === null ? null : (made + seconds) * 1000));
  return planRotation({
    evidence: { keys, updates, skew: 0 },
    accessible: true,
    hasSkipped: false,
    isAskedFor: false,
    now: NOW,
    rotateAfter: 30 * DAY,
    minRemaining: 3 * DAY,
    gracePeriod: DAY,
    isCallerKey: () => false,
    ...fields,
  });
}

/** `older delete, newest in-grace` */
const fates = (made: RotationPlan) =>
  made.kind === 'busy'
    ? ''
    : made.older.map(({ key: { id }, action }) => `${id} ${action}`).join(', ');

const NONE = 'there is no key of this name';
const ABSENT = 'key `newest` is not delivered: the secret does not exist';
const EARLIER = 'key `newest` is not delivered: the secret was last written before it was made';
const LATER =
  'key `newest` is not delivered: the secret was written again after the run that made it';
const PARTLY = 'key `newest` is not delivered: 1 of 2 secrets was last written before it was made';
const PARTLY_ABSENT = 'key `newest` is not delivered: 1 of 2 secrets does not exist';
const RIVAL = 'key `newest` is not delivered: key `rival` was made less than 20 minutes before it';
const both = 'older in-grace, newest in-grace';
const bothNow = 'older delete, newest delete';
const first = 'older in-grace, newest expired';
const firstNow = 'older delete, newest expired';
const three = 'older in-grace, rival in-grace, newest in-grace';
const threeNow = 'older delete, rival delete, newest delete';
const four = 'older in-grace, gone expired, second in-grace, newest in-grace';
const fourNow = 'older delete, gone expired, second delete, newest delete';

test.each<[Keys, Secrets, RotationPlan['kind'], string, string, string]>([
  ['no key', 'absent', 'rotate', NONE, '', ''],
  ['no key', 'older', 'rotate', NONE, '', ''],
  ['no key', 'newer', 'rotate', NONE, '', ''],
  ['no key', 'partly', 'rotate', NONE, '', ''],
  ['no key', 'partly absent', 'rotate', NONE, '', ''],
  ['no key', 'in time', 'rotate', NONE, '', ''],

  ['fresh', 'absent', 'rotate', ABSENT, both, bothNow],
  ['fresh', 'older', 'rotate', EARLIER, both, bothNow],
  ['fresh', 'newer', 'rotate', LATER, both, bothNow],
  ['fresh', 'partly', 'rotate', PARTLY, both, bothNow],
  ['fresh', 'partly absent', 'rotate', PARTLY_ABSENT, both, bothNow],
  [
    'fresh',
    'in time',
    'keep',
    'key `newest` is delivered and due after 2027-02-04T02:00:00Z',
    'older delete',
    'older delete',
  ],

  ['old', 'absent', 'rotate', ABSENT, both, bothNow],
  ['old', 'older', 'rotate', EARLIER, both, bothNow],
  ['old', 'newer', 'rotate', LATER, both, bothNow],
  ['old', 'partly', 'rotate', PARTLY, both, bothNow],
  ['old', 'partly absent', 'rotate', PARTLY_ABSENT, both, bothNow],
  [
    'old',
    'in time',
    'rotate',
    'key `newest` is 40 days old, and `rotate-after` is 30 days',
    'older delete, newest in-grace',
    bothNow,
  ],

  ['expiring', 'absent', 'rotate', ABSENT, both, bothNow],
  ['expiring', 'older', 'rotate', EARLIER, both, bothNow],
  ['expiring', 'newer', 'rotate', LATER, both, bothNow],
  ['expiring', 'partly', 'rotate', PARTLY, both, bothNow],
  ['expiring', 'partly absent', 'rotate', PARTLY_ABSENT, both, bothNow],
  [
    'expiring',
    'in time',
    'rotate',
    'key `newest` expires in 2 days, and `min-remaining` is 3 days',
    'older delete, newest in-grace',
    bothNow,
  ],

  ['expired', 'absent', 'rotate', ABSENT, first, firstNow],
  ['expired', 'older', 'rotate', EARLIER, first, firstNow],
  ['expired', 'newer', 'rotate', LATER, first, firstNow],
  ['expired', 'partly', 'rotate', PARTLY, first, firstNow],
  ['expired', 'partly absent', 'rotate', PARTLY_ABSENT, first, firstNow],
  ['expired', 'in time', 'rotate', 'key `newest` expired 1 day ago', firstNow, firstNow],

  ['two at once', 'absent', 'rotate', RIVAL, three, threeNow],
  ['two at once', 'older', 'rotate', RIVAL, three, threeNow],
  ['two at once', 'newer', 'rotate', RIVAL, three, threeNow],
  ['two at once', 'partly', 'rotate', RIVAL, three, threeNow],
  ['two at once', 'partly absent', 'rotate', RIVAL, three, threeNow],
  ['two at once', 'in time', 'rotate', RIVAL, three, threeNow],

  ['in flight', 'absent', 'busy', ABSENT, '', ''],
  ['in flight', 'older', 'busy', EARLIER, '', ''],
  ['in flight', 'newer', 'busy', LATER, '', ''],
  ['in flight', 'partly', 'busy', PARTLY, '', ''],
  ['in flight', 'partly absent', 'busy', PARTLY_ABSENT, '', ''],
  [
    'in flight',
    'in time',
    'keep',
    'key `newest` is delivered and due after 2027-02-14T01:55:00Z',
    'older in-grace',
    'older delete',
  ],

  ['several', 'absent', 'rotate', ABSENT, four, fourNow],
  ['several', 'older', 'rotate', EARLIER, four, fourNow],
  ['several', 'newer', 'rotate', LATER, four, fourNow],
  ['several', 'partly', 'rotate', PARTLY, four, fourNow],
  ['several', 'partly absent', 'rotate', PARTLY_ABSENT, four, fourNow],
  [
    'several',
    'in time',
    'keep',
    'key `newest` is delivered and due after 2027-02-13T14:00:00Z',
    'older delete, gone expired, second in-grace',
    'older delete, gone expired, second delete',
  ],
])('%s, its secret %s: %s, since %s', (keys, secrets, kind, why, withGrace, withNone) => {
  const made = plan(KEYS[keys], SECRETS[secrets]);
  expect([made.kind, made.why, fates(made)]).toEqual([kind, why, withGrace]);
  expect(made.newest).toBe(KEYS[keys].at(-1));
  const atOnce = plan(KEYS[keys], SECRETS[secrets], { gracePeriod: 0 });
  expect([atOnce.kind, atOnce.why, fates(atOnce)]).toEqual([kind, why, withNone]);
});

describe('what is said of an older key', () => {
  test('is why it goes or stays', () => {
    const [kept, due] = [plan(KEYS.several, [10]), plan(KEYS.old, [10])];
    const said = [kept, due].flatMap((made) =>
      made.kind === 'busy' ? [] : made.older.map(({ why }) => why),
    );
    expect(said).toEqual([
      'it was replaced at 2026-11-26T08:00:00Z',
      'it no longer works; `operation: delete` removes it from the list',
      'its grace period ends 2027-01-15T20:00:00Z',
      'it was replaced at 2026-12-06T08:00:00Z',
      'its grace period ends 2027-01-16T08:00:00Z',
    ]);
    const atOnce = plan([older], [null], { gracePeriod: 0 });
    expect(atOnce).toMatchObject({ older: [{ action: 'delete', why: 'it was replaced now' }] });
  });
});

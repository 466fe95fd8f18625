import { ActionError } from '../src/domain/error.ts';
import type { Deletion, ResultFor } from '../src/domain/result.ts';
import type { OlderKey } from '../src/domain/rotation-plan.ts';
import { adminKey, NOW, secretOf } from './fakes.ts';

const DAY = 86_400;
export const targets = [secretOf('a'), secretOf('b')];
const made = adminKey({ id: 'key_new', createdAt: NOW, expiresAt: NOW + 90 * DAY });
const current = adminKey({ id: 'key_old', createdAt: NOW - 40 * DAY });

export const olderKey = (id: string, action: OlderKey['action'], why: string): OlderKey => ({
  key: adminKey({ id, createdAt: NOW - 60 * DAY }),
  action,
  why,
});
const older = [
  olderKey('key_a', 'delete', 'it was replaced at 2026-12-06T08:00:00Z'),
  olderKey('key_b', 'expired', 'nothing accepts it any more'),
  olderKey('key_c', 'in-use', 'it authenticates this step'),
  olderKey('key_d', 'in-grace', 'its grace period ends 2027-01-16T08:00:00Z'),
];
export const deleted = (status: Deletion['status']) => [{ id: 'key_a', status }];

export const rotated: ResultFor<'rotate'> = {
  operation: 'rotate',
  outcome: 'rotated',
  dryRun: false,
  key: made,
  name: 'nightly',
  lifetime: 90 * DAY,
  targets,
  written: targets.map((target) => ({ target, action: 'updated' })),
  exposedTo: [],
  why: 'key `key_old` is 40 days old, and `rotate-after` is 30 days',
  nextDue: NOW + 30 * DAY,
  older,
  deletions: deleted('deleted'),
};
const planned: ResultFor<'rotate'> = {
  ...rotated,
  dryRun: true,
  key: current,
  written: [],
  deletions: deleted('planned'),
};
const first: ResultFor<'rotate'> = {
  ...planned,
  key: null,
  lifetime: null,
  why: 'there is no key of this name',
  older: [],
  deletions: [],
};
export const kept: ResultFor<'rotate'> = {
  ...rotated,
  outcome: 'kept',
  key: current,
  written: [],
  why: 'key `key_old` is delivered and never due',
};
const partial: ResultFor<'rotate'> = {
  ...rotated,
  written: [{ target: targets[0] ?? secretOf('a'), action: 'created' }],
  exposedTo: ['step output `value`'],
  deletions: deleted('not-tried'),
  failure: new ActionError('partial', 'half of it'),
};
const notRetired: ResultFor<'rotate'> = {
  ...rotated,
  deletions: deleted('failed'),
  failure: new ActionError('partial', 'not all of them'),
};
/** What a rotation can come to. */
export const results = { rotated, planned, first, kept, partial, notRetired };

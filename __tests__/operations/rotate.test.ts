import { describe, expect, test } from '@jest/globals';
import type { SecretTarget } from '../../src/domain/secret-target.ts';
import type { RequestFor } from '../../src/inputs/types.ts';
import { actionError, adminKey, NOW } from '../../testing/fakes.ts';
import {
  base,
  CHECKS,
  DAY,
  due,
  fresh,
  heldSince,
  keyOf,
  MADE,
  notDue,
  old,
  older,
  run,
  runFailing,
  TRIAL,
  UNDO,
  WRITES,
} from '../../testing/rotating.ts';
import { made, type Scene } from '../../testing/scene.ts';

describe('a key that is due', () => {
  test('is replaced in this order: checks, create, trial, writes, deletes', async () => {
    const { result, told } = await run(due);
    expect(told).toEqual([
      ...CHECKS,
      ...MADE,
      TRIAL,
      ...WRITES,
      'delete key_older by the step',
      'delete key_old by the step',
    ]);
    const { targets } = base;
    expect(result).toEqual({
      operation: 'rotate',
      outcome: 'rotated',
      dryRun: false,
      key: made.key,
      name: 'nightly',
      lifetime: null,
      targets,
      written: targets.map((target) => ({ target, action: 'updated' })),
      exposedTo: [],
      why: 'key `key_old` is 40 days old, and `rotate-after` is 30 days',
      nextDue: made.key.createdAt + 30 * DAY - 6 * 3600,
      older: [
        { key: older, action: 'delete', why: 'it was replaced at 2026-12-06T08:00:00Z' },
        { key: old, action: 'delete', why: 'it was replaced now' },
      ],
      deletions: [
        { id: 'key_older', status: 'deleted' },
        { id: 'key_old', status: 'deleted' },
      ],
      failure: undefined,
    });
  });

  test('is the first of its name', async () => {
    const bystander = adminKey({ id: 'key_by', name: 'nightly-2', createdAt: NOW - 90 * DAY });
    const { result, told } = await run({ keys: [bystander] });
    expect(told).toEqual([...CHECKS, ...MADE, TRIAL, ...WRITES]);
    expect(result).toMatchObject({ outcome: 'rotated', older: [], deletions: [] });
    expect(result.written.map(({ action }) => action)).toEqual(['created', 'created']);
  });

  test('is replaced with the lifetime and for the targets that are asked for', async () => {
    const { events } = await run(due, { lifetime: 90 * DAY });
    const journal = events.filter((event) => event.startsWith('state ')).map((event) => event);
    expect(journal[0]).toContain(`"lifetime":${90 * DAY}`);
    expect(JSON.parse((journal[1] ?? '').slice('state '.length))).toMatchObject({
      keyId: 'key_new',
      purpose: 'rotation',
      targets: base.targets,
      before: heldSince(old).map((at) => (NOW + at) * 1000),
    });
  });

  test('is not replaced within ten seconds of the last write', async () => {
    const { told, warnings } = await run({ keys: [old], written: [-4, -60] });
    expect(told.slice(7, 10)).toEqual(['sleep 6000', 'state creating', 'create']);
    // Not by a run of this rotation, as the key is 40 days old.
    expect(warnings).toEqual(
      [
        'octo/a was written at 2027-01-15T07:59:56Z',
        'octo/b was written at 2027-01-15T07:59:00Z',
      ].map((said) => expect.stringContaining(said)),
    );
  });

  test('gives its value to the steps that follow before the older ones go', async () => {
    const { result, told } = await run(due, { outputValue: true, exportEnv: 'X' });
    expect(told.slice(9, -2)).toEqual([
      'write a',
      'write b',
      'output sk-admin-new',
      'export X=sk-admin-new',
      'notice: `X` holds the value of the new key: every later step of this job can read it.',
      'state done',
    ]);
    expect(result.exposedTo).toEqual(['step output `value`', 'environment variable `X`']);
  });

  test('lives on for the grace period', async () => {
    const { result, told } = await run(due, { gracePeriod: DAY });
    expect(told.slice(-2)).toEqual(['state done', 'delete key_older by the step']);
    expect(result.deletions).toEqual([{ id: 'key_older', status: 'deleted' }]);
    expect(result.older[1]).toMatchObject({ action: 'in-grace' });
  });

  test('is left alone when it has expired', async () => {
    const dead = keyOf('key_dead', 20, { expiresAt: NOW });
    const { told } = await run({ keys: [dead], written: heldSince(dead) });
    expect(told).toEqual([...CHECKS, ...MADE, TRIAL, ...WRITES]);
  });
});

describe('a key that is not due', () => {
  test('stays, and the older ones go: one look at each target, no public key', async () => {
    const { result, told } = await run(notDue, { outputValue: true, exportEnv: 'X' });
    expect(told).toEqual(['list asc', 'get a', 'get b', 'delete key_older by the step']);
    expect(result).toMatchObject({
      outcome: 'kept',
      key: fresh,
      written: [],
      exposedTo: [],
      why: 'key `key_fresh` is delivered and due after 2027-02-04T02:00:00Z',
      deletions: [{ id: 'key_older', status: 'deleted' }],
    });
    expect(result.failure).toBeUndefined();
  });
});

const OTHERS = expect.stringMatching(/^warning: .* was written at 2027-01-15T07:59:59Z, after /);

describe('a dry run', () => {
  test.each<[string, Scene, Partial<RequestFor<'rotate'>>, unknown[], object]>([
    ['that is due', due, {}, CHECKS, { outcome: 'rotated', key: old }],
    ['that is not', notDue, {}, CHECKS.slice(0, 3), { outcome: 'kept', key: fresh }],
    ['of a first key', {}, {}, CHECKS, { outcome: 'rotated', key: null }],
    [
      'just after a write',
      { keys: [old], written: [-1, -1] },
      { outputValue: true, exportEnv: 'X' },
      [...CHECKS, OTHERS, OTHERS],
      { outcome: 'rotated', key: old },
    ],
  ])('%s looks and writes nothing', async (_, scene, request, events, expected) => {
    const { result, told } = await run(scene, { ...request, dryRun: true });
    expect(told).toEqual(events);
    expect(result).toMatchObject({ ...expected, dryRun: true, written: [], exposedTo: [] });
    expect(result.failure).toBeUndefined();
    const doomed = result.older.filter(({ action }) => action === 'delete');
    expect(result.deletions).toEqual(
      doomed.map(({ key }) => ({ id: key.id, status: 'planned' as const })),
    );
  });
});

describe('a run that finds others at work', () => {
  const theirs = keyOf('key_theirs', 0, { createdAt: NOW - 300 });

  test.each([
    false,
    true,
  ])('touches nothing and says when to come back; dry: %p', async (dryRun) => {
    const scene = { keys: [older, theirs], written: heldSince(older) };
    const { error, told } = await runFailing(scene, { dryRun });
    expect(error).toMatchObject(actionError('busy'));
    expect(error.message).toBe(
      'A key of this name was made by hand less than 20 minutes ago, or another run is running or ' +
        'was stopped, so nothing was touched: key `key_theirs` is not delivered: 2 of 2 secrets were last written ' +
        'before it was made. In each case, run this again after 2027-01-15T08:15:00Z; keep runs apart with ' +
        '`concurrency:` on the job.',
    );
    expect(told).toEqual(CHECKS.slice(0, 3));
  });

  test('only in the trial gives its own key up, and writes and deletes nothing', async () => {
    const { error, told } = await runFailing({ ...due, trials: [[made.key, theirs, old]] });
    expect(error.message).toContain('Another run made key `key_theirs` of the same name');
    expect(told).toEqual([...CHECKS, ...MADE, TRIAL, ...UNDO]);
  });
});

test.each([
  ['that is due', due],
  ['that is not', notDue],
])('a secret that every repository can read is warned of, once, by a run %s', async (_, scene) => {
  const open: SecretTarget = {
    place: 'organization',
    app: 'actions',
    name: 'KEY',
    organization: 'octo',
    visibility: 'all',
    repositories: [],
  };
  for (const dryRun of [false, true]) {
    const { warnings } = await run(scene, { targets: [open], dryRun });
    expect(warnings).toEqual([expect.stringMatching(/^warning: Every repository of the organ/)]);
  }
});

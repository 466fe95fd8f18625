import { afterAll, afterEach, expect, test } from '@jest/globals';
import { DAY, type Fleet, listActions } from '../../testing/fleet.ts';
import { closeFleets, openDueFleet } from '../../testing/fleet-bundle.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

/* How the entries of a manifest end, one beside the other, by processes of the committed bundle. */

afterEach(closeFleets);
afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

const placesRead = ({ openai }: Fleet) =>
  openai.log.flatMap(({ method, path }) => (method === 'GET' ? [path.split('/')[4] ?? ''] : []));

test('each entry ends in its own way, as a dry run has said', async () => {
  const { fleet, members, old } = await openDueFleet('due');
  const fresh = fleet.add({ name: 'fresh' });
  fleet.deliver(fresh, 3);
  const moved = fleet.add({ name: 'moved' });
  const elsewhere = fleet.makeKey(moved, fleet.openai.now() - 3 * DAY, null);
  const split = fleet.add({ name: 'split', repositories: ['octo-org/split', 'octo-org/gone'] });
  const splitKey = fleet.deliver(split, 40);
  const unused = fleet.add({ name: 'unused', fields: { state: 'absent' } });
  const unusedKey = fleet.deliver(unused, 9);
  const used = fleet.add({ name: 'used', fields: { state: 'absent', 'grace-period': '2d' } });
  const usedKey = fleet.deliver(used, 9);
  usedKey.lastUsedAt = fleet.openai.now();
  const none = fleet.add({ name: 'none' });
  const stray = fleet.makeKey({ ...none, name: 'stray' }, fleet.openai.now() - 90 * DAY, null);
  const body = { message: 'Not Found' };
  fleet.github.fault({
    path: /octo-org\/gone/,
    status: 404,
    body,
    times: Number.POSITIVE_INFINITY,
  });
  const ends = [
    'due rotated',
    'fresh kept',
    'moved rotated',
    'split failed',
    'unused retired',
    'used kept',
    'none rotated',
  ];

  const plan = await fleet.night({ inputs: { 'dry-run': 'true' } });
  expect(fleet.openai.log.every(({ method }) => method === 'GET')).toBe(true);
  expect(fleet.github.log.every(({ method }) => method === 'GET')).toBe(true);
  expect(plan.main.outputs['deleted-ids']).toBe('');
  const run = await fleet.night();
  for (const { results } of [plan, run]) expect(listActions(results)).toEqual(ends);
  const reasonOf = (name: string) => run.results.find((one) => one.name === name)?.reason;
  expect(reasonOf('moved')).toContain(`another place may hold \`proj_a/${elsewhere.id}\``);
  expect(errorsOf(run.main)).toEqual([
    expect.stringMatching(
      /^1 of 7 entries failed\.\n- line \d+, `proj_a\/split`: .*octo-org\/gone/,
    ),
  ]);

  // The secret that is gone may hold the older key, so that stays.
  expect(fleet.live(split)).toHaveLength(2);
  expect(fleet.live(split)[0]).toEqual(splitKey);
  expect(fleet.held(split)[0]).toBe(fleet.live(split)[1]?.value);
  for (const member of [members.due, fresh, moved, none])
    expect(fleet.isSettled(member)).toBe(true);
  expect(fleet.live(unused)).toEqual([]);
  expect(fleet.live(used)).toEqual([usedKey]);
  const deleted = [old.due, elsewhere, unusedKey].map(({ id }) => `proj_a/${id}`);
  expect(run.main.outputs['deleted-ids']?.split('\n').toSorted()).toEqual(deleted.toSorted());
  expect(run.main.summary).toContain('Keys of service accounts that no entry names');
  expect(run.main.summary).toContain(stray.id);
  expect(fleet.openai.projectKeys).toContain(stray);
  expect([run.post?.log, ...fleet.breaches]).toEqual(['']);
});

test('a postponed key that ends within 48 hours fails the step, after the one that has expired', async () => {
  const { fleet } = await openDueFleet();
  fleet.deliver(fleet.add({ name: 'ending' }), 88.1);
  fleet.deliver(fleet.add({ name: 'expired' }), 95);
  const { main, results } = await fleet.night({ inputs: { 'max-rotations': '1' } });
  expect(listActions(results)).toEqual(['ending postponed', 'expired rotated']);
  expect(main.exitCode).toBe(1);
  expect(errorsOf(main)).toEqual([expect.stringMatching(/`proj_a\/ending`: It was postponed/)]);
});

test('`now` with `only` replaces what it names at once, and reads no other place', async () => {
  const { fleet } = await openDueFleet();
  const leaked = fleet.add({ name: 'leaked' });
  const key = fleet.deliver(leaked, 3);
  const other = fleet.add({ name: 'other', project: 'proj_b' });
  const otherKey = fleet.deliver(other, 40);
  fleet.defaults['grace-period'] = '7d';
  const inputs = { now: 'true', only: 'proj_a/*', 'grace-period': '0s' };
  const { main, results } = await fleet.night({ inputs });
  expect(listActions(results)).toEqual(['leaked rotated']);
  expect(main.outputs['deleted-ids']).toBe(`proj_a/${key.id}`);
  expect(fleet.isSettled(leaked)).toBe(true);
  expect(fleet.live(other)).toEqual([otherKey]);
  expect(placesRead(fleet)).not.toContain('proj_b');
});

test('an exception holds until its last day, and is a violation itself after it', async () => {
  const { fleet, members } = await openDueFleet('known');
  const key = fleet.makeKey({ ...members.known, name: 'stray' }, fleet.openai.now(), null);
  const exception = (name: string, until: string) =>
    `  - {key: ${name}, until: '${until}', reason: It moves.}`;
  const verdictOf = async () => {
    const { main } = await fleet.night({
      inputs: {
        operation: 'verify',
        'max-age': '60d',
        'github-token': '',
        'github-api-url': 'https://api.github.com',
      },
    });
    const found: { id: string; rule: string }[] = JSON.parse(main.outputs.violations ?? '');
    return found.map(({ id, rule }) => `${id} ${rule}`);
  };
  const dayIn = (days: number) =>
    new Date((fleet.openai.now() + days * DAY) * 1000).toISOString().slice(0, 10);
  fleet.exceptions = ['exceptions:', exception('stray', dayIn(1))].join('\n');
  expect(await verdictOf()).toEqual([]);
  fleet.exceptions = ['exceptions:', exception('stray', dayIn(-1))].join('\n');
  expect(await verdictOf()).toEqual([`proj_a/${key.id} unmanaged`, 'stray exception']);
});

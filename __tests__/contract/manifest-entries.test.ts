import { afterAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { countActions, DAY, Fleet, listActions, type Member } from '../../testing/fleet.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

describe('entries that are due for every reason', () => {
  /** In the order that they are not taken in, with the key of the step that one of them holds. */
  function setUp() {
    const fleet = new Fleet();
    const add = (name: string, days: number, expiresAfter: number | null = 90) => {
      const member = fleet.add({ name });
      fleet.deliver(member, days, expiresAfter);
      return member;
    };
    const own = fleet.add({ name: 'own', project: null });
    const { value } = fleet.deliver(own, 87);
    add('retired', 9).fields.state = 'absent';
    fleet.add({ name: 'new' });
    add('fresh', 3);
    add('endless', 40, null);
    add('oldest-endless', 70, null);
    add('a-month-left', 60);
    add('ten-days-left', 80);
    const undelivered = add('undelivered', 6);
    fleet.makeKey(undelivered, fleet.openai.now() - 2 * DAY, null);
    add('expired', 91);
    add('fresh-too', 4);
    const night = (inputs = {}) => fleet.night({ inputs: { 'admin-api-key': value, ...inputs } });
    /** What was made and deleted, in order. */
    const done = () =>
      fleet.openai.log
        .filter(({ method }) => method !== 'GET')
        .map(({ body }) => (body === '' ? 'a delete' : JSON.parse(body).name));
    return { fleet, night, done };
  }

  test('are taken in the order of their need, the key of the step last', async () => {
    const { night, done } = setUp();
    const { main, results } = await night();
    expect(errorsOf(main)).toEqual([]);
    expect(countActions(results)).toEqual({ rotated: 8, retired: 1, kept: 2 });
    expect(done()).toEqual([
      'expired',
      'undelivered',
      'ten-days-left',
      'a-month-left',
      'oldest-endless',
      'endless',
      'new',
      'a delete',
      'own',
    ]);
    expect(main.log).toContain('\n2 of 11 entries needed nothing.\n');
  });

  test('share a run that may make three keys by that order', async () => {
    const { night, done } = setUp();
    const { main, results } = await night({ 'max-rotations': '3' });
    expect(errorsOf(main)).toEqual([]);
    expect(countActions(results)).toEqual({ rotated: 3, postponed: 5, retired: 1, kept: 2 });
    expect(done()).toEqual(['expired', 'undelivered', 'ten-days-left', 'a delete']);
  });
});

describe('a cause', () => {
  const MONEY = { error: { message: 'You exceeded your quota.', type: 'insufficient_quota' } };
  const LISTING = /proj_2\/api_keys/;
  const CREATE = { method: 'POST', path: /svc_proj_2\/api_keys/ };

  /** Five entries that are due, the third first, in five projects. */
  async function nightWith(fault: Fault) {
    const fleet = new Fleet();
    for (let n = 0; n < 5; n++) {
      fleet.deliver(fleet.add({ name: `e${n}`, project: `proj_${n}` }), n === 2 ? 45 : 40);
    }
    fleet.openai.fault({ ...fault, times: Number.POSITIVE_INFINITY });
    const night = await fleet.night({ inputs: { 'retry-for': '5m' } });
    expect(errorsOf(night.main)).toHaveLength(1);
    expect(night.post?.log).toBe('');
    return { ...night, fleet };
  }

  test.each<[what: string, fault: Fault, isTriedAgain: boolean]>([
    ['a limit of money in a listing', { path: LISTING, status: 429, body: MONEY }, false],
    ['a limit of money in a create', { ...CREATE, status: 429, body: MONEY }, false],
    ['a rate limit in a listing that lasts', { path: LISTING, status: 429 }, true],
  ])('that is common ends the run: %s', async (_, fault, isTriedAgain) => {
    const { results, main, fleet } = await nightWith(fault);
    expect(listActions(results)).toEqual([
      'e0 skipped',
      'e1 skipped',
      'e2 failed',
      'e3 skipped',
      'e4 skipped',
    ]);
    expect(results[0]?.reason).toBe('not tried after another failure');
    expect(errorsOf(main)[0]).toMatch(/^1 of 5 entries failed\.\n- line \d+, `proj_2\/e2`: .*$/);
    expect(main.log).toContain('1 failed, 4 not tried.');
    const struck = fleet.openai.log.filter(({ outcome }) => outcome === 429);
    expect(struck.length > 1).toBe(isTriedAgain);
    expect(fleet.openai.projectKeys).toHaveLength(5);
  });

  test.each<[what: string, fault: Fault]>([
    ['a rate limit in a create that lasts', { ...CREATE, status: 429 }],
    ['a refusal of its create', { ...CREATE, status: 400, body: { error: { message: 'No.' } } }],
  ])('of one entry fails that entry only: %s', async (_, fault) => {
    const { results } = await nightWith(fault);
    expect(countActions(results)).toEqual({ failed: 1, rotated: 4 });
    expect(results[2]?.action).toBe('failed');
  });
});

test('a GitHub token that is refused between two entries ends the run', async () => {
  const fleet = new Fleet();
  for (const [index, name] of ['first', 'second', 'third'].entries()) {
    fleet.deliver(fleet.add({ name }), 45 - index);
  }
  const { main, results } = await fleet.night({
    onRequest: ({ method }, stage) => {
      if (method !== 'PUT' || stage !== 'after') return;
      const body = { message: 'Bad credentials' };
      fleet.github.fault({ status: 401, body, times: Number.POSITIVE_INFINITY });
    },
  });
  expect(listActions(results)).toEqual(['first rotated', 'second failed', 'third skipped']);
  expect(errorsOf(main)).toEqual([expect.stringMatching(/`proj_a\/second`.*`github-token`/)]);
  expect(fleet.openai.log.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('a target that is gone is left out night after night, and the key of the name rotates', async () => {
  const fleet = new Fleet();
  fleet.defaults['grace-period'] = '0s';
  const partly = fleet.add({ name: 'partly', repositories: ['octo-org/stays', 'octo-org/goes'] });
  const other = fleet.add({ name: 'other' });
  for (const member of fleet.members) fleet.deliver(member, 31);
  const body = { message: 'Not Found' };
  const times = Number.POSITIVE_INFINITY;
  fleet.github.fault({ path: /^\/repos\/octo-org\/goes\//, status: 404, body, times });
  for (let night = 0; night < 40; night++) {
    const { main, results } = await fleet.night();
    const isDue = night === 0 || night === 30;
    expect(listActions(results)).toEqual(['partly failed', `other ${isDue ? 'rotated' : 'kept'}`]);
    expect(results[0]?.reason).toMatch(
      /no older key was deleted, since they may hold one:.*octo-org\/goes/s,
    );
    expect(errorsOf(main)).toHaveLength(1);
    const keys = fleet.live(partly);
    // The first may be held by the secret that cannot be seen.
    expect(keys).toHaveLength(night < 30 ? 2 : 3);
    expect(fleet.held(partly)).toEqual([keys.at(-1)?.value, keys[0]?.value]);
    expect(fleet.isSettled(other)).toBe(true);
    fleet.advance(DAY);
  }
  expect([...fleet.breaches]).toEqual([]);
});

test('targets of every kind are written, found delivered, and written anew for other readers', async () => {
  const fleet = new Fleet();
  const { github } = fleet;
  github.addOrganization('octo');
  for (const name of ['octo/a', 'octo/b']) github.addRepository(name);
  github.addRepository('octo/env', { environments: ['production', 'staging'] });
  const add = (name: string, repositories: string[], fields: Record<string, string>) => {
    const member = fleet.add({ name, repositories: [], fields });
    member.repositories = repositories;
    return member;
  };
  add('env', ['octo/env'], { 'secret-environment': '[production, staging]' });
  add('apps', ['octo/a'], { 'secret-app': '[dependabot, codespaces]' });
  const readers = { 'secret-organization': 'octo', 'secret-visibility': 'selected' };
  const org = add('org', ['octo/a', 'octo/b'], readers);
  const night = async () => {
    const { main, results } = await fleet.night();
    expect(errorsOf(main)).toEqual([]);
    fleet.advance(DAY);
    const written: object[] = JSON.parse(main.outputs['secrets-written'] ?? '[]');
    return { done: listActions(results), results, written };
  };
  const first = await night();
  expect(first.done).toEqual(['env rotated', 'apps rotated', 'org rotated']);
  const common = { name: 'OPENAI_API_KEY', action: 'created' };
  expect(first.written).toEqual(
    expect.arrayContaining([
      { ...common, app: 'actions', repository: 'octo/env', environment: 'production' },
      { ...common, app: 'actions', repository: 'octo/env', environment: 'staging' },
      { ...common, app: 'dependabot', repository: 'octo/a' },
      { ...common, app: 'codespaces', repository: 'octo/a' },
      { ...common, app: 'actions', organization: 'octo' },
    ]),
  );
  expect(first.results.map(({ targets }) => targets)).toEqual([
    [
      'Actions secret `OPENAI_API_KEY` of environment `production` of octo/env',
      'Actions secret `OPENAI_API_KEY` of environment `staging` of octo/env',
    ],
    [
      'Dependabot secret `OPENAI_API_KEY` of octo/a',
      'Codespaces secret `OPENAI_API_KEY` of octo/a',
    ],
    ['Actions secret `OPENAI_API_KEY` of organization octo'],
  ]);
  expect((await night()).done).toEqual(['env kept', 'apps kept', 'org kept']);
  org.repositories = ['octo/b'];
  const third = await night();
  expect(third.done).toEqual(['env kept', 'apps kept', 'org rotated']);
  expect(third.written).toEqual([
    { ...common, app: 'actions', organization: 'octo', action: 'updated' },
  ]);
  expect((await night()).done).toEqual(['env kept', 'apps kept', 'org kept']);
});

test('keys of users, of the organization and of other places are not told as without an entry', async () => {
  const fleet = new Fleet();
  fleet.deliver(fleet.add({ name: 'known' }), 3);
  fleet.deliver(fleet.add({ name: 'admin', project: null }), 3);
  const { openai } = fleet;
  const stray = openai.seedProjectKey({ projectId: 'proj_a', owner: 'svc_proj_a', name: 'stray' });
  openai.seedProject({ id: 'proj_b', name: 'B' });
  openai.seedServiceAccount({ id: 'svc_b', projectId: 'proj_b' });
  const others = [
    openai.seedProjectKey({ projectId: 'proj_a', name: 'of a user' }),
    openai.seedProjectKey({ projectId: 'proj_b', owner: 'svc_b' }),
    openai.seed({ name: 'of the organization' }),
  ];
  const { main } = await fleet.night();
  expect(main.conclusion).toBe('success');
  const [, told = ''] = main.summary.split('Keys of service accounts that no entry names');
  expect(told).toContain(stray.id);
  for (const { id } of others) expect(told).not.toContain(id);
  expect(openai.log.every(({ method }) => method === 'GET')).toBe(true);
});

describe('an entry that is absent', () => {
  test('takes no key of the same name that is of another account, user or place', async () => {
    const fleet = new Fleet();
    const gone = fleet.add({ name: 'gone', fields: { state: 'absent' } });
    const keys = [fleet.deliver(gone, 9), fleet.makeKey(gone, fleet.openai.now() - 2 * DAY, null)];
    const twin = (fields: Partial<Member>): Member => ({ ...gone, ...fields });
    fleet.add({ name: 'keeper', project: null });
    fleet.add({ name: 'keeper', project: 'proj_a', account: 'svc_other', repositories: ['a/a'] });
    fleet.add({ name: 'keeper', project: 'proj_b', repositories: ['a/b'] });
    const createdAt = fleet.openai.now() - 9 * DAY;
    const twins = [
      twin({ project: null }),
      twin({ account: 'svc_other' }),
      twin({ project: 'proj_b', account: 'svc_proj_b' }),
    ].map((member) => fleet.makeKey(member, createdAt, null));
    twins.push(fleet.openai.seedProjectKey({ projectId: 'proj_a', name: 'gone', createdAt }));
    const expired = fleet.makeKey(gone, createdAt, createdAt + DAY);
    const { main, results } = await fleet.night();
    expect(errorsOf(main)).toEqual([]);
    expect(results[0]).toMatchObject({ name: 'gone', action: 'retired', id: null });
    expect(main.outputs['deleted-ids']).toBe(keys.map(({ id }) => `proj_a/${id}`).join('\n'));
    const left = [...fleet.openai.keys, ...fleet.openai.projectKeys].map(({ id }) => id);
    expect(left).toEqual(expect.arrayContaining([...twins, expired].map(({ id }) => id)));
  });

  test('takes no key of a project that the list of admin keys has too', async () => {
    const fleet = new Fleet({ listProjectKeysAsAdminKeys: true });
    const gone = fleet.add({ name: 'gone', project: null, fields: { state: 'absent' } });
    const key = fleet.deliver(gone, 9);
    fleet.add({ name: 'keeper' });
    const twin = fleet.makeKey({ ...gone, project: 'proj_a', account: 'svc_proj_a' }, 0, null);
    const { main } = await fleet.night();
    expect(errorsOf(main)).toEqual([]);
    expect(main.outputs['deleted-ids']).toBe(key.id);
    expect(fleet.openai.projectKeys).toContain(twin);
    expect(fleet.openai.log.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  test('keeps the key of the step, says so, and takes it once another one authenticates', async () => {
    const fleet = new Fleet();
    fleet.defaults['grace-period'] = '0s';
    const own = fleet.add({ name: 'own', project: null, fields: { state: 'absent' } });
    const [older, key] = [fleet.deliver(own, 20), fleet.deliver(own, 9)];
    const next = fleet.add({ name: 'next', project: null });
    const plan = await fleet.night({
      inputs: { 'admin-api-key': key.value, 'dry-run': 'true' },
    });
    const run = await fleet.night({ inputs: { 'admin-api-key': key.value } });
    for (const { main, results } of [plan, run]) {
      expect(errorsOf(main)).toEqual([]);
      expect(results[0]).toMatchObject({ name: 'own', action: 'kept', id: key.id });
      expect(results[0]?.reason).toContain(`\`${key.id}\` authenticates this step`);
      expect(main.log).toContain('authenticates this step');
    }
    expect(run.main.outputs['deleted-ids']).toBe(older.id);
    expect(fleet.live(own)).toEqual([key]);
    fleet.advance(DAY);
    const later = await fleet.night({ inputs: { 'admin-api-key': fleet.held(next)[0] ?? '' } });
    expect(listActions(later.results)).toEqual(['own retired', 'next kept']);
    expect(later.main.outputs['deleted-ids']).toBe(key.id);
    expect(fleet.live(own)).toEqual([]);
  });
});

import { afterAll, describe, expect, test } from '@jest/globals';
import { countActions, DAY, Fleet, type Member } from '../../testing/fleet.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

const many = (fleet: Fleet, count: number, prefix = 'e'): Member[] =>
  Array.from({ length: count }, (_, n) => {
    return fleet.add({ name: `${prefix}${n}`, project: `proj_${n % 40}` });
  });

const listings = (fleet: Fleet, from = 0) =>
  fleet.openai.log
    .slice(from)
    .filter(({ method, path }) => method === 'GET' && /keys\?/.test(path));

const DEACTIVATED = { error: { code: 'account_deactivated', message: 'It is deactivated.' } };
const REVOKED = { error: { code: 'invalid_api_key', message: 'Incorrect API key provided.' } };

const pathOf = (repository: string) => new RegExp(`^/repos/octo-org/${repository}/`);

test('a first night makes as many keys as it may, and postpones the others', async () => {
  const fleet = new Fleet();
  many(fleet, 220);
  const { main, results } = await fleet.night();
  expect(errorsOf(main)).toEqual([]);
  expect(countActions(results)).toEqual({ rotated: 20, postponed: 200 });
  const why = 'there is no key of this name, but `max-rotations` is 20';
  expect(results.at(-1)?.reason).toBe(why);
  expect(main.log).toContain(`Entry 220 of 220, \`proj_19/e219\`: postponed, ${why}.`);
  for (let night = 1; night < 11; night++) {
    fleet.advance(DAY);
    const next = await fleet.night();
    expect(errorsOf(next.main)).toEqual([]);
    expect(countActions(next.results).rotated).toBe(20);
  }
  expect(fleet.members.filter((member) => !fleet.isSettled(member))).toEqual([]);
});

test('refused targets do not take the places of others', async () => {
  const fleet = new Fleet();
  const refused = many(fleet, 20, 'refused');
  const good = many(fleet, 20, 'good');
  for (const { name } of refused) {
    fleet.github.fault({
      method: 'PUT',
      path: pathOf(name),
      status: 403,
      body: { message: 'Resource not accessible by integration' },
      times: Number.POSITIVE_INFINITY,
    });
  }
  const { main, results } = await fleet.night();
  expect(countActions(results)).toEqual({ failed: 20, rotated: 20 });
  expect(good.filter((member) => !fleet.isSettled(member))).toEqual([]);
  // A key that reached nobody is deleted at once.
  expect(refused.flatMap((member) => fleet.live(member))).toEqual([]);
  expect(main.outputs.rotated).toBe('true');
  const [error = '', ...others] = errorsOf(main);
  expect(others).toEqual([]);
  expect(error).toContain('20 of 40 entries failed.');
  expect(error).toContain('and 10 more');
  expect(error.split('\n').filter((line) => line.startsWith('- line '))).toHaveLength(10);
});

test('the entry that holds the key of this step comes last', async () => {
  const fleet = new Fleet();
  fleet.defaults['grace-period'] = '0s';
  const own = fleet.add({ name: 'own', project: null });
  const [first, second] = many(fleet, 2) as [Member, Member];
  const old = fleet.deliver(own, 80);
  fleet.deliver(first, 31);
  fleet.deliver(second, 40);
  const inputs = { 'admin-api-key': old.value };
  const { main, results } = await fleet.night({ inputs });
  expect(errorsOf(main)).toEqual([]);
  expect(countActions(results)).toEqual({ rotated: 3 });
  expect(main.log.match(/`\S+`: rotated/g)).toEqual([
    '`proj_1/e1`: rotated',
    '`proj_0/e0`: rotated',
    '`own`: rotated',
  ]);
  expect(fleet.live(own)).toHaveLength(1);
  fleet.advance(DAY);
  const next = await fleet.night({ inputs: { 'admin-api-key': fleet.held(own)[0] ?? '' } });
  expect(errorsOf(next.main)).toEqual([]);
  expect([...fleet.breaches]).toEqual([]);
});

test('an incident with `only` reads one place and not forty', async () => {
  const fleet = new Fleet();
  const members = many(fleet, 80);
  for (const member of members) fleet.deliver(member, 3);
  const { main, results } = await fleet.night({
    inputs: { only: 'proj_7/e7', now: 'true', 'grace-period': '0s' },
  });
  expect(errorsOf(main)).toEqual([]);
  expect(results.map(({ name, action, reason }) => `${name} ${action}: ${reason}`)).toEqual([
    'e7 rotated: `now` asks for it',
  ]);
  // Listed before the create, and by the check of the new key.
  expect(listings(fleet).map(({ path }) => path.split('/')[4])).toEqual(['proj_7', 'proj_7']);
  expect(fleet.github.log.every(({ path }) => path.startsWith('/repos/octo-org/e7/'))).toBe(true);
  expect(fleet.live(members[7] as Member)).toHaveLength(1);
});

/** A fleet in which entries of every sort are. */
function mixed(): Fleet {
  const fleet = new Fleet();
  fleet.add({ name: 'fresh' });
  fleet.add({ name: 'due' });
  fleet.add({ name: 'expired', project: null });
  fleet.add({ name: 'new', project: 'proj_b' });
  fleet.add({ name: 'undelivered' });
  fleet.add({ name: 'older' });
  fleet.add({ name: 'gone', fields: { state: 'absent' } });
  fleet.add({ name: 'used', fields: { state: 'absent' } });
  fleet.add({ name: 'never', fields: { state: 'absent' } });
  fleet.add({ name: 'missing', project: 'proj_missing', account: 'svc_missing' });
  fleet.add({ name: 'deleted' });
  fleet.add({ name: 'partly', repositories: ['octo-org/partly', 'octo-org/deleted-too'] });
  const of = (name: string) => fleet.members.find((member) => member.name === name) as Member;
  fleet.deliver(of('fresh'), 3);
  fleet.deliver(of('due'), 31);
  fleet.deliver(of('expired'), 91);
  fleet.deliver(of('undelivered'), 6);
  fleet.makeKey(of('undelivered'), fleet.openai.now() - 2 * DAY, null);
  fleet.makeKey(of('older'), fleet.openai.now() - 40 * DAY, null);
  fleet.deliver(of('older'), 5);
  fleet.deliver(of('gone'), 9);
  fleet.deliver(of('used'), 9).lastUsedAt = fleet.openai.now() - 3600;
  fleet.deliver(of('deleted'), 3);
  fleet.deliver(of('partly'), 31);
  fleet.openai.fault({
    path: /proj_missing\/api_keys/,
    status: 404,
    times: Number.POSITIVE_INFINITY,
  });
  for (const name of ['deleted', 'deleted-too']) {
    fleet.github.fault({
      path: pathOf(name),
      status: 404,
      body: { message: 'Not Found' },
      times: Number.POSITIVE_INFINITY,
    });
  }
  fleet.breaches.clear();
  return fleet;
}

test('a dry run plans, entry by entry, what the run then does', async () => {
  const fleet = mixed();
  const essence = (results: Awaited<ReturnType<Fleet['night']>>['results']) =>
    results.map(
      ({ name, action, reason, line }) =>
        `${line} ${name} ${action}: ${reason.split('\n')[0]?.replace(/request [\w:]+/, '')}`,
    );
  const plan = await fleet.night({ inputs: { 'dry-run': 'true' } });
  const writes = [...fleet.openai.log, ...fleet.github.log].filter(
    ({ method }) => method !== 'GET',
  );
  expect(writes).toEqual([]);
  // What answers 404 may be new, and is asked again.
  const reads = [...fleet.openai.log, ...fleet.github.log]
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('/repos/octo-org/deleted'));
  expect(reads.filter((path, index) => reads.indexOf(path) !== index)).toEqual([]);
  const run = await fleet.night();
  expect(essence(plan.results)).toEqual(essence(run.results));
  expect(countActions(run.results)).toEqual({ rotated: 4, kept: 3, retired: 2, failed: 3 });
  expect(plan.main.outputs.rotated).toBe('false');
  expect(run.main.outputs.rotated).toBe('true');
  expect(plan.main.outputs['deleted-ids']).toBe('');
  expect(plan.main.summary).toContain('would be rotated');
  expect([...fleet.breaches].filter((text) => !text.includes('expired'))).toEqual([]);
});

test('what an entry ends as is told by the results, the log and the summary', async () => {
  const fleet = mixed();
  const { main, results } = await fleet.night();
  const of = (name: string) => results.find((result) => result.name === name);
  expect(Object.keys(of('due') ?? {})).toEqual([
    'name',
    'project_id',
    'service_account_id',
    'targets',
    'line',
    'id',
    'action',
    'reason',
    'next_due',
  ]);
  expect(Object.keys(of('expired') ?? {})).toEqual([
    'name',
    'targets',
    'line',
    'id',
    'action',
    'reason',
    'next_due',
  ]);
  expect(of('due')?.id).toMatch(/^proj_a\/key_/);
  expect(of('new')).toMatchObject({ action: 'rotated', reason: 'there is no key of this name' });
  expect(of('never')).toMatchObject({ action: 'retired', id: null });
  expect(of('used')?.reason).toMatch(
    /^its state is `absent`, but `proj_a\/key_\w+` was used in the last 1 d/,
  );
  expect(of('older')).toMatchObject({ action: 'kept' });
  const live = fleet.keysOf(fleet.members[5] as Member);
  expect(live).toHaveLength(1);
  expect(of('partly')?.id).toMatch(/^proj_a\/key_/);
  expect(main.log).toMatch(/Entry \d+ of 12, `proj_a\/deleted`: failed, .*does not exist/);
  const [error = ''] = errorsOf(main);
  expect(error.match(/^- line \d+, `\S+`/gm)).toEqual([
    expect.stringContaining('`proj_missing/missing`'),
    expect.stringContaining('`proj_a/deleted`'),
    expect.stringContaining('`proj_a/partly`'),
  ]);
  // Of `partly`, one secret holds the new key, and the old one stays, since the other may hold it.
  expect(fleet.live(fleet.members.at(-1) as Member)).toHaveLength(2);
  expect(main.summary).toContain('| Line | Entry | Result | Reason | Secrets | Next due |');
  expect(main.log).toMatch(/Entry \d+ of 12, `proj_a\/due`: rotated, /);
  expect(main.outputs['deleted-ids']?.split('\n')).toHaveLength(2);
});

test('a secret that is missing where its key lives is told, with when that key goes', async () => {
  const fleet = new Fleet();
  const moved = fleet.add({ name: 'moved' });
  const key = fleet.makeKey(moved, fleet.openai.now() - 3 * DAY, null);
  const plan = await fleet.night({ inputs: { 'dry-run': 'true' } });
  const run = await fleet.night();
  for (const { results, main } of [plan, run]) {
    expect(results[0]?.reason).toMatch(
      new RegExp(
        `; a secret is missing, so another place may hold \`proj_a/${key.id}\`, deleted once .* 20\\d\\d-`,
      ),
    );
    expect(main.log).toContain('another place may hold');
  }
});

test('keys of service accounts that no entry names are told, and never deleted', async () => {
  const fleet = new Fleet();
  const known = fleet.add({ name: 'known' });
  fleet.deliver(known, 3);
  const stray = fleet.makeKey({ ...known, name: 'stray' }, fleet.openai.now() - 90 * DAY, null);
  const { main } = await fleet.night();
  expect(main.summary).toContain('Keys of service accounts that no entry names');
  expect(main.summary).toContain(stray.id);
  expect(fleet.openai.projectKeys).toContain(stray);
});

test('an absent entry takes its key away once it has not been used for a grace period', async () => {
  const fleet = new Fleet();
  const old = fleet.add({ name: 'old', repositories: ['octo-org/r'] });
  const key = fleet.deliver(old, 9);
  old.fields.state = 'absent';
  const next = fleet.add({ name: 'next', repositories: ['octo-org/r'] });
  key.lastUsedAt = fleet.openai.now();
  const first = await fleet.night();
  expect(countActions(first.results)).toEqual({ kept: 1, rotated: 1 });
  expect(fleet.isSettled(next)).toBe(true);
  expect(fleet.live(old)).toEqual([key]);
  fleet.advance(DAY + 60);
  const second = await fleet.night();
  expect(countActions(second.results)).toEqual({ retired: 1, kept: 1 });
  expect(fleet.live(old)).toEqual([]);
  expect(second.main.outputs['deleted-ids']).toBe(`proj_a/${key.id}`);
});

describe('a cause that is common ends the run', () => {
  test('a GitHub token that is refused', async () => {
    const fleet = new Fleet();
    for (const member of many(fleet, 5)) fleet.deliver(member, 40);
    const token = 'ghs_of_an_hour_ago';
    const { main, results } = await fleet.night({ inputs: { 'github-token': token } });
    expect(countActions(results)).toEqual({ failed: 1, skipped: 4 });
    expect(results[4]?.reason).toBe('not tried after another failure');
    expect(errorsOf(main)[0]).toContain('1 of 5 entries failed.');
    expect(fleet.openai.log.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('a listing that is refused for longer than `retry-for`', async () => {
    const fleet = new Fleet();
    for (const member of many(fleet, 5)) fleet.deliver(member, 40);
    fleet.openai.fault({ path: /proj_2\/api_keys/, status: 503, times: Number.POSITIVE_INFINITY });
    const { results } = await fleet.night({ inputs: { 'retry-for': '1m' } });
    expect(countActions(results)).toEqual({ failed: 1, skipped: 4 });
    expect(fleet.openai.log.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('an admin key that is refused', async () => {
    const fleet = new Fleet();
    many(fleet, 5);
    const { results } = await fleet.night({ inputs: { 'admin-api-key': 'sk-admin-nobody' } });
    expect(countActions(results)).toEqual({ failed: 1, skipped: 4 });
  });

  test.each<[what: string, service: 'github' | 'openai', fault: object]>([
    ['a GitHub token, as it writes', 'github', { method: 'PUT' }],
    ['an admin key, as it creates', 'openai', { method: 'POST' }],
    [
      'an admin key, as it looks at a new key',
      'openai',
      { method: 'GET', path: /api_keys\?/, skip: 5 },
    ],
    ['an admin key, as it deletes an older key', 'openai', { method: 'DELETE' }],
    ['an admin key, as it retires a key', 'openai', { method: 'DELETE' }],
  ])('%s, is refused once, and no other entry begins', async (what, service, fault) => {
    const fleet = new Fleet();
    const isRetiring = what.endsWith('retires a key');
    fleet.defaults['grace-period'] = '0s';
    const fields: Record<string, string> = isRetiring ? { state: 'absent' } : {};
    const members = Array.from({ length: 5 }, (_, n) =>
      fleet.add({ name: `e${n}`, project: `proj_${n}`, fields }),
    );
    for (const member of members) fleet.deliver(member, 40);
    const body = service === 'github' ? { message: 'Bad credentials' } : REVOKED;
    fleet[service].fault({ ...fault, status: 401, body });
    const { results } = await fleet.night({ inputs: { 'retry-for': '0s' } });
    expect(countActions(results)).toEqual({ failed: 1, skipped: 4 });
  });

  test.each<[what: string, service: 'github' | 'openai', fault: object]>([
    [
      'a repository whose bill is not paid',
      'github',
      {
        path: /octo-org\/e2\//,
        status: 403,
        body: { message: 'Repository is disabled due to a billing issue.' },
      },
    ],
    [
      'a repository that is not there',
      'github',
      { path: /octo-org\/e2\//, status: 404, body: { message: 'Not Found' } },
    ],
    [
      'a new key that the API does not accept',
      'openai',
      { path: /models/, status: 401, body: REVOKED },
    ],
    [
      'a new key whose account is deactivated',
      'openai',
      { path: /models/, times: 1, status: 401, body: DEACTIVATED },
    ],
  ])('not %s', async (_, service, fault) => {
    const fleet = new Fleet();
    for (const member of many(fleet, 5)) fleet.deliver(member, 40);
    const times = service === 'github' ? Number.POSITIVE_INFINITY : 6;
    fleet[service].fault({ times, ...fault });
    const { results } = await fleet.night();
    expect(countActions(results)).toEqual({ failed: 1, rotated: 4 });
  });

  test.each([
    [
      'a project that cannot be read',
      { path: /proj_2\//, status: 403, body: 'You have insufficient permissions' },
    ],
    [
      'a project of another host',
      {
        path: /proj_2\//,
        status: 401,
        body: { error: { code: 'incorrect_hostname', message: 'x' } },
      },
    ],
    [
      'a project with an IP allowlist of its own',
      {
        path: /proj_2\//,
        status: 401,
        body: { error: { code: 'ip_not_authorized', message: 'x' } },
      },
    ],
  ])('%s fails its entries only', async (_, fault) => {
    const fleet = new Fleet();
    for (const member of many(fleet, 45)) fleet.deliver(member, 40);
    fleet.openai.fault({ ...fault, times: Number.POSITIVE_INFINITY });
    const { results } = await fleet.night({ inputs: { 'max-rotations': '200' } });
    expect(countActions(results)).toEqual({ failed: 2, rotated: 43 });
    // Its second entry does not try again.
    const tried = fleet.openai.log.filter(({ path }) => path.includes('proj_2/'));
    expect(tried).toHaveLength(1);
  });
});

test('an App token that ends after an hour ends the run before the next entry', async () => {
  const fleet = new Fleet();
  for (const member of many(fleet, 15)) fleet.deliver(member, 40);
  const token = fleet.github.addToken({ kind: 'app' });
  fleet.openai.fault({
    method: 'POST',
    path: /api_keys/,
    delayMs: 280_000,
    times: Number.POSITIVE_INFINITY,
  });
  const inputs = { 'github-token': token, timeout: '5m', 'retry-for': '0s' };
  const { main, results, minutes } = await fleet.night({ inputs });
  expect(errorsOf(main)).toEqual([]);
  expect(minutes).toBeLessThan(60);
  expect(results.filter(({ action }) => action === 'postponed').length).toBeGreaterThan(0);
  expect(results.find(({ action }) => action === 'postponed')?.reason).toMatch(
    /, but the GitHub token ends soon$/,
  );
  const other = await fleet.night({ inputs: { timeout: '5m' } });
  expect(countActions(other.results).postponed).toBeUndefined();
});

describe('a postponed key', () => {
  const nightWith = async (days: number) => {
    const fleet = new Fleet();
    const [first, second] = many(fleet, 2) as [Member, Member];
    fleet.deliver(first, 95);
    fleet.deliver(second, days);
    return fleet.night({ inputs: { 'max-rotations': '1' } });
  };

  test.each([
    [80, undefined],
    [87.9, undefined],
    [88.1, 'expires'],
    [91, 'expired'],
  ])('that is %s days old of 90', async (days, verb) => {
    const { main, results } = await nightWith(days);
    expect(countActions(results)).toEqual({ rotated: 1, postponed: 1 });
    const told = /Entry 2 of 2, `\S+`: postponed, (.*)\.\n/.exec(main.log)?.[1];
    expect(told).toBe(results[1]?.reason.replace(/\.$/, ''));
    expect(told).toContain('but `max-rotations` is 1');
    expect(errorsOf(main)).toEqual(
      verb === undefined
        ? []
        : [expect.stringMatching(`It was postponed, and its key \`\\S+\` ${verb} at`)],
    );
  });

  test.each<[age: number, newestAge: number, verb: string | undefined]>([
    [80, 2, undefined],
    [88.1, 2, 'expires'],
    [91, 2, 'expired'],
    // An older one expired long before the key that the secret holds was made.
    [60, 2, undefined],
  ])('that is %s days old, while one of %s days is in no secret', async (age, newest, verb) => {
    const fleet = new Fleet();
    const [first, second] = many(fleet, 2) as [Member, Member];
    fleet.deliver(first, 95);
    fleet.deliver(second, 200);
    fleet.deliver(second, age);
    fleet.makeKey(second, fleet.openai.now() - newest * DAY, fleet.openai.now() + 88 * DAY);
    const { main, results } = await fleet.night({ inputs: { 'max-rotations': '1' } });
    expect(countActions(results)).toEqual({ rotated: 1, postponed: 1 });
    expect(errorsOf(main)).toEqual(
      verb === undefined
        ? []
        : [expect.stringMatching(`It was postponed, and its key \`\\S+\` ${verb} at`)],
    );
  });
});

test('what an entry leaves unfinished is finished before the next begins', async () => {
  const fleet = new Fleet();
  const [first, second] = many(fleet, 2) as [Member, Member];
  fleet.deliver(first, 40);
  fleet.deliver(second, 31);
  // The answer to the write is lost, and the write never happened.
  fleet.github.fault({ method: 'PUT', path: pathOf('e0'), silence: 'before' });
  const { main, results, post } = await fleet.night({ inputs: { 'retry-for': '0s' } });
  expect(countActions(results)).toEqual({ failed: 1, rotated: 1 });
  expect(fleet.live(first)).toHaveLength(1);
  expect(fleet.isSettled(second)).toBe(true);
  expect(post?.log).toBe('');
  expect(main.log.indexOf('Key `proj_0/')).toBeLessThan(main.log.indexOf('Entry 2 of 2'));
  expect([...fleet.breaches]).toEqual([]);
});

test('a create without an answer is looked into before the next entry, and not by the post step', async () => {
  const fleet = new Fleet();
  const [first, second] = many(fleet, 2) as [Member, Member];
  fleet.deliver(first, 40);
  fleet.deliver(second, 31);
  fleet.openai.fault({ method: 'POST', reset: 'before' });
  const { main, results, post } = await fleet.night({ inputs: { 'retry-for': '0s' } });
  expect(countActions(results)).toEqual({ failed: 1, rotated: 1 });
  expect(results[0]?.reason).toMatch(/This job checks once more\.$/);
  const looked = main.log.indexOf('The creation of a key was left unfinished. No key named `e0`');
  expect(looked).toBeGreaterThan(0);
  expect(looked).toBeLessThan(main.log.indexOf('Entry 2 of 2'));
  expect(main.log).not.toContain('post step');
  expect(post?.log).toBe('');
});

test('a cancelled run leaves its state to the post step', async () => {
  const fleet = new Fleet();
  for (const member of many(fleet, 3)) fleet.deliver(member, 40);
  // The answer to a write is lost while the job is cancelled: nobody knows who holds the key.
  fleet.github.fault({ method: 'PUT', silence: 'before' });
  const { main, post } = await fleet.night({
    onRequest: ({ method }, stage, _, step) => {
      if (method === 'PUT' && stage === 'before') step.cancel();
    },
  });
  expect(main.exitCode).not.toBe(0);
  expect(fleet.openai.log.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(post?.exitCode).toBe(0);
  expect(post?.log).toMatch(/Key `proj_0\/key_\w+` was deleted: its value had reached nobody/);
  fleet.advance(DAY);
  await fleet.night();
  fleet.advance(2 * DAY);
  await fleet.night();
  expect(fleet.members.filter((member) => !fleet.isSettled(member))).toEqual([]);
  expect(fleet.members.filter((member) => fleet.live(member).length !== 1)).toEqual([]);
  expect([...fleet.breaches]).toEqual([]);
});

test('a pull request of a fork checks the file and says that it saw no keys', async () => {
  const fleet = new Fleet();
  fleet.deliver(fleet.add({ name: 'a' }), 40);
  const { main, results, post } = await fleet.night({
    inputs: { 'admin-api-key': '', 'github-token': '', 'dry-run': 'true' },
    env: { GITHUB_EVENT_NAME: 'pull_request' },
  });
  expect(errorsOf(main)).toEqual([]);
  expect(warningsOf(main)).toEqual([]);
  expect(countActions(results)).toEqual({ skipped: 1 });
  expect(results[0]?.reason).toBe(
    'this run has no credentials, so the file was checked and no key was seen',
  );
  expect(main.summary).toContain('no key was seen');
  expect([...fleet.openai.log, ...fleet.github.log]).toEqual([]);
  expect(post?.log).toBe('');
});

test('a key that is due costs four requests more, and five where its listing has grown old', async () => {
  const costs = async (delayMs: number) => {
    const fleet = new Fleet();
    fleet.defaults['grace-period'] = '0s';
    for (const name of ['one', 'two', 'three']) fleet.deliver(fleet.add({ name }), 40);
    const path = /\/service_accounts\//;
    fleet.openai.fault({ method: 'POST', path, delayMs, times: Number.POSITIVE_INFINITY });
    const { main, requests } = await fleet.night({ inputs: { timeout: '5m' } });
    expect(errorsOf(main)).toEqual([]);
    return requests.openai;
  };
  expect(await costs(0)).toBe(1 + 3 * 4);
  // The third entry begins 9 min after the place was listed, the second 4 min and 40 s.
  expect(await costs(280_000)).toBe(1 + 3 * 4 + 1);
});

test('where no redacted value tells whose key it is, all admin keys come last', async () => {
  const fleet = new Fleet();
  const expired = fleet.add({ name: 'expired', project: null });
  const due = fleet.add({ name: 'due' });
  fleet.deliver(expired, 89);
  fleet.deliver(due, 31);
  fleet.openai.fault({
    method: 'GET',
    path: /admin_api_keys/,
    times: Number.POSITIVE_INFINITY,
    rewrite: (reply) => {
      const text = JSON.stringify(reply.body).replaceAll(/"sk-admin[^"]*"/g, '"sk-admin-hidden"');
      return { ...reply, body: JSON.parse(text) };
    },
  });
  const { main } = await fleet.night();
  expect(main.log.match(/`\S+`: \w+/g)).toEqual([
    '`proj_a/due`: rotated',
    expect.stringContaining('`expired`: '),
  ]);
});

test('what reached some of its targets takes a place among `max-rotations`', async () => {
  const fleet = new Fleet();
  const partly = fleet.add({ name: 'partly', repositories: ['octo-org/p', 'octo-org/q'] });
  const other = fleet.add({ name: 'other' });
  fleet.deliver(partly, 40);
  fleet.deliver(other, 31);
  const body = { message: 'Resource not accessible by integration' };
  fleet.github.fault({ method: 'PUT', path: pathOf('q'), status: 403, body, times: 9 });
  const { main, results } = await fleet.night({ inputs: { 'max-rotations': '1' } });
  expect(countActions(results)).toEqual({ failed: 1, postponed: 1 });
  expect(main.outputs.rotated).toBe('true');
  expect(JSON.parse(main.outputs['secrets-written'] ?? '')).toHaveLength(1);
});

test('a key that could not be deleted is deleted before the next entry, as the post step would', async () => {
  const fleet = new Fleet();
  const [first, second] = many(fleet, 2) as [Member, Member];
  const old = fleet.deliver(first, 40);
  fleet.deliver(second, 31);
  const body = { message: 'Resource not accessible by integration' };
  fleet.github.fault({ method: 'PUT', path: pathOf('e0'), status: 403, body });
  fleet.openai.fault({ method: 'DELETE', status: 503 });
  const { main, results, post } = await fleet.night({ inputs: { 'retry-for': '0s' } });
  expect(countActions(results)).toEqual({ failed: 1, rotated: 1 });
  expect(fleet.live(first)).toEqual([old]);
  const deleted = main.log.search(
    /Key `proj_0\/key_\w+` was deleted: its value had reached nobody/,
  );
  expect(deleted).toBeGreaterThan(0);
  expect(deleted).toBeLessThan(main.log.indexOf('Entry 2 of 2'));
  expect(post?.log).toBe('');
});

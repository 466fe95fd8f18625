import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { DAY, Fleet } from '../../testing/fleet.ts';
import { removeWorkspaces, workspaceWith } from '../../testing/manifest.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';

afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

/** What a report says, line by line. */
const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

test('the report has a line for each key, with who, when, which and why, run after run', async () => {
  const path = join(workspaceWith({}), 'report.ndjson');
  const fleet = new Fleet();
  fleet.defaults['grace-period'] = '0s';
  const due = fleet.add({ name: 'due' });
  fleet.add({ name: 'new', project: null });
  const fresh = fleet.add({ name: 'fresh' });
  const gone = fleet.add({ name: 'gone' });
  const old = fleet.deliver(due, 31);
  fleet.deliver(fresh, 3);
  fleet.deliver(gone, 3);
  const body = { message: 'Not Found' };
  fleet.github.fault({
    path: /octo-org\/gone/,
    status: 404,
    body,
    times: Number.POSITIVE_INFINITY,
  });
  const inputs = { 'report-file': path };
  await fleet.night({ inputs: { ...inputs, 'dry-run': 'true' } });
  expect(existsSync(path)).toBe(false);
  await fleet.night({ inputs });
  const lines = linesOf(path);
  expect(lines.map(({ event, name, key_id }) => `${event} ${name} ${key_id === null}`)).toEqual([
    'refused gone true',
    'kept fresh false',
    'made due false',
    'delivered due false',
    'deleted due false',
    'made new false',
    'delivered new false',
  ]);
  expect(lines[2]).toMatchObject({
    operation: 'rotate',
    run: expect.stringMatching(/^https:\/\/.*\/actions\/runs\/\d+$/),
    attempt: 1,
    actor: expect.any(String),
    name: 'due',
    project_id: 'proj_a',
    service_account_id: 'svc_proj_a',
    reason: expect.stringContaining('is 31 days old'),
    targets: ['Actions secret `OPENAI_API_KEY` of octo-org/due'],
    next_due: expect.stringMatching(/^20.*Z$/),
    time: expect.stringMatching(/^20.*Z$/),
  });
  expect(lines[4].key_id).toBe(`proj_a/${old.id}`);
  const text = readFileSync(path, 'utf8');
  for (const { value } of [...fleet.openai.keys, ...fleet.openai.projectKeys]) {
    expect(text).not.toContain(value);
  }
  await fleet.night({ inputs });
  expect(linesOf(path)).toHaveLength(lines.length + 4);
});

test('the report is written by the other operations too', async () => {
  const path = join(workspaceWith({}), 'report.ndjson');
  const fleet = new Fleet();
  for (const name of ['a', 'b']) fleet.deliver(fleet.add({ name }), 5);
  const step = async (operation: string, inputs: Record<string, string> = {}) => {
    const apart = {
      manifest: 'none',
      'github-token': '',
      'github-api-url': 'https://api.github.com',
    };
    await fleet.night({ inputs: { ...apart, 'report-file': path, operation, ...inputs } });
  };
  await step('list');
  expect(linesOf(path)).toEqual([]);
  await step('create', { name: 'made' });
  await step('create', { name: 'made', 'if-exists': 'reuse' });
  await step('delete', { 'key-id': 'key_none' });
  await step('retrieve', { 'key-id': 'key_none' });
  await step('verify', { manifest: 'keys.yml', 'project-id': 'none, all', 'max-age': '1d' });
  expect(linesOf(path).map(({ operation, event }) => `${operation} ${event}`)).toEqual([
    'create made',
    'create kept',
    'delete deleted',
    'retrieve refused',
    'verify violation',
    'verify violation',
    'verify violation',
    'verify violation',
  ]);
});

test('a violation tells whose key it is, in the report and in the output', async () => {
  const path = join(workspaceWith({}), 'report.ndjson');
  const fleet = new Fleet();
  const [gone, old] = ['gone', 'old'].map((name) => fleet.add({ name }));
  const own = fleet.add({ name: 'own', project: null });
  for (const member of [old, own]) if (member) fleet.deliver(member, 5);
  if (gone) fleet.makeKey({ ...gone, name: 'stray' }, fleet.openai.now() - DAY, null);
  fleet.openai.seedProjectKey({ name: 'a user', projectId: 'proj_a' });
  const inputs = {
    operation: 'verify',
    'github-token': '',
    'github-api-url': 'https://api.github.com',
    'max-age': '1d',
    'report-file': path,
  };
  const { main } = await fleet.night({ inputs });
  const account = { project_id: 'proj_a', service_account_id: 'svc_proj_a' };
  const expected = [
    { name: 'gone', ...account },
    { name: 'old', ...account },
    { name: 'own' },
    { name: 'stray', ...account },
    // The one that authenticates the step.
    { name: 'First admin key' },
    { name: 'a user', project_id: 'proj_a' },
  ];
  const identities = (lines: Record<string, unknown>[]) =>
    lines.map(({ name, project_id, service_account_id }) => {
      return { name, project_id, service_account_id };
    });
  expect(identities(linesOf(path))).toEqual(expected);
  expect(identities(JSON.parse(main.outputs.violations ?? ''))).toEqual(expected);
});

describe('the report of a key that reached nobody', () => {
  const forbidden = { message: 'Resource not accessible by integration' };
  /** The entry `lost`, whose only key is due, in a step with or without a manifest, and a report. */
  const stepWith = async (
    prepare: (fleet: Fleet) => void,
    isPlain: boolean,
    onRequest?: (fleet: Fleet, method: string) => void,
  ) => {
    const path = join(workspaceWith({}), 'report.ndjson');
    const fleet = new Fleet();
    const lost = fleet.add({ name: 'lost' });
    const old = fleet.deliver(lost, 40);
    prepare(fleet);
    const plain = {
      manifest: 'none',
      name: 'lost',
      'project-id': 'proj_a',
      'service-account-id': 'svc_proj_a',
      'secret-name': 'OPENAI_API_KEY',
      'secret-repositories': 'octo-org/lost',
      ...fleet.defaults,
    };
    const inputs = { 'report-file': path, 'retry-for': '0s', ...(isPlain && plain) };
    await fleet.night({
      inputs,
      ...(onRequest && { onRequest: ({ method }) => onRequest(fleet, method) }),
    });
    const lines = linesOf(path);
    const identity = {
      name: 'lost',
      project_id: 'proj_a',
      service_account_id: 'svc_proj_a',
      targets: ['Actions secret `OPENAI_API_KEY` of octo-org/lost'],
    };
    for (const line of lines.filter(({ event }) => event !== 'deleted')) {
      expect(line).toMatchObject(identity);
    }
    const made = lines[0].key_id;
    return lines.map(({ event, key_id: id }) => {
      const which = id === `proj_a/${old.id}` ? 'old' : id === made ? 'new' : id;
      return `${event} ${id === null ? 'no id' : which}`;
    });
  };

  describe.each([
    ['an entry', false, 'refused old'],
    ['a step', true, 'refused no id'],
  ])('%s', (_, isPlain, refused) => {
    test('tells that it was made, and deleted again', async () => {
      const told = await stepWith(({ github }) => {
        github.fault({ method: 'PUT', status: 403, body: forbidden });
      }, isPlain);
      expect(told).toEqual(['made new', refused, 'deleted new']);
    });

    test('tells that it may have been made, where the answer was lost', async () => {
      const told = await stepWith(({ openai }) => {
        openai.fault({ method: 'POST', reset: 'after' });
      }, isPlain);
      expect(told).toEqual(['made no id', refused]);
    });

    test('tells that it may have been made, where the answer named somebody else’s', async () => {
      const create = ({ openai }: Fleet) => {
        const times = { created_at: openai.now(), expires_at: openai.now() + 90 * DAY };
        const value = `sk-svcacct-${'x'.repeat(40)}`;
        const body = { id: 'key_other', name: 'lost', value, ...times };
        openai.fault({ method: 'POST', status: 200, body });
      };
      // Made after this step has listed the keys.
      const told = await stepWith(create, isPlain, ({ openai }, method) => {
        if (method !== 'POST' || openai.projectKeys.some(({ id }) => id === 'key_other')) return;
        openai.seedServiceAccount({ id: 'svc_other', projectId: 'proj_a' });
        openai.seedProjectKey({ id: 'key_other', projectId: 'proj_a', owner: 'svc_other' });
      });
      expect(told).toEqual(['made no id', refused]);
    });

    test('tells of none where the create was refused', async () => {
      const told = await stepWith(({ openai }) => {
        openai.fault({ method: 'POST', status: 403, body: forbidden });
      }, isPlain);
      expect(told).toEqual([refused]);
    });
  });

  test('tells what was deleted before the next entry, as the post step would', async () => {
    const told = await stepWith(({ openai, github }) => {
      github.fault({ method: 'PUT', status: 403, body: forbidden });
      openai.fault({ method: 'DELETE', status: 503 });
    }, false);
    expect(told).toEqual(['made new', 'refused old', 'deleted new']);
  });
});

test.each([
  ['made', 40],
  ['kept', 3],
])('the report tells when a key that was %s by a step of its own is due', async (event, age) => {
  const path = join(workspaceWith({}), 'report.ndjson');
  const fleet = new Fleet();
  const own = fleet.add({ name: 'own', project: null });
  const key = fleet.deliver(own, age);
  const due = (event === 'made' ? fleet.openai.now() : key.createdAt) + 30 * DAY - 6 * 3600;
  const inputs = {
    manifest: 'none',
    name: 'own',
    'secret-name': 'ADMIN_KEY',
    'secret-repositories': 'octo-org/own',
    'report-file': path,
    ...fleet.defaults,
  };
  await fleet.night({ inputs });
  const [line] = linesOf(path);
  expect(line).toMatchObject({ event, key_id: fleet.keysOf(own).at(-1)?.id });
  expect(Math.abs(Date.parse(line.next_due) / 1000 - due)).toBeLessThan(60);
});

test('a report that cannot be written stops the step before anything is done', async () => {
  const fleet = new Fleet();
  fleet.deliver(fleet.add({ name: 'a' }), 40);
  const { main } = await fleet.night({ inputs: { 'report-file': '/nowhere/report.ndjson' } });
  expect(errorsOf(main)[0]).toMatch(/^`report-file` could not be written/);
  expect([...fleet.openai.log, ...fleet.github.log]).toEqual([]);
});

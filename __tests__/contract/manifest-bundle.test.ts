import { once } from 'node:events';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { countActions, listActions } from '../../testing/fleet.ts';
import { closeFleets, openDueFleet } from '../../testing/fleet-bundle.ts';
import { removeWorkspaces } from '../../testing/manifest.ts';
import { errorsOf, requestsOf } from '../../testing/openai-step.ts';
import { testWithSignals } from '../../testing/platform.ts';
import { cleanUp, type RunningStep } from '../../testing/runner.ts';
import { cancelled } from '../../testing/services.ts';

/*
 * Many keys from a file, by processes of the committed bundle: signals, state, outputs and files as the
 * runner has them.
 */

afterEach(closeFleets);
afterAll(() => {
  cleanUp();
  removeWorkspaces();
});

/** Read in an entry's turn only, just before it makes its key. */
const PUBLIC_KEY = /second\/actions\/secrets\/public-key$/;

const LOOK = 'GET /repos/octo-org/second/actions/secrets/OPENAI_API_KEY';
const KEY = '/v1/organization/projects/proj_a/api_keys/key';

testWithSignals.each([
  {
    how: 'killed, and the write never happened',
    end: (step: RunningStep) => step.kill(),
    silence: 'before',
    byPost: [`GET ${KEY}`, `DELETE ${KEY}`, LOOK, LOOK],
    says: /^Key `proj_a\/key_\w+` was deleted: its value had reached nobody\.\n$/,
    second: 'rotated',
  },
  {
    how: 'cancelled and then killed, and the secret was written',
    end: (step: RunningStep) => step.cancel({ intToTermMs: 500, termToKillMs: 500 }),
    silence: 'after',
    byPost: [LOOK],
    says: /^$/,
    second: 'kept',
  },
] as const)(
  '$how: post finishes that entry and knows no other, the next run does the rest',
  async ({ end, silence, byPost, says, second }) => {
    const { fleet } = await openDueFleet('first', 'second', 'third');
    const { openai, github } = fleet;
    github.fault({ method: 'PUT', path: /second/, silence });
    let before: [number, number] | undefined;
    const { main, post } = await fleet.night({
      onRequest: ({ method, path }, stage, _, step) => {
        if (method !== 'PUT' || !path.includes('second') || stage !== silence) return;
        before = [openai.log.length, github.log.length];
        end(step);
      },
    });
    expect(main.signal).toBe('SIGKILL');
    expect(post?.exitCode).toBe(0);
    expect(post?.log).toMatch(says);
    const after = [
      ...requestsOf(openai).slice(before?.[0]),
      ...requestsOf(github).slice(before?.[1]),
    ];
    expect(after.map((request) => request.replace(/key_\w+$/, 'key'))).toEqual(byPost);
    const next = await fleet.night();
    expect(errorsOf(next.main)).toEqual([]);
    expect(listActions(next.results)).toEqual(['first kept', `second ${second}`, 'third rotated']);
    expect(fleet.unsettled()).toEqual([]);
  },
);

testWithSignals.each(['SIGINT', 'SIGTERM'] as const)(
  '%s before the second entry makes a key: the third is left alone, and told',
  async (signal) => {
    const { fleet, old } = await openDueFleet('first', 'second', 'third');
    const night = await fleet.night({
      onRequest: async ({ path }, stage, _, step) => {
        if (stage !== 'before' || !PUBLIC_KEY.test(path)) return;
        if (signal === 'SIGINT') return cancelled(step);
        if (step.process === undefined) return;
        step.process.kill(signal);
        await once(step.process, 'exit');
      },
    });
    const { main, post } = night;
    expect(main.exitCode).toBe(1);
    expect(errorsOf(main)).toEqual([
      expect.stringMatching(/^1 of 3 entries failed\.\n- line \d+, `proj_a\/second`: .*cancelled/),
    ]);
    expect(listActions(night.results)).toEqual(['first rotated', 'second failed', 'third skipped']);
    expect(main.log).toContain('1 rotated, 1 failed, 1 not tried.');
    expect(main.summary).toMatch(/`?proj_a\/third`? \| ⚠️ not tried/);
    expect(main.outputs['deleted-ids']).toBe(`proj_a/${old.first.id}`);
    expect(fleet.openai.log.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(fleet.github.log.at(-1)?.path).toMatch(PUBLIC_KEY);
    expect(post?.log).toBe('');
    expect(errorsOf((await fleet.night()).main)).toEqual([]);
    expect(fleet.unsettled()).toEqual([]);
  },
);

test('a key that reached no secret is deleted before the next entry makes one', async () => {
  const { fleet, members, old } = await openDueFleet('first', 'second', 'third');
  const body = { message: 'Resource not accessible by integration' };
  fleet.github.fault({ method: 'PUT', path: /first/, status: 403, body });
  const night = await fleet.night();
  expect(night.main.exitCode).toBe(1);
  expect(listActions(night.results)).toEqual(['first failed', 'second rotated', 'third rotated']);
  expect(fleet.live(members.first)).toEqual([old.first]);
  for (const one of [members.second, members.third]) expect(fleet.isSettled(one)).toBe(true);
  const entry = 'POST GET GET DELETE';
  expect(fleet.openai.log.map(({ method }) => method).join(' ')).toBe(
    ['GET', entry, entry, entry].join(' '),
  );
  const deleted = fleet.openai.log.filter(({ method }) => method === 'DELETE');
  const ids = deleted.map(({ path }) => path.split('/').at(-1));
  expect(ids.slice(1)).toEqual([old.second.id, old.third.id]);
  expect(ids[0]).not.toBe(old.first.id);
  expect(night.main.outputs['deleted-ids']).toBe(`proj_a/${ids[1]}\nproj_a/${ids[2]}`);
  expect(night.post?.log).toBe('');
});

test('the outputs of a run that may make one key of three', async () => {
  const { fleet, members, old } = await openDueFleet('first', 'second', 'third');
  const { main, post, results } = await fleet.night({ inputs: { 'max-rotations': '1' } });
  expect(main.annotations).toEqual([]);
  expect(main.exitCode).toBe(0);
  const [key] = fleet.live(members.first);
  const idOf = (name: keyof typeof old) => `proj_a/${old[name].id}`;
  const due = (name: keyof typeof old, days: number) =>
    `key \`${idOf(name)}\` is ${days} days old, and \`rotate-after\` is 30 days`;
  const common = { project_id: 'proj_a', service_account_id: 'svc_proj_a' };
  const targets = (name: string) => [`Actions secret \`OPENAI_API_KEY\` of octo-org/${name}`];
  const postponed = { ...common, action: 'postponed', next_due: null };
  const lines = fleet.manifest().split('\n');
  const line = (name: string) => lines.indexOf(`  - name: ${name}`) + 1;
  const nextDue = new Date(((key?.createdAt ?? 0) + 30 * 86_400 - 6 * 3600) * 1000);
  expect(results).toEqual([
    {
      ...common,
      name: 'first',
      targets: targets('first'),
      line: line('first'),
      id: `proj_a/${key?.id}`,
      action: 'rotated',
      reason: due('first', 50),
      next_due: nextDue.toISOString().replace('.000', ''),
    },
    {
      ...postponed,
      name: 'second',
      targets: targets('second'),
      line: line('second'),
      id: idOf('second'),
      reason: `${due('second', 49)}, but \`max-rotations\` is 1`,
    },
    {
      ...postponed,
      name: 'third',
      targets: targets('third'),
      line: line('third'),
      id: idOf('third'),
      reason: `${due('third', 48)}, but \`max-rotations\` is 1`,
    },
  ]);
  const { results: _, ...others } = main.outputs;
  expect(others).toEqual({
    rotated: 'true',
    'deleted-ids': idOf('first'),
    'secrets-written': JSON.stringify([
      { app: 'actions', repository: 'octo-org/first', name: 'OPENAI_API_KEY', action: 'updated' },
    ]),
  });
  expect(post?.log).toBe('');
});

test('an admin key that is deleted between two entries ends the run', async () => {
  const { fleet, old } = await openDueFleet('first', 'second', 'third');
  const night = await fleet.night({
    onRequest: ({ method }, stage) => {
      if (method === 'DELETE' && stage === 'after')
        fleet.openai.revoke(fleet.openai.keys[0]?.id ?? '');
    },
  });
  const { main, post, results } = night;
  expect(listActions(night.results)).toEqual(['first rotated', 'second failed', 'third skipped']);
  expect(results[2]?.reason).toBe('not tried after another failure');
  expect(errorsOf(main)).toEqual([
    expect.stringMatching(
      /^1 of 3 entries failed\.\n.*`proj_a\/second`.*accepted earlier in this step/,
    ),
  ]);
  expect(main.outputs['deleted-ids']).toBe(`proj_a/${old.first.id}`);
  expect(fleet.openai.log.at(-1)).toMatchObject({ method: 'POST', outcome: 401 });
  const written = fleet.github.log.filter(({ method }) => method === 'PUT');
  expect(written.map(({ path }) => path.split('/')[3])).toEqual(['first']);
  expect(post?.log).toBe('');
  const key = fleet.openai.seed().value;
  expect(errorsOf((await fleet.night({ inputs: { 'admin-api-key': key } })).main)).toEqual([]);
  expect(fleet.unsettled()).toEqual([]);
});

test('a project that cannot be read fails its twelve entries, which one annotation tells', async () => {
  const { fleet, members } = await openDueFleet('other');
  for (let n = 0; n < 12; n++) fleet.add({ name: `entry${n}`, project: 'proj_b' });
  const body = 'You have insufficient permissions';
  fleet.openai.fault({ path: /proj_b/, status: 403, body, times: Number.POSITIVE_INFINITY });
  const { main, results } = await fleet.night();
  expect(main.exitCode).toBe(1);
  expect(countActions(results)).toEqual({ rotated: 1, failed: 12 });
  expect(fleet.isSettled(members.other)).toBe(true);
  const [error = '', ...others] = errorsOf(main);
  expect(others).toEqual([]);
  const [head, ...lines] = error.split('\n');
  expect(head).toBe('12 of 13 entries failed.');
  expect(lines.map((text) => text.replace(/:.*/, ''))).toEqual([
    ...Array.from({ length: 10 }, (_, n) =>
      expect.stringMatching(new RegExp(`^- line \\d+, \`proj_b/entry${n}\`$`)),
    ),
    '- and 2 more',
  ]);
});

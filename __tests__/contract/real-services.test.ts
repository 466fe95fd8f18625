import { afterEach, describe, expect, test } from '@jest/globals';
import { startOpenAi as listen, type OpenAi } from '../../emulator/openai.ts';
import { run, setStage } from '../../testing/delivery.ts';
import { emulatorInputs } from '../../testing/emulator-inputs.ts';
import { KINDS, setUpKind } from '../../testing/kinds.ts';
import { errorsOf, runStep, warningsOf } from '../../testing/openai-step.ts';
import { DAY, type Night, type NightOptions, setNight } from '../../testing/rotation.ts';
import { runMain, runPost } from '../../testing/runner.ts';
import { startOpenAi } from '../../testing/services.ts';

/*
 * What real services, runners and people do that a server of one's own does not: whole steps, from
 * inputs to what a person reads.
 */

const HOUR = 3_600;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function aNight(options: NightOptions = {}): Promise<Night> {
  const night = await setNight({ onBundle: false, ...options });
  open.push(night);
  return night;
}

async function anApi(): Promise<OpenAi> {
  const api = await startOpenAi({}, false);
  open.push(api);
  return api;
}

describe.each(KINDS)('%s: a rotation that never settles', (kind) => {
  const REWRITTEN = 'octo-org/octo-repo';
  const ARCHIVED = 'octo-org/second';
  const nights = async (night: Night, count: number, between: () => void) => {
    const ends: { exit: number | null; said: string; live: number }[] = [];
    for (let index = 0; index < count; index++) {
      const main = await night.run();
      await night.runPost(main);
      const said = [...errorsOf(main), ...warningsOf(main)].join('\n');
      ends.push({ exit: main.exitCode, said, live: night.live().length });
      between();
    }
    return ends;
  };
  /** A tool writes the secret again, six hours after each night. */
  const rewriting = (night: Night) => () => {
    night.advance(6 * HOUR);
    const { value = '' } = night.github.secret(REWRITTEN, 'ADMIN') ?? {};
    night.github.seedSecret(REWRITTEN, 'ADMIN', { value, updatedAt: night.github.now() });
    night.advance(DAY - 6 * HOUR);
  };
  const archive = ({ github }: Night) => {
    const always = { times: Number.POSITIVE_INFINITY };
    const body = { message: 'Repository was archived so is read-only.' };
    github.fault({ ...always, method: 'PUT', path: new RegExp(ARCHIVED), status: 403, body });
    github.fault({
      ...always,
      path: new RegExp(`${ARCHIVED}$`),
      rewrite: (reply) => ({ ...reply, body: { ...(reply.body as object), archived: true } }),
    });
  };

  test.each(['24h', '3d'])('as something else writes its secret, grace %s', async (grace) => {
    const night = await aNight({ kind, targets: 2, inputs: { 'grace-period': grace } });
    const ends = await nights(night, 40, rewriting(night));
    expect(ends.slice(0, 4).map(({ exit }) => exit)).toEqual([0, 0, 0, 1]);
    expect(ends[1]?.said).toMatch(/octo-repo was written at .* let only one of the two write it/);
    expect(ends[3]?.said).toMatch(
      /^The last three keys .*\n- Actions secret `ADMIN` of octo-org\/octo-repo was written at .*Z, after .*\nFix that/,
    );
    expect(ends[3]?.said).not.toMatch(/octo-org\/second|organization/);
    // Red until `rotate-after` asks, and never more than a handful.
    expect(ends.slice(3, 31).every(({ exit }) => exit === 1)).toBe(true);
    expect(Math.max(...ends.map(({ live }) => live))).toBeLessThanOrEqual(7);
    expect(night.breaches).toEqual([]);
  });

  test('also where nothing piles up, each night says who else writes it', async () => {
    const night = await aNight({ kind, targets: 2 });
    const ends = await nights(night, 5, rewriting(night));
    expect(ends.map(({ live }) => live)).toEqual([1, 1, 1, 1, 1]);
    expect(ends[0]?.said).toBe('');
    for (const { said } of ends.slice(1)) expect(said).toContain('something else writes it');
  });

  test.each(['24h', '0s'])('as a repository is archived, grace %s', async (grace) => {
    const night = await aNight({ kind, targets: 3, inputs: { 'grace-period': grace } });
    archive(night);
    const ends = await nights(night, 40, () => night.advance(DAY));
    expect(ends.every(({ exit }) => exit === 1)).toBe(true);
    expect(ends[0]?.said).toMatch(/reached 2 of 3 secrets.*Unarchive it, or remove it/s);
    expect(ends[3]?.said).toMatch(
      /octo-org\/second cannot be written: its repository is archived\. .*\nFix that/,
    );
    expect(Math.max(...ends.map(({ live }) => live))).toBeLessThanOrEqual(7);
    expect(night.breaches).toEqual([]);

    // Once that is mended, `now` goes on at once, and the old ones go.
    night.github.clearFaults();
    const main = await night.run({ inputs: { now: 'true', 'grace-period': '0s' } });
    expect(errorsOf(main)).toEqual([]);
    expect(night.live()).toHaveLength(1);
    expect(new Set(night.held())).toEqual(new Set([night.live()[0]?.value]));
  });
});

// With a dead key, or an older one: a service account's authenticates no step.
describe('a run that is run again', () => {
  const again = { GITHUB_RUN_ATTEMPT: '2' };

  test('after the grace period has a dead key, and is told to be started anew', async () => {
    const night = await aNight({ self: true });
    await night.run();
    const main = await night.run({ env: again, inputs: { 'admin-api-key': night.old.value } });
    expect(errorsOf(main)).toEqual([
      expect.stringMatching(/refused the key .*This run is a re-run.* Start a new run instead\.$/),
    ]);
    expect(errorsOf(main)[0]).not.toContain('Save a valid one');
  });

  test('whose key still lives does not suspect the targets', async () => {
    const night = await aNight({ self: true, inputs: { 'grace-period': '2d' } });
    await night.run();
    night.advance(3 * DAY);
    const main = await night.run({ env: again, inputs: { 'admin-api-key': night.old.value } });
    expect(main.exitCode).toBe(0);
    expect(warningsOf(main)).toEqual([expect.stringMatching(/This run is a re-run/)]);
    expect(warningsOf(main)[0]).not.toContain('not among the targets');
    expect(night.live()).toHaveLength(2);
    // A new run has the newer key, and deletes the older.
    expect(warningsOf(await night.run())).toEqual([]);
    expect(night.live()).toHaveLength(1);
  });
});

describe.each(KINDS)('%s: `now`', (kind) => {
  const now = { inputs: { now: 'true' } };

  test('replaces a key that is not due, but not one that was just made', async () => {
    const night = await aNight({ kind });
    await night.run();
    night.advance(60);
    const kept = await night.run(now);
    expect([kept.outputs.rotated, kept.exitCode]).toEqual(['false', 0]);
    expect(kept.log).toMatch(
      /was made less than 20 minutes ago, so `now` keeps it; .*again after /,
    );
    night.advance(20 * 60);
    const rotated = await night.run(now);
    expect(rotated.outputs.rotated).toBe('true');
    expect(rotated.log).toContain('`now` asks for it');
    expect(night.live()).toHaveLength(1);
    expect((await night.run()).outputs.rotated).toBe('false');
  });

  test('does not get past another run at work', async () => {
    const night = await aNight({ kind });
    night.keys.seed({ name: 'ci', createdAt: night.openai.now() - 60 });
    const main = await night.run(now);
    expect(errorsOf(main)).toEqual([
      expect.stringMatching(/made by hand less than 20 minutes ago/),
    ]);
    expect(night.live()).toHaveLength(2);
  });
});

test.each(
  KINDS,
)('%s: `if-exists: reuse` after a delivery in part: first others may be at work, then it is made anew', async (kind) => {
  const stage = await setStage(2, { kind, onBundle: false });
  open.push(stage);
  const { openai, keys, github } = stage;
  stage.inputs['if-exists'] = 'reuse';
  const named = () => keys.all().filter(({ name }) => name === 'ci');
  for (const key of named()) openai.revoke(key.id);
  const body = { message: 'Resource not accessible by integration' };
  github.fault({ method: 'PUT', path: /second/, status: 403, body });
  expect(errorsOf(await run(stage))[0]).toContain('reached 1 of 2 secrets');

  const soon = await run(stage);
  expect(errorsOf(soon)).toEqual([
    expect.stringMatching(/another run is running or was stopped, so/),
  ]);
  expect(named()).toHaveLength(1);

  const base = openai.now() * 1000;
  for (const api of [openai, github]) api.setClock(() => base + 21 * 60_000);
  const later = await run(stage);
  expect([errorsOf(later), later.outputs.created]).toEqual([[], 'true']);
  const values = ['octo-org/octo-repo', 'octo-org/second'].map(
    (place) => github.secret(place, 'ADMIN')?.value,
  );
  expect(new Set(values)).toEqual(new Set([keys.all().at(-1)?.value]));
  expect((await run(stage)).outputs.created).toBe('false');
});

describe.each(KINDS)('%s: a proxy’s password that is an ordinary word', (kind) => {
  const env = { HTTPS_PROXY: 'http://user:key@proxy.example:3128' };

  test('takes nothing from ids and names in the outputs', async () => {
    const api = await anApi();
    const keys = setUpKind(api, kind);
    const key = keys.seed({ name: 'key of the night' });
    const { 'service-account-id': _, ...place } = keys.inputs;
    const main = await runStep(api, { ...place, operation: 'list' }, { env });
    expect(main.exitCode).toBe(0);
    expect(main.outputs.ids?.split('\n')).toContain(keys.idOf(key));
    const made = await runStep(
      api,
      { ...keys.inputs, operation: 'create', name: 'nightly', 'output-value': 'true' },
      { env },
    );
    const newest = keys.all().find(({ name }) => name === 'nightly');
    expect(made.outputs.id).toBe(keys.idOf(newest ?? key));
    expect(JSON.parse(made.outputs.key ?? '')).toMatchObject({
      object: expect.stringMatching(/^organization\.(admin|project\.api)/),
      id: newest?.id,
    });
  });

  test('refuses a name with that word before any request', async () => {
    const api = await anApi();
    const { inputs } = setUpKind(api, kind);
    const main = await runStep(api, { ...inputs, operation: 'create', name: 'the key' }, { env });
    expect(errorsOf(main)).toEqual([
      expect.stringMatching(/nothing was sent\.\n- `name` contains a text that this step masks/),
    ]);
    expect(api.log).toEqual([]);
  });
});

describe.each(KINDS)('%s: a listing that is shorter than it says', (kind) => {
  test.each<[string, object, RegExp]>([
    ['in all', { total_count: 9 }, /ended after [34] of 9 keys/],
    ['of a page that has more', { has_more: true }, /is empty, though it says that there is more/],
  ])('%s decides nothing', async (_, lie, message) => {
    for (const inputs of [
      {},
      { operation: 'create', 'if-exists': 'reuse', 'rotate-after': 'none', 'grace-period': '24h' },
    ]) {
      const night = await aNight({ kind });
      night.openai.fault({
        method: 'GET',
        times: Number.POSITIVE_INFINITY,
        rewrite: (reply) => ({ ...reply, body: { ...(reply.body as object), ...lie } }),
      });
      const main = await night.run({ inputs });
      expect(errorsOf(main)).toEqual([expect.stringMatching(message)]);
      expect(night.openai.log.map(({ method }) => method)).not.toContain('POST');
      expect(night.held()).toEqual([night.old.value]);
    }
  });
});

describe('keys of projects in the admin listing', () => {
  /** The listing shows this key as a project's. */
  const asProjectKey = (night: Night, id: string) => {
    night.openai.fault({
      method: 'GET',
      times: Number.POSITIVE_INFINITY,
      rewrite: (reply) => {
        const { data, ...rest } = reply.body as { data: { id: string }[] };
        const shown = data.map((key) =>
          key.id === id ? { ...key, redacted_value: 'sk-svcacct-****abc' } : key,
        );
        return { ...reply, body: { ...rest, data: shown } };
      },
    });
  };

  test('of the same name are no part of a rotation, older or newer', async () => {
    for (const ago of [40 * DAY, 60]) {
      const night = await aNight();
      const other = night.openai.seed({ name: 'ci', createdAt: night.openai.now() - ago });
      asProjectKey(night, other.id);
      const main = await night.run();
      expect([errorsOf(main), warningsOf(main)]).toEqual([[], []]);
      expect(main.outputs['deleted-ids']).toBe(night.old.id);
      expect(night.live().map(({ id }) => id)).toContain(other.id);
    }
  });

  test('are held against a policy, and not offered for deletion', async () => {
    const night = await aNight();
    const { openai } = night;
    asProjectKey(night, night.old.id);
    const main = await runStep(openai, {
      operation: 'verify',
      'max-age': '7d',
      name: 'ci',
    });
    expect(JSON.parse(main.outputs.violations ?? '')).toMatchObject([{ id: night.old.id }]);
    expect(main.outputs['violation-ids']).toBe('');
  });
});

describe.each(KINDS)('%s: a clock that is corrected between main and post', (kind) => {
  /** The listing, a look and a public key come before it; the trial, a write and a delete after. */
  const CREATE = 3;

  test.each([
    -3_600_000, -600_000, -5_000, 5_000, 600_000, 3_600_000,
  ])('by %d ms', async (skewMs) => {
    for (let request = 0; request < (kind === 'admin key' ? 7 : 8); request++) {
      for (const stage of ['before', 'after'] as const) {
        const night = await aNight({ kind });
        const strike = (step: { kill(): void }) => step.kill();
        const main = await night.run({ at: { request, stage }, strike });
        const { openai, github } = night;
        const inputs = emulatorInputs(openai, github);
        const post = await runPost(main, { skewMs, inputs });
        expect(post.exitCode).toBe(0);
        // A new key that no secret holds is gone, or named where nothing proves whose it is.
        const orphans = night.live().filter((key) => {
          return key !== night.old && !night.held().includes(key.value);
        });
        expect(orphans).toHaveLength(request === CREATE ? 1 : 0);
        for (const key of orphans) {
          expect(warningsOf(post).join()).toContain(night.keys.idOf(key));
        }
        expect([...night.breaches, ...night.keys.missingTwins()]).toEqual([]);
      }
    }
  });
});

test('`delete` of a list that has the step’s own key says why the rest is refused', async () => {
  const api = await anApi();
  const own = api.keys[0]?.id ?? '';
  const [first, last] = [api.seed({ name: 'a' }).id, api.seed({ name: 'b' }).id];
  const main = await runStep(api, { operation: 'delete', 'key-id': [first, own, last].join() });
  const [error = ''] = errorsOf(main);
  expect(error).toMatch(
    /refused the key in `admin-api-key`: deleting key .* It was accepted .*deleted/,
  );
  expect(error).toContain(
    'It is likely one of those that were deleted: delete the rest with another',
  );
  expect(error).toContain(`Deleted: \`${first}\`, \`${own}\`.`);
  expect(error).not.toContain('Save a valid one');
  expect(main.outputs['deleted-ids']).toBe(`${first}\n${own}`);
});

test.each([
  ['openai_admin_key', true],
  ['github_token', true],
  ['Path', true],
  ['MY_KEY', false],
])('on Windows, where names of variables have no case, %s is refused: %p', async (name, isRefused) => {
  const api = await anApi();
  const main = await runStep(
    api,
    { operation: 'create', name: 'nightly', 'export-env': name, 'admin-api-key': '' },
    { env: { RUNNER_OS: 'Windows', OPENAI_ADMIN_KEY: api.adminKey } },
  );
  expect(errorsOf(main)).toHaveLength(isRefused ? 1 : 0);
  expect(api.log).toHaveLength(isRefused ? 0 : 1);
});

describe.each(
  KINDS,
)('%s: in a composite action inside another, post gets the inputs of the outer one', (kind) => {
  const setJob = async () => {
    const api = await listen();
    open.push(api);
    const keys = setUpKind(api, kind);
    const before = keys.all().length;
    const inputs = {
      ...keys.inputs,
      operation: 'create',
      name: 'job',
      'revoke-after-job': 'true',
      'output-value': 'true',
    };
    const job = { OPENAI_ADMIN_KEY: api.adminKey };
    const main = await runMain({ env: job, inputs: { ...inputs, 'base-url': api.baseUrl } });
    expect(keys.all()).toHaveLength(before + 1);
    return { keys, before, main, job };
  };

  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['empty ones', { 'base-url': '', name: '', 'admin-api-key': '' }],
  ])('%s: the key of the job is deleted all the same', async (_, inputs) => {
    const { keys, before, main, job } = await setJob();
    const post = await runPost(main, { inputs, env: job, useDefaults: false });
    expect(post.log).toContain('was deleted: it was made for this job only');
    expect(keys.all()).toHaveLength(before);
    expect(keys.missingTwins()).toEqual([]);
  });

  test('no admin key: nothing is sent, and it is said where to put it', async () => {
    const { keys, before, main } = await setJob();
    const post = await runPost(main, { useDefaults: false });
    expect(warningsOf(post)).toEqual([
      expect.stringMatching(/give the key in the job's `OPENAI_ADMIN_KEY`/),
    ]);
    expect(keys.all()).toHaveLength(before + 1);
  });
});

describe('what the runner and the job give', () => {
  test.each([
    'GITHUB_OUTPUT',
    'GITHUB_STATE',
    'GITHUB_ENV',
  ])('without a file in %s nothing is sent', async (name) => {
    const api = await listen();
    open.push(api);
    const main = await runStep(
      api,
      { operation: 'create', name: 'x', 'output-value': 'true' },
      { env: { [name]: '' } },
    );
    expect(errorsOf(main)).toEqual([expect.stringContaining(`did not set \`${name}\``)]);
    expect(main.stdout).not.toMatch(/set-output|save-state|set-env/);
    expect([api.log.length, api.keys.length]).toEqual([0, 1]);
  });

  test('variables of other actions are named, and one that may be a misspelt input is refused', async () => {
    const api = await anApi();
    const others = { INPUT_LOG: 'x', INPUT_FOO: 'y' };
    const main = await runStep(api, { operation: 'list' }, { env: others });
    expect([main.exitCode, warningsOf(main).length]).toEqual([0, 2]);
    const misspelt = await runStep(api, { operation: 'list' }, { env: { 'INPUT_KEYS-FLIE': 'x' } });
    expect(errorsOf(misspelt)).toEqual([expect.stringContaining('Did you mean `keys-file`?')]);
  });

  test.each(
    KINDS,
  )('%s: a GitHub App’s token that is dead in post: its hour is named, and the key is left', async (kind) => {
    const night = await aNight({ kind });
    const { keys, github } = night;
    const inputs = { 'github-token': github.addToken({ kind: 'app' }) };
    const main = await night.run({
      inputs,
      at: { request: 4 + keys.checks, stage: 'after' },
      strike: (step) => step.kill(),
    });
    github.fault({ status: 401, body: { message: 'Bad credentials' }, times: 9 });
    const post = await night.runPost(main);
    expect(warningsOf(post).join()).toMatch(/A GitHub App's token expires after an hour/);
    expect(warningsOf(post).join()).toContain(keys.all().at(-1)?.id);
    expect(night.live()).toHaveLength(2);
    expect(night.breaches).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import { time } from '../support/in-process.ts';
import { errorsOf, warningsOf } from '../support/openai-step.ts';
import { type Night, setNight } from '../support/rotation.ts';

/*
 * A refusal that ends by itself, at every request of a create and a rotation: so many refusals, then
 * success. What the contract promises decides how the step ends, and what is left behind.
 */

/** The target that is struck, by how many there are. */
const STRUCK: Record<number, string> = { 1: 'octo-org/octo-repo', 3: 'octo-org/second' };

type Api = 'openai' | 'github';
type Step = 'create' | 'rotate' | 'rotate of its own key';

/** A kind of request, and the steps that send it. */
interface Call {
  name: string;
  api: Api;
  of: readonly Step[];
  method: string;
  /** @param repository - as a pattern */
  path: (repository: string) => RegExp;
}

const ROTATIONS: readonly Step[] = ['rotate', 'rotate of its own key'];
const BOTH: readonly Step[] = ['create', ...ROTATIONS];

const CALLS = {
  listing: {
    name: 'the listing',
    api: 'openai',
    of: ROTATIONS,
    method: 'GET',
    path: () => /order=asc/,
  },
  look: {
    name: 'the look at a secret',
    api: 'github',
    of: BOTH,
    method: 'GET',
    path: (repository) => new RegExp(`${repository}/actions/secrets/ADMIN$`),
  },
  publicKey: {
    name: 'a public key',
    api: 'github',
    of: BOTH,
    method: 'GET',
    path: (repository) => new RegExp(`${repository}/actions/secrets/public-key$`),
  },
  create: { name: 'the create', api: 'openai', of: BOTH, method: 'POST', path: () => /./ },
  trial: {
    name: 'the trial',
    api: 'openai',
    of: ROTATIONS,
    method: 'GET',
    path: () => /order=desc/,
  },
  write: {
    name: 'a write',
    api: 'github',
    of: BOTH,
    method: 'PUT',
    path: (repository) => new RegExp(`${repository}/`),
  },
  delete: {
    name: 'the delete of the old key',
    api: 'openai',
    of: ROTATIONS,
    method: 'DELETE',
    path: () => /./,
  },
} as const satisfies Record<string, Call>;
type CallName = keyof typeof CALLS;

/** How a step ends. */
type End =
  | 'done'
  /** No key was made. */
  | 'nothing made'
  /** The others got the new key; the old one lives on, since the struck target holds it. */
  | 'one left out'
  | 'key deleted'
  | 'old key left';

interface Kind {
  name: string;
  fault: Fault;
  at: readonly CallName[];
  /** How many refusals in a row a request gets over; without it, as many as `retry-for` has room for. */
  outlasts?: number;
  /** Whether it concerns one target alone, so that a rotation goes on without that one. */
  ofOneTarget?: true;
  /** The steps that it is tried in; without it, a create and a rotation by another key. */
  in?: readonly Step[];
  /** What the log says of the waits, once for each of them or once in all. */
  announced?: RegExp;
}

const GITHUB: readonly CallName[] = ['look', 'publicKey', 'write'];
const OPENAI: readonly CallName[] = ['listing', 'create', 'trial', 'delete'];
const ALL: readonly CallName[] = [...GITHUB, ...OPENAI];
const DEAD_KEY = { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } };
const NEW_TOKEN = /refuses the token \(\d+\), which it may not know yet/g;

const KINDS: readonly Kind[] = [
  {
    name: 'a token that GitHub does not know yet',
    fault: { status: 401, body: { message: 'Bad credentials' } },
    at: GITHUB,
    outlasts: 4,
    announced: NEW_TOKEN,
  },
  {
    name: 'a token whose permissions have not arrived',
    fault: { status: 403, body: { message: 'Resource not accessible by integration' } },
    at: GITHUB,
    outlasts: 4,
    ofOneTarget: true,
    announced: NEW_TOKEN,
  },
  {
    name: 'a repository that GitHub does not know yet',
    fault: { status: 404, body: { message: 'Not Found' } },
    at: ['publicKey'],
    outlasts: 3,
    ofOneTarget: true,
    announced: /does not know a repository or environment \(404\)/g,
  },
  {
    name: 'a new key that OpenAI does not know yet',
    fault: { status: 401, body: DEAD_KEY },
    at: ['trial'],
    outlasts: 5,
    in: ROTATIONS,
  },
  {
    name: 'a new key that OpenAI does not know everywhere yet',
    fault: { status: 401, body: DEAD_KEY },
    at: ['delete'],
    outlasts: 5,
    in: ['rotate of its own key'],
  },
  {
    name: 'a refusal of the admin key',
    fault: { status: 401, body: DEAD_KEY },
    at: ['listing', 'create', 'delete'],
    outlasts: 0,
    in: ['create', 'rotate'],
  },
  {
    name: 'a rate limit that says how long',
    fault: { status: 429, headers: { 'retry-after': '7' } },
    at: ALL,
  },
  { name: 'a rate limit that says nothing', fault: { status: 429 }, at: ALL },
  {
    name: 'a secondary rate limit in words alone',
    fault: {
      status: 403,
      body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' },
    },
    at: GITHUB,
  },
  {
    name: 'a secondary rate limit with something remaining',
    fault: {
      status: 403,
      headers: { 'x-ratelimit-remaining': '4990', 'x-ratelimit-reset': '1800003600' },
      body: { message: 'You have exceeded a secondary rate limit.' },
    },
    at: GITHUB,
  },
  {
    name: 'an outage',
    fault: { status: 503 },
    at: ALL.filter((call) => call !== 'create'),
  },
  // Sent at most once: the key may have been made.
  { name: 'an outage at', fault: { status: 503 }, at: ['create'], outlasts: 0 },
];

interface Case {
  kind: Kind;
  call: CallName;
  step: Step;
  targets: number;
}

const CASES = KINDS.flatMap((kind) =>
  kind.at.flatMap((call) =>
    (CALLS[call].of as readonly Step[])
      .filter((step) => (kind.in ?? ['create', 'rotate']).includes(step))
      .flatMap((step) => [1, 3].map((targets): Case => ({ kind, call, step, targets }))),
  ),
).map((one): [string, Case] => {
  const { kind, call, step, targets } = one;
  return [`${kind.name}: ${CALLS[call].name} (${step}, targets: ${targets})`, one];
});

/** What guarantees 4 to 8 promise. */
function endOf({ kind, call, step, targets }: Case, refusals: number): End {
  if (refusals <= (kind.outlasts ?? Number.POSITIVE_INFINITY)) return 'done';
  if (call === 'delete') return 'old key left';
  if (call === 'create') return 'nothing made';
  if (call === 'trial') return 'key deleted';
  if (call === 'write') return targets === 1 ? 'key deleted' : 'one left out';
  const goesOn = step !== 'create' && targets > 1 && kind.ofOneTarget === true;
  return goesOn ? 'one left out' : 'nothing made';
}

function nightFor(step: Step, targets: number, onBundle = false): Promise<Night> {
  return setNight({
    targets,
    onBundle,
    self: step === 'rotate of its own key',
    inputs: {
      'retry-for': '15m',
      ...(step === 'create' && {
        operation: 'create',
        'rotate-after': 'none',
        'grace-period': '24h',
      }),
    },
  });
}

/** What is left behind, in words. */
function stateOf({ openai, old, held, live }: Night) {
  const made = openai.keys.filter((key) => key.name === 'ci' && key !== old);
  const nameOf = (value: string | undefined) =>
    value === old.value ? 'old' : value === made[0]?.value ? 'new' : 'another';
  return { live: live().map(({ value }) => nameOf(value)), held: held().map(nameOf) };
}

/** What has to be left behind at each end. */
function stateAt(end: End, { step, targets }: Pick<Case, 'step' | 'targets'>) {
  const all = (value: string) => Array.from({ length: targets }, () => value);
  switch (end) {
    case 'done':
      return { live: step === 'create' ? ['old', 'new'] : ['new'], held: all('new') };
    case 'one left out':
      return { live: ['old', 'new'], held: ['new', 'old', 'new'] };
    case 'old key left':
      return { live: ['old', 'new'], held: all('new') };
    default:
      return { live: ['old'], held: all('old') };
  }
}

/** What arrived, by the name of the call. */
function countsOf({ openai, github }: Night): Partial<Record<CallName, number>> {
  const counts: Partial<Record<CallName, number>> = {};
  for (const [name, { api, method, path }] of Object.entries(CALLS)) {
    const pattern = path('octo-org/[\\w-]+');
    const { log } = api === 'openai' ? openai : github;
    const count = log.filter((one) => one.method === method && pattern.test(one.path)).length;
    if (count > 0) counts[name as CallName] = count;
  }
  return counts;
}

/** Runs the main step and, with nothing in its way, post, and checks what is left behind. */
async function runTo(
  end: End,
  night: Night,
  one: Pick<Case, 'step' | 'targets'>,
  inputs: Record<string, string> = {},
) {
  const begun = time.now();
  const main = await night.run({ inputs });
  const took = time.now() - begun;
  for (const api of [night.openai, night.github]) api.clearFaults();

  expect(errorsOf(main)).toHaveLength(end === 'done' ? 0 : 1);
  expect(main.exitCode).toBe(end === 'done' ? 0 : 1);
  expect(stateOf(night)).toEqual(stateAt(end, one));
  const counts = countsOf(night);
  const post = await night.runPost(main);
  expect(post.exitCode).toBe(0);
  expect(stateOf(night)).toEqual(stateAt(end, one));
  expect(night.breaches).toEqual([]);
  return { main, post, took, counts };
}

describe('A refusal that comes and goes', () => {
  test.each(CASES)('%s', async (_, one) => {
    const { kind, call, step, targets } = one;
    const { api, method, path } = CALLS[call];
    const most = Math.max(5, (kind.outlasts ?? 0) + 1);
    for (let refusals = 1; refusals <= most; refusals++) {
      const night = await nightFor(step, targets);
      const place = path(STRUCK[targets] ?? '');
      night[api].fault({ ...kind.fault, method, path: place, times: refusals });
      const end = endOf(one, refusals);
      const { main, post, took, counts } = await runTo(end, night, one);

      // A key may have been made only where the answer to the create was lost.
      const isLost = call === 'create' && kind.fault.status === 503;
      expect(warningsOf(post)).toHaveLength(isLost ? 1 : 0);
      const isAgain = call === 'create' && end === 'done';
      const isMade = end !== 'nothing made' || call === 'create';
      expect(counts.create ?? 0).toBe(isAgain ? refusals + 1 : Number(isMade));
      if (kind.announced) expect(main.log.match(kind.announced)).toHaveLength(1);
      // Who waits for what is new is not kept waiting for long.
      const limit = kind.outlasts === undefined ? 15 * 60 : api === 'github' ? 30 : 90;
      expect(took).toBeLessThanOrEqual(limit * 1000);
      await night.close();
    }
  });
});

test('The bundle waits for a new token as well', async () => {
  const night = await nightFor('rotate', 3, true);
  night.github.fault({ status: 401, method: 'GET', times: 2 });
  const { main } = await runTo('done', night, { step: 'rotate', targets: 3 });
  expect(main.log.match(NEW_TOKEN)).toHaveLength(1);
  await night.close();
});

describe('Where nothing is refused, the requests are', () => {
  test.each([1, 3])('of a create with a secret, targets: %p', async (targets) => {
    const night = await nightFor('create', targets);
    const { counts } = await runTo('done', night, { step: 'create', targets });
    expect(counts).toEqual({ look: targets, publicKey: targets, create: 1, write: targets });
    expect([night.openai.log.length, night.github.log.length]).toEqual([1, 3 * targets]);
    await night.close();
  });

  test.each(
    ROTATIONS.flatMap((step) => [1, 3].map((targets): [Step, number] => [step, targets])),
  )('of a %s, targets: %p', async (step, targets) => {
    const night = await nightFor(step, targets);
    const { counts, took } = await runTo('done', night, { step, targets });
    expect(counts).toEqual({
      ...{ listing: 1, create: 1, trial: 1, delete: 1 },
      ...{ look: targets, publicKey: targets, write: targets },
    });
    expect([night.openai.log.length, night.github.log.length]).toEqual([4, 3 * targets]);
    expect(took).toBe(0);
    await night.close();
  });
});

describe('A token that is really wrong', () => {
  const STEPS = (['create', 'rotate'] as const).flatMap((step) =>
    [1, 3].map((targets): [Step, number] => [step, targets]),
  );
  const run = async (step: Step, targets: number, token: (night: Night) => string, end: End) => {
    const night = await nightFor(step, targets);
    const inputs = { 'github-token': token(night) };
    const { main, took, counts } = await runTo(end, night, { step, targets }, inputs);
    expect(took).toBeLessThanOrEqual(30_000);
    await night.close();
    return { error: errorsOf(main)[0] ?? '', counts };
  };

  test.each(STEPS)('in reads costs no key (%s, targets: %p)', async (step, targets) => {
    const unknown = () => 'ghs_unknownUnknownUnknownUnknownUnknown1';
    const { error, counts } = await run(step, targets, unknown, 'nothing made');
    expect(counts).not.toHaveProperty('create');
    expect(error).toContain('GitHub does not know the token in `github-token`');
  });

  test.each(
    STEPS,
  )('in writes alone costs the key its life (%s, targets: %p)', async (step, targets) => {
    const reader = ({ github }: Night) => github.addToken({ permissions: { secrets: 'read' } });
    const { error, counts } = await run(step, targets, reader, 'key deleted');
    expect(counts).toMatchObject({ create: 1 });
    expect(error).toMatch(/was deleted again\..*Resource not accessible/s);
  });
});

describe('A dozen repositories have the key within 20 s', () => {
  const NAMES = Array.from({ length: 12 }, (_, index) => `octo-org/of-a-dozen-${index}`);

  /** The status of a refusal, so many milliseconds after the first request, and after the first write. */
  type StatusAfter = (ms: number, sinceWrite: number | undefined) => number | undefined;

  /** @returns how often the log says that the token may be new */
  async function rotateDozen(statusAfter: StatusAfter): Promise<number> {
    const night = await nightFor('rotate', 1);
    const { github, old } = night;
    for (const name of NAMES) {
      github.addRepository(name);
      const { value, createdAt } = old;
      github.seedSecret(name, 'ADMIN', { value, createdAt, updatedAt: createdAt });
    }
    const begun = time.now();
    let writing: number | undefined;
    const { receive } = github;
    github.receive = (request, body) => {
      const now = time.now();
      if (request.method === 'PUT') writing ??= now;
      const status = statusAfter(now - begun, writing && now - writing);
      if (status !== undefined) github.fault({ status });
      return receive(request, body);
    };
    const main = await night.run({ inputs: { 'secret-repositories': NAMES.join() } });
    expect(errorsOf(main)).toEqual([]);
    expect(time.now() - begun).toBeLessThanOrEqual(20_000);
    const [key] = night.live();
    expect(NAMES.map((name) => github.secret(name, 'ADMIN')?.value)).toEqual(
      NAMES.map(() => key?.value),
    );
    await night.close();
    return main.log.match(NEW_TOKEN)?.length ?? 0;
  }

  const everyThird = (): StatusAfter => {
    let count = 0;
    return (ms) => (ms < 2_500 && count++ % 3 === 0 ? 401 : undefined);
  };
  test.each<[string, number, StatusAfter]>([
    ['where nothing is refused', 0, () => undefined],
    ['with a token that needs 2.5 s', 1, (ms) => (ms < 2_500 ? 401 : undefined)],
    [
      'with one that needs another 2.5 s for its permissions',
      1,
      (ms) => (ms < 2_500 ? 401 : ms < 5_000 ? 403 : undefined),
    ],
    [
      'with one that may write later still',
      2,
      (ms, sinceWrite = 5_000) => (ms < 2_500 ? 401 : sinceWrite < 2_500 ? 403 : undefined),
    ],
    ['with replicas of which some do not know it for 2.5 s', 1, everyThird()],
  ])('%s', async (_, announced, statusAfter) => {
    expect(await rotateDozen(statusAfter)).toBe(announced);
  });
});

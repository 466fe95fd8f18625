import { describe, expect, test } from '@jest/globals';
import {
  CALLS,
  type CallName,
  ROTATIONS,
  STRUCK,
  type Step,
  stepsOf,
} from '../../testing/delivery-requests.ts';
import { time } from '../../testing/in-process.ts';
import { KINDS, type Kind } from '../../testing/kinds.ts';
import { errorsOf, warningsOf } from '../../testing/openai-step.ts';
import { CASES, type Case, type End, endOf, NEW_TOKEN } from '../../testing/passing-refusals.ts';
import { type Night, setNight } from '../../testing/rotation.ts';

/*
 * A refusal that ends by itself, at every request of a create and a rotation: so many refusals, then
 * success. What the contract promises decides how the step ends, and what is left behind.
 */

function nightFor(kind: Kind, step: Step, targets: number, onBundle = false): Promise<Night> {
  return setNight({
    kind,
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
function stateOf({ keys, old, held, live }: Night) {
  const made = keys.all().filter((key) => key.name === 'ci' && key !== old);
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
function countsOf({ openai, keys, github }: Night): Partial<Record<CallName, number>> {
  const counts: Partial<Record<CallName, number>> = {};
  for (const [name, { api, method, path, only = keys.kind, skip }] of Object.entries(CALLS)) {
    // The second listing is counted with the first.
    if (only !== keys.kind || skip !== undefined) continue;
    const pattern = path('octo-org/[\\w-]+', keys.kind);
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
  expect([...night.breaches, ...night.keys.missingTwins()]).toEqual([]);
  return { main, post, took, counts };
}

describe('A refusal that comes and goes', () => {
  test.each(CASES)('%s', async (_, one) => {
    const { kind, refusal, call, step, targets } = one;
    const { api, method, path, skip = 0 } = CALLS[call];
    const most = Math.max(5, (refusal.outlasts ?? 0) + 1);
    for (let refusals = 1; refusals <= most; refusals++) {
      const night = await nightFor(kind, step, targets);
      const place = path(STRUCK[targets] ?? '', kind);
      night[api].fault({ ...refusal.fault, method, path: place, skip, times: refusals });
      const end = endOf(one, refusals);
      const { main, post, took, counts } = await runTo(end, night, one);

      // A key may have been made only where the answer to the create was lost.
      const isLost = call === 'create' && refusal.fault.status === 503;
      expect(warningsOf(post)).toHaveLength(isLost ? 1 : 0);
      const isMade = end !== 'nothing made' || call === 'create';
      const again = call === 'create' ? Math.min(refusals, refusal.outlasts ?? refusals) : 0;
      expect(counts.create ?? 0).toBe(isMade ? again + 1 : 0);
      if (refusal.announced) expect(main.log.match(refusal.announced)).toHaveLength(1);
      // Who waits for what is new is not kept waiting for long.
      const limit = refusal.outlasts === undefined ? 15 * 60 : api === 'github' ? 30 : 90;
      expect(took).toBeLessThanOrEqual(limit * 1000);
      await night.close();
    }
  });
});

test('The bundle waits for a new token as well', async () => {
  const night = await nightFor('admin key', 'rotate', 3, true);
  night.github.fault({ status: 401, method: 'GET', times: 2 });
  const { main } = await runTo('done', night, { step: 'rotate', targets: 3 });
  expect(main.log.match(NEW_TOKEN)).toHaveLength(1);
  await night.close();
});

describe.each(KINDS)('Where nothing is refused, the requests of a %s are', (kind) => {
  test.each([1, 3])('of a create with a secret, targets: %p', async (targets) => {
    const night = await nightFor(kind, 'create', targets);
    const { readBacks } = night.keys;
    const { counts } = await runTo('done', night, { step: 'create', targets });
    expect(counts).toEqual({
      ...{ look: targets, publicKey: targets, create: 1, write: targets },
      ...(readBacks > 0 && { readBack: readBacks }),
    });
    expect([night.openai.log.length, night.github.log.length]).toEqual([
      1 + readBacks,
      3 * targets,
    ]);
    await night.close();
  });

  const rotations = stepsOf(kind).filter((step) => ROTATIONS.includes(step));
  test.each(
    rotations.flatMap((step) => [1, 3].map((targets): [Step, number] => [step, targets])),
  )('of a %s, targets: %p', async (step, targets) => {
    const night = await nightFor(kind, step, targets);
    const { checks } = night.keys;
    const { counts, took } = await runTo('done', night, { step, targets });
    expect(counts).toEqual({
      ...{ listing: checks, create: 1, trial: 1, delete: 1 },
      ...{ look: targets, publicKey: targets, write: targets },
    });
    expect([night.openai.log.length, night.github.log.length]).toEqual([3 + checks, 3 * targets]);
    expect(took).toBe(0);
    await night.close();
  });
});

describe.each(KINDS)('A token that is really wrong: %s', (kind) => {
  const STEPS = (['create', 'rotate'] as const).flatMap((step) =>
    [1, 3].map((targets): [Step, number] => [step, targets]),
  );
  const run = async (step: Step, targets: number, token: (night: Night) => string, end: End) => {
    const night = await nightFor(kind, step, targets);
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
    expect(error).toContain('GitHub does not accept the token in `github-token`');
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

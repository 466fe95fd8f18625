import { afterAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../emulator/faults.ts';
import {
  breachesAfterRotation,
  breachesOf,
  run,
  runAfter,
  runKilledOn,
  runStruck,
  saidBy,
  setStage,
} from '../../testing/delivery.ts';
import { KINDS, type Kind } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { cleanUp } from '../../testing/runner.ts';
import { cancelled, wait } from '../../testing/services.ts';

afterAll(cleanUp);

/** Requests of a run: two reads of each target, the create and its read-back, a write each. */
const requestsFor = (kind: Kind, targets: number) => 3 * targets + (kind === 'admin key' ? 1 : 2);

const settings = KINDS.flatMap((kind) => [1, 3].map((targets) => ({ kind, targets })));

const moments = settings.flatMap(({ kind, targets }) =>
  Array.from({ length: requestsFor(kind, targets) }, (_, request) => request).flatMap((request) =>
    (['before', 'after'] as const).map((stage) => ({ kind, targets, request, stage })),
  ),
);

describe('a run that nothing disturbs', () => {
  test.each(
    settings,
  )('delivers a $kind to $targets targets with 3 requests each and one create', async ({
    kind,
    targets,
  }) => {
    const stage = await setStage(targets, { kind });
    const main = await run(stage);
    expect(main.exitCode).toBe(0);
    expect(stage.github.log).toHaveLength(3 * targets);
    expect(stage.openai.log).toHaveLength(1 + stage.keys.readBacks);
    const value = stage.keys.all().at(-1)?.value;
    expect(stage.github.secret('octo-org/octo-repo', 'ADMIN')?.value).toBe(value);
    const post = await runAfter(stage, main);
    expect(post.log).toBe('');
    expect(stage.github.log.length + stage.openai.log.length).toBe(requestsFor(kind, targets));
    expect(breachesOf(stage)).toEqual([]);
    await stage.close();
  });
});

describe('no orphan and no dead secret', () => {
  test.each(
    moments,
  )('killed at request $request, $stage the server acted, $kind, $targets targets', async ({
    kind,
    targets,
    ...moment
  }) => {
    const stage = await setStage(targets, { kind });
    const main = await runStruck(stage, moment, (step) => step.kill());
    expect(main.signal).toBe('SIGKILL');
    const post = await runAfter(stage, main);
    expect(post.exitCode).toBe(0);
    expect(breachesOf(stage, saidBy(main, post))).toEqual([]);
    expect(main.files.state + post.stdout).not.toMatch(
      /sk-(?:admin|svcacct)-(?!\S*::)[\w-]{20}.*(?<!add-mask.*)$/m,
    );
    expect(await breachesAfterRotation(stage)).toEqual([]);
    await stage.close();
  });

  test.each(
    moments,
  )('cancelled at request $request, $stage the server acted, $kind, $targets targets', async ({
    kind,
    targets,
    ...moment
  }) => {
    const stage = await setStage(targets, { kind });
    const main = await runStruck(stage, moment, cancelled);
    const post = await runAfter(stage, main);
    expect(breachesOf(stage, saidBy(main, post))).toEqual([]);
    expect(await breachesAfterRotation(stage)).toEqual([]);
    await stage.close();
  });

  const endings: [string, Fault][] = [
    ['the server never acts', { silence: 'before' }],
    ['the server acts 4 s later', { delayMs: 4000 }],
  ];
  const killed = settings.flatMap((setting) =>
    endings.flatMap(([name, fault]) => [
      { ...setting, name, fault, request: 'create', method: 'POST' },
      { ...setting, name, fault, request: 'first write', method: 'PUT' },
    ]),
  );

  test.each(killed)('killed at the $request, and $name, $kind, $targets targets', async ({
    kind,
    targets,
    fault,
    method,
  }) => {
    const stage = await setStage(targets, { kind });
    const api = method === 'POST' ? stage.openai : stage.github;
    api.fault({ ...fault, method, times: Number.POSITIVE_INFINITY });
    const main = await runKilledOn(stage, api, method);
    expect(main.signal).toBe('SIGKILL');
    api.clearFaults();
    const post = await runAfter(stage, main);
    // A post step that was too quick shows only when the server has acted.
    await wait(stage.openai, fault.delayMs ?? 0);
    expect(breachesOf(stage, saidBy(main, post))).toEqual([]);
    // The older key still is where it was, unless the new one took its place.
    const { silence } = fault;
    if (silence) expect(stage.keys.all()).toHaveLength(kind === 'admin key' ? 3 : 2);
    expect(await breachesAfterRotation(stage)).toEqual([]);
    await stage.close();
  });

  const faults: [string, Fault][] = [
    ['403', { status: 403, body: { message: 'no' } }],
    ['422', { status: 422, body: { message: 'no' } }],
    ['500', { status: 500 }],
    ['500 after acting', { status: 500, act: true }],
    ['reset before acting', { reset: 'before' }],
    ['lost answer', { reset: 'after' }],
    ['cut answer', { cut: 5 }],
  ];
  const struck = settings.flatMap(({ kind, targets }) =>
    Array.from({ length: requestsFor(kind, targets) }, (_, request) =>
      faults.map(([name, fault]) => ({ kind, targets, request, name, fault })),
    ).flat(),
  );

  test.each(struck)('request $request fails by $name, $kind, $targets targets', async ({
    kind,
    targets,
    request,
    fault,
  }) => {
    const stage = await setStage(targets, { kind });
    const looks = 2 * targets;
    const own = 1 + stage.keys.readBacks;
    if (request >= looks && request < looks + own) {
      stage.openai.fault({ ...fault, skip: request - looks });
    } else {
      stage.github.fault({ ...fault, skip: request < looks ? request : request - own });
    }
    const main = await run(stage);
    const post = await runAfter(stage, main);
    expect(errorsOf(main).length).toBe(main.exitCode);
    expect(breachesOf(stage, saidBy(main, post))).toEqual([]);
    expect(await breachesAfterRotation(stage)).toEqual([]);
    await stage.close();
  });
});

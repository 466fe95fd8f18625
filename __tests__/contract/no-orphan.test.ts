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
} from '../support/delivery.ts';
import { errorsOf } from '../support/openai-step.ts';
import { cleanUp } from '../support/runner.ts';
import { cancelled, wait } from '../support/services.ts';

afterAll(cleanUp);

/** Requests of a run with so many targets: two looks at each, the create, a write each. */
const requestsFor = (targets: number) => 3 * targets + 1;

const moments = [1, 3].flatMap((targets) =>
  Array.from({ length: requestsFor(targets) }, (_, request) => request).flatMap((request) =>
    (['before', 'after'] as const).map((stage) => ({ targets, request, stage })),
  ),
);

describe('a run that nothing disturbs', () => {
  test.each([
    1, 3,
  ])('delivers to %s targets with 3 requests each and one create', async (targets) => {
    const stage = await setStage(targets);
    const main = await run(stage);
    expect(main.exitCode).toBe(0);
    expect(stage.github.log).toHaveLength(3 * targets);
    expect(stage.openai.log).toHaveLength(1);
    const value = stage.openai.keys.at(-1)?.value;
    expect(stage.github.secret('octo-org/octo-repo', 'ADMIN')?.value).toBe(value);
    const post = await runAfter(stage, main);
    expect(post.log).toBe('');
    expect(stage.github.log.length + stage.openai.log.length).toBe(requestsFor(targets));
    expect(breachesOf(stage)).toEqual([]);
    await stage.close();
  });
});

describe('no orphan and no dead secret', () => {
  test.each(
    moments,
  )('killed at request $request, $stage the server acted, $targets targets', async ({
    targets,
    ...moment
  }) => {
    const stage = await setStage(targets);
    const main = await runStruck(stage, moment, (step) => step.kill());
    expect(main.signal).toBe('SIGKILL');
    const post = await runAfter(stage, main);
    expect(post.exitCode).toBe(0);
    expect(breachesOf(stage, saidBy(main, post))).toEqual([]);
    expect(main.files.state + post.stdout).not.toMatch(
      /sk-admin-(?!\S*::)[\w-]{20}.*(?<!add-mask.*)$/m,
    );
    expect(await breachesAfterRotation(stage)).toEqual([]);
    await stage.close();
  });

  test.each(
    moments,
  )('cancelled at request $request, $stage the server acted, $targets targets', async ({
    targets,
    ...moment
  }) => {
    const stage = await setStage(targets);
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
  const killed = [1, 3].flatMap((targets) =>
    endings.flatMap(([name, fault]) => [
      { targets, name, fault, request: 'create', method: 'POST' },
      { targets, name, fault, request: 'first write', method: 'PUT' },
    ]),
  );

  test.each(killed)('killed at the $request, and $name, $targets targets', async ({
    targets,
    fault,
    method,
  }) => {
    const stage = await setStage(targets);
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
    if (silence) expect(stage.openai.keys).toHaveLength(3);
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
  const struck = [1, 3].flatMap((targets) =>
    Array.from({ length: requestsFor(targets) }, (_, request) =>
      faults.map(([name, fault]) => ({ targets, request, name, fault })),
    ).flat(),
  );

  test.each(struck)('request $request fails by $name, $targets targets', async ({
    targets,
    request,
    fault,
  }) => {
    const stage = await setStage(targets);
    const looks = 2 * targets;
    if (request === looks) stage.openai.fault(fault);
    else stage.github.fault({ ...fault, skip: request < looks ? request : request - 1 });
    const main = await run(stage);
    const post = await runAfter(stage, main);
    expect(errorsOf(main).length).toBe(main.exitCode);
    expect(breachesOf(stage, saidBy(main, post))).toEqual([]);
    expect(await breachesAfterRotation(stage)).toEqual([]);
    await stage.close();
  });
});

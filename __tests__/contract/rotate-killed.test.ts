import { afterAll, describe, expect, test } from '@jest/globals';
import { errorsOf } from '../support/openai-step.ts';
import { DAY, setNight, unsettled } from '../support/rotation.ts';
import { cleanUp } from '../support/runner.ts';

afterAll(cleanUp);

/*
 * Every history of a rotation that is killed at one of its requests, before or after the server
 * acted on it, followed or not by its post step, and then by two nights. `self` says whether the key
 * that is rotated also authenticates the step.
 */

const settings = [
  { targets: 1, self: false },
  { targets: 1, self: true },
  { targets: 3, self: false },
].flatMap((setting) => ['0s', '24h'].map((grace) => ({ ...setting, grace })));

/** A list, two looks at each target, the create, the trial, the writes and the deletion. */
const requestsOf = ({ targets, grace }: (typeof settings)[number]) =>
  3 + 3 * targets + (grace === '0s' ? 1 : 0);

const histories = settings.flatMap((setting) =>
  Array.from({ length: requestsOf(setting) }, (_, request) => request).flatMap((request) =>
    (['before', 'after'] as const).flatMap((stage) =>
      [true, false].map((post) => ({ ...setting, request, stage, post })),
    ),
  ),
);

describe.each(settings)('undisturbed: $targets targets, grace $grace, self $self', (setting) => {
  test(`takes ${requestsOf(setting)} requests and settles`, async () => {
    const { targets, self, grace } = setting;
    const night = await setNight({ targets, self, inputs: { 'grace-period': grace } });
    expect(errorsOf(await night.run())).toEqual([]);
    expect(night.openai.log.length + night.github.log.length).toBe(requestsOf(setting));
    night.advance(DAY + 3600);
    expect(errorsOf(await night.run())).toEqual([]);
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

describe('killed at every request', () => {
  test.each(
    histories,
  )('$request, $stage the server acted, post step $post; $targets targets, grace $grace, self $self', async ({
    targets,
    self,
    grace,
    request,
    stage,
    post,
  }) => {
    const night = await setNight({ targets, self, inputs: { 'grace-period': grace } });
    const main = await night.run({
      at: { request, stage },
      strike: (step) => step.kill(),
    });
    expect(main.signal).toBe('SIGKILL');
    if (post) expect((await night.runPost(main)).exitCode).toBe(0);
    expect(night.breaches).toEqual([]);
    for (let nights = 0; nights < 2; nights++) {
      night.advance(DAY + 3600);
      expect(errorsOf(await night.run())).toEqual([]);
    }
    expect(unsettled(night)).toEqual([]);
    await night.close();
  });
});

test(`${histories.length} histories were explored`, () => {
  expect(histories.length).toBe(
    settings.reduce((sum, setting) => sum + 4 * requestsOf(setting), 0),
  );
});

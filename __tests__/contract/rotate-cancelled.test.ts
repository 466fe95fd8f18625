import { afterAll, describe, expect, test } from '@jest/globals';
import { KINDS } from '../../testing/kinds.ts';
import { errorsOf } from '../../testing/openai-step.ts';
import { testOnLinux, testWithSignals } from '../../testing/platform.ts';
import { DAY, type Night, type NightOptions, setNight, unsettled } from '../../testing/rotation.ts';
import { cleanUp, type StepResult } from '../../testing/runner.ts';
import { cancelled } from '../../testing/services.ts';

afterAll(cleanUp);

async function onNight(
  work: (night: Night) => Promise<void>,
  options: NightOptions = {},
): Promise<void> {
  const night = await setNight(options);
  try {
    await work(night);
  } finally {
    await night.close();
  }
}

/** The night goes wrong with nothing lost, and so does its post step; the next one heals it. */
async function expectHealed(night: Night, main: StepResult, error: RegExp): Promise<void> {
  expect(errorsOf(main)).toEqual([expect.stringMatching(error)]);
  expect((await night.runPost(main)).exitCode).toBe(0);
  expect(night.breaches).toEqual([]);
  night.openai.clearFaults();
  night.advance(DAY);
  expect(errorsOf(await night.run())).toEqual([]);
  expect(unsettled(night)).toEqual([]);
}

/** An admin key rotates itself; a service account's key, which manages nothing, is rotated by another. */
const moments = KINDS.flatMap((kind) =>
  Array.from({ length: kind === 'admin key' ? 6 : 7 }, (_, request) => request).flatMap((request) =>
    (['before', 'after'] as const).map((stage) => ({ kind, request, stage })),
  ),
);

testWithSignals.each(moments)(
  'cancelled at request $request, $stage the server acted: nothing is lost, the next night heals it ($kind)',
  ({ kind, ...at }) =>
    onNight(
      async (night) => expectHealed(night, await night.run({ at, strike: cancelled }), /cancelled/),
      { kind, self: kind === 'admin key', inputs: { 'retry-for': '5m' } },
    ),
);

describe.each(KINDS)('%s: what cannot be told', (kind) => {
  test('without a `Date`, a fast machine does not take the key of a run at work', () =>
    onNight(
      async (night) => {
        const { openai, keys, old, advance, live, run } = night;
        advance(-3600);
        const theirs = keys.seed({ name: 'ci' });
        openai.fault({ method: 'GET', headers: { date: '' } });
        const main = await run();
        expect(live()).toEqual([old, theirs]);
        await expectHealed(night, main, /^The API does not tell its time/);
      },
      { kind },
    ));

  testOnLinux('a full disk does not hide a secret that was not written', () =>
    onNight(
      async ({ github, run, live }) => {
        github.fault({ method: 'PUT', path: /second/, status: 403, body: { message: 'No.' } });
        const main = await run({ env: { GITHUB_OUTPUT: '/dev/full' } });
        expect(errorsOf(main)).toEqual([
          expect.stringMatching(/reached 2 of 3 secrets.*octo-org\/second.*did not get/s),
        ]);
        expect(live()).toHaveLength(2);
      },
      { kind, targets: 3, onBundle: true },
    ),
  );
});

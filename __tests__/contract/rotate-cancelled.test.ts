import type { ChildProcess } from 'node:child_process';
import { afterAll, describe, expect, test } from '@jest/globals';
import { errorsOf } from '../support/openai-step.ts';
import { testOnLinux, testWithSignals } from '../support/platform.ts';
import { DAY, type Night, type NightOptions, setNight, unsettled } from '../support/rotation.ts';
import { cancel, cleanUp, type StepResult } from '../support/runner.ts';

// Some of these wait 12 s for a create that may still be at work, so they run side by side.
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

/** Long enough for a signal to arrive before the answer does. */
async function strike(child: ChildProcess): Promise<void> {
  cancel(child);
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const moments = [0, 1, 2, 3, 4, 5].flatMap((request) =>
  (['before', 'after'] as const).map((stage) => ({ request, stage })),
);

testWithSignals('cancelled at any request, it loses nothing and the next night heals it', () =>
  Promise.all(
    moments.map((at) =>
      onNight(async (night) => expectHealed(night, await night.run({ at, strike }), /cancelled/), {
        self: true,
        inputs: { 'retry-for': '5m' },
      }),
    ),
  ),
);

describe('what cannot be told', () => {
  test.concurrent('without a `Date`, a fast machine does not take the key of a run at work', () =>
    onNight(async (night) => {
      const { openai, old, advance, live, run } = night;
      advance(-3600);
      const theirs = openai.seed({ name: 'ci' });
      openai.fault({ method: 'GET', headers: { date: '' } });
      const main = await run();
      expect(live()).toEqual([old, theirs]);
      await expectHealed(night, main, /^The API does not tell its time/);
    }));

  testOnLinux('a full disk does not hide a secret that was not written', () =>
    onNight(
      async ({ github, run, live }) => {
        github.fault({ method: 'PUT', path: /second/, status: 403, body: { message: 'No.' } });
        const main = await run({ env: { GITHUB_OUTPUT: '/dev/full' } });
        expect(errorsOf(main)).toEqual([
          expect.stringMatching(/reached 2 of 3 secrets.*octo-org\/second.*could not take/s),
        ]);
        expect(live()).toHaveLength(2);
      },
      { targets: 3 },
    ),
  );
});

import { describe, expect, test } from '@jest/globals';
import pLimit from 'p-limit';
import { FAULTS, type KnownFault } from './faults.ts';
import { breachesAfter, type Call, type Journey, setScene, travel } from './journeys.ts';
import { errorsOf } from './openai-step.ts';

interface Row {
  title: string;
  fault: string;
  journey: Journey;
  call: Call;
  at: number;
  known: KnownFault;
}

interface Outcome {
  breaches: string[];
  errors: string[];
}

/** More than the tests that run side by side: most of these do nothing but wait. */
const together = pLimit(20);

async function meet({ journey, at, known }: Row): Promise<Outcome> {
  const scene = await setScene(journey);
  const { main, post } = await travel(scene, { at, fault: known.fault });
  const outcome = { breaches: breachesAfter(scene, main, post), errors: errorsOf(main) };
  await scene.stage.close();
  return outcome;
}

/** Runs rows one by one, but those that may wait together, and from the start. */
function runnerOf(matrix: readonly Row[]): (row: Row) => Promise<Outcome> {
  const begun = new Map<Row, Promise<Outcome>>();
  const begin = () => {
    for (const row of matrix.filter(({ call }) => call.waits)) {
      const outcome = together(() => meet(row));
      // It is the test of that row that fails.
      outcome.catch(() => undefined);
      begun.set(row, outcome);
    }
  };
  return (row) => {
    if (begun.size === 0) begin();
    return begun.get(row) ?? meet(row);
  };
}

/** Registers the tests of every fault at every request of every journey. */
export function testEveryFault(journeys: readonly Journey[]): void {
  const matrix: Row[] = journeys.flatMap((journey) =>
    journey.calls.flatMap((call, at) =>
      FAULTS.map((known) => {
        const title = `${journey.name}, request ${at + 1} (${call.method} to ${call.to})`;
        return { title, fault: known.name, journey, call, at, known };
      }),
    ),
  );
  const run = runnerOf(matrix);

  describe('the requests of an operation that nothing disturbs', () => {
    test.concurrent.each(journeys)('$name', async (journey) => {
      const scene = await setScene(journey);
      const { main, post, sent } = await travel(scene);
      expect(sent).toEqual(journey.calls.map(({ to, method }) => `${to} ${method}`));
      expect(errorsOf(main)).toEqual([]);
      expect(breachesAfter(scene, main, post)).toEqual([]);
      await scene.stage.close();
    });
  });

  describe('every fault at every request', () => {
    test.concurrent.each(matrix)('$title meets $fault', async (row) => {
      const { breaches, errors } = await run(row);
      expect(breaches).toEqual([]);
      const { call, known } = row;
      const sentence = call.says?.[known.name] ?? known.says[call.to];
      const forgiven = call.forgives?.includes(known.name) ?? false;
      expect(errors).toEqual(forgiven ? [] : [expect.stringMatching(sentence)]);
    });
  });

  test(`${matrix.length} combinations of a fault and a request were tried`, () => {
    const calls = journeys.reduce((sum, journey) => sum + journey.calls.length, 0);
    expect(matrix).toHaveLength(calls * FAULTS.length);
  });
}

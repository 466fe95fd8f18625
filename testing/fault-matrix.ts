import { describe, expect, test } from '@jest/globals';
import { FAULTS, type KnownFault } from './faults.ts';
import { breachesAfter, type Call, type Journey, setScene, travel } from './journeys.ts';
import { KINDS, type Kind } from './kinds.ts';
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

async function meet({ journey, at, known }: Row): Promise<Outcome> {
  // Silence lasts as long as `timeout` says.
  const scene = await setScene(journey, known.fault.silence ? false : undefined);
  const { main, post } = await travel(scene, { at, fault: known.fault });
  const outcome = { breaches: breachesAfter(scene, main, post), errors: errorsOf(main) };
  await scene.stage.close();
  return outcome;
}

/** Registers the tests of every fault at every request of every journey, with keys of each kind. */
export function testEveryFault(journeysOf: (kind: Kind) => readonly Omit<Journey, 'kind'>[]): void {
  const journeys = KINDS.flatMap((kind) => journeysOf(kind).map((one) => ({ ...one, kind })));
  const matrix: Row[] = journeys.flatMap((journey) =>
    journey.calls.flatMap((call, at) =>
      FAULTS.map((known) => {
        const title = `${journey.name}, ${journey.kind}, request ${at + 1} (${call.method} to ${call.to})`;
        return { title, fault: known.name, journey, call, at, known };
      }),
    ),
  );

  describe('the requests of an operation that nothing disturbs', () => {
    test.each(journeys)('$name, $kind', async (journey) => {
      const scene = await setScene(journey);
      const { main, post, sent } = await travel(scene);
      expect(sent).toEqual(journey.calls.map(({ to, method }) => `${to} ${method}`));
      expect(errorsOf(main)).toEqual([]);
      expect(breachesAfter(scene, main, post)).toEqual([]);
      await scene.stage.close();
    });
  });

  describe('every fault at every request', () => {
    test.each(matrix)('$title meets $fault', async (row) => {
      const { breaches, errors } = await meet(row);
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

import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import { Simulation } from '../../testing/simulation.ts';

/*
 * Two rotations at the same time, at every interleaving of their requests. Each history is replayed
 * from its beginning, one choice longer than the one before it, until nobody has a choice left.
 */

const MINUTE = 60_000;
const MONTH = 30 * 86_400;

/** A run that stands still after each of its answers, until it is let go. */
class Paced {
  ended = false;
  #go: (() => void) | undefined;
  #standing: () => void = () => undefined;
  #stands = Promise.resolve();

  constructor(start: (answered: () => Promise<void>) => Promise<unknown>) {
    this.#expectStand();
    const answered = () =>
      new Promise<void>((resolve) => {
        this.#go = resolve;
        this.#standing();
      });
    const work = async () => {
      await answered();
      await start(answered);
    };
    work()
      .catch((error) => {
        if (!(error instanceof ActionError)) throw error;
      })
      .finally(() => {
        this.ended = true;
        this.#standing();
      });
  }

  /** Lets it go on to its next answer, or to its end. */
  async step(): Promise<void> {
    await this.#stands;
    this.#expectStand();
    this.#go?.();
    await this.#stands;
  }

  #expectStand(): void {
    this.#stands = new Promise((resolve) => {
      this.#standing = resolve;
    });
  }
}

/** The history that begins with these choices; the rest of it goes to the first run that can. */
async function play(choices: number[], setUp: () => Setting): Promise<{ choices: number[] }> {
  const { simulation, runs, pause } = setUp();
  const paced = runs.map((run) => new Paced(run));
  const made: number[] = [];
  for (let step = 0; ; step++) {
    const able = paced.filter(({ ended }) => !ended);
    if (able.length === 0) break;
    const wanted = paced[choices[step] ?? 0];
    const next = wanted && !wanted.ended ? wanted : able[0];
    if (next === undefined) break;
    made.push(paced.indexOf(next));
    await next.step();
    simulation.now += pause;
  }
  expect({ made, breaches: simulation.breaches }).toEqual({ made, breaches: [] });
  // The next night heals whatever the two did to each other.
  simulation.now += 86_400_000;
  await simulation.run(async () => undefined, { rotateAfter: MONTH });
  const newest = simulation.keys.at(-1);
  expect({ made, held: simulation.secrets.map((secret) => secret?.value) }).toEqual({
    made,
    held: simulation.secrets.map(() => newest?.value),
  });
  expect({ made, left: simulation.keys.length, breaches: simulation.breaches }).toEqual({
    made,
    left: 1,
    breaches: [],
  });
  return { choices: made };
}

interface Setting {
  simulation: Simulation;
  runs: ((answered: () => Promise<void>) => Promise<unknown>)[];
  /** Milliseconds that go by after each step. */
  pause: number;
}

/** Plays every history of two runs, in the order of their choices. */
async function playAll(setUp: () => Setting): Promise<number> {
  let count = 0;
  let choices: number[] | undefined = [];
  while (choices !== undefined) {
    const { choices: made }: { choices: number[] } = await play(choices, setUp);
    count++;
    // The last step at which the other run could have gone instead.
    let last = made.length - 1;
    while (last >= 0 && (made[last] === 1 || !made.slice(last).includes(1))) last--;
    choices = last < 0 ? undefined : [...made.slice(0, last), 1];
  }
  return count;
}

describe('two rotations at once', () => {
  test.each([
    ['in the same moment', 0],
    ['a minute apart at each request', MINUTE],
  ])('%s never leave a secret with a deleted key', async (_, pause) => {
    const count = await playAll(() => {
      const simulation = new Simulation(1);
      const old = simulation.makeKey(31 * 86_400);
      simulation.paste(0, old.value, 31 * 86_400);
      const run = (answered: () => Promise<void>) =>
        simulation.run(answered, { rotateAfter: MONTH });
      return { simulation, runs: [run, run], pause };
    });
    expect(count).toBe(6210);
  });
});

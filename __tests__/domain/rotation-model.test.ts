import { describe, expect, test } from '@jest/globals';
import { EXHAUSTIVE } from '../../testing/exhaustive.ts';
import {
  begin,
  meddle,
  type Rule,
  runAlone,
  STATES,
  type State,
  shortest,
  step,
} from '../../testing/rotation-model.ts';

/** Minutes that may go by between any two requests. */
const PAUSES = [1, 6, 21];
const DAY = 24 * 60;

/** How many runs there are at once: the states of three take minutes. */
const RUNS = EXHAUSTIVE ? 3 : 2;

/** Every state that the runs can get into, whichever of them goes on after whatever pause. */
function explore(rule: Rule): State[] {
  const seen = new Map<string, State>();
  const left: State[] = [];
  const meet = (state: State): void => {
    const short = shortest(state);
    const name = JSON.stringify(short);
    if (seen.has(name)) return;
    seen.set(name, short);
    left.push(short);
  };
  meet(begin(RUNS));
  for (let state = left.pop(); state !== undefined; state = left.pop()) {
    let before = '';
    for (const [index, run] of state.runs.entries()) {
      const name = JSON.stringify(run);
      // The runs are in order, and what one of two equal ones does, the other need not do again.
      if (run.next === 'nothing' || name === before) continue;
      before = name;
      const after = step(state, index, rule);
      for (const pause of PAUSES) meet({ ...after, now: after.now + pause });
    }
  }
  return [...seen.values()];
}

const isHealed = ({ keys, secret }: State) => {
  const live = keys.filter((key) => key.live);
  return live.length === 1 && live[0]?.id === secret.holds;
};

describe.each<Rule>(['monthly', 'always'])(`${RUNS} runs at once, rotating %s`, (rule) => {
  const count = STATES[RUNS][rule];
  const states = explore(rule);

  test(`${count} states: no secret holds a key that a run deleted`, () => {
    expect(states).toHaveLength(count);
    expect(states.filter(({ broken }) => broken)).toEqual([]);
  });

  // Whatever state the runs are in, they may all have died there.
  const worlds = new Map(
    states.map((state) => {
      const abandoned = shortest({ ...state, runs: [] });
      return [JSON.stringify(abandoned), abandoned];
    }),
  );

  const known = new Map<string, State>();
  const runOnce = (state: State): State => {
    const short = shortest(state);
    const name = JSON.stringify(short);
    const after = known.get(name) ?? runAlone(short, rule);
    known.set(name, after);
    return after;
  };

  test.each([
    ['nothing', [0]],
    ['paste the oldest', [0, 1, 2]],
    ['delete the newest', [0, 1, 2]],
  ] as const)('three nights later all is well, though a person did: %s', (how, nights) => {
    for (const world of worlds.values()) {
      for (const meddling of nights) {
        let state = world;
        for (let night = 0; night < 3; night++) {
          state = { ...state, now: state.now + DAY };
          if (night === meddling) state = meddle(state, how);
          state = runOnce({ ...state, now: state.now + 60 });
        }
        // A newest key that was deleted by hand may leave an older one that looks delivered.
        const healed = isHealed(state) || how === 'delete the newest';
        if (!state.broken && healed) continue;
        expect({ world, meddling, state }).toBe('all is well');
      }
    }
  });
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ActionError } from '../../src/domain/error.ts';
import { Simulation } from '../../testing/simulation.ts';

/*
 * Random histories: runs that end well or crash after any request and without a post step, people
 * who paste and delete, keys that expire, and clocks that jump.
 */

const DAY = 86_400;
const MINUTE = 60;

type Event =
  | { kind: 'run'; crashAfter: number | null }
  | { kind: 'wait'; seconds: number }
  | { kind: 'paste'; key: number; target: number }
  | { kind: 'delete' }
  | { kind: 'foreign'; sameName: boolean }
  | { kind: 'clocks'; machine: number; github: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      crashAfter: fc.option(fc.integer({ min: 0, max: 12 })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.constantFrom(60, 360, 14 * 60, 16 * 60, 20 * 60, 21 * 60, 7_200, DAY, 31 * DAY),
    }),
  },
  fc.record({
    kind: fc.constant('paste' as const),
    key: fc.nat(9),
    target: fc.nat(2),
  }),
  fc.record({ kind: fc.constant('delete' as const) }),
  fc.record({ kind: fc.constant('foreign' as const), sameName: fc.boolean() }),
  fc.record({
    kind: fc.constant('clocks' as const),
    machine: fc.integer({ min: -DAY, max: DAY }).map((seconds) => seconds * 1000),
    github: fc.integer({ min: -3600, max: 3600 }).map((seconds) => seconds * 1000),
  }),
);

const rules = fc.record({
  rotateAfter: fc.constantFrom(null, 2 * DAY, 30 * DAY),
  minRemaining: fc.constantFrom(null, DAY),
  gracePeriod: fc.constantFrom(0, 3600, DAY),
  lifetime: fc.constantFrom(null, 45 * DAY),
});

/** A run of the real operation; a crash is an answer that never comes. */
async function run(
  simulation: Simulation,
  fields: object,
  self: boolean,
  crashAfter: number | null,
): Promise<void> {
  let left = crashAfter ?? Number.POSITIVE_INFINITY;
  const held = simulation.keys.find(({ value }) => value === simulation.secrets[0]?.value);
  const own = self && held && simulation.isLive(held) ? held.value : undefined;
  await new Promise<void>((resolve, reject) => {
    const answered = () => {
      if (left-- > 0) return Promise.resolve();
      resolve();
      return new Promise<void>(() => undefined);
    };
    simulation.run(answered, fields, own).then(
      () => resolve(),
      (error) => (error instanceof ActionError ? resolve() : reject(error)),
    );
  });
}

/**
 * Whether a key stands apart from what was made and written near it. A paste within 16 minutes of
 * the newest key cannot be told from its run's own write, nor, once a key is deleted by hand, whose
 * value it was that was written while another of the name was as young; the guide says so.
 */
function standsApart(simulation: Simulation): boolean {
  const [previous, newest] = [undefined, undefined, ...simulation.keys].slice(-2);
  if (newest === undefined) return false;
  const age = simulation.now / 1000 - newest.createdAt;
  return age > 20 * MINUTE && newest.createdAt - (previous?.createdAt ?? 0) > 20 * MINUTE;
}

function happen(simulation: Simulation, what: Exclude<Event, { kind: 'run' }>): void {
  const { keys, secrets } = simulation;
  switch (what.kind) {
    case 'wait':
      simulation.now += what.seconds * 1000;
      break;
    case 'paste': {
      const key = keys[what.key % Math.max(1, keys.length)];
      if (key && standsApart(simulation)) simulation.paste(what.target % secrets.length, key.value);
      break;
    }
    case 'delete': {
      const newest = keys.at(-1);
      if (newest && standsApart(simulation)) simulation.deleteKey(newest.id, 'person');
      break;
    }
    case 'foreign': {
      // A key that is made within seconds of a paste would look like the one that was pasted.
      simulation.now += 10_000;
      const key = simulation.makeKey(0);
      if (!what.sameName) key.name = 'another';
      break;
    }
    case 'clocks': {
      const before = simulation.skews.github;
      simulation.skews = { machine: what.machine, github: what.github };
      // GitHub's clock was always as it is now: what it wrote down is as old as before.
      for (const secret of secrets) if (secret) secret.updatedAt += (what.github - before) / 1000;
    }
  }
}

test('2000 histories: no secret ever holds a key that a run deleted, and all of them heal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 25 }),
      rules,
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      async (events, fields, targets, self) => {
        const simulation = new Simulation(targets);
        for (const what of events) {
          if (what.kind === 'run') await run(simulation, fields, self, what.crashAfter);
          else happen(simulation, what);
          simulation.look();
          expect(simulation.breaches).toEqual([]);
        }
        for (let nights = 0; nights < 3; nights++) {
          simulation.now += (DAY + 3600) * 1000;
          // Three keys made in vain within a week stop the nightly runs; a person says to go on.
          await run(simulation, { ...fields, now: nights === 0 }, self, null);
        }
        expect(simulation.breaches).toEqual([]);
        const live = simulation.keys.filter((key) => key.name === 'ci' && simulation.isLive(key));
        const newest = live.at(-1);
        // One that was replaced in the last of these nights may be in its grace period.
        expect(live.length).toBeLessThanOrEqual(fields.gracePeriod > 0 ? 2 : 1);
        expect(simulation.secrets.map((secret) => secret?.value)).toEqual(
          simulation.secrets.map(() => newest?.value),
        );
      },
    ),
    { numRuns: 2000 },
  );
});

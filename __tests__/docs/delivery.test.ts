import { describe, expect, test } from '@jest/globals';
import { MIN_WRITE_DISTANCE_MS } from '../../src/delivery/inspect-secrets.ts';
import {
  decide,
  IN_FLIGHT_MS,
  READ_DELAYS_MS,
  startProgress,
  type WriteProgress,
} from '../../src/delivery/write-state.ts';
import {
  EARLIEST_WRITE,
  IN_PROGRESS,
  LATEST_WRITE,
  WRITE_WINDOW,
} from '../../src/domain/delivery-status.ts';
import { blocksOf, pages } from '../../testing/docs/pages.ts';

const path = 'docs/delivery.md';
const page = pages.find((one) => one.path === path) ?? { path, text: '' };
type State = WriteProgress[number]['state'];
/** By the types, every state and every decision is here. */
const STATES: Record<State, WriteProgress[number]> = {
  pending: { state: 'pending' },
  sent: { state: 'sent', since: 1 },
  written: { state: 'written' },
  refused: { state: 'refused' },
};
const states = Object.keys(STATES) as State[];
const KINDS: Record<ReturnType<typeof decide>, true> = { keep: true, leave: true, delete: true };
const first = startProgress(1)[0]?.state ?? '';

describe('the diagram of a write', () => {
  const [diagram = ''] = blocksOf(page, 'mermaid');
  const arrows = [...diagram.matchAll(/^ +(\S+) --> (\S+)/gm)].map(([, from = '', to = '']) => {
    return { from, to };
  });
  const start = '[*]';

  test('has the states of the code, and no others', () => {
    const named = arrows.flatMap(({ from, to }) => [from, to]).filter((name) => name !== start);
    expect(new Set(named)).toEqual(new Set(states));
  });

  test('starts as the code does, and never returns there', () => {
    expect(arrows.filter(({ from }) => from === start)).toEqual([{ from: start, to: first }]);
    expect(arrows.filter(({ from, to }) => from !== start && to === first)).toEqual([]);
  });

  test('ends where nothing is left to be found out', () => {
    const last = arrows.filter(({ to }) => to === start).map(({ from }) => from);
    for (const state of states) {
      const isOpen = decide([STATES[state]], false) === 'leave';
      expect(last.includes(state)).toBe(!isOpen && state !== first);
    }
  });
});

describe('the table of decisions', () => {
  /** From ``| no `landed`, one or more `sent` | `look` |`` to conditions and the decision. */
  const rows = [...page.text.matchAll(/^\| ([^|]*`(?:written|sent)`[^|]*) \| `(\w+)` \|/gm)].map(
    ([, condition = '', decision = '']) => {
      const terms = [...condition.matchAll(/(one or more|no) `(\w+)`/g)].map(
        ([, how, state = '']) => [state as State, how === 'one or more'] as const,
      );
      return { terms, decision };
    },
  );

  test('has each decision once', () => {
    expect(rows.map(({ decision }) => decision).sort()).toEqual(Object.keys(KINDS).sort());
  });

  test('says of any three writes what the code says', () => {
    for (const a of states) {
      for (const b of states) {
        for (const c of states) {
          const writes = [a, b, c];
          const said = rows
            .filter(({ terms }) => terms.every(([state, is]) => writes.includes(state) === is))
            .map(({ decision }) => decision);
          expect({ writes, said }).toEqual({
            writes,
            said: [
              decide(
                writes.map((state) => STATES[state]),
                false,
              ),
            ],
          });
        }
      }
    }
  });
});

test('the times are those of the code', () => {
  expect(page.text).toContain(`**${MIN_WRITE_DISTANCE_MS / 1000} s before the create.**`);
  const [one = 0, two = 0] = READ_DELAYS_MS.map((ms) => ms / 1000);
  expect(one * 1000).toBe(IN_FLIGHT_MS);
  expect(page.text).toContain(`**${one} and ${one + two} s after a write without a response.**`);
  expect(page.text).toContain(`Once the key is ${WRITE_WINDOW / 60} min old`);
  for (const text of [
    `between ${-EARLIEST_WRITE} s before`,
    `${LATEST_WRITE / 60} min after the key was created`,
    `no other key of the name was created in the ${IN_PROGRESS / 60} min before it`,
  ]) {
    expect(page.text).toContain(text);
  }
});

import { describe, expect, test } from '@jest/globals';
import {
  AFTERMATH_MS,
  advance,
  decide,
  startProgress,
  type WriteState,
} from '../../src/delivery/transaction.ts';
import { WRITE_WINDOW } from '../../src/domain/delivered.ts';
import { blocksOf, pages, read } from './pages.ts';

const path = 'docs/delivery.md';
const page = pages.find((one) => one.path === path) ?? { path, text: '' };
const source = read('src/delivery/transaction.ts');

/** The words of a union of strings in the source, which exist in no other form when it runs. */
function wordsOf(declaration: RegExp): string[] {
  const [, union = ''] = declaration.exec(source) ?? [];
  return [...union.matchAll(/'(\w+)'/g)].map(([, word = '']) => word);
}

const states = wordsOf(/type WriteState = (.*);/) as WriteState[];

describe('the diagram of a write', () => {
  const [diagram = ''] = blocksOf(page, 'mermaid');
  const arrows = [...diagram.matchAll(/^ +(\S+) --> (\S+)/gm)].map(([, from = '', to = '']) => {
    return { from, to };
  });
  const start = '[*]';

  test('has the states of the code, and no others', () => {
    const named = arrows.flatMap(({ from, to }) => [from, to]).filter((name) => name !== start);
    expect(states.length).toBeGreaterThan(3);
    expect(new Set(named)).toEqual(new Set(states));
  });

  test('starts and goes on as the code does', () => {
    const [first = ''] = startProgress(1).writes;
    expect(arrows.filter(({ from }) => from === start)).toEqual([{ from: start, to: first }]);
    for (const { to } of arrows.filter(({ from }) => from !== start)) {
      if (to === start) continue;
      expect(to).not.toBe(first);
      expect(advance(startProgress(1), 0, to as 'sent').writes).toEqual([to]);
    }
  });

  test('ends where nothing is left to be found out', () => {
    const last = arrows.filter(({ to }) => to === start).map(({ from }) => from as WriteState);
    for (const state of states) {
      const isOpen = decide({ lastSentAt: 1, writes: [state] }).kind === 'look';
      expect(last.includes(state)).toBe(!isOpen && state !== startProgress(1).writes[0]);
    }
  });
});

describe('the table of decisions', () => {
  /** From ``| no `landed`, one or more `sent` | `look` |`` to conditions and the decision. */
  const rows = [...page.text.matchAll(/^\| ([^|]*`(?:landed|sent)`[^|]*) \| `(\w+)` \|/gm)].map(
    ([, condition = '', decision = '']) => {
      const terms = [...condition.matchAll(/(one or more|no) `(\w+)`/g)].map(
        ([, how, state = '']) => [state as WriteState, how === 'one or more'] as const,
      );
      return { terms, decision };
    },
  );

  test('has each decision once', () => {
    const kinds = [...source.matchAll(/\{ kind: '(\w+)'[^\n]*\}(?:;|\n {2}\|)/g)].map(
      ([, kind = '']) => kind,
    );
    expect(kinds.length).toBeGreaterThan(2);
    expect(rows.map(({ decision }) => decision).sort()).toEqual([...new Set(kinds)].sort());
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
            said: [decide({ lastSentAt: 1, writes }).kind],
          });
        }
      }
    }
  });
});

test('the times are those of the code', () => {
  const [, quiet] = /const QUIET_MS = ([\d_]+);/.exec(read('src/delivery/prepare.ts')) ?? [];
  expect(quiet).toBe('10_000');
  expect(page.text).toContain('**10 s before the create.**');
  expect(page.text).toContain(`**${AFTERMATH_MS / 1000} s after a write without an answer.**`);
  expect(page.text).toContain(`Once the key is ${WRITE_WINDOW / 60} min old`);
  const delivered = read('src/domain/delivered.ts');
  for (const [code, text] of [
    ['const EARLIEST = -5;', 'between 5 s before'],
    ['const LATEST = 16 * 60;', '16 min after the key was made'],
    ['const AT_WORK = 20 * 60;', 'no other key of the name was made in the 20 min before it'],
  ] as const) {
    expect(delivered).toContain(code);
    expect(page.text).toContain(text);
  }
});

import { expect, test } from '@jest/globals';
import { AT_WORK, WRITE_WINDOW } from '../../src/domain/delivered.ts';
import { INPUTS } from '../../src/request/inputs.ts';
import { STATES } from '../support/rotation-model.ts';
import { blocksOf, pages, read } from './pages.ts';

const path = 'docs/rotation.md';
const page = pages.find((one) => one.path === path) ?? { path, text: '' };

test('the diagram ends as the planner does', () => {
  const [diagram = ''] = blocksOf(page, 'mermaid');
  const arrows = [...diagram.matchAll(/^ +(\w+)\S* .*?--> (\w+)/gm)].map(([, from, to]) => [
    from,
    to,
  ]);
  expect(arrows.length).toBeGreaterThan(7);
  const starts = new Set([...diagram.matchAll(/^ +(\w+)[^>]*-->/gm)].map(([, from]) => from));
  const ends = new Set([...diagram.matchAll(/--> (\w+)/g)].map(([, to]) => to));
  const last = [...ends].filter((name) => !starts.has(name));
  const source = read('src/domain/rotation-plan.ts');
  const [, union = ''] = /export type RotationPlan =([\s\S]*?);\n\n/.exec(source) ?? [];
  const kinds = [...union.matchAll(/kind: '(\w+)'/g)].map(([, kind]) => kind);
  expect(kinds).toHaveLength(4);
  expect(last.sort()).toEqual(kinds.sort());
});

test('the numbers are those of the code and of the tests', () => {
  const { text } = page;
  expect(text).toContain(`in the ${AT_WORK / 60} min before it`);
  expect(text).toContain(`younger than ${AT_WORK / 60} min`);
  expect(text).toContain(`once its own key is ${WRITE_WINDOW / 60} min old`);
  expect(text).toContain(
    `\`grace-period\`, ${INPUTS['grace-period'].default.replace('h', ' h')} by default`,
  );
  const [, histories] =
    /toBe\((\d+)\)/.exec(read('__tests__/operations/rotate-interleaved.test.ts')) ?? [];
  expect(text).toContain(`${Number(histories).toLocaleString('en')} interleavings`);
  const { monthly, always } = STATES[3];
  expect(text).toContain(`${(monthly + always).toLocaleString('en')} states`);
  const [, waits = ''] = /WAITS_MS = \[(.*)\]/.exec(read('src/operations/patience.ts')) ?? [];
  const patience = waits.split(',').reduce((all, wait) => all + Number(wait.replace('_', '')), 0);
  expect(text).toContain(`for up to ${patience / 1000} s`);
});

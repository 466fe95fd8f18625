import { expect, test } from '@jest/globals';
import { NEW_KEY_PATIENCE } from '../../src/delivery/deliver-value.ts';
import { IN_PROGRESS, WRITE_WINDOW } from '../../src/domain/delivery-status.ts';
import type { RotationPlan } from '../../src/domain/rotation-plan.ts';
import { INPUTS } from '../../src/inputs/definitions.ts';
import { blocksOf, pages, read } from '../../testing/docs/pages.ts';
import { STATES } from '../../testing/rotation-model.ts';

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
  /** By the types, every kind of plan is here. */
  const kinds: Record<RotationPlan['kind'], true> = {
    busy: true,
    unsettled: true,
    rotate: true,
    keep: true,
  };
  expect(last.sort()).toEqual(Object.keys(kinds).sort());
});

test('the numbers are those of the code and of the tests', () => {
  const { text } = page;
  expect(text).toContain(`in the ${IN_PROGRESS / 60} min before it`);
  expect(text).toContain(`younger than ${IN_PROGRESS / 60} min`);
  expect(text).toContain(`once its own key is ${WRITE_WINDOW / 60} min old`);
  expect(text).toContain(
    `\`grace-period\`, ${INPUTS['grace-period'].default.replace('h', ' h')} by default`,
  );
  const [, histories] =
    /toBe\((\d+)\)/.exec(read('__tests__/operations/rotate-interleaved.test.ts')) ?? [];
  expect(text).toContain(`${Number(histories).toLocaleString('en')} interleavings`);
  const { monthly, always } = STATES[3];
  expect(text).toContain(`${(monthly + always).toLocaleString('en')} states`);
  expect(text).toContain(`for up to ${NEW_KEY_PATIENCE}`);
});

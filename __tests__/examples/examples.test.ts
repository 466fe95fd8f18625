import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorsOf, blocksOf, pages, read } from '../../testing/docs/pages.ts';
import { problemsOf } from '../../testing/docs/workflow-problems.ts';
import { type Example, examples, root, SELF } from '../../testing/workflows/workflow.ts';

/** Where the versions of other actions are kept up. */
const pinned = [
  ...pages.map(({ text }) => text),
  ...readdirSync(join(root, '.github/workflows')).map((name) => read(`.github/workflows/${name}`)),
].join('\n');

const jobsOf = ({ workflow }: Example) => Object.values(workflow.jobs);
const stepsOf = (example: Example) => jobsOf(example).flatMap(({ steps }) => steps);
const ownSteps = (example: Example) => stepsOf(example).filter(({ uses }) => uses === SELF);
/** Whether a workflow only shows what another would do. */
const isPlan = (example: Example) =>
  ownSteps(example).every(({ with: given = {} }) => given['dry-run'] === true);

test('the examples have names of their own and are all explained', () => {
  expect(examples.length).toBeGreaterThanOrEqual(13);
  expect(new Set(examples.map(({ workflow }) => workflow.name)).size).toBe(examples.length);
  const list = read('examples/README.md');
  const listed = [...list.matchAll(/^\| \[([\w-]+\.yml)\]\(\1\) \|/gm)].map(([, file]) => file);
  expect(listed.sort()).toEqual(examples.map(({ file }) => file));
  for (const [, link = ''] of list.matchAll(/\]\((\.\.\/[^)]+)\)/g)) {
    const [path = '', anchor] = link.replace('../', '').split('#');
    const page = pages.find((one) => one.path === path);
    expect({ link, isThere: page && (!anchor || anchorsOf(page).includes(`#${anchor}`)) }).toEqual({
      link,
      isThere: true,
    });
  }
});

describe.each(examples)('$file', (example) => {
  const { workflow, text } = example;

  test('says what it is for', () => {
    expect(text).toMatch(/^# [A-Z].*\n(# .*\n)*name: /);
  });

  test('runs by itself or by hand, and not at a full hour; a plan for a pull request', () => {
    if (isPlan(example)) {
      expect(Object.keys(workflow.on)).toEqual(['pull_request']);
      return;
    }
    const { schedule = [], workflow_dispatch: byHand } = workflow.on as {
      schedule?: { cron: string }[];
      workflow_dispatch?: unknown;
    };
    expect(schedule.length === 1 || byHand !== undefined).toBe(true);
    const events = Object.keys(workflow.on);
    expect(events.filter((on) => !['schedule', 'workflow_dispatch'].includes(on))).toEqual([]);
    for (const { cron } of schedule) expect(cron).toMatch(/^[1-9]\d? \d+ (\*|1) \* (\*|1|1-5)$/);
  });

  test('passes what is asked of a workflow of the pages', () => {
    expect(problemsOf(text)).toEqual([]);
  });

  test('keeps runs apart where it changes what others use', () => {
    const groups = [workflow, ...jobsOf(example)].flatMap(({ concurrency }) => concurrency ?? []);
    if (isPlan(example)) {
      expect(groups).toMatchObject([{ 'cancel-in-progress': true }]);
      return;
    }
    const writes = ownSteps(example).some(
      ({ with: { operation, 'secret-name': secret } = {} }) =>
        operation === 'delete' || operation === 'rotate' || secret !== undefined,
    );
    expect(groups).toHaveLength(writes || text.includes('gh issue create') ? 1 : 0);
  });

  test('has the button for an incident where it rotates', () => {
    const rotations = ownSteps(example).filter(
      ({ with: { operation } = {} }) => operation === 'rotate',
    );
    for (const { with: given = {} } of rotations) {
      if (isPlan(example)) continue;
      // The one for incidents is nothing else.
      if (example.file === 'after-incident.yml') {
        expect(given).toMatchObject({ now: true, 'grace-period': '0s' });
        continue;
      }
      const { inputs } =
        (workflow.on as Record<string, { inputs?: object }>).workflow_dispatch ?? {};
      expect(inputs).toMatchObject({
        now: { type: 'boolean', default: false },
        'grace-period': { type: 'string', default: expect.stringMatching(/^\d+h$/) },
      });
      const grace = (inputs as { 'grace-period': { default: string } })['grace-period'].default;
      // A schedule has no inputs, and an empty text is refused.
      expect(given).toMatchObject({
        now: "${{ inputs.now || 'false' }}",
        'grace-period': `\${{ inputs.grace-period || '${grace}' }}`,
      });
    }
  });

  test('pins what others publish as the pages and the workflows of this repository do', () => {
    for (const { uses } of stepsOf(example)) {
      if (uses === undefined || uses === SELF) continue;
      const [line = ''] = new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+$`, 'm').exec(text) ?? [];
      expect(line).toMatch(/@[0-9a-f]{40} # v/);
      expect(pinned).toContain(line);
    }
  });
});

describe('a page shows the same workflow', () => {
  const bodyOf = ({ text }: Example) => text.replace(/^(#.*\n)+/, '');

  test.each(
    examples.filter(({ file }) => !/^(verify-(?!weekly)|watchdog)/.test(file)),
  )('$file', (example) => {
    const shown = pages.flatMap((page) => blocksOf(page, 'yaml'));
    expect(shown.filter((block) => block === bodyOf(example))).toHaveLength(1);
  });
});

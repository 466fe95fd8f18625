import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { INPUT_RULES, type InputName, OPERATIONS } from '../../src/request/inputs.ts';
import { read } from '../docs/pages.ts';
import { readAction } from '../support/action.ts';
import { type Example, examples, root, SELF, type Step } from './workflow.ts';

const known = readAction(root).inputs;
const outputs = Object.keys((parse(read('action.yml')) as { outputs: object }).outputs);
const recipes = read('docs/recipes.md');

const jobsOf = ({ workflow }: Example) => Object.values(workflow.jobs);
const stepsOf = (example: Example) => jobsOf(example).flatMap(({ steps }) => steps);
const ownSteps = (example: Example) => stepsOf(example).filter(({ uses }) => uses === SELF);

test('the examples have names of their own and are all explained', () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
  expect(new Set(examples.map(({ workflow }) => workflow.name)).size).toBe(examples.length);
  const page = read('docs/verify.md');
  for (const { file, text } of examples) {
    expect(page).toContain(`](../examples/${file})`);
    expect(text).toMatch(/^# [A-Z]/);
  }
});

describe.each(examples)('$file', (example) => {
  const { workflow, text } = example;

  test('runs by itself and by hand', () => {
    expect(Object.keys(workflow.on).sort()).toEqual(['schedule', 'workflow_dispatch']);
    const [{ cron = '' } = {}] = workflow.on.schedule as { cron?: string }[];
    expect(cron).toMatch(/^[1-9]\d? \d+ (\*|1) \* (\*|1|1-5)$/);
  });

  test('has no permission but those that a step needs, and the environment of the key', () => {
    expect(workflow.permissions).toEqual({});
    for (const job of jobsOf(example)) {
      expect(job.environment).toBe('openai-admin');
      const script = job.steps.map(({ run }) => run ?? '').join('\n');
      const needed = script.includes('gh issue create') ? { issues: 'write' } : undefined;
      expect(job.permissions).toEqual(needed);
    }
  });

  test('keeps runs apart where it changes something', () => {
    const operations = ownSteps(example).map((step) => step.with?.operation);
    const writes = operations.includes('delete') || text.includes('gh issue create');
    expect(workflow.concurrency !== undefined).toBe(writes);
  });

  test('gives each operation the inputs that it has', () => {
    expect(ownSteps(example).length).toBeGreaterThan(0);
    for (const step of ownSteps(example)) {
      const operation = OPERATIONS.find((word) => word === step.with?.operation);
      expect(operation).toBeDefined();
      for (const name of Object.keys(step.with ?? {})) {
        expect([...known.keys()]).toContain(name);
        expect(INPUT_RULES[name as InputName].for).toContain(operation);
      }
      expect(step.with?.['admin-api-key']).toBe(`\${{ secrets.OPENAI_ADMIN_KEY }}`);
    }
  });

  test('reads outputs of steps before that have them', () => {
    const steps = stepsOf(example);
    const at = (step: Step) => JSON.stringify(step);
    for (const [index, step] of steps.entries()) {
      for (const [, id, name = ''] of at(step).matchAll(/steps\.(\w+)\.outputs\.([\w-]+)/g)) {
        const source = steps.slice(0, index).find((one) => one.id === id);
        expect(source?.uses).toBe(SELF);
        expect(outputs).toContain(name);
      }
    }
  });

  test('pins what others publish as the recipes do, and puts no expression into a script', () => {
    for (const { uses, run } of stepsOf(example)) {
      expect(run ?? '').not.toContain('${{');
      if (uses === undefined || uses === SELF) continue;
      const [line = ''] = new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+$`, 'm').exec(text) ?? [];
      expect(line).toMatch(/@[0-9a-f]{40} # v/);
      expect(recipes).toContain(line);
    }
  });
});

test('the README shows the first of them', () => {
  const { text } = examples.find(({ file }) => file === 'verify-weekly.yml') as Example;
  const body = text.replace(/^#.*\n/, '').replaceAll(/^(?=.)/gm, '   ');
  expect(read('README.md')).toContain(`\n   \`\`\`yaml\n${body}   \`\`\`\n`);
});

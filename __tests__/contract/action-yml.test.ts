import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { outputsOf } from '../../src/report/outputs.ts';
import { INPUT_RULES, OPERATIONS } from '../../src/request/inputs.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

test('declares every input with the default that the code has, and no other', () => {
  const declared = Object.entries<{ default?: string }>(action.inputs).map(([name, input]) => [
    name,
    input.default ?? '',
  ]);
  const known = Object.entries(INPUT_RULES).map(([name, rule]) => [name, rule.default]);
  expect(declared.sort()).toEqual(known.sort());
});

test('declares every output that an operation sets, and no other', () => {
  const nothing = {
    ...{ keys: [], rules: {}, violations: [], violationIds: [], written: [] },
    ...{ older: [], deletions: [] },
  };
  const set = OPERATIONS.flatMap((operation) => {
    const key = { id: 'key_a', createdAt: 0, expiresAt: null, lastUsedAt: null, raw: {} };
    return Object.keys(outputsOf({ ...nothing, operation, key } as never));
  });
  expect(Object.keys(action.outputs).sort()).toEqual([...new Set([...set, 'value'])].sort());
});

test('is what the marketplace and the runner take', () => {
  expect(action.name).toBe('OpenAI Admin API Keys');
  expect(action.description.length).toBeLessThanOrEqual(124);
  expect(action.branding.icon).toBe('lock');
  expect(action.runs).toEqual({
    using: 'node24',
    main: 'dist/main/index.js',
    post: 'dist/post/index.js',
    'post-if': 'always()',
  });
  for (const file of [action.runs.main, action.runs.post]) {
    expect(existsSync(join(root, file))).toBe(true);
  }
  for (const [, input] of Object.entries<{ description?: string }>(action.inputs)) {
    expect(input.description).toMatch(/\S{3}.*\.$/s);
  }
});

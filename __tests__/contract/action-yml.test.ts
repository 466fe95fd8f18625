import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { outputsOf } from '../../src/report/outputs.ts';
import { INPUT_RULES, OPERATIONS } from '../../src/request/inputs.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('declares every input with the default that the code has, and no other', () => {
  const declared = Object.entries<{ default?: string }>(action.inputs).map(([name, input]) => [
    name,
    input.default ?? '',
  ]);
  const known = Object.entries(INPUT_RULES).map(([name, rule]) => [name, rule.default]);
  expect(declared.sort()).toEqual(known.sort());
});

describe('each input', () => {
  const rows = new Map(
    [...readme.matchAll(/^\| `([\w-]+)` \| (.*?) \| (.*) \|$/gm)].map(([, name, , text]) => [
      name,
      text,
    ]),
  );

  test.each(
    Object.entries(INPUT_RULES),
  )('%s names its operations and what it refuses', (name, rule) => {
    for (const text of [action.inputs[name].description as string, rows.get(name) ?? '']) {
      const [list = ''] = /^`\w+`(?:, `\w+`)*(?=: )/.exec(text) ?? [];
      const named = [...list.matchAll(/\w+/g)].map(([operation]) => operation);
      // What every operation takes names none.
      const wanted = rule.for === OPERATIONS ? [] : [...rule.for];
      expect(named.sort()).toEqual(wanted.sort());
      expect(/Must not be empty\./.test(text)).toBe(rule.refusesEmpty ?? false);
      if (rule.secret) expect(text).toMatch(/\bmasked\b/);
    }
  });

  test('stands in the table of the README with its default', () => {
    for (const [name, { default: text }] of Object.entries(INPUT_RULES)) {
      const shown = name === 'operation' ? 'required' : text && `\`${text}\``;
      expect(readme).toContain(`\n| \`${name}\` | ${shown} | `);
    }
  });
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

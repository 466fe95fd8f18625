import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { INPUT_RULES, type InputName, OPERATIONS } from '../../src/inputs/definitions.ts';
import { parseRequest } from '../../src/inputs/parse.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { inputs } from '../../testing/fakes.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const page = readFileSync(join(root, 'docs/reference.md'), 'utf8');

test('declares every input with the default that the code has, and no other', () => {
  const declared = Object.entries<{ default?: string }>(action.inputs).map(([name, input]) => [
    name,
    input.default ?? '',
  ]);
  const known = Object.entries(INPUT_RULES).map(([name, rule]) => [name, rule.default]);
  expect(declared.sort()).toEqual(known.sort());
});

describe('each input', () => {
  test.each(
    Object.entries(INPUT_RULES),
  )('%s names its operations, and says what it takes and refuses', (name, rule) => {
    const text: string = action.inputs[name].description;
    const [list = ''] = /^`\w+`(?:, `\w+`)*(?=(?: with `[\w-]+`)?: )/.exec(text) ?? [];
    const named = [...list.matchAll(/\w+/g)].map(([operation]) => operation);
    // What every operation takes names none.
    const wanted = rule.for === OPERATIONS ? [] : [...rule.for];
    expect(named.sort()).toEqual(wanted.sort());
    expect(/Must not be empty\./.test(text)).toBe(rule.refusesEmpty ?? false);
    expect(/\blist of\b/i.test(text)).toBe(rule.list ?? false);
    if (rule.secret) expect(text).toMatch(/\bmasked\b/);
  });

  const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.*?) \| (.*?) \| (.*?) \| (.*) \|$/gm)].map(
    ([, name, operations, shown, ifEmpty, meaning]) => {
      return { name: name as InputName, operations, shown, ifEmpty, meaning };
    },
  );

  test('has one row on the page of inputs', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(INPUT_RULES).sort());
  });

  test.each(rows)('$name: the row has operations, default and meaning', (row) => {
    const rule = INPUT_RULES[row.name];
    const named = [...(row.operations ?? '').matchAll(/`(\w+)`/g)].map(([, word]) => word);
    expect(row.operations === 'all' ? OPERATIONS : named).toEqual(rule.for);
    const text = rule.default && `\`${rule.default}\``;
    expect(row.shown).toBe(row.name === 'operation' ? 'required' : text);
    expect(/^list of\b/i.test(row.meaning ?? '')).toBe(rule.list ?? false);
    if (rule.secret) expect(row.meaning).toMatch(/\bmasked\b/i);
  });

  test.each(rows)('$name: the row tells whether the empty string is refused', (row) => {
    const { name, ifEmpty } = row;
    const operation = INPUT_RULES[name].for.at(-1) ?? 'list';
    const problems = problemsOf(inputs({ operation, [name]: '' }));
    // Not what is only missing: an id, a name, a token.
    const isRefused = new RegExp(
      `^- \`${name}\` (is empty, perhaps|must be .*, not empty\\.)`,
      'm',
    ).test(problems);
    expect({ name, ifEmpty }).toEqual({ name, ifEmpty: isRefused ? 'refused' : '' });
  });
});

/** The message about the inputs of a step, a line each; empty where nothing is wrong. */
function problemsOf(env: NodeJS.ProcessEnv): string {
  try {
    parseRequest({ GITHUB_REPOSITORY: 'o/r', ...env });
    return '';
  } catch (error) {
    return String(error);
  }
}

test('declares every output that an operation sets, and no other', () => {
  const nothing = {
    ...{ keys: [], rules: {}, violations: [], violationIds: [], written: [] },
    ...{ older: [], deletions: [], entries: [] },
  };
  const set = [...OPERATIONS, 'reconcile'].flatMap((operation) => {
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

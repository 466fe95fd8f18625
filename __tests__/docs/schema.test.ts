import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { schemaText } from '../../scripts/docs.ts';
import { INPUT_RULES, type InputName } from '../../src/inputs/definitions.ts';
import { EXCEPTED_RULES, FIELDS, SCHEMA_FILE } from '../../src/inputs/manifest.ts';
import { problemsIn, removeWorkspaces } from '../../testing/manifest.ts';

const root = join(import.meta.dirname, '../..');
const file = readFileSync(join(root, SCHEMA_FILE), 'utf8');

interface Schema {
  type?: string;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  minItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  description?: string;
}

const schema: Schema = JSON.parse(file);
const keys = schema.properties?.keys?.items?.properties ?? {};

/** Whether a value fits a schema, as far as this one uses the words of JSON Schema. */
function fits(value: unknown, rules: Schema): boolean {
  if (rules.anyOf) return rules.anyOf.some((one) => fits(value, one));
  if (rules.enum) return rules.enum.includes(String(value)) && typeof value === 'string';
  if (rules.type === 'string') {
    return (
      typeof value === 'string' &&
      value.length >= (rules.minLength ?? 0) &&
      new RegExp(rules.pattern ?? '').test(value)
    );
  }
  if (rules.type === 'array') {
    const items = rules.items as Schema;
    return (
      Array.isArray(value) &&
      value.length >= (rules.minItems ?? 0) &&
      value.every((item) => fits(item, items))
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const fields = Object.entries(value);
  return (
    (rules.required ?? []).every((name) => Object.hasOwn(value, name)) &&
    fields.every(([name, field]) => {
      const known = rules.properties?.[name];
      return known !== undefined && fits(field, known);
    })
  );
}

test('the file is what `npm run docs` writes', () => {
  expect(file).toBe(schemaText(readFileSync(join(root, 'action.yml'), 'utf8')));
});

test('it has the fields that the action reads, each with a meaning', () => {
  const { properties = {} } = schema;
  expect(Object.keys(properties)).toEqual([...FIELDS.file]);
  expect(Object.keys(properties.defaults?.properties ?? {})).toEqual([...FIELDS.defaults]);
  expect(Object.keys(keys)).toEqual([...FIELDS.entry]);
  const exception = properties.exceptions?.items?.properties ?? {};
  expect(Object.keys(exception)).toEqual([...FIELDS.exception]);
  for (const field of [...Object.values(keys), ...Object.values(exception)]) {
    expect(field.description).toMatch(/^[A-Z`].*\.$/s);
  }
  expect(exception.rules?.anyOf?.[0]?.enum).toEqual(EXCEPTED_RULES);
});

test('lists are what the inputs take as lists', () => {
  const lists = Object.entries(keys).filter(([, field]) => field.anyOf !== undefined);
  const inputs = Object.keys(keys).filter((name) => INPUT_RULES[name as InputName]?.list);
  expect(lists.map(([name]) => name)).toEqual(inputs);
});

const entry = '{name: a, secret-name: K, secret-repositories: o/r}';

describe('it agrees with the action', () => {
  test.each([
    `keys: [${entry}]`,
    `$schema: ./openai-keys.v1.json\nkeys: [${entry}]`,
    `defaults: {rotate-after: 30d, rotate-spread: P7D, expires-in: 90d, grace-period: 0s}\nkeys: [${entry}]`,
    'keys: [{name: a, secret-name: K, secret-repositories: [o/r, o/s], secret-app: "actions, dependabot", state: absent}]',
    'keys: [{name: a, project-id: proj_a, service-account-id: s, scopes: [api.model.read], secret-name: K, secret-organization: o, secret-visibility: selected, secret-repositories: [o/r], secret-app: [actions]}]',
    `keys: [${entry}]\nexceptions: [{key: "*", until: 2026-12-31, reason: x, rules: [max-age]}]`,
  ])('both take %s', (text) => {
    expect(problemsIn(text)).toEqual([]);
    expect(fits(parse(text), schema)).toBe(true);
    removeWorkspaces();
  });

  test.each([
    'keys: []',
    '{}',
    'keys: [a]',
    `keys: [${entry}]\nkyes: 1`,
    'keys: [{nmae: a}]',
    'keys: [{name: 007}]',
    'keys: [{name: ""}]',
    'keys: [{name: ~}]',
    'keys: [{name: a, expires-in: 3 days}]',
    'keys: [{name: a, state: gone}]',
    'keys: [{name: a, secret-visibility: some}]',
    'keys: [{name: a, secret-app: [pages]}]',
    'keys: [{name: a, secret-repositories: []}]',
    `defaults: {state: absent}\nkeys: [${entry}]`,
    `$schema: openai-keys.v2.json\nkeys: [${entry}]`,
    `keys: [${entry}]\nexceptions: [{key: a, reason: b}]`,
    `keys: [${entry}]\nexceptions: [{key: a, until: soon, reason: b}]`,
    `keys: [${entry}]\nexceptions: [{key: a, until: 2026-01-01, reason: b, rules: [age]}]`,
  ])('both refuse %s', (text) => {
    expect(problemsIn(text)).not.toEqual([]);
    expect(fits(parse(text), schema)).toBe(false);
    removeWorkspaces();
  });
});

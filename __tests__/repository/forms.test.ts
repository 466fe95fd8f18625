import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { OPERATIONS } from '../../src/inputs/definitions.ts';
import { read, root } from './rules.ts';

interface Element {
  type: string;
  id?: string;
  attributes: Record<string, unknown>;
  validations?: { required: boolean };
}

const FOLDER = '.github/ISSUE_TEMPLATE';
const ADVISORY = 'https://github.com/openai-admin-api-keys/action/security/advisories/new';
const forms = readdirSync(join(root, FOLDER))
  .filter((name) => name !== 'config.yml')
  .sort()
  .map((name) => ({ name, text: read(`${FOLDER}/${name}`) }));

/** The attributes that each kind of element must have, and those that it may have. */
const ATTRIBUTES: Record<string, [string[], string[]]> = {
  markdown: [['value'], []],
  input: [['label'], ['description', 'placeholder', 'value']],
  textarea: [['label'], ['description', 'placeholder', 'value', 'render']],
  dropdown: [
    ['label', 'options'],
    ['description', 'multiple', 'default'],
  ],
  checkboxes: [['label', 'options'], ['description']],
};

/** What GitHub would not accept in an issue form, a line each. */
function problemsOf(text: string): string[] {
  const { name, description, body, ...rest } = parse(text) as Record<string, unknown>;
  const problems = Object.keys(rest).filter((key) => !['title', 'labels'].includes(key));
  if (!name || !description) problems.push('no name or description');
  if (!Array.isArray(body)) return [...problems, 'no body'];
  const elements = body as Element[];
  if (elements.every(({ type }) => type === 'markdown')) problems.push('nothing to fill in');
  for (const [index, element] of elements.entries()) {
    problems.push(...problemsOfElement(element).map((problem) => `${index}: ${problem}`));
  }
  for (const key of ['id', 'label'] as const) {
    const all = elements.map((one) => (key === 'id' ? one.id : one.attributes?.label));
    const named = all.filter((one) => one !== undefined);
    if (new Set(named).size !== named.length) problems.push(`a second ${key}`);
  }
  return problems;
}

function problemsOfElement({ type, id, attributes, validations, ...rest }: Element): string[] {
  const problems = Object.keys(rest).map((key) => `unknown ${key}`);
  const [needed, allowed] = ATTRIBUTES[type] ?? [];
  if (needed === undefined || allowed === undefined) return [...problems, `unknown type ${type}`];
  const names = Object.keys(attributes ?? {});
  problems.push(...needed.filter((name) => !names.includes(name)).map((name) => `no ${name}`));
  const known = [...needed, ...allowed];
  problems.push(...names.filter((name) => !known.includes(name)).map((name) => `unknown ${name}`));
  if (type !== 'markdown' && !/^[\w-]+$/.test(id ?? '')) problems.push('no id');
  const options = attributes?.options;
  if (
    options !== undefined &&
    !(Array.isArray(options) && options.every(type === 'checkboxes' ? isBox : isText))
  ) {
    problems.push('options of another kind');
  }
  if (validations !== undefined && typeof validations.required !== 'boolean') {
    problems.push('neither required nor not');
  }
  return problems;
}

const isText = (option: unknown) => typeof option === 'string';
const isBox = (option: { label?: unknown }) => typeof option.label === 'string';

describe.each(forms)('$name', ({ text }) => {
  test('is a form that GitHub takes', () => {
    expect(problemsOf(text)).toEqual([]);
  });

  test('says first that no key goes into it', () => {
    const [first] = (parse(text) as { body: Element[] }).body;
    expect(first?.type).toBe('markdown');
    expect(first?.attributes.value).toMatch(
      /^\*\*Never paste a key, a token or the value of a secret/,
    );
  });
});

describe('a form is refused', () => {
  const bug = forms.find(({ name }) => name === 'bug.yml')?.text ?? '';
  test.each([
    ['without a name', 'name: Bug report', 'nam: Bug report', 'no name or description'],
    ['with an unknown type', 'type: input', 'type: text', 'unknown type text'],
    ['with an unknown attribute', 'placeholder:', 'placehold:', 'unknown placehold'],
    ['without a label', 'label: Version', 'title: Version', 'no label'],
    ['with an id twice', 'id: version', 'id: operation', 'a second id'],
    ['without an id', '    id: version\n', '', 'no id'],
    ['with options of another kind', '- list', '- list: all', 'options of another kind'],
    ['with a word for a boolean', 'required: true', 'required: always', 'neither required nor not'],
  ])('%s', (_, from, to, problem) => {
    expect(bug).toContain(from);
    expect(problemsOf(bug.replace(from, to)).join('\n')).toContain(problem);
  });
});

test('a report of a bug has every operation to choose from, and a promise to keep', () => {
  const { body } = parse(read(`${FOLDER}/bug.yml`)) as { body: Element[] };
  const options = body.find(({ id }) => id === 'operation')?.attributes.options;
  expect(options).toEqual(expect.arrayContaining([...OPERATIONS]));
  const boxes = body.find(({ id }) => id === 'clean')?.attributes.options;
  expect(boxes).toContainEqual({ label: expect.stringMatching(/no key, token/), required: true });
});

test('weaknesses are reported in private, and nothing without a form', () => {
  const config = parse(read(`${FOLDER}/config.yml`));
  expect(config).toMatchObject({ blank_issues_enabled: false });
  const [first] = config.contact_links;
  expect(first).toMatchObject({
    url: ADVISORY,
    about: expect.stringContaining('Never in an issue'),
  });
  for (const link of config.contact_links) {
    expect(Object.keys(link).sort()).toEqual(['about', 'name', 'url']);
  }
  expect(read(`${FOLDER}/bug.yml`)).toContain(ADVISORY);
});

test('every file has an owner', () => {
  const lines = read('.github/CODEOWNERS').split('\n').filter(Boolean);
  expect(lines).toEqual(['* @openai-admin-api-keys/maintainers']);
});

import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { GROUPS, withTables } from '../../scripts/docs.ts';
import { anchorsOf, read } from '../../testing/docs/pages.ts';

const page = read('docs/reference.md');
const actionYaml = read('action.yml');
const { inputs, outputs } = parse(actionYaml) as Record<'inputs' | 'outputs', object>;

test('each input is in one group', () => {
  const grouped = GROUPS.flatMap((group) => group.inputs);
  expect(grouped.toSorted()).toEqual(Object.keys(inputs).sort());
});

describe('the tables of inputs and outputs', () => {
  test('are what `npm run docs` makes of action.yml', () => {
    expect(page).toBe(withTables(page, actionYaml));
  });

  test('have one row for each input and each output', () => {
    const [, first = '', second = ''] =
      /<!-- inputs -->([\s\S]*)<!-- \/inputs -->[\s\S]*<!-- outputs -->([\s\S]*)<!-- \/outputs -->/.exec(
        page,
      ) ?? [];
    const namesIn = (text: string) =>
      [...text.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
    expect(namesIn(first).sort()).toEqual(Object.keys(inputs).sort());
    expect(namesIn(second)).toEqual(Object.keys(outputs));
  });

  test.each([
    ['a changed default', 'default: 30s', 'default: 31s'],
    ['a changed description', 'Write a job summary.', 'Write no job summary.'],
    ['a further output', 'outputs:\n', "outputs:\n  extra:\n    description: '`list`: more.'\n"],
    ['a required input', 'required: false', 'required: true'],
  ])('drift with %s', (_, from, to) => {
    expect(actionYaml).toContain(from);
    expect(withTables(page, actionYaml.replace(from, to))).not.toBe(page);
  });

  test.each([
    ['a description of every input', '  summary:\n    description:', '  summary:\n    deprecated:'],
    [
      'a group for every input',
      '\n  summary:\n',
      '\n  abstract:\n    required: false\n  summary:\n',
    ],
    ['the operations of every output', "'`list`, `verify`: number of keys.'", 'Number of keys.'],
  ])('need %s', (_, from, to) => {
    expect(actionYaml).toContain(from);
    const reason = /has no description|is in no group|names no operation/;
    expect(() => withTables(page, actionYaml.replace(from, to))).toThrow(reason);
  });

  test('need their markers', () => {
    const cut = page.replace('<!-- /outputs -->', '');
    expect(() => withTables(cut, actionYaml)).toThrow('lacks the markers of its outputs');
  });

  test('keep a vertical line inside its cell', () => {
    const piped = actionYaml.replace('Write a job summary.', 'Write a | b.');
    expect(withTables(page, piped)).toContain('| Write a \\| b. |');
  });
});

test('the table of contents has every heading, in order', () => {
  const [, contents = ''] = /\n\n(- \[[\s\S]*?)\n\n## /.exec(page) ?? [];
  const listed = [...contents.matchAll(/\]\((#[^)]+)\)/g)].map(([, anchor]) => anchor);
  expect(listed).toEqual(anchorsOf({ path: 'docs/reference.md', text: page }).slice(1));
});

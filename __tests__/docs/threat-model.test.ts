import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { patternOf, testFile } from '../../scripts/mutants/mutant.ts';
import { mutants } from '../../scripts/mutants/table.ts';
import { anchorsOf, blocksOf, pages, read, root } from '../../testing/docs/pages.ts';

const path = 'docs/threat-model.md';
const page = pages.find((one) => one.path === path) ?? { path, text: '' };
const security = read('SECURITY.md');

/** The guarantees of the action, in their order; then those of how it is built. */
const GUARANTEES = [
  'Mask first',
  'No secret anywhere else',
  'Untrusted text has no effect',
  'Create at most once',
  'No orphaned keys',
  'Checks before effects',
  'Rotation converges',
  'Fewest requests',
  'One HTTP client',
  'Exit status',
  'Supply chain',
  'Least privilege',
];

const [, invariants = ''] = page.text.split('\n## Invariants\n');
const groups = invariants
  .split(/^### /m)
  .slice(1)
  .map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    return { heading, lines: lines.filter((line) => line !== '') };
  });
const numberOf = (line: string) => Number(/^- \*\*INV-(\d+)\.\*\* /.exec(line)?.[1]);
const numbers = groups.flatMap(({ lines }) => lines.map(numberOf));

/** The tests that a line names, by file and title. */
function citedIn(line: string): { file: string; title: string }[] {
  const groups = line.matchAll(/\]\(\.\.\/(__tests__\/\S+\.test\.ts)\): (“[^”]+”(?:, “[^”]+”)*)/g);
  return [...groups].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  );
}

describe('the invariants', () => {
  test('are numbered without gaps, a line each', () => {
    expect(numbers.length).toBeGreaterThan(30);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('cover every guarantee', () => {
    expect(groups.map(({ heading }) => heading)).toEqual(GUARANTEES);
    for (const { lines } of groups) expect(lines).not.toEqual([]);
  });

  const named = groups.flatMap(({ lines }) =>
    lines.map((line) => [`INV-${numberOf(line)}`, line] as const),
  );

  test.each(named)('%s names a test that is there', (_, line) => {
    const [, sentence = ''] = /\*\* (.*?)(?: \[|$)/.exec(line) ?? [];
    expect(sentence).toMatch(/^[^“”]+\.$/);
    const cited = citedIn(line);
    expect(cited).not.toEqual([]);
    expect(cited).toHaveLength([...line.matchAll(/“/g)].length);
    for (const { file, title } of cited) {
      const text = existsSync(join(root, file)) ? read(file) : '';
      const isThere = [`'${title}'`, `"${title}"`, `\`${title}\``].some((form) =>
        text.includes(form),
      );
      expect({ file, title, isThere }).toEqual({ file, title, isThere: true });
    }
  });

  test.each(named)('%s names the tests that turn red when its guards are gone', (name, line) => {
    const own = mutants.filter(({ invariant }) => `INV-${invariant}` === name);
    const turnedRed = own.flatMap(({ tests }) =>
      Object.entries(tests).flatMap(([file, titles]) =>
        titles.map((title) => `${testFile(file)} “${title}”`),
      ),
    );
    expect(turnedRed).not.toEqual([]);
    const cited = citedIn(line).map(({ file, title }) => `${file} “${title}”`);
    expect(new Set(cited)).toEqual(new Set(turnedRed));
  });
});

describe('the mutants', () => {
  test('are of invariants that are there', () => {
    for (const { invariant } of mutants) expect(numbers).toContain(invariant);
  });

  test.each(mutants)('INV-$invariant without $without: its text is there, once', (mutant) => {
    expect(read(mutant.file).split(mutant.find)).toHaveLength(2);
    expect(mutant.replace).not.toBe(mutant.find);
  });

  test.each([
    ['is gone', 'is gone', true],
    ['%s is gone (%d)', 'all is gone (3)', true],
    ['$what, grace $grace', 'a. b, grace 0s', true],
    ['is gone', 'it is gone', false],
    ['(%d) is', '(3} is', false],
  ])('find the title %j as %j: %p', (title, written, isFound) => {
    expect(new RegExp(`^${patternOf(title)}$`).test(written)).toBe(isFound);
  });
});

describe('the threats', () => {
  const rows = [...page.text.matchAll(/^\| (\*\*.*) \| (.*) \| (.*) \|$/gm)];

  test('each name the invariants that protect against them, and the remaining risk', () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const [row, , stops = '', remains = ''] of rows) {
      const named = [...stops.matchAll(/INV-(\d+)/g)].map(([, number]) => Number(number));
      const known = named.length > 0 && named.every((number) => numbers.includes(number));
      expect({ row, known, remains: remains.length > 20 }).toEqual({
        row,
        known: true,
        remains: true,
      });
    }
  });
});

test('one diagram shows both servers, the job and who reads what it leaves', () => {
  const diagrams = blocksOf(page, 'mermaid');
  expect(diagrams).toHaveLength(1);
  for (const part of ['subgraph job', 'openai[', 'github[', 'post[', 'readers[', 'others[']) {
    expect(diagrams[0]).toContain(part);
  }
});

describe('SECURITY.md', () => {
  test('links to nothing that is not there', () => {
    const links = [...security.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    expect(links).toContain('docs/recipes.md#after-an-incident');
    expect(links).toContain(path);
    for (const link of links.filter((one) => !one.startsWith('https://'))) {
      const [file = '', anchor] = link.split('#');
      const target = pages.find((one) => one.path === file);
      const isThere = target !== undefined && (!anchor || anchorsOf(target).includes(`#${anchor}`));
      expect({ link, isThere }).toEqual({ link, isThere: true });
    }
  });

  test('gives commands and files that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...security.matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name);
    expect(commands).toContain('check-dist');
    for (const name of commands) expect(scripts).toHaveProperty([name]);
    const files = [...security.matchAll(/dist\/\w+\/index\.js/g)].map(([file]) => file);
    expect(files).toHaveLength(2);
    for (const file of files) expect(read('action.yml')).toContain(file);
  });
});

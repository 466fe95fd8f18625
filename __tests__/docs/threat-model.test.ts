import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorsOf, blocksOf, pages, read, root } from './pages.ts';

const path = 'docs/threat-model.md';
const page = pages.find((one) => one.path === path) ?? { path, text: '' };
const security = read('SECURITY.md');

/** The guarantees of the action, in their order; then what is promised of its making. */
const GUARANTEES = [
  'Mask first',
  'No secret anywhere else',
  'Nothing from outside speaks',
  'Create at most once',
  'No orphan',
  'Checks before effects',
  'Rotate converges',
  'Fewest requests',
  'One transport',
  'Exit',
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

describe('the invariants', () => {
  test('are numbered without gaps, a line each', () => {
    expect(numbers.length).toBeGreaterThan(30);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('cover every guarantee', () => {
    expect(groups.map(({ heading }) => heading)).toEqual(GUARANTEES);
    for (const { lines } of groups) expect(lines).not.toEqual([]);
  });

  test.each(
    groups.flatMap(({ lines }) => lines.map((line) => [`INV-${numberOf(line)}`, line] as const)),
  )('%s names a test that is there', (_, line) => {
    const [, sentence = ''] = /\*\* (.*?)(?: \[|$)/.exec(line) ?? [];
    expect(sentence).toMatch(/^[^“”]+\.$/);
    const cited = [
      ...line.matchAll(/\]\(\.\.\/(__tests__\/\S+\.test\.ts)\): (“[^”]+”(?:, “[^”]+”)*)/g),
    ].flatMap(([, file = '', titles = '']) =>
      [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
    );
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
});

describe('who could want what', () => {
  const rows = [...page.text.matchAll(/^\| (\*\*.*) \| (.*) \| (.*) \|$/gm)];

  test('says of each what stops it, by number, and what remains', () => {
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

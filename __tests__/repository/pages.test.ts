import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchorsOf, blocksOf } from '../../testing/docs/pages.ts';
import { type File, read, root } from './rules.ts';

const all: File[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  '.github/pull_request_template.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((path) => ({ path, text: read(path) }));
/** Those that are about this repository; in the others, a workflow's path is that of the reader. */
const inside = ['CONTRIBUTING.md', 'docs/architecture.md'];
const pageOf = (path: string) => all.find((page) => page.path === path) as File;

const FOLDERS = ['src', 'dist', 'docs', 'emulator', 'examples', 'scripts', 'demo', 'benchmarks'];

/** Files and folders that a page names in code, as seen from the root. */
function pathsIn({ path, text }: File): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  const spans = [...prose.matchAll(/`([^`\s]+)`/g)].map(([, span = '']) => span);
  const top = inside.includes(path) ? [...FOLDERS, '.github', '.ci'] : FOLDERS;
  return spans.filter(
    (span) =>
      (top.includes(span.split('/')[0] ?? '') || /^__tests__\b/.test(span)) && !/[*…]/.test(span),
  );
}

/** What the links of a page lead to in this repository, with the anchor. */
function linksIn({ path, text }: File): { target: string; anchor: string }[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link))
    .map((link) => {
      const [file = '', anchor = ''] = link.split('#');
      const target = file === '' ? path : posix.normalize(posix.join(dirname(path), file));
      return { target, anchor };
    });
}

const isThere = (path: string) => existsSync(join(root, path));

describe.each(all)('$path', (page) => {
  test('names no file or folder that is not there', () => {
    expect(pathsIn(page).filter((path) => !isThere(path))).toEqual([]);
  });

  test('links to nothing that is not there', () => {
    const broken = linksIn(page).filter(({ target, anchor }) => {
      if (!isThere(target)) return true;
      return anchor !== '' && !anchorsOf(pageOf(target)).includes(`#${anchor}`);
    });
    expect(broken).toEqual([]);
  });

  test('names no command that package.json has not', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...page.text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test('a page with a wrong path, link or anchor would be found', () => {
  const page = pageOf('docs/architecture.md');
  expect(pathsIn(page).length).toBeGreaterThan(20);
  expect(linksIn(page).length).toBeGreaterThan(30);
  const path = 'docs/recipes.md';
  const text = '`src/gone.ts` [a](../src/gone.ts) [b](delivery.md#gone) [c](#gone)';
  expect(pathsIn({ path, text })).toEqual(['src/gone.ts']);
  expect(linksIn({ path, text })).toEqual([
    { target: 'src/gone.ts', anchor: '' },
    { target: 'docs/delivery.md', anchor: 'gone' },
    { target: path, anchor: 'gone' },
  ]);
});

test('contributors find every command, and every folder of tests that is named is one', () => {
  const { text } = pageOf('CONTRIBUTING.md');
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const name of Object.keys(scripts)) {
    expect(text).toContain(name === 'test' ? '`npm test`' : `\`npm run ${name}\``);
  }
});

describe('the floors', () => {
  const source = read('__tests__/contract/architecture.test.ts');
  const { text } = pageOf('docs/architecture.md');
  const [, list = ''] = /const FLOORS = \[\n([\s\S]*?)\n\];/.exec(source) ?? [];
  const floors = [...list.matchAll(/\[(.*)\]/g)].map(([, names = '']) => names.replaceAll("'", ''));

  test('are drawn as they are tested', () => {
    const [diagram = ''] = blocksOf(pageOf('docs/architecture.md'), 'mermaid');
    const drawn = [...diagram.matchAll(/^ +f\d+\["(.*)"\]$/gm)].map(([, names]) => names);
    expect(floors.length).toBeGreaterThan(5);
    expect(drawn).toEqual(floors);
    const order = floors.map((_, index) => `f${index + 1}`).join(' --> ');
    expect(diagram).toContain(`  ${order}\n`);
  });

  test('are explained from the ground up, each place once', () => {
    const [, table = ''] = /\n\| Place \|([\s\S]*?)\n\n/.exec(text) ?? [];
    const rows = table.split('\n').slice(2);
    const explained = rows.flatMap((row) =>
      [...(row.split(' | ')[0] ?? '').matchAll(/`src\/([\w.-]+)`/g)].map(([, name]) => name),
    );
    expect(explained).toEqual(floors.flatMap((names) => names.split(', ')));
  });

  test('name the files in which secrets are opened, as they are tested', () => {
    const [, opened = ''] =
      /expect\(openers\.sort\(\)\)\.toEqual\(\[([\s\S]*?)\]\)/.exec(source) ?? [];
    const tested = [...opened.matchAll(/'(.*)'/g)].map(([, file]) => `src/${file}`);
    const [, table = ''] = /\n\| File \|([\s\S]*?)\n\n/.exec(text) ?? [];
    const told = [...table.matchAll(/^\| \[`(.*?)`\]/gm)].map(([, file]) => file);
    expect(tested.length).toBeGreaterThan(3);
    expect(told.sort()).toEqual(tested.sort());
  });
});

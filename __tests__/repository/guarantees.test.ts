/* The table of CONTRIBUTING.md that says where each guarantee is tested. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { read, root } from './rules.ts';

const HEAD = '| Guarantee | Invariants | Tests |\n| --- | --- | --- |\n';
/** In the first column, of what the README does not list. */
const UNLISTED = ['Not in the README', 'No guarantee'];

const page = read('CONTRIBUTING.md');
const [, listed = ''] = /\n## Guarantees\n([\s\S]*?)\n## /.exec(read('README.md')) ?? [];
const guarantees = [...listed.matchAll(/^- \*\*(.+?)\.?\*\*/gm)].map(([, name = '']) => name);
const [, invariants = ''] = read('docs/threat-model.md').split('\n## Invariants\n');
const groups = [...invariants.matchAll(/^### (.+)$/gm)].map(([, name = '']) => name);
const files = readdirSync(join(root, '__tests__/contract')).map((name) => `contract/${name}`);

interface Row {
  guarantee: string;
  /** The groups of invariants in the threat model. */
  groups: Link[];
  tests: Link[];
}
interface Link {
  text: string;
  target: string;
}

function rowsOf(text: string): Row[] {
  const [, table = ''] = text.split(HEAD);
  const [body = ''] = table.split('\n\n');
  return body.split('\n').map((line) => {
    const [, guarantee = '', middle = '', last = ''] = line.split('|');
    return { guarantee: guarantee.trim(), groups: linksIn(middle), tests: linksIn(last) };
  });
}

function linksIn(cell: string): Link[] {
  return [...cell.matchAll(/\[(.+?)\]\((.+?)\)/g)].map(([, text = '', target = '']) => ({
    text,
    target,
  }));
}

/** What is wrong with the table of a page, a line each. */
function faultsOf(text: string): string[] {
  const rows = rowsOf(text);
  const told = rows.map(({ guarantee }) => guarantee);
  const linked = rows.flatMap(({ tests }) => tests);
  const names = rows.flatMap((row) => row.groups.map((group) => group.text));
  const anchorOf = (name: string) => `#${name.toLowerCase().replaceAll(' ', '-')}`;
  const fileOf = (name: string) => `${name.includes('/') ? name : `contract/${name}`}.test.ts`;
  return [
    ...guarantees
      .filter((name) => told.filter((other) => other === name).length !== 1)
      .map((name) => `“${name}” has not one row`),
    ...told
      .filter((name) => ![...guarantees, ...UNLISTED].includes(name))
      .map((name) => `the README has no “${name}”`),
    ...(told.slice(0, guarantees.length).join() === guarantees.join() ? [] : ['another order']),
    ...groups
      .filter((name) => names.filter((other) => other === name).length !== 1)
      .map((name) => `the invariants “${name}” are not in one row`),
    ...rows
      .flatMap((row) => row.groups)
      .filter((group) => group.target !== `docs/threat-model.md${anchorOf(group.text)}`)
      .map((group) => `“${group.text}” leads to ${group.target}`),
    ...rows
      .filter(({ tests }) => tests.length === 0)
      .map(({ guarantee }) => `“${guarantee}” names no test`),
    ...linked
      .filter((link) => link.target !== `__tests__/${fileOf(link.text)}`)
      .map((link) => `“${link.text}” leads to ${link.target}`),
    ...linked
      .filter(({ target }) => !existsSync(join(root, target)))
      .map(({ target }) => `${target} is not there`),
    ...files
      .filter((file) => !linked.some(({ target }) => target === `__tests__/${file}`))
      .map((file) => `${file} is in no row`),
  ];
}

test('every guarantee and every file of the contract has its place in the table', () => {
  expect(guarantees.length).toBeGreaterThan(5);
  expect(groups.length).toBeGreaterThan(5);
  expect(files.length).toBeGreaterThan(20);
  expect(faultsOf(page)).toEqual([]);
});

test.each([
  [/^\| Few requests .*\n/m, '', '“Few requests” has not one row'],
  [/^\| Few requests /m, '| Little talk ', 'the README has no “Little talk”'],
  [/^(\| Few requests .*\n)(.*\n)/m, '$2$1', 'another order'],
  ['[Exit status]', '[End]', 'the invariants “Exit status” are not in one row'],
  ['#exit-status', '#exit', '“Exit status” leads to docs/threat-model.md#exit'],
  [/^(\| Few requests \| .* \|).*\|$/m, '$1 counts |', '“Few requests” names no test'],
  ['contract/tls.test', 'http/tls.test', '“tls” leads to __tests__/http/tls.test.ts'],
  [
    '[tls](__tests__/contract/tls.',
    '[ssl](__tests__/contract/ssl.',
    'contract/tls.test.ts is in no row',
  ],
  [
    '[tls](__tests__/contract/tls.',
    '[ssl](__tests__/contract/ssl.',
    '__tests__/contract/ssl.test.ts is not there',
  ],
])('%s as “%s” would be found', (find, replace, fault) => {
  const changed = page.replace(find, replace);
  expect(changed).not.toBe(page);
  expect(faultsOf(changed)).toContain(fault);
});

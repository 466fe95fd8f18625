import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { withTables } from '../../scripts/docs.ts';
import { OPERATIONS } from '../../src/request/inputs.ts';
import { anchorsOf, pages, read, root } from './pages.ts';

const readme = read('README.md');
const actionYaml = read('action.yml');

describe('the tables', () => {
  test('are what `npm run docs` makes of action.yml', () => {
    expect(readme).toBe(withTables(readme, actionYaml));
  });

  test('name every input and output', () => {
    const { inputs, outputs } = parse(actionYaml) as Record<string, Record<string, unknown>>;
    const names = [...Object.keys(inputs ?? {}), ...Object.keys(outputs ?? {})];
    expect(names.length).toBeGreaterThan(25);
    for (const name of names) expect(readme).toContain(`\n| \`${name}\` |`);
  });

  test.each([
    ['a changed default', 'default: 30s', 'default: 31s'],
    ['a changed description', 'Write a job summary.', 'Write no job summary.'],
    ['a further output', 'outputs:\n', "outputs:\n  extra:\n    description: 'More.'\n"],
    ['a required input', 'required: false', 'required: true'],
  ])('drift with %s', (_, from, to) => {
    expect(actionYaml).toContain(from);
    expect(withTables(readme, actionYaml.replace(from, to))).not.toBe(readme);
  });

  test('need a description of every input', () => {
    const lacking = actionYaml.replace(
      "description: '`create`, `rotate`: `true` when",
      "deprecated: 'x",
    );
    expect(() => withTables(readme, lacking)).toThrow('`created` has no description');
  });

  test('need their markers', () => {
    const cut = readme.replace('<!-- /outputs -->', '');
    expect(() => withTables(cut, actionYaml)).toThrow('lacks the markers of its outputs');
  });

  test('keep a vertical line inside its cell', () => {
    const piped = actionYaml.replace('Write a job summary.', 'Write a | b.');
    expect(withTables(readme, piped)).toContain('| Write a \\| b. |');
  });
});

describe('the text', () => {
  test('has a row for each operation, and none for others', () => {
    const [, table = ''] = /\n(\| `operation` \|[\s\S]*?)\n\n/.exec(readme) ?? [];
    const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name).slice(1);
    expect(named.sort()).toEqual([...OPERATIONS].sort());
  });

  test('gives commands that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...readme.matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name);
    expect(commands).toContain('demo');
    for (const name of commands) expect(scripts).toHaveProperty([name]);
    expect(scripts).toHaveProperty('test');
    expect(readme).toMatch(/^npm cit$/m);
  });

  test.each(pages)('of $path links to nothing that is not there', ({ path, text }) => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    for (const link of links.filter((target) => !target.startsWith('https://'))) {
      const [, file = '', anchor] = /^([^#]*)(#.*)?$/.exec(link) ?? [];
      const target = file === '' ? path : posix.normalize(posix.join(dirname(path), file));
      const page = pages.find((one) => one.path === target);
      const isThere =
        existsSync(join(root, target)) &&
        (anchor === undefined || (page !== undefined && anchorsOf(page).includes(anchor)));
      expect({ link, isThere }).toEqual({ link, isThere: true });
    }
  });

  test('is short: under 2,500 words, and everything else is on a page that it links', () => {
    expect(readme.trim().split(/\s+/).length).toBeLessThan(2500);
    // What only contributors need is linked from their page.
    const linked = readme + read('CONTRIBUTING.md');
    const lost = pages.slice(1).filter(({ path }) => !linked.includes(`](${path})`));
    expect(lost.map(({ path }) => path)).toEqual([]);
  });

  test('has a table of contents with every section, in order', () => {
    const [, contents = ''] = /\n\n(- \[[\s\S]*?)\n\n## /.exec(readme) ?? [];
    const listed = [...contents.matchAll(/\]\((#[^)]+)\)/g)].map(([, anchor]) => anchor);
    const sections = readme.replaceAll(/^###.*$/gm, '');
    expect(listed).toEqual(anchorsOf({ path: 'README.md', text: sections }).slice(1));
  });

  test('says what is needed before the first workflow', () => {
    const [before = ''] = readme.split('```yaml');
    for (const need of ['admin key', 'environment', '## The token that writes secrets']) {
      expect(before).toContain(need);
    }
  });

  test('says whose it is not', () => {
    expect(readme).toContain('Not affiliated with OpenAI.');
  });
});

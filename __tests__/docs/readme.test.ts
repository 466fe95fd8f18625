import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  INPUT_RULES,
  type InputName,
  OPERATIONS,
  type Operation,
} from '../../src/inputs/definitions.ts';
import { parseRequest } from '../../src/inputs/parse.ts';
import { anchorsOf, pages, read, root } from '../../testing/docs/pages.ts';
import { inputs } from '../../testing/fakes.ts';

const readme = read('README.md');
const action = parse(read('action.yml')) as Action;

interface Action {
  inputs: object;
  outputs: Record<string, { description: string }>;
}

/** The rows of the table of a section, each cell as the words in code that it has. */
function rowsOf(section: string): string[][][] {
  const [, text = ''] = new RegExp(`\n## ${section}\n([\\s\\S]*?)\n## `).exec(readme) ?? [];
  const rows = [...text.matchAll(/^\| (.*) \|$/gm)].slice(1);
  return rows.map(([, row = '']) =>
    row.split(' | ').map((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name)),
  );
}

describe('the short tables', () => {
  test('have inputs that there are, with their operations', () => {
    const rows = rowsOf('Inputs');
    expect(rows.length).toBeGreaterThan(8);
    for (const [[name = ''] = [], operations] of rows) {
      expect(action.inputs).toHaveProperty([name]);
      const used = INPUT_RULES[name as InputName].for;
      expect({ name, operations }).toEqual({ name, operations: used === OPERATIONS ? [] : used });
    }
  });

  test('have every output once, with its operations', () => {
    const rows = rowsOf('Outputs');
    const told = rows.flatMap(([names = [], operations]) =>
      names.map((name) => [name, operations] as const),
    );
    const declared = Object.entries(action.outputs).map(([name, { description }]) => {
      const [list = ''] = /^`\w+`(?:, `\w+`)*/.exec(description) ?? [];
      return [name, [...list.matchAll(/\w+/g)].map(([operation]) => operation)] as const;
    });
    expect(told.length).toBe(declared.length);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(declared));
  });

  test('have the inputs that each operation requires', () => {
    const rows = rowsOf('Operations');
    expect(rows.length).toBe(OPERATIONS.length);
    for (const [[operation = ''] = [], , required = []] of rows) {
      const problems = problemsOf(inputs({ operation: operation as Operation }));
      const missing = [...problems.matchAll(/^- `([\w-]+)` is required\b/gm)].map(
        ([, name]) => name,
      );
      expect({ operation, required: required.toSorted() }).toEqual({
        operation,
        required: missing.sort(),
      });
    }
  });

  test('lead to the page that has all', () => {
    for (const anchor of ['inputs', 'outputs']) {
      expect(readme).toContain(`](docs/reference.md#${anchor})`);
    }
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

  test('is short: under 1,900 words, and everything else is on a page that it links', () => {
    expect(readme.trim().split(/\s+/).length).toBeLessThan(1900);
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

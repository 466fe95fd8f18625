import { describe, expect, test } from '@jest/globals';
import { read } from '../../testing/docs/pages.ts';

const page = read('docs/dependencies.md');
const { dependencies } = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>;
};
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { dev?: boolean; optional?: boolean; integrity?: string }>;
};

/** The names in the first column of a table, and whether the second says something of each. */
function rowsOf(heading: string): { names: string[]; reason: string }[] {
  const [, table = ''] =
    new RegExp(`\\| ${heading} \\|.*\\n\\| ---.*\\n((?:\\|.*\\n)+)`).exec(page) ?? [];
  return table.split('\n').flatMap((row) => {
    const [, first, reason] = row.split('|');
    if (first === undefined || reason === undefined) return [];
    return [{ names: [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), reason }];
  });
}

describe('docs/dependencies.md', () => {
  const used = rowsOf('Runtime dependency');
  const unused = rowsOf('Left out');

  test('gives a reason for each runtime dependency, and for no other package', () => {
    expect(used.flatMap(({ names }) => names)).toEqual(Object.keys(dependencies));
    for (const { reason } of used) expect(reason.trim().length).toBeGreaterThan(40);
  });

  test('leaves out only what is nowhere in the action', () => {
    const installed = Object.entries(lock.packages).filter(([, { dev }]) => !dev);
    const names = unused.flatMap((row) => row.names);
    expect(names).toContain('openai');
    for (const name of [...names, 'bottleneck']) {
      expect(installed.filter(([folder]) => folder.endsWith(`node_modules/${name}`))).toEqual([]);
    }
  });

  test('pins: one version each, and a hash for every package', () => {
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const unhashed = Object.entries(lock.packages).filter(
      ([folder, { integrity }]) => folder !== '' && !/^sha512-/.test(integrity ?? ''),
    );
    expect(unhashed).toEqual([]);
  });
});

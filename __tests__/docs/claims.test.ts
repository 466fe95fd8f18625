import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pages, read, root } from '../../testing/docs/pages.ts';

/** Pages on which each claim names the test that shows it. */
const PROVEN = ['docs/delivery.md', 'docs/rotation.md'];

/** A link to a file of tests, and the titles up to the next link or the end of the line. */
const named = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/\]\((?:\.\.\/)?(__tests__\/\S+\.test\.ts)\)((?:(?!\]\().)*)/g)].map(
    ([, file = '', after = '']) => {
      const titles = [...after.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title);
      return { path, file, titles };
    },
  ),
);
const filesOf = (page: string) =>
  named.filter(({ path }) => path === page).map(({ file }) => file.replace(/^__tests__\//, ''));

describe('the tests that the pages name', () => {
  test.each(named)('$path: $file', ({ path, file, titles }) => {
    expect(existsSync(join(root, file))).toBe(true);
    if (PROVEN.includes(path)) expect(titles).not.toEqual([]);
    const tests = read(file);
    for (const title of titles) {
      const isThere = [`'${title}'`, `"${title}"`, `\`${title}\``].some((text) =>
        tests.includes(text),
      );
      expect({ title, isThere }).toEqual({ title, isThere: true });
    }
  });

  test('are of all files that run deliveries as GitHub does', () => {
    const files = filesOf('docs/delivery.md');
    for (const name of ['no-orphan', 'delivery', 'delivery-inputs', 'create']) {
      expect(files).toContain(`contract/${name}.test.ts`);
    }
  });

  test('are of all files that run rotations as GitHub does', () => {
    const files = filesOf('docs/rotation.md');
    for (const name of ['rotate', 'rotate-killed', 'rotate-together']) {
      expect(files).toContain(`contract/${name}.test.ts`);
    }
  });
});

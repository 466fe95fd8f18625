import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

interface Locked {
  version?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
}

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
const { '': _, ...locked } = (
  JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
).packages;

test('every package is one exact version with a hash', () => {
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const versions = Object.values(manifest[group] ?? {});
    expect(versions).not.toEqual([]);
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
  const loose = Object.entries(locked).filter(
    ([, { integrity = '', version = '', link }]) =>
      link || !integrity.startsWith('sha512-') || !/^\d+\.\d+\.\d+/.test(version),
  );
  expect(Object.keys(locked).length).toBeGreaterThan(100);
  expect(loose).toEqual([]);
});

test('nothing that is bundled has an install script', () => {
  const bundled = Object.entries(locked).filter(([, { dev, optional }]) => !dev && !optional);
  expect(bundled.map(([path]) => path)).toContain('node_modules/@actions/core');
  expect(bundled.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
});

test('the check of the bundles is part of every check of a change', () => {
  expect(manifest.scripts?.['check-dist']).toBe('node scripts/check-dist.mjs');
  expect(read('.ci/run')).toMatch(/^npm run check-dist$/m);
});

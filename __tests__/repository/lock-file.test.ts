import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { read } from './rules.ts';

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

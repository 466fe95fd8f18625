import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { differencesOf } from '../../scripts/differences.ts';
import { testOnLinux } from '../../testing/platform.ts';
import { read } from './rules.ts';

let folder = '';
let fresh = '';
let dist = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-dist-'));
  [fresh, dist] = [join(folder, 'fresh'), join(folder, 'dist')];
  for (const path of [fresh, dist]) {
    mkdirSync(join(path, 'main'), { recursive: true });
    writeFileSync(join(path, 'main/index.js'), 'run();\n');
    writeFileSync(join(path, 'main/1.index.js'), Buffer.from([0x80]));
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder with the same files has no differences', () => {
  expect(differencesOf(fresh, dist)).toEqual([]);
});

test('a changed, a missing and an additional file are found', () => {
  writeFileSync(join(dist, 'main/index.js'), 'run()\n');
  rmSync(join(fresh, 'main/1.index.js'));
  mkdirSync(join(fresh, 'post'));
  writeFileSync(join(fresh, 'post/index.js'), '');
  expect(differencesOf(fresh, dist)).toEqual([
    'main/1.index.js is too many',
    'main/index.js differs',
    'post/index.js is missing',
  ]);
});

test('bytes that are no text are compared as bytes', () => {
  writeFileSync(join(dist, 'main/1.index.js'), Buffer.from([0x81]));
  expect(differencesOf(fresh, dist)).toEqual(['main/1.index.js differs']);
});

testOnLinux('a symbolic link is found, whatever it leads to', () => {
  rmSync(join(dist, 'main/index.js'));
  symlinkSync(join(fresh, 'main/index.js'), join(dist, 'main/index.js'));
  symlinkSync('/nowhere', join(dist, 'more'));
  expect(differencesOf(fresh, dist)).toEqual([
    'main/index.js is a symbolic link',
    'more is a symbolic link',
  ]);
});

testOnLinux('a symbolic link in place of a folder is not followed', () => {
  rmSync(join(dist, 'main'), { recursive: true });
  symlinkSync(join(fresh, 'main'), join(dist, 'main'));
  expect(differencesOf(fresh, dist)).toContain('main is a symbolic link');
  renameSync(dist, join(folder, 'elsewhere'));
  symlinkSync(fresh, dist);
  expect(differencesOf(fresh, dist)).toContain('the folder is a symbolic link');
});

test('the check of the bundles compares the whole of dist so', () => {
  expect(read('scripts/check-dist.mjs')).toContain("differencesOf(fresh, join(root, 'dist'))");
});

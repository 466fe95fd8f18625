import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const src = join(dirname(fileURLToPath(import.meta.url)), '../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const textOf = (file: string) => readFileSync(join(src, file), 'utf8');

/** The floors of the house, from the ground up; a file imports from its own folder and from below. */
const FLOORS = [
  ['domain'],
  ['runner'],
  ['http', 'inputs', 'report'],
  ['runtime.ts', 'openai', 'github'],
  ['delivery'],
  ['clients.ts', 'operations'],
  ['saved-state.ts', 'cleanup.ts', 'execute.ts'],
  ['action.ts'],
  ['main.ts', 'post.ts'],
];
const placeOf = (file: string) => file.split('/')[0] ?? '';
const floorOf = (file: string) => FLOORS.findIndex((floor) => floor.includes(placeOf(file)));

test.each(files)('%s imports from its own folder and from the floors below', (file) => {
  expect(floorOf(file)).toBeGreaterThanOrEqual(0);
  for (const [, path = ''] of textOf(file).matchAll(/(?:from|import\()\s*'(\.[^']+\.ts)'/g)) {
    const imported = posix.normalize(posix.join(posix.dirname(file), path));
    const fine = placeOf(imported) === placeOf(file) || floorOf(imported) < floorOf(file);
    expect({ imported, fine }).toEqual({ imported, fine: true });
  }
});

test('a plaintext is opened where it is masked and where it is delivered, nowhere else', () => {
  const openers = files.filter((file) => /\.reveal\(\)/.test(textOf(file)));
  expect(openers.sort()).toEqual([
    'execute.ts',
    'github/octokit.ts',
    'github/seal.ts',
    'openai/api.ts',
    'runner/masker.ts',
    'runner/signature.ts',
  ]);
});

test('no file of the action is long', () => {
  const long = files.filter((file) => textOf(file).split('\n').length > 250);
  expect(long).toEqual([]);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { type FileCommands, openFileCommands } from '../../src/runner/file-commands.ts';
import { actionError, failureOf } from '../../testing/fakes.ts';
import { parsePairs } from '../../testing/file-commands.ts';

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV'] as const;
let folder: string;
let printed: string;
let fileCommands: FileCommands;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-commands-'));
  printed = '';
  for (const name of FILES) {
    process.env[name] = join(folder, name);
    writeFileSync(join(folder, name), '');
  }
  fileCommands = openFileCommands(process.env);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const name of [...FILES, 'MY_VARIABLE']) delete process.env[name];
  rmSync(folder, { recursive: true });
});

const inFile = (name: string) => [...parsePairs(readFileSync(join(folder, name), 'utf8'))];

describe('with files', () => {
  test.each([
    ['setOutput', 'GITHUB_OUTPUT'],
    ['saveState', 'GITHUB_STATE'],
    ['exportVariable', 'GITHUB_ENV'],
  ] as const)('%s is a block in %s, at once', (method, file) => {
    fileCommands[method]('MY_VARIABLE', 'one\ntwo=<<x\n');
    fileCommands[method]('MY_VARIABLE', '');
    expect(inFile(file)).toEqual([
      ['MY_VARIABLE', 'one\ntwo=<<x\n'],
      ['MY_VARIABLE', ''],
    ]);
    expect(printed).toBe('');
  });

  test('any value is read as it was written', () => {
    const value = fc.string({ unit: fc.constantFrom(...'ab\n\r=<_-🔑 ') });
    fc.assert(
      fc.property(value, (text) => {
        fileCommands.setOutput('x', text);
        expect(inFile('GITHUB_OUTPUT').at(-1)).toEqual(['x', text]);
      }),
      { numRuns: 50 },
    );
  });

  test('a file that is gone is an error', () => {
    rmSync(join(folder, 'GITHUB_OUTPUT'));
    expect(() => fileCommands.setOutput('x', 'y')).toThrow('Missing file at path');
  });
});

test.each(FILES)('without %s, nothing is begun', async (name) => {
  for (const value of [undefined, '']) {
    const env = { GITHUB_OUTPUT: 'o', GITHUB_STATE: 's', GITHUB_ENV: 'e', [name]: value };
    const error = await failureOf(() => openFileCommands(env));
    expect(error).toMatchObject(actionError('environment'));
    expect(error.message).toContain(`\`${name}\``);
  }
});

test('a variable is set in this process too', () => {
  fileCommands.exportVariable('MY_VARIABLE', 'x');
  expect(process.env.MY_VARIABLE).toBe('x');
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openFileCommands } from '../../src/runner/file-commands.ts';
import { unwritable } from '../../src/runner/unwritable.ts';
import { actionError, failureOf } from '../../testing/fakes.ts';

const failed = (code: string) => Object.assign(new Error(`${code}: no, write`), { code });

test.each([
  ['ENOSPC', /is full: free some space\.$/, /user|folder/],
  ['EDQUOT', /quota of the runner/, /user|folder/],
  ['EACCES', /belongs to another user.*`container:`/, /disk|space/],
  ['EPERM', /belongs to another user/, /disk|space/],
  ['EROFS', /mounted read-only\.$/, /space/],
  ['EISDIR', /a folder in its place\.$/, /disk/],
  ['ENOENT', /removed it\.$/, /disk/],
  ['EIO', /cannot be written \(EIO: no, write\)\.$/, /disk|user|step/],
])('%s names its cause and its cure', (code, names, namesNot) => {
  const error = unwritable('GITHUB_OUTPUT', 'id', failed(code));
  expect(error).toMatchObject(actionError('file'));
  expect(error.message).toMatch(/^The runner did not get `id`: the file in `GITHUB_OUTPUT` cannot/);
  expect(error.message).toMatch(names);
  expect(error.message).not.toMatch(namesNot);
});

test('a file that is gone, and a folder in its place, are told as @actions/core finds them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unwritable-'));
  const env = process.env.GITHUB_OUTPUT;
  const sentenceFor = async (path: string) => {
    process.env.GITHUB_OUTPUT = path;
    const files = openFileCommands({ GITHUB_OUTPUT: path, GITHUB_STATE: path, GITHUB_ENV: path });
    const error = await failureOf(() => files.setOutput('id', ''));
    expect(error).toMatchObject(actionError('file'));
    return error.message;
  };
  try {
    expect(await sentenceFor(join(folder, 'gone'))).toMatch(/removed it\.$/);
    expect(await sentenceFor(folder)).toMatch(/a folder in its place\.$/);
  } finally {
    if (env === undefined) delete process.env.GITHUB_OUTPUT;
    else process.env.GITHUB_OUTPUT = env;
    rmSync(folder, { recursive: true });
  }
});

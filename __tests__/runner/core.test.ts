import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'core-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Call = [name: string, ...texts: string[]];
type FilesAre = 'there' | 'missing';

/** Carries out calls from stdin; an error is told as the runner would see it. */
const script = `
  const calls = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  const modules = await Promise.all(process.argv.slice(1).map((path) => import(path)));
  const write = (text) => void process.stdout.write(text);
  const api = Object.assign({}, ...modules.map((module) =>
    module.createToolkit?.(write, process.env) ?? module.openFileCommands?.(process.env) ?? module));
  for (const [name, ...texts] of calls) {
    try {
      process.stdout.write(JSON.stringify(api[name](...texts) ?? null) + '\\n');
    } catch (error) {
      // Ours says what to do, and has the error of the package as its cause.
      process.stdout.write((error.cause ?? error).message + '\\n');
    }
    if (name === 'exportVariable') process.stdout.write(JSON.stringify(process.env[texts[0]] ?? null));
  }
`.replace("require('node:fs')", "process.getBuiltinModule('node:fs')");

const modules = {
  core: ['node_modules/@actions/core/lib/core.js'],
  own: ['src/runner/toolkit.ts', 'src/runner/file-commands.ts'],
};

/** What a process says, sets and leaves in the files, the random part of delimiters left out. */
function run(which: keyof typeof modules, calls: Call[], files: FilesAre, debug: string) {
  const commands = ['OUTPUT', 'STATE', 'ENV'];
  const path = (command: string) => join(folder, command);
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, RUNNER_DEBUG: debug };
  for (const command of commands) {
    rmSync(path(command), { force: true });
    if (files === 'there') writeFileSync(path(command), 'before\n');
    env[`GITHUB_${command}`] = path(command);
  }
  const paths = modules[which].map((module) => pathToFileURL(join(root, module)).href);
  const { stdout, stderr, status } = spawnSync(
    'node',
    ['--input-type=module', '--eval', script, ...paths],
    { env, input: JSON.stringify(calls), encoding: 'utf8' },
  );
  const written = commands.map((command) =>
    existsSync(path(command)) ? readFileSync(path(command), 'utf8') : null,
  );
  const plain = (text: string | null) => text?.replace(/ghadelimiter_[0-9a-f-]{36}/g, 'DELIMITER');
  return { stdout: plain(stdout), stderr, status, written: written.map(plain) };
}

const piece = fc.constantFrom(
  '%',
  '%25',
  '%0A',
  '\r',
  '\n',
  '\r\n',
  ':',
  '::',
  ',',
  '=',
  ';',
  ']',
  '##[error]',
  'ghadelimiter_',
  '<<',
  '"',
  '\\',
  'ü',
  '🔑',
  '\u2028',
  ' ',
);
const text = fc
  .array(fc.oneof(piece, piece, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
  .map((parts) => parts.join(''));
const speaking = fc.constantFrom('setSecret', 'info', 'debug', 'notice', 'warning', 'error');
const variable = fc.stringMatching(/^X[A-Za-z_]{1,8}$/);
const call = fc.oneof(
  fc.tuple(speaking, text),
  fc.tuple(fc.constantFrom('setOutput', 'saveState'), text, text),
  fc.tuple(
    fc.constant('exportVariable'),
    variable,
    text.map((value) => value.replaceAll('\0', '')),
  ),
  fc.tuple(fc.constant('isDebug')),
) as fc.Arbitrary<Call>;
const debug = fc.constantFrom('', '0', '1', 'true');

describe.each<FilesAre>(['there', 'missing'])('with files that are %s', (files) => {
  test('the toolkit does what @actions/core does, character by character', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 60, maxLength: 200 }), debug, (calls, level) => {
        expect(run('own', calls, files, level)).toEqual(run('core', calls, files, level));
      }),
      { numRuns: 4 },
    );
  });
});

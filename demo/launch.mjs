// Starts the demo on any Node version. Installs missing packages, then continues with the `node` that
// npm puts first on PATH: on Linux x64, this is the version of GitHub's runners.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');

if (isIncomplete()) {
  console.log('Installing the packages for the demo (npm ci) …');
  run('npm', 'ci');
}
run('node', join('scripts', 'check-node.mjs'));
run('node', join('demo', 'run.ts'));

function isIncomplete() {
  if (!existsSync(join(bin, 'jest'))) return true;
  const isOld = Number(process.versions.node.split('.')[0]) < 24;
  const isOffered = process.platform === 'linux' && process.arch === 'x64';
  return isOld && isOffered && !existsSync(join(bin, 'node'));
}

/** Runs a program from PATH. If it fails, exits with the same code. */
function run(program, ...args) {
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) },
    stdio: 'inherit',
    // On Windows, npm is a script that only a shell can start.
    shell: process.platform === 'win32' && program === 'npm',
  });
  if (error) console.error(`\`${program}\` could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

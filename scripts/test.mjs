// Runs the tests, or those whose paths are given. The exhaustive run measures the coverage too, which
// takes as long as the tests themselves.
// `node scripts/test.mjs [--exhaustive] [path …]`
import { spawn } from 'node:child_process';
import './check-node.mjs';

const given = process.argv.slice(2);
const exhaustive = given.includes('--exhaustive');
const paths = given.filter((argument) => argument !== '--exhaustive');
const coverage = exhaustive && paths.length === 0 ? ['--coverage'] : [];
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
// By its name, which npm looks up in node_modules first; in a group of its own, so that all that the
// tests start can be ended together.
const child = spawn('node', [...jest, 'node_modules/jest/bin/jest.js', ...coverage, ...paths], {
  stdio: 'inherit',
  detached: process.platform !== 'win32',
  env: { ...process.env, EXHAUSTIVE: exhaustive ? '1' : '' },
});

/** An interrupted run leaves no process behind. */
function end(signal) {
  if (process.platform === 'win32') child.kill();
  else process.kill(-child.pid, signal);
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    end('SIGKILL');
    process.exitCode = code;
  });
}
child.on('exit', (code) => {
  process.exitCode ??= code ?? 1;
});

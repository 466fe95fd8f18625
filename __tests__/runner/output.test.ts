import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';

/** Runs statements after the streams were taken over; what they print is what is left. */
function printedBy(statements: string) {
  const script = `
    const { takeOutput } = await import('${pathToFileURL('src/runner/output.ts')}');
    const write = takeOutput();
    ${statements}
  `;
  const { stdout, stderr, status } = spawnSync('node', ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

test('what it returns writes to standard output, and tells when it is done', () => {
  const { stdout, status } = printedBy("write('a'); write('b', () => process.exit(3));");
  expect({ stdout, status }).toEqual({ stdout: 'ab', status: 3 });
});

test.each([
  'console.log("x"); console.info("x"); console.debug("x"); console.dir({}); console.table([1])',
  'console.warn("x"); console.error("x"); console.trace("x"); console.assert(false, "x")',
  'console.group("x"); console.count(); console.time(); console.timeEnd(); console.timeLog()',
  'process.stdout.write("x"); process.stderr.write("x")',
  'process.stdout.write(Buffer.from("x")); process.stderr.end("")',
  'process.emitWarning("x"); process.emitWarning("x", "DeprecationWarning", "DEP0")',
  '(await import("node:util")).debuglog("x")("y"); new Buffer(1)',
])('nothing else is printed: %s', (statements) => {
  expect(printedBy(statements)).toEqual({ stdout: '', stderr: '', status: 0 });
});

test('who waits for a write that is dropped goes on', () => {
  const { status } = printedBy(`
    setTimeout(() => process.exit(9), 30_000);
    process.stdout.write('x', () => process.stderr.write('x', 'utf8', () => process.exit(5)));
  `);
  expect(status).toBe(5);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cleanUp, runMain, runPost } from '../../testing/runner.ts';

/*
 * Whatever else is in the process, libraries or not, prints nothing that the runner would read. Here
 * something is in it that prints when the process ends, long after the action took the streams.
 */

let folder: string;
let env: Record<string, string>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'printing-'));
  const script = join(folder, 'print.cjs');
  const lines = [
    "console.log('##[stop-commands]x');",
    "console.error('::error::x');",
    "process.stdout.write('::set-output name=value::x\\n');",
  ];
  writeFileSync(script, `process.on('exit', () => {\n${lines.join('\n')}\n});\n`);
  env = { NODE_OPTIONS: `--require=${script}` };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  cleanUp();
});

test.each([
  'main',
  'post',
])('what anything else prints in the %s step reaches nobody', async (step) => {
  const main = { state: {}, workspace: folder, masks: [] };
  const { stdout, stderr, commands } =
    step === 'main'
      ? await runMain({ inputs: { operation: 'lst' }, env })
      : await runPost(main, { env });
  expect(stdout + stderr).not.toMatch(/stop-commands|set-output|::x/);
  // The main step says one thing of its own: what is wrong with its input.
  expect(commands.map(({ name }) => name)).toEqual(step === 'main' ? ['error'] : []);
});

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyFiles } from '../file-commands.ts';
import { baseEnv, createFiles, jobOf, readFiles } from '../job.ts';
import { StepRecord } from '../step-record.ts';
import type { Step } from './workflow.ts';

/** What a script left behind. */
export interface ScriptResult {
  conclusion: 'success' | 'failure';
  outputs: Record<string, string>;
  env: Record<string, string>;
  stdout: string;
  stderr: string;
}

/** Programs that would leave this machine; without a stand-in of the test, they fail. */
const REMOTE = ['curl', 'gh'];
const UNREACHABLE = '#!/bin/sh\necho "$0 has no stand-in" >&2\nexit 97\n';

/**
 * Runs the script of a step as GitHub does: by bash, in the workspace, with the step's variables.
 *
 * @param commands - scripts that stand in for programs, by their names
 */
export async function runScript(
  step: Step,
  workspace: string,
  env: Record<string, string>,
  commands: Record<string, string> = {},
): Promise<ScriptResult> {
  const job = jobOf(workspace);
  const bin = join(job.temp, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of new Set([...REMOTE, ...Object.keys(commands)])) {
    writeFileSync(join(bin, name), commands[name] ?? UNREACHABLE, { mode: 0o755 });
  }
  const paths = createFiles(job);
  const script = join(job.temp, 'script.sh');
  writeFileSync(script, step.run ?? '');
  // What GitHub runs for a script that names no shell, and for one that names bash.
  const flags = step.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];
  const child = spawn('bash', [...flags, script], {
    cwd: job.workspace,
    env: { ...baseEnv(job, paths, bin), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  const record = new StepRecord(false);
  applyFiles(readFiles(paths), record);
  const conclusion = code === 0 && !record.failed ? 'success' : 'failure';
  return { conclusion, outputs: record.outputs, env: record.env, stdout, stderr };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

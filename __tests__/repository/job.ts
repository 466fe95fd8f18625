import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parsePairs } from '../../testing/file-commands.ts';
import { cleanUp, runMain } from '../../testing/runner.ts';
import { type Job, root, type Step } from './rules.ts';

/** What became of a step. */
export interface StepRun {
  name: string;
  outcome: 'success' | 'failure' | 'skipped';
  outputs: Record<string, string>;
  log: string;
}

const REPOSITORY = 'octo-org/octo-repo';
/** What stands for the whole repository in the workspace of the job. */
const CHECKED_OUT = ['action.yml', 'dist', 'emulator', 'node_modules', 'package.json', 'scripts'];

/**
 * Runs the steps of a job that need nothing but this machine, one after the other until one fails,
 * as GitHub would: scripts by bash, and `./` as the action in this repository. What others publish
 * and what installs packages is left out.
 */
export async function runJob(job: Job, matrix: Record<string, string>): Promise<StepRun[]> {
  const folder = mkdtempSync(join(tmpdir(), 'job-'));
  for (const name of CHECKED_OUT) symlinkSync(join(root, name), join(folder, name));
  const shell = new Shell(folder);
  const runs: StepRun[] = [];
  const byId = new Map<string, StepRun>();

  const value = (expression: string): string => {
    const path = expression.trim();
    const [context, name = '', kind, output = ''] = path.split('.');
    if (context === 'matrix' && name in matrix) return matrix[name] ?? '';
    if (path === 'runner.os') return 'Linux';
    const step = context === 'steps' ? byId.get(name) : undefined;
    if (step && kind === 'outcome') return step.outcome;
    if (step && kind === 'outputs') return step.outputs[output] ?? '';
    throw new Error(`Cannot evaluate ${path}`);
  };
  const fill = (fields: Record<string, unknown> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, text]) => [
        name,
        String(text).replace(/\$\{\{(.*?)\}\}/g, (_, path: string) => value(path)),
      ]),
    );

  async function run(step: Step): Promise<Omit<StepRun, 'name'>> {
    const nothing = { outcome: 'skipped', outputs: {}, log: '' } as const;
    if (!holds(step.if, value) || step.run?.startsWith('npm ci')) return nothing;
    if (step.run !== undefined) return shell.run(step.run, fill(step.env));
    if (step.uses !== './') return nothing;
    const inputs = fill(step.with);
    const { conclusion, outputs, log } = await runMain({ inputs, cwd: folder, env: shell.env });
    return { outcome: conclusion, outputs, log };
  }

  let failed = false;
  try {
    for (const step of job.steps) {
      if (failed && step.if !== 'always()') continue;
      const result = { name: step.name ?? step.id ?? step.uses ?? '', ...(await run(step)) };
      runs.push(result);
      if (step.id !== undefined) byId.set(step.id, result);
      if (result.outcome === 'failure' && !step['continue-on-error']) failed = true;
    }
  } finally {
    cleanUp();
    rmSync(folder, { recursive: true });
  }
  return runs;
}

/** A condition such as `matrix.bundle == 'fresh'`. `failure()` is left out: it only shows logs. */
function holds(condition: string | undefined, value: (path: string) => string): boolean {
  if (condition === undefined || condition === 'always()') return true;
  if (condition === 'failure()') return false;
  const [, path = '', sign, text] = /^(\S+) ([!=]=) '([^']*)'$/.exec(condition) ?? [];
  return (value(path) === text) === (sign === '==');
}

/** Runs scripts as the runner does, with what earlier ones handed on. */
class Shell {
  readonly env: Record<string, string> = {};
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async run(script: string, env: Record<string, string>): Promise<Omit<StepRun, 'name'>> {
    const temp = mkdtempSync(join(this.#folder, 'temp-'));
    const files = { GITHUB_ENV: join(temp, 'env'), GITHUB_OUTPUT: join(temp, 'output') };
    for (const file of Object.values(files)) writeFileSync(file, '');
    const bash = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
    const child = spawn('bash', bash, {
      cwd: this.#folder,
      // A group of its own, which is ended with the step, as some runners do.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
        HOME: this.#folder,
        GITHUB_REPOSITORY: REPOSITORY,
        RUNNER_TEMP: temp,
        ...files,
        ...this.env,
        ...env,
      },
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        log += chunk;
      });
    }
    const [code] = await once(child, 'exit');
    endGroup(child.pid);
    const pairs = (path: string) => Object.fromEntries(parsePairs(readFileSync(path, 'utf8')));
    Object.assign(this.env, pairs(files.GITHUB_ENV));
    const outcome = code === 0 ? 'success' : 'failure';
    return { outcome, outputs: pairs(files.GITHUB_OUTPUT), log };
  }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid);
  } catch {
    // Nothing of it is left.
  }
}

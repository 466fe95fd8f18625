import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { completeInputs, inputVariable, readAction } from './action.ts';
import { applyFiles } from './file-commands.ts';
import { baseEnv, createFiles, jobOf, readFiles } from './job.ts';
import { type CancelOptions, cancel, runProcess } from './process.ts';
import { type Annotation, type ExecutedCommand, StepRecord } from './step-record.ts';

export { cleanUp } from './job.ts';
export { type CancelOptions, cancel } from './process.ts';
export type { Annotation, ExecutedCommand } from './step-record.ts';

/** A step that is under way. */
export interface RunningStep {
  /** Undefined where the step runs in this process. */
  process?: ChildProcess;
  /** As SIGKILL does. */
  kill(): void;
  /** As the runner cancels: SIGINT, SIGTERM, SIGKILL. */
  cancel(options?: CancelOptions): void;
}

export interface StepOptions {
  /** Inputs by their names in `action.yml`. */
  inputs?: Record<string, string>;
  /** Variables on top of those that the runner sets; a test's own environment is not passed on. */
  env?: Record<string, string>;
  /** Debug logging, as a re-run with it: `RUNNER_DEBUG=1`, debug lines and commands in the log. */
  debug?: boolean;
  /** Values masked from the start, as a workflow's secrets are. */
  masks?: string[];
  /** Called with the running step, to kill or cancel it. */
  onSpawn?: (step: RunningStep) => void;
  /** By how much the step's own clock is ahead, in milliseconds; in process only. */
  skewMs?: number;
  /** Awaited around each request of the step; in process only. */
  onExchange?: (stage: 'before' | 'after') => Promise<void>;
  /** The workspace; by default a new, empty folder. */
  cwd?: string;
  /** Whether inputs that are left out get the defaults of `action.yml` (true). */
  useDefaults?: boolean;
  /** The script to run; by default the one that `action.yml` names. */
  entry?: string;
  /** The folder of `action.yml`; by default this repository. */
  root?: string;
  /** After how many milliseconds the step is killed (600000). */
  timeoutMs?: number;
  /** For how many milliseconds lines are collected, those of both streams, before they are handled (25). */
  batchMs?: number;
}

export interface StepResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  /** Failure without exit code 0, and also after a command or file that the runner refuses. */
  conclusion: 'success' | 'failure';
  /** What a person sees, masked: both streams in the order in which the runner handles them. */
  log: string;
  /** The streams as the process wrote them. */
  stdout: string;
  stderr: string;
  /** All annotations; GitHub itself keeps the first ten of each level. */
  annotations: Annotation[];
  /** Every command that the runner executed. */
  commands: ExecutedCommand[];
  /** The values given to `add-mask`. */
  masks: string[];
  outputs: Record<string, string>;
  state: Record<string, string>;
  env: Record<string, string>;
  path: string[];
  /** The summary as uploaded: masked, empty where GitHub refuses it. */
  summary: string;
  /** The raw contents of the command files. */
  files: { output: string; state: string; env: string; summary: string };
  workspace: string;
}

type RunStep = (
  stage: 'main' | 'post',
  options: StepOptions,
  state: Record<string, string>,
) => Promise<StepResult>;

/** Set by `in-process.ts`, for steps that talk to a local API in this process. */
let inProcess: { isFor(options: StepOptions): boolean; run: RunStep } | undefined;

export function runInProcessWhere(isFor: (options: StepOptions) => boolean, run: RunStep): void {
  inProcess = { isFor, run };
}

const repository = resolve(import.meta.dirname, '..');

/** Runs the action's main step as GitHub's runner does. Rejects only if it cannot be started. */
export function runMain(options: StepOptions = {}): Promise<StepResult> {
  return runStep('main', options, {});
}

/**
 * Runs the action's post step in the job of `main`, with its state and its masks. As a post step
 * gets its inputs afresh, `options` has to repeat them, and the masks that the job started with.
 */
export function runPost(
  main: Pick<StepResult, 'state' | 'workspace' | 'masks'>,
  options: StepOptions = {},
): Promise<StepResult> {
  const state = Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value]);
  const masks = [...(options.masks ?? []), ...main.masks];
  return runStep('post', { cwd: main.workspace, ...options, masks }, Object.fromEntries(state));
}

async function runStep(
  stage: 'main' | 'post',
  options: StepOptions,
  state: Record<string, string>,
): Promise<StepResult> {
  if (inProcess?.isFor(options)) return inProcess.run(stage, options, state);
  const { debug = false, root = repository, useDefaults = true } = options;
  const record = new StepRecord(debug);
  for (const value of options.masks ?? []) record.masker.add(value);

  const job = jobOf(options.cwd);
  const paths = createFiles(job);
  const env: Record<string, string> = {
    ...baseEnv(job, paths, join(repository, 'node_modules', '.bin')),
    ...(debug ? { RUNNER_DEBUG: '1' } : {}),
    ...state,
    ...options.env,
  };
  const action = useDefaults || options.entry === undefined ? readAction(root) : undefined;
  const inputs =
    useDefaults && action
      ? completeInputs(options.inputs ?? {}, action, env, (text) => record.issue('warning', text))
      : (options.inputs ?? {});
  for (const [name, value] of Object.entries(inputs)) env[inputVariable(name)] = value;

  const ended = await runProcess({
    entry: resolve(root, options.entry ?? action?.[stage] ?? missing(stage)),
    cwd: job.workspace,
    env,
    timeoutMs: options.timeoutMs ?? 600_000,
    batchMs: options.batchMs ?? 25,
    onSpawn: (child) =>
      options.onSpawn?.({
        process: child,
        kill: () => void child.kill('SIGKILL'),
        cancel: (how) => cancel(child, how),
      }),
    onLine: (line, stream) => record.line(line, stream),
  });
  const files = readFiles(paths);
  applyFiles(files, record);
  const { annotations, commands, masks, outputs, path, summary, log } = record;
  return {
    ...ended,
    conclusion: ended.exitCode === 0 && !record.failed ? 'success' : 'failure',
    log,
    annotations,
    commands,
    masks,
    outputs,
    state: record.state,
    env: record.env,
    path,
    summary,
    files: { output: files.output, state: files.state, env: files.env, summary: files.summary },
    workspace: job.workspace,
  };
}

function missing(stage: string): never {
  throw new Error(`action.yml names no script for ${stage}`);
}

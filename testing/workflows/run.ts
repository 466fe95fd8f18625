import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from '@jest/globals';
import { jobOf } from '../job.ts';
import { errorsOf } from '../openai-step.ts';
import { runMain, runPost, type StepResult } from '../runner.ts';
import { fillAll, holds, type Lookup } from './expressions.ts';
import { type Hub, REPOSITORY } from './hub.ts';
import { runScript, type ScriptResult } from './script.ts';
import { exampleOf, type Job, root, SELF, type Step, type Workflow } from './workflow.ts';

export interface RunOptions {
  /** Inputs of `workflow_dispatch`; left out, the schedule starts the run, where there is one. */
  inputs?: Record<string, string>;
  /** Scripts that stand in for programs such as `curl`, by their names. */
  commands?: Record<string, string>;
  /** The manifest in the repository; by default that of the examples. */
  manifest?: string;
  /** The repository that a pull request comes from; the run is started by it. */
  pullRequestFrom?: string;
}

/** What became of a run. */
export interface Run {
  conclusion: 'success' | 'failure';
  /** The steps that use this action, in order. */
  results: StepResult[];
  scripts: ScriptResult[];
  /** The post steps of this action, in the order in which they ran. */
  posts: StepResult[];
  /** The files that were uploaded, by the names of their artifacts. */
  artifacts: Record<string, string>;
}

/** What the steps of a job share. */
interface JobState {
  hub: Hub;
  options: RunOptions;
  value: Lookup;
  workspace: string;
  /** The variables that steps set for later ones. */
  env: Record<string, string>;
  masks: string[];
  outputs: Map<string, Record<string, string>>;
  /** What is run at the end of the job, the last first. */
  atEnd: (() => Promise<void> | void)[];
}

type Done = Pick<ScriptResult, 'conclusion' | 'outputs'>;

const APP_TOKEN = 'actions/create-github-app-token@';
const CHECKOUT = 'actions/checkout@';
const UPLOAD = 'actions/upload-artifact@';
/** The manifest of the examples. */
const MANIFEST = 'examples/manifest/openai-keys.yml';

/** Runs an example as GitHub would: its steps in order, then the post steps in the opposite one. */
export function runExample(file: string, hub: Hub, options: RunOptions = {}): Promise<Run> {
  return runWorkflow(exampleOf(file).workflow, hub, options);
}

/** A run of an example that succeeds, and whose post steps find nothing to do. */
export async function runWell(file: string, hub: Hub, options?: RunOptions): Promise<StepResult[]> {
  const { results, posts, conclusion } = await runExample(file, hub, options);
  expect(results.flatMap(errorsOf)).toEqual([]);
  expect(conclusion).toBe('success');
  expect(posts.map(({ log }) => log).join('')).toBe('');
  return results;
}

async function runWorkflow(workflow: Workflow, hub: Hub, options: RunOptions): Promise<Run> {
  const run: Run = { conclusion: 'success', results: [], scripts: [], posts: [], artifacts: {} };
  const [job, ...others] = Object.values(workflow.jobs);
  if (job === undefined || others.length > 0) throw new Error('Only one job can be run');
  // The jobs of a matrix, one after the other; one that fails stops no other.
  for (const matrix of job.strategy?.matrix.include ?? [{}]) {
    const state = stateOf(job, matrix, workflow, hub, options);
    let failed = false;
    for (const step of job.steps) {
      if (!holds(step.if, failed, state.value)) continue;
      const { conclusion, outputs } = await runStep(step, state, run);
      if (step.id !== undefined) state.outputs.set(step.id, outputs);
      if (conclusion === 'failure') failed = true;
    }
    if (failed) run.conclusion = 'failure';
    for (const end of state.atEnd.reverse()) await end();
  }
  return run;
}

function stateOf(
  job: Job,
  matrix: Record<string, string>,
  workflow: Workflow,
  hub: Hub,
  options: RunOptions,
): JobState {
  const isScheduled =
    options.inputs === undefined && Object.hasOwn(Object(workflow.on), 'schedule');
  const inputs = isScheduled ? {} : { ...defaultsOf(workflow), ...options.inputs };
  const outputs: JobState['outputs'] = new Map();
  // An environment's secrets are read when its job starts, and come before the repository's.
  const { pullRequestFrom } = options;
  const isFork = pullRequestFrom !== undefined && pullRequestFrom !== REPOSITORY;
  const homes = [...(job.environment ? [`${REPOSITORY}#${job.environment}`] : []), REPOSITORY];
  const places = isFork ? [] : homes;
  const named = [...JSON.stringify(job).matchAll(/secrets\.(\w+)/g)].map(([, name = '']) => name);
  const secrets = Object.fromEntries(
    named.map((name) => [
      name,
      places.flatMap((place) => hub.github.secret(place, name)?.value ?? [])[0] ?? '',
    ]),
  );
  const github: Record<string, string> = {
    repository: REPOSITORY,
    repository_owner: 'octo-org',
    run_id: '1234567890',
    run_attempt: '1',
    token: hub.github.addToken({ kind: 'github-token' }),
  };
  const { workspace, temp } = jobOf();
  const contexts: Record<string, Record<string, string>> = {
    secrets,
    vars: hub.vars,
    inputs,
    github,
    matrix,
    runner: { temp },
  };
  const value: Lookup = (path) => {
    const [context = '', name = '', field, output = ''] = path.split('.');
    if (context === 'steps' && field === 'outputs') return outputs.get(name)?.[output] ?? '';
    if (path === 'github.event.pull_request.head.repo.full_name') return pullRequestFrom ?? '';
    const known = contexts[context];
    if (known === undefined || field !== undefined) throw new Error(`Cannot evaluate ${path}`);
    return known[name] ?? '';
  };
  const masks = Object.values(secrets).filter((secret) => secret !== '');
  return { hub, options, value, workspace, env: {}, masks, outputs, atEnd: [] };
}

function defaultsOf({ on }: Workflow): Record<string, string> {
  const { workflow_dispatch: byHand } = on as { workflow_dispatch?: object };
  const { inputs = {} } = (byHand ?? {}) as { inputs?: Record<string, { default?: unknown }> };
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, String(input.default ?? '')]),
  );
}

async function runStep(step: Step, state: JobState, run: Run): Promise<Done> {
  const { hub, value, workspace } = state;
  const inputs = fillAll(step.with, value);
  if (step.run !== undefined) {
    const env = { ...state.env, ...fillAll(step.env, value) };
    const result = await runScript(step, workspace, env, state.options.commands);
    Object.assign(state.env, result.env);
    run.scripts.push(result);
    return result;
  }
  if (step.uses === SELF) return runOwn(inputs, state, run);
  if (step.uses?.startsWith(APP_TOKEN)) {
    const token = hub.installationToken(inputs);
    state.atEnd.push(() => hub.revoke(token));
    return { conclusion: 'success', outputs: { token } };
  }
  if (step.uses?.startsWith(UPLOAD)) {
    const { name = '', path = '' } = inputs;
    const file = resolve(workspace, path);
    const isIgnored = inputs['if-no-files-found'] === 'ignore' && !existsSync(file);
    if (!isIgnored) run.artifacts[name] = readFileSync(file, 'utf8');
    return { conclusion: 'success', outputs: {} };
  }
  if (step.uses?.startsWith(CHECKOUT)) {
    const file = join(workspace, inputs['sparse-checkout'] ?? '');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, state.options.manifest ?? readFileSync(join(root, MANIFEST), 'utf8'));
    return { conclusion: 'success', outputs: {} };
  }
  throw new Error(`Cannot run ${step.uses}`);
}

async function runOwn(given: Record<string, string>, state: JobState, run: Run): Promise<Done> {
  const { hub, workspace, masks } = state;
  // Short patience, so that tests of failures are fast.
  const options = {
    inputs: { 'base-url': hub.openai.baseUrl, 'retry-for': '0s', ...given },
    env: {
      ...state.env,
      GITHUB_API_URL: hub.github.apiUrl,
      ...(state.options.pullRequestFrom !== undefined && { GITHUB_EVENT_NAME: 'pull_request' }),
    },
    masks: [...masks],
  };
  const main = await runMain({ ...options, cwd: workspace });
  run.results.push(main);
  masks.push(...main.masks);
  Object.assign(state.env, main.env);
  state.atEnd.push(async () => {
    run.posts.push(await runPost(main, options));
  });
  return main;
}

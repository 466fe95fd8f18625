import type { GitHub } from '../emulator/github.ts';
import type { LoggedRequest } from '../emulator/messages.ts';
import type { OpenAi, OpenAiOptions } from '../emulator/openai.ts';
import { emulatorInputs } from './emulator-inputs.ts';
import { type Keys, type Kind, setUpKind } from './kinds.ts';
import { type RunningStep, runMain, runPost, type StepOptions, type StepResult } from './runner.ts';
import { clockOf, startBothExploring } from './services.ts';

const REPOSITORIES = ['octo-org/octo-repo', 'octo-org/second', 'octo-org/third'];

/** Both local APIs, and a past: an older key in every target, and a bystander of each kind. */
export interface Stage {
  openai: OpenAi;
  /** The keys of the kind that is tested. */
  keys: Keys;
  github: GitHub;
  inputs: Record<string, string>;
  close(): Promise<void>;
}

/** @param targets - how many repositories get the secret */
export async function setStage(
  targets: number,
  {
    onBundle,
    kind = 'admin key',
    ...options
  }: OpenAiOptions & { onBundle?: boolean; kind?: Kind } = {},
): Promise<Stage> {
  const { openai, github } = await startBothExploring(options, onBundle);
  const names = REPOSITORIES.slice(0, targets);
  const monthAgo = openai.now() - 30 * 86_400;
  const keys = setUpKind(openai, kind);
  const old = keys.seed({ name: 'ci', createdAt: monthAgo });
  keys.seed({ name: 'bystander', createdAt: monthAgo });
  for (const name of names) {
    github.addRepository(name);
    github.seedSecret(name, 'ADMIN', {
      value: old.value,
      createdAt: monthAgo,
      updatedAt: monthAgo,
    });
    github.seedSecret(name, 'OTHER', {
      value: 'unrelated',
      createdAt: monthAgo,
      updatedAt: monthAgo,
    });
  }
  return {
    openai,
    keys,
    github,
    inputs: {
      ...keys.inputs,
      operation: 'create',
      name: 'ci',
      ...emulatorInputs(openai, github),
      'secret-name': 'ADMIN',
      'secret-repositories': names.join('\n'),
      'retry-for': '0s',
      timeout: '30s',
    },
    close: async () => {
      await Promise.all([openai.close(), github.close()]);
    },
  };
}

/** What a request is, whichever run it belongs to: `POST /v1/…`. */
export type Moment = { request: number; stage: 'before' | 'after' };

/** Runs the main step, calling `strike` at one of all its requests, before or after the server acts. */
export function runStruck(
  stage: Stage,
  moment: Moment,
  strike: (step: RunningStep, request: LoggedRequest) => void | Promise<void>,
): Promise<StepResult> {
  let step: RunningStep | undefined;
  const order: LoggedRequest[] = [];
  const hook = (at: 'before' | 'after') => async (request: LoggedRequest) => {
    if (!order.includes(request)) order.push(request);
    if (at === moment.stage && order.indexOf(request) === moment.request && step) {
      await strike(step, request);
    }
  };
  for (const api of [stage.openai, stage.github]) {
    api.hooks.before = hook('before');
    api.hooks.after = hook('after');
  }
  return run(stage, { onSpawn: (spawned) => (step = spawned) });
}

/** Kills the main step as soon as a server has got a request of a kind. */
export function runKilledOn(
  stage: Stage,
  api: OpenAi | GitHub,
  method: string,
): Promise<StepResult> {
  return run(stage, {
    onSpawn: (step) => {
      api.hooks.arrival = (request) => {
        if (request.method === method) step.kill();
      };
    },
  });
}

export function run(stage: Stage, options: StepOptions = {}): Promise<StepResult> {
  return runMain({ ...options, inputs: { ...stage.inputs, ...options.inputs } });
}

export function runAfter(
  stage: Stage,
  main: StepResult,
  env: Record<string, string> = {},
): Promise<StepResult> {
  for (const api of [stage.openai, stage.github]) api.hooks = {};
  return runPost(main, { inputs: stage.inputs, env });
}

/** All that people are told by these steps, in annotations. */
export function saidBy(...steps: (StepResult | undefined)[]): string {
  return steps.flatMap((step) => step?.annotations.map(({ message }) => message) ?? []).join('\n');
}

/** Whether people were told of a key that is alive: not, where they were told that it was deleted. */
const isNamed = (id: string, said: string) =>
  said.includes(id) && !said.includes(`\`${id}\`) was deleted`);

/**
 * What must hold at the end, whatever happened; each breach is a sentence.
 *
 * @param said - what people were told: a key that nobody holds has to be named there
 */
export function breachesOf({ openai, keys, github, inputs }: Stage, said = ''): string[] {
  const names = (inputs['secret-repositories'] ?? '').split('\n');
  const held = names.map((name) => github.secret(name, 'ADMIN')?.value);
  const live = new Set(keys.all().map(({ value }) => value));
  const fresh = keys
    .all()
    .filter(({ name, createdAt }) => name === 'ci' && createdAt > openai.now() - 3600);
  return [
    ...fresh
      .filter(({ value, id }) => !held.includes(value) && !isNamed(id, said))
      .map(({ id }) => `nobody holds live key ${id}, and nobody was told of it`),
    ...names
      .filter((_, index) => !live.has(held[index] ?? ''))
      .map((name) => `${name} holds a dead key`),
    ...(keys.all().length - fresh.length === (keys.kind === 'admin key' ? 3 : 2)
      ? []
      : ['an older key is gone']),
    ...keys.missingTwins(),
    ...names
      .filter((name) => github.secret(name, 'OTHER')?.writes !== 0)
      .map((name) => `another secret of ${name} was written`),
  ];
}

/** Two nights of the rotation that the keys belong to; what is not well after them is a breach. */
export async function breachesAfterRotation(stage: Stage): Promise<string[]> {
  const { openai, keys, github, inputs } = stage;
  const clock = clockOf(openai);
  const { 'if-exists': _, ...common } = inputs;
  for (const night of [1, 2]) {
    for (const api of [openai, github]) api.setClock(() => clock() + night * 86_400_000);
    const main = await run({
      ...stage,
      inputs: { ...common, operation: 'rotate', 'rotate-after': '20d', 'grace-period': '0s' },
    });
    if (main.exitCode !== 0) return [saidBy(main)];
  }
  const names = (inputs['secret-repositories'] ?? '').split('\n');
  const live = keys.all().filter(({ name }) => name === 'ci');
  const held = names.map((name) => github.secret(name, 'ADMIN')?.value);
  return [
    ...(live.length === 1 ? [] : [`${live.length} keys are left`]),
    ...keys.missingTwins(),
    ...(held.every((value) => value === live[0]?.value) ? [] : ['a target holds another key']),
  ];
}

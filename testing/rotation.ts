import type { GitHub } from '../emulator/github.ts';
import type { LoggedRequest } from '../emulator/messages.ts';
import type { OpenAi, OpenAiOptions } from '../emulator/openai.ts';
import type { Moment } from './delivery.ts';
import { emulatorInputs } from './emulator-inputs.ts';
import { type Keys, type Kind, type Stored, setUpKind } from './kinds.ts';
import { type RunningStep, runMain, runPost, type StepOptions, type StepResult } from './runner.ts';
import { clockOf, startBothExploring } from './services.ts';

export const DAY = 86_400;
const REPOSITORIES = ['octo-org/octo-repo', 'octo-org/second', 'octo-org/third'];

/** Both local APIs, nights that go by at a word, and an old key named `ci` in every target. */
export interface Night {
  openai: OpenAi;
  /** The keys of the kind that is tested. */
  keys: Keys;
  github: GitHub;
  /** The key that is due. */
  old: Stored;
  /** What was seen that must never be: a secret with a dead key. */
  breaches: string[];
  /** Seconds go by on both servers; the machine's own clock stays where it is. */
  advance(seconds: number): void;
  /** Runs the main step; `strike` is called at one of its requests. */
  run(options?: StepOptions & { at?: Moment; strike?: Strike }): Promise<StepResult>;
  runPost(main: StepResult): Promise<StepResult>;
  /** The live keys named `ci`, oldest first. */
  live(): Stored[];
  /** What each target holds. */
  held(): (string | undefined)[];
  close(): Promise<void>;
}

export type Strike = (step: RunningStep, request: LoggedRequest) => void | Promise<void>;

export interface NightOptions {
  targets?: number;
  inputs?: Record<string, string>;
  kind?: Kind;
  /** How the local OpenAI answers. */
  api?: OpenAiOptions;
  /** Whether the key that is rotated authenticates the step, from the first target's secret. */
  self?: boolean;
  /** Whether the steps are the bundle's, whatever the sample says. */
  onBundle?: boolean;
}

export async function setNight(options: NightOptions = {}): Promise<Night> {
  const { targets = 1, self = false, kind = 'admin key' } = options;
  const { openai, github } = await startBothExploring(options.api, options.onBundle);
  let shift = 0;
  const clock = clockOf(openai);
  for (const api of [openai, github]) api.setClock(() => clock() + shift * 1000);
  const names = REPOSITORIES.slice(0, targets);
  const made = openai.now() - 31 * DAY;
  const keys = setUpKind(openai, kind);
  const old = keys.seed({ name: 'ci', createdAt: made });
  keys.seed({ name: 'bystander', createdAt: made });
  for (const name of names) {
    github.addRepository(name);
    github.seedSecret(name, 'ADMIN', { value: old.value, createdAt: made, updatedAt: made });
  }

  const breaches: string[] = [];
  const isLive = (key: Stored) => key.expiresAt === null || key.expiresAt > openai.now();
  const held = () => names.map((name) => github.secret(name, 'ADMIN')?.value);
  const watch = (request: LoggedRequest) => {
    const live = new Set(
      keys
        .all()
        .filter(isLive)
        .map(({ value }) => value),
    );
    held().forEach((value, index) => {
      if (value === undefined || live.has(value)) return;
      breaches.push(`${names[index]} holds a dead key after ${request.method} ${request.path}`);
    });
  };
  const inputsNow = () => ({
    ...keys.inputs,
    operation: 'rotate',
    name: 'ci',
    'expires-in': '90d',
    'rotate-after': '30d',
    'grace-period': '0s',
    ...emulatorInputs(openai, github),
    'admin-api-key': (self ? held()[0] : undefined) ?? openai.adminKey,
    'secret-name': 'ADMIN',
    'secret-repositories': names.join('\n'),
    'retry-for': '0s',
    timeout: '30s',
    ...options.inputs,
  });
  /** The secrets as they were when a step began; its post step gets the same. */
  const begun = new WeakMap<StepResult, Record<string, string>>();

  return {
    openai,
    keys,
    github,
    old,
    breaches,
    advance: (seconds) => {
      shift += seconds;
    },
    async run({ at, strike, ...options } = {}) {
      let step: RunningStep | undefined;
      const order: LoggedRequest[] = [];
      const hook = (stage: Moment['stage']) => async (request: LoggedRequest) => {
        if (stage === 'after') watch(request);
        if (!order.includes(request)) order.push(request);
        if (step && at?.stage === stage && order.indexOf(request) === at.request) {
          await strike?.(step, request);
        }
      };
      for (const api of [openai, github]) {
        api.hooks = { before: hook('before'), after: hook('after') };
      }
      const inputs = { ...inputsNow(), ...options.inputs };
      const main = await runMain({ ...options, inputs, onSpawn: (spawned) => (step = spawned) });
      begun.set(main, inputs);
      return main;
    },
    async runPost(main) {
      for (const api of [openai, github]) api.hooks = { after: watch };
      return runPost(main, { inputs: begun.get(main) ?? {} });
    },
    live: () => keys.all().filter((key) => key.name === 'ci' && isLive(key)),
    held,
    close: async () => {
      await Promise.all([openai.close(), github.close()]);
    },
  };
}

/** What must hold in the end: one live key of the name, in every target; each breach is a sentence. */
export function unsettled({ keys, live, held, breaches }: Night): string[] {
  const newest = keys.all().findLast((key) => key.name === 'ci');
  const others = keys.all().filter((key) => key.name !== 'ci').length;
  return [
    ...breaches,
    ...(live().length === 1 && live()[0] === newest ? [] : [`${live().length} keys are live`]),
    ...(held().every((value) => value === newest?.value) ? [] : ['a target holds another key']),
    ...(others === (keys.kind === 'admin key' ? 2 : 1) ? [] : ['a key of another name is gone']),
    ...keys.missingTwins(),
  ];
}

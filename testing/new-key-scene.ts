import { expect } from '@jest/globals';
import type { OpenAiOptions } from '../emulator/openai.ts';
import { run, runAfter, type Stage, setStage } from './delivery.ts';
import { PROJECT, type Stored } from './kinds.ts';
import { errorsOf } from './openai-step.ts';
import type { StepResult } from './runner.ts';

/** The ways to make a service account's key that a secret gets. */
const WAYS = {
  create: {},
  'create with an output': { 'output-value': 'true' },
  rotate: { operation: 'rotate', 'grace-period': '0s' },
} satisfies Record<string, Record<string, string>>;
export type Way = keyof typeof WAYS;
export const WAYS_TO_MAKE: readonly Way[] = ['create', 'create with an output', 'rotate'];
/** Those in which the new key is tried before anybody gets it. */
export const WAYS_TO_TRY: readonly Way[] = ['create with an output', 'rotate'];

/** Each of the cases in each of the ways. */
export function inWays<T extends { name: string }>(
  ways: readonly Way[],
  cases: readonly T[],
): (T & { way: Way })[] {
  return ways.flatMap((way) => cases.map((one) => ({ ...one, way })));
}

/** A stage on which a key is made, and what is expected of it. */
export interface NewKeyScene {
  stage: Stage;
  run(): Promise<StepResult>;
  runPost(main: StepResult): Promise<StepResult>;
  /** The keys of the name that were made now. */
  fresh(): Stored[];
  /** How many requests of a method OpenAI got. */
  count(method: string): number;
  expectDelivered(main: StepResult): void;
  /** The older key is where it was, and no later step got a value. */
  expectNothingWritten(main: StepResult, said: RegExp): void;
}

export async function setNewKeyScene(
  way: Way,
  options: OpenAiOptions = {},
  onBundle?: boolean,
): Promise<NewKeyScene> {
  const stage = await setStage(1, {
    kind: 'service account key',
    ...options,
    ...(onBundle !== undefined && { onBundle }),
  });
  const { openai, github, keys, inputs } = stage;
  Object.assign(inputs, WAYS[way]);
  const secret = () => github.secret('octo-org/octo-repo', 'ADMIN');
  const fresh = () =>
    keys.all().filter(({ name, createdAt }) => name === 'ci' && createdAt > openai.now() - 3600);
  return {
    stage,
    run: () => run(stage),
    runPost: (main) => runAfter(stage, main),
    fresh,
    count: (method) => openai.log.filter((one) => one.method === method).length,
    expectDelivered(main) {
      expect(errorsOf(main)).toEqual([]);
      expect(fresh()).toHaveLength(1);
      expect(secret()?.value).toBe(fresh()[0]?.value);
      expect(main.outputs).toMatchObject({ id: `${PROJECT}/${fresh()[0]?.id}`, created: 'true' });
      expect(keys.missingTwins()).toEqual([]);
    },
    expectNothingWritten(main, said) {
      expect(errorsOf(main)).toEqual([expect.stringMatching(said)]);
      expect(errorsOf(main)[0]).toContain('Nothing was written.');
      expect(secret()).toMatchObject({ writes: 0 });
      expect(main.outputs).toEqual({});
      expect(keys.all().map(({ value }) => value)).toContain(secret()?.value);
      expect(keys.missingTwins()).toEqual([]);
    },
  };
}

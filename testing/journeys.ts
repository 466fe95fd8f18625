import { run, runAfter, type Stage, saidBy, setStage } from './delivery.ts';
import type { Api, KnownFault } from './faults.ts';
import { ECHO } from './faults.ts';
import { type Kind, PROJECT } from './kinds.ts';
import { errorsOf, tracesOf, warningsOf } from './openai-step.ts';
import type { StepResult } from './runner.ts';

export interface Call {
  to: Api;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The faults that the step gets over by itself, by name. */
  forgives?: readonly string[];
  /** What the step says instead of a fault's own sentence, by the name of the fault. */
  says?: Record<string, RegExp>;
}

/** An operation with all the requests that it sends, in order, when nothing goes wrong. */
export interface Journey {
  name: string;
  kind: Kind;
  /** @param ids - those of the keys that there are, the one that authenticates last */
  inputs(stage: Stage, ids: string[]): Record<string, string>;
  calls: readonly Call[];
  /** What is wrong with the world or the outputs at the end; empty where nothing is. */
  breaches?(stage: Stage, result: StepResult, ids: string[], said: string): string[];
}

export interface Scene {
  stage: Stage;
  ids: string[];
  /** Every credential that came up, those of keys that were made and deleted again too. */
  secrets: Set<string>;
  journey: Journey;
}

/**
 * Two pages of keys, also with one more, and a secret that was written since the newest of its name was
 * made: three admin keys, or four keys of a project.
 */
export async function setScene(journey: Journey, onBundle?: boolean): Promise<Scene> {
  const { kind } = journey;
  const stage = await setStage(1, {
    kind,
    maxPageSize: kind === 'admin key' ? 2 : 3,
    ...(onBundle !== undefined && { onBundle }),
  });
  const { openai, keys, github, inputs } = stage;
  // The key that authenticates comes last: nothing can be deleted after it.
  const isCallerKey = ({ value }: { value: string }) => value === openai.adminKey;
  const others = openai.projectKeys.filter(
    (key) => kind !== 'admin key' && key.projectId === PROJECT && !keys.all().includes(key),
  );
  const ids = [...keys.all(), ...others]
    .toSorted((a, b) => Number(isCallerKey(a)) - Number(isCallerKey(b)))
    .map(keys.idOf);
  const weekAgo = github.now() - 7 * 86_400;
  const held = github.secret('octo-org/octo-repo', 'ADMIN')?.value ?? '';
  github.seedSecret('octo-org/octo-repo', 'ADMIN', { value: held, updatedAt: weekAgo });
  const secrets = new Set([openai.adminKey, github.token, held, ECHO]);
  stage.inputs = {
    'base-url': openai.baseUrl,
    'admin-api-key': openai.adminKey,
    'retry-for': '0s',
    timeout: '30s',
    ...journey.inputs({ ...stage, inputs }, ids),
  };
  return { stage, ids, secrets, journey };
}

/**
 * Runs the main step, with a fault at one of its requests if one is given, and then the post step
 * where there is something for it to read.
 */
export async function travel(
  { stage, secrets, journey }: Scene,
  strike?: { at: number; fault: KnownFault['fault'] },
): Promise<{ main: StepResult; post: StepResult | undefined; sent: string[] }> {
  const { openai, github } = stage;
  const target = journey.calls[strike?.at ?? 0];
  if (strike && target) {
    const skip = journey.calls.slice(0, strike.at).filter(({ to }) => to === target.to).length;
    stage[target.to].fault({ ...strike.fault, skip });
  }
  const sent: string[] = [];
  for (const api of ['openai', 'github'] as const) {
    stage[api].hooks.after = ({ method }) => {
      sent.push(`${api} ${method}`);
      for (const { value } of [...openai.keys, ...openai.projectKeys]) secrets.add(value);
    };
  }
  const main = await run(stage);
  openai.clearFaults();
  github.clearFaults();
  const post = 'entry' in main.state ? await runAfter(stage, main) : undefined;
  return { main, post, sent };
}

/** Of a create whose answer was lost, nobody can say more than this. */
const isUnexpected = (warning: string) =>
  !/No key named .* is listed, but a listing can be late|may be the key that this step made/.test(
    warning,
  );

/** What no fault may bring about; each breach is a sentence. */
export function breachesAfter(
  { stage, ids, secrets, journey }: Scene,
  main: StepResult,
  post: StepResult | undefined,
): string[] {
  const steps = [main, ...(post ? [post] : [])];
  const left = steps
    .map(tracesOf)
    .join('\n')
    .replaceAll(/^::add-mask::.*$/gm, '');
  const errors = errorsOf(main).length;
  return [
    ...(errors === (main.exitCode === 0 ? 0 : 1) ? [] : [`${errors} errors`]),
    ...(steps.every(({ stderr }) => stderr === '') ? [] : ['something on stderr']),
    ...(/This is a bug|^ +at .*:\d+/m.test(left) ? ['a failure that nobody thought of'] : []),
    ...[...secrets].filter((secret) => left.includes(secret)).map((secret) => `${secret} is shown`),
    ...(post && post.exitCode !== 0 ? ['the post step failed'] : []),
    ...(post ? warningsOf(post).filter(isUnexpected) : []).map((text) => `post warns: ${text}`),
    ...(journey.breaches?.(stage, main, ids, saidBy(main, post)) ?? []),
  ];
}

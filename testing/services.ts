import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type GitHub, startGitHub } from '../emulator/github.ts';
import {
  startOpenAi as listenOpenAi,
  type OpenAi,
  type OpenAiOptions,
} from '../emulator/openai.ts';
import type { Service } from '../emulator/service.ts';
import { EXHAUSTIVE } from './exhaustive.ts';
import { isHere, openHere, time } from './in-process.ts';
import type { Kind } from './kinds.ts';
import type { RunningStep } from './runner.ts';

/*
 * Local APIs for steps. A step that talks to one in process runs in process too (see `runner.ts`),
 * on a clock that never waits: thousands of times as fast, and no test depends on the machine. Of
 * each file, the first scene runs the committed bundle against listening servers, and so do all of
 * them in `npm run test:exhaustive`.
 */

let scenes = 0;

/** Whether the next scene runs the bundle: the first of the file, and then every so many. */
export function nextOnBundle(every = Number.POSITIVE_INFINITY): boolean {
  return scenes++ % every === 0;
}

/**
 * The same for a file of many scenes that wait for what is in flight, which takes 12 s and more on the
 * bundle: in the exhaustive run all scenes of admin keys, and every third of the others.
 */
export function nextToWait(kind: Kind): boolean {
  if (!EXHAUSTIVE) return nextOnBundle();
  return kind === 'admin key' || nextOnBundle(3);
}

/** OpenAI's API for one scene. */
export async function startOpenAi(
  options: OpenAiOptions = {},
  onBundle = EXHAUSTIVE || nextOnBundle(),
): Promise<OpenAi> {
  return onBundle ? listenOpenAi(options) : openHere(options).openai;
}

/** Both APIs for one scene. */
export async function startBoth(
  options: OpenAiOptions = {},
  onBundle = EXHAUSTIVE || nextOnBundle(),
): Promise<{ openai: OpenAi; github: GitHub }> {
  if (!onBundle) return openHere(options);
  const [openai, github] = await Promise.all([listenOpenAi(options), startGitHub()]);
  return { openai, github };
}

/** How many scenes of an exploration go by for one on the bundle. */
const EXPLORED = EXHAUSTIVE ? 8 : 80;

/** Both APIs for one scene of an exploration: a sample of them runs the bundle. */
export function startBothExploring(options: OpenAiOptions = {}, onBundle?: boolean) {
  return startBoth(options, onBundle ?? nextOnBundle(EXPLORED));
}

/** The clock of whatever talks to this service, in Unix milliseconds. */
export function clockOf(service: Service): () => number {
  return isHere(service.url) ? time.now : Date.now;
}

/** Waits on that clock. */
export async function wait(service: Service, ms: number): Promise<void> {
  await (isHere(service.url) ? time.drive(time.sleep(ms)) : setTimeout(ms));
}

/** Cancels a step that waits for an answer; resolves when it has certainly seen the signal. */
export async function cancelled(step: RunningStep): Promise<void> {
  step.cancel({ intToTermMs: 3_000_000 });
  const { process: child } = step;
  if (child === undefined) return;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  if (process.platform === 'linux') {
    while (!hasEnded() && !isIdle(child.pid)) await setTimeout(50);
  } else {
    for (let tries = 0; tries < 40 && !hasEnded(); tries++) await setTimeout(50);
  }
}

/** Whether a process sleeps, and has no SIGINT to handle. */
function isIdle(pid: number | undefined): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const pending = [...status.matchAll(/^(?:Sig|Shd)Pnd:\s*([0-9a-f]+)$/gm)];
    const hasSignal = pending.some(
      ([, mask = '']) => (Number.parseInt(mask.slice(-1), 16) & 2) !== 0,
    );
    return /^State:\s*S/m.test(status) && !hasSignal;
  } catch {
    return true;
  }
}

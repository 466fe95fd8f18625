import pLimit from 'p-limit';
import { messageOf } from '../domain/error.ts';
import type { Secret } from '../domain/secret.ts';
import { describeTarget, type Target } from '../domain/target.ts';
import type { ReadyTarget, SecretStore } from '../github/secret-store.ts';
import { CONCURRENCY } from './prepare.ts';
import type { DeliveryTools } from './tools.ts';
import {
  AFTERMATH_MS,
  advance,
  formatProgress,
  type Progress,
  startProgress,
  unansweredOf,
  type WriteState,
} from './transaction.ts';

/** GitHub takes about 80 writes a minute; above this many targets their starts are spaced out. */
const UNPACED = 60;
const PACE_MS = 800;

export interface Writes {
  progress: Progress;
  /** Why a target was not written, by its index. */
  reasons: ReadonlyMap<number, string>;
}

/**
 * Writes a value to every target, a few at a time, and notes each step of it before it is taken.
 * One that fails does not keep the others from being tried. Never throws.
 *
 * @param notAfter - Unix milliseconds from which on no write is begun, retries included
 */
export async function writeAll(
  ready: readonly ReadyTarget[],
  value: Secret,
  notAfter: number,
  store: SecretStore,
  tools: DeliveryTools,
): Promise<Writes> {
  const limit = pLimit(CONCURRENCY);
  const reasons = new Map<number, string>();
  let progress = startProgress(ready.length);
  let nextStart = 0;

  function note(index: number, state: Exclude<WriteState, 'pending'>, at?: number): void {
    progress = advance(progress, index, state, at);
    tools.writeProgress(formatProgress(progress));
  }

  async function pace(): Promise<void> {
    if (ready.length <= UNPACED) return;
    const wait = Math.max(0, nextStart - tools.now());
    nextStart = tools.now() + wait + PACE_MS;
    await tools.sleep(wait).catch(() => undefined);
  }

  async function write(target: ReadyTarget, index: number): Promise<void> {
    await pace();
    const name = describeTarget(target.target);
    if (tools.cancelled.aborted) {
      reasons.set(index, `${name} was not written: the job was cancelled.`);
      return;
    }
    if (tools.now() >= notAfter) {
      reasons.set(
        index,
        `${name} was not written: the new key is 15 minutes old, and no write is begun after that.`,
      );
      return;
    }
    const onAttempt = (at: number) => note(index, 'sent', at);
    const outcome = await store.write(target, value, { notAfter, onAttempt });
    note(index, outcome.state);
    if (outcome.state === 'landed') {
      const count = progress.writes.filter((state) => state === 'landed').length;
      tools.log.info(`Wrote ${name} (${count} of ${ready.length}).`);
    } else {
      reasons.set(index, outcome.failure.message);
    }
  }

  await Promise.all(ready.map((target, index) => limit(() => write(target, index))));
  return { progress, reasons };
}

/**
 * Finds out what became of writes whose answers were lost: no sooner than 12 s after the last of
 * them was sent, each such secret is looked at, and has landed where it was written since.
 *
 * @param before - when each target was last written before, in Unix milliseconds; null: not there
 * @returns the progress with what is known now; what cannot be looked at stays unanswered
 */
export async function lookAtUnanswered(
  progress: Progress,
  targets: readonly Target[],
  before: readonly (number | null)[],
  store: SecretStore,
  tools: Pick<DeliveryTools, 'now' | 'sleep' | 'log'>,
): Promise<Progress> {
  const unanswered = unansweredOf(progress);
  if (unanswered.length === 0) return progress;
  let known = progress;
  try {
    const wait = progress.lastSentAt + AFTERMATH_MS - tools.now();
    await tools.sleep(Math.min(AFTERMATH_MS, Math.max(0, wait)));
    for (const index of unanswered) {
      const { current } = await store.observe(targets[index] as Target);
      const changed = current !== null && current.updatedAt !== before[index];
      known = advance(known, index, changed ? 'landed' : 'refused');
    }
  } catch (error) {
    tools.log.warning(`What became of a write could not be found out. ${messageOf(error)}`);
  }
  return known;
}

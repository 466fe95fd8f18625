import pLimit from 'p-limit';
import { ActionError, messageOf } from '../domain/error.ts';
import type { Secret } from '../domain/secret.ts';
import { describeTarget, type Target } from '../domain/target.ts';
import type { ReadyTarget, SecretStore, WriteOutcome } from '../github/secret-store.ts';
import { CONCURRENCY } from './prepare.ts';
import type { DeliveryTools } from './tools.ts';
import {
  afterLooks,
  formatProgress,
  isWritten,
  LOOK_WAITS_MS,
  type Look,
  type Progress,
  startProgress,
  visibleOf,
  type Write,
} from './transaction.ts';

/** GitHub takes about 80 writes a minute; above this many targets their starts are spaced out. */
const UNPACED = 60;
const PACE_MS = 800;
/** The waits before a write is tried again: from a second to half a minute. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** The key whose value is written, and how. */
export interface Writing {
  keyId: string;
  value: Secret;
  /** The moment of `monotonic` from which on no write is begun, retries included. */
  notAfter: number;
  /** How long one write may go on being tried, in milliseconds. */
  retryForMs: number;
  /** GitHub's clock minus this machine's, in milliseconds; undefined where it did not tell its time. */
  offset: number | undefined;
}

export interface Writes {
  progress: Progress;
  /** Why a target was not written, by its index. */
  reasons: ReadonlyMap<number, string>;
}

/**
 * Writes a value to every target, a few at a time, and notes each step of it before it is taken.
 * One that fails does not keep the others from being tried. A write whose answer was lost is sent
 * again only after a look that does not show it. Never throws.
 */
export async function writeAll(
  ready: readonly ReadyTarget[],
  writing: Writing,
  store: SecretStore,
  tools: DeliveryTools,
): Promise<Writes> {
  const { keyId, value, notAfter, retryForMs, offset } = writing;
  const limit = pLimit(CONCURRENCY);
  const reasons = new Map<number, string>();
  let progress = startProgress(ready.length);
  let nextStart = 0;

  function note(index: number, write: Write): void {
    const next = progress.with(index, write);
    tools.writeProgress(formatProgress(keyId, next));
    progress = next;
  }

  async function pace(): Promise<void> {
    if (ready.length <= UNPACED) return;
    const wait = Math.max(0, nextStart - tools.monotonic());
    nextStart = tools.monotonic() + wait + PACE_MS;
    await tools.sleep(wait).catch(() => undefined);
  }

  /** One attempt after another, until its fate is known or time is over. */
  async function send(target: ReadyTarget, index: number): Promise<WriteOutcome> {
    const end = Math.min(tools.monotonic() + retryForMs, notAfter);
    /** When the first attempt left of which nobody knows what it did. */
    let since: number | null | undefined;
    for (let tries = 1; ; tries++) {
      const left = since;
      const onAttempt = (at: number) => {
        const now = offset === undefined ? null : at + offset;
        note(index, { state: 'sent', since: left === undefined ? now : left });
      };
      // A refusal says nothing about the attempts before it.
      const onRefused = () => {
        if (left === undefined) settle(index, 'refused');
      };
      const outcome = await store.write(target, value, { notAfter, onAttempt, onRefused });
      if (outcome.state === 'landed') return outcome;
      const write = progress[index];
      if (outcome.state === 'sent' && write?.state === 'sent') since = write.since;
      if (since === undefined) return { ...outcome, state: 'refused' };
      const lost: WriteOutcome = { ...outcome, state: 'sent' };
      const wait = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
      if (
        outcome.state === 'refused' ||
        !mayTryAgain(outcome, since, tools.monotonic() + wait, end)
      ) {
        return lost;
      }
      try {
        await tools.sleep(wait);
        const { current } = await store.observe(target.target);
        const before = target.before?.updatedAt ?? null;
        const seen = current?.updatedAt ?? null;
        if (isWritten({ state: 'sent', since }, before, seen)) return { state: 'landed' };
      } catch (error) {
        if (error instanceof ActionError) return lost;
        throw error;
      }
      if (tools.cancelled.aborted || tools.monotonic() >= notAfter) return lost;
    }
  }

  async function write(target: ReadyTarget, index: number): Promise<void> {
    await pace();
    const name = describeTarget(target.target);
    if (tools.cancelled.aborted) {
      reasons.set(index, `${name} was not written: the job was cancelled.`);
      return;
    }
    if (tools.monotonic() >= notAfter) {
      reasons.set(
        index,
        `${name} was not written: the new key is 15 minutes old, and no write is begun after that.`,
      );
      return;
    }
    const outcome = await send(target, index);
    if (outcome.state === 'landed') {
      settle(index, outcome.state);
      const count = progress.filter(({ state }) => state === 'landed').length;
      tools.log.info(`Wrote ${name} (${count} of ${ready.length}).`);
    } else {
      if (outcome.state === 'refused') settle(index, outcome.state);
      reasons.set(index, outcome.failure.message);
    }
  }

  /** What came of a write is true also where the disk is full. */
  function settle(index: number, state: 'landed' | 'refused'): void {
    try {
      note(index, { state });
    } catch {
      progress = progress.with(index, { state });
    }
  }

  await Promise.all(ready.map((target, index) => limit(() => write(target, index))));
  return { progress, reasons };
}

/** Only what may pass is worth another try, and only where a look can tell what became of this one. */
function mayTryAgain(
  outcome: Exclude<WriteOutcome, { state: 'landed' }>,
  since: number | null,
  next: number,
  end: number,
): boolean {
  return outcome.failure.code === 'unavailable' && since !== null && next < end;
}

/**
 * Finds out what became of writes whose answers were lost, with two looks at each such secret: 12
 * and 14 s from now, and so after their last attempts ended.
 *
 * @param before - when each target was last written before, in Unix milliseconds; null: not there
 * @returns the progress with what is known now; what is not certain stays unanswered
 */
export async function lookAtUnanswered(
  progress: Progress,
  targets: readonly Target[],
  before: readonly Look[],
  store: SecretStore,
  tools: Pick<DeliveryTools, 'sleep' | 'log'>,
): Promise<Progress> {
  let known = progress;
  const looks: (Look | undefined)[][] = [];
  try {
    for (const wait of LOOK_WAITS_MS) {
      const unanswered = visibleOf(known);
      if (unanswered.length === 0) break;
      await tools.sleep(wait);
      const look: (Look | undefined)[] = targets.map(() => undefined);
      looks.push(look);
      for (const index of unanswered) {
        const { current } = await store.observe(targets[index] as Target);
        look[index] = current?.updatedAt ?? null;
      }
      known = afterLooks(progress, before, looks);
    }
  } catch (error) {
    tools.log.warning(`What became of a write could not be found out. ${messageOf(error)}`);
    known = afterLooks(progress, before, looks);
  }
  return known;
}

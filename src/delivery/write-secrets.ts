import pLimit from 'p-limit';
import { WRITE_WINDOW } from '../domain/delivery-status.ts';
import { ActionError, messageOf } from '../domain/error.ts';
import { describeTarget, type SecretTarget } from '../domain/secret-target.ts';
import type { WritableSecret, WriteOutcome } from '../github/secret-store.ts';
import type { Context } from './context.ts';
import { CONCURRENCY, combineFailures } from './inspect-secrets.ts';
import type { Delivery, NewKey } from './new-key.ts';
import {
  formatProgress,
  isWritten,
  READ_DELAYS_MS,
  resolveProgress,
  unansweredOf,
  type WriteProgress,
} from './write-state.ts';

/** GitHub takes about 80 writes a minute; above this many targets their starts are spaced out. */
const UNPACED = 60;
const PACE_MS = 800;
/** The waits before a write is retried: from a second to half a minute. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Writes a value to every target, of which there is at least one, and saves each step of it before it is
 * taken. One that fails does not keep the others from being written.
 *
 * @param how - how long one write may be retried, and GitHub's clock minus this machine's (undefined
 *   where it did not tell its time), both in milliseconds
 * @returns when at least one target holds the value
 * @throws ActionError where none is known to hold it; `newKey.progress` tells whether one may
 */
export async function writeSecrets(
  newKey: NewKey,
  ready: readonly WritableSecret[],
  how: { retryForMs: number; offset: number | undefined },
  context: Context,
): Promise<Delivery> {
  const { key } = newKey;
  const failures = await writeAll(newKey, ready, how, context);
  const targets = ready.map(({ target }) => target);
  const before = ready.map((secret) => secret.before?.updatedAt ?? null);
  newKey.progress = await readUnanswered(newKey.progress, targets, before, context);

  const isWrittenAt = (index: number) => newKey.progress[index]?.state === 'written';
  const written = ready.filter((_, index) => isWrittenAt(index));
  const left = combineFailures(
    failures.flatMap((failure, index) => (failure && !isWrittenAt(index) ? [failure] : [])),
  );
  if (written.length === 0) {
    const message = `No secret is known to hold it:\n${left?.message}`;
    throw new ActionError('partial', message, { cause: left });
  }
  return {
    written: written.map(({ target, before: was }) => ({
      target,
      action: was === null ? 'created' : 'updated',
    })),
    failure:
      left === undefined
        ? undefined
        : new ActionError(
            'partial',
            `The new key (\`${key.id}\`) reached ${written.length} of ${ready.length} secrets and lives on, since ` +
              `those hold it. Run this again to give all of them one new key. Not reached:\n${left.message}`,
            { cause: left },
          ),
  };
}

/** @returns why each target was not written; undefined for one that was */
async function writeAll(
  newKey: NewKey,
  ready: readonly WritableSecret[],
  { retryForMs, offset }: { retryForMs: number; offset: number | undefined },
  context: Context,
): Promise<(ActionError | undefined)[]> {
  const { value, writeUntil: notAfter } = newKey;
  const { store } = context;
  const limit = pLimit(CONCURRENCY);
  let nextStart = 0;

  function save(index: number, write: WriteProgress[number]): void {
    const next = newKey.progress.with(index, write);
    context.saveProgress(formatProgress(newKey.key.id, next));
    newKey.progress = next;
  }

  /** The outcome of a write is true also where the disk is full. */
  function note(index: number, state: 'written' | 'refused'): void {
    try {
      save(index, { state });
    } catch {
      newKey.progress = newKey.progress.with(index, { state });
    }
  }

  async function pace(): Promise<void> {
    if (ready.length <= UNPACED) return;
    const wait = Math.max(0, nextStart - context.monotonic());
    nextStart = context.monotonic() + wait + PACE_MS;
    await context.sleep(wait).catch(() => undefined);
  }

  /**
   * One attempt after another, until the outcome is known or time is over. A write whose answer was lost
   * is sent again only after a read that does not show it.
   */
  async function send(secret: WritableSecret, index: number): Promise<WriteOutcome> {
    const end = Math.min(context.monotonic() + retryForMs, notAfter);
    /** When the first attempt left whose outcome is not known. */
    let since: number | null | undefined;
    for (let tries = 1; ; tries++) {
      const lostSince = since;
      const onAttempt = (at: number) => {
        const now = offset === undefined ? null : at + offset;
        save(index, { state: 'sent', since: lostSince === undefined ? now : lostSince });
      };
      // A refusal says nothing about the attempts before it.
      const onRefused = () => {
        if (lostSince === undefined) note(index, 'refused');
      };
      const outcome = await store.write(secret, value, { notAfter, onAttempt, onRefused });
      if (outcome.state === 'written') return outcome;
      const write = newKey.progress[index];
      if (outcome.state === 'sent' && write?.state === 'sent') since = write.since;
      if (since === undefined) return { ...outcome, state: 'refused' };
      const lost: WriteOutcome = { ...outcome, state: 'sent' };
      const wait = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
      // Only what may pass is worth a retry, and only where a read can tell what this attempt did.
      const mayRetry =
        outcome.state === 'sent' &&
        outcome.failure.code === 'unavailable' &&
        since !== null &&
        context.monotonic() + wait < end;
      if (!mayRetry) return lost;
      try {
        await context.sleep(wait);
        const { current } = await store.get(secret.target);
        const before = secret.before?.updatedAt ?? null;
        const seen = current?.updatedAt ?? null;
        if (isWritten({ state: 'sent', since }, before, seen)) return { state: 'written' };
      } catch (error) {
        if (error instanceof ActionError) return lost;
        throw error;
      }
      if (context.cancelled.aborted || context.monotonic() >= notAfter) return lost;
    }
  }

  async function write(secret: WritableSecret, index: number): Promise<ActionError | undefined> {
    await pace();
    const name = describeTarget(secret.target);
    if (context.cancelled.aborted) {
      return new ActionError('cancelled', `${name} was not written: the job was cancelled.`);
    }
    if (context.monotonic() >= notAfter) {
      const age = `${WRITE_WINDOW / 60} minutes`;
      const why = `the new key is ${age} old, and no write begins after that`;
      return new ActionError('partial', `${name} was not written: ${why}.`);
    }
    const outcome = await send(secret, index);
    if (outcome.state !== 'sent') note(index, outcome.state);
    if (outcome.state !== 'written') return outcome.failure;
    const count = newKey.progress.filter(({ state }) => state === 'written').length;
    context.log.info(`Wrote ${name} (${count} of ${ready.length}).`);
    return undefined;
  }

  return Promise.all(ready.map((secret, index) => limit(() => write(secret, index))));
}

/**
 * Finds out what happened to writes whose answers were lost, with two reads of each such secret: 12 and
 * 14 s from now, and so after their last attempts ended.
 *
 * @param before - when each target was last written before, in Unix milliseconds; null: not there
 * @returns the progress with what is known now; what is not certain stays `sent`
 */
export async function readUnanswered(
  progress: WriteProgress,
  targets: readonly SecretTarget[],
  before: readonly (number | null)[],
  { store, sleep, log }: Pick<Context, 'store' | 'sleep' | 'log'>,
): Promise<WriteProgress> {
  const reads: (number | null | undefined)[][] = [];
  try {
    for (const wait of READ_DELAYS_MS) {
      const unanswered = unansweredOf(resolveProgress(progress, before, reads));
      if (unanswered.length === 0) break;
      await sleep(wait);
      const read: (number | null | undefined)[] = targets.map(() => undefined);
      reads.push(read);
      for (const index of unanswered) {
        const { current } = await store.get(targets[index] as SecretTarget);
        read[index] = current?.updatedAt ?? null;
      }
    }
  } catch (error) {
    log.warning(`What happened to a write could not be found out. ${messageOf(error)}`);
  }
  return resolveProgress(progress, before, reads);
}

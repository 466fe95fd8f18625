/*
 * Between "about to create" and "delivered": what is known of each write to a secret, and what follows
 * from it for the new key. Pure, so that the main step, the post step and the tests decide alike.
 *
 *   pending ──request──► sent ──answer: yes──► written
 *                         │  └──answer: no───► refused
 *                         └──no answer: the secret is read 12 and 14 s after the end of the last
 *                            attempt. One read shows that it was written since → written. Both show
 *                            it as it was before → refused. Anything else → it stays sent.
 *
 *   any written, or a later step has the value → keep: the key lives on
 *   none written, some sent                    → leave: a secret may hold the key
 *   none written, none sent                    → delete: nobody holds it
 */

type WriteState =
  | { state: 'pending' | 'written' | 'refused' }
  /**
   * `since`: when the first attempt left, in Unix milliseconds on GitHub's clock; null where GitHub
   * had not told its time, or nobody knows.
   */
  | { state: 'sent'; since: number | null };

/** One write for each target, in the targets' order. */
export type WriteProgress = readonly WriteState[];

/** When a secret was last written, in Unix milliseconds; null: there is no such secret. */
type UpdatedAt = number | null;

/** A request whose answer was lost can take effect for so long after nobody waits for it any more. */
export const IN_FLIGHT_MS = 12_000;
/** The waits before the two reads of a secret whose write may have been lost. */
export const READ_DELAYS_MS = [IN_FLIGHT_MS, 2_000];
/** `updated_at` is in whole seconds, and the clocks are aligned by headers in whole seconds. */
const CLOCK_TOLERANCE_MS = 5_000;

/** The progress before the first write. */
export function startProgress(targets: number): WriteProgress {
  return Array.from({ length: targets }, () => ({ state: 'pending' }));
}

/** The progress where nobody knows what was begun. */
export function unknownProgress(targets: number): WriteProgress {
  return Array.from({ length: targets }, () => ({ state: 'sent', since: null }));
}

/**
 * What has to happen to a new key if nothing more is written.
 *
 * @param isExposed - whether a later step of the job has the value
 */
export function decide(progress: WriteProgress, isExposed: boolean): 'keep' | 'leave' | 'delete' {
  if (isExposed || progress.some(({ state }) => state === 'written')) return 'keep';
  return progress.some(({ state }) => state === 'sent') ? 'leave' : 'delete';
}

/** The targets whose write was sent and not answered, as far as reading them can tell what happened. */
export function unansweredOf(progress: WriteProgress): number[] {
  return progress.flatMap((write, index) =>
    write.state === 'sent' && write.since !== null ? [index] : [],
  );
}

/**
 * Whether a read shows that a secret was written since the first attempt, by this run or another.
 *
 * @param before - when it had last been written before the key was made
 */
export function isWritten(write: WriteState, before: UpdatedAt, seen: UpdatedAt): boolean {
  if (write.state !== 'sent' || write.since === null) return false;
  return seen !== null && seen !== before && seen >= write.since - CLOCK_TOLERANCE_MS;
}

/**
 * The progress after both reads of what was not answered.
 *
 * @param before - one time for each target, from before the key was made
 * @param reads - two times one for each target; undefined where a target could not be read
 */
export function resolveProgress(
  progress: WriteProgress,
  before: readonly UpdatedAt[],
  reads: readonly (readonly (UpdatedAt | undefined)[])[],
): WriteProgress {
  return progress.map((write, index): WriteState => {
    if (write.state !== 'sent' || write.since === null) return write;
    const was = before[index] ?? null;
    const seen = reads.map((read) => read[index]);
    if (seen.some((one) => one !== undefined && isWritten(write, was, one))) {
      return { state: 'written' };
    }
    const isAsBefore = seen.length === READ_DELAYS_MS.length && seen.every((one) => one === was);
    return isAsBefore ? { state: 'refused' } : write;
  });
}

const STATES = { p: 'pending', w: 'written', r: 'refused' } as const;

/** A few bytes for the saved state, which is saved twice for each target: `key_abc w s1795365635123 p`. */
export function formatProgress(keyId: string, progress: WriteProgress): string {
  const words = progress.map((write) =>
    write.state === 'sent' ? `s${write.since ?? '?'}` : write.state.charAt(0),
  );
  return [keyId, ...words].join(' ');
}

/** @returns undefined where the text is no progress of this key and so many targets */
export function parseProgress(
  text: string,
  keyId: string,
  targets: number,
): WriteProgress | undefined {
  const [id, ...words] = text.split(' ');
  if (id !== keyId || words.length !== targets) return undefined;
  const writes = words.map((word): WriteState | undefined => {
    const [, letter = '', since = ''] = /^(?:([pwr])|s(\d{1,16}|\?))$/.exec(word) ?? [];
    if (letter !== '') return { state: STATES[letter as keyof typeof STATES] };
    if (since === '') return undefined;
    return { state: 'sent', since: since === '?' ? null : Number(since) };
  });
  return writes.every((write) => write !== undefined) ? writes : undefined;
}

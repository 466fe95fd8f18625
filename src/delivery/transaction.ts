/*
 * Between "about to create" and "delivered": what is known of each write, and what follows from it
 * for the key. Pure, so that the main step, the post step and the tests decide alike.
 *
 *   pending ──send──► sent ──answer: yes──► landed
 *                      │  └──answer: no───► refused
 *                      └──no answer: two looks at the secret, 12 and 14 s after the end of the last
 *                         attempt. One shows that it was written since → landed. Both show it as it
 *                         was before → refused. Anything else → it stays sent.
 *
 *   any landed             → the key lives; the others are named
 *   none landed, some sent → a secret may hold the key: it is named, and left
 *   none landed, none sent → the key is deleted: nobody holds it
 */

export type Write =
  | { state: 'pending' | 'landed' | 'refused' }
  /**
   * `since`: when the first attempt left, in Unix milliseconds on GitHub's clock; null where GitHub
   * had not told its time, or nobody knows.
   */
  | { state: 'sent'; since: number | null };

/** One write a target, in the targets' order. */
export type Progress = readonly Write[];

/** What a look at a secret shows: when it was last written, in Unix milliseconds; null: it is not there. */
export type Look = number | null;

/** A request whose answer was lost can take effect for so long after nobody listens any more. */
export const AFTERMATH_MS = 12_000;
/** The waits before the two looks at a secret whose write may have been lost. */
export const LOOK_WAITS_MS = [AFTERMATH_MS, 2_000];
/** `updated_at` is in whole seconds, and the clocks are aligned by headers in whole seconds. */
const CLOCK_SLACK_MS = 5_000;

export type Decision =
  | { kind: 'keep'; left: number[] }
  | { kind: 'leave'; at: number[] }
  | { kind: 'delete' };

/** Before the first write. */
export function startProgress(targets: number): Progress {
  return Array.from({ length: targets }, () => ({ state: 'pending' }));
}

/** Where nobody knows what was begun. */
export function unknownProgress(targets: number): Progress {
  return Array.from({ length: targets }, () => ({ state: 'sent', since: null }));
}

/** What is to become of the key if nothing more is written. */
export function decide(progress: Progress): Decision {
  const isLanded = ({ state }: Write) => state === 'landed';
  if (progress.some(isLanded)) {
    return { kind: 'keep', left: indexesOf(progress, (write) => !isLanded(write)) };
  }
  const unanswered = unansweredOf(progress);
  return unanswered.length === 0 ? { kind: 'delete' } : { kind: 'leave', at: unanswered };
}

/** The targets whose write was sent and not answered. */
export function unansweredOf(progress: Progress): number[] {
  return indexesOf(progress, ({ state }) => state === 'sent');
}

/** The same, as far as a look can tell what became of them. */
export function visibleOf(progress: Progress): number[] {
  return indexesOf(progress, (write) => write.state === 'sent' && write.since !== null);
}

/**
 * Whether a look shows that a secret was written since the first attempt, by this run or another.
 *
 * @param before - the look before the key was made
 */
export function isWritten(write: Write, before: Look, seen: Look): boolean {
  if (write.state !== 'sent' || write.since === null) return false;
  return seen !== null && seen !== before && seen >= write.since - CLOCK_SLACK_MS;
}

/**
 * The progress after both looks at what was not answered.
 *
 * @param before - one look a target, before the key was made
 * @param looks - two times one look a target; undefined where a target could not be looked at
 */
export function afterLooks(
  progress: Progress,
  before: readonly Look[],
  looks: readonly (readonly (Look | undefined)[])[],
): Progress {
  return progress.map((write, index): Write => {
    if (write.state !== 'sent' || write.since === null) return write;
    const was = before[index] ?? null;
    const seen = looks.map((look) => look[index]);
    if (seen.some((one) => one !== undefined && isWritten(write, was, one))) {
      return { state: 'landed' };
    }
    const isAsBefore = seen.length === LOOK_WAITS_MS.length && seen.every((one) => one === was);
    return isAsBefore ? { state: 'refused' } : write;
  });
}

function indexesOf(progress: Progress, holds: (write: Write) => boolean): number[] {
  return progress.flatMap((write, index) => (holds(write) ? [index] : []));
}

const LETTERS = { pending: 'p', landed: 'l', refused: 'r' } as const;
const STATES = { p: 'pending', l: 'landed', r: 'refused' } as const;

/** A few bytes for the state, which is saved twice a target: `key_abc l s1795365635123 p`. */
export function formatProgress(keyId: string, progress: Progress): string {
  const words = progress.map((write) =>
    write.state === 'sent' ? `s${write.since ?? '?'}` : LETTERS[write.state],
  );
  return [keyId, ...words].join(' ');
}

/** @returns undefined where the text is no progress of this key and so many targets */
export function parseProgress(text: string, keyId: string, targets: number): Progress | undefined {
  const [id, ...words] = text.split(' ');
  if (id !== keyId || words.length !== targets) return undefined;
  const writes = words.map((word): Write | undefined => {
    const [, letter = '', since = ''] = /^(?:([plr])|s(\d{1,16}|\?))$/.exec(word) ?? [];
    if (letter !== '') return { state: STATES[letter as keyof typeof STATES] };
    if (since === '') return undefined;
    return { state: 'sent', since: since === '?' ? null : Number(since) };
  });
  return writes.every((write) => write !== undefined) ? writes : undefined;
}

/*
 * Between "about to create" and "delivered": what is known of each write, and what follows from it
 * for the key. Pure, so that the main step, the post step and the tests decide alike.
 *
 *   pending ──send──► sent ──answer: yes──► landed
 *                      │  └──answer: no───► refused
 *                      └──no answer: a look at the secret, no sooner than 12 s after the send,
 *                         tells landed from refused
 *
 *   any landed             → the key lives; the others are named
 *   none landed, some sent → look first
 *   none landed, none sent → the key is deleted: nobody holds it
 */

export type WriteState = 'pending' | 'sent' | 'landed' | 'refused';

export interface Progress {
  /** Unix milliseconds at which the last write was sent; 0 before the first. */
  lastSentAt: number;
  /** One state a target, in the targets' order. */
  writes: readonly WriteState[];
}

/** A request whose answer was lost can take effect for so long after it was sent. */
export const AFTERMATH_MS = 12_000;

export type Decision =
  | { kind: 'keep'; left: number[] }
  | { kind: 'look'; at: number[]; notBefore: number }
  | { kind: 'delete' };

/** Before the first write. */
export function startProgress(targets: number): Progress {
  return { lastSentAt: 0, writes: Array.from({ length: targets }, () => 'pending' as const) };
}

/**
 * The progress after an event at one target.
 *
 * @param at - Unix milliseconds, where the event is a send
 */
export function advance(
  progress: Progress,
  target: number,
  state: Exclude<WriteState, 'pending'>,
  at = progress.lastSentAt,
): Progress {
  return { lastSentAt: at, writes: progress.writes.with(target, state) };
}

/** What is to become of the key if nothing more is written. */
export function decide(progress: Progress): Decision {
  if (progress.writes.includes('landed')) {
    return { kind: 'keep', left: indexesOf(progress, (state) => state !== 'landed') };
  }
  const unanswered = unansweredOf(progress);
  if (unanswered.length === 0) return { kind: 'delete' };
  return { kind: 'look', at: unanswered, notBefore: progress.lastSentAt + AFTERMATH_MS };
}

/** The targets whose write was sent and not answered. */
export function unansweredOf(progress: Progress): number[] {
  return indexesOf(progress, (state) => state === 'sent');
}

function indexesOf(progress: Progress, holds: (state: WriteState) => boolean): number[] {
  return progress.writes.flatMap((state, index) => (holds(state) ? [index] : []));
}

const LETTERS = { pending: 'p', sent: 's', landed: 'l', refused: 'r' } as const;
const STATES = { p: 'pending', s: 'sent', l: 'landed', r: 'refused' } as const;

/** A few bytes for the state file, which is written twice a target: `1795365635123:llsp`. */
export function formatProgress({ lastSentAt, writes }: Progress): string {
  return `${lastSentAt}:${writes.map((state) => LETTERS[state]).join('')}`;
}

/** @returns undefined where the text is no progress of so many targets */
export function parseProgress(text: string, targets: number): Progress | undefined {
  const [, at, letters = ''] = /^(\d{1,16}):([pslr]*)$/.exec(text) ?? [];
  if (at === undefined || letters.length !== targets) return undefined;
  const writes = [...letters].map((letter) => STATES[letter as keyof typeof STATES]);
  return { lastSentAt: Number(at), writes };
}

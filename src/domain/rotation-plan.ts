import { type AdminKey, isLive, isoTime, newestOf } from './admin-key.ts';
import { AT_WORK, type Evidence, whyUndelivered } from './delivered.ts';
import { type DueSituation, whyAsked, whyDue, whyKept } from './due.ts';

export type { RotationRules } from './due.ts';

/*
 * What a rotation is to do, decided from one look at the two APIs. Pure and total, so that a dry
 * run, the log, the summary and the tests all tell of the same decision.
 *
 *                     no newest key ─────────────────────────────► rotate
 *   not delivered ─┬─ younger than 20 min ───────────────────────► busy: touch nothing
 *                  ├─ the last three made in a week, no rule asks ► unsettled: make no more
 *                  └─ else ──────────────────────────────────────► rotate
 *       delivered ─┬─ expired, too old, too little left, no rule,
 *                  │  `now`, or open to others ──────────────────► rotate
 *                  └─ else ──────────────────────────────────────► keep
 *
 * An older key is deleted once it has been replaced for as long as the grace period.
 */

/**
 * The last so many live keys were made within so many seconds of each other, and still none is
 * delivered: another would not help. Counted from the newest, not from now, or three more would be made
 * each week.
 */
const TOO_MANY = 3;
const WEEK = 7 * 86_400;

const EXPIRED = 'nothing accepts it any more; `operation: delete` takes it off the list';

export interface Situation extends DueSituation {
  evidence: Evidence;
  /** How long a key lives on after its replacement, in seconds. */
  gracePeriod: number;
  /** Whether a key authenticates this step, as far as its redacted value tells. */
  isOwn(key: AdminKey): boolean;
}

/** What is to become of a key that is not, or will not be, the newest. */
export interface OlderKey {
  key: AdminKey;
  /** `own`: it would be deleted if it did not authenticate this step. `held`: a target may hold it. */
  fate: 'delete' | 'in-grace' | 'expired' | 'own' | 'held';
  /** As a clause. */
  why: string;
}

export type RotationPlan =
  /** Another run may be about to write its key: nothing is touched. */
  | { kind: 'busy'; newest: AdminKey; why: string; retryAt: number }
  /** Key after key was made and none stays delivered: no further one is made, and none is deleted. */
  | { kind: 'unsettled'; newest: AdminKey; why: string; older: [] }
  /** A key is made, tried and written to every target; then the older ones are retired. */
  | { kind: 'rotate'; newest: AdminKey | undefined; why: string; older: OlderKey[] }
  /** The newest key stays; older ones are retired. */
  | { kind: 'keep'; newest: AdminKey; why: string; older: OlderKey[] };

/** Decides what a rotation does. */
export function planRotation(situation: Situation): RotationPlan {
  const { evidence } = situation;
  const newest = newestOf(evidence.keys);
  if (newest === undefined) {
    return { kind: 'rotate', newest, why: 'there is no key of this name', older: [] };
  }
  const why = whyUndelivered(evidence);
  if (why !== undefined) {
    const isAsked = whyAsked(newest, situation) !== undefined;
    return (
      planUndelivered(newest, why, isAsked, situation) ?? {
        kind: 'rotate',
        newest,
        why: sayUndelivered(newest, why),
        older: judgeOlder(situation, 'all replaced now'),
      }
    );
  }
  const due = whyDue(newest, situation);
  if (due !== undefined) {
    return {
      kind: 'rotate',
      newest,
      why: due,
      older: judgeOlder(situation, 'newest replaced now'),
    };
  }
  const stays = whyKept(newest, situation);
  return { kind: 'keep', newest, why: stays, older: judgeOlder(situation, 'newest stays') };
}

/**
 * Why no key is made though the newest is not delivered; undefined where one is.
 *
 * @param why - what speaks against it being delivered
 * @param isAsked - whether a new key is due in any case
 */
export function planUndelivered(
  newest: AdminKey,
  why: string,
  isAsked: boolean,
  { evidence, now }: Pick<Situation, 'evidence' | 'now'>,
): Extract<RotationPlan, { kind: 'busy' | 'unsettled' }> | undefined {
  const said = sayUndelivered(newest, why);
  const retryAt = newest.createdAt + AT_WORK;
  if (now < retryAt) return { kind: 'busy', newest, why: said, retryAt };
  const inVain = evidence.keys.filter(
    (key) => isLive(key, now) && key.createdAt > newest.createdAt - WEEK,
  );
  if (!isAsked && inVain.length >= TOO_MANY) {
    return { kind: 'unsettled', newest, why: said, older: [] };
  }
  return undefined;
}

function sayUndelivered(newest: AdminKey, why: string): string {
  return `key \`${newest.id}\` is not delivered: ${why}`;
}

/**
 * The fate of every key but the one that is the newest in the end. A key's replacement is the next
 * newer one; where the newest was not delivered, nobody knows which of them the targets held, and
 * this run's key is the replacement of them all.
 */
function judgeOlder(
  situation: Situation,
  change: 'all replaced now' | 'newest replaced now' | 'newest stays',
): OlderKey[] {
  const { evidence, now, gracePeriod, isOwn } = situation;
  const keys = evidence.keys.toSorted((a, b) => a.createdAt - b.createdAt);
  const older = change === 'newest stays' ? keys.slice(0, -1) : keys;
  const makesSecret = evidence.updates.includes(null);
  return older.map((key, index): OlderKey => {
    if (!isLive(key, now)) return { key, fate: 'expired', why: EXPIRED };
    const next = change === 'all replaced now' ? undefined : keys[index + 1];
    const replacedAt = next?.createdAt ?? now;
    const end = replacedAt + gracePeriod;
    if (end > now) return { key, fate: 'in-grace', why: `its grace period ends ${isoTime(end)}` };
    // Had this step read a secret that is among the targets now, a newer key would authenticate it.
    if (isOwn(key) && (makesSecret || keys[index + 1] !== undefined)) {
      return { key, fate: 'own', why: 'it authenticates this step' };
    }
    const why = `it was replaced ${next === undefined ? 'now' : `at ${isoTime(replacedAt)}`}`;
    return { key, fate: 'delete', why };
  });
}

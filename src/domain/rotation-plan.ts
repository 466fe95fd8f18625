import { type AdminKey, isLive, isoTime, newestOf } from './admin-key.ts';
import { AT_WORK, type Evidence, whyUndelivered } from './delivered.ts';
import { spellApart } from './duration.ts';

/*
 * What a rotation is to do, decided from one look at the two APIs. Pure and total, so that a dry
 * run, the log, the summary and the tests all tell of the same decision.
 *
 *                     no newest key ─────────────────────────────► rotate
 *   not delivered ─┬─ younger than 20 min ───────────────────────► busy: touch nothing
 *                  └─ older ─────────────────────────────────────► rotate
 *       delivered ─┬─ expired, too old, too little left, no rule,
 *                  │  or open to others ─────────────────────────► rotate
 *                  └─ else ──────────────────────────────────────► keep
 *
 * An older key is deleted once it has been replaced for as long as the grace period.
 */

/** When a key is to be replaced, and how long it lives on after that; in seconds. */
export interface RotationRules {
  rotateAfter: number | null;
  minRemaining: number | null;
  gracePeriod: number;
}

const EXPIRED = 'nothing accepts it any more; `operation: delete` takes it off the list';

export interface Situation extends RotationRules {
  evidence: Evidence;
  /** Whether each secret of an organization may be read by those who are to read it. */
  accessible: boolean;
  /** Unix seconds on the API's clock. */
  now: number;
  /** Whether a key authenticates this step, as far as its redacted value tells. */
  isOwn(key: AdminKey): boolean;
}

/** What is to become of a key that is not, or will not be, the newest. */
export interface OlderKey {
  key: AdminKey;
  /** `own`: it would be deleted if it did not authenticate this step. */
  fate: 'delete' | 'in-grace' | 'expired' | 'own';
  /** As a clause. */
  why: string;
}

export type RotationPlan =
  /** Another run may be about to write its key: nothing is touched. */
  | { kind: 'busy'; newest: AdminKey; why: string; retryAt: number }
  /** A key is made, tried and written to every target; then the older ones are retired. */
  | { kind: 'rotate'; newest: AdminKey | undefined; why: string; older: OlderKey[] }
  /** The newest key stays; older ones are retired. */
  | { kind: 'keep'; newest: AdminKey; why: string; older: OlderKey[] };

/** Decides what a rotation does. Limits are inclusive: a key exactly as old as allowed stays. */
export function planRotation(situation: Situation): RotationPlan {
  const { evidence, now } = situation;
  const newest = newestOf(evidence.keys);
  if (newest === undefined) {
    return { kind: 'rotate', newest, why: 'there is no key of this name', older: [] };
  }
  const undelivered = whyUndelivered(evidence);
  if (undelivered !== undefined) {
    const why = `key \`${newest.id}\` is not delivered: ${undelivered}`;
    const retryAt = newest.createdAt + AT_WORK;
    if (now < retryAt) return { kind: 'busy', newest, why, retryAt };
    return { kind: 'rotate', newest, why, older: judgeOlder(situation, 'all replaced now') };
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
  const why = `key \`${newest.id}\` is delivered and ${nextDue(newest, situation)}`;
  return { kind: 'keep', newest, why, older: judgeOlder(situation, 'newest stays') };
}

function whyDue(newest: AdminKey, rules: Situation): string | undefined {
  const { now, rotateAfter, minRemaining } = rules;
  const id = `key \`${newest.id}\``;
  const { expiresAt } = newest;
  if (expiresAt !== null && !isLive(newest, now)) {
    return `${id} expired ${spellApart(now - expiresAt, 0)[0]} ago`;
  }
  const age = now - newest.createdAt;
  if (rotateAfter !== null && age > rotateAfter) {
    const [shown, limit] = spellApart(age, rotateAfter);
    return `${id} is ${shown} old, and \`rotate-after\` is ${limit}`;
  }
  if (minRemaining !== null && expiresAt !== null && expiresAt - now < minRemaining) {
    const [shown, limit] = spellApart(expiresAt - now, minRemaining);
    return `${id} expires in ${shown}, and \`min-remaining\` is ${limit}`;
  }
  if (!rules.accessible) return 'the readers of a secret are not those that the inputs name';
  if (rotateAfter === null && minRemaining === null) {
    return 'neither `rotate-after` nor `min-remaining` is given, so each run rotates';
  }
  return undefined;
}

function nextDue({ createdAt, expiresAt }: AdminKey, rules: RotationRules): string {
  const { rotateAfter, minRemaining } = rules;
  const moments = [
    ...(rotateAfter === null ? [] : [createdAt + rotateAfter]),
    ...(expiresAt === null ? [] : [expiresAt - (minRemaining ?? 0)]),
  ];
  return moments.length === 0 ? 'never due' : `due after ${isoTime(Math.min(...moments))}`;
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
    // Had this step's secret been among the targets, the newest key would authenticate it.
    if (isOwn(key) && (makesSecret || next !== undefined)) {
      return { key, fate: 'own', why: 'it authenticates this step' };
    }
    const why = `it was replaced ${next === undefined ? 'now' : `at ${isoTime(replacedAt)}`}`;
    return { key, fate: 'delete', why };
  });
}

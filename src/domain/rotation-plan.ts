import { type DeliveryEvidence, IN_PROGRESS, whyUndelivered } from './delivery-status.ts';
import { spellApart, toleranceOf } from './duration.ts';
import { type ApiKey, isLive, isoTime, newestOf } from './key.ts';

/*
 * Decides what a rotation does, from one reading of both APIs. Pure, so that a dry run, the log, the summary
 * and the tests share the decision.
 *
 *                     no newest key ─────────────────────────────► rotate
 *   not delivered ─┬─ younger than 20 min ───────────────────────► busy: change nothing
 *                  ├─ the last three made in a week, no rule asks ► unsettled: make no more
 *                  └─ else ──────────────────────────────────────► rotate
 *       delivered ─┬─ expired, too old, too little left, no rule,
 *                  │  `now`, or other readers ───────────────────► rotate
 *                  └─ else ──────────────────────────────────────► keep
 *
 * An older key is deleted once it has been replaced for as long as the grace period.
 */

/**
 * If this many live keys were made within a week and the newest is not delivered, another would not help.
 * Counted from the newest, not from now, or three more would be made each week.
 */
const TOO_MANY = 3;
const WEEK = 7 * 86_400;

const EXPIRED = 'it no longer works; `operation: delete` removes it from the list';

/** What a rotation is decided from. Durations are in seconds. */
interface RotationInput {
  evidence: DeliveryEvidence;
  /** Age at which a key is replaced; null: whatever its age. */
  rotateAfter: number | null;
  /** Remaining lifetime at which it is replaced; null: whatever that is. */
  minRemaining: number | null;
  /** How long a key is kept after its replacement was made. */
  gracePeriod: number;
  /** Whether a target was skipped, which may hold any older key. */
  hasSkipped: boolean;
  /** Whether the input `now` asks for a key, whatever the rules say. */
  isAskedFor: boolean;
  /** Whether exactly the repositories that the inputs name may read each organization secret. */
  accessible: boolean;
  /** Unix seconds on the API's clock. */
  now: number;
  /** Whether a key authenticates this step, as far as its redacted value tells. */
  isCallerKey(key: ApiKey): boolean;
}

/** The plan for a key that is not, or will not be, the newest. */
export interface OlderKey {
  key: ApiKey;
  /** `in-use`: it would be deleted if it did not authenticate this step. `kept`: a target may hold it. */
  action: 'delete' | 'in-grace' | 'expired' | 'in-use' | 'kept';
  /** As a clause. */
  why: string;
}

export type RotationPlan =
  /** Another run may be about to write its key: nothing is changed. */
  | { kind: 'busy'; newest: ApiKey; why: string; retryAt: number }
  /** Several keys were made and none is delivered: no key is made or deleted. */
  | { kind: 'unsettled'; newest: ApiKey; why: string; older: [] }
  /** A key is made, checked and written to every target; then older ones are deleted. */
  | {
      kind: 'rotate';
      newest: ApiKey | undefined;
      why: string;
      older: OlderKey[];
      /** Whether it is due because the newest key is not delivered. */
      isUndelivered?: boolean;
    }
  /** The newest key stays; older ones are deleted. */
  | { kind: 'keep'; newest: ApiKey; why: string; older: OlderKey[] };

/** Decides what a rotation does. */
export function planRotation(input: RotationInput): RotationPlan {
  const { evidence } = input;
  const newest = newestOf(evidence.keys);
  if (newest === undefined) {
    return { kind: 'rotate', newest, why: 'there is no key of this name', older: [] };
  }
  const why = whyUndelivered(evidence);
  if (why !== undefined) {
    const isDue = whyAsked(newest, input) !== undefined;
    return (
      planUndelivered(newest, why, isDue, input) ?? {
        kind: 'rotate',
        newest,
        why: sayUndelivered(newest, why),
        older: judgeOlder(input, 'all replaced now'),
        isUndelivered: true,
      }
    );
  }
  const due = whyDue(newest, input);
  if (due === undefined) {
    const older = judgeOlder(input, 'newest stays');
    return { kind: 'keep', newest, why: whyKept(newest, input), older };
  }
  return { kind: 'rotate', newest, why: due, older: judgeOlder(input, 'newest replaced now') };
}

/**
 * Why no key is made though the newest is not delivered; undefined if one is made.
 *
 * @param why - why the newest does not count as delivered
 * @param isDue - whether a new key is due in any case
 */
export function planUndelivered(
  newest: ApiKey,
  why: string,
  isDue: boolean,
  { evidence, now }: Pick<RotationInput, 'evidence' | 'now'>,
): Extract<RotationPlan, { kind: 'busy' | 'unsettled' }> | undefined {
  const said = sayUndelivered(newest, why);
  const retryAt = newest.createdAt + IN_PROGRESS;
  if (now < retryAt) return { kind: 'busy', newest, why: said, retryAt };
  const inVain = evidence.keys.filter(
    (key) => isLive(key, now) && key.createdAt > newest.createdAt - WEEK,
  );
  return !isDue && inVain.length >= TOO_MANY
    ? { kind: 'unsettled', newest, why: said, older: [] }
    : undefined;
}

function sayUndelivered(newest: ApiKey, why: string): string {
  return `key \`${newest.id}\` is not delivered: ${why}`;
}

/**
 * Plans every key but the one that is the newest in the end. A key is replaced by the next newer one. If the
 * newest was not delivered, the targets may hold any of them, so the key of this run replaces them all.
 */
function judgeOlder(
  input: RotationInput,
  change: 'all replaced now' | 'newest replaced now' | 'newest stays',
): OlderKey[] {
  const { evidence, now, gracePeriod, hasSkipped, isCallerKey } = input;
  const keys = evidence.keys.toSorted((a, b) => a.createdAt - b.createdAt);
  const older = change === 'newest stays' ? keys.slice(0, -1) : keys;
  const makesSecret = evidence.updates.includes(null);
  return older.map((key, index): OlderKey => {
    if (!isLive(key, now)) return { key, action: 'expired', why: EXPIRED };
    if (hasSkipped) return { key, action: 'kept', why: 'a target that was skipped may hold it' };
    const next = change === 'all replaced now' ? undefined : keys[index + 1];
    const replacedAt = next?.createdAt ?? now;
    const end = replacedAt + gracePeriod;
    if (end > now) return { key, action: 'in-grace', why: `its grace period ends ${isoTime(end)}` };
    // If this step read its key from one of the targets, a newer key would authenticate it.
    if (isCallerKey(key) && (makesSecret || keys[index + 1] !== undefined)) {
      return { key, action: 'in-use', why: 'it authenticates this step' };
    }
    const why = `it was replaced ${next === undefined ? 'now' : `at ${isoTime(replacedAt)}`}`;
    return { key, action: 'delete', why };
  });
}

/** Why a delivered key is due. */
function whyDue(newest: ApiKey, rules: RotationInput): string | undefined {
  if (rules.accessible)
    return isJustMade(newest, rules) ? byRule(newest, rules) : whyAsked(newest, rules);
  return byRule(newest, rules) ?? 'the readers of a secret are not those that the inputs name';
}

/** Why a new key is due, delivered or not. */
function whyAsked(newest: ApiKey, rules: RotationInput): string | undefined {
  const { rotateAfter, minRemaining } = rules;
  const rule = byRule(newest, rules);
  if (rule !== undefined) return rule;
  if (rules.isAskedFor) return '`now` asks for it';
  if (rotateAfter === null && minRemaining === null) {
    return 'neither `rotate-after` nor `min-remaining` is given, so each run rotates';
  }
  return undefined;
}

/** What age and expiry say. */
function byRule(newest: ApiKey, rules: RotationInput): string | undefined {
  const { now, rotateAfter, minRemaining } = rules;
  const id = `key \`${newest.id}\``;
  const { expiresAt } = newest;
  if (expiresAt !== null && !isLive(newest, now)) {
    return `${id} expired ${spellApart(now - expiresAt, 0)[0]} ago`;
  }
  const age = now - newest.createdAt;
  if (rotateAfter !== null && age > rotateAfter - toleranceOf(rotateAfter)) {
    const [shown, limit] = spellApart(age, rotateAfter);
    return `${id} is ${shown} old, and \`rotate-after\` is ${limit}${early(age <= rotateAfter)}`;
  }
  if (minRemaining !== null && expiresAt !== null) {
    const left = expiresAt - now;
    if (left < minRemaining + toleranceOf(minRemaining)) {
      const [shown, limit] = spellApart(left, minRemaining);
      return `${id} expires in ${shown}, and \`min-remaining\` is ${limit}${early(left >= minRemaining)}`;
    }
  }
  return undefined;
}

function early(isEarly: boolean): string {
  return isEarly ? ', and the next run may come too late' : '';
}

function isJustMade({ createdAt }: ApiKey, { isAskedFor, now }: RotationInput): boolean {
  return isAskedFor && now < createdAt + IN_PROGRESS;
}

/** Why a delivered key that is not due stays, and until when. */
function whyKept(newest: ApiKey, rules: RotationInput): string {
  if (!isJustMade(newest, rules)) {
    const at = dueAt(newest, rules);
    const next = at === null ? 'never due' : `due after ${isoTime(at)}`;
    return `key \`${newest.id}\` is delivered and ${next}`;
  }
  return (
    `key \`${newest.id}\` is delivered and was made less than 20 minutes ago, so \`now\` keeps it; to ` +
    `replace it too, run with \`now\` again after ${isoTime(newest.createdAt + IN_PROGRESS)}`
  );
}

/** When a delivered key is due, in Unix seconds; null: never. */
export function dueAt(
  { createdAt, expiresAt }: ApiKey,
  { rotateAfter, minRemaining }: Pick<RotationInput, 'rotateAfter' | 'minRemaining'>,
): number | null {
  const lead = minRemaining === null ? 0 : minRemaining + toleranceOf(minRemaining);
  const moments = [
    ...(rotateAfter === null ? [] : [createdAt + rotateAfter - toleranceOf(rotateAfter)]),
    ...(expiresAt === null ? [] : [expiresAt - lead]),
  ];
  return moments.length === 0 ? null : Math.floor(Math.min(...moments));
}

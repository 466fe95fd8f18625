import { type AdminKey, isLive, isoTime } from './admin-key.ts';
import { AT_WORK } from './delivered.ts';
import { spellApart, toleranceOf } from './duration.ts';

/** When a key is to be replaced, and how long it lives on after that; in seconds. */
export interface RotationRules {
  rotateAfter: number | null;
  minRemaining: number | null;
  gracePeriod: number;
}

/** What tells whether a delivered key is due. */
export interface DueSituation extends Omit<RotationRules, 'gracePeriod'> {
  /** Whether a key is asked for whatever the rules say, by the input `now`. */
  isAskedFor: boolean;
  /** Whether each secret of an organization may be read by those who are to read it. */
  accessible: boolean;
  /** Unix seconds on the API's clock. */
  now: number;
}

/** Why a delivered key is due. */
export function whyDue(newest: AdminKey, rules: DueSituation): string | undefined {
  if (rules.accessible)
    return isJustMade(newest, rules) ? byRule(newest, rules) : whyAsked(newest, rules);
  return byRule(newest, rules) ?? 'the readers of a secret are not those that the inputs name';
}

/** Why a new key is due, delivered or not. */
export function whyAsked(newest: AdminKey, rules: DueSituation): string | undefined {
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
function byRule(newest: AdminKey, rules: DueSituation): string | undefined {
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
  return isEarly ? ', which the next run may come too late for' : '';
}

function isJustMade({ createdAt }: AdminKey, { isAskedFor, now }: DueSituation): boolean {
  return isAskedFor && now < createdAt + AT_WORK;
}

/** Why a delivered key that is not due stays, and until when. */
export function whyKept(newest: AdminKey, rules: DueSituation): string {
  if (!isJustMade(newest, rules)) {
    return `key \`${newest.id}\` is delivered and ${nextDue(newest, rules)}`;
  }
  return (
    `key \`${newest.id}\` is delivered and was made less than 20 minutes ago, so \`now\` keeps it; to ` +
    `replace it too, run with \`now\` again after ${isoTime(newest.createdAt + AT_WORK)}`
  );
}

function nextDue({ createdAt, expiresAt }: AdminKey, rules: DueSituation): string {
  const { rotateAfter, minRemaining } = rules;
  const lead = minRemaining === null ? 0 : minRemaining + toleranceOf(minRemaining);
  const moments = [
    ...(rotateAfter === null ? [] : [createdAt + rotateAfter - toleranceOf(rotateAfter)]),
    ...(expiresAt === null ? [] : [expiresAt - lead]),
  ];
  return moments.length === 0
    ? 'never due'
    : `due after ${isoTime(Math.floor(Math.min(...moments)))}`;
}

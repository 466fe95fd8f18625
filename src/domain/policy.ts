import { type AdminKey, isLive } from './admin-key.ts';
import { spellApart } from './duration.ts';

/** What keys are held against; null and false leave a rule out. Durations are in seconds. */
export interface Rules {
  maxAge: number | null;
  maxIdle: number | null;
  minRemaining: number | null;
  requireExpiry: boolean;
  /** Ids of owners. */
  allowedOwners: readonly string[] | null;
}

/** The input that is broken, or what is wrong with a key whatever the policy says. */
export type Rule =
  | 'max-age'
  | 'max-idle'
  | 'min-remaining'
  | 'require-expiry'
  | 'allowed-owners'
  | 'missing'
  | 'expired'
  | 'value';

export interface Violation {
  id: string;
  name: string | null;
  rule: Rule;
  /** What is wrong with the key, as the rest of a sentence about it. */
  message: string;
}

/** The moment that keys are judged at. */
export interface Moment {
  /** Unix seconds on the API's clock. */
  now: number;
  /** Whether this very check uses a key, which refreshes its last use. */
  isUsedByCheck(key: AdminKey): boolean;
}

/**
 * Holds keys against rules. An expired key breaks nothing else: it is dead already. Limits are
 * inclusive: a key exactly as old as `max-age` allows is fine.
 *
 * @returns the violations, in the keys' order
 */
export function judge(keys: readonly AdminKey[], rules: Rules, moment: Moment): Violation[] {
  return keys.flatMap((key) =>
    faultsOf(key, rules, moment).map(([rule, message]) => ({
      id: key.id,
      name: key.name,
      rule,
      message,
    })),
  );
}

function faultsOf(key: AdminKey, rules: Rules, moment: Moment): [Rule, string][] {
  const { now } = moment;
  if (!isLive(key, now)) {
    const [since] = spellApart(now - (key.expiresAt ?? now), 0);
    return [['expired', `expired ${since} ago`]];
  }
  const faults: [Rule, string][] = [];
  const exceeds = (
    rule: Rule,
    measured: number,
    limit: number | null,
    verb: string,
    what: string,
  ) => {
    if (limit === null || measured <= limit) return;
    const [shown, allowed] = spellApart(measured, limit);
    faults.push([rule, `${verb} ${shown} ${what}, the limit is ${allowed}`]);
  };
  exceeds('max-age', now - key.createdAt, rules.maxAge, 'is', 'old');
  if (!moment.isUsedByCheck(key)) {
    const never = key.lastUsedAt === null;
    const idle = now - (key.lastUsedAt ?? key.createdAt);
    exceeds(
      'max-idle',
      idle,
      rules.maxIdle,
      never ? 'was never used in the' : 'was last used',
      never ? 'of its life' : 'ago',
    );
  }
  if (key.expiresAt === null) {
    if (rules.requireExpiry) faults.push(['require-expiry', 'never expires']);
  } else if (rules.minRemaining !== null && key.expiresAt - now < rules.minRemaining) {
    const [left, wanted] = spellApart(key.expiresAt - now, rules.minRemaining);
    faults.push(['min-remaining', `expires in ${left}, at least ${wanted} must be left`]);
  }
  if (rules.allowedOwners !== null && !rules.allowedOwners.includes(key.owner?.id ?? '')) {
    faults.push([
      'allowed-owners',
      `belongs to ${key.owner?.id ?? 'an unknown owner'}, who is not allowed`,
    ]);
  }
  return faults;
}

/** The rules that are in force, as the inputs say them, in a fixed order. */
export function rulesInForce(rules: Rules): string[] {
  const limits: [string, number | null][] = [
    ['max-age', rules.maxAge],
    ['max-idle', rules.maxIdle],
    ['min-remaining', rules.minRemaining],
  ];
  return [
    ...limits.flatMap(([name, limit]) =>
      limit === null ? [] : [`${name} ${spellApart(limit, limit)[1]}`],
    ),
    ...(rules.requireExpiry ? ['require-expiry'] : []),
    ...(rules.allowedOwners === null ? [] : [`allowed-owners ${rules.allowedOwners.join(', ')}`]),
  ];
}

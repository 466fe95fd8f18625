import { type AdminKey, isLive } from './admin-key.ts';
import { spellApart } from './duration.ts';

/** The limit of each rule, by the input that sets it. Durations are in seconds. */
interface Limits {
  'max-age': number;
  'max-idle': number;
  'min-remaining': number;
  'require-expiry': true;
  /** Ids of owners. */
  'allowed-owners': readonly string[];
}

export type RuleName = keyof Limits;

/** What keys are held against; a rule that is left out, or null, is not in force. */
export type Rules = { readonly [Name in RuleName]?: Limits[Name] | null };

/** What is wrong with a key whatever the policy says, and what to do about it. */
const OTHER_CURES = {
  missing: 'correct `key-id`, or find out who deleted the key',
  expired: 'delete the key, it is of no more use',
  value: 'put the value of a live key into the secret',
};

/** The input that is broken, or what else is wrong. */
export type Rule = RuleName | keyof typeof OTHER_CURES;

export interface Violation {
  id: string;
  /** The key that falls short; null where it is not there, or where the value alone is wrong. */
  key: AdminKey | null;
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

interface PolicyRule<Limit> {
  /** What is wrong with a live key, as the rest of a sentence about it; undefined: nothing. */
  faultOf(key: AdminKey, limit: Limit, moment: Moment): string | undefined;
  /** The limit as it is told after the input's name; empty where the name says it all. */
  spell(limit: Limit): string;
  /** What to do about a key that breaks it. */
  cure: string;
}

const spellLimit = (seconds: number) => spellApart(seconds, seconds)[1];

/** Every rule, in the order in which violations are told. */
const POLICY: { readonly [Name in RuleName]: PolicyRule<Limits[Name]> } = {
  'max-age': {
    faultOf: ({ createdAt }, limit, { now }) => exceeding('is', now - createdAt, 'old', limit),
    spell: spellLimit,
    cure: 'replace the key: `operation: rotate` does it',
  },
  'max-idle': {
    faultOf: (key, limit, { now, isUsedByCheck }) => {
      if (isUsedByCheck(key)) return undefined;
      return key.lastUsedAt === null
        ? exceeding('was never used in the', now - key.createdAt, 'of its life', limit)
        : exceeding('was last used', now - key.lastUsedAt, 'ago', limit);
    },
    spell: spellLimit,
    cure: 'delete the key if nobody needs it',
  },
  'min-remaining': {
    faultOf: ({ expiresAt }, limit, { now }) => {
      if (expiresAt === null || expiresAt - now >= limit) return undefined;
      const [left, wanted] = spellApart(expiresAt - now, limit);
      return `expires in ${left}, at least ${wanted} must be left`;
    },
    spell: spellLimit,
    cure: 'replace the key in time: `operation: rotate` does it',
  },
  'require-expiry': {
    faultOf: ({ expiresAt }) => (expiresAt === null ? 'never expires' : undefined),
    spell: () => '',
    cure: 'replace the key by one with `expires-in`',
  },
  'allowed-owners': {
    faultOf: ({ owner }, allowed) =>
      allowed.includes(owner?.id ?? '')
        ? undefined
        : `belongs to ${owner?.id ?? 'an unknown owner'}, who is not allowed`,
    spell: (owners) => owners.join(', '),
    cure: 'ask its owner, then delete the key',
  },
};

export const RULE_NAMES = Object.keys(POLICY) as RuleName[];

/**
 * Holds keys against rules. An expired key breaks nothing else: it is dead already. Limits are
 * inclusive: a key exactly as old as `max-age` allows is fine.
 *
 * @returns the violations, in the keys' order
 */
export function judge(keys: readonly AdminKey[], rules: Rules, moment: Moment): Violation[] {
  return keys.flatMap((key) => {
    if (!isLive(key, moment.now)) {
      const [since] = spellApart(moment.now - (key.expiresAt ?? 0), 0);
      return [{ id: key.id, key, rule: 'expired', message: `expired ${since} ago` }];
    }
    return RULE_NAMES.flatMap((rule): Violation[] => {
      const message = faultBy(rule, key, rules, moment);
      return message === undefined ? [] : [{ id: key.id, key, rule, message }];
    });
  });
}

/** The rules that are in force, as the inputs say them, in a fixed order. */
export function rulesInForce(rules: Rules): string[] {
  return RULE_NAMES.flatMap((name) => spelledBy(name, rules) ?? []);
}

/** What to do about a violation, as a clause. */
export function cureOf(rule: Rule): string {
  return rule in OTHER_CURES
    ? OTHER_CURES[rule as keyof typeof OTHER_CURES]
    : POLICY[rule as RuleName].cure;
}

function faultBy<Name extends RuleName>(
  name: Name,
  key: AdminKey,
  rules: Rules,
  moment: Moment,
): string | undefined {
  const limit: Limits[Name] | null | undefined = rules[name];
  const rule: PolicyRule<Limits[Name]> = POLICY[name];
  return limit == null ? undefined : rule.faultOf(key, limit, moment);
}

function spelledBy<Name extends RuleName>(name: Name, rules: Rules): string | undefined {
  const limit: Limits[Name] | null | undefined = rules[name];
  const rule: PolicyRule<Limits[Name]> = POLICY[name];
  return limit == null ? undefined : `${name} ${rule.spell(limit)}`.trim();
}

/** A limit that is exceeded, in words. */
function exceeding(
  verb: string,
  measured: number,
  what: string,
  limit: number,
): string | undefined {
  if (measured <= limit) return undefined;
  const [shown, allowed] = spellApart(measured, limit);
  return `${verb} ${shown} ${what}, the limit is ${allowed}`;
}

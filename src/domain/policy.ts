import { spellApart } from './duration.ts';
import { type ApiKey, isLive } from './key.ts';
import type { Identity } from './manifest.ts';

/** The limit of each rule, by the input that sets it. Durations are in seconds. */
interface Limits {
  'max-age': number;
  'max-idle': number;
  'min-remaining': number;
  'require-expiry': true;
  /** Ids of owners. */
  'allowed-owners': readonly string[];
  /** `user`, `service_account`. */
  'allowed-owner-types': readonly string[];
}

type RuleName = keyof Limits;

/** The rules for keys; a rule that is left out, or null, is not in force. */
export type Rules = { readonly [Name in RuleName]?: Limits[Name] | null };

/** What to do about violations that need no rule. */
const OTHER_REMEDIES = {
  missing: 'correct `key-id`, or find out who deleted the key',
  expired: 'delete the key, which no longer works',
  value: 'put the value of a live key into the secret',
  unmanaged: 'add an entry for it to the manifest, or find out who uses it and delete it',
  exception: 'remove the exception from the manifest, or set a later day',
};

/** The input that sets the rule, or what else is wrong. */
type Rule = RuleName | keyof typeof OTHER_REMEDIES;

export interface Violation {
  id: string;
  /** null if the key does not exist, or if only the value is wrong. */
  key: ApiKey | null;
  /** The entry of a manifest that has no live key. */
  entry?: Identity;
  rule: Rule;
  /** What is wrong with the key, as the rest of a sentence about it. */
  message: string;
}

/** When the keys are checked. */
interface EvaluationTime {
  /** Unix seconds on the API's clock. */
  now: number;
  /** Whether this check itself uses a key, which updates its last use. */
  isUsedByCheck(key: ApiKey): boolean;
}

interface PolicyRule<Limit> {
  /** What is wrong with a live key, as the rest of a sentence about it; undefined: nothing. */
  faultOf(key: ApiKey, limit: Limit, moment: EvaluationTime): string | undefined;
  /** The limit as text after the name of the input; empty if the name says enough. */
  spell(limit: Limit): string;
  /** What to do about a key that breaks it. */
  remedy: string;
}

const OWNER_TYPES: Record<string, string> = {
  user: 'a user',
  service_account: 'a service account',
};

const spellLimit = (seconds: number) => spellApart(seconds, seconds)[1];

/** Every rule, in the order in which violations are reported. */
const POLICY: { readonly [Name in RuleName]: PolicyRule<Limits[Name]> } = {
  'max-age': {
    faultOf: ({ createdAt }, limit, { now }) => exceeding('is', now - createdAt, 'old', limit),
    spell: spellLimit,
    remedy: 'replace the key with `operation: rotate`',
  },
  'max-idle': {
    faultOf: (key, limit, { now, isUsedByCheck }) => {
      if (isUsedByCheck(key)) return undefined;
      return key.lastUsedAt === null
        ? exceeding('was made', now - key.createdAt, 'ago and never used', limit)
        : exceeding('was last used', now - key.lastUsedAt, 'ago', limit);
    },
    spell: spellLimit,
    remedy: 'delete the key if nobody needs it',
  },
  'min-remaining': {
    faultOf: ({ expiresAt }, limit, { now }) => {
      if (expiresAt === null || expiresAt - now >= limit) return undefined;
      const [left, wanted] = spellApart(expiresAt - now, limit);
      return `expires in ${left}, at least ${wanted} must be left`;
    },
    spell: spellLimit,
    remedy: 'replace the key in time with `operation: rotate`',
  },
  'require-expiry': {
    faultOf: ({ expiresAt }) => (expiresAt === null ? 'never expires' : undefined),
    spell: () => '',
    remedy: 'replace the key with one that has `expires-in`',
  },
  'allowed-owners': {
    faultOf: ({ owner }, allowed) =>
      allowed.includes(owner?.id ?? '')
        ? undefined
        : `belongs to ${owner?.id ?? 'an unknown owner'}, who is not allowed`,
    spell: (owners) => owners.join(', '),
    remedy: 'ask its owner, then delete the key',
  },
  'allowed-owner-types': {
    faultOf: ({ owner }, allowed) =>
      allowed.includes(owner?.type ?? '')
        ? undefined
        : `belongs to ${OWNER_TYPES[owner?.type ?? ''] ?? 'an owner of unknown type'}, which is not allowed`,
    spell: (types) => types.join(', '),
    remedy: 'replace the key with one of an allowed owner',
  },
};

export const RULE_NAMES = Object.keys(POLICY) as RuleName[];

/**
 * Checks keys against rules. An expired key has no other violation. Limits are inclusive: a key exactly as
 * old as `max-age` complies.
 *
 * @returns the violations, in the keys' order
 */
export function judge(keys: readonly ApiKey[], rules: Rules, moment: EvaluationTime): Violation[] {
  return keys.flatMap((key) => {
    if (!isLive(key, moment.now)) {
      const [since] = spellApart(moment.now - (key.expiresAt ?? 0), 0);
      return [{ id: key.id, key, rule: 'expired', message: `expired ${since} ago` }];
    }
    return RULE_NAMES.flatMap((rule): Violation[] => {
      const message = inForce(rule, rules)?.faultOf(key, moment);
      return message === undefined ? [] : [{ id: key.id, key, rule, message }];
    });
  });
}

/** The rules that are in force, as the inputs write them, in a fixed order. */
export function rulesInForce(rules: Rules): string[] {
  return RULE_NAMES.flatMap((name) => inForce(name, rules)?.text ?? []);
}

/** Every word that a violation can have for its rule. */
export const VIOLATION_RULES: readonly string[] = [...RULE_NAMES, ...Object.keys(OTHER_REMEDIES)];

/** What to do about a violation, as a clause. */
export function remedyOf(rule: Rule): string {
  return rule in OTHER_REMEDIES
    ? OTHER_REMEDIES[rule as keyof typeof OTHER_REMEDIES]
    : POLICY[rule as RuleName].remedy;
}

/** What a rule finds about a key, and the rule in words, where it is in force. */
function inForce<Name extends RuleName>(name: Name, rules: Rules) {
  const limit: Limits[Name] | null | undefined = rules[name];
  if (limit == null) return undefined;
  const rule: PolicyRule<Limits[Name]> = POLICY[name];
  return {
    text: `${name} ${rule.spell(limit)}`.trim(),
    faultOf: (key: ApiKey, moment: EvaluationTime) => rule.faultOf(key, limit, moment),
  };
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

import type { ApiKey } from '../src/domain/key.ts';
import { planRotation, type RotationPlan } from '../src/domain/rotation-plan.ts';
import { adminKey, NOW } from './fakes.ts';

type RotationInput = Parameters<typeof planRotation>[0];

export const MINUTE = 60;
export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** A key made so many seconds ago. */
export function keyMade(id: string, ago: number, expiresAt: number | null = null): ApiKey {
  return adminKey({ id, createdAt: NOW - ago, expiresAt });
}

/** A write so many seconds ago. */
export const wrote = (ago: number) => (NOW - ago) * 1000;

export type PlanFields = Partial<RotationInput> & { updates?: (number | null)[] };

/**
 * The plan for keys, oldest first, by a rule of 30 days and no grace period. The only secret holds
 * the newest unless `updates` say something else.
 */
export function planFor(keys: ApiKey[], fields: PlanFields = {}): RotationPlan {
  const { updates = [((keys.at(-1)?.createdAt ?? NOW) + 1) * 1000], ...rest } = fields;
  return planRotation({
    evidence: { keys, updates, skew: 0 },
    accessible: true,
    hasSkipped: false,
    isAskedFor: false,
    now: NOW,
    rotateAfter: 30 * DAY,
    minRemaining: null,
    gracePeriod: 0,
    isCallerKey: () => false,
    ...rest,
  });
}

/** A plan in a line: `rotate, key_1 delete, key_2 own`. */
export function spellPlan(plan: RotationPlan): string {
  const older = plan.kind === 'busy' ? [] : plan.older;
  return [plan.kind, ...older.map(({ key, action }) => `${key.id} ${action}`)].join(', ');
}

import type { AdminKey } from '../../src/domain/admin-key.ts';
import { planRotation, type RotationPlan, type Situation } from '../../src/domain/rotation-plan.ts';
import { adminKey, NOW } from './fakes.ts';

export const MINUTE = 60;
export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** A key made so many seconds ago. */
export function keyMade(id: string, ago: number, expiresAt: number | null = null): AdminKey {
  return adminKey({ id, createdAt: NOW - ago, expiresAt });
}

/** A write so many seconds ago. */
export const wrote = (ago: number) => (NOW - ago) * 1000;

export type PlanFields = Partial<Situation> & { updates?: (number | null)[] };

/**
 * The plan for keys, oldest first, by a rule of 30 days and no grace period. The only secret holds
 * the newest unless `updates` say something else.
 */
export function planFor(keys: AdminKey[], fields: PlanFields = {}): RotationPlan {
  const { updates = [((keys.at(-1)?.createdAt ?? NOW) + 1) * 1000], ...rest } = fields;
  return planRotation({
    evidence: { keys, updates, skew: 0 },
    accessible: true,
    isAskedFor: false,
    now: NOW,
    rotateAfter: 30 * DAY,
    minRemaining: null,
    gracePeriod: 0,
    isOwn: () => false,
    ...rest,
  });
}

/** A plan in a line: `rotate, key_1 delete, key_2 own`. */
export function spellPlan(plan: RotationPlan): string {
  const older = plan.kind === 'busy' ? [] : plan.older;
  return [plan.kind, ...older.map(({ key, fate }) => `${key.id} ${fate}`)].join(', ');
}

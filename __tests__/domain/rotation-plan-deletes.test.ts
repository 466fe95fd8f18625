import { describe, expect, test } from '@jest/globals';
import { isDelivered } from '../../src/domain/delivery-status.ts';
import type { RotationPlan } from '../../src/domain/rotation-plan.ts';
import { NOW } from '../../testing/fakes.ts';
import { checkPlans } from '../../testing/situations.ts';

const olderOf = (plan: RotationPlan) => (plan.kind === 'busy' ? [] : plan.older);
const doomedOf = (plan: RotationPlan) =>
  olderOf(plan)
    .filter(({ action }) => action === 'delete')
    .map(({ key }) => key);

describe('no plan deletes', () => {
  test('anything where a target was skipped, which may hold any older key', () => {
    checkPlans((plan, { hasSkipped }) => {
      if (!hasSkipped) return;
      for (const { action } of olderOf(plan)) expect(['kept', 'expired']).toContain(action);
    });
  });

  test('the newest key in a run that keeps it', () => {
    checkPlans((plan) => {
      if (plan.kind === 'keep') expect(doomedOf(plan)).not.toContain(plan.newest);
    });
  });

  test('a key that has expired', () => {
    checkPlans((plan) => {
      for (const { expiresAt } of doomedOf(plan))
        expect(expiresAt ?? Infinity).toBeGreaterThan(NOW);
    });
  });

  test('a key that has not been replaced for the grace period', () => {
    checkPlans((plan, { evidence, gracePeriod }) => {
      const delivered = isDelivered(evidence);
      for (const key of doomedOf(plan)) {
        const at = evidence.keys.indexOf(key);
        // Where nothing was delivered, or for the newest, this run's key is the replacement.
        const next = delivered ? evidence.keys[at + 1] : undefined;
        expect(NOW - (next?.createdAt ?? NOW)).toBeGreaterThanOrEqual(gracePeriod);
      }
    });
  });

  test('the key that authenticates the step, where the secrets evidently hold another', () => {
    checkPlans((plan, { evidence, isCallerKey }) => {
      const own = doomedOf(plan).find(isCallerKey);
      if (own === undefined) return;
      expect(plan.kind).toBe('rotate');
      expect(evidence.updates).not.toContain(null);
      if (isDelivered(evidence)) expect(own).toBe(plan.newest);
    });
  });
});

test('a key whose time is over is deleted unless it authenticates the step', () => {
  checkPlans((plan, { evidence, gracePeriod, hasSkipped, isCallerKey }) => {
    if (hasSkipped) return;
    const delivered = isDelivered(evidence);
    for (const { key, action } of olderOf(plan)) {
      if (key.expiresAt !== null && key.expiresAt <= NOW) {
        expect(action).toBe('expired');
        continue;
      }
      const next = delivered ? evidence.keys[evidence.keys.indexOf(key) + 1] : undefined;
      const isOver = NOW - (next?.createdAt ?? NOW) >= gracePeriod;
      if (!isOver) expect(action).toBe('in-grace');
      else expect(action).toMatch(isCallerKey(key) ? /^(in-use|delete)$/ : /^delete$/);
    }
  });
});

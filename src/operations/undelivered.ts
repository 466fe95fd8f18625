import type { InspectedSecrets } from '../delivery/inspect-secrets.ts';
import { type DeliveryEvidence, targetStatuses } from '../domain/delivery-status.ts';
import { ActionError } from '../domain/error.ts';
import { isoTime } from '../domain/key.ts';
import type { RotationPlan } from '../domain/rotation-plan.ts';
import { describeTarget, type SecretTarget } from '../domain/secret-target.ts';
import type { SecretStore } from '../github/secret-store.ts';

/**
 * Why no key is made although the newest one is not delivered: another run may be in progress, or key
 * after key was made and none is delivered.
 *
 * @returns the error to throw
 */
export async function undeliveredError(
  plan: Extract<RotationPlan, { kind: 'busy' | 'unsettled' }>,
  evidence: DeliveryEvidence,
  { secrets }: InspectedSecrets,
  store: SecretStore,
): Promise<ActionError> {
  if (plan.kind === 'busy') {
    return new ActionError(
      'busy',
      'A key of this name was made by hand less than 20 minutes ago, or another run is running or was ' +
        `stopped, so nothing was touched: ${plan.why}. In each case, run this again after ` +
        `${isoTime(plan.retryAt)}; keep runs apart with \`concurrency:\` on the job.`,
    );
  }
  const lines: string[] = [];
  const statuses = targetStatuses(evidence);
  for (const [index, { target, before }] of secrets.entries()) {
    const status = statuses[index] ?? 'held';
    if (status === 'held') continue;
    const why = await whyNot(status, target, before?.updatedAt ?? null, store);
    lines.push(`- ${describeTarget(target)} ${why}`);
  }
  return new ActionError(
    'unsettled',
    'The last three keys of this name were made within a week, and the newest is still not in place, so ' +
      `no further one was made: ${plan.why}.\n${lines.join('\n')}${lines.length > 0 ? '\n' : ''}Fix that, then run this ` +
      'with `operation: rotate` and `now: true`, which makes a key at once.',
  );
}

/** Says which targets something else has written since the newest key was made, and when. */
export function warnOfOtherWriters(
  evidence: DeliveryEvidence,
  { secrets }: InspectedSecrets,
  log: { warning(message: string): void },
): void {
  const statuses = targetStatuses(evidence);
  for (const [index, { target, before }] of secrets.entries()) {
    if (statuses[index] !== 'later') continue;
    const since = writtenSince(target, before?.updatedAt ?? null);
    log.warning(
      `${describeTarget(target)} ${since} If that goes on, let only one of the two write it.`,
    );
  }
}

function writtenSince(target: SecretTarget, updatedAt: number | null): string {
  const start = `was written at ${timeOf(updatedAt)}, after the run that made the key was over:`;
  return target.place === 'organization'
    ? `${start} something else writes it, a person or a tool that syncs secrets, or somebody edited ` +
        'who may read it.'
    : `${start} something else writes it, a person or a tool that syncs secrets.`;
}

function timeOf(updatedAt: number | null): string {
  return isoTime(Math.floor((updatedAt ?? 0) / 1000));
}

async function whyNot(
  status: 'absent' | 'earlier' | 'later',
  target: SecretTarget,
  updatedAt: number | null,
  store: SecretStore,
): Promise<string> {
  if (status === 'later') return writtenSince(target, updatedAt);
  if (await store.isArchived(target)) {
    return 'cannot be written: its repository is archived. Unarchive it, or take it out of the targets.';
  }
  const since =
    status === 'absent'
      ? 'is not there'
      : `was last written at ${timeOf(updatedAt)}, before that key`;
  return `${since}: it cannot be written, is new among the targets, or the answer to that create was lost.`;
}

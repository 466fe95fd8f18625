import type { Context } from '../delivery/context.ts';
import { checkNewKey, deliverValue, retryNewKey } from '../delivery/deliver-value.ts';
import {
  combineFailures,
  haveAccess,
  type InspectedSecrets,
  inspectSecrets,
  prepareSecrets,
  toDeliveryEvidence,
  waitForDistinctTimestamp,
  warnIfOpenToAll,
} from '../delivery/inspect-secrets.ts';
import { withNewKey } from '../delivery/new-key.ts';
import { isDelivered } from '../domain/delivery-status.ts';
import { ActionError, joinFailures } from '../domain/error.ts';
import { isCallerKey } from '../domain/key.ts';
import type { Deletion, ResultFor } from '../domain/result.ts';
import { dueAt, type OlderKey, planRotation, type RotationPlan } from '../domain/rotation-plan.ts';
import type { WritableSecret } from '../github/secret-store.ts';
import type { RequestFor } from '../inputs/types.ts';
import type { KeyClient } from '../openai/client.ts';
import { findKeys } from '../openai/listing.ts';
import { deleteEach } from './delete.ts';
import { undeliveredError, warnOfOtherWriters } from './undelivered.ts';

type FoundKeys = Awaited<ReturnType<typeof findKeys>>;

/** What has been read and decided before a rotation, where that is not long ago. */
interface Known {
  /** The keys of the name. */
  found: FoundKeys;
  inspected?: InspectedSecrets;
  plan?: RotationPlan;
}

/** Decides what a rotation does, from the listed keys and the inspected secrets. */
export async function planFor(
  request: RequestFor<'rotate'>,
  found: FoundKeys,
  inspected: InspectedSecrets,
  { store }: Pick<Context, 'store'>,
): Promise<RotationPlan> {
  if (!found.isTimed) throw untimed();
  const evidence = toDeliveryEvidence(found, inspected);
  return planRotation({
    ...request,
    evidence,
    // Who may read a secret is only asked where it holds the newest key, since it costs requests.
    accessible: !isDelivered(evidence) || (await haveAccess(inspected, store)),
    hasSkipped: inspected.skipped.length > 0,
    isAskedFor: request.now,
    now: found.now,
    isCallerKey: (key) => isCallerKey(key, request.adminApiKey),
  });
}

/**
 * Makes sure that the newest key of a name is fresh, delivered and working, and deletes the older
 * ones: list → checks → create → check of the new key → write every target → delete. A run that ends
 * anywhere in between is finished by the next one, from what the two APIs show.
 *
 * @param known - what need not be read again
 */
export async function rotate(
  request: RequestFor<'rotate'>,
  context: Context,
  known?: Known,
): Promise<ResultFor<'rotate'>> {
  const { name, lifetime, targets, adminApiKey, dryRun } = request;
  const { store, log } = context;
  if (lifetime === null && request.rotateAfter === null && request.minRemaining !== null) {
    log.warning(
      'A key that never expires is never due by `min-remaining` alone. Add `expires-in` or `rotate-after`.',
    );
  }
  const found = known?.found ?? (await findKeys(context.client, name, context.now));
  if (!found.isTimed) throw untimed();
  // One target must not let the others' key expire; where there is no key yet, nothing can expire.
  const maySkip = found.keys.length > 0;
  let inspected = known?.inspected ?? (await inspectSecrets(targets, store, context, maySkip));
  warnIfOpenToAll(inspected, context);
  let plan = known?.plan ?? (await planFor(request, found, inspected, context));
  let ready: WritableSecret[] = [];
  if (plan.kind === 'rotate') {
    const before = inspected.secrets.length;
    ({ ready, inspected } = await prepareSecrets(inspected, store, maySkip));
    if (ready.length < before) {
      plan = await planFor(request, found, inspected, context);
    }
  }
  const evidence = toDeliveryEvidence(found, inspected);
  const skipped = combineFailures(inspected.skipped);
  if (plan.kind === 'busy' || plan.kind === 'unsettled') {
    const error = await undeliveredError(plan, evidence, inspected, store);
    throw joinFailures([error, skipped]);
  }
  if (plan.kind === 'rotate' && plan.newest !== undefined) {
    warnOfOtherWriters(evidence, inspected, log);
  }

  const { older } = plan;
  const result: ResultFor<'rotate'> = {
    operation: 'rotate',
    outcome: plan.kind === 'keep' ? 'kept' : 'rotated',
    dryRun,
    key: plan.newest ?? null,
    name,
    lifetime,
    targets,
    written: [],
    exposedTo: [],
    why: plan.why,
    nextDue: plan.newest ? dueAt(plan.newest, request) : null,
    older,
    deletions: keysToDelete(older).map((id) => ({ id, status: dryRun ? 'planned' : 'not-tried' })),
    failure:
      skipped &&
      new ActionError(
        'partial',
        'The other targets are up to date, but these were skipped, and no older key was deleted, since they ' +
          `may hold one:\n${skipped.message}`,
        { cause: skipped },
      ),
  };
  if (plan.kind === 'keep' && (request.outputValue || request.exportEnv !== null)) {
    log.info('No key is made, so there is no value for later steps.');
  }
  if (dryRun) return result;
  if (plan.kind === 'keep') {
    return extend(result, await deleteOldKeys(older, context.client, context));
  }

  await waitForDistinctTimestamp(inspected, context);
  log.info(`A new key is due: ${plan.why}.`);
  const newKeyPlan = {
    purpose: 'rotation' as const,
    ready,
    offset: found.offset,
    knownIds: found.ids,
  };
  const { value, ...made } = await withNewKey(request, newKeyPlan, context, async (newKey) => {
    await checkNewKey(newKey, request, 'rotation', found.ids, context);
    return deliverValue(request, newKey, { ready, offset: inspected.offset }, context);
  });
  const done = extend(result, { ...made, nextDue: dueAt(made.key, request) });
  if (made.failure !== undefined) return done;
  // A key cannot sign what comes after its own deletion.
  const deletesCaller = older.some(
    ({ key, action }) => action === 'delete' && isCallerKey(key, adminApiKey),
  );
  const byNew = context.clientFor(value, 'the new key');
  const forever = Number.POSITIVE_INFINITY;
  const signer = deletesCaller
    ? { delete: (id: string) => retryNewKey(() => byNew.delete(id), forever, context) }
    : context.client;
  return extend(done, await deleteOldKeys(older, signer, context));
}

/** The result with what else was done; of two failures, both are reported. */
function extend(
  result: ResultFor<'rotate'>,
  more: Partial<ResultFor<'rotate'>>,
): ResultFor<'rotate'> {
  return { ...result, ...more, failure: joinFailures([result.failure, more.failure]) };
}

/** By this machine's clock, a key on its way into its secrets could pass for an abandoned one. */
function untimed(): ActionError {
  return new ActionError(
    'unreadable',
    'The API does not tell its time, so the age of a key is not known, and nothing was touched. ' +
      'Check that nothing on the way to `base-url` removes the `Date` header.',
  );
}

/** Deletes the older keys whose grace period is over, and warns where one of them authenticates this step. */
async function deleteOldKeys(
  older: readonly OlderKey[],
  keys: Pick<KeyClient, 'delete'>,
  { log, cancelled, isRerun }: Pick<Context, 'log' | 'cancelled' | 'isRerun'>,
): Promise<{ deletions: Deletion[]; failure?: ActionError | undefined }> {
  for (const { key } of older.filter(({ action }) => action === 'in-use')) {
    log.warning(
      `Key \`${key.id}\` is not deleted though its grace period is over, since it authenticates this step. ` +
        (isRerun
          ? 'This run is a re-run, which gets the secrets as they were when the run was first started. The next ' +
            'new run authenticates with a newer key and deletes it.'
          : 'The next run deletes it if it authenticates with the new key. If it does not, `admin-api-key` comes ' +
            'from a secret that is not among the targets: correct `secret-name` and what goes with it.'),
    );
  }
  const { done, failure } = await deleteEach(keysToDelete(older), keys, cancelled);
  if (failure === undefined) return { deletions: done };
  const left = done.filter(({ status }) => status === 'failed' || status === 'not-tried');
  const ids = left.map(({ id }) => `\`${id}\``).join(', ');
  const message =
    `The newest key is in place, but older ones could not be deleted: ${ids}. The next run tries again; ` +
    `\`operation: delete\` does it at once.\n${failure.message}`;
  return { deletions: done, failure: new ActionError('partial', message, { cause: failure }) };
}

function keysToDelete(older: readonly OlderKey[]): string[] {
  return older.filter(({ action }) => action === 'delete').map(({ key }) => key.id);
}

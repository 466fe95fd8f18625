import { areAccessible, findKeys, gatherEvidence } from '../delivery/evidence.ts';
import { makeKey, orderFor } from '../delivery/make.ts';
import { awaitQuiet, prepare, survey, warnOfAll } from '../delivery/prepare.ts';
import { undo } from '../delivery/undo.ts';
import { type AdminKey, isoTime } from '../domain/admin-key.ts';
import { isDelivered } from '../domain/delivered.ts';
import { ActionError } from '../domain/error.ts';
import type { Deletion, RotateResult } from '../domain/result.ts';
import { type OlderKey, planRotation, type RotationPlan } from '../domain/rotation-plan.ts';
import type { SecretStore } from '../github/secret-store.ts';
import type { AdminKeys } from '../openai/admin-keys.ts';
import type { RotateRequest } from '../request/request.ts';
import { type Deletions, deleteEach } from './delete.ts';
import { bringHome } from './hand-over.ts';
import type { Tools } from './tools.ts';
import { tryOut } from './trial.ts';

/**
 * Makes sure that the newest key of a name is fresh, delivered and working, and retires the older
 * ones: list → checks → create → trial → write every target → delete. A run that ends anywhere in
 * between is finished by the next one, from what the two APIs show.
 */
export async function rotate(request: RotateRequest, tools: Tools): Promise<RotateResult> {
  const { name, targets, adminApiKey, dryRun } = request;
  // A rotation always names secrets.
  const store = tools.store as SecretStore;
  if (request.lifetime === null && request.rotateAfter === null && request.minRemaining !== null) {
    tools.log.warning(
      'A key that never expires is never due by `min-remaining` alone. Add `expires-in` or `rotate-after`.',
    );
  }
  const found = await findKeys(name, tools);
  if (!found.isTimed) throw untimed();
  const seen = await survey(targets, store, tools.now);
  warnOfAll(seen, tools.log);
  const isOwn = (key: AdminKey) => adminApiKey.matchesRedacted(key.redactedValue);
  const evidence = gatherEvidence(found, seen);
  // Who may read a secret is only asked where it holds the newest key, since it costs requests.
  const accessible = !isDelivered(evidence) || (await areAccessible(seen, store));
  const plan = planRotation({ ...request, evidence, accessible, now: found.now, isOwn });
  if (plan.kind === 'busy') throw othersAtWork(plan);
  const result: RotateResult = {
    operation: 'rotate',
    outcome: plan.kind === 'keep' ? 'kept' : 'rotated',
    dryRun,
    key: plan.newest ?? null,
    name,
    lifetime: request.lifetime,
    targets,
    written: [],
    handedTo: [],
    why: plan.why,
    older: plan.older,
    deletions: doomedOf(plan.older).map((id) => ({ id, fate: dryRun ? 'planned' : 'untried' })),
  };
  if (plan.kind === 'keep') {
    if (request.outputValue || request.exportEnv !== null) {
      tools.log.info('No key is made, so there is no value for later steps.');
    }
    return dryRun ? result : { ...result, ...(await retire(plan.older, tools.keys, tools)) };
  }

  const ready = await prepare(seen, store);
  if (dryRun) return result;
  await awaitQuiet(seen, tools);
  tools.log.info(`A new key is due: ${plan.why}.`);
  const made = await makeKey(orderFor(request, 'delivery', ready), tools, found.keys);
  // Its trial would succeed, and the secrets would get a key that is about to be deleted.
  if (made.value.equals(adminApiKey)) {
    const why = 'Nothing was written: the server gave it the value of the key in `admin-api-key`.';
    throw await undo(made.key.id, why, tools);
  }
  await tryOut(made, name, found.keys, tools);
  const home = await bringHome(request, made, ready, tools);
  tools.writeJournal({ stage: 'settled' });
  const done = { ...result, key: made.key, ...home };
  if (home.failure !== undefined) return done;
  // A key cannot sign what comes after its own deletion.
  const deletesOwn = plan.older.some(({ key, fate }) => fate === 'delete' && isOwn(key));
  const signer = deletesOwn ? tools.keysBy(made.value) : tools.keys;
  return { ...done, ...(await retire(plan.older, signer, tools)) };
}

async function retire(
  older: readonly OlderKey[],
  keys: AdminKeys,
  { log, cancelled }: Tools,
): Promise<{ deletions: Deletion[]; failure?: ActionError | undefined }> {
  for (const { key } of older.filter(({ fate }) => fate === 'own')) {
    log.warning(
      `Key \`${key.id}\` is not deleted though its time is over, since it authenticates this very step. The ` +
        'next run deletes it if it authenticates with the new key. If it does not, `admin-api-key` comes ' +
        'from a secret that is not among the targets: correct `secret-name` and what goes with it.',
    );
  }
  const deletions = await deleteEach(doomedOf(older), keys, cancelled);
  return { deletions: deletions.done, failure: notRetired(deletions) };
}

function doomedOf(older: readonly OlderKey[]): string[] {
  return older.filter(({ fate }) => fate === 'delete').map(({ key }) => key.id);
}

function notRetired({ done, failures, last }: Deletions): ActionError | undefined {
  if (last === undefined) return undefined;
  const left = done.filter(({ fate }) => fate === 'failed' || fate === 'untried');
  const ids = left.map(({ id }) => `\`${id}\``).join(', ');
  return new ActionError(
    'partial',
    `The newest key is in place, but older ones could not be deleted: ${ids}. The next run tries again; ` +
      `\`operation: delete\` does it at once.\n${(failures.length > 0 ? failures : [last.message]).join('\n')}`,
    { cause: last },
  );
}

/** By this machine's clock, a key on its way into its secrets could pass for a forgotten one. */
function untimed(): ActionError {
  return new ActionError(
    'unreadable',
    'The API does not tell its time, so the age of a key cannot be told, and nothing was touched. ' +
      'Check that nothing on the way to `base-url` takes the `Date` header away.',
  );
}

function othersAtWork(plan: Extract<RotationPlan, { kind: 'busy' }>): ActionError {
  return new ActionError(
    'busy',
    `A key of this name was made by hand less than 20 minutes ago, or another run is at work, so nothing ` +
      `was touched: ${plan.why}. In both cases, run this again after ${isoTime(plan.retryAt)}; keep runs ` +
      'apart with `concurrency:` on the job.',
  );
}

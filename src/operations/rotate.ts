import { areAccessible, findKeys, gatherEvidence } from '../delivery/evidence.ts';
import { makeKey, orderFor } from '../delivery/make.ts';
import { awaitQuiet, listUp, prepare, type Seen, survey, warnOfAll } from '../delivery/prepare.ts';
import { noteSettled } from '../delivery/undo.ts';
import type { AdminKey } from '../domain/admin-key.ts';
import { isDelivered } from '../domain/delivered.ts';
import { ActionError } from '../domain/error.ts';
import type { RotateResult } from '../domain/result.ts';
import { planRotation, type RotationPlan } from '../domain/rotation-plan.ts';
import type { ReadyTarget, SecretStore } from '../github/secret-store.ts';
import type { RotateRequest } from '../request/request.ts';
import { bringHome, refuseOwnValue } from './hand-over.ts';
import { notNow, warnOfOtherWriters } from './not-now.ts';
import { patiently } from './patience.ts';
import { doomedOf, holdAll, retire } from './retire.ts';
import type { Tools } from './tools.ts';
import { tryOut } from './trial.ts';

/**
 * Makes sure that the newest key of a name is fresh, delivered and working, and retires the older
 * ones: list → checks → create → trial → write every target → delete. A run that ends anywhere in
 * between is finished by the next one, from what the two APIs show.
 */
export async function rotate(request: RotateRequest, tools: Tools): Promise<RotateResult> {
  const { name, lifetime, targets, adminApiKey, dryRun } = request;
  // A rotation always names secrets.
  const store = tools.store as SecretStore;
  if (lifetime === null && request.rotateAfter === null && request.minRemaining !== null) {
    tools.log.warning(
      'A key that never expires is never due by `min-remaining` alone. Add `expires-in` or `rotate-after`.',
    );
  }
  const found = await findKeys(name, tools);
  if (!found.isTimed) throw untimed();
  const isOwn = (key: AdminKey) => adminApiKey.matchesRedacted(key.redactedValue);
  const planFor = async (view: Seen): Promise<RotationPlan> => {
    const evidence = gatherEvidence(found, view);
    // Who may read a secret is only asked where it holds the newest key, since it costs requests.
    const accessible = !isDelivered(evidence) || (await areAccessible(view, store));
    const isAskedFor = request.now;
    return planRotation({ ...request, evidence, accessible, isAskedFor, now: found.now, isOwn });
  };
  // One target must not let the others' key expire; where there is no key yet, nothing can expire.
  const mayLeaveOut = found.keys.length > 0;
  let seen = await survey(targets, store, tools, mayLeaveOut);
  warnOfAll(seen, tools.log);
  let plan = await planFor(seen);
  let ready: ReadyTarget[] = [];
  if (plan.kind === 'rotate') {
    const before = seen.targets.length;
    ({ ready, seen } = await prepare(seen, store, mayLeaveOut));
    if (seen.targets.length < before) plan = await planFor(seen);
  }
  if (plan.kind === 'busy' || plan.kind === 'unsettled') {
    const refusal = await notNow(plan, gatherEvidence(found, seen), seen, store);
    const list = listOf(seen.leftOut);
    throw list === undefined ? refusal : joined(refusal, list);
  }

  if (plan.kind === 'rotate' && plan.newest !== undefined) {
    warnOfOtherWriters(gatherEvidence(found, seen), seen, tools.log);
  }

  const older = seen.leftOut.length === 0 ? plan.older : holdAll(plan.older);
  const result: RotateResult = {
    operation: 'rotate',
    outcome: plan.kind === 'keep' ? 'kept' : 'rotated',
    dryRun,
    key: plan.newest ?? null,
    name,
    lifetime,
    targets,
    written: [],
    handedTo: [],
    why: plan.why,
    older,
    deletions: doomedOf(older).map((id) => ({ id, fate: dryRun ? 'planned' : 'untried' })),
    failure: leftOut(seen.leftOut),
  };
  if (plan.kind === 'keep') {
    if (request.outputValue || request.exportEnv !== null) {
      tools.log.info('No key is made, so there is no value for later steps.');
    }
    return dryRun ? result : finish(result, await retire(older, tools.keys, tools));
  }

  if (dryRun) return result;
  await awaitQuiet(seen, tools);
  tools.log.info(`A new key is due: ${plan.why}.`);
  const order = orderFor(request, 'rotation', ready, found.offset);
  const made = await makeKey(order, tools, found.ids);
  // Its trial would succeed, and the secrets would get a key that is about to be deleted.
  await refuseOwnValue(made, request, tools);
  await tryOut(made, { name, lifetime }, found.ids, tools);
  const home = await bringHome(request, made, { ready, offset: seen.offset }, tools);
  noteSettled(tools);
  const done = finish({ ...result, key: made.key }, home);
  if (home.failure !== undefined) return done;
  // A key cannot sign what comes after its own deletion.
  const deletesOwn = older.some(({ key, fate }) => fate === 'delete' && isOwn(key));
  const byNew = tools.keysBy(made.value, 'the new key');
  const signer = deletesOwn
    ? { delete: (id: string) => patiently(() => byNew.delete(id), Number.POSITIVE_INFINITY, tools) }
    : tools.keys;
  return finish(done, await retire(older, signer, tools));
}

/** The result with what else was done; of two failures, both are told. */
function finish(
  result: RotateResult,
  more: Partial<RotateResult> & { failure?: ActionError | undefined },
): RotateResult {
  const [first, second] = [result.failure, more.failure];
  const failure = first && second ? joined(first, second) : (first ?? second);
  return { ...result, ...more, failure };
}

function joined(first: ActionError, second: ActionError): ActionError {
  return new ActionError(first.code, `${first.message}\n${second.message}`, { cause: second });
}

function leftOut(failures: readonly ActionError[]): ActionError | undefined {
  const list = listOf(failures);
  return (
    list &&
    new ActionError(
      'partial',
      'The other targets were taken care of, but these were left out, and no older key was deleted, ' +
        `since they may hold one:\n${list.message}`,
      { cause: list },
    )
  );
}

/** Several failures as one, which names each. */
function listOf(failures: readonly ActionError[]): ActionError | undefined {
  const [first] = failures;
  const text = listUp(failures.map(({ message }) => message));
  return first && new ActionError(first.code, text, { cause: first });
}

/** By this machine's clock, a key on its way into its secrets could pass for a forgotten one. */
function untimed(): ActionError {
  return new ActionError(
    'unreadable',
    'The API does not tell its time, so the age of a key cannot be told, and nothing was touched. ' +
      'Check that nothing on the way to `base-url` takes the `Date` header away.',
  );
}

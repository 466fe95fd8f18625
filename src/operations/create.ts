import { areAccessible, type FoundKeys, findKeys, gatherEvidence } from '../delivery/evidence.ts';
import { makeKey, orderFor } from '../delivery/make.ts';
import { awaitQuiet, prepare, type Seen, survey, warnOfAll } from '../delivery/prepare.ts';
import { noteSettled } from '../delivery/undo.ts';
import { type AdminKey, isLive, newestOf } from '../domain/admin-key.ts';
import { whyUndelivered } from '../domain/delivered.ts';
import { ActionError, messageOf } from '../domain/error.ts';
import type { CreateResult } from '../domain/result.ts';
import { planUndelivered } from '../domain/rotation-plan.ts';
import type { CreateRequest } from '../request/request.ts';
import { bringHome, refuseOwnValue } from './hand-over.ts';
import { notNow } from './not-now.ts';
import type { Tools } from './tools.ts';

/** Makes a key and hands its value to those it is meant for, or finds the one that is there. */
export async function create(request: CreateRequest, tools: Tools): Promise<CreateResult> {
  const { store } = tools;
  const { name, lifetime, revokeAfterJob, targets, ifExists } = request;
  const result: CreateResult = {
    operation: 'create',
    outcome: 'created',
    key: null,
    name,
    lifetime,
    revokeAfterJob,
    targets,
    written: [],
    handedTo: [],
  };
  const found = ifExists === 'create' ? undefined : await findKeys(name, tools);
  const live = newestOf(found?.keys.filter((key) => isLive(key, found.now)) ?? []);
  if (live !== undefined && ifExists === 'fail') throw alreadyThere(live);

  const seen = store === null ? undefined : await survey(targets, store, tools);
  if (seen !== undefined) warnOfAll(seen, tools.log);
  if (live !== undefined && found !== undefined && (await isInPlace(live, found, seen, tools))) {
    return { ...result, outcome: 'reused', key: live };
  }
  const ready = store !== null && seen !== undefined ? (await prepare(seen, store)).ready : [];
  if (request.dryRun) return { ...result, outcome: 'planned' };
  if (seen !== undefined) await awaitQuiet(seen, tools);

  const purpose = revokeAfterJob ? 'job' : 'delivery';
  const offset = (found?.isTimed ? found.offset : seen?.offset) ?? null;
  const order = orderFor(request, purpose, ready, offset);
  const made = await makeKey(order, tools, found?.ids);
  await refuseOwnValue(made, request, tools);
  const home = await bringHome(request, made, { ready, offset: seen?.offset }, tools);
  const done: CreateResult = { ...result, key: made.key, ...home };
  if (revokeAfterJob) return done;
  const unsettled = noteSettled(tools);
  // With secrets, the post step tells by the writes that the key stays.
  if (unsettled === undefined || store !== null) return done;
  return { ...done, failure: willBeDeleted(made.key, unsettled) };
}

function willBeDeleted({ id }: AdminKey, why: unknown): ActionError {
  return new ActionError(
    'partial',
    `The post step will delete the new key (\`${id}\`), since it cannot be told that this step is done: do ` +
      `not use its value. ${messageOf(why)}`,
    { cause: why },
  );
}

/**
 * Without secrets, a live key is all there is to reuse; with them, it has to be the one they hold.
 *
 * @throws ActionError where it may be on its way into them, or never gets there
 */
async function isInPlace(
  live: AdminKey,
  found: FoundKeys,
  seen: Seen | undefined,
  { store }: Tools,
): Promise<boolean> {
  if (seen === undefined || store === null) return true;
  const evidence = gatherEvidence(found, seen);
  const newest = newestOf(found.keys) ?? live;
  const why = whyUndelivered(evidence);
  if (why === undefined) return live === newest && areAccessible(seen, store);
  const isDue = !isLive(newest, found.now);
  const plan = planUndelivered(newest, why, isDue, { evidence, now: found.now });
  if (plan !== undefined) throw await notNow(plan, evidence, seen, store);
  return false;
}

function alreadyThere(key: AdminKey): ActionError {
  return new ActionError(
    'exists',
    `A live key named \`${key.name}\` is there already (\`${key.id}\`), and \`if-exists\` is \`fail\`. No ` +
      'key was made. Choose another `name`, delete that key, or set `if-exists` to `reuse` or `create`.',
  );
}

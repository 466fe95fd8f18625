import type { Context } from '../delivery/context.ts';
import { checkNewKey, deliverValue } from '../delivery/deliver-value.ts';
import {
  haveAccess,
  type InspectedSecrets,
  inspectSecrets,
  prepareSecrets,
  toDeliveryEvidence,
  waitForDistinctTimestamp,
  warnIfOpenToAll,
} from '../delivery/inspect-secrets.ts';
import { withNewKey } from '../delivery/new-key.ts';
import { whyUndelivered } from '../domain/delivery-status.ts';
import { ActionError } from '../domain/error.ts';
import { type ApiKey, isLive, newestOf } from '../domain/key.ts';
import type { ResultFor } from '../domain/result.ts';
import { planUndelivered } from '../domain/rotation-plan.ts';
import type { RequestFor } from '../inputs/types.ts';
import { findKeys } from '../openai/listing.ts';
import { undeliveredError } from './undelivered.ts';

/** Makes a key and delivers its value, or finds the key that exists. */
export async function create(
  request: RequestFor<'create'>,
  context: Context,
): Promise<ResultFor<'create'>> {
  const { name, lifetime, revokeAfterJob, targets, ifExists } = request;
  const { store } = context;
  const result: ResultFor<'create'> = {
    operation: 'create',
    outcome: 'created',
    key: null,
    name,
    lifetime,
    revokeAfterJob,
    targets,
    written: [],
    exposedTo: [],
  };
  const found =
    ifExists === 'create' ? undefined : await findKeys(context.client, name, context.now);
  const live = newestOf(found?.keys.filter((key) => isLive(key, found.now)) ?? []);
  if (live !== undefined && ifExists === 'fail') {
    throw new ActionError(
      'exists',
      `A live key named \`${name}\` exists already (\`${live.id}\`), and \`if-exists\` is \`fail\`. No ` +
        'key was made. Choose another `name`, delete that key, or set `if-exists` to `reuse` or `create`.',
    );
  }

  const inspected = await inspectSecrets(targets, store, context);
  warnIfOpenToAll(inspected, context);
  if (live && found && (await isReusable(live, found, inspected, context))) {
    return { ...result, outcome: 'reused', key: live };
  }
  const { ready } = await prepareSecrets(inspected, store);
  if (request.dryRun) return { ...result, outcome: 'planned' };
  await waitForDistinctTimestamp(inspected, context);

  const plan = {
    purpose: revokeAfterJob ? ('job' as const) : ('delivery' as const),
    ready,
    offset: (found?.isTimed ? found.offset : inspected.offset) ?? null,
    knownIds: found?.ids ?? new Set<string>(),
  };
  const use = request.outputValue || request.exportEnv !== null ? 'exposure' : 'delivery';
  const { key, written, exposedTo, failure } = await withNewKey(
    request,
    plan,
    context,
    async (newKey) => {
      await checkNewKey(newKey, request, use, plan.knownIds, context);
      return deliverValue(request, newKey, { ready, offset: inspected.offset }, context);
    },
  );
  return { ...result, key, written, exposedTo, failure };
}

/** Without secrets, any live key can be reused; with them, it has to be the one that they hold. */
async function isReusable(
  live: ApiKey,
  found: Awaited<ReturnType<typeof findKeys>>,
  inspected: InspectedSecrets,
  { store }: Context,
): Promise<boolean> {
  if (inspected.secrets.length === 0) return true;
  const evidence = toDeliveryEvidence(found, inspected);
  const newest = newestOf(found.keys) ?? live;
  const why = whyUndelivered(evidence);
  if (why === undefined) return live === newest && haveAccess(inspected, store);
  const isDue = !isLive(newest, found.now);
  const plan = planUndelivered(newest, why, isDue, { evidence, now: found.now });
  if (plan !== undefined) throw await undeliveredError(plan, evidence, inspected, store);
  return false;
}

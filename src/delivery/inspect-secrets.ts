import pLimit from 'p-limit';
import type { DeliveryEvidence } from '../domain/delivery-status.ts';
import { formatDuration } from '../domain/duration.ts';
import { ActionError, failsEveryRequest } from '../domain/error.ts';
import { describeTarget, type SecretTarget } from '../domain/secret-target.ts';
import { bulletList } from '../domain/text.ts';
import type { SecretStore, WritableSecret } from '../github/secret-store.ts';
import type { findKeys } from '../openai/listing.ts';
import type { Context } from './context.ts';

/** GitHub punishes more than a handful of requests at once. */
export const CONCURRENCY = 4;
/** `updated_at` has a resolution of a second; this long apart, two writes have distinct timestamps. */
export const MIN_WRITE_DISTANCE_MS = 10_000;

/** A target, what it holds before anything is written, and whether it is ready to be written. */
interface InspectedSecret extends Pick<WritableSecret, 'target' | 'before'> {
  prepared?: WritableSecret | undefined;
}

/** What is known of the targets before anything is written. */
export interface InspectedSecrets {
  secrets: readonly InspectedSecret[];
  /** GitHub's clock minus this machine's, in milliseconds, where it tells its time. */
  offset: number | undefined;
  /** GitHub's clock minus the one that is never corrected, in milliseconds, where it tells its time. */
  steadyOffset: number | undefined;
  /** Why the other targets of the request are skipped. */
  skipped: readonly ActionError[];
}

/**
 * What concerns one target alone: it is missing, archived, renamed, or this token may not write it.
 * Anything else (a dead token, a rate limit, an outage) concerns all of them.
 */
const OF_ONE_TARGET: readonly string[] = ['not-found', 'forbidden', 'redirected', 'rejected'];

/**
 * Reads every target, with one request each.
 *
 * @param maySkip - whether a target with a problem of its own is skipped; where there is no secret, its
 *   place may not be there either, so its public key is read too
 * @throws ActionError that names every target with a problem
 */
export async function inspectSecrets(
  targets: readonly SecretTarget[],
  store: SecretStore,
  clocks: Pick<Context, 'now' | 'monotonic'>,
  maySkip = false,
): Promise<InspectedSecrets> {
  let offset: number | undefined;
  let steadyOffset: number | undefined;
  const { good, failures } = await forEach(targets, maySkip, async (target) => {
    const { current: before, serverTime } = await store.get(target);
    if (serverTime !== undefined) {
      offset = serverTime - clocks.now();
      steadyOffset = serverTime - clocks.monotonic();
    }
    const isPlaceKnown = before !== null || !maySkip;
    const prepared = isPlaceKnown ? undefined : await store.prepare(target, null);
    return { target, before, prepared };
  });
  return { secrets: good, offset, steadyOffset, skipped: failures };
}

/**
 * Reads and checks every public key, and who may read an organization's secret.
 *
 * @param maySkip - whether a target with a problem of its own is skipped
 * @returns the same without those, and what is ready to be written
 * @throws ActionError that names every target with a problem
 */
export async function prepareSecrets(
  inspected: InspectedSecrets,
  store: SecretStore,
  maySkip = false,
): Promise<{ ready: WritableSecret[]; inspected: InspectedSecrets }> {
  const { good: ready, failures } = await forEach(
    inspected.secrets,
    maySkip,
    async ({ target, before, prepared }) => prepared ?? (await store.prepare(target, before)),
  );
  const secrets = ready.map((prepared) => ({ ...prepared, prepared }));
  const skipped = [...inspected.skipped, ...failures];
  return { ready, inspected: { ...inspected, secrets, skipped } };
}

/** What tells whether the targets hold the newest key. */
export function toDeliveryEvidence(
  { keys, offset }: Pick<Awaited<ReturnType<typeof findKeys>>, 'keys' | 'offset'>,
  inspected: InspectedSecrets,
): DeliveryEvidence {
  const updates = inspected.secrets.map(({ before }) => before?.updatedAt ?? null);
  // Where GitHub does not tell its time, both clocks are taken to be right.
  return { keys, updates, skew: (inspected.offset ?? offset) - offset };
}

/**
 * Whether exactly the repositories that the inputs name may read each organization secret; requests only
 * where the inputs name some.
 *
 * @throws ActionError of the store's
 */
export async function haveAccess(
  { secrets }: InspectedSecrets,
  store: SecretStore,
): Promise<boolean> {
  for (const { target, before } of secrets) {
    if (before === null || !(await store.hasAccess(target, before))) return false;
  }
  return true;
}

/** Warns about secrets that every repository can read, or will be able to read. */
export function warnIfOpenToAll({ secrets }: InspectedSecrets, { log }: Context): void {
  const isOpen = secrets.some(({ target, before }) => {
    if (target.place !== 'organization') return false;
    const { visibility } = target;
    return (visibility === 'keep' ? before?.visibility : visibility) === 'all';
  });
  if (!isOpen) return;
  log.warning(
    'Every repository of the organization, public ones included, can read the secret: its visibility ' +
      'is `all`. `private` or `selected` would limit it to fewer.',
  );
}

/** Waits until the last write of every target is so old that the next one has another timestamp. */
export async function waitForDistinctTimestamp(
  { secrets, steadyOffset }: InspectedSecrets,
  context: Pick<Context, 'now' | 'monotonic' | 'sleep' | 'log'>,
): Promise<void> {
  const last = Math.max(0, ...secrets.map(({ before }) => before?.updatedAt ?? 0));
  // Where GitHub does not tell its time, this machine's is taken to be right.
  const now = steadyOffset === undefined ? context.now() : context.monotonic() + steadyOffset;
  const wait = Math.min(last + MIN_WRITE_DISTANCE_MS - now, MIN_WRITE_DISTANCE_MS);
  if (wait <= 0) return;
  const names = secrets.flatMap(({ target, before }) =>
    before?.updatedAt === last ? [describeTarget(target)] : [],
  );
  context.log.info(
    `${names[0]} was written just now: waiting ${formatDuration(Math.ceil(wait / 1000))}, so ` +
      'that the next write has another timestamp.',
  );
  await context.sleep(wait);
}

/** Does something for each target, a few at a time, and throws where it fails for one that counts. */
async function forEach<S, T>(
  targets: readonly S[],
  maySkip: boolean,
  work: (target: S) => Promise<T>,
): Promise<{ good: T[]; failures: ActionError[] }> {
  const limit = pLimit(CONCURRENCY);
  const outcomes = await Promise.allSettled(targets.map((target) => limit(() => work(target))));
  const good: T[] = [];
  const failures: ActionError[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') good.push(outcome.value);
    else if (outcome.reason instanceof ActionError) failures.push(outcome.reason);
    else throw outcome.reason;
  }
  const [first] = failures;
  const areTheirOwn = failures.every(({ code }) => OF_ONE_TARGET.includes(code));
  if (first === undefined || (maySkip && good.length > 0 && areTheirOwn)) {
    return { good, failures };
  }
  throw failures.length === 1 ? first : (combineFailures(failures) as ActionError);
}

/** Several failures as one that names each, of the worst kind; undefined where there are none. */
export function combineFailures(failures: readonly ActionError[]): ActionError | undefined {
  const areCommon = failures.filter(({ code }) => !OF_ONE_TARGET.includes(code));
  const worst = areCommon.find(failsEveryRequest) ?? failures[0];
  const text = bulletList(failures.map(({ message }) => message));
  return worst && new ActionError(worst.code, text, { cause: worst });
}

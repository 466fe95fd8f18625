import pLimit from 'p-limit';
import { formatDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/error.ts';
import { describeTarget, type Target } from '../domain/target.ts';
import type { CurrentSecret, ReadyTarget, SecretStore } from '../github/secret-store.ts';

/** GitHub punishes more than a handful of requests at once. */
export const CONCURRENCY = 4;
/** `updated_at` has a resolution of a second; this tells a new write from an old one for sure. */
const QUIET_MS = 10_000;

/** What the targets look like. */
export interface Seen {
  targets: readonly Target[];
  /** In the targets' order; null: there is no such secret. */
  current: (CurrentSecret | null)[];
  /** GitHub's clock minus this machine's, in milliseconds, where it tells its time. */
  offset: number | undefined;
}

/** What is known of the targets before anything is done. */
export interface Survey extends Seen {
  /** What is prepared already, in the targets' order. */
  prepared: (ReadyTarget | undefined)[];
  /** GitHub's clock minus the one that nobody corrects, in milliseconds, where it tells its time. */
  steadyOffset: number | undefined;
  /** Why the other targets of the request are left out. */
  leftOut: readonly ActionError[];
}

export interface Waiting {
  now(): number;
  monotonic(): number;
  sleep(ms: number): Promise<void>;
  log: { info(line: string): void };
}

/**
 * What concerns one target alone: it is missing, archived, renamed, or this token may not write it.
 * Anything else (a dead token, a rate limit, a server out of order) concerns all of them.
 */
const OF_ONE_TARGET: readonly string[] = ['not-found', 'forbidden', 'redirected', 'rejected'];

/**
 * Looks at every target, one request each.
 *
 * @param mayLeaveOut - whether a target with a problem of its own is left out; where a secret is not
 *   there, its place may not be there either, so its public key is fetched too
 * @throws ActionError that names every target with a problem
 */
export async function survey(
  targets: readonly Target[],
  store: SecretStore,
  clocks: Pick<Waiting, 'now' | 'monotonic'>,
  mayLeaveOut = false,
): Promise<Survey> {
  let offset: number | undefined;
  let steadyOffset: number | undefined;
  const { good, failures } = await forEach(targets, mayLeaveOut, async (target) => {
    const { current, serverTime } = await store.observe(target);
    if (serverTime !== undefined) {
      offset = serverTime - clocks.now();
      steadyOffset = serverTime - clocks.monotonic();
    }
    const isPlaceKnown = current !== null || !mayLeaveOut;
    return { current, prepared: isPlaceKnown ? undefined : await store.prepare(target, null) };
  });
  return {
    targets: good.map(({ index }) => targets[index] as Target),
    current: good.map(({ value }) => value.current),
    prepared: good.map(({ value }) => value.prepared),
    offset,
    steadyOffset,
    leftOut: failures,
  };
}

/**
 * Fetches and checks every public key, and who may read an organization's secret.
 *
 * @param mayLeaveOut - whether a target with a problem of its own is left out
 * @returns the survey without those, all of it prepared
 * @throws ActionError that names every target with a problem
 */
export async function prepare(
  seen: Survey,
  store: SecretStore,
  mayLeaveOut = false,
): Promise<{ ready: ReadyTarget[]; seen: Survey }> {
  const { good, failures } = await forEach(
    seen.targets,
    mayLeaveOut,
    async (target, index) =>
      seen.prepared[index] ?? (await store.prepare(target, seen.current[index] ?? null)),
  );
  const ready = good.map(({ value }) => value);
  return {
    ready,
    seen: {
      targets: ready.map(({ target }) => target),
      current: ready.map(({ before }) => before),
      prepared: ready,
      offset: seen.offset,
      steadyOffset: seen.steadyOffset,
      leftOut: [...seen.leftOut, ...failures],
    },
  };
}

/** Warns of secrets that every repository can read, or will be able to. */
export function warnOfAll(
  { targets, current }: Seen,
  log: { warning(message: string): void },
): void {
  const open = targets.some((target, index) => {
    if (target.place !== 'organization') return false;
    const { visibility } = target;
    return (visibility === 'keep' ? current[index]?.visibility : visibility) === 'all';
  });
  if (!open) return;
  log.warning(
    'Every repository of the organization, public ones included, can read the secret: its visibility ' +
      'is `all`. `private` or `selected` would keep it to fewer.',
  );
}

/** Waits until the last write of every target is old enough for the next one to show. */
export async function awaitQuiet(
  { targets, current, steadyOffset }: Pick<Survey, 'targets' | 'current' | 'steadyOffset'>,
  tools: Waiting,
): Promise<void> {
  const last = Math.max(0, ...current.map((secret) => secret?.updatedAt ?? 0));
  // Where GitHub does not tell its time, this machine's is taken to be right.
  const now = steadyOffset === undefined ? tools.now() : tools.monotonic() + steadyOffset;
  const wait = last + QUIET_MS - now;
  if (wait <= 0) return;
  const target = targets[current.findIndex((secret) => secret?.updatedAt === last)] as Target;
  tools.log.info(
    `${describeTarget(target)} was written just now: waiting ${formatDuration(Math.ceil(wait / 1000))}, so ` +
      'that the next write can be told from that one.',
  );
  await tools.sleep(Math.min(wait, QUIET_MS));
}

/** Does something for each target, a few at a time, and throws where it fails for one that counts. */
async function forEach<T>(
  targets: readonly Target[],
  mayLeaveOut: boolean,
  work: (target: Target, index: number) => Promise<T>,
): Promise<{ good: { index: number; value: T }[]; failures: ActionError[] }> {
  const limit = pLimit(CONCURRENCY);
  const outcomes = await Promise.allSettled(
    targets.map((target, index) => limit(() => work(target, index))),
  );
  const good: { index: number; value: T }[] = [];
  const failures: ActionError[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') good.push({ index, value: outcome.value });
    else if (outcome.reason instanceof ActionError) failures.push(outcome.reason);
    else throw outcome.reason;
  }
  const [first] = failures;
  const areTheirOwn = failures.every(({ code }) => OF_ONE_TARGET.includes(code));
  if (first === undefined || (mayLeaveOut && good.length > 0 && areTheirOwn)) {
    return { good, failures };
  }
  if (failures.length === 1) throw first;
  throw new ActionError(first.code, listUp(failures.map(({ message }) => message)), {
    cause: first,
  });
}

/** The first ten of some sentences, one a line, and how many more there are. */
export function listUp(sentences: readonly string[]): string {
  const shown = sentences.slice(0, 10).map((sentence) => `- ${sentence}`);
  const more = sentences.length - shown.length;
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

import pLimit from 'p-limit';
import { formatDuration } from '../domain/duration.ts';
import { ActionError } from '../domain/error.ts';
import { describeTarget, type Target } from '../domain/target.ts';
import type { CurrentSecret, ReadyTarget, SecretStore } from '../github/secret-store.ts';

/** GitHub punishes more than a handful of requests at once. */
export const CONCURRENCY = 4;
/** `updated_at` has a resolution of a second; this tells a new write from an old one for sure. */
const QUIET_MS = 10_000;

/** What the targets look like before anything is done. */
export interface Survey {
  targets: readonly Target[];
  /** In the targets' order; null: there is no such secret. */
  current: (CurrentSecret | null)[];
  /** GitHub's clock minus this machine's, in milliseconds, where it tells its time. */
  offset: number | undefined;
}

export interface Waiting {
  now(): number;
  sleep(ms: number): Promise<void>;
  log: { info(line: string): void };
}

/**
 * Looks at every target, one request each.
 *
 * @throws ActionError that names every target with a problem
 */
export async function survey(
  targets: readonly Target[],
  store: SecretStore,
  now: () => number,
): Promise<Survey> {
  let offset: number | undefined;
  const observations = await forEach(targets, async (target) => {
    const observation = await store.observe(target);
    if (observation.serverTime !== undefined) offset = observation.serverTime - now();
    return observation;
  });
  return { targets, current: observations.map(({ current }) => current), offset };
}

/**
 * Fetches and checks every public key, and who may read an organization's secret.
 *
 * @throws ActionError that names every target with a problem
 */
export function prepare({ targets, current }: Survey, store: SecretStore): Promise<ReadyTarget[]> {
  return forEach(targets, (target, index) => store.prepare(target, current[index] ?? null));
}

/** Warns of secrets that every repository can read, or will be able to. */
export function warnOfAll(
  { targets, current }: Survey,
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
  { targets, current, offset }: Survey,
  tools: Waiting,
): Promise<void> {
  const last = Math.max(0, ...current.map((secret) => secret?.updatedAt ?? 0));
  const wait = last + QUIET_MS - (tools.now() + (offset ?? 0));
  if (wait <= 0) return;
  const target = targets[current.findIndex((secret) => secret?.updatedAt === last)] as Target;
  tools.log.info(
    `${describeTarget(target)} was written just now: waiting ${formatDuration(Math.ceil(wait / 1000))}, so ` +
      'that the next write can be told from that one.',
  );
  await tools.sleep(Math.min(wait, QUIET_MS));
}

async function forEach<T>(
  targets: readonly Target[],
  work: (target: Target, index: number) => Promise<T>,
): Promise<T[]> {
  const limit = pLimit(CONCURRENCY);
  const outcomes = await Promise.allSettled(
    targets.map((target, index) => limit(() => work(target, index))),
  );
  const failures: ActionError[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    if (!(outcome.reason instanceof ActionError)) throw outcome.reason;
    failures.push(outcome.reason);
  }
  const [first] = failures;
  if (first === undefined) {
    return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<T>).value);
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

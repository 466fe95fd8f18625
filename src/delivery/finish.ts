import { ActionError } from '../domain/error.ts';
import { MAX_EARLY_SECONDS } from '../domain/lost-create.ts';
import { describeTarget } from '../domain/secret-target.ts';
import { isNotFound } from '../openai/client.ts';
import type { SavedState, StateEntry } from '../runner/state.ts';
import type { Context } from './context.ts';
import { findCreated } from './recover-create.ts';
import { deleteNewKey, howToDelete, maybeThere, NEW_KEY_MS } from './revoke.ts';
import { readUnanswered } from './write-secrets.ts';
import { decide, IN_FLIGHT_MS, parseProgress, unknownProgress } from './write-state.ts';

type OpenEntry = Exclude<StateEntry, { stage: 'done' }>;
type CreatedEntry = Extract<StateEntry, { stage: 'created' }>;
type FinishContext = Pick<Context, 'uncancellable' | 'store' | 'now' | 'sleep' | 'log'>;

/**
 * Finishes what a rotation or a create left behind, as its saved state says: keeps a key that a secret
 * holds or may hold, and deletes one that nobody holds. Never throws; what stays open is named.
 *
 * @param canReadSecrets - whether the store may be asked
 */
export async function finish(
  { entry, progress }: SavedState,
  canReadSecrets: boolean,
  context: FinishContext,
): Promise<void> {
  if (entry.stage === 'done') return;
  const { log } = context;
  try {
    if (entry.stage === 'created') {
      await finishKey(entry, progress, canReadSecrets, context);
      return;
    }
    // Counted from here: the machine's clock may have been corrected since the request left.
    await context.sleep(IN_FLIGHT_MS);
    const known = { knownIds: new Set<string>() };
    const { message } = await findCreated(context.uncancellable, entry, known, context);
    log.warning(`The step ended while it created a key. ${message}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.warning(`${why}\n${describeLeftover(entry)}`);
  }
}

/** What may be left, and what to do about it. */
export function describeLeftover(entry: OpenEntry): string {
  if (entry.stage === 'created') {
    return `Key \`${entry.keyId}\` is still there. If no secret holds it: ${howToDelete(entry.keyId)}`;
  }
  return (
    `A key named \`${entry.name}\` may have been made at ${new Date(entry.sentAt).toISOString()}; nobody ` +
    'holds its value. Find it with `operation: list` and delete it by its id.'
  );
}

async function finishKey(
  entry: CreatedEntry,
  text: string,
  canReadSecrets: boolean,
  context: FinishContext,
): Promise<void> {
  const { targets, before, keyId } = entry;
  const { log, store } = context;
  let progress = parseProgress(text, keyId, targets.length) ?? unknownProgress(targets.length);
  if (canReadSecrets) progress = await readUnanswered(progress, targets, before, store, context);
  switch (decide(progress, false)) {
    case 'keep': {
      const left = targets.filter((_, index) => progress[index]?.state !== 'written');
      if (left.length === 0) return;
      log.warning(
        `The step ended while it delivered key \`${keyId}\`. The key lives on, since some secrets hold it; ` +
          `these may not: ${left.map(describeTarget).join(', ')}. Run the step again to give all of them one key.`,
      );
      return;
    }
    case 'leave':
      throw new ActionError(
        'partial',
        'It is not certain whether a secret holds the new key, so it was not deleted. The next ' +
          'rotation of its name finds it delivered or deletes it.',
      );
    case 'delete':
      await deleteKey(entry, context);
  }
}

async function deleteKey(
  { keyId, createdAt, toldCreatedAt, purpose, account }: CreatedEntry,
  { uncancellable, now, sleep, log }: FinishContext,
): Promise<void> {
  // The main step may have ended before it could compare the key with what was asked. A key that is made
  // for the job was compared.
  if (account !== null && purpose !== 'job') {
    const foreign = await whyForeign(keyId, toldCreatedAt, uncancellable);
    if (foreign !== undefined) {
      log.warning(`Key \`${keyId}\` may be somebody else's, so it was not deleted. ${foreign}`);
      return;
    }
  }
  const isNew = now() < createdAt + NEW_KEY_MS;
  const outcome = isNew
    ? await deleteNewKey(keyId, uncancellable, sleep)
    : await uncancellable.delete(keyId);
  if (outcome === 'hidden') {
    log.warning(`The key that the step made had to be deleted, but ${maybeThere(keyId)}`);
    return;
  }
  const why = purpose === 'job' ? 'it was made for this job only' : 'its value had reached nobody';
  const what = outcome === 'gone' ? 'is gone already' : 'was deleted';
  log.info(`Key \`${keyId}\` ${what}: ${why}.`);
}

/**
 * @param createdAt - what the response to the create said, in Unix seconds
 * @returns undefined also where the key is not there (yet)
 */
async function whyForeign(
  keyId: string,
  createdAt: number,
  client: FinishContext['uncancellable'],
): Promise<string | undefined> {
  try {
    const { key } = await client.retrieve(keyId);
    if (key.createdAt < createdAt - MAX_EARLY_SECONDS)
      return 'It was made before this step made one.';
    return client.whyForeign(key);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

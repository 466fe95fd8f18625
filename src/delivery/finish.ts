import { ActionError, messageOf } from '../domain/error.ts';
import { describeTarget } from '../domain/secret-target.ts';
import type { CreatedState, OpenEntry, SavedState } from '../runner/state.ts';
import type { Context } from './context.ts';
import { describeLost, findCreated } from './recover-create.ts';
import { deleteNewKey, howToDelete, maybeThere, NEW_KEY_MS, whyForeign } from './revoke.ts';
import { readUnanswered } from './write-secrets.ts';
import { decide, IN_FLIGHT_MS, parseProgress, unknownProgress } from './write-state.ts';

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
    const { message } = await findCreated(entry, known, context);
    log.warning(`The creation of a key was left unfinished. ${message}`);
  } catch (error) {
    log.warning(`${messageOf(error)}\n${describeLeftover(entry)}`);
  }
}

/** What may be left, and what to do about it. */
export function describeLeftover(entry: OpenEntry): string {
  if (entry.stage === 'created') {
    return `Key \`${entry.keyId}\` is still there. If no secret holds it: ${howToDelete(entry.keyId)}`;
  }
  return describeLost(entry);
}

async function finishKey(
  entry: CreatedState,
  text: string,
  canReadSecrets: boolean,
  context: FinishContext,
): Promise<void> {
  const { targets, before, keyId } = entry;
  const { log } = context;
  let progress = parseProgress(text, keyId, targets.length) ?? unknownProgress(targets.length);
  if (canReadSecrets) progress = await readUnanswered(progress, targets, before, context);
  switch (decide(progress, false)) {
    case 'keep': {
      const left = targets.filter((_, index) => progress[index]?.state !== 'written');
      if (left.length === 0) return;
      log.warning(
        `The delivery of key \`${keyId}\` was left unfinished. The key lives on, since some secrets hold it; ` +
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

async function deleteKey(entry: CreatedState, context: FinishContext): Promise<void> {
  const { uncancellable, now, log } = context;
  const { keyId, createdAt, purpose } = entry;
  // The main step may have ended before it could compare the key with what was asked.
  const foreign = entry.isCompared ? undefined : await whyForeign(entry, context);
  if (foreign !== undefined) {
    log.warning(`Key \`${keyId}\` may be somebody else's, so it was not deleted. ${foreign}`);
    return;
  }
  const isNew = now() < createdAt + NEW_KEY_MS;
  const outcome = isNew ? await deleteNewKey(keyId, context) : await uncancellable.delete(keyId);
  if (outcome === 'hidden') {
    log.warning(`The key that the step made had to be deleted, but ${maybeThere(keyId)}`);
    return;
  }
  const why = purpose === 'job' ? 'it was made for this job only' : 'its value had reached nobody';
  const what = outcome === 'gone' ? 'is gone already' : 'was deleted';
  log.info(`Key \`${keyId}\` ${what}: ${why}.`);
}

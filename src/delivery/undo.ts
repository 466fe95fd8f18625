import { ActionError, messageOf } from '../domain/error.ts';
import type { DeliveryTools } from './tools.ts';

/**
 * Deletes a key that nobody holds.
 *
 * @param why - what went wrong, in whole sentences
 * @returns the error to throw
 */
export async function undo(
  keyId: string,
  why: string,
  tools: Pick<DeliveryTools, 'cleanup' | 'writeJournal'>,
): Promise<ActionError> {
  try {
    await tools.cleanup.delete(keyId);
  } catch (error) {
    return new ActionError(
      'partial',
      `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
        `${messageOf(error)}\n${why}`,
      { cause: error },
    );
  }
  try {
    tools.writeJournal({ stage: 'settled' });
  } catch {
    // The post step then looks once more, and finds nothing to do.
  }
  return new ActionError('partial', `The new key (\`${keyId}\`) was deleted again. ${why}`);
}

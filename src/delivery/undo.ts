import { ActionError, messageOf } from '../domain/error.ts';
import type { AdminKeys } from '../openai/admin-keys.ts';
import type { DeliveryTools } from './tools.ts';

/** A replica that has not heard of a new key yet answers 404, which is no proof that it is gone. */
const WAITS_MS = [2_000, 4_000, 8_000];
/** So long after it was made, in milliseconds, a key is new in this sense. */
export const NEW_MS = 5 * 60_000;

/** How to get rid of a key by hand. */
export function howToDelete(keyId: string): string {
  return `Delete it with \`operation: delete\` and \`key-id: ${keyId}\`.`;
}

/**
 * Deletes a key that was just made.
 *
 * @returns `hidden` where it is answered for as if it were not there, again and again
 * @throws ActionError of the client's; `cancelled` when the job ended during a wait
 */
export async function deleteNew(
  keyId: string,
  client: Pick<AdminKeys, 'delete'>,
  sleep: (ms: number) => Promise<void>,
): Promise<'deleted' | 'hidden'> {
  if ((await client.delete(keyId)) === 'deleted') return 'deleted';
  for (const wait of WAITS_MS) {
    await sleep(wait);
    if ((await client.delete(keyId)) === 'deleted') return 'deleted';
  }
  return 'hidden';
}

/** The sentence for such a key. */
export function maybeThere(keyId: string): string {
  return (
    `key \`${keyId}\` is perhaps still there: the API answers its delete as if there were no such key, ` +
    `which it can do for a new one. ${howToDelete(keyId)}`
  );
}

/**
 * Deletes a key that nobody holds.
 *
 * @param why - what went wrong, in whole sentences
 * @returns the error to throw
 */
export async function undo(
  keyId: string,
  why: string,
  tools: Pick<DeliveryTools, 'cleanup' | 'writeJournal' | 'sleep'>,
): Promise<ActionError> {
  try {
    if ((await deleteNew(keyId, tools.cleanup, tools.sleep)) === 'hidden') {
      return new ActionError(
        'partial',
        `${why}\nThe new key was to be deleted again, but ${maybeThere(keyId)} The post step tries once more.`,
      );
    }
  } catch (error) {
    return new ActionError(
      'partial',
      `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
        `${messageOf(error)}\n${why}`,
      { cause: error },
    );
  }
  noteSettled(tools);
  return new ActionError('partial', `The new key (\`${keyId}\`) was deleted again. ${why}`);
}

/**
 * Tells the post step that nothing is left to do.
 *
 * @returns why that failed. Where no key is left, or a secret holds it, that does no harm: the post step
 *   looks once more, in vain
 */
export function noteSettled(tools: Pick<DeliveryTools, 'writeJournal'>): unknown {
  try {
    tools.writeJournal({ stage: 'settled' });
    return undefined;
  } catch (error) {
    // What is told is what happened to the key.
    return error;
  }
}

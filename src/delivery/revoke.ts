import { ActionError, messageOf } from '../domain/error.ts';
import type { KeyClient } from '../openai/client.ts';
import type { Context } from './context.ts';

/** A replica that has not heard of a new key yet answers 404, which is no proof that it is gone. */
const WAITS_MS = [2_000, 4_000, 8_000];
/** So long after it was made, in milliseconds, a key is new in this sense. */
export const NEW_KEY_MS = 5 * 60_000;

/** How to delete a key by hand. */
export function howToDelete(keyId: string): string {
  return `Delete it with \`operation: delete\` and \`key-id: ${keyId}\`.`;
}

/**
 * Deletes a key that was just made.
 *
 * @returns `hidden` where the API answers again and again that there is no such key
 * @throws ActionError of the client's; `cancelled` when the job ended during a wait
 */
export async function deleteNewKey(
  keyId: string,
  client: Pick<KeyClient, 'delete'>,
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
    `key \`${keyId}\` may still be there: the API answers its delete as if there were no such key, ` +
    `which it can do for a new one. ${howToDelete(keyId)}`
  );
}

/**
 * Deletes a new key that nobody holds.
 *
 * @param why - what went wrong, in whole sentences
 * @returns the error to throw
 */
export async function revoke(
  keyId: string,
  why: string,
  context: Pick<Context, 'uncancellable' | 'saveEntry' | 'sleep'>,
): Promise<ActionError> {
  try {
    if ((await deleteNewKey(keyId, context.uncancellable, context.sleep)) === 'hidden') {
      return new ActionError(
        'partial',
        `${why}\nThe new key had to be deleted again, but ${maybeThere(keyId)} The post step tries once more.`,
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
  saveDone(context);
  return new ActionError('partial', `The new key (\`${keyId}\`) was deleted again. ${why}`);
}

/**
 * Tells the post step that nothing is left to do.
 *
 * @returns why that failed; undefined where it did not. Where no key is left, or a secret holds it, a
 *   failure does no harm: the post step looks once more, and finds nothing to do
 */
export function saveDone({ saveEntry }: Pick<Context, 'saveEntry'>): unknown {
  try {
    saveEntry({ stage: 'done' });
    return undefined;
  } catch (error) {
    // What is reported is what happened to the key.
    return error;
  }
}

import { ActionError, messageOf } from '../domain/error.ts';
import { MAX_EARLY_SECONDS } from '../domain/lost-create.ts';
import { isNotFound } from '../openai/client.ts';
import type { CreatedState } from '../runner/state.ts';
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
  { uncancellable, sleep }: Pick<Context, 'uncancellable' | 'sleep'>,
): Promise<'deleted' | 'hidden'> {
  if ((await uncancellable.delete(keyId)) === 'deleted') return 'deleted';
  for (const wait of WAITS_MS) {
    await sleep(wait);
    if ((await uncancellable.delete(keyId)) === 'deleted') return 'deleted';
  }
  return 'hidden';
}

/**
 * Why a key that a step is about to delete may not be the one that it made, as a sentence: the response to
 * the create may have named another. Only a key of a project is looked at, which shows its owner.
 *
 * @param notAfter - as for `retrieve`
 * @returns undefined also where the key is not there (yet)
 * @throws ActionError where it cannot be read
 */
export async function whyForeign(
  { keyId, toldCreatedAt, account }: CreatedState,
  { uncancellable }: Pick<Context, 'uncancellable'>,
  notAfter?: number,
): Promise<string | undefined> {
  if (account === null) return undefined;
  try {
    const { key } = await uncancellable.retrieve(keyId, notAfter);
    if (key.createdAt < toldCreatedAt - MAX_EARLY_SECONDS) {
      return 'It was made before this step made one.';
    }
    return uncancellable.whyForeign(key);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The sentence for such a key. */
export function maybeThere(keyId: string): string {
  return (
    `key \`${keyId}\` may still be there: the API answers its delete as if there were no such key, ` +
    `which it can do for a new one. ${howToDelete(keyId)}`
  );
}

/** A key that may be another's is named, and the post step leaves it too. */
export function leaveForeign(
  id: string,
  why: string,
  context: Pick<Context, 'saveEntry'>,
  cause?: unknown,
): ActionError {
  saveDone(context);
  return new ActionError(
    'foreign',
    `${why}\nKey \`${id}\` may be somebody else's, so it was not deleted. ${howToDelete(id)} Do so only ` +
      'if nothing uses it.',
    { cause },
  );
}

/**
 * Deletes a new key that nobody holds.
 *
 * @param why - what went wrong
 * @returns the error to throw
 */
export async function revoke(
  keyId: string,
  why: ActionError,
  context: Pick<Context, 'uncancellable' | 'saveEntry' | 'sleep'>,
): Promise<ActionError> {
  try {
    if ((await deleteNewKey(keyId, context)) === 'hidden') {
      return new ActionError(
        'partial',
        `${why.message}\nThe new key had to be deleted again, but ${maybeThere(keyId)} This job tries once more.`,
        { cause: why },
      );
    }
  } catch (error) {
    return new ActionError(
      'partial',
      `The new key (\`${keyId}\`) could not be delivered and not be deleted either: delete it by its id. ` +
        `${messageOf(error)}\n${why.message}`,
      { cause: error },
    );
  }
  saveDone(context);
  const message = `The new key (\`${keyId}\`) was deleted again. ${why.message}`;
  return new ActionError('partial', message, { cause: why });
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

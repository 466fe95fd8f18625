import type { Credential } from '../domain/credential.ts';
import { ActionError, messageOf } from '../domain/error.ts';
import type { ApiKey } from '../domain/key.ts';
import { findLostKey, MAX_EARLY_SECONDS } from '../domain/lost-create.ts';
import { firstOf } from '../domain/text.ts';
import { PAGE_SIZE } from '../openai/listing.ts';
import type { UnknownOutcomeError } from '../openai/unknown-outcome.ts';
import type { PendingCreate } from '../runner/state.ts';
import type { Context } from './context.ts';
import { deleteNewKey, maybeThere, saveDone } from './revoke.ts';
import { IN_FLIGHT_MS } from './write-state.ts';

/** A line of the log is cut at some length, and a hundred ids could be too much for one. */
const MAX_IN_LINE = 3;

/** What was found of the key, in whole sentences, and whether nothing is left to do. */
interface Recovery {
  done: boolean;
  message: string;
}

/**
 * Looks for the key of a create whose answer was lost or is about something else, once the request can
 * no longer be in flight.
 *
 * @param knownIds - ids of keys that were there before
 * @returns the error to throw, which says what was found
 */
export async function recoverLostCreate(
  error: UnknownOutcomeError,
  pending: PendingCreate,
  knownIds: ReadonlySet<string>,
  context: Pick<Context, 'uncancellable' | 'sleep' | 'now' | 'saveEntry'>,
): Promise<ActionError> {
  const { reported, value } = error;
  const failure = (message: string): ActionError =>
    new ActionError('unknown-outcome', `${error.message}\n${message}`, { cause: error });
  if (reported !== undefined && !knownIds.has(reported.id)) {
    pending.reported = reported;
    try {
      context.saveEntry({ stage: 'creating', ...pending });
    } catch {
      // The post step then looks without the id.
    }
  }
  try {
    // Counted from the end of the attempt, so that a clock that is corrected shortens nothing.
    await context.sleep(IN_FLIGHT_MS);
  } catch {
    return failure('The job was cancelled; the post step checks whether a key was made.');
  }
  const { done, message } = await findCreated(pending, { knownIds, value }, context);
  if (!done) return failure(`${message} This job checks once more.`);
  saveDone(context);
  return failure(message);
}

/**
 * Reads the newest keys once, to find the one that a create with an unknown outcome may have made. It
 * is deleted where an id that came through proves that it is that one; otherwise it is named. Never
 * throws.
 *
 * @param known - ids of keys that were there before, and the value in the broken answer
 */
export async function findCreated(
  pending: PendingCreate,
  known: { knownIds: ReadonlySet<string>; value?: Credential | undefined },
  context: Pick<Context, 'uncancellable' | 'now' | 'sleep'>,
): Promise<Recovery> {
  const { uncancellable, now } = context;
  const page = await uncancellable.listNewest().catch(messageOf);
  if (typeof page === 'string') {
    return notFound(`The newest keys could not be listed either: ${page}`, pending);
  }
  const measured = page.serverTime === undefined ? null : page.serverTime - now();
  const offset = pending.offset ?? measured;
  if (offset === null) {
    const why = 'The server does not tell its time, so its new keys cannot be told from others.';
    return notFound(why, pending);
  }
  const since = Math.floor((pending.sentAt + offset) / 1000) - MAX_EARLY_SECONDS;
  const isCandidate = (key: ApiKey) => uncancellable.whyForeign(key) === undefined;
  const outcome = findLostKey(page.keys, { ...pending, ...known, since, isCandidate });
  switch (outcome.kind) {
    case 'none':
      return {
        done: false,
        message: `No key named \`${pending.name}\` that may be this step's is listed, but a listing can be late.`,
      };
    case 'unproven': {
      const { reported } = pending;
      const isLate = reported !== undefined && !page.keys.some(({ id }) => id === reported.id);
      return { done: !isLate, message: unproven(outcome.ids, pending) };
    }
    case 'proven':
      return deleteProven(outcome.key.id, context);
  }
}

async function deleteProven(
  keyId: string,
  context: Pick<Context, 'uncancellable' | 'sleep'>,
): Promise<Recovery> {
  try {
    if ((await deleteNewKey(keyId, context)) === 'deleted') {
      const message = `The key that it had made (\`${keyId}\`) was deleted. Run this again.`;
      return { done: true, message };
    }
    return { done: false, message: `The create had made a key, and ${maybeThere(keyId)}` };
  } catch (error) {
    return {
      done: false,
      message:
        `The key had been made (\`${keyId}\`), nobody holds its value, and deleting it failed: ` +
        `${messageOf(error)} Delete it by its id.`,
    };
  }
}

function notFound(why: string, pending: PendingCreate): Recovery {
  return { done: false, message: `${why} ${describeLost(pending)}` };
}

/** What a create with an unknown outcome may have left, and what to do about it. */
export function describeLost({ name, sentAt, reported }: PendingCreate): string {
  const which = reported === undefined ? '' : ` (perhaps \`${reported.id}\`)`;
  return (
    `A key named \`${name}\`${which} may have been made at ${new Date(sentAt).toISOString()}, and nobody ` +
    'holds its value: find it with `operation: list` and delete it by its id.'
  );
}

function unproven(ids: readonly string[], { name, purpose, lifetime }: PendingCreate): string {
  const one = ids.length === 1;
  const isLong = ids.length > MAX_IN_LINE;
  const listed = ids.map((id) => `\`${id}\``);
  const shown = firstOf(listed, PAGE_SIZE).join(isLong ? ',\n' : ', ');
  const named = isLong ? '`key-id` with' : `\`key-id: ${ids.join(', ')}\`, or with`;
  return (
    `${shown} may be the key that this step made, or somebody else's: the answer that would tell was ` +
    `lost, so ${one ? 'it was' : 'they were'} not deleted. ${endOf(purpose, name, lifetime)} To delete it ` +
    'now, make sure that nothing uses it, and run `operation: delete` with ' +
    (one ? `\`key-id: ${ids[0]}\`.` : `${named} those of them that nothing uses.`)
  );
}

/** What will become of a key that is left. */
function endOf(purpose: PendingCreate['purpose'], name: string, lifetime: number | null): string {
  if (purpose === 'rotation') return `The next rotation of \`${name}\` deletes it.`;
  if (lifetime !== null) return 'It expires by itself, as `expires-in` says.';
  return 'It never expires; a rotation of that name would delete it.';
}

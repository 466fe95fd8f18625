import { ActionError } from '../domain/error.ts';
import { hasLifetime } from '../domain/fate.ts';
import { type CreatedKey, UnknownFate } from '../openai/admin-keys.ts';
import type { Made, Reach, Sent } from '../runner/journal.ts';
import { awaitAftermath, settleFate } from './fate.ts';
import type { DeliveryTools } from './tools.ts';

/** State reaches the post step as one environment variable, which Linux limits to 128 KiB. */
const MAX_JOURNAL_BYTES = 120_000;

/** A key that is to be made, and what the post step has to know about it. */
export interface Order extends Omit<Made, 'keyId'>, Reach {
  name: string;
  /** Seconds; null: for ever. */
  lifetime: number | null;
}

/**
 * Makes a key. The journal is written before the request leaves, and again as soon as the id is
 * known, so that the post step can clean up whatever happens in between.
 *
 * @throws ActionError; where the key may have been made all the same, the message says what was found
 */
export async function makeKey(order: Order, tools: DeliveryTools): Promise<CreatedKey> {
  if (tools.cancelled.aborted) {
    throw new ActionError('cancelled', 'The job was cancelled before a key was made.');
  }
  const { name, lifetime, ...rest } = order;
  if (Buffer.byteLength(JSON.stringify(rest)) > MAX_JOURNAL_BYTES) {
    throw new ActionError(
      'input',
      '`secret-repositories` and `secret-environment` name more than the runner can hand to the post ' +
        'step, which cleans up if this one fails. No key was made. Spread the targets over several steps.',
    );
  }
  const { baseUrl, timeoutMs, retryForMs } = order;
  const sent: Sent = { name, lifetime, sentAt: tools.now() };
  const onAttempt = (at: number): void => {
    sent.sentAt = at;
    tools.writeJournal({ stage: 'creating', baseUrl, timeoutMs, retryForMs, ...sent });
  };
  try {
    const made = await tools.keys.create({ name, lifetime }, onAttempt);
    tools.writeJournal({ stage: 'made', keyId: made.key.id, ...rest });
    if (!hasLifetime(made.key, lifetime)) {
      tools.log.warning(
        `The server gave key \`${made.key.id}\` another lifetime than was asked for: look at its expiry.`,
      );
    }
    return made;
  } catch (error) {
    if (error instanceof UnknownFate) throw await afterUnknownFate(error, sent, tools);
    if (error instanceof ActionError) tools.writeJournal({ stage: 'settled' });
    throw error;
  }
}

async function afterUnknownFate(
  error: UnknownFate,
  sent: Sent,
  tools: DeliveryTools,
): Promise<ActionError> {
  try {
    await awaitAftermath(sent, tools);
  } catch {
    const message = 'The job was cancelled; the post step looks whether a key was made.';
    return new ActionError('unknown-fate', `${error.message}\n${message}`, { cause: error });
  }
  const { cleanup, now } = tools;
  const { settled, message } = await settleFate(cleanup, sent, now(), now, error.hint);
  if (settled) tools.writeJournal({ stage: 'settled' });
  return new ActionError('unknown-fate', `${error.message}\n${message}`, { cause: error });
}

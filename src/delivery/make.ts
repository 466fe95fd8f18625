import type { AdminKey } from '../domain/admin-key.ts';
import { WRITE_WINDOW } from '../domain/delivered.ts';
import { ActionError, messageOf } from '../domain/error.ts';
import { hasLifetime } from '../domain/fate.ts';
import type { ReadyTarget } from '../github/secret-store.ts';
import { type CreatedKey, UnknownFate } from '../openai/admin-keys.ts';
import type { NewKeyRequest } from '../request/request.ts';
import type { Made, Reach, Sent } from '../runner/journal.ts';
import { awaitAftermath, settleFate } from './fate.ts';
import type { DeliveryTools } from './tools.ts';
import { undo } from './undo.ts';

/** State reaches the post step as one variable, of 128 KiB on Linux and 32,767 letters on Windows. */
const MAX_JOURNAL_BYTES = process.platform === 'win32' ? 30_000 : 120_000;

/** A new key and its value. */
export interface MadeKey extends Omit<CreatedKey, 'age'> {
  /** Unix milliseconds on this machine's clock, after which no write of the value is begun. */
  writeUntil: number;
}

/** A key that is to be made, and what the post step has to know about it. */
export interface Order extends Omit<Made, 'keyId'>, Reach {
  name: string;
  /** Seconds; null: for ever. */
  lifetime: number | null;
}

/** The order for the key that a request asks for, and the secrets that are ready for it. */
export function orderFor(
  request: NewKeyRequest,
  purpose: Order['purpose'],
  ready: readonly ReadyTarget[],
): Order {
  return {
    name: request.name,
    lifetime: request.lifetime,
    baseUrl: request.baseUrl.href,
    timeoutMs: request.timeoutMs,
    retryForMs: request.retryForMs,
    purpose,
    targets: request.targets,
    before: ready.map(({ before }) => before?.updatedAt ?? null),
    githubApiUrl: request.github?.apiUrl.href ?? '',
  };
}

/**
 * Makes a key. The journal is written before the request leaves, and again as soon as the id is
 * known, so that the post step can clean up whatever happens in between.
 *
 * @param known - keys that were listed before; an answer that names one of them was never about a new one
 * @throws ActionError; where the key may have been made all the same, the message says what was found
 */
export async function makeKey(
  order: Order,
  tools: DeliveryTools,
  known: readonly AdminKey[] = [],
): Promise<MadeKey> {
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
  const { key, value, age } = await create(sent, known, onAttempt, tools);
  const writeUntil = tools.now() - age + WRITE_WINDOW * 1000;
  try {
    tools.writeJournal({ stage: 'made', keyId: key.id, ...rest });
  } catch (error) {
    throw await undo(key.id, messageOf(error), tools);
  }
  if (!hasLifetime(key, lifetime)) {
    tools.log.warning(
      `The server gave key \`${key.id}\` another lifetime than was asked for: look at its expiry.`,
    );
  }
  return { key, value, writeUntil };
}

async function create(
  sent: Sent,
  known: readonly AdminKey[],
  onAttempt: (at: number) => void,
  tools: DeliveryTools,
): Promise<CreatedKey> {
  const { name, lifetime } = sent;
  try {
    const created = await tools.keys.create({ name, lifetime }, onAttempt);
    const { id } = created.key;
    if (known.some((key) => key.id === id)) throw new UnknownFate(replayed(id));
    return created;
  } catch (error) {
    if (error instanceof UnknownFate) throw await afterUnknownFate(error, sent, tools);
    if (error instanceof ActionError) tools.writeJournal({ stage: 'settled' });
    throw error;
  }
}

/** Taken for new, such a key would be deleted as the old one while the secrets hold it. */
function replayed(keyId: string): ActionError {
  return new ActionError(
    'unreadable',
    `The answer to the create names key \`${keyId}\`, which was there before: something on the way ` +
      'repeats an older answer. That key was not touched. Check what `base-url` and the proxy point to.',
  );
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

import { WRITE_WINDOW } from '../domain/delivered.ts';
import { ActionError, messageOf } from '../domain/error.ts';
import type { ReadyTarget } from '../github/secret-store.ts';
import { type CreatedKey, UnknownFate } from '../openai/admin-keys.ts';
import type { NewKeyRequest } from '../request/request.ts';
import type { Made, Reach, Sent } from '../runner/journal.ts';
import { settleFate } from './fate.ts';
import type { DeliveryTools } from './tools.ts';
import { AFTERMATH_MS, formatProgress, startProgress } from './transaction.ts';
import { noteSettled, undo } from './undo.ts';

/** State reaches the post step as one variable, of 128 KiB on Linux and 32,767 letters on Windows. */
const MAX_JOURNAL_BYTES = process.platform === 'win32' ? 30_000 : 120_000;

/** A key is tried, and its trial tried again, until it is so old, in milliseconds. */
const TRIAL_WINDOW_MS = 10 * 60_000;
/** A clock that is further behind than this is not waited for, in milliseconds. */
const LONGEST_CATCH_UP_MS = 60_000;

/** A new key and its value; moments are milliseconds of the clock that nobody corrects. */
export interface MadeKey extends Omit<CreatedKey, 'age'> {
  /** After it, no attempt to try the key is begun. */
  tryUntil: number;
  /** When the key is made on the servers' clocks too; no write of the value is begun before. */
  writeFrom: number;
  /** Nor after. */
  writeUntil: number;
}

/** A key that is to be made, and what the post step has to know about it. */
export interface Order extends Omit<Made, 'keyId' | 'madeAt'>, Reach {
  name: string;
  /** Seconds; null: for ever. */
  lifetime: number | null;
  /** The API's clock minus this machine's, in milliseconds; null where it has not told its time. */
  offset: number | null;
}

/** No key was listed. */
const NOTHING: ReadonlySet<string> = new Set();

/** The order for the key that a request asks for, and the secrets that are ready for it. */
export function orderFor(
  request: NewKeyRequest,
  purpose: Order['purpose'],
  ready: readonly ReadyTarget[],
  offset: number | null,
): Order {
  return {
    offset,
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
 * @param known - ids that were listed before; an answer that names one of them is not about a new key
 * @throws ActionError; where the key may have been made all the same, the message says what was found
 */
export async function makeKey(
  order: Order,
  tools: DeliveryTools,
  known: ReadonlySet<string> = NOTHING,
): Promise<MadeKey> {
  if (tools.cancelled.aborted) {
    throw new ActionError('cancelled', 'The job was cancelled before a key was made.');
  }
  const { name, lifetime, offset, ...rest } = order;
  if (Buffer.byteLength(JSON.stringify(rest)) > MAX_JOURNAL_BYTES) {
    throw new ActionError(
      'input',
      '`secret-repositories` and `secret-environment` name more than the runner can hand to the post ' +
        'step, which cleans up if this one fails. No key was made. Spread the targets over several steps.',
    );
  }
  const { baseUrl, timeoutMs, retryForMs, purpose } = order;
  const sent: Sent = { name, lifetime, purpose, offset, sentAt: tools.now() };
  const note = (): void => {
    tools.writeJournal({ stage: 'creating', baseUrl, timeoutMs, retryForMs, ...sent });
  };
  const onAttempt = (at: number): void => {
    sent.sentAt = at;
    note();
  };
  const { key, value, age } = await create(sent, known, { onAttempt, note }, tools);
  const madeAt = tools.now() - age;
  const born = tools.monotonic() - age;
  try {
    tools.writeJournal({ stage: 'made', keyId: key.id, madeAt, ...rest });
    // Where there are targets, a progress that is missing means that nobody knows what was begun.
    const start = startProgress(rest.targets.length);
    if (start.length > 0) tools.writeProgress(formatProgress(key.id, start));
  } catch (error) {
    throw await undo(key.id, messageOf(error), tools);
  }
  return {
    key,
    value,
    tryUntil: born + TRIAL_WINDOW_MS,
    writeFrom: Math.min(born, tools.monotonic() + LONGEST_CATCH_UP_MS),
    writeUntil: born + WRITE_WINDOW * 1000,
  };
}

async function create(
  sent: Sent,
  known: ReadonlySet<string>,
  { onAttempt, note }: { onAttempt(at: number): void; note(): void },
  tools: DeliveryTools,
): Promise<CreatedKey> {
  const { name, lifetime } = sent;
  try {
    const created = await tools.keys.create({ name, lifetime }, onAttempt);
    const { id } = created.key;
    if (known.has(id)) throw new UnknownFate(replayed(id));
    return created;
  } catch (error) {
    if (error instanceof UnknownFate) throw await afterUnknownFate(error, sent, known, note, tools);
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
  known: ReadonlySet<string>,
  note: () => void,
  tools: DeliveryTools,
): Promise<ActionError> {
  const { cleanup, sleep } = tools;
  const { claim, value } = error;
  const told = (message: string): ActionError =>
    new ActionError('unknown-fate', `${error.message}\n${message}`, { cause: error });
  if (claim !== undefined && !known.has(claim.id)) {
    sent.claim = claim;
    try {
      note();
    } catch {
      // The post step then looks without the id.
    }
  }
  try {
    // Counted from the end of the attempt, so that a clock that is corrected shortens nothing.
    await sleep(AFTERMATH_MS);
  } catch {
    return told('The job was cancelled; the post step looks whether a key was made.');
  }
  const { settled, message } = await settleFate(cleanup, sent, { known, value }, tools);
  if (!settled) return told(`${message} The post step looks once more.`);
  noteSettled(tools);
  return told(message);
}

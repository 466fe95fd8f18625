import { ActionError, alsoFailed, joinFailures } from '../domain/error.ts';
import { isLive } from '../domain/key.ts';
import { hasLifetime, type KeySpec } from '../domain/lost-create.ts';
import type { WritableSecret } from '../github/secret-store.ts';
import type { NewKeyRequest } from '../inputs/types.ts';
import type { KeyClient } from '../openai/client.ts';
import type { Context } from './context.ts';
import type { Delivery, NewKey } from './new-key.ts';
import { howToDelete } from './revoke.ts';
import { writeSecrets } from './write-secrets.ts';

/** A new key can take a moment to be accepted: 60 s in all. */
const WAITS_MS = [2_000, 4_000, 8_000, 16_000, 30_000];
/** The same in words. */
export const NEW_KEY_PATIENCE = `${WAITS_MS.reduce((sum, wait) => sum + wait, 0) / 1000} s`;

const UNCHECKED = 'The new key could not be checked:';
const STILL_REFUSED =
  `The API still refused the new key after ${NEW_KEY_PATIENCE}. Run this again later; if it stays so, look at ` +
  'https://status.openai.com and at what the organization lets such keys do.';

/**
 * Checks a new key before anybody gets it, as far as its purpose asks for: that it works, that the API
 * keeps it as it was asked for, so that later runs know it, and that no other run has made a key of this
 * name meanwhile.
 *
 * @param knownIds - the ids of all keys that were listed before this one was made
 * @throws ActionError where the key must not be delivered; `foreign` where it may not be this step's
 */
export async function checkNewKey(
  newKey: NewKey,
  asked: KeySpec,
  purpose: Parameters<KeyClient['check']>[1]['purpose'],
  knownIds: ReadonlySet<string>,
  context: Context,
): Promise<void> {
  const { name } = asked;
  const { key, checkUntil: until } = newKey;
  let checked: Awaited<ReturnType<KeyClient['check']>>;
  try {
    const retry = <T>(work: () => Promise<T>) =>
      retryNewKey(work, until, context).catch((error) => {
        if (isRefused(error)) throw notWritten(STILL_REFUSED, error);
        // Of the new key's account, not of that which authenticates this step: no cause of what follows.
        if (error.code === 'account-inactive') throw notWritten(`${UNCHECKED} ${error.message}`);
        throw error;
      });
    checked = await context.client.check(newKey, { purpose, until, retry });
  } catch (error) {
    if (!(error instanceof ActionError) || error.code === 'partial') throw error;
    throw notWritten(`${UNCHECKED} ${error.message}`, error);
  }
  for (const warning of checked.warnings) context.log.warning(warning);
  const { listed } = checked;
  // A listing can be late; then the response to the create is all there is.
  const shown = listed ?? (purpose === 'rotation' ? key : undefined);
  if (shown !== undefined) compare(newKey, shown, asked, context);
  // The response to the create may lack an owner and a redacted value.
  if (listed !== undefined && key.redactedValue === '') newKey.key = listed;
  const now = (checked.serverTime ?? context.now()) / 1000;
  const other = checked.keys.find(
    (one) =>
      one.name === name &&
      context.client.whyForeign(one) === undefined &&
      isLive(one, now) &&
      one.id !== key.id &&
      !knownIds.has(one.id),
  );
  if (other === undefined) return;
  throw notWritten(
    `Another run made key \`${other.id}\` of the same name meanwhile. Run this again when that run has ` +
      'ended, and keep runs apart with `concurrency:`.',
  );
}

function compare(
  newKey: NewKey,
  shown: NewKey['key'],
  { name, lifetime }: KeySpec,
  { client }: Context,
): void {
  const { key, value } = newKey;
  // Without a redacted value that fits, the key may be somebody else's, whatever its id.
  const isOwn = value.matchesRedacted(shown.redactedValue);
  newKey.isCompared = isOwn;
  const differs = (why: string) =>
    isOwn ? notWritten(why) : new ActionError('foreign', `Nothing was written. ${why}`);
  const isUnnamed = shown === key && key.name === null;
  if (shown.name !== name && !isUnnamed) {
    throw differs(
      `The server keeps another name for it than \`${name}\`, so no later run would know it and delete it. ` +
        'Choose a `name` of plain letters, digits and `-`.',
    );
  }
  const foreign = client.whyForeign(shown);
  if (foreign !== undefined) throw differs(foreign);
  if ('expires_at' in shown.raw && !hasLifetime(shown, lifetime)) {
    throw differs(
      'The server gave it another lifetime than was asked for. Set `expires-in` to what the organization ' +
        'allows.',
    );
  }
  if (value.contradictsRedacted(shown.redactedValue)) {
    throw differs(
      'The API shows another redacted value for it than that of the value in the response to the create, so ' +
        'that value may be of another key.',
    );
  }
  newKey.isCompared = true;
}

function notWritten(why: string, cause?: ActionError): ActionError {
  return new ActionError('partial', `Nothing was written. ${why}`, { cause });
}

/**
 * Sends requests that a new key authenticates. A refusal of the key is retried for a minute: how long it
 * takes until the key is accepted everywhere is not documented.
 *
 * @param until - the moment, in milliseconds of `monotonic`, after which no further attempt begins
 * @throws ActionError of the last attempt, or `cancelled`
 */
export async function retryNewKey<T>(
  work: () => Promise<T>,
  until: number,
  { log, sleep, monotonic }: Pick<Context, 'log' | 'sleep' | 'monotonic'>,
): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isRefused(error) || monotonic() + wait > until) throw error;
      log.info(`The API does not accept the new key yet; the next try is in ${wait / 1000} s.`);
      await sleep(wait);
    }
  }
  return work();
}

/** Whether the API does not know the key; a known key without a permission is no such case. */
function isRefused(error: unknown): boolean {
  return error instanceof ActionError && error.code === 'invalid-key';
}

/**
 * Writes a new key's value to its secrets, and exposes it to the steps that follow, as the request asks.
 *
 * @param ready - the secrets to write
 * @param offset - GitHub's clock minus this machine's, in milliseconds; undefined where it is not known
 * @throws ActionError where nobody got the value, or a later step did not
 */
export async function deliverValue(
  request: NewKeyRequest,
  newKey: NewKey,
  { ready, offset }: { ready: readonly WritableSecret[]; offset: number | undefined },
  context: Context,
): Promise<Delivery> {
  // A secret that seems to be written before its key was made would count as not delivered. A job
  // that is cancelled meanwhile is seen below.
  const early = newKey.writeFrom - context.monotonic();
  if (early > 0) await context.sleep(early).catch(() => undefined);
  if (context.cancelled.aborted) throw new ActionError('cancelled', 'The job was cancelled.');
  const { retryForMs } = request;
  const delivered =
    ready.length === 0
      ? { written: [] }
      : await writeSecrets(newKey, ready, { retryForMs, offset }, context);
  try {
    exposeValue(request, newKey, context);
    return delivered;
  } catch (error) {
    const isHeld = delivered.written.length + newKey.exposedTo.length > 0;
    if (!isHeld || !(error instanceof ActionError)) throw alsoFailed(delivered.failure, error);
    const stays = new ActionError(
      'partial',
      `The new key (\`${newKey.key.id}\`) stays: a secret or a later step holds its value.`,
    );
    return { ...delivered, failure: joinFailures([stays, delivered.failure, error]) };
  }
}

function exposeValue(
  { outputValue, exportEnv, targets }: NewKeyRequest,
  { key, value, exposedTo }: NewKey,
  { log, setValueOutput, exportValue }: Context,
): void {
  if (outputValue) {
    setValueOutput(value);
    exposedTo.push('step output `value`');
  }
  if (exportEnv !== null) {
    exportValue(exportEnv, value);
    exposedTo.push(`environment variable \`${exportEnv}\``);
    log.notice(
      `\`${exportEnv}\` holds the value of the new key: every later step of this job can read it.`,
    );
  }
  if (exposedTo.length === 0 && targets.length === 0) {
    log.warning(
      `The value of the new key (\`${key.id}\`) is lost: the step names no destination for it. Set ` +
        `\`secret-name\`, \`output-value\` or \`export-env\`. ${howToDelete(key.id)}`,
    );
  }
}

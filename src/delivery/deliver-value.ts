import { ActionError, alsoFailed, joinFailures } from '../domain/error.ts';
import type { WritableSecret } from '../github/secret-store.ts';
import type { NewKeyRequest } from '../inputs/types.ts';
import type { Context } from './context.ts';
import type { Delivery, NewKey } from './new-key.ts';
import { howToDelete } from './revoke.ts';
import { writeSecrets } from './write-secrets.ts';

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

/** @throws ActionError where the runner's files cannot be written */
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

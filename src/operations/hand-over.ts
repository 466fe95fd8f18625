import { type Delivered, deliver } from '../delivery/deliver.ts';
import type { MadeKey } from '../delivery/make.ts';
import { howToDelete, undo } from '../delivery/undo.ts';
import { type ActionError, alsoFailed, messageOf } from '../domain/error.ts';
import type { Written } from '../domain/target.ts';
import type { ReadyTarget } from '../github/secret-store.ts';
import type { NewKeyRequest } from '../request/request.ts';
import type { Tools } from './tools.ts';

/** Where a value went. */
interface Home {
  written: Written[];
  /** Where else it went, in words. */
  handedTo: string[];
  /** Which of the secrets do not hold it, and why. */
  failure?: ActionError | undefined;
}

/**
 * Gives a new key up whose value is that of the key which authenticates this step.
 *
 * @throws ActionError then
 */
export async function refuseOwnValue(
  { key, value }: MadeKey,
  { adminApiKey }: Pick<NewKeyRequest, 'adminApiKey'>,
  tools: Tools,
): Promise<void> {
  if (!value.equals(adminApiKey)) return;
  const why = 'Nothing was written: the server gave it the value of the key in `admin-api-key`.';
  throw await undo(key.id, why, tools);
}

/**
 * Writes a new key's value to its secrets, of which there are some where there is a store, and hands
 * it to the steps that follow, as far as they are to have it.
 *
 * @throws ActionError where nobody got it; the key is deleted then
 */
export async function bringHome(
  request: NewKeyRequest,
  made: MadeKey,
  { ready, offset }: { ready: readonly ReadyTarget[]; offset: number | undefined },
  tools: Tools,
): Promise<Home> {
  // A secret that seems to be written before its key was made would count as not delivered. A job
  // that is cancelled meanwhile is seen below.
  const early = made.writeFrom - tools.monotonic();
  if (early > 0) await tools.sleep(early).catch(() => undefined);
  if (tools.cancelled.aborted) throw await undo(made.key.id, 'The job was cancelled.', tools);
  const delivered: Delivered =
    tools.store === null
      ? { written: [], failure: undefined }
      : await deliver(made, ready, { retryForMs: request.retryForMs, offset }, tools.store, tools);
  try {
    return { ...delivered, handedTo: await handOver(request, made, tools) };
  } catch (error) {
    throw alsoFailed(delivered.failure, error);
  }
}

/** @throws ActionError where the runner's files cannot be written; a key that nobody holds is deleted */
async function handOver(
  { outputValue, exportEnv }: NewKeyRequest,
  { key, value }: MadeKey,
  tools: Tools,
): Promise<string[]> {
  const handedTo: string[] = [];
  try {
    if (outputValue) {
      tools.setValueOutput(value);
      handedTo.push('step output `value`');
    }
    if (exportEnv !== null) {
      tools.exportValue(exportEnv, value);
      handedTo.push(`environment variable \`${exportEnv}\``);
      tools.log.notice(
        `\`${exportEnv}\` holds the new admin key: every later step of this job can read it.`,
      );
    }
  } catch (error) {
    if (handedTo.length > 0 || tools.store !== null) throw error;
    throw await undo(key.id, `The runner could not take its value: ${messageOf(error)}.`, tools);
  }
  if (handedTo.length === 0 && tools.store === null) {
    tools.log.warning(
      `The value of the new key (\`${key.id}\`) is gone: the step names no destination for it. Set ` +
        `\`secret-name\`, \`output-value\` or \`export-env\`. ${howToDelete(key.id)}`,
    );
  }
  return handedTo;
}

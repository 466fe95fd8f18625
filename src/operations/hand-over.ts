import { undo } from '../delivery/deliver.ts';
import { messageOf } from '../domain/error.ts';
import type { CreatedKey } from '../openai/admin-keys.ts';
import type { Tools } from './tools.ts';

/** Where a value is to go beside secrets. */
export interface HandOver {
  outputValue: boolean;
  exportEnv: string | null;
}

/**
 * Hands a new key's value to the steps that follow, as far as they are to have it.
 *
 * @returns where it went, in words
 * @throws ActionError where the runner's files cannot be written; a key that nobody holds is deleted
 */
export async function handOver(
  { outputValue, exportEnv }: HandOver,
  { key, value }: CreatedKey,
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
      'The value of the new key is gone: the step names no destination for it. Set `secret-name`, ' +
        '`output-value` or `export-env`, and delete this key if nothing else needs it.',
    );
  }
  return handedTo;
}

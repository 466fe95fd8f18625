import { appendFileSync, statSync } from 'node:fs';
import { messageOf } from '../domain/error.ts';
import type { Result } from '../domain/result.ts';
import type { FileCommands } from '../runner/file-commands.ts';
import { details, headline } from './headline.ts';
import type { Logger } from './logger.ts';
import { fitOutputs, outputsOf } from './outputs.ts';
import { plainLine } from './safe-text.ts';
import { summaryOf } from './summary.ts';

/** The runner refuses a file of more than 1 MiB; the rest is for other writers. */
const MAX_SUMMARY_BYTES = 1_000_000;

/** Outputs that join texts of a server by line breaks. */
const LISTS = ['ids', 'violation-ids', 'deleted-ids'];

interface PublishOptions {
  /** Each text is already redacted, but several together can spell a secret. */
  redact(text: string): string;
  /** The file of the job summary; undefined to write none. */
  summaryFile: string | undefined;
  /** Unix milliseconds, for the ages of keys. */
  now: number;
}

/** Reports a result in the log, the outputs and the job summary. */
export function publish(
  result: Result,
  files: Pick<FileCommands, 'setOutput'>,
  logger: Pick<Logger, 'info' | 'warning'>,
  options: PublishOptions,
): void {
  // The log comes first, so that it names a new key even if the outputs fail.
  const quoted = (text: string) => `“${plainLine(text)}”`;
  for (const line of [headline(result, quoted), ...details(result, quoted)]) logger.info(line);
  const { outputs, emptied } = fitOutputs(outputsOf(result));
  for (const [name, value] of Object.entries(outputs)) {
    files.setOutput(name, LISTS.includes(name) ? options.redact(value) : value);
  }
  if (emptied.length > 0) {
    const names = emptied.map((name) => `\`${name}\``).join(' and ');
    logger.warning(
      `The outputs would be larger than the runner accepts, so ${names} stayed empty.` +
        fileHint(result),
    );
  }
  if (options.summaryFile === undefined) return;
  try {
    // Other parts of a composite action may have written to the same file.
    const taken = statSync(options.summaryFile, { throwIfNoEntry: false })?.size ?? 0;
    const summary = summaryOf(result, options.now, MAX_SUMMARY_BYTES - taken);
    appendFileSync(options.summaryFile, options.redact(summary));
  } catch (error) {
    logger.warning(`The job summary could not be written: ${messageOf(error)}.`);
  }
}

/** Where to find all keys if the outputs cannot hold them. */
function fileHint(result: Result): string {
  if (!('file' in result)) return '';
  return result.file === null
    ? ' Set `keys-file` to get all keys.'
    : ' The file of `keys-file` contains all keys.';
}

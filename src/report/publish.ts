import { appendFileSync, statSync } from 'node:fs';
import { messageOf } from '../domain/error.ts';
import type { Result } from '../domain/result.ts';
import type { FileCommands } from '../runner/file-commands.ts';
import { details, headline } from './headline.ts';
import { fitOutputs, outputsOf } from './outputs.ts';
import type { Reporter } from './reporter.ts';
import { plainLine } from './safe-text.ts';
import { summaryOf } from './summary.ts';

/** A larger file is refused whole by the runner; the distance to 1 MiB is for other writers. */
const MAX_SUMMARY_BYTES = 1_000_000;

/** Outputs in which texts of a server stand one below the other, with nothing visible in between. */
const LISTS = ['ids', 'violation-ids', 'deleted-ids'];

export interface PublishOptions {
  /** Takes secrets out: each text was redacted by itself, but several can spell one together. */
  redact(text: string): string;
  /** The file of the job summary; undefined where none is to be written. */
  summaryFile: string | undefined;
  /** Unix milliseconds: ages are counted up to here. */
  now: number;
}

/** Makes a result known: outputs, the headline in the log, and the job summary. */
export function publish(
  result: Result,
  files: Pick<FileCommands, 'setOutput'>,
  reporter: Pick<Reporter, 'info' | 'warning'>,
  options: PublishOptions,
): void {
  // First of all, so that a key has been named whatever happens to the outputs.
  const quoted = (text: string) => `“${plainLine(text)}”`;
  for (const line of [headline(result, quoted), ...details(result, quoted)]) reporter.info(line);
  const { outputs, emptied } = fitOutputs(outputsOf(result));
  for (const [name, value] of Object.entries(outputs)) {
    files.setOutput(name, LISTS.includes(name) ? options.redact(value) : value);
  }
  if (emptied.length > 0) {
    const names = emptied.map((name) => `\`${name}\``).join(' and ');
    reporter.warning(
      `The outputs would be larger than the runner takes, so ${names} stayed empty.` +
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
    reporter.warning(`The job summary could not be written: ${messageOf(error)}.`);
  }
}

/** Where all keys are to be had when the outputs cannot hold them. */
function fileHint(result: Result): string {
  if (!('file' in result)) return '';
  return result.file === null
    ? ' Set `keys-file` to get all keys.'
    : ' The file of `keys-file` holds all keys.';
}

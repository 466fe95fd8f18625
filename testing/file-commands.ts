import { EOL } from 'node:os';
import { splitLines } from './dotnet-text.ts';
import type { StepRecord } from './step-record.ts';

/** What the step left in the files that `GITHUB_PATH`, `GITHUB_ENV` and so on name. */
export interface CommandFiles {
  path: string;
  env: string;
  summary: string;
  state: string;
  output: string;
}

const summaryLimit = 1024 * 1024;

/**
 * Reads `name=value` lines and `name<<delimiter` blocks one by one, so that what stands before a
 * mistake still counts. Throws the runner's messages. Where lines end in `\r\n`, which is on
 * Windows, one may end in `\n` as well; a value keeps the ends that it has.
 */
export function* parsePairs(text: string, eol = EOL): Generator<[name: string, value: string]> {
  const pieces = text.split(eol === '\r\n' ? /(\r?\n)/ : /(\n)/);
  const lines = pieces.filter((_, index) => index % 2 === 0);
  const ends = pieces.filter((_, index) => index % 2 === 1);
  // Without a new line at the end, the last line is a line but cannot be part of a block's value.
  const closed = lines.at(-1) === '';
  if (closed) lines.pop();
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      yield [line.slice(0, equals), line.slice(equals + 1)];
    } else if (heredoc >= 0) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      if (name === '' || delimiter === '') {
        throw new Error(
          `Invalid format '${line}'. Name must not be empty and delimiter must not be empty`,
        );
      }
      const end = lines.indexOf(delimiter, at + 1);
      if (end < 0 && (closed || at === lines.length - 1)) {
        throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      }
      if (end < 0) throw new Error('Invalid value. EOF marker missing new line.');
      const value = lines.slice(at + 1, end).flatMap((one, index) => [one, ends[at + 1 + index]]);
      yield [name, value.slice(0, -1).join('')];
      at = end;
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
}

/** Applies the files to the step, in the runner's order. A broken file fails the step, no other. */
export function applyFiles(files: CommandFiles, step: StepRecord): void {
  apply(step, 'path', () => {
    for (const line of splitLines(files.path)) if (line !== '') step.path.push(line);
  });
  apply(step, 'env', () => {
    for (const [name, value] of parsePairs(files.env)) {
      if (name.toUpperCase() === 'NODE_OPTIONS') {
        step.issue(
          'error',
          "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.",
        );
      } else {
        step.env[required(name)] = value;
      }
    }
  });
  apply(step, 'step_summary', () => {
    step.summary = uploadedSummary(files.summary, step);
  });
  apply(step, 'state', () => {
    for (const [name, value] of parsePairs(files.state)) step.state[name] = value;
  });
  apply(step, 'output', () => {
    for (const [name, value] of parsePairs(files.output)) step.outputs[required(name)] = value;
  });
}

function apply(step: StepRecord, file: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    step.fail(`Unable to process file command '${file}' successfully.`, error);
  }
}

function required(name: string): string {
  if (name === '') throw new Error("Value cannot be null. (Parameter 'name')");
  return name;
}

function uploadedSummary(text: string, step: StepRecord): string {
  const size = Buffer.byteLength(text);
  if (size > summaryLimit) {
    step.issue(
      'error',
      '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ' +
        `${summaryLimit / 1024}k, got ${Math.floor(size / 1024)}k.`,
    );
    return '';
  }
  return splitLines(text)
    .map((line) => `${step.masker.mask(line)}\n`)
    .join('');
}

/*
 * What `@actions/core` says to the runner on standard output, without the package: its index loads an
 * OIDC client, with it a whole HTTP stack, that this action never calls (58 ms at every start, of a
 * step that takes about 80), and it writes to `process.stdout`, which nothing here may do but the
 * one function that is passed in. A test compares every method with the real one, character by
 * character.
 */

import { EOL } from 'node:os';
import type { WriteLog } from './output.ts';

/** What the runner takes on standard output, by the names of `@actions/core`. */
export interface Toolkit {
  /** Hides a text in everything the job prints from here on. */
  setSecret(text: string): void;
  /** Writes a line to the log. */
  info(message: string): void;
  /** Writes a line that shows with debug logging only. */
  debug(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  isDebug(): boolean;
}

/** @param env - where the runner says whether debug logging is on */
export function createToolkit(write: WriteLog, env: NodeJS.ProcessEnv): Toolkit {
  const issue = (command: string) => (message: string) =>
    write(`::${command}::${escapeData(message)}${EOL}`);
  return {
    setSecret: issue('add-mask'),
    info: (message) => write(message + EOL),
    debug: issue('debug'),
    notice: issue('notice'),
    warning: issue('warning'),
    error: issue('error'),
    isDebug: () => env.RUNNER_DEBUG === '1',
  };
}

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

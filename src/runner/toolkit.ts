/*
 * The log commands of `@actions/core`, without the package: its index loads an OIDC client with an HTTP
 * stack (58 ms at every start, of a step that takes about 80), and it writes to `process.stdout`, which only
 * the function passed in may do. A test compares every method with the real one.
 */

import { EOL } from 'node:os';

/** The log commands, by the names of `@actions/core`. */
export interface Toolkit {
  /** Masks a text in everything that the job prints from now on. */
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

/** @param env - tells whether debug logging is on */
export function createToolkit(write: (text: string) => void, env: NodeJS.ProcessEnv): Toolkit {
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

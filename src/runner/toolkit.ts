/*
 * The parts of `@actions/core` that this action uses, at the price of those parts.
 *
 * The package exports its index alone, and the index loads an OIDC client, with it a whole HTTP
 * stack, that this action never calls: 58 ms at every start, measured, of a step that takes about
 * 80. So the package's own modules are imported by their path, here and in `file-commands.ts`; the
 * few lines above them, which live in the index, are written out. A test holds every function
 * against the real one, character by character.
 */

import { EOL } from 'node:os';
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';

/** What the runner takes on standard output, by the names of `@actions/core`. */
export const toolkit = {
  /** Hides a text in everything the job prints from here on. */
  setSecret(text: string): void {
    issueCommand('add-mask', {}, text);
  },
  /** Writes a line to the log. */
  info(message: string): void {
    process.stdout.write(message + EOL);
  },
  /** Writes a line that shows with debug logging only. */
  debug(message: string): void {
    issueCommand('debug', {}, message);
  },
  notice(message: string): void {
    issueCommand('notice', {}, message);
  },
  warning(message: string): void {
    issueCommand('warning', {}, message);
  },
  /** Ends the step as failed, with one error annotation. */
  setFailed(message: string): void {
    process.exitCode = 1;
    issueCommand('error', {}, message);
  },
  isDebug(): boolean {
    return process.env.RUNNER_DEBUG === '1';
  },
};

export type Toolkit = typeof toolkit;

/*
 * The runner's file commands, by the names of `@actions/core`. Separate from `toolkit.ts` because this
 * part loads `node:crypto` (4 ms), which a refused input does not need. The module is imported by path
 * because the index of the package takes another 58 ms.
 */

import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';
import { ActionError } from '../domain/error.ts';
import { unwritable } from './unwritable.ts';

/** The variables with the paths of these files. */
const VARIABLES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV'];

/** Each throws an `ActionError` `file`, which says what to do, if the file cannot be written. */
export interface FileCommands {
  setOutput(name: string, value: string): void;
  /** Saves a text for the post step. It is on disk when this returns. */
  saveState(name: string, value: string): void;
  /** Sets an environment variable for the steps that follow. */
  exportVariable(name: string, value: string): void;
}

/**
 * The runner's files for outputs, state and environment.
 *
 * @throws ActionError `environment` if there are none: the commands of very old runners would print
 *   values to the log
 */
export function openFileCommands(env: NodeJS.ProcessEnv): FileCommands {
  const missing = VARIABLES.filter((name) => !env[name]).map((name) => `\`${name}\``);
  if (missing.length > 0) {
    throw new ActionError(
      'environment',
      `The runner did not set ${missing.join(', ')}, so outputs could only be printed to the log. ` +
        'Nothing was sent. Use runner 2.327.1 or later, and do not set these variables in the workflow.',
    );
  }
  const writeTo = (command: string) => (name: string, value: string) => {
    try {
      issueFileCommand(command, prepareKeyValueMessage(name, value));
    } catch (error) {
      throw unwritable(`GITHUB_${command}`, name, error);
    }
  };
  const setVariable = writeTo('ENV');
  return {
    setOutput: writeTo('OUTPUT'),
    saveState: writeTo('STATE'),
    exportVariable(name, value) {
      env[name] = value;
      setVariable(name, value);
    },
  };
}

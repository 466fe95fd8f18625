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

/** The variables with the paths of these files. */
const VARIABLES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV'];

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
  return {
    setOutput: (name, value) => issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value)),
    saveState: (name, value) => issueFileCommand('STATE', prepareKeyValueMessage(name, value)),
    exportVariable: (name, value) => {
      env[name] = value;
      issueFileCommand('ENV', prepareKeyValueMessage(name, value));
    },
  };
}

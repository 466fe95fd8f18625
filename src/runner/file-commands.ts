/*
 * What the runner takes in files, by the names of `@actions/core`. Apart from `toolkit.ts` because
 * this part needs `node:crypto`: 4 ms that a refused input does not pay. The package exports its
 * index alone, which costs 58 ms more, so its module is imported by path.
 */

import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';
import { ActionError } from '../domain/error.ts';

/** The files that the runner names to a step. */
const VARIABLES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV'];

export interface FileCommands {
  setOutput(name: string, value: string): void;
  /** Keeps a text for the post step. It is on disk when this returns, whatever happens next. */
  saveState(name: string, value: string): void;
  /** Sets an environment variable for the steps that follow. */
  exportVariable(name: string, value: string): void;
}

/**
 * The runner's files for outputs, state and environment.
 *
 * @throws ActionError `environment` where the runner offers none: the commands that very old runners
 *   take instead would print a value to the log
 */
export function openFileCommands(env: NodeJS.ProcessEnv): FileCommands {
  const missing = VARIABLES.filter((name) => !env[name]).map((name) => `\`${name}\``);
  if (missing.length > 0) {
    throw new ActionError(
      'environment',
      `The runner names no file in ${missing.join(', ')}, so outputs could only be printed to the log. ` +
        'Nothing was sent. Use runner 2.327.1 or later, and set none of these variables in the workflow.',
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

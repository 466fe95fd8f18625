/*
 * What the runner takes in files, by the names of `@actions/core`. Apart from `toolkit.ts`, which
 * says why the package's modules are imported by path, because this part needs `node:crypto`: 4 ms
 * that a refused input does not pay.
 */

import { EOL } from 'node:os';
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';

export const fileCommands = {
  setOutput(name: string, value: string): void {
    const byFile = setByFile('OUTPUT', name, value);
    if (byFile) return;
    process.stdout.write(EOL);
    issueCommand('set-output', { name }, value);
  },
  /** Keeps a text for the post step. It is on disk when this returns, whatever happens next. */
  saveState(name: string, value: string): void {
    const byFile = setByFile('STATE', name, value);
    if (!byFile) issueCommand('save-state', { name }, value);
  },
  /** Sets an environment variable for the steps that follow. */
  exportVariable(name: string, value: string): void {
    process.env[name] = value;
    const byFile = setByFile('ENV', name, value);
    if (!byFile) issueCommand('set-env', { name }, value);
  },
};

export type FileCommands = typeof fileCommands;

/** @returns false where the runner offers no file for it, as very old ones do */
function setByFile(command: 'ENV' | 'OUTPUT' | 'STATE', name: string, value: string): boolean {
  if (!process.env[`GITHUB_${command}`]) return false;
  issueFileCommand(command, prepareKeyValueMessage(name, value));
  return true;
}

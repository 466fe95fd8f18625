import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/**
 * Runs the emulator as a process that outlives whatever started it: runners end what a step leaves
 * in its own process group. `args` are the options of the emulator; `log` is a file that gets all
 * it prints. Resolves when the servers answer, and throws an Error with the log where they never do.
 */
export async function startInBackground(args: string[], log: string): Promise<void> {
  const output = openSync(log, 'w');
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...args], {
    detached: true,
    windowsHide: true,
    stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('exit', () => reject(new Error(readFileSync(log, 'utf8').trim())));
  });
  child.disconnect();
  child.unref();
}

/** Tells a process that started this one with `startInBackground` that the servers answer. */
export function reportReady(): void {
  process.send?.('ready', undefined, undefined, () => process.disconnect?.());
}

import type { FileCommands } from './runner/file-commands.ts';
import { sleep } from './runner/sleep.ts';
import { type Toolkit, toolkit } from './runner/toolkit.ts';

/** What the outside world is to the action. */
export interface World {
  env: NodeJS.ProcessEnv;
  toolkit: Toolkit;
  openFiles(): Promise<FileCommands>;
  /** Unix milliseconds. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** @throws ActionError `cancelled` when the signal fires first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Fires when the job is cancelled. */
  cancelled: AbortSignal;
}

/** The world as it is, of which the entries alone know. */
export function realWorld(cancelled: AbortSignal): World {
  return {
    env: process.env,
    toolkit,
    openFiles: async () => (await import('./runner/file-commands.ts')).fileCommands,
    now: Date.now,
    random: Math.random,
    sleep,
    cancelled,
  };
}

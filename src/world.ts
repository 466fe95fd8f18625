import type { Exchange } from './http/exchange.ts';
import type { FileCommands } from './runner/file-commands.ts';
import type { WriteLog } from './runner/output.ts';
import { sleep } from './runner/sleep.ts';
import { createToolkit, type Toolkit } from './runner/toolkit.ts';

/** What the outside world is to the action. */
export interface World {
  env: NodeJS.ProcessEnv;
  toolkit: Toolkit;
  /** @throws ActionError `environment` where the runner offers no files */
  openFiles(): Promise<FileCommands>;
  /**
   * The way to both APIs.
   * @throws ActionError `environment` where the proxy is no usable address
   */
  openExchange(): Promise<Exchange>;
  /** Unix milliseconds, for comparing with what servers tell. It can be corrected at any moment. */
  now(): number;
  /** Milliseconds from some moment on, for budgets and waits. It never jumps. */
  monotonic(): number;
  /** In [0, 1). */
  random(): number;
  /** @throws ActionError `cancelled` when the signal fires first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Fires when the job is cancelled. */
  cancelled: AbortSignal;
  /** Reports an error that was thrown outside of any call, before the process ends. */
  onUncaught(report: (error: unknown) => void): void;
}

/**
 * The world as it is, of which the entries alone know.
 *
 * @param failed - the exit code after an error that nothing caught
 */
export function realWorld(cancelled: AbortSignal, write: WriteLog, failed: number): World {
  const { env } = process;
  return {
    env,
    toolkit: createToolkit(write, env),
    openFiles: async () => (await import('./runner/file-commands.ts')).openFileCommands(env),
    openExchange: async () => (await import('./http/exchange.ts')).createExchange(env),
    now: Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
    sleep,
    cancelled,
    onUncaught: (report) =>
      void process.on('uncaughtException', (error) => {
        report(error);
        write('', () => process.exit(failed));
      }),
  };
}

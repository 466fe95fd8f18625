import type { HttpClient } from './http/client.ts';
import type { Timing } from './http/transport.ts';
import type { FileCommands } from './runner/file-commands.ts';
import type { takeOutput } from './runner/output.ts';
import { sleep } from './runner/sleep.ts';
import { createToolkit, type Toolkit } from './runner/toolkit.ts';

/** What the action uses of its environment. */
export interface Runtime extends Timing {
  env: NodeJS.ProcessEnv;
  toolkit: Toolkit;
  /** @throws ActionError `environment` if the runner provides no files */
  openFiles(): Promise<FileCommands>;
  /**
   * The HTTP client for both APIs.
   * @throws ActionError `environment` if the proxy address cannot be used
   */
  openHttpClient(): Promise<HttpClient>;
  /** Reports an uncaught error before the process ends. */
  onUncaught(report: (error: unknown) => void): void;
}

/**
 * The runtime of the main and post step.
 *
 * @param failed - the exit code after an error that nothing caught
 */
export function createRuntime(
  cancelled: AbortSignal,
  write: ReturnType<typeof takeOutput>,
  failed: number,
): Runtime {
  const { env } = process;
  return {
    env,
    toolkit: createToolkit(write, env),
    openFiles: async () => (await import('./runner/file-commands.ts')).openFileCommands(env),
    openHttpClient: async () => (await import('./http/client.ts')).createHttpClient(env),
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

import { type ChildProcess, spawn } from 'node:child_process';
import { LineReader } from './dotnet-text.ts';

export interface ProcessOptions {
  entry: string;
  cwd: string;
  env: Record<string, string>;
  timeoutMs: number;
  /** How long lines are collected before they are handled; the runner's batches have no fixed length. */
  batchMs: number;
  onSpawn: ((child: ChildProcess) => void) | undefined;
  onLine: (line: string, stream: 'stdout' | 'stderr') => void;
}

export interface ProcessResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  stdout: string;
  stderr: string;
}

const heldStreamsMs = 5000;

/** Runs `node <entry>` to its end and hands over its lines, in each batch those of stderr first. */
export function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  const child = spawn('node', [options.entry], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = new Collected();
  const stderr = new Collected();
  let batch: NodeJS.Timeout | undefined;
  const flush = (): void => {
    batch = undefined;
    for (const line of stderr.takeLines()) options.onLine(line, 'stderr');
    for (const line of stdout.takeLines()) options.onLine(line, 'stdout');
  };
  const collect = (stream: Collected, chunk: Buffer): void => {
    stream.push(chunk);
    batch ??= setTimeout(flush, options.batchMs);
  };
  child.stdout.on('data', (chunk: Buffer) => collect(stdout, chunk));
  child.stderr.on('data', (chunk: Buffer) => collect(stderr, chunk));

  return new Promise((resolve, reject) => {
    let timedOut = false;
    const timeout = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    let held: NodeJS.Timeout | undefined;
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timeout);
      // A process that the step left behind may hold the streams open; the runner stops waiting.
      held = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, heldStreamsMs);
    });
    child.once('close', (exitCode, signal) => {
      clearTimeout(timeout);
      clearTimeout(held);
      clearTimeout(batch);
      stdout.end();
      stderr.end();
      flush();
      resolve({ exitCode, signal, timedOut, stdout: stdout.text, stderr: stderr.text });
    });
    if (child.pid !== undefined) options.onSpawn?.(child);
  });
}

/**
 * Cancels a step as the runner does: SIGINT, then SIGTERM after `intToTermMs` (7500), then SIGKILL
 * `termToKillMs` (2500) later, each only if the process is still there.
 */
export function cancel(
  child: ChildProcess,
  { intToTermMs = 7500, termToKillMs = 2500 }: CancelOptions = {},
): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  let timer = setTimeout(() => {
    child.kill('SIGTERM');
    timer = setTimeout(() => child.kill('SIGKILL'), termToKillMs);
  }, intToTermMs);
  child.once('exit', () => clearTimeout(timer));
}

export interface CancelOptions {
  intToTermMs?: number;
  termToKillMs?: number;
}

/** What one stream has given so far: all of its bytes, and the lines not yet handled. */
class Collected {
  readonly #chunks: Buffer[] = [];
  readonly #reader = new LineReader();
  #lines: string[] = [];

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#lines.push(...this.#reader.push(chunk));
  }

  end(): void {
    this.#lines.push(...this.#reader.end());
  }

  takeLines(): string[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A process to measure. */
export interface Contender {
  args: string[];
  env: Record<string, string>;
  /** Brings its files back to where they were. */
  prepare?: () => void;
  /** Throws where the process did not do what it is measured for. */
  verify: (ended: { exitCode: number | null; stdout: string }) => void;
}

const hook = join(import.meta.dirname, 'peak.mjs');

/** One run, from the spawn to the end of its streams, in milliseconds. */
export async function timeOf(contender: Contender): Promise<number> {
  return (await run(contender, contender.args)).ms;
}

/** The peak memory of one run in MB, taken apart from the times because it slows the start. */
export async function peakOf(contender: Contender): Promise<number> {
  const { peakKiB } = await run(contender, ['--import', hook, ...contender.args]);
  return (peakKiB * 1024) / 1e6;
}

async function run(contender: Contender, args: string[]): Promise<{ ms: number; peakKiB: number }> {
  contender.prepare?.();
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    env: contender.env,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const texts = { stdout: '', peak: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    texts.stdout += chunk.toString();
  });
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    texts.peak += chunk.toString();
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const ms = performance.now() - started;
  contender.verify({ exitCode, stdout: texts.stdout });
  return { ms, peakKiB: Number(texts.peak) };
}

export function medianOf(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (
    ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2
  );
}

import { ActionError } from '../domain/error.ts';
import type { Tools } from './tools.ts';

/** A new key can take a moment to be accepted: 60 s in all. */
const WAITS_MS = [2_000, 4_000, 8_000, 16_000, 30_000];
/** The same in words. */
export const PATIENCE = `${WAITS_MS.reduce((sum, wait) => sum + wait, 0) / 1000} s`;

/**
 * Does something that a new key signs. A refusal of the key is tried again for a minute: nobody
 * knows how long it takes until it is accepted everywhere.
 *
 * @param until - the moment, in milliseconds of `monotonic`, after which no further attempt is begun
 * @throws ActionError of the last attempt, or `cancelled`
 */
export async function patiently<T>(
  work: () => Promise<T>,
  until: number,
  { log, sleep, monotonic }: Pick<Tools, 'log' | 'sleep' | 'monotonic'>,
): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isRefused(error) || monotonic() + wait > until) throw error;
      log.info(`The API does not accept the new key yet; the next try is in ${wait / 1000} s.`);
      await sleep(wait);
    }
  }
  return work();
}

/** Whether the API does not know the key that signed; a known key without a permission is no such case. */
export function isRefused(error: unknown): boolean {
  return error instanceof ActionError && error.code === 'unauthorized';
}

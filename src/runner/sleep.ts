import { setTimeout } from 'node:timers/promises';
import { ActionError } from '../domain/error.ts';

/**
 * Waits.
 *
 * @param ms - milliseconds
 * @throws ActionError `cancelled` when the signal fires first
 */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, signal && { signal });
  } catch (error) {
    const message = 'The job was cancelled during a wait; nothing more was sent.';
    throw new ActionError('cancelled', message, { cause: error });
  }
}

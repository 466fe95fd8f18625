import { ActionError } from '../domain/error.ts';

/**
 * Waits.
 *
 * @param ms - milliseconds
 * @throws ActionError `cancelled` when the signal fires first
 */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(
        new ActionError('cancelled', 'The job was cancelled during a wait; nothing more was sent.'),
      );
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

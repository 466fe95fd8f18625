import { SharedWait } from '../http/shared-wait.ts';
import type { SendOptions } from '../http/transport.ts';
import { maySpeakOfFreshToken } from './causes.ts';

/**
 * How one step's requests to GitHub are sent. Reads and writes each have their own time for a token
 * that was just made, since it is known before its permissions are.
 */
export function sendOptions(): Record<'reading' | 'readingPlace' | 'writing', SendOptions> {
  const newToken = () => ({ isRefusal: maySpeakOfFreshToken, waits: new SharedWait() });
  const credential = newToken();
  const reading = { repeatable: true, droppable: true, mayBeNew: { credential } };
  return {
    reading,
    readingPlace: { ...reading, mayBeNew: { credential, place: new SharedWait() } },
    // Sent again by itself only where it had no effect for certain; a cancelled job waits for the answer.
    writing: { repeatable: false, droppable: false, mayBeNew: { credential: newToken() } },
  };
}

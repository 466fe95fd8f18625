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
    // To write a value twice is to write it once, and a cancelled job waits for the answer.
    writing: { repeatable: true, droppable: false, mayBeNew: { credential: newToken() } },
  };
}

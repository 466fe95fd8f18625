import { SharedWait } from '../http/shared-wait.ts';
import type { SendOptions } from '../http/transport.ts';
import { maySpeakOfFreshToken } from './causes.ts';

/**
 * The send options of one step's requests to GitHub. Reads and writes each wait for a new token, since
 * GitHub knows a token earlier than its permissions.
 */
export function sendOptions(): Record<'reading' | 'readingPlace' | 'writing', SendOptions> {
  const newToken = () => ({ isRefusal: maySpeakOfFreshToken, waits: new SharedWait() });
  const credential = newToken();
  const reading = { repeatable: true, mayBeNew: { credential } };
  return {
    reading,
    readingPlace: { ...reading, mayBeNew: { credential, place: new SharedWait() } },
    // Retried only if it certainly had no effect.
    writing: { repeatable: false, mayBeNew: { credential: newToken() } },
  };
}

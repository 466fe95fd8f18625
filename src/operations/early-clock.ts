import { type AdminKey, isoTime } from '../domain/admin-key.ts';
import { ActionError } from '../domain/error.ts';
import { EARLY } from '../domain/fate.ts';

/** Keys, and the moment that they are judged at. */
interface Judged {
  keys: readonly AdminKey[];
  /** Unix seconds. */
  at: number;
  /** Whether the API told it; otherwise it is this machine's. */
  isTold: boolean;
}

/**
 * By a clock that is behind, of something on the way or of an answer that was kept, old keys would pass
 * for young ones.
 *
 * @throws ActionError `unreadable` where a key was made later than it is
 */
export function refuseEarlyClock({ keys, at, isTold }: Judged): void {
  const early = keys.find(({ createdAt }) => createdAt > at + EARLY);
  if (early === undefined) return;
  throw new ActionError(
    'unreadable',
    `Key \`${early.id}\` was made at ${isoTime(early.createdAt)}, and by the clock ` +
      `${isTold ? 'that the API tells' : 'of this machine'} it is ${isoTime(at)} only, so there is no verdict. ` +
      `If that clock is wrong, correct it.${isTold ? ' Something on the way to `base-url` may set the header `Date`.' : ''}`,
  );
}

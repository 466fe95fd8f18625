import type { SecretStore } from '../github/secret-store.ts';
import type { AdminKeys } from '../openai/admin-keys.ts';
import type { JournalEntry } from '../runner/journal.ts';

/** Lines for the people who read the log. All of them are made harmless on the way. */
export interface Log {
  info(line: string): void;
  notice(message: string): void;
  warning(message: string): void;
}

/** What making and delivering a key works with. */
export interface DeliveryTools {
  /** The API, as the request asks for it; in a dry run it cannot write. */
  keys: AdminKeys;
  /** The same API for cleaning up: a cancelled job does not stop it. */
  cleanup: AdminKeys;
  /** Where the secrets are; null where the request names none. */
  store: SecretStore | null;
  log: Log;
  /** Unix milliseconds, for what is compared with a server's clock. It can be corrected at any moment. */
  now(): number;
  /** Milliseconds of a clock that nobody corrects: how long something takes goes by it. */
  monotonic(): number;
  /** @throws ActionError `cancelled` when the job is cancelled first */
  sleep(ms: number): Promise<void>;
  cancelled: AbortSignal;
  /** Writes down for the post step how far this one got. */
  writeJournal(entry: JournalEntry): void;
  writeProgress(progress: string): void;
}

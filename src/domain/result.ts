import type { ActionError } from './error.ts';
import type { ApiKey, KeyAccount, Project } from './key.ts';
import type { Rules, Violation } from './policy.ts';
import type { OlderKey } from './rotation-plan.ts';
import type { SecretTarget, WrittenSecret } from './secret-target.ts';

/** What an operation did, for the outputs, the log and the summary. No values in here. */
interface Outcome {
  /** What of it failed; the step fails after the rest is reported. */
  failure?: ActionError | undefined;
}

/** The deletion of a key. */
export interface Deletion {
  id: string;
  /** `not-tried`: an earlier failure stopped all deletions. `planned`: a dry run. */
  status: 'deleted' | 'gone' | 'failed' | 'not-tried' | 'planned';
}

/** What an operation that makes keys did. */
interface NewKeyResult extends Outcome {
  /** The newest one; null if none was made or found. */
  key: ApiKey | null;
  name: string;
  /** Seconds; null: it never expires. */
  lifetime: number | null;
  /** The secrets to write. */
  targets: readonly SecretTarget[];
  /** Those that were written, and whether they existed before. */
  written: readonly WrittenSecret[];
  /** Where else the value went, in words. */
  exposedTo: string[];
}

/** What each operation did; `reconcile` is `rotate` with a manifest. */
interface Results {
  create: NewKeyResult & {
    /** `planned`: a dry run, which would make a key. */
    outcome: 'created' | 'reused' | 'planned';
    revokeAfterJob: boolean;
  };
  rotate: NewKeyResult & {
    outcome: 'rotated' | 'kept';
    /** Whether nothing was done, and the result tells what would be. */
    dryRun: boolean;
    /** Why a new key was due, or none, as a clause. */
    why: string;
    /** When the newest key is due, in Unix seconds; null: never, or there is none. */
    nextDue: number | null;
    /** The plan for the older keys of the name. */
    older: readonly OlderKey[];
    /** The deletions of that plan. */
    deletions: readonly Deletion[];
  };
  reconcile: Outcome & {
    /** Nothing was done; all of this would be. */
    dryRun: boolean;
    entries: readonly EntryResult[];
    /** Keys of service accounts that no entry names. */
    unmanaged: readonly ApiKey[];
  };
  list: ListedResult;
  retrieve: Outcome & { key: ApiKey };
  delete: Outcome & { keys: Deletion[] };
  verify: ListedResult & {
    /** Whether everything could be checked; otherwise there is no verdict. */
    isComplete: boolean;
    violations: Violation[];
    /** Ids that `delete` accepts. */
    violationIds: string[];
    rules: Rules;
    /**
     * The keys that the accepted value in `key-value` fits; null if `key-id` names its key, or no value was
     * accepted.
     */
    valueKeys: ApiKey[] | null;
    /** When the keys were checked, in Unix seconds on the API's clock. */
    at: number;
  };
}

interface ListedResult extends Outcome {
  keys: ApiKey[];
  /** Projects that are left out, since they were archived meanwhile. */
  archived: readonly Project[];
  /** The pattern that the names match; null: every key. */
  pattern: string | null;
  /** The full path of the file that holds all of them; null: none was asked for. */
  file: string | null;
}

/** What was done for an entry of a manifest. */
export interface EntryResult extends Outcome {
  name: string;
  account: KeyAccount | null;
  targets: readonly SecretTarget[];
  /** Where the entry begins in the file. */
  line: number;
  /** The newest key; null: there is none. */
  id: string | null;
  action: 'rotated' | 'kept' | 'retired' | 'postponed' | 'failed' | 'skipped';
  /** As a clause. */
  reason: string;
  /** When its key is due, in Unix seconds; null: never, or not known. */
  nextDue: number | null;
  written: readonly WrittenSecret[];
  deletions: readonly Deletion[];
}

/** What one operation did. */
export type ResultFor<Word extends keyof Results> = Results[Word] & { operation: Word };

export type Result = { [Word in keyof Results]: ResultFor<Word> }[keyof Results];

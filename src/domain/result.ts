import type { AdminKey } from './admin-key.ts';
import type { ActionError } from './error.ts';
import type { Rules, Violation } from './policy.ts';
import type { OlderKey } from './rotation-plan.ts';
import type { Target, Written } from './target.ts';

/** What an operation did, for the outputs, the log and the summary. No values in here. */
interface Outcome {
  /** What of it failed; the step fails after the rest is reported. */
  failure?: ActionError | undefined;
}

/** What became of a key that was asked to be deleted. */
export interface Deletion {
  id: string;
  /** `untried`: after a failure that lets no other succeed. `planned`: a dry run. */
  fate: 'deleted' | 'gone' | 'failed' | 'untried' | 'planned';
}

/** What an operation that makes keys did. */
interface NewKeyResult extends Outcome {
  /** The newest one; null where none was made or found. */
  key: AdminKey | null;
  name: string;
  /** Seconds; null: for ever. */
  lifetime: number | null;
  /** The secrets that are to hold the value. */
  targets: readonly Target[];
  /** Those that were written, and whether they were there before. */
  written: readonly Written[];
  /** Where else the value went, in words. */
  handedTo: string[];
}

export interface CreateResult extends NewKeyResult {
  operation: 'create';
  /** `planned`: a dry run, which would make a key. */
  outcome: 'created' | 'reused' | 'planned';
  revokeAfterJob: boolean;
}

export interface RotateResult extends NewKeyResult {
  operation: 'rotate';
  outcome: 'rotated' | 'kept';
  /** Nothing was done; all of this would be. */
  dryRun: boolean;
  /** Why a new key was due, or none, as a clause. */
  why: string;
  /** What was to become of the older keys of the name. */
  older: readonly OlderKey[];
  /** What became of those that were to be deleted. */
  deletions: readonly Deletion[];
}

export interface ListResult extends Outcome {
  operation: 'list';
  keys: AdminKey[];
  /** The pattern that the names match; null: every key. */
  pattern: string | null;
  /** The full path of the file that holds all of them; null: none was asked for. */
  file: string | null;
}

export interface RetrieveResult extends Outcome {
  operation: 'retrieve';
  key: AdminKey;
}

export interface DeleteResult extends Outcome {
  operation: 'delete';
  keys: Deletion[];
}

export interface VerifyResult extends Outcome {
  operation: 'verify';
  keys: AdminKey[];
  /** Null: no verdict, since not everything could be looked at. */
  violations: Violation[] | null;
  /** Ids that may be handed to `delete`. */
  violationIds: string[];
  rules: Rules;
  pattern: string | null;
  /** The full path of the file that holds all of them; null: none was asked for. */
  file: string | null;
  /**
   * The keys that the accepted value of `key-value` can be that of; null where `key-id` says whose it
   * is, or none was accepted.
   */
  valueKeys: AdminKey[] | null;
  /** Whether a violation fails the step. */
  onViolation: 'fail' | 'warn';
  /** Unix seconds on the API's clock at which the keys were judged. */
  at: number;
}

export type Result =
  | CreateResult
  | ListResult
  | RetrieveResult
  | VerifyResult
  | RotateResult
  | DeleteResult;

import type { AdminKey } from './admin-key.ts';
import type { ActionError } from './error.ts';
import type { Rules, Violation } from './policy.ts';
import type { Target, Written } from './target.ts';

/** What an operation did, for the outputs, the log and the summary. No values in here. */
interface Outcome {
  /** What of it failed; the step fails after the rest is reported. */
  failure?: ActionError | undefined;
}

export interface CreateResult extends Outcome {
  operation: 'create';
  /** `planned`: a dry run, which would make a key. */
  outcome: 'created' | 'reused' | 'planned';
  /** Null where none was made or found. */
  key: AdminKey | null;
  name: string;
  /** Seconds; null: for ever. */
  lifetime: number | null;
  revokeAfterJob: boolean;
  /** The secrets that are to hold the value. */
  targets: readonly Target[];
  /** Those that do, and whether they were there before. */
  written: readonly Written[];
  /** Where else the value went, in words. */
  handedTo: string[];
}

export interface ListResult extends Outcome {
  operation: 'list';
  keys: AdminKey[];
  /** The pattern that the names match; null: every key. */
  pattern: string | null;
  /** The file that holds all of them; null: none was asked for. */
  file: string | null;
}

export interface RetrieveResult extends Outcome {
  operation: 'retrieve';
  key: AdminKey;
}

export interface DeleteResult extends Outcome {
  operation: 'delete';
  keys: { id: string; fate: 'deleted' | 'gone' | 'failed' | 'untried' | 'planned' }[];
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
  file: string | null;
  /** Whether a violation fails the step. */
  onViolation: 'fail' | 'warn';
  /** Unix seconds on the API's clock at which the keys were judged. */
  at: number;
}

export type Result = CreateResult | ListResult | RetrieveResult | VerifyResult | DeleteResult;

import type { Rules } from '../domain/policy.ts';
import type { RotationRules } from '../domain/rotation-plan.ts';
import type { Secret } from '../domain/secret.ts';
import type { Target } from '../domain/target.ts';

/** What every operation is told. Durations are in milliseconds here, in seconds elsewhere. */
export interface Settings {
  adminApiKey: Secret;
  baseUrl: URL;
  retryForMs: number;
  timeoutMs: number;
  summary: boolean;
}

/** A key that is to be made, and where its value is to go. */
export interface NewKeyRequest extends Settings {
  name: string;
  /** Seconds that the key lives; null: for ever. */
  lifetime: number | null;
  outputValue: boolean;
  exportEnv: string | null;
  /** The secrets that are to hold the value. */
  targets: Target[];
  /** Where they are; null where there are none. */
  github: { apiUrl: URL; token: Secret } | null;
  dryRun: boolean;
}

export interface CreateRequest extends NewKeyRequest {
  operation: 'create';
  ifExists: 'create' | 'reuse' | 'fail';
  revokeAfterJob: boolean;
}

export interface RotateRequest extends NewKeyRequest, RotationRules {
  operation: 'rotate';
  /** Whether a key is due whatever the rules say. */
  now: boolean;
}

export interface ListRequest extends Settings {
  operation: 'list';
  /** A glob; null: every key. */
  name: string | null;
  order: 'asc' | 'desc';
  after: string | null;
  limit: number | null;
  keysFile: string | null;
}

export interface RetrieveRequest extends Settings {
  operation: 'retrieve';
  keyId: string;
}

export interface DeleteRequest extends Settings {
  operation: 'delete';
  keyIds: string[];
  dryRun: boolean;
}

export interface VerifyRequest extends Settings {
  operation: 'verify';
  /** A glob; null: every key, or those of `keyIds`. */
  name: string | null;
  keyIds: string[];
  rules: Rules;
  /** A stored value that has to authenticate. */
  keyValue: Secret | null;
  onViolation: 'fail' | 'warn';
  keysFile: string | null;
}

export type Request =
  | CreateRequest
  | ListRequest
  | RetrieveRequest
  | VerifyRequest
  | RotateRequest
  | DeleteRequest;

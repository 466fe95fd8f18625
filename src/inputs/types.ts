import type { Credential } from '../domain/credential.ts';
import type { KeyAccount, Places } from '../domain/key.ts';
import type { Rules } from '../domain/policy.ts';
import type { SecretTarget } from '../domain/secret-target.ts';

/** The settings of every operation. These durations are in milliseconds, all others in seconds. */
export interface Settings {
  adminApiKey: Credential;
  baseUrl: URL;
  retryForMs: number;
  timeoutMs: number;
  summary: boolean;
}

/** A new key, and the destinations of its value. */
export interface NewKeyRequest extends Settings {
  /** The service account that the key is for; null for an admin key. */
  account: KeyAccount | null;
  name: string;
  /** Seconds; null if the key never expires. */
  lifetime: number | null;
  outputValue: boolean;
  exportEnv: string | null;
  /** The secrets to write. */
  targets: SecretTarget[];
  /** How to reach GitHub; null without targets. */
  github: { apiUrl: URL; token: Credential } | null;
  dryRun: boolean;
}

/** What each operation needs to know; `reconcile` is `rotate` with a manifest. */
interface Requests {
  create: NewKeyRequest & {
    ifExists: 'create' | 'reuse' | 'fail';
    revokeAfterJob: boolean;
  };
  rotate: NewKeyRequest & {
    /** Age at which a key is replaced, in seconds; null: whatever its age. */
    rotateAfter: number | null;
    /** Remaining lifetime at which it is replaced, in seconds; null: whatever that is. */
    minRemaining: number | null;
    /** How long a key is kept after its replacement was made, in seconds. */
    gracePeriod: number;
    /** Whether to rotate now, whatever the rules say. */
    now: boolean;
  };
  reconcile: Settings & {
    /** All entries of the file. */
    manifest: Manifest;
    /** Those that the step is about. */
    entries: readonly ManifestEntry[];
    /** How many keys may reach a target. */
    maxRotations: number;
    github: NewKeyRequest['github'];
    /** Whether the file is only checked, since a fork gets no credentials. */
    isKeyless: boolean;
    dryRun: boolean;
  };
  list: Settings & {
    places: Places;
    /** A glob; null: every key. */
    name: string | null;
    order: 'asc' | 'desc';
    after: string | null;
    limit: number | null;
    keysFile: string | null;
  };
  retrieve: Settings & { keyId: string };
  delete: Settings & { keyIds: string[]; dryRun: boolean };
  verify: Settings & {
    places: Places;
    /** A glob; null: every key, or those of `keyIds`. */
    name: string | null;
    keyIds: string[];
    rules: Rules;
    /** A stored value to check against the API. */
    keyValue: Credential | null;
    onViolation: 'fail' | 'warn';
    keysFile: string | null;
    /** Its entries must all have a key; null: there is no manifest. */
    manifest: Manifest | null;
  };
}

/** The request of one operation. */
export type RequestFor<Word extends keyof Requests> = Requests[Word] & { operation: Word };

export type ActionRequest = { [Word in keyof Requests]: RequestFor<Word> }[keyof Requests];

export interface ManifestEntry {
  /** What a step with the inputs of this entry would ask for. */
  request: RequestFor<'rotate'>;
  /** `absent`: no key is made, and those that there are get deleted. */
  state: 'present' | 'absent';
  /** Where the entry begins in the file. */
  line: number;
}

/** An exception of a policy: what it matches is no violation until the end of a day. */
interface PolicyException {
  /** An id of a key, or a glob of `name` or `proj_…/name`. */
  key: string;
  /** The rules that it covers; null: all but `missing` and `value`. */
  rules: readonly string[] | null;
  /** The last day, as Unix seconds of its end in UTC. */
  until: number;
  /** The day as the file has it. */
  day: string;
  reason: string;
  line: number;
}

/** A file of many keys. */
export interface Manifest {
  entries: readonly ManifestEntry[];
  /** For `verify`. */
  exceptions: readonly PolicyException[];
}

import { KeyStore, type StoredKey, type StoredProjectKey } from './openai-keys.ts';
import type { OpenAiOptions } from './openai-options.ts';

/** Rules for new keys. A field left out is no rule. */
export interface KeyPolicy {
  /** Seconds; a create without a lifetime or with a longer one is refused. */
  maxLifetime?: number;
  /** Whom new project keys are for. The organization's word counts before the project's. */
  newKeysFor?: 'anybody' | 'service-accounts' | 'users' | 'nobody';
  /** The only scopes that a key may be given. */
  scopes?: readonly string[];
}

/** Why calls with a project's keys are refused, by OpenAI's error codes. */
export type CallRefusal =
  | 'ip_not_authorized'
  | 'incorrect_hostname'
  | 'account_deactivated'
  | 'insufficient_quota'
  | 'project_spend_limit_exceeded';

/** Its fields, like those of an account, may be changed at any time. Times are Unix seconds. */
export interface StoredProject {
  readonly id: string;
  name: string | null;
  readonly createdAt: number;
  /** Not null: the project is archived. */
  archivedAt: number | null;
  policy: KeyPolicy;
  /** Null: calls are served. */
  callRefusal: CallRefusal | null;
  /** Put over the fields of the API's answer; a field set to undefined goes missing there. */
  extra?: Record<string, unknown>;
}

export interface StoredServiceAccount {
  readonly id: string;
  readonly projectId: string;
  name: string;
  /** Keys of an account without a role may do nothing. */
  role: 'owner' | 'member' | 'none';
  readonly createdAt: number;
  extra?: Record<string, unknown>;
}

/** What the endpoints share. */
export class OpenAiState {
  readonly keys = new KeyStore<StoredKey>();
  readonly projectKeys = new KeyStore<StoredProjectKey>();
  readonly projects: StoredProject[] = [];
  readonly serviceAccounts: StoredServiceAccount[] = [];
  /** The organization's. */
  readonly policy: KeyPolicy & { appliesToAdminKeys?: boolean } = {};
  readonly options: OpenAiOptions;
  /** In milliseconds. */
  clock: () => number;
  /** When a key was made through the API, in milliseconds. */
  #madeAt = new WeakMap<StoredKey | StoredProjectKey, number>();

  constructor(options: OpenAiOptions, clock: () => number) {
    this.options = options;
    this.clock = clock;
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.clock() / 1000);
  }

  project(id: string): StoredProject | undefined {
    return this.projects.find((project) => project.id === id);
  }

  serviceAccount(id: string): StoredServiceAccount | undefined {
    return this.serviceAccounts.find((account) => account.id === id);
  }

  /** Lets the key come into effect with the delays of the options. */
  startDelays(key: StoredKey | StoredProjectKey): void {
    this.#madeAt.set(key, this.clock());
  }

  /** The live key with this value, whose use is dated. */
  authenticate(value: string): StoredKey | StoredProjectKey | undefined {
    const key = this.keys.findByValue(value) ?? this.projectKeys.findByValue(value);
    if (!key || this.#isYoungerThan(this.options.propagationMs, key)) return undefined;
    if (key.expiresAt !== null && key.expiresAt <= this.now()) return undefined;
    key.lastUsedAt = this.now();
    return key;
  }

  /** Whether listings have the key, and its id is known. */
  isShown(key: StoredKey | StoredProjectKey): boolean {
    return !this.#isYoungerThan(this.options.listingDelayMs, key);
  }

  #isYoungerThan(delayMs = 0, key: StoredKey | StoredProjectKey): boolean {
    const madeAt = this.#madeAt.get(key);
    return madeAt !== undefined && this.clock() < madeAt + delayMs;
  }
}

import type { Credential } from '../domain/credential.ts';
import type { KeyAccount, Project } from '../domain/key.ts';
import type { SecretStore } from '../github/secret-store.ts';
import type { Timing } from '../http/transport.ts';
import type { KeyClient } from '../openai/client.ts';
import type { Logger } from '../report/logger.ts';
import type { StateEntry } from '../runner/state.ts';

/** What operations and deliveries work with; everything that touches the outside comes in here. */
export interface Context extends Pick<Timing, 'now' | 'monotonic' | 'cancelled'> {
  // The clients of both APIs, which cannot write in a dry run:
  /** The keys that the request is about: admin keys, or those of a service account. */
  client: KeyClient;
  /** The same, for deleting a new key: a cancelled job does not stop it. */
  uncancellable: KeyClient;
  /** The same, authenticated with another key. */
  clientFor(value: Credential, keyLabel: string): KeyClient;
  /** The same three for the keys of another account, or for admin keys. */
  forAccount(
    account: KeyAccount | null,
  ): Promise<Pick<Context, 'client' | 'uncancellable' | 'clientFor'>>;
  /** The keys of a project. */
  clientOf(project: Project): Promise<KeyClient>;
  /** Every active project. */
  listProjects(): Promise<Project[]>;
  /**
   * Whether a value authenticates a request that calls no admin endpoint.
   * @returns a warning where the API knows the key and refuses this request for another reason
   */
  tryValue(value: Credential, keyLabel: string): Promise<string | undefined>;
  /** GitHub's secrets; not to be called where the request names no target. */
  store: SecretStore;
  /** Whether this is a re-run: it gets the secrets as they were when the run was first started. */
  isRerun: boolean;

  log: Pick<Logger, 'info' | 'notice' | 'warning'>;
  /** @throws ActionError `cancelled` when the job is cancelled first */
  sleep(ms: number): Promise<void>;
  /** Saves for the post step how far this one got. */
  saveEntry(entry: StateEntry): void;
  saveProgress(progress: string): void;
  /** Hands a value to the steps that follow. */
  setValueOutput(value: Credential): void;
  exportValue(variable: string, value: Credential): void;
}

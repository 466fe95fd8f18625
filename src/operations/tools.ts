import type { DeliveryTools } from '../delivery/tools.ts';
import type { Secret } from '../domain/secret.ts';
import type { AdminKeys } from '../openai/admin-keys.ts';

/** What operations work with; everything that touches the world comes in here. */
export interface Tools extends DeliveryTools {
  /** A client that authenticates by another key. */
  keysBy(value: Secret, calledKey: string): AdminKeys;
  /** Whether this run was run again: it gets the secrets as they were when it was first made. */
  isRerun: boolean;
  /** Hands a value to the steps that follow. */
  setValueOutput(value: Secret): void;
  exportValue(variable: string, value: Secret): void;
}

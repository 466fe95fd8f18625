import type { StoredKey, StoredProjectKey } from './openai-keys.ts';
import type { ListOrder } from './openai-pages.ts';
import type { RedactedForm } from './openai-values.ts';

export interface OpenAiOptions {
  /** Value of the first key. Default: a random one. */
  adminKey?: string;
  /** Larger list limits are lowered to this. Default 100. */
  maxPageSize?: number;
  /** A created key is refused with 401 for this long. Default 0. */
  propagationMs?: number;
  /** A created key is missing from listings, and its id answers 404, for this long. Default 0. */
  listingDelayMs?: number;
  /** Id and value of an admin key that is created. Default: random ones. */
  newKey?: () => Pick<StoredKey, 'id' | 'value'>;
  /** Id and value of a service account's key that is created. Default: random ones. */
  newProjectKey?: () => Pick<StoredProjectKey, 'id' | 'value'>;
  /** More requests to the admin endpoints in a minute are answered 429. Default: no limit. */
  requestsPerMinute?: number;
  /** Of projects, service accounts and project keys. Default `shuffled`. */
  listOrder?: ListOrder;
  /** How project keys are shown. Default `stars`. */
  redactedForm?: RedactedForm;
  /** Whether the list of admin keys has project keys too. Default false. */
  listProjectKeysAsAdminKeys?: boolean;
  /** What a key without the permission is answered. Default 403. */
  missingScopeStatus?: 401 | 403;
  /** What the admin endpoints answer beneath an archived project. Default 400. */
  archivedStatus?: 400 | 403 | 404;
}

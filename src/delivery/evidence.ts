import { type AdminKey, isAdminKind } from '../domain/admin-key.ts';
import type { Evidence } from '../domain/delivered.ts';
import type { SecretStore } from '../github/secret-store.ts';
import { listWhole } from '../openai/listing.ts';
import type { Seen } from './prepare.ts';
import type { DeliveryTools } from './tools.ts';

/** The keys of one name, and when they were looked at. */
export interface FoundKeys {
  /** Oldest first, expired ones included. */
  keys: AdminKey[];
  /** The ids of all keys that were listed, whatever their name and kind. */
  ids: ReadonlySet<string>;
  /** Unix seconds on the API's clock. */
  now: number;
  /** The API's clock minus this machine's, in milliseconds. */
  offset: number;
  /** Whether the API told its time; otherwise this machine's stands in for it. */
  isTimed: boolean;
}

/**
 * Lists every key of exactly this name.
 *
 * @throws ActionError of the client's, or where the listing does not hold still
 */
export async function findKeys(
  name: string,
  { keys: client, now }: Pick<DeliveryTools, 'keys' | 'now'>,
): Promise<FoundKeys> {
  const isOfName = (key: AdminKey) => key.name === name && isAdminKind(key);
  const { keys, ids, serverTime: told } = await listWhole(client, isOfName);
  const serverTime = told ?? now();
  return {
    keys,
    ids,
    now: Math.floor(serverTime / 1000),
    offset: serverTime - now(),
    isTimed: told !== undefined,
  };
}

/** What there is to tell whether the targets hold the newest key. */
export function gatherEvidence(
  { keys, offset }: Pick<FoundKeys, 'keys' | 'offset'>,
  seen: Seen,
): Evidence {
  const updates = seen.current.map((secret) => secret?.updatedAt ?? null);
  // Where GitHub does not tell its time, both clocks are taken to be right.
  return { keys, updates, skew: (seen.offset ?? offset) - offset };
}

/**
 * Whether the secrets of an organization may be read by those who are to read them; requests only
 * where the request names them.
 *
 * @throws ActionError of the store's
 */
export async function areAccessible(
  { targets, current }: Seen,
  store: SecretStore,
): Promise<boolean> {
  for (const [index, target] of targets.entries()) {
    const secret = current[index];
    if (!secret || !(await store.hasAccess(target, secret))) return false;
  }
  return true;
}

import type { AdminKey } from '../domain/admin-key.ts';
import type { Evidence } from '../domain/delivered.ts';
import type { SecretStore } from '../github/secret-store.ts';
import { listWhole } from '../openai/listing.ts';
import type { Survey } from './prepare.ts';
import type { DeliveryTools } from './tools.ts';

/** The keys of one name, and when they were looked at. */
export interface FoundKeys {
  /** Oldest first, expired ones included. */
  keys: AdminKey[];
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
  const { keys, serverTime: told } = await listWhole(client, (key) => key.name === name);
  const serverTime = told ?? now();
  return {
    keys,
    now: Math.floor(serverTime / 1000),
    offset: serverTime - now(),
    isTimed: told !== undefined,
  };
}

/** What there is to tell whether the targets hold the newest key. */
export function gatherEvidence({ keys, offset }: FoundKeys, seen: Survey): Evidence {
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
  { targets, current }: Survey,
  store: SecretStore,
): Promise<boolean> {
  for (const [index, target] of targets.entries()) {
    const secret = current[index];
    if (!secret || !(await store.hasAccess(target, secret))) return false;
  }
  return true;
}

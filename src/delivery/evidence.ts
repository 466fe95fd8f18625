import type { AdminKey } from '../domain/admin-key.ts';
import { type Evidence, isDelivered } from '../domain/delivered.ts';
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
  const { keys, serverTime = now() } = await listWhole(client, (key) => key.name === name);
  return { keys, now: Math.floor(serverTime / 1000), offset: serverTime - now() };
}

/**
 * What there is to tell whether the targets hold the newest key. Who may read an organization's
 * secret is only asked where everything else fits, since it costs requests.
 *
 * @throws ActionError of the store's
 */
export async function gatherEvidence(
  { keys, offset }: FoundKeys,
  { targets, current, offset: githubOffset }: Survey,
  store: SecretStore,
): Promise<Evidence> {
  const updates = current.map((secret) => secret?.updatedAt ?? null);
  const evidence: Evidence = { keys, updates, skew: githubOffset - offset, accessible: true };
  if (!isDelivered(evidence)) return evidence;
  for (const [index, target] of targets.entries()) {
    const secret = current[index];
    if (!secret || (await store.hasAccess(target, secret))) continue;
    return { ...evidence, accessible: false };
  }
  return evidence;
}

import type { Places, Repository } from './github-places.ts';
import { notFound, Refusal } from './github-replies.ts';
import {
  checkSecretName,
  type PageParameters,
  parsePage,
  type SecretParameters,
} from './github-requests.ts';
import type { GitHubSecret, Vault } from './github-vault.ts';
import type { Reply } from './messages.ts';

const LARGEST_VALUE_BYTES = 48 * 1024;

export function getSecret(vault: Vault, name: string, apiUrl: string): Reply {
  const secret = vault.find(name);
  if (!secret) throw notFound();
  const { visibility } = secret;
  const organization = vault.place.replace('org:', '');
  const url = `${apiUrl}/orgs/${organization}/${vault.app}/secrets/${secret.name}/repositories`;
  const body = {
    name: secret.name,
    created_at: toIso(secret.createdAt),
    updated_at: toIso(secret.updatedAt),
    ...(visibility && { visibility }),
    ...(visibility === 'selected' && { selected_repositories_url: url }),
  };
  return { status: 200, body };
}

/** Throws a Refusal for what cannot be stored; then nothing has changed. */
export function putSecret(
  vault: Vault,
  name: string,
  { encryptedValue, keyId, access }: SecretParameters,
  now: number,
): Reply {
  checkSecretName(name);
  if (keyId !== vault.publicKey.key_id) {
    throw new Refusal(422, 'Bad request - key_id is not the id of the current public key');
  }
  const value = vault.open(encryptedValue);
  if (value === undefined) {
    throw new Refusal(422, 'Bad request - validation failed due to an improperly encrypted secret');
  }
  if (Buffer.byteLength(value) > LARGEST_VALUE_BYTES) {
    throw new Refusal(422, 'Secret value is too large.');
  }
  const old = vault.find(name);
  vault.set({
    name: name.toUpperCase(),
    value,
    createdAt: old?.createdAt ?? now,
    updatedAt: now,
    ...(access && toStored(access)),
    writes: (old?.writes ?? 0) + 1,
  });
  return old ? { status: 204 } : { status: 201, body: {} };
}

export function deleteSecret(vault: Vault, name: string): Reply {
  if (!vault.remove(name)) throw notFound();
  return { status: 204 };
}

/** One page of the repositories that may read a secret with the visibility `selected`. */
export function listSelectedRepositories(
  secret: GitHubSecret | undefined,
  places: Places,
  url: URL,
): Reply {
  if (!secret) throw notFound();
  const { page, perPage } = parsePage(url.searchParams);
  const all = (secret.selectedRepositoryIds ?? []).flatMap((id) => places.findRepository(id) ?? []);
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const last = Math.ceil(all.length / perPage);
  const link = linkTo(url, { page, perPage }, last);
  return {
    status: 200,
    ...(link && { headers: { link } }),
    body: {
      total_count: all.length,
      repositories: shown.map((repository) => toRepository(repository, url.origin)),
    },
  };
}

/** The repository object of the API, as far as it matters here. */
export function toRepository(repository: Repository, apiUrl: string): Record<string, unknown> {
  const { id, fullName } = repository;
  const [login, name] = fullName.split('/');
  const url = `${apiUrl}/repos/${fullName}`;
  return { id, name, full_name: fullName, private: true, owner: { login }, url };
}

/** A secret as another process may see it: without its value. */
export function describe({ place, app, secrets }: Vault): Record<string, unknown>[] {
  return secrets.map(({ value: _, ...rest }) => ({ place, app, ...rest }));
}

function toStored(access: NonNullable<SecretParameters['access']>): Partial<GitHubSecret> {
  const { visibility, selectedRepositoryIds } = access;
  return { visibility, ...(visibility === 'selected' && { selectedRepositoryIds }) };
}

/** In the order in which GitHub names them; empty when everything is on one page. */
function linkTo(url: URL, { page, perPage }: PageParameters, last: number): string {
  const pages: [string, number][] = [];
  if (page > 1) pages.push(['prev', page - 1]);
  if (page < last) pages.push(['next', page + 1], ['last', last]);
  if (page > 1) pages.push(['first', 1]);
  const address = `${url.origin}${url.pathname}?per_page=${perPage}&page=`;
  return pages.map(([relation, to]) => `<${address}${to}>; rel="${relation}"`).join(', ');
}

function toIso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

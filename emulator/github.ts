import { setTimeout } from 'node:timers/promises';
import {
  documentationOf,
  type Endpoint,
  parseEndpoint,
  parseOwner,
  requiredPermission,
} from './github-endpoints.ts';
import {
  isFormerName,
  type Owner,
  Places,
  type Repository,
  type RepositoryOptions,
  vaultOf,
} from './github-places.ts';
import {
  countRequests,
  NO_USER_AGENT,
  notFound,
  Refusal,
  redirect,
  refuse,
} from './github-replies.ts';
import { parseSecret } from './github-requests.ts';
import {
  deleteSecret,
  describe,
  getSecret,
  listSelectedRepositories,
  putSecret,
  toRepository,
} from './github-secrets.ts';
import {
  acceptedHeaders,
  checkPermission,
  sees,
  type TokenOptions,
  Tokens,
} from './github-tokens.ts';
import type { App, GitHubSecret, PublicKeyToShow } from './github-vault.ts';
import type { Reply, Request } from './messages.ts';
import { type ListenOptions, startServer } from './server.ts';
import { createService, type Service, type ServiceOptions } from './service.ts';

export type { TokenOptions } from './github-tokens.ts';
export type { App, GitHubSecret } from './github-vault.ts';

/**
 * Places are written `octo/repo`, `octo/repo#production` (an environment) and `org:octo-org`; the
 * app is `actions` unless given. Whatever takes a place throws an Error when there is none.
 */
export interface GitHub extends Service {
  /** The same as `url`. */
  apiUrl: string;
  /** A token that may do everything. */
  token: string;
  /** Adds a token, or replaces the one of this value, and returns its value. */
  addToken(options?: TokenOptions): string;
  addRepository(fullName: string, options?: RepositoryOptions): { id: number };
  addOrganization(name: string): void;
  secret(place: string, name: string, app?: App): GitHubSecret | undefined;
  /** Stores a secret, with defaults for what is left out; its `writes` are 0. */
  seedSecret(
    place: string,
    name: string,
    secret: Partial<GitHubSecret> & { value: string },
    app?: App,
  ): GitHubSecret;
  /** Serves another public key; boxes that are sealed for it are refused. */
  setPublicKey(place: string, key: PublicKeyToShow, app?: App): void;
  /** Unix seconds on the emulator's clock. */
  now(): number;
  /** `f` gives milliseconds. */
  setClock(f: () => number): void;
}

/** Starts the endpoints of `createGitHub` on a port. Rejects when it cannot be had. */
export function startGitHub(options: ListenOptions = {}): Promise<GitHub> {
  return startServer((url, closed) => {
    const sleep = (ms: number) => setTimeout(ms, undefined, { signal: closed });
    return createGitHub({ url, now: Date.now, sleep });
  }, options);
}

/**
 * GitHub's endpoints for secrets (of repositories, environments and organizations, of Actions,
 * Dependabot and Codespaces) with state in memory. https://docs.github.com/rest/actions/secrets
 */
export function createGitHub(place: ServiceOptions): GitHub {
  let clock = place.now;
  const now = () => Math.floor(clock() / 1000);
  const places = new Places();
  const tokens = new Tokens();

  function answer(endpoint: Endpoint, owner: Owner, { url, body }: Request): Reply {
    const { operation, holder, app, environment, secretName } = endpoint;
    const vault = vaultOf(owner, environment, app);
    if (!vault) throw notFound();
    switch (operation) {
      case 'get-repository':
        // Only the path of a repository leads here.
        return { status: 200, body: toRepository(owner as Repository, url.origin) };
      case 'get-public-key':
        return { status: 200, body: vault.publicKey };
      case 'get-secret':
        return getSecret(vault, secretName, url.origin);
      case 'put-secret':
        return putSecret(vault, secretName, parseSecret(body, holder, app), now());
      case 'delete-secret':
        return deleteSecret(vault, secretName);
      case 'list-selected-repositories':
        return listSelectedRepositories(vault.find(secretName), places, url);
    }
  }

  function handle(request: Request): Reply {
    const { method, url, headers } = request;
    if (method === 'GET' && url.pathname === '/_emulator/secrets') {
      return { status: 200, body: places.vaults.flatMap(describe) };
    }
    if (!headers['user-agent']) return NO_USER_AGENT;
    let documentation = 'https://docs.github.com/rest';
    let accepted: Record<string, string> = {};
    try {
      const token = tokens.authenticate(headers.authorization);
      const path = parseOwner(url.pathname);
      const owner = path && places.findOwner(path);
      if (!owner || !sees(token, owner)) throw notFound();
      if (isFormerName(path, owner)) {
        return redirect(method, `${url.origin}/repositories/${owner.id}${path.rest}${url.search}`);
      }
      const endpoint = parseEndpoint(method, owner.kind, path.rest);
      if (!endpoint) throw notFound();
      documentation = documentationOf(endpoint);
      const permission = requiredPermission(endpoint);
      accepted = acceptedHeaders(token, permission);
      checkPermission(token, permission);
      const reply = answer(endpoint, owner, request);
      return { ...reply, headers: { ...accepted, ...reply.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...refuse(error, documentation), headers: accepted };
    }
  }

  function seedSecret(
    place: string,
    name: string,
    secret: Partial<GitHubSecret> & { value: string },
    app: App = 'actions',
  ): GitHubSecret {
    const createdAt = secret.createdAt ?? now();
    const stored: GitHubSecret = {
      createdAt,
      updatedAt: createdAt,
      writes: 0,
      ...(place.startsWith('org:') && {
        visibility: secret.selectedRepositoryIds ? 'selected' : 'private',
      }),
      ...secret,
      name: name.toUpperCase(),
    };
    places.vault(place, app).set(stored);
    return stored;
  }

  const service = createService(handle, {
    ...place,
    now: () => clock(),
    headers: countRequests(now),
  });
  return Object.assign(service, {
    apiUrl: service.url,
    token: tokens.add({}),
    addToken: (tokenOptions: TokenOptions = {}) => tokens.add(tokenOptions),
    addRepository: (fullName: string, repositoryOptions?: RepositoryOptions) => {
      const { id } = places.addRepository(fullName, repositoryOptions);
      return { id };
    },
    addOrganization: (name: string) => places.addOrganization(name),
    secret: (place: string, name: string, app: App = 'actions') =>
      places.vault(place, app).find(name),
    seedSecret,
    setPublicKey: (place: string, key: PublicKeyToShow, app: App = 'actions') =>
      places.vault(place, app).setPublicKey(key),
    now,
    setClock: (f: () => number) => {
      clock = f;
    },
  });
}

import { setTimeout } from 'node:timers/promises';
import type { Reply, Request } from './messages.ts';
import { adminKeyRoutes } from './openai-admin-keys.ts';
import type { StoredKey, StoredProjectKey } from './openai-keys.ts';
import { createRateLimit } from './openai-limit.ts';
import { modelRoutes } from './openai-models.ts';
import type { OpenAiOptions } from './openai-options.ts';
import { projectKeyRoutes } from './openai-project-keys.ts';
import { projectRoutes } from './openai-projects.ts';
import { dispatch } from './openai-routes.ts';
import { createSeeds, type Seeds } from './openai-seeds.ts';
import { OpenAiState, type StoredProject, type StoredServiceAccount } from './openai-state.ts';
import { type ListenOptions, startServer } from './server.ts';
import { createService, type Service, type ServiceOptions } from './service.ts';

export type { StoredKey, StoredProjectKey } from './openai-keys.ts';
export type { OpenAiOptions } from './openai-options.ts';
export type {
  CallRefusal,
  KeyPolicy,
  StoredProject,
  StoredServiceAccount,
} from './openai-state.ts';

export interface OpenAi extends Service, Seeds {
  /** `url` with `/v1`. */
  baseUrl: string;
  /** Every admin key in creation order: this array follows the state and is only to be read. */
  keys: StoredKey[];
  /** Every project's keys, likewise. */
  projectKeys: StoredProjectKey[];
  /** Every project and every service account, in the order in which they were stored. */
  projects: StoredProject[];
  serviceAccounts: StoredServiceAccount[];
  /** The organization's rules for new keys. Its fields may be changed at any time. */
  policy: OpenAiState['policy'];
  /** The value of the first key, which authenticates from the start. */
  adminKey: string;
  /** Removes the key, of whichever kind, as somebody else would; nothing happens when it is gone. */
  revoke(id: string): void;
  /** Deletes a service account and with it its keys. Throws an Error when there is none. */
  deleteServiceAccount(id: string): void;
  /** Unix seconds on the emulator's clock. */
  now(): number;
  /** `f` gives milliseconds. */
  setClock(f: () => number): void;
}

/** Starts the endpoints of `createOpenAi` on a port. Rejects when it cannot be had. */
export function startOpenAi(options: OpenAiOptions & ListenOptions = {}): Promise<OpenAi> {
  return startServer((url, closed) => {
    const sleep = (ms: number) => setTimeout(ms, undefined, { signal: closed });
    return createOpenAi(options, { url, now: Date.now, sleep });
  }, options);
}

/**
 * OpenAI's endpoints for admin keys, projects, their service accounts and keys, and the list of
 * models, with state in memory and one admin key in it.
 * https://platform.openai.com/docs/api-reference/administration
 */
export function createOpenAi(options: OpenAiOptions, place: ServiceOptions): OpenAi {
  const state = new OpenAiState(options, place.now);
  const { keys, projectKeys, projects, serviceAccounts, policy } = state;
  const seeds = createSeeds(state);
  const routes = [
    ...adminKeyRoutes(state, seeds.seed),
    ...projectRoutes(state),
    ...projectKeyRoutes(state, seeds.seedProjectKey),
    ...modelRoutes(state),
  ];

  const { requestsPerMinute = Number.POSITIVE_INFINITY } = options;
  const refuseMore = createRateLimit(requestsPerMinute, () => state.clock());

  function handle(request: Request): Reply {
    switch (`${request.method} ${request.url.pathname}`) {
      case 'GET /_emulator/keys':
        return { status: 200, body: keys.keys.map(withoutValue) };
      case 'GET /_emulator/project-keys':
        return { status: 200, body: projectKeys.keys.map(withoutValue) };
      default:
        return refuseMore(request) ?? dispatch(state, routes, request);
    }
  }

  function deleteServiceAccount(id: string): void {
    const at = serviceAccounts.findIndex((account) => account.id === id);
    if (at === -1) throw new Error(`There is no service account ${id}.`);
    serviceAccounts.splice(at, 1);
    const own = projectKeys.keys.filter(({ owner }) => owner.id === id);
    for (const key of own) projectKeys.remove(key.id);
  }

  const first = seeds.seed({
    name: 'First admin key',
    ...(options.adminKey !== undefined && { value: options.adminKey }),
  });
  const service = createService(handle, { ...place, now: () => state.clock() });
  return Object.assign(service, {
    ...seeds,
    baseUrl: `${service.url}/v1`,
    keys: keys.keys,
    projectKeys: projectKeys.keys,
    projects,
    serviceAccounts,
    policy,
    adminKey: first.value,
    revoke: (id: string) => void (keys.remove(id) || projectKeys.remove(id)),
    deleteServiceAccount,
    now: () => state.now(),
    setClock: (f: () => number) => {
      state.clock = f;
    },
  });
}

function withoutValue({ value: _, ...rest }: StoredKey | StoredProjectKey): object {
  return rest;
}

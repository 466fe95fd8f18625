import type { Credential } from './domain/credential.ts';
import type { KeyAccount, Project } from './domain/key.ts';
import { refuseUnusableProxy } from './domain/proxy.ts';
import type { SecretStore } from './github/secret-store.ts';
import { createTransport, type Transport } from './http/transport.ts';
import type { NewKeyRequest, Settings } from './inputs/types.ts';
import { createAdminKeys } from './openai/admin-keys.ts';
import { type Api, createApi } from './openai/api.ts';
import type { KeyClient } from './openai/client.ts';
import type { Logger } from './report/logger.ts';
import type { Masker } from './runner/masker.ts';
import type { Runtime } from './runtime.ts';

interface ClientsOptions
  extends Omit<Settings, 'summary'>,
    Pick<NewKeyRequest, 'account' | 'github'> {
  /** A dry run, and what only reads, gets clients that cannot write. */
  readOnly: boolean;
  /** Is told the id of each new key that was deleted. */
  onDeleted?: ((keyId: string) => void) | undefined;
}

/**
 * Clients of both APIs over one transport. Nothing is sent yet.
 *
 * @throws ActionError `environment` where a proxy variable cannot be used
 */
export async function createClients(
  runtime: Runtime,
  masker: Masker,
  logger: Pick<Logger, 'info' | 'debug'>,
  options: ClientsOptions,
) {
  refuseUnusableProxy(runtime.env, process.versions.node);
  const httpClient = await runtime.openHttpClient();
  const isRerun = Number(runtime.env.GITHUB_RUN_ATTEMPT) > 1;
  const transportFor = (cancelled: AbortSignal): Transport =>
    createTransport({ ...runtime, ...logger, httpClient, cancelled }, options);
  const apiOver = (cancelled: AbortSignal): Api =>
    createApi(transportFor(cancelled), {
      ...options,
      ...masker,
      isRerun,
      monotonic: runtime.monotonic,
      sleep: (ms) => runtime.sleep(ms, cancelled),
    });
  const api = apiOver(runtime.cancelled);
  const uncancellableApi = apiOver(new AbortController().signal);
  const forAccount = async (account: KeyAccount | null) => {
    const clientOver = await clientsFor(account);
    const uncancellable = clientOver(uncancellableApi);
    return {
      client: clientOver(api),
      uncancellable: {
        ...uncancellable,
        async delete(keyId: string) {
          const outcome = await uncancellable.delete(keyId);
          if (outcome === 'deleted') options.onDeleted?.(keyId);
          return outcome;
        },
      },
      clientFor: (value: Credential, keyLabel: string) => clientOver(api.as(value, keyLabel)),
    };
  };
  return {
    ...(await forAccount(options.account)),
    forAccount,
    clientOf: async (project: Project) => (await projectKeys()).createProjectKeys(api, project),
    listProjects: async () => (await import('./openai/places.ts')).listProjects(api),
    tryValue: async (value: Credential, keyLabel: string) =>
      (await projectKeys()).tryValue(api, value, undefined, keyLabel),
    store: await openStore(transportFor(runtime.cancelled), runtime, masker, options),
    isRerun,
  };
}

/** By `import()`: most steps are about admin keys. */
const projectKeys = () => import('./openai/project-keys.ts');

/** @returns what makes a client of the keys that a request is about */
async function clientsFor(account: KeyAccount | null): Promise<(api: Api) => KeyClient> {
  if (account === null) return createAdminKeys;
  const { createProjectKeys } = await projectKeys();
  return (api) => createProjectKeys(api, { id: account.projectId, name: null }, account);
}

/** By `import()`: Octokit is large, and only those pay for it who have targets. */
async function openStore(
  transport: Transport,
  { env }: Runtime,
  { redact }: Masker,
  { github, readOnly }: ClientsOptions,
): Promise<SecretStore> {
  // Without targets, none of its methods is called.
  if (github === null) return {} as SecretStore;
  // `@actions/github` reads the event at its import, prints what is wrong with it, and has no use for it here.
  delete env.GITHUB_EVENT_PATH;
  const { createSecretStore } = await import('./github/secret-store.ts');
  return createSecretStore(transport, { ...github, readOnly, redact });
}

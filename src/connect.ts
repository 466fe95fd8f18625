import { refuseUnusableProxy } from './domain/proxy.ts';
import type { Secret } from './domain/secret.ts';
import type { SecretStore } from './github/secret-store.ts';
import type { Exchange } from './http/exchange.ts';
import { createTransport, type Patience, type Transport } from './http/transport.ts';
import { type AdminKeys, type ClientOptions, createAdminKeys } from './openai/admin-keys.ts';
import type { Reporter } from './report/reporter.ts';
import type { Masks } from './runner/masks.ts';
import type { World } from './world.ts';

export interface ConnectOptions extends Patience {
  baseUrl: URL;
  adminApiKey: Secret;
  /** Where secrets are written; null where none are. */
  github: { apiUrl: URL; token: Secret } | null;
  /** A dry run, and what only reads, gets clients that cannot write. */
  readOnly: boolean;
}

export interface Connection {
  keys: AdminKeys;
  /** For cleaning up: a cancelled job stops neither its requests nor its waits. */
  cleanup: AdminKeys;
  /** A client that authenticates by another key. */
  keysBy(value: Secret, calledKey: string): AdminKeys;
  store: SecretStore | null;
  /** Whether the run was started once more, with the secrets that it had at first. */
  isRerun: boolean;
}

/**
 * Clients of both APIs over one transport. Nothing is sent yet.
 *
 * @throws ActionError `environment` where a proxy variable cannot be used
 */
export async function connect(
  world: World,
  masks: Masks,
  reporter: Pick<Reporter, 'info' | 'debug'>,
  options: ConnectOptions,
): Promise<Connection> {
  const exchange = await openExchange(world);
  const isRerun = Number(world.env.GITHUB_RUN_ATTEMPT) > 1;
  const transportFor = (cancelled: AbortSignal): Transport =>
    createTransport({ ...world, ...reporter, exchange, cancelled }, options);
  const keysOver = (
    transport: Transport,
    changes: Partial<Pick<ClientOptions, 'adminApiKey' | 'calledKey'>> = {},
  ): AdminKeys =>
    createAdminKeys(transport, {
      ...options,
      ...changes,
      isRerun,
      monotonic: world.monotonic,
      hide: (value) => masks.hide(value),
      redact: (text) => masks.redact(text),
    });
  const transport = transportFor(world.cancelled);
  return {
    keys: keysOver(transport),
    cleanup: keysOver(transportFor(new AbortController().signal)),
    keysBy: (adminApiKey, calledKey) => keysOver(transport, { adminApiKey, calledKey }),
    store: await openStore(transport, world, masks, options),
    isRerun,
  };
}

/** By `import()`: Octokit and libsodium cost 90 ms, which only those pay who write a secret. */
async function openStore(
  transport: Transport,
  { env }: World,
  masks: Masks,
  { github, readOnly }: ConnectOptions,
): Promise<SecretStore | null> {
  if (github === null) return null;
  // `@actions/github` reads the event at its import, prints what is wrong with it, and it is of no use here.
  delete env.GITHUB_EVENT_PATH;
  const { createSecretStore } = await import('./github/secret-store.ts');
  const redact = (text: string) => masks.redact(text);
  return createSecretStore(transport, { ...github, readOnly, redact });
}

/** @throws ActionError `environment` where a proxy is set that cannot be used */
async function openExchange(world: World): Promise<Exchange> {
  refuseUnusableProxy(world.env, process.versions.node);
  return await world.openExchange();
}

import { ActionError } from './domain/error.ts';
import type { Secret } from './domain/secret.ts';
import type { SecretStore } from './github/secret-store.ts';
import { createExchange, type Exchange } from './http/exchange.ts';
import { createTransport, type Patience, type Transport } from './http/transport.ts';
import { type AdminKeys, createAdminKeys } from './openai/admin-keys.ts';
import type { Reporter } from './report/reporter.ts';
import type { Masks } from './runner/masks.ts';
import type { World } from './world.ts';

export interface ConnectOptions extends Patience {
  baseUrl: URL;
  adminApiKey: Secret;
  /** Where secrets are written; null where none are. */
  github: { apiUrl: URL; token: Secret } | null;
  /** A dry run gets clients that cannot write. */
  readOnly: boolean;
}

export interface Connection {
  keys: AdminKeys;
  /** For cleaning up: a cancelled job stops neither its requests nor its waits. */
  cleanup: AdminKeys;
  /** A client that authenticates by another key, and never writes. */
  keysBy(value: Secret): AdminKeys;
  store: SecretStore | null;
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
  const exchange = openExchange(world.env);
  const transportFor = (cancelled: AbortSignal): Transport =>
    createTransport({ ...world, ...reporter, exchange, cancelled }, options);
  const keysOver = (transport: Transport, changes: Partial<ConnectOptions> = {}): AdminKeys =>
    createAdminKeys(transport, {
      ...options,
      ...changes,
      hide: (value) => masks.hide(value),
      redact: (text) => masks.redact(text),
    });
  const transport = transportFor(world.cancelled);
  return {
    keys: keysOver(transport),
    cleanup: keysOver(transportFor(new AbortController().signal)),
    keysBy: (adminApiKey) => keysOver(transport, { adminApiKey, readOnly: true }),
    store: options.github && (await openStore(transport, options.github, options.readOnly)),
  };
}

/** By `import()`: Octokit and libsodium cost 90 ms, which only those pay who write a secret. */
async function openStore(
  transport: Transport,
  github: { apiUrl: URL; token: Secret },
  readOnly: boolean,
): Promise<SecretStore> {
  const { createSecretStore } = await import('./github/secret-store.ts');
  return createSecretStore(transport, { ...github, readOnly });
}

function openExchange(env: NodeJS.ProcessEnv): Exchange {
  try {
    // Without a scheme, Node would ignore the proxy and send past it.
    const proxy = env.https_proxy || env.HTTPS_PROXY || 'http://none';
    if (!/^https?:\/\//i.test(proxy)) throw new TypeError('no scheme');
    return createExchange(env);
  } catch {
    // Node's own message repeats the address, password included.
    throw new ActionError(
      'environment',
      '`HTTPS_PROXY` or `NO_PROXY` cannot be used. Give the proxy as `http://host:port`.',
    );
  }
}

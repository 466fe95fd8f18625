import { ActionError } from './error.ts';

/** The variables for a proxy; each may also be in lower case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

// Strict, because in `http://user:1#secret@host` the host is `user`, and the rest of the password is a
// fragment.
const ADDRESS = /^https?:\/\/(?:[^/?#\\\s]*@)?[^@/?#\\\s]+(?:\/[^@?#\\\s]*)?$/i;

/** The value of a variable in either spelling; lower case comes first, as for Node and curl. */
export function readVariable(env: NodeJS.ProcessEnv, name: string): string {
  return env[name.toLowerCase()] || env[name] || '';
}

/**
 * The proxy for https, from `HTTPS_PROXY`.
 *
 * @returns undefined if there is none
 * @throws ActionError `environment` if Node's agent cannot use the address, which is not quoted
 */
export function readProxy(env: NodeJS.ProcessEnv): URL | undefined {
  const text = readVariable(env, 'HTTPS_PROXY');
  if (text === '') return undefined;
  const url = ADDRESS.test(text) ? URL.parse(text) : null;
  if (url !== null && [url.username, url.password].every((part) => decode(part) !== null)) {
    return url;
  }
  throw new ActionError(
    'environment',
    '`HTTPS_PROXY` is not a valid proxy address, so nothing was sent. Use the form `http://host:port`, and ' +
      'percent-encode special characters in the password (such as `#`, `/`, `?`, `@`).',
  );
}

/** The variables whose proxy is not used, if https requests go through none. */
export function ignoredProxies(env: NodeJS.ProcessEnv): string[] {
  if (readVariable(env, 'HTTPS_PROXY') !== '') return [];
  return ['ALL_PROXY', 'HTTP_PROXY'].filter((name) => readVariable(env, name) !== '');
}

/**
 * Refuses a proxy that Node would bypass, or whose certificate it would not verify.
 *
 * @param nodeVersion - such as `24.4.0`; Node's agents support `proxyEnv` since 24.5.0
 * @throws ActionError `environment`
 */
export function refuseUnusableProxy(env: NodeJS.ProcessEnv, nodeVersion: string): void {
  const proxy = readProxy(env);
  if (proxy === undefined) return;
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 5)) {
    throw new ActionError(
      'environment',
      `\`HTTPS_PROXY\` is set, but Node ${nodeVersion} of this runner would bypass the proxy. Nothing was ` +
        'sent. Use runner 2.328.0 or later, whose Node supports proxies.',
    );
  }
  // Node verifies the certificate of a proxy by default, which this variable disables.
  if (proxy.protocol === 'https:' && env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new ActionError(
      'environment',
      '`NODE_TLS_REJECT_UNAUTHORIZED` is `0`, so the certificate of the proxy would not be verified. ' +
        'Nothing was sent. Remove the variable, and set `NODE_EXTRA_CA_CERTS` to the file with the certificate.',
    );
  }
}

/**
 * The forms of all proxy credentials: as written, decoded, and joined as Node sends them in Base64, which
 * the runner masks by itself.
 */
export function proxyCredentials(env: NodeJS.ProcessEnv): string[] {
  const texts = VARIABLES.flatMap((name) => [env[name], env[name.toLowerCase()]]);
  return texts.flatMap((text) => credentialsIn(text ?? ''));
}

/** Everything before the last `@` may be a password, even in an invalid address. */
function credentialsIn(proxy: string): string[] {
  const [, userinfo = ''] = /^(?:[a-z][a-z\d+.-]*:[/\\]*)?(?<=^|[/\\])(.*)@/is.exec(proxy) ?? [];
  const [user = '', ...rest] = userinfo.split(':');
  const password = rest.join(':');
  // A token is often the user name, without a password.
  const lone = password === '' ? user : password;
  return [`${user}:${password}`, password, lone]
    .filter((form) => form !== '' && form !== ':')
    .flatMap((form) => [form, decode(form) ?? form]);
}

/** @returns null where the text is not percent-encoded */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

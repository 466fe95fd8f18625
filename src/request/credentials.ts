import { ActionError } from '../domain/error.ts';
import { Secret } from '../domain/secret.ts';
import type { Masks } from '../runner/masks.ts';
import { INPUT_RULES, type InputName, readInput } from './inputs.ts';

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** The admin key as given: the input, or else the environment variable; empty where neither is. */
export function readAdminKey(env: NodeJS.ProcessEnv): string {
  return readInput(env, 'admin-api-key') || (env.OPENAI_ADMIN_KEY ?? '').trim();
}

/** Masks every credential that the step was given, before anything else is printed. */
export function hideCredentials(env: NodeJS.ProcessEnv, masks: Masks): void {
  for (const name of Object.keys(INPUT_RULES) as InputName[]) {
    const text = readInput(env, name) ?? '';
    if (INPUT_RULES[name].secret && text !== INPUT_RULES[name].default)
      masks.hide(new Secret(text));
  }
  masks.hide(new Secret(env.OPENAI_ADMIN_KEY ?? ''));
  for (const variable of PROXY_VARIABLES) {
    for (const form of proxyCredentials(env[variable] ?? '')) masks.hide(new Secret(form));
  }
}

/**
 * The forms in which a proxy's credentials can show up: as written, decoded, and joined as Node
 * sends them in Base64, which the runner derives from the joined form by itself.
 */
function proxyCredentials(proxy: string): string[] {
  const [, user = '', password = ''] = /\/\/([^/@:]*):?([^/]*)@/.exec(proxy) ?? [];
  // A token often stands in the place of the user name, alone.
  const lone = password === '' ? user : password;
  return [`${user}:${password}`, password, lone]
    .filter((form) => form !== '' && form !== ':')
    .flatMap((form) => [form, decoded(form)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @throws ActionError where Node was told to print every request, credentials included */
export function refuseTracing(env: NodeJS.ProcessEnv): void {
  if (!env.NODE_DEBUG) return;
  throw new ActionError(
    'environment',
    'The environment variable `NODE_DEBUG` is set, which makes Node print requests with the admin key ' +
      'in them. Nothing was sent. Remove it from this job.',
  );
}

/** The host of the proxy that https requests go through, without its credentials. */
export function proxyHost(env: NodeJS.ProcessEnv): string | undefined {
  return URL.parse(env.https_proxy || env.HTTPS_PROXY || '')?.host || undefined;
}

import { ActionError } from '../domain/error.ts';
import { proxyCredentials } from '../domain/proxy.ts';
import { Secret } from '../domain/secret.ts';
import type { Masks } from '../runner/masks.ts';
import { INPUT_RULES, type InputName, readInput } from './inputs.ts';

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
  for (const form of proxyCredentials(env)) masks.hide(new Secret(form));
}

/** Variables that make Node print what it does, past everything that this action prints itself. */
const PRINTING = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'];

const OPENS = 'lets others look into the process';
const REPORTS = 'writes a report with all environment variables';
const DUMPS = 'writes the memory of the process to a file';

/** Options of Node's in `NODE_OPTIONS` with which no secret would be safe, and why. */
const UNSAFE_OPTIONS: Readonly<Record<string, string>> = {
  '--abort-on-uncaught-exception': DUMPS,
  '--heapsnapshot-near-heap-limit': DUMPS,
  '--heapsnapshot-signal': DUMPS,
  '--inspect': OPENS,
  '--inspect-brk': OPENS,
  '--inspect-wait': OPENS,
  '--report-on-fatalerror': REPORTS,
  '--report-on-signal': REPORTS,
  '--report-uncaught-exception': REPORTS,
  '--tls-keylog': 'writes the keys of each connection to a file',
  '--trace-event-categories': 'writes what the process does to a file',
  '--trace-events-enabled': 'writes what the process does to a file',
  '--trace-tls': 'prints each connection',
};

/**
 * Refuses to work where Node was told to print or keep what it does, or to let others look on.
 *
 * @throws ActionError `environment`
 */
export function refuseTracing(env: NodeJS.ProcessEnv): void {
  const variable = PRINTING.find((name) => env[name]);
  if (variable !== undefined) {
    throw new ActionError(
      'environment',
      `The environment variable \`${variable}\` is set, which makes Node print requests with the admin key ` +
        'in them. Nothing was sent. Remove it from this job.',
    );
  }
  const [option, why] = unsafeOption(env.NODE_OPTIONS ?? '') ?? [];
  if (option === undefined) return;
  throw new ActionError(
    'environment',
    `\`NODE_OPTIONS\` holds \`${option}\`, which ${why}. Nothing was sent. Take the option out of the ` +
      'environment of this step.',
  );
}

/** The first option that no secret would be safe with, and why. */
function unsafeOption(options: string): [string, string] | undefined {
  // Node takes `_` for `-`, and a value after `=`.
  const given = wordsOf(options).map((word) => word.split('=')[0]?.replaceAll('_', '-'));
  return Object.entries(UNSAFE_OPTIONS).find(([option]) => given.includes(option));
}

/**
 * The words of `NODE_OPTIONS` as Node reads them: apart by spaces, but for those in double quotes, which
 * may stand anywhere in a word, and in which a backslash takes the next character as it is.
 * https://nodejs.org/api/cli.html#node_optionsoptions
 */
function wordsOf(options: string): string[] {
  const words = options.match(/(?:"(?:\\.|[^"\\])*"?|[^ "])+/gs) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"?/gs, (_, quoted: string) => quoted.replace(/\\(.)/gs, '$1')),
  );
}

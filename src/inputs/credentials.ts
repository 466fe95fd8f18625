import { Credential } from '../domain/credential.ts';
import { ActionError } from '../domain/error.ts';
import { proxyCredentials } from '../domain/proxy.ts';
import type { Masker } from '../runner/masker.ts';
import { INPUT_NAMES, INPUT_RULES, readInput } from './definitions.ts';
import type { Inputs } from './reader.ts';

/** The admin key: the input, or else the environment variable, or else an empty text. */
export function readAdminKey(env: NodeJS.ProcessEnv): string {
  return readInput(env, 'admin-api-key') || (env.OPENAI_ADMIN_KEY ?? '').trim();
}

/** Whether a dry run of a manifest checks the file alone, since pull requests of forks get no credentials. */
export function isFork(inputs: Inputs): boolean {
  return (
    inputs.env.GITHUB_EVENT_NAME === 'pull_request' &&
    inputs.text('operation') === 'rotate' &&
    inputs.isGiven('manifest') &&
    inputs.isGiven('dry-run') &&
    readAdminKey(inputs.env) === '' &&
    !inputs.isGiven('github-token')
  );
}

/** Masks every credential that the step was given, before anything else is printed. */
export function maskCredentials(env: NodeJS.ProcessEnv, masker: Masker): void {
  for (const name of INPUT_NAMES) {
    const text = readInput(env, name) ?? '';
    if (INPUT_RULES[name].secret && text !== INPUT_RULES[name].default)
      masker.mask(new Credential(text));
  }
  masker.mask(new Credential(env.OPENAI_ADMIN_KEY ?? ''));
  for (const form of proxyCredentials(env)) masker.mask(new Credential(form));
}

/** Variables that make Node print requests itself, so that this action cannot redact them. */
const PRINTING = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'];

const OPENS = 'opens the process to a debugger';
const REPORTS = 'writes a report with all environment variables';
const DUMPS = 'writes the memory of the process to a file';

/** Options in `NODE_OPTIONS` that can expose secrets, and how. */
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
  '--tls-keylog': 'writes TLS keys to a file',
  '--trace-event-categories': 'writes a trace of the process to a file',
  '--trace-events-enabled': 'writes a trace of the process to a file',
  '--trace-tls': 'prints TLS traffic',
};

/**
 * Stops the step if Node is set to print, record or expose what the process does.
 *
 * @throws ActionError `environment`
 */
export function refuseTracing(env: NodeJS.ProcessEnv): void {
  const variable = PRINTING.find((name) => env[name]);
  if (variable !== undefined) {
    throw new ActionError(
      'environment',
      `The environment variable \`${variable}\` makes Node print requests, including the admin key. Nothing ` +
        'was sent. Remove the variable from this job.',
    );
  }
  const [option, why] = unsafeOption(env.NODE_OPTIONS ?? '') ?? [];
  if (option === undefined) return;
  throw new ActionError(
    'environment',
    `\`NODE_OPTIONS\` contains \`${option}\`, which ${why}. Nothing was sent. Remove the option from the ` +
      'environment of this step.',
  );
}

/** The first unsafe option, and why it is unsafe. */
function unsafeOption(options: string): [string, string] | undefined {
  // Node takes `_` for `-`, and a value after `=`.
  const given = wordsOf(options).map((word) => word.split('=')[0]?.replaceAll('_', '-'));
  return Object.entries(UNSAFE_OPTIONS).find(([option]) => given.includes(option));
}

/**
 * Splits `NODE_OPTIONS` as Node does: at spaces outside double quotes. Within quotes, a backslash escapes
 * the next character.
 * https://nodejs.org/api/cli.html#node_optionsoptions
 */
function wordsOf(options: string): string[] {
  const words = options.match(/(?:"(?:\\.|[^"\\])*"?|[^ "])+/gs) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"?/gs, (_, quoted: string) => quoted.replace(/\\(.)/gs, '$1')),
  );
}

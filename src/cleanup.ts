import { createClients } from './clients.ts';
import { describeLeftover, finish } from './delivery/finish.ts';
import { Credential } from './domain/credential.ts';
import { ActionError, messageOf } from './domain/error.ts';
import { maskCredentials, refuseTracing } from './inputs/credentials.ts';
import { type InputName, readInput } from './inputs/definitions.ts';
import { createLogger } from './report/logger.ts';
import { createMasker } from './runner/masker.ts';
import type { OpenEntry, SavedState } from './runner/state.ts';
import type { Runtime } from './runtime.ts';

/**
 * The post step: finishes what the main step left behind. Never throws, never fails the job.
 *
 * @param saved - undefined where it is not what this step's main part saved
 * @param adminApiKey - the key that signed it; empty where post was given none
 */
export async function cleanUp(
  saved: SavedState | undefined,
  adminApiKey: string,
  runtime: Runtime,
): Promise<void> {
  const masker = createMasker(runtime.toolkit.setSecret);
  const logger = createLogger(runtime.toolkit, masker);
  maskCredentials(runtime.env, masker);
  if (saved === undefined) {
    logger.warning(untrusted(adminApiKey));
    return;
  }
  const { entry } = saved;
  if (entry.stage === 'done') return;
  const warn = (error: unknown) =>
    logger.warning(`${messageOf(error)}\n${describeLeftover(entry)}`);
  runtime.onUncaught(warn);
  try {
    refuseTracing(runtime.env);
    const options = optionsFor(entry, adminApiKey, runtime.env);
    const clients = await createClients(runtime, masker, logger, options);
    const context = { ...clients, ...runtime, log: logger };
    await finish(saved, options.github !== null, context);
  } catch (error) {
    warn(error);
  }
}

/**
 * The clients for the cleanup. Addresses must be main's: an input that differs is refused. One that is
 * absent or empty is unknown: in a composite action inside another, post evaluates `${{ inputs.x }}` with
 * the inputs of the outer one, which mostly has none of that name.
 */
function optionsFor(entry: OpenEntry, adminApiKey: string, env: NodeJS.ProcessEnv) {
  const baseUrl = sameAddress('base-url', entry.baseUrl, env);
  const token = readInput(env, 'github-token') ?? '';
  const github =
    entry.stage === 'created' && entry.githubApiUrl !== '' && token !== ''
      ? {
          apiUrl: sameAddress('github-api-url', entry.githubApiUrl, env),
          token: new Credential(token),
        }
      : null;
  return { ...entry, adminApiKey: new Credential(adminApiKey), baseUrl, github, readOnly: false };
}

function sameAddress(name: InputName, saved: string, env: NodeJS.ProcessEnv): URL {
  const url = URL.parse(readInput(env, name) || saved);
  if (url?.href === saved) return url;
  throw new ActionError(
    'input',
    `\`${name}\` is not what it was when the key was made, so nothing was sent.`,
  );
}

/** Nothing of such a state is quoted: whoever wrote it may want that. */
function untrusted(adminApiKey: string): string {
  const why =
    adminApiKey === ''
      ? '`admin-api-key` is empty in the post step, so what the main step saved cannot be read (in a ' +
        "composite action inside another, give the key in the job's `OPENAI_ADMIN_KEY` instead)"
      : 'What the main step saved does not bear its signature: something else wrote it, or ' +
        '`admin-api-key` is another key in the post step than in the main step';
  return (
    `${why}. Nothing was sent. If the main step made a key and did not get it to its destinations, it may ` +
    'still be there: the log of the main step names it.'
  );
}

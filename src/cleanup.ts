import { createClients } from './clients.ts';
import { findCreated } from './delivery/recover-create.ts';
import { deleteNewKey, howToDelete, maybeThere, NEW_KEY_MS } from './delivery/revoke.ts';
import { readUnanswered } from './delivery/write-secrets.ts';
import { decide, IN_FLIGHT_MS, parseProgress, unknownProgress } from './delivery/write-state.ts';
import { Credential } from './domain/credential.ts';
import { ActionError, messageOf } from './domain/error.ts';
import { describeTarget } from './domain/secret-target.ts';
import type { SecretStore } from './github/secret-store.ts';
import { maskCredentials, refuseTracing } from './inputs/credentials.ts';
import { type InputName, readInput } from './inputs/definitions.ts';
import { isNotFound, type KeyClient } from './openai/client.ts';
import { createLogger, type Logger } from './report/logger.ts';
import { createMasker } from './runner/masker.ts';
import type { CreatedState, SavedState, StateEntry } from './runner/state.ts';
import type { Runtime } from './runtime.ts';

type OpenEntry = Exclude<StateEntry, { stage: 'done' }>;

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
  const { entry, progress } = saved;
  if (entry.stage === 'done') return;
  runtime.onUncaught((error) => logger.warning(`${messageOf(error)}\n${leftoverOf(entry)}`));
  try {
    refuseTracing(runtime.env);
    const options = optionsFor(entry, adminApiKey, runtime.env);
    const { uncancellable, store } = await createClients(runtime, masker, logger, options);
    if (entry.stage === 'created') {
      const readable = options.github === null ? null : store;
      await finishKey(entry, progress, uncancellable, readable, runtime, logger);
      return;
    }
    // Counted from here: the machine's clock may have been corrected since the request left.
    await runtime.sleep(IN_FLIGHT_MS);
    const known = { knownIds: new Set<string>() };
    const { message } = await findCreated(uncancellable, entry, known, runtime);
    logger.warning(`The step ended while it created a key. ${message}`);
  } catch (error) {
    logger.warning(`${messageOf(error)}\n${leftoverOf(entry)}`);
  }
}

/**
 * Keeps a key that a secret holds or may hold, and deletes one that nobody holds.
 *
 * @param text - the saved progress
 * @param store - null where the secrets cannot be read
 */
async function finishKey(
  entry: CreatedState,
  text: string,
  client: KeyClient,
  store: SecretStore | null,
  runtime: Runtime,
  logger: Logger,
): Promise<void> {
  const { targets, before, keyId } = entry;
  let progress = parseProgress(text, keyId, targets.length) ?? unknownProgress(targets.length);
  if (store !== null) {
    const context = { sleep: runtime.sleep, log: logger };
    progress = await readUnanswered(progress, targets, before, store, context);
  }
  switch (decide(progress, false)) {
    case 'keep': {
      const left = targets.filter((_, index) => progress[index]?.state !== 'written');
      if (left.length === 0) return;
      logger.warning(
        `The step ended while it delivered key \`${keyId}\`. The key lives on, since some secrets hold it; ` +
          `these may not: ${left.map(describeTarget).join(', ')}. Run the step again to give all of them one key.`,
      );
      return;
    }
    case 'leave':
      throw new ActionError(
        'partial',
        'It is not certain whether a secret holds the new key, so it was not deleted. The next ' +
          'rotation of its name finds it delivered or deletes it.',
      );
    case 'delete':
      await deleteKey(entry, client, runtime, logger);
  }
}

async function deleteKey(
  { keyId, createdAt, purpose, account }: CreatedState,
  client: KeyClient,
  { now, sleep }: Runtime,
  logger: Logger,
): Promise<void> {
  // The main step may have ended before it could compare the key with what was asked. A key that is made
  // for the job was compared.
  if (account !== null && purpose !== 'job') {
    const foreign = await whyForeign(keyId, client);
    if (foreign !== undefined) {
      logger.warning(`Key \`${keyId}\` may be somebody else's, so it was not deleted. ${foreign}`);
      return;
    }
  }
  const isNew = now() < createdAt + NEW_KEY_MS;
  const outcome = isNew ? await deleteNewKey(keyId, client, sleep) : await client.delete(keyId);
  if (outcome === 'hidden') {
    logger.warning(`The key that the step made had to be deleted, but ${maybeThere(keyId)}`);
    return;
  }
  const why = purpose === 'job' ? 'it was made for this job only' : 'its value had reached nobody';
  const what = outcome === 'gone' ? 'is gone already' : 'was deleted';
  logger.info(`Key \`${keyId}\` ${what}: ${why}.`);
}

/** @returns undefined also where the key is not there (yet) */
async function whyForeign(keyId: string, client: KeyClient): Promise<string | undefined> {
  try {
    return client.whyForeign((await client.retrieve(keyId)).key);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * The clients for the cleanup. Addresses must be main's: an input that differs is refused. One that is
 * absent or empty is unknown: in a composite action inside another, post evaluates `${{ inputs.x }}` with
 * the inputs of the outer one, which mostly has none of that name.
 */
function optionsFor(
  entry: OpenEntry,
  adminApiKey: string,
  env: NodeJS.ProcessEnv,
): Parameters<typeof createClients>[3] {
  const { account, timeoutMs, retryForMs } = entry;
  const baseUrl = sameAddress('base-url', entry.baseUrl, env);
  const token = readInput(env, 'github-token') ?? '';
  const github =
    entry.stage === 'created' && entry.githubApiUrl !== '' && token !== ''
      ? {
          apiUrl: sameAddress('github-api-url', entry.githubApiUrl, env),
          token: new Credential(token),
        }
      : null;
  return {
    adminApiKey: new Credential(adminApiKey),
    account,
    baseUrl,
    github,
    timeoutMs,
    retryForMs,
    readOnly: false,
  };
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

function leftoverOf(entry: OpenEntry): string {
  if (entry.stage === 'created') {
    return `Key \`${entry.keyId}\` is still there. If no secret holds it: ${howToDelete(entry.keyId)}`;
  }
  return (
    `A key named \`${entry.name}\` may have been made at ${new Date(entry.sentAt).toISOString()}; nobody ` +
    'holds its value. Find it with `operation: list` and delete it by its id.'
  );
}

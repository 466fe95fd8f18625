import { type ConnectOptions, connect } from './connect.ts';
import { settleFate } from './delivery/fate.ts';
import {
  AFTERMATH_MS,
  decide,
  type Progress,
  parseProgress,
  unknownProgress,
} from './delivery/transaction.ts';
import { deleteNew, howToDelete, maybeThere, NEW_MS } from './delivery/undo.ts';
import { lookAtUnanswered } from './delivery/writes.ts';
import { ActionError, messageOf } from './domain/error.ts';
import { Secret } from './domain/secret.ts';
import { describeTarget } from './domain/target.ts';
import type { SecretStore } from './github/secret-store.ts';
import type { AdminKeys } from './openai/admin-keys.ts';
import { createReporter, type Reporter } from './report/reporter.ts';
import { hideCredentials, refuseTracing } from './request/credentials.ts';
import { type InputName, readInput } from './request/inputs.ts';
import type { JournalEntry, SavedState } from './runner/journal.ts';
import { createMasks } from './runner/masks.ts';
import type { World } from './world.ts';

type OpenEntry = Exclude<JournalEntry, { stage: 'settled' }>;
type MadeEntry = Extract<OpenEntry, { stage: 'made' }>;

/**
 * The post step: finishes what the main step left behind. Never throws, never fails the job.
 *
 * @param state - undefined where it is not what this step's main part wrote
 * @param adminApiKey - the key that signed it; empty where post was given none
 */
export async function cleanUp(
  state: SavedState | undefined,
  adminApiKey: string,
  world: World,
): Promise<void> {
  const masks = createMasks(world.toolkit.setSecret);
  const reporter = createReporter(world.toolkit, masks);
  hideCredentials(world.env, masks);
  if (state === undefined) {
    reporter.warning(untrusted(adminApiKey));
    return;
  }
  const { entry, progress } = state;
  if (entry.stage === 'settled') return;
  world.onUncaught((error) => reporter.warning(`${messageOf(error)}\n${leftoverOf(entry)}`));
  try {
    refuseTracing(world.env);
    const options = reachOf(entry, adminApiKey, world.env);
    const { cleanup, store } = await connect(world, masks, reporter, options);
    if (entry.stage === 'made') {
      await settleKey(entry, progress, cleanup, store, world, reporter);
      return;
    }
    // Counted from here: the machine's clock may have been corrected since the request left.
    await world.sleep(AFTERMATH_MS);
    const { message } = await settleFate(cleanup, entry, { known: new Set() }, world);
    reporter.warning(`The step ended while it created a key. ${message}`);
  } catch (error) {
    reporter.warning(`${messageOf(error)}\n${leftoverOf(entry)}`);
  }
}

/** Keeps a key that a secret holds or may hold, and deletes one that nobody does. */
async function settleKey(
  entry: MadeEntry,
  text: string,
  keys: AdminKeys,
  store: SecretStore | null,
  world: World,
  reporter: Reporter,
): Promise<void> {
  const { targets, before, keyId } = entry;
  let progress: Progress =
    parseProgress(text, keyId, targets.length) ?? unknownProgress(targets.length);
  if (store !== null) {
    const tools = { sleep: world.sleep, log: reporter };
    progress = await lookAtUnanswered(progress, targets, before, store, tools);
  }
  const decision = decide(progress);
  switch (decision.kind) {
    case 'keep': {
      const left = decision.left.flatMap((index) => targets[index] ?? []).map(describeTarget);
      if (left.length === 0) return;
      reporter.warning(
        `The step ended while it delivered key \`${keyId}\`. The key lives on, since some secrets hold it; ` +
          `these may not: ${left.join(', ')}. Run the step again to get all of them in line.`,
      );
      return;
    }
    case 'leave':
      throw new ActionError(
        'partial',
        'It is not certain whether a secret holds the new key, so it was not deleted. The next ' +
          'rotation of its name finds it delivered or retires it.',
      );
    case 'delete':
      await deleteKey(entry, keys, world, reporter);
  }
}

async function deleteKey(
  { keyId, madeAt, purpose }: MadeEntry,
  keys: AdminKeys,
  { now, sleep }: World,
  reporter: Reporter,
): Promise<void> {
  const isNew = now() < madeAt + NEW_MS;
  const fate = isNew ? await deleteNew(keyId, keys, sleep) : await keys.delete(keyId);
  if (fate === 'hidden') {
    reporter.warning(`The key that the step made was to be deleted, but ${maybeThere(keyId)}`);
    return;
  }
  const why = purpose === 'job' ? 'it was made for this job only' : 'its value had reached nobody';
  const what = fate === 'gone' ? 'is gone already' : 'was deleted';
  reporter.info(`Key \`${keyId}\` ${what}: ${why}.`);
}

/**
 * What to clean up with. Addresses must be main's: an input that differs is refused. One that is absent
 * or empty is unknown: in a composite action inside another, post evaluates `${{ inputs.x }}` with the
 * inputs of the outer one, which mostly has none of that name.
 */
function reachOf(entry: OpenEntry, adminApiKey: string, env: NodeJS.ProcessEnv): ConnectOptions {
  const { timeoutMs, retryForMs } = entry;
  const baseUrl = sameAddress('base-url', entry.baseUrl, env);
  const token = readInput(env, 'github-token') ?? '';
  const github =
    entry.stage === 'made' && entry.githubApiUrl !== '' && token !== ''
      ? { apiUrl: sameAddress('github-api-url', entry.githubApiUrl, env), token: new Secret(token) }
      : null;
  return {
    adminApiKey: new Secret(adminApiKey),
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
  if (entry.stage === 'made') {
    return `Key \`${entry.keyId}\` is still there. If no secret holds it: ${howToDelete(entry.keyId)}`;
  }
  return (
    `A key named \`${entry.name}\` may have been made at ${new Date(entry.sentAt).toISOString()}; nobody ` +
    'holds its value. Look for it and delete it.'
  );
}

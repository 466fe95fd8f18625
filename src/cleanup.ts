import { type ConnectOptions, connect } from './connect.ts';
import { awaitAftermath, settleFate } from './delivery/fate.ts';
import {
  AFTERMATH_MS,
  decide,
  type Progress,
  parseProgress,
  startProgress,
} from './delivery/transaction.ts';
import { lookAtUnanswered } from './delivery/writes.ts';
import { ActionError, messageOf } from './domain/error.ts';
import { Secret } from './domain/secret.ts';
import { describeTarget } from './domain/target.ts';
import type { SecretStore } from './github/secret-store.ts';
import type { AdminKeys } from './openai/admin-keys.ts';
import { createReporter, type Reporter } from './report/reporter.ts';
import { hideCredentials, readAdminKey, refuseTracing } from './request/credentials.ts';
import { defaultOf, type InputName, readInput } from './request/inputs.ts';
import { type JournalEntry, readProgress } from './runner/journal.ts';
import { createMasks } from './runner/masks.ts';
import type { World } from './world.ts';

type OpenEntry = Exclude<JournalEntry, { stage: 'settled' }>;
type MadeEntry = Extract<OpenEntry, { stage: 'made' }>;

/** The post step: finishes what the main step left behind. Never throws, never fails the job. */
export async function cleanUp(entry: OpenEntry, world: World): Promise<void> {
  const masks = createMasks(world.toolkit.setSecret);
  const reporter = createReporter(world.toolkit, masks);
  world.onUncaught((error) => reporter.warning(`${messageOf(error)}\n${leftoverOf(entry)}`));
  try {
    hideCredentials(world.env, masks);
    refuseTracing(world.env);
    const options = reachOf(entry, world.env);
    const { cleanup, store } = await connect(world, masks, reporter, options);
    if (entry.stage === 'made') {
      await settleKey(entry, cleanup, store, world, reporter);
      return;
    }
    await awaitAftermath(entry, world);
    const until = Math.min(world.now(), entry.sentAt + entry.timeoutMs + AFTERMATH_MS);
    const { message } = await settleFate(cleanup, entry, until, world.now);
    reporter.warning(`The step ended while it created a key. ${message}`);
  } catch (error) {
    reporter.warning(`${messageOf(error)}\n${leftoverOf(entry)}`);
  }
}

/** Keeps a key that a secret holds, and deletes one that nobody does. */
async function settleKey(
  entry: MadeEntry,
  keys: AdminKeys,
  store: SecretStore | null,
  world: World,
  reporter: Reporter,
): Promise<void> {
  const { targets, before, keyId } = entry;
  const last = lastProgress(readProgress(world.env), targets.length, world.now());
  let decision = decide(last);
  if (decision.kind === 'look' && store !== null) {
    const tools = { now: world.now, sleep: world.sleep, log: reporter };
    decision = decide(await lookAtUnanswered(last, targets, before, store, tools));
  }
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
    case 'look':
      throw new ActionError(
        'partial',
        'It is not known whether a secret holds the new key, so it was not deleted.',
      );
    case 'delete': {
      const fate = await keys.delete(keyId);
      const why =
        entry.purpose === 'job' ? 'it was made for this job only' : 'its value had reached nobody';
      reporter.info(
        `Key \`${keyId}\` ${fate === 'gone' ? 'is gone already' : 'was deleted'}: ${why}.`,
      );
    }
  }
}

/** Where it cannot be read, any write may have been sent; where there is none, none was. */
function lastProgress(text: string, targets: number, now: number): Progress {
  const start = startProgress(targets);
  if (text === '') return start;
  const unknown: Progress = { lastSentAt: now, writes: start.writes.map(() => 'sent') };
  return parseProgress(text, targets) ?? unknown;
}

/** What to clean up with. Credentials and addresses come from the inputs; addresses must be main's. */
function reachOf(entry: OpenEntry, env: NodeJS.ProcessEnv): ConnectOptions {
  const adminApiKey = readAdminKey(env);
  if (adminApiKey === '') {
    throw new ActionError(
      'input',
      '`admin-api-key` is empty in the post step, so nothing was sent.',
    );
  }
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
  const url = URL.parse(readInput(env, name) || defaultOf(env, name));
  if (url?.href === saved) return url;
  throw new ActionError(
    'input',
    `\`${name}\` is not what it was when the key was made, so nothing was sent.`,
  );
}

function leftoverOf(entry: OpenEntry): string {
  if (entry.stage === 'made') {
    return `Key \`${entry.keyId}\` is still there. If no secret holds it, delete it by its id.`;
  }
  return (
    `A key named \`${entry.name}\` may have been made at ${new Date(entry.sentAt).toISOString()}; nobody ` +
    'holds its value. Look for it and delete it.'
  );
}

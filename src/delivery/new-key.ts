import { WRITE_WINDOW } from '../domain/delivery-status.ts';
import { ActionError, joinFailures, messageOf } from '../domain/error.ts';
import type { WrittenSecret } from '../domain/secret-target.ts';
import type { WritableSecret } from '../github/secret-store.ts';
import type { NewKeyRequest } from '../inputs/types.ts';
import type { CreatedKey } from '../openai/create-key.ts';
import { UnknownOutcomeError } from '../openai/unknown-outcome.ts';
import type { CreatedState, PendingCreate } from '../runner/state.ts';
import type { Context } from './context.ts';
import { recoverLostCreate } from './recover-create.ts';
import { howToDelete, leaveForeign, revoke, saveDone, whyForeign } from './revoke.ts';
import { decide, formatProgress, startProgress, type WriteProgress } from './write-state.ts';

/** State reaches the post step as one variable, of 128 KiB on Linux and 32,767 letters on Windows. */
const MAX_STATE_BYTES = process.platform === 'win32' ? 30_000 : 120_000;
/** A new key is checked, and the check repeated, until it is so old, in milliseconds. */
const CHECK_WINDOW_MS = 10 * 60_000;
/** A clock that is further behind than this is not waited for, in milliseconds. */
const MAX_CATCH_UP_MS = 60_000;

/** How a new key is made, beyond what the request says. */
interface NewKeyPlan {
  purpose: PendingCreate['purpose'];
  /** The secrets that are ready to be written. */
  ready: readonly WritableSecret[];
  /** The API's clock minus this machine's, in milliseconds; null where it has not told its time. */
  offset: number | null;
  /** Ids that were listed before: an answer that names one of them is not about a new key. */
  knownIds: ReadonlySet<string>;
}

/** A new key in its scope. Times are milliseconds of the clock that is never corrected. */
export interface NewKey extends Omit<CreatedKey, 'age'> {
  /** No attempt to check the key begins after this. */
  checkUntil: number;
  /** No write of the value begins before this: the key is made on the servers' clocks too. */
  writeFrom: number;
  /** Nor after this. */
  writeUntil: number;
  /** What is known of the write to each target. */
  progress: WriteProgress;
  /** Where else the value went, in words: later steps of the job have it. */
  exposedTo: string[];
  /** Whether the API has shown that this id is of the key that was asked for. */
  isCompared: boolean;
}

/** The secrets that the value of a new key reached. */
export interface Delivery {
  written: WrittenSecret[];
  /** Which targets do not hold it, and why. */
  failure?: ActionError | undefined;
}

/**
 * Makes a key and lets `use` check and deliver it. This is the one place that decides what happens to the
 * key when `use` throws: it is kept where a secret or a later step holds it, left to the post step where
 * that is not known, and deleted where nobody holds it. State is saved before the request leaves, and
 * again as soon as the id is known, so that the post step can do the same after a crash.
 *
 * @returns the key, its value, where that went, and what `use` returned
 * @throws ActionError of `use`'s, or where no key was made; the message says what happened to the key
 */
export async function withNewKey(
  request: NewKeyRequest,
  plan: NewKeyPlan,
  context: Context,
  use: (key: NewKey) => Promise<Delivery>,
): Promise<Delivery & Pick<NewKey, 'key' | 'value' | 'exposedTo'>> {
  if (context.cancelled.aborted) {
    throw new ActionError('cancelled', 'The job was cancelled before a key was made.');
  }
  const saved = savedFor(request, plan);
  const created = await create(request, plan, context);
  const madeAt = context.monotonic() - created.age;
  const newKey: NewKey = {
    key: created.key,
    value: created.value,
    checkUntil: madeAt + CHECK_WINDOW_MS,
    writeFrom: Math.min(madeAt, context.monotonic() + MAX_CATCH_UP_MS),
    writeUntil: madeAt + WRITE_WINDOW * 1000,
    progress: startProgress(plan.ready.length),
    exposedTo: [],
    isCompared: false,
  };
  const { id } = created.key;
  const entry = {
    stage: 'created' as const,
    keyId: id,
    createdAt: context.now() - created.age,
    toldCreatedAt: created.key.createdAt,
    ...saved,
  };
  try {
    context.saveEntry(entry);
    // Where there are targets, a missing progress means that nobody knows what was begun.
    const { progress, value } = newKey;
    if (progress.length > 0) context.saveProgress(formatProgress(id, progress));
    if (value.equals(request.adminApiKey)) {
      // The answer is not about a new key: what it names may be the key that authenticates this step.
      const why = 'the server gave it the value of the key in `admin-api-key`';
      throw new ActionError('foreign', `Nothing was written: ${why}.`);
    }
    const delivery = await use(newKey);
    const failure = joinFailures([keep(newKey, entry, context), delivery.failure]);
    return { key: newKey.key, value, exposedTo: newKey.exposedTo, ...delivery, failure };
  } catch (error) {
    throw error instanceof ActionError ? await release(newKey, entry, error, context) : error;
  }
}

/** What happens to a key whose delivery failed. @returns the error to throw */
async function release(
  newKey: NewKey,
  entry: CreatedState,
  why: ActionError,
  context: Context,
): Promise<ActionError> {
  const { purpose, keyId: id } = entry;
  const isExposed = newKey.exposedTo.length > 0;
  if (why.code === 'foreign') return leaveForeign(id, why.message, context, why);
  switch (decide(newKey.progress, isExposed)) {
    case 'keep':
      // What a later step has, the post step must not delete; of that, the progress tells nothing.
      if (isExposed && purpose !== 'job') saveDone(context);
      return why;
    case 'leave':
      return new ActionError(
        'partial',
        `It is not certain whether a secret holds the new key (\`${id}\`), so it is not deleted here; ` +
          'this job checks again. If the key stays, the next rotation of its name finds it delivered or ' +
          `deletes it. ${howToDelete(id)} Do so only if no secret holds it.\n${why.message}`,
        { cause: why },
      );
    case 'delete': {
      // A key that cannot be read counts as this step's own.
      const foreign = newKey.isCompared
        ? undefined
        : await whyForeign(entry, context, newKey.checkUntil).catch(() => undefined);
      if (foreign !== undefined)
        return leaveForeign(id, `${why.message}\n${foreign}`, context, why);
      return revoke(id, why, context);
    }
  }
}

/** The post step has nothing to do, unless the key ends with the job. @returns what went wrong */
function keep(
  { isCompared }: NewKey,
  entry: CreatedState,
  context: Context,
): ActionError | undefined {
  const { purpose, account, keyId: id, targets } = entry;
  if (purpose === 'job') {
    // Without it, the post step looks whose key it is.
    if (isCompared && account !== null)
      context.saveEntry({ stage: 'created', ...entry, isCompared });
    return undefined;
  }
  const unsaved = saveDone(context);
  // With secrets, the post step sees from the progress that the key stays.
  if (unsaved === undefined || targets.length > 0) return undefined;
  return new ActionError(
    'partial',
    `The post step will delete the new key (\`${id}\`), since it could not save that this step is done: do ` +
      `not use its value. ${messageOf(unsaved)}`,
    { cause: unsaved },
  );
}

function endpointFor(request: NewKeyRequest, { purpose }: NewKeyPlan) {
  const { baseUrl, timeoutMs, retryForMs, account } = request;
  return { baseUrl: baseUrl.href, timeoutMs, retryForMs, purpose, account };
}

/** @throws ActionError `input` where the state is too large */
function savedFor(request: NewKeyRequest, plan: NewKeyPlan) {
  const { ready } = plan;
  const saved = {
    ...endpointFor(request, plan),
    targets: ready.map(({ target }) => target),
    before: ready.map(({ before }) => before?.updatedAt ?? null),
    githubApiUrl: request.github?.apiUrl.href ?? '',
  };
  if (Buffer.byteLength(JSON.stringify(saved)) <= MAX_STATE_BYTES) return saved;
  throw new ActionError(
    'input',
    '`secret-repositories` and `secret-environment` name more than the runner can hand to the post ' +
      'step, which cleans up if this one fails. No key was made. Spread the targets over several steps.',
  );
}

async function create(
  request: NewKeyRequest,
  plan: NewKeyPlan,
  context: Context,
): Promise<CreatedKey> {
  const { name, lifetime } = request;
  const { offset, knownIds } = plan;
  const endpoint = endpointFor(request, plan);
  const pending: PendingCreate = { ...endpoint, name, lifetime, offset, sentAt: context.now() };
  try {
    const created = await context.client.create({ name, lifetime }, (at) => {
      pending.sentAt = at;
      context.saveEntry({ stage: 'creating', ...pending });
    });
    if (!knownIds.has(created.key.id)) return created;
    // If such a key were taken for the new one, it could be deleted while secrets hold it.
    const replayed =
      `The answer to the create names key \`${created.key.id}\`, which was there before: something on the way ` +
      'repeats an older answer. That key was not touched. Check what `base-url` and the proxy point to.';
    throw new UnknownOutcomeError(new ActionError('unreadable', replayed));
  } catch (error) {
    if (error instanceof UnknownOutcomeError) {
      throw await recoverLostCreate(error, pending, knownIds, context);
    }
    if (error instanceof ActionError) context.saveEntry({ stage: 'done' });
    throw error;
  }
}

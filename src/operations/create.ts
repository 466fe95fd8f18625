import { deliver, undo } from '../delivery/deliver.ts';
import { makeKey } from '../delivery/make.ts';
import { awaitQuiet, prepare, type Survey, survey } from '../delivery/prepare.ts';
import { type AdminKey, isLive, newestOf } from '../domain/admin-key.ts';
import { isDelivered } from '../domain/delivered.ts';
import { ActionError } from '../domain/error.ts';
import type { CreateResult } from '../domain/result.ts';
import type { Written } from '../domain/target.ts';
import type { ReadyTarget } from '../github/secret-store.ts';
import type { CreatedKey } from '../openai/admin-keys.ts';
import { listKeys } from '../openai/listing.ts';
import type { CreateRequest } from '../request/request.ts';
import { handOver } from './hand-over.ts';
import type { Tools } from './tools.ts';

/** The keys of the name, oldest first, and how they are to be judged. */
interface Found {
  keys: AdminKey[];
  /** The newest that still authenticates. */
  live: AdminKey | undefined;
  /** The API's clock minus this machine's, in milliseconds. */
  offset: number;
}

/** Makes a key and hands its value to those it is meant for, or finds the one that is there. */
export async function create(request: CreateRequest, tools: Tools): Promise<CreateResult> {
  const { targets, ifExists } = request;
  const result: CreateResult = {
    operation: 'create',
    outcome: 'created',
    key: null,
    name: request.name,
    lifetime: request.lifetime,
    revokeAfterJob: request.revokeAfterJob,
    targets,
    written: [],
    handedTo: [],
  };
  const found = ifExists === 'create' ? undefined : await findKeys(request.name, tools);
  if (found?.live !== undefined && ifExists === 'fail') throw alreadyThere(found.live);

  const seen = tools.store === null ? undefined : await survey(targets, tools.store, tools.now);
  if (found?.live !== undefined && (await isInPlace(found, seen, tools))) {
    return { ...result, outcome: 'reused', key: found.live };
  }
  const ready = tools.store && seen ? await prepare(seen, tools.store) : [];
  if (ready.some(({ access }) => access?.visibility === 'all')) {
    tools.log.warning(
      'Every repository of the organization, public ones included, can read the secret: its visibility ' +
        'is `all`. `private` or `selected` would keep it to fewer.',
    );
  }
  if (request.dryRun) return { ...result, outcome: 'planned' };
  if (seen !== undefined) await awaitQuiet(seen, tools);

  const made = await makeKey(
    {
      name: request.name,
      lifetime: request.lifetime,
      baseUrl: request.baseUrl.href,
      timeoutMs: request.timeoutMs,
      retryForMs: request.retryForMs,
      purpose: request.revokeAfterJob ? 'job' : 'delivery',
      targets,
      before: ready.map(({ before }) => before?.updatedAt ?? null),
      githubApiUrl: request.github?.apiUrl.href ?? '',
    },
    tools,
  );
  const { written, failure } = await bringHome(made, ready, tools);
  const handedTo = await handOver(request, made, tools);
  if (!request.revokeAfterJob) tools.writeJournal({ stage: 'settled' });
  return { ...result, key: made.key, written, handedTo, failure };
}

async function findKeys(name: string, tools: Tools): Promise<Found> {
  const matches = (key: AdminKey) => key.name === name;
  const { keys, serverTime } = await listKeys(tools.keys, { order: 'asc', matches });
  const offset = (serverTime ?? tools.now()) - tools.now();
  const now = (tools.now() + offset) / 1000;
  return { keys, offset, live: newestOf(keys.filter((key) => isLive(key, now))) };
}

/** Without secrets, a live key is all there is to reuse; with them, it has to be the one they hold. */
async function isInPlace(
  { keys, live, offset }: Found,
  seen: Survey | undefined,
  { store }: Tools,
): Promise<boolean> {
  if (seen === undefined || store === null) return true;
  if (live !== newestOf(keys)) return false;
  const updates = seen.current.map((secret) => secret?.updatedAt ?? null);
  if (!isDelivered({ keys, updates, skew: seen.offset - offset })) return false;
  for (const [index, target] of seen.targets.entries()) {
    const current = seen.current[index];
    if (!current || !(await store.hasAccess(target, current))) return false;
  }
  return true;
}

async function bringHome(
  made: CreatedKey,
  ready: readonly ReadyTarget[],
  tools: Tools,
): Promise<{ written: Written[]; failure?: ActionError | undefined }> {
  if (tools.cancelled.aborted) throw await undo(made.key.id, 'The job was cancelled.', tools);
  if (tools.store === null) return { written: [] };
  return deliver(made, ready, tools.store, tools);
}

function alreadyThere(key: AdminKey): ActionError {
  return new ActionError(
    'exists',
    `A live key named \`${key.name}\` is there already (\`${key.id}\`), and \`if-exists\` is \`fail\`. No ` +
      'key was made. Choose another `name`, delete that key, or set `if-exists` to `reuse` or `create`.',
  );
}

import type { MadeKey } from '../delivery/make.ts';
import { undo } from '../delivery/undo.ts';
import { type AdminKey, isLive } from '../domain/admin-key.ts';
import { ActionError } from '../domain/error.ts';
import type { AdminKeys, ListedPage } from '../openai/admin-keys.ts';
import { PAGE_SIZE } from '../openai/listing.ts';
import type { Tools } from './tools.ts';

/** A new key can take a moment to be accepted: 30 s in all. */
const WAITS_MS = [2_000, 4_000, 8_000, 16_000];

/**
 * Tries a new key before anybody gets it, with a listing that also shows whether another run has
 * made a key of this name meanwhile, and whether later runs will know this one by its name.
 *
 * @param name - whose keys belong to this rotation
 * @param first - the keys of that name before this one was made
 * @throws ActionError after the new key was deleted again, where it is refused, misnamed or not the only one
 */
export async function tryOut(
  { key, value }: MadeKey,
  name: string,
  first: readonly AdminKey[],
  tools: Tools,
): Promise<void> {
  let page: ListedPage;
  try {
    page = await listPatiently(tools.keysBy(value), tools);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    throw await undo(key.id, `Nothing was written. ${whyFailed(error)}`, tools);
  }
  const listed = page.keys.find(({ id }) => id === key.id);
  const called = listed === undefined ? (key.name ?? name) : listed.name;
  if (called !== name) {
    throw await undo(
      key.id,
      `Nothing was written: the server keeps another name for it than \`${name}\`, so no later run would ` +
        'know it and retire it. Choose a `name` of plain letters, digits and `-`.',
      tools,
    );
  }
  const now = (page.serverTime ?? tools.now()) / 1000;
  const known = new Set([key.id, ...first.map(({ id }) => id)]);
  const other = page.keys.find(
    (one) => one.name === name && isLive(one, now) && !known.has(one.id),
  );
  if (other === undefined) return;
  throw await undo(
    key.id,
    `Nothing was written: another run made key \`${other.id}\` of the same name meanwhile. Run this ` +
      'again when that one has ended, and keep runs apart with `concurrency:`.',
    tools,
  );
}

async function listPatiently(keys: AdminKeys, { log, sleep }: Tools): Promise<ListedPage> {
  const list = () => keys.listPage({ order: 'desc', limit: PAGE_SIZE });
  for (const wait of WAITS_MS) {
    try {
      return await list();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.info(`The API does not accept the new key yet; the next try is in ${wait / 1000} s.`);
      await sleep(wait);
    }
  }
  return list();
}

function isRefusal(error: unknown): boolean {
  return error instanceof ActionError && ['unauthorized', 'missing-scope'].includes(error.code);
}

function whyFailed(error: ActionError): string {
  if (!isRefusal(error)) return `The new key could not be tried: ${error.message}`;
  return (
    'The API still refused the new key after 30 s. Run this again later; if it stays so, look at ' +
    'https://status.openai.com and at whether the organization lets its admin keys manage keys.'
  );
}

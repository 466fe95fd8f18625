import type { MadeKey } from '../delivery/make.ts';
import { undo } from '../delivery/undo.ts';
import { isAdminKind, isLive } from '../domain/admin-key.ts';
import { ActionError } from '../domain/error.ts';
import { hasLifetime } from '../domain/fate.ts';
import type { ListedPage } from '../openai/admin-keys.ts';
import { PAGE_SIZE } from '../openai/listing.ts';
import { isRefused, PATIENCE, patiently } from './patience.ts';
import type { Tools } from './tools.ts';

/**
 * Tries a new key before anybody gets it, with a listing that also shows whether another run has
 * made a key of this name meanwhile, and whether later runs will know this one by its name.
 *
 * @param asked - the name whose keys belong to this rotation, and the lifetime in seconds
 * @param known - the ids of all keys that were listed before this one was made
 * @throws ActionError after the new key was deleted again, where it is refused, misnamed or not the only one
 */
export async function tryOut(
  { key, value, tryUntil }: MadeKey,
  asked: { name: string; lifetime: number | null },
  known: ReadonlySet<string>,
  tools: Tools,
): Promise<void> {
  const { name, lifetime } = asked;
  const giveUp = (why: string): Promise<ActionError> => undo(key.id, why, tools);
  let page: ListedPage;
  try {
    const client = tools.keysBy(value, 'the new key');
    const query = { order: 'desc', limit: PAGE_SIZE, notAfter: tryUntil } as const;
    page = await patiently(() => client.listPage(query), tryUntil, tools);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    throw await giveUp(`Nothing was written. ${whyFailed(error)}`);
  }
  // What the answer to the create lacked shows here.
  const listed = page.keys.find(({ id }) => id === key.id) ?? key;
  if ((listed.name ?? name) !== name || (listed !== key && listed.name === null)) {
    throw await giveUp(
      `Nothing was written: the server keeps another name for it than \`${name}\`, so no later run would know it and ` +
        'retire it. Choose a `name` of plain letters, digits and `-`.',
    );
  }
  if (!isAdminKind(listed)) {
    throw await giveUp(
      'Nothing was written: the API lists it as a key of another kind than an admin key (its redacted value does not begin ' +
        'with `sk-admin`), so no later run would know it. Check what `base-url` points to.',
    );
  }
  if (listed !== key && 'expires_at' in listed.raw && !hasLifetime(listed, lifetime)) {
    throw await giveUp(
      'Nothing was written: the server gave it another lifetime than was asked for. Set `expires-in` to what the ' +
        'organization allows.',
    );
  }
  const now = (page.serverTime ?? tools.now()) / 1000;
  const other = page.keys.find(
    (one) =>
      one.name === name &&
      isAdminKind(one) &&
      isLive(one, now) &&
      one.id !== key.id &&
      !known.has(one.id),
  );
  if (other === undefined) return;
  throw await giveUp(
    `Nothing was written: another run made key \`${other.id}\` of the same name meanwhile. Run this again when that one has ` +
      'ended, and keep runs apart with `concurrency:`.',
  );
}

function whyFailed(error: ActionError): string {
  if (!isRefused(error)) return `The new key could not be tried: ${error.message}`;
  return (
    `The API still refused the new key after ${PATIENCE}. Run this again later; if it stays so, look at ` +
    'https://status.openai.com and at whether the organization lets its admin keys manage keys.'
  );
}

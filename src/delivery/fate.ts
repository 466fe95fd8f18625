import { messageOf } from '../domain/error.ts';
import { EARLY, judgeFate } from '../domain/fate.ts';
import type { Secret } from '../domain/secret.ts';
import type { AdminKeys, ListedPage } from '../openai/admin-keys.ts';
import { PAGE_SIZE } from '../openai/listing.ts';
import type { Sent } from '../runner/journal.ts';
import { deleteNew, maybeThere } from './undo.ts';

/** A line of the log is cut at some length, and a hundred ids could be too much for one. */
const MAX_IN_LINE = 3;

/** What came of the look, in whole sentences, and whether nothing is left to be done. */
export interface Settlement {
  settled: boolean;
  message: string;
}

/** What is known of the create beyond what was saved. */
export interface Remembered {
  /** Ids of keys that were there before. */
  known: ReadonlySet<string>;
  /** The value in the broken answer. */
  value?: Secret | undefined;
}

/**
 * Looks once at the newest keys for the one that a create with an unknown fate may have made. It is
 * deleted where an id that came through proves that it is that one; otherwise it is named. Never
 * throws. No sooner than 12 s after the request: a server may be at work on it for a while after
 * nobody listens.
 */
export async function settleFate(
  keys: Pick<AdminKeys, 'listPage' | 'delete'>,
  sent: Sent,
  { known, value }: Remembered,
  { now, sleep }: { now(): number; sleep(ms: number): Promise<void> },
): Promise<Settlement> {
  let page: ListedPage;
  try {
    page = await keys.listPage({ order: 'desc', limit: PAGE_SIZE });
  } catch (error) {
    return open(`The look at the newest keys failed too: ${messageOf(error)}`, sent);
  }
  const told = page.serverTime === undefined ? null : page.serverTime - now();
  const offset = sent.offset ?? told;
  if (offset === null) {
    const why = 'The server does not tell its time, so its new keys cannot be told from others.';
    return open(why, sent);
  }
  const since = Math.floor((sent.sentAt + offset) / 1000) - EARLY;
  const verdict = judgeFate(page.keys, { ...sent, since, known, value });
  switch (verdict.kind) {
    case 'none':
      return {
        settled: false,
        message: `No key named \`${sent.name}\` that may be this step's shows up, but a listing can be late.`,
      };
    case 'unproven': {
      const { claim } = sent;
      const isLate = claim !== undefined && !page.keys.some(({ id }) => id === claim.id);
      return { settled: !isLate, message: unproven(verdict.ids, sent) };
    }
    case 'ours':
      return deleteOurs(verdict.key.id, keys, sleep);
  }
}

async function deleteOurs(
  keyId: string,
  keys: Pick<AdminKeys, 'delete'>,
  sleep: (ms: number) => Promise<void>,
): Promise<Settlement> {
  try {
    if ((await deleteNew(keyId, keys, sleep)) === 'deleted') {
      const message = `The key that it had made (\`${keyId}\`) was deleted. Run this again.`;
      return { settled: true, message };
    }
    return { settled: false, message: `The create had made a key, and ${maybeThere(keyId)}` };
  } catch (error) {
    return {
      settled: false,
      message:
        `The key had been made (\`${keyId}\`), nobody holds its value, and deleting it failed: ` +
        `${messageOf(error)} Delete it by its id.`,
    };
  }
}

function open(why: string, { name, sentAt, claim }: Sent): Settlement {
  const which = claim === undefined ? '' : ` (perhaps \`${claim.id}\`)`;
  return {
    settled: false,
    message:
      `${why} A key named \`${name}\`${which} may have been made at ${new Date(sentAt).toISOString()}, and ` +
      'nobody holds its value: look for it with `operation: list` and delete it by its id.',
  };
}

function unproven(ids: readonly string[], { name, purpose, lifetime }: Sent): string {
  const one = ids.length === 1;
  const isLong = ids.length > MAX_IN_LINE;
  const listed = ids.slice(0, PAGE_SIZE).map((id) => `\`${id}\``);
  if (ids.length > listed.length) listed.push(`and ${ids.length - listed.length} more`);
  const shown = listed.join(isLong ? ',\n' : ', ');
  const named = isLong ? '`key-id` with' : `\`key-id: ${ids.join(', ')}\`, or with`;
  return (
    `${shown} may be the key that this step made, or somebody else's: the answer that would tell was ` +
    `lost, so ${one ? 'it was' : 'they were'} left alone. ${endOf(purpose, name, lifetime)} To be rid of ` +
    'it at once, find out that nothing uses it, and run `operation: delete` with ' +
    (one ? `\`key-id: ${ids[0]}\`.` : `${named} those of them that nothing uses.`)
  );
}

/** What will become of a key that is left. */
function endOf(purpose: Sent['purpose'], name: string, lifetime: number | null): string {
  if (purpose === 'rotation') return `The next rotation of \`${name}\` retires it.`;
  if (lifetime !== null) return 'It expires by itself, as `expires-in` says.';
  return 'It never expires; a rotation of that name would retire it.';
}

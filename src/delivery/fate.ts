import { messageOf } from '../domain/error.ts';
import { judgeFate } from '../domain/fate.ts';
import type { AdminKeys } from '../openai/admin-keys.ts';
import { PAGE_SIZE } from '../openai/listing.ts';
import type { Sent } from '../runner/journal.ts';
import { AFTERMATH_MS } from './transaction.ts';

/** What came of the look, as the end of a sentence, and whether nothing is left to be done. */
export interface Settlement {
  settled: boolean;
  message: string;
}

/**
 * Waits until a create that was lost can have no effect any more: a server may be at work on it for
 * a while after nobody listens.
 */
export function awaitAftermath(
  { sentAt }: Sent,
  { now, sleep }: { now(): number; sleep(ms: number): Promise<void> },
): Promise<void> {
  // A clock that was set back must not make this wait for hours.
  return sleep(Math.min(AFTERMATH_MS, Math.max(0, sentAt + AFTERMATH_MS - now())));
}

/**
 * Looks once at the newest keys for the one that a create with an unknown fate may have made, and
 * deletes it where it is proven to be that one. Two requests at the most; never throws.
 *
 * @param until - Unix milliseconds on this machine's clock: the latest moment at which the server
 *   can have made the key
 * @param hint - an id that came through in the broken answer
 */
export async function settleFate(
  keys: AdminKeys,
  sent: Sent,
  until: number,
  now: () => number,
  hint?: string,
): Promise<Settlement> {
  const name = `\`${sent.name}\``;
  const unknown = (what: string): Settlement => ({
    settled: false,
    message:
      `${what} A key named ${name} may have been made at ${new Date(sent.sentAt).toISOString()}, and ` +
      'nobody holds its value: look for it with `operation: list` and delete it by its id.',
  });

  let page: Awaited<ReturnType<AdminKeys['listPage']>>;
  try {
    page = await keys.listPage({ order: 'desc', limit: PAGE_SIZE });
  } catch (error) {
    return unknown(`The look at the newest keys failed too: ${messageOf(error)}`);
  }
  if (page.serverTime === undefined) {
    return unknown(
      'The server does not tell its time, so its new keys cannot be told from others.',
    );
  }
  const offset = page.serverTime - now();
  const verdict = judgeFate(page.keys, {
    name: sent.name,
    lifetime: sent.lifetime,
    from: Math.floor((sent.sentAt + offset) / 1000),
    to: Math.ceil((until + offset) / 1000),
    hint,
  });

  switch (verdict.kind) {
    case 'none':
      return { settled: true, message: `No key named ${name} was made. Run this again.` };
    case 'unproven': {
      const ids = verdict.keys.map((key) => `\`${key.id}\``).join(', ');
      return {
        settled: true,
        message:
          `It cannot be proven which of the new keys named ${name} is this step's, so none was ` +
          `deleted: ${ids}. Find out which of them is in use and delete the other by its id.`,
      };
    }
    case 'ours':
      try {
        await keys.delete(verdict.key.id);
        return {
          settled: true,
          message: `The key had been made (\`${verdict.key.id}\`) and was deleted, since its value is lost. Run this again.`,
        };
      } catch (error) {
        return {
          settled: false,
          message:
            `The key had been made (\`${verdict.key.id}\`), its value is lost, and deleting it failed: ` +
            `${messageOf(error)} Delete it by its id.`,
        };
      }
  }
}

import { isoTime } from '../domain/key.ts';
import { labelOf } from '../domain/manifest.ts';
import type { EntryResult, ResultFor } from '../domain/result.ts';
import { describeTarget } from '../domain/secret-target.ts';
import { markdownProse, markdownText } from './safe-text.ts';
import { keyTable, table } from './tables.ts';

const WORDS: Record<EntryResult['action'], [done: string, planned: string]> = {
  rotated: ['✅ rotated', 'would be rotated'],
  kept: ['kept', 'stays'],
  retired: ['✅ retired', 'would be retired'],
  postponed: ['⚠️ postponed', 'would be postponed'],
  failed: ['❌ failed', '❌ would fail'],
  skipped: ['⚠️ not tried', 'not tried'],
};

/** How many entries of a manifest ended how, in one sentence. */
export function entriesLine({ entries, dryRun }: ResultFor<'reconcile'>): string {
  const parts = Object.entries(WORDS).flatMap(([action, [done, planned]]) => {
    const count = entries.filter((entry) => entry.action === action).length;
    const word = (dryRun ? planned : done).replace(/^\W+/, '');
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return `${dryRun ? 'Dry run: ' : ''}${entries.length} entries of the manifest: ${parts.join(', ')}.`;
}

/** The entries as a table, those that need attention first, then keys that no entry names. */
export function entriesTable(
  { entries, unmanaged, dryRun }: ResultFor<'reconcile'>,
  head: string[],
  now: number,
  budget: number,
): string {
  const order = Object.keys(WORDS);
  const urgency = ({ action }: EntryResult) => (action === 'kept' ? 9 : -order.indexOf(action));
  const sorted = entries.toSorted((a, b) => urgency(a) - urgency(b) || a.line - b.line);
  const cells = (entry: EntryResult) => [
    String(entry.line),
    markdownText(labelOf(entry)),
    WORDS[entry.action][dryRun ? 1 : 0],
    markdownProse(entry.reason.replaceAll('`', '')),
    markdownProse(entry.targets.map(describeTarget).join(', ').replaceAll('`', '')),
    isoTime(entry.nextDue).slice(0, 10),
  ];
  const columns = ['Line', 'Entry', 'Result', 'Reason', 'Secrets', 'Next due'];
  const top = table(head, columns, sorted, cells, budget * 0.8);
  if (unmanaged.length === 0) return top;
  const title = ['#### Keys of service accounts that no entry names', ''];
  const left = budget - Buffer.byteLength(top);
  return top + keyTable(title, [...unmanaged], Math.floor(now / 1000), left);
}

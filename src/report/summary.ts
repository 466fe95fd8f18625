import { isoTime } from '../domain/key.ts';
import type { Deletion, Result, ResultFor } from '../domain/result.ts';
import type { OlderKey } from '../domain/rotation-plan.ts';
import { describeTarget } from '../domain/secret-target.ts';
import { entriesTable } from './entries.ts';
import { archivedOf, headline, STATUS, statusOf } from './headline.ts';
import { markdownProse, markdownText } from './safe-text.ts';
import { keyTable, table } from './tables.ts';
import { verdictOf } from './verdict.ts';

const TITLES = {
  create: 'Create an API key',
  list: 'API keys',
  retrieve: 'API key',
  verify: 'API keys against the policy',
  rotate: 'Rotate an API key',
  delete: 'Delete API keys',
  reconcile: 'Rotate API keys from a manifest',
} as const;

/**
 * The job summary of a result, as GitHub's Markdown.
 *
 * @param now - Unix milliseconds, for ages and remaining life
 * @param budget - bytes; rows that do not fit are left out with a note
 */
export function summaryOf(result: Result, now: number, budget: number): string {
  const head = [
    `### ${TITLES[result.operation]}`,
    '',
    `${result.failure === undefined ? '' : '❌ '}${headline(result, markdownText)}`,
    ...('targets' in result ? destinationsOf(result) : []),
    ...('archived' in result ? archivedOf(result.archived, markdownText) : []).flatMap((line) => [
      '',
      line,
    ]),
    '',
  ];
  if (result.operation === 'verify') return verdictOf(result, head, budget);
  if (result.operation === 'delete') {
    const cells = ({ id, status }: Deletion) => [markdownText(id), STATUS[status]];
    return table(head, ['Id', ''], result.keys, cells, budget);
  }
  if (result.operation === 'reconcile') return entriesTable(result, head, now, budget);
  if (result.operation === 'rotate') return rotationOf(result, head, now, budget);
  const keys = 'keys' in result ? result.keys : result.key === null ? [] : [result.key];
  return keyTable(head, keys, Math.floor(now / 1000), budget);
}

/** The newest key, then the status of each older one, and why. */
function rotationOf(
  result: ResultFor<'rotate'>,
  head: string[],
  now: number,
  budget: number,
): string {
  const newest = result.key === null ? [] : [result.key];
  const top = keyTable(head, newest, Math.floor(now / 1000), budget);
  if (result.older.length === 0) return top;
  const cells = (older: OlderKey) => [
    markdownText(older.key.id),
    isoTime(older.key.createdAt),
    `${STATUS[statusOf(result, older)]}: ${older.why}`,
  ];
  const columns = ['Older key', 'Made', 'Status'];
  return `${top}${table([], columns, result.older, cells, budget - Buffer.byteLength(top))}`;
}

/** Where the value is, or would go, a line each. */
function destinationsOf(result: ResultFor<'create'> | ResultFor<'rotate'>): string[] {
  const { targets, written, exposedTo, outcome } = result;
  const planned = outcome === 'planned' || (outcome === 'rotated' && result.dryRun);
  const lines = targets.map((target) => {
    const done = written.find((one) => one.target === target);
    const name = markdownProse(describeTarget(target).replaceAll('`', ''));
    if (done !== undefined) return `- ✅ ${name} ${done.action}`;
    if (planned) return `- ${name}`;
    return outcome === 'kept' || outcome === 'reused' ? `- ✅ ${name}` : `- ❌ ${name} not written`;
  });
  const heading = planned ? 'It would go to:' : 'The value is in:';
  const all = [...lines, ...exposedTo.map((place) => `- ✅ ${place}`)];
  return all.length === 0 ? [] : ['', heading, '', ...all];
}

import { isoTime } from '../domain/admin-key.ts';
import type { CreateResult, Deletion, Result, RotateResult } from '../domain/result.ts';
import type { OlderKey } from '../domain/rotation-plan.ts';
import { describeTarget } from '../domain/target.ts';
import { fateOf, headline } from './headline.ts';
import { markdownProse, markdownText } from './safe-text.ts';
import { keyTable, table } from './tables.ts';
import { verdictOf } from './verdict.ts';

const TITLES = {
  create: 'Create an admin API key',
  list: 'Admin API keys',
  retrieve: 'Admin API key',
  verify: 'Admin API keys against the policy',
  rotate: 'Rotate an admin API key',
  delete: 'Delete admin API keys',
} as const;

const FATES: Record<ReturnType<typeof fateOf>, string> = {
  stays: 'stays',
  expired: 'expired',
  planned: 'would be deleted',
  deleted: '✅ deleted',
  gone: '✅ already gone',
  failed: '❌ could not be deleted',
  untried: '⚠️ not tried',
};

/**
 * The job summary of a result, as GitHub's Markdown.
 *
 * @param now - Unix milliseconds, for ages and remaining life
 * @param budget - how many bytes it may take; rows that do not fit are left out with a note
 */
export function summaryOf(result: Result, now: number, budget: number): string {
  const head = [
    `### ${TITLES[result.operation]}`,
    '',
    `${result.failure === undefined ? '' : '❌ '}${headline(result, markdownText)}`,
    ...('targets' in result ? destinationsOf(result) : []),
    '',
  ];
  if (result.operation === 'verify') return verdictOf(result, head, budget);
  if (result.operation === 'delete') {
    const row = (key: Deletion) => `| ${markdownText(key.id)} | ${FATES[key.fate]} |`;
    return table(head, ['| Id | |', '| --- | --- |'], result.keys, row, budget);
  }
  if (result.operation === 'rotate') return rotationOf(result, head, now, budget);
  const keys = 'keys' in result ? result.keys : result.key === null ? [] : [result.key];
  return keyTable(head, keys, Math.floor(now / 1000), budget);
}

/** The newest key, then what became of each older one, and why. */
function rotationOf(result: RotateResult, head: string[], now: number, budget: number): string {
  const newest = result.key === null ? [] : [result.key];
  const top = keyTable(head, newest, Math.floor(now / 1000), budget);
  if (result.older.length === 0) return top;
  const row = (older: OlderKey) =>
    `| ${markdownText(older.key.id)} | ${isoTime(older.key.createdAt)} | ${FATES[fateOf(result, older)]}: ${older.why} |`;
  const header = ['| Older key | Made | What became of it |', '| --- | --- | --- |'];
  return `${top}${table([], header, result.older, row, budget - Buffer.byteLength(top))}`;
}

/** Where the value is, or would go, a line each. */
function destinationsOf(result: CreateResult | RotateResult): string[] {
  const { targets, written, handedTo, outcome } = result;
  const planned = outcome === 'planned' || (outcome === 'rotated' && result.dryRun);
  const lines = targets.map((target) => {
    const done = written.find((one) => one.target === target);
    const name = markdownProse(describeTarget(target).replaceAll('`', ''));
    if (done !== undefined) return `- ✅ ${name} ${done.action}`;
    if (planned) return `- ${name}`;
    return outcome === 'kept' || outcome === 'reused' ? `- ✅ ${name}` : `- ❌ ${name} not written`;
  });
  const heading = planned ? 'It would go to:' : 'The value is in:';
  const all = [...lines, ...handedTo.map((place) => `- ✅ ${place}`)];
  return all.length === 0 ? [] : ['', heading, '', ...all];
}

import type { CreateResult, DeleteResult, Result } from '../domain/result.ts';
import { describeTarget } from '../domain/target.ts';
import { headline } from './headline.ts';
import { markdownText } from './safe-text.ts';
import { keyTable, table } from './tables.ts';
import { verdictOf } from './verdict.ts';

const TITLES = {
  create: 'Create an admin API key',
  list: 'Admin API keys',
  retrieve: 'Admin API key',
  verify: 'Admin API keys against the policy',
  delete: 'Delete admin API keys',
} as const;

const FATES: Record<DeleteResult['keys'][number]['fate'], string> = {
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
    ...(result.operation === 'create' ? destinationsOf(result) : []),
    '',
  ];
  if (result.operation === 'verify') return verdictOf(result, head, budget);
  if (result.operation === 'delete') {
    const row = (key: DeleteResult['keys'][number]) =>
      `| ${markdownText(key.id)} | ${FATES[key.fate]} |`;
    return table(head, ['| Id | |', '| --- | --- |'], result.keys, row, budget);
  }
  const keys = 'keys' in result ? result.keys : result.key === null ? [] : [result.key];
  return keyTable(head, keys, Math.floor(now / 1000), budget);
}

/** Where the value went, or would go, a line each. */
function destinationsOf({ targets, written, handedTo, outcome }: CreateResult): string[] {
  const lines = targets.map((target) => {
    const done = written.find((one) => one.target === target);
    const name = markdownText(describeTarget(target));
    if (done !== undefined) return `- ✅ ${name} ${done.action}`;
    return outcome === 'created' ? `- ❌ ${name} not written` : `- ${name}`;
  });
  const heading = outcome === 'planned' ? 'It would go to:' : 'The value is in:';
  const all = [...lines, ...handedTo.map((place) => `- ✅ ${place}`)];
  return all.length === 0 ? [] : ['', heading, '', ...all];
}

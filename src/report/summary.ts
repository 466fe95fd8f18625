import { isoTime } from '../domain/key.ts';
import { remedyOf, rulesInForce, type Violation } from '../domain/policy.ts';
import type { Deletion, Result, ResultFor } from '../domain/result.ts';
import type { OlderKey } from '../domain/rotation-plan.ts';
import { describeTarget } from '../domain/secret-target.ts';
import { charts } from './chart.ts';
import { entriesTable } from './entries.ts';
import { archivedOf, headline, STATUS, statusOf, whoseValue } from './headline.ts';
import { markdownProse, markdownText } from './safe-text.ts';
import { keyTable, table } from './tables.ts';

/** Of the violations, which keeps the charts below in reach. */
const MAX_VIOLATIONS = 100;

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

/** The verdict and the rules, then the violations and what to do, then charts and all keys. */
function verdictOf(result: ResultFor<'verify'>, head: string[], budget: number): string {
  const rules = rulesInForce(result.rules);
  const inForce = rules.length === 0 ? 'none but that no key has expired' : rules.join('; ');
  const whose = whoseValue(result, markdownText).flatMap((line) => [line, '']);
  const top = [...head, `Rules in force: ${markdownProse(inForce)}.`, '', ...whose];
  const parts = [violationsTable(result, top, budget / 2)];
  for (const chart of charts(result.keys, result.rules, result.at)) parts.push(`${chart}\n\n`);
  const left = budget - parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  parts.push(keyTable(['#### All keys that were checked', ''], result.keys, result.at, left));
  return parts.join('');
}

function violationsTable(
  { violations, violationIds }: ResultFor<'verify'>,
  head: string[],
  budget: number,
) {
  const cells = ({ id, key, rule, message }: Violation) => [
    rule === 'value' ? '`key-value`' : markdownText(id),
    markdownText(key?.name ?? ''),
    `\`${rule}\``,
    // The id of an owner may look like a reference to an issue, which GitHub would link.
    rule === 'allowed-owners' ? markdownText(message) : markdownProse(message),
    remedyOf(rule),
  ];
  const columns = ['Key', 'Name', 'Rule', 'What is wrong', 'What to do'];
  return `${table(head, columns, violations, cells, budget, MAX_VIOLATIONS)}${deletion(violationIds)}`;
}

function deletion(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const shown = ids.slice(0, 20);
  return [
    '<details><summary>A step that deletes these keys</summary>',
    '',
    '```yaml',
    '- uses: openai-admin-api-keys/action@v1',
    '  with:',
    '    operation: delete',
    '    admin-api-key: ${{ secrets.OPENAI_ADMIN_KEY }}',
    '    key-id: |',
    ...shown.map((id) => `      ${id}`),
    ...(ids.length > shown.length
      ? [`      # and ${ids.length - shown.length} more, in \`violation-ids\``]
      : []),
    '```',
    '',
    '</details>',
    '',
    '',
  ].join('\n');
}

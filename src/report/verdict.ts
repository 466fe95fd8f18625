import { remedyOf, rulesInForce, type Violation } from '../domain/policy.ts';
import type { ResultFor } from '../domain/result.ts';
import { charts } from './chart.ts';
import { whoseValue } from './headline.ts';
import { markdownProse, markdownText } from './safe-text.ts';
import { keyTable, table } from './tables.ts';

/** Keeps the charts below in reach. */
const MAX_ROWS = 100;

/**
 * The summary of a check: the verdict and the rules, then the violations and what to do, then charts and
 * all keys.
 *
 * @param head - the heading and the verdict
 * @param budget - bytes
 */
export function verdictOf(result: ResultFor<'verify'>, head: string[], budget: number): string {
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
  return `${table(head, columns, violations, cells, budget, MAX_ROWS)}${deletion(violationIds)}`;
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

import { formatDuration } from '../domain/duration.ts';
import { type ApiKey, isoTime } from '../domain/key.ts';
import { markdownText } from './safe-text.ts';

/** GitHub shows longer tables slowly. */
const MAX_ROWS = 1_000;

/** Keys as a table. `now` is in Unix seconds; rows that do not fit into `budget` bytes are left out. */
export function keyTable(head: string[], keys: ApiKey[], now: number, budget: number): string {
  const hasProjects = keys.some(({ project }) => project !== null);
  const columns = [
    'Name',
    'Id',
    ...(hasProjects ? ['Project'] : []),
    ...['Redacted value', 'Owner', 'Age', 'Last used', 'Expires'],
  ];
  return table(head, columns, keys, (key) => keyCells(key, now, hasProjects), budget);
}

function keyCells(key: ApiKey, now: number, hasProjects: boolean): string[] {
  const owner = key.owner?.name ?? key.owner?.id ?? '';
  return [
    markdownText(key.name ?? ''),
    markdownText(key.id),
    ...(hasProjects ? [markdownText(key.project?.name ?? key.project?.id ?? '')] : []),
    markdownText(key.redactedValue),
    markdownText(owner),
    formatDuration(now - key.createdAt),
    key.lastUsedAt === null ? 'never' : `${formatDuration(now - key.lastUsedAt)} ago`,
    expiryCell(key.expiresAt, now),
  ];
}

function expiryCell(expiresAt: number | null, now: number): string {
  if (expiresAt === null) return 'never';
  const day = isoTime(expiresAt).slice(0, 10);
  return expiresAt <= now ? `expired ${day}` : `${day}, in ${formatDuration(expiresAt - now)}`;
}

/** A table below some lines; rows that do not fit into `budget` bytes are left out with a note. */
export function table<T>(
  head: string[],
  columns: string[],
  items: readonly T[],
  cellsOf: (item: T) => string[],
  budget: number,
  maxRows = MAX_ROWS,
): string {
  if (items.length === 0) return `${head.join('\n')}\n`;
  const rowOf = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const header = [rowOf(columns), `|${' --- |'.repeat(columns.length)}`];
  const sizeOf = (text: string) => Buffer.byteLength(text) + 1;
  // 200 bytes are reserved for the note.
  let room = budget - sizeOf([...head, ...header].join('\n')) - 200;
  const shown: string[] = [];
  for (const item of items.slice(0, maxRows)) {
    const row = rowOf(cellsOf(item));
    room -= sizeOf(row);
    if (room < 0) break;
    shown.push(row);
  }
  const left = items.length - shown.length;
  const note = left === 0 ? [] : ['', `${left} more are not shown here.`];
  return `${[...head, ...header, ...shown, ...note].join('\n')}\n\n`;
}

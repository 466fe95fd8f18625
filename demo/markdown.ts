/** Draws a job summary for a terminal as GitHub shows it, with tables that fit the width. */
export function drawMarkdown(text: string, width: number): string[] {
  const lines = text.trimEnd().split('\n');
  const drawn: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const chart = lines[at] === '```mermaid' ? lines.indexOf('```', at) : -1;
    if (chart > at) {
      drawn.push(chartOf(lines.slice(at, chart)));
      at = chart;
      continue;
    }
    if (!isRow(lines[at])) {
      drawn.push(inline(lines[at] ?? ''));
      continue;
    }
    let end = at;
    while (isRow(lines[end])) end++;
    drawn.push(...drawTable(lines.slice(at, end).map(cellsOf), width));
    at = end - 1;
  }
  return drawn;
}

/** The title of a chart, which only GitHub draws. */
function chartOf(lines: string[]): string {
  const [, title = ''] = /title "(.*)"/.exec(lines.join('\n')) ?? [];
  return `(a chart: ${title})`;
}

function isRow(line: string | undefined): boolean {
  return line?.startsWith('|') ?? false;
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => inline(cell.trim()));
}

function inline(text: string): string {
  return text
    .replaceAll(/<\/?(?:code|details|summary)>|<wbr>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

function drawTable([header = [], , ...rows]: string[][], width: number): string[] {
  const table = [header, ...rows];
  const widths = header.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const gaps = 3 * (widths.length - 1);
  while (widths.reduce((sum, each) => sum + each, gaps) > width) {
    widths[widths.indexOf(Math.max(...widths))] = Math.max(...widths) - 1;
  }
  const draw = (row: string[]) => widths.map((each, at) => fill(row[at] ?? '', each)).join(' │ ');
  return [draw(header), widths.map((each) => '─'.repeat(each)).join('─┼─'), ...rows.map(draw)];
}

function fill(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

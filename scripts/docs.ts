// Writes the tables of inputs and outputs in README.md from action.yml: `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Entry {
  description?: string;
  required?: boolean;
  default?: string;
}

type Entries = Record<string, Entry | null>;

/**
 * The README with both tables made anew from `action.yml`; all else stays as it is.
 *
 * @throws Error where an input or output has no description, or a marker is missing
 */
export function withTables(readme: string, actionYaml: string): string {
  const action = parse(actionYaml) as { inputs: Entries; outputs: Entries };
  const inputs = table(['Input', 'Default', 'Meaning'], action.inputs, defaultCell);
  const outputs = table(['Output', 'Meaning'], action.outputs);
  return between(between(readme, 'inputs', inputs), 'outputs', outputs);
}

function table(header: string[], entries: Entries, ...cells: ((entry: Entry) => string)[]): string {
  const rows = Object.entries(entries).map(([name, entry]) => {
    const description = entry?.description?.trim().replaceAll(/\s+/g, ' ');
    if (!entry || !description) throw new Error(`\`${name}\` has no description in action.yml.`);
    return row([`\`${name}\``, ...cells.map((cell) => cell(entry)), description]);
  });
  const line = `|${header.map(() => '---').join('|')}|`;
  return [row(header), line, ...rows].join('\n');
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function defaultCell(entry: Entry): string {
  if (entry.required) return 'required';
  return entry.default === undefined ? '' : `\`${entry.default}\``;
}

function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`README.md lacks the markers of its ${name}.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const readme = join(root, 'README.md');
  const action = readFileSync(join(root, 'action.yml'), 'utf8');
  writeFileSync(readme, withTables(readFileSync(readme, 'utf8'), action));
}

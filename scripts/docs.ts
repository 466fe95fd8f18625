// Writes the tables of docs/reference.md and the schema of manifests from action.yml and the rules of the
// inputs: `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { INPUT_RULES, type InputName, OPERATIONS } from '../src/inputs/definitions.ts';
import { SCHEMA_FILE } from '../src/inputs/manifest.ts';
import { manifestSchema } from './schema.ts';

interface Entry {
  description?: string;
  required?: boolean;
  default?: string;
}

type Entries = Record<string, Entry | null>;

interface Group {
  heading: string;
  /** Where to read more, as Markdown. */
  more?: string;
  inputs: readonly InputName[];
}

/** The inputs by subject, in the order of the page. Each input of `action.yml` is in one group. */
export const GROUPS: readonly Group[] = [
  { heading: 'Operation and authentication', inputs: ['operation', 'admin-api-key', 'base-url'] },
  {
    heading: 'Many keys from a file',
    more: 'See [many keys from a file](manifest.md).',
    inputs: ['manifest', 'only', 'max-rotations'],
  },
  { heading: 'Which keys', inputs: ['project-id', 'service-account-id', 'name', 'key-id'] },
  { heading: 'The new key', inputs: ['scopes', 'expires-in', 'if-exists', 'revoke-after-job'] },
  {
    heading: 'Where its value goes',
    more: 'See [how a key reaches its secrets](delivery.md).',
    inputs: [
      'secret-name',
      'secret-repositories',
      'secret-environment',
      'secret-organization',
      'secret-visibility',
      'secret-app',
      'github-token',
      'github-api-url',
      'output-value',
      'export-env',
    ],
  },
  {
    heading: 'Rotation',
    more: 'See [how a rotation works](rotation.md).',
    inputs: ['rotate-after', 'min-remaining', 'now', 'grace-period'],
  },
  {
    heading: 'Policy',
    more: 'Also [`min-remaining`](#rotation). See [how keys are verified](verify.md).',
    inputs: [
      'max-age',
      'max-idle',
      'require-expiry',
      'allowed-owners',
      'allowed-owner-types',
      'key-value',
      'on-violation',
    ],
  },
  { heading: 'Listing', inputs: ['order', 'after', 'limit', 'keys-file'] },
  {
    heading: 'Behavior of the step',
    inputs: ['dry-run', 'report-file', 'retry-for', 'timeout', 'summary'],
  },
];

/**
 * The page with both tables made anew from `action.yml`; all else stays as it is.
 *
 * @throws Error where an input is in no group, an input or output has no description, an output
 * does not name its operations, or a marker is missing
 */
export function withTables(page: string, actionYaml: string): string {
  const { inputs, outputs } = parse(actionYaml) as { inputs: Entries; outputs: Entries };
  return between(
    between(page, 'inputs', inputSections(inputs)),
    'outputs',
    table(
      ['Output', 'Operations', 'Meaning'],
      Object.keys(outputs).map((name) => outputRow(name, outputs[name])),
    ),
  );
}

/** The schema of manifests, as the file has it. */
export function schemaText(actionYaml: string): string {
  const { inputs } = parse(actionYaml) as { inputs: Entries };
  const schema = manifestSchema((name) => meaningOf(name, inputs[name]));
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function meaningOf(name: InputName, entry: Entry | null | undefined): string {
  return sentence(split(name, entry).meaning.replace(' Must not be empty.', ''));
}

function inputSections(entries: Entries): string {
  const grouped = new Set<string>(GROUPS.flatMap(({ inputs }) => inputs));
  const lost = Object.keys(entries).find((name) => !grouped.has(name));
  if (lost !== undefined) throw new Error(`\`${lost}\` is in no group of scripts/docs.ts.`);
  return GROUPS.map(({ heading, more, inputs }) =>
    [
      `### ${heading}`,
      ...(more === undefined ? [] : [more]),
      table(
        ['Input', 'Operations', 'Default', 'If empty', 'Meaning'],
        inputs.map((name) => inputRow(name, entries[name])),
      ),
    ].join('\n\n'),
  ).join('\n\n');
}

function inputRow(name: InputName, entry: Entry | null | undefined): string[] {
  const rule = INPUT_RULES[name];
  const isBoolean = ['true', 'false'].includes(rule.default);
  return [
    `\`${name}\``,
    rule.for === OPERATIONS ? 'all' : rule.for.map((operation) => `\`${operation}\``).join(', '),
    defaultCell(entry),
    rule.refusesEmpty || isBoolean ? 'refused' : '',
    meaningOf(name, entry),
  ];
}

function outputRow(name: string, entry: Entry | null | undefined): string[] {
  const { operations, meaning } = split(name, entry);
  if (operations === '') throw new Error(`\`${name}\` names no operation in action.yml.`);
  return [`\`${name}\``, operations, sentence(meaning)];
}

/** A description, taken apart: the operations before the first colon, and what follows it. */
function split(name: string, entry: Entry | null | undefined) {
  const description = entry?.description?.trim().replaceAll(/\s+/g, ' ');
  if (!description) throw new Error(`\`${name}\` has no description in action.yml.`);
  const [lead = '', operations = ''] =
    /^(`\w+`(?:, `\w+`)*(?: with `[\w-]+`)?): /.exec(description) ?? [];
  return { operations, meaning: description.slice(lead.length) };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function defaultCell(entry: Entry | null | undefined): string {
  if (entry?.required) return 'required';
  return entry?.default === undefined ? '' : `\`${entry.default}\``;
}

function table(header: string[], rows: string[][]): string {
  return [header, header.map(() => '---'), ...rows].map(row).join('\n');
}

function row(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`docs/reference.md lacks the markers of its ${name}.`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const page = join(root, 'docs/reference.md');
  const action = readFileSync(join(root, 'action.yml'), 'utf8');
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), action));
  writeFileSync(join(root, SCHEMA_FILE), schemaText(action));
}

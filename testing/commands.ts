import { trim, trimStart } from './dotnet-text.ts';

export interface Command {
  name: string;
  properties: Record<string, string>;
  data: string;
}

/** Every command that the runner knows. Problem matchers count as executed but have no effect. */
export const knownCommands: readonly string[] = [
  'stop-commands',
  'set-env',
  'set-output',
  'save-state',
  'add-path',
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'warning',
  'error',
  'notice',
  'debug',
  'group',
  'endgroup',
  'echo',
];

/** Commands that `echo on` and debug logging do not repeat in the log. */
export const neverEchoed: readonly string[] = ['add-mask', 'debug', 'error', 'warning', 'notice'];

/**
 * Reads a line as the runner does: first as `::name k=v,k=v::data`, then as `##[name k=v;k=v]data`.
 * `resumeToken` is the one word that counts as a command besides the known ones, the argument of
 * `stop-commands`. Gives undefined for plain text, which an unknown command is too.
 */
export function parseCommand(line: string, resumeToken?: string): Command | undefined {
  const names = resumeToken === undefined ? knownCommands : [...knownCommands, resumeToken];
  return parseColons(line, names) ?? parseBrackets(line, names);
}

function parseColons(line: string, names: readonly string[]): Command | undefined {
  const text = trimStart(line);
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  const { name, rest } = splitName(text.slice(2, end));
  if (!isOneOf(names, name)) return undefined;
  return {
    name: name.toLowerCase(),
    properties: parseProperties(trim(rest), ',', unescapeProperty),
    data: unescapeData(text.slice(end + 2)),
  };
}

/** The old form counts anywhere in a line, and only its first `##[` is looked at. */
function parseBrackets(line: string, names: readonly string[]): Command | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const { name, rest } = splitName(line.slice(start + 3, end));
  if (!isOneOf(names, name)) return undefined;
  return {
    name: name.toLowerCase(),
    properties: parseProperties(rest, ';', unescapeBrackets),
    data: unescapeBrackets(line.slice(end + 1)),
  };
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.some((known) => known.toLowerCase() === name.toLowerCase());
}

function splitName(info: string): { name: string; rest: string } {
  const space = info.indexOf(' ');
  if (space < 0) return { name: info, rest: '' };
  return { name: info.slice(0, space), rest: info.slice(space + 1) };
}

function parseProperties(
  text: string,
  separator: string,
  decode: (value: string) => string,
): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const pair of text.split(separator)) {
    // .NET drops empty entries: a pair without a name or without a value does not count.
    const [, name, value] = /^=*([^=]+)=+([^=].*)$/s.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) properties[name] = decode(value);
  }
  return properties;
}

// Sequential replacement with `%25` last, as in the runner: `%250A` becomes `%0A`, not a new line.
function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

function unescapeBrackets(text: string): string {
  return unescapeData(text.replaceAll('%3B', ';').replaceAll('%5D', ']'));
}

import { stripVTControlCharacters, styleText } from 'node:util';
import { drawMarkdown } from './markdown.ts';

const WIDTH = Math.max(60, Math.min(process.stdout.columns || 120, 140));
const BAR = '  │ ';
const ROOM = WIDTH - BAR.length;

type Style = Parameters<typeof styleText>[0];
type Line = string | { text: string; style: Style };

/** Everything that was printed, to check that it contains no value. */
export const printed: string[] = [];

/** Uses color only on a terminal, and not if `NO_COLOR` is set. */
function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

function print(text = ''): void {
  printed.push(stripVTControlCharacters(text));
  console.log(text);
}

export function paragraph(text: string): void {
  for (const line of wrap(text, WIDTH)) print(line);
}

/** Starts a job. */
export function chapter(text: string, about: string): void {
  print();
  print(paint('bold', `══ ${text} ${'═'.repeat(Math.max(0, WIDTH - text.length - 4))}`));
  if (about !== '') print();
  paragraph(about);
}

export function title(text: string, about: string): void {
  print();
  print(paint('bold', `━━ ${text} ${'━'.repeat(Math.max(0, WIDTH - text.length - 4))}`));
  paragraph(about);
}

let steps = 0;

/** Starts a step. The numbers continue across jobs. */
export function step(text: string, about: string): void {
  steps += 1;
  title(`Step ${steps}: ${text}`, about);
}

/** Prints a part of a step with a heading. Long lines wrap with an indent. */
export function part(heading: string, lines: Line[]): void {
  print();
  print(`  ${paint(['bold', 'cyan'], heading)}`);
  const shown: Line[] = lines.length === 0 ? [{ text: '(nothing)', style: 'dim' }] : lines;
  for (const line of shown) {
    const { text, style } = typeof line === 'string' ? { text: line, style: undefined } : line;
    for (const piece of wrap(text, ROOM, '  ')) {
      print(paint('dim', BAR) + (style === undefined ? piece : paint(style, piece)));
    }
  }
}

/** A log with colored annotations. */
export function log(text: string): Line[] {
  const styles: Record<string, Style> = { Error: 'red', Warning: 'yellow', Notice: 'blue' };
  return linesOf(text).map((line) => {
    const style = styles[/^(\w+): /.exec(line)?.[1] ?? ''];
    return style === undefined ? line : { text: line, style };
  });
}

/** Names and values in two columns. Long values are truncated. */
export function pairs(entries: [name: string, value: string][]): Line[] {
  const column = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => {
    const shown = value === '' ? '(empty)' : value.replaceAll('\n', ' ⏎ ');
    return `${name.padEnd(column)}  ${cut(shown, ROOM - column - 2)}`;
  });
}

/** A job summary as GitHub draws it. */
export function summary(text: string): Line[] {
  const lines = text === '' ? [] : drawMarkdown(text, ROOM);
  return lines.map((line) =>
    /^#+ /.test(line) ? { text: line.replace(/^#+ /, ''), style: 'bold' } : line,
  );
}

/** The lines of a file. Long lines are truncated. */
export function file(text: string): Line[] {
  return linesOf(text).map((line) => cut(line, ROOM));
}

export function check(isGood: boolean, text: string): void {
  const mark = isGood ? paint('green', '✓') : paint('red', '✗');
  for (const [at, line] of wrap(text, WIDTH - 4).entries()) print(`  ${at ? ' ' : mark} ${line}`);
}

export function linesOf(text: string): string[] {
  return text === '' ? [] : text.trimEnd().split('\n');
}

function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const note = `… (${text.length} characters)`;
  return text.slice(0, width - note.length) + note;
}

/** Wraps a line at spaces, or inside words that are too long. */
function wrap(line: string, width: number, hang = ''): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > indent.length + hang.length ? space : width;
    pieces.push(rest.slice(0, at));
    rest = indent + hang + rest.slice(at).trimStart();
  }
  return [...pieces, rest];
}

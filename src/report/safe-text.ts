import { oneLine } from '../domain/text.ts';

/*
 * Escapes text from outside (names, messages, ids) for each place where it is shown. It is already
 * redacted.
 */

/** Longer names and messages are cut. */
const MAX_LENGTH = 2_000;

function shown(text: string): string {
  const line = oneLine(text);
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).toWellFormed()}…` : line;
}

/**
 * A line of the log that cannot contain a workflow command: the runner reads `::name::` at the start of
 * a line, after white space, and `##[name]` anywhere.
 */
export function plainLine(text: string): string {
  return shown(text)
    .replace(/^(\s*):(?=:)/, '$1:\u200b')
    .replaceAll('##[', '##\u200b[');
}

/** Several lines of the log that may contain text from outside. */
export function plainLines(text: string): string {
  return text.split('\n').map(plainLine).join('\n');
}

// Characters that can have a meaning in GitHub's Markdown. An underscore within a word has none, nor has
// a dot, except after `www`.
const SPECIAL =
  /(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\.|[^A-Za-z0-9 ,;.?!%"'(){}/+=_\u00a1-\u{10ffff}-]/giu;

/**
 * Escapes text for GitHub's Markdown: no HTML, links, mentions or ends of table cells. Special characters
 * become entities. An `@` also gets break opportunities around it, since GitHub would still read the entity
 * as part of a mention or an email address. All other characters stay, so that the runner can mask the text.
 */
export function markdownProse(text: string): string {
  return shown(text).replace(SPECIAL, (character) =>
    character === '@' ? '<wbr>&#64;<wbr>' : `&#${character.codePointAt(0)};`,
  );
}

/**
 * Escapes a name or an id as code, in which no character is special, so that the runner can mask it whole.
 * Only a bar would end a table cell even in code.
 */
export function markdownText(text: string): string {
  const line = shown(text);
  if (line === '') return '';
  if (line.includes('|')) return `<code>${markdownProse(line)}</code>`;
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  // Markdown removes one space on each side; without them, a backtick would lengthen the fence.
  const room = /^[ `]|[ `]$/.test(line) && /[^ ]/.test(line) ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

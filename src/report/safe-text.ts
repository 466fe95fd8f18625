import { oneLine } from '../domain/text.ts';

/*
 * Text from outside (names, messages, ids) is data. Here it is made harmless for each place where
 * it is shown. Credentials in it were redacted where it came in.
 */

/** Longer names and messages are cut: nobody reads them, and a log has better things to hold. */
const MAX_LENGTH = 2_000;

function shown(text: string): string {
  const line = oneLine(text);
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH).toWellFormed()}…` : line;
}

/**
 * A line of the log that cannot issue a workflow command: the runner takes `::name::` at the start
 * of a line, after white space, and `##[name]` anywhere.
 */
export function plainLine(text: string): string {
  return shown(text)
    .replace(/^(\s*):(?=:)/, '$1:\u200b')
    .replaceAll('##[', '##\u200b[');
}

/** Lines of our own making that may hold text from outside; each is made harmless by itself. */
export function plainLines(text: string): string {
  return text.split('\n').map(plainLine).join('\n');
}

// Everything but what means nothing in GitHub's Markdown, where it stands: an underscore within a word,
// a dot but for that of `www.`.
const MEANS_SOMETHING =
  /(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=www)\.|[^A-Za-z0-9 ,;.?!%"'(){}/+=_\u00a1-\u{10ffff}-]/giu;

/**
 * Text in GitHub's Markdown that shows as it is and does nothing: no HTML, no link, no mention, no
 * end of a table cell. Characters with a meaning are written as entities, which take it away, and
 * an `@` stands alone between two break opportunities, since an entity would still make a mention or
 * a mail address of it and its neighbours. All others stay as they are: the runner masks the summary
 * by the texts that other steps told it, and knows none of them by its entities.
 */
export function markdownProse(text: string): string {
  return shown(text).replace(MEANS_SOMETHING, (character) =>
    character === '@' ? '<wbr>&#64;<wbr>' : `&#${character.codePointAt(0)};`,
  );
}

/**
 * The same for a name or an id, set apart from the words around it: as code, in which nothing means
 * anything, so that the runner masks it whole. A bar alone would end a table cell even there.
 */
export function markdownText(text: string): string {
  const line = shown(text);
  if (line === '') return '';
  if (line.includes('|')) return `<code>${markdownProse(line)}</code>`;
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  // One space on each side is no part of the code; without any, a backtick would lengthen the fence.
  const room = /^[ `]|[ `]$/.test(line) && line.trim() !== '' ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

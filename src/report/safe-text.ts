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

/**
 * Text in GitHub's Markdown that shows as it is and does nothing: no HTML, no link, no mention, no
 * end of a table cell. Characters with a meaning are written as entities, which take it away, and
 * an `@` stands alone between two break opportunities, since an entity would still make a mention or
 * a mail address of it and its neighbours.
 */
export function markdownProse(text: string): string {
  return shown(text).replace(/[^A-Za-z0-9 ,\u00a1-\u{10ffff}-]/gu, (character) =>
    character === '@' ? '<wbr>&#64;<wbr>' : `&#${character.codePointAt(0)};`,
  );
}

/** The same for a name or an id, set apart from the words around it. */
export function markdownText(text: string): string {
  return text === '' ? '' : `<code>${markdownProse(text)}</code>`;
}

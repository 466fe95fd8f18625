import { kindOf, type Span, UNIT } from './text.ts';

/**
 * A shorter secret is hidden only as a whole word. A password `key` is part of every id that a server sends;
 * with `***` in each id, keys could not be told apart.
 */
const WORD = 8;

/**
 * Finds a short secret in a text, also with invisible characters in between.
 *
 * @param secret - without white space and invisible characters
 */
export function wordsIn(text: string, secret: string): Span[] {
  const spans: Span[] = [];
  const isWord = secret.length < WORD;
  const first = secret.charAt(0);
  let start = text.indexOf(first);
  while (start >= 0) {
    const end = endOfMatch(text, start, secret);
    const isFound = end >= 0 && !(isWord && (goesOn(text, start, -1) || goesOn(text, end - 1, 1)));
    if (isFound) spans.push({ start, end });
    start = text.indexOf(first, isFound ? end : start + 1);
  }
  return spans;
}

/** The end of the secret that starts at a place; negative if none starts there. */
function endOfMatch(text: string, start: number, secret: string): number {
  let at = start;
  for (let index = 0; index < secret.length; index++) {
    if (index > 0) at += 1;
    while (at < text.length && kindOf(text.charCodeAt(at)) !== UNIT.seen) at += 1;
    if (text.charCodeAt(at) !== secret.charCodeAt(index)) return -1;
  }
  return at + 1;
}

/** Whether a word continues beyond a place. Dots and stars are part of words, as in `sk-admin...xyz`. */
function goesOn(text: string, edge: number, step: 1 | -1): boolean {
  if (!isLetter(text.charAt(edge))) return false;
  let at = edge + step;
  while ('.*…'.includes(text[at] ?? ' ')) at += step;
  return isLetter(text.charAt(at));
}

function isLetter(character: string): boolean {
  if (character === ' ' || character === '"') return false;
  return /[\p{L}\p{N}_-]/u.test(character);
}

/** The maximum number of wrong letters in a misspelled word. */
const NEAR = 2;

/**
 * The word that a misspelled one probably means: it differs only in upper and lower case, or in at most two
 * letters (added, omitted or replaced). Of several, the first of the nearest.
 */
export function nearestWord(text: string, words: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  let found: { word: string; letters: number } | undefined;
  for (const word of words) {
    if (Math.abs(word.length - text.length) > NEAR) continue;
    const letters = lettersBetween(lower, word.toLowerCase());
    // If more than half of a word differs, it is a misspelling only if it has the same letters: `nwo`
    // means `now`, but `log` does not.
    if (letters > NEAR || (2 * letters > word.length && sorted(lower) !== sorted(word))) continue;
    if (found === undefined || letters < found.letters) found = { word, letters };
  }
  return found?.word;
}

/** A suggestion to end a message with; empty without a word. */
export function didYouMean(word: string | undefined): string {
  return word === undefined ? '' : ` Did you mean \`${word}\`?`;
}

function sorted(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}

/** The Levenshtein distance between two words. */
function lettersBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [at, other] of [...to].entries()) {
      const replaced = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

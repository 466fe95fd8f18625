/** A misspelt word is this many letters away at most. */
const NEAR = 2;

/**
 * The word that a misspelt one is likely meant to be: the same but for upper and lower case, or at
 * most two letters away (added, left out or replaced); of several the nearest, the first of those.
 */
export function nearestWord(text: string, words: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  let found: { word: string; letters: number } | undefined;
  for (const word of words) {
    if (Math.abs(word.length - text.length) > NEAR) continue;
    const letters = lettersBetween(lower, word.toLowerCase());
    // A word of which less than half is left is no misspelling, unless its letters changed places:
    // `nwo` is meant to be `now`, and `log` is not.
    if (letters > NEAR || (2 * letters > word.length && sorted(lower) !== sorted(word))) continue;
    if (found === undefined || letters < found.letters) found = { word, letters };
  }
  return found?.word;
}

/** Asks for the word that is likely meant, as a sentence of its own. */
export function didYouMean(word: string): string {
  return `Did you mean \`${word}\`?`;
}

function sorted(word: string): string {
  return [...word.toLowerCase()].sort().join('');
}

/** How many letters have to be added, left out or replaced to get from one word to the other. */
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

/** Honest answers of either API are four levels deep. */
const MAX_DEPTH = 32;
/** Objects and lists. A page of ten thousand keys, which is more than any server sends, has 20,000. */
const MAX_PARTS = 100_000;

/**
 * What is excessive about a JSON text, as the end of a sentence that starts with “it”; undefined
 * where nothing is. Told before it is parsed: the parser takes a gigabyte for what can be sent in a
 * few megabytes of brackets.
 */
export function excessOf(json: string): string | undefined {
  let depth = 0;
  let parts = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const letter = json[at];
    if (letter === '"') quoted = !quoted;
    else if (quoted) at += letter === '\\' ? 1 : 0;
    else if (letter === ']' || letter === '}') depth -= 1;
    else if (letter === '[' || letter === '{') {
      if (++depth > MAX_DEPTH) return 'is nested too deeply';
      if (++parts > MAX_PARTS) return 'has far too many parts';
    }
  }
  return undefined;
}

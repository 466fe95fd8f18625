/** Real responses of both APIs are four levels deep. */
const MAX_DEPTH = 32;
/** Objects and lists. A page of 10,000 keys, more than any server sends, has 20,000. */
const MAX_PARTS = 100_000;
/** Values, counted by commas. The same page has 200,000. */
const MAX_VALUES = 1_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * Checks the size of a JSON text before it is parsed: for a few megabytes of brackets, the parser would
 * need a gigabyte.
 *
 * @param maxValues - the maximum number of values
 * @returns what is excessive, as the rest of a sentence; undefined if nothing is
 */
export function findExcess(json: string, maxValues = MAX_VALUES): string | undefined {
  let depth = 0;
  let parts = 0;
  let values = 0;
  for (let at = 0; at < json.length; at++) {
    const letter = json.charCodeAt(at);
    if (letter === QUOTE) at = endOfString(json, at);
    else if (letter === COMMA) {
      if (++values > maxValues) return 'has far too many parts';
    } else if (letter === 0x5d || letter === 0x7d) depth -= 1;
    else if (letter === 0x5b || letter === 0x7b) {
      if (++depth > MAX_DEPTH) return 'is nested too deeply';
      if (++parts > MAX_PARTS) return 'has far too many parts';
    }
  }
  return undefined;
}

/** The position of the quote that ends a string, or else the end of the text. */
function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return json.length;
}

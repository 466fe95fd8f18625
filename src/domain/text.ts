// Control characters (line ends and escape sequences with them), line separators, characters that
// turn the direction of the text around, and half characters.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text on one line, of visible characters alone; the others show as a replacement character. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, '\u{fffd}');
}

/** Whether a text is one line of visible characters. */
export function isOneLine(text: string): boolean {
  return text.search(UNSAFE) < 0;
}

// Control characters (line breaks and escapes), line separators, characters that change the direction of
// text, and lone surrogates.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** How a UTF-16 unit shows. `half` is a surrogate, since a pair of them is visible. */
export const UNIT = { seen: 1, space: 2, invisible: 3, half: 4 } as const;

const kinds = new Uint8Array(65_536);

/** One of `UNIT`; cached. */
export function kindOf(unit: number): number {
  kinds[unit] ||= classify(unit);
  return kinds[unit];
}

function classify(unit: number): number {
  const letter = String.fromCharCode(unit);
  // Most texts are ASCII.
  if (unit > 0x20 && unit < 0x7f) return UNIT.seen;
  if (/\s/.test(letter)) return UNIT.space;
  if (unit >= 0xd800 && unit <= 0xdfff) return UNIT.half;
  const invisible = /[\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u;
  return invisible.test(letter) ? UNIT.invisible : UNIT.seen;
}

/** The visible characters of a text. */
export function compact(text: string): string {
  // Most secrets are ASCII without white space.
  if (/^[!-~]*$/.test(text)) return text;
  let seen = '';
  for (let at = 0; at < text.length; at++) {
    if (kindOf(text.charCodeAt(at)) === UNIT.seen) seen += text.charAt(at);
  }
  return seen;
}

/** A part of a text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A text on one line, with U+FFFD in place of characters that are not visible. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, '\u{fffd}');
}

/** Whether a text is one line of visible characters. */
export function isOneLine(text: string): boolean {
  return text.search(UNSAFE) < 0;
}

/** Spans in order of their start; the same list if it is in order already. */
export function inOrder(spans: readonly Span[]): readonly Span[] {
  const isSorted = spans.every(({ start }, index) => start >= (spans[index - 1]?.start ?? 0));
  return isSorted ? spans : spans.toSorted((a, b) => a.start - b.start);
}

/** A text with parts of it replaced; parts that overlap or touch are replaced as one. */
export function replaceSpans(text: string, spans: readonly Span[], by: string): string {
  const pieces: string[] = [];
  let done = -1;
  for (const { start, end } of inOrder(spans)) {
    if (start > done) pieces.push(text.slice(Math.max(0, done), start), by);
    done = Math.max(done, end);
  }
  return pieces.join('') + text.slice(Math.max(0, done));
}

/** The first of some texts, and how many more there are. */
export function firstOf(texts: readonly string[], most = 10): string[] {
  const more = texts.length - most;
  return more > 0 ? [...texts.slice(0, most), `and ${more} more`] : [...texts];
}

/** The first ten of some sentences, one a line, and how many more there are. */
export function bulletList(sentences: readonly string[]): string {
  return firstOf(sentences)
    .map((sentence) => `- ${sentence}`)
    .join('\n');
}

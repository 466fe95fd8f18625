const HIDDEN = '***';

/**
 * A plaintext credential. Printed, joined, serialised or inspected, it shows as `***`. Only `reveal` returns
 * the text; a test lists the files that may call it.
 */
export class Credential {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  equals(other: Credential): boolean {
    return this.#text === other.#text;
  }

  /**
   * Whether a redacted value such as `sk-admin...xyz` fits this one. It can rule out other keys but cannot
   * prove the same one, since several may have the same last letters.
   */
  matchesRedacted(redacted: string): boolean {
    const ends = endsOf(redacted);
    return ends !== undefined && this.#hasEnds(ends);
  }

  /** Whether a redacted value shows letters that this one does not have. */
  contradictsRedacted(redacted: string): boolean {
    const ends = endsOf(redacted);
    return ends !== undefined && !this.#hasEnds(ends);
  }

  #hasEnds([start, end]: readonly [string, string]): boolean {
    return this.#text.startsWith(start) && this.#text.endsWith(end);
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}

/** What a redacted value shows; undefined where it shows nothing, or is in no known form. */
function endsOf(redacted: string): readonly [string, string] | undefined {
  const gap = redacted.search(/\.\.|\*\*|…/);
  if (gap < 0) return undefined;
  const end = redacted.slice(gap).replace(/^[.*…]+/, '');
  return gap + end.length > 0 ? [redacted.slice(0, gap), end] : undefined;
}

/**
 * Whether a text can be the value of a key: 8 to 1024 printable ASCII characters without spaces. Others
 * could break out of a mask, a header or a file command. Dots or stars in a row are refused: some gateways
 * redact even the value of a new key.
 */
export function isKeyValue(text: unknown): text is string {
  return typeof text === 'string' && /^(?!.*(?:\.\.|\*\*))[\x21-\x7e]{8,1024}$/.test(text);
}

const HIDDEN = '***';

/**
 * A plaintext credential. However it is printed, joined, serialised or inspected, it shows as
 * `***`; `reveal` is the only way to the text, and is called where a value is masked and where it
 * is delivered, nowhere else.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The plaintext. */
  reveal(): string {
    return this.#text;
  }

  /** Whether both are the same text. */
  equals(other: Secret): boolean {
    return this.#text === other.#text;
  }

  /**
   * Whether a redacted value can be this one's: `sk-admin...xyz` keeps beginning and end. It rules
   * other keys out and cannot prove the same one, since several may share their last letters.
   */
  matchesRedacted(redacted: string): boolean {
    const gap = redacted.search(/\.\.|\*\*|…/);
    if (gap < 0) return false;
    const end = redacted.slice(gap).replace(/^[.*…]+/, '');
    return (
      gap + end.length > 0 &&
      this.#text.startsWith(redacted.slice(0, gap)) &&
      this.#text.endsWith(end)
    );
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

/**
 * Whether a text can be a key's value: 8 to 1024 printable ASCII characters without space. Anything
 * else could break out of a mask, a header or a file command. Nor one with dots or stars in a row:
 * gateways that keep keys out of their logs put them in the place of a new one too, and what is left
 * would be delivered as if it were a key.
 */
export function isKeyValue(text: unknown): text is string {
  return typeof text === 'string' && /^(?!.*(?:\.\.|\*\*))[\x21-\x7e]{8,1024}$/.test(text);
}

// The runner is a .NET program: what counts as white space and as the end of a line differs from
// JavaScript's idea of it, and commands hide in exactly such differences.

const whiteSpace =
  '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const leading = new RegExp(`^${whiteSpace}`);
const trailing = new RegExp(`${whiteSpace}$`);

/** `String.TrimStart()`: U+0085 is white space, U+FEFF is not. */
export function trimStart(text: string): string {
  return text.replace(leading, '');
}

/** `String.Trim()`. */
export function trim(text: string): string {
  return trimStart(text).replace(trailing, '');
}

/** The lines of a whole text as `StreamReader.ReadLine` gives them: a lone `\r` ends a line too. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Cuts a stream of bytes into lines. */
export class LineReader {
  readonly #decoder = new TextDecoder();
  #rest = '';

  /** Takes the next bytes and gives the lines that are complete. */
  push(chunk: Uint8Array): string[] {
    this.#rest += this.#decoder.decode(chunk, { stream: true });
    // A `\r` at the very end may be half of a `\r\n`: it waits for what follows.
    const lines = this.#rest.split(/\r\n|\r(?!$)|\n/);
    this.#rest = lines.pop() ?? '';
    return lines;
  }

  /** Gives what is left when the stream ends. */
  end(): string[] {
    const lines = splitLines(this.#rest + this.#decoder.decode());
    this.#rest = '';
    return lines;
  }
}

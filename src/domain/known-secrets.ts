import { wordsIn } from './short-secret.ts';
import { compact, kindOf, type Span, UNIT } from './text.ts';

/** This many characters of a secret in a row are hidden; a shorter secret as a whole. */
const RUN = 12;
/** Encoded forms of a secret that are shorter are not searched for. */
const MIN_FORM = 8;
/** The number of characters in a block of the search. */
const BLOCK = 3;

const PLACEHOLDER =
  /^sk-(?:(?:admin|proj|svcacct)-?|[A-Za-z0-9_-]{0,17}[.*…]+[A-Za-z0-9_-]{0,20})$/;

/** Stands for a UTF-16 unit that is skipped, as is the real U+0001. */
const SKIPPED = 1;
const folded = new Uint16Array(65_536);

/** A UTF-16 unit, with ASCII in lower case, or `SKIPPED`. */
function fold(unit: number): number {
  return folded[unit] || foldFirst(unit);
}

function foldFirst(unit: number): number {
  const isUpper = unit >= 0x41 && unit <= 0x5a;
  const result = kindOf(unit) === UNIT.seen ? unit + (isUpper ? 32 : 0) : SKIPPED;
  folded[unit] = result;
  return result;
}

/** A hash of three letters, in 16 bits. */
function hashOf(first: number, second: number, third: number): number {
  return (first * 7_919 + second * 101 + third) & 0xffff;
}

/**
 * The secrets of one step, and a search for them: for any 12 characters in a row, in upper or lower case, and
 * for shorter secrets as a whole. White space and invisible characters in between are skipped.
 */
export class KnownSecrets {
  readonly #texts = new Set<string>();
  readonly #short = new Set<string>();
  readonly #index = new RunIndex();

  /** The plaintexts. */
  get texts(): Iterable<string> {
    return this.#texts;
  }

  /**
   * Ignores single characters, which are in every text, and placeholders such as `sk-admin...xyz` or their
   * start, which the API shows for every key.
   */
  add(text: string): void {
    if (this.#texts.has(text) || compact(text).length < 2 || PLACEHOLDER.test(text)) return;
    this.#texts.add(text);
    for (const form of formsOf(text)) {
      const letters = compact(form);
      if (letters.length < RUN) this.#short.add(letters);
      else this.#index.add(letters.replace(/[A-Z]+/g, (upper) => upper.toLowerCase()));
    }
  }

  /** Finds secrets, or runs of their characters, in linear time. */
  find(text: string): { runs: Span[]; short: Span[] } {
    return {
      runs: this.#index.find(text),
      short: [...this.#short].flatMap((secret) => wordsIn(text, secret)),
    };
  }
}

/**
 * Finds runs with the Wu-Manber algorithm: each block tells how many of the next characters cannot end a run,
 * so most of a text is skipped. Skipped characters only make a run longer, so this holds with them, too.
 */
class RunIndex {
  /** All that was added, a NUL after each. */
  #letters = '';
  /** By the hash of its last block: where each run ends in `#letters`. */
  readonly #ends = new Map<number, number[]>();
  /** By the hash of a block: how many characters after it cannot be the last of a run. */
  readonly #skips = new Uint8Array(65_536).fill(RUN - BLOCK + 1);

  add(letters: string): void {
    const offset = this.#letters.length;
    this.#letters += `${letters}\0`;
    const skips = this.#skips;
    for (let at = BLOCK - 1; at < letters.length; at++) {
      const [first, second] = [letters.charCodeAt(at - 2), letters.charCodeAt(at - 1)];
      const hash = hashOf(first, second, letters.charCodeAt(at));
      skips[hash] = Math.min(skips[hash] ?? 0, Math.max(0, RUN - 1 - at));
      if (at < RUN - 1) continue;
      const ends = this.#ends.get(hash);
      if (ends === undefined) this.#ends.set(hash, [offset + at]);
      else if (!ends.some((end) => this.#runTo(end) === this.#runTo(offset + at))) {
        ends.push(offset + at);
      }
    }
  }

  /** The run that ends at a place in `#letters`. */
  #runTo(end: number): string {
    return this.#letters.slice(end - RUN + 1, end + 1);
  }

  find(text: string): Span[] {
    const spans: Span[] = [];
    let at = this.#letters === '' ? text.length : RUN - 1;
    while (at < text.length) {
      at = nextPlace(text, at, this.#skips);
      if (at < text.length) at = this.#lookAt(text, at, spans);
    }
    return spans;
  }

  /** Adds the run that ends at a place, if one does, and returns where to continue. */
  #lookAt(text: string, at: number, spans: Span[]): number {
    const middle = before(text, at);
    const [first, second] = [letterAt(text, before(text, middle)), letterAt(text, middle)];
    const hash = hashOf(first, second, letterAt(text, at));
    const span = this.#runAt(text, at, this.#ends.get(hash) ?? []);
    if (span === undefined) return at + 1;
    const last = spans.at(-1);
    if (last !== undefined && span.start < last.end) last.end = span.end;
    else spans.push(span);
    return span.end;
  }

  /** The longest run whose first `RUN` characters end at a place. */
  #runAt(text: string, place: number, ends: readonly number[]): Span | undefined {
    for (const end of ends) {
      const start = this.#startOf(text, place, end);
      if (start < 0) continue;
      let last = place;
      for (let at = place + 1, next = end + 1; at < text.length; at++) {
        const letter = fold(text.charCodeAt(at));
        if (letter === SKIPPED) continue;
        if (letter !== this.#letters.charCodeAt(next)) break;
        last = at;
        next += 1;
      }
      return { start, end: last + 1 };
    }
    return undefined;
  }

  /** The start of a run that ends at a place; negative if none ends there. */
  #startOf(text: string, place: number, end: number): number {
    let at = place;
    for (let left = 0; left < RUN; left++) {
      if (letterAt(text, at) !== this.#letters.charCodeAt(end - left)) return -1;
      if (left < RUN - 1) at = before(text, at);
    }
    return at;
  }
}

/** The forms in which the action or Node writes a secret: as it is, in JSON, URLs, Base64. */
function formsOf(text: string): Set<string> {
  const forms = [JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())];
  // Base64 differs at each of three offsets; characters that depend on the neighbours are cut.
  for (const offset of [0, 1, 2]) {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const base64 = bytes.toString('base64');
    const end = base64.endsWith('=') ? base64.indexOf('=') - 1 : base64.length;
    const form = base64.slice(offset === 0 ? 0 : offset + 1, end);
    forms.push(form, form.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return new Set([text, ...forms.filter((form) => form.length >= MIN_FORM)]);
}

/**
 * The first place from `from` on where a run may end, or else the length of the text. One loop without
 * calls, since it reads listings of 10,000 keys.
 */
function nextPlace(text: string, from: number, skips: Uint8Array): number {
  let at = from;
  while (at < text.length) {
    const third = folded[text.charCodeAt(at)] as number;
    if (third === SKIPPED) {
      at += 1;
      continue;
    }
    let middle = at - 1;
    let second = folded[text.charCodeAt(middle)] as number;
    while (second === SKIPPED) second = folded[text.charCodeAt(--middle)] as number;
    let outer = middle - 1;
    let first = folded[text.charCodeAt(outer)] as number;
    while (first === SKIPPED) first = folded[text.charCodeAt(--outer)] as number;
    if (third === 0 || second === 0 || first === 0) foldAll(text, outer, at);
    else {
      const skip = skips[(first * 7_919 + second * 101 + third) & 0xffff] as number;
      if (skip === 0) return at;
      at += skip;
    }
  }
  return text.length;
}

/** Fills `folded` for the characters of a text from one place to another. */
function foldAll(text: string, from: number, to: number): void {
  for (let at = Math.max(0, from); at <= to; at++) fold(text.charCodeAt(at));
}

/** The place of the last character before a place that is not skipped; negative if there is none. */
function before(text: string, place: number): number {
  let at = place - 1;
  while (at >= 0 && fold(text.charCodeAt(at)) === SKIPPED) at -= 1;
  return at;
}

function letterAt(text: string, place: number): number {
  return place < 0 ? SKIPPED : fold(text.charCodeAt(place));
}

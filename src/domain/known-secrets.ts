import { wordsIn } from './short-secret.ts';
import { compact, kindOf, type Span, UNIT } from './text.ts';

/** A run of so many characters of a secret is hidden; of a shorter secret, the whole of it. */
const RUN = 12;
/** A form of a secret in another writing is looked for from this length on. */
const MIN_FORM = 8;
/** The search reads so many characters at a time. */
const BLOCK = 3;

const PLACEHOLDER =
  /^sk-(?:(?:admin|proj|svcacct)-?|[A-Za-z0-9_-]{0,17}[.*…]+[A-Za-z0-9_-]{0,20})$/;

/** Stands for a UTF-16 unit that does not count; the real U+0001 does not either. */
const SKIPPED = 1;
const folded = new Uint16Array(65_536);

/** A UTF-16 unit, with ASCII in lower case; `SKIPPED` where it does not count. */
function fold(unit: number): number {
  return folded[unit] || foldFirst(unit);
}

function foldFirst(unit: number): number {
  const isUpper = unit >= 0x41 && unit <= 0x5a;
  const result = kindOf(unit) === UNIT.seen ? unit + (isUpper ? 32 : 0) : SKIPPED;
  folded[unit] = result;
  return result;
}

/** Three letters, mixed to 16 bits. */
function hashOf(first: number, second: number, third: number): number {
  return (first * 7_919 + second * 101 + third) & 0xffff;
}

/**
 * The secrets of one step, to be found in any text: runs of 12 characters of them in upper or lower
 * case, and shorter ones as a whole. White space and invisible characters in between do not count.
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
   * A single character is left out, which is in every text, so that `***` would tell where; and so is
   * a placeholder such as `sk-admin...xyz`, or the beginning of one, which the API shows of every key.
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

  /** Where secrets, or runs of them, stand in a text. Takes a time that is linear in its length. */
  find(text: string): { runs: Span[]; short: Span[] } {
    return {
      runs: this.#index.find(text),
      short: [...this.#short].flatMap((secret) => wordsIn(text, secret)),
    };
  }
}

/**
 * Finds runs by the search of Wu and Manber: the block that was read tells how many of the next
 * characters cannot end a run, so most of a text is never looked at. Unseen characters only make a
 * run longer, so what may be skipped without them may be skipped with them too.
 */
class RunIndex {
  /** All that was added, a NUL after each. */
  #letters = '';
  #size = 0;
  /** By the hash of its last block: where each run ends in `#letters`. */
  readonly #ends = new Map<number, number[]>();
  /** By the hash of a block: how many characters after it cannot be the last of a run. */
  readonly #skips = new Uint8Array(65_536).fill(RUN - BLOCK + 1);

  add(letters: string): void {
    const offset = this.#letters.length;
    this.#letters += `${letters}\0`;
    this.#size += 1;
    const skips = this.#skips;
    for (let at = BLOCK - 1; at < letters.length; at++) {
      const [first, second] = [letters.charCodeAt(at - 2), letters.charCodeAt(at - 1)];
      const hash = hashOf(first, second, letters.charCodeAt(at));
      skips[hash] = Math.min(skips[hash] ?? 0, Math.max(0, RUN - 1 - at));
      if (at < RUN - 1) continue;
      const ends = this.#ends.get(hash);
      if (ends === undefined) this.#ends.set(hash, [offset + at]);
      else if (!ends.some((end) => this.#isSameRun(end, offset + at))) ends.push(offset + at);
    }
  }

  #isSameRun(one: number, other: number): boolean {
    for (let left = 0; left < RUN; left++) {
      if (this.#letters.charCodeAt(one - left) !== this.#letters.charCodeAt(other - left))
        return false;
    }
    return true;
  }

  find(text: string): Span[] {
    const spans: Span[] = [];
    let at = this.#size === 0 ? text.length : RUN - 1;
    while (at < text.length) {
      at = nextPlace(text, at, this.#skips);
      if (at < text.length) at = this.#lookAt(text, at, spans);
    }
    return spans;
  }

  /** Adds the run that ends at a place, if one does, and tells where to go on. */
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

  /** The run, as long as it goes on, whose first characters end at a place. */
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

  /** Where a run starts if it ends at a place of a text; below 0 where it does not. */
  #startOf(text: string, place: number, end: number): number {
    let at = place;
    for (let left = 0; left < RUN; left++) {
      if (letterAt(text, at) !== this.#letters.charCodeAt(end - left)) return -1;
      if (left < RUN - 1) at = before(text, at);
    }
    return at;
  }
}

/** The forms in which the action, or Node for it, writes a secret: as it is, in JSON, URLs, Base64. */
function formsOf(text: string): Set<string> {
  const forms = [JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())];
  // In Base64 a text looks different at each of three offsets; what its neighbours change goes.
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
 * The first place from one on where a run may end; the length of the text where there is none. A
 * listing of 10,000 keys is read here and nowhere else, so this is one loop that calls nothing.
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

/** Folds the characters of a text from one place to another, for those who look at `folded`. */
function foldAll(text: string, from: number, to: number): void {
  for (let at = Math.max(0, from); at <= to; at++) fold(text.charCodeAt(at));
}

/** Where the last character before a place is that counts; below 0 where there is none. */
function before(text: string, place: number): number {
  let at = place - 1;
  while (at >= 0 && fold(text.charCodeAt(at)) === SKIPPED) at -= 1;
  return at;
}

function letterAt(text: string, place: number): number {
  return place < 0 ? SKIPPED : fold(text.charCodeAt(place));
}

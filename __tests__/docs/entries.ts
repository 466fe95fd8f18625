import { INPUTS } from '../../src/inputs/definitions.ts';
import type { Sentence } from './sentences.ts';

const WORD = /[A-Za-z][\w'-]*/g;

/** What a page quotes, and what it says to it. */
export interface Entry {
  quotes: string[];
  explanation: string;
}

/** The entries of a page: quotes in `>` blocks, each followed by at least one paragraph. */
export function entriesOf(page: string): Entry[] {
  return [...page.matchAll(/((?:^>.*\n)+)\n((?:(?![>#]).*\n)*)/gm)].map(
    ([, block = '', explanation = '']) => {
      const quotes = block.split(/^>\n/m).map((quote) => plain(quote.replaceAll(/^> /gm, '')));
      return { quotes, explanation: explanation.trim() };
    },
  );
}

/** Everything that a page quotes: whole sentences, and in “…” parts of them. */
export function quotesOf(page: string): string[] {
  const parts = entriesOf(page).flatMap(({ explanation }) => partsIn(explanation));
  const loose = partsIn(page.replaceAll(/^>.*$/gm, ''));
  const whole = entriesOf(page).flatMap(({ quotes }) => quotes);
  return [...new Set([...whole, ...parts, ...loose])];
}

function partsIn(text: string): string[] {
  return [...text.matchAll(/“([^”]{2,})”/g)].map(([, part = '']) => part);
}

/** What is wrong between quotes and the sentences of the sources, a line each. */
export interface Drift {
  /** Sentences that no quote has, word by word. */
  missing(sentences: readonly Sentence[]): string[];
  /** Quotes with words that no sentence has. */
  dead(sentences: readonly Sentence[]): string[];
  /** The sentences without which no quote would be dead, since others say the same words. */
  unseen(sentences: readonly Sentence[]): string[];
}

export function driftBetween(quotes: readonly string[]): Drift {
  const seen = new Map<string, (number[] | undefined)[]>();
  /** Where a text stands in each of the quotes. */
  const find = (text: string) => {
    const known = seen.get(text) ?? placesOf(text, quotes);
    seen.set(text, known);
    return known;
  };
  /** How many texts say each word of each quote. */
  const countIn = (texts: Iterable<string>) => {
    const counts = quotes.map(() => new Map<number, number>());
    for (const text of texts) {
      find(text).forEach((places, index) => {
        for (const at of new Set(places)) {
          counts[index]?.set(at, (counts[index].get(at) ?? 0) + 1);
        }
      });
    }
    return counts;
  };
  const textsOf = (sentences: readonly Sentence[]) =>
    new Set(sentences.map(({ text }) => plain(text)));
  return {
    missing: (sentences) => [
      ...new Set(
        sentences
          .filter(({ text, tellsOfTrouble }) => tellsOfTrouble && !find(plain(text)).some(Boolean))
          .map(({ file, text }) => `${file}: no entry has “${plain(text)}”`),
      ),
    ],
    dead(sentences) {
      const said = countIn(textsOf(sentences));
      return quotes.flatMap((quote, index) => {
        const rest = [...quote.matchAll(WORD)]
          .filter(({ index: at, 0: word }) => !said[index]?.has(at) && !isInputName(quote, word))
          .join(' ');
        return rest === '' ? [] : [`“${quote}”: nothing says “${rest}”`];
      });
    },
    unseen(sentences) {
      const said = countIn(textsOf(sentences));
      const isSole = (text: string) =>
        find(text).some((places, index) => places?.some((at) => said[index]?.get(at) === 1));
      const spellings = Map.groupBy(new Set(sentences.map(({ text }) => text)), plain);
      return [...spellings]
        .filter(([text, same]) => same.length > 1 || !isSole(text))
        .flatMap(([, same]) => same);
    },
  };
}

/** Where the words of a text stand in each quote, in their order; undefined where they do not. */
function placesOf(text: string, quotes: readonly string[]): (number[] | undefined)[] {
  const chunks = text.split(/…+/);
  const pattern = chunks.map((chunk) => `(${escaped(chunk)})`).join('(?:.*?)');
  const words = new RegExp(`(?<!\\w)${pattern}(?!\\w)`, 'd');
  return quotes.map((quote) => {
    if (!chunks.every((chunk) => quote.includes(chunk))) return undefined;
    return words
      .exec(quote)
      ?.indices?.slice(1)
      .flatMap((span) => {
        const [start, end] = span ?? [0, 0];
        return [...quote.slice(start, end).matchAll(WORD)].map(({ index }) => start + index);
      });
  });
}

/** A text as a pattern that matches it alone. */
function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A finding about an input starts with its name, which the sources add in one place. */
function isInputName(quote: string, word: string): boolean {
  return word in INPUTS && quote.startsWith(`\`${word}\` `);
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

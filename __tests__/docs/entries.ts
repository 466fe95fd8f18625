import { INPUTS } from '../../src/request/inputs.ts';
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

/**
 * Tells what is wrong between the quotes and the sentences of the sources, a line each: a sentence
 * that no quote has, word by word, and a quote with words that no sentence has.
 */
export function driftBetween(quotes: readonly string[]) {
  const seen = new Map<string, (number[] | undefined)[]>();
  /** Where a text stands in each of the quotes. */
  const find = (text: string) => {
    const known = seen.get(text) ?? quotes.map((quote) => wordsIn(quote, text));
    seen.set(text, known);
    return known;
  };
  return (sentences: readonly Sentence[]): string[] => {
    const missing = sentences
      .filter(({ text, tellsOfTrouble }) => tellsOfTrouble && !find(plain(text)).some(Boolean))
      .map(({ file, text }) => `${file}: no entry has “${plain(text)}”`);
    const found = [...new Set(sentences.map(({ text }) => plain(text)))].map(find);
    const dead = quotes.flatMap((quote, index) => {
      const said = new Set(found.flatMap((places) => places[index] ?? []));
      const rest = [...quote.matchAll(WORD)]
        .filter(({ index: at, 0: word }) => !said.has(at) && !isInputName(quote, word))
        .join(' ');
      return rest === '' ? [] : [`“${quote}”: nothing says “${rest}”`];
    });
    return [...new Set(missing), ...dead];
  };
}

/** Where the words of a text stand in a quote, in their order; undefined where they do not. */
function wordsIn(quote: string, text: string): number[] | undefined {
  const chunks = text.split(/…+/);
  const pattern = chunks.map((chunk) => `(${escaped(chunk)})`).join('(?:.*?)');
  const match = new RegExp(`(?<!\\w)${pattern}(?!\\w)`, 'd').exec(quote);
  return match?.indices?.slice(1).flatMap((span) => {
    const [start, end] = span ?? [0, 0];
    return [...quote.slice(start, end).matchAll(WORD)].map(({ index }) => start + index);
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

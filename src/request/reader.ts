import { isKeyId } from '../domain/admin-key.ts';
import { looksLikeCredential } from '../domain/credential-shape.ts';
import { parseDuration, suggestDuration } from '../domain/duration.ts';
import { Secret } from '../domain/secret.ts';
import { didYouMean, nearestWord } from '../domain/spelling.ts';
import { flawOfAddress } from './addresses.ts';
import {
  defaultOf,
  INPUT_RULES,
  INPUTS,
  type InputName,
  type Operation,
  readInput,
} from './inputs.ts';
import { flawOfList, itemsOf } from './lists.ts';
import { mistakeIn } from './mistakes.ts';

/**
 * Reads single inputs. What is wrong is added to `problems`, a sentence each, and a harmless
 * stand-in is returned, so that reading goes on and every problem is found.
 */
export class Inputs {
  readonly #env: NodeJS.ProcessEnv;
  readonly #problems: string[];
  readonly #warnings: string[];
  readonly #reported = new Set<InputName>();

  constructor(env: NodeJS.ProcessEnv, problems: string[], warnings: string[] = []) {
    this.#env = env;
    this.#problems = problems;
    this.#warnings = warnings;
    for (const name of Object.keys(INPUTS) as InputName[]) this.#checkText(name);
  }

  /** Notes what is wrong with an input; the first finding about each counts. */
  problem(name: InputName, what: string): void {
    if (this.#reported.has(name)) return;
    this.#reported.add(name);
    this.#problems.push(`\`${name}\` ${what}`);
  }

  /** Notes what is likely not meant, and no reason to refuse. */
  warning(message: string): void {
    this.#warnings.push(message);
  }

  /** What an input is when it is left out. */
  defaultOf(name: InputName): string {
    return defaultOf(this.#env, name);
  }

  /** The input, trimmed; its default where it was left out or is empty. */
  text(name: InputName): string {
    return readInput(this.#env, name) || defaultOf(this.#env, name);
  }

  /** Whether the input was given and says something else than its default. */
  isGiven(name: InputName): boolean {
    const text = this.text(name).replace(/^(true|false)$/i, (word) => word.toLowerCase());
    return text !== '' && text !== defaultOf(this.#env, name);
  }

  /** A credential, or null where it was left out. */
  secret(name: InputName, from: 'OpenAI' | 'GitHub'): Secret | null {
    const text = this.text(name);
    if (text === '') return null;
    const mistake = mistakeIn(text, from);
    if (mistake !== undefined) this.problem(name, mistake);
    else if (!/^[\x21-\x7e]+$/.test(text)) {
      this.problem(
        name,
        'holds characters that no credential has (white space, line ends). Save it again.',
      );
    }
    return new Secret(text);
  }

  refuseUnused(operation: Operation): void {
    for (const name of Object.keys(INPUTS) as InputName[]) {
      if (INPUT_RULES[name].for.includes(operation) || !this.isGiven(name)) continue;
      this.problem(
        name,
        `is not used when \`operation\` is \`${operation}\`. Remove it from the step.`,
      );
    }
  }

  /** By the rules of `core.getBooleanInput`, which takes no empty text. */
  boolean(name: InputName): boolean {
    const text = readInput(this.#env, name) ?? INPUT_RULES[name].default;
    if (/^(true|True|TRUE)$/.test(text)) return true;
    if (!/^(false|False|FALSE)$/.test(text)) {
      this.problem(name, `must be \`true\` or \`false\`, not ${quote(text)}.`);
    }
    return false;
  }

  choice<T extends string>(name: InputName, words: readonly T[]): T | undefined {
    const text = this.text(name);
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) {
      const list = words.map((candidate) => `\`${candidate}\``).join(', ');
      this.problem(
        name,
        text === ''
          ? `is required: one of ${list}.`
          : `must be one of ${list}, not ${quote(text)}.${suggest(nearestWord(text, words))}`,
      );
    }
    return word;
  }

  /**
   * @param min - seconds
   * @param max - seconds
   * @param none - the word that stands for no duration at all
   * @returns seconds; null where the input says `none`, or is wrong
   */
  duration(name: InputName, min: number, max: number, none?: string): number | null {
    const text = this.text(name);
    if (text === none) return null;
    const seconds = parseDuration(text);
    if (seconds === undefined) {
      const suggested = suggestDuration(text);
      const length = parseDuration(suggested ?? '') ?? -1;
      const meant = length >= min && length <= max ? suggested : undefined;
      const or = none === undefined ? '' : `, or \`${none}\``;
      this.problem(
        name,
        `must be a whole number with a unit such as \`90d\`, \`12h\` or \`30s\`, or ISO 8601 such as ` +
          `\`P90D\` (no months or years)${or}, not ${quote(text)}.${suggest(meant)}`,
      );
      return null;
    }
    if (seconds < min || seconds > max) {
      this.problem(name, `must be from ${shortest(min)} to ${shortest(max)}, not ${quote(text)}.`);
      return null;
    }
    return seconds;
  }

  /** A whole number from 1; null where the input was left out. */
  count(name: InputName): number | null {
    const text = this.text(name);
    if (text === '') return null;
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    this.problem(name, `must be a whole number from 1, not ${quote(text)}.`);
    return null;
  }

  /** Items one a line or comma, each once. */
  list(name: InputName): string[] {
    return itemsOf(this.text(name));
  }

  keyIds(name: InputName, least: number, most: number): string[] {
    const ids = this.list(name);
    const wrong = ids.find((id) => !isKeyId(id));
    if (ids.length < least) {
      this.problem(
        name,
        `is required when \`operation\` is \`${this.text('operation')}\`. Add \`${name}: key_…\` to the step.`,
      );
    } else if (ids.length === 0 && this.isGiven(name)) {
      this.problem(name, 'holds no id. Give one, or remove the input.');
    } else if (ids.length > most) {
      this.problem(name, `takes one id here, not ${ids.length}.`);
    } else if (wrong !== undefined) {
      this.problem(
        name,
        `must be an id such as \`key_abc\`, not ${quote(wrong)}. \`operation: list\` shows the ids.`,
      );
    }
    return ids;
  }

  /** An address that a credential may be sent to: https, or http on this machine. */
  url(name: InputName): URL {
    const text = this.text(name);
    const url = URL.parse(text);
    const flaw = flawOfAddress(text, url);
    if (flaw !== undefined) this.problem(name, flaw);
    return url ?? new URL('https://invalid');
  }

  #checkText(name: InputName): void {
    const rule = INPUT_RULES[name];
    const text = readInput(this.#env, name);
    const isGuardedList = rule.refusesEmpty && rule.list && text !== undefined;
    const isEmpty = isGuardedList ? itemsOf(text).length === 0 : text === '';
    if (isEmpty && rule.refusesEmpty) {
      this.problem(
        name,
        `is empty, perhaps because an expression found nothing; that must not mean \`${rule.default}\`. ` +
          'Give a value or remove the input.',
      );
    } else if (text !== undefined && !rule.secret && looksLikeCredential(text)) {
      this.problem(
        name,
        'holds what looks like a credential, and is no place for one. Revoke it if it was printed.',
      );
    } else if (isGuardedList) {
      const flaw = flawOfList(text);
      if (flaw !== undefined) this.problem(name, flaw);
    }
  }
}

/** No more than 20 characters of it: what is wrong with it may be that it is a secret. */
function quote(text: string): string {
  const shown = text.length > 20 ? `${text.slice(0, 20).toWellFormed()}…` : text;
  return text === '' ? 'empty' : `\`${shown}\``;
}

/** Ends a message with what was meant, where that is known. */
function suggest(word: string | undefined): string {
  return word === undefined ? '' : ` ${didYouMean(word)}`;
}

/** A limit of a range in the form that the inputs take. */
function shortest(seconds: number): string {
  if (seconds > 0 && seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

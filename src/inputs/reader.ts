import { Credential } from '../domain/credential.ts';
import { looksLikeCredential } from '../domain/credential-shape.ts';
import { parseDuration, suggestDuration } from '../domain/duration.ts';
import { didYouMean, nearestWord } from '../domain/spelling.ts';
import { isLoopback } from '../domain/url.ts';
import {
  defaultOf,
  INPUT_NAMES,
  INPUT_RULES,
  type InputName,
  type Operation,
  readInput,
} from './definitions.ts';
import { mistakeIn } from './mistakes.ts';

/**
 * Reads single inputs. A problem is added to `problems`, and a placeholder is returned, so that all
 * problems are found.
 */
export class Inputs {
  readonly problems: string[] = [];
  /** About what is valid but probably not intended. */
  readonly warnings: string[] = [];
  readonly env: NodeJS.ProcessEnv;
  /** Removes what the step masks. */
  readonly redact: (text: string) => string;
  readonly #reported = new Set<InputName>();

  constructor(env: NodeJS.ProcessEnv, redact = (text: string) => text) {
    this.env = env;
    this.redact = redact;
    for (const name of INPUT_NAMES) this.#checkText(name);
  }

  /** Adds a problem; only the first one of each input counts. */
  problem(name: InputName, what: string): void {
    if (this.#reported.has(name)) return;
    this.#reported.add(name);
    this.problems.push(`\`${name}\` ${what}`);
  }

  hasProblem(name: InputName): boolean {
    return this.#reported.has(name);
  }

  /** The input, trimmed; its default if it was not given or is empty. */
  text(name: InputName): string {
    return readInput(this.env, name) || defaultOf(this.env, name);
  }

  /** Whether the input was given and differs from its default. */
  isGiven(name: InputName): boolean {
    const text = this.text(name).replace(/^(true|false)$/i, (word) => word.toLowerCase());
    return text !== '' && text !== defaultOf(this.env, name);
  }

  /** A credential; null if it was not given. */
  secret(name: InputName, from: 'OpenAI' | 'GitHub'): Credential | null {
    const text = this.text(name);
    if (text === '') return null;
    const mistake = mistakeIn(text, from);
    if (mistake !== undefined) this.problem(name, mistake);
    else if (!/^[\x21-\x7e]+$/.test(text)) {
      this.problem(
        name,
        'contains characters that no credential has (white space, line breaks). Save it again.',
      );
    }
    return new Credential(text);
  }

  refuseUnused(operation: Operation): void {
    // Without that one, a rotation is refused anyway, or has it in its manifest.
    const isRotation = operation === 'rotate';
    for (const name of INPUT_NAMES) {
      if (!this.isGiven(name)) continue;
      const { for: users, needs } = INPUT_RULES[name];
      if (!users.includes(operation)) {
        this.problem(
          name,
          `is not used when \`operation\` is \`${operation}\`. Remove it from the step.`,
        );
      } else if (needs && !this.isGiven(needs) && !(isRotation && needs === 'secret-name')) {
        this.problem(
          name,
          `has no effect without \`${needs}\`. Add \`${needs}: …\`, or remove it.`,
        );
      }
    }
  }

  /** Accepts what `core.getBooleanInput` accepts, so no empty text. */
  boolean(name: InputName): boolean {
    const text = readInput(this.env, name) ?? INPUT_RULES[name].default;
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
          : `must be one of ${list}, not ${quote(text)}.${didYouMean(nearestWord(text, words))}`,
      );
    }
    return word;
  }

  /** In seconds, as are its limits; null if it is `none`, the word for no duration, or invalid. */
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
          `\`P90D\` (no months or years)${or}, not ${quote(text)}.${didYouMean(meant)}`,
      );
      return null;
    }
    if (seconds < min || seconds > max) {
      this.problem(name, `must be from ${shortest(min)} to ${shortest(max)}, not ${quote(text)}.`);
      return null;
    }
    return seconds;
  }

  /** A whole number from 1; null if the input was not given. */
  count(name: InputName): number | null {
    const text = this.text(name);
    if (text === '') return null;
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    this.problem(name, `must be a whole number from 1, not ${quote(text)}.`);
    return null;
  }

  /** The distinct items of a list. */
  list(name: InputName): string[] {
    return itemsOf(this.text(name));
  }

  /** Adds a problem that quotes an item of the input. */
  refuse(name: InputName, rule: string, item: string, hint = ''): void {
    this.problem(name, `${rule}, not ${quote(item)}.${hint === '' ? '' : ` ${hint}`}`);
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
    const text = readInput(this.env, name);
    const isGuardedList = rule.refusesEmpty && rule.list && text !== undefined;
    const isEmpty = isGuardedList ? itemsOf(text).length === 0 : text === '';
    if (isEmpty && rule.refusesEmpty) {
      this.problem(
        name,
        'is empty, perhaps because an expression found nothing. To use the default ' +
          `(\`${rule.default}\`), remove the input; otherwise set a value.`,
      );
    } else if (text !== undefined && !rule.secret && looksLikeCredential(text)) {
      this.problem(
        name,
        'contains what looks like a credential, which does not belong here. Revoke it if it was printed.',
      );
    } else if (name === 'name' && this.redact(text ?? '') !== (text ?? '')) {
      // Names from a server are redacted, so such a key could not be found by its name.
      this.problem(
        name,
        'contains a text that this step masks (a credential, or the user or password of the proxy), so ' +
          'its keys could not be told from others. Choose another name.',
      );
    } else if (isGuardedList) {
      const flaw = flawOfList(text, name === 'project-id');
      if (flaw !== undefined) this.problem(name, flaw);
    }
  }
}

/** The distinct items of a list, which are separated by commas or line breaks. */
function itemsOf(text: string): string[] {
  const items = text.split(/[\n,]/).map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}

/** What is wrong with a list whose default has the widest effect, as the rest of a sentence. */
function flawOfList(text: string, isOfProjects: boolean): string | undefined {
  if (text.split(',').some((side) => side.trim() === '')) {
    return 'has an empty item, perhaps because an expression found nothing. Add the item, or remove its comma.';
  }
  const items = itemsOf(text);
  const whole = items.find((item) => ['all', 'any', 'none'].includes(item));
  // `project-id` may combine these words with ids; its reader checks them.
  if (whole === undefined || items.length === 1 || isOfProjects) return undefined;
  return `combines \`${whole}\` with other items. Remove it, or the others.`;
}

/** What is wrong with an address. It is not quoted, since it may contain a password. */
function flawOfAddress(text: string, url: URL | null): string | undefined {
  if (url === null) return 'must be an absolute URL.';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return 'must start with `https://` (`http://` only on this machine), since it receives a credential.';
  }
  if (url.username !== '' || url.password !== '')
    return 'must not contain a user name or password.';
  return /[?#]/.test(text) ? 'must not contain a query or fragment.' : undefined;
}

/** Quotes at most 20 characters, since the text may be a secret. */
function quote(text: string): string {
  const shown = text.length > 20 ? `${text.slice(0, 20).toWellFormed()}…` : text;
  return text === '' ? 'empty' : `\`${shown}\``;
}

/** A limit in the notation of the inputs. */
function shortest(seconds: number): string {
  if (seconds > 0 && seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

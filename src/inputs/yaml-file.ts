import { isUtf8 } from 'node:buffer';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { looksLikeCredential } from '../domain/credential-shape.ts';
import { messageOf } from '../domain/error.ts';
import { didYouMean, nearestWord } from '../domain/spelling.ts';
import { oneLine } from '../domain/text.ts';

const MAX_BYTES = 1024 * 1024;
/** Plain words that YAML 1.1 takes for booleans: other tools read such a file otherwise. */
const AMBIGUOUS = /^(y|n|yes|no|on|off)$/i;
/** Deeper than any file that says something here, and so deep that the parser takes seconds. */
const TOO_DEEP = /(?:[[{]\s*){50}|(?:[-?:][ \t]+){50}/;

interface Field {
  key: unknown;
  value: unknown;
}
type Fields = ReadonlyMap<string, Field>;

/**
 * A file in YAML 1.2 (core schema) or JSON. What is wrong is noted with line and column, and something
 * harmless is returned, so that reading goes on and every problem is found.
 */
export class YamlFile {
  /** Undefined where the syntax is wrong. */
  readonly root: unknown;
  readonly #lines = new LineCounter();
  /** What is not a map: that it lacks fields is not worth a word. */
  readonly #broken = new Set<number>();
  readonly #problems = new Map<string, { offset: number; text: string }>();

  constructor(text: string) {
    for (const { index } of text.matchAll(/(?<![^\n])/g)) this.#lines.addNewLine(index);
    const deep = TOO_DEEP.exec(text);
    if (deep !== null) {
      this.#note(deep.index, 'The file is nested too deeply.');
      return;
    }
    // Of 100,000 fields each is compared with each other if the parser looks for names that occur twice.
    const options = { schema: 'core', prettyErrors: false, uniqueKeys: false } as const;
    const document = parseDocument(text, options);
    for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
      this.#note(pos[0], SYNTAX[code] ?? `${message.replace(/(?<=\w): .*/s, '')}.`);
    }
    visit(document, {
      Node: (_, node) => {
        if (isAlias(node) || node.anchor !== undefined) {
          this.problem(node, 'Anchors and aliases are not supported. Repeat the text.');
        } else if (node.tag !== undefined) this.problem(node, 'Tags are not supported.');
      },
    });
    if (this.#problems.size === 0) this.root = document.contents ?? undefined;
  }

  /** What is wrong, in the file's order. */
  get problems(): string[] {
    const sorted = [...this.#problems.values()].sort((a, b) => a.offset - b.offset);
    return sorted.map(({ offset, text }) => {
      const { line, col } = this.#lines.linePos(offset);
      return `line ${line}, column ${col}: ${text}`;
    });
  }

  /** From 1. */
  lineOf(node: unknown): number {
    return this.#lines.linePos(offsetOf(node)).line;
  }

  problem(node: unknown, text: string): void {
    this.#note(offsetOf(node), text);
  }

  /** The fields of a map by their names, as far as they are known. */
  fields(node: unknown, what: string, known: readonly string[]): Fields {
    const fields = new Map<string, Field>();
    if (!isMap(node)) {
      this.problem(node, `${what} must be a map of fields: ${known.join(', ')}.`);
      this.#broken.add(offsetOf(node));
      return fields;
    }
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (fields.has(name)) this.problem(key, `${quote(name)} occurs twice. Remove one of them.`);
      else if (known.includes(name)) fields.set(name, { key, value });
      else {
        const hint = didYouMean(nearestWord(name, known));
        this.problem(key, `${quote(name)} is not a field of ${what}.${hint}`);
      }
    }
    return fields;
  }

  items({ key, value }: Field, name: string): unknown[] {
    if (isSeq(value) && value.items.length > 0) return value.items;
    this.problem(key, `\`${name}\` must be a list with at least one entry.`);
    return [];
  }

  /** A field as an input has it: a text, of a list one item a line. */
  text({ key, value }: Field, name: string, isList = false): string {
    const items = isList && isSeq(value) ? value.items : [value];
    const texts = items.map((item) => {
      if (isScalar(item) && item.value === null) return '';
      if (!isScalar(item)) {
        this.problem(key, `\`${name}\` must be a text${isList ? ' or a list of texts' : ''}.`);
      } else if (
        typeof item.value !== 'string' ||
        (item.type === 'PLAIN' && AMBIGUOUS.test(item.value))
      ) {
        const hint = `Put ${quote(item.source ?? String(item.value))} in quotes.`;
        this.problem(key, `\`${name}\` must be a text. ${hint}`);
      } else if (looksLikeCredential(item.value)) {
        this.problem(key, `\`${name}\` contains what looks like a credential. Revoke it.`);
      } else return item.value.trim();
      return undefined;
    });
    if (texts.length === 0 || texts.includes('')) {
      this.problem(key, `\`${name}\` is empty. Give a value, or remove the field.`);
    }
    return texts.map((text) => text ?? '').join('\n');
  }

  /** The first finding about each field of each place counts. */
  #note(offset: number, text: string): void {
    const about = `${offset} ${/^`[^`]*`/.exec(text)?.[0] ?? text}`;
    if (!this.#problems.has(about) && !this.#broken.has(offset))
      this.#problems.set(about, { offset, text });
  }
}

/** What is said instead of the parser's own words. */
const SYNTAX: Readonly<Record<string, string>> = {
  BAD_DIRECTIVE: 'Directives (`%`) are not supported.',
  RESOURCE_EXHAUSTION: 'The file is nested too deeply.',
  TAG_RESOLVE_FAILED: 'Tags are not supported.',
  TAB_AS_INDENT: 'Tabs are not allowed as indentation. Use spaces.',
  MULTIPLE_DOCS: 'The file contains several documents. Remove the line `---`.',
};

function offsetOf(node: unknown): number {
  const { range } = (node ?? {}) as { range?: readonly number[] | null };
  return range?.[0] ?? 0;
}

/** No more than 20 characters of it: what is wrong with it may be that it is a secret. */
function quote(text: string): string {
  return `\`${oneLine(text).slice(0, 20)}\``;
}

/**
 * Reads a text file of the workspace.
 *
 * @param path - in the workspace, or absolute
 * @throws Error that says why it is refused, as the rest of a sentence about it
 */
export function readWorkspaceFile(path: string, workspace: string): string {
  let file: string;
  try {
    file = realpathSync(resolve(workspace, path));
  } catch (error) {
    const hint = 'Check the path, and that actions/checkout runs before this step.';
    throw new Error(`cannot be read (${messageOf(error)}). ${hint}`);
  }
  const inside = relative(realpathSync(workspace), file);
  if (/^\.\.([\\/]|$)/.test(inside) || isAbsolute(inside)) {
    throw new Error(
      'leads out of the workspace, perhaps by a link. Give a file of the repository.',
    );
  }
  const found = statSync(file);
  if (!found.isFile()) throw new Error('is not a file.');
  if (found.size > MAX_BYTES) throw new Error('is larger than 1 MiB. Split it into several files.');
  const bytes = readFileSync(file);
  if (!isUtf8(bytes)) throw new Error('is not UTF-8. Save it in that encoding.');
  return new TextDecoder().decode(bytes);
}

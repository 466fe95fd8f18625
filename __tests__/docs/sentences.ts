import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { read, root } from '../../testing/docs/pages.ts';

/** A text of the sources, with `…` in place of what is known only when it runs. */
export interface Sentence {
  /** From the root: `src/action.ts`. */
  file: string;
  text: string;
  /** Whether people see it when something is wrong: in an error, a warning or a notice. */
  tellsOfTrouble: boolean;
}

/** A node of the syntax tree, of which only the few kinds below are told apart. */
type Node = { type: string } & Record<string, unknown>;

const HOLE = '…';
/** The headline, the tables, the charts and the record tell of results; these modules hold nothing else. */
const RESULTS = /^src\/report\/(audit|chart|entries|headline|summary|tables|verdict)\.ts$/;
/** Lines of the log, which tell how things go. */
const LOGGING = ['info', 'debug'];
/** What reads like a sentence and is in no message. */
export const UNSEEN = [
  // Caught at once, and said in other words.
  'too many encodings',
  // Guards against mistakes of the code, which the tests rule out.
  'a dry run must not write',
  'there is none',
  // Removed from a message about an entry of a manifest.
  ' when `operation` is `rotate`',
  // Lines of the summary.
  'step output `value`',
  'environment variable `…`',
];

/** Every text of the action's sources. */
export function sentencesOfSource(): Sentence[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .flatMap((name) => sentencesOf(read(`src/${name}`), `src/${name}`));
}

/**
 * Every text of one source: literals, templates, and sums of both. Where a text fills the hole of
 * another, both are there.
 */
export function sentencesOf(source: string, file: string): Sentence[] {
  const texts: { text: string; isLogged: boolean }[] = [];
  /** The words of the types, which the code uses to tell cases apart. */
  const codeWords = new Set(UNSEEN);
  const visit = (value: unknown, isLogged: boolean): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, isLogged);
    } else if (isNode(value)) {
      if (value.type === 'TsLiteralType') {
        codeWords.add(textOf(value.literal as Node) ?? '');
        return;
      }
      const text = textOf(value);
      if (text !== undefined) texts.push({ text, isLogged });
      const parts = text === undefined ? Object.values(value) : holesOf(value);
      visit(parts, isLogged || LOGGING.includes(nameOfCalled(value)));
    }
  };
  visit(parseSync(source, { syntax: 'typescript', target: 'es2024' }).body, false);
  return texts.map(({ text, isLogged }) => {
    const isQuiet = isLogged || RESULTS.test(file) || codeWords.has(text);
    return { file, text, tellsOfTrouble: !isQuiet && isProse(text) };
  });
}

/** Whether two words stand in a text as they do in a sentence. */
function isProse(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /^[(“]?[A-Za-z][a-z']*[.,:;?)”]*$/.test(word));
  return words.length > 1;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

/** A literal, a template or a sum of them as one text; undefined for any other node. */
function textOf(node: Node): string | undefined {
  if (node.type === 'StringLiteral') return String(node.value);
  if (node.type === 'TemplateLiteral') {
    return (node.quasis as Node[]).map(({ cooked }) => String(cooked)).join(HOLE);
  }
  if (node.type === 'ParenthesisExpression') return textOf(node.expression as Node);
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
  const [left, right] = [textOf(node.left as Node), textOf(node.right as Node)];
  if (left === undefined && right === undefined) return undefined;
  return (left ?? HOLE) + (right ?? HOLE);
}

/** What fills the holes of a text. */
function holesOf(node: Node): Node[] {
  if (node.type === 'TemplateLiteral') return node.expressions as Node[];
  if (node.type === 'ParenthesisExpression') return holesOf(node.expression as Node);
  if (node.type !== 'BinaryExpression') return [];
  return [node.left as Node, node.right as Node].flatMap((side) =>
    textOf(side) === undefined ? [side] : holesOf(side),
  );
}

/** `info` for `log.info(…)`. */
function nameOfCalled(node: Node): string {
  const { property } = (node.callee ?? {}) as { property?: { value?: unknown } };
  return String(property?.value);
}

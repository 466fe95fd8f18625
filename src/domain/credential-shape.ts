import { kindOf, type Span, UNIT } from './text.ts';

// How a credential begins, up to the length from which it is one: a pattern that is bounded takes long
// in no text. The letters before `sk-` and `gh` are looked at so that the names
// `task-admin-for-the-nightly-builds` and `laughs_at_everything` are left alone.
const START =
  /(?<![A-Za-z0-9])(?:sk-(?:(?:admin|proj|svcacct)-[A-Za-z0-9_-]{20}|[A-Za-z0-9_]{40})|gh[opsur]_[\w.-]{8})|github_pat_\w{8}|\bBearer(?=\s)/g;
/** In the middle of every key of OpenAI's. */
const MARK = 'T3BlbkFJ';

const KEY_LETTER = /[A-Za-z0-9_-]/;
const TOKEN_LETTER = /[\w.-]/;
const BEARER_LETTER = /[^\s"']/;
const SPACE = /\s/;

/** Where something stands in a text that has the shape of an OpenAI or GitHub credential. */
export interface Credentials {
  shapes: Span[];
  /** Told by the mark of OpenAI's keys alone, which a redacted value can hold too. */
  marked: Span[];
}

/** The credentials in a text, also those with something invisible in them. Linear in its length. */
export function credentialsIn(text: string): Credentials {
  const found = plainCredentialsIn(text);
  // Most texts are ASCII, which is found out in a fifth of the time.
  if (!/[^\n\r -~]/.test(text)) return found;
  const { visible, places } = visiblePart(text);
  if (visible.length === text.length) return found;
  const more = plainCredentialsIn(visible);
  const inText = ({ start, end }: Span): Span => {
    return { start: places[start] ?? 0, end: (places[end - 1] ?? 0) + 1 };
  };
  return {
    shapes: [...found.shapes, ...more.shapes.map(inText)],
    marked: [...found.marked, ...more.marked.map(inText)],
  };
}

/** Whether a text holds something that has the shape of a credential. */
export function looksLikeCredential(text: string): boolean {
  const { shapes, marked } = credentialsIn(text);
  return shapes.length + marked.length > 0;
}

function plainCredentialsIn(text: string): Credentials {
  const shapes: Span[] = [];
  const pattern = new RegExp(START);
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const { index, 0: begin } = found;
    const isBearer = begin === 'Bearer';
    const from = isBearer ? endOfRun(text, pattern.lastIndex, SPACE) : pattern.lastIndex;
    const letter = isBearer ? BEARER_LETTER : begin.startsWith('sk') ? KEY_LETTER : TOKEN_LETTER;
    const end = endOfRun(text, from, letter);
    pattern.lastIndex = end;
    if (!isBearer || end > from) shapes.push({ start: index, end });
  }
  const marked: Span[] = [];
  let done = 0;
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, done)) {
    let start = at;
    while (start > done && KEY_LETTER.test(text.charAt(start - 1))) start -= 1;
    done = endOfRun(text, at + MARK.length, KEY_LETTER);
    marked.push({ start, end: done });
  }
  return { shapes, marked };
}

/** Where a run of letters ends. By hand: a pattern runs out of stack after some millions of them. */
function endOfRun(text: string, start: number, letter: RegExp): number {
  let end = start;
  while (end < text.length && letter.test(text.charAt(end))) end += 1;
  return end;
}

/** A text without what is invisible in it, and where each of its UTF-16 units was. */
function visiblePart(text: string): { visible: string; places: Uint32Array } {
  const places = new Uint32Array(text.length);
  const pieces: string[] = [];
  let length = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (kindOf(text.charCodeAt(at)) !== UNIT.invisible) {
      places[length++] = at;
      continue;
    }
    if (at > start) pieces.push(text.slice(start, at));
    start = at + 1;
  }
  return { visible: pieces.join('') + text.slice(start), places };
}

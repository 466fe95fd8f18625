import { kindOf, type Span, UNIT } from './text.ts';

// The start of a credential, up to its minimum length. The pattern is bounded, so it is fast on any text.
// The look-behind excludes names such as `task-admin-for-the-nightly-builds` and `laughs_at_everything`.
const START =
  /(?<![A-Za-z0-9])(?:sk-(?:(?:admin|proj|svcacct)-[A-Za-z0-9_-]{20}|[A-Za-z0-9_]{40})|gh[opsur]_[\w.-]{8})|github_pat_\w{8}|\bBearer(?=\s)/g;
/** In the middle of every OpenAI key. */
const MARK = 'T3BlbkFJ';

const KEY_LETTER = /[A-Za-z0-9_-]/;
const TOKEN_LETTER = /[\w.-]/;
const BEARER_LETTER = /[^\s"']/;
const SPACE = /\s/;

/** The places in a text that have the shape of an OpenAI or GitHub credential. */
interface Credentials {
  shapes: Span[];
  /** Found only by the mark of OpenAI's keys, which a redacted value can contain, too. */
  marked: Span[];
}

/** Finds credentials in a text, also with invisible characters in between, in linear time. */
export function credentialsIn(text: string): Credentials {
  const found = plainCredentialsIn(text);
  // Most texts are ASCII, and this check takes a fifth of the time.
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

/** The end of a run of letters. A pattern would run out of stack after some millions. */
function endOfRun(text: string, start: number, letter: RegExp): number {
  let end = start;
  while (end < text.length && letter.test(text.charAt(end))) end += 1;
  return end;
}

/** A text without invisible characters, and the place where each of its UTF-16 units was. */
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

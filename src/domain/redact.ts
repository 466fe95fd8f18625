import { credentialsIn } from './credential-shape.ts';
import { KnownSecrets } from './known-secrets.ts';
import { inOrder, replaceSpans, type Span } from './text.ts';

const NOTHING_KNOWN = new KnownSecrets();

/**
 * A key as the API shows it: `sk-admin...xyz`, with up to 20 characters on each side. The pattern is bounded
 * to limit time and stack.
 */
const REDACTED_VALUE =
  /(?<![A-Za-z0-9_.*…-])([A-Za-z0-9_-]{0,20})(?:[.*…]{2,1024}|…)(?![.*…])([A-Za-z0-9_-]{0,20})(?![A-Za-z0-9_*…-]|\.\.)/g;

/**
 * Redacts a text from outside, before it is shown, kept or cut: known secrets, and everything with the shape
 * of a credential, become `***`. Redacted values stay.
 *
 * @returns the same text if nothing is hidden, which is fast
 */
export function redact(text: string, known: KnownSecrets = NOTHING_KNOWN): string {
  const { runs, short } = known.find(text);
  const { shapes, marked } = credentialsIn(text);
  if (runs.length + short.length + shapes.length + marked.length === 0) return text;
  const values = redactedValuesIn(text, runs, known.texts);
  const hidden = outside([...runs, ...marked], values);
  return replaceSpans(text, [...hidden, ...short, ...shapes], '***');
}

/** The redacted values in a text that show no more of a known secret than its two ends. */
function redactedValuesIn(text: string, runs: readonly Span[], secrets: Iterable<string>): Span[] {
  const values: Span[] = [];
  let at = 0;
  for (const { index: start, 0: whole, 1: head = '', 2: tail = '' } of text.matchAll(
    REDACTED_VALUE,
  )) {
    const end = start + whole.length;
    while ((runs[at]?.end ?? text.length) < start) at += 1;
    const showsRun = (runs[at]?.start ?? text.length) < end;
    if (!showsRun || areEndsOfOne(head, tail, secrets)) values.push({ start, end });
  }
  return values;
}

/** Whether two texts are the beginning and the end of one secret, and no more than half of it. */
function areEndsOfOne(head: string, tail: string, secrets: Iterable<string>): boolean {
  for (const secret of secrets) {
    const isHalf = 2 * (head.length + tail.length) <= secret.length;
    if (isHalf && secret.startsWith(head) && secret.endsWith(tail)) return true;
  }
  return false;
}

/** The spans that lie in none of the others, which are in order and do not overlap. */
function outside(spans: readonly Span[], others: readonly Span[]): Span[] {
  let at = 0;
  return inOrder(spans).filter(({ start, end }) => {
    while ((others[at]?.end ?? Number.POSITIVE_INFINITY) <= start) at += 1;
    const other = others[at];
    return other === undefined || start < other.start || end > other.end;
  });
}

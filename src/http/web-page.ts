import type { HttpResponse } from './client.ts';

const MAX_NAME = 100;
/** The title of a page is near its beginning. */
const MAX_HEAD = 65_536;
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Whether a response is a web page, which neither API sends. */
export function isWebPage({ headers, body }: Pick<HttpResponse, 'headers' | 'body'>): boolean {
  const head = body.slice(0, 1_000).trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<head|<\?xml)/.test(head)) return true;
  return head.startsWith('<') && String(headers['content-type']).startsWith('text/html');
}

/**
 * Describes the sender of a web page: ``a web page (server “squid”, title “Access denied”)``.
 *
 * @param clean - redacts a text; called before the text is cut
 */
export function describeWebPage(
  { headers, body }: Pick<HttpResponse, 'headers' | 'body'>,
  clean: (text: string) => string,
): string {
  const named = (label: string, text: unknown) => {
    const shown = typeof text === 'string' ? clean(text).trim().slice(0, MAX_NAME) : '';
    return shown === '' ? [] : [`${label} “${shown}”`];
  };
  const names = [
    ...named('server', headers.server),
    ...named('title', titleOf(body)),
    ...named('cf-mitigated', headers['cf-mitigated']),
  ];
  return `a web page${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
}

/**
 * A short body without a message of its own, to quote. Empty if it is a web page, or escapes in it could
 * hide a secret.
 */
export function shortText(answer: HttpResponse, maxLength: number): string {
  const { body } = answer;
  const isShown =
    !isWebPage(answer) && body.length <= maxLength && /\p{L}/u.test(body) && !body.includes('\\');
  return isShown ? body.trim() : '';
}

/** Without a regular expression: a hostile page could make one take minutes. */
function titleOf(body: string): string {
  const head = body.slice(0, MAX_HEAD);
  const lower = head.toLowerCase();
  const tag = lower.indexOf('<title');
  const start = tag < 0 ? -1 : lower.indexOf('>', tag);
  const end = start < 0 ? -1 : lower.indexOf('</title', start);
  if (end < 0) return '';
  // Entities are decoded first, so that redaction finds secrets.
  return head
    .slice(start + 1, end)
    .replace(
      /&(#x?[\da-f]{1,6}|[a-z]{2,4});/gi,
      (entity, name: string) => character(name) ?? entity,
    )
    .replace(/\s+/g, ' ');
}

function character(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

import type { HttpResponse } from './exchange.ts';

const MAX_NAME = 100;
/** A page's title stands near its beginning. */
const MAX_HEAD = 65_536;
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Whether an answer is a page for people: both APIs talk JSON, so something else sent it. */
export function isWebPage({ headers, body }: Pick<HttpResponse, 'headers' | 'body'>): boolean {
  const head = body.slice(0, 1_000).trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<head|<\?xml)/.test(head)) return true;
  return head.startsWith('<') && String(headers['content-type']).startsWith('text/html');
}

/**
 * What a web page tells of its sender: ``a web page (server “squid”, title “Access denied”)``.
 *
 * @param clean - takes out of a foreign text what must not be shown; called before a text is cut
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

/** Searched for step by step: a pattern would take minutes for what a hostile page can hold. */
function titleOf(body: string): string {
  const head = body.slice(0, MAX_HEAD);
  const lower = head.toLowerCase();
  const tag = lower.indexOf('<title');
  const start = tag < 0 ? -1 : lower.indexOf('>', tag);
  const end = start < 0 ? -1 : lower.indexOf('</title', start);
  if (end < 0) return '';
  // Written out first: a secret in another spelling would not be recognised.
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

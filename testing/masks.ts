import { trim } from './dotnet-text.ts';

/** Replaces registered values, and the encoded forms that the runner derives from each, by `***`. */
export class Masker {
  readonly #secrets = new Set<string>();

  /** Registers a value as `add-mask` and GitHub's own secrets do: whole, and each trimmed line. */
  add(value: string): void {
    this.addWhole(value);
    for (const line of value.split(/[\r\n]/)) this.addWhole(trim(line));
  }

  /** Registers a value with its encoded forms, without looking at its lines. */
  addWhole(value: string): void {
    if (value === '') return;
    for (const form of [value, ...encoders.map((encode) => encode(value))]) {
      if (form !== '') this.#secrets.add(form);
    }
  }

  /** Masks a text. Occurrences that overlap or touch become a single `***`, as in the runner. */
  mask(text: string): string {
    const found = [...this.#secrets]
      .flatMap((secret) => occurrences(text, secret))
      .sort((a, b) => a.start - b.start);
    let masked = '';
    let end = -1;
    for (const range of found) {
      if (range.start > end) masked += `${text.slice(Math.max(end, 0), range.start)}***`;
      end = Math.max(end, range.end);
    }
    return masked + text.slice(Math.max(end, 0));
  }
}

interface Range {
  start: number;
  end: number;
}

function occurrences(text: string, secret: string): Range[] {
  const ranges: Range[] = [];
  for (let start = text.indexOf(secret); start >= 0; start = text.indexOf(secret, start + 1)) {
    ranges.push({ start, end: start + secret.length });
  }
  return ranges;
}

/** The runner's value encoders; an empty result means that there is no such form. */
const encoders: ((value: string) => string)[] = [
  (value) => base64(value, 0),
  (value) => base64(value, 1),
  (value) => base64(value, 2),
  (value) => value.replaceAll('"', '\\"'),
  (value) => value.replaceAll("'", "''"),
  jsonStringEscape,
  uriDataEscape,
  xmlDataEscape,
  trimDoubleQuotes,
  beforeAmpersand,
  afterAmpersand,
];

/** Base64 of the value without its first `shift` bytes: how it looks behind `user:` and the like. */
function base64(value: string, shift: number): string {
  const bytes = Buffer.from(value);
  return bytes.subarray(bytes.length > shift ? shift : 0).toString('base64');
}

function jsonStringEscape(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u0085\u2028\u2029]/g, unicodeEscape);
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** `Uri.EscapeDataString`, which escapes `!'()*` where `encodeURIComponent` leaves them. */
function uriDataEscape(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `SecurityElement.Escape`. */
function xmlDataEscape(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function trimDoubleQuotes(value: string): string {
  const quoted = value.length > 8 && value.startsWith('"') && value.endsWith('"');
  return quoted ? value.slice(1, -1) : '';
}

// PowerShell colours a failing command from an `&` on, so the runner masks the parts around it.
function beforeAmpersand(value: string): string {
  const section = value.includes('&+')
    ? value.slice(0, value.indexOf('&+') + 2)
    : value.slice(0, value.lastIndexOf('&') + 1);
  return section.length >= 6 ? section : '';
}

function afterAmpersand(value: string): string {
  if (!value.includes('&')) return '';
  const section = value.includes('&+')
    ? value.slice(value.indexOf('&+') + 3)
    : value.slice(value.lastIndexOf('&') + 1);
  return section.length >= 6 ? section : '';
}

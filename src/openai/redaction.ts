/* Redacts the credentials in a response, in every field. */

export type Redact = (text: string) => string;

/** How much of a key a redacted value may show on each side of its dots or stars. */
const MAX_END = 20;
/**
 * Words of the API that are never redacted, even if a step has such a word for a password.
 */
const OWN_WORDS: ReadonlySet<unknown> = new Set([
  ...[
    'object',
    'id',
    'name',
    'redacted_value',
    'created_at',
    'expires_at',
    'last_used_at',
    'owner',
  ],
  ...['type', 'role', 'user', 'service_account', 'member', 'organization.admin_api_key'],
  ...['organization.user', 'organization.service_account', 'organization.project.api_key'],
]);
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Redacts every text in a response, and shortens the ends of redacted values. */
export function redactFields(
  json: Record<string, unknown>,
  redact: Redact,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(json).map(([field, item]) => [
      OWN_WORDS.has(field) ? field : redact(field),
      field === 'redacted_value' && typeof item === 'string'
        ? redact(endsOf(item))
        : redactItem(item, redact),
    ]),
  );
}

function redactItem(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return OWN_WORDS.has(value) ? value : redact(value);
  if (Array.isArray(value)) return value.map((item) => redactItem(item, redact));
  return isObject(value) ? redactFields(value, redact) : value;
}

/** A redacted value with at most `MAX_END` characters on each side; both sides identify the key. */
function endsOf(redacted: string): string {
  const gap = redacted.search(/[.*…]/);
  const rest = redacted.slice(Math.max(0, gap));
  const end = rest.search(/[^.*…]/);
  const tail = rest.slice(Math.max(0, end));
  if (gap < 0 || end < 0 || /[.*…]/.test(tail)) return redacted;
  return redacted.slice(0, Math.min(gap, MAX_END)) + rest.slice(0, end) + tail.slice(-MAX_END);
}

/**
 * The redaction that a response needs; null if one search of the body finds nothing to redact.
 */
export function redactionFor(body: string, redact: Redact): Redact | null {
  const text = unescaped(body);
  return redact(text) === text ? null : redact;
}

/** A JSON text with decoded escapes, only for this search. */
function unescaped(json: string): string {
  if (!json.includes('\\')) return json;
  return json.replace(/\\(?:u([0-9A-Fa-f]{4})|([bfnrt])|(.))/g, (_, code, control, other) =>
    control === undefined ? (other ?? String.fromCharCode(Number.parseInt(code, 16))) : '\n',
  );
}

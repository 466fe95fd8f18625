/*
 * What is hidden in an answer: every credential that a server put into a text, whatever the field.
 */

export type Json = Record<string, unknown>;
export type Redact = (text: string) => string;

/** How much of a key a redacted value may show on each side of its dots or stars. */
const MAX_END = 20;
/**
 * Words of the API's own, which mean something to this action and are no secrets, whatever a step was
 * given for a password.
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
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An answer with every text in it redacted, and redacted values by their two ends. */
export function redactFields(json: Json, redact: Redact): Json {
  return redactDeep(json, redact) as Json;
}

function redactDeep(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return OWN_WORDS.has(value) ? value : redact(value);
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, redact));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => [
      OWN_WORDS.has(field) ? field : redact(field),
      field === 'redacted_value' && typeof item === 'string'
        ? redact(endsOf(item))
        : redactDeep(item, redact),
    ]),
  );
}

/** A redacted value by its two ends, no more of them than may be shown. Both tell whose key it is. */
function endsOf(redacted: string): string {
  const gap = redacted.search(/[.*…]/);
  const rest = redacted.slice(Math.max(0, gap));
  const end = rest.search(/[^.*…]/);
  const tail = rest.slice(Math.max(0, end));
  if (gap < 0 || end < 0 || /[.*…]/.test(tail)) return redacted;
  return redacted.slice(0, Math.min(gap, MAX_END)) + rest.slice(0, end) + tail.slice(-MAX_END);
}

/**
 * The redaction that an answer needs: none, found out by one search instead of one a text, where
 * nothing would be redacted.
 */
export function redactionFor(body: string, redact: Redact): Redact | null {
  const text = unescaped(body);
  return redact(text) === text ? null : redact;
}

/** A JSON text as its strings read, for the search alone. */
function unescaped(json: string): string {
  if (!json.includes('\\')) return json;
  return json.replace(/\\(?:u([0-9A-Fa-f]{4})|([bfnrt])|(.))/g, (_, code, control, other) =>
    control === undefined ? (other ?? String.fromCharCode(Number.parseInt(code, 16))) : '\n',
  );
}

import { type AdminKey, isKeyId, type Owner } from '../domain/admin-key.ts';
import type { Claim } from '../domain/fate.ts';
import { isKeyValue, Secret } from '../domain/secret.ts';
import { excessOf } from '../http/excess.ts';
import { isObject, type Json, type Redact, redactFields, redactionFor } from './redaction.ts';

/*
 * What the API sent, checked at the boundary: strict about what decisions rest on, permissive about
 * what the API's own pages contradict each other on. Every text is redacted here, once, so that no
 * credential that a server put into a name or a new field can travel further.
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 */

/** The latest moment that a Date can hold as a four-digit year. */
const MAX_TIME = 253_402_300_799;
/**
 * How much of a name is saved for the post step, which gets it in a variable of limited size. One that
 * was cut is the name of no key, so none is deleted for it.
 */
const MAX_CLAIMED = 250;
/** A hundred are asked for; a server in between may know no pages. */
const MAX_PAGE = 10_000;

export interface Page {
  keys: AdminKey[];
  hasMore: boolean;
  /** How many keys there are on all pages together, where the answer says so. */
  total?: number | undefined;
}

/** An answer that is not what the API promises. The message completes "…: it ". */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

function parseObject(body: string): Json {
  const excess = excessOf(body);
  if (excess !== undefined) throw new UnreadableAnswer(excess);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new UnreadableAnswer('is not JSON');
  }
  if (!isObject(parsed)) throw new UnreadableAnswer('is not a JSON object');
  return parsed;
}

function time(json: Json, field: string): number {
  const value = json[field];
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TIME) {
    return Number(value);
  }
  throw new UnreadableAnswer(`has no usable \`${field}\``);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function toOwner(value: unknown): Owner | null {
  if (!isObject(value)) return null;
  return {
    id: text(value.id),
    type: text(value.type),
    name: text(value.name),
    role: text(value.role),
  };
}

function toKey(json: unknown, redact: Redact | null): AdminKey {
  if (!isObject(json)) throw new UnreadableAnswer('holds something that is not a key');
  // Even where there is none, a `delete` costs as much as reading all the other fields.
  if ('value' in json) delete json.value;
  const raw = redact === null ? json : redactFields(json, redact);
  if (!isKeyId(raw.id)) throw new UnreadableAnswer('has no usable `id`');
  const redacted = raw.redacted_value;
  if (typeof redacted !== 'string' || redacted === '') {
    throw new UnreadableAnswer('has no usable `redacted_value`');
  }
  const lastUsed = raw.last_used_at;
  return {
    id: raw.id,
    name: text(raw.name),
    redactedValue: redacted,
    createdAt: time(raw, 'created_at'),
    expiresAt: raw.expires_at == null ? null : time(raw, 'expires_at'),
    lastUsedAt: Number.isInteger(lastUsed) ? time(raw, 'last_used_at') : null,
    owner: toOwner(raw.owner),
    raw,
  };
}

/**
 * The key that was asked for by its id.
 *
 * @throws UnreadableAnswer also where the answer is about another key
 */
export function readKey(body: string, keyId: string, redact: Redact): AdminKey {
  const key = toKey(parseObject(body), redactionFor(body, redact));
  if (key.id !== keyId) throw new UnreadableAnswer('is about another key than was asked for');
  return key;
}

/** @throws UnreadableAnswer */
export function readPage(body: string, redact: Redact): Page {
  const json = parseObject(body);
  if (!Array.isArray(json.data)) throw new UnreadableAnswer('has no `data` list');
  if (json.data.length > MAX_PAGE) throw new UnreadableAnswer('has far more keys than a page');
  if (typeof json.has_more !== 'boolean') throw new UnreadableAnswer('has no `has_more`');
  if (json.has_more && json.data.length === 0) {
    throw new UnreadableAnswer('has no keys, though it says that there are more');
  }
  const total = json.total_count;
  const redaction = redactionFor(body, redact);
  return {
    keys: json.data.map((item) => toKey(item, redaction)),
    hasMore: json.has_more,
    total: Number.isInteger(total) ? Number(total) : undefined,
  };
}

/**
 * The new key and its value. The value is handed to `hide` before anything else is looked at, and
 * so before anything can fail with a text that holds it.
 *
 * @throws UnreadableAnswer
 */
export function readCreated(
  body: string,
  redact: Redact,
  hide: (value: Secret) => void,
): { key: AdminKey; value: Secret } {
  const json = parseObject(body);
  const text = json.value;
  if (!isKeyValue(text)) throw new UnreadableAnswer('has no usable `value`');
  const value = new Secret(text);
  hide(value);
  return { key: toKey(json, redact), value };
}

/**
 * What an answer to a create says of its key, where it could not be used: whole but wrong, or cut in
 * the middle. A cut text may have held another `id` first, so it only ever says which key to look for.
 *
 * @param hide - gets the value, where there is one
 */
export function salvageClaim(
  body: string,
  redact: Redact,
  hide: (value: Secret) => void,
): { claim: Claim; value: Secret | undefined } | undefined {
  let json: Json;
  try {
    json = parseObject(body);
  } catch {
    const matchIn = (pattern: RegExp) => pattern.exec(body)?.[1];
    json = {
      id: matchIn(/"id"\s*:\s*"(key_[A-Za-z0-9_-]{1,200})"/),
      value: matchIn(/"value"\s*:\s*"([^"\\]+)"/),
    };
  }
  const value = isKeyValue(json.value) ? new Secret(json.value) : undefined;
  if (value !== undefined) hide(value);
  // It is named, and saved for the post step.
  if (!isKeyId(json.id) || redact(json.id) !== json.id) return undefined;
  const claim: Claim = {
    id: json.id,
    hasValue: value !== undefined,
    ...(typeof json.name === 'string' && { name: redact(json.name).slice(0, MAX_CLAIMED) }),
    ...(Number.isInteger(json.created_at) && { createdAt: Number(json.created_at) }),
    ...((json.expires_at === null || Number.isInteger(json.expires_at)) && {
      expiresAt: json.expires_at as number | null,
    }),
  };
  return { claim, value };
}

/** @throws UnreadableAnswer unless the answer says that exactly this key is deleted */
export function readDeleted(body: string, keyId: string): void {
  const json = parseObject(body);
  if (json.id !== keyId || json.deleted !== true) {
    throw new UnreadableAnswer('does not say that this key is deleted');
  }
}

/** What the API says about a refusal; a text is empty where it does not say. */
export interface ErrorMessage {
  message: string;
  type: string;
  code: string;
  /** The field of the request that it does not take. */
  param: string;
}

/** The API's own words about a refusal, in any of the forms seen. */
export function readErrorMessage(body: string): ErrorMessage {
  const error = errorIn(body);
  const fields = isObject(error) ? error : { message: error };
  const word = (name: keyof ErrorMessage) => text(fields[name]) ?? '';
  return {
    message: word('message'),
    type: word('type'),
    code: word('code'),
    param: word('param'),
  };
}

function errorIn(body: string): unknown {
  try {
    return parseObject(body).error;
  } catch {
    return undefined;
  }
}

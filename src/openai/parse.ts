import { Credential, isKeyValue } from '../domain/credential.ts';
import {
  type ApiKey,
  isKeyId,
  isPlaceId,
  longKeyId,
  type Project,
  splitKeyId,
} from '../domain/key.ts';
import { findExcess } from '../http/json-limits.ts';
import { isObject, type Redact, redactFields, redactionFor } from './redaction.ts';

/*
 * What the API sent, checked at the boundary: strict about what decisions rest on, permissive about
 * what the API's own pages contradict each other on. Every text is redacted here, once, so that no
 * credential that a server put into a name or a new field can travel further.
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 */

/** The latest moment that a Date can hold as a four-digit year. */
const MAX_TIME = 253_402_300_799;
/** A hundred are asked for; a server in between may know no pages. */
const MAX_PAGE = 10_000;

/** An answer that is not what the API promises. The message completes "…: it ". */
export class UnreadableResponse extends Error {
  override readonly name = 'UnreadableResponse';
}

/** @throws UnreadableResponse unless the body is a JSON object within limits */
export function parseObject(body: string): Record<string, unknown> {
  const excess = findExcess(body);
  if (excess !== undefined) throw new UnreadableResponse(excess);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new UnreadableResponse('is not JSON');
  }
  if (!isObject(parsed)) throw new UnreadableResponse('is not a JSON object');
  return parsed;
}

function time(json: Record<string, unknown>, field: string): number {
  const value = json[field];
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TIME) {
    return Number(value);
  }
  throw new UnreadableResponse(`has no usable \`${field}\``);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A project's key names its owner one level deeper: `{type: "user", user: {id, …}}`. */
function toOwner(value: unknown): ApiKey['owner'] {
  if (!isObject(value)) return null;
  const nested = [value.service_account, value.user].find(isObject);
  const fields = nested ?? value;
  const name = text(fields.name);
  return {
    id: text(fields.id),
    type: text(value.type),
    // Some have an e-mail address for a name, which is personal; it stays in the raw key.
    name: name?.includes('@') ? null : name,
    role: text(fields.role),
  };
}

/** @param project - whose key it is; undefined: an admin key */
function toKey(
  json: unknown,
  redact: Redact | null,
  project: Project | undefined,
  isCreated = false,
): ApiKey {
  if (!isObject(json)) throw new UnreadableResponse('holds something that is not a key');
  // Even where there is none, a `delete` costs as much as reading all the other fields.
  if ('value' in json) delete json.value;
  const raw = redact === null ? json : redactFields(json, redact);
  if (!isKeyId(raw.id)) throw new UnreadableResponse('has no usable `id`');
  const redacted = raw.redacted_value;
  const hasRedacted = typeof redacted === 'string' && redacted !== '';
  if (!hasRedacted && !(isCreated && project !== undefined)) {
    throw new UnreadableResponse('has no usable `redacted_value`');
  }
  const lastUsed = raw.last_used_at;
  return {
    id: project === undefined ? raw.id : longKeyId(project.id, raw.id),
    project: project ?? null,
    name: text(raw.name),
    redactedValue: hasRedacted ? redacted : '',
    createdAt: time(raw, 'created_at'),
    expiresAt: raw.expires_at == null ? null : time(raw, 'expires_at'),
    lastUsedAt: Number.isInteger(lastUsed) ? time(raw, 'last_used_at') : null,
    owner: toOwner(raw.owner),
    raw,
  };
}

/**
 * The key that was asked for by its id, which is in the long form for a project's key.
 *
 * @throws UnreadableResponse also where the response is about another key
 */
export function readKey(body: string, keyId: string, redact: Redact): ApiKey {
  const { projectId } = splitKeyId(keyId);
  const project = projectId === null ? undefined : { id: projectId, name: null };
  const key = toKey(parseObject(body), redactionFor(body, redact), project);
  if (key.id !== keyId) throw new UnreadableResponse('is about another key than was asked for');
  return key;
}

/**
 * A page of keys.
 *
 * @param project - whose keys they are; undefined: admin keys
 * @throws UnreadableResponse
 */
export function readPage(body: string, redact: Redact, project?: Project) {
  const { items, hasMore, total } = readList(body);
  const redaction = redactionFor(body, redact);
  return { keys: items.map((item) => toKey(item, redaction, project)), hasMore, total };
}

/** @throws UnreadableResponse */
function readList(body: string): { items: unknown[]; hasMore: boolean; total: number | undefined } {
  const json = parseObject(body);
  const { data, has_more: hasMore, total_count: total } = json;
  if (!Array.isArray(data)) throw new UnreadableResponse('has no `data` list');
  if (data.length > MAX_PAGE) throw new UnreadableResponse('has far more items than a page');
  if (typeof hasMore !== 'boolean') throw new UnreadableResponse('has no `has_more`');
  if (hasMore && data.length === 0) {
    throw new UnreadableResponse('is empty, though it says that there is more');
  }
  return { items: data, hasMore, total: Number.isInteger(total) ? Number(total) : undefined };
}

/**
 * A page of projects.
 *
 * @throws UnreadableResponse
 */
export function readProjects(
  body: string,
  redact: Redact,
): { projects: (Project & { isArchived: boolean })[]; hasMore: boolean } {
  const { items, hasMore } = readList(body);
  const projects = items.map((item) => {
    if (!isObject(item) || typeof item.id !== 'string' || !isPlaceId(item.id)) {
      throw new UnreadableResponse('has a project without a usable `id`');
    }
    const { id } = item;
    const name = text(item.name);
    const isArchived = item.status === 'archived' || typeof item.archived_at === 'number';
    return { id, name: name === null ? null : redact(name), isArchived };
  });
  return { projects, hasMore };
}

/**
 * The new key and its value. The value is handed to `mask` before anything else is looked at, and
 * so before anything can fail with a text that holds it.
 *
 * @param project - whose key it is; undefined: an admin key
 * @throws UnreadableResponse
 */
export function readCreated(
  body: string,
  redact: Redact,
  mask: (value: Credential) => void,
  project?: Project,
): { key: ApiKey; value: Credential } {
  const json = parseObject(body);
  const text = json.value;
  if (!isKeyValue(text)) throw new UnreadableResponse('has no usable `value`');
  const value = new Credential(text);
  mask(value);
  return { key: toKey(json, redact, project, true), value };
}

/** @throws UnreadableResponse unless the response says that exactly this key is deleted */
export function readDeleted(body: string, keyId: string): void {
  const json = parseObject(body);
  if (json.id !== splitKeyId(keyId).keyId || json.deleted !== true) {
    throw new UnreadableResponse('does not say that this key is deleted');
  }
}

/** The API's own words about a refusal, in any of the forms seen; a text is empty where it does not say. */
export function readErrorMessage(body: string) {
  const error = errorIn(body);
  const fields: Record<string, unknown> = isObject(error) ? error : { message: error };
  return {
    message: text(fields.message) ?? '',
    type: text(fields.type) ?? '',
    code: text(fields.code) ?? '',
    /** The field of the request that it does not take. */
    param: text(fields.param) ?? '',
  };
}

function errorIn(body: string): unknown {
  try {
    return parseObject(body).error;
  } catch {
    return undefined;
  }
}

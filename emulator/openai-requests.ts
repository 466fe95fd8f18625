import { invalidRequest, type Refusal } from './openai-errors.ts';

const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 100;
const LONGEST_LIFE_SECONDS = 31_536_000;
const DEFAULT_NAME = 'Secret Key';

export interface CreateParameters {
  name: string;
  /** Seconds; undefined for a key that does not expire. */
  expiresIn: number | undefined;
}

export interface PageParameters {
  after: string | null;
  limit: number;
}

/** Reads the body of an admin key's create. Throws a Refusal, also for an explicit null. */
export function parseCreate(body: string): CreateParameters {
  const fields = parseObject(body);
  if (!('name' in fields)) {
    const message = "Missing required parameter: 'name'.";
    throw invalidRequest(message, 'name', 'missing_required_parameter');
  }
  const name = checkName(fields.name);
  if (!('expires_in_seconds' in fields)) return { name, expiresIn: undefined };
  return { name, expiresIn: checkLife(fields.expires_in_seconds) };
}

/** Reads the body of the create of a service account's key, which may be empty. Throws a Refusal. */
export function parseProjectCreate(
  body: string,
): CreateParameters & { scopes: readonly string[] | null } {
  const fields = body === '' ? {} : parseObject(body);
  const { name, expires_in_seconds: life, scopes } = fields;
  return {
    name: name === undefined ? DEFAULT_NAME : checkName(name),
    expiresIn: life === undefined || life === null ? undefined : checkLife(life),
    scopes: scopes === undefined ? null : checkScopes(scopes),
  };
}

/** Reads the query of the admin keys' list; a limit above `maxPageSize` is lowered. Throws a Refusal. */
export function parseList(
  query: URLSearchParams,
  maxPageSize: number,
): PageParameters & { order: 'asc' | 'desc' } {
  const limit = Math.min(parseLimit(query), maxPageSize);
  const order = parseWord(query, 'order', ['asc', 'desc']) ?? 'asc';
  return { after: query.get('after'), limit, order };
}

/**
 * Reads the query of a list of or in a project. Throws a Refusal, also for a parameter that is
 * neither `after` nor `limit` nor in `others`.
 */
export function parseProjectList(
  query: URLSearchParams,
  maxPageSize: number,
  others: readonly string[] = [],
): PageParameters {
  for (const name of query.keys()) {
    if (!['after', 'limit', ...others].includes(name)) {
      throw invalidRequest(`Unknown parameter: '${name}'.`, name, 'unknown_parameter');
    }
  }
  const limit = parseLimit(query);
  if (limit > MAX_PAGE_SIZE) {
    const message = `Invalid 'limit': expected a value <= ${MAX_PAGE_SIZE}, but got ${limit} instead.`;
    throw invalidRequest(message, 'limit', 'integer_above_max_value');
  }
  return { after: query.get('after'), limit: Math.min(limit, maxPageSize) };
}

/** The word that a parameter has. Throws a Refusal when it is not one of `words`. */
export function parseWord<W extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly W[],
): W | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  const known = words.map((each) => `'${each}'`).join(', ');
  throw invalidRequest(`Invalid value: '${value}'. Supported values are: ${known}.`, name);
}

function parseLimit(query: URLSearchParams): number {
  const limit = query.get('limit') ?? String(DEFAULT_PAGE_SIZE);
  if (!/^\d+$/.test(limit) || Number(limit) < 1) {
    const message = `Invalid 'limit': expected an integer of at least 1, but got '${limit}'.`;
    throw invalidRequest(message, 'limit');
  }
  return Number(limit);
}

function parseObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw invalidRequest('We could not parse the JSON body of your request.', null, null);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidRequest('The body of your request must be a JSON object.', null, null);
  }
  return value as Record<string, unknown>;
}

function checkName(name: unknown): string {
  if (typeof name !== 'string') throw wrongType('name', 'a string', name);
  if (name === '') throw invalidRequest("Invalid 'name': empty string.", 'name', 'empty_string');
  return name;
}

function checkScopes(scopes: unknown): readonly string[] {
  if (!Array.isArray(scopes)) throw wrongType('scopes', 'an array of strings', scopes);
  return scopes.map((scope: unknown, index) => {
    if (typeof scope !== 'string') throw wrongType(`scopes[${index}]`, 'a string', scope);
    return scope;
  });
}

function checkLife(seconds: unknown): number {
  const param = 'expires_in_seconds';
  if (typeof seconds !== 'number' || !Number.isInteger(seconds)) {
    throw wrongType(param, 'an integer', seconds);
  }
  if (seconds < 1) {
    const message = `Invalid '${param}': expected a value >= 1, but got ${seconds} instead.`;
    throw invalidRequest(message, param, 'integer_below_min_value');
  }
  if (seconds > LONGEST_LIFE_SECONDS) {
    const message = `Invalid '${param}': expected a value <= ${LONGEST_LIFE_SECONDS}, but got ${seconds} instead.`;
    throw invalidRequest(message, param, 'integer_above_max_value');
  }
  return seconds;
}

function wrongType(param: string, expected: string, value: unknown): Refusal {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${JSON.stringify(value)} instead.`;
  return invalidRequest(message, param, 'invalid_type');
}

import { InvalidRequest } from './openai-errors.ts';

const DEFAULT_PAGE_SIZE = 20;
const LONGEST_LIFE_SECONDS = 31_536_000;

export interface CreateParameters {
  name: string;
  /** Seconds; undefined for a key that does not expire. */
  expiresIn: number | undefined;
}

export interface ListParameters {
  after: string | null;
  limit: number;
  order: 'asc' | 'desc';
}

/** Reads the body of a create call. Throws InvalidRequest, also for an explicit null. */
export function parseCreate(body: string): CreateParameters {
  const fields = parseObject(body);
  const { name, expires_in_seconds: expiresIn } = fields;
  if (!('name' in fields)) {
    throw new InvalidRequest(
      "Missing required parameter: 'name'.",
      'name',
      'missing_required_parameter',
    );
  }
  if (typeof name !== 'string') throw wrongType('name', 'a string', name);
  if (name === '')
    throw new InvalidRequest("Invalid 'name': empty string.", 'name', 'empty_string');
  if (!('expires_in_seconds' in fields)) return { name, expiresIn: undefined };
  return { name, expiresIn: checkLife(expiresIn) };
}

/** Reads the query of a list call; a limit above `maxPageSize` is lowered. Throws InvalidRequest. */
export function parseList(query: URLSearchParams, maxPageSize: number): ListParameters {
  const limit = query.get('limit') ?? String(DEFAULT_PAGE_SIZE);
  if (!/^\d+$/.test(limit) || Number(limit) < 1) {
    const message = `Invalid 'limit': expected an integer of at least 1, but got '${limit}'.`;
    throw new InvalidRequest(message, 'limit', 'invalid_value');
  }
  const order = query.get('order') ?? 'asc';
  if (order !== 'asc' && order !== 'desc') {
    const message = `Invalid value: '${order}'. Supported values are: 'asc' and 'desc'.`;
    throw new InvalidRequest(message, 'order', 'invalid_value');
  }
  return { after: query.get('after'), limit: Math.min(Number(limit), maxPageSize), order };
}

function parseObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new InvalidRequest('We could not parse the JSON body of your request.', null, null);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidRequest('The body of your request must be a JSON object.', null, null);
  }
  return value as Record<string, unknown>;
}

function checkLife(seconds: unknown): number {
  const param = 'expires_in_seconds';
  if (typeof seconds !== 'number' || !Number.isInteger(seconds)) {
    throw wrongType(param, 'an integer', seconds);
  }
  if (seconds < 1) {
    const message = `Invalid '${param}': expected a value >= 1, but got ${seconds} instead.`;
    throw new InvalidRequest(message, param, 'integer_below_min_value');
  }
  if (seconds > LONGEST_LIFE_SECONDS) {
    const message = `Invalid '${param}': expected a value <= ${LONGEST_LIFE_SECONDS}, but got ${seconds} instead.`;
    throw new InvalidRequest(message, param, 'integer_above_max_value');
  }
  return seconds;
}

function wrongType(param: string, expected: string, value: unknown): InvalidRequest {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${JSON.stringify(value)} instead.`;
  return new InvalidRequest(message, param, 'invalid_type');
}

import type { Reply } from './messages.ts';

/** A value that the API refuses, with the field it concerns. Answered with status 400. */
export class InvalidRequest extends Error {
  readonly param: string | null;
  readonly code: string | null;

  constructor(message: string, param: string | null, code: string | null) {
    super(message);
    this.param = param;
    this.code = code;
  }
}

/** OpenAI's usual error body. */
export function apiError(
  status: number,
  message: string,
  code: string | null,
  param: string | null = null,
): Reply {
  return { status, body: { error: { message, type: 'invalid_request_error', param, code } } };
}

export function unknownUrl(method: string, path: string): Reply {
  const hint = 'Please check the URL for typos, or see the docs at';
  const docs = 'https://platform.openai.com/docs/api-reference/';
  return apiError(404, `Unknown request URL: ${method} ${path}. ${hint} ${docs}.`, 'unknown_url');
}

export function wrongMethod(method: string, path: string, allowed: string): Reply {
  const message = `Not allowed to ${method} on ${path}.`;
  return { ...apiError(405, message, 'method_not_supported'), headers: { allow: allowed } };
}

/** Repeats the start and the end of the refused key, as OpenAI does. */
export function unauthorized(value: string | undefined): Reply {
  const message =
    value === undefined
      ? "You didn't provide an API key. Provide it in an Authorization header using Bearer auth."
      : `Incorrect API key provided: ${mask(value)}. You can find your API key at https://platform.openai.com/account/api-keys.`;
  return apiError(401, message, 'invalid_api_key');
}

export function noSuchKey(id: string): Reply {
  return apiError(404, `No such admin API key: ${id}`, 'not_found', 'key_id');
}

function mask(value: string): string {
  return value.slice(0, 8) + '*'.repeat(Math.max(0, value.length - 12)) + value.slice(8).slice(-4);
}

import type { Reply } from './messages.ts';

/** Ends the handling of a request with this reply. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`Refused with ${reply.status}`);
    this.reply = reply;
  }
}

/** OpenAI's usual error body. */
export function apiError(
  status: number,
  message: string,
  code: string | null,
  param: string | null = null,
  type = 'invalid_request_error',
): Reply {
  return { status, body: { error: { message, type, param, code } } };
}

/** A value that the API does not take, with the field it concerns. */
export function invalidRequest(
  message: string,
  param: string | null,
  code: string | null = 'invalid_value',
): Refusal {
  return new Refusal(apiError(400, message, code, param));
}

/** `object` is what is missing, such as `admin API key`, and `param` the id in the API's path. */
export function notFound(object: string, id: string, param: string): Refusal {
  return new Refusal(apiError(404, `No such ${object}: ${id}`, 'not_found', param));
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

/**
 * A key that may not do this. OpenAI answers it in two forms: 403 with a plain string, and 401 with
 * the usual body, here without a code.
 */
export function missingScope(scope: string, status: 401 | 403): Refusal {
  const message =
    `You have insufficient permissions for this operation. Missing scopes: ${scope}. Check that ` +
    'you have the correct role in your organization (Reader, Writer, Owner) and project (Member, ' +
    "Owner), and if you're using a restricted API key, that it has the necessary scopes.";
  return new Refusal(
    status === 403 ? { status, body: { error: message } } : apiError(status, message, null),
  );
}

function mask(value: string): string {
  return value.slice(0, 8) + '*'.repeat(Math.max(0, value.length - 12)) + value.slice(8).slice(-4);
}

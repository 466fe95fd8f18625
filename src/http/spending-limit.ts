import type { HttpResponse } from './client.ts';

/** The body of an error is short; a longer one is not parsed. */
const MAX_BODY = 65_536;

/** OpenAI's names for billing limits, in `code` or `type` of an error. */
export const SPENDING_LIMIT =
  /^(insufficient_quota|credit_balance_exhausted|billing_\w+|\w+_(spend|usage)_limit_exceeded)$/;

/**
 * Whether a response is a billing limit: it has status 429, too, but does not end by waiting.
 * https://platform.openai.com/docs/guides/error-codes
 */
export function isSpendingLimit({ status, body }: HttpResponse): boolean {
  if (status < 400 || status >= 500 || body.length > MAX_BODY) return false;
  try {
    const { error } = JSON.parse(body);
    return [error.code, error.type].some((word) => SPENDING_LIMIT.test(String(word)));
  } catch {
    return false;
  }
}

import type { HttpResponse } from './exchange.ts';

/** An error's body is short; a longer one is not searched for its code. */
const MAX_BODY = 65_536;

/** What OpenAI calls a limit of money, in `code` or in `type` of an error. */
export const SPENDING_LIMIT =
  /^(insufficient_quota|credit_balance_exhausted|billing_\w+|\w+_(spend|usage)_limit_exceeded)$/;

/**
 * Whether an answer tells of a limit of money: it comes as 429, and no wait mends it.
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

/** What kind of failure it was. Decisions are made on this, never on the wording. */
export type ErrorCode =
  | 'input'
  | 'environment'
  | 'exists'
  | 'busy'
  | 'unsettled'
  | 'unauthorized'
  | 'forbidden'
  | 'missing-scope'
  | 'account-inactive'
  | 'address-refused'
  | 'wrong-host'
  | 'no-credit'
  | 'archived'
  | 'not-found'
  | 'rejected'
  | 'rate-limited'
  | 'unavailable'
  | 'unreachable'
  | 'redirected'
  | 'unreadable'
  | 'changed'
  | 'violation'
  | 'unknown-fate'
  | 'partial'
  | 'file'
  | 'cancelled';

/**
 * A failure that a person can act on. The message says what happened, to which input, key or
 * target, and what to do. Whatever is thrown and is not an `ActionError` is a bug of this action.
 */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * What to throw where telling of a failure failed too: the second must not hide the first.
 *
 * @param failure - undefined where there was none
 * @param error - whatever was thrown then; a bug stays a bug
 */
export function alsoFailed(failure: ActionError | undefined, error: unknown): unknown {
  if (failure === undefined || !(error instanceof ActionError)) return error;
  const message = `${failure.message}\n${error.message}`;
  return new ActionError(failure.code, message, { cause: error });
}

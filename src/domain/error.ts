/**
 * The kind of failure. Decisions depend on this, never on the message. `unauthorized`: what authenticates
 * the step is refused; `invalid-key`: another key is.
 */
export type ErrorCode =
  | 'input'
  | 'environment'
  | 'exists'
  | 'busy'
  | 'unsettled'
  | 'unauthorized'
  | 'invalid-key'
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
  | 'unknown-outcome'
  | 'foreign'
  | 'partial'
  | 'file'
  | 'cancelled';

/**
 * A failure that a person can act on. The message says what happened, to which input, key or target, and
 * what to do. Any other error is a bug in this action.
 */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const FATAL_CODES: readonly ErrorCode[] = [
  'unauthorized',
  'invalid-key',
  'account-inactive',
  'address-refused',
  'wrong-host',
  'no-credit',
  'rate-limited',
  'unavailable',
  'unreachable',
  'redirected',
  'cancelled',
];

/** Whether other requests would fail in the same way. */
export function failsEveryRequest({ code }: ActionError): boolean {
  return FATAL_CODES.includes(code);
}

/** Whether a failure, or one that caused it, is of one of these kinds. */
export function isDueTo({ code, cause }: ActionError, codes: readonly ErrorCode[]): boolean {
  return codes.includes(code) || (cause instanceof ActionError && isDueTo(cause, codes));
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Joins failures into one with all their messages; undefined without failures. */
export function joinFailures(
  failures: readonly (ActionError | undefined)[],
): ActionError | undefined {
  const [first, ...others] = failures.filter((failure) => failure !== undefined);
  if (first === undefined || others.length === 0) return first;
  const message = [first, ...others].map((failure) => failure.message).join('\n');
  return new ActionError(first.code, message, { cause: others[0] });
}

/** What to throw if reporting failed, too: the second error must not hide the first. A bug stays a bug. */
export function alsoFailed(failure: ActionError | undefined, error: unknown): unknown {
  return error instanceof ActionError ? joinFailures([failure, error]) : error;
}

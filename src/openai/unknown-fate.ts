import { ActionError } from '../domain/error.ts';
import type { Claim } from '../domain/fate.ts';
import type { Secret } from '../domain/secret.ts';
import { ExchangeError } from '../http/exchange.ts';
import type { Answer } from '../http/transport.ts';
import { salvageClaim } from './answers.ts';
import type { Redact } from './redaction.ts';

/** The answer to a create was lost, could not be read, or is about another key: one may exist. */
export class UnknownFate extends ActionError {
  /** What the answer seems to say of the key, where part of it came through. */
  readonly claim: Claim | undefined;
  /** The value that it gave. */
  readonly value: Secret | undefined;

  constructor(
    failure: ActionError,
    said?: { claim?: Claim | undefined; value?: Secret | undefined },
  ) {
    super('unknown-fate', failure.message, { cause: failure });
    this.claim = said?.claim;
    this.value = said?.value;
  }
}

/**
 * What to throw for a create that failed: the error itself where the server certainly made no key,
 * told from what became of the exchange.
 */
export function fateOf(
  error: unknown,
  answer: Answer | undefined,
  { redact, hide }: { redact: Redact; hide(value: Secret): void },
): unknown {
  if (!(error instanceof ActionError)) return error;
  if (answer !== undefined) {
    const refused = answer.status >= 300 && answer.status < 500 && answer.status !== 408;
    return refused ? error : new UnknownFate(error, salvageClaim(answer.body, redact, hide));
  }
  const { cause } = error;
  if (!(cause instanceof ExchangeError) || !cause.sent) return error;
  return new UnknownFate(error, salvageClaim(cause.partial?.body ?? '', redact, hide));
}

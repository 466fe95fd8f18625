import type { Secret } from '../domain/secret.ts';
import type { Transport } from '../http/transport.ts';

/** What can be known of a token without asking anybody. */
export interface TokenFacts {
  /** Whether it is a GitHub App's, which lives for an hour. */
  isApp: boolean;
  /** Whether GitHub took it for valid earlier in this step. */
  wasAccepted: boolean;
}

/** The same transport, and facts about the token that grow with what it is answered. */
export function watchToken(
  transport: Transport,
  token: Secret,
): { transport: Transport; facts: TokenFacts } {
  const facts: TokenFacts = { isApp: token.matchesRedacted('ghs_...'), wasAccepted: false };
  const send: Transport['send'] = async (request, options) => {
    const answer = await transport.send(request, options);
    facts.wasAccepted ||= answer.status >= 200 && answer.status <= 299;
    return answer;
  };
  return { transport: { send }, facts };
}

import type { Credential } from '../domain/credential.ts';
import type { Transport } from '../http/transport.ts';

/** Facts about a token that need no request of their own. */
interface TokenFacts {
  /** Whether it belongs to a GitHub App, so that it expires after an hour. */
  isApp: boolean;
  /** Whether GitHub accepted it earlier in this step. */
  wasAccepted: boolean;
}

/** The same transport, and facts about the token that its responses update. */
export function watchToken(
  transport: Transport,
  token: Credential,
): { transport: Transport; facts: TokenFacts } {
  const facts: TokenFacts = { isApp: token.matchesRedacted('ghs_...'), wasAccepted: false };
  const send: Transport['send'] = async (request, options) => {
    const answer = await transport.send(request, options);
    facts.wasAccepted ||= answer.status >= 200 && answer.status <= 299;
    return answer;
  };
  return { transport: { send }, facts };
}

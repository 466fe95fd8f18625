import { ActionError } from '../domain/error.ts';
import { ExchangeError, type HttpRequest, type HttpResponse } from './exchange.ts';

/** By RFC 9110, the request was carried out, and its result is to be seen elsewhere. */
const SEE_OTHER = 303;

/**
 * Follows no redirect, since the request carries a credential.
 *
 * @param uncertain - whether an earlier attempt may have had its effect
 * @throws ActionError on a 3xx: `redirected`, or `unavailable` where the request may have had its effect
 */
export function refuseRedirect(
  request: HttpRequest,
  response: HttpResponse,
  uncertain: boolean,
): void {
  const { status } = response;
  if (status < 300 || status > 399) return;
  const to = addressIn(response.headers.location, request.url);
  const mayBeDone = status === SEE_OTHER && request.method !== 'GET';
  throw new ActionError(
    // Where this or an earlier attempt may have had its effect, this is no refusal.
    uncertain || mayBeDone ? 'unavailable' : 'redirected',
    `${request.url.host} answered ${request.method} ${request.url.pathname} with a redirect ` +
      `(${status})${to && ` to ${to}`}. Redirects are not followed, ` +
      'since the request carries a credential. Give the final address.',
    { cause: mayBeDone ? new ExchangeError('cut', 'it answered 303', { sent: true }) : undefined },
  );
}

/**
 * Where a redirect leads; empty where that is no plain address. What nobody sees in one, such as white
 * space between the pieces of a secret, would be written out as `%20`, and the secret be recognised
 * by nobody any more.
 */
function addressIn(location: string | undefined, base: URL): string {
  if (location === undefined || !/^[!-~]+$/.test(location)) return '';
  const to = URL.parse(location, base.href);
  return to !== null && /^https?:$/.test(to.protocol) ? `${to.origin}${to.pathname}` : '';
}

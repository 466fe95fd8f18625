import { ActionError } from '../domain/error.ts';
import { type HttpRequest, type HttpResponse, NetworkError } from './client.ts';

/** RFC 9110: the request was carried out, and the result is at another address. */
const SEE_OTHER = 303;

/**
 * Refuses redirects, since the request carries a credential.
 *
 * @param uncertain - whether an earlier attempt may have taken effect
 * @throws ActionError on a 3xx: `redirected`, or `unavailable` if the request may have taken effect
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
    // `redirected` means that the request had no effect.
    uncertain || mayBeDone ? 'unavailable' : 'redirected',
    `${request.url.host} answered ${request.method} ${request.url.pathname} with a redirect ` +
      `(${status})${to && ` to ${to}`}. Redirects are not followed, ` +
      'since the request carries a credential. Use the final address.',
    { cause: mayBeDone ? new NetworkError('cut', 'it answered 303', { sent: true }) : undefined },
  );
}

/**
 * The target of a redirect; empty if it is not a plain address. White space between the parts of a secret
 * would become `%20`, and redaction would not find the secret.
 */
function addressIn(location: string | undefined, base: URL): string {
  if (location === undefined || !/^[!-~]+$/.test(location)) return '';
  const to = URL.parse(location, base.href);
  return to !== null && /^https?:$/.test(to.protocol) ? `${to.origin}${to.pathname}` : '';
}

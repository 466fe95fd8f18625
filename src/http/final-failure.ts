import { messageOf } from '../domain/error.ts';

const MAX_QUOTE = 300;

/** What OpenSSL says of a certificate that nobody on this machine vouches for. */
const UNTRUSTED = [
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'INVALID_CA',
];
const OUT_OF_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

/**
 * Why a connection that failed will fail again, as sentences with what to do; undefined where a later
 * try may succeed. Nothing was sent: the tunnel or the handshake was refused.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 *
 * @param error - as Node's client tells of it
 * @param host - that was to be reached
 */
export function finalFailure(error: unknown, host: string): string | undefined {
  const { code = '', statusCode = 0 } = (error ?? {}) as { code?: string; statusCode?: number };
  const why = describeFailure(error);
  if (code === 'ERR_PROXY_TUNNEL' && statusCode === 407) {
    return (
      `The proxy lets nobody through to ${host} without the right user and password (407), so nothing ` +
      'was sent, and it was tried only once. Correct them in `HTTPS_PROXY`.'
    );
  }
  if (code === 'ERR_PROXY_TUNNEL' && (statusCode === 401 || statusCode === 403)) {
    return (
      `The proxy does not let this runner reach ${host} (${statusCode}), so nothing was sent. Have the ` +
      'host allowed there, or name it in `NO_PROXY` if it can be reached without the proxy.'
    );
  }
  if (UNTRUSTED.includes(code)) {
    return (
      `Nobody known to this runner vouches for the certificate of ${host} (${why}), so nothing was sent. ` +
      'Mostly something on the way opens the connection, such as a company’s proxy: name the file of ' +
      'its certificate in `NODE_EXTRA_CA_CERTS`.'
    );
  }
  if (OUT_OF_TIME.includes(code)) {
    return (
      `The certificate of ${host} does not count today (${why}), so nothing was sent. It has to be renewed ` +
      'there, or the clock of this runner is wrong.'
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return (
      `Another server answers in the place of ${host} (${why}), so nothing was sent. Check the address, ` +
      'and what on the way answers for it.'
    );
  }
  return undefined;
}

/** What Node says of a connection that failed; where several addresses were tried, of each. */
export function describeFailure(error: unknown): string {
  const { errors } = (error ?? {}) as { errors?: unknown };
  const each = Array.isArray(errors) && errors.length > 0 ? errors : [error];
  const told = each.map(messageOf);
  // One sentence that all share is said once.
  return [...new Set(told)].join('; ').slice(0, MAX_QUOTE);
}

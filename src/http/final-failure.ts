import { messageOf } from '../domain/error.ts';

const MAX_QUOTE = 300;

/** OpenSSL's codes for a certificate that this machine does not trust. */
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
 * Explains a failed connection that a retry cannot fix: why it failed, and what to do. Nothing was sent,
 * since the tunnel or the handshake failed.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 *
 * @param error - from Node's client
 * @param host - the host of the request
 * @returns undefined if a retry may succeed
 */
export function finalFailure(error: unknown, host: string): string | undefined {
  const { code = '', statusCode = 0 } = (error ?? {}) as { code?: string; statusCode?: number };
  const why = describeFailure(error);
  if (code === 'ERR_PROXY_TUNNEL' && statusCode === 407) {
    return (
      `The proxy requires a valid user and password to reach ${host} (407), so nothing was sent. It was ` +
      'tried only once. Correct them in `HTTPS_PROXY`.'
    );
  }
  if (code === 'ERR_PROXY_TUNNEL' && (statusCode === 401 || statusCode === 403)) {
    return (
      `The proxy does not let this runner reach ${host} (${statusCode}), so nothing was sent. Allow the ` +
      'host there, or add it to `NO_PROXY` if it can be reached without the proxy.'
    );
  }
  if (UNTRUSTED.includes(code)) {
    return (
      `This runner does not trust the certificate of ${host} (${why}), so nothing was sent. If a proxy ` +
      'intercepts TLS, set `NODE_EXTRA_CA_CERTS` to the file with its certificate.'
    );
  }
  if (OUT_OF_TIME.includes(code)) {
    return (
      `The certificate of ${host} is not valid today (${why}), so nothing was sent. Renew it there, or ` +
      'correct the clock of this runner.'
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return (
      `Another server answers instead of ${host} (${why}), so nothing was sent. Check the address, the ` +
      'DNS and the proxy.'
    );
  }
  return undefined;
}

/** Node's message for a failed connection; if several addresses were tried, the message for each. */
export function describeFailure(error: unknown): string {
  const { errors } = (error ?? {}) as { errors?: unknown };
  const each = Array.isArray(errors) && errors.length > 0 ? errors : [error];
  return [...new Set(each.map(messageOf))].join('; ').slice(0, MAX_QUOTE);
}

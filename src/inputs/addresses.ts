import { isLoopback } from '../domain/url.ts';

/**
 * Checks an address that receives a credential: https, or http on this machine. The address is not
 * quoted, since it may contain a password.
 *
 * @param url - the parsed text; null if it is not a URL
 * @returns what is wrong, as the rest of a sentence
 */
export function flawOfAddress(text: string, url: URL | null): string | undefined {
  if (url === null) return 'must be an absolute URL.';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return 'must start with `https://` (`http://` only on this machine), since it receives a credential.';
  }
  if (url.username !== '' || url.password !== '')
    return 'must not contain a user name or password.';
  return /[?#]/.test(text) ? 'must not contain a query or fragment.' : undefined;
}

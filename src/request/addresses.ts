import { isLoopback } from '../domain/url.ts';

/**
 * What is wrong with an address that a credential is to be sent to, as the rest of a sentence: it has
 * to be https, or http on this machine. Its text is not repeated, since it may hold a password.
 *
 * @param url - what the text says; null where it is no URL
 */
export function flawOfAddress(text: string, url: URL | null): string | undefined {
  if (url === null) return 'must be an absolute URL.';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return (
      'must start with `https://` (`http://` is for this machine only), since it receives a ' +
      'credential.'
    );
  }
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password.';
  return /[?#]/.test(text) ? 'must not hold a query or fragment.' : undefined;
}

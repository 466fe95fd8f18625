import sodium from 'libsodium-wrappers';
import { ActionError } from '../domain/error.ts';
import { Secret } from '../domain/secret.ts';
import { describeTarget, type Target } from '../domain/target.ts';

/**
 * Seals a value for the holder of a public key, as GitHub takes secrets: libsodium's
 * `crypto_box_seal`, in Base64. libsodium refuses keys that would make the box worthless.
 * https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api
 *
 * @param publicKey - 32 bytes in Base64
 * @throws Error where the key is not one
 */
export async function seal(publicKey: string, value: Secret): Promise<string> {
  await sodium.ready;
  const key = Buffer.from(publicKey, 'base64');
  if (key.length !== sodium.crypto_box_PUBLICKEYBYTES) {
    throw new Error(`it has ${key.length} bytes instead of ${sodium.crypto_box_PUBLICKEYBYTES}`);
  }
  const box = sodium.crypto_box_seal(Buffer.from(value.reveal()), key);
  return Buffer.from(box).toString('base64');
}

/** @throws Error where nothing can be sealed for this key, found out by sealing nothing of worth */
export async function checkPublicKey(publicKey: string): Promise<void> {
  await seal(publicKey, new Secret('trial'));
}

/** What to throw for a public key that is none. */
export function badKey(target: Target, why: string): ActionError {
  return new ActionError(
    'unreadable',
    `The public key for ${describeTarget(target)} cannot be used (${why}), so nothing could be sealed ` +
      'for it. No key was made. Check `github-api-url` and what answers on the way.',
  );
}

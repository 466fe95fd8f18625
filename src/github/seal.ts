import sodium from 'libsodium-wrappers';
import { Secret } from '../domain/secret.ts';

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

import sodium from 'libsodium-wrappers';
import type { Credential } from '../domain/credential.ts';

/**
 * Encrypts a value with a public key as GitHub requires: libsodium's `crypto_box_seal`, in Base64.
 * libsodium refuses weak keys.
 * https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api
 *
 * @param publicKey - 32 bytes in Base64
 * @throws Error if the key is not valid
 */
export async function seal(publicKey: string, value: Credential): Promise<string> {
  await sodium.ready;
  const key = Buffer.from(publicKey, 'base64');
  if (key.length !== sodium.crypto_box_PUBLICKEYBYTES) {
    throw new Error(`it has ${key.length} bytes instead of ${sodium.crypto_box_PUBLICKEYBYTES}`);
  }
  const box = sodium.crypto_box_seal(Buffer.from(value.reveal()), key);
  return Buffer.from(box).toString('base64');
}

import sodium from 'libsodium-wrappers';
import type { GitHub } from '../../emulator/github.ts';
import { type Answer, type CallOptions, call } from './client.ts';

await sodium.ready;

/** Calls as the default token unless told otherwise. */
export function request(
  github: GitHub,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const headers = { 'user-agent': 'test', ...options.headers };
  return call(method, github.apiUrl + path, { key: github.token, ...options, headers });
}

/** In Base64. */
export function seal(value: string, publicKey: string): string {
  const box = sodium.crypto_box_seal(value, Buffer.from(publicKey, 'base64'));
  return Buffer.from(box).toString('base64');
}

/** Writes as a client does: with the public key beside the secret. `more` goes into the body. */
export async function put(
  github: GitHub,
  path: string,
  value: string,
  more: Record<string, unknown> = {},
): Promise<Answer> {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const { json } = await request(github, 'GET', `${folder}/public-key`);
  const body = { encrypted_value: seal(value, json.key), key_id: json.key_id, ...more };
  return request(github, 'PUT', path, { body });
}

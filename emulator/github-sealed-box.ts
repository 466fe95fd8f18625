import sodium from 'libsodium-wrappers';

await sodium.ready;

/** A key pair whose public half seals values that only this object opens. */
export class SealedBoxKey {
  readonly #pair = sodium.crypto_box_keypair();

  /** In Base64. */
  get publicKey(): string {
    return Buffer.from(this.#pair.publicKey).toString('base64');
  }

  /** The plaintext of a Base64 box; undefined when it was not sealed for this key, or is none. */
  open(box: string): string | undefined {
    const { publicKey, privateKey } = this.#pair;
    try {
      const opened = sodium.crypto_box_seal_open(Buffer.from(box, 'base64'), publicKey, privateKey);
      return Buffer.from(opened).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

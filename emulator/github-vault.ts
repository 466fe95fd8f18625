import { randomBytes } from 'node:crypto';
import { SealedBoxKey } from './github-sealed-box.ts';

export const APPS = ['actions', 'dependabot', 'codespaces'] as const;
export type App = (typeof APPS)[number];

export const VISIBILITIES = ['all', 'private', 'selected'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** A secret as the server knows it, opened. Times are Unix seconds. */
export interface GitHubSecret {
  /** In upper case, as GitHub keeps it. */
  name: string;
  value: string;
  createdAt: number;
  updatedAt: number;
  /** Of organization secrets only. */
  visibility?: Visibility;
  /** Only with the visibility `selected`. */
  selectedRepositoryIds?: number[];
  /** How often it was written over the API. */
  writes: number;
}

export interface PublicKey {
  key_id: string;
  /** In Base64, 32 bytes. */
  key: string;
}

/** What to serve as the public key; without `key_id` the id stays as it is. */
export type PublicKeyToShow = Partial<PublicKey> & Pick<PublicKey, 'key'>;

/** The secrets of one app at one place, with the key pair that they are sealed for. */
export class Vault {
  /** `owner/repo`, `owner/repo#environment` or `org:name`. */
  readonly place: string;
  readonly app: App;
  #secrets = new Map<string, GitHubSecret>();
  #box: SealedBoxKey | undefined;
  #publicKey: PublicKey | undefined;

  constructor(place: string, app: App) {
    this.place = place;
    this.app = app;
  }

  get secrets(): GitHubSecret[] {
    return [...this.#secrets.values()];
  }

  /** The key pair is made when it is first asked for. */
  get publicKey(): PublicKey {
    this.#box ??= new SealedBoxKey();
    this.#publicKey ??= { key_id: generateKeyId(), key: this.#box.publicKey };
    return this.#publicKey;
  }

  /** Shows another key; a box is still opened with the real one only. */
  setPublicKey(key: PublicKeyToShow): void {
    this.#publicKey = { ...this.publicKey, ...key };
  }

  open(box: string): string | undefined {
    return this.#box?.open(box);
  }

  find(name: string): GitHubSecret | undefined {
    return this.#secrets.get(name.toUpperCase());
  }

  set(secret: GitHubSecret): void {
    this.#secrets.set(secret.name, secret);
  }

  /** Tells whether there was such a secret. */
  remove(name: string): boolean {
    return this.#secrets.delete(name.toUpperCase());
  }
}

/** Up to 19 digits, as GitHub's are: too many for a JavaScript number. */
function generateKeyId(): string {
  return String(randomBytes(8).readBigUInt64BE() >> 1n);
}

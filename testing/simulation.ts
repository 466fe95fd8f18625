import { Credential } from '../src/domain/credential.ts';
import { ActionError } from '../src/domain/error.ts';
import type { ApiKey } from '../src/domain/key.ts';
import type { ResultFor } from '../src/domain/result.ts';
import type { SecretStore } from '../src/github/secret-store.ts';
import type { RequestFor } from '../src/inputs/types.ts';
import type { KeyClient } from '../src/openai/client.ts';
import { rotate } from '../src/operations/rotate.ts';
import { adminKey, checkByListing, fakeContext, fakeKeys, NOW, secretOf } from './fakes.ts';

/*
 * Both servers as a few lines of state, for histories by the thousand. What runs against them is the
 * real operation. A request acts at once; its answer is handed over when the schedule says so, and a
 * run that never gets it has crashed there.
 */

export interface SimulatedKey extends ApiKey {
  value: string;
}

export interface SimulatedSecret {
  value: string;
  /** Unix seconds. */
  updatedAt: number;
}

export class Simulation {
  /** Unix milliseconds on OpenAI's clock. */
  now = NOW * 1000;
  /** GitHub's clock minus OpenAI's, and this machine's minus OpenAI's, in milliseconds. */
  skews = { github: 0, machine: 0 };
  keys: SimulatedKey[] = [];
  secrets: (SimulatedSecret | null)[];
  /** What was seen that must never be. */
  breaches: string[] = [];
  #made = 0;
  /** Values of keys that a run deleted. */
  readonly #deleted = new Set<string>();

  constructor(targets: number) {
    this.secrets = Array.from({ length: targets }, () => null);
  }

  /** A key of the name, made some seconds ago. */
  makeKey(ago: number, lifetime: number | null = null): SimulatedKey {
    const id = `key_${++this.#made}`;
    const createdAt = Math.floor(this.now / 1000) - ago;
    const expiresAt = lifetime === null ? null : createdAt + lifetime;
    const fields = { id, name: 'ci', createdAt, expiresAt, redactedValue: `sk-admin...${id}` };
    const key = { ...adminKey(fields), value: `sk-admin-value-of-${id}` };
    this.keys.push(key);
    this.keys.sort((a, b) => a.createdAt - b.createdAt);
    return key;
  }

  /** Writes a value as a person would, some seconds ago. */
  paste(target: number, value: string, ago = 0): void {
    const updatedAt = Math.floor((this.now + this.skews.github) / 1000) - ago;
    this.secrets[target] = { value, updatedAt };
  }

  isLive = (key: ApiKey) => key.expiresAt === null || key.expiresAt * 1000 > this.now;

  deleteKey(id: string, by: 'run' | 'person'): boolean {
    const key = this.keys.find((one) => one.id === id);
    if (key === undefined) return false;
    this.keys = this.keys.filter((one) => one !== key);
    if (by === 'run') this.#deleted.add(key.value);
    return true;
  }

  look(): void {
    for (const [index, secret] of this.secrets.entries()) {
      if (secret !== null && this.#deleted.has(secret.value)) {
        this.breaches.push(`secret ${index} holds ${secret.value}, which a run deleted`);
      }
    }
  }

  /** Starts a rotation. `answered` holds every answer back until the schedule lets it go. */
  run(
    answered: () => Promise<void>,
    fields: Partial<RequestFor<'rotate'>> = {},
    authenticatesWith = 'sk-admin-of-a-person',
  ): Promise<ResultFor<'rotate'>> {
    const act = async <T>(work: () => T): Promise<T> => {
      const answer = work();
      this.look();
      await answered();
      return answer;
    };
    const clientBy = (value: string): KeyClient =>
      fakeKeys({
        listPage: () =>
          act(() => {
            this.#authenticate(value);
            return { keys: [...this.keys], hasMore: false, serverTime: this.now };
          }),
        create: async (key, onAttempt) => {
          onAttempt?.(this.now + this.skews.machine);
          const made = await act(() => {
            this.#authenticate(value);
            const fresh = this.makeKey(0, key.lifetime);
            return { key: fresh, at: this.now };
          });
          return { key: made.key, value: new Credential(made.key.value), age: this.now - made.at };
        },
        delete: (id) =>
          act(() => {
            this.#authenticate(value);
            return this.deleteKey(id, 'run') ? 'deleted' : 'gone';
          }),
        check: checkByListing((other) => clientBy(other.reveal())),
      });
    const indexOf = (repo: string) => Number(repo.slice(1));
    const store: SecretStore = {
      get: (target) =>
        act(() => {
          const secret = this.secrets[indexOf('repo' in target ? target.repo : '')];
          const current = secret ? { updatedAt: secret.updatedAt * 1000 } : null;
          return { current, serverTime: this.now + this.skews.github };
        }),
      isArchived: async () => false,
      hasAccess: async () => true,
      prepare: (target, before) => act(() => ({ target, before, keyId: '1', publicKey: 'x' })),
      write: ({ target }, value, when) => {
        when.onAttempt(this.now + this.skews.machine);
        return act(() => {
          this.paste(indexOf('repo' in target ? target.repo : ''), value.reveal());
          return { state: 'written' as const };
        });
      },
    };
    const client = clientBy(authenticatesWith);
    const request: RequestFor<'rotate'> = {
      operation: 'rotate',
      now: false,
      adminApiKey: new Credential(authenticatesWith),
      baseUrl: new URL('https://api.openai.com/v1'),
      retryForMs: 0,
      timeoutMs: 1000,
      summary: false,
      account: null,
      name: 'ci',
      lifetime: null,
      outputValue: false,
      exportEnv: null,
      targets: this.secrets.map((_, index) => secretOf(`r${index}`)),
      github: {
        apiUrl: new URL('https://api.github.com'),
        token: new Credential('ghs_0123456789'),
      },
      dryRun: false,
      rotateAfter: null,
      minRemaining: null,
      gracePeriod: 0,
      ...fields,
    };
    const context = fakeContext({
      client,
      uncancellable: client,
      clientFor: (value) => clientBy(value.reveal()),
      store,
      now: () => this.now + this.skews.machine,
      sleep: async (ms) => {
        this.now += ms;
      },
    });
    return rotate(request, context);
  }

  #authenticate(value: string): void {
    if (value === 'sk-admin-of-a-person') return;
    if (this.keys.some((key) => key.value === value && this.isLive(key))) return;
    throw new ActionError('unauthorized', 'That key is refused.');
  }
}

import { Credential } from '../domain/credential.ts';
import { ActionError, messageOf } from '../domain/error.ts';
import type { Repository, SecretTarget } from '../domain/secret-target.ts';
import { serverClock } from '../http/retry-delay.ts';
import { SharedWait } from '../http/shared-wait.ts';
import type { SendOptions, Transport } from '../http/transport.ts';
import { maySpeakOfFreshToken } from './causes.ts';
import { folderOf, type SecretInfo, toCurrent } from './endpoints.ts';
import { badKey, githubError, isNotFound, isRefusal } from './errors.ts';
import { createOctokit, fetchBy } from './octokit.ts';

/** A target as it is; `current` is null if there is no such secret. */
interface Observation {
  current: SecretInfo | null;
  /** GitHub's time in Unix milliseconds; undefined without a `Date` header. */
  serverTime: number | undefined;
}

/** What a write needs, fetched beforehand. */
export interface WritableSecret {
  target: SecretTarget;
  before: SecretInfo | null;
  keyId: string;
  publicKey: string;
  /** Organization secrets only. */
  access?: { visibility: string; selected_repository_ids?: (number | string)[] } | undefined;
}

/** When a write may be sent, on the monotonic clock, and its callbacks, as in `SendOptions`. */
interface WriteWindow {
  notAfter: number;
  /** With Unix milliseconds. */
  onAttempt(at: number): void;
  onRefused?(): void;
}

/** The outcome of a write: `sent` if it is unknown, since the response was lost. */
export type WriteOutcome =
  | { state: 'written' }
  | { state: 'refused' | 'sent'; failure: ActionError };

/** GitHub's secrets. Reads throw `ActionError`; `write` returns what happened. */
export interface SecretStore {
  /** One request. */
  get(target: SecretTarget): Promise<Observation>;
  /** One request: whether the repository is archived. False for an organization, and if that fails. */
  isArchived(target: SecretTarget): Promise<boolean>;
  /** Whether an organization secret has the readers that the target asks for; true for any other. */
  hasAccess(target: SecretTarget, current: SecretInfo): Promise<boolean>;
  /** One request; more for the repositories that may read an organization secret. */
  prepare(target: SecretTarget, before: SecretInfo | null): Promise<WritableSecret>;
  /** One request; more only after attempts that certainly had no effect. */
  write(ready: WritableSecret, value: Credential, when: WriteWindow): Promise<WriteOutcome>;
}

const PAGE = 100;
/** By `import()`: libsodium is large, and what only reads secrets encrypts nothing. */
const sealing = () => import('./seal.ts');
/** More repositories than any organization selects. */
const MAX_PAGES = 200;

/**
 * Secrets of repositories, environments and organizations, for Actions, Dependabot and Codespaces.
 * https://docs.github.com/rest/actions/secrets
 */
export function createSecretStore(
  given: Transport,
  options: { apiUrl: URL; token: Credential; readOnly: boolean; redact(text: string): string },
): SecretStore {
  const { apiUrl, readOnly } = options;
  const token = { isApp: options.token.matchesRedacted('ghs_...'), wasAccepted: false };
  const transport: Transport = {
    async send(request, sending) {
      const answer = await given.send(request, sending);
      token.wasAccepted ||= answer.status < 300;
      return answer;
    },
  };
  const how = sendOptions();
  const readingPlace = { request: { fetch: fetchBy(transport, how.readingPlace) } };
  const octokit = createOctokit(transport, apiUrl, options.token, how.reading);
  const context = { host: apiUrl.host, redact: options.redact, token };
  /** Each repository is looked up once. */
  const repositoryIds = new Map<string, Promise<number | bigint>>();

  async function guard<T>(doing: string, target: SecretTarget, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ActionError ? error : githubError(error, doing, target, context);
    }
  }

  function call(method: string, target: SecretTarget, path: string, parameters: object = {}) {
    const { route, place } = folderOf(target);
    return octokit.request(`${method} ${route}/${path}`, { ...place, ...parameters });
  }

  function lookUp({ owner, repo }: Repository) {
    return octokit.request('GET /repos/{owner}/{repo}', { owner, repo });
  }

  async function readAccess(target: SecretTarget, before: SecretInfo | null) {
    if (target.place !== 'organization') return undefined;
    const kept = before === null ? 'private' : before.visibility;
    // A guess could open the secret to more repositories than before.
    if (kept === undefined) throw new Error('a secret of an organization without `visibility`');
    const visibility = target.visibility === 'keep' ? kept : target.visibility;
    if (visibility !== 'selected') return { visibility };
    const ids =
      target.visibility === 'keep'
        ? await readSelected(target)
        : await idsOf(target, target.repositories);
    // Dependabot accepts these ids only as strings, the others only as numbers.
    return {
      visibility,
      selected_repository_ids: target.app === 'dependabot' ? ids.map(String) : ids,
    };
  }

  async function readSelected(target: SecretTarget): Promise<number[]> {
    const ids: number[] = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const { data } = await call('GET', target, '{name}/repositories', {
        name: target.name,
        per_page: PAGE,
        page,
      });
      ids.push(...data.repositories.map((repository: { id: number }) => repository.id));
      const { total_count: total = ids.length } = data;
      if (ids.length >= total) return ids;
      if (data.repositories.length < PAGE) {
        throw new Error(`it lists ${ids.length} of ${total} repositories that may read the secret`);
      }
    }
    throw new Error(`the list of repositories has more than ${MAX_PAGES} pages`);
  }

  async function idsOf(target: SecretTarget, repositories: Repository[]): Promise<number[]> {
    const ids: number[] = [];
    for (const repository of repositories) {
      const name = `${repository.owner}/${repository.repo}`;
      const asking = repositoryIds.get(name) ?? lookUp(repository).then(({ data }) => data.id);
      repositoryIds.set(name, asking);
      const id = await asking.catch((error) => {
        throw githubError(error, 'Looking up', target, context, repository);
      });
      ids.push(Number(id));
    }
    return ids;
  }

  return {
    get: (target) =>
      guard('Looking at', target, async () => {
        const { current, date } = await call('GET', target, '{name}', { name: target.name }).then(
          ({ data, headers }) => ({ current: toCurrent(data, target), date: headers.date }),
          (error) => {
            if (!isNotFound(error)) throw error;
            return { current: null, date: error.response?.headers.date };
          },
        );
        return { current, serverTime: serverClock({ headers: { date } }) };
      }),

    async isArchived(target) {
      if (!('repo' in target)) return false;
      return lookUp(target).then(
        ({ data }) => data.archived === true,
        () => false,
      );
    },

    hasAccess: (target, current) =>
      guard('Looking at', target, async () => {
        if (target.place !== 'organization' || target.visibility === 'keep') return true;
        if (target.visibility !== current.visibility) return false;
        if (target.visibility !== 'selected') return true;
        const [has, wants] = [await readSelected(target), await idsOf(target, target.repositories)];
        return has.length === wants.length && wants.every((id) => has.includes(id));
      }),

    prepare: (target, before) =>
      guard('Reading the public key for', target, async () => {
        const { data } = await call('GET', target, 'public-key', readingPlace);
        const { key, key_id } = data as { key?: unknown; key_id?: unknown };
        if (typeof key !== 'string' || typeof key_id !== 'string') {
          throw badKey(target, 'it is missing');
        }
        const { seal } = await sealing();
        await seal(key, new Credential('trial')).catch((error) => {
          throw badKey(target, messageOf(error));
        });
        const access = await readAccess(target, before);
        return { target, before, keyId: key_id, publicKey: key, access };
      }),

    async write({ target, keyId, publicKey, access }, value, when) {
      if (readOnly) throw new Error('a dry run must not write');
      try {
        const { seal } = await sealing();
        const { status } = await call('PUT', target, '{name}', {
          name: target.name,
          encrypted_value: await seal(publicKey, value),
          key_id: keyId,
          ...access,
          request: { fetch: fetchBy(transport, { ...how.writing, ...when }) },
        });
        // GitHub answers a write with one of these two; any other success is not from GitHub.
        if (status === 201 || status === 204) return { state: 'written' };
        throw new Error(`it answers a write with ${status}`);
      } catch (error) {
        const failure = githubError(error, 'Writing', target, context);
        return { state: isRefusal(error) ? 'refused' : 'sent', failure };
      }
    },
  };
}

/**
 * How requests are sent. Reads and writes each wait for a new token, since GitHub knows a token earlier than
 * its permissions.
 */
function sendOptions(): Record<'reading' | 'readingPlace' | 'writing', SendOptions> {
  const newToken = () => ({ isRefusal: maySpeakOfFreshToken, waits: new SharedWait() });
  const credential = newToken();
  return {
    reading: { repeatable: true, mayBeNew: { credential } },
    readingPlace: { repeatable: true, mayBeNew: { credential, place: new SharedWait() } },
    // Retried only if it certainly had no effect.
    writing: { repeatable: false, mayBeNew: { credential: newToken() } },
  };
}

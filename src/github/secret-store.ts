import { ActionError, messageOf } from '../domain/error.ts';
import type { Secret } from '../domain/secret.ts';
import type { Repository, Target } from '../domain/target.ts';
import type { Transport } from '../http/transport.ts';
import { type CurrentSecret, folderOf, placeParameters, toCurrent } from './endpoints.ts';
import { sendOptions } from './fresh-token.ts';
import { createOctokit, fetchBy } from './octokit.ts';
import { githubRefusal, isNotFound, isRefusal } from './refusals.ts';
import { badKey, checkPublicKey, seal } from './seal.ts';
import { watchToken } from './token.ts';

export type { CurrentSecret } from './endpoints.ts';

/** What is seen at a target without writing; null where there is no such secret. */
export interface Observation {
  current: CurrentSecret | null;
  /** GitHub's clock at that moment; undefined where it does not tell. */
  serverTime: number | undefined;
}

/** All that a write needs, looked up beforehand. */
export interface ReadyTarget {
  target: Target;
  before: CurrentSecret | null;
  keyId: string;
  publicKey: string;
  /** Organization secrets only. */
  access?: { visibility: string; selected_repository_ids?: (number | string)[] };
}

/** Until when a write may be sent, by the clock that nobody corrects, and who is to know of it, or that it had no effect. */
export interface WriteWindow {
  notAfter: number;
  /** With Unix milliseconds. */
  onAttempt(at: number): void;
  onRefused?(): void;
}

/** What came of a write: `sent` where nobody knows, since its answer was lost. */
export type WriteOutcome =
  | { state: 'landed' }
  | { state: 'refused' | 'sent'; failure: ActionError };

/** Where secrets live. `observe` and `prepare` throw `ActionError`; `write` tells what came of it. */
export interface SecretStore {
  /** One request. */
  observe(target: Target): Promise<Observation>;
  /** Whether its repository is archived, as far as one request tells; false for an organization's. */
  isArchived(target: Target): Promise<boolean>;
  /** Whether those may read a secret that are to; requests only for an organization's. */
  hasAccess(target: Target, current: CurrentSecret): Promise<boolean>;
  /** One request; more for who may read an organization's secret. */
  prepare(target: Target, before: CurrentSecret | null): Promise<ReadyTarget>;
  /**
   * One request; more only where GitHub certainly refused it before.
   * @param when - no attempt is begun after `notAfter`; `onAttempt` is called before each
   */
  write(ready: ReadyTarget, value: Secret, when: WriteWindow): Promise<WriteOutcome>;
}

const PAGE = 100;
/** More repositories than any organization selects; a server that goes on lies. */
const MAX_PAGES = 200;

/**
 * Secrets of repositories, environments and organizations, for Actions, Dependabot and Codespaces.
 * https://docs.github.com/rest/actions/secrets
 */
export function createSecretStore(
  given: Transport,
  options: { apiUrl: URL; token: Secret; readOnly: boolean; redact(text: string): string },
): SecretStore {
  const { apiUrl, readOnly } = options;
  const { transport, facts } = watchToken(given, options.token);
  const how = sendOptions();
  const readingPlace = { request: { fetch: fetchBy(transport, how.readingPlace) } };
  const octokit = createOctokit(transport, apiUrl, options.token, how.reading);
  const told = { host: apiUrl.host, redact: options.redact, token: facts };
  /** Asked once each, however many of the organization's secrets they may read. */
  const repositoryIds = new Map<string, Promise<number | bigint>>();

  async function guard<T>(doing: string, target: Target, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ActionError ? error : githubRefusal(error, doing, target, told);
    }
  }

  function call(method: string, target: Target, path: string, parameters: object = {}) {
    return octokit.request(`${method} ${folderOf(target)}/${path}`, {
      ...placeParameters(target),
      ...parameters,
    });
  }

  async function readAccess(target: Target, before: CurrentSecret | null) {
    if (target.place !== 'organization') return undefined;
    const kept = before === null ? 'private' : before.visibility;
    // Any guess could open the secret to more repositories than before.
    if (kept === undefined) throw new Error('a secret of an organization without `visibility`');
    const visibility = target.visibility === 'keep' ? kept : target.visibility;
    if (visibility !== 'selected') return { visibility };
    const ids =
      target.visibility === 'keep'
        ? await readSelected(target)
        : await idsOf(target, target.repositories);
    // Dependabot takes these ids as strings alone, the others as numbers alone.
    return {
      visibility,
      selected_repository_ids: target.app === 'dependabot' ? ids.map(String) : ids,
    };
  }

  async function readSelected(target: Target): Promise<number[]> {
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
    throw new Error(`no end of repositories after ${MAX_PAGES} pages`);
  }

  async function idsOf(target: Target, repositories: Repository[]): Promise<number[]> {
    const ids: number[] = [];
    for (const { owner, repo } of repositories) {
      const name = `${owner}/${repo}`;
      const asking =
        repositoryIds.get(name) ??
        octokit.request('GET /repos/{owner}/{repo}', { owner, repo }).then(
          ({ data }) => data.id,
          (error) => {
            throw githubRefusal(error, 'Looking up', target, told, { owner, repo });
          },
        );
      repositoryIds.set(name, asking);
      ids.push(Number(await asking));
    }
    return ids;
  }

  return {
    observe: (target) =>
      guard('Looking at', target, async () => {
        const { current, date } = await call('GET', target, '{name}', { name: target.name }).then(
          ({ data, headers }) => ({ current: toCurrent(data, target), date: headers.date }),
          (error) => {
            if (!isNotFound(error)) throw error;
            return { current: null, date: error.response?.headers.date };
          },
        );
        const serverTime = Date.parse(date ?? '');
        return { current, serverTime: Number.isNaN(serverTime) ? undefined : serverTime };
      }),

    async isArchived(target) {
      if (target.place === 'organization') return false;
      const { owner, repo } = target;
      const asking = octokit.request('GET /repos/{owner}/{repo}', { owner, repo });
      return asking.then(
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
        if (typeof key !== 'string' || typeof key_id !== 'string')
          throw badKey(target, 'it is missing');
        await checkPublicKey(key).catch((error) => {
          throw badKey(target, messageOf(error));
        });
        const access = await readAccess(target, before);
        return { target, before, keyId: key_id, publicKey: key, ...(access && { access }) };
      }),

    async write({ target, keyId, publicKey, access }, value, when) {
      if (readOnly) throw new Error('a dry run must not write');
      try {
        const { status } = await call('PUT', target, '{name}', {
          name: target.name,
          encrypted_value: await seal(publicKey, value),
          key_id: keyId,
          ...access,
          request: { fetch: fetchBy(transport, { ...how.writing, ...when }) },
        });
        // The two that GitHub answers to a write: any other success is somebody else's.
        if (status === 201 || status === 204) return { state: 'landed' };
        throw new Error(`it answers a write with ${status}`);
      } catch (error) {
        const failure = githubRefusal(error, 'Writing', target, told);
        return { state: isRefusal(error) ? 'refused' : 'sent', failure };
      }
    },
  };
}

import { ActionError } from '../domain/error.ts';
import { type ApiKey, type Project, splitKeyId } from '../domain/key.ts';
import type { KeySpec } from '../domain/lost-create.ts';
import { serverClock } from '../http/retry-delay.ts';
import { type Api, isSuccess } from './api.ts';
import type { CreatedKey } from './create-key.ts';
import { isUnknownPath } from './errors.ts';
import { parseObject, readDeleted, readKey, readPage, UnreadableResponse } from './parse.ts';

type ApiRequest = Parameters<Api['send']>[0];

export interface PageQuery {
  /** A project's pages have no order. */
  order: 'asc' | 'desc';
  limit: number;
  /** The id after which the page starts. */
  after?: string | undefined;
  /** A moment of the clock that is never corrected, after which no further attempt begins. */
  notAfter?: number | undefined;
}

interface ListedPage {
  keys: ApiKey[];
  hasMore: boolean;
  /** How many keys there are on all pages together, where the response says so. */
  total?: number | undefined;
  /** How long the response was, in characters. */
  size?: number;
  /** Unix milliseconds on the server's clock, where it tells. */
  serverTime: number | undefined;
}

/** What a check of a new key found. */
interface CheckedKey {
  /** The key as the API lists it now; undefined where it does not list it yet. */
  listed: ApiKey | undefined;
  /** Keys that exist now, for finding those of another run. */
  keys: readonly ApiKey[];
  serverTime: number | undefined;
  /** What is unusual and no reason to stop, in sentences. */
  warnings: readonly string[];
}

/** How a new key is checked. */
interface CheckOptions {
  /** `rotation`: it has to work and to be the only new one. `exposure`: it has to work. */
  purpose: 'rotation' | 'exposure' | 'delivery';
  /** No attempt begins after this moment of the clock that is never corrected. */
  until: number;
  /** Repeats what the new key authenticates while the API does not know the key yet. */
  retry<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * The keys of one place: the organization's admin keys, or those of a project. What differs between the
 * two is in here. Every method throws `ActionError`.
 */
export interface KeyClient {
  /** Whether pages come in the order that was asked for. */
  readonly isOrdered: boolean;
  listPage(query: PageQuery): Promise<ListedPage>;
  /** The keys among which a new one must show up: the newest ones at least. */
  listNewest(notAfter?: number): Promise<ListedPage>;
  /**
   * @param keyId - in the long form for a project's key, whatever the place: `proj_abc/key_xyz`
   * @param notAfter - as for a page
   */
  retrieve(
    keyId: string,
    notAfter?: number,
  ): Promise<Pick<ListedPage, 'serverTime'> & { key: ApiKey }>;
  /** @returns `gone` where there is no such key */
  delete(keyId: string): Promise<'deleted' | 'gone'>;
  /** Reads the project of a long id once, so that a mistyped one does not pass for a deleted key. */
  checkProjectOf(keyId: string): Promise<void>;
  /**
   * Makes a key, sending the request once. The response is compared with what was asked, and the value
   * is masked, before either is returned.
   * @param onAttempt - called just before the request leaves, with Unix milliseconds; once more for
   *   each time that the server has certainly refused it
   * @throws UnknownOutcomeError where the key may have been made all the same
   */
  create(key: KeySpec, onAttempt?: (at: number) => void): Promise<CreatedKey>;
  /** Why a listed key is not one that `create` makes here, as sentences; undefined where it is one. */
  whyForeign(key: ApiKey): string | undefined;
  /** Checks a key that `create` has made. */
  check(created: Pick<CreatedKey, 'key' | 'value'>, options: CheckOptions): Promise<CheckedKey>;
}

/** What both kinds of keys have in common: their pages, and what takes an id. */
export function keysById(api: Api): Pick<KeyClient, 'retrieve' | 'delete' | 'checkProjectOf'> & {
  readKeys(request: ApiRequest, project?: Project): Promise<ListedPage>;
} {
  const { redact } = api.options;
  const projects = new Map<string, Promise<unknown>>();
  return {
    readKeys: (request, project) =>
      api.send(request, (response) => {
        const page = readPage(response.body, redact, project);
        return { ...page, size: response.body.length, serverTime: serverClock(response) };
      }),

    retrieve(keyId, notAfter) {
      const how = { notAfter };
      const request = { what: `reading key \`${keyId}\``, keyId, path: pathOf(keyId), how };
      return api.send(request, (response) => ({
        key: readKey(response.body, keyId, redact),
        serverTime: serverClock(response),
      }));
    },

    delete: (keyId) =>
      api.send(
        {
          what: `deleting key \`${keyId}\``,
          keyId,
          path: pathOf(keyId),
          method: 'DELETE',
          isGood: (response) =>
            isSuccess(response) || (response.status === 404 && !isUnknownPath(response)),
        },
        (response) => {
          if (response.status === 404) return 'gone';
          readDeleted(response.body, keyId);
          return 'deleted';
        },
      ),

    async checkProjectOf(keyId) {
      const { projectId } = splitKeyId(keyId);
      if (projectId === null) return;
      const reading = projects.get(projectId) ?? readProject(api, projectId);
      projects.set(projectId, reading);
      await reading.catch((error) => {
        if (!(error instanceof ActionError)) throw error;
        const why = isNotFound(error)
          ? `This organization has no project \`${projectId}\`. Correct the id in \`key-id\` or \`project-id\`, and ` +
            'check that `admin-api-key` belongs to the organization of that project.'
          : error.message;
        const message = `Key \`${keyId}\` was not found (404), which only counts as deleted in a project that exists. ${why}`;
        throw new ActionError(error.code, message, { cause: error });
      });
    },
  };
}

/** Repeats what answers 404 while it is too new to be known, after each of the waits. */
export async function retryNotFound<T>(
  work: () => Promise<T>,
  waits: readonly number[],
  sleep: (ms: number) => Promise<void>,
): Promise<T> {
  for (const wait of waits) {
    try {
      return await work();
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await sleep(wait);
    }
  }
  return work();
}

/** Whether an error says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ActionError && error.code === 'not-found';
}

/**
 * @returns whether it is archived
 * @throws ActionError `not-found` where there is no such project
 */
export function readProject(api: Api, projectId: string): Promise<{ isArchived: boolean }> {
  const what = `reading project \`${projectId}\``;
  return api.send({ what, projectId, path: projectPath(projectId) }, ({ body }) => {
    const { id, status } = parseObject(body);
    if (id !== projectId) throw new UnreadableResponse('is about another project');
    return { isArchived: status === 'archived' };
  });
}

export function projectPath(projectId: string): string {
  return `/organization/projects/${encodeURIComponent(projectId)}`;
}

function pathOf(id: string): string {
  const { projectId, keyId } = splitKeyId(id);
  const key = encodeURIComponent(keyId);
  return projectId === null
    ? `/organization/admin_api_keys/${key}`
    : `${projectPath(projectId)}/api_keys/${key}`;
}

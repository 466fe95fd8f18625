import { ActionError, type ErrorCode } from '../src/domain/error.ts';
import type { ApiKey, Places, Project } from '../src/domain/key.ts';
import type { PageQuery } from '../src/openai/client.ts';
import type { ListingQuery } from '../src/openai/listing.ts';
import { listPlaces } from '../src/openai/places.ts';
import { adminKey, fakeKeys, NOW } from './fakes.ts';

export const byAge: ListingQuery = { order: 'asc' };
export const strictly: ListingQuery = { order: 'asc', strict: true };
export const failing = (code: ErrorCode, what = '') =>
  new ActionError(code, `Failed: ${code}.${what}`);

/** A key of a project, or an admin key where there is none, made so many seconds ago. */
export function keyOf(
  project: string | null,
  id: string,
  ago: number,
  fields: Partial<ApiKey> = {},
) {
  if (project === null) return adminKey({ id, createdAt: NOW - ago, ...fields });
  return adminKey({
    id: `${project}/${id}`,
    project: { id: project, name: null },
    redactedValue: 'sk-svc...xyz',
    createdAt: NOW - ago,
    ...fields,
  });
}

interface Organization {
  admin?: ApiKey[] | Error;
  /** The keys of each project, or why it cannot be read. */
  projects?: Record<string, ApiKey[] | Error>;
  /** The projects that are active, at each reading; all of them in the end. */
  active?: (string[] | Error)[];
  /** How long each listing takes, in milliseconds. */
  takes?: number;
  /** How long each response is, in characters. */
  size?: number;
}

/** An organization behind the fakes of its places, and everything that it was asked. */
export function listing({
  admin = [],
  projects = {},
  active = [],
  takes = 0,
  size = 0,
}: Organization = {}) {
  const asked: string[] = [];
  const queries: PageQuery[] = [];
  const said: string[] = [];
  let clock = 0;
  const clientOf = (name: string, keys: ApiKey[] | Error, isOrdered = false) =>
    fakeKeys({
      isOrdered,
      listPage: async (query) => {
        asked.push(name);
        queries.push(query);
        clock += takes;
        if (keys instanceof Error) throw keys;
        return { keys, hasMore: false, size, serverTime: NOW * 1000 + asked.length };
      },
    });
  const context = {
    client: clientOf('admin', admin, true),
    clientOf: async ({ id }: Project) => clientOf(id, projects[id] ?? new Error(`who is ${id}?`)),
    listProjects: async () => {
      asked.push('projects');
      const ids = active.shift() ?? Object.keys(projects);
      if (ids instanceof Error) throw ids;
      return ids.map((id) => ({ id, name: `name of ${id}` }));
    },
    monotonic: () => clock,
    log: { info: (line: string) => void said.push(line) },
  };
  const read = async (places: Partial<Places>, query = byAge) => {
    const all = { hasAdminKeys: false, projects: [], serviceAccountId: null, ...places };
    const { keys, ...rest } = await listPlaces(all, query, context);
    return { ...rest, ids: keys.map(({ id }) => id), keys };
  };
  return { read, asked, queries, said };
}

export const everything = { hasAdminKeys: true, projects: 'all' } as const;

import { ActionError, failsEveryRequest } from '../domain/error.ts';
import { type ApiKey, isAdminKey, type Places, type Project, splitKeyId } from '../domain/key.ts';
import { firstOf } from '../domain/text.ts';
import type { Api } from './api.ts';
import { isNotFound, type KeyClient } from './client.ts';
import {
  type ListingQuery,
  listKeys,
  listWhole,
  MAX_LISTED,
  PAGE_SIZE,
  sortKeys,
} from './listing.ts';
import { readProjects, UnreadableResponse } from './parse.ts';

/** The keys of several places. */
interface PlacesListing {
  keys: ApiKey[];
  /** Unix milliseconds on the server's clock at the last page, where it tells. */
  serverTime: number | undefined;
  /** Projects that were archived while the listing was read, and are left out. */
  archived: Project[];
  /** Why some places could not be read. */
  failures: ActionError[];
}

/** A listing of many projects says this often how far it is, in milliseconds. */
const PROGRESS_MS = 10_000;
/** Failures that one project can have on its own: its network, its region, its budget. */
const OF_ONE_PROJECT = ['unavailable', 'address-refused', 'wrong-host', 'no-credit'];
/** So many projects are named in a message. */
const MAX_NAMED = 10;
/** Far beyond any organization; a server that goes on for longer is not telling the truth. */
const MAX_PROJECT_PAGES = 1_000;

/** What reading several places works with. */
interface PlacesContext {
  /** The admin keys. */
  client: KeyClient;
  clientOf(project: Project): Promise<KeyClient>;
  listProjects(): Promise<Project[]>;
  monotonic(): number;
  log: { info(line: string): void };
}

/**
 * Reads the keys of one place after another. A project that cannot be read does not keep the others from
 * being read; one that was archived meanwhile is left out.
 *
 * @param query - `strict` for one view of all keys of each place
 * @throws ActionError where the only place cannot be read
 */
export async function listPlaces(
  places: Places,
  query: ListingQuery,
  context: PlacesContext,
): Promise<PlacesListing> {
  const { projects: wanted } = places;
  const isAll = wanted === 'all';
  const projects = isAll
    ? await context.listProjects()
    : wanted.map((id): Project => ({ id, name: null }));
  // Null: the admin keys.
  const sources = places.hasAdminKeys ? [null, ...projects] : projects;
  const isOnly = sources.length === 1 && !isAll;
  const listing: PlacesListing = { keys: [], serverTime: undefined, archived: [], failures: [] };
  const room = { left: MAX_LISTED };
  let hadFailure = false;
  /** The projects that are active by now, where that could be read. */
  let active: Project[] | undefined;
  /** A project that answers as if it were not there, and is no longer active. */
  const wasArchived = async ({ id }: Project, error: ActionError): Promise<boolean> => {
    if (!isNotFound(error) && error.code !== 'archived') return false;
    // An earlier look may have shown it already.
    if (active?.every((one) => one.id !== id)) return true;
    active = await context.listProjects().catch((why) => {
      if (!(why instanceof ActionError)) throw why;
      return undefined;
    });
    return active?.every((one) => one.id !== id) ?? false;
  };
  let reportedAt = context.monotonic();
  for (const [index, project] of sources.entries()) {
    /** How many projects are read after this source. */
    const read = index + 1 - Number(places.hasAdminKeys);
    try {
      const client = project === null ? context.client : await context.clientOf(project);
      const { keys, serverTime } = await listOne(client, places, { ...query, room }, isOnly);
      for (const key of keys) listing.keys.push(key);
      listing.serverTime = serverTime;
      hadFailure = false;
    } catch (error) {
      if (!(error instanceof ActionError) || isOnly) throw error;
      if (project && isAll && (await wasArchived(project, error))) {
        listing.archived.push(project);
      } else {
        listing.failures.push(error);
        // Such a failure may be of one project; a second one in a row is of all.
        const mayBeOfOne: boolean = OF_ONE_PROJECT.includes(error.code) && !hadFailure;
        hadFailure = mayBeOfOne;
        if (failsEveryRequest(error) && !mayBeOfOne) {
          const left = projects.slice(read);
          if (left.length > 0) listing.failures.push(notTried(left));
          break;
        }
      }
    }
    if (context.monotonic() - reportedAt >= PROGRESS_MS) {
      reportedAt = context.monotonic();
      context.log.info(`${read} of ${projects.length} projects, ${listing.keys.length} keys.`);
    }
  }
  if (isOnly) return listing;
  const more = listing.failures.length - MAX_NAMED;
  if (more > 0) {
    const rest = new ActionError('partial', `${more} more could not be read.`);
    listing.failures.splice(MAX_NAMED, more, rest);
  }
  const sorted = sortKeys(withoutDuplicates(listing.keys), query.order);
  return { ...listing, keys: sorted.slice(0, query.limit) };
}

function notTried(projects: readonly Project[]): ActionError {
  const ids = firstOf(projects.map(({ id }) => `\`${id}\``)).join(', ');
  return new ActionError('partial', `These projects were not read after that: ${ids}.`);
}

/** Every active project, page by page. @throws ActionError */
export async function listProjects(api: Api): Promise<Project[]> {
  const active = new Map<string, Project>();
  const seen = new Set<string>();
  let after: string | undefined;
  let size = 0;
  for (let page = 1; page <= MAX_PROJECT_PAGES; page++) {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
    if (after !== undefined) query.set('after', after);
    const path = `/organization/projects?${query}`;
    const { projects, hasMore } = await api.send(
      { what: 'listing the projects', path },
      ({ body }) => {
        size += body.length;
        if (size > MAX_LISTED) throw new UnreadableResponse('makes the list larger than 64 MiB');
        return readProjects(body, api.options.redact);
      },
    );
    const known = seen.size;
    for (const { id, name, isArchived } of projects) {
      seen.add(id);
      if (!isArchived) active.set(id, { id, name });
    }
    if (!hasMore) return [...active.values()];
    if (seen.size === known) break;
    after = projects.at(-1)?.id;
  }
  throw new ActionError('unreadable', 'The listing of projects does not end. Check `base-url`.');
}

function listOne(
  client: KeyClient,
  { serviceAccountId }: Places,
  query: ListingQuery,
  isOnly: boolean,
): ReturnType<typeof listKeys> {
  const { matches, room } = query;
  const isWanted = (key: ApiKey) =>
    (matches?.(key) ?? true) && (serviceAccountId === null || key.owner?.id === serviceAccountId);
  if (query.strict) return listWhole(client, { room, matches: isWanted });
  const isAll = serviceAccountId === null && matches === undefined;
  const limit = isOnly ? query.limit : undefined;
  return listKeys(client, { ...query, limit, matches: isAll ? undefined : isWanted });
}

/** The list of admin keys can show a project's keys too; each counts once. */
function withoutDuplicates(keys: readonly ApiKey[]): ApiKey[] {
  const ids = new Set(keys.flatMap(({ id, project }) => (project ? [splitKeyId(id).keyId] : [])));
  return keys.filter((key) => key.project !== null || isAdminKey(key) || !ids.has(key.id));
}

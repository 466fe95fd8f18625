import { afterEach, describe, expect, test } from '@jest/globals';
import { type OpenAi, type OpenAiOptions, startOpenAi } from '../../emulator/openai.ts';
import { createAdminKeys } from '../../src/openai/admin-keys.ts';
import { listPlaces, listProjects } from '../../src/openai/places.ts';
import { createProjectKeys } from '../../src/openai/project-keys.ts';
import { apiOver, requestsTo } from '../../testing/emulated-api.ts';
import { actionError, failureOf, NOW } from '../../testing/fakes.ts';

let openAi: OpenAi | undefined;
afterEach(() => openAi?.close());

/** An organization with so many projects, and its API. */
async function organization(count: number, options: OpenAiOptions = {}) {
  const emulator = await startOpenAi(options);
  openAi = emulator;
  for (let at = 0; at < count; at++) {
    emulator.seedProject({ id: `proj_${at}`, name: `Project ${at}`, createdAt: NOW - at });
  }
  return { emulator, ...apiOver(emulator) };
}

describe('the list of projects', () => {
  test('is read page by page, active ones alone', async () => {
    const { api, emulator } = await organization(205, { listOrder: 'newest-first' });
    for (const at of [3, 204]) {
      const project = emulator.projects[at];
      if (project !== undefined) project.archivedAt = NOW;
    }
    const projects = await listProjects(api);
    expect(projects).toHaveLength(203);
    expect(new Set(projects.map(({ id }) => id)).size).toBe(203);
    expect(projects).toContainEqual({ id: 'proj_0', name: 'Project 0' });
    expect(projects.map(({ id }) => id)).not.toContain('proj_3');
    expect(requestsTo(emulator)).toEqual([
      'GET /projects?limit=100',
      expect.stringMatching(/^GET \/projects\?limit=100&after=proj_\d+$/),
      expect.stringMatching(/^GET \/projects\?limit=100&after=proj_\d+$/),
    ]);
  });

  // A project that was made meanwhile moves the others on.
  test('names a project once that is on two pages', async () => {
    const { api, emulator } = await organization(2);
    const page = (ids: string[], more: boolean) => {
      return { body: { data: ids.map((id) => ({ id, name: id })), has_more: more } };
    };
    emulator.fault(page(['proj_0', 'proj_1'], true));
    emulator.fault(page(['proj_1', 'proj_2'], false));
    const ids = (await listProjects(api)).map(({ id }) => id);
    expect(ids).toEqual(['proj_0', 'proj_1', 'proj_2']);
  });

  test('names a project once that is on one page twice', async () => {
    const { api, emulator } = await organization(1);
    const project = { id: 'proj_0', name: 'x' };
    emulator.fault({ body: { data: [project, project], has_more: false } });
    expect(await listProjects(api)).toEqual([project]);
  });

  // The API leaves them out unless it is asked for them.
  test.each([
    { status: 'archived' },
    { archived_at: NOW },
    { status: 'archived', archived_at: NOW },
  ])('leaves out what a page shows as archived: %j', async (fields) => {
    const { api, emulator } = await organization(1);
    const active = { id: 'proj_0', name: 'x', status: 'active', archived_at: null };
    const archived = { id: 'proj_z', name: 'z', ...fields };
    emulator.fault({ body: { data: [archived], has_more: true } });
    emulator.fault({ body: { data: [archived, active], has_more: false } });
    expect(await listProjects(api)).toEqual([{ id: 'proj_0', name: 'x' }]);
  });

  test('may be empty', async () => {
    const { api } = await organization(0);
    expect(await listProjects(api)).toEqual([]);
  });

  test('takes projects without a name, and shows no credential in one', async () => {
    const { api, emulator } = await organization(0, { listOrder: 'oldest-first' });
    const secret = 'sk-admin-abcdefghijklmnopqrstuvwxyz';
    emulator.seedProject({ id: 'proj_a', name: null, createdAt: 1 });
    emulator.seedProject({ id: 'proj_b', name: secret, createdAt: 2 });
    const [one, two] = await listProjects(api);
    expect(one).toEqual({ id: 'proj_a', name: null });
    expect(two?.name).not.toContain('abcdef');
  });

  test.each<[string, object]>([
    ['has an id that could leave the path', { data: [{ id: '../x' }], has_more: false }],
    ['has no id', { data: [{ name: 'x' }], has_more: false }],
    ['is no list', { object: 'list', has_more: false }],
    ['has no end', { data: [], has_more: true }],
  ])('is unreadable where it %s', async (_, body) => {
    const { api, emulator } = await organization(1);
    emulator.fault({ body });
    expect(await failureOf(() => listProjects(api))).toMatchObject(actionError('unreadable'));
  });

  test('ends where a server goes round in circles', async () => {
    const { api, emulator } = await organization(1);
    const body = { data: [{ id: 'proj_0', name: 'x' }], has_more: true };
    emulator.fault({ body, times: Number.POSITIVE_INFINITY });
    expect(await failureOf(() => listProjects(api))).toMatchObject(actionError('unreadable'));
  });
});

describe('a list of projects without end, with new ones on each page,', () => {
  async function readEndless(perPage: number, name: string) {
    const { api, emulator } = await organization(1);
    let pages = 0;
    const rewrite = () => {
      pages += 1;
      const data = Array.from({ length: perPage }, (_, at) => ({
        id: `proj_${pages}_${at}`,
        name,
      }));
      return { status: 200, body: { object: 'list', data, has_more: true } };
    };
    emulator.fault({ times: Number.POSITIVE_INFINITY, rewrite });
    const error = await failureOf(() => listProjects(api));
    expect(error).toMatchObject(actionError('unreadable'));
    return { error, pages };
  }

  test('ends at 64 MiB', async () => {
    const { error, pages } = await readEndless(10_000, 'n'.repeat(1_400));
    expect(error.message).toContain('makes the list larger than 64 MiB');
    expect(pages).toBe(5);
  });

  test('ends after a thousand pages', async () => {
    const { error, pages } = await readEndless(1, 'n');
    expect(error.message).toContain('The listing of projects does not end.');
    expect(pages).toBe(1_000);
  });
});

describe('the whole organization', () => {
  const places = { hasAdminKeys: true, projects: 'all', serviceAccountId: null } as const;

  async function read(options: OpenAiOptions, prepare: (emulator: OpenAi) => void) {
    const { api, emulator } = await organization(3, options);
    for (const at of [0, 1, 2]) {
      const projectId = `proj_${at}`;
      emulator.seedProjectKey({ id: `key_${at}`, projectId, createdAt: NOW - at });
    }
    prepare(emulator);
    const listing = await listPlaces(
      places,
      { order: 'asc', strict: true },
      {
        client: createAdminKeys(api),
        clientOf: async (project) => createProjectKeys(api, project),
        listProjects: () => listProjects(api),
        monotonic: () => 0,
        log: { info: () => undefined },
      },
    );
    const ids = listing.keys.map(({ id }) => id).filter((id) => id !== emulator.keys[0]?.id);
    return { ...listing, ids, requests: requestsTo(emulator) };
  }

  test('has each key once, also where the list of admin keys has projects’ keys too', async () => {
    for (const listProjectKeysAsAdminKeys of [false, true]) {
      const { ids, keys } = await read({ listProjectKeysAsAdminKeys }, () => undefined);
      expect(ids).toEqual(['proj_2/key_2', 'proj_1/key_1', 'proj_0/key_0']);
      expect(keys.map(({ project }) => project?.name ?? null)).toEqual(
        expect.arrayContaining(['Project 0', 'Project 1', 'Project 2', null]),
      );
      await openAi?.close();
    }
  });

  test.each([
    400, 403, 404,
  ] as const)('leaves out what is archived meanwhile (%d)', async (archivedStatus) => {
    const { ids, archived, failures, requests } = await read({ archivedStatus }, (emulator) => {
      emulator.hooks.before = ({ path }) => {
        const project = emulator.projects[1];
        if (path.includes('proj_1/api_keys') && project !== undefined) project.archivedAt = NOW;
      };
    });
    expect(ids).toEqual(['proj_2/key_2', 'proj_0/key_0']);
    expect(archived).toEqual([{ id: 'proj_1', name: 'Project 1' }]);
    expect(failures).toEqual([]);
    expect(requests.filter((request) => request.startsWith('GET /projects?'))).toHaveLength(2);
  });
});

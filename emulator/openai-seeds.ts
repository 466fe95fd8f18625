import type { ProjectUser, StoredKey, StoredProjectKey } from './openai-keys.ts';
import type { OpenAiState, StoredProject, StoredServiceAccount } from './openai-state.ts';
import { generateId, generateKeyValue } from './openai-values.ts';

/** `owner` is the id of a service account, or a user. Default: a user. */
export interface ProjectKeySeed extends Partial<Omit<StoredProjectKey, 'owner'>> {
  projectId: string;
  owner?: string | Partial<ProjectUser>;
}

/** What stands in an organization without a request; each has defaults for what is left out. */
export interface Seeds {
  /** Stores an admin key, valid at once. Throws an Error if id or value is taken. */
  seed(key?: Partial<StoredKey>): StoredKey;
  /** Throws an Error if the id is taken. */
  seedProject(project?: Partial<StoredProject>): StoredProject;
  /** Throws an Error if the id is taken, or the project unknown. */
  seedServiceAccount(
    account: Partial<StoredServiceAccount> & { projectId: string },
  ): StoredServiceAccount;
  /** Stores a key, valid at once. Throws an Error if id or value is taken, or who it is for unknown. */
  seedProjectKey(key: ProjectKeySeed): StoredProjectKey;
}

export function createSeeds(state: OpenAiState): Seeds {
  const startedAt = state.now();
  const defaultOwner = {
    type: 'user',
    object: 'organization.user',
    id: generateId('user'),
    name: 'Ada Lovelace',
    created_at: startedAt,
    role: 'owner',
  };
  const defaultUser: ProjectUser = {
    id: generateId('user'),
    name: 'Grace Hopper',
    email: 'grace@example.com',
    role: 'member',
    createdAt: startedAt,
  };

  function mustHaveProject(id: string): void {
    if (!state.project(id)) throw new Error(`There is no project ${id}.`);
  }

  function ownerOf({ projectId, owner = {} }: ProjectKeySeed): StoredProjectKey['owner'] {
    if (typeof owner !== 'string') return { type: 'user', ...defaultUser, ...owner };
    if (state.serviceAccount(owner)?.projectId !== projectId) {
      throw new Error(`The project ${projectId} has no service account ${owner}.`);
    }
    return { type: 'service_account', id: owner };
  }

  return {
    seed(key = {}) {
      const stored: StoredKey = {
        id: generateId('key'),
        name: 'Seeded key',
        value: generateKeyValue('admin'),
        createdAt: state.now(),
        expiresAt: null,
        lastUsedAt: null,
        owner: { ...defaultOwner },
        ...key,
      };
      state.keys.add(stored);
      return stored;
    },
    seedProject(project = {}) {
      const stored: StoredProject = {
        id: generateId('proj'),
        name: 'Seeded project',
        createdAt: state.now(),
        archivedAt: null,
        policy: {},
        callRefusal: null,
        ...project,
      };
      if (state.project(stored.id)) throw new Error(`There is already a project ${stored.id}.`);
      state.projects.push(stored);
      return stored;
    },
    seedServiceAccount(account) {
      mustHaveProject(account.projectId);
      const stored: StoredServiceAccount = {
        id: generateId('svc_acct'),
        name: 'Seeded service account',
        role: 'member',
        createdAt: state.now(),
        ...account,
      };
      if (state.serviceAccount(stored.id)) {
        throw new Error(`There is already a service account ${stored.id}.`);
      }
      state.serviceAccounts.push(stored);
      return stored;
    },
    seedProjectKey(key) {
      mustHaveProject(key.projectId);
      const owner = ownerOf(key);
      const ownerProjectAccess = key.ownerProjectAccess ?? 'active';
      const stored: StoredProjectKey = {
        id: generateId('key'),
        name: 'Seeded key',
        value: generateKeyValue(owner.type),
        createdAt: state.now(),
        expiresAt: null,
        lastUsedAt: null,
        scopes: null,
        ownerProjectAccess,
        hidden: ownerProjectAccess === 'inactive',
        ...key,
        owner,
      };
      state.projectKeys.add(stored);
      return stored;
    },
  };
}

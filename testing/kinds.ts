import type { OpenAi, StoredKey, StoredProjectKey } from '../emulator/openai.ts';

/** The two kinds of keys that the action makes; what holds for one is tested for both. */
export const KINDS = ['admin key', 'service account key'] as const;
export type Kind = (typeof KINDS)[number];

export type Stored = StoredKey | StoredProjectKey;

/** The keys of one kind on a local API, so that a test need not know which it is. */
export interface Keys {
  kind: Kind;
  /** The inputs that say which keys a step is about. */
  inputs: Record<string, string>;
  /** Stores a key as if it had been made by hand. */
  seed(key: { name: string; createdAt?: number; expiresAt?: number | null }): Stored;
  /** Those of the identity's place, oldest first: admin keys, or those of the service account. */
  all(): Stored[];
  /** The id by which the action names a key. */
  idOf(key: Stored): string;
  /** Requests of a rotation between its create and its first write. */
  checks: number;
  /** The same for a create whose value goes to secrets alone. */
  readBacks: number;
  /** Keys named like the rotated one that belong to others and are gone; a breach each. */
  missingTwins(): string[];
}

/** The project and the service account whose keys are made. */
export const PROJECT = 'proj_test';
export const ACCOUNT = 'svc_acct_test';

/**
 * Prepares a local API for a kind of keys, with twins of the name `ci` that nothing may touch: of another
 * account, of a user, of another project, and an admin key or a key in the project's stead.
 */
export function setUpKind(openai: OpenAi, kind: Kind): Keys {
  openai.seedProject({ id: PROJECT, name: 'Test' });
  openai.seedProject({ id: 'proj_other', name: 'Other' });
  openai.seedServiceAccount({ id: ACCOUNT, projectId: PROJECT });
  openai.seedServiceAccount({ id: 'svc_acct_other', projectId: PROJECT });
  openai.seedServiceAccount({ id: 'svc_acct_elsewhere', projectId: 'proj_other' });
  const createdAt = openai.now() - 5 * 86_400;
  const twin = { name: 'ci', createdAt };
  const isAdmin = kind === 'admin key';
  const twins: Stored[] = [
    openai.seedProjectKey({ ...twin, projectId: PROJECT, owner: 'svc_acct_other' }),
    openai.seedProjectKey({ ...twin, projectId: PROJECT, owner: { email: 'ada@example.com' } }),
    openai.seedProjectKey({ ...twin, projectId: 'proj_other', owner: 'svc_acct_elsewhere' }),
    isAdmin
      ? openai.seedProjectKey({ ...twin, projectId: PROJECT, owner: ACCOUNT })
      : openai.seed(twin),
  ];
  const missingTwins = () => {
    const values = new Set([...openai.keys, ...openai.projectKeys].map(({ value }) => value));
    return twins.filter(({ value }) => !values.has(value)).map(({ id }) => `twin ${id} is gone`);
  };
  if (isAdmin) {
    return {
      kind,
      inputs: {},
      seed: (key) => openai.seed(key),
      all: () => openai.keys,
      idOf: ({ id }) => id,
      checks: 1,
      readBacks: 0,
      missingTwins,
    };
  }
  return {
    kind,
    inputs: { 'project-id': PROJECT, 'service-account-id': ACCOUNT },
    seed: (key) => openai.seedProjectKey({ ...key, projectId: PROJECT, owner: ACCOUNT }),
    all: () => openai.projectKeys.filter(({ owner }) => owner.id === ACCOUNT),
    idOf: ({ id }) => `${PROJECT}/${id}`,
    checks: 2,
    readBacks: 1,
    missingTwins,
  };
}

import { type GitHub, startGitHub } from '../../emulator/github.ts';
import {
  type OpenAi,
  type StoredKey,
  type StoredProjectKey,
  startOpenAi,
} from '../../emulator/openai.ts';

/** The repository of the workflows. */
export const REPOSITORY = 'octo-org/octo-repo';
/** The environment that the jobs of the examples name. */
export const HOME = `${REPOSITORY}#openai-admin`;
export const OTHERS = ['octo-org/api', 'octo-org/reports', 'octo-org/website'];
/** The environment of plans, whose app may only read. */
const PLAN = `${REPOSITORY}#openai-plan`;
/** The apps that are installed, by their client ids. */
const APPS: Record<string, { privateKey: string; access: 'read' | 'write' }> = {
  Iv23liOctoOrg: { privateKey: 'the private key of the app', access: 'write' },
  Iv23liOctoPlan: { privateKey: 'the private key of the app for plans', access: 'read' },
};
const [CLIENT_ID = '', PLAN_CLIENT_ID = ''] = Object.keys(APPS);

/** The project and the service account that the examples name. */
export const PROJECT = 'proj_abc';
export const ACCOUNT = 'svc_acct_abc';

/**
 * Both local APIs, set up as the README says: an environment with an admin key, a project with a service
 * account, and an app.
 */
export interface Hub {
  openai: OpenAi;
  github: GitHub;
  vars: Record<string, string>;
  /** The key that was made by hand and saved in the environment. */
  first: StoredKey;
  /** Saves a secret in the environment, as a person does. */
  save(name: string, value: string): void;
  /** Seconds go by on both servers. */
  advance(seconds: number): void;
  /** The value of the secret `OPENAI_ADMIN_KEY` of a place. */
  held(place: string): string | undefined;
  /** The value of the secret `OPENAI_API_KEY` of a place. */
  heldApiKey(place: string): string | undefined;
  /** The admin keys of a name that live, oldest first. */
  live(name: string): StoredKey[];
  /** The service account's keys of a name that live, oldest first. */
  liveApiKeys(name: string): StoredProjectKey[];
  /** What `actions/create-github-app-token` gives for its inputs. */
  installationToken(inputs: Record<string, string>): string;
  revoke(token: string): void;
  close(): Promise<void>;
}

export async function startHub(): Promise<Hub> {
  const [openai, github] = await Promise.all([startOpenAi(), startGitHub()]);
  let shift = 0;
  for (const api of [openai, github]) api.setClock(() => Date.now() + shift * 1000);
  github.addRepository(REPOSITORY, {
    environments: ['openai-admin', 'openai-plan', 'staging', 'production'],
  });
  for (const name of OTHERS) github.addRepository(name);
  github.addOrganization('octo-org');
  openai.seedProject({ id: PROJECT, name: 'Website' });
  openai.seedServiceAccount({ id: ACCOUNT, projectId: PROJECT });
  const first = openai.keys[0] as StoredKey;
  const aYearAgo = openai.now() - 365 * 86_400;
  const save = (name: string, value: string) =>
    void github.seedSecret(HOME, name, { value, createdAt: aYearAgo });
  save('OPENAI_ADMIN_KEY', first.value);
  save('SECRETS_APP_PRIVATE_KEY', APPS[CLIENT_ID]?.privateKey ?? '');
  for (const [name, value = ''] of [
    ['OPENAI_ADMIN_KEY', first.value],
    ['PLAN_APP_PRIVATE_KEY', APPS[PLAN_CLIENT_ID]?.privateKey],
  ] as const) {
    github.seedSecret(PLAN, name, { value, createdAt: aYearAgo });
  }
  const isLive = ({ expiresAt }: { expiresAt: number | null }) =>
    expiresAt === null || expiresAt > openai.now();

  return {
    openai,
    github,
    first,
    vars: {
      SECRETS_APP_CLIENT_ID: CLIENT_ID,
      PLAN_APP_CLIENT_ID: PLAN_CLIENT_ID,
      OPENAI_PROJECT_ID: PROJECT,
      OPENAI_SERVICE_ACCOUNT_ID: ACCOUNT,
    },
    save,
    advance: (seconds) => {
      shift += seconds;
    },
    held: (place) => github.secret(place, 'OPENAI_ADMIN_KEY')?.value,
    heldApiKey: (place) => github.secret(place, 'OPENAI_API_KEY')?.value,
    live: (name) => openai.keys.filter((key) => key.name === name && isLive(key)),
    liveApiKeys: (name) =>
      openai.projectKeys.filter(
        (key) => key.name === name && key.owner.id === ACCOUNT && isLive(key),
      ),
    installationToken(inputs) {
      const app = APPS[inputs['client-id'] ?? ''];
      if (app === undefined || inputs['private-key'] !== app.privateKey) {
        throw new Error('GitHub knows no such app');
      }
      const permissions = permissionsOf(inputs);
      if (app.access === 'read' && Object.values(permissions).includes('write')) {
        throw new Error('The app has no such permission');
      }
      const repositories = repositoriesOf(inputs);
      return github.addToken({
        kind: 'app',
        permissions,
        ...(repositories && { repositories }),
      });
    },
    // A token that sees nothing stands in for one that GitHub does not know any more.
    revoke: (token) =>
      void github.addToken({ token, repositories: [], organizations: [], permissions: {} }),
    close: async () => {
      await Promise.all([openai.close(), github.close()]);
    },
  };
}

/** From `permission-secrets: write` to what GitHub calls it; none asked for is none given. */
function permissionsOf(inputs: Record<string, string>): Record<string, 'read' | 'write'> {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, access]) => {
      const [, permission] = /^permission-(.+)$/.exec(name) ?? [];
      if (permission === undefined) return [];
      return [[permission.replaceAll('-', '_'), access === 'write' ? 'write' : 'read']];
    }),
  );
}

/** Those named; with an owner alone all of them, and without either the workflow's own. */
function repositoriesOf({ owner, repositories }: Record<string, string>): string[] | undefined {
  const named = (repositories ?? '').split(/[\n,]/).filter((name) => name.trim() !== '');
  if (named.length > 0) return named.map((name) => `${owner ?? 'octo-org'}/${name.trim()}`);
  return owner === undefined ? [REPOSITORY] : undefined;
}

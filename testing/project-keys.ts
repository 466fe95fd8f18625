import { type OpenAi, type OpenAiOptions, startOpenAi } from '../emulator/openai.ts';
import type { KeyAccount } from '../src/domain/key.ts';
import type { KeyClient } from '../src/openai/client.ts';
import type { CreatedKey } from '../src/openai/create-key.ts';
import { createProjectKeys } from '../src/openai/project-keys.ts';
import { apiOver, requestsTo } from './emulated-api.ts';
import { NOW } from './fakes.ts';

export type CheckOptions = Parameters<KeyClient['check']>[1];

export const PROJECT = { id: 'proj_a', name: 'Blog' };
export const ACCOUNT: KeyAccount = {
  projectId: 'proj_a',
  serviceAccountId: 'svc_acct_a',
  scopes: null,
};
export const KEYS = '/projects/proj_a/api_keys';
export const CREATE = 'POST /projects/proj_a/service_accounts/svc_acct_a/api_keys';

const started: OpenAi[] = [];

/** Ends every emulator that `startProject` started. */
export async function endProjects(): Promise<void> {
  await Promise.all(started.splice(0).map((openAi) => openAi.close()));
}

/** A project with a service account, and a client of its keys. */
export async function startProject(
  options: OpenAiOptions = {},
  { retryForMs = 0, readOnly = false, account = ACCOUNT as KeyAccount | null } = {},
) {
  const openAi = await startOpenAi(options);
  started.push(openAi);
  const { api, ...rest } = apiOver(openAi, { retryForMs, readOnly });
  openAi.seedProject({ id: 'proj_a', name: 'Blog' });
  openAi.seedServiceAccount({ id: 'svc_acct_a', projectId: 'proj_a', name: 'Deploy' });
  return {
    ...rest,
    openAi,
    client: createProjectKeys(api, PROJECT, account ?? undefined),
    requests: () => requestsTo(openAi),
    /** Stores a key of the service account that was made so many seconds ago. */
    seed: (id: string, ago = 0, fields = {}) => {
      const createdAt = NOW - ago;
      const key = { id, projectId: 'proj_a', owner: 'svc_acct_a', createdAt, ...fields };
      return openAi.seedProjectKey(key);
    },
  };
}

/** Checks a new key; what a retry repeats is done once. */
export function checkOnce(
  client: KeyClient,
  created: CreatedKey,
  purpose: CheckOptions['purpose'],
) {
  const until = (NOW + 600) * 1000;
  return client.check(created, { purpose, until, retry: (work) => work() });
}

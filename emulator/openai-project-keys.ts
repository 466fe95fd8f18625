import type { Reply } from './messages.ts';
import { notFound } from './openai-errors.ts';
import type { StoredProjectKey } from './openai-keys.ts';
import { inOrder, pageOf } from './openai-pages.ts';
import { checkKind, checkLifetime, checkScopes } from './openai-policy.ts';
import { accountOf, activeProject } from './openai-projects.ts';
import { parseProjectCreate, parseProjectList, parseWord } from './openai-requests.ts';
import { adminRoute, type Route } from './openai-routes.ts';
import type { ProjectKeySeed } from './openai-seeds.ts';
import type { OpenAiState } from './openai-state.ts';
import { redact } from './openai-values.ts';

/**
 * The endpoints of projects' keys, and the one that makes a key for a service account.
 * https://platform.openai.com/docs/api-reference/project-api-keys
 *
 * @param seed - stores a key with defaults for what is left out
 */
export function projectKeyRoutes(
  state: OpenAiState,
  seed: (key: ProjectKeySeed) => StoredProjectKey,
): Route[] {
  const { projectKeys, options } = state;
  const { maxPageSize = 100, listOrder = 'shuffled' } = options;

  function list(query: URLSearchParams, projectId: string): Reply {
    const project = activeProject(state, projectId);
    const page = parseProjectList(query, maxPageSize, ['owner_project_access']);
    const access = parseWord(query, 'owner_project_access', ['active', 'inactive', 'any']);
    const isAskedFor = (key: StoredProjectKey) =>
      access === undefined ? !key.hidden : access === 'any' || access === key.ownerProjectAccess;
    const listed = projectKeys.keys.filter(
      (key) => key.projectId === project.id && isAskedFor(key) && state.isShown(key),
    );
    return pageOf(inOrder(listed, listOrder), page, (key) => toProjectKey(state, key));
  }

  /** Throws a Refusal when there is none, or none yet. */
  function find(projectId: string, id: string): StoredProjectKey {
    const project = activeProject(state, projectId);
    const key = projectKeys.find(id);
    if (key?.projectId === project.id && state.isShown(key)) return key;
    throw notFound('API key', id, 'api_key_id');
  }

  function remove(projectId: string, id: string): Reply {
    projectKeys.remove(find(projectId, id).id);
    const object = 'organization.project.api_key.deleted';
    return { status: 200, body: { id, object, deleted: true } };
  }

  function create(body: string, projectId: string, accountId: string): Reply {
    const project = activeProject(state, projectId);
    const account = accountOf(state, project, accountId);
    const { name, expiresIn, scopes } = parseProjectCreate(body);
    const policies = [state.policy, project.policy];
    checkKind(state.policy, project.policy);
    checkLifetime(expiresIn, policies);
    checkScopes(scopes, policies);
    const key = seed({
      ...options.newProjectKey?.(),
      projectId: project.id,
      owner: account.id,
      name,
      expiresAt: expiresIn === undefined ? null : state.now() + expiresIn,
      scopes,
    });
    state.startDelays(key);
    return {
      status: 200,
      body: {
        object: 'organization.project.service_account.api_key',
        id: key.id,
        name,
        created_at: key.createdAt,
        expires_at: key.expiresAt,
        value: key.value,
      },
    };
  }

  return [
    adminRoute(state, '/organization/projects/{project}/api_keys', {
      GET: ({ query }, projectId) => list(query, projectId),
    }),
    adminRoute(state, '/organization/projects/{project}/api_keys/{key}', {
      GET: (_, projectId, id) => ({ status: 200, body: toProjectKey(state, find(projectId, id)) }),
      DELETE: (_, projectId, id) => remove(projectId, id),
    }),
    adminRoute(state, '/organization/projects/{project}/service_accounts/{account}/api_keys', {
      POST: ({ body }, projectId, accountId) => create(body, projectId, accountId),
    }),
  ];
}

/** The ProjectApiKey object of the API, which never has the value. */
function toProjectKey(state: OpenAiState, key: StoredProjectKey): Record<string, unknown> {
  const { owner } = key;
  return {
    object: 'organization.project.api_key',
    id: key.id,
    name: key.name,
    redacted_value: redact(key.value, state.options.redactedForm ?? 'stars'),
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
    owner_project_access: key.ownerProjectAccess,
    owner: {
      type: owner.type,
      [owner.type]: {
        ...describeOwner(state, key),
        ...(owner.type === 'user' && { email: owner.email }),
      },
    },
    ...key.extra,
  };
}

/** What the API tells of a key's owner, whatever its type. */
export function describeOwner(
  state: OpenAiState,
  { owner }: StoredProjectKey,
): Record<string, unknown> {
  const { name, role, createdAt } =
    owner.type === 'user' ? owner : (state.serviceAccount(owner.id) ?? {});
  return { id: owner.id, name, role, created_at: createdAt };
}

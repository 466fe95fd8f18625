import type { Reply } from './messages.ts';
import { apiError, notFound, Refusal } from './openai-errors.ts';
import { inOrder, pageOf } from './openai-pages.ts';
import { parseProjectList, parseWord } from './openai-requests.ts';
import { adminRoute, type Route } from './openai-routes.ts';
import type { OpenAiState, StoredProject, StoredServiceAccount } from './openai-state.ts';

/**
 * The endpoints that list and show projects and their service accounts.
 * https://platform.openai.com/docs/api-reference/projects
 */
export function projectRoutes(state: OpenAiState): Route[] {
  const { maxPageSize = 100, listOrder = 'shuffled' } = state.options;

  function listProjects(query: URLSearchParams): Reply {
    const page = parseProjectList(query, maxPageSize, ['include_archived']);
    const all = parseWord(query, 'include_archived', ['true', 'false']) === 'true';
    const listed = state.projects.filter(({ archivedAt }) => all || archivedAt === null);
    return pageOf(inOrder(byCreation(listed), listOrder), page, toProject);
  }

  function listAccounts(query: URLSearchParams, projectId: string): Reply {
    const { id } = activeProject(state, projectId);
    const page = parseProjectList(query, maxPageSize);
    const listed = state.serviceAccounts.filter((account) => account.projectId === id);
    return pageOf(inOrder(byCreation(listed), listOrder), page, toServiceAccount);
  }

  return [
    adminRoute(state, '/organization/projects', { GET: ({ query }) => listProjects(query) }),
    adminRoute(state, '/organization/projects/{project}', {
      GET: (_, id) => ({ status: 200, body: toProject(knownProject(state, id)) }),
    }),
    adminRoute(state, '/organization/projects/{project}/service_accounts', {
      GET: ({ query }, projectId) => listAccounts(query, projectId),
    }),
    adminRoute(state, '/organization/projects/{project}/service_accounts/{account}', {
      GET: (_, projectId, id) => ({
        status: 200,
        body: toServiceAccount(accountOf(state, activeProject(state, projectId), id)),
      }),
    }),
  ];
}

/** Throws a Refusal when there is no such project, or when it is archived. */
export function activeProject(state: OpenAiState, id: string): StoredProject {
  const project = knownProject(state, id);
  if (project.archivedAt === null) return project;
  const status = state.options.archivedStatus ?? 400;
  if (status === 404) throw unknownProject(id);
  throw new Refusal(apiError(status, `Project ${id} is archived.`, null));
}

/** Throws a Refusal when the project has no such service account. */
export function accountOf(
  state: OpenAiState,
  project: StoredProject,
  id: string,
): StoredServiceAccount {
  const account = state.serviceAccount(id);
  if (account?.projectId === project.id) return account;
  throw notFound('service account', id, 'service_account_id');
}

function knownProject(state: OpenAiState, id: string): StoredProject {
  const project = state.project(id);
  if (project) return project;
  throw unknownProject(id);
}

function unknownProject(id: string): Refusal {
  return notFound('project', id, 'project_id');
}

function byCreation<T extends { createdAt: number }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.createdAt - b.createdAt);
}

function toProject(project: StoredProject): Record<string, unknown> {
  return {
    object: 'organization.project',
    id: project.id,
    name: project.name,
    created_at: project.createdAt,
    archived_at: project.archivedAt,
    status: project.archivedAt === null ? 'active' : 'archived',
    ...project.extra,
  };
}

function toServiceAccount(account: StoredServiceAccount): Record<string, unknown> {
  return {
    object: 'organization.project.service_account',
    id: account.id,
    name: account.name,
    role: account.role,
    created_at: account.createdAt,
    ...account.extra,
  };
}

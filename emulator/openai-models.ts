import type { Reply } from './messages.ts';
import { apiError, missingScope, Refusal } from './openai-errors.ts';
import type { StoredKey, StoredProjectKey } from './openai-keys.ts';
import { type Route, route } from './openai-routes.ts';
import type { CallRefusal, OpenAiState } from './openai-state.ts';

const SCOPE = 'api.model.read';

const MODELS: Reply = {
  status: 200,
  body: {
    object: 'list',
    data: [{ id: 'gpt-5.5', object: 'model', created: 1_770_000_000, owned_by: 'system' }],
  },
};

/** https://platform.openai.com/docs/guides/error-codes */
const REFUSALS: Record<CallRefusal, { status: number; message: string; type?: string }> = {
  ip_not_authorized: {
    status: 401,
    message: 'Your IP is not authorized to make this request.',
  },
  incorrect_hostname: {
    status: 401,
    message:
      'Attempted to access resource with incorrect regional hostname. Please make your request to ' +
      'us.api.openai.com',
  },
  account_deactivated: {
    status: 401,
    message:
      'Your OpenAI account has been deactivated, please check your email for more information.',
  },
  insufficient_quota: {
    status: 429,
    message: 'You exceeded your current quota, please check your plan and billing details.',
    type: 'insufficient_quota',
  },
  project_spend_limit_exceeded: {
    status: 429,
    message: 'This project has reached its spend limit.',
    type: 'insufficient_quota',
  },
};

/**
 * The list of models, which tells whether a project key works; an admin key lacks the scope.
 * https://platform.openai.com/docs/api-reference/models/list
 */
export function modelRoutes(state: OpenAiState): Route[] {
  return [
    route('/models', {
      GET: ({ caller }) => {
        checkCall(state, caller);
        return MODELS;
      },
    }),
  ];
}

function checkCall(state: OpenAiState, key: StoredKey | StoredProjectKey): void {
  const lacksScope = missingScope(SCOPE, state.options.missingScopeStatus ?? 403);
  if (!('projectId' in key)) throw lacksScope;
  const project = state.project(key.projectId);
  if (project === undefined || project.archivedAt !== null) {
    const message = 'The project you are requesting has been archived and is no longer accessible';
    throw new Refusal(apiError(401, message, 'not_authorized_invalid_project'));
  }
  if (project.callRefusal !== null) {
    const { status, message, type } = REFUSALS[project.callRefusal];
    throw new Refusal(apiError(status, message, project.callRefusal, null, type));
  }
  const account = state.serviceAccount(key.owner.id);
  if (account?.role === 'none' || key.scopes?.includes(SCOPE) === false) throw lacksScope;
}

import type { Reply } from './messages.ts';
import { notFound } from './openai-errors.ts';
import type { StoredKey, StoredProjectKey } from './openai-keys.ts';
import { pageOf } from './openai-pages.ts';
import { checkLifetime } from './openai-policy.ts';
import { describeOwner } from './openai-project-keys.ts';
import { parseCreate, parseList } from './openai-requests.ts';
import { adminRoute, type Route } from './openai-routes.ts';
import type { OpenAiState } from './openai-state.ts';
import { redact } from './openai-values.ts';

/**
 * The endpoints of the organization's admin keys.
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 *
 * @param seed - stores a key with defaults for what is left out
 */
export function adminKeyRoutes(
  state: OpenAiState,
  seed: (key: Partial<StoredKey>) => StoredKey,
): Route[] {
  const { keys, projectKeys, options, policy } = state;
  const { maxPageSize = 100, redactedForm = 'stars' } = options;

  function create(body: string, creator: StoredKey): Reply {
    const { name, expiresIn } = parseCreate(body);
    if (policy.appliesToAdminKeys) checkLifetime(expiresIn, [policy]);
    const expiresAt = expiresIn === undefined ? null : state.now() + expiresIn;
    const key = seed({ ...options.newKey?.(), name, expiresAt, owner: { ...creator.owner } });
    state.startDelays(key);
    return { status: 200, body: { ...toAdminKey(key), value: key.value } };
  }

  function list(query: URLSearchParams): Reply {
    const { order, ...page } = parseList(query, maxPageSize);
    const listed = listedKeys().filter((key) => state.isShown(key));
    return pageOf(order === 'asc' ? listed : listed.reverse(), page, (key) =>
      'projectId' in key ? asAdminKey(key) : toAdminKey(key),
    );
  }

  function listedKeys(): (StoredKey | StoredProjectKey)[] {
    if (!options.listProjectKeysAsAdminKeys) return keys.keys;
    return [...keys.keys, ...projectKeys.keys].sort((a, b) => a.createdAt - b.createdAt);
  }

  /** OpenAI's page promises project keys in this list, and says nothing of their form. */
  function asAdminKey(key: StoredProjectKey): Record<string, unknown> {
    const { type } = key.owner;
    const owner = { type, object: `organization.${type}`, ...describeOwner(state, key) };
    const redacted = redact(key.value, redactedForm);
    return toAdminKey({ ...key, owner, extra: { redacted_value: redacted, ...key.extra } });
  }

  /** Throws a Refusal when there is none, or none yet. */
  function find(id: string): StoredKey {
    const key = keys.find(id);
    if (!key || !state.isShown(key)) throw notFound('admin API key', id, 'key_id');
    return key;
  }

  function remove(id: string): Reply {
    keys.remove(find(id).id);
    const object = 'organization.admin_api_key.deleted';
    return { status: 200, body: { id, object, deleted: true } };
  }

  return [
    adminRoute(state, '/organization/admin_api_keys', {
      GET: ({ query }) => list(query),
      POST: ({ body, caller }) => create(body, caller),
    }),
    adminRoute(state, '/organization/admin_api_keys/{key}', {
      GET: (_, id) => ({ status: 200, body: toAdminKey(find(id)) }),
      DELETE: (_, id) => remove(id),
    }),
  ];
}

/** The AdminApiKey object of the API, which never has the value. */
function toAdminKey(key: StoredKey): Record<string, unknown> {
  return {
    object: 'organization.admin_api_key',
    id: key.id,
    name: key.name,
    redacted_value: `sk-admin...${key.value.slice(-3)}`,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    last_used_at: key.lastUsedAt,
    owner: key.owner,
    ...key.extra,
  };
}

import type { Credential } from '../domain/credential.ts';
import { ActionError } from '../domain/error.ts';
import { type KeyAccount, type Project, splitKeyId } from '../domain/key.ts';
import { oneLine } from '../domain/text.ts';
import type { Api } from './api.ts';
import {
  isNotFound,
  type KeyClient,
  keysById,
  projectPath,
  readProject,
  retryNotFound,
} from './client.ts';
import { sendCreate } from './create-key.ts';
import { listWhole } from './listing.ts';
import { parseObject } from './parse.ts';

/** The waits before a create is sent again whose service account may be too new to be known. */
const CREATE_WAITS_MS = [2_000, 4_000];
/** The waits before a new key that is not listed is read again by its id. */
const READ_WAITS_MS = [2_000, 4_000, 8_000];
/** Refusals that show the API to know a key: of its scopes, of an address, of a host, of money. */
const KNOWN_KEY_CODES = ['missing-scope', 'address-refused', 'wrong-host', 'no-credit'];

/**
 * The keys of a project, and with a service account those that are made for it.
 * https://platform.openai.com/docs/api-reference/project-api-keys
 *
 * @param account - undefined where keys are only read
 */
export function createProjectKeys(api: Api, project: Project, account?: KeyAccount): KeyClient {
  const path = projectPath(project.id);
  const { readKeys, ...byId } = keysById(api);
  const { sleep } = api.options;

  const listPage: KeyClient['listPage'] = ({ limit, after, notAfter }) => {
    // Left out, some enabled keys are hidden.
    const query = new URLSearchParams({ limit: String(limit), owner_project_access: 'any' });
    if (after !== undefined) query.set('after', splitKeyId(after).keyId);
    return readKeys(
      {
        what: `listing the keys of project ${labelOf(project)}`,
        projectId: project.id,
        path: `${path}/api_keys?${query}`,
        how: { notAfter },
      },
      project,
    );
  };

  const client: KeyClient = {
    ...byId,
    isOrdered: false,
    listPage,
    async listNewest(notAfter) {
      const { keys, serverTime } = await listWhole(client, { notAfter });
      return { keys, serverTime, hasMore: false };
    },

    async create(spec, onAttempt) {
      if (account === undefined) throw new Error('keys are made for a service account');
      const { serviceAccountId, scopes } = account;
      const keys = `${path}/service_accounts/${encodeURIComponent(serviceAccountId)}/api_keys`;
      const creating = () => sendCreate(api, keys, spec, onAttempt, project, scopes);
      return retryNotFound(creating, CREATE_WAITS_MS, sleep).catch(async (error) => {
        throw isNotFound(error) ? await whatIsMissing(api, account, error) : error;
      });
    },

    whyForeign(key) {
      if (account === undefined || key.owner?.id === account.serviceAccountId) return undefined;
      const owner = key.owner?.id ?? 'no owner';
      return (
        `The API names \`${owner}\` as its owner, not \`${account.serviceAccountId}\`. If both are the same service account, ` +
        `set \`service-account-id\` to \`${owner}\`.`
      );
    },

    /** The new key cannot list keys, so it lists the models, and the admin key lists the keys. */
    async check({ key, value }, { purpose, until, retry }) {
      const tried =
        purpose === 'delivery' ? undefined : await retry(() => tryValue(api, value, until));
      const warnings = tried === undefined ? [] : [tried];
      const read = () => client.retrieve(key.id, until);
      if (purpose === 'rotation') {
        const { keys, serverTime } = await client.listNewest(until);
        const listed =
          keys.find(({ id }) => id === key.id) ??
          (await retryNotFound(read, READ_WAITS_MS, sleep)).key;
        return { listed, keys, serverTime, warnings };
      }
      try {
        const { key: listed, serverTime } = await read();
        return { listed, keys: [], serverTime, warnings };
      } catch (error) {
        if (!(error instanceof ActionError)) throw error;
        warnings.push(`The new key (\`${key.id}\`) could not be read back. ${error.message}`);
        return { listed: undefined, keys: [], serverTime: undefined, warnings };
      }
    },
  };
  return client;
}

/**
 * Tries a value that cannot list keys: it lists the models.
 *
 * @param notAfter - no further attempt begins after this moment of the clock that is never corrected
 * @returns a warning where the API knows the key and refuses this request for another reason
 * @throws ActionError where the API does not accept the key
 */
export async function tryValue(
  api: Api,
  value: Credential,
  notAfter?: number,
  keyLabel = 'the new key',
): Promise<string | undefined> {
  const how = { notAfter };
  const request = { what: 'listing the models', path: '/models', isForModels: true, how };
  try {
    await api.as(value, keyLabel).send(request, ({ body }) => void parseObject(body));
    return undefined;
  } catch (error) {
    if (error instanceof ActionError && KNOWN_KEY_CODES.includes(error.code)) return error.message;
    throw error;
  }
}

function labelOf({ id, name }: Project): string {
  return name === null ? `\`${id}\`` : `\`${id}\` (“${oneLine(name)}”)`;
}

/** Whether the project or its service account is missing, which only a read of the project tells. */
async function whatIsMissing(
  api: Api,
  { projectId, serviceAccountId }: KeyAccount,
  cause: unknown,
): Promise<unknown> {
  try {
    const { isArchived } = await readProject(api, projectId);
    return isArchived
      ? new ActionError(
          'archived',
          `Project \`${projectId}\` is archived. No key was made. Correct \`project-id\`.`,
        )
      : new ActionError(
          'not-found',
          `Project \`${projectId}\` has no service account \`${serviceAccountId}\`, or it was deleted. No key was made. ` +
            'Correct `service-account-id`; the settings of the project list the ids.',
          { cause },
        );
  } catch (unread) {
    if (!(unread instanceof ActionError) || isNotFound(unread)) return unread;
    return new ActionError(
      unread.code,
      `Project \`${projectId}\`, or its service account \`${serviceAccountId}\`, does not exist (404). No key was made. ` +
        `Check \`project-id\` and \`service-account-id\`. Which of the two is wrong is not known: ${unread.message}`,
      { cause: unread },
    );
  }
}

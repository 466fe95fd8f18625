import { isAdminKey } from '../domain/key.ts';
import type { Api } from './api.ts';
import { type KeyClient, keysById } from './client.ts';
import { sendCreate } from './create-key.ts';
import { PAGE_SIZE } from './listing.ts';

const PATH = '/organization/admin_api_keys';

/**
 * The organization's admin keys.
 * https://platform.openai.com/docs/api-reference/admin-api-keys
 */
export function createAdminKeys(api: Api): KeyClient {
  const { readKeys, ...byId } = keysById(api);

  const listPage: KeyClient['listPage'] = ({ order, limit, after, notAfter }) => {
    const query = new URLSearchParams({ limit: String(limit), order });
    if (after !== undefined) query.set('after', after);
    return readKeys({ what: 'listing the keys', path: `${PATH}?${query}`, how: { notAfter } });
  };
  const listNewest = (notAfter?: number) => listPage({ order: 'desc', limit: PAGE_SIZE, notAfter });

  return {
    ...byId,
    isOrdered: true,
    listPage,
    listNewest,

    create: (spec, onAttempt) => sendCreate(api, PATH, spec, onAttempt),

    whyForeign: (key) =>
      isAdminKey(key)
        ? undefined
        : 'The API lists it as a key of another kind than an admin key (its redacted value does not begin ' +
          'with `sk-admin`), so no later run would know it. Check what `base-url` points to.',

    /** A listing with the new key shows that it works, and which keys there are. */
    async check({ key, value }, { purpose, until, retry }) {
      if (purpose !== 'rotation') {
        return { listed: undefined, keys: [], serverTime: undefined, warnings: [] };
      }
      const byNewKey = createAdminKeys(api.as(value, 'the new key'));
      const { keys, serverTime } = await retry(() => byNewKey.listNewest(until));
      const listed = keys.find(({ id }) => id === key.id);
      return { listed, keys, serverTime, warnings: [] };
    },
  };
}

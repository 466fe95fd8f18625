import type { Context } from '../delivery/context.ts';
import type { ApiKey } from '../domain/key.ts';
import { groupByIdentity, type Identity, identityText } from '../domain/manifest.ts';
import { listWhole, toFoundKeys } from '../openai/listing.ts';

/** The places of a manifest's entries, each listed once, and again where a fresh listing is wanted. */
export function createPlaces(context: Context) {
  const places = new Map<string | null, Awaited<ReturnType<typeof read>>>();

  /** A listing, or why there is none, and when it was read on both clocks, in milliseconds. */
  async function read(projectId: string | null) {
    const client =
      projectId === null ? context.client : await context.clientOf({ id: projectId, name: null });
    const listing = listWhole(client).then((whole) => {
      return { ...whole, groups: groupByIdentity(whole.keys) };
    });
    const [outcome] = await Promise.allSettled([listing]);
    return { outcome, readAt: context.monotonic(), localTime: context.now() };
  }

  return {
    /**
     * The keys of an identity.
     *
     * @param maxAge - how old their listing may be, in milliseconds
     * @throws ActionError where their place cannot be read
     */
    async find(identity: Identity, maxAge = Number.POSITIVE_INFINITY) {
      const projectId = identity.account?.projectId ?? null;
      let place = places.get(projectId);
      const age = context.monotonic() - (place?.readAt ?? Number.NEGATIVE_INFINITY);
      // One that failed is not tried with each of its entries.
      if (place === undefined || (place.outcome.status === 'fulfilled' && age > maxAge)) {
        place = await read(projectId);
        places.set(projectId, place);
      }
      const { outcome, localTime } = place;
      if (outcome.status === 'rejected') throw outcome.reason;
      const keys = outcome.value.groups.get(identityText(identity)) ?? [];
      return toFoundKeys({ ...outcome.value, keys }, localTime);
    },

    /** Whether a failure was that of a listing. */
    isCause(failure: unknown): boolean {
      return [...places.values()].some(
        ({ outcome }) => outcome.status === 'rejected' && outcome.reason === failure,
      );
    },

    /** Every key that was listed. */
    keys(): ApiKey[] {
      return [...places.values()].flatMap(({ outcome }) =>
        outcome.status === 'fulfilled' ? outcome.value.keys : [],
      );
    },
  };
}

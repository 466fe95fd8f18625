import { matchesGlob } from '../domain/glob.ts';
import { type ApiKey, isLive, newestOf, type Places } from '../domain/key.ts';
import { groupByIdentity, identityText, labelOf } from '../domain/manifest.ts';
import { judge, type Violation } from '../domain/policy.ts';
import type { Manifest, ManifestEntry, RequestFor } from '../inputs/types.ts';

/**
 * Compares keys with a manifest and a policy: the newest key of each entry is judged, an entry without a
 * live key is missing, and a key that no entry names is unmanaged.
 *
 * @param moment - as `judge` takes it
 * @param isComplete - whether all places could be read: what could not be read is not missing
 */
export function judgeManifest(
  keys: readonly ApiKey[],
  { entries }: Manifest,
  { rules, places }: RequestFor<'verify'>,
  moment: Parameters<typeof judge>[2],
  isComplete: boolean,
): Violation[] {
  const groups = groupByIdentity(keys);
  const named = new Set<ApiKey>();
  const found = entries.flatMap((entry): Violation[] => {
    const { request, state, line } = entry;
    const own = groups.get(identityText(request)) ?? [];
    for (const key of own) named.add(key);
    if (state === 'absent') return [];
    const newest = newestOf(own);
    if (newest !== undefined && own.some((key) => isLive(key, moment.now))) {
      return judge([newest], rules, moment);
    }
    if (!isComplete || !isIn(places, entry)) return [];
    const message = `is an entry of the manifest (line ${line}) and has no live key`;
    return [{ id: labelOf(request), key: null, entry: request, rule: 'missing', message }];
  });
  const unmanaged = keys
    .filter((key) => !named.has(key))
    .map((key): Violation => {
      const message = 'is named by no entry of the manifest';
      return { id: key.id, key, rule: 'unmanaged', message };
    });
  return [...found, ...unmanaged];
}

function isIn(
  { hasAdminKeys, projects, serviceAccountId }: Places,
  { request: { account } }: ManifestEntry,
): boolean {
  if (account === null) return hasAdminKeys;
  const isOfAccount = serviceAccountId === null || serviceAccountId === account.serviceAccountId;
  return isOfAccount && (projects === 'all' || projects.includes(account.projectId));
}

/**
 * Takes out the violations of which a manifest makes an exception; one whose last day is over is a
 * violation itself.
 *
 * @param now - Unix seconds
 */
export function withExceptions(
  violations: readonly Violation[],
  { exceptions }: Manifest,
  now: number,
): Violation[] {
  const current = exceptions.filter(({ until }) => until > now);
  const isExcepted = ({ id, key, entry, rule }: Violation) => {
    const name = entry?.name ?? key?.name ?? '';
    const names = [id, name, ...(key?.project ? [`${key.project.id}/${name}`] : [])];
    return current.some(({ key: glob, rules }) => {
      const isCovered = rules?.includes(rule) ?? !['missing', 'value'].includes(rule);
      return isCovered && names.some((one) => matchesGlob(glob, one));
    });
  };
  const ended = exceptions.filter(({ until }) => until <= now);
  return [
    ...violations.filter((violation) => !isExcepted(violation)),
    ...ended.map(({ key, day, reason, line }): Violation => {
      const message = `has an exception (line ${line}, ${reason}) that ended on ${day}`;
      return { id: key, key: null, rule: 'exception', message };
    }),
  ];
}

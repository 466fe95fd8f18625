import { matchesGlob } from '../domain/glob.ts';
import { type ApiKey, isLive, newestOf, type Places } from '../domain/key.ts';
import { isOfIdentity, labelOf } from '../domain/manifest.ts';
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
  const named = new Set<ApiKey>();
  const found = entries.flatMap((entry): Violation[] => {
    const { request, state, line } = entry;
    const own = keys.filter((key) => isOfIdentity(key, request));
    for (const key of own) named.add(key);
    if (state === 'absent') return [];
    const newest = newestOf(own);
    if (newest !== undefined && own.some((key) => isLive(key, moment.now))) {
      return judge([newest], rules, moment);
    }
    if (!isComplete || !isIn(places, entry)) return [];
    const message = `is an entry of the manifest (line ${line}) and has no live key`;
    return [{ id: labelOf(request), key: null, rule: 'missing', message }];
  });
  const unmanaged = keys
    .filter((key) => !named.has(key))
    .map((key): Violation => {
      const message = 'is named by no entry of the manifest';
      return { id: key.id, key, rule: 'unmanaged', message };
    });
  return [...found, ...unmanaged];
}

/** Whether the key of an entry is in one of these places. */
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
  { entries, exceptions }: Manifest,
  now: number,
): Violation[] {
  const namesOf = ({ id, key }: Violation): string[] => {
    const project = key?.project;
    const entry = key === null && entries.find(({ request }) => labelOf(request) === id);
    if (entry) return [id, entry.request.name];
    const name = key?.name ?? '';
    return [id, name, ...(project ? [`${project.id}/${name}`] : [])];
  };
  const current = exceptions.filter(({ until }) => until > now);
  const isExcepted = (violation: Violation) =>
    current.some(({ key, rules }) => {
      const { rule } = violation;
      const isCovered = rules?.includes(rule) ?? !['missing', 'value'].includes(rule);
      return isCovered && namesOf(violation).some((name) => matchesGlob(key, name));
    });
  const ended = exceptions.filter(({ until }) => until <= now);
  return [
    ...violations.filter((violation) => !isExcepted(violation)),
    ...ended.map(({ key, day, reason, line }): Violation => {
      const message = `has an exception (line ${line}, ${reason}) that ended on ${day}`;
      return { id: key, key: null, rule: 'exception', message };
    }),
  ];
}

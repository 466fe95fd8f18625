import type { Context } from '../delivery/context.ts';
import { ActionError, joinFailures } from '../domain/error.ts';
import { matchesGlob } from '../domain/glob.ts';
import {
  type ApiKey,
  isCallerKey,
  isDeletable,
  isLive,
  isoTime,
  type Places,
  splitKeyId,
} from '../domain/key.ts';
import { MAX_EARLY_SECONDS } from '../domain/lost-create.ts';
import { judge, RULE_NAMES, rulesInForce, type Violation } from '../domain/policy.ts';
import type { ResultFor } from '../domain/result.ts';
import { bulletList, oneLine } from '../domain/text.ts';
import type { RequestFor } from '../inputs/types.ts';
import { listPlaces } from '../openai/places.ts';
import { writeKeysFile } from '../report/keys-file.ts';
import { judgeManifest, withExceptions } from './verify-manifest.ts';
import { checkValue } from './verify-value.ts';

/** The keys to judge, as one view of them showed them. */
interface View extends Omit<Awaited<ReturnType<typeof listPlaces>>, 'serverTime'> {
  /** Ids of `key-id` that are not there. */
  missing: string[];
  /** Unix seconds on the API's clock. */
  at: number;
  /** Whether the API told it; otherwise it is this machine's. */
  isTimed: boolean;
}

/**
 * Compares keys, and a stored value, with a policy. There is a verdict only where everything could be
 * read; without one, the step fails.
 */
export async function verify(
  request: RequestFor<'verify'>,
  context: Context,
): Promise<ResultFor<'verify'>> {
  const { manifest } = request;
  const view = await readView(request, context);
  refuseEarlyClock(view);
  const isOwn = (key: ApiKey) => isCallerKey(key, request.adminApiKey);
  const isOfValue = (key: ApiKey) => request.keyValue?.matchesRedacted(key.redactedValue) ?? false;
  const isUsedByCheck = (key: ApiKey) => isOwn(key) || isOfValue(key);
  announce(request, view, isUsedByCheck, context);

  const { file, failure: fileFailure } = await writeKeysFile(request.keysFile, view.keys);
  const failures = [...view.failures];
  /** Undefined where the value could not be tried; then nothing is told about the keys either. */
  let ofValue: Violation[] | undefined;
  try {
    const judged = { keys: view.keys, isWhole: view.failures.length === 0 };
    ofValue = await checkValue(request, placesFor(request), judged, isOfValue, context);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    failures.push(error);
  }
  const moment = { now: view.at, isUsedByCheck };
  const missing = view.missing.map((id): Violation => {
    const message = 'does not exist in this organization';
    return { id, key: null, rule: 'missing', message };
  });
  const ofKeys =
    manifest === null
      ? judge(view.keys, request.rules, moment)
      : judgeManifest(view.keys, manifest, request, moment, view.failures.length === 0);
  const found = ofValue === undefined ? [] : [...missing, ...ofKeys, ...ofValue];
  const violations =
    manifest === null || ofValue === undefined ? found : withExceptions(found, manifest, view.at);
  if (ofValue !== undefined && view.keys.length + found.length === 0) {
    throw joinFailures([...failures, nothingToJudge(request)]);
  }
  const violating = new Set(
    violations.filter(({ rule }) => rule !== 'unmanaged').map(({ key }) => key),
  );
  const deletable = view.keys.filter(
    (key) => violating.has(key) && !isOwn(key) && isDeletable(key),
  );
  const isComplete = failures.length === 0;
  const verdict = describe(violations, view.keys.length, isComplete);
  const isWarning = isComplete && request.onViolation === 'warn';
  if (violations.length > 0 && isWarning) context.log.warning(verdict);
  const failure =
    violations.length > 0 && !isWarning ? new ActionError('violation', verdict) : undefined;
  const namesKeysOfValue =
    request.keyValue !== null && request.keyIds.length === 0 && isComplete && ofValue?.length === 0;
  return {
    operation: 'verify',
    keys: view.keys,
    archived: view.archived,
    isComplete,
    violations,
    violationIds: deletable.map(({ id }) => id),
    rules: request.rules,
    pattern: request.name,
    file,
    valueKeys: namesKeysOfValue ? view.keys.filter(isOfValue) : null,
    at: view.at,
    failure: joinFailures([...failures, failure, fileFailure]),
  };
}

async function readView(request: RequestFor<'verify'>, context: Context): Promise<View> {
  const { keyIds } = request;
  const [onlyId, ...otherIds] = keyIds;
  if (onlyId !== undefined && otherIds.length === 0) {
    const view = { missing: [], archived: [], failures: [] };
    try {
      const { key, serverTime } = await context.client.retrieve(onlyId);
      return { ...view, keys: [key], ...momentOf(serverTime, context) };
    } catch (error) {
      if (!(error instanceof ActionError) || error.code !== 'not-found') throw error;
      return { ...view, keys: [], missing: [onlyId], ...momentOf(undefined, context) };
    }
  }
  const wanted = new Set(keyIds);
  const matches = (key: ApiKey) =>
    wanted.size > 0 ? wanted.has(key.id) : matchesGlob(request.name ?? '*', key.name ?? '');
  const places = placesFor(request);
  const query = { order: 'asc', matches, strict: true } as const;
  const { serverTime, ...listing } = await listPlaces(places, query, context);
  const found = new Set(listing.keys.map(({ id }) => id));
  // What could not be read is not missing.
  const missing = listing.failures.length > 0 ? [] : keyIds.filter((id) => !found.has(id));
  if (listing.keys.length + missing.length === 0 && request.manifest === null) {
    throw joinFailures([...listing.failures, nothingToJudge(request)]);
  }
  return { ...listing, missing, ...momentOf(serverTime, context) };
}

function placesFor({ keyIds, places }: RequestFor<'verify'>): Places {
  if (keyIds.length === 0) return places;
  const projects = new Set(keyIds.map((id) => splitKeyId(id).projectId));
  const hasAdminKeys = projects.delete(null);
  return {
    hasAdminKeys,
    projects: [...projects].filter((id) => id !== null),
    serviceAccountId: null,
  };
}

function momentOf(serverTime: number | undefined, { now }: Context): Pick<View, 'at' | 'isTimed'> {
  return { at: Math.floor((serverTime ?? now()) / 1000), isTimed: serverTime !== undefined };
}

function nothingToJudge({ name, places }: RequestFor<'verify'>): ActionError {
  const kind = places.projects.length === 0 ? 'admin key' : 'key';
  const why =
    name === null ? `The API lists no ${kind}` : `No ${kind} has a name like \`${oneLine(name)}\``;
  const account = places.serviceAccountId === null ? '' : '`service-account-id` and ';
  const project = places.projects.length === 0 ? '' : `${account}\`project-id\`, and `;
  const remedy =
    name === null
      ? `Check ${project}that \`admin-api-key\` belongs to the right organization.`
      : 'Correct `name`, or remove it to check every key.';
  return new ActionError(
    'violation',
    `${why}, so there is nothing to judge, and no verdict. ${remedy}`,
  );
}

/** By a clock that is behind, old keys would pass for young ones. */
function refuseEarlyClock({ keys, at, isTimed }: View): void {
  const early = keys.find(({ createdAt }) => createdAt > at + MAX_EARLY_SECONDS);
  if (early === undefined) return;
  throw new ActionError(
    'unreadable',
    `Key \`${early.id}\` was made at ${isoTime(early.createdAt)}, and by the clock ` +
      `${isTimed ? 'that the API tells' : 'of this machine'} it is ${isoTime(at)} only, so there is no verdict. ` +
      `If that clock is wrong, correct it.${isTimed ? ' Something on the way to `base-url` may set the header `Date`.' : ''}`,
  );
}

/** The rules in force, and the keys whose last use this check refreshes. */
function announce(
  { rules, keyValue }: RequestFor<'verify'>,
  { keys, at }: View,
  isUsedByCheck: (key: ApiKey) => boolean,
  { log }: Context,
): void {
  const words = rulesInForce(rules);
  log.info(
    `Rules in force: ${words.length === 0 ? 'none but that no key has expired' : words.join('; ')}.`,
  );
  if (words.length === 0 && keyValue === null) {
    const names = RULE_NAMES.map((name) => `\`${name}\``).join(', ');
    log.warning(
      `No rule is in force, so only a key that has expired or is missing is a violation. Set one of ${names}.`,
    );
  }
  if (rules['max-idle'] == null) return;
  for (const { id } of keys.filter((key) => isLive(key, at) && isUsedByCheck(key))) {
    log.info(`\`max-idle\` cannot tell about \`${id}\`: this very check uses it.`);
  }
}

function describe(violations: readonly Violation[], keys: number, isComplete: boolean): string {
  const lines = violations.map(({ id, key, rule, message }) => {
    const subject = rule === 'value' ? 'The value in `key-value`' : `\`${id}\``;
    const name = key?.name ?? null;
    const called = name === null ? '' : ` (“${oneLine(name)}”)`;
    return `${subject}${called} ${oneLine(message)}.`;
  });
  return (
    `${isComplete ? 'Not compliant' : 'No verdict, but found'}: ${violations.length} ${violations.length === 1 ? 'violation' : 'violations'}, ` +
    `${keys} ${keys === 1 ? 'key' : 'keys'} checked.\n${bulletList(lines)}`
  );
}

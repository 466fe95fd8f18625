import { type AdminKey, isAdminKind, isLive } from '../domain/admin-key.ts';
import { ActionError } from '../domain/error.ts';
import { matchesGlob } from '../domain/glob.ts';
import { judge, RULE_NAMES, rulesInForce, type Violation } from '../domain/policy.ts';
import type { VerifyResult } from '../domain/result.ts';
import { oneLine } from '../domain/text.ts';
import { listWhole } from '../openai/listing.ts';
import type { VerifyRequest } from '../request/request.ts';
import { refuseEarlyClock } from './early-clock.ts';
import { saveKeys } from './list.ts';
import type { Tools } from './tools.ts';

/** The keys that are to be judged, as one view of them showed them. */
interface View {
  keys: AdminKey[];
  missing: string[];
  /** Unix seconds on the API's clock. */
  at: number;
  /** Whether the API told it; otherwise it is this machine's. */
  isTold: boolean;
}

type VerifyTools = Pick<Tools, 'keys' | 'keysBy' | 'log' | 'now'>;

/**
 * Holds keys, and a stored value, against a policy. There is a verdict only where everything could
 * be looked at; without one, the step fails.
 */
export async function verify(request: VerifyRequest, tools: VerifyTools): Promise<VerifyResult> {
  const view = await lookAt(request, tools);
  refuseEarlyClock(view);
  const isOwn = (key: AdminKey) => request.adminApiKey.matchesRedacted(key.redactedValue);
  const isTried = (key: AdminKey) => request.keyValue?.matchesRedacted(key.redactedValue) ?? false;
  const isUsedByCheck = (key: AdminKey) => isOwn(key) || isTried(key);
  announce(request, view, isUsedByCheck, tools);

  const result: VerifyResult = {
    operation: 'verify',
    keys: view.keys,
    violations: null,
    violationIds: [],
    rules: request.rules,
    pattern: request.name,
    valueKeys: null,
    onViolation: request.onViolation,
    at: view.at,
    ...(await saveKeys(request.keysFile, view.keys)),
  };
  let ofValue: Violation[];
  try {
    ofValue = await tryValue(request, view, isTried, tools);
  } catch (error) {
    if (error instanceof ActionError) return { ...result, failure: error };
    throw error;
  }
  const violations = [
    ...view.missing.map((id): Violation => {
      return { id, key: null, rule: 'missing', message: 'does not exist in this organization' };
    }),
    ...judge(view.keys, request.rules, { now: view.at, isUsedByCheck }),
    ...ofValue,
  ];
  const deletable = new Set(violations.map(({ key }) => key));
  const violationIds = view.keys.filter(
    (key) => deletable.has(key) && !isOwn(key) && isAdminKind(key),
  );
  const asksWhose =
    request.keyValue !== null && request.keyIds.length === 0 && ofValue.length === 0;
  const verdict = describe(violations, view.keys.length);
  if (violations.length > 0 && request.onViolation === 'warn') tools.log.warning(verdict);
  const failure =
    violations.length > 0 && request.onViolation === 'fail'
      ? new ActionError('violation', verdict)
      : undefined;
  return {
    ...result,
    violations,
    violationIds: violationIds.map(({ id }) => id),
    valueKeys: asksWhose ? view.keys.filter(isTried) : null,
    failure: joined(failure, result.failure),
  };
}

async function lookAt(request: VerifyRequest, { keys, now }: VerifyTools): Promise<View> {
  const [onlyId, ...otherIds] = request.keyIds;
  if (onlyId !== undefined && otherIds.length === 0) {
    try {
      const { key, serverTime } = await keys.retrieve(onlyId);
      return { keys: [key], missing: [], ...momentOf(serverTime, now) };
    } catch (error) {
      if (!(error instanceof ActionError) || error.code !== 'not-found') throw error;
      return { keys: [], missing: [onlyId], ...momentOf(undefined, now) };
    }
  }
  const wanted = new Set(request.keyIds);
  const matches = (key: AdminKey) =>
    wanted.size > 0 ? wanted.has(key.id) : matchesGlob(request.name ?? '*', key.name ?? '');
  const listing = await listWhole(keys, matches);
  const found = new Set(listing.keys.map(({ id }) => id));
  const missing = request.keyIds.filter((id) => !found.has(id));
  if (listing.keys.length + missing.length === 0) {
    throw nothingToJudge(request.name);
  }
  return { keys: listing.keys, missing, ...momentOf(listing.serverTime, now) };
}

function momentOf(serverTime: number | undefined, now: () => number): Pick<View, 'at' | 'isTold'> {
  return { at: Math.floor((serverTime ?? now()) / 1000), isTold: serverTime !== undefined };
}

function nothingToJudge(pattern: string | null): ActionError {
  const why =
    pattern === null
      ? 'The API lists no admin key'
      : `No admin key has a name like \`${oneLine(pattern)}\``;
  const cure =
    pattern === null
      ? 'Check that `admin-api-key` belongs to the organization that is meant.'
      : 'Correct `name`, or remove it to check every key.';
  return new ActionError(
    'violation',
    `${why}, so there is nothing to judge, and no verdict. ${cure}`,
  );
}

/** Tries the stored value with one request. Only an answer about the value itself is a verdict. */
async function tryValue(
  { keyValue, keyIds }: VerifyRequest,
  { keys }: View,
  isTried: (key: AdminKey) => boolean,
  { keysBy }: VerifyTools,
): Promise<Violation[]> {
  if (keyValue === null) return [];
  const fault = (message: string): Violation[] => [
    { id: keyIds.length === 1 ? (keyIds[0] ?? '') : '', key: null, rule: 'value', message },
  ];
  try {
    await keysBy(keyValue, 'the value in `key-value`').listPage({ order: 'asc', limit: 1 });
  } catch (error) {
    const code = error instanceof ActionError ? error.code : undefined;
    if (code === 'unauthorized') {
      return fault('is refused by the API: its key was deleted, has expired, or never was one');
    }
    if (code === 'account-inactive') {
      return fault('is refused by the API: the account behind its key is deactivated or has left');
    }
    if (code === 'missing-scope') {
      return fault('is accepted by the API but may not manage admin keys');
    }
    if (!(error instanceof ActionError)) throw error;
    const message = `The value in \`key-value\` could not be tried, so there is no verdict. ${error.message}`;
    throw new ActionError(error.code, message, { cause: error });
  }
  if (keyIds.length === 0 || keys.some(isTried)) return [];
  return fault(`is accepted by the API but is the value of another key than ${keyIds.join(', ')}`);
}

/** The rules in force, and the keys whose last use this check refreshes. */
function announce(
  { rules, keyValue }: VerifyRequest,
  { keys, at }: View,
  isUsedByCheck: (key: AdminKey) => boolean,
  { log }: VerifyTools,
): void {
  const words = rulesInForce(rules);
  log.info(
    `Rules in force: ${words.length === 0 ? 'none but that no key has expired' : words.join('; ')}.`,
  );
  if (words.length === 0 && keyValue === null) {
    const names = RULE_NAMES.map((name) => `\`${name}\``).join(', ');
    log.warning(
      `No rule is in force, so all that can fall short is a key that has expired or is missing. Set one of ${names}.`,
    );
  }
  if (rules['max-idle'] == null) return;
  for (const { id } of keys.filter((key) => isLive(key, at) && isUsedByCheck(key))) {
    log.info(`\`max-idle\` cannot tell about \`${id}\`: this very check uses it.`);
  }
}

/** One failure for the one annotation: the verdict, and what else went wrong. */
function joined(verdict?: ActionError, other?: ActionError): ActionError | undefined {
  if (verdict === undefined || other === undefined) return verdict ?? other;
  return new ActionError('violation', `${verdict.message}\n${other.message}`, { cause: other });
}

/** The verdict and the first ten violations. */
function describe(violations: readonly Violation[], keys: number): string {
  const lines = violations.slice(0, 10).map(({ id, key, rule, message }) => {
    const subject = rule === 'value' ? 'The value in `key-value`' : `\`${id}\``;
    const name = key?.name ?? null;
    const called = name === null ? '' : ` (“${oneLine(name)}”)`;
    return `- ${subject}${called} ${oneLine(message)}.`;
  });
  const more = violations.length - lines.length;
  return [
    `Not compliant: ${violations.length} ${violations.length === 1 ? 'violation' : 'violations'}, ` +
      `${keys} ${keys === 1 ? 'key' : 'keys'} checked.`,
    ...lines,
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join('\n');
}

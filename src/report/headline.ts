import { spellLife } from '../domain/duration.ts';
import { type ApiKey, isoTime, type Project } from '../domain/key.ts';
import type { Deletion, Result, ResultFor } from '../domain/result.ts';
import type { OlderKey } from '../domain/rotation-plan.ts';
import { firstOf, oneLine } from '../domain/text.ts';
import { entriesLine } from './entries.ts';

/**
 * What the step did, in one sentence for the log and the summary.
 *
 * @param show - escapes text from outside for the place where the sentence is shown
 */
export function headline(result: Result, show: (text: string) => string): string {
  switch (result.operation) {
    case 'create':
      return ofCreate(result, show);
    case 'retrieve':
      return `Key ${show(result.key.id)} is named ${show(result.key.name ?? '')}.`;
    case 'list':
      return ofList(result, show);
    case 'verify':
      return ofVerify(result, show);
    case 'rotate':
      return ofRotate(result, show);
    case 'delete':
      return ofDelete(result);
    case 'reconcile':
      return entriesLine(result);
  }
}

function ofCreate(result: ResultFor<'create'>, show: (text: string) => string): string {
  const { key, name, lifetime } = result;
  if (key === null)
    return `Dry run: a key named ${show(name)} that ${spellLife(lifetime)} would be made.`;
  const which = `${show(key.id)} named ${show(name)}`;
  if (result.outcome === 'reused') return `Key ${which} already exists; none was made.`;
  const end = result.revokeAfterJob ? ', and is deleted when the job ends' : '';
  return `Made key ${which}: it ${lifeAsMade(key)}${end}.`;
}

function ofRotate(result: ResultFor<'rotate'>, show: (text: string) => string): string {
  const { key, name, lifetime, outcome, dryRun, why } = result;
  if (outcome === 'kept') {
    return `${dryRun ? 'Dry run: no' : 'No'} new key named ${show(name)} is due: ${why}.`;
  }
  if (dryRun || key === null) {
    return `Dry run: a key named ${show(name)} that ${spellLife(lifetime)} would be made, since ${why}.`;
  }
  return `Made key ${show(key.id)} named ${show(name)}, since ${why}. It ${lifeAsMade(key)}.`;
}

/** The lifetime that the server gave, not the requested one. */
function lifeAsMade({ createdAt, expiresAt }: ApiKey): string {
  if (expiresAt === null) return spellLife(null);
  return `${spellLife(expiresAt - createdAt)} (${isoTime(expiresAt)})`;
}

function keysOf(keys: readonly ApiKey[]): string {
  const noun = keys.length === 1 ? 'key' : 'keys';
  const projects = new Set(keys.flatMap(({ project }) => project?.id ?? []));
  if (keys.length === 0) return '0 API keys';
  if (projects.size === 0) return `${keys.length} admin API ${noun}`;
  const where = projects.size === 1 ? 'a project' : `${projects.size} projects`;
  const isMixed = keys.some(({ project }) => project === null);
  return `${keys.length} API ${noun} of ${where}${isMixed ? ' and the organization' : ''}`;
}

/** The projects that were left out. */
export function archivedOf(archived: readonly Project[], show: (text: string) => string): string[] {
  if (archived.length === 0) return [];
  const names = archived.map(({ id, name }) =>
    name === null ? show(id) : `${show(id)} ${show(name)}`,
  );
  return [`Left out, since archived meanwhile: ${names.join(', ')}.`];
}

function ofList(result: ResultFor<'list'>, show: (text: string) => string): string {
  const keys = keysOf(result.keys);
  const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
  const file = result.file === null ? '' : `, all of them in ${show(result.file)}`;
  return `${keys}${matching}${file}.`;
}

function ofVerify(result: ResultFor<'verify'>, show: (text: string) => string): string {
  const keys = keysOf(result.keys);
  const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
  if (!result.isComplete) return `No verdict on ${keys}${matching}.`;
  const found = result.violations.length;
  const said =
    found === 0 ? 'Compliant' : `Not compliant, ${found} violation${found === 1 ? '' : 's'}`;
  return `${said}: ${keys}${matching} checked.`;
}

/** Which keys the value in `key-value` fits, as far as redacted values tell; empty if not checked. */
export function whoseValue(
  { valueKeys }: ResultFor<'verify'>,
  show: (text: string) => string,
): string[] {
  if (valueKeys === null) return [];
  const keys = valueKeys.map(({ id, name }) => `${show(id)} named ${show(name ?? '')}`);
  if (keys.length === 0) {
    return ['The value in `key-value` is that of none of the keys that were checked.'];
  }
  const fits =
    keys.length === 1 ? `that of key ${keys[0]}` : `that of one of the keys ${keys.join(', ')}`;
  return [`The value in \`key-value\` is ${fits}, as far as redacted values tell.`];
}

function ofDelete({ keys }: ResultFor<'delete'>): string {
  const count = (status: Deletion['status']) => keys.filter((key) => key.status === status).length;
  const planned = count('planned');
  if (planned > 0) return `Dry run: ${planned} ${planned === 1 ? 'key' : 'keys'} would be deleted.`;
  const statuses = (['deleted', 'gone', 'failed', 'not-tried'] as const).filter(count);
  return `Keys: ${statuses.map((status) => `${count(status)} ${inLog(status)}`).join(', ')}.`;
}

/** How many keys the log lists; outputs and files contain all. */
const MAX_LINES = 50;

/** The status of a key, in the summary. */
export const STATUS: Record<ReturnType<typeof statusOf>, string> = {
  stays: 'stays',
  expired: 'expired',
  planned: 'would be deleted',
  deleted: '✅ deleted',
  gone: '✅ already gone',
  failed: '❌ could not be deleted',
  'not-tried': '⚠️ not tried',
};

/** The same without its mark, in the log. */
const inLog = (status: keyof typeof STATUS) => STATUS[status].replace(/^\W+/, '');

/** The lines of the log below the headline. */
export function details(result: Result, show: (text: string) => string): string[] {
  switch (result.operation) {
    case 'list':
      return [
        ...archivedOf(result.archived, show),
        ...linesOf(result.keys, ({ id, name, redactedValue }) => {
          return `${show(id)} ${show(name ?? '')} ${redactedValue}`;
        }),
      ];
    case 'delete':
      return linesOf(result.keys, ({ id, status }) => `${show(id)}: ${inLog(status)}`);
    case 'verify':
      return [
        ...archivedOf(result.archived, show),
        ...whoseValue(result, show),
        ...(result.file === null
          ? []
          : [`All keys that were checked are in ${show(result.file)}.`]),
      ];
    case 'rotate':
      return linesOf(result.older, (older) => {
        return `older ${show(older.key.id)}: ${inLog(statusOf(result, older))}, ${older.why}`;
      });
    default:
      return [];
  }
}

function linesOf<T>(items: readonly T[], lineOf: (item: T) => string): string[] {
  // Text from a server must not start a new line.
  const lines = items.map((item) => oneLine(lineOf(item)));
  return firstOf(lines, MAX_LINES).map((line) => `  ${line}`);
}

/** The status of an older key of a rotation. */
export function statusOf(
  { deletions }: ResultFor<'rotate'>,
  { key, action }: OlderKey,
): Deletion['status'] | 'stays' | 'expired' {
  if (action === 'expired') return 'expired';
  return deletions.find(({ id }) => id === key.id)?.status ?? 'stays';
}

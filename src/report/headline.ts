import { type AdminKey, isoTime } from '../domain/admin-key.ts';
import { formatDuration } from '../domain/duration.ts';
import type {
  CreateResult,
  DeleteResult,
  Deletion,
  ListResult,
  Result,
  RotateResult,
  VerifyResult,
} from '../domain/result.ts';
import type { OlderKey } from '../domain/rotation-plan.ts';
import { oneLine } from '../domain/text.ts';

/**
 * What the step did, in one sentence, the same in the log and the summary.
 *
 * @param show - makes text from outside harmless for the place where the sentence is shown
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
  }
}

function ofCreate(result: CreateResult, show: (text: string) => string): string {
  const { key, name, lifetime } = result;
  if (key === null)
    return `Dry run: a key named ${show(name)} that ${lifeOf(lifetime)} would be made.`;
  const which = `${show(key.id)} named ${show(name)}`;
  if (result.outcome === 'reused') return `Key ${which} is there already; none was made.`;
  const end = result.revokeAfterJob ? ', and is deleted when the job ends' : '';
  return `Made key ${which}: it ${lifeAsMade(key)}${end}.`;
}

function ofRotate(result: RotateResult, show: (text: string) => string): string {
  const { key, name, lifetime, outcome, dryRun, why } = result;
  if (outcome === 'kept') {
    return `${dryRun ? 'Dry run: no' : 'No'} new key named ${show(name)} is due: ${why}.`;
  }
  if (dryRun || key === null) {
    return `Dry run: a key named ${show(name)} that ${lifeOf(lifetime)} would be made, since ${why}.`;
  }
  return `Made key ${show(key.id)} named ${show(name)}, since ${why}. It ${lifeAsMade(key)}.`;
}

/** What the server made counts, not what was asked for. */
function lifeAsMade({ createdAt, expiresAt }: AdminKey): string {
  if (expiresAt === null) return lifeOf(null);
  return `${lifeOf(expiresAt - createdAt)} (${isoTime(expiresAt)})`;
}

function lifeOf(seconds: number | null): string {
  return seconds === null ? 'never expires' : `expires after ${formatDuration(seconds)}`;
}

function ofList(result: ListResult, show: (text: string) => string): string {
  const count = result.keys.length;
  const keys = `${count} admin API ${count === 1 ? 'key' : 'keys'}`;
  const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
  const file = result.file === null ? '' : `, all of them in ${show(result.file)}`;
  return `${keys}${matching}${file}.`;
}

function ofVerify(result: VerifyResult, show: (text: string) => string): string {
  const count = result.keys.length;
  const keys = `${count} admin API ${count === 1 ? 'key' : 'keys'}`;
  const matching = result.pattern === null ? '' : ` with a name like ${show(result.pattern)}`;
  if (result.violations === null) return `No verdict on ${keys}${matching}.`;
  const found = result.violations.length;
  const said =
    found === 0 ? 'Compliant' : `Not compliant, ${found} violation${found === 1 ? '' : 's'}`;
  return `${said}: ${keys}${matching} checked.`;
}

/** Whose value the one in `key-value` is, as far as redacted values tell; empty where nobody asks. */
export function whoseValue({ valueKeys }: VerifyResult, show: (text: string) => string): string[] {
  if (valueKeys === null) return [];
  const keys = valueKeys.map(({ id, name }) => `${show(id)} named ${show(name ?? '')}`);
  if (keys.length === 0) {
    return ['The value in `key-value` is that of none of the keys that were checked.'];
  }
  const fits =
    keys.length === 1 ? `that of key ${keys[0]}` : `that of one of the keys ${keys.join(', ')}`;
  return [`The value in \`key-value\` is ${fits}, as far as redacted values tell.`];
}

function ofDelete({ keys }: DeleteResult): string {
  const count = (fate: DeleteResult['keys'][number]['fate']) =>
    keys.filter((key) => key.fate === fate).length;
  const parts = [
    [count('deleted'), 'deleted'],
    [count('gone'), 'already gone'],
    [count('failed'), 'could not be deleted'],
    [count('untried'), 'not tried'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const planned = count('planned');
  if (planned > 0) return `Dry run: ${planned} ${planned === 1 ? 'key' : 'keys'} would be deleted.`;
  return `Keys: ${said.join(', ')}.`;
}

/** How many keys the log lists one by one; outputs and files hold them all. */
const MAX_LINES = 50;

/** What became of a key, in the log. */
const WORDS = {
  planned: 'would be deleted',
  deleted: 'deleted',
  gone: 'already gone',
  failed: 'could not be deleted',
  untried: 'not tried',
  stays: 'stays',
  expired: 'expired',
} as const;

/** What a list in the summary is in the log: a line each, below the headline. */
export function details(result: Result, show: (text: string) => string): string[] {
  switch (result.operation) {
    case 'list':
      return linesOf(result.keys, ({ id, name, redactedValue }) => {
        return `${show(id)} ${show(name ?? '')} ${redactedValue}`;
      });
    case 'delete':
      return linesOf(result.keys, ({ id, fate }) => `${show(id)}: ${WORDS[fate]}`);
    case 'verify':
      return [
        ...whoseValue(result, show),
        ...(result.file === null
          ? []
          : [`All keys that were checked are in ${show(result.file)}.`]),
      ];
    case 'rotate':
      return linesOf(result.older, (older) => {
        return `older ${show(older.key.id)}: ${WORDS[fateOf(result, older)]}, ${older.why}`;
      });
    default:
      return [];
  }
}

function linesOf<T>(items: readonly T[], lineOf: (item: T) => string): string[] {
  // One item is one line, whatever a server put into it.
  const lines = items.slice(0, MAX_LINES).map((item) => `  ${oneLine(lineOf(item))}`);
  const left = items.length - lines.length;
  return left > 0 ? [...lines, `  and ${left} more`] : lines;
}

/** What became of an older key of a rotation. */
export function fateOf(
  { deletions }: RotateResult,
  { key, fate }: OlderKey,
): Deletion['fate'] | 'stays' | 'expired' {
  if (fate === 'expired') return 'expired';
  return deletions.find(({ id }) => id === key.id)?.fate ?? 'stays';
}

import { isoTime } from '../domain/admin-key.ts';
import { formatDuration } from '../domain/duration.ts';
import type {
  CreateResult,
  DeleteResult,
  ListResult,
  Result,
  VerifyResult,
} from '../domain/result.ts';

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
  const until = key.expiresAt === null ? '' : ` (${isoTime(key.expiresAt)})`;
  // What the server made counts, not what was asked for.
  const life = lifeOf(key.expiresAt === null ? null : key.expiresAt - key.createdAt);
  return `Made key ${which}: it ${life}${until}${end}.`;
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

function ofDelete({ keys }: DeleteResult): string {
  const count = (fate: DeleteResult['keys'][number]['fate']) =>
    keys.filter((key) => key.fate === fate).length;
  const parts = [
    [count('planned'), 'would be deleted'],
    [count('deleted'), 'deleted'],
    [count('gone'), 'already gone'],
    [count('failed'), 'could not be deleted'],
    [count('untried'), 'not tried'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const start = count('planned') > 0 ? 'Dry run: keys' : 'Keys';
  return `${start}: ${said.join(', ')}.`;
}

/** How many keys the log lists one by one; outputs and files hold them all. */
const MAX_LINES = 50;

/** What a list in the summary is in the log: a line each, below the headline. */
export function details(result: Result, show: (text: string) => string): string[] {
  if (result.operation !== 'list' && result.operation !== 'delete') return [];
  const lines =
    result.operation === 'delete'
      ? result.keys.slice(0, MAX_LINES).map(({ id, fate }) => `  ${show(id)}: ${fate}`)
      : result.keys
          .slice(0, MAX_LINES)
          .map((key) => `  ${show(key.id)} ${show(key.name ?? '')} ${key.redactedValue}`);
  const left = result.keys.length - lines.length;
  return left > 0 ? [...lines, `  and ${left} more`] : lines;
}

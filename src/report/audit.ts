import { appendFileSync } from 'node:fs';
import { ActionError, messageOf } from '../domain/error.ts';
import { isoTime, type KeyAccount } from '../domain/key.ts';
import type { Deletion, EntryResult, Result, ResultFor } from '../domain/result.ts';
import { describeTarget } from '../domain/secret-target.ts';

/** What came of an operation, or of one entry of a manifest, or why nothing did. */
type Audited =
  | Result
  | ({ operation: 'entry' } & EntryResult)
  | { operation: 'refused'; reason: string }
  | { operation: 'nothing' };

type Event = { event: string; key_id: string | null; reason: string } & Record<string, unknown>;

/** Where it is noted what becomes of keys. */
export interface Audit {
  add(audited: Audited): void;
  /** Why the last line could not be written. */
  failure: ActionError | undefined;
}

/** A step, as far as the report tells of it. */
interface AuditedStep {
  /** The word of the input. */
  operation: string;
  name?: string | null;
  account?: KeyAccount | null;
}

/**
 * Opens a report, which gets a line of JSON for each key that was made, delivered, deleted, kept, refused
 * or in violation. There are no values in it.
 *
 * @param path - empty: nothing is noted
 * @param clock - Unix milliseconds, and the environment, which says which run this is
 * @throws ActionError `file` where it cannot be written, before anything is done that it should tell
 */
export function createAudit(
  path: string,
  step: AuditedStep,
  { env, now }: { env: NodeJS.ProcessEnv; now: () => number },
  redact: (text: string) => string,
): Audit {
  const common = {
    operation: step.operation,
    run: `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`,
    attempt: Number(env.GITHUB_RUN_ATTEMPT),
    actor: env.GITHUB_ACTOR,
  };
  const audit: Audit = {
    failure: undefined,
    add(audited) {
      const { name, account } = audited.operation === 'entry' ? audited : step;
      const identity = {
        name,
        project_id: account?.projectId,
        service_account_id: account?.serviceAccountId,
      };
      const time = isoTime(Math.floor(now() / 1000));
      const lines = eventsOf(audited).map(
        (event) => `${redact(JSON.stringify({ time, ...common, ...identity, ...event }))}\n`,
      );
      try {
        if (path !== '') appendFileSync(path, lines.join(''), { mode: 0o600 });
      } catch (error) {
        const why = `\`report-file\` could not be written (${messageOf(error)}).`;
        const message = `${why} Give a path in a folder that exists.`;
        audit.failure = new ActionError('file', message, { cause: error });
      }
    },
  };
  audit.add({ operation: 'nothing' });
  if (audit.failure !== undefined) throw audit.failure;
  return audit;
}

function eventsOf(audited: Audited): Event[] {
  switch (audited.operation) {
    case 'create':
    case 'rotate':
    case 'entry':
      return ofKey(audited);
    case 'delete':
      return audited.keys.map(ofDeletion);
    case 'verify':
      return audited.violations.map(({ id, key, message }) => {
        const identity = { name: key?.name ?? null, project_id: key?.project?.id };
        return { event: 'violation', key_id: id, reason: message, ...identity };
      });
    case 'refused':
      return [{ event: 'refused', key_id: null, reason: audited.reason }];
    default:
      return [];
  }
}

function ofKey(done: ResultFor<'create' | 'rotate'> | EntryResult): Event[] {
  const { written, failure } = done;
  const [what, id] =
    'action' in done ? [done.action, done.id] : [done.outcome, done.key?.id ?? null];
  const isMade = written.length > 0 || (['created', 'rotated'].includes(what) && !failure);
  const why = 'why' in done ? done.why : 'reason' in done ? done.reason : what;
  const next = 'nextDue' in done && done.nextDue !== null && { next_due: isoTime(done.nextDue) };
  const key = { key_id: id, reason: failure?.message ?? why, ...next };
  const targets = done.targets.map(describeTarget);
  const delivered = written.map(({ target }) => describeTarget(target));
  return [
    ...(isMade ? [{ event: 'made', ...key, targets }] : []),
    ...(delivered.length > 0 ? [{ event: 'delivered', ...key, targets: delivered }] : []),
    ...(failure ? [{ event: 'refused', ...key, targets }] : []),
    ...(!failure && !isMade && id !== null ? [{ event: 'kept', ...key, targets }] : []),
    ...('deletions' in done ? done.deletions.map(ofDeletion) : []),
  ];
}

function ofDeletion({ id, status }: Deletion): Event {
  const isGone = status === 'deleted' || status === 'gone';
  return { event: isGone ? 'deleted' : 'kept', key_id: id, reason: status };
}

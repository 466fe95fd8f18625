import { appendFileSync } from 'node:fs';
import { ActionError, messageOf } from '../domain/error.ts';
import { isoTime, type KeyAccount } from '../domain/key.ts';
import type { Deletion, EntryResult, Result, ResultFor } from '../domain/result.ts';
import { describeTarget, type SecretTarget } from '../domain/secret-target.ts';
import type { OpenEntry, StateEntry } from '../runner/state.ts';
import { identityFields, identityIn } from './outputs.ts';

/** What came of an operation, or of one entry of a manifest, or why nothing did. */
type Audited =
  | Result
  | ({ operation: 'entry' } & EntryResult)
  | { operation: 'refused'; failure: ActionError }
  | { operation: 'nothing' };

type Event = { event: string; key_id: string | null; reason: string } & Record<string, unknown>;

interface AuditedStep {
  /** The word of the input. */
  operation: string;
  name?: string | null;
  account?: KeyAccount | null;
  targets?: readonly SecretTarget[];
}

/** What is told of a key: an entry of a manifest, or the result of a step. */
type Told = Partial<EntryResult & Pick<ResultFor<'rotate'>, 'key' | 'why'> & { outcome: string }>;

/**
 * Opens a report, which gets a line of JSON for each key that was made, delivered, deleted, kept, refused
 * or in violation. There are no values in it.
 *
 * @param clock - Unix milliseconds, and the environment, which says which run this is
 * @throws ActionError `file` where it cannot be written, before anything is done that it should tell
 */
export function createAudit(
  path: string,
  step: AuditedStep,
  { env, now }: { env: NodeJS.ProcessEnv; now: () => number },
  redact: (text: string) => string,
) {
  const common = {
    operation: step.operation,
    run: `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`,
    attempt: Number(env.GITHUB_RUN_ATTEMPT),
    actor: env.GITHUB_ACTOR,
  };
  let open: OpenEntry | undefined;
  let deleted: Deletion[] = [];
  const audit = {
    /** Why the last line could not be written. */
    failure: undefined as ActionError | undefined,
    /** Takes notice of how far the step got, since that tells of a new key whatever comes of it. */
    see(entry: StateEntry): void {
      if (entry.stage !== 'done') open = entry;
    },
    /** Takes notice that a new key was deleted. */
    seeDeleted(id: string): void {
      deleted.push({ id, status: 'deleted' });
    },
    /** Notes what became of a key, of those that were seen since too. */
    add(audited: Audited): void {
      const identity = identityFields(audited.operation === 'entry' ? audited : step);
      const time = isoTime(Math.floor(now() / 1000));
      const lines = [...eventsOf(audited, step, open), ...deleted.map(ofDeletion)].map(
        (event) => `${redact(JSON.stringify({ time, ...common, ...identity, ...event }))}\n`,
      );
      open = undefined;
      deleted = [];
      try {
        appendFileSync(path, lines.join(''), { mode: 0o600 });
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

function eventsOf(audited: Audited, step: AuditedStep, open: OpenEntry | undefined): Event[] {
  switch (audited.operation) {
    case 'create':
    case 'rotate':
    case 'entry':
      return ofKey(audited, open);
    case 'delete':
      return audited.keys.map(ofDeletion);
    case 'verify':
      return audited.violations.map((violation) => {
        const { id, message } = violation;
        return { event: 'violation', key_id: id, reason: message, ...identityIn(violation) };
      });
    case 'refused':
      return ofKey({ targets: step.targets ?? [], failure: audited.failure }, open);
    default:
      return [];
  }
}

function ofKey(told: Told, open: OpenEntry | undefined): Event[] {
  const { key, id = key?.id ?? null, outcome = '', why = outcome, nextDue = null } = told;
  const { failure, reason = why, targets, written = [], deletions = [] } = told;
  const made = idOfNew(open, failure);
  const about = {
    reason: failure?.message ?? reason,
    ...(nextDue !== null && { next_due: isoTime(nextDue) }),
    targets: targets?.map(describeTarget),
  };
  const delivered = { ...about, targets: written.map(({ target }) => describeTarget(target)) };
  const isKept = failure === undefined && made === undefined && id !== null;
  return [
    ...(made !== undefined ? [{ event: 'made', key_id: made, ...about }] : []),
    ...(written.length > 0 ? [{ event: 'delivered', key_id: id, ...delivered }] : []),
    ...(failure ? [{ event: 'refused', key_id: id, ...about }] : []),
    ...(isKept ? [{ event: 'kept', key_id: id, ...about }] : []),
    ...deletions.map(ofDeletion),
  ];
}

/** The id of a key that was made, null where one may have been; undefined where none was. */
function idOfNew(
  open: OpenEntry | undefined,
  failure: ActionError | undefined,
): string | null | undefined {
  if (open?.stage === 'created') return failure?.code === 'foreign' ? null : open.keyId;
  return failure?.code === 'unknown-outcome' ? (open?.reported?.id ?? null) : undefined;
}

function ofDeletion({ id, status }: Deletion): Event {
  const isGone = status === 'deleted' || status === 'gone';
  return { event: isGone ? 'deleted' : 'kept', key_id: id, reason: status };
}

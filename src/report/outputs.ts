import { type ApiKey, isoTime } from '../domain/key.ts';
import type { Violation } from '../domain/policy.ts';
import type { Deletion, EntryResult, Result } from '../domain/result.ts';
import { describeTarget, placeFields, type WrittenSecret } from '../domain/secret-target.ts';

/** The runner refuses outputs of more than 1 MiB, counted in UTF-16, names included. */
const MAX_OUTPUT_BYTES = 1_048_576 - 8_192;

type Outputs = Record<string, string>;
interface Whose {
  name?: string | null;
  account?: { projectId: string; serviceAccountId: string | null } | null | undefined;
}
/** An output that is too large by itself is null. */
type Draft = Record<string, string | null>;

/** The same for `create`, `retrieve` and `rotate`. */
function keyOutputs(key: ApiKey | null): Outputs {
  return {
    id: key?.id ?? '',
    name: key?.name ?? '',
    'redacted-value': key?.redactedValue ?? '',
    'created-at': isoTime(key?.createdAt ?? null),
    'expires-at': isoTime(key?.expiresAt ?? null),
    'last-used-at': isoTime(key?.lastUsedAt ?? null),
    owner: key?.raw.owner == null ? '' : JSON.stringify(key.raw.owner),
    key: key === null ? '' : JSON.stringify(key.raw),
  };
}

function writtenOutput({ target, action }: WrittenSecret): Outputs {
  const { app, name } = target;
  return { app, ...placeFields(target), name, action };
}

/** Whose key it is, as outputs and reports say it; what is not known is undefined. */
export function identityFields({ name, account }: Whose) {
  return {
    name,
    project_id: account?.projectId,
    service_account_id: account?.serviceAccountId ?? undefined,
  };
}

/** The same of a violation: of its key, or of the entry that has none. */
export function identityIn({ key, entry }: Pick<Violation, 'key' | 'entry'>) {
  if (entry !== undefined) return identityFields(entry);
  const { name = null, project, owner } = key ?? {};
  const serviceAccountId = owner?.type === 'service_account' ? owner.id : null;
  return identityFields({ name, account: project && { projectId: project.id, serviceAccountId } });
}

function violationOutput(violation: Violation): object {
  const { id, key, rule, message } = violation;
  const owner = key?.owner ?? null;
  return {
    id,
    ...identityIn(violation),
    owner: owner === null ? null : { type: owner.type, id: owner.id },
    created_at: timeOrNull(key?.createdAt),
    expires_at: timeOrNull(key?.expiresAt),
    rule,
    message,
  };
}

function timeOrNull(seconds: number | null | undefined): string | null {
  return seconds == null ? null : isoTime(seconds);
}

/** A key as the API returned it; a project's with the id of the project. */
export function withProject({ raw, project }: ApiKey): object {
  return project === null ? raw : { ...raw, project_id: project.id };
}

function listOutputs(keys: readonly ApiKey[]): Draft {
  return {
    keys: jsonWithin(keys.map(withProject)),
    ids: keys.map(({ id }) => id).join('\n'),
    count: String(keys.length),
  };
}

function idsOfGone(deletions: readonly Deletion[]): string {
  const gone = deletions.filter(({ status }) => status === 'deleted' || status === 'gone');
  return gone.map(({ id }) => id).join('\n');
}

/** An entry of a manifest as the output `results` has it. */
export function entryOutput(entry: EntryResult): object {
  const { targets, line, id, action, reason, nextDue } = entry;
  return {
    ...identityFields(entry),
    targets: targets.map(describeTarget),
    line,
    id,
    action,
    reason,
    next_due: timeOrNull(nextDue),
  };
}

/** All outputs of the operation except `value`; an absent one is empty. */
export function outputsOf(result: Result): Draft {
  switch (result.operation) {
    case 'create':
      return {
        ...keyOutputs(result.key),
        created: String(result.outcome === 'created'),
        'secrets-written': JSON.stringify(result.written.map(writtenOutput)),
      };
    case 'retrieve':
      return keyOutputs(result.key);
    case 'list':
      return listOutputs(result.keys);
    case 'verify':
      return {
        ...listOutputs(result.keys),
        compliant: result.isComplete ? String(result.violations.length === 0) : '',
        violations:
          result.isComplete || result.violations.length > 0
            ? jsonWithin(result.violations.map(violationOutput))
            : '',
        'violation-ids': result.violationIds.join('\n'),
      };
    case 'rotate': {
      const rotated = String(result.outcome === 'rotated' && !result.dryRun);
      return {
        ...keyOutputs(result.key),
        created: rotated,
        rotated,
        'deleted-ids': idsOfGone(result.deletions),
        'secrets-written': JSON.stringify(result.written.map(writtenOutput)),
      };
    }
    case 'delete':
      return { 'deleted-ids': idsOfGone(result.keys) };
    case 'reconcile': {
      const deletions = result.entries.flatMap((entry) => entry.deletions);
      const written = result.entries.flatMap((entry) => entry.written);
      return {
        results: jsonWithin(result.entries.map(entryOutput)),
        rotated: String(written.length > 0),
        'deleted-ids': idsOfGone(deletions),
        'secrets-written': jsonWithin(written.map(writtenOutput)),
      };
    }
  }
}

/** A JSON array; null if it is too large for an output. */
function jsonWithin(items: readonly object[]): string | null {
  const parts: string[] = [];
  let length = 2;
  for (const item of items) {
    const part = JSON.stringify(item);
    length += part.length + 1;
    if (2 * length > MAX_OUTPUT_BYTES) return null;
    parts.push(part);
  }
  return `[${parts.join(',')}]`;
}

/**
 * Empties `keys`, then `violations`, then the largest, until all outputs together fit.
 *
 * @returns the outputs, and the names of those that were emptied
 */
export function fitOutputs(draft: Draft): { outputs: Outputs; emptied: string[] } {
  const emptied = Object.keys(draft).filter((name) => draft[name] === null);
  const outputs = Object.fromEntries(
    Object.entries(draft).map(([name, value]) => [name, value ?? '']),
  );
  const bySize = Object.keys(outputs).sort((a, b) => lengthOf(outputs, b) - lengthOf(outputs, a));
  for (const name of new Set(['keys', 'violations', ...bySize])) {
    if (sizeOf(outputs) <= MAX_OUTPUT_BYTES) break;
    if (!outputs[name]) continue;
    outputs[name] = '';
    emptied.push(name);
  }
  return { outputs, emptied };
}

function lengthOf(outputs: Outputs, name: string): number {
  return outputs[name]?.length ?? 0;
}

function sizeOf(outputs: Outputs): number {
  return Object.entries(outputs).reduce(
    (sum, [name, value]) => sum + 2 * (name.length + value.length),
    0,
  );
}

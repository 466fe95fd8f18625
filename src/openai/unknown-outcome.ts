import { Credential, isKeyValue } from '../domain/credential.ts';
import { ActionError } from '../domain/error.ts';
import { isKeyId, longKeyId, type Project } from '../domain/key.ts';
import type { ReportedKey } from '../domain/lost-create.ts';
import { NetworkError } from '../http/client.ts';
import { isOutage } from '../http/retry-delay.ts';
import type { ApiResponse } from '../http/transport.ts';
import type { Api } from './api.ts';
import { parseObject } from './parse.ts';
import type { Redact } from './redaction.ts';

/**
 * How much of a name is saved for the post step, which gets it in a variable of limited size. One that
 * was cut is the name of no key, so none is deleted for it.
 */
const MAX_CLAIMED = 250;

/** The response to a create was lost, could not be read, or is about another key: one may exist. */
export class UnknownOutcomeError extends ActionError {
  /** What the response seems to say of the key, where part of it came through. */
  readonly reported: ReportedKey | undefined;
  /** The value that it gave. */
  readonly value: Credential | undefined;

  constructor(
    failure: ActionError,
    said?: { reported?: ReportedKey | undefined; value?: Credential | undefined },
  ) {
    super('unknown-outcome', failure.message, { cause: failure });
    this.reported = said?.reported;
    this.value = said?.value;
  }
}

/**
 * What to throw for a create that failed: the error itself where the server certainly made no key.
 *
 * @param response - undefined where no whole one arrived
 */
export function classifyCreateError(
  error: unknown,
  response: ApiResponse | undefined,
  { options: { redact, mask } }: Api,
  project: Project | undefined,
): unknown {
  if (!(error instanceof ActionError)) return error;
  const salvage = (body: string) => salvageKey(body, redact, mask, project);
  if (response !== undefined) {
    const { status, body } = response;
    return status >= 300 && !isOutage(response)
      ? error
      : new UnknownOutcomeError(error, salvage(body));
  }
  const { cause } = error;
  if (!(cause instanceof NetworkError) || !cause.sent) return error;
  return new UnknownOutcomeError(error, salvage(cause.partial?.body ?? ''));
}

/**
 * What an answer to a create says of its key, where it could not be used: whole but wrong, or cut in
 * the middle. A cut text may have held another `id` first, so it only ever says which key to look for.
 *
 * @param mask - gets the value, where there is one
 */
export function salvageKey(
  body: string,
  redact: Redact,
  mask: (value: Credential) => void,
  project?: Project,
): { reported: ReportedKey; value: Credential | undefined } | undefined {
  let json: Record<string, unknown>;
  try {
    json = parseObject(body);
  } catch {
    const matchIn = (pattern: RegExp) => pattern.exec(body)?.[1];
    json = {
      id: matchIn(/"id"\s*:\s*"(key_[A-Za-z0-9_-]{1,200})"/),
      value: matchIn(/"value"\s*:\s*"([^"\\]+)"/),
    };
  }
  const value = isKeyValue(json.value) ? new Credential(json.value) : undefined;
  if (value !== undefined) mask(value);
  // It is named, and saved for the post step.
  if (!isKeyId(json.id) || redact(json.id) !== json.id) return undefined;
  const reported: ReportedKey = {
    id: project === undefined ? json.id : longKeyId(project.id, json.id),
    hasValue: value !== undefined,
    ...(typeof json.name === 'string' && { name: redact(json.name).slice(0, MAX_CLAIMED) }),
    ...(Number.isInteger(json.created_at) && { createdAt: Number(json.created_at) }),
    ...((json.expires_at === null || Number.isInteger(json.expires_at)) && {
      expiresAt: json.expires_at as number | null,
    }),
  };
  return { reported, value };
}

import type { Credential } from '../domain/credential.ts';
import { ActionError } from '../domain/error.ts';
import type { ApiKey, Project } from '../domain/key.ts';
import { findMismatch, type KeySpec } from '../domain/lost-create.ts';
import { serverClock } from '../http/retry-delay.ts';
import type { ApiResponse } from '../http/transport.ts';
import { readCreated } from './parse.ts';
import type { Redact } from './redaction.ts';

export interface CreatedKey {
  key: ApiKey;
  value: Credential;
  /** How old the key is by now, in milliseconds, on the server's clock; negative where that is behind. */
  age: number;
}

/**
 * The key in the answer to a create, held against what was asked. Its value is hidden first.
 *
 * @param took - how long the attempt took, in milliseconds
 * @throws UnreadableResponse
 * @throws ActionError `unreadable` where the answer is about another key than was asked for
 */
export function readMatchingKey(
  answer: ApiResponse,
  asked: KeySpec,
  took: number,
  options: {
    host: string;
    redact: Redact;
    mask(value: Credential): void;
    project?: Project | undefined;
  },
): CreatedKey {
  const { host, redact, mask, project } = options;
  const created = readCreated(answer.body, redact, mask, project);
  const clock = serverClock(answer);
  const window = clock === undefined ? undefined : windowOf(clock, took);
  const misfit = findMismatch(created.key, asked, window);
  if (misfit !== undefined) {
    throw new ActionError(
      'unreadable',
      `The answer of ${host} to the create is not about what was asked: ${misfit}.`,
    );
  }
  const made = created.key.createdAt * 1000;
  return { ...created, age: (clock ?? made) - made };
}

/** In whole seconds of the server's clock, which `Date` cuts and `created_at` may round. */
function windowOf(clock: number, took: number): { sent: number; answered: number } {
  return { sent: Math.floor((clock - took) / 1000), answered: Math.ceil(clock / 1000) };
}

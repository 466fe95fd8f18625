import type { AdminKey } from '../domain/admin-key.ts';
import { ActionError } from '../domain/error.ts';
import { type AskedKey, misfitOf } from '../domain/fate.ts';
import type { Secret } from '../domain/secret.ts';
import type { Answer } from '../http/transport.ts';
import { serverClock } from '../http/waits.ts';
import { readCreated } from './answers.ts';
import type { Redact } from './redaction.ts';

export interface CreatedKey {
  key: AdminKey;
  value: Secret;
  /** How old the key is by now, in milliseconds, on the server's clock; negative where that is behind. */
  age: number;
}

/**
 * The key in the answer to a create, held against what was asked. Its value is hidden first.
 *
 * @param took - how long the attempt took, in milliseconds
 * @throws UnreadableAnswer
 * @throws ActionError `unreadable` where the answer is about another key than was asked for
 */
export function readFitting(
  answer: Answer,
  asked: AskedKey,
  took: number,
  { host, redact, hide }: { host: string; redact: Redact; hide(value: Secret): void },
): CreatedKey {
  const created = readCreated(answer.body, redact, hide);
  const clock = serverClock(answer);
  const window = clock === undefined ? undefined : windowOf(clock, took);
  const misfit = misfitOf(created.key, asked, window);
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

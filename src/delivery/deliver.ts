import { ActionError } from '../domain/error.ts';
import type { Written } from '../domain/target.ts';
import type { ReadyTarget, SecretStore } from '../github/secret-store.ts';
import type { MadeKey } from './make.ts';
import { listUp } from './prepare.ts';
import type { DeliveryTools } from './tools.ts';
import { decide, type Progress } from './transaction.ts';
import { howToDelete, undo } from './undo.ts';
import { lookAtUnanswered, type Writing, writeAll } from './writes.ts';

export interface Delivered {
  written: Written[];
  /** Which targets do not hold the value, and why; undefined where all do. */
  failure: ActionError | undefined;
}

/**
 * Writes a new key's value to its targets, of which there is at least one.
 *
 * @returns when at least one target holds it
 * @throws ActionError where none does; the message says what became of the key
 */
export async function deliver(
  { key, value, writeUntil }: MadeKey,
  ready: readonly ReadyTarget[],
  how: Pick<Writing, 'retryForMs' | 'offset'>,
  store: SecretStore,
  tools: DeliveryTools,
): Promise<Delivered> {
  const writing: Writing = { ...how, keyId: key.id, value, notAfter: writeUntil };
  const { progress: written, reasons } = await writeAll(ready, writing, store, tools);
  const targets = ready.map(({ target }) => target);
  const before = ready.map((target) => target.before?.updatedAt ?? null);
  const progress = await lookAtUnanswered(written, targets, before, store, tools);

  const decision = decide(progress);
  const left = progress.flatMap(({ state }, index) =>
    state === 'landed' ? [] : [reasons.get(index) ?? ''],
  );
  switch (decision.kind) {
    case 'keep':
      return { written: landedOf(ready, progress), failure: partial(key.id, left, ready.length) };
    case 'leave':
      throw new ActionError(
        'partial',
        `It is not certain whether a secret holds the new key (\`${key.id}\`), so it is not deleted here; the ` +
          'post step looks again. If it stays, the next rotation of its name finds it delivered or retires ' +
          `it. ${howToDelete(key.id)} Do so only if no secret holds it.\n${listUp(left)}`,
      );
    case 'delete':
      throw await undo(key.id, `It reached no secret:\n${listUp(left)}`, tools);
  }
}

function landedOf(ready: readonly ReadyTarget[], progress: Progress): Written[] {
  return ready.flatMap(({ target, before }, index) =>
    progress[index]?.state === 'landed'
      ? [{ target, action: before === null ? ('created' as const) : ('updated' as const) }]
      : [],
  );
}

function partial(keyId: string, left: string[], targets: number): ActionError | undefined {
  if (left.length === 0) return undefined;
  return new ActionError(
    'partial',
    `The new key (\`${keyId}\`) reached ${targets - left.length} of ${targets} secrets and lives on, since ` +
      `those hold it. Run this again to give all of them one new key. Not reached:\n${listUp(left)}`,
  );
}

import type { Context } from '../delivery/context.ts';
import { ActionError } from '../domain/error.ts';
import type { ApiKey, Places } from '../domain/key.ts';
import type { Violation } from '../domain/policy.ts';
import type { RequestFor } from '../inputs/types.ts';

/** Answers that are about the value itself, by the code of the error. */
const VERDICTS: Readonly<Record<string, string>> = {
  'invalid-key': 'is refused by the API: its key was deleted, has expired, or never was one',
  'account-inactive':
    'is refused by the API: the account behind its key is deactivated or has left',
  'missing-scope': 'is accepted by the API but may not manage admin keys',
};

/**
 * Tries the value of `key-value` with one request, and compares it with the keys.
 *
 * @param places - where the keys were read
 * @param isWhole - whether all of them could be read
 * @param isOfValue - whether the value fits the redacted value of a key
 * @throws ActionError where the value could not be tried, so that there is no verdict
 */
export async function checkValue(
  { keyValue, keyIds }: RequestFor<'verify'>,
  places: Places,
  { keys, isWhole }: { keys: readonly ApiKey[]; isWhole: boolean },
  isOfValue: (key: ApiKey) => boolean,
  { clientFor, tryValue, log }: Pick<Context, 'clientFor' | 'tryValue' | 'log'>,
): Promise<Violation[]> {
  if (keyValue === null) return [];
  const violation = (message: string): Violation[] => [
    { id: keyIds.length === 1 ? (keyIds[0] ?? '') : '', key: null, rule: 'value', message },
  ];
  const label = 'the value in `key-value`';
  const isAdminKey = keyValue.matchesRedacted('sk-admin-...');
  const hasProjects = places.projects.length > 0;
  if (isAdminKey && !places.hasAdminKeys) return violation('is the value of an admin key');
  try {
    if (hasProjects && !isAdminKey) {
      const warning = await tryValue(keyValue, label);
      if (warning !== undefined) log.warning(warning);
    } else {
      await clientFor(keyValue, label).listPage({ order: 'asc', limit: 1 });
    }
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const verdict = VERDICTS[error.code];
    if (verdict !== undefined) return violation(verdict);
    const message = `The value in \`key-value\` could not be tried, so there is no verdict. ${error.message}`;
    throw new ActionError(error.code, message, { cause: error });
  }
  // It may be the value of a key that could not be read.
  if (!isWhole || keys.some(isOfValue)) return [];
  if (keyIds.length > 0) {
    return violation(
      `is accepted by the API but is the value of another key than ${keyIds.join(', ')}`,
    );
  }
  return hasProjects && !places.hasAdminKeys
    ? violation('is accepted by the API but is the value of none of the keys that were checked')
    : [];
}

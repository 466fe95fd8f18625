import type { InputName } from '../src/inputs/definitions.ts';
import { parseRequest } from '../src/inputs/parse.ts';
import { actionError, failureOf, inputs } from './fakes.ts';

export type Given = Partial<Record<InputName, string>>;

/** Steps that make a key, read keys, or are about keys by their ids. */
export const MAKING: readonly Given[] = [
  { operation: 'create', name: 'nightly' },
  { operation: 'rotate', name: 'nightly', 'secret-name': 'KEY', 'github-token': 'github_pat_x' },
];
export const READING: readonly Given[] = [{ operation: 'list' }, { operation: 'verify' }];
export const BY_ID: readonly Given[] = ['retrieve', 'verify', 'delete'].map((operation) => ({
  operation,
}));

/** The request of a step with these inputs. */
export const read = (given: Given) =>
  parseRequest({ GITHUB_REPOSITORY: 'octo/repo', ...inputs(given) });

/** The problems of a step, a line each; fails where there are none. */
export async function problemsOf(given: Given): Promise<string[]> {
  const error = await failureOf(() => read(given));
  if (error.code !== actionError('input').code) throw error;
  return error.message.split('\n- ').slice(1);
}

import { expect } from '@jest/globals';
import type { InputName } from '../src/inputs/definitions.ts';
import { parseRequest } from '../src/inputs/parse.ts';
import { actionError, failureOf, inputs, SENTINEL } from './fakes.ts';

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

/**
 * The problems that a request is refused for, a line each.
 * @param secret - what the refusal must not show
 */
export async function problemsIn(parse: () => unknown, secret = SENTINEL): Promise<string[]> {
  const error = await failureOf(parse);
  expect(error).toMatchObject(actionError('input'));
  expect(error.message).not.toContain(secret);
  const [head, ...problems] = error.message.split('\n- ');
  const count = problems.length === 1 ? 'An input is wrong' : `${problems.length} inputs are wrong`;
  expect(head).toBe(`${count}; nothing was sent.`);
  return problems;
}

/** The problems of a step, a line each. */
export const problemsOf = (given: Given) => problemsIn(() => read(given));

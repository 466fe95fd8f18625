import { ActionError, messageOf } from '../domain/error.ts';

const OTHER_USER =
  'It belongs to another user than the one that runs this step: look at `container:` and at the user ' +
  'of the runner.';

/** What to do about a file that takes nothing, by the code of the error. */
const ADVICE: Record<string, string> = {
  ENOSPC: 'The disk of the runner is full: free space on it.',
  EDQUOT: 'The disk quota of the runner is used up: free space on it.',
  EACCES: OTHER_USER,
  EPERM: OTHER_USER,
  EROFS: 'Its disk is mounted read-only.',
  EISDIR: 'Something put a folder in its place.',
  ENOENT: 'An earlier step, or a program on the runner, removed it.',
};

/**
 * The sentence for a file of the runner's that could not be written.
 *
 * @param variable - the one that names the file: `GITHUB_OUTPUT`
 * @param name - of the output, state or variable that was to go into it
 */
export function unwritable(variable: string, name: string, error: unknown): ActionError {
  const message = messageOf(error);
  const { code } = error as { code?: unknown };
  // `@actions/core` looks for the file first, and has words of its own for one that is gone.
  const kind = /^Missing file/.test(message) ? 'ENOENT' : String(code);
  const advice = ADVICE[kind];
  return new ActionError(
    'file',
    `The runner could not take \`${name}\`: the file in \`${variable}\` cannot be written (${message}).` +
      (advice === undefined ? '' : ` ${advice}`),
    { cause: error },
  );
}

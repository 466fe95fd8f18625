import { ActionError, messageOf } from '../domain/error.ts';

const OTHER_USER =
  'It belongs to another user than this step: check `container:` and the user of the runner.';

/** What to do, by the code of the error. */
const ADVICE: Record<string, string> = {
  ENOSPC: 'The disk of the runner is full: free some space.',
  EDQUOT: 'The disk quota of the runner is exhausted: free some space.',
  EACCES: OTHER_USER,
  EPERM: OTHER_USER,
  EROFS: 'Its disk is mounted read-only.',
  EISDIR: 'There is a folder in its place.',
  ENOENT: 'An earlier step, or a program on the runner, removed it.',
};

/**
 * The error for a file of the runner that could not be written.
 *
 * @param variable - with the path of the file: `GITHUB_OUTPUT`
 * @param name - of the output, state or variable
 */
export function unwritable(variable: string, name: string, error: unknown): ActionError {
  const message = messageOf(error);
  const { code } = error as { code?: unknown };
  // `@actions/core` has its own message for a missing file.
  const kind = /^Missing file/.test(message) ? 'ENOENT' : String(code);
  const advice = ADVICE[kind];
  return new ActionError(
    'file',
    `The runner did not get \`${name}\`: the file in \`${variable}\` cannot be written (${message}).` +
      (advice === undefined ? '' : ` ${advice}`),
    { cause: error },
  );
}

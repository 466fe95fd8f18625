import { didYouMean, nearestWord } from '../domain/spelling.ts';
import { INPUT_NAMES, inputVariable } from './definitions.ts';
import type { Inputs } from './reader.ts';

/**
 * Checks the names of all `INPUT_` variables. GitHub only warns about a misspelled input, so a name that
 * shares a word with an input, or is at most two letters away from one, is a problem. Any other name may
 * belong to another action and is a warning.
 */
export function checkNames({ env, problems, warnings }: Inputs): void {
  const known = new Set(INPUT_NAMES.map(inputVariable));
  for (const variable of Object.keys(env).sort()) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue;
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const words = wordsOf(name);
    const related = INPUT_NAMES.filter((one) => wordsOf(one).some((word) => words.includes(word)));
    const meant =
      nearestWord(name.replaceAll('_', '-'), INPUT_NAMES) ??
      (related.length === 1 ? related[0] : undefined);
    if (meant !== undefined || related.length > 0) {
      problems.push(
        `\`${name}\` is not an input of this action.` +
          (didYouMean(meant) || ' Correct its spelling, or remove it.'),
      );
    } else if (env[variable]?.trim()) {
      warnings.push(
        `The variable \`${variable}\` is not an input of this action and was ignored. It may belong to ` +
          'another action, or come from `env:`.',
      );
    }
  }
}

function wordsOf(name: string): string[] {
  return name.split(/[-_ ]/).filter((word) => word !== '');
}

import { didYouMean, nearestWord } from '../domain/spelling.ts';
import { INPUT_RULES, inputVariable } from './definitions.ts';

/** Messages about variables that are not inputs of this action. */
interface Findings {
  problems: string[];
  warnings: string[];
}

const NAMES = Object.keys(INPUT_RULES);

/**
 * Checks the names of all `INPUT_` variables. GitHub only warns about a misspelled input, so a name that
 * shares a word with an input, or is at most two letters away from one, is a problem. Any other name may
 * belong to another action and is a warning.
 */
export function checkNames(env: NodeJS.ProcessEnv): Findings {
  const known = new Set(NAMES.map(inputVariable));
  const found: Findings = { problems: [], warnings: [] };
  for (const variable of Object.keys(env).sort()) {
    if (!variable.startsWith('INPUT_') || known.has(variable)) continue;
    const name = variable.slice('INPUT_'.length).toLowerCase();
    const words = wordsOf(name);
    const related = NAMES.filter((one) => wordsOf(one).some((word) => words.includes(word)));
    const meant =
      nearestWord(name.replaceAll('_', '-'), NAMES) ??
      (related.length === 1 ? related[0] : undefined);
    if (meant !== undefined || related.length > 0) {
      found.problems.push(
        `\`${name}\` is not an input of this action. ` +
          (meant === undefined ? 'Correct its spelling, or remove it.' : didYouMean(meant)),
      );
    } else if (env[variable]?.trim()) {
      found.warnings.push(
        `The variable \`${variable}\` is not an input of this action and was ignored. It may belong to ` +
          'another action, or come from `env:`.',
      );
    }
  }
  return found;
}

function wordsOf(name: string): string[] {
  return name.split(/[-_ ]/).filter((word) => word !== '');
}

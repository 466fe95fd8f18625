import { didYouMean, nearestWord } from '../domain/spelling.ts';
import { INPUT_RULES, inputVariable } from './inputs.ts';

/** What there is to say about variables that look like inputs and are none. */
interface Findings {
  problems: string[];
  warnings: string[];
}

const NAMES = Object.keys(INPUT_RULES);

/**
 * Looks at every `INPUT_` variable that names no input. GitHub only warns about a misspelt input, so
 * a name that could be one is a problem: it shares a word with an input or is two letters away from
 * one. Any other is somebody else's, such as another action's in a composite one, and is named.
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
        `\`${name}\` names no input of this action. ` +
          (meant === undefined ? 'Correct its spelling or remove it.' : didYouMean(meant)),
      );
    } else if (env[variable]?.trim()) {
      found.warnings.push(
        `The variable \`${variable}\` names no input of this action, so it was not read. It may be ` +
          "another action's, or one of the job's own `env:`.",
      );
    }
  }
  return found;
}

function wordsOf(name: string): string[] {
  return name.split(/[-_ ]/).filter((word) => word !== '');
}
